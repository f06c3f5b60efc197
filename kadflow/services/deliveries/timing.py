"""When a message may leave: quiet hours, working days and digests, in the reader's zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kadflow.domain.deliveries import Preference

DIGEST_AT = time(7, 0)
_MONDAY = 0

DayOff = Callable[[date], object]
"""A truthy answer means that nobody works on that day."""


def leaves_at(now: datetime, zone: str, preference: Preference, day_off: DayOff) -> datetime:
    """The first instant from now on at which a message may leave.

    Args:
        now: The present, aware.
        zone: In which the hours of the preference are meant.
        preference: Of the reader.
        day_off: Which days are no working days.
    """
    at = now.astimezone(ZoneInfo(zone))
    for _ in range(60):  # the longest row of days off is far shorter
        moved = _after_quiet(at, preference)
        if preference.working_days and day_off(moved.date()):
            moved = _at(moved.date() + timedelta(days=1), time(0, 0), zone)
        if moved == at:
            return at.astimezone(now.tzinfo)
        at = moved
    return at.astimezone(now.tzinfo)


def digest_at(now: datetime, zone: str, preference: Preference, day_off: DayOff) -> datetime:
    """When the digest that a notice of now belongs to is closed and leaves."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    if local.timetz().replace(tzinfo=None) >= DIGEST_AT:
        day += timedelta(days=1)
    if preference.digest == "weekly":
        day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    return leaves_at(_at(day, DIGEST_AT, zone).astimezone(now.tzinfo), zone, preference, day_off)


def _after_quiet(at: datetime, preference: Preference) -> datetime:
    if preference.quiet_from is None or preference.quiet_to is None:
        return at
    begin, end = time.fromisoformat(preference.quiet_from), time.fromisoformat(preference.quiet_to)
    clock = at.timetz().replace(tzinfo=None)
    if begin < end:
        quiet, later = begin <= clock < end, False
    else:  # over midnight
        quiet, later = clock >= begin or clock < end, clock >= begin
    if not quiet or begin == end:
        return at
    day = at.date() + timedelta(days=1) if later else at.date()
    return datetime.combine(day, end, at.tzinfo)


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))
