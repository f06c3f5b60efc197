"""Counting days is a pure rule that explains itself, whatever calendars it is given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kadflow.domain.calendars import (
    Calendar,
    CalendarRecord,
    Calendars,
    Day,
    ShortHours,
    WorkWeek,
)
from kadflow.engine.counting import count, working_days_since
from kadflow.intake.published_days import edition, published_days
from state_machines.template import Period

NOBODY = Calendar("", "nasional", "", CalendarRecord())


def working(n: int) -> Period:
    return Period(n=n, unit="working_days")


def region(name: str, days: dict[str, Day] | None = None, *weeks: WorkWeek) -> Calendar:
    record = CalendarRecord(days=days or {}, weeks=list(weeks))
    return Calendar(name, name, record.version, record)


def calendars(*regions: Calendar, nation: Calendar = NOBODY, every: bool = True) -> Calendars:
    return Calendars(published_days, edition(), nation, regions, every=every)


def nation(**days: Day) -> Calendar:
    record = CalendarRecord(days={on.replace("_", "-").strip("d"): d for on, d in days.items()})
    return Calendar("", "nasional", record.version, record)


def day(text: str) -> date:
    return date.fromisoformat(text)


BANTUL_DAY = {"2026-07-20": Day("holiday", "Hari Jadi Bantul", "SK 1/2026")}
SIX = WorkWeek(6, "2026-01-01", None, "Perbup 3/2025")


def test_ten_working_days_over_nyepi_lebaran_and_easter_end_on_the_sixth_of_april():
    found = count(day("2026-03-13"), working(10), calendars())

    assert found.on == "2026-04-06"
    assert [skip.on for skip in found.holidays] == [
        "2026-03-18", "2026-03-19", "2026-03-20", "2026-03-21", "2026-03-22", "2026-03-23",
        "2026-03-24", "2026-04-03", "2026-04-05",
    ]  # fmt: skip
    assert {skip.whose for skip in found.skipped} == {"nasional"}
    assert found.weekends == 5
    assert found.calendars == ("nasional",)


def test_the_first_day_is_not_counted_even_when_it_is_a_working_day():
    assert count(day("2026-02-02"), working(1), calendars()).on == "2026-02-03"
    assert count(day("2026-02-06"), working(1), calendars()).on == "2026-02-09"


def test_a_day_counts_only_if_it_is_a_working_day_for_all_regions():
    both = calendars(region("Bantul", BANTUL_DAY), region("Sleman"))

    found = count(day("2026-07-17"), working(1), both)

    assert found.on == "2026-07-21"
    (skip,) = found.holidays
    assert (skip.on, skip.whose, skip.source) == ("2026-07-20", "Bantul", "SK 1/2026")


def test_where_one_region_is_enough_the_holiday_of_the_other_costs_nothing():
    one = calendars(region("Bantul", BANTUL_DAY), region("Sleman"), every=False)

    assert count(day("2026-07-17"), working(1), one).on == "2026-07-20"


def test_saturday_is_a_working_day_where_the_week_has_six_and_only_there():
    six, five = region("Bantul", {}, SIX), region("Sleman")

    assert count(day("2026-02-06"), working(1), calendars(six)).on == "2026-02-07"
    assert count(day("2026-02-06"), working(1), calendars(five)).on == "2026-02-09"
    assert count(day("2026-02-06"), working(1), calendars(six, five)).on == "2026-02-09"
    assert (
        count(day("2026-02-06"), working(1), calendars(six, five, every=False)).on == "2026-02-07"
    )


def test_a_working_week_holds_from_its_first_to_its_last_day():
    until = region("Bantul", {}, WorkWeek(6, "2026-02-01", "2026-02-28"))

    assert count(day("2026-01-30"), working(1), calendars(until)).on == "2026-02-02"
    assert count(day("2026-02-06"), working(1), calendars(until)).on == "2026-02-07"
    assert count(day("2026-03-06"), working(1), calendars(until)).on == "2026-03-09"


def test_a_later_decree_adds_a_holiday_or_takes_one_back():
    adds = nation(d2026_02_10=Day("holiday", "Pemilihan", "Keppres 1/2026"))
    takes = nation(d2026_03_18=Day("workday", "Masuk kerja", "SKB 2/2026"))

    assert count(day("2026-02-09"), working(1), calendars(nation=adds)).on == "2026-02-11"
    assert count(day("2026-03-17"), working(1), calendars(nation=takes)).on == "2026-03-18"
    assert calendars(nation=adds).version != calendars().version


def test_a_national_working_saturday_is_worked_in_every_region():
    makes_up = nation(d2026_02_14=Day("workday", "Hari pengganti", "SKB 3/2026"))

    found = count(day("2026-02-13"), working(1), calendars(region("Sleman"), nation=makes_up))

    assert found.on == "2026-02-14"


def test_short_hours_are_a_note_and_the_day_counts():
    record = CalendarRecord(hours=[ShortHours("2026-02-19", "2026-03-19", "Ramadan", "SE 4/2026")])
    bantul = Calendar("Bantul", "Bantul", record.version, record)

    found = count(day("2026-02-19"), working(2), calendars(bantul))

    assert found.on == "2026-02-23"
    assert found.notes == (("2026-02-19", "2026-03-19", "Ramadan", "Bantul"),)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2025-12-31", 1, "2026-01-31"),
    ],
)
def test_a_month_ends_on_the_same_number_or_on_its_last_day(start: str, months: int, last: str):
    assert count(day(start), Period(n=months, unit="months"), calendars()).on == last


def test_counting_back_from_the_end_of_the_year_keeps_calendar_days():
    found = count(day("2026-12-31"), Period(n=90, unit="days"), calendars(), back=True)

    assert (found.on, found.n, found.version) == ("2026-10-02", -90, "")


def test_nothing_is_rolled_unless_the_rule_says_so():
    period = Period(n=7, unit="days")

    stays = count(day("2026-12-18"), period, calendars())
    later = count(day("2026-12-18"), period, calendars(), roll="next")
    earlier = count(day("2026-12-18"), period, calendars(), roll="previous")

    assert (stays.on, later.on, earlier.on) == ("2026-12-25", "2026-12-28", "2026-12-23")
    assert [skip.on for skip in later.rolled] == ["2026-12-25", "2026-12-26", "2026-12-27"]
    assert {later.nominal, earlier.nominal} == {"2026-12-25"}


def test_days_on_which_the_clock_stood_still_do_not_count():
    pauses = [("2026-02-04", "2026-02-10")]

    found = count(day("2026-02-02"), working(5), calendars(), pauses=pauses)

    assert (found.on, found.stood) == ("2026-02-13", 6)
    assert (
        count(day("2026-02-02"), working(5), calendars(), pauses=[("2026-02-04", "2026-02-04")]).on
        == "2026-02-09"
    )
    months = Period(n=1, unit="months")
    assert count(day("2026-02-02"), months, calendars(), pauses=pauses).on == "2026-03-08"


def test_a_year_whose_joint_leave_is_not_decreed_is_provisional():
    assert count(day("2027-12-20"), working(20), calendars()).provisional == (2028,)
    assert count(day("2026-01-05"), working(20), calendars()).provisional == ()


def test_what_a_count_depends_on_lies_between_the_days_it_looked_at():
    found = count(day("2026-02-09"), working(3), calendars())
    assert (found.first, found.last) == ("2026-02-10", "2026-02-12")


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
SAID = st.dictionaries(
    DAYS.map(date.isoformat),
    st.sampled_from(
        [Day("holiday", "Libur"), Day("joint_leave", "Cuti"), Day("workday", "Masuk")]
    ),
    max_size=12,
)
WEEKS = st.lists(
    st.builds(WorkWeek, st.sampled_from([5, 6]), DAYS.map(date.isoformat)), max_size=2
)
REGIONS = st.lists(st.tuples(SAID, WEEKS), max_size=3)


def built(said: dict[str, Day], regions: list[tuple[dict[str, Day], list[WorkWeek]]]) -> Calendars:
    record = CalendarRecord(days=said)
    nation_ = Calendar("", "nasional", record.version, record)
    return calendars(*(region(str(n), d, *w) for n, (d, w) in enumerate(regions)), nation=nation_)


@settings(deadline=None)
@given(start=DAYS, n=st.integers(1, 60), said=SAID, regions=REGIONS)
def test_between_start_and_last_day_lie_exactly_the_counted_and_the_skipped_days(
    start: date, n: int, said: dict[str, Day], regions: list[tuple[dict[str, Day], list[WorkWeek]]]
):
    known = built(said, regions)

    found = count(start, working(n), known)

    last = date.fromisoformat(found.on)
    every = [start + timedelta(days=k) for k in range(1, (last - start).days + 1)]
    off = {skip.on for skip in found.skipped}
    assert [d.isoformat() for d in every if known.off(d)] == sorted(off)
    assert len(every) - len(off) == n == working_days_since(start, last, known)
    assert known.off(last) is None


@settings(deadline=None)
@given(start=DAYS, n=st.integers(1, 40), said=SAID, more=DAYS)
def test_another_holiday_never_makes_a_deadline_earlier(
    start: date, n: int, said: dict[str, Day], more: date
):
    before = count(start, working(n), built(said, []))
    after = count(start, working(n), built({**said, more.isoformat(): Day("holiday", "Baru")}, []))

    assert after.on >= before.on
    if not before.first <= more.isoformat() <= before.last:
        assert after.on == before.on


@settings(deadline=None)
@given(start=DAYS, n=st.integers(1, 40), regions=REGIONS)
def test_more_regions_never_make_a_deadline_earlier(
    start: date, n: int, regions: list[tuple[dict[str, Day], list[WorkWeek]]]
):
    fewer = count(start, working(n), built({}, regions[:-1])) if len(regions) > 1 else None
    found = count(start, working(n), built({}, regions))

    if fewer is not None:
        assert found.on >= fewer.on
