"""What falls due happens, whoever looks first.

Effects that are due on an agreement are applied before any later command on it, in the order of
their due instants, with the system as actor and the due day as effective date: no outcome
depends on when a sweep ran (design 4, step 2). A sweep only makes them happen sooner.
"""

from __future__ import annotations

from kadflow.domain.agreements import DeadlineRecord
from kadflow.domain.clock import civil_date, parse_stamp
from kadflow.domain.events import SYSTEM, LegalDate
from kadflow.engine.answers import answer_by_silence
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.standing import carry_out
from kadflow.engine.steps import advance, take
from kadflow.errors import KadflowError


def follow(deliberation: Deliberation) -> None:
    """Everything that follows from the record by itself, until nothing more does."""
    advance(deliberation)
    while carry_out(deliberation):
        advance(deliberation)


def apply_due(deliberation: Deliberation, *, before: str | None = None) -> int:
    """Let every effect happen whose instant has come; returns how many did.

    Args:
        before: Apply only effects due at or before this instant (a stamp); None means now.
    """
    limit = before or deliberation.stamp
    envelope, effective_on = deliberation.envelope, deliberation.effective_on
    applied = 0
    while True:
        due = [d for d in deliberation.record.deadlines if d.due_at <= limit]
        if not due:
            break
        deadline = min(due, key=lambda d: (d.due_at, d.id))
        day = _day_after(deliberation, deadline)
        deliberation.effective_on = day
        deliberation.actor = SYSTEM
        deliberation.emit(
            "deadline.reached",
            {
                "deadline": deadline.id,
                "name": deadline.name,
                "effect": deadline.effect,
                "subject": deadline.subject,
                "due_on": deadline.due_on,
            },
        )
        _happen(deliberation, deadline.effect, deadline.name, deadline.subject, day)
        follow(deliberation)
        applied += 1
    deliberation.envelope, deliberation.effective_on = envelope, effective_on
    return applied


def _day_after(deliberation: Deliberation, deadline: DeadlineRecord) -> LegalDate:
    """The day on which an effect happens, whoever looks: the first after the last day.

    It begins where that last day ended: with the party whose own deadline it is, or, for a joint
    one, with the westernmost.
    """
    record = deliberation.record
    party = record.party(deadline.subject or "")
    zones = [party.zone] if party else [each.zone for each in record.active_parties]
    due = parse_stamp(deadline.due_at)
    zone = next((z for z in zones if civil_date(due, z).date > deadline.due_on), "Asia/Jakarta")
    return civil_date(due, zone)


def _happen(
    deliberation: Deliberation, effect: str, name: str, subject: str | None, day: LegalDate
) -> None:
    if effect == "silence":
        if subject is not None:
            answer_by_silence(deliberation, name, subject, day)
        return
    state = deliberation.record.state
    for event in deliberation.workflow.event_for_deadline(state, name):
        try:
            take(deliberation, event, cause={"deadline": name}, actor=SYSTEM)
        except KadflowError:
            continue
        return
