"""What a later decree does to deadlines: open ones move, what has passed is flagged.

Rules, in order:

1. An open deadline that was counted by a calendar is counted again by the calendars of now; where
   the day is another one it moves, by an event that names both days.
2. A decree never moves a deadline to a day that is over when the decree becomes known here: it
   ends on that very day at the earliest.
3. What has passed stays as it was. Where the decree would have given it another day, that is
   flagged, once for each such day, and the parties decide what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kadflow.domain.agreements import DeadlineRecord, ReachedRecord
from kadflow.domain.clock import civil_date, end_of_day, stamp
from kadflow.domain.commands import RecountDeadlines
from kadflow.domain.events import SYSTEM, Sealed
from kadflow.domain.wording import day_words
from kadflow.engine.counting import Pause
from kadflow.engine.deadlines import SILENCE, Due, anchor_of, due_of, explained
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.silence import last_day, silent_since


def recount(deliberation: Deliberation, command: RecountDeadlines) -> None:
    """Count the deadlines of an agreement anew, because calendars changed."""
    deliberation.actor = SYSTEM
    for deadline in list(deliberation.record.deadlines):
        if deadline.calendar or not deadline.start:
            move_by_calendar(deliberation, deadline, command.decrees)
    for passed in list(deliberation.record.reached.values()):
        if passed.calendar:
            _flag(deliberation, passed, command.decrees)


def move_by_calendar(
    deliberation: Deliberation,
    deadline: DeadlineRecord,
    decrees: Sequence[str] = (),
    *,
    only_later: bool = False,
) -> bool:
    """Give an open deadline the day that the calendars of now say; whether it moved.

    Args:
        only_later: It is about to fall due, so an earlier day would change nothing.
    """
    if deadline.paused_on is not None:
        return False  # it is counted when it goes on
    due = _due(deliberation, deadline, deadline.pauses)
    if due is None or due.counted.version in {"", deadline.calendar}:
        return False
    on, at = due.on, due.at
    if on < deadline.due_on:
        today = civil_date(deliberation.now, due.zone).date
        on = max(on, today)
        if only_later or on >= deadline.due_on:
            return False
        at = stamp(end_of_day(date.fromisoformat(on), due.zone))
    elif on == deadline.due_on:
        return False
    before = deadline.due_on
    moved = deliberation.emit(
        "deadline.moved",
        {
            "deadline": deadline.id,
            "name": deadline.name,
            "subject": deadline.subject,
            "from": before,
            **explained(due),
            "due_on": on,
            "due_at": at,
            "counted_on": due.on,
            "decrees": list(decrees),
            "revision": deadline.revision + 1,
        },
        actor=SYSTEM,
        effective_on=civil_date(deliberation.now, due.zone),
    )
    tell(deliberation, "deadline_moved", moved, deadline, day=on, before=before)
    return True


def tell(
    deliberation: Deliberation,
    kind: str,
    occasion: Sealed,
    deadline: DeadlineRecord | ReachedRecord,
    **days: str,
) -> None:
    """Have the secretariats told about a deadline: of all parties, or of the one whose own it is."""
    owner = deliberation.record.whose(deadline.subject)
    concerned = [owner] if owner is not None else deliberation.record.active_parties
    words = {}
    for name, day in days.items():
        words[f"{name}_id"], words[f"{name}_en"] = day_words(day)
    for party in concerned:
        for office in deliberation.coordinators(party):
            deliberation.notify(
                kind,
                office,
                occasion,
                deadline=deadline.name,
                **words,
                **_entry(kind, occasion, deadline),
            )


def _entry(
    kind: str, occasion: Sealed, deadline: DeadlineRecord | ReachedRecord
) -> dict[str, Any]:
    """What becomes of the deadline in the calendars of those who are told."""
    said = occasion.event.data
    if kind == "deadline_moved":
        on, revision = said["due_on"], said["revision"]
    elif kind == "deadline_paused" and isinstance(deadline, DeadlineRecord):
        on, revision = deadline.due_on, deadline.revision
    else:
        return {}
    cancelled = kind == "deadline_paused"
    entry = {"deadline": deadline.id, "on": on, "revision": revision, "cancelled": cancelled}
    return {"entry": entry}


def _flag(deliberation: Deliberation, passed: ReachedRecord, decrees: Sequence[str]) -> None:
    as_it_was = DeadlineRecord(
        id=passed.id,
        name=passed.name,
        effect=passed.effect,
        due_on=passed.due_on,
        due_at="",
        subject=passed.subject,
        start=passed.start,
    )
    due = _due(deliberation, as_it_was, passed.pauses)
    known = {passed.flagged or passed.due_on, passed.due_on}
    if due is None or due.on in known:
        return
    flagged = deliberation.emit(
        "deadline.flagged",
        {
            "deadline": passed.id,
            "name": passed.name,
            "subject": passed.subject,
            "due_on": passed.due_on,
            "would_be": due.on,
            "calendar": due.counted.version,
            "decrees": list(decrees),
        },
        actor=SYSTEM,
        effective_on=civil_date(deliberation.now, due.zone),
    )
    tell(deliberation, "deadline_flagged", flagged, passed, day=due.on, before=passed.due_on)


def _due(
    deliberation: Deliberation, deadline: DeadlineRecord, pauses: Sequence[Pause]
) -> Due | None:
    """When a deadline would be due, counted now."""
    if deadline.effect == SILENCE:
        subject = deadline.subject or ""
        party = deliberation.record.party(subject)
        start = deadline.start or silent_since(deliberation, deadline.name, subject)
        return last_day(deliberation, deadline.name, party, start, pauses)
    anchor = anchor_of(deliberation, deadline)
    if anchor is None or (anchor.policy.rule.within, anchor.policy.rule.at) == (None, None):
        return None
    return due_of(deliberation, anchor, pauses)
