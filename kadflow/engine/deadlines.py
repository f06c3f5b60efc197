"""Deadlines are set, withdrawn and settled as the record changes; each explains itself.

Rules, in order:

1. A deadline is set when its anchor begins to hold, withdrawn when that holds no longer, and
   counted once: only another beginning, a pause or a decree gives it another day.
2. A party's own deadline ends when the day has ended in its zone; a joint one when the day has
   ended for the westernmost party.
3. What passed once is not set again for the same beginning.
4. What passed and is still outstanding is kept as overdue until it is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from kadflow.domain.agreements import DeadlineRecord, PartyRecord
from kadflow.domain.calendars import NO_CALENDARS, Calendars
from kadflow.domain.clock import end_of_day, stamp
from kadflow.domain.evaluations import Evaluations
from kadflow.domain.events import SYSTEM, Actor, Sealed
from kadflow.engine.counting import Count, Pause, count, months_after
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.naming import REPORTED, RISK, SCORING
from kadflow.engine.policies import (
    Anchor,
    anchors,
    has_ended,
    is_outstanding,
    owes_report,
    policy_of,
)
from state_machines.template import DeadlineEffect, Period, Source

SILENCE = "silence"
"""Effect of a deadline that answers for a party."""

SCORE = "score"
"""Effect of the last day of scoring of an evaluation."""

REVIEW = "review"
"""Effect of the day on which a risk is looked at again; set and settled by the rules of risks."""

HOME = "Asia/Jakarta"


class Due(NamedTuple):
    """A due day with its instant and the count that led to it.

    Attributes:
        at: When that day is over in ``zone``, as a stamp.
    """

    on: str
    at: str
    zone: str
    counted: Count


# ------------------------------------------------------------------ keeping in line


def sync_deadlines(deliberation: Deliberation) -> None:
    """Bring the deadlines in line with the record."""
    record = deliberation.record
    wanted = {anchor.key: anchor for anchor in anchors(deliberation)}
    for passed in list(record.overdue):
        if not _is_open(deliberation, passed, wanted.get(passed.key)):
            deliberation.emit("deadline.settled", {"deadline": passed.id}, actor=SYSTEM)
    for present in list(record.deadlines):
        if present.effect in {SILENCE, SCORE}:
            continue  # set and withdrawn by the rules of gates and evaluations
        if present.effect == REVIEW and is_watched(deliberation, present):
            continue  # and by those of risks
        anchor = wanted.get(present.key)
        if anchor is not None and _is_same(deliberation, present, anchor):
            del wanted[present.key]
        else:
            deliberation.emit("deadline.withdrawn", {"deadline": present.id}, actor=SYSTEM)
    for anchor in wanted.values():
        if not _has_passed(deliberation, anchor):
            _set(deliberation, anchor)


def _is_open(deliberation: Deliberation, passed: DeadlineRecord, anchor: Anchor | None) -> bool:
    if passed.effect == SCORE:
        return passed.subject in deliberation.record.evaluating
    if passed.effect == REVIEW:
        return is_watched(deliberation, passed)
    if passed.effect == DeadlineEffect.EVALUATE.value:
        return _is_evaluating(deliberation, passed)
    if passed.name.startswith(REPORTED):
        return owes_report(deliberation, passed.subject)
    policy = policy_of(deliberation.workflow, passed.name)
    if policy is not None and policy.rule.at is not None and policy.moves:
        return is_outstanding(deliberation, passed.name, passed.start)
    return anchor is not None and anchor.start.isoformat() == passed.start


def is_watched(deliberation: Deliberation, review: DeadlineRecord) -> bool:
    """Whether somebody still watches the risk that a day of review is about."""
    if has_ended(deliberation):
        return False
    party = deliberation.record.party(review.subject or "")
    return party is not None and party.left_on is None


def _is_evaluating(deliberation: Deliberation, passed: DeadlineRecord) -> bool:
    """Whether the evaluation that a deadline opened is still open."""
    if not deliberation.record.evaluating:
        return False
    held = deliberation.chapter(Evaluations).held.values()
    return any(each.deadline == passed.id and each.is_open for each in held)


def _is_same(deliberation: Deliberation, present: DeadlineRecord, anchor: Anchor) -> bool:
    start = present.start
    if not start:  # of before it was noted: then only these two could be
        start = present.due_on if anchor.policy.rule.at else deliberation.record.state_since
    stands = anchor.agreed in {None, present.verified}
    return stands and start == anchor.start.isoformat()


def _has_passed(deliberation: Deliberation, anchor: Anchor) -> bool:
    record = deliberation.record
    if anchor.policy.rule.yearly is not None or anchor.policy.rule.every is not None:
        return False  # it comes again
    start = anchor.start.isoformat()
    passed = record.reached.get(anchor.key)
    if passed is not None:
        return passed.start == start
    return record.fired.get(anchor.policy.name, "") >= start and anchor.subject is None


def may_be_outstanding(deliberation: Deliberation, name: str) -> bool:
    """Whether something can be left to do once a deadline has passed."""
    policy = policy_of(deliberation.workflow, name)
    if policy is None:
        return name == SCORING or name.startswith(RISK)
    if policy.effect == DeadlineEffect.EVALUATE.value:
        return deliberation.workflow.template.evaluation is not None
    if name.startswith(REPORTED):
        return True
    rule, later = policy.rule, any(day > 0 for day in policy.ladder)
    if rule.at is not None:
        return later or rule.effect is DeadlineEffect.RENEW
    if rule.yearly is not None or rule.every is not None:
        return rule.effect is DeadlineEffect.COMPLETE_TERM
    return not policy.moves


# ------------------------------------------------------------------ when it is due


def due_of(deliberation: Deliberation, anchor: Anchor, pauses: Sequence[Pause] = ()) -> Due:
    """When an anchor is due, by the calendars of now."""
    rule = anchor.policy.rule
    party = deliberation.record.party(anchor.party or "")
    start, period, back = anchor.start, rule.within, False
    if rule.before is not None or rule.after is not None:
        period, back = rule.before or rule.after, rule.before is not None
    elif period is None and (rule.yearly is not None or rule.every is not None):
        start, period = _next_occurrence(deliberation, anchor), None
    working = rule.roll != "none" or (period is not None and period.unit == "working_days")
    calendars = calendars_for(deliberation, rule.calendars, party) if working else NO_CALENDARS
    counted = count(start, period, calendars, roll=rule.roll, back=back, pauses=pauses)
    return due_on(deliberation, counted, party)


def due_on(deliberation: Deliberation, counted: Count, party: PartyRecord | None) -> Due:
    """The instant at which a counted last day is over: for one party, or for all."""
    active = deliberation.record.active_parties
    zones = [party.zone] if party is not None else [each.zone for each in active] or [HOME]
    return due_in(counted, zones)


def due_in(counted: Count, zones: Iterable[str]) -> Due:
    """The instant at which a counted last day is over in all of some zones."""
    at, zone = _end(date.fromisoformat(counted.on), zones)
    return Due(counted.on, stamp(at), zone, counted)


def _end(day: date, zones: Iterable[str]) -> tuple[datetime, str]:
    """A joint day is over when it has ended for the westernmost party."""
    return max((end_of_day(day, zone), zone) for zone in set(zones))


def calendars_for(deliberation: Deliberation, whose: str, party: PartyRecord | None) -> Calendars:
    """The calendars that a policy names: the nation's, or also those of the parties.

    A party's own deadline is counted by its own calendar, a joint one by all of them.
    """
    if whose == "national":
        return deliberation.directory.calendars(())
    active = deliberation.record.active_parties
    organisations = [party.organisation] if party else [each.organisation for each in active]
    return deliberation.directory.calendars(organisations, every=whose == "parties")


def _next_occurrence(deliberation: Deliberation, anchor: Anchor) -> date:
    """The first time after the last one, and after what has just happened."""
    record, rule = deliberation.record, anchor.policy.rule
    passed = record.reached.get(anchor.key)
    after = max(
        anchor.start,
        date.fromisoformat(deliberation.effective_on.date),
        date.fromisoformat(passed.due_on) if passed is not None else anchor.start,
    )
    if rule.yearly is not None:
        found = _in_year(after.year, rule.yearly)
        return found if found > after else _in_year(after.year + 1, rule.yearly)
    assert rule.every is not None  # noqa: S101 - the only other way to come again
    times, found = 1, _times(anchor.start, rule.every, 1)
    if found <= after:
        times = max(1, (after - anchor.start).days // (rule.every.n * _DAYS[rule.every.unit]))
        found = _times(anchor.start, rule.every, times)
    while found <= after:
        times += 1
        found = _times(anchor.start, rule.every, times)
    return found


_DAYS = {"days": 1, "months": 31}


def _times(start: date, every: Period, times: int) -> date:
    if every.unit == "days":
        return start + timedelta(days=every.n * times)
    return months_after(start, every.n * times)


def _in_year(year: int, month_day: str) -> date:
    month, day = int(month_day[:2]), int(month_day[3:])
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1  # 02-29 is the last day of February


# ------------------------------------------------------------------ the event


def _set(deliberation: Deliberation, anchor: Anchor) -> None:
    policy = anchor.policy
    source = policy.rule.source
    set_deadline(
        deliberation,
        due_of(deliberation, anchor),
        name=policy.name,
        effect=policy.effect,
        subject=anchor.subject,
        start=anchor.start.isoformat(),
        source=source,
        agreed=policy.agreed if anchor.agreed is None else anchor.agreed,
        ladder=policy.ladder,
        tells=tuple(role.value for role in policy.rule.tells),
    )


class Room(Protocol):
    """Where a deadline may be set: the deliberation on an agreement, or on a competition."""

    @property
    def new_id(self) -> Callable[[], str]:
        """Gives an id."""
        ...

    def emit(self, kind: str, data: Mapping[str, Any], *, actor: Actor) -> Sealed:
        """Decide one fact."""
        ...


def set_deadline(
    room: Room,
    due: Due,
    *,
    name: str,
    effect: str,
    subject: str | None,
    start: str,
    source: Source | None,
    agreed: bool = False,
    ladder: Sequence[int] = (),
    tells: Sequence[str] = ("coordinator",),
) -> Sealed:
    """Set a deadline; its event says how its day was reached."""
    return room.emit(
        "deadline.set",
        {
            "deadline": room.new_id(),
            "name": name,
            "effect": effect,
            "subject": subject,
            "start": start,
            **explained(due),
            "remind_days": list(ladder),
            "tells": list(tells),
            "source": source.ref if source else None,
            "verified": bool(source and source.verified),
            "agreed": agreed,
        },
        actor=SYSTEM,
    )


def explained(due: Due) -> dict[str, Any]:
    """How a due day was reached, as events keep it: days off that are weekends by their number."""
    counted = due.counted
    return {
        "due_on": due.on,
        "due_at": due.at,
        "zone": due.zone,
        "counted_from": counted.start,
        "n": counted.n,
        "unit": counted.unit,
        "roll": counted.roll,
        "skipped": [[skip.on, skip.why, skip.whose, skip.source] for skip in counted.holidays],
        "weekends": counted.weekends,
        "rolled": [[skip.on, skip.why, skip.whose, skip.source] for skip in counted.rolled],
        "stood": counted.stood,
        "calendar": counted.version,
        "authorities": list(counted.authorities),
        "between": [counted.first, counted.last],
        "provisional": list(counted.provisional),
    }


def anchor_of(deliberation: Deliberation, deadline: DeadlineRecord) -> Anchor | None:
    """The anchor of a deadline that is set, with the day from which it runs."""
    policy = policy_of(deliberation.workflow, deadline.name)
    start = deadline.start
    if policy is None:
        return None
    if not start:
        start = deadline.due_on if policy.rule.at else deliberation.record.state_since
    owner = deliberation.record.whose(deadline.subject)
    party = owner.id if owner is not None else None
    return Anchor(policy, date.fromisoformat(start), deadline.subject, party)
