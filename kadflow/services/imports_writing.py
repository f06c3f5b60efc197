"""One batch of rows in one transaction: each row decides alone, all are written together.

Nothing of a row is written before the row has been decided, so that a refused one leaves nothing
behind. Imports of one installation go one after the other: they hold the end of its stream, so
that two of them never register the same reference twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from kadflow.domain.clock import Clock, IdSource, civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.document_numbers import normal_form
from kadflow.domain.events import Actor
from kadflow.domain.people import Organisation
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.effects import follow
from kadflow.engine.registration import register
from kadflow.errors import KadflowError
from kadflow.intake.records import Reason, RecordedAgreement, RowReport, Verdict
from kadflow.services.directory import Directory, Rosters
from kadflow.services.document_numbers import (
    CODE,
    UsedNumbers,
    numbers_of,
    registered_numbers,
)
from kadflow.services.imports_mapping import refused, warned
from kadflow.services.imports_parties import DEFAULT_ZONE, FoundParty, OrganisationBook, name_key
from kadflow.services.imports_planning import (
    Judged,
    Plan,
    Planner,
    already,
    differs,
    is_same,
    message_of,
    source_of,
)
from kadflow.services.imports_report import ImportedRow, imported_row
from kadflow.services.ledger import Ledger
from kadflow.services.organisations import OrganisationService
from kadflow.services.recording import write_new_agreements
from kadflow.storage import agreements as rows
from kadflow.storage import history, people
from kadflow.storage.transactions import Transaction

_NO_PARENT = frozenset({"parent-missing", "parent-refused"})

MayCome = Callable[[str], bool]


class Batch(msgspec.Struct):
    """What a transaction did: rows with their outcome, rows put off, organisations added.

    Attributes:
        links: Registered before, without the parent that they name: id and that reference.
        last: The highest human number given so far.
    """

    results: list[ImportedRow] = []
    waiting: list[Judged] = []
    organisations: list[Organisation] = []
    links: list[tuple[str, str]] = []
    last: int = 0


class BatchWriter:
    """Writes batches of one import; keeps nothing of a batch before it was committed.

    Args:
        clock: Of the installation.
        ids: Of the installation.
        organisations: Adds bodies that are not known yet.
        planner: Of this import.
        rosters: Of the installation.
        book: The organisations known at its start.
        envelope: Who imports.
        file: Name of the file, the source where a row names none.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        ids: IdSource,
        organisations: OrganisationService,
        planner: Planner,
        rosters: Rosters,
        book: OrganisationBook,
        envelope: Envelope,
        file: str,
    ) -> None:
        self.clock = clock
        self.ids = ids
        self.organisations = organisations
        self.planner = planner
        self.rosters = rosters
        self.book = book
        self.envelope = envelope
        self.file = file
        self._last = -1

    def learn(self, batch: Batch) -> None:
        """Remember what a batch added, once it was committed."""
        self._last = batch.last
        for organisation in batch.organisations:
            self.book.learn(organisation)

    def write(self, tx: Transaction, chunk: Sequence[Judged], may_come: MayCome) -> Batch:
        """Register the rows of a batch in the caller's transaction.

        Args:
            tx: The caller's transaction.
            chunk: In file order.
            may_come: Whether the row of a reference may still be registered later.
        """
        installation = history.installation_stream(tx)
        if installation is not None:
            history.lock_stream(tx, installation)
        work = _Work(self, tx, chunk, may_come)
        if work.last != self._last:  # others registered something, and perhaps organisations too
            self.book = OrganisationBook(people.all_organisations(tx))
        for judged in chunk:
            work.take(judged)
        return work.finish()

    def rehearse(self, tx: Transaction, chunk: Sequence[Judged]) -> list[RowReport]:
        """Judge the rows of a batch as `write` would, and write nothing.

        Args:
            tx: A reading is enough.
            chunk: In file order.
        """
        work = _Work(self, tx, chunk, lambda _: True)
        return [work.rehearse(judged) for judged in chunk]


class _Work:
    """One batch being decided."""

    def __init__(
        self, writer: BatchWriter, tx: Transaction, chunk: Sequence[Judged], may_come: MayCome
    ) -> None:
        self._writer = writer
        self._tx = tx
        self._may_come = may_come
        self._now: datetime = writer.clock.now()
        self._directory = Directory(tx, writer.rosters)
        self._added: dict[str, Organisation] = {}
        self._refused: set[str] = set()
        self._put_off: set[str] = set()
        self._cases: list[tuple[Deliberation, Ledger, str | None]] = []
        self._ids: dict[str, str] = {}
        self._known = rows.by_sources(tx, _references(chunk))
        self._used = UsedNumbers(tx, _number_forms(chunk), self._may_know)
        self._prefix = f"KSD-{self._now.year}-"
        last = rows.last_number(tx, self._prefix)
        self.last = int(last.removeprefix(self._prefix)) if last else 0
        self._batch = Batch()

    def take(self, judged: Judged) -> None:
        """Decide one row."""
        report = judged.report
        record = report.record
        if record is None:
            self._refuse(judged, ())
            return
        known = self._known.get(record.ref)
        if known is not None:
            self._compare(judged, known)
            return
        parent, doubt = self._parent(record)
        if parent is None and doubt is None and record.parent_ref:
            self._put_off.add(record.ref)
            self._batch.waiting.append(judged)
            return
        if parent is not None:
            judged = _linked(judged)
        elif any(reason.code in _NO_PARENT for reason in report.reasons):
            doubt = None  # said by intake already
        plan = self._plan(judged)
        if plan.workflow is None:
            self._refuse(judged, plan.reasons)
            return
        try:
            case = self._decide(plan, parent, doubt)
        except KadflowError as error:
            if self._tx.failed:
                raise
            said = message_of(error)
            self._refuse(judged, (*plan.reasons, refused("not-registrable", said, said)))
            return
        self._keep(plan, case, doubt)

    def rehearse(self, judged: Judged) -> RowReport:
        """Judge one row; nothing of it is kept."""
        record = judged.report.record
        if record is None:
            return judged.report
        known = self._known.get(record.ref)
        if known is not None:
            number = known.number
            return _with(
                judged.report, already(number) if is_same(judged, known) else differs(number)
            )
        if record.parent_ref in self._known:
            judged = _linked(judged)
        plan = self._plan(judged)
        if plan.workflow is None or plan.found is None:
            return plan.reported()
        zone = plan.found.zone
        new = [p for p in plan.found.parties if self._organisation(p) is None]
        try:
            self._register(plan, {p.key: self._provisional(p, zone) for p in new}, None, ())
        except KadflowError as error:
            if self._tx.failed:
                raise
            said = message_of(error)
            reason = refused("not-registrable", said, said)
            return msgspec.structs.replace(plan, reasons=(*plan.reasons, reason)).reported()
        return plan.reported()

    def finish(self) -> Batch:
        """Write everything that was decided."""
        if self._cases:
            write_new_agreements(self._tx, self._cases, self._writer.ids.new)
        self._batch.organisations = list(self._added.values())
        self._batch.last = self.last
        return self._batch

    # -------------------------------------------------------------- one row

    def _plan(self, judged: Judged) -> Plan:
        """What the row means, with a warning for each number that was used before."""
        plan = self._writer.planner.plan(self._tx, judged, self._writer.book)
        record, found = judged.report.record, plan.found
        if record is None or found is None:
            return plan
        known = enumerate(map(self._organisation, found.parties))
        uses = registered_numbers(
            plan.numbers,
            {str(position): each.id for position, each in known if each is not None},
            record.signed_on or civil_date(self._now, found.zone).date,
        )
        said = dict.fromkeys(self._used.warnings("", uses))
        told = (warned(CODE, *words, "document_numbers") for words in said)
        return msgspec.structs.replace(plan, reasons=(*plan.reasons, *told))

    def _may_know(self, organisations: frozenset[str]) -> bool:
        """Whether whoever imports takes part in an agreement of these organisations."""
        person = self._writer.envelope.person
        if person is None:
            return True
        today = civil_date(self._now, DEFAULT_ZONE).date
        held = people.holdings(self._tx, person, today)
        return any(holding.organisation in organisations for holding in held)

    def _refuse(self, judged: Judged, reasons: Sequence[Reason]) -> None:
        self._refused.add(judged.report.ref)
        self._batch.results.append(imported_row(judged.report, "refused", reasons))

    def _compare(self, judged: Judged, known: rows.Registered) -> None:
        same = is_same(judged, known)
        record = judged.report.record
        if record is not None and record.parent_ref and known.parent is None:
            self._batch.links.append((known.id, record.parent_ref))
        self._batch.results.append(
            imported_row(
                judged.report,
                "unchanged" if same else "different",
                () if same else (differs(known.number),),
                agreement=known.id,
                number=known.number,
            )
        )

    def _parent(self, record: RecordedAgreement) -> tuple[str | None, Reason | None]:
        """The parent's id; or why there is none; neither where it may still come."""
        wanted = record.parent_ref
        if not wanted:
            return None, None
        if wanted in self._ids:
            return self._ids[wanted], None
        if wanted in self._known:
            return self._known[wanted].id, None
        if wanted in self._put_off or (wanted not in self._refused and self._may_come(wanted)):
            return None, None
        return None, warned(
            "parent-unknown",
            f"Induk '{wanted[:100]}' tidak diketahui di sini; dicatat tanpa induk, teksnya disimpan.",
            f"The parent '{wanted[:100]}' is not known here; registered without it, its text kept.",
            "parent_ref",
        )

    def _keep(self, plan: Plan, case: tuple[Deliberation, Ledger], doubt: Reason | None) -> None:
        deliberation, ledger = case
        record, reference = deliberation.record, plan.judged.report.ref
        self.last += 1
        self._ids[reference] = record.id
        self._cases.append((deliberation, ledger, reference))
        for sealed in deliberation.events:
            self._used.learn(record, numbers_of(record, sealed))
        self._batch.results.append(
            imported_row(
                plan.judged.report,
                "registered",
                (*plan.reasons, *((doubt,) if doubt else ())),
                agreement=record.id,
                number=record.number,
                state=record.state,
                template=record.template_key,
            )
        )

    def _decide(
        self, plan: Plan, parent: str | None, doubt: Reason | None
    ) -> tuple[Deliberation, Ledger]:
        found = plan.found
        assert found is not None  # noqa: S101 - it has a workflow
        new = [p for p in found.parties if self._organisation(p) is None]
        reasons = (*plan.judged.report.reasons, *plan.reasons, *((doubt,) if doubt else ()))
        if new:
            # Tried with provisional ids first: a row that is refused adds no organisation.
            trial = {p.key: self._provisional(p, found.zone) for p in new}
            self._register(plan, trial, parent, reasons)
            self._add(plan, list(trial.values()))
        return self._register(plan, {}, parent, reasons)

    def _organisation(self, party: FoundParty) -> Organisation | None:
        return party.organisation or self._added.get(party.key)

    def _provisional(self, party: FoundParty, zone: str) -> Organisation:
        return Organisation(
            id=self._writer.ids.new(),
            kind=party.kind,
            name=party.name,
            zone=zone,
            autonomous=False,
        )

    def _add(self, plan: Plan, organisations: list[Organisation]) -> None:
        record = plan.judged.report.record
        assert record is not None  # noqa: S101 - it has a workflow
        basis = source_of(record, self._writer.file)
        values = [msgspec.structs.asdict(organisation) for organisation in organisations]
        ids = self._writer.organisations.add_in(
            self._tx,
            self._writer.envelope,
            [value | {"basis": basis} for value in values],
        )
        for organisation, added in zip(organisations, ids, strict=True):
            self._added[name_key(organisation.name)] = msgspec.structs.replace(
                organisation, id=added
            )

    def _register(
        self,
        plan: Plan,
        trial: dict[str, Organisation],
        parent: str | None,
        reasons: tuple[Reason, ...],
    ) -> tuple[Deliberation, Ledger]:
        """Decide the registration on a ledger of its own; nothing is written."""
        workflow, found = plan.workflow, plan.found
        assert workflow is not None  # noqa: S101 - asked before
        assert found is not None  # noqa: S101
        organisations = [self._organisation(p) or trial[p.key] for p in found.parties]
        self._directory.expect(each.id for each in organisations)
        writer = self._writer
        envelope = writer.envelope
        ledger = Ledger(self._now)
        deliberation = Deliberation(
            workflow=workflow,
            record=None,
            tracks={},
            directory=self._directory,
            ledger=ledger,
            envelope=envelope,
            effective_on=civil_date(self._now, organisations[0].zone),
            now=self._now,
            new_id=writer.ids.new,
        )
        agreement = writer.ids.new()
        ledger.begin(agreement, "agreement", agreement=agreement)
        register(
            deliberation,
            plan.command(organisations, file=writer.file, parent=parent, reasons=reasons),
            agreement=agreement,
            number=f"{self._prefix}{self.last + 1:06d}",
            organisations={organisation.id: organisation for organisation in organisations},
            actor=Actor(
                principal=envelope.principal,
                authenticated=envelope.authenticated,
                person=envelope.person,
            ),
        )
        for party in deliberation.record.parties:
            ledger.begin(party.id, "party", agreement=agreement)
        follow(deliberation)
        return deliberation, ledger


def _number_forms(chunk: Sequence[Judged]) -> set[str]:
    """The normal forms of all numbers that rows name."""
    records = (judged.report.record for judged in chunk)
    return {
        normal_form(number.text)
        for record in records
        if record is not None
        for number in record.numbers
    }


def _linked(judged: Judged) -> Judged:
    """Without the warning that the file lacks the parent: it is known here."""
    kept = tuple(r for r in judged.report.reasons if r.code not in _NO_PARENT)
    report = judged.report
    if len(kept) == len(report.reasons):
        return judged
    verdict: Verdict = "accepted_with_warnings" if kept else "accepted"
    return msgspec.structs.replace(
        judged, report=msgspec.structs.replace(report, verdict=verdict, reasons=kept)
    )


def _with(report: RowReport, reason: Reason) -> RowReport:
    """A report with one more remark."""
    quiet = reason.code == "already-registered"
    return msgspec.structs.replace(
        report,
        verdict=report.verdict if quiet else "accepted_with_warnings",
        reasons=(*report.reasons, reason),
    )


def _references(chunk: Sequence[Judged]) -> list[str]:
    wanted: dict[str, None] = {}
    for judged in chunk:
        record = judged.report.record
        if record is not None:
            wanted[record.ref] = None
            if record.parent_ref:
                wanted[record.parent_ref] = None
    return list(wanted)
