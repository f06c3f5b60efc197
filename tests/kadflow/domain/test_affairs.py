"""The 32 fields of government, and the names under which people know them."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from kadflow.domain.affairs import AFFAIRS, affair, canonical, nearest
from kadflow.intake.agreements import sample_register


def test_there_are_as_many_as_the_law_has_in_its_three_groups():
    assert Counter(each.group for each in AFFAIRS) == {"basic": 6, "other": 18, "optional": 8}
    assert [int(each.code[2:]) for each in AFFAIRS] == list(range(1, 33))
    assert len({each.name for each in AFFAIRS} | {each.english for each in AFFAIRS}) == 64


def test_each_stands_for_itself_by_name_code_and_english_and_no_name_for_two():
    for each in AFFAIRS:
        assert affair(each.name) is affair(each.code) is affair(each.english) is each
        assert all(affair(name) is each for name in each.known_as), each.known_as


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kominfo", "komunikasi dan informatika"),
        ("PUPR", "pekerjaan umum dan penataan ruang"),
        ("Pekerjaan Umum & Penataan Ruang", "pekerjaan umum dan penataan ruang"),
        ("Bidang Urusan Lingkungan Hidup", "lingkungan hidup"),
        ("Dinas Lingkungan  Hidup", "lingkungan hidup"),
        ("2-11", "lingkungan hidup"),
        ("2.9", "pangan"),
        ("koperasi UKM", "koperasi, usaha kecil, dan menengah"),
        ("Pemberdayaan Perempuan dan Perlindungan Anak",
         "pemberdayaan perempuan dan pelindungan anak"),
    ],
)  # fmt: skip
def test_usual_names_are_known_whatever_their_spelling(text: str, name: str):
    assert canonical(text) == name


@pytest.mark.parametrize(
    "text", ["", "sampah", "energi terbarukan", "4.01", "2.01", "1.33", "dan"]
)
def test_what_is_no_name_of_a_field_stands_for_none(text: str):
    assert affair(text) is None
    assert canonical(text) == text


def test_a_slip_has_its_likeliest_field_first():
    assert nearest("lingkungan hidop")[0].code == "2.11"
    assert nearest("prikanan")[0].code == "3.25"
    assert nearest("xyzzy") == []


def test_every_field_that_the_sample_register_names_is_known():
    with sample_register() as path, path.open(encoding="utf-8", newline="") as stream:
        named = {row["subject_field"] for row in csv.DictReader(stream)} - {""}
    assert len(named) >= 10
    assert [name for name in named if canonical(name) != name] == []
    assert [name for name in named if affair(name) is None] == []
