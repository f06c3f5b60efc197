"""Periods of reports: read by name, told in words, one after the other without a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.domain.periods import MONTHS_OF, last_full_period, period_of, read_period
from kadflow.errors import InvalidInputError

DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31))
LENGTHS = st.sampled_from(sorted(MONTHS_OF))


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("2026", "2026-01-01", "2026-12-31", "Tahun 2026"),
        ("2026-S2", "2026-07-01", "2026-12-31", "Semester II Tahun 2026"),
        ("2026-q3", "2026-07-01", "2026-09-30", "Triwulan III Tahun 2026"),
        ("2028-02", "2028-02-01", "2028-02-29", "Februari 2028"),
    ],
)
def test_a_name_is_read(name: str, first: str, last: str, words: str) -> None:
    period = read_period(name)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.words[0] == words


@pytest.mark.parametrize("name", ["", "2026-S3", "2026-Q0", "2026-13", "26-S1", "semester 1"])
def test_no_name_of_a_period_is_refused_with_the_forms_that_are(name: str) -> None:
    with pytest.raises(InvalidInputError, match="no period") as refused:
        read_period(name)
    assert "2026-S1" in (refused.value.hint or "")


@given(DAYS, LENGTHS)
def test_a_period_contains_its_day_and_is_read_back_by_its_name(day: date, length) -> None:
    period = period_of(day, length)
    assert period.contains(day)
    assert read_period(period.name) == period


@given(DAYS, LENGTHS)
def test_periods_follow_each_other_without_gap_or_overlap(day: date, length) -> None:
    period = period_of(day, length)
    assert period.following.first - period.last == timedelta(days=1)
    assert period.following.preceding == period


@given(DAYS, LENGTHS)
def test_the_last_full_period_is_over_and_the_next_one_is_not(day: date, length) -> None:
    period = last_full_period(day, length)
    assert period.last <= day < period.following.last
