"""What one command sees of the database: six ways to run a statement.

A statement that fails ends the transaction: every further call is refused, on both databases
alike, so that no work goes on after a part of it was lost. What may be there already is
inserted with ``on_conflict_do_nothing``, not by catching an error.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from kadflow.storage.failures import from_sqlite

if TYPE_CHECKING:
    from kadflow.storage.statements import DialectName, Statement

CHUNK = 250  # rows that `stream` fetches at once where each time is a round trip
NEAR = 100  # and where it is none: few enough to stay in the processor's cache


class Transaction(ABC):
    """Statements inside one transaction; rows are tuples in the order of the columns."""

    __slots__ = ("_ended",)

    dialect: DialectName

    def __init__(self) -> None:
        self._ended = ""

    @abstractmethod
    def one(self, statement: Statement, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""

    @abstractmethod
    def all(self, statement: Statement, /, **values: Any) -> list[tuple[Any, ...]]:
        """Every row, in memory."""

    def ask(self, *questions: tuple[Statement, Mapping[str, Any]]) -> list[list[tuple[Any, ...]]]:
        """Every row of several questions, asked in their order; one round trip where that counts.

        Args:
            questions: Statements with their values, none of which needs another one's answer.
        """
        return [self.all(statement, **values) for statement, values in questions]

    @abstractmethod
    def stream(self, statement: Statement, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """Row after row in flat memory; only while the transaction is open."""

    @abstractmethod
    def run(self, statement: Statement, /, **values: Any) -> int:
        """Write; how many rows were inserted, changed or deleted."""

    @abstractmethod
    def post(self, statement: Statement, /, **values: Any) -> None:
        """Write without asking for the count.

        The fastest way: on PostgreSQL it leaves together with the next question or with COMMIT.
        An error of it arrives there, and at the latest from `Database.write`.
        """

    @abstractmethod
    def many(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write several rows with one statement, posted like `post`.

        Args:
            statement: INSERT, UPDATE or DELETE with parameters, none of them expanding.
            rows: Values for each; all with the same names.
        """

    def end(self, why: str = "the transaction is over") -> None:
        """Refuse everything from here on."""
        self._ended = self._ended or why

    @property
    def failed(self) -> bool:
        """Whether a statement failed or the transaction is over."""
        return bool(self._ended)

    def _refuse(self) -> NoReturn:
        message = f"No statement can run: {self._ended}."
        raise RuntimeError(message)


class SqliteTransaction(Transaction):
    """On a connection where BEGIN has already run."""

    __slots__ = ("_connection", "_place")

    dialect: DialectName = "sqlite"

    def __init__(self, connection: sqlite3.Connection, place: str) -> None:
        super().__init__()
        self._connection = connection
        self._place = place

    def _execute(
        self, statement: Statement, values: Mapping[str, Any]
    ) -> tuple[sqlite3.Cursor, Any]:
        if self._ended:
            self._refuse()
        compiled, parameters = statement.prepare("sqlite", values)
        try:
            cursor = self._connection.execute(compiled.sql, compiled.pick(parameters))
        except sqlite3.Error as error:
            self._fail(error, statement)
        return cursor, compiled.convert

    def _fail(self, error: sqlite3.Error, statement: Statement) -> NoReturn:
        self.end(f"an earlier statement failed ({error})")
        raise from_sqlite(error, self._place, statement.name) from error

    def one(self, statement: Statement, /, **values: Any) -> tuple[Any, ...] | None:
        """See `Transaction.one`."""
        cursor, convert = self._execute(statement, values)
        try:
            row: tuple[Any, ...] | None = cursor.fetchone()
        except sqlite3.Error as error:
            self._fail(error, statement)
        if row is None or convert is None:
            return row
        converted: tuple[Any, ...] = convert(row)
        return converted

    def all(self, statement: Statement, /, **values: Any) -> list[tuple[Any, ...]]:
        """See `Transaction.all`."""
        cursor, convert = self._execute(statement, values)
        try:
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            self._fail(error, statement)
        return rows if convert is None else [convert(row) for row in rows]

    def stream(self, statement: Statement, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """See `Transaction.stream`."""
        cursor, convert = self._execute(statement, values)
        return chain.from_iterable(self._chunks(cursor, convert, statement))

    def _chunks(
        self, cursor: sqlite3.Cursor, convert: Any, statement: Statement
    ) -> Iterator[Iterable[tuple[Any, ...]]]:
        while True:
            if self._ended:
                self._refuse()
            try:
                rows = cursor.fetchmany(NEAR)
            except sqlite3.Error as error:
                self._fail(error, statement)
            yield rows if convert is None else map(convert, rows)
            if len(rows) < NEAR:
                return

    def run(self, statement: Statement, /, **values: Any) -> int:
        """See `Transaction.run`."""
        return self._execute(statement, values)[0].rowcount

    def post(self, statement: Statement, /, **values: Any) -> None:
        """See `Transaction.post`; runs at once."""
        self._execute(statement, values)

    def many(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        """See `Transaction.many`."""
        if self._ended:
            self._refuse()
        if not rows:
            return
        compiled, _ = statement.prepare("sqlite", rows[0])
        given = [{**compiled.defaults, **row} for row in rows] if compiled.defaults else rows
        try:
            self._connection.executemany(compiled.sql, map(compiled.pick, given))
        except sqlite3.Error as error:
            self._fail(error, statement)
