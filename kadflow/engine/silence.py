"""Silence procedures: how long an elector may say nothing, and until when.

Silence counts from recorded receipt, never from sending, unless the template says that it counts
from the opening of the round. The answer itself is given by `answers.answer_by_silence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kadflow.domain.agreements import ElectorRecord, PartyRecord
from kadflow.domain.events import SYSTEM, LegalDate
from kadflow.engine.counting import Pause, count
from kadflow.engine.deadlines import SILENCE, Due, calendars_for, due_on, set_deadline
from kadflow.engine.deliberation import Deliberation


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
        set_deadline(
            deliberation,
            last_day(deliberation, name, party, on.date),
            name=name,
            effect=SILENCE,
            subject=elector.party,
            start=on.date,
            source=silence.source,
            ladder=silence.remind_days,
        )


def last_day(
    deliberation: Deliberation,
    name: str,
    party: PartyRecord | None,
    start: str,
    pauses: Sequence[Pause] = (),
) -> Due:
    """The last day on which a party may speak, by the calendars of now; None is an outside body."""
    silence = deliberation.gate(name).silence
    assert silence is not None  # noqa: S101 - a deadline of silence comes from one
    calendars = calendars_for(deliberation, silence.calendars, party)
    counted = count(date.fromisoformat(start), silence.within, calendars, pauses=pauses)
    return due_on(deliberation, counted, party)


def silent_since(deliberation: Deliberation, name: str, party: str) -> str:
    """The day from which the silence of a party counts, as the round says."""
    found = deliberation.record.rounds[name]
    silence, elector = deliberation.gate(name).silence, found.elector(party)
    received = elector.received_on if isinstance(elector, ElectorRecord) else None
    by_receipt = silence is not None and silence.starts == "receipt"
    return (received if by_receipt else None) or found.opened_on.date


def drop_silence(deliberation: Deliberation, name: str, party: str) -> None:
    """Withdraw the last day to speak of a party that has spoken."""
    for deadline in list(deliberation.record.deadlines):
        if deadline.effect == SILENCE and (deadline.name, deadline.subject) == (name, party):
            deliberation.emit("deadline.withdrawn", {"deadline": deadline.id}, actor=SYSTEM)
