"""What falls due happens, whoever looks first.

Effects that are due on an agreement are applied before any later command on it, in the order of
their due instants, with the system as actor and the due day as effective date: no outcome
depends on when a sweep ran (design 4, step 2). A sweep only makes them happen sooner.
"""

from __future__ import annotations

from datetime import date

from kadflow.domain.agreements import DeadlineRecord
from kadflow.domain.clock import civil_date, parse_stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import SYSTEM, LegalDate, Sealed
from kadflow.engine.answers import answer_by_silence
from kadflow.engine.counting import months_after
from kadflow.engine.deadlines import REVIEW, SILENCE, may_be_outstanding
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.escalation import escalate
from kadflow.engine.evaluations.opening import lapse_at_the_end, open_periodic
from kadflow.engine.naming import REPORTED
from kadflow.engine.policies import TRANSITION, is_outstanding
from kadflow.engine.recounting import move_by_calendar, tell
from kadflow.engine.standing import carry_out
from kadflow.engine.steps import advance, take
from kadflow.errors import KadflowError
from state_machines.template import DeadlineEffect

_SYSTEM = Envelope(principal="system", authenticated="system")


def follow(deliberation: Deliberation) -> None:
    """Everything that follows from the record by itself, until nothing more does."""
    advance(deliberation)
    while carry_out(deliberation):
        advance(deliberation)
    lapse_at_the_end(deliberation)


def apply_due(deliberation: Deliberation, *, before: str | None = None) -> int:
    """Let every effect happen whose instant has come; returns how many did.

    A deadline that was counted by a calendar which has changed since is counted anew first: a
    decree that gives it a later day is heard before its effect, whether or not anybody has
    carried the decree through to this agreement yet.

    Args:
        before: Apply only effects due at or before this instant (a stamp); None means now.
    """
    limit = before or deliberation.stamp
    applied = 0
    while (deadline := next_due(deliberation, limit)) is not None:
        if move_by_calendar(deliberation, deadline, only_later=True):
            continue
        apply_one(deliberation, deadline)
        applied += 1
    return applied


def next_due(deliberation: Deliberation, limit: str) -> DeadlineRecord | None:
    """The first deadline whose clock runs and whose instant has come."""
    due = [d for d in deliberation.record.deadlines if d.due_at <= limit and not d.paused_on]
    return min(due, key=lambda d: (d.due_at, d.id)) if due else None


def apply_one(deliberation: Deliberation, deadline: DeadlineRecord) -> None:
    """Let the effect of one deadline happen, with its own due day and the system as actor."""
    envelope, effective_on = deliberation.envelope, deliberation.effective_on
    actor = deliberation.actor
    day = _day_after(deliberation, deadline)
    deliberation.envelope = _SYSTEM
    deliberation.effective_on = day
    deliberation.actor = SYSTEM
    was_in_force = deliberation.state().in_force
    for before in [d for d in deliberation.record.overdue if _is_replaced(d, deadline)]:
        deliberation.emit("deadline.settled", {"deadline": before.id})
    reached = deliberation.emit(
        "deadline.reached",
        {
            "deadline": deadline.id,
            "name": deadline.name,
            "effect": deadline.effect,
            "subject": deadline.subject,
            "due_on": deadline.due_on,
            "outstanding": may_be_outstanding(deliberation, deadline.name),
        },
    )
    if deadline.effect == SILENCE:
        if deadline.subject is not None:
            answer_by_silence(deliberation, deadline.name, deadline.subject, day)
    elif deadline.effect == TRANSITION:
        _move(deliberation, deadline.name)
        if was_in_force and is_outstanding(deliberation, deadline.name, deadline.start):
            _tell_term_over(deliberation, reached)
    elif deadline.effect == "escalate":
        escalate(deliberation, deadline, reached)
    elif deadline.effect == REVIEW:
        pass  # told once by the reminder of its day
    elif deadline.effect != DeadlineEffect.EVALUATE.value or open_periodic(deliberation, deadline):
        tell(deliberation, _KINDS[deadline.effect], reached, deadline, day=deadline.due_on)
    follow(deliberation)
    deliberation.envelope, deliberation.effective_on = envelope, effective_on
    deliberation.actor = actor


def _is_replaced(before: DeadlineRecord, deadline: DeadlineRecord) -> bool:
    """Whether what passed is asked for no longer, since something else falls due now.

    One that comes again takes the place of the time before, which nobody dealt with; a report is
    asked for as long as others remind, a year.
    """
    if before.name.startswith(REPORTED) and deadline.name.startswith(REPORTED):
        year = months_after(date.fromisoformat(before.due_on), 12).isoformat()
        return before.subject == deadline.subject and year < deadline.due_on
    return before.key == deadline.key


_KINDS = {
    "remind": "deadline_reached",
    "evaluate": "evaluation_due",
    "score": "scoring_over",
    "renew": "renewal_due",
    "complete_term": "end_unknown",
}
"""The notice that an effect sends which asks somebody to do something."""


def _day_after(deliberation: Deliberation, deadline: DeadlineRecord) -> LegalDate:
    """The day on which an effect happens, whoever looks: the first after the last day.

    It begins where that last day ended: with the party whose own deadline it is, or, for a joint
    one, with the westernmost.
    """
    record = deliberation.record
    party = record.whose(deadline.subject)
    zones = [party.zone] if party else [each.zone for each in record.active_parties]
    due = parse_stamp(deadline.due_at)
    zone = next((z for z in zones if civil_date(due, z).date > deadline.due_on), "Asia/Jakarta")
    return civil_date(due, zone)


def _move(deliberation: Deliberation, name: str) -> None:
    """Take the first step that the deadline causes here and no condition holds back."""
    for event in deliberation.workflow.event_for_deadline(deliberation.record.state, name):
        try:
            take(deliberation, event, cause={"deadline": name}, actor=SYSTEM)
        except KadflowError:
            continue
        return


def _tell_term_over(deliberation: Deliberation, reached: Sealed) -> None:
    """Tell heads and secretariats that the term is over while its extension is on a desk."""
    for party in deliberation.record.active_parties:
        if party.participation == "paper":
            continue
        for role in ("head", "coordinator"):
            for office in deliberation.directory.offices(party.organisation, role):
                deliberation.notify("term_over", office.id, reached)
