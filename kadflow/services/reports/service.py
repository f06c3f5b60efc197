"""Reports: built from the record, stored with their digests, looked at, and when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import NamedTuple

from kadflow.domain.clock import Clock, IdSource, civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.periods import last_full_period
from kadflow.domain.reports import ReportRecord
from kadflow.errors import NotFoundError
from kadflow.services.history.service import HistoryService
from kadflow.services.installation import InstallationService
from kadflow.services.organisations import OrganisationService
from kadflow.services.reports.building import Asked, Builder, Built, Language
from kadflow.services.reports.finding import find_report
from kadflow.services.reports.outlines import OutlineService
from kadflow.services.reports.sign_off import SignOffService
from kadflow.services.templates import TemplateService
from kadflow.storage import known_agreements as sources
from kadflow.storage import reports as rows
from kadflow.storage.blobs import Blobs
from kadflow.storage.sessions import Database


class ReportDue(NamedTuple):
    """A report that is due: whose, which, about which agreement, over which period."""

    organisation: str
    outline: str
    about: str
    period: str


class ReportService:
    """Use cases of reports.

    Attributes:
        outlines: What can be built, and an organisation's own outlines.
        sign_off: What happens to a report once it is built.
    """

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
        self._templates = templates
        self._organisations = organisations
        self._blobs = blobs
        self.outlines = OutlineService(database, clock, organisations, blobs)
        self.sign_off = SignOffService(database, clock, ids, outlines=self.outlines, blobs=blobs)
        self._builder = Builder(
            database,
            clock,
            ids,
            templates=templates,
            organisations=organisations,
            installation=installation,
            history=history,
            outlines=self.outlines,
            blobs=blobs,
        )

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
        language: Language = "id",
        draft: bool = False,
    ) -> Built:
        """Build a report, and store it with its digests unless it is a draft.

        Building again where nothing changed adds nothing; after a change it makes the next
        version, which replaces one that was not signed off.

        Args:
            envelope: Who builds it.
            outline: Key of an outline.
            period: Name of the period, ``2026-S1``.
            agreement: Id of the agreement, for an outline about one.
            organisation: Whose report: code, name or id. Left out, an agreement's is that of the
                person's organisation or of the first party; one about everything is the
                installation's.
            formats: Of ``pdf``, ``docx``, ``xlsx``, ``html``.
            as_of: Until when entries count, to the second; now by default, never later.
            language: Of the report.
            draft: Mark it as a draft, store nothing.

        Raises:
            InvalidInputError: The outline, period, instant or format makes no sense.
            NotFoundError: No such outline, agreement or organisation, or none on record then.
            NotPermittedError: The person belongs to another organisation.
            GateNotMetError: This report was signed off and stands.
            ConcurrentChangeError: Somebody else built it meanwhile.
        """
        asked = Asked(
            outline=outline,
            period=period,
            agreement=agreement,
            organisation=organisation,
            formats=tuple(formats),
            as_of=as_of,
            language=language,
            draft=draft,
        )
        return self._builder.build(envelope, asked)

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
        shipped = {o.key for o in self.outlines.all() if o.scope == "agreement"}
        found = []
        with self._database.read() as tx:
            if not agreement:
                for organisation in sources.staffed_parties(tx):
                    for plan in self.outlines.all_in(tx, organisation):
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
                key = _outline_for(shipped, template.key)
                found.append(ReportDue(owing.organisation, key, owing.agreement, covered.name))
            built = rows.report_keys(tx, sorted({each.period for each in found}))
        return [each for each in found if tuple(each) not in built]

    def is_due(self, due: ReportDue) -> bool:
        """Whether still nobody built a report that was due."""
        with self._database.read() as tx:
            return rows.latest_report(tx, **due._asdict()) is None

    # -------------------------------------------------------------- questions

    def get(self, wanted: str) -> ReportRecord:
        """A report by its id or the beginning of it.

        Raises:
            NotFoundError: None, or more than one.
        """
        with self._database.read() as tx:
            return find_report(tx, wanted)

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


def _outline_for(keys: AbstractSet[str], template_key: str) -> str:
    """The outline for agreements of a workflow: its namesake, else the plain evaluation."""
    return template_key if template_key in keys else "evaluasi"
