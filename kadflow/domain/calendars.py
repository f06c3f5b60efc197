"""Days on which offices work, as values: whose rule a day follows, and where that is written.

Two kinds of authority say which days count: the nation (holidays and joint leave, published
yearly, and later decrees) and each region (its own days and its working week). What an authority
has said is a `CalendarRecord`, folded from the imports in its stream; a `Calendar` is that record
with its name and version; several of them together are what a period is counted by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Final, Literal, NamedTuple

import msgspec

DayKind = Literal["holiday", "joint_leave", "workday"]
"""``workday``: work is done although an earlier rule or the weekend said otherwise."""

NATIONAL: Final = "nasional"
"""The name of the national calendar, in explanations and versions."""

_VERSION: Final = 12
"""Hexadecimal digits of a calendar's version."""


class Day(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an authority says about one day, and in which decree."""

    kind: DayKind
    name: str
    source: str = ""


class WorkWeek(msgspec.Struct, frozen=True, omit_defaults=True):
    """A working week of five or six days, from one day to another."""

    days: int
    from_on: str
    until: str | None = None
    source: str = ""

    def holds_on(self, on: str) -> bool:
        """Whether it is in force on an ISO date."""
        return self.from_on <= on and (self.until is None or on <= self.until)


class ShortHours(msgspec.Struct, frozen=True, omit_defaults=True):
    """Days with shortened hours, as in Ramadan: a note, since they are working days all the same."""

    from_on: str
    until: str
    name: str
    source: str = ""


class CalendarRecord(msgspec.Struct, omit_defaults=True):
    """What an authority has said so far; mutable only while being folded.

    Attributes:
        days: By ISO date; what was said last holds.
        weeks: In the order in which they were said; the last that holds on a day decides.
        number: Event of the authority's stream that changed it last.
    """

    days: dict[str, Day] = {}
    weeks: list[WorkWeek] = []
    hours: list[ShortHours] = []
    number: int = 0

    @property
    def version(self) -> str:
        """Digest over what it says; empty while it says nothing."""
        if not (self.days or self.weeks):
            return ""
        said = msgspec.json.encode([self.days, self.weeks], order="sorted")
        return sha256(said).hexdigest()[:_VERSION]


class Calendar(NamedTuple):
    """One authority's calendar.

    Attributes:
        authority: Id of the organisation; empty for the nation.
        name: As people call it: ``nasional``, ``Kabupaten Bantul``.
        version: `CalendarRecord.version`.
    """

    authority: str
    name: str
    version: str
    record: CalendarRecord

    @property
    def label(self) -> str:
        """Name and version in one text."""
        return f"{self.name}+{self.version}" if self.version else self.name


class Reason(NamedTuple):
    """Why nobody works on a day, and by whose calendar; ``weekend`` where it is the week's end."""

    why: str
    whose: str
    source: str = ""
    weekend: bool = False


WEEKEND: Final = "akhir pekan"
_FIVE: Final = 5


class Calendars:
    """The calendars by which something is counted: the national one, and those of some regions.

    Args:
        published: National holidays and joint leave of a year by ISO date, as published; pure.
        edition: Name and version of what was published.
        national: What later decrees said.
        regions: Whose own days and working weeks count as well.
        every: A day counts only if it is a working day for all regions; else one is enough.
    """

    def __init__(
        self,
        published: Callable[[int], Mapping[str, Day]],
        edition: str,
        national: Calendar,
        regions: Sequence[Calendar] = (),
        *,
        every: bool = True,
    ) -> None:
        self._published = published
        self.edition = edition
        self.national = national
        self.regions = tuple(regions)
        self.every = every

    @property
    def version(self) -> str:
        """Everything that a count depends on, in one text that is stored with its result."""
        nation = f"{NATIONAL} {self.edition}"
        nation += f"+{self.national.version}" if self.national.version else ""
        said = " / " if not self.every else " & "
        return said.join([nation, *sorted(region.label for region in self.regions)])

    @property
    def names(self) -> tuple[str, ...]:
        """Whose calendars count."""
        return (NATIONAL, *(region.name for region in self.regions))

    @property
    def authorities(self) -> tuple[str, ...]:
        """Ids of the authorities whose calendars count; empty stands for the nation."""
        return ("", *(region.authority for region in self.regions))

    def has_joint_leave(self, year: int) -> bool:
        """Whether the joint leave of a year is published; before that its days are provisional."""
        said = [day for on, day in self.national.record.days.items() if on[:4] == str(year)]
        return any(d.kind == "joint_leave" for d in (*self._published(year).values(), *said))

    def off(self, day: date) -> Reason | None:
        """Why a day does not count; None on a working day."""
        on = day.isoformat()
        said = self.national.record.days.get(on)
        if said is None:
            said = self._published(day.year).get(on)
        if said is not None and said.kind != "workday":
            return Reason(said.name, NATIONAL, said.source)
        works = said is not None
        if not self.regions:
            weekend = not works and day.weekday() >= _FIVE
            return Reason(WEEKEND, NATIONAL, weekend=True) if weekend else None
        reasons = [_off_in(region, day, on, works=works) for region in self.regions]
        found = [reason for reason in reasons if reason is not None]
        if not found or (not self.every and len(found) < len(reasons)):
            return None
        return next((reason for reason in found if not reason.weekend), found[0])

    def short_hours(self, first: date, last: date) -> list[tuple[ShortHours, str]]:
        """Notes on shortened hours between two days, with whose they are."""
        low, high = first.isoformat(), last.isoformat()
        return [
            (hours, calendar.name)
            for calendar in (self.national, *self.regions)
            for hours in calendar.record.hours
            if hours.from_on <= high and low <= hours.until
        ]


def _nothing_published(_: int) -> Mapping[str, Day]:
    return {}


NO_CALENDARS: Final = Calendars(
    _nothing_published, "", Calendar("", NATIONAL, "", CalendarRecord())
)
"""For counts in which no day is left out, so that nobody has to be asked."""


def _off_in(region: Calendar, day: date, on: str, *, works: bool) -> Reason | None:
    own = region.record.days.get(on)
    if own is not None and own.kind != "workday":
        return Reason(own.name, region.name, own.source)
    if works or own is not None:
        return None
    week = next((w for w in reversed(region.record.weeks) if w.holds_on(on)), None)
    if day.weekday() < (week.days if week is not None else _FIVE):
        return None
    source = week.source if week is not None else ""
    return Reason(WEEKEND, region.name, source, weekend=True)
