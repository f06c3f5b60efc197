"""Dates as Indonesian offices write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.dates import read_date

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = st.dates(min_value=date(1945, 1, 1), max_value=date(2200, 12, 31))


@given(DAYS)
def test_every_day_is_read_in_each_of_the_usual_ways(day):
    ways = (
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"tanggal {day.day:02} {MONTHS[day.month - 1].upper()} {day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"s.d. {day.day} {MONTHS[day.month - 1]} {day.year}",
        f"sampai dengan {day.day}.{day.month}.{day.year}",
    )

    assert {read_date(way) for way in ways} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kamis, 12 Agt. 2021", "2021-08-12"),
        ("Jum'at 5 Nopember 2021", "2021-11-05"),
        ("s/d 1 Januari 2020", "2020-01-01"),
        ("03/04/2021", "2021-04-03"),
    ],
)
def test_names_of_days_and_short_months_are_understood(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "Agustus 2021",
        "2021-02-30",
        "31 Februari 2021",
        "08/25/2021",
        "12 Foo 2021",
        "minggu ketiga Februari 2025",
        "44420",
        "0001-01-01",
        "9999-12-31",
        "2021-08-12 23:30:00",
        "12/08-2021",
        "x" * 10_000,
    ],
)
def test_less_than_a_day_or_no_day_at_all_stays_unknown(text):
    assert read_date(text) is None


@given(st.text())
def test_any_text_is_a_real_day_or_none(text):
    found = read_date(text)

    assert found is None or date.fromisoformat(found)
