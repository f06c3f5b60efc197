"""Takes personal data or a file out of the record for ever, by an event that says so.

The event's bytes hold only a salted digest of what is sealed; content and salt go, the chain
stays whole. In the same transaction the rows that hold the value are made again without it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from kadflow.audit.chain import decode_event
from kadflow.audit.parts import SEALING_KIND
from kadflow.domain.clock import civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, Event, EventDraft, LegalDate, Sealed
from kadflow.domain.wording import SEALED
from kadflow.errors import InvalidInputError, NotFoundError, ReasonRequiredError
from kadflow.services.history.competitions import differing_competitions
from kadflow.services.history.reading import entries_of
from kadflow.services.history.rebuilding import rebuild_one
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.services.templates import TemplateService
from kadflow.storage import competitions, history
from kadflow.storage import history_index as index
from kadflow.storage.blobs import Blobs
from kadflow.storage.transactions import Transaction

DOCUMENT_SEALED = "document.sealed"
WORD = SEALED[0]


class SealedAway(msgspec.Struct, frozen=True):
    """What was sealed, and by which event.

    Attributes:
        stream: Stream of the sealing event, which is that of what was sealed.
        number: Its number.
        name: Name of the part, or digest of the file.
    """

    stream: str
    number: int
    name: str


def seal_part(
    tx: Transaction,
    templates: TemplateService,
    now: datetime,
    stream: str,
    number: int,
    part: str,
    *,
    envelope: Envelope,
    reason: str,
) -> SealedAway:
    """Seal one part; see `HistoryService.seal`."""
    _check_reason(reason)
    ledger, agreement = _hold(tx, now, stream)
    body = history.event_body(tx, stream, number)
    stored = history.get_part(tx, stream, number, part)
    if body is None or stored is None:
        raise NotFoundError(
            f"Entry {number} of stream {stream} has no part {part!r}.",
            hint="List the parts with: kadflow history show.",
            pesan=f"Catatan ke-{number} tidak mempunyai bagian {part!r}.",
            saran="Lihat bagiannya dengan: kadflow history show.",
        )
    if stored[2] is not None:
        raise InvalidInputError(
            f"The part {part!r} of entry {number} was sealed before, by {stored[2]}.",
            hint="Nothing is left to do.",
            pesan=f"Bagian {part!r} dari catatan ke-{number} sudah disegel.",
            saran="Tidak ada yang perlu dilakukan lagi.",
        )
    event = decode_event(body)
    data = {"stream": stream, "number": number, "part": part}
    sealed = _append(ledger, event, SEALING_KIND, data, envelope, now, reason)
    history.seal_part(tx, stream, number, part, f"{stream}:{sealed.event.number}")
    write_streams(tx, ledger)
    _purge(tx, event, part)
    if agreement is not None:
        rebuild_one(tx, agreement, templates, fix=True)
    elif competitions.get_competition(tx, stream) is not None:
        differing_competitions(tx, fix=True)
    return SealedAway(stream, sealed.event.number, part)


def seal_document(
    tx: Transaction,
    templates: TemplateService,
    now: datetime,
    agreement: str,
    document: str,
    *,
    envelope: Envelope,
    reason: str,
) -> SealedAway:
    """Note that a file's content is sealed; the caller removes the file after the commit.

    The content goes for every document of the agreement that has the same bytes.

    Args:
        document: Id of a document, or the number of the entry that brought a file.
    """
    _check_reason(reason)
    ledger, _ = _hold(tx, now, agreement)
    events = {entry.event.number: entry.event for entry in entries_of(tx, agreement)}
    added = {e.data["document"]: e for e in events.values() if e.kind == "document.added"}
    shown = events.get(int(document)) if document.isdigit() else None
    event = added.get(document) or shown
    content = _content(event) if event is not None else None
    if event is None or content is None:
        raise NotFoundError(
            f"The agreement {agreement} has no document {document!r}.",
            hint="List the documents with: kadflow agreement show.",
            pesan="Kerja sama ini tidak mempunyai dokumen tersebut.",
            saran="Lihat dokumennya dengan: kadflow agreement show.",
        )
    digest, size = content
    by = index.blob_sealed_by(tx, agreement, digest)
    if by is not None:
        raise InvalidInputError(
            f"The content of document {document} was sealed before, by {by}.",
            hint="Nothing is left to do.",
            pesan="Isi dokumen ini sudah disegel.",
            saran="Tidak ada yang perlu dilakukan lagi.",
        )
    same = sorted(name for name, each in added.items() if each.data["digest"] == digest)
    data: dict[str, object] = {"document": document, "digest": digest, "documents": same}
    sealed = _append(ledger, event, DOCUMENT_SEALED, data, envelope, now, reason)
    place = f"{agreement}:{sealed.event.number}"
    index.seal_blob(tx, agreement, digest, size, place)
    write_streams(tx, ledger)
    rebuild_one(tx, agreement, templates, fix=True)
    return SealedAway(agreement, sealed.event.number, digest)


def _content(event: Event) -> tuple[str, int] | None:
    """Digest and size of the file that an entry brought: a document, or what shows a result."""
    file = event.data if event.kind == "document.added" else event.data.get("file")
    return None if file is None else (file["digest"], file["size"])


def finish(tx: Transaction, blobs: Blobs, owner: str, digest: str) -> bool:
    """Remove the file of a content that is sealed; true when it was still there."""
    return index.blob_sealed_by(tx, owner, digest) is not None and blobs.remove(owner, digest)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonRequiredError(
            "Sealing needs a reason.",
            hint="Say on whose request or under which rule.",
            pesan="Penyegelan memerlukan alasan.",
            saran="Sebutkan atas permintaan siapa atau berdasarkan aturan apa.",
        )


def _hold(tx: Transaction, now: datetime, stream: str) -> tuple[Ledger, str | None]:
    """Lock a stream, its agreement first, in the order in which commands lock."""
    ledger = Ledger(now)
    found = history.get_stream(tx, stream)
    if found is None:
        raise NotFoundError(
            f"There is no stream {stream!r}.",
            hint="A stream has the id of its noun.",
            pesan="Rangkaian riwayat ini tidak ditemukan.",
            saran="Sebutkan tanda pengenal kerja sama, pihak, atau instansinya.",
        )
    agreement: str | None = None
    if found[1] == "agreement":
        agreement = stream
    elif found[1] == "party":
        agreement = index.agreement_of_party(tx, stream)
    if agreement is not None and not index.lock_agreement(tx, agreement):
        raise NotFoundError(
            f"There is no agreement {agreement!r}.", pesan="Kerja sama ini tidak ditemukan."
        )
    head = history.lock_stream(tx, stream)
    if head is None:
        raise NotFoundError(
            f"There is no stream {stream!r}.", pesan="Rangkaian riwayat ini tidak ditemukan."
        )
    ledger.hold(head, agreement=agreement)
    return ledger, agreement


def _append(
    ledger: Ledger,
    event: Event,
    kind: str,
    data: dict[str, object],
    envelope: Envelope,
    now: datetime,
    reason: str,
) -> Sealed:
    zone = event.effective_on.zone
    effective: LegalDate = envelope.effective_on or civil_date(now, zone)
    return ledger.append(
        EventDraft(stream=event.stream, kind=kind, data=data, parts={"reason": reason}),
        actor=Actor(
            principal=envelope.principal,
            authenticated=envelope.authenticated,
            person=envelope.person,
            office=envelope.on_behalf_of,
        ),
        effective_on=effective,
        template=event.template,
    )


def _purge(tx: Transaction, event: Event, part: str) -> None:
    """Take the value out of the rows that hold it outside the record of the agreement."""
    match event.kind, part:
        case "person.added", "name":
            index.purge_person(tx, event.data["person"], name=True, word=WORD)
        case "person.added", "handle":
            index.purge_person(tx, event.data["person"], name=False, word=event.data["person"])
        case "document.added", "filename":
            index.purge_filename(tx, event.stream, event.number, WORD)
        case (("document.added" | "holder.appointed" | "mandate.given"), "letter"):
            index.purge_letter(tx, event.stream, event.number)
        case "bordering.stated", "source":
            index.purge_source(tx, event.stream, event.number, WORD)
        case _:
            pass
