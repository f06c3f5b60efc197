"""A compiled template: where from here, on which event, and why not.

A workflow keeps no agreement's state. Whoever calls it gives the present state, an event of the
template's own list and the facts; it answers with the step or refuses with every guard's result.
Live machines are borrowed from a small pool, one per call, and thrown away after any exception.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from state_machines.errors import (
    TransitionNotAllowedError,
    UnknownEventError,
    UnknownStateError,
)
from state_machines.guards import Condition, Explanation, Truth
from state_machines.guards.evaluator import Facts
from state_machines.template import Outcome, Template, TermType, Transition

POOL_SIZE = 8
PARTIES = "parties"
PARTY = "party"
CHECKS = "checks."
"""How facts begin that say what the checks of the budget find."""

Cause: TypeAlias = tuple[str, ...]
_BY_PERSON: Cause = ("person",)
_NO_PARTIES = Condition.parse(PARTIES)


@dataclass(frozen=True, slots=True)
class GuardResult:
    """What one guard answered, for one party where it asks about each.

    Attributes:
        name: Name of the guard in the template.
        truth: True, false or unknown.
        party: 0-based place in ``facts["parties"]``; None for a guard over the whole agreement.
        condition: The expression, for texts.
        facts: What it was asked over, with ``party`` bound where it applies.
    """

    name: str
    truth: Truth
    party: int | None = None
    condition: Condition = field(default=_NO_PARTIES, repr=False, compare=False)
    facts: Facts = field(default_factory=dict, repr=False, compare=False)

    @property
    def explanation(self) -> Explanation:
        """The reasons, worked out when asked for."""
        return self.condition.explain(self.facts)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fact paths that would have to be known; empty unless the guard is unknown."""
        return () if self.truth is not Truth.UNKNOWN else self.explanation.missing


Results: TypeAlias = tuple[GuardResult, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken: the event, both states, and what its guards answered."""

    event: str
    from_state: str
    to_state: str
    guards: Results = ()


@dataclass(frozen=True, slots=True)
class CompiledGuard:
    """A guard of the template with its expression read."""

    name: str
    condition: Condition
    each_party: bool

    def results(self, facts: Facts) -> Results:
        """Ask once, or once per party; no parties on record at all is unknown."""
        if not self.each_party:
            return (
                GuardResult(self.name, self.condition.truth(facts), None, self.condition, facts),
            )
        parties = facts.get(PARTIES)
        if not parties:
            return (GuardResult(self.name, Truth.UNKNOWN, None, _NO_PARTIES, {}),)
        return tuple(
            GuardResult(self.name, self.condition.truth(bound), place, self.condition, bound)
            for place, party in enumerate(parties)
            for bound in ({**facts, PARTY: party},)
        )


class Attempt:
    """One try of an event: the facts going in, the guards' results coming out."""

    __slots__ = ("facts", "results")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.results: list[GuardResult] = []

    def allows(self, guards: tuple[CompiledGuard, ...]) -> bool:
        """Ask every guard, keep what it said, and tell whether all are true."""
        for guard in guards:
            self.results.extend(guard.results(self.facts))
        return all(result.truth is Truth.TRUE for result in self.results)


class Machine(Protocol):
    """A live state machine, good for one call at a time."""

    def step(self, state: str, event: str, attempt: Attempt) -> str | None:
        """The state after the event, or None when it is not allowed."""

    @property
    def is_reusable(self) -> bool:
        """Whether it may serve another call."""


class Workflow:
    """A template, ready to decide; immutable and safe to share between threads.

    Args:
        template: Checked template.
        digest: Its hash, by which agreements are pinned to it.
        guards: Its guards, read.
        new_machine: Makes a live machine; the only part that knows a library.

    Attributes:
        period: Name of the template's term of time, if it has one.
        budget_statuses: Names of the template's terms that say how parties stand with budgets.
        asks_checks: Whether a guard asks what the checks of the budget find.
    """

    def __init__(
        self,
        template: Template,
        digest: str,
        guards: Mapping[str, CompiledGuard],
        new_machine: Callable[[], Machine],
    ) -> None:
        self.template = template
        self.digest = digest
        self.guards = guards
        self.asks_checks = any(CHECKS in guard.condition.text for guard in guards.values())
        self._new_machine = new_machine
        self._pool: deque[Machine] = deque()
        self._openings = {g.opens.as_: name for name, g in template.gates.items() if g.opens.as_}
        self.events = frozenset(template.transitions) | frozenset(self._openings)
        self.period = next(
            (name for name, term in template.terms.items() if term.type is TermType.PERIOD), None
        )
        self.budget_statuses = frozenset(
            name for name, term in template.terms.items() if term.type is TermType.BUDGET_STATUS
        )
        self._on_entry = {
            state: tuple(
                name
                for name, gate in template.gates.items()
                if gate.opens.on_entry and state in gate.in_
            )
            for state in template.states
        }
        self._caused = {state: _causes(template, state) for state in template.states}
        self._by_person = {
            state: self._caused[state].get(_BY_PERSON, ())
            + tuple(e for e, gate in self._openings.items() if state in template.gates[gate].in_)
            for state in template.states
        }

    def fire(self, state: str, event: str, facts: Facts) -> Step:
        """Take one step, or open a gate, which leaves the state as it is.

        Args:
            state: Present state of the agreement.
            event: Name of a transition, or of a gate opening.
            facts: Nested mappings by the names of the fact table.

        Raises:
            UnknownStateError: The template has no such state.
            UnknownEventError: The event is not in the template's own list.
            TransitionNotAllowedError: It does not leave this state, or a guard is false or
                unknown; ``results`` holds what every guard answered.
            GuardEvaluationError: A fact has another type than a guard needs.
        """
        self._know(state)
        if event not in self.events:
            raise UnknownEventError(f"{self.template.key} has no event {event!r}")
        attempt = Attempt(facts)
        if event in self.template.transitions:
            target = self._run_machine(state, event, attempt)
        else:
            target = self._open_gate(state, event, attempt)
        results = tuple(attempt.results)
        if target is None:
            refusing = (each.name for each in results if each.truth is not Truth.TRUE)
            names = tuple(dict.fromkeys(refusing))
            raise TransitionNotAllowedError(event, state, names, results)
        return Step(event, state, target, results)

    def _run_machine(self, state: str, event: str, attempt: Attempt) -> str | None:
        try:
            machine = self._pool.pop()
        except IndexError:
            machine = self._new_machine()
        target = machine.step(state, event, attempt)
        if target is not None and machine.is_reusable and len(self._pool) < POOL_SIZE:
            self._pool.append(machine)
        return target

    def _open_gate(self, state: str, event: str, attempt: Attempt) -> str | None:
        """An opening moves nothing, so it asks its guards and spares the machine's round."""
        gate = self.template.gates[self._openings[event]]
        guards = tuple(self.guards[name] for name in gate.opens.when)
        return state if state in gate.in_ and attempt.allows(guards) else None

    def would(self, state: str, event: str, facts: Facts) -> Results:
        """What the guards of an event say here, without taking it; empty when it has none.

        Raises:
            UnknownStateError, UnknownEventError: As for `fire`.
        """
        self._know(state)
        attempt = Attempt(facts)
        attempt.allows(tuple(self.guards[name] for name in self.guards_of(event)))
        return tuple(attempt.results)

    # ---------------------------------------------------------------- guards
    def guards_of(self, event: str) -> tuple[str, ...]:
        """Names of the guards that an event must pass, in order.

        Raises:
            UnknownEventError: The event is not in the template's own list.
        """
        if event not in self.events:
            raise UnknownEventError(f"{self.template.key} has no event {event!r}")
        if event in self.template.transitions:
            return self.template.transitions[event].when
        return self.template.gates[self._openings[event]].opens.when

    def evaluate(self, guard: str, facts: Facts) -> Results:
        """Ask one guard: one result, or one per party where it asks about each."""
        return self.guards[guard].results(facts)

    def parties_where(
        self, guard: str, facts: Facts
    ) -> list[tuple[Mapping[str, Any], GuardResult]]:
        """Each party's facts with the answer of a guard that asks about each party."""
        compiled = self.guards[guard]
        if not facts.get(PARTIES):
            return []
        if compiled.each_party:
            return list(zip(facts[PARTIES], compiled.results(facts), strict=True))
        (result,) = compiled.results(facts)
        return [(party, result) for party in facts[PARTIES]]

    # ---------------------------------------------------------------- names of events
    def gates_on_entry(self, state: str) -> tuple[str, ...]:
        """Gates that open by themselves in a state, in the order of the template."""
        self._know(state)
        return self._on_entry[state]

    def event_for_gate(self, state: str, gate: str, outcome: str) -> tuple[str, ...]:
        """Events that an outcome of a gate causes here, in the order of the template."""
        self._know(state)
        return self._caused[state].get(("gate", gate, Outcome(outcome)), ())

    def event_for_deadline(self, state: str, deadline: str) -> tuple[str, ...]:
        """Events that a deadline causes here, in the order of the template."""
        self._know(state)
        return self._caused[state].get(("deadline", deadline), ())

    def event_for_command(self, state: str, command: str) -> tuple[str, ...]:
        """Events that a standing command causes here, in the order of the template."""
        self._know(state)
        return self._caused[state].get(("command", command), ())

    def first_allowed(self, state: str, events: tuple[str, ...], facts: Facts) -> str | None:
        """The first of several events whose guards are all true, None when there is none."""
        for event in events:
            if all(result.truth is Truth.TRUE for result in self.would(state, event, facts)):
                return event
        return None

    def events_by_person(self, state: str) -> tuple[str, ...]:
        """Events that a person may cause here: steps taken ``by`` somebody, and gate openings."""
        self._know(state)
        return self._by_person[state]

    def gate_opened_by(self, event: str) -> str | None:
        """The gate that an event opens, None when the event is a transition."""
        return self._openings.get(event)

    def is_final(self, state: str) -> bool:
        """Whether an agreement in this state is over; told by the template, not by a machine."""
        self._know(state)
        return self.template.states[state].final is not None

    def _know(self, state: str) -> None:
        if state not in self.template.states:
            raise UnknownStateError(f"{self.template.key} has no state {state!r}")


def _causes(template: Template, state: str) -> dict[Cause, tuple[str, ...]]:
    """The events that leave a state by what causes them, in the order of the template."""
    found: dict[Cause, list[str]] = {}
    for name, transition in template.transitions.items():
        if state not in transition.from_:
            continue
        for cause in _causes_of(transition):
            found.setdefault(cause, []).append(name)
    return {cause: tuple(names) for cause, names in found.items()}


def _causes_of(transition: Transition) -> Iterator[Cause]:
    if transition.by:
        yield _BY_PERSON
    on = transition.on
    if on is None:
        return
    if on.gate is not None and on.outcome is not None:
        yield ("gate", on.gate, on.outcome)
    if on.deadline is not None:
        yield ("deadline", on.deadline)
    if on.command is not None:
        yield ("command", on.command)
