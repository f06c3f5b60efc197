"""Silence procedures: how long an elector may say nothing, and until when.

Silence counts from recorded receipt, never from sending, unless the template says that it counts
from the opening of the round. The answer itself is given by `answers.answer_by_silence`.
"""

from __future__ import annotations

from datetime import date

from kadflow.domain.events import SYSTEM, LegalDate
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.timing import due_after


def set_silence(
    deliberation: Deliberation,
    name: str,
    *,
    starting: str,
    on: LegalDate,
    only: str | None = None,
) -> None:
    """Set the last day to speak for electors who have not answered, where the gate has silence.

    Args:
        name: Of the gate.
        starting: What has just happened: ``opening`` of the round, or ``receipt``.
        on: The day from which is counted, itself not counted.
        only: One party; None means every elector.
    """
    silence = deliberation.gate(name).silence
    if silence is None or silence.starts != starting:
        return
    for elector in deliberation.record.rounds[name].electors:
        if only not in {None, elector.party} or elector.answer is not None:
            continue
        party = deliberation.record.party(elector.party)
        zone = party.zone if party else on.zone
        due = due_after(date.fromisoformat(on.date), silence.within, zone)
        deliberation.emit(
            "deadline.set",
            {
                "deadline": deliberation.new_id(),
                "name": name,
                "effect": "silence",
                "subject": elector.party,
                "due_on": due.on,
                "due_at": due.at,
                "counted_from": on.date,
                "zone": zone,
                "n": silence.within.n,
                "unit": silence.within.unit,
                "skipped": [list(day) for day in due.skipped],
                "calendar": due.calendar,
                "source": silence.source.ref if silence.source else None,
                "verified": bool(silence.source and silence.source.verified),
            },
            actor=SYSTEM,
        )


def drop_silence(deliberation: Deliberation, name: str, party: str) -> None:
    """Withdraw the last day to speak of a party that has spoken."""
    for deadline in list(deliberation.record.deadlines):
        if deadline.effect == "silence" and (deadline.name, deadline.subject) == (name, party):
            deliberation.emit("deadline.withdrawn", {"deadline": deadline.id}, actor=SYSTEM)
