"""Documents on file: their versions, each party's number on them, and what the signed scan says.

Rules, in order:

1. A document is of one of the template's kinds; what is added is its next version.
2. A new version of a bound document voids the approvals that cover it; its first version, and
   what is never bound (scans, letters), voids nothing. A closed state keeps what was approved.
3. Each party states its own number; for a party on paper another one records it. A number may
   come long after the act and is never bound (practice 4).
4. Each party states whether a signed scan agrees with the approved text, or names what differs;
   that, too, voids nothing. A new version is compared anew.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.clock import civil_date
from kadflow.domain.commands import AddDocument, CompareDocument, NumberDocument
from kadflow.domain.events import Change
from kadflow.domain.wording import COMPARED_WORDS, choices, day_words
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.terms import DOCUMENTS, check_plain, is_covered
from kadflow.engine.voiding import void_touched
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines.template import Actor as MayAct
from state_machines.template import Document

MAX_NUMBER = 200


def add_document(deliberation: Deliberation, command: AddDocument) -> None:
    """Put a document of one of the template's kinds on file, as its next version."""
    template, record = deliberation.workflow.template, deliberation.record
    _kind(deliberation, command.kind)
    deliberation.actor = may_act(
        deliberation,
        (MayAct.COORDINATOR,),
        ("Penambahan dokumen", "Adding a document"),
        prepares=True,
    )
    check_plain(command.filename, ("Nama berkas", "The name of the file"))
    _check_letter(deliberation, (command.letter or {}).get("date"))
    before = record.documents.get(command.kind)
    path = f"{DOCUMENTS}.{command.kind}"
    if (
        before is not None
        and deliberation.state().edits == "closed"
        and is_covered(template, path)
    ):
        said, state = deliberation.named.document(command.kind), deliberation.state().title
        raise TransitionRefusedError(
            f"In the state '{state.en}' the agreed document '{said[1]}' is closed.",
            hint="Change it by an addendum: kadflow agreement amend.",
            pesan=f"Pada tahap '{state.id}' dokumen '{said[0]}' yang disepakati sudah tertutup.",
            saran="Ubah dengan addendum: kadflow agreement amend.",
            paths=[path],
        )
    parts: dict[str, Any] = {"filename": command.filename}
    if command.letter is not None:
        parts["letter"] = command.letter
    added = deliberation.emit(
        "document.added",
        {
            "document": deliberation.new_id(),
            "kind": command.kind,
            "version": before.version + 1 if before else 1,
            "digest": command.digest,
            "size": command.size,
            "media_type": command.media_type,
        },
        changes=[
            Change(
                path=path,
                old=before.digest if before else None,
                new=command.digest,
            )
        ],
        parts=parts,
    )
    if before is not None and before.digest != command.digest:
        void_touched(deliberation, [path], added)


def _check_letter(deliberation: Deliberation, day: str | None) -> None:
    """Refuse a letter of a day to come: it is a slip, and its date could never be corrected."""
    today = civil_date(deliberation.now, deliberation.effective_on.zone).date
    if day is not None and day > today:
        raise InvalidInputError(
            f"The letter cannot be of {day}: that day has not come.",
            hint=f"Give the date that the letter bears, up to {today}.",
            pesan=f"Surat ini tidak mungkin bertanggal {day_words(day)[0]}: hari itu belum tiba.",
            saran=f"Isi tanggal pada suratnya, paling akhir {day_words(today)[0]}.",
            letter_date=day,
        )


def _kind(deliberation: Deliberation, kind: str) -> Document:
    """A kind of document of the template."""
    documents = deliberation.workflow.template.documents
    if kind not in documents:
        titles = {each: (d.title.id, d.title.en) for each, d in documents.items()}
        kinds = choices(titles)
        raise InvalidInputError(
            f"'{deliberation.named.template()[1]}' has no document kind {kind!r}.",
            hint=f"Its kinds are: {kinds[1]}.",
            pesan=f"Alur '{deliberation.named.template()[0]}' tidak mempunyai jenis dokumen "
            f"{kind!r}.",
            saran=f"Jenis dokumennya: {kinds[0]}.",
        )
    return documents[kind]


def number_document(deliberation: Deliberation, command: NumberDocument) -> None:
    """State a party's own number of a document."""
    named = deliberation.named.document(command.kind)
    if not _kind(deliberation, command.kind).number_per_party:
        raise InvalidInputError(
            f"'{named[1]}' has no number of each party.",
            hint="A letter's number is given when it is put on file (--letter-number).",
            pesan=f"'{named[0]}' tidak bernomor untuk setiap pihak.",
            saran="Nomor surat diisi saat suratnya ditambahkan (--letter-number).",
            kind=command.kind,
        )
    number = command.number.strip()
    if not number or len(number) > MAX_NUMBER:
        raise InvalidInputError(
            f"A number has 1 to {MAX_NUMBER} characters.",
            hint="Write it as printed on the document.",
            pesan=f"Nomor terdiri atas 1 sampai {MAX_NUMBER} huruf.",
            saran="Tulis seperti tercetak pada dokumennya.",
        )
    check_plain(number, ("Nomor dokumen", "The number of the document"))
    actor = may_act(
        deliberation,
        (MayAct.COORDINATOR,),
        ("Pengisian nomor dokumen", "Stating the number of a document"),
        prepares=True,
    )
    party = _party(deliberation, command.organisation)
    if actor.organisation != party.organisation and party.participation != "paper":
        raise NotPermittedError(
            f"{party.name} states its own number.",
            hint="Ask its cooperation secretariat.",
            pesan=f"{party.name} mengisi nomornya sendiri.",
            saran="Mintalah kepada Sekretariat TKKSD pihak itu.",
            party=party.id,
        )
    deliberation.emit(
        "document.numbered",
        {"kind": command.kind, "party": party.id},
        actor=actor,
        parts={"number": number},
    )


def compare_document(deliberation: Deliberation, command: CompareDocument) -> None:
    """State whether a document on file agrees with the approved text."""
    _kind(deliberation, command.kind)
    record, reason = deliberation.record, deliberation.envelope.reason
    named = deliberation.named.document(command.kind)
    actor = may_act(
        deliberation,
        (MayAct.COORDINATOR, MayAct.LEGAL, MayAct.HEAD),
        ("Pencocokan naskah", "Comparing a document with the approved text"),
    )
    document = record.documents.get(command.kind)
    if document is None:
        raise FactMissingError(
            f"There is no '{named[1]}' on file that could be compared.",
            hint="Put it on file with: kadflow agreement add-document.",
            pesan=f"Belum ada '{named[0]}' yang dapat dicocokkan.",
            saran="Tambahkan dengan: kadflow agreement add-document.",
            documents=[command.kind],
        )
    if command.result not in COMPARED_WORDS:
        raise InvalidInputError(
            f"A document does not compare as {command.result!r}.",
            hint=f"It is: {choices(COMPARED_WORDS)[1]}.",
            pesan=f"Hasil pencocokan tidak dapat {command.result!r}.",
            saran=f"Pilihannya: {choices(COMPARED_WORDS)[0]}.",
        )
    if command.result == "differs" and not reason:
        raise ReasonRequiredError(
            "Say what differs from the approved text.",
            hint="Give it with --reason.",
            pesan="Sebutkan apa yang berbeda dari naskah yang disetujui.",
            saran="Isi dengan --reason.",
        )
    party = _party(deliberation, actor.organisation or "")
    deliberation.emit(
        "document.compared",
        {
            "kind": command.kind,
            "version": document.version,
            "digest": document.digest,
            "party": party.id,
            "result": command.result,
            "approved": _signed_for(deliberation, party),
        },
        actor=actor,
        parts={"reason": reason} if reason else {},
    )


def _signed_for(deliberation: Deliberation, party: PartyRecord) -> str | None:
    """The binding of the text that a party signed: what the scan is compared with."""
    for name, found in deliberation.record.rounds.items():
        elector = found.elector(party.id) if deliberation.gate(name).signs else None
        if elector is not None and elector.answer is not None and elector.answer.valid:
            return elector.answer.binding
    return None


def _party(deliberation: Deliberation, organisation: str) -> PartyRecord:
    party = deliberation.record.party_of(organisation)
    if party is None:
        raise NotFoundError(
            f"That organisation is no party of {deliberation.record.number}.",
            hint="See its parties with: kadflow agreement show.",
            pesan=f"Instansi itu bukan pihak dalam {deliberation.record.number}.",
            saran="Lihat para pihaknya dengan: kadflow agreement show.",
        )
    return party
