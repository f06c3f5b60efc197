"""Template to running machine: the only module that knows python-statemachine.

What keeps the library's surprises out (``engines.md`` 4.3 in the project's notes):

* Flat states only; the states of parties are rows, not regions. No history, no invoke, no delay,
  no eventless transition can be written in a template.
* Names are prefixed (``at_``, ``do_``), so no template name meets an attribute of the library.
* Guards go in as callables, never as texts, and see one ``attempt`` and nothing else.
* Strict flags: an unknown event raises, and so does a guard that fails.
* One constant class name, so the library's own registry holds one class at most.
* The stored state is set on a model of one field; nothing is re-entered, no callback runs.
"""

from __future__ import annotations

from typing import Any

from statemachine.exceptions import InvalidDefinition, TransitionNotAllowed
from statemachine.io import create_machine_class_from_definition
from statemachine.statemachine import StateChart

from state_machines.errors import Fault, GuardSyntaxError, TemplateError
from state_machines.guards import Condition
from state_machines.template import Gate, Template, Transition
from state_machines.workflow import Attempt, CompiledGuard, Workflow

CLASS_NAME = "WorkflowMachine"


def compile_template(template: Template, digest: str) -> Workflow:
    """Make a workflow of a template that `check_template` has passed.

    Args:
        template: Any template; one that was not checked may be refused here.
        digest: Hash of the document as written; agreements are pinned by it.

    Raises:
        TemplateError: A guard cannot be read, a name is unknown, or the states are no machine.
    """
    guards = {name: _read_guard(template, name) for name in template.guards}
    try:
        machine_class = create_machine_class_from_definition(
            CLASS_NAME,
            _definition(template, guards),
            allow_event_without_transition=False,
            catch_errors_as_events=False,
            atomic_configuration_update=True,
            enable_self_transition_entries=False,
        )
        _LiveMachine(machine_class)
    except InvalidDefinition as error:
        raise TemplateError([_fault(f"The states are no machine: {error}")]) from error
    except KeyError as error:
        raise TemplateError([_fault(f"Something named {error} does not exist")]) from error
    return Workflow(template, digest, guards, lambda: _LiveMachine(machine_class))


def _fault(message: str) -> Fault:
    return Fault(
        "not-a-machine",
        "",
        f"{message}.",
        "Check the template; it says what to mend.",
        pesan="Alur ini tidak dapat dijalankan.",
        saran="Periksa alur ini; pemeriksaan menyebut apa yang harus diperbaiki.",
    )


def _read_guard(template: Template, name: str) -> CompiledGuard:
    guard = template.guards[name]
    try:
        condition = Condition.parse(guard.condition)
    except GuardSyntaxError as error:
        fault = Fault(
            "guard-syntax",
            f"guards.{name}.when",
            str(error),
            error.hint,
            pesan=error.pesan,
            saran=error.saran,
        )
        raise TemplateError([fault]) from error
    return CompiledGuard(name, condition, guard.each == "party")


# -------------------------------------------------------------------- definition
class _Check:
    """The guards of one transition as one bound method, which the library calls."""

    def __init__(self, guards: tuple[CompiledGuard, ...]) -> None:
        self._guards = guards

    def passes(self, attempt: Attempt) -> bool:
        """Called by the library with the one argument that `_LiveMachine` sends."""
        return attempt.allows(self._guards)


def _definition(template: Template, guards: dict[str, CompiledGuard]) -> dict[str, Any]:
    """A fresh definition; the library consumes what it is given."""
    states: dict[str, dict[str, Any]] = {
        f"at_{name}": {
            "value": name,
            "initial": state.initial,
            "final": state.final is not None,
            "on": {},
        }
        for name, state in template.states.items()
    }
    for name, transition in template.transitions.items():
        _add_transition(states, f"do_{name}", transition, guards)
    for gate in template.gates.values():
        _add_opening(states, gate, guards)
    return states


def _add_transition(
    states: dict[str, dict[str, Any]],
    event: str,
    transition: Transition,
    guards: dict[str, CompiledGuard],
) -> None:
    check = _check(transition.when, guards)
    for source in transition.from_:
        target = f"at_{transition.to}"
        states[f"at_{source}"]["on"].setdefault(event, []).append({"target": target, **check})


def _add_opening(
    states: dict[str, dict[str, Any]], gate: Gate, guards: dict[str, CompiledGuard]
) -> None:
    if gate.opens.as_ is None:
        return
    event, check = f"do_{gate.opens.as_}", _check(gate.opens.when, guards)
    for name in gate.in_:
        stay = {"target": f"at_{name}", "internal": True, **check}
        states[f"at_{name}"]["on"].setdefault(event, []).append(stay)


def _check(names: tuple[str, ...], guards: dict[str, CompiledGuard]) -> dict[str, Any]:
    if not names:
        return {}
    return {"cond": [_Check(tuple(guards[name] for name in names)).passes]}


# -------------------------------------------------------------------- live machines
class _Place:
    """The library's model: the present state and nothing that a name could reach."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class _LiveMachine:
    """One instance of the library's machine, given a state for each call."""

    __slots__ = ("_machine", "_place", "_spent")

    def __init__(self, machine_class: type[StateChart[Any]]) -> None:
        initial = machine_class.initial_state
        self._place = _Place("" if initial is None else initial.value)
        self._machine = machine_class(self._place)
        self._spent = False

    def step(self, state: str, event: str, attempt: Attempt) -> str | None:
        """Set the state, send the event with one argument, read the state."""
        self._spent = True
        self._place.state = state
        try:
            self._machine.send(f"do_{event}", attempt=attempt)
        except TransitionNotAllowed:
            return None
        self._spent = bool(self._machine.is_terminated)
        return self._place.state

    @property
    def is_reusable(self) -> bool:
        """False after any exception, and once a final state stopped the library's loop."""
        return not self._spent
