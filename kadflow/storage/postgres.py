"""PostgreSQL through psycopg: a small pool, READ COMMITTED, prepared statements.

What the server does with two commands at once (locks, deadlocks) is met by deciding anew; what
the network does is told honestly: a connection that breaks before COMMIT was sent changed
nothing; one that breaks after it leaves the outcome unknown, and only the idempotency key can
tell when the caller repeats the command.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import select
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import psycopg

from kadflow.errors import ConcurrentChangeError
from kadflow.storage.failures import DecideAgainError, first_line, unavailable
from kadflow.storage.postgres_connection import (
    LOCK_SECONDS,
    Connection,
    connect,
    from_postgres,
    place_of,
)
from kadflow.storage.posting import MOST_SHAPES, Outbox, shape_of
from kadflow.storage.statements import Compiled, DialectName, Statement
from kadflow.storage.transactions import CHUNK, Transaction

T = TypeVar("T")

MOST_CONNECTIONS = 16
DECIDE_AGAIN = 3
PAUSE_SECONDS = 0.05
ROWS_AT_ONCE = 32  # rows of one INSERT; larger batches go as several, in one round trip
COPY_FROM = 256  # rows from which COPY is faster

_SENT: set[str] = set()  # texts of joined writes that were sent before; bounded
BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresTransaction(Transaction):
    """Statements of one transaction; a reading takes no row locks.

    Writing runs in pipeline mode: what is posted leaves with the next question or with COMMIT,
    joined into few statements (`kadflow.storage.posting`), so that a command costs as many round
    trips as it asks questions, plus one.
    """

    __slots__ = (
        "_connection",
        "_cursor",
        "_cursors",
        "_outbox",
        "_pipeline",
        "_place",
        "_poster",
        "_reading",
        "_sender",
        "_switch",
    )

    dialect: DialectName = "postgresql"

    def __init__(self, connection: Connection, place: str, *, reading: bool = False) -> None:
        super().__init__()
        self._connection = connection
        # a reading may be large: what its cursors hold goes with it
        self._cursor = connection.cursor(binary=True) if reading else connection.answers
        self._poster = connection.cursor() if reading else connection.poster
        self._sender = connection.sender
        self._cursors = 0
        self._place = place
        self._reading = reading
        self._pipeline: psycopg.Pipeline | None = None
        self._outbox = Outbox()

    def begin(self) -> None:
        """Start a writing transaction; BEGIN leaves with the first question."""
        self._pipe()
        self._poster.execute(BEGIN, prepare=False)

    def commit(self) -> None:
        """Send COMMIT with everything that was posted, and wait for the answer.

        Raises:
            psycopg.Error: Of COMMIT or of a posted statement.
        """
        self._send()
        self._cursor.execute("COMMIT", prepare=False)
        self._unpipe()
        if self._cursor.statusmessage != "COMMIT":
            message = "the server rolled the transaction back"
            raise psycopg.OperationalError(message)

    def abandon(self) -> None:
        """Leave pipeline mode after something went wrong; that was told already."""
        with contextlib.suppress(psycopg.Error):
            self._unpipe()

    def _pipe(self) -> None:
        self._switch = self._connection.pipeline()
        self._pipeline = self._switch.__enter__()

    def _unpipe(self) -> None:
        """Wait for every answer; the first error among them is raised."""
        if self._pipeline is not None:
            self._pipeline = None
            self._switch.__exit__(None, None, None)

    def _execute(
        self, cursor: psycopg.Cursor[Any], statement: Statement, values: Mapping[str, Any]
    ) -> None:
        if self._ended:
            self._refuse()
        compiled, parameters = statement.prepare("postgresql", values)
        try:
            self._send()
            cursor.execute(compiled.unlocked if self._reading else compiled.sql, parameters)
        except psycopg.Error as error:
            self._fail(error, statement)

    def _send(self) -> None:
        """Let go what was posted; whether it succeeded is told by the next answer."""
        if not self._outbox:
            return
        for text, values in self._outbox.take():
            # a text that comes once only is not worth a plan that the server keeps
            self._sender.execute(text, values, prepare=text in _SENT)
            if len(_SENT) < MOST_SHAPES:
                _SENT.add(text)

    def _fail(self, error: psycopg.Error, statement: Statement) -> NoReturn:
        self.end(f"an earlier statement failed ({first_line(error)})")
        raise from_postgres(error, self._place, statement.name) from error

    def one(self, statement: Statement, /, **values: Any) -> tuple[Any, ...] | None:
        """See `Transaction.one`."""
        self._execute(self._cursor, statement, values)
        try:
            row: tuple[Any, ...] | None = self._cursor.fetchone()
        except psycopg.Error as error:
            self._fail(error, statement)
        return row

    def all(self, statement: Statement, /, **values: Any) -> list[tuple[Any, ...]]:
        """See `Transaction.all`."""
        self._execute(self._cursor, statement, values)
        try:
            return self._cursor.fetchall()
        except psycopg.Error as error:
            self._fail(error, statement)

    def ask(self, *questions: tuple[Statement, Mapping[str, Any]]) -> list[list[tuple[Any, ...]]]:
        """See `Transaction.ask`; a pipeline sends them together and they run in their order."""
        cursors = self._connection.asking(len(questions))
        for cursor, (statement, values) in zip(cursors, questions, strict=True):
            self._execute(cursor, statement, values)
        found = []
        for cursor, (statement, _) in zip(cursors, questions, strict=True):
            try:
                found.append(cursor.fetchall())
            except psycopg.Error as error:
                self._fail(error, statement)
        return found

    def stream(self, statement: Statement, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """See `Transaction.stream`; a cursor on the server, which runs ahead in a reading."""
        if self._ended:
            self._refuse()
        if self._reading and self._pipeline is None:
            self._pipe()
        compiled, parameters = statement.prepare("postgresql", values)
        self._cursors += 1
        name = f"kadflow_stream_{self._cursors}"
        try:
            self._send()
            self._poster.execute(  # the end of the transaction closes it on the server
                f"DECLARE {name} NO SCROLL CURSOR FOR {compiled.unlocked}",
                parameters,
                prepare=False,
            )
        except psycopg.Error as error:
            self._fail(error, statement)
        chunks = self._chunks(f"FETCH {CHUNK} FROM {name}", f"CLOSE {name}", statement)
        return itertools.chain.from_iterable(chunks)

    def _chunks(
        self, fetch: str, close: str, statement: Statement
    ) -> Iterator[list[tuple[Any, ...]]]:
        cursor = self._connection.cursor(binary=True)
        rows: list[tuple[Any, ...]] | None = None  # of the last answer; None: nothing was asked
        while rows is None or len(rows) == CHUNK:
            if self._ended:
                self._refuse()
            try:
                if rows is None or not self._reading:
                    cursor.execute(fetch, prepare=False)
                rows = cursor.fetchall()
                if len(rows) < CHUNK:
                    self._poster.execute(close, prepare=False)
                elif self._reading:  # the server prepares the next while these are looked at
                    cursor.execute(fetch, prepare=False)
            except psycopg.Error as error:
                self._fail(error, statement)
            yield rows

    def run(self, statement: Statement, /, **values: Any) -> int:
        """See `Transaction.run`."""
        self._execute(self._cursor, statement, values)
        try:
            if self._pipeline is not None:
                # Not Pipeline.sync: it reads only, while a statement larger than the socket's
                # buffer may not have left yet, and then waits for ever (psycopg 3.3.9).
                self._unpipe()
                self._pipe()
        except psycopg.Error as error:
            self._fail(error, statement)
        return self._cursor.rowcount

    def post(self, statement: Statement, /, **values: Any) -> None:
        """See `Transaction.post`; no round trip of its own."""
        compiled, parameters = statement.prepare("postgresql", values)
        shape = None if self._reading else shape_of(compiled.sql)
        if shape is None:
            self._execute(self._poster, statement, values)
        elif self._ended:
            self._refuse()
        else:
            self._outbox.add(shape, parameters)

    def many(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        """See `Transaction.many`: posted INSERTs of several rows, or COPY for hundreds."""
        if self._ended:
            self._refuse()
        if not rows:
            return
        compiled, _ = statement.prepare("postgresql", rows[0])
        given = [{**compiled.defaults, **row} for row in rows] if compiled.defaults else rows
        shape = None if self._reading else shape_of(compiled.sql)
        try:
            if len(given) >= COPY_FROM and compiled.copy is not None:
                self._send()
                self._copy(compiled.copy, given)
            elif shape is None:
                self._send()
                self._poster.executemany(compiled.sql, given)
            elif len(given) == 1 or compiled.several(1) is None:
                for row in given:
                    self._outbox.add(shape, row)
            else:
                for start in range(0, len(given), ROWS_AT_ONCE):
                    self._several(compiled, given[start : start + ROWS_AT_ONCE])
        except psycopg.Error as error:
            self._fail(error, statement)

    def _several(self, compiled: Compiled, rows: Sequence[Mapping[str, Any]]) -> None:
        shape = shape_of(compiled.several(len(rows)) or "")
        assert shape is not None  # noqa: S101 - an INSERT with VALUES
        values = {
            f"{name}__{index}": value
            for index, row in enumerate(rows)
            for name, value in row.items()
        }
        self._outbox.add(shape, values)

    def _copy(
        self, target: tuple[str, tuple[str, ...]], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        into, names = target
        self._unpipe()  # COPY is not possible inside a pipeline
        with self._poster.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[name] for name in names])
        self._pipe()


def _quiet(connection: Connection) -> bool:
    """Whether an idle connection still stands: a server that went away has closed its end."""
    try:
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return not poll.poll(0)
    except (OSError, psycopg.Error):
        return False


class Pool:
    """Connections that are kept for the next command; at most sixteen write, sixteen read."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._place = place_of(url)
        self._idle: list[Connection] = []
        self._writing = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._reading = threading.BoundedSemaphore(MOST_CONNECTIONS)  # a command may read beside
        self._closed = False
        self._busy = threading.local()
        self._idle.append(connect(url))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a work in a transaction; return when the server confirmed COMMIT.

        Args:
            work: Decides from what it reads and writes; called again, at most three times,
                when the server ended the transaction because of a deadlock.

        Raises:
            ConcurrentChangeError: Others were in the way each time.
            StorageUnavailableError: The server does not answer; ``details["outcome"]`` is
                ``unknown`` when the connection broke after COMMIT was sent.
        """
        again = DECIDE_AGAIN
        while True:
            try:
                return self._once(work)
            except DecideAgainError as error:
                if not again:
                    raise ConcurrentChangeError(
                        "Other commands were in the way four times in a row.",
                        hint="Try again in a moment.",
                        pesan="Perintah lain mendahului empat kali berturut-turut.",
                        saran="Coba lagi sebentar lagi.",
                    ) from error
                again -= 1
                # the one that won is at work on the same rows: meet it there a little later
                time.sleep(random.uniform(0, PAUSE_SECONDS * (DECIDE_AGAIN - again)))  # noqa: S311

    def _once(self, work: Callable[[Transaction], T]) -> T:
        if getattr(self._busy, "writing", False):
            message = "A command cannot start another command inside its transaction."
            raise RuntimeError(message)
        with self._lent(self._writing) as connection:
            transaction = PostgresTransaction(connection, self._place)
            self._busy.writing = True
            try:
                transaction.begin()
                result = work(transaction)
                if transaction.failed:
                    transaction._refuse()  # noqa: SLF001 - the work swallowed a failed statement
                self._commit(transaction, connection)
            finally:
                self._busy.writing = False
                transaction.end()
                transaction.abandon()
            return result

    def _commit(self, transaction: PostgresTransaction, connection: Connection) -> None:
        try:
            transaction.commit()
        except psycopg.Error as error:
            if connection.closed or connection.broken:
                raise unavailable(
                    f"The connection to {self._place} broke while the command was being "
                    "committed; its outcome is unknown.",
                    "Repeat the command with the same idempotency key: it is done once.",
                    pesan=f"Sambungan ke {self._place} terputus saat perintah disimpan; "
                    "hasilnya belum "
                    "diketahui.",
                    saran="Ulangi perintah dengan kunci pengulangan (--key) yang sama: perintah "
                    "hanya "
                    "dijalankan satu kali.",
                    outcome="unknown",
                ) from error
            raise from_postgres(error, self._place, "COMMIT") from error

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """See `kadflow.storage.sessions.Database.read`."""
        with self._lent(self._reading) as connection:
            transaction = PostgresTransaction(connection, self._place, reading=True)
            try:
                connection.execute(f"{BEGIN_READING}; SELECT 1", prepare=False)  # fixes the moment
            except psycopg.Error as error:
                raise from_postgres(error, self._place) from error
            try:
                yield transaction
            finally:
                transaction.abandon()
                transaction.end("the reading is over")

    @contextmanager
    def _lent(self, places: threading.BoundedSemaphore) -> Iterator[Connection]:
        """A connection for one transaction; rolled back unless it was committed."""
        if not places.acquire(timeout=LOCK_SECONDS):
            raise unavailable(
                f"All {MOST_CONNECTIONS} connections to {self._place} are busy.",
                "Nothing was changed. Try again in a moment.",
                pesan=f"Seluruh {MOST_CONNECTIONS} sambungan ke {self._place} sedang terpakai.",
                saran="Tidak ada yang berubah. Coba lagi sebentar lagi.",
            )
        try:
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)
        finally:
            places.release()

    def _take(self) -> Connection:
        if self._closed:
            raise unavailable(
                f"The database {self._place} was closed.",
                "Open it again.",
                pesan=f"Basis data {self._place} sudah ditutup.",
                saran="Buka kembali.",
            )
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:
                break
            if _quiet(connection):
                return connection
            connection.close()  # it died while idle: nothing was asked of it yet
        return connect(self._url)

    def _give_back(self, connection: Connection) -> None:
        status = connection.info.transaction_status
        try:
            if status is psycopg.pq.TransactionStatus.INTRANS:
                # a reading or a refusal: told by way of psycopg it would forget its prepared
                # statements, which the server keeps
                connection.pgconn.exec_(b"ROLLBACK")
            elif status is psycopg.pq.TransactionStatus.INERROR:
                connection.execute("ROLLBACK", prepare=False)
        except psycopg.Error:
            connection.close()
        if (
            self._closed
            or connection.closed
            or connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE
        ):
            connection.close()
        else:
            self._idle.append(connection)

    def close(self) -> None:
        """Close the idle connections; those in use close when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
