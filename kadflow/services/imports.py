"""Registers of agreements enter the record: judged row by row, written in batches, resumable.

Order of a run:

1. The whole file is read once, for its header and its tree of parents. What is wrong with the
   file as such is refused here, before anything is written.
2. Row after row is judged and put into batches of a few hundred. A batch is one transaction: what
   it says has been registered is on the disk, and an import that was killed goes on behind the
   last batch when it runs again.
3. Each row decides alone, on a ledger of its own; a row that cannot be registered is refused with
   its reason and leaves nothing, whatever happens to the others.
4. A child whose parent stands further below waits, on disk, for the next round. Parents come
   first; a parent that does not come is unknown, and its text stays in the child's original.

A row is known by its reference. One that was registered before is left as it is, and it is said
whether its text is still the same; if the parent that it names came only now, it is put under it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kadflow.domain.clock import Clock, IdSource, civil_date
from kadflow.domain.commands import Envelope
from kadflow.errors import KadflowError, UnavailableError
from kadflow.intake.agreements import FileContext, assess_row, read_rows
from kadflow.intake.records import RowReport
from kadflow.services.directory import Rosters
from kadflow.services.imports_mapping import refused
from kadflow.services.imports_parties import OrganisationBook
from kadflow.services.imports_planning import Judged, Planner, judged_row, message_of
from kadflow.services.imports_report import ImportedRow, ImportReport, imported_row
from kadflow.services.imports_waiting import WaitingRows
from kadflow.services.imports_writing import Batch, BatchWriter
from kadflow.services.organisations import OrganisationService
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import people
from kadflow.storage.sessions import Database
from kadflow.storage.shelf import Shelf

BATCH_ROWS = 250
"""Rows of one transaction: a commit costs little beside them, and others wait a moment only."""

_EASTERNMOST = "Asia/Jayapura"  # where a signing day that has come comes first

T = TypeVar("T")
OnRow = Callable[[ImportedRow], None]
Link = Callable[[Envelope, str, str], None]
"""Puts a registered agreement under another one, both by id."""


class ImportService:
    """Registers of agreements, from a dry run to the record."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        organisations: OrganisationService,
        templates: TemplateService,
        rosters: Rosters,
        link: Link,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._organisations = organisations
        self._templates = templates
        self._rosters = rosters
        self._link = link

    def assess(self, path: Path) -> Iterator[RowReport]:
        """Judge every row as `run` would, and write nothing.

        A row that was registered before carries the reason ``already-registered`` (and is
        accepted: nothing will happen) or ``differs-from-registered``.

        Args:
            path: CSV or XLSX; see `kadflow.intake.registers.read_rows`.

        Yields:
            One report per row, in file order.

        Raises:
            InvalidInputError: The file as such cannot be read; before the first report.
        """
        with closing(Shelf()) as notes:
            context = self._context(path, notes)
            writer = self.writer(path, Envelope(principal="system", authenticated="system"))
            for chunk in _chunks(read_rows(path)):
                judged = [judged_row(raw, assess_row(raw, context)) for raw in chunk]
                with self._database.read() as tx:
                    reports = writer.rehearse(tx, judged)
                yield from reports

    def run(self, path: Path, envelope: Envelope, *, on_row: OnRow | None = None) -> ImportReport:
        """Register every row that can be, and say of each what became of it.

        Args:
            path: CSV or XLSX; see `kadflow.intake.registers.read_rows`.
            envelope: Who imports; the actor of every registration.
            on_row: Told of each row once it is on the disk; rows that wait for their parent come
                after the others.

        Raises:
            InvalidInputError: The file as such cannot be read; nothing was written.
            StorageUnavailableError: The database cannot go on. What was told to ``on_row`` stays;
                run again to continue.
        """
        with closing(Shelf()) as notes, closing(Shelf()) as links:
            context = self._context(path, notes)
            writer = self.writer(path, envelope)
            run = _Run(self._database, writer, path, context, on_row, self._link, links)
            return run.carry_out()

    def unread(self, path: Path) -> list[str]:
        """Columns of a register that Kadflow does not know; what stands in them is not kept."""
        return list(dict.fromkeys(name for row in read_rows(path) for name in row.unread))

    def _context(self, path: Path, notes: Shelf) -> FileContext:
        today = civil_date(self._clock.now(), _EASTERNMOST).date
        context = FileContext(today=today, notes=notes)
        context.learn(read_rows(path))
        return context

    def writer(self, path: Path, envelope: Envelope) -> BatchWriter:
        """A writer that knows the organisations of this moment."""
        with self._database.read() as tx:
            book = OrganisationBook(people.all_organisations(tx))
        return BatchWriter(
            clock=self._clock,
            ids=self._ids,
            organisations=self._organisations,
            planner=Planner(self._templates),
            rosters=self._rosters,
            book=book,
            envelope=envelope,
            file=_file_name(path),
        )


class _Run:
    """One import: what it knows of the file, and what it has done so far."""

    def __init__(
        self,
        database: Database,
        writer: BatchWriter,
        path: Path,
        context: FileContext,
        on_row: OnRow | None,
        link: Link,
        links: Shelf,
    ) -> None:
        self._link = link
        self._links = links  # reference of the parent to come, by id of the child
        self._database = database
        self._writer = writer
        self._path = path
        self._context = context
        self._on_row = on_row
        self.report = ImportReport(file=_file_name(path))

    def carry_out(self) -> ImportReport:
        """Every row of the file, then those that wait, round after round."""
        judged = (judged_row(raw, assess_row(raw, self._context)) for raw in read_rows(self._path))
        waiting = self._round(judged, self._context.may_come)
        while len(waiting):
            before = len(waiting)
            with waiting:
                following = self._round(waiting.rows(), waiting.__contains__)
            waiting = following if len(following) < before else self._give_up(following)
        waiting.close()
        self._put_under_parents()
        return self.report

    def _put_under_parents(self) -> None:
        """Link what was registered before with the parents that have come since."""
        for some in _chunks(self._links.items()):
            wanted = [(child.decode(), parent.decode()) for child, parent in some]
            with self._database.read() as tx:
                known = rows.by_sources(tx, [reference for _, reference in wanted])
            for child, reference in wanted:
                if reference in known and known[reference].id != child:
                    self._link(self._writer.envelope, child, known[reference].id)
                    self.report.linked += 1

    def _give_up(self, waiting: WaitingRows) -> WaitingRows:
        """Nobody's parent came: register what is left without (cycles are refused before)."""
        with waiting:
            return self._round(waiting.rows(), lambda _: False)

    def _round(self, judged: Iterable[Judged], may_come: Callable[[str], bool]) -> WaitingRows:
        waiting = WaitingRows()
        try:
            self._batches(judged, may_come, waiting)
        except BaseException:
            waiting.close()
            raise
        return waiting

    def _batches(
        self, judged: Iterable[Judged], may_come: Callable[[str], bool], waiting: WaitingRows
    ) -> None:
        for chunk in _chunks(judged):
            batch = self._write(chunk, may_come)
            for row in batch.results:
                if row.outcome == "refused":
                    self._context.drop(row.ref)
                self.report.add(row)
                if self._on_row is not None:
                    self._on_row(row)
            for organisation in batch.organisations:
                self.report.add_organisation(organisation.name)
            for child, reference in batch.links:
                self._links[child.encode()] = reference.encode()
            waiting.extend(batch.waiting)

    def _write(self, chunk: list[Judged], may_come: Callable[[str], bool]) -> Batch:
        """One transaction; where the tables refuse it, its rows one by one, to find which."""

        def still(reference: str) -> bool:
            return may_come(reference) and not self._context.is_dropped(reference)

        try:
            batch = self._database.write(lambda tx: self._writer.write(tx, chunk, still))
        except UnavailableError:
            raise
        except KadflowError as error:
            if len(chunk) == 1:
                return Batch([_not_stored(chunk[0], error)])
            return self._one_by_one(chunk, may_come)
        self._writer.learn(batch)
        return batch

    def _one_by_one(self, chunk: list[Judged], may_come: Callable[[str], bool]) -> Batch:
        whole = Batch()
        for judged in chunk:
            one = self._write([judged], may_come)
            whole.results += one.results
            whole.waiting += one.waiting
            whole.organisations += one.organisations
            whole.links += one.links
        return whole


def _not_stored(judged: Judged, error: KadflowError) -> ImportedRow:
    said = message_of(error)
    return imported_row(judged.report, "refused", [refused("not-stored", said, said)])


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, BATCH_ROWS)):
        yield chunk


def _file_name(path: Path) -> str:
    return path.name.encode("utf-8", "replace").decode()[:255]
