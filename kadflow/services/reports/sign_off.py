"""What happens to a report once it is built: signed off, returned, sent, received."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from kadflow.domain.clock import Clock, IdSource
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Sealed
from kadflow.domain.people import Holding
from kadflow.domain.reports import ReportRecord, letter_name
from kadflow.domain.wording.reports import RECEIVERS
from kadflow.engine.reporting import (
    awaited_receipt,
    check_sending,
    check_sign_off,
    fold_report,
)
from kadflow.errors import InvalidInputError, NotPermittedError
from kadflow.reports import read_content, render
from kadflow.reports.composing.letter import compose_letter
from kadflow.reports.composing.outline import read_outline
from kadflow.services.reports.finding import find_report
from kadflow.services.reports.outlines import OutlineService
from kadflow.services.reports.telling import tell_next
from kadflow.services.reports.writing import Writing, begin, check_member, contents_of
from kadflow.storage import agreements, people
from kadflow.storage import reports as rows
from kadflow.storage.blobs import Blobs
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

LONGEST_RECEIVER: Final = 200
LETTER_FORMATS: Final = ("pdf", "docx")


class SignOffService:
    """The life of a report after it was built."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        *,
        outlines: OutlineService,
        blobs: Blobs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._outlines = outlines
        self._blobs = blobs

    def answer(
        self, envelope: Envelope, report: str, answer: Literal["approve", "return"]
    ) -> ReportRecord:
        """Take the next step of signing a report off, or return it with a reason.

        Raises:
            NotPermittedError: It is another office's turn, or the person prepared it.
            GateNotMetError: It waits for nobody's signature.
            ReasonRequiredError: It is returned without a reason.
        """

        def change(tx: Transaction, writing: Writing, record: ReportRecord) -> Sealed:
            held = check_sign_off(
                record,
                self._holdings(tx, envelope, record, writing.effective_on.date),
                envelope.person or "",
                answer,
                envelope.reason,
            )
            step = record.next_step()
            return writing.append(
                "report.answered",
                {
                    "report": record.id,
                    "answer": answer,
                    "role": step.role if step is not None else "",
                    "content": record.content,
                },
                office=held,
                parts={"reason": envelope.reason} if envelope.reason else {},
            )

        return self._change(envelope, report, change)

    def send(
        self, envelope: Envelope, report: str, to: str, *, letter_number: str, letter_date: str
    ) -> ReportRecord:
        """Send a report that was signed off: its cover letter is made and stored with it.

        Args:
            envelope: Who sends it.
            report: Its id.
            to: A key of `RECEIVERS`, or a name as the letter has it.
            letter_number: As the office numbers the letter.
            letter_date: ISO.

        Raises:
            GateNotMetError: It was not signed off.
            InvalidInputError: Nobody is named, or the date is none.
            NotPermittedError: The person belongs to another organisation.
        """
        to = " ".join(to.split())
        if not to or len(to) > LONGEST_RECEIVER:
            raise InvalidInputError(
                f"A receiver is named in 1 to {LONGEST_RECEIVER} characters.",
                hint="Name it with --to.",
                pesan=f"Penerima disebut dengan 1 sampai {LONGEST_RECEIVER} huruf.",
                saran="Sebutkan dengan --to.",
            )
        with self._database.read() as tx:
            stored = find_report(tx, report)
            check_member(tx, envelope, stored.organisation)
            text = self._outlines.text_in(tx, stored.outline, stored.organisation)
        check_sending(stored)
        plan = read_outline(text)
        with self._blobs.open(stored.organisation, stored.content) as stream:
            content = read_content(stream.read())
        letter = compose_letter(plan, content, number=letter_number, on=letter_date, to=to)
        files = {} if letter is None else {form: render(letter, form) for form in LETTER_FORMATS}
        kept = [(form, self._blobs.put(stored.organisation, data)) for form, data in files.items()]

        def change(tx: Transaction, writing: Writing, record: ReportRecord) -> Sealed:
            check_member(tx, envelope, record.organisation)
            check_sending(record)
            for _, blob in kept:
                agreements.insert_blob(tx, record.organisation, blob.digest, blob.size)
            place = len(record.sendings) + 1
            parts: dict[str, Any] = {"letter": {"number": letter_number, "date": letter_date}}
            return writing.append(
                "report.sent",
                {
                    "report": record.id,
                    "to": to if to in RECEIVERS else None,
                    "files": [
                        {
                            "format": letter_name(place, form),
                            "digest": blob.digest,
                            "size": blob.size,
                        }
                        for form, blob in kept
                    ],
                },
                parts=parts if to in RECEIVERS else parts | {"receiver": to},
            )

        return self._change(envelope, report, change)

    def receive(
        self,
        envelope: Envelope,
        report: str,
        to: str,
        *,
        receipt: str,
        evidence: str | None = None,
    ) -> ReportRecord:
        """Record the receipt that a receiver who is not on Kadflow gave.

        Args:
            envelope: Who records it; ``effective_on`` is the day of the receipt.
            report: Its id.
            to: The receiver, as named when it was sent.
            receipt: Number or words of the receipt.
            evidence: Digest of its scan.
        """

        def change(tx: Transaction, writing: Writing, record: ReportRecord) -> Sealed:
            check_member(tx, envelope, record.organisation)
            sending = awaited_receipt(record, to)
            return writing.append(
                "report.received",
                {"report": record.id, "sending": sending.number, "evidence": evidence},
                parts={"receipt": receipt},
            )

        return self._change(envelope, report, change)

    def return_for_correction(self, envelope: Envelope, report: str) -> ReportRecord:
        """Record that a report came back to be corrected; this version stays as it is."""

        def change(tx: Transaction, writing: Writing, record: ReportRecord) -> Sealed:
            check_member(tx, envelope, record.organisation)
            if not envelope.reason:
                raise InvalidInputError(
                    "Say what has to be corrected.",
                    hint="Give it with --reason.",
                    pesan="Sebutkan yang harus dikoreksi.",
                    saran="Isi dengan --reason.",
                )
            check_sending(record)
            return writing.append(
                "report.returned", {"report": record.id}, parts={"reason": envelope.reason}
            )

        return self._change(envelope, report, change)

    def _change(
        self,
        envelope: Envelope,
        report: str,
        change: Callable[[Transaction, Writing, ReportRecord], Sealed],
    ) -> ReportRecord:
        def work(tx: Transaction) -> ReportRecord:
            found = find_report(tx, report)
            writing = begin(tx, self._clock, found.organisation, envelope)
            record = find_report(tx, found.id)  # again, now that its stream is locked
            sealed = change(tx, writing, record)
            fold_report(record, sealed.event, contents_of(sealed))
            rows.update_report(tx, record)
            text = self._outlines.text_in(tx, record.outline, record.organisation)
            tell_next(tx, self._clock, self._ids, record, read_outline(text), sealed)
            writing.finish()
            return record

        return self._database.write(work)

    def _holdings(
        self, tx: Transaction, envelope: Envelope, record: ReportRecord, day: str
    ) -> list[Holding]:
        if envelope.person is None:
            raise NotPermittedError(
                "A report is signed off by a person.",
                hint="Say who acts, with --as PERSON.",
                pesan="Laporan disahkan oleh seseorang.",
                saran="Sebutkan siapa yang bertindak dengan --as.",
            )
        held = people.holdings(tx, envelope.person, day)
        return [
            h
            for h in held
            if h.organisation == record.organisation and envelope.on_behalf_of in {None, h.office}
        ]
