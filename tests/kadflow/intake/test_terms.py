"""How long an agreement runs, from its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.terms import read_term


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("5 (lima) tahun", 5, "year"),
        ("lima tahun", 5, "year"),
        ("2 tahun", 2, "year"),
        ("7 hari", 7, "day"),
        ("12 bulan sejak penandatanganan", 12, "month"),
        ("5 tahun, sampai 2025", 5, "year"),
        ("jangka waktu 3 (tiga) Tahun", 3, "year"),
        ("dua belas bulan", 12, "month"),
    ],
)
def test_a_period_has_a_length_and_no_invented_end(text, length, unit):
    term = read_term(text)

    assert (term.kind, term.length, term.unit) == ("period", length, unit)
    assert term.ends_on is None
    assert term.text == text


def test_a_period_knows_whether_the_text_starts_it_with_signing():
    assert read_term("12 bulan sejak penandatanganan").from_signing
    assert read_term("5 tahun terhitung sejak tanggal ditandatangani").from_signing
    assert not read_term("5 tahun").from_signing


def test_until_a_day_has_an_end():
    term = read_term("berlaku 5 (lima) tahun s.d. 31 Desember 2027")

    assert (term.kind, term.ends_on, term.length) == ("until", "2027-12-31", 5)


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("tahun anggaran 2026", "2026-01-01", "2026-12-31"),
        ("satu tahun anggaran 2026", "2026-01-01", "2026-12-31"),
        ("Tahun Anggaran 2026 s.d. 2028", "2026-01-01", "2028-12-31"),
    ],
)
def test_a_fiscal_year_is_the_calendar_year(text, starts_on, ends_on):
    term = read_term(text)

    assert (term.kind, term.starts_on, term.ends_on) == ("fiscal_year", starts_on, ends_on)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("evaluasi bersama paling lama 3 tahun sekali", 3),
        ("evaluasi berkala setiap lima tahun", 5),
        ("evaluasi setiap tahun", None),
    ],
)
def test_a_review_interval_is_no_term(text, length):
    term = read_term(text)

    assert (term.kind, term.length) == ("review", length)
    assert not term.resolved


@pytest.mark.parametrize(
    "text",
    [
        "sampai minggu ketiga Februari 2025 (menurut sumber)",
        "tahun 2024-2025",
        "5 (enam) tahun",
        "0 tahun",
        "sampai tujuan tercapai",
        "tahun anggaran 2028-2026",
    ],
)
def test_what_fixes_nothing_is_kept_as_text(text):
    term = read_term(text)

    assert (term.kind, term.ends_on, term.length) == ("unresolved", None, None)
    assert term.text == text


def test_no_text_is_no_term():
    assert read_term("  ") is None


@given(st.text(min_size=1))
def test_any_text_is_kept_as_written(text):
    term = read_term(text)

    assert term is None or term.text == text
