"""`Kadflow`: one open installation, with everything that can be done in it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import msgspec

from kadflow.app.acting import Acting
from kadflow.app.channels import channels_of
from kadflow.app.folder import Folder
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import Clock, ExerciseClock, IdSource, SystemClock, civil_date
from kadflow.domain.commands import ApplyDue, CheckBudget, Envelope, PartySpec
from kadflow.domain.competitions import JUDGE
from kadflow.domain.events import Authentication
from kadflow.domain.reports import ReportRecord
from kadflow.domain.wording import Pair, role_words
from kadflow.domain.wording.time import EFFECT_WORDS
from kadflow.engine.naming import Naming
from kadflow.engine.terms import CHANGES
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.services.agreements import AgreementService, Outcome
from kadflow.services.announcements import AnnouncementService
from kadflow.services.budget.service import BudgetService
from kadflow.services.calendars import CalendarReport, CalendarService
from kadflow.services.competitions import CompetitionService
from kadflow.services.deadline_replies import DeadlineService
from kadflow.services.deliveries.contacts import ContactService
from kadflow.services.deliveries.service import Channels, DeliveryService
from kadflow.services.directory import Rosters
from kadflow.services.evaluations import EvaluationService
from kadflow.services.flow_runs import FlowRunService
from kadflow.services.history.numbering import number_documents
from kadflow.services.history.service import HistoryService
from kadflow.services.imports import ImportService
from kadflow.services.installation import InstallationService
from kadflow.services.keeping import Keeping, RestoreReport, restore
from kadflow.services.notices import NoticeService
from kadflow.services.organisations import OrganisationService
from kadflow.services.reminders import ReminderService
from kadflow.services.reports.service import ReportService
from kadflow.services.results import ResultService
from kadflow.services.shipped_workflows import ShippedReport, publish_shipped
from kadflow.services.templates import TemplateService, shipped_texts
from kadflow.settings import Settings
from kadflow.storage import agreements as rows
from kadflow.storage import history, people
from kadflow.storage.assistants import assisted_by
from kadflow.storage.blobs import Blobs
from kadflow.storage.schema import (
    HEAD,
    check_revision,
    current_revision,
    grant_running_role,
    migrate,
)
from kadflow.storage.sessions import Database

SYSTEM = Envelope(principal="system", authenticated="system")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Fallen(NamedTuple):
    """An agreement or a competition on which something had fallen due.

    Attributes:
        number: Human number, or code.
        state: What became of it, Indonesian and English.
    """

    number: str
    state: Pair


class UpgradeReport(NamedTuple):
    """What an upgrade did.

    Attributes:
        before: Revision of the schema before; equal to ``now`` where nothing was to be done.
        now: Revision of this version.
        workflows: Which shipped workflows are new here.
    """

    before: str
    now: str
    workflows: ShippedReport


class Kadflow:
    """An open installation; use as a context manager, or call `close`.

    Attributes:
        agreements: Commands on agreements and questions about them.
        organisations: Regions and others, people, offices, holders, mandates, chains.
        templates: Workflow templates.
        imports: Registers of agreements, from a dry run to the record.
        calendars: Working days: decrees, a year, counting.
        evaluations: What is asked about evaluations of agreements.
        competitions: Joint evaluations of many agreements.
        deadlines: What falls due, and why on that day.
        budgets: Money: findings, sums, files, and the sweep that checks it.
        results: What was reached, what is owed, what may go wrong.
        notices: What offices have been told.
        deliveries: How it reaches people: plan, deliver, list, show, why, resend.
        contacts: Where and how people are reached, and own words.
        reminders: Which rungs of deadlines are due, written as notices.
        history: Verify, checkpoint, show as of any date, rebuild, seal.
        reports: Built from the record, signed off, sent, received.
        keeping: Backup, and release after a restore.
        flow_runs: How the flows fared.
        announcements: What is new, for programs outside.
        exercise: Whether the clock may be moved here; such a folder says so everywhere.
    """

    def __init__(
        self,
        folder: Folder,
        database: Database,
        clock: Clock,
        *,
        channels: Callable[[], Channels] | None = None,
    ) -> None:
        self.folder = folder
        self.clock = clock
        self._database = database
        self.ids = IdSource(clock)
        self.installation = InstallationService(database, clock, self.ids)
        self.organisations = OrganisationService(database, clock, self.ids)
        self.templates = TemplateService(database, clock, self.installation.stream)
        rosters = Rosters()
        self.agreements = AgreementService(database, clock, self.ids, self.templates, rosters)
        self.evaluations = EvaluationService(database, self.agreements)
        self.competitions = CompetitionService(
            database, clock, self.ids, self.templates, self.agreements
        )
        self.imports = ImportService(
            database,
            clock,
            self.ids,
            self.organisations,
            self.templates,
            rosters,
            self.agreements.link_registered,
        )
        self.calendars = CalendarService(database, clock, self.installation.stream)
        self.deadlines = DeadlineService(
            database, clock, self.ids, self.agreements, self.templates
        )
        self.budgets = BudgetService(
            database, clock, self.agreements, self.organisations, self.templates
        )
        self.results = ResultService(database, clock, self.agreements)
        self.notices = NoticeService(database, clock, self.ids)
        settings = Settings()
        self.deliveries = DeliveryService(
            database,
            clock,
            self.ids,
            channels or (lambda: channels_of(settings)),
            settings.public_url,
        )
        self.contacts = ContactService(database, clock, self.ids)
        self.reminders = ReminderService(database, clock, self.ids, self.templates)
        self.blobs = Blobs(folder.blobs)
        self.history = HistoryService(
            database,
            clock,
            self.templates,
            self.installation,
            folder.key,
            self.blobs,
        )
        self.reports = ReportService(
            database,
            clock,
            self.ids,
            templates=self.templates,
            organisations=self.organisations,
            installation=self.installation,
            history=self.history,
            blobs=self.blobs,
        )
        self.keeping = Keeping(database, self.blobs, clock, self.history)
        self.flow_runs = FlowRunService(database, clock, self.ids)
        self.announcements = AnnouncementService(database, clock)
        self._zones: dict[str | None, str] = {}

    # -------------------------------------------------------------- opening

    @classmethod
    def create(
        cls,
        data: Path | str,
        *,
        database_url: str | None = None,
        owner_url: str | None = None,
        exercise: bool = False,
        clock: Clock | None = None,
    ) -> Kadflow:
        """Make an installation: database, regions, shipped templates, signing key.

        Args:
            data: Folder; made when missing, refused when something is in it already.
            database_url: PostgreSQL instead of a file in the folder.
            owner_url: The same database as the role that owns its tables. The role of
                ``database_url`` then gets no more than the running program needs: the history
                is open to it for reading and adding only.
            exercise: The clock may be moved; never for real agreements.
            clock: Instead of the machine's, for exercises and tests.

        Raises:
            InvalidInputError: An installation is there already.
            StorageUnavailableError: The folder or the database cannot be written.
        """
        folder = Folder(Path(data), database_url)
        if database_url is None and folder.exists and not _is_unfinished(folder):
            raise InvalidInputError(
                f"There is an installation in {folder.path} already.",
                hint="Name another folder with --data, or work with this one.",
                pesan=f"Folder {folder.path} sudah berisi data Kadflow.",
                saran="Sebutkan folder lain dengan --data, atau lanjutkan dengan folder ini.",
            )
        folder.make()
        migrate(owner_url or folder.url)
        if owner_url is not None:
            grant_running_role(owner_url, urlsplit(folder.url).username or "")
        kadflow = cls(folder, Database.open(folder.url), clock or SystemClock())
        try:
            kadflow.installation.found(
                exercise=exercise,
                organisations=kadflow.organisations,
                templates=kadflow.templates,
            )
        except BaseException:
            kadflow.close()
            raise
        return kadflow

    @classmethod
    def open(
        cls,
        data: Path | str = "kadflow-data",
        *,
        database_url: str | None = None,
        at: datetime | None = None,
        clock: Clock | None = None,
        channels: Callable[[], Channels] | None = None,
    ) -> Kadflow:
        """Open an installation that exists.

        Args:
            data: Its folder.
            database_url: PostgreSQL instead of the file in the folder.
            at: Act as if it were this instant; only in an exercise folder.
            clock: Instead of the machine's.
            channels: The ways in which messages leave; those of the settings by default.

        Raises:
            NotFoundError: Nothing is there.
            InvalidInputError: ``at`` outside an exercise.
        """
        folder = _existing(Path(data), database_url)
        check_revision(folder.url)
        clock = clock or (ExerciseClock(at) if at is not None else SystemClock())
        kadflow = cls(folder, Database.open(folder.url), clock, channels=channels)
        try:
            kadflow.installation.check()
            if at is not None and not kadflow.exercise:
                raise InvalidInputError(  # noqa: TRY301 - the database is let go of here
                    "The clock can be moved only in an exercise folder.",
                    hint="Make one with: kadflow init --exercise.",
                    pesan="Tanggal hanya dapat digeser pada folder latihan.",
                    saran="Siapkan folder latihan dengan: kadflow init --exercise.",
                )
        except BaseException:
            kadflow.close()
            raise
        return kadflow

    @classmethod
    def upgrade(
        cls,
        data: Path | str = "kadflow-data",
        *,
        database_url: str | None = None,
        owner_url: str | None = None,
        own_workflows: bool = True,
    ) -> UpgradeReport:
        """Bring the database of an installation to the schema of this version.

        One transaction: it is upgraded whole, or stays as it was. Then the workflows that came
        with this version are published, in another; see `kadflow.services.shipped_workflows`.

        Args:
            data: Its folder.
            database_url: PostgreSQL instead of the file in the folder.
            owner_url: The same database as the role that owns its tables.
            own_workflows: Leave a workflow alone of which the installation published a version of
                its own; the shipped one is named in the report.

        Raises:
            NotFoundError: Nothing is there.
            StorageUnavailableError: Made by a newer Kadflow, locked, or not reachable.
        """
        folder = _existing(Path(data), database_url)
        before = current_revision(folder.url)
        if before is None:
            check_revision(folder.url)
        migrate(owner_url or folder.url)
        if owner_url is not None:
            grant_running_role(owner_url, urlsplit(folder.url).username or "")
        with Database.open(folder.url) as database:
            clock = SystemClock()
            installation = InstallationService(database, clock, IdSource(clock))
            workflows = publish_shipped(
                database,
                TemplateService(database, clock, installation.stream),
                shipped_texts(),
                in_place_of_own=not own_workflows,
            )
            number_documents(database)
        return UpgradeReport(before or HEAD, HEAD, workflows)

    @classmethod
    def restore(
        cls,
        backup: Path | str,
        data: Path | str,
        *,
        database_url: str | None = None,
        clock: Clock | None = None,
        against: str | None = None,
    ) -> RestoreReport:
        """Bring a backup back into an empty place, as a new epoch that waits to be released.

        Args:
            backup: A file that `Keeping.backup` wrote.
            data: Folder; made when missing, refused when an installation is in it.
            database_url: PostgreSQL instead of a file in the folder.
            clock: Instead of the machine's.
            against: A checkpoint kept elsewhere: what it covers and the backup lacks is named.
        """
        folder = Folder(Path(data), database_url)
        folder.make()
        return restore(
            Path(backup),
            url=folder.url,
            blobs_dir=folder.blobs,
            key_path=folder.key,
            clock=clock or SystemClock(),
            against=against,
        )

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def exercise(self) -> bool:
        """Whether this is an exercise folder."""
        return self.installation.is_exercise

    @property
    def database(self) -> Database:
        """The open database; for the services of this package."""
        return self._database

    # -------------------------------------------------------------- who acts

    def acting(
        self,
        person: str,
        *,
        on_behalf_of: str | None = None,
        principal: str | None = None,
        authenticated: Authentication = "asserted",
    ) -> Acting:
        """The commands of one person.

        Args:
            person: Handle or id.
            on_behalf_of: Office acted for: its id, or ``code/role`` such as ``34.04/head``. Where
                an answer on paper is recorded, also the party itself (code or name), or the key
                of an outside body in the workflow, such as ``minister``.
            principal: Who is at the keyboard; the operating-system user by default.
        """
        found = self.organisations.person(person)
        behalf = self._behalf(on_behalf_of) if on_behalf_of else None
        return Acting(
            self,
            person=found[0],
            principal=principal or f"os:{getpass.getuser()}",
            authenticated=authenticated,
            on_behalf_of=behalf,
        )

    def _behalf(self, wanted: str) -> str:
        """The id of an office or, for who answers on paper, of a party; or a body's key."""
        if "/" in wanted or _ID.fullmatch(wanted):
            return self.office(wanted)
        try:
            return self.organisations.get(wanted).id
        except NotFoundError:
            if self.templates.has_body(wanted):
                return wanted
            raise

    def operator(self) -> Envelope:
        """The envelope of the machine's operator, for set-up; may not touch agreements."""
        return Envelope(principal=f"os:{getpass.getuser()}", authenticated="asserted")

    def system(self) -> Envelope:
        """Kadflow itself, for what runs by schedule."""
        return SYSTEM

    def report_subject(self, record: ReportRecord) -> str:
        """What a report is about, in few words: an agreement's number, a region's code."""
        if record.about:
            return self.agreements.get(record.about).number
        if record.organisation == self.installation.id:
            return "semua"
        organisation = self.organisations.get(record.organisation)
        return organisation.code or organisation.name

    def office(self, wanted: str) -> str:
        """The id of an office given as id or as ``organisation/role``.

        Raises:
            NotFoundError: No such office.
        """
        organisation, slash, role = wanted.rpartition("/")
        if not slash:
            return wanted
        found = self.organisations.get(organisation)
        for office in self.organisations.offices(found.id):
            if office.role == role:
                return office.id
        raise NotFoundError(
            f"{found.name} has no office for: {role_words(role)[1]}.",
            hint="Add it with: kadflow organisation add-office. For a party on paper name the party "
            "instead of an office.",
            pesan=f"{found.name} belum mempunyai jabatan: {role_words(role)[0]}.",
            saran="Tambahkan dengan: kadflow organisation add-office. Untuk pihak yang lewat surat, "
            "sebutkan pihaknya saja, tanpa jabatan.",
        )

    def zone_of(self, person: str | None) -> str:
        """The zone of a person's organisation."""
        if person not in self._zones:
            organisation = self.organisations.person(person)[1] if person else None
            zone = self.organisations.get(organisation).zone if organisation else "Asia/Jakarta"
            self._zones[person] = zone
        return self._zones[person]

    # -------------------------------------------------------------- naming things

    def find(self, wanted: str) -> str:
        """The id of an agreement given as number, reference, id or beginning of an id."""
        with self._database.read() as tx:
            return self.agreements.find(tx, wanted)

    def party_spec(self, party: str | PartySpec) -> PartySpec:
        """A party given by code or name, with the organisation's id filled in."""
        spec = party if isinstance(party, PartySpec) else PartySpec(party)
        return msgspec.structs.replace(
            spec, organisation=self.organisations.get(spec.organisation).id
        )

    def local_paths(self, agreement: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Paths with ``@2`` or an official code in place of a party's id."""
        if not any("@" in path for path in values):
            return dict(values)
        record = self.agreements.get(agreement)
        own = _places(record)
        # what an addendum carries speaks of its parent's parties
        parents = _places(self.agreements.get(record.parent)) if record.parent else own
        local = {}
        for path, value in values.items():
            names = path.split(".")
            ids = parents if record.purpose and names[0] == CHANGES else own
            local[".".join(ids.get(name, name) for name in names)] = value
        return local

    def naming(self, agreement: str | AgreementRecord) -> Naming:
        """What the parts of an agreement's template are called, in both languages.

        Args:
            agreement: Number or id; or a record, as of any time.
        """
        record = self.agreements.get(agreement) if isinstance(agreement, str) else agreement
        above = self.naming(record.parent) if record.parent else None
        return Naming(self.templates.get(record.template)[1], record, above)

    def state_title(self, agreement: str) -> Pair:
        """The title of the state in which an agreement is, Indonesian and English."""
        record = self.agreements.get(agreement)
        with self._database.read() as tx:
            template = self.templates.workflow(tx, record.template).template
        title = template.states[record.state].title
        return title.id, title.en

    def addendum_template(self, agreement: str, purpose: str) -> str:
        """The template of an addendum as the parent's template names it."""
        record = self.agreements.get(agreement)
        with self._database.read() as tx:
            template = self.templates.workflow(tx, record.template).template
        rule = next(
            (r for name, r in template.standing_commands.items() if name.value == purpose), None
        )
        return rule.child if rule is not None and rule.child is not None else "addendum"

    def store_content(self, owner: str, content: bytes) -> str:
        """Put a content into the file store before the command that names it commits.

        Raises:
            InvalidInputError: It is empty: nothing that could show anything.
        """
        if not content:
            raise InvalidInputError(
                "The file is empty.",
                hint="Check that it was scanned or saved, and give it again.",
                pesan="Berkas ini kosong.",
                saran="Periksa apakah pindaian atau penyimpanannya berhasil, lalu sertakan lagi.",
            )
        return self.blobs.put(owner, content).digest

    def inbox(self, person: str) -> list[dict[str, Any]]:
        """What the offices of a person have to do now, oldest first.

        A task names its agreement, or its competition. What waits for an office that the person
        only assists says so: ``assists`` is true there.
        """
        found = self.organisations.person(person)
        today = civil_date(self.clock.now(), self.zone_of(found[0])).date
        with self._database.read() as tx:
            offices = {held.office for held in people.holdings(tx, found[0], today)}
            offices |= {mandate.giver for mandate in people.mandates(tx, found[0], today)}
            assisted = {each.office for each in assisted_by(tx, found[0], today)}
            tasks = rows.tasks_of(tx, sorted(offices | assisted))
        tasks += self.competitions.tasks_of(sorted(offices | assisted))
        tasks.sort(key=lambda task: task["since"])
        return [{**task, "assists": task["office"] not in offices} for task in tasks]

    def offices_served(self, person: str) -> set[str]:
        """Offices that a person holds or assists today."""
        found = self.organisations.person(person)
        today = civil_date(self.clock.now(), self.zone_of(found[0])).date
        with self._database.read() as tx:
            held = {each.office for each in people.holdings(tx, found[0], today)}
            return held | {each.office for each in assisted_by(tx, found[0], today)}

    def secretariats(self, person: str) -> list[str]:
        """Organisations whose cooperation secretariat a person holds or assists today."""
        found = self.organisations.person(person)
        today = civil_date(self.clock.now(), self.zone_of(found[0])).date
        return self.deliveries.secretariat_of(found[0], today)

    def calendar_feed(self, person: str, *, language: str = "id") -> bytes:
        """What runs for the organisations that a person works for, as an iCalendar file."""
        found = self.organisations.person(person)
        today = civil_date(self.clock.now(), self.zone_of(found[0])).date
        with self._database.read() as tx:
            homes = {held.organisation for held in people.holdings(tx, found[0], today)}
            homes |= {each.organisation for each in assisted_by(tx, found[0], today)}
        name = "Batas waktu kerja sama" if language == "id" else "Deadlines of agreements"
        return self.reminders.feed(sorted(homes), name=name, language=language)

    def told(self, person: str, *, most: int = 50, language: str = "id") -> list[dict[str, Any]]:
        """Notices to the offices that a person holds or assists, newest first."""
        found = self.organisations.person(person)
        today = civil_date(self.clock.now(), self.zone_of(found[0])).date
        return self.notices.of_person(found[0], today, most=most, language=language)

    def similar(self, parties: Sequence[str]) -> list[dict[str, str]]:
        """Agreements in which the first two of these parties already cooperate."""
        ids = [self.party_spec(party).organisation for party in parties[:2]]
        if len(ids) < 2:
            return []
        with self._database.read() as tx:
            found = rows.shared_agreements(tx, ids[0], ids[1])
        return [dict(zip(("id", "number", "title", "state"), row, strict=True)) for row in found]

    # -------------------------------------------------------------- what falls due

    def import_calendar(self, envelope: Envelope, path: Path, **how: Any) -> CalendarReport:
        """Take over a calendar file, and count anew the open deadlines that it touches.

        See `CalendarService.import_file`. Should this process end in between, the next sweep
        goes on with counting, and nothing falls due by a calendar that no longer holds.
        """
        report = self.calendars.import_file(envelope, path, **how)
        if not report.calendars or self.keeping.held():
            return report
        counted, moved, flagged = self.agreements.recount()
        return msgspec.structs.replace(report, agreements=counted, moved=moved, flagged=flagged)

    def apply_due(self) -> int:
        """Let everything that has fallen due happen now; returns how many were concerned.

        After a restore nothing falls due until `Keeping.release`.
        """
        if self.keeping.held():
            return 0
        self.agreements.recount()
        due = self.due()
        for matter in due:
            self.apply_due_to(matter)
        return len(due)

    def due(self, until: datetime | None = None, effects: Sequence[str] = ()) -> list[str]:
        """Ids of agreements and competitions on which something has fallen due.

        None while a restore is held.

        Args:
            until: Only what was due by this instant; now where it is left out or later.
            effects: Only deadlines with one of these effects; any where empty.
        """
        if self.keeping.held():
            return []
        due = self.agreements.due(until, effects)
        return due + self.competitions.due(until) if not effects or JUDGE in effects else due

    def check_budget_of(self, agreement: str) -> Outcome:
        """Check the money of one agreement anew and note what is new and what is gone."""
        return self.agreements.run(SYSTEM, CheckBudget(agreement=agreement))

    def apply_due_to(self, matter: str) -> Fallen | None:
        """Let everything that has fallen due on one of these happen now, in one transaction.

        Done again, or by two at once, it changes nothing more.

        Args:
            matter: Id of an agreement, or of a competition.

        Returns:
            What became of it; None where nothing had fallen due.
        """
        if self.competitions.has(matter):
            found = self.competitions.apply_due(matter)
            return None if found is None else Fallen(found.code, EFFECT_WORDS[JUDGE])
        outcome = self.agreements.run(SYSTEM, ApplyDue(agreement=matter))
        if not outcome.events:
            return None
        return Fallen(outcome.number, self.state_title(matter))


def _existing(data: Path, database_url: str | None) -> Folder:
    folder = Folder(data, database_url)
    if not folder.exists:
        raise NotFoundError(
            f"There is no installation in {folder.path}.",
            hint=f"Make one with: kadflow init --data {folder.path}.",
            pesan=f"Folder {folder.path} tidak berisi data Kadflow.",
            saran=f"Siapkan dengan: kadflow init --data {folder.path}.",
        )
    return folder


def _is_unfinished(folder: Folder) -> bool:
    """Whether an init broke off here after the tables were made: then it may go on."""
    if current_revision(folder.url) != HEAD:
        return False
    with Database.open(folder.url) as database, database.read() as tx:
        return history.installation_stream(tx) is None


def _places(record: AgreementRecord) -> dict[str, str]:
    """Ids of an agreement's parties by their place: ``@1`` is the first."""
    return {f"@{party.position + 1}": party.id for party in record.parties}
