"""Building a report: gather, compose, render; store what was built with its digests.

A report belongs to the organisation that reports. One about everything belongs to the
installation, and nobody signs it off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

import msgspec

from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.people import Organisation, Roster
from kadflow.domain.periods import Period, read_period
from kadflow.domain.reports import ReportRecord
from kadflow.engine.reporting import check_rebuilding, fold_report
from kadflow.errors import (
    ConcurrentChangeError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from kadflow.reports import RENDERER_VERSION, content_bytes, content_hash, render
from kadflow.reports.composing.context import Missing
from kadflow.reports.composing.form import fill
from kadflow.reports.composing.outline import Outline, read_outline
from kadflow.reports.composing.report import Frame, compose, layout_of
from kadflow.reports.content import Mark, Report
from kadflow.reports.facts import AgreementFacts
from kadflow.services.history.service import HistoryService
from kadflow.services.installation import InstallationService
from kadflow.services.organisations import OrganisationService
from kadflow.services.reports.framing import sign_off_roles, signers_of
from kadflow.services.reports.gathering import Gatherer
from kadflow.services.reports.outlines import OutlineService
from kadflow.services.reports.telling import tell_next
from kadflow.services.reports.writing import begin, check_member
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements, people
from kadflow.storage import reports as rows
from kadflow.storage.blobs import Blobs
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

CONTENT = "content"
"""How the stored content model of a report is called among its files."""

FORM = "form.xlsx"
"""How the official form of an organisation's own outline is called among the files."""

_SECOND = timedelta(microseconds=999_999)

Language = Literal["id", "en"]


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


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is to be; see `Builder.build`."""

    outline: str
    period: str
    agreement: str = ""
    organisation: str = ""
    formats: tuple[str, ...] = ("pdf",)
    as_of: datetime | None = None
    language: Language = "id"
    draft: bool = False


class _Subject(NamedTuple):
    """Whose report it is: an organisation, or None for the installation; and its offices."""

    owner: str
    organisation: Organisation | None
    roster: Roster


class _Gathered(NamedTuple):
    """Everything that one reading of the database gave."""

    subject: _Subject
    text: str
    plan: Outline
    previous: ReportRecord | None
    found: list[AgreementFacts]
    frame: Frame
    form: bytes | None


class Builder:
    """Builds reports of one installation."""

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
        outlines: OutlineService,
        blobs: Blobs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._templates = templates
        self._organisations = organisations
        self._installation = installation
        self._history = history
        self._outlines = outlines
        self._blobs = blobs

    def build(self, envelope: Envelope, asked: Asked) -> Built:
        """Build a report, and store it unless it is a draft; see `ReportService.build`."""
        covered = read_period(asked.period)
        now = self._clock.now()
        moment = _whole_second(asked.as_of or now, now)
        if not asked.draft:
            self._history.checkpoint()  # a report as of T first seals to T (design 9)
        with self._database.read() as tx:
            gathered = self._gather(tx, envelope, asked, covered, moment)
        plan, previous, found = gathered.plan, gathered.previous, gathered.found
        if previous is not None and previous.state != "returned" and not asked.draft:
            frame = msgspec.structs.replace(gathered.frame, version=previous.version)
            same, missing = compose(plan, frame, found)
            if content_hash(same) == previous.content:  # nothing changed: nothing is added
                files = _render(same, plan, asked.formats) | _form(gathered, frame)
                return Built(previous, files, missing, len(found), anew=False)
        report, missing = compose(plan, gathered.frame, found)
        files = _render(report, plan, asked.formats) | _form(gathered, gathered.frame)
        record = ReportRecord(
            id=self._ids.new(),
            organisation=gathered.subject.owner,
            outline=plan.key,
            outline_digest=sha256(gathered.text.encode()).hexdigest(),
            about=asked.agreement,
            period=covered.name,
            version=gathered.frame.version,
            language=asked.language,
            as_of=stamp(moment),
            content=content_hash(report),
            renderer=RENDERER_VERSION,
            number=0,
            missing=len(missing),
        )
        if not asked.draft:
            contents = {CONTENT: content_bytes(report), **files}
            record = self._store(envelope, record, contents, gathered)
        return Built(record, files, missing, len(found))

    # -------------------------------------------------------------- reading

    def _gather(
        self,
        tx: Transaction,
        envelope: Envelope,
        asked: Asked,
        covered: Period,
        moment: datetime,
    ) -> _Gathered:
        subject = self._subject(tx, envelope, asked)
        text = self._outlines.text_in(tx, asked.outline, subject.owner)
        plan = read_outline(text, asked.outline)
        _check_scope(plan, asked)
        previous = rows.latest_report(
            tx,
            organisation=subject.owner,
            outline=plan.key,
            about=asked.agreement,
            period=covered.name,
        )
        if previous is not None and not asked.draft:
            check_rebuilding(previous)
        gatherer = Gatherer(tx, self._templates, stamp(moment + _SECOND), asked.language)
        found = _facts(gatherer, subject, plan, asked)
        frame = self._frame(tx, subject, plan, asked, covered, moment, found)
        version = 1 if previous is None else previous.version + 1
        frame = msgspec.structs.replace(frame, version=version)
        form = self._outlines.form_in(tx, plan.key, subject.owner)
        return _Gathered(subject, text, plan, previous, found, frame, form)

    def _subject(self, tx: Transaction, envelope: Envelope, asked: Asked) -> _Subject:
        """Whose report it is.

        That of the organisation named; of an agreement else that of the person's organisation, or
        of the first party; of the installation where neither is named.
        """
        person = people.get_person(tx, envelope.person) if envelope.person else None
        home = person[1] if person is not None else ""
        wanted = asked.organisation and self._organisations.find(tx, asked.organisation).id
        if asked.agreement:
            record = agreements.get_agreement(tx, asked.agreement)
            if record is None:
                raise NotFoundError(
                    f"There is no agreement {asked.agreement!r}.",
                    pesan=f"Tidak ada kerja sama {asked.agreement!r}.",
                )
            party = record.party_of(wanted or home)
            if wanted and party is None:
                raise InvalidInputError(
                    f"{asked.organisation} is no party of {record.number}.",
                    hint="A report about an agreement is made by one of its parties.",
                    pesan=f"{asked.organisation} bukan pihak dalam {record.number}.",
                    saran="Laporan suatu kerja sama disusun oleh salah satu pihaknya.",
                )
            first = next((p for p in record.parties if p.initiating), record.parties[0])
            wanted = (party or first).organisation
        if not wanted:
            if home:  # a region sees what it is party to, and no other's agreements
                raise NotPermittedError(
                    "A report about every agreement of the installation is the operator's.",
                    hint="Name your own region with --region CODE.",
                    pesan="Laporan seluruh kerja sama dalam instalasi disusun oleh pengelola "
                    "sistem.",
                    saran="Sebutkan daerah Anda sendiri dengan --region KODE.",
                )
            return _Subject(self._installation.stream(tx), None, Roster())
        organisation = self._organisations.find(tx, wanted)
        check_member(tx, envelope, organisation.id)
        roster = people.rosters(tx, [organisation.id]).get(organisation.id, Roster())
        return _Subject(organisation.id, organisation, roster)

    def _frame(
        self,
        tx: Transaction,
        subject: _Subject,
        plan: Outline,
        asked: Asked,
        covered: Period,
        moment: datetime,
        found: Sequence[AgreementFacts],
    ) -> Frame:
        organisation = subject.organisation
        marks: list[Mark] = []
        if self._installation.is_exercise:
            marks.append("exercise")
        if asked.draft:
            marks.append("draft")
        if organisation is None:
            everything = ("Seluruh kerja sama yang tercatat", "Everything on record")
            owner = everything[0 if asked.language == "id" else 1]
            publisher, signers = "Kadflow", {}
        else:
            owner = organisation.name
            secretariat = ("Sekretariat TKKSD", "Cooperation secretariat of")
            publisher = f"{secretariat[0 if asked.language == 'id' else 1]} {owner}"
            roles = [role for section in plan.sections for role in section.signers]
            day = moment.date().isoformat()
            signers = signers_of(tx, organisation, subject.roster, roles, day, asked.language)
        about = owner if plan.scope == "register" else found[0].title or found[0].number
        return Frame(
            subject=about,
            publisher=publisher,
            period=covered,
            as_of=moment,
            language=asked.language,
            zone=organisation.zone if organisation is not None else "Asia/Jakarta",
            own=subject.owner,
            marks=tuple(marks),
            signers=signers,
        )

    # -------------------------------------------------------------- writing

    def _store(
        self,
        envelope: Envelope,
        record: ReportRecord,
        contents: dict[str, bytes],
        gathered: _Gathered,
    ) -> ReportRecord:
        owner, previous = record.organisation, gathered.previous
        kept = [(form, self._blobs.put(owner, data)) for form, data in contents.items()]
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
            "steps": list(sign_off_roles(gathered.plan, gathered.subject.roster)),
            "replaces": previous.id if previous is not None else None,
        }

        def work(tx: Transaction) -> ReportRecord:
            writing = begin(tx, self._clock, owner, envelope)
            present = rows.latest_report(
                tx,
                organisation=owner,
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
                    rows.update_report(tx, fold_report(present, sealed.event, {}))
            sealed = writing.append("report.built", data)
            made = fold_report(None, sealed.event, {})
            rows.insert_report(tx, made, sealed.event.recorded_at)
            for _, blob in kept:
                agreements.insert_blob(tx, owner, blob.digest, blob.size)
            tell_next(tx, self._clock, self._ids, made, gathered.plan, sealed)
            writing.finish()
            return made

        return self._database.write(work)


def _facts(
    gatherer: Gatherer, subject: _Subject, plan: Outline, asked: Asked
) -> list[AgreementFacts]:
    if plan.scope == "register":
        return list(gatherer.all(subject.owner if subject.organisation is not None else ""))
    found = gatherer.one(asked.agreement)
    if found is None:
        raise NotFoundError(
            "That agreement was not on record at the instant of the report.",
            hint="Give a later --as-of.",
            pesan="Kerja sama ini belum tercatat pada saat laporan.",
            saran="Isi --as-of yang lebih akhir.",
        )
    return [found]


def _check_scope(plan: Outline, asked: Asked) -> None:
    if plan.scope == "agreement" and not asked.agreement:
        raise InvalidInputError(
            f"The report '{plan.title.en}' is about one agreement.",
            hint="Name it with --agreement NUMBER.",
            pesan=f"Laporan '{plan.title.id}' memuat satu kerja sama.",
            saran="Sebutkan dengan --agreement NOMOR.",
        )
    if plan.scope == "register" and asked.agreement:
        raise InvalidInputError(
            f"The report '{plan.title.en}' is about many agreements, not one.",
            hint="Name a region with --region CODE, or everything with --all.",
            pesan=f"Laporan '{plan.title.id}' memuat banyak kerja sama, bukan satu.",
            saran="Sebutkan daerahnya dengan --region KODE, atau seluruhnya dengan --all.",
        )


def _render(report: Report, plan: Outline, formats: Sequence[str]) -> dict[str, bytes]:
    layout = layout_of(plan)
    return {form: render(report, form, layout) for form in dict.fromkeys(formats)}


def _form(gathered: _Gathered, frame: Frame) -> dict[str, bytes]:
    """The official form of the outline, filled; nothing where it has none."""
    if gathered.form is None:
        return {}
    return {FORM: fill(gathered.plan, frame, gathered.found, gathered.form)}


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
