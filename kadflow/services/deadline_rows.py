"""What the events of a deadline make of its row, and of the calendars that it depends on."""

from __future__ import annotations

from typing import Any

import msgspec

from kadflow.domain.events import Event
from kadflow.engine.ladder import rungs_between
from kadflow.services.additions import Additions
from kadflow.storage import calendars
from kadflow.storage import deadlines as rows
from kadflow.storage.transactions import Transaction

_json = msgspec.json.encode


def deadline_row(agreement: str, event: Event) -> dict[str, Any]:
    """The row of a deadline that was just set."""
    data = event.data
    ladder = _json(data["remind_days"]).decode()
    return {
        "id": data["deadline"],
        "agreement": agreement,
        "name": data["name"],
        "subject": data["subject"],
        "due_on": data["due_on"],
        "due_at": data["due_at"],
        "zone": data["zone"],
        "revision": 1,
        "effect": data["effect"],
        "explanation": _json(data),
        "calendar": data["calendar"] or None,
        "verified": data["verified"] or data["agreed"],
        "remind_days": ladder,
        "tells": _json(data["tells"]).decode(),
        "paused_on": None,
        "fired_at": None,
        "settled_at": None,
        "remind_at": rungs_between(
            data["due_on"], data["zone"], ladder, since="", until=event.recorded_at
        ).next_at,
        "reminded_at": event.recorded_at,
    }


def project_deadline(tx: Transaction, added: Additions, agreement: str, event: Event) -> None:
    """Bring the rows in line with one event of a deadline."""
    data = event.data
    deadline = data["deadline"]
    if event.kind == "deadline.set":
        added.add(rows.insert_deadlines, [deadline_row(agreement, event)])
        added.add(calendars.insert_spans, span_rows(agreement, data))
        return
    added.write()  # it may have been set just before
    match event.kind:
        case "deadline.moved" | "deadline.resumed":
            rows.move_deadline(
                tx,
                deadline,
                due_on=data["due_on"],
                due_at=data["due_at"],
                zone=data["zone"],
                revision=data["revision"],
                calendar=data["calendar"] or None,
                moved_at=event.recorded_at,
                explanation=_json(data),
            )
            calendars.delete_spans(tx, deadline)
            added.add(calendars.insert_spans, span_rows(agreement, data))
        case "deadline.paused":
            rows.pause_deadline(tx, deadline, event.effective_on.date)
        case "deadline.reached":
            settled = None if data.get("outstanding") else event.recorded_at
            rows.fire_deadline(tx, deadline, event.recorded_at, settled)
        case "deadline.settled":
            rows.settle_deadline(tx, deadline, event.recorded_at)
        case "deadline.withdrawn":
            rows.delete_deadline(tx, deadline)
            calendars.delete_spans(tx, deadline)
        case _:
            pass


def span_rows(agreement: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """By whose calendars a deadline was counted, and between which days."""
    first, last = data["between"]
    return [
        {
            "deadline": data["deadline"],
            "authority": authority,
            "agreement": agreement,
            "first_on": first,
            "last_on": last,
        }
        for authority in data["authorities"]
    ]
