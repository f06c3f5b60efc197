"""Who may state the money of a party, and by which paper it is shown.

Rules, in order:

1. The finance office of the party whose money it is states it; its cooperation secretariat may
   where the party has no such office (practice 8).
2. The money of a party that takes part on paper is recorded by the secretariat or the finance
   office of another party, with the paper that shows it (practice 1, 2).
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.clock import civil_date
from kadflow.domain.commands import Shown
from kadflow.domain.events import Actor
from kadflow.domain.wording import Pair
from kadflow.engine.authority import may_act, own_organisations
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import check_plain, is_iso_date
from kadflow.errors import FactMissingError, InvalidInputError, NotFoundError, NotPermittedError
from state_machines.template import Actor as MayAct

_STATING: Pair = ("Pengisian anggaran", "Stating the budget")
_RECORDING: Pair = ("Pencatatan anggaran dari surat", "Recording a budget from paper")


def party_of(deliberation: Deliberation, organisation: str) -> PartyRecord:
    """The party that an organisation is.

    Raises:
        NotFoundError: It is none.
    """
    record = deliberation.record
    party = record.party_of(organisation)
    if party is None:
        raise NotFoundError(
            f"That organisation is not a party of {record.number}.",
            hint="See the parties with: kadflow agreement show.",
            pesan=f"Instansi itu bukan pihak dalam {record.number}.",
            saran="Lihat para pihak dengan: kadflow agreement show.",
        )
    return party


def may_state(deliberation: Deliberation, party: PartyRecord, shown: Shown | None = None) -> Actor:
    """The actor who states the money of a party.

    Raises:
        NotPermittedError: It is another office's to state.
        FactMissingError: What is recorded for a party on paper is shown by no paper.
    """
    outside = party.organisation not in own_organisations(deliberation)
    if party.participation == "paper" and outside:
        return _recorded(deliberation, party, shown)
    finance = deliberation.directory.offices(party.organisation, "finance")
    role = MayAct.FINANCE if finance else MayAct.COORDINATOR
    actor = may_act(deliberation, (role,), _STATING)
    if actor.organisation != party.organisation:
        raise NotPermittedError(
            f"The money of {party.name} is stated by its own office.",
            hint=f"Ask {party.name}.",
            pesan=f"Anggaran {party.name} diisi oleh perangkatnya sendiri.",
            saran=f"Mintalah kepada {party.name}.",
            party=party.id,
        )
    return actor


def may_state_together(deliberation: Deliberation) -> Actor:
    """The actor who states what all parties share: a finance office or secretariat of any."""
    return may_act(
        deliberation,
        (MayAct.FINANCE, MayAct.COORDINATOR),
        ("Pengisian pagu bersama", "Stating the shared ceiling"),
    )


def _recorded(deliberation: Deliberation, party: PartyRecord, shown: Shown | None) -> Actor:
    envelope = deliberation.envelope
    recorder = may_act(
        deliberation, (MayAct.COORDINATOR, MayAct.FINANCE), _RECORDING, for_office=False
    )
    if shown is not None and shown == Shown() and envelope.evidence is None:
        raise FactMissingError(
            f"What {party.name}, which takes part on paper, has in its budget is shown by a paper.",
            hint="Give number and date of its letter or DPA, or the scan with --evidence FILE.",
            pesan=f"Anggaran {party.name}, yang menjawab lewat surat, dicatat dari suratnya.",
            saran="Isi nomor dan tanggal surat atau DPA-nya, atau sertakan pindaiannya dengan "
            "--evidence BERKAS.",
            party=party.id,
        )
    return Actor(
        principal=envelope.principal,
        authenticated="paper",
        organisation=party.organisation,
        instrument=envelope.evidence,
        recorder=recorder.person,
    )


def evidence_of(deliberation: Deliberation, shown: Shown) -> tuple[str | None, dict[str, Any]]:
    """The digest of the file that shows an entry, and the parts that say of its paper.

    Raises:
        NotFoundError: No such document is on file.
        InvalidInputError: A date that is none, or lies in the future.
    """
    envelope, record = deliberation.envelope, deliberation.record
    digest = envelope.evidence
    if shown.document is not None:
        found = record.documents.get(shown.document)
        if found is None:
            words = deliberation.named.document(shown.document)
            raise NotFoundError(
                f"There is no document '{words[1]}' on file.",
                hint="Put it on file: kadflow agreement add-document.",
                pesan=f"Dokumen '{words[0]}' belum ada.",
                saran="Tambahkan dengan: kadflow agreement add-document.",
            )
        digest = digest or found.digest
    paper = envelope.paper
    number = shown.number or (paper.number if paper else None)
    day = shown.date or (paper.date if paper else None)
    check_plain(number, ("Nomor dokumen", "The number of the document"))
    today = civil_date(deliberation.now, deliberation.effective_on.zone).date
    if day is not None and (not is_iso_date(day) or day > today):
        raise InvalidInputError(
            f"{day!r} is not the date of a document that exists.",
            hint="Write it like 2026-01-31; it is not after today.",
            pesan=f"{day!r} bukan tanggal dokumen yang sudah terbit.",
            saran="Tulis seperti 2026-01-31; tidak sesudah hari ini.",
        )
    letter = {key: said for key, said in (("number", number), ("date", day)) if said}
    parts: dict[str, Any] = {"letter": letter} if letter else {}
    if envelope.reason:
        parts["reason"] = envelope.reason
    return digest, parts
