"""Counting days the Indonesian way, as a rule that explains itself.

Rules, in order:

1. The day from which is counted is itself not counted.
2. A working day is one on which everybody whose calendar counts works; which calendars count, and
   whether one of them is enough, is the policy's choice (`kadflow.domain.calendars.Calendars`).
3. A month ends on the day of the same number, or on the month's last day.
4. Days on which the clock stood still are not counted. The day on which it was stopped is, the
   day on which it went on again is not: each beginning is a first day.
5. Where the result may not fall on a day off, it is rolled to the next or the previous working
   day; by itself nothing is rolled.
6. Shortened hours are a note: such a day is a working day.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from kadflow.domain.calendars import Calendars, Reason
from state_machines.template import Period

Roll = Literal["none", "next", "previous"]
Pause = tuple[str, str]
"""The day on which a clock was stopped, and the day on which it went on, ISO."""

_ONE = timedelta(days=1)


class Skip(msgspec.Struct, frozen=True, gc=False):
    """A day that was not counted, why, and by whose calendar."""

    on: str
    why: str
    whose: str
    source: str = ""
    weekend: bool = False


class Count(msgspec.Struct, frozen=True, gc=False):
    """The last day of a period, and how it was reached.

    Attributes:
        start: ISO date from which was counted; itself not counted.
        n: How many; negative where it was counted back.
        on: ISO date of the last day, after rolling.
        nominal: Before rolling.
        skipped: In the order of counting; empty where days off count as well.
        rolled: The days off over which the last day was moved.
        notes: Days with shortened hours: (first, last, name, whose).
        calendars: Whose calendars counted.
        version: Of those calendars; see `Calendars.version`.
        authorities: Their ids; see `Calendars.authorities`.
        first: First day that was looked at; a change of a calendar outside ``first`` to ``last``
            changes nothing here.
        provisional: Years whose joint leave is not published yet.
        stood: Days on which the clock stood still.
    """

    start: str
    n: int
    unit: str
    on: str
    nominal: str
    skipped: tuple[Skip, ...]
    rolled: tuple[Skip, ...]
    notes: tuple[tuple[str, str, str, str], ...]
    calendars: tuple[str, ...]
    version: str
    authorities: tuple[str, ...]
    first: str
    last: str
    roll: Roll = "none"
    provisional: tuple[int, ...] = ()
    stood: int = 0

    @property
    def weekends(self) -> int:
        """How many of the skipped days were the end of a week."""
        return sum(skip.weekend for skip in self.skipped)

    @property
    def holidays(self) -> tuple[Skip, ...]:
        """The skipped days that were not just the end of a week."""
        return tuple(skip for skip in self.skipped if not skip.weekend)


def count(
    start: date,
    period: Period | None,
    calendars: Calendars,
    *,
    roll: Roll = "none",
    back: bool = False,
    pauses: Sequence[Pause] = (),
) -> Count:
    """The last day of a period.

    Args:
        start: The day from which is counted.
        period: How many, of what; None for the day itself, which is then only rolled.
        calendars: Whose days off are not counted.
        roll: What to do when the last day is a day off.
        back: Count towards the past, as in "90 days before the end".
        pauses: When the clock stood still.
    """
    skipped: list[Skip] = []
    step = -_ONE if back else _ONE
    stood, n, unit = 0, period.n if period else 0, period.unit if period else "days"
    if unit == "months":
        nominal = months_after(start, -n if back else n)
        stood = _stood(pauses, start, nominal)
        while (more := _stood(pauses, start, nominal + timedelta(days=stood))) > stood:
            stood = more
        nominal += timedelta(days=stood)
    else:
        day, left = start, n
        while left:
            day += step
            if _stands(pauses, day):
                stood += 1
                continue
            reason = calendars.off(day) if unit == "working_days" else None
            if reason is None:
                left -= 1
            else:
                skipped.append(_skip(day, reason))
        nominal = day
    on, rolled = _rolled(nominal, roll, calendars)
    first, last = min(start + step, nominal, on), max(start + step, nominal, on)
    matters = unit == "working_days" or roll != "none"
    years = range(first.year, last.year + 1)
    return Count(
        start=start.isoformat(),
        n=-n if back else n,
        unit=unit,
        on=on.isoformat(),
        nominal=nominal.isoformat(),
        skipped=tuple(skipped),
        rolled=rolled,
        notes=tuple(
            (hours.from_on, hours.until, hours.name, whose)
            for hours, whose in calendars.short_hours(first, last)
        ),
        calendars=calendars.names if matters else (),
        version=calendars.version if matters else "",
        authorities=calendars.authorities if matters else (),
        first=(first if unit == "working_days" else min(nominal, on)).isoformat(),
        last=last.isoformat(),
        roll=roll,
        provisional=tuple(y for y in years if matters and not calendars.has_joint_leave(y)),
        stood=stood,
    )


def working_days_since(start: date, today: date, calendars: Calendars) -> int:
    """How many working days have passed since a day that is itself not counted."""
    days = (today - start).days
    return sum(calendars.off(start + timedelta(days=n)) is None for n in range(1, days + 1))


def _skip(day: date, reason: Reason) -> Skip:
    return Skip(day.isoformat(), reason.why, reason.whose, reason.source, reason.weekend)


def _rolled(day: date, roll: Roll, calendars: Calendars) -> tuple[date, tuple[Skip, ...]]:
    over: list[Skip] = []
    step = -_ONE if roll == "previous" else _ONE
    while roll != "none" and (reason := calendars.off(day)) is not None:
        over.append(_skip(day, reason))
        day += step
    return day, tuple(over)


def _stands(pauses: Sequence[Pause], day: date) -> bool:
    on = day.isoformat()
    return any(stopped < on <= resumed for stopped, resumed in pauses)


def _stood(pauses: Sequence[Pause], start: date, until: date) -> int:
    days = (until - start).days
    return sum(_stands(pauses, start + timedelta(days=n)) for n in range(1, days + 1))


def months_after(start: date, months: int) -> date:
    """The day of the same number so many months later, or the month's last day."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
