"""Commands beside the states: suspend, resume, terminate, leave - asked for, then decided.

Rules, in order:

1. Only what the template lists, by whom it lists, in the states it lists, on a ground it lists.
2. What goes through a gate takes effect when that gate is approved, in the same commit.
3. A suspended agreement keeps its state; nothing but standing commands moves it.
"""

from __future__ import annotations

from kadflow.domain.commands import Stand
from kadflow.domain.events import SYSTEM
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.rounds import open_round, renew_rounds
from kadflow.engine.steps import take
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines.template import Outcome, StandingCommand, StandingName

_EFFECT = {"suspend": "suspended", "resume": "active"}


def listed(deliberation: Deliberation, command: str) -> StandingCommand:
    """The template's rule for a standing command, possible in the present state.

    Raises:
        InvalidInputError: The template does not list it.
        TransitionRefusedError: Not in this state, or not in this standing.
    """
    template, record = deliberation.workflow.template, deliberation.record
    rules = template.standing_commands
    rule = rules.get(StandingName(command)) if command in set(StandingName) else None
    if rule is None:
        names = ", ".join(name.value for name in rules) or "none"
        raise InvalidInputError(
            f"The template {template.key} has no standing command {command!r}.",
            hint=f"It has: {names}.",
        )
    states = rule.in_ or tuple(n for n, state in template.states.items() if state.in_force)
    if record.state not in states:
        raise TransitionRefusedError(
            f"{command!r} is not possible in the state {record.state!r}.",
            hint=f"It is possible in: {', '.join(states)}.",
        )
    suspended = record.standing == "suspended"
    fits = command in {"resume", "terminate"} if suspended else command != "resume"
    if not fits or record.standing == "terminated":
        raise TransitionRefusedError(
            f"{command!r} does not fit: the agreement is {record.standing}.",
            hint="A suspended agreement can only be resumed or terminated.",
        )
    return rule


def check_ground(rule: StandingCommand, command: str, ground: str | None) -> None:
    """Require one of the listed grounds, where the template lists any."""
    if rule.grounds and ground not in rule.grounds:
        grounds = "; ".join(f"{key} ({g.title.id})" for key, g in rule.grounds.items())
        raise ReasonRequiredError(
            f"{command!r} needs one of its legal grounds.",
            hint=f"Give --ground with one of: {grounds}.",
            grounds=list(rule.grounds),
        )


def stand(deliberation: Deliberation, command: Stand) -> None:
    """Ask for a standing command that a gate decides."""
    rule = listed(deliberation, command.command)
    deliberation.actor = may_act(deliberation, rule.by, f"Asking to {command.command}")
    check_ground(rule, command.command, command.ground)
    if rule.gate is None:
        raise InvalidInputError(
            f"{command.command!r} is carried out by an addendum here.",
            hint=f"Open it with: kadflow agreement amend --purpose {command.command}.",
        )
    found = deliberation.record.rounds.get(rule.gate)
    if found is not None and found.is_open:
        raise GateNotMetError(
            f"{command.command!r} is already asked, since {found.opened_on.date}."
        )
    party = deliberation.record.party_of(deliberation.actor.organisation or "")
    parts = {"reason": deliberation.envelope.reason} if deliberation.envelope.reason else {}
    deliberation.emit(
        "standing.asked",
        {
            "command": command.command,
            "gate": rule.gate,
            "ground": command.ground,
            "party": party.id if party else None,
        },
        parts=parts,
    )
    open_round(deliberation, rule.gate, cause=command.command)


def carry_out(deliberation: Deliberation) -> bool:
    """Carry out a standing command whose gate was approved; True when something happened."""
    record = deliberation.record
    for gate, asked in list(record.asked.items()):
        found = record.rounds.get(gate)
        if found is None or found.is_open:
            continue
        approved = found.outcome == Outcome.APPROVED
        effect = _EFFECT.get(asked.command)
        deliberation.emit(
            "standing.decided",
            {"command": asked.command, "gate": gate, "approved": approved},
            actor=SYSTEM,
        )
        if not approved:
            return True
        if effect is not None:
            deliberation.emit(
                "standing.changed",
                {"from": record.standing, "to": effect, "ground": asked.ground},
                actor=SYSTEM,
            )
        elif asked.command == "leave":
            deliberation.emit(
                "party.left", {"party": asked.party, "ground": asked.ground}, actor=SYSTEM
            )
            renew_rounds(deliberation, cause="leave")
        elif asked.command == "terminate":
            _end(deliberation, gate)
        return True
    return False


def _end(deliberation: Deliberation, gate: str) -> None:
    """Take the step that a template ties to the command itself; the gate's own came before."""
    workflow, record = deliberation.workflow, deliberation.record
    for event in workflow.event_for_command(record.state, "terminate"):
        take(deliberation, event, cause={"command": "terminate", "gate": gate}, actor=SYSTEM)
        return


def refuse_if_suspended(deliberation: Deliberation, what: str) -> None:
    """Refuse what moves an agreement while it is suspended."""
    if deliberation.record.standing == "suspended":
        raise TransitionRefusedError(
            f"{what} is not possible: the agreement is suspended.",
            hint="Resume it first.",
        )
