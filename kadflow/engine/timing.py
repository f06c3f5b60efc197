"""When a period is over: days counted the Indonesian way, with the count explained.

The day that starts a period is not counted; a working day is Monday to Friday, no national
holiday and no cuti bersama (joint leave). A month ends on the day of the same number, or on the
month's last day. Not handled here: regional calendars and decrees that change them.

Source: national holidays and cuti bersama as published yearly by joint ministerial decree (SKB),
read from the maintained ``holidays`` package.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version

import msgspec

from kadflow.domain.clock import end_of_day, stamp
from state_machines.template import Period


class Due(msgspec.Struct, frozen=True):
    """A due day with the reason for it.

    Attributes:
        on: ISO date: the last day.
        at: Instant at which that day is over in its zone.
        skipped: Days that were not counted, with their names, between start and end.
        calendar: Name and version of the calendar used.
    """

    on: str
    at: str
    skipped: tuple[tuple[str, str], ...]
    calendar: str


def due_after(start: date, period: Period, zone: str) -> Due:
    """The last day of a period that starts with ``start`` (not counted itself)."""
    skipped: list[tuple[str, str]] = []
    if period.unit == "days":
        day = start + timedelta(days=period.n)
    elif period.unit == "months":
        day = _months_after(start, period.n)
    else:
        day, left = start, period.n
        while left:
            day += timedelta(days=1)
            reason = day_off(day)
            if reason is None:
                left -= 1
            elif day.weekday() < _SATURDAY:
                skipped.append((day.isoformat(), reason))
    return Due(
        on=day.isoformat(),
        at=stamp(end_of_day(day, zone)),
        skipped=tuple(skipped),
        calendar=_calendar_name(),
    )


_SATURDAY = 5


def day_off(day: date) -> str | None:
    """Why nobody works on a day: the holiday's name or the weekend; None on a working day."""
    if day.weekday() >= _SATURDAY:
        return "akhir pekan"
    return _holidays(day.year).get(day)


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415  (slow to import, and only deadlines need it)

    found = holidays.country_holidays(
        "ID", years=year, categories=("public", "government"), language="id"
    )
    return dict(found.items())


@lru_cache(maxsize=1)
def _calendar_name() -> str:
    return f"nasional {version('holidays')}"


def _months_after(start: date, months: int) -> date:
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
