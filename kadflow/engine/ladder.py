"""The ladder of a deadline's reminders: when each rung is due, and which is the one that leaves.

A rung is a number of days relative to the last day: -30 a month before, 0 on it, 7 a week later. It
is due at seven in the morning in the zone of the deadline. After an outage only the latest overdue
rung says anything new; those before it are superseded.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from kadflow.domain.clock import stamp

AT = time(7, 0)
"""When in the morning reminders are due."""


class Rung(msgspec.Struct, frozen=True, gc=False):
    """One reminder: the instant at which it is due, and its day relative to the last one."""

    at: str
    day: int


class Rungs(msgspec.Struct, frozen=True, gc=False):
    """What is to be said between two instants.

    Attributes:
        overdue: Rungs that fell due between them, the latest last.
        next_at: When the next one is due; None after the last.
    """

    overdue: tuple[Rung, ...]
    next_at: str | None


@lru_cache(maxsize=65536)
def rungs_of(due_on: str, zone: str, remind_days: str) -> tuple[Rung, ...]:
    """Every rung of a ladder, in order of time.

    Args:
        due_on: The last day, ISO.
        zone: In which its days are counted.
        remind_days: The ladder as stored: JSON list of days relative to the last day.
    """
    last, home = date.fromisoformat(due_on), ZoneInfo(zone)
    days = sorted(set(msgspec.json.decode(remind_days, type=list[int])))
    return tuple(
        Rung(stamp(datetime.combine(last + timedelta(days=day), AT, home)), day) for day in days
    )


def rungs_between(due_on: str, zone: str, remind_days: str, *, since: str, until: str) -> Rungs:
    """The rungs that fell due after one instant and up to another, and what comes next.

    Args:
        due_on: The last day, ISO.
        zone: In which its days are counted.
        remind_days: The ladder as stored.
        since: Stamp: what was due by then was dealt with.
        until: Stamp: the present.
    """
    rungs = rungs_of(due_on, zone, remind_days)
    return Rungs(
        tuple(rung for rung in rungs if since < rung.at <= until),
        next((rung.at for rung in rungs if rung.at > until), None),
    )
