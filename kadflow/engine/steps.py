"""Transitions: who takes them, what they need, and what entering a state brings.

Rules, in order:

1. Only events of the template's own list exist; the compiled machine decides where they lead.
2. A step needs its terms and documents, its guards, its reason, and the person's right to it.
3. An outcome of a gate leads somewhere only from the state in which the round closed. If a guard
   holds it back it waits, and is tried again after every later command (`advance`).
4. While a voided approval is being reconfirmed, no other approval leads onward; going back,
   stopping, and what a deadline causes stay possible.
5. Entering a state closes rounds that do not belong there and opens those that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from kadflow.domain.agreements import RoundRecord
from kadflow.domain.commands import Act
from kadflow.domain.events import SYSTEM, Actor, LegalDate
from kadflow.domain.wording import Pair, day_words, role_words, source_words
from kadflow.domain.wording import listed as both_listed
from kadflow.engine.authority import may_act
from kadflow.engine.budget.guarding import explained, facts_now
from kadflow.engine.deadlines import sync_deadlines
from kadflow.engine.deliberation import Deliberation, missing_of
from kadflow.engine.facts import facts_used
from kadflow.engine.rounds import open_round
from kadflow.errors import (
    FactMissingError,
    GateNotMetError,
    KadflowError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines.errors import TransitionNotAllowedError, UnknownEventError
from state_machines.guards import Truth
from state_machines.template import Guard, Needs, Outcome
from state_machines.workflow import GuardResult, Step


def act(deliberation: Deliberation, command: Act) -> None:
    """Take a step of the template's own list, or open a gate.

    Raises:
        TransitionRefusedError: No such event from here, or a guard says no; names what is missing.
        NotPermittedError: The step is somebody else's.
        FactMissingError: A term or document that the step needs is not on record.
        ReasonRequiredError: The step needs a reason.
    """
    workflow, record, event = deliberation.workflow, deliberation.record, command.event
    if event not in workflow.events_by_person(record.state):
        possible = list(workflow.events_by_person(record.state))
        steps = deliberation.named.steps(possible)
        raise TransitionRefusedError(
            f"'{deliberation.named.step(event)[1]}' is not a step that a person can take in "
            f"the state '{deliberation.named.state(record.state)[1]}'.",
            hint=f"Possible steps: {steps[1]}.",
            pesan=f"'{deliberation.named.step(event)[0]}' bukan langkah yang dapat diambil pada "
            f"tahap '{deliberation.named.state(record.state)[0]}'.",
            saran=f"Langkah yang mungkin: {steps[0]}.",
            possible=possible,
            event=event,
            state=record.state,
        )
    gate = workflow.gate_opened_by(event)
    if gate is not None:
        _ask_gate(deliberation, event, gate)
        return
    transition = workflow.template.transitions[event]
    deliberation.actor = may_act(deliberation, transition.by, _the_step(deliberation, event))
    if transition.reason == "required" and not deliberation.envelope.reason:
        raise ReasonRequiredError(
            f"The step '{transition.title.en}' needs a reason.",
            hint="Give it with --reason.",
            pesan=f"Langkah '{transition.title.id}' memerlukan alasan.",
            saran="Isi alasannya dengan --reason.",
            event=event,
        )
    check_needs(deliberation, transition.needs, _the_step(deliberation, event))
    take(deliberation, event, cause={"event": event})


def _the_step(deliberation: Deliberation, event: str) -> Pair:
    """A step as the subject of a sentence."""
    title = deliberation.named.step(event)
    return f"Langkah '{title[0]}'", f"The step '{title[1]}'"


def _ask_gate(deliberation: Deliberation, event: str, name: str) -> None:
    gate, record = deliberation.gate(name), deliberation.record
    deliberation.actor = may_act(deliberation, gate.opens.by, _the_step(deliberation, event))
    found = record.rounds.get(name)
    if found is not None and found.is_open:
        raise GateNotMetError(
            f"'{gate.title.en}' is already asked, since {found.opened_on.date}.",
            hint="Its answers are awaited.",
            pesan=f"'{gate.title.id}' sudah diminta sejak {day_words(found.opened_on.date)[0]}.",
            saran="Jawabannya sedang ditunggu.",
            gate=name,
        )
    check_needs(deliberation, gate.opens.needs, _the_step(deliberation, event))
    _fire(deliberation, event)
    open_round(deliberation, name, cause=event)


# ------------------------------------------------------------------ firing and entering


def take(
    deliberation: Deliberation,
    event: str,
    *,
    cause: dict[str, Any],
    actor: Actor | None = None,
    effective_on: LegalDate | None = None,
) -> None:
    """Fire an event in the machine and enter the state that it leads to."""
    step = _fire(deliberation, event)
    target = deliberation.state(step.to_state)
    _check_entry(deliberation, step.to_state)
    if cause.get("outcome") in {Outcome.APPROVED, Outcome.NOT_ASKED}:
        _check_reconfirmed(deliberation, event)
    parts = {}
    if deliberation.envelope.reason and actor is None:
        parts["reason"] = deliberation.envelope.reason
    taken = deliberation.emit(
        "transition.taken",
        {
            "event": event,
            "from": step.from_state,
            "to": step.to_state,
            "stage": target.stage.value if target.stage else "",
            "final": target.final,
            "in_force": target.in_force,
            "cause": cause,
            "guards": [[result.name, result.truth.name.lower()] for result in step.guards],
        },
        facts=facts_used(deliberation.record, step.guards, deliberation.effective_on),
        parts=parts,
        actor=actor,
        effective_on=effective_on,
    )
    for party in deliberation.record.active_parties:
        for office in deliberation.coordinators(party):
            deliberation.notify("state_entered", office, taken, state=step.to_state)
    if deliberation.record.standing == "suspended" and not target.in_force:
        deliberation.emit(
            "standing.changed", {"from": "suspended", "to": "active", "ground": None}, actor=SYSTEM
        )
    _leave_rounds(deliberation)


def _fire(deliberation: Deliberation, event: str) -> Step:
    workflow, record = deliberation.workflow, deliberation.record
    try:
        facts = facts_now(deliberation) if workflow.guards_of(event) else {}
        return workflow.fire(record.state, event, facts)
    except TransitionNotAllowedError as refused:
        _refuse(deliberation, event, refused)
    except UnknownEventError as unknown:
        raise TransitionRefusedError(
            f"'{deliberation.named.step(event)[1]}' is not a step of this agreement.",
            pesan=f"'{deliberation.named.step(event)[0]}' bukan langkah kerja sama ini.",
            event=event,
            state=record.state,
        ) from unknown


def _refuse(
    deliberation: Deliberation, event: str, refused: TransitionNotAllowedError
) -> NoReturn:
    """Say why a step was refused: the guard, what it says, what is missing, who can supply it."""
    results: Sequence[GuardResult] = refused.results
    step = deliberation.named.step(event)
    guards = deliberation.workflow.template.guards
    for result in results:
        if result.truth is Truth.TRUE:
            continue
        guard = guards[result.name]
        who = role_words(guard.supplied_by)
        words = guard_words(deliberation, guard, result)
        says = (words[0].rstrip("."), words[1].rstrip("."))
        details: dict[str, Any] = {
            "event": event,
            "state": deliberation.record.state,
            "guard": result.name,
            "truth": result.truth.name.lower(),
            "missing": list(result.missing),
            "supplied_by": guard.supplied_by.value,
            "says": {"id": says[0], "en": says[1]},
            "source": guard.source.ref if guard.source else None,
        }
        source = source_words(guard.source.ref if guard.source else None)
        if result.truth is Truth.UNKNOWN:
            raise FactMissingError(
                f"The step '{step[1]}' waits for what nobody has stated: "
                f"{deliberation.named.facts(result.missing)[1]}.",
                hint=f"{who[1]} can state it. The condition: {says[1]}{source[1]}.",
                pesan=f"Langkah '{step[0]}' menunggu isian yang belum ada: "
                f"{deliberation.named.facts(result.missing)[0]}.",
                saran=f"Yang dapat mengisi: {who[0]}. Syaratnya: {says[0]}{source[0]}.",
                **details,
            ) from refused
        raise TransitionRefusedError(
            f"The step '{step[1]}' is held back by a condition: {says[1]}{source[1]}.",
            hint=f"{who[1]} can change what it looks at.",
            pesan=f"Langkah '{step[0]}' tertahan oleh syarat: {says[0]}{source[0]}.",
            saran=f"Yang dapat mengubah keadaannya: {who[0]}.",
            **details,
        ) from refused
    raise TransitionRefusedError(
        f"The step '{step[1]}' does not lead anywhere from here.",
        pesan=f"Langkah '{step[0]}' tidak dapat diambil dari tahap ini.",
        event=event,
        state=refused.state,
    ) from refused


def guard_words(deliberation: Deliberation, guard: Guard, result: GuardResult) -> Pair:
    """A guard's message, with what the checks that it names have found."""
    why = explained(deliberation, guard, result)
    return (
        f"{words_of(deliberation, result, guard.message.id)} {why[0]}".rstrip(),
        f"{words_of(deliberation, result, guard.message.en)} {why[1]}".rstrip(),
    )


def words_of(deliberation: Deliberation, result: GuardResult, message: str) -> str:
    """A guard's message with the party and year that it speaks of filled in."""
    parties = deliberation.record.active_parties
    party = parties[result.party].name if result.party is not None else ""
    year = deliberation.effective_on.date[:4]
    return message.replace("{party}", party).replace("{year}", year)


def _check_reconfirmed(deliberation: Deliberation, event: str) -> None:
    for name, found in deliberation.record.rounds.items():
        if found.reconfirming and found.outcome != Outcome.APPROVED and not found.settled:
            raise GateNotMetError(
                f"The step '{deliberation.named.step(event)[1]}' waits: "
                f"'{deliberation.named.gate(name)[1]}' is being reconfirmed after a change.",
                hint="The offices whose approval was voided confirm or return it.",
                pesan=f"Langkah '{deliberation.named.step(event)[0]}' menunggu: "
                f"'{deliberation.named.gate(name)[0]}' perlu dikonfirmasi ulang setelah "
                "perubahan.",
                saran="Pejabat yang persetujuannya perlu dikonfirmasi ulang menegaskan atau "
                "mengembalikannya.",
                gate=name,
            )


def _leave_rounds(deliberation: Deliberation) -> None:
    """Close the open rounds of gates that do not belong to the state entered.

    A reconfirmation belongs to every state but a final one: it holds each approval back, so it
    must stay answerable wherever the agreement goes meanwhile.
    """
    record = deliberation.record
    for name, found in list(record.rounds.items()):
        if found.reconfirming and deliberation.state().final is None:
            continue
        if found.is_open and record.state not in deliberation.gate(name).in_:
            deliberation.emit(
                "gate.closed",
                {"gate": name, "round": found.round, "outcome": "superseded", "counts": {}},
                actor=SYSTEM,
            )


# ------------------------------------------------------------------ what a step needs


def check_needs(deliberation: Deliberation, needs: Needs, what: Pair) -> None:
    """Refuse a step whose terms or documents are not on record; names all that is missing."""
    missing = missing_of(deliberation, needs.terms)
    documents = [d for d in needs.documents if d not in deliberation.record.documents]
    if missing or documents:
        named = deliberation.named
        papers = [named.document(name) for name in documents]
        listed = both_listed(
            [
                *(named.path(path) for path in missing),
                *((f"dokumen {id_}", f"the document {en}") for id_, en in papers),
            ]
        )
        raise FactMissingError(
            f"{what[1]} needs: {listed[1]}.",
            hint="The coordinator states terms with 'agreement edit' and adds documents with "
            "'agreement add-document'.",
            pesan=f"{what[0]} memerlukan: {listed[0]}.",
            saran="Sekretariat TKKSD mengisinya dengan 'kadflow agreement edit' dan menambahkan "
            "dokumen dengan 'kadflow agreement add-document'.",
            missing=missing,
            documents=documents,
        )


def _the_state(deliberation: Deliberation, state: str) -> Pair:
    title = deliberation.named.state(state)
    return f"Tahap '{title[0]}'", f"The state '{title[1]}'"


def _check_entry(deliberation: Deliberation, state: str) -> None:
    template = deliberation.workflow.template
    terms = [name for name, term in template.terms.items() if term.required_from == state]
    documents = [name for name, d in template.documents.items() if d.required_from == state]
    check_needs(
        deliberation,
        Needs(terms=tuple(terms), documents=tuple(documents)),
        _the_state(deliberation, state),
    )


# ------------------------------------------------------------------ what follows by itself


def advance(deliberation: Deliberation) -> None:
    """Take the steps that the record now leads to: outcomes that wait, gates that open on entry.

    Runs after every command. What a rule still holds back stays waiting and is told by
    `explaining`; a command never fails because of it.
    """
    for _ in range(_MOST_STEPS):
        if not (_take_outcome(deliberation) or _open_on_entry(deliberation)):
            break
    sync_deadlines(deliberation)


_MOST_STEPS = 20
"""More automatic steps than any chain of outcomes needs; a template cannot loop for ever."""


def _take_outcome(deliberation: Deliberation) -> bool:
    record, workflow = deliberation.record, deliberation.workflow
    for name, found in record.rounds.items():
        if (
            found.outcome is None
            or found.settled
            or record.state not in deliberation.gate(name).in_
        ):
            continue
        if found.outcome not in set(Outcome):
            continue
        for event in workflow.event_for_gate(record.state, name, Outcome(found.outcome)):
            try:
                take(
                    deliberation,
                    event,
                    cause={"gate": name, "round": found.round, "outcome": found.outcome},
                    actor=SYSTEM,
                    effective_on=_day_of_outcome(deliberation, found),
                )
            except KadflowError:
                continue
            return True
    return False


def _day_of_outcome(deliberation: Deliberation, found: RoundRecord) -> LegalDate:
    """The day on which an outcome leads on: no earlier than the last of its answers.

    An agreement is signed on the day of the last signature, in whichever order they are entered.
    """
    day = deliberation.effective_on
    answers = [e.answer for e in found.electors if e.answer is not None and e.answer.valid]
    last = max((answer.effective_on for answer in answers), default=day.date)
    return LegalDate(date=max(day.date, last), zone=day.zone)


def _open_on_entry(deliberation: Deliberation) -> bool:
    record = deliberation.record
    for name in deliberation.workflow.gates_on_entry(record.state):
        found = record.rounds.get(name)
        if found is not None and not found.settled:
            continue
        try:
            _check_when(deliberation, deliberation.gate(name).opens.when)
            open_round(deliberation, name, cause="entry")
        except KadflowError:
            continue
        return True
    return False


def _check_when(deliberation: Deliberation, guards: Sequence[str]) -> None:
    facts = facts_now(deliberation)
    for name in guards:
        results = deliberation.workflow.evaluate(name, facts)
        if any(result.truth is not Truth.TRUE for result in results):
            raise GateNotMetError(
                f"The condition '{deliberation.workflow.template.guards[name].message.en}' is "
                "not met.",
                pesan=f"Syarat '{deliberation.workflow.template.guards[name].message.id}' belum "
                "terpenuhi.",
                guard=name,
            )
