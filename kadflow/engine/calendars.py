"""What an imported decree does to the calendar of its authority.

`fold_calendar` is the only writer of a `CalendarRecord`: an import and a rebuild from the
authority's stream run through the same lines.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kadflow.domain.calendars import CalendarRecord, Day, ShortHours, WorkWeek
from kadflow.domain.events import Event

IMPORTED = "calendar.imported"

WEEKS = {"five_days": 5, "six_days": 6}
"""Kinds of entry that state a working week."""


def fold_calendar(record: CalendarRecord | None, event: Event) -> CalendarRecord:
    """Bring a calendar one event further; events that say nothing about days leave it as it is."""
    record = record or CalendarRecord()
    if event.kind != IMPORTED:
        return record
    source = source_of(event.data)
    for entry in event.data["entries"]:
        kind, first, until, name = entry["kind"], entry["on"], entry["until"], entry["name"]
        if kind in WEEKS:
            record.weeks.append(WorkWeek(WEEKS[kind], first, until, source))
        elif kind == "short_hours":
            record.hours.append(ShortHours(first, until or first, name, source))
        else:
            for on in days_of(first, until):
                record.days[on] = Day(kind, name, source)
    record.number = event.number
    return record


def source_of(data: dict[str, Any]) -> str:
    """The decree of an import: its number and date."""
    return f"{data['decree']}, {data['decree_on']}"


def days_of(first: str, until: str | None) -> list[str]:
    """Every ISO date from one to another, both included."""
    start, end = date.fromisoformat(first), date.fromisoformat(until or first)
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]
