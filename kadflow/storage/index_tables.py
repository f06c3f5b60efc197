"""Tables that only help to find what history says: read, written and removed row by row.

Each says which columns name a row, which ones history tells, and which ones it cannot tell: those
are left as they are where a row stands, and begin anew where one has to be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy import inspect as mapped

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import (
    Blob,
    Decision,
    Document,
    DocumentNumber,
    Finding,
    Gate,
    Task,
)
from kadflow.storage.tables.budget import BudgetFinding, BudgetLine
from kadflow.storage.tables.calendars import DeadlineCalendar
from kadflow.storage.tables.deadlines import Deadline
from kadflow.storage.tables.evaluations import Evaluation
from kadflow.storage.tables.results import Indicator, Measurement, Obligation
from kadflow.storage.transactions import Transaction

IndexRow = dict[str, Any]
"""A row by column name."""


class IndexTable:
    """One table, and which of its columns mean what.

    Args:
        table: The table.
        key: Columns by which a row is told from another; None where that is the primary key.
        kept: Columns that history does not tell.
        scope: The column that names the agreement.
    """

    def __init__(
        self,
        table: type[Any],
        *,
        key: tuple[str, ...] | None = None,
        kept: tuple[str, ...] = (),
        scope: str = "agreement",
    ) -> None:
        self.columns = tuple(column.name for column in mapped(table).columns)
        self.primary = tuple(column.name for column in mapped(table).primary_key)
        self.key = key or self.primary
        self.kept = kept
        self.said = tuple(c for c in self.columns if c not in {*self.key, *kept, scope})
        name = str(table.__tablename__)
        attributes = [getattr(table, column) for column in self.columns]
        self._of = Statement(
            select(*attributes).where(getattr(table, scope) == bindparam("scope")),
            name=f"{name}.of-agreement",
        )
        self._any = Statement(select(*attributes).limit(1), name=f"{name}.any")
        put = insert(table)
        told = [c for c in self.columns if c not in {*self.primary, *kept}]
        self._put = Statement(
            put.on_conflict_do_update(
                index_elements=list(self.primary),
                set_={column: getattr(put.excluded, column) for column in told},
            )
            if told
            else put.on_conflict_do_nothing(),
            name=f"{name}.put-anew",
        )
        self._remove = Statement(
            delete(table).where(
                and_(*(getattr(table, c) == bindparam(f"of_{c}") for c in self.primary))
            ),
            name=f"{name}.remove",
        )

    def name_of(self, row: IndexRow) -> tuple[Any, ...]:
        """What tells a row from another of the same agreement."""
        return tuple(row[column] for column in self.key)

    def wrong(self, expected: IndexRow, found: IndexRow) -> tuple[str, ...]:
        """The columns that history tells and in which a row says something else."""
        return tuple(column for column in self.said if expected[column] != found[column])

    def of(self, tx: Transaction, agreement: str) -> list[IndexRow]:
        """The rows of an agreement."""
        rows = tx.all(self._of, scope=agreement)
        return [dict(zip(self.columns, row, strict=True)) for row in rows]

    def is_begun(self, tx: Transaction) -> bool:
        """Whether there is any row at all."""
        return tx.one(self._any) is not None

    def put(self, tx: Transaction, rows: Sequence[IndexRow]) -> None:
        """Write rows as they must be; what history does not tell stays in those that stand."""
        if rows:
            tx.many(self._put, rows)

    def remove(self, tx: Transaction, rows: Iterable[IndexRow]) -> None:
        """Take rows away."""
        gone = [{f"of_{column}": row[column] for column in self.primary} for row in rows]
        if gone:
            tx.many(self._remove, gone)


INDEX: dict[str, IndexTable] = {
    "gate": IndexTable(Gate),
    "decision": IndexTable(Decision, key=("stream", "number"), kept=("id",)),
    "document": IndexTable(Document),
    "document_number": IndexTable(DocumentNumber),
    "blob": IndexTable(Blob, scope="owner"),
    "finding": IndexTable(Finding),
    "deadline": IndexTable(Deadline, kept=("remind_at", "reminded_at")),
    "deadline_calendar": IndexTable(DeadlineCalendar),
    "evaluation": IndexTable(Evaluation),
    "budget_line": IndexTable(BudgetLine),
    "budget_finding": IndexTable(BudgetFinding),
    "obligation": IndexTable(Obligation),
    "indicator": IndexTable(Indicator),
    "measurement": IndexTable(Measurement),
}
"""Whatever is made of the events of an agreement; one that refers to another comes after it."""

TASKS = IndexTable(Task, key=("party", "office", "gate", "kind"), kept=("id", "since", "due_at"))
"""Whose turn it is: told by the record together with the offices that there are today."""
