"""Time and identity come from outside, so that every rule can be replayed.

Nothing in Kadflow reads the wall clock or draws randomness except through these two sources.
"""

from __future__ import annotations

import os
import threading
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from kadflow.domain.events import LegalDate

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


class Clock(Protocol):
    """Where the present comes from: the machine, or an exercise."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class ExerciseClock:
    """A clock that an exercise moves by hand; it stands still between moves."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            message = "an exercise clock needs an aware datetime"
            raise ValueError(message)
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant last set."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Set the present; going back is allowed, since an exercise proves what happens then."""
        self._at = at.astimezone(UTC)

    def advance(self, **length: int) -> None:
        """Move forward by a `timedelta`, e.g. ``days=3``."""
        self._at += timedelta(**length)


@lru_cache(maxsize=64)
def stamp(at: datetime) -> str:
    """The one text form of an instant: UTC to the microsecond, ``2026-01-05T03:04:05.000001Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def parse_stamp(text: str) -> datetime:
    """Read `stamp` back.

    Raises:
        ValueError: The text is not of that form.
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def civil_date(at: datetime, zone: str) -> LegalDate:
    """The calendar date that people in ``zone`` have at an instant."""
    return LegalDate(date=at.astimezone(ZoneInfo(zone)).date().isoformat(), zone=zone)


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which ``day`` is over in ``zone``: its last day counts whole."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return (midnight + timedelta(days=1)).astimezone(UTC)


class IdSource:
    """UUIDv7 ids (RFC 9562 section 5.7), rising within a process, drawn from clock and entropy.

    Ids are never secrets: authorisation does not rely on their being unguessable.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def new(self, *, not_before: datetime | None = None) -> str:
        """A fresh id as 36 characters.

        Args:
            not_before: The id tells no earlier instant than this, whatever the clock says.
        """
        millis = int(self._clock.now().timestamp() * 1000)
        if not_before is not None:
            millis = max(millis, int(not_before.timestamp() * 1000))
        with self._lock:
            tick = max(millis << 12, self._last + 1)
            self._last = tick
        high = f"{((tick >> 12) << 16) | 0x7000 | (tick & 0xFFF):016x}"
        low = f"{(0b10 << 62) | (int.from_bytes(os.urandom(8)) >> 2):016x}"
        return f"{high[:8]}-{high[8:12]}-{high[12:]}-{low[:4]}-{low[4:]}"
