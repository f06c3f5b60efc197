"""What makes a finding good again: said by whom, on which paper; the finding itself stays.

Rules, in order:

1. A finding about authority is cured by ratification by the definitive head, by a new surat
   kuasa, or by signing anew (practice 5); a gap in the term is never smoothed over.
2. The definitive head of the party ratifies in Kadflow; every other cure is recorded by a
   secretariat from its paper, by the rules of `paper`.
3. A finding is cured once; the entry that says so names the finding's own entry.
"""

from __future__ import annotations

from kadflow.domain.agreements import FindingRecord, PartyRecord
from kadflow.domain.commands import Cure
from kadflow.domain.events import Actor, FactUsed
from kadflow.domain.people import CAPACITY_WORDS
from kadflow.domain.wording import CURE_WORDS, Pair, choices, rule_words, words_for
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import check_recorder, letter_parts
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    MandateLackingError,
    NotFoundError,
    NotPermittedError,
)
from state_machines.template import Actor as MayAct

_CURING: Pair = ("Pemulihan temuan", "Curing a finding")


def cure(deliberation: Deliberation, command: Cure) -> None:
    """State what made a finding good.

    Raises:
        NotFoundError: The agreement has no such finding.
        GateNotMetError: It is cured already.
        InvalidInputError: It cannot be cured, not in this way, or not without its paper.
        NotPermittedError: The person may neither ratify nor record for the party concerned.
        MandateLackingError: Who ratifies is not the definitive head.
    """
    record = deliberation.record
    finding = next((f for f in record.findings if f.id == command.finding), None)
    if finding is None:
        raise NotFoundError(
            f"{record.number} has no such finding.",
            hint="See its findings with: kadflow agreement show.",
            pesan=f"{record.number} tidak mempunyai temuan itu.",
            saran="Lihat temuannya dengan: kadflow agreement show.",
        )
    _check_curable(finding, command.by)
    party = record.party(finding.party) if finding.party else None
    on_paper = deliberation.envelope.evidence is not None
    actor = _recorded(deliberation, party) if on_paper else _head(deliberation, party, command.by)
    reason = deliberation.envelope.reason
    deliberation.emit(
        "finding.cured",
        {
            "finding": finding.id,
            "rule": finding.rule,
            "by": command.by,
            "party": finding.party,
            "gate": finding.gate,
        },
        actor=actor,
        facts=[
            FactUsed(name="finding", value=finding.rule, stream=record.id, number=finding.number)
        ],
        parts=letter_parts(deliberation) | ({"reason": reason} if reason else {}),
    )


def _check_curable(finding: FindingRecord, by: str) -> None:
    if finding.cured_by is not None:
        made_good = words_for(CURE_WORDS, finding.cure or "")
        raise GateNotMetError(
            f"This finding is already cured, by {made_good[1]} (history no. {finding.cured_by}).",
            pesan=f"Temuan ini sudah dipulihkan dengan {made_good[0]} (riwayat no. "
            f"{finding.cured_by}).",
        )
    if not is_curable(finding):
        words = rule_words(finding.rule)
        raise InvalidInputError(
            f"What happened cannot be made good: {words[1]}.",
            hint="The finding stays as it is.",
            pesan=f"Yang sudah terjadi tidak dapat dipulihkan: {words[0]}.",
            saran="Temuan ini tetap tercatat sebagaimana adanya.",
        )
    if by not in CURE_WORDS:
        raise InvalidInputError(
            f"A finding is not cured by {by!r}.",
            hint=f"It is cured by: {choices(CURE_WORDS)[1]}.",
            pesan=f"Temuan tidak dipulihkan dengan {by!r}.",
            saran=f"Caranya: {choices(CURE_WORDS)[0]}.",
        )


def is_curable(finding: FindingRecord) -> bool:
    """Whether anything can make a finding good: only what is about authority."""
    return finding.rule.startswith("capacity.")


def _recorded(deliberation: Deliberation, party: PartyRecord | None) -> Actor:
    envelope = deliberation.envelope
    recorder = may_act(deliberation, (MayAct.COORDINATOR,), _CURING, for_office=False)
    check_recorder(deliberation, party)
    return Actor(
        principal=envelope.principal,
        authenticated="paper",
        organisation=party.organisation if party else None,
        capacity=envelope.paper.capacity if envelope.paper else None,
        instrument=envelope.evidence,
        recorder=recorder.person,
    )


def _head(deliberation: Deliberation, party: PartyRecord | None, by: str) -> Actor:
    if by != "ratification":
        words = words_for(CURE_WORDS, by)
        raise InvalidInputError(
            f"That there is {words[1]} is shown by its paper, and none is given.",
            hint="Give its scan with --evidence FILE; the secretariat records it.",
            pesan=f"Adanya {words[0]} ditunjukkan oleh suratnya, tetapi suratnya tidak disertakan.",
            saran="Sertakan pindaiannya dengan --evidence BERKAS; sekretariat yang mencatatnya.",
        )
    actor = may_act(deliberation, (MayAct.HEAD,), _CURING)
    if party is not None and actor.organisation != party.organisation:
        raise NotPermittedError(
            f"The finding is about an act of {party.name}; its own head ratifies it.",
            hint=f"Ask {party.name}.",
            pesan=f"Temuan ini mengenai tindakan {party.name}; kepalanya sendiri yang mengesahkan.",
            saran=f"Mintalah kepada {party.name}.",
            party=party.id,
        )
    if actor.capacity != "definitive":
        words = CAPACITY_WORDS[actor.capacity or "plt"]
        raise MandateLackingError(
            f"The definitive head ratifies, not the {words[1]}.",
            hint="Wait for the definitive head, or record a cure from its paper with --evidence.",
            pesan=f"Yang mengesahkan adalah kepala definitif, bukan {words[0]}.",
            saran="Tunggu kepala definitif, atau catat pemulihannya dari suratnya dengan "
            "--evidence.",
            capacity=actor.capacity,
        )
    return actor
