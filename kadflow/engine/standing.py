"""Commands beside the states: suspend, resume, terminate, leave - asked for, then decided.

Rules, in order:

1. Only what the template lists, by whom it lists, in the states it lists, on a ground it lists.
2. What goes through a gate takes effect when that gate is approved, in the same commit.
3. A suspended agreement keeps its state; nothing but standing commands moves it.
"""

from __future__ import annotations

from kadflow.domain.commands import Stand
from kadflow.domain.events import SYSTEM
from kadflow.domain.wording import (
    COMMAND_WORDS,
    STANDING_WORDS,
    Pair,
    choices,
    day_words,
    words_for,
)
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
        names = choices(COMMAND_WORDS, [name.value for name in rules])
        raise InvalidInputError(
            f"'{deliberation.named.template()[1]}' does not provide for: "
            f"{words_for(COMMAND_WORDS, command)[1]}.",
            hint=f"It provides for: {names[1]}.",
            pesan=f"Alur '{deliberation.named.template()[0]}' tidak mengatur "
            f"{words_for(COMMAND_WORDS, command)[0]}.",
            saran=f"Yang diatur: {names[0]}.",
            command=command,
        )
    states = rule.in_ or tuple(n for n, state in template.states.items() if state.in_force)
    if record.state not in states:
        raise TransitionRefusedError(
            f"{words_for(COMMAND_WORDS, command)[1].capitalize()} is not possible in the "
            f"state '{deliberation.named.state(record.state)[1]}'.",
            hint=f"It is possible in: {deliberation.named.states(states)[1]}.",
            pesan=f"{words_for(COMMAND_WORDS, command)[0].capitalize()} tidak dapat dilakukan "
            f"pada tahap '{deliberation.named.state(record.state)[0]}'.",
            saran=f"Dapat dilakukan pada tahap: {deliberation.named.states(states)[0]}.",
            command=command,
            state=record.state,
        )
    suspended = record.standing == "suspended"
    fits = command in {"resume", "terminate"} if suspended else command != "resume"
    if not fits or record.standing == "terminated":
        raise TransitionRefusedError(
            f"{words_for(COMMAND_WORDS, command)[1].capitalize()} does not fit: the "
            f"agreement is {words_for(STANDING_WORDS, record.standing)[1]}.",
            hint="A suspended agreement can only be resumed or terminated.",
            pesan=f"{words_for(COMMAND_WORDS, command)[0].capitalize()} tidak sesuai: kerja sama "
            f"ini sedang {words_for(STANDING_WORDS, record.standing)[0]}.",
            saran="Kerja sama yang ditangguhkan hanya dapat dilanjutkan kembali atau diakhiri.",
            command=command,
        )
    return rule


def asking(command: str) -> Pair:
    """The request of a standing command, as the subject of a sentence."""
    words = words_for(COMMAND_WORDS, command)
    return f"Permintaan {words[0]}", f"Asking for {words[1]}"


def check_ground(rule: StandingCommand, command: str, ground: str | None) -> None:
    """Require one of the listed grounds, where the template lists any."""
    if rule.grounds and ground not in rule.grounds:
        titles = {key: (g.title.id, g.title.en) for key, g in rule.grounds.items()}
        grounds = choices(titles)
        raise ReasonRequiredError(
            f"{words_for(COMMAND_WORDS, command)[1].capitalize()} needs one of its legal grounds.",
            hint=f"Give --ground with one of: {grounds[1]}.",
            pesan=f"{words_for(COMMAND_WORDS, command)[0].capitalize()} memerlukan salah satu "
            "dasar hukumnya.",
            saran=f"Isi --ground dengan salah satu: {grounds[0]}.",
            grounds=list(rule.grounds),
        )


def stand(deliberation: Deliberation, command: Stand) -> None:
    """Ask for a standing command that a gate decides."""
    rule = listed(deliberation, command.command)
    deliberation.actor = may_act(deliberation, rule.by, asking(command.command))
    check_ground(rule, command.command, command.ground)
    if rule.gate is None:
        raise InvalidInputError(
            f"{words_for(COMMAND_WORDS, command.command)[1].capitalize()} is carried out by "
            "an addendum here.",
            hint=f"Open it with: kadflow agreement amend --purpose {command.command}.",
            pesan=f"{words_for(COMMAND_WORDS, command.command)[0].capitalize()} di sini dilakukan "
            "dengan addendum.",
            saran=f"Buka dengan: kadflow agreement amend --purpose {command.command}.",
        )
    found = deliberation.record.rounds.get(rule.gate)
    if found is not None and found.is_open:
        raise GateNotMetError(
            f"{words_for(COMMAND_WORDS, command.command)[1].capitalize()} is already asked, "
            f"since {found.opened_on.date}.",
            pesan=f"{words_for(COMMAND_WORDS, command.command)[0].capitalize()} sudah diminta "
            f"sejak {day_words(found.opened_on.date)[0]}.",
            gate=rule.gate,
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


def refuse_if_suspended(deliberation: Deliberation, what: Pair) -> None:
    """Refuse what moves an agreement while it is suspended."""
    if deliberation.record.standing == "suspended":
        raise TransitionRefusedError(
            f"{what[1]} is not possible: the agreement is suspended.",
            hint="Resume it first.",
            pesan=f"{what[0]} tidak dapat dilakukan: kerja sama ini sedang ditangguhkan.",
            saran="Lanjutkan dahulu kerja samanya.",
        )
