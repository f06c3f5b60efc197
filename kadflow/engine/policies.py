"""Which deadlines a record has now, by the rules of its template: from which day each one runs.

A template's deadline is a policy; here it becomes anchors: one for all parties together, one per
party, one per obligation. Whether an anchor still holds is told without counting a day, so that a
command that changes nothing about time asks no calendar.

Rules, in order:

1. Nothing runs after the end: neither in a final state nor once the agreement was terminated.
2. What causes a transition runs in the states from which it does. Anything else runs in the
   states that its policy names, or else while the agreement is in force.
3. A deadline without a length has no anchor: it counts days and calls nobody late.
4. What comes back every year, or every so many months, runs from the last time on.
5. The evaluation form of a template brings a deadline of its own, ``evaluation``.
6. An obligation with a day of its own brings one too; whoever let it pass is late only where the
   party that owes it agreed to that day.
7. Where a template says how often parties report, each one that uses Kadflow has one for the period
   that it reports on next: the first that ends while the agreement is in force and that it has not
   handed in. What it did not hand in is owed until the agreement ends or the party leaves. While
   the agreement is suspended no report begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from kadflow.domain.agreements import AgreementRecord, PartyRecord, deadline_key
from kadflow.domain.periods import MONTHS_OF
from kadflow.domain.periods import Period as Reported
from kadflow.domain.periods import period_of as period_around
from kadflow.domain.progress import Progress
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.facts import period_of
from kadflow.engine.naming import EVALUATION, OWED, REPORTED, report_words
from state_machines.template import Deadline, DeadlineEffect, Period, Template, TermType, Words
from state_machines.template import Progress as Rhythm
from state_machines.workflow import Workflow

TRANSITION = "transition"
"""Effect of a deadline that causes a step."""


class Policy(NamedTuple):
    """A template's deadline, and what the template makes of it.

    Attributes:
        moves: It causes a transition somewhere.
        states: Where it runs, where that depends on the state.
    """

    name: str
    rule: Deadline
    moves: bool
    states: frozenset[str]

    @property
    def effect(self) -> str:
        """What happens when it passes."""
        return TRANSITION if self.moves else self.rule.effect.value

    @property
    def agreed(self) -> bool:
        """Whether all parties agreed on the date, since it is one of their terms."""
        return self.rule.at is not None

    @property
    def verified(self) -> bool:
        """Whether somebody verified the rule, or all parties agreed: who lets it pass is late."""
        return self.agreed or bool(self.rule.source and self.rule.source.verified)

    @property
    def ladder(self) -> tuple[int, ...]:
        """Days relative to the last day on which offices are reminded."""
        weekly = range(7, 365, 7) if self.rule.remind_weekly else ()
        return tuple(sorted({*self.rule.remind_days, *weekly}))


class Anchor(NamedTuple):
    """A deadline that holds now.

    Attributes:
        start: The day from which it runs.
        party: Whose own it is; None for a joint one.
        agreed: Whether its day was agreed on, where the policy alone does not say.
    """

    policy: Policy
    start: date
    subject: str | None = None
    party: str | None = None
    agreed: bool | None = None

    @property
    def key(self) -> str:
        """See `kadflow.domain.agreements.deadline_key`."""
        return deadline_key(self.policy.name, self.subject)


class _Known(NamedTuple):
    """The policies of a template: all in its order, and by state those with an anchor there."""

    all: tuple[Policy, ...]
    in_state: dict[str, tuple[Policy, ...]]


_KNOWN: WeakKeyDictionary[Workflow, _Known] = WeakKeyDictionary()
"""Worked out once, and gone with the workflow: whoever keeps workflows says how many."""


def policies_of(workflow: Workflow) -> tuple[Policy, ...]:
    """The deadlines of a template, in its order."""
    return _known(workflow).all


def _known(workflow: Workflow) -> _Known:
    found = _KNOWN.get(workflow)
    if found is None:
        policies = _read(workflow)
        by_state = {
            state: tuple(
                policy
                for policy in policies
                if policy.rule.after_gate or policy.rule.after_obligation or state in policy.states
            )
            for state in workflow.template.states
        }
        found = _KNOWN[workflow] = _Known(policies, by_state)
    return found


def _read(workflow: Workflow) -> tuple[Policy, ...]:
    template = workflow.template
    in_force = frozenset(name for name, state in template.states.items() if state.in_force)
    found = []
    for name, rule in _rules(template).items():
        causing = frozenset(s for s in template.states if workflow.event_for_deadline(s, name))
        named = (rule.after_state,) if rule.after_state is not None else rule.in_
        states = causing or frozenset(named) or in_force
        found.append(Policy(name, rule, bool(causing), states))
    return tuple(found)


def policy_of(workflow: Workflow, name: str) -> Policy | None:
    """The policy of a name; None for the silence of a gate."""
    if name.startswith(OWED):
        return _policy_owed(name)
    if name.startswith(REPORTED):
        return _policy_reported(workflow.template.progress, name)
    return next((policy for policy in policies_of(workflow) if policy.name == name), None)


def _rules(template: Template) -> dict[str, Deadline]:
    rules = dict(template.deadlines)
    form = template.evaluation
    if form is not None and form.every_months is not None:
        own = Deadline(
            title=Words(id="Evaluasi berkala", en="Periodic evaluation"),
            every=Period(n=form.every_months, unit="months"),
            effect=DeadlineEffect.EVALUATE,
            source=form.source,
        )
        rules.setdefault(EVALUATION, own)
    return rules


@lru_cache(maxsize=256)
def _policy_owed(name: str) -> Policy:
    """The policy of an obligation's own day."""
    number = name.removeprefix(OWED)
    rule = Deadline(
        title=Words(id=f"Kewajiban no. {number}", en=f"Obligation no. {number}"),
        at=name,
        remind_days=(-30, -14, -7, -1, 0),
        remind_weekly=True,
    )
    return Policy(name, rule, moves=False, states=frozenset())


@lru_cache(maxsize=1024)
def _policy_reported(rules: Rhythm | None, name: str) -> Policy | None:
    """The policy of the reports on one period; None where the template wants none."""
    if rules is None:
        return None
    title = report_words(name.removeprefix(REPORTED))
    rule = Deadline(
        title=Words(id=title[0], en=title[1]),
        every=Period(n=MONTHS_OF[rules.every], unit="months"),
        within=rules.within,
        of="party",
        calendars=rules.calendars,
        remind_days=rules.remind_days,
        remind_weekly=rules.remind_weekly,
        source=rules.source,
    )
    return Policy(name, rule, moves=False, states=frozenset())


def anchors(deliberation: Deliberation) -> Iterator[Anchor]:
    """Every deadline that holds now."""
    record = deliberation.record
    if has_ended(deliberation):
        return
    for policy in _known(deliberation.workflow).in_state[record.state]:
        yield from _anchors(deliberation, policy)
    for owed in record.obligations:
        if owed.due_on is not None and owed.is_open:
            yield Anchor(
                _policy_owed(f"{OWED}{owed.number}"),
                date.fromisoformat(owed.due_on),
                owed.id,
                owed.party,
                agreed=owed.agreed,
            )

    if deliberation.workflow.template.progress is not None and deliberation.state().in_force:
        for party in record.active_parties:
            if party.participation != "paper":
                yield from _reported(deliberation, party)


def has_ended(deliberation: Deliberation) -> bool:
    """Whether nothing runs any more."""
    terminated = deliberation.record.standing == "terminated"
    return terminated or deliberation.state().final is not None


def _reported(deliberation: Deliberation, party: PartyRecord) -> Iterator[Anchor]:
    """The report of a party that runs; where none does, the next one."""
    running = (d for d in deliberation.record.deadlines if d.subject == party.id)
    present = next((d for d in running if d.name.startswith(REPORTED)), None)
    if present is not None:
        name, last = present.name, date.fromisoformat(present.start)
    elif deliberation.record.standing == "active":
        period = _next_reported(deliberation, party)
        name, last = f"{REPORTED}{period.name}", period.last
    else:
        return
    policy = _policy_reported(deliberation.workflow.template.progress, name)
    if policy is not None:
        yield Anchor(policy, last, party.id, party.id)


def _next_reported(deliberation: Deliberation, party: PartyRecord) -> Reported:
    """The period on which a party reports next; only here its reports are looked at."""
    rules = deliberation.workflow.template.progress
    assert rules is not None  # noqa: S101 - asked where there are some
    period = period_around(date.fromisoformat(deliberation.effective_on.date), rules.every)
    passed = deliberation.record.reached.get(deadline_key(REPORTED, party.id))
    reports = deliberation.chapter(Progress)
    while (passed is not None and period.last.isoformat() <= passed.start) or (
        reports.of(party.id, period.name) is not None
    ):
        period = period.following
    return period


def owes_report(deliberation: Deliberation, party: str | None) -> bool:
    """Whether a party is still asked for a report that it did not hand in."""
    found = deliberation.record.party(party or "")
    return (
        found is not None
        and found.left_on is None
        and found.participation != "paper"
        and not has_ended(deliberation)
    )


def _anchors(deliberation: Deliberation, policy: Policy) -> Iterator[Anchor]:
    record, rule = deliberation.record, policy.rule
    if rule.after_gate is not None or rule.after_obligation is not None:
        if rule.within is not None:
            yield from _of_gate(record, policy) if rule.after_gate else _owed(record, policy)
        return
    if rule.at is not None:
        stated = stated_date(deliberation, rule.at)
        if stated is not None and not (
            rule.effect is DeadlineEffect.RENEW and _is_extended(record)
        ):
            yield from _for_each(record, policy, stated)
    elif rule.after_state is not None:
        if record.state == rule.after_state and rule.within is not None:
            yield from _for_each(record, policy, date.fromisoformat(record.state_since))
    elif rule.effect is not DeadlineEffect.COMPLETE_TERM or is_end_unknown(deliberation):
        base = record.signed_on if rule.every is not None else record.created_on
        yield from _for_each(record, policy, date.fromisoformat(base or record.state_since))


def _for_each(record: AgreementRecord, policy: Policy, start: date) -> Iterator[Anchor]:
    if policy.rule.of == "joint":
        yield Anchor(policy, start)
        return
    for party in record.active_parties:
        yield Anchor(policy, start, party.id, party.id)


def _of_gate(record: AgreementRecord, policy: Policy) -> Iterator[Anchor]:
    found = record.rounds.get(policy.rule.after_gate or "")
    if found is None or not found.is_open:
        return
    start = date.fromisoformat(found.opened_on.date)
    if policy.rule.of == "joint":
        yield Anchor(policy, start)
        return
    for elector in found.electors:
        if elector.answer is None or not elector.answer.valid:
            yield Anchor(policy, start, elector.party, elector.party)


def _owed(record: AgreementRecord, policy: Policy) -> Iterator[Anchor]:
    for owed in record.obligations:
        if owed.gate == policy.rule.after_obligation and owed.is_open and owed.added_on:
            yield Anchor(policy, date.fromisoformat(owed.added_on), owed.id, owed.party)


def _is_extended(record: AgreementRecord) -> bool:
    """Whether an extension is on its way already."""
    return any(child.open and child.purpose == "extend" for child in record.children)


def stated_date(deliberation: Deliberation, path: str) -> date | None:
    """The date that a deadline hangs on; None while nobody stated it."""
    record, template = deliberation.record, deliberation.workflow.template
    root, _, end = path.partition(".")
    stated = record.terms.get(root)
    if stated is None or not stated.held:
        return None
    if template.terms[root].type is TermType.PERIOD:
        found: date | None = period_of(stated.value)[end or "ends_on"]
        return found
    return date.fromisoformat(stated.value)


def is_end_unknown(deliberation: Deliberation) -> bool:
    """Whether the agreement has a term of time whose last day nobody stated."""
    names = [
        n for n, t in deliberation.workflow.template.terms.items() if t.type is TermType.PERIOD
    ]
    return bool(names) and all(stated_date(deliberation, name) is None for name in names)


def is_outstanding(deliberation: Deliberation, name: str, start: str) -> bool:
    """Whether a term is over whose agreement neither ended nor went on (practice 12).

    It stands in implementation then, and is not in force.
    """
    policy, state = policy_of(deliberation.workflow, name), deliberation.state()
    if policy is None or policy.rule.at is None or state.final is not None or state.in_force:
        return False
    stated = stated_date(deliberation, policy.rule.at)
    same = stated is not None and stated.isoformat() == start
    return same and state.stage is not None and state.stage.value == "implementation"
