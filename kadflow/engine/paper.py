"""What happened on paper: who may record it, for whom, and how the record says so.

Rules, in order:

1. Paper is recorded, never refused for lack of authority; a broken rule becomes a finding.
2. A secretariat records the paper of its own party, and an assistant that of his office; for a
   party on paper, and for an outside body, the secretariat of any party does (practice 1, 2).
3. The capacity that the paper states is judged by the gate's table; where the record of holders
   does not bear it out, that is a finding too. Without a statement, whoever held the office on
   that day is taken to have acted.
4. Number and date of the letter stand beside the entry, as the scan's digest stands in it.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.agreements import ElectorRecord, PartyRecord
from kadflow.domain.clock import civil_date
from kadflow.domain.events import FactUsed
from kadflow.domain.people import CAPACITY_WORDS, Holding
from kadflow.domain.wording import choices
from kadflow.engine.authority import (
    RANK,
    Standing,
    assists,
    judge,
    may_act,
    own_organisations,
    verdict_for,
)
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import check_plain, is_iso_date
from kadflow.errors import InvalidInputError, NotPermittedError
from state_machines.template import Actor as MayAct
from state_machines.template import Gate, Verdict

VACANT = "capacity.nobody"
"""The finding that nobody is on record as holder of the office on the day of an act on paper."""

UNCONFIRMED = "capacity.unconfirmed"
"""The finding that the office was held that day, but by nobody in the capacity that is stated."""


def is_recorded_for(deliberation: Deliberation, elector: ElectorRecord) -> bool:
    """Whether evidence is given for one that answers on paper.

    That is a party on paper or an outside body: named itself, by an office of the party, or not
    at all.
    """
    envelope = deliberation.envelope
    wanted = envelope.on_behalf_of
    if envelope.evidence is None:
        return False
    if elector.party in deliberation.workflow.template.bodies:
        return wanted in {None, elector.party}
    party = deliberation.record.party(elector.party)
    if party is None or party.participation != "paper":
        return False
    if wanted is None or wanted == party.organisation:
        return True
    if elector.office is not None:
        return elector.office == wanted
    known = deliberation.directory.office(wanted)
    return known is not None and known.organisation == party.organisation


def paper_standing(
    deliberation: Deliberation, gate: Gate, party: PartyRecord | None, office: str | None
) -> Standing:
    """The standing of an answer recorded from paper, after asking whether it may be recorded.

    Args:
        party: Whose answer it is; None for an outside body.
        office: That decided; None where none is known here.
    """
    if not gate.recorded_from_paper:
        raise NotPermittedError(
            "This answer is not accepted from paper.",
            hint="The office answers in Kadflow.",
            pesan="Jawaban untuk persetujuan ini tidak dapat dicatat dari surat.",
            saran="Pejabat yang bersangkutan menjawab langsung di Kadflow.",
        )
    if not assists(deliberation, office):
        may_act(
            deliberation,
            (MayAct.COORDINATOR,),
            ("Pencatatan jawaban dari surat", "Recording an answer given on paper"),
            for_office=False,
            prepares=True,
        )
    check_recorder(deliberation, party)
    return _on_paper(deliberation, office, party, gate)


def meeting_standing(
    deliberation: Deliberation, gate: Gate, party: PartyRecord | None, office: str | None
) -> Standing:
    """The standing of an answer that the signed minutes of a meeting carry.

    The minutes are a paper of all who attended, so it does not matter whose secretariat records
    them; who held the office on that day is judged as for any paper.
    """
    return _on_paper(deliberation, office, party, gate)


def check_recorder(deliberation: Deliberation, party: PartyRecord | None) -> None:
    """Refuse the paper of a party that takes part itself, unless its own secretariat records."""
    if party is None or party.participation == "paper":
        return
    if party.organisation not in own_organisations(deliberation):
        raise NotPermittedError(
            f"{party.name} takes part in Kadflow itself; its own secretariat records its paper.",
            hint="Send the paper to the secretariat of that party.",
            pesan=f"{party.name} memakai Kadflow; sekretariatnya sendiri yang mencatat suratnya.",
            saran="Sampaikan suratnya kepada sekretariat pihak itu.",
            party=party.id,
        )


def check_paper(deliberation: Deliberation) -> None:
    """Refuse what a paper cannot say of itself.

    Raises:
        InvalidInputError: Words about a paper without the paper, a capacity that does not exist,
            or a date that is none or lies in the future.
    """
    envelope = deliberation.envelope
    paper = envelope.paper
    if paper is None:
        return
    if envelope.evidence is None:
        raise InvalidInputError(
            "Number, date and capacity belong to a paper, and no paper is given.",
            hint="Give its scan with --evidence FILE.",
            pesan="Nomor, tanggal, dan kedudukan adalah keterangan sebuah surat, tetapi suratnya "
            "tidak disertakan.",
            saran="Sertakan pindaiannya dengan --evidence BERKAS.",
        )
    check_plain(paper.number, ("Nomor surat", "The number of the letter"))
    if paper.capacity is not None and paper.capacity not in CAPACITY_WORDS:
        raise InvalidInputError(
            f"There is no capacity {paper.capacity!r}.",
            hint=f"Capacities are: {choices(CAPACITY_WORDS)[1]}.",
            pesan=f"Tidak ada kedudukan {paper.capacity!r}.",
            saran=f"Pilihannya: {choices(CAPACITY_WORDS)[0]}.",
        )
    today = civil_date(deliberation.now, deliberation.effective_on.zone).date
    if paper.date is not None and (not is_iso_date(paper.date) or paper.date > today):
        raise InvalidInputError(
            f"{paper.date!r} is not the date of a letter that has arrived.",
            hint="Write the date of the letter like 2026-01-31; it is not after today.",
            pesan=f"{paper.date!r} bukan tanggal surat yang sudah diterima.",
            saran="Tulis tanggal surat seperti 2026-01-31; tidak sesudah hari ini.",
        )


def letter_parts(deliberation: Deliberation) -> dict[str, Any]:
    """What stands beside an entry about its letter: number and date, as far as they are known."""
    envelope = deliberation.envelope
    paper = envelope.paper
    if envelope.evidence is None or paper is None:
        return {}
    said = {"number": paper.number, "date": paper.date}
    letter = {name: value for name, value in said.items() if value is not None}
    return {"letter": letter} if letter else {}


def _on_paper(
    deliberation: Deliberation, office: str | None, party: PartyRecord | None, gate: Gate
) -> Standing:
    """Who acted, as far as paper and record say; ``broken`` names the rule that was broken."""
    ever = deliberation.directory.holders(office) if office is not None else ()
    day = deliberation.effective_on.date
    held = [h for h in ever if h.from_on <= day and (h.to_on is None or h.to_on >= day)]
    paper = deliberation.envelope.paper
    if paper is not None and paper.capacity is not None:
        return _as_stated(
            deliberation, office, party, gate, paper.capacity, held, known=bool(ever)
        )
    if held:
        return judge(deliberation, min(held, key=lambda h: RANK.get(h.capacity, 9)), gate)
    unknown = not ever and (party is None or party.participation == "paper")
    before = [h for h in ever if h.from_on <= day]
    return Standing(
        office=office,
        organisation=party.organisation if party else None,
        capacity=None,
        instrument=deliberation.envelope.evidence,
        verdict=Verdict(verdict="allowed" if unknown else "refused", source=gate.source),
        facts=tuple(
            FactUsed(name="holder.until", value=h.to_on, stream=h.stream, number=h.number)
            for h in before[-1:]
        ),
        broken=None if unknown else VACANT,
    )


def _as_stated(
    deliberation: Deliberation,
    office: str | None,
    party: PartyRecord | None,
    gate: Gate,
    capacity: str,
    held: list[Holding],
    *,
    known: bool,
) -> Standing:
    verdict = verdict_for(gate, capacity)
    holding = next((h for h in held if h.capacity == capacity), None)
    broken = None if verdict.verdict == "allowed" else f"capacity.{capacity}"
    if broken is None and holding is None and known:
        broken = UNCONFIRMED if held else VACANT
    facts = [FactUsed(name="capacity.stated", value=capacity)]
    if holding is not None:
        facts.append(
            FactUsed(name="capacity", value=capacity, stream=holding.stream, number=holding.number)
        )
    return Standing(
        office=office,
        organisation=party.organisation if party else None,
        capacity=capacity,
        instrument=deliberation.envelope.evidence,
        verdict=verdict,
        facts=tuple(facts),
        broken=broken,
    )
