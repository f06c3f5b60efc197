"""Reports: built from the record, stored with their digests, signed off, sent, received.

A report belongs to the organisation that reports; what happens to it stands in that
organisation's stream. Its content model and its files lie in the file store under their digests.
A report about the whole installation belongs to the installation and is signed off by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal, NamedTuple

import msgspec

from kadflow.domain.clock import Clock, IdSource, civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, EventDraft, LegalDate, Sealed
from kadflow.domain.people import Holding, Organisation, Roster
from kadflow.domain.periods import Period, last_full_period, read_period
from kadflow.domain.reports import ReportRecord
from kadflow.engine.deliberation import Notice
from kadflow.engine.reporting import (
    check_rebuilding,
    check_receipt,
    check_sending,
    check_sign_off,
    fold_report,
)
from kadflow.errors import (
    ConcurrentChangeError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from kadflow.reports import RENDERER_VERSION, content_bytes, read_content, render
from kadflow.reports.composing.context import Missing
from kadflow.reports.composing.letter import compose_letter
from kadflow.reports.composing.outline import Outline, read_outline, shipped_outline_texts
from kadflow.reports.composing.report import Frame, compose, layout_of
from kadflow.reports.content import Mark, Report
from kadflow.reports.facts import AgreementFacts
from kadflow.services.dating import effective_day
from kadflow.services.history.service import HistoryService
from kadflow.services.installation import InstallationService
from kadflow.services.ledger import Ledger
from kadflow.services.notices import write_notices
from kadflow.services.organisations import OrganisationService
from kadflow.services.recording import write_streams
from kadflow.services.reports.framing import sign_off_roles, signers_of
from kadflow.services.reports.gathering import Gatherer
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements, history, people
from kadflow.storage import reporting as sources
from kadflow.storage import reports as rows
from kadflow.storage.blobs import Blobs
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

CONTENT = "content"
"""How the stored content model of a report is called among its files."""

_SECOND = timedelta(microseconds=999_999)


class Built(msgspec.Struct, frozen=True):
    """A report that was built.

    Attributes:
        record: As stored; of a draft what would be stored.
        files: By format, the bytes.
        missing: What was unknown, with whom to ask.
        agreements: How many it is about.
        anew: False where the same content was stored before and nothing was added.
    """

    record: ReportRecord
    files: dict[str, bytes]
    missing: tuple[Missing, ...]
    agreements: int
    anew: bool = True


class ReportDue(NamedTuple):
    """A report that is due: whose, which, about which agreement, over which period."""

    organisation: str
    outline: str
    about: str
    period: str


class _Subject(NamedTuple):
    """Whose report it is and what it is about."""

    owner: str
    organisation: Organisation | None
    about: str


class ReportService:
    """Use cases of reports."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        *,
        templates: TemplateService,
        organisations: OrganisationService,
        installation: InstallationService,
        history: HistoryService,
        blobs: Blobs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._templates = templates
        self._organisations = organisations
        self._installation = installation
        self._history = history
        self._blobs = blobs

    # -------------------------------------------------------------- outlines

    def outlines(self) -> list[Outline]:
        """The outlines that can be built, in the order of their keys."""
        return [read_outline(text, key) for key, text in shipped_outline_texts().items()]

    def outline_text(self, key: str) -> str:
        """An outline as written.

        Raises:
            NotFoundError: There is none of that key.
        """
        texts = shipped_outline_texts()
        if key not in texts:
            raise NotFoundError(
                f"There is no report {key!r}.",
                hint=f"There are: {', '.join(texts)}.",
                pesan=f"Tidak ada laporan {key!r}.",
                saran=f"Yang ada: {', '.join(texts)}.",
            )
        return texts[key]

    # -------------------------------------------------------------- building

    def build(
        self,
        envelope: Envelope,
        outline: str,
        *,
        period: str,
        agreement: str = "",
        organisation: str = "",
        formats: Sequence[str] = ("pdf",),
        as_of: datetime | None = None,
        language: Literal["id", "en"] = "id",
        draft: bool = False,
    ) -> Built:
        """Build a report, and store it with its digests unless it is a draft.

        Args:
            envelope: Who builds it.
            outline: Key of an outline, or its text.
            period: Name of the period, ``2026-S1``.
            agreement: Id of the agreement, for an outline about one.
            organisation: Whose report: code, name or id. Left out, an agreement's is that of the
                person's organisation or of the initiating party; one about everything is the
                installation's.
            formats: Of ``pdf``, ``docx``, ``xlsx``, ``html``.
            as_of: Until when entries count; now by default, never later.
            language: Of the report.
            draft: Mark it as a draft, store nothing.

        Raises:
            InvalidInputError: The outline, period, instant or format makes no sense.
            NotFoundError: No such outline, agreement or organisation, or none on record then.
            GateNotMetError: This report was signed off and stands.
        """
        text = outline if "\n" in outline else self.outline_text(outline)
        plan, covered = read_outline(text), read_period(period)
        now = self._clock.now()
        moment = _whole_second(now if as_of is None else as_of, now)
        if not draft:
            self._history.checkpoint()  # a report as of T first seals to T (design 9)
        with self._database.read() as tx:
            subject = self._subject(tx, envelope, plan, agreement, organisation)
            roster = self._roster(tx, subject)
            roles = sign_off_roles(plan, roster)
            previous = self._latest(tx, subject, plan, covered)
            if previous is not None and not draft:
                check_rebuilding(previous)
            version = 1 if previous is None else previous.version + 1
            gatherer = Gatherer(tx, self._templates, stamp(moment + _SECOND), language)
            found = self._facts(gatherer, subject, plan)
            signers = (
                signers_of(
                    tx,
                    subject.organisation,
                    roster,
                    [role for section in plan.sections for role in section.signers],
                    moment.date().isoformat(),
                    language,
                )
                if subject.organisation is not None
                else {}
            )
        frame = self._frame(subject, covered, moment, language, found, plan, draft=draft)
        frame = msgspec.structs.replace(frame, signers=signers, version=version)
        report, missing = compose(plan, frame, found)
        if previous is not None and previous.state != "returned" and not draft:
            # the same content again: nothing is added, and what is asked for is rendered
            same, _ = compose(
                plan, msgspec.structs.replace(frame, version=previous.version), found
            )
            if sha256(content_bytes(same)).hexdigest() == previous.content:
                return Built(
                    previous, self._render(same, plan, formats), missing, len(found), anew=False
                )
        files = self._render(report, plan, formats)
        data = content_bytes(report)
        record = ReportRecord(
            id=self._ids.new(),
            organisation=subject.owner,
            outline=plan.key,
            outline_digest=sha256(text.encode()).hexdigest(),
            about=subject.about,
            period=covered.name,
            version=version,
            language=language,
            as_of=stamp(moment),
            content=sha256(data).hexdigest(),
            renderer=RENDERER_VERSION,
            number=0,
            missing=len(missing),
        )
        if draft:
            return Built(record, files, missing, len(found))
        stored = self._store(envelope, subject, record, {CONTENT: data, **files}, roles, previous)
        return Built(stored, files, missing, len(found))

    def _subject(
        self, tx: Transaction, envelope: Envelope, plan: Outline, agreement: str, wanted: str
    ) -> _Subject:
        if plan.scope == "agreement" and not agreement:
            raise InvalidInputError(
                f"The report '{plan.title.en}' is about one agreement.",
                hint="Name it with --agreement NUMBER.",
                pesan=f"Laporan '{plan.title.id}' memuat satu kerja sama.",
                saran="Sebutkan dengan --agreement NOMOR.",
            )
        if plan.scope == "register" and agreement:
            raise InvalidInputError(
                f"The report '{plan.title.en}' is about many agreements, not one.",
                hint="Name a region with --region CODE, or everything with --all.",
                pesan=f"Laporan '{plan.title.id}' memuat banyak kerja sama, bukan satu.",
                saran="Sebutkan daerahnya dengan --region KODE, atau seluruhnya dengan --all.",
            )
        if not wanted and agreement:
            record = agreements.get_agreement(tx, agreement)
            if record is None:
                raise NotFoundError(
                    f"There is no agreement {agreement!r}.",
                    pesan=f"Tidak ada kerja sama {agreement!r}.",
                )
            home = people.get_person(tx, envelope.person) if envelope.person else None
            own = record.party_of(home[1]) if home is not None else None
            first = next((p for p in record.parties if p.initiating), record.parties[0])
            wanted = (own or first).organisation
        if not wanted:
            return _Subject(self._installation.stream(tx), None, agreement)
        organisation = self._organisations.find(tx, wanted)
        if envelope.person is not None:
            home = people.get_person(tx, envelope.person)
            if home is not None and home[1] != organisation.id:
                raise NotPermittedError(
                    f"The reports of {organisation.name} are made by its own people.",
                    hint=f"Ask {organisation.name}, or build a draft with --draft.",
                    pesan=f"Laporan {organisation.name} disusun oleh perangkatnya sendiri.",
                    saran=f"Mintalah kepada {organisation.name}, atau susun rancangan dengan "
                    "--draft.",
                )
        return _Subject(organisation.id, organisation, agreement)

    def _roster(self, tx: Transaction, subject: _Subject) -> Roster:
        if subject.organisation is None:
            return Roster()
        return people.rosters(tx, [subject.owner]).get(subject.owner, Roster())

    def _latest(
        self, tx: Transaction, subject: _Subject, plan: Outline, period: Period
    ) -> ReportRecord | None:
        return rows.latest_report(
            tx,
            organisation=subject.owner,
            outline=plan.key,
            about=subject.about,
            period=period.name,
        )

    def _facts(self, gatherer: Gatherer, subject: _Subject, plan: Outline) -> list[AgreementFacts]:
        if plan.scope == "register":
            organisation = subject.organisation
            return list(gatherer.all(organisation.id if organisation is not None else ""))
        found = gatherer.one(subject.about)
        if found is None:
            raise NotFoundError(
                "That agreement was not on record at the instant of the report.",
                hint="Give a later --as-of.",
                pesan="Kerja sama ini belum tercatat pada saat laporan.",
                saran="Isi --as-of yang lebih akhir.",
            )
        return [found]

    def _frame(
        self,
        subject: _Subject,
        period: Period,
        moment: datetime,
        language: Literal["id", "en"],
        found: Sequence[AgreementFacts],
        plan: Outline,
        *,
        draft: bool,
    ) -> Frame:
        organisation = subject.organisation
        say = 0 if language == "id" else 1
        everything = ("Seluruh kerja sama yang tercatat", "Everything on record")[say]
        owner = organisation.name if organisation is not None else everything
        about = owner if plan.scope == "register" else found[0].title or found[0].number
        marks: list[Mark] = []
        if self._installation.is_exercise:
            marks.append("exercise")
        if draft:
            marks.append("draft")
        secretariat = ("Sekretariat TKKSD", "Cooperation secretariat of")[say]
        return Frame(
            subject=about,
            publisher=f"{secretariat} {owner}" if organisation is not None else "Kadflow",
            period=period,
            as_of=moment,
            language=language,
            zone=organisation.zone if organisation is not None else "Asia/Jakarta",
            marks=tuple(marks),
            own=organisation.id if organisation is not None else "",
        )

    def _render(self, report: Report, plan: Outline, formats: Sequence[str]) -> dict[str, bytes]:
        layout = layout_of(plan)
        return {form: render(report, form, layout) for form in dict.fromkeys(formats)}

    def _store(
        self,
        envelope: Envelope,
        subject: _Subject,
        record: ReportRecord,
        files: dict[str, bytes],
        roles: Sequence[str],
        previous: ReportRecord | None,
    ) -> ReportRecord:
        kept = [(form, self._blobs.put(subject.owner, data)) for form, data in files.items()]
        data = {
            "report": record.id,
            "outline": record.outline,
            "outline_digest": record.outline_digest,
            "about": record.about,
            "period": record.period,
            "version": record.version,
            "language": record.language,
            "as_of": record.as_of,
            "content": record.content,
            "renderer": record.renderer,
            "files": [
                {"format": form, "digest": blob.digest, "size": blob.size} for form, blob in kept
            ],
            "missing": record.missing,
            "steps": list(roles),
            "replaces": previous.id if previous is not None else None,
        }

        def work(tx: Transaction) -> ReportRecord:
            writing = self._writing(tx, subject.owner, envelope)
            present = rows.latest_report(
                tx,
                organisation=subject.owner,
                outline=record.outline,
                about=record.about,
                period=record.period,
            )
            if (present and present.id) != (previous and previous.id):
                raise ConcurrentChangeError(
                    "Somebody else built this report at the same time.",
                    hint="Look at it, and build again if it must be another.",
                    pesan="Laporan ini baru saja disusun oleh orang lain.",
                    saran="Lihat dahulu hasilnya, lalu susun lagi bila perlu.",
                )
            if present is not None:
                check_rebuilding(present)
                if present.state == "built":
                    sealed = writing.append("report.superseded", {"report": present.id})
                    rows.update_report(tx, fold_report(present, sealed.event))
            sealed = writing.append("report.built", data)
            made = fold_report(None, sealed.event)
            rows.insert_report(tx, made, sealed.event.recorded_at)
            for _, blob in kept:
                agreements.insert_blob(tx, subject.owner, blob.digest, blob.size)
            self._tell_next(tx, made, sealed)
            writing.finish()
            return made

        return self._database.write(work)

    # -------------------------------------------------------------- what is due

    def due(self, agreement: str = "") -> list[ReportDue]:
        """Reports of the last full periods that nobody built yet, in a fixed order.

        An organisation owes the outlines that have a period as soon as it has a secretariat here
        and is a party somewhere. An agreement that is being carried out owes its own as its
        workflow says (`report`), made by the first party.

        Args:
            agreement: Only what is about this one.
        """
        today = civil_date(self._clock.now(), "Asia/Jakarta").date
        day = date.fromisoformat(today)
        plans = self.outlines()
        found = []
        with self._database.read() as tx:
            if not agreement:
                for organisation in sources.staffed_parties(tx):
                    for plan in plans:
                        if plan.scope == "register" and plan.every is not None:
                            period = last_full_period(day, plan.every).name
                            found.append(ReportDue(organisation, plan.key, "", period))
            for owing in sources.owing_agreements(tx):
                if agreement not in {"", owing.agreement}:
                    continue
                template = self._templates.workflow(tx, owing.template).template
                if template.report is None:
                    continue
                covered = last_full_period(day, template.report.every)
                if owing.signed_on is None or owing.signed_on > covered.last.isoformat():
                    continue  # nothing was in force yet
                key = _outline_for(plans, template.key)
                found.append(ReportDue(owing.organisation, key, owing.agreement, covered.name))
            built = rows.report_keys(tx, sorted({each.period for each in found}))
        return [each for each in found if tuple(each) not in built]

    def is_due(self, due: ReportDue) -> bool:
        """Whether still nobody built a report that was due."""
        with self._database.read() as tx:
            return rows.latest_report(tx, **due._asdict()) is None

    # -------------------------------------------------------------- signing off, sending

    def answer(
        self, envelope: Envelope, report: str, answer: Literal["approve", "return"]
    ) -> ReportRecord:
        """Take the next step of signing a report off, or return it with a reason.

        Raises:
            NotPermittedError: It is another office's turn, or the person prepared it.
            GateNotMetError: It waits for nobody's signature.
            ReasonRequiredError: It is returned without a reason.
        """

        def change(tx: Transaction, writing: _Writing, record: ReportRecord) -> Sealed:
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

        Raises:
            GateNotMetError: It was not signed off.
        """
        stored = self.get(report)
        check_sending(stored)
        content = read_content(self.file(stored.id, CONTENT))
        plan = read_outline(self.outline_text(stored.outline))
        files: dict[str, bytes] = {}
        letter = compose_letter(plan, content, number=letter_number, on=letter_date, to=to)
        if letter is not None:
            files = {f"letter-{to}.{form}": render(letter, form) for form in ("pdf", "docx")}
        kept = [(form, self._blobs.put(stored.organisation, data)) for form, data in files.items()]

        def change(tx: Transaction, writing: _Writing, record: ReportRecord) -> Sealed:
            self._member(tx, envelope, record)
            check_sending(record)
            for _, blob in kept:
                agreements.insert_blob(tx, record.organisation, blob.digest, blob.size)
            return writing.append(
                "report.sent",
                {
                    "report": record.id,
                    "to": to,
                    "files": [
                        {"format": form, "digest": blob.digest, "size": blob.size}
                        for form, blob in kept
                    ],
                },
                parts={"letter": {"number": letter_number, "date": letter_date}},
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

        def change(tx: Transaction, writing: _Writing, record: ReportRecord) -> Sealed:
            self._member(tx, envelope, record)
            check_receipt(record, to)
            return writing.append(
                "report.received",
                {"report": record.id, "to": to, "evidence": evidence},
                parts={"receipt": receipt},
            )

        return self._change(envelope, report, change)

    def return_for_correction(self, envelope: Envelope, report: str) -> ReportRecord:
        """Record that a report came back to be corrected; this version stays as it is."""

        def change(tx: Transaction, writing: _Writing, record: ReportRecord) -> Sealed:
            self._member(tx, envelope, record)
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
        change: Callable[[Transaction, _Writing, ReportRecord], Sealed],
    ) -> ReportRecord:
        def work(tx: Transaction) -> ReportRecord:
            found = self._find(tx, report)
            writing = self._writing(tx, found.organisation, envelope)
            record = self._find(tx, found.id)  # again, now that its stream is locked
            sealed = change(tx, writing, record)
            fold_report(record, sealed.event)
            rows.update_report(tx, record)
            if record.state == "built":
                self._tell_next(tx, record, sealed)
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

    def _member(self, tx: Transaction, envelope: Envelope, record: ReportRecord) -> None:
        if envelope.person is None:
            return  # the operator of the machine, who says so in the event
        home = people.get_person(tx, envelope.person)
        if home is None or home[1] != record.organisation:
            raise NotPermittedError(
                "The reports of an organisation are handled by its own people.",
                hint="Ask its secretariat.",
                pesan="Laporan suatu instansi ditangani oleh perangkatnya sendiri.",
                saran="Mintalah kepada sekretariatnya.",
            )

    def _tell_next(self, tx: Transaction, record: ReportRecord, occasion: Sealed) -> None:
        """Tell the office whose turn it is to sign."""
        step = record.next_step()
        if step is None:
            return
        roster = people.rosters(tx, [record.organisation]).get(record.organisation, Roster())
        plan = read_outline(self.outline_text(record.outline))
        period = read_period(record.period).words
        fields = {
            "title_id": plan.title.id,
            "title_en": plan.title.en,
            "period_id": period[0],
            "period_en": period[1],
            "report": record.id,
            "version": record.version,
            "missing": record.missing,
        }
        write_notices(
            tx,
            record.about or None,
            [
                Notice("report_to_sign", occasion.digest, office.id, fields)
                for office in roster.doing(step.role)[:1]
            ],
            written_at=stamp(self._clock.now()),
            new_id=self._ids.new,
        )

    def _writing(self, tx: Transaction, stream: str, envelope: Envelope) -> _Writing:
        head = history.lock_stream(tx, stream)
        if head is None:
            raise NotFoundError(
                f"There is no stream {stream!r}.",
                hint="Run: kadflow history verify.",
                pesan="Riwayat instansi ini tidak ditemukan.",
                saran="Periksa keaslian riwayat dengan: kadflow history verify.",
            )
        organisation = people.organisations(tx, [stream]).get(stream)
        zone = organisation.zone if organisation is not None else "Asia/Jakarta"
        now = self._clock.now()
        ledger = Ledger(now)
        ledger.hold(head, agreement=None)
        return _Writing(tx, ledger, stream, envelope, effective_day(envelope, now, zone))

    # -------------------------------------------------------------- questions

    def get(self, wanted: str) -> ReportRecord:
        """A report by its id or the beginning of it.

        Raises:
            NotFoundError: None, or more than one.
        """
        with self._database.read() as tx:
            return self._find(tx, wanted)

    def _find(self, tx: Transaction, wanted: str) -> ReportRecord:
        found = rows.find_reports(tx, wanted)
        if len(found) != 1:
            raise NotFoundError(
                f"{wanted!r} names {'more than one report' if found else 'no report'}.",
                hint="List them with: kadflow report list.",
                pesan=f"{wanted!r} cocok dengan lebih dari satu laporan."
                if found
                else f"Tidak ada laporan {wanted!r}.",
                saran="Lihat daftarnya dengan: kadflow report list.",
            )
        return found[0]

    def list(
        self, *, organisation: str = "", agreement: str = "", period: str = "", most: int = 50
    ) -> list[ReportRecord]:
        """Reports, the newest first."""
        with self._database.read() as tx:
            owner = self._organisations.find(tx, organisation).id if organisation else ""
            return rows.list_reports(
                tx, organisation=owner, about=agreement, period=period, most=most
            )

    def file(self, report: str, form: str) -> bytes:
        """A stored file of a report, as it was stored.

        Raises:
            NotFoundError: It has no file of that format.
        """
        record = self.get(report)
        stored = next((file for file in record.files if file.format == form), None)
        if stored is None:
            names = ", ".join(file.format for file in record.files)
            raise NotFoundError(
                f"This report has no file {form!r}.",
                hint=f"It has: {names}.",
                pesan=f"Laporan ini tidak mempunyai berkas {form!r}.",
                saran=f"Yang ada: {names}.",
            )
        with self._blobs.open(record.organisation, stored.digest) as content:
            return content.read()


class _Writing:
    """Entries in the stream of one organisation, in one transaction."""

    def __init__(
        self,
        tx: Transaction,
        ledger: Ledger,
        stream: str,
        envelope: Envelope,
        effective_on: LegalDate,
    ) -> None:
        self._tx = tx
        self._ledger = ledger
        self._stream = stream
        self._envelope = envelope
        self.effective_on = effective_on

    def append(
        self,
        kind: str,
        data: dict[str, Any],
        *,
        office: Holding | None = None,
        parts: dict[str, Any] | None = None,
    ) -> Sealed:
        """Link one event into the stream."""
        envelope = self._envelope
        return self._ledger.append(
            EventDraft(stream=self._stream, kind=kind, data=data, parts=parts or {}),
            actor=Actor(
                principal=envelope.principal,
                authenticated=envelope.authenticated,
                person=envelope.person,
                office=office.office if office is not None else None,
                organisation=office.organisation if office is not None else None,
                capacity=office.capacity if office is not None else None,
                instrument=office.instrument if office is not None else None,
            ),
            effective_on=self.effective_on,
            template=None,
        )

    def finish(self) -> None:
        """Write the entries and the end of the stream."""
        write_streams(self._tx, self._ledger)


def _outline_for(plans: Sequence[Outline], template_key: str) -> str:
    """The outline for agreements of a workflow: its namesake, else the plain evaluation."""
    named = {plan.key for plan in plans if plan.scope == "agreement"}
    return template_key if template_key in named else "evaluasi"


def _whole_second(asked: datetime, now: datetime) -> datetime:
    """The instant of a report, to the second; never later than now."""
    if asked.tzinfo is None:
        raise InvalidInputError(
            "The instant of a report needs a zone.",
            hint="Write it like 2026-07-01T00:00:00+07:00.",
            pesan="Saat laporan harus menyebut zona waktunya.",
            saran="Tulis seperti 2026-07-01T00:00:00+07:00.",
        )
    if asked > now:
        raise InvalidInputError(
            f"A report cannot tell what will be known on {asked.date()}: that instant has not come.",
            hint="Leave out --as-of, or give an earlier one.",
            pesan=f"Laporan tidak dapat memuat keadaan {asked.date()}: saat itu belum tiba.",
            saran="Kosongkan --as-of, atau isi saat yang lebih awal.",
        )
    return asked.astimezone(UTC).replace(microsecond=0)
