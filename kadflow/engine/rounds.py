"""Gates: rounds are opened, answered, voided, and settled.

Rules, in order:

1. A gate opens as a round. Its electorate is frozen then: which parties, through which office or
   which version of their own chain, with which weight.
2. Inside a party a chain goes group by group; the offices of one group are asked side by side.
   A return or rejection inside stays inside until the party's secretariat lets it out or asks
   the step again (practice 15; journey A3).
3. An answer covers the paths that its gate and role name, by the digest each had. A change voids
   exactly the answers whose paths it touched; the others stand.
4. One person decides one step of one chain, and nobody approves what he drafted himself.
5. The rule is counted over the valid outward answers; abstentions leave the electorate.
6. A condition that comes with an approval becomes an obligation of the party that set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from kadflow.domain.agreements import (
    ChainRecord,
    ElectorRecord,
    PartyRecord,
    RoundRecord,
    StepRecord,
)
from kadflow.domain.commands import Decide, RecordReceipt, Release, Withdraw
from kadflow.domain.events import SYSTEM, Actor, LegalDate, Sealed
from kadflow.domain.people import ROLE_WORDS
from kadflow.engine.authority import Standing, may_act, on_paper, standing_for
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.facts import facts_of
from kadflow.engine.terms import covered, is_bound, touched
from kadflow.engine.timing import due_after
from kadflow.errors import (
    FactMissingError,
    GateNotMetError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    SeparationOfDutiesError,
)
from state_machines.guards import Truth
from state_machines.template import Actor as MayAct
from state_machines.template import Answer, Ask, Gate, OfficeRole, Outcome

APPROVALS = frozenset({"approve", "approve_with_conditions"})
NEEDS_REASON = frozenset({"return", "reject"})


# ------------------------------------------------------------------ opening


def open_round(
    deliberation: Deliberation,
    name: str,
    *,
    cause: str,
    reconfirming: bool = False,
) -> Sealed:
    """Open the next round of a gate, carrying what is unchanged from a round that was returned.

    Args:
        name: Of the gate.
        cause: What opened it: an event's name, ``entry``, a standing command, ``reconfirm``.
        reconfirming: The earlier approval was voided by a change; only that is asked again.

    Raises:
        FactMissingError: Whether a party must be asked is unknown.
        GateNotMetError: A party has no office for the work that the gate asks for.
    """
    gate, record = deliberation.gate(name), deliberation.record
    before = record.rounds.get(name)
    number = before.round + 1 if before else 1
    carries = before is not None and (
        reconfirming or before.is_open or before.outcome in {"returned", "superseded"}
    )
    electors, chains, carried = [], {}, []
    for party in _asked(deliberation, name, gate):
        entry: dict[str, Any] = {
            "party": party.id,
            "office": None,
            "chain": None,
            "weight": _weight(deliberation, gate, party),
        }
        if gate.office is not None:
            entry["office"] = _office(deliberation, party, gate.office)
        elif party.participation != "paper":
            version, groups = _groups(deliberation, name, gate, party)
            entry["chain"] = version
            chains[party.id] = groups
        electors.append(entry)
        old = before.elector(party.id) if before and carries else None
        if old and old.answer and old.answer.valid and old.answer.answer in APPROVALS:
            carried.append(party.id)
    opened = deliberation.emit(
        "gate.opened",
        {
            "gate": name,
            "round": number,
            "round_id": deliberation.new_id(),
            "cause": cause,
            "reconfirming": reconfirming,
            "electors": electors,
            "carried": carried,
        },
    )
    for party_id, groups in chains.items():
        if party_id in carried:
            continue
        deliberation.emit(
            "chain.started",
            {
                "gate": name,
                "round": number,
                "chain": next(e["chain"] for e in electors if e["party"] == party_id),
                "groups": groups,
                "carries": carries,
            },
            stream=party_id,
        )
    _set_silence(deliberation, name, starting="opening", on=deliberation.effective_on)
    _ask(deliberation, name, opened)
    if not electors:
        _close(deliberation, name, Outcome.NOT_ASKED, {})
    return opened


def _asked(deliberation: Deliberation, name: str, gate: Gate) -> list[PartyRecord]:
    record = deliberation.record
    parties = record.active_parties
    if gate.ask is Ask.INITIATING_PARTY:
        parties = [party for party in parties if party.initiating]
    elif gate.ask is Ask.INVITED_PARTIES:
        parties = [party for party in parties if not party.initiating]
    elif gate.ask is Ask.ACCEPTING_PARTIES:
        parties = [party for party in parties if party.accepted]
    if gate.where is None:
        return parties
    facts = facts_of(record, deliberation.workflow.template, deliberation.effective_on)
    chosen = []
    ids = {party.id for party in parties}
    for party_facts, result in deliberation.workflow.parties_where(gate.where, facts):
        if party_facts["id"] not in ids:
            continue
        if result.truth is Truth.UNKNOWN:
            guard = deliberation.workflow.template.guards[gate.where]
            missing = ", ".join(result.missing)
            raise FactMissingError(
                f"Whether {party_facts['name'] or 'a party'} must be asked at {name!r} is not "
                f"known: {missing} is not stated.",
                hint=f"{ROLE_WORDS[guard.supplied_by][0]} of that party can state it.",
                gate=name,
                party=party_facts["id"],
                missing=list(result.missing),
                supplied_by=guard.supplied_by.value,
            )
        if result.truth is Truth.TRUE:
            chosen.append(next(p for p in parties if p.id == party_facts["id"]))
    return chosen


def _weight(deliberation: Deliberation, gate: Gate, party: PartyRecord) -> int:
    if gate.rule.weights is None:
        return 1
    value = deliberation.term_value(f"{gate.rule.weights}.{party.id}")
    if value is None:
        raise FactMissingError(
            f"The weight {gate.rule.weights!r} of {party.name} is not stated.",
            hint="The coordinator states it as a term before the gate opens.",
            path=f"{gate.rule.weights}.{party.id}",
        )
    return int(value)


def _office(deliberation: Deliberation, party: PartyRecord, role: OfficeRole) -> str:
    offices = deliberation.directory.offices(party.organisation, role.value)
    if not offices:
        raise GateNotMetError(
            f"{party.name} has no office recorded for {ROLE_WORDS[role][0]}.",
            hint="The region administrator records it with its holder; then try again.",
            organisation=party.organisation,
            role=role.value,
        )
    return offices[0].id


def _groups(
    deliberation: Deliberation, name: str, gate: Gate, party: PartyRecord
) -> tuple[int, list[list[dict[str, str]]]]:
    own = deliberation.directory.chain(
        party.organisation, deliberation.record.template_key, name
    )
    groups = own.groups if own else tuple(tuple(r.value for r in g) for g in gate.chain)
    return own.version if own else 0, [
        [
            {"role": role, "office": _office(deliberation, party, OfficeRole(role))}
            for role in group
        ]
        for group in groups
    ]


def _ask(deliberation: Deliberation, name: str, occasion: Sealed) -> None:
    """Tell the offices whose turn it is."""
    for elector in deliberation.record.rounds[name].electors:
        if elector.answer is not None and elector.answer.valid:
            continue
        for office in offices_asked(deliberation, name, elector):
            deliberation.notify("decision_requested", office, occasion, gate=name)


def offices_asked(deliberation: Deliberation, name: str, elector: ElectorRecord) -> list[str]:
    """The offices whose answer is awaited from one elector now."""
    if elector.office is not None:
        return [elector.office]
    chain = _chain(deliberation, name, elector)
    if chain is None:
        return []
    if chain.stopped_by() is not None:
        party = deliberation.record.party(elector.party)
        return deliberation.coordinators(party) if party else []
    return [step.office for step in chain.asked()]


def _chain(
    deliberation: Deliberation, name: str, elector: ElectorRecord
) -> ChainRecord | None:
    track = deliberation.tracks.get(elector.party)
    return track.chains.get(name) if track else None


# ------------------------------------------------------------------ answering


def decide(deliberation: Deliberation, command: Decide) -> None:
    """Answer a gate: in a chain step, or outward through one office.

    Raises:
        GateNotMetError: No round is open, or it is not the person's turn.
        MandateLackingError: See `authority.standing_for`.
        SeparationOfDutiesError: Rule 4 above.
        ReasonRequiredError: A return or rejection without its reason.
        InvalidInputError: An answer that the gate does not take.
    """
    name, elector, step = _turn(deliberation, command.gate)
    gate = deliberation.gate(name)
    _check_answer(deliberation, name, gate, command)
    party = deliberation.record.party(elector.party)
    assert party is not None  # noqa: S101  (an elector is a party of the record)
    office = step.office if step else elector.office
    assert office is not None  # noqa: S101  (a turn always has an office)
    if deliberation.envelope.evidence is not None:
        standing = _paper_standing(deliberation, gate, party, office)
    else:
        standing = standing_for(deliberation, office, gate)
    actor = standing.as_actor(deliberation)
    if step is None:
        _check_drafter(deliberation, name, gate, None, signs=gate.signs)
        _answer(deliberation, name, elector, command.answer, actor, standing, command.conditions)
    else:
        _check_duties(deliberation, name, elector, step)
        _check_drafter(deliberation, name, gate, step.role, signs=False)
        _decide_step(deliberation, name, elector, step, command, actor, standing)
    settle(deliberation, name)


def _turn(
    deliberation: Deliberation, wanted: str | None
) -> tuple[str, ElectorRecord, StepRecord | None]:
    """The one place where the acting person is asked."""
    record, envelope = deliberation.record, deliberation.envelope
    if wanted is not None and wanted not in deliberation.workflow.template.gates:
        gates = ", ".join(deliberation.workflow.template.gates)
        raise InvalidInputError(f"There is no gate {wanted!r}.", hint=f"The gates are: {gates}.")
    rounds = [r for name, r in record.rounds.items() if r.is_open and wanted in {None, name}]
    if not rounds:
        what = f"The gate {wanted!r} is" if wanted else "No gate is"
        word = "not open" if wanted else "open"
        raise GateNotMetError(
            f"{what} {word} for answers now.",
            hint="See what can be done with: kadflow agreement explain.",
            gate=wanted,
        )
    mine = _offices_of_person(deliberation)
    turns = []
    for found in rounds:
        for elector in found.electors:
            if elector.answer is not None and elector.answer.valid:
                continue
            if elector.office is not None:
                if elector.office in mine:
                    turns.append((found.gate, elector, None))
                continue
            chain = _chain(deliberation, found.gate, elector)
            if chain is None or chain.stopped_by() is not None:
                continue
            turns.extend((found.gate, elector, s) for s in chain.asked() if s.office in mine)
    if not turns:
        raise _not_your_turn(deliberation, rounds)
    if len(turns) > 1:
        raise InvalidInputError(
            "You are asked in more than one place: "
            + ", ".join(sorted({f"{gate} ({(s.office if s else e.office)})" for gate, e, s in turns}))
            + ".",
            hint="Name the gate, and the office with --on-behalf-of.",
            gates=sorted({gate for gate, _, _ in turns}),
        )
    del envelope
    return turns[0]


def _offices_of_person(deliberation: Deliberation) -> set[str]:
    """Offices for which the person may be asked: held, by mandate, or recorded on paper."""
    envelope, day = deliberation.envelope, deliberation.effective_on.date
    if envelope.evidence is not None:
        return {envelope.on_behalf_of} if envelope.on_behalf_of else set()
    if envelope.person is None:
        return set()
    held = {h.office for h in deliberation.directory.holdings(envelope.person, day)}
    held |= {m.giver for m in deliberation.directory.mandates(envelope.person, day)}
    if envelope.on_behalf_of is not None:
        # an office that the person turns out not to hold is told by authority, by name
        return {envelope.on_behalf_of}
    return held


def _not_your_turn(deliberation: Deliberation, rounds: Sequence[RoundRecord]) -> GateNotMetError:
    record = deliberation.record
    waiting = []
    for found in rounds:
        for elector in found.electors:
            if elector.answer is None or not elector.answer.valid:
                party = record.party(elector.party)
                waiting.append(f"{found.gate}: {party.name if party else elector.party}")
    return GateNotMetError(
        "You are not asked now.",
        hint=f"Waiting for {'; '.join(waiting) or 'nobody'}.",
        waiting=waiting,
    )


def _check_answer(deliberation: Deliberation, name: str, gate: Gate, command: Decide) -> None:
    if command.answer not in set(Answer) or Answer(command.answer) not in gate.answers:
        answers = ", ".join(answer.value for answer in gate.answers)
        raise InvalidInputError(
            f"{command.answer!r} is no answer that the gate {name!r} takes.",
            hint=f"It takes: {answers}.",
        )
    if command.sign and not gate.signs:
        raise GateNotMetError(
            f"The gate {name!r} is not a signature.", hint="Use decide instead of sign."
        )
    if gate.signs and command.answer == "approve" and not command.sign:
        raise GateNotMetError(
            f"The gate {name!r} is a signature.", hint="Use sign instead of decide."
        )
    if command.answer in NEEDS_REASON and not deliberation.envelope.reason:
        raise ReasonRequiredError(
            f"An answer {command.answer!r} needs its reason.", hint="Give it with --reason."
        )
    if (command.answer == "approve_with_conditions") != bool(command.conditions):
        raise InvalidInputError(
            "Conditions belong to the answer approve_with_conditions, and it needs at least one.",
            hint="Give each with --condition TEXT.",
        )


def _paper_standing(
    deliberation: Deliberation, gate: Gate, party: PartyRecord, office: str
) -> Standing:
    if not gate.recorded_from_paper:
        raise NotPermittedError(
            "This answer is not accepted from paper.", hint="The office answers in Kadflow."
        )
    may_act(deliberation, (MayAct.COORDINATOR,), "Recording an answer given on paper")
    return on_paper(deliberation, office, party.organisation)


def _check_duties(
    deliberation: Deliberation, name: str, elector: ElectorRecord, step: StepRecord
) -> None:
    chain = _chain(deliberation, name, elector)
    person = deliberation.envelope.person
    if chain is None or deliberation.envelope.evidence is not None:
        return
    for group in chain.groups:
        for other in group:
            if other is not step and other.valid and other.person == person and other.answer:
                raise SeparationOfDutiesError(
                    f"You already decided as {ROLE_WORDS[other.role][0]} in this chain.",
                    hint="Another holder or the superior office decides this step.",
                    gate=name,
                    role=other.role,
                )


def _check_drafter(
    deliberation: Deliberation, name: str, gate: Gate, role: str | None, *, signs: bool
) -> None:
    if signs or deliberation.envelope.evidence is not None:
        return
    covers = covered(deliberation.workflow.template, deliberation.record, gate, role)
    person = deliberation.envelope.person
    drafted = [p for p in covers if deliberation.record.drafters.get(p) == person]
    if drafted:
        raise SeparationOfDutiesError(
            f"You drafted {', '.join(drafted[:5])} yourself, so you may not approve it.",
            hint="Another holder of the office, or its superior, decides.",
            gate=name,
            paths=drafted,
        )


def _decide_step(
    deliberation: Deliberation,
    name: str,
    elector: ElectorRecord,
    step: StepRecord,
    command: Decide,
    actor: Actor,
    standing: Standing,
) -> None:
    gate, record = deliberation.gate(name), deliberation.record
    covers = covered(deliberation.workflow.template, record, gate, step.role)
    parts = {f"condition.{i}": text for i, text in enumerate(command.conditions, 1)}
    if deliberation.envelope.reason:
        parts["reason"] = deliberation.envelope.reason
    made = deliberation.emit(
        "decision.made",
        {
            "gate": name,
            "round": record.rounds[name].round,
            "office": step.office,
            "role": step.role,
            "answer": command.answer,
            "covers": [[path, digest] for path, digest in covers.items()],
        },
        stream=elector.party,
        actor=actor,
        facts=standing.facts,
        parts=parts,
    )
    if command.conditions:
        _oblige(deliberation, name, elector.party, command.conditions)
    chain = _chain(deliberation, name, elector)
    assert chain is not None  # noqa: S101  (the step belongs to it)
    if chain.stopped_by() is not None:
        party = record.party(elector.party)
        for office in deliberation.coordinators(party) if party else []:
            deliberation.notify("chain_stopped", office, made, gate=name)
    elif not chain.asked():
        outward = "approve"
        _answer(deliberation, name, elector, outward, actor, standing, (), basis=made.digest)
    else:
        for waiting in chain.asked():
            deliberation.notify("decision_requested", waiting.office, made, gate=name)


def _answer(
    deliberation: Deliberation,
    name: str,
    elector: ElectorRecord,
    answer: str,
    actor: Actor,
    standing: Standing | None,
    conditions: Sequence[str],
    *,
    basis: str | None = None,
    deemed: bool = False,
    effective_on: LegalDate | None = None,
) -> Sealed:
    """Give a party's outward answer on the shared record."""
    gate, record = deliberation.gate(name), deliberation.record
    inner = elector.chain is not None
    covers = covered(deliberation.workflow.template, record, gate, None)
    parts = {}
    if not inner and deliberation.envelope.reason and not deemed:
        parts["reason"] = deliberation.envelope.reason
    given = deliberation.emit(
        "answer.given",
        {
            "gate": name,
            "round": record.rounds[name].round,
            "party": elector.party,
            "answer": answer,
            "signs": gate.signs and answer == "approve",
            "deemed": deemed,
            "basis": basis,
            "covers": [[path, digest] for path, digest in covers.items()],
        },
        actor=_outward(actor) if inner else actor,
        facts=standing.facts if standing and not inner else (),
        parts=parts,
        effective_on=effective_on,
    )
    _drop_silence(deliberation, name, elector.party)
    if conditions:
        _oblige(deliberation, name, elector.party, conditions)
    if standing is not None and standing.verdict.verdict != "allowed":
        _find(deliberation, f"capacity.{standing.capacity}", standing)
    return given


def _outward(actor: Actor) -> Actor:
    """The actor as other parties see it: the organisation, never persons or inner offices."""
    return Actor(
        principal="organisation",
        authenticated=actor.authenticated,
        organisation=actor.organisation,
    )


def _oblige(
    deliberation: Deliberation, gate: str, party: str, conditions: Sequence[str]
) -> None:
    for text in conditions:
        deliberation.emit(
            "obligation.added",
            {"obligation": deliberation.new_id(), "gate": gate, "party": party},
            parts={"text": text},
        )


def _find(deliberation: Deliberation, rule: str, standing: Standing) -> None:
    source = standing.verdict.source
    deliberation.emit(
        "finding.raised",
        {
            "finding": deliberation.new_id(),
            "rule": rule,
            "source": source.ref if source else None,
            "verified": bool(source and source.verified),
        },
        parts={"reason": deliberation.envelope.reason or ""},
    )


# ------------------------------------------------------------------ release, withdrawal, receipt


def release(deliberation: Deliberation, command: Release) -> None:
    """Let a party's inner return or rejection out, or ask the step that stopped it again."""
    elector, party = _own_elector(deliberation, command.gate)
    actor = may_act(deliberation, (MayAct.COORDINATOR,), "Answering for a party")
    chain = _chain(deliberation, command.gate, elector)
    stopped = chain.stopped_by() if chain else None
    if stopped is None:
        raise GateNotMetError(
            f"No step of {party.name} has returned or rejected {command.gate!r}.",
            hint="There is nothing to release.",
        )
    if command.answer == "resume":
        resumed = deliberation.emit(
            "chain.resumed",
            {"gate": command.gate, "office": stopped.office, "role": stopped.role},
            stream=party.id,
            actor=actor,
        )
        deliberation.notify("decision_requested", stopped.office, resumed, gate=command.gate)
        return
    if command.answer not in NEEDS_REASON:
        raise InvalidInputError(
            f"{command.answer!r} cannot be released.", hint="Use return, reject or resume."
        )
    if not deliberation.envelope.reason:
        raise ReasonRequiredError(
            "The official response needs its reason.", hint="Give it with --reason."
        )
    deliberation.actor = actor
    gate = deliberation.gate(command.gate)
    deliberation.emit(
        "answer.given",
        {
            "gate": command.gate,
            "round": deliberation.record.rounds[command.gate].round,
            "party": party.id,
            "answer": command.answer,
            "signs": False,
            "deemed": False,
            "basis": None,
            "covers": [
                [p, d]
                for p, d in covered(
                    deliberation.workflow.template, deliberation.record, gate, None
                ).items()
            ],
        },
        actor=actor,
        parts={"reason": deliberation.envelope.reason},
    )
    settle(deliberation, command.gate)


def _own_elector(deliberation: Deliberation, name: str) -> tuple[ElectorRecord, PartyRecord]:
    record, person = deliberation.record, deliberation.envelope.person
    found = record.rounds.get(name)
    if found is None or not found.is_open:
        raise GateNotMetError(f"The gate {name!r} is not open.", gate=name)
    held = deliberation.directory.holdings(person or "", deliberation.effective_on.date)
    for holding in held:
        party = record.party_of(holding.organisation)
        elector = found.elector(party.id) if party else None
        if party is not None and elector is not None:
            return elector, party
    raise NotPermittedError(
        "Your organisation is not asked at this gate.", hint="Only a party that is asked answers."
    )


def withdraw(deliberation: Deliberation, command: Withdraw) -> None:
    """Take back an own answer while the round is open."""
    name = command.gate
    elector, party = _own_elector(deliberation, name)
    offices = _offices_of_person(deliberation)
    parts = {"reason": deliberation.envelope.reason} if deliberation.envelope.reason else {}
    if elector.office is not None:
        if elector.answer is None or elector.office not in offices:
            raise GateNotMetError("There is no answer of yours to withdraw.", gate=name)
        standing = standing_for(deliberation, elector.office, None)
        taken = deliberation.emit(
            "answer.withdrawn",
            {"gate": name, "party": party.id},
            actor=standing.as_actor(deliberation),
            parts=parts,
        )
        _ask(deliberation, name, taken)
        return
    chain = _chain(deliberation, name, elector)
    steps = [s for g in (chain.groups if chain else []) for s in g if s.office in offices]
    decided = [s for s in steps if s.answer is not None]
    if not decided:
        raise GateNotMetError("There is no decision of yours to withdraw.", gate=name)
    step = decided[-1]
    standing = standing_for(deliberation, step.office, None)
    actor = standing.as_actor(deliberation)
    taken = deliberation.emit(
        "decision.withdrawn",
        {"gate": name, "office": step.office, "role": step.role},
        stream=party.id,
        actor=actor,
        parts=parts,
    )
    if elector.answer is not None:
        deliberation.emit(
            "answer.withdrawn", {"gate": name, "party": party.id}, actor=_outward(actor)
        )
    _ask(deliberation, name, taken)


def record_receipt(deliberation: Deliberation, command: RecordReceipt) -> None:
    """State that a party received the request; a silence procedure counts from that day."""
    actor = may_act(deliberation, (MayAct.COORDINATOR,), "Recording a receipt")
    found = deliberation.record.rounds.get(command.gate)
    party = deliberation.record.party_of(command.organisation)
    elector = found.elector(party.id) if found and party else None
    if found is None or not found.is_open or party is None or elector is None:
        raise GateNotMetError(
            f"{command.organisation} is not asked at the gate {command.gate!r} now.",
            hint="See who is asked with: kadflow agreement explain.",
        )
    if elector.received_on is not None:
        raise GateNotMetError(f"Its receipt on {elector.received_on} is already recorded.")
    deliberation.emit(
        "receipt.recorded", {"gate": command.gate, "party": party.id}, actor=actor
    )
    _set_silence(
        deliberation,
        command.gate,
        starting="receipt",
        on=deliberation.effective_on,
        only=party.id,
    )


# ------------------------------------------------------------------ silence


def _set_silence(
    deliberation: Deliberation,
    name: str,
    *,
    starting: str,
    on: LegalDate,
    only: str | None = None,
) -> None:
    silence = deliberation.gate(name).silence
    if silence is None or silence.starts != starting:
        return
    for elector in deliberation.record.rounds[name].electors:
        if only not in {None, elector.party} or elector.answer is not None:
            continue
        party = deliberation.record.party(elector.party)
        zone = party.zone if party else on.zone
        due = due_after(date.fromisoformat(on.date), silence.within, zone)
        deliberation.emit(
            "deadline.set",
            {
                "deadline": deliberation.new_id(),
                "name": name,
                "effect": "silence",
                "subject": elector.party,
                "due_on": due.on,
                "due_at": due.at,
                "counted_from": on.date,
                "zone": zone,
                "n": silence.within.n,
                "unit": silence.within.unit,
                "skipped": [list(day) for day in due.skipped],
                "calendar": due.calendar,
                "source": silence.source.ref if silence.source else None,
                "verified": bool(silence.source and silence.source.verified),
            },
            actor=SYSTEM,
        )


def _drop_silence(deliberation: Deliberation, name: str, party: str) -> None:
    for deadline in list(deliberation.record.deadlines):
        if deadline.effect == "silence" and (deadline.name, deadline.subject) == (name, party):
            deliberation.emit("deadline.withdrawn", {"deadline": deadline.id}, actor=SYSTEM)


def answer_by_silence(
    deliberation: Deliberation, name: str, party: str, effective_on: LegalDate
) -> None:
    """Give the answer that silence means, on the day after the last day to speak."""
    found = deliberation.record.rounds.get(name)
    elector = found.elector(party) if found and found.is_open else None
    silence = deliberation.gate(name).silence
    if elector is None or silence is None or (elector.answer and elector.answer.valid):
        return
    _answer(
        deliberation,
        name,
        elector,
        silence.answer.value,
        SYSTEM,
        None,
        (),
        deemed=True,
        effective_on=effective_on,
    )
    settle(deliberation, name)


# ------------------------------------------------------------------ voiding


def void_touched(deliberation: Deliberation, changed: Sequence[str], occasion: Sealed) -> None:
    """Void exactly the answers that stood for a changed path, and ask their givers again."""
    record, template = deliberation.record, deliberation.workflow.template
    bound = [path for path in changed if is_bound(template, path)]
    if not bound:
        return
    for name in list(record.rounds):
        gate, found = deliberation.gate(name), record.rounds[name]
        if gate.opens.command:
            continue
        if found.outcome not in {None, Outcome.APPROVED, "superseded"}:
            if found.reconfirming and found.outcome != Outcome.NOT_ASKED:
                open_round(deliberation, name, cause="reconfirm", reconfirming=True)
            continue
        lost = False
        for elector in found.electors:
            lost |= _void_elector(deliberation, name, gate, elector, bound)
        if lost and found.is_open:
            _ask(deliberation, name, occasion)
        elif lost and found.outcome == Outcome.APPROVED:
            open_round(deliberation, name, cause="reconfirm", reconfirming=True)


def _void_elector(
    deliberation: Deliberation,
    name: str,
    gate: Gate,
    elector: ElectorRecord,
    changed: Sequence[str],
) -> bool:
    chain = _chain(deliberation, name, elector)
    lost = False
    for group in chain.groups if chain else []:
        for step in group:
            hit = touched(step.covers, gate, step.role, changed) if step.answer else []
            if step.valid and hit:
                deliberation.emit(
                    "decision.voided",
                    {"gate": name, "office": step.office, "role": step.role, "paths": hit},
                    stream=elector.party,
                )
                lost = True
    answer = elector.answer
    if answer is None or not answer.valid:
        return lost
    hit = touched(answer.covers, gate, None, changed)
    if hit and (lost or chain is None or elector.office is not None):
        deliberation.emit(
            "answer.voided", {"gate": name, "party": elector.party, "paths": hit}
        )
        return True
    return lost


# ------------------------------------------------------------------ settling


def settle(deliberation: Deliberation, name: str) -> None:
    """Close a round whose rule is decided, and take the step that its outcome leads to."""
    found = deliberation.record.rounds[name]
    if not found.is_open:
        return
    outcome = outcome_of(deliberation.gate(name), found)
    if outcome is not None:
        counts = {}
        for elector in found.electors:
            if elector.answer is not None and elector.answer.valid:
                counts[elector.answer.answer] = counts.get(elector.answer.answer, 0) + 1
        _close(deliberation, name, outcome, counts)


def _close(
    deliberation: Deliberation, name: str, outcome: Outcome, counts: dict[str, int]
) -> None:
    found = deliberation.record.rounds[name]
    for deadline in list(deliberation.record.deadlines):
        if deadline.effect == "silence" and deadline.name == name:
            deliberation.emit("deadline.withdrawn", {"deadline": deadline.id}, actor=SYSTEM)
    closed = deliberation.emit(
        "gate.closed",
        {"gate": name, "round": found.round, "outcome": outcome.value, "counts": counts},
        actor=SYSTEM,
    )
    for party in deliberation.record.active_parties:
        for office in deliberation.coordinators(party):
            deliberation.notify(
                "gate_closed", office, closed, gate=name, outcome=outcome.value
            )


def outcome_of(gate: Gate, found: RoundRecord) -> Outcome | None:
    """What the rule makes of the valid answers so far; None while it is undecided.

    A return closes the round at once, so that its reason is dealt with; a rejection as soon as
    approval has become impossible; abstentions leave the electorate, but somebody must approve.
    """
    answers = [
        (e.answer.answer if e.answer is not None and e.answer.valid else None, e.weight)
        for e in found.electors
    ]
    if any(answer == "return" for answer, _ in answers):
        return Outcome.RETURNED
    yes = _count(answers, *APPROVALS)
    no = _count(answers, "reject")
    waiting = _count(answers, None)
    needed = _needed(gate, answers)
    if yes >= needed and yes > 0 and not (gate.rule.kind == "all" and waiting):
        return Outcome.APPROVED
    if yes + waiting < needed or (not waiting and not yes):
        return Outcome.REJECTED if no or not waiting else None
    return None


def _count(answers: Sequence[tuple[str | None, int]], *wanted: str | None) -> Fraction:
    return Fraction(sum(weight for answer, weight in answers if answer in wanted))


def _needed(gate: Gate, answers: Sequence[tuple[str | None, int]]) -> Fraction:
    electorate = Fraction(sum(weight for answer, weight in answers if answer != "abstain"))
    match gate.rule.kind:
        case "all":
            return electorate
        case "any":
            return Fraction(1)
        case "at_least":
            return Fraction(gate.rule.n or 1)
        case _:
            return electorate * Fraction(gate.rule.share or "1/1")
