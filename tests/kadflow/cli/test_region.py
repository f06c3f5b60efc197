"""Regions by name, code and border."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pemrov Jabar", "32"),
        ("Batang Hari", "15.04"),
        ("Limapuluh Kota", "13.07"),
        ("34.04", "34.04"),
    ],
)
def test_a_region_is_found_as_people_write_it(tmp_path: Path, name: str, code: str):
    nowhere = Console(tmp_path / "none")
    found = nowhere.ok("region", "find", name, "--json").json["regions"]
    assert found[0]["code"] == code
    assert code in nowhere.ok("region", "find", name).out


def test_two_regions_of_one_name_are_both_shown_with_the_reason(tmp_path: Path):
    answer = Console(tmp_path / "none", english=True).ok("region", "find", "Bandung")
    assert "32.04" in answer.out
    assert "32.73" in answer.out
    assert "More than one" in answer.shown or "level" in answer.shown


def test_a_name_like_no_region_is_not_found(tmp_path: Path):
    Console(tmp_path / "none").refuse(3, "region", "find", "zzzzqqqq")


def test_a_region_is_shown(console: Console):
    shown = console.ok("region", "show", "34.04").shown
    assert "Kabupaten Sleman (34.04)" in shown
    assert "WIB" in shown
    console.refuse(3, "region", "show", "99.99")


def test_a_border_is_stated_with_its_source_and_asked_again(console: Console):
    assert "Belum dinyatakan" in console.ok("region", "border", "34.04", "34.02").shown
    console.refuse(2, "region", "border", "34.04", "34.02", "--yes")
    console.ok("region", "border", "34.04", "34.02", "--yes", "--source", "Permendagri 1/2000")
    for pair in (("34.04", "34.02"), ("kab bantul", "34.04")):
        known = console.ok("region", "border", *pair, "--json").json
        assert (known["borders"], known["source"]) == (True, "Permendagri 1/2000")
    console.ok("region", "border", "34.04", "34.02", "--no", "--source", "Koreksi")
    assert "tidak berbatasan" in console.ok("region", "border", "34.04", "34.02").shown
