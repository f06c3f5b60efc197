"""Gates open as rounds, and close when their rule is decided.

Rules, in order:

1. A gate opens as a round. Its electorate is frozen then: which parties, through which office or
   which version of their own chain, with which weight; or an outside body, which answers by letter. A round after a return, a joining or a
   voided approval carries what is unchanged.
2. Inside a party a chain goes group by group; the offices of one group are asked side by side.
3. The rule is counted over the valid outward answers; abstentions leave the electorate, and
   nothing is approved without one approval. A return closes the round at once.

How answers are given is in `answers`, how they are lost in `voiding`, what silence means in
`silence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

from kadflow.domain.agreements import (
    AnswerRecord,
    ChainRecord,
    ElectorRecord,
    PartyRecord,
    RoundRecord,
    StepRecord,
    binding_of,
)
from kadflow.domain.events import SYSTEM, FactUsed, Sealed
from kadflow.domain.wording import role_words
from kadflow.engine.budget.guarding import facts_now
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.facts import facts_used
from kadflow.engine.silence import set_silence
from kadflow.engine.terms import covered
from kadflow.errors import FactMissingError, GateNotMetError
from state_machines.guards import Truth
from state_machines.template import Ask, Gate, OfficeRole, Outcome

APPROVALS = frozenset({"approve", "approve_with_conditions"})


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
    asked, facts = _asked(deliberation, name, gate)
    for party in asked:
        entry: dict[str, Any] = {
            "party": party.id,
            "office": None,
            "chain": None,
            "weight": _weight(deliberation, gate, party),
        }
        if gate.office is not None:
            entry["office"] = _office_if_any(deliberation, party, gate.office)
        elif party.participation != "paper":
            version, groups = _groups(deliberation, name, gate, party)
            entry["chain"] = version
            chains[party.id] = groups
        electors.append(entry)
        old = before.elector(party.id) if before and carries else None
        if old and old.answer and _still_stands(deliberation, gate, None, old.answer):
            carried.append(party.id)
        elif old and party.id in chains:
            _keep_steps(deliberation, name, gate, old, chains[party.id])
    if gate.body is not None:
        electors.append({"party": gate.body, "office": None, "chain": None, "weight": 1})
        old = before.elector(gate.body) if before and carries else None
        if old and old.answer and _still_stands(deliberation, gate, None, old.answer):
            carried.append(gate.body)
    opened = deliberation.emit(
        "gate.opened",
        {
            "gate": name,
            "round": number,
            "round_id": deliberation.new_id(),
            "cause": cause,
            "reconfirming": reconfirming,
            "where": gate.where,
            "electors": electors,
            "carried": carried,
        },
        facts=facts,
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
            },
            stream=party_id,
        )
    set_silence(deliberation, name, starting="opening", on=deliberation.effective_on)
    ask(deliberation, name, opened)
    if not electors:
        _close(deliberation, name, Outcome.NOT_ASKED, {})
    else:
        settle(deliberation, name)
    return opened


def renew_rounds(deliberation: Deliberation, *, cause: str) -> None:
    """Open the next round of every open gate, since its parties are others now.

    Args:
        cause: ``join`` or ``leave``.
    """
    for name, found in list(deliberation.record.rounds.items()):
        if found.is_open:
            _close(deliberation, name, "superseded", {})
            open_round(deliberation, name, cause=cause, reconfirming=found.reconfirming)


def _still_stands(
    deliberation: Deliberation, gate: Gate, role: str | None, given: AnswerRecord | StepRecord
) -> bool:
    """Whether an approval of the round before covers exactly what it would cover now."""
    if not given.valid or given.answer not in APPROVALS:
        return False
    template, record = deliberation.workflow.template, deliberation.record
    return binding_of(covered(template, record, gate, role).items()) == given.binding


def _keep_steps(
    deliberation: Deliberation,
    name: str,
    gate: Gate,
    elector: ElectorRecord,
    groups: list[list[dict[str, Any]]],
) -> None:
    """Mark the steps of a chain whose decision in the round before still stands."""
    before = chain_of(deliberation, name, elector)
    standing = {
        (step.role, step.office)
        for group in (before.groups if before else [])
        for step in group
        if _still_stands(deliberation, gate, step.role, step)
    }
    for group in groups:
        for entry in group:
            entry["kept"] = (entry["role"], entry["office"]) in standing


def _asked(
    deliberation: Deliberation, name: str, gate: Gate
) -> tuple[list[PartyRecord], list[FactUsed]]:
    """The parties that a gate asks, and the facts by which its rule chose them."""
    record = deliberation.record
    parties = record.active_parties
    if gate.ask is Ask.OUTSIDE_BODY:
        return [], []
    if gate.ask is Ask.INITIATING_PARTY:
        parties = [party for party in parties if party.initiating]
    elif gate.ask is Ask.INVITED_PARTIES:
        parties = [party for party in parties if not party.initiating]
    elif gate.ask is Ask.ACCEPTING_PARTIES:
        parties = [party for party in parties if party.accepted]
    if gate.where is None:
        return parties, []
    facts = facts_now(deliberation)
    chosen = []
    ids = {party.id for party in parties}
    answers = deliberation.workflow.parties_where(gate.where, facts)
    for party_facts, result in answers:
        if party_facts["id"] not in ids:
            continue
        if result.truth is Truth.UNKNOWN:
            guard = deliberation.workflow.template.guards[gate.where]
            missing = deliberation.named.facts(result.missing)
            raise FactMissingError(
                f"Whether {party_facts['name'] or 'a party'} must be asked for "
                f"'{gate.title.en}' is not known: nobody has stated {missing[1]}.",
                hint=f"{role_words(guard.supplied_by)[1]} of that party can state it.",
                pesan=f"Belum diketahui apakah {party_facts['name'] or 'salah satu pihak'} harus "
                f"dimintai '{gate.title.id}': {missing[0]} belum diisi.",
                saran=f"Yang dapat mengisi: {role_words(guard.supplied_by)[0]} dari pihak "
                "tersebut.",
                gate=name,
                party=party_facts["id"],
                missing=list(result.missing),
                supplied_by=guard.supplied_by.value,
            )
        if result.truth is Truth.TRUE:
            chosen.append(next(p for p in parties if p.id == party_facts["id"]))
    concerned = [result for party_facts, result in answers if party_facts["id"] in ids]
    return chosen, facts_used(record, concerned, deliberation.effective_on)


def _weight(deliberation: Deliberation, gate: Gate, party: PartyRecord) -> int:
    if gate.rule.weights is None:
        return 1
    value = deliberation.term_value(f"{gate.rule.weights}.{party.id}")
    if value is None:
        raise FactMissingError(
            f"The weight '{deliberation.named.path(gate.rule.weights)[1]}' of {party.name} "
            "is not stated.",
            hint="The coordinator states it as a term before the gate opens.",
            pesan=f"Bobot '{deliberation.named.path(gate.rule.weights)[0]}' untuk {party.name} "
            "belum diisi.",
            saran="Sekretariat TKKSD mengisinya sebelum persetujuan diminta.",
            path=f"{gate.rule.weights}.{party.id}",
        )
    return int(value)


def _office_if_any(deliberation: Deliberation, party: PartyRecord, role: OfficeRole) -> str | None:
    """The office asked for; None where a party on paper has none here and answers by letter."""
    known = deliberation.directory.offices(party.organisation, role.value)
    if party.participation == "paper" and not known:
        return None
    return _office(deliberation, party, role)


def _office(deliberation: Deliberation, party: PartyRecord, role: OfficeRole) -> str:
    offices = deliberation.directory.offices(party.organisation, role.value)
    if not offices:
        raise GateNotMetError(
            f"{party.name} has no office recorded for: {role_words(role)[1]}.",
            hint="The region administrator records it with its holder; then try again.",
            pesan=f"{party.name} belum mempunyai jabatan yang tercatat untuk: "
            f"{role_words(role)[0]}.",
            saran="Administrator daerah mencatatnya beserta pejabatnya; setelah itu coba lagi.",
            organisation=party.organisation,
            role=role.value,
        )
    return offices[0].id


def _groups(
    deliberation: Deliberation, name: str, gate: Gate, party: PartyRecord
) -> tuple[int, list[list[dict[str, Any]]]]:
    own = deliberation.directory.chain(party.organisation, deliberation.record.template_key, name)
    groups = own.groups if own else tuple(tuple(r.value for r in g) for g in gate.chain)
    return own.version if own else 0, [
        [
            {
                "role": role,
                "office": _office(deliberation, party, OfficeRole(role)),
                "kept": False,
            }
            for role in group
        ]
        for group in groups
    ]


def ask(deliberation: Deliberation, name: str, occasion: Sealed) -> None:
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
    chain = chain_of(deliberation, name, elector)
    if chain is None:
        return []
    if chain.stopped_by() is not None:
        party = deliberation.record.party(elector.party)
        return deliberation.coordinators(party) if party else []
    return [step.office for step in chain.asked()]


def chain_of(deliberation: Deliberation, name: str, elector: ElectorRecord) -> ChainRecord | None:
    """An elector's internal chain in the latest round; None when it answers without one."""
    track = deliberation.tracks.get(elector.party)
    return track.chains.get(name) if track else None


def settle(deliberation: Deliberation, name: str) -> None:
    """Close a round whose rule is decided."""
    found = deliberation.record.rounds[name]
    if not found.is_open:
        return
    outcome = outcome_of(deliberation.gate(name), found)
    if outcome is not None:
        counts: dict[str, int] = {}
        for elector in found.electors:
            if elector.answer is not None and elector.answer.valid:
                counts[elector.answer.answer] = counts.get(elector.answer.answer, 0) + 1
        _close(deliberation, name, outcome, counts)


def _close(
    deliberation: Deliberation,
    name: str,
    outcome: Outcome | Literal["superseded"],
    counts: dict[str, int],
) -> None:
    found = deliberation.record.rounds[name]
    for deadline in list(deliberation.record.deadlines):
        if deadline.effect == "silence" and deadline.name == name:
            deliberation.emit("deadline.withdrawn", {"deadline": deadline.id}, actor=SYSTEM)
    closed = deliberation.emit(
        "gate.closed",
        {"gate": name, "round": found.round, "outcome": str(outcome), "counts": counts},
        actor=SYSTEM,
    )
    if deliberation.gate(name).ask is Ask.ACCEPTING_PARTIES and outcome is Outcome.APPROVED:
        _go_on_without(deliberation)
    for party in deliberation.record.active_parties:
        for office in deliberation.coordinators(party):
            deliberation.notify("gate_closed", office, closed, gate=name, outcome=str(outcome))


def _go_on_without(deliberation: Deliberation) -> None:
    """Those who accepted have agreed to go on: whoever did not accept is no party any more."""
    for party in deliberation.record.active_parties:
        if not party.accepted:
            deliberation.emit(
                "party.left", {"party": party.id, "ground": "did_not_accept"}, actor=SYSTEM
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


def _count(answers: Sequence[tuple[str | None, int]], *wanted: str | None) -> int:
    return sum(weight for answer, weight in answers if answer in wanted)


def _needed(gate: Gate, answers: Sequence[tuple[str | None, int]]) -> int | Fraction:
    electorate = sum(weight for answer, weight in answers if answer != "abstain")
    match gate.rule.kind:
        case "all":
            return electorate
        case "any":
            return 1
        case "at_least":
            return gate.rule.n or 1
        case _:
            return electorate * Fraction(gate.rule.share or "1/1")
