"""SQLite: one writer per process that commits in groups, and readers that never wait.

Durability is the default: write-ahead log with ``synchronous=FULL``, one flush per commit. What
makes that affordable is that commands which wait for each other anyway share a commit.

Rules of the group, in order:

1. A caller that finds nobody writing leads: BEGIN IMMEDIATE, its work, COMMIT. No thread is
   asked, no savepoint is made.
2. Callers that come meanwhile queue; the leader runs them in the same transaction, each in a
   savepoint, until 64 ran or 20 ms are over.
3. A work that raises loses its own changes only, and only its caller hears of it.
4. Nobody is answered before COMMIT. When COMMIT fails, or SQLite had to give up the whole
   transaction, the commands run once more, one by one, in transactions of their own.
5. The leader hands over to the first in the queue and leaves; after a full group that one
   pauses for a millisecond, so that other processes get their turn.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kadflow.storage.failures import from_sqlite, is_busy, unavailable
from kadflow.storage.transactions import SqliteTransaction, Transaction

T = TypeVar("T")

GROUP_COMMANDS = 64
GROUP_SECONDS = 0.020
PAUSE_SECONDS = 0.001
LOCK_SECONDS = 10.0  # for how long another process may keep the lock
IDLE_READERS = 16
FIX_MOMENT = "SELECT 1 FROM sqlite_schema LIMIT 1"  # the snapshot begins with the first read

# For every None and every bytes object sqlite3 searches for a way to adapt it, which takes longer
# than binding a text. Told beforehand that they are as they should be, it searches no further.
sqlite3.register_adapter(bytes, bytes)
sqlite3.register_adapter(type(None), dict[None, None]().get)


def connect(path: Path, *, create: bool = False, reader: bool = False) -> sqlite3.Connection:
    """A connection with every promise switched on.

    Args:
        path: The database file.
        create: Make the file when it is missing.
        reader: Refuse writes and wait for rare internal locks inside the driver.

    Raises:
        StorageUnavailableError: Missing, locked, unwritable, or no database.
    """
    if not create and not path.exists():
        raise unavailable(
            f"There is no database at {path}.",
            "Check the path, or make one with `kadflow init`.",
            pesan=f"Tidak ada basis data di {path}.",
            saran="Periksa letaknya, atau siapkan dengan: kadflow init.",
        )
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise unavailable(
            f"The database {path} may not be written by this user.",
            "Check the owner and rights of the file and of its folder.",
            pesan=f"Basis data {path} tidak boleh ditulis oleh pengguna ini.",
            saran="Periksa pemilik serta hak akses berkas dan foldernya.",
        )
    mode = "rwc" if create else "rw"
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            timeout=LOCK_SECONDS if reader else 0.0,
        )
    except sqlite3.Error as error:
        raise from_sqlite(error, str(path)) from error
    try:
        _configure(connection, reader=reader)
    except sqlite3.Error as error:
        connection.close()
        raise from_sqlite(error, str(path)) from error
    return connection


def _configure(connection: sqlite3.Connection, *, reader: bool) -> None:
    if not reader:
        _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone())
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",  # a savepoint keeps what pages were: else in a file from 64 KiB on
        "wal_autocheckpoint = 4000",  # pages: what changes often goes to the file less often
        "journal_size_limit = 67108864",  # bytes that the log keeps after a large transaction
        f"cache_size = {-16384 if reader else -65536}",  # KiB, as a negative number
        f"query_only = {int(reader)}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    _patiently(lambda: connection.execute("SELECT count(*) FROM sqlite_schema").fetchone())


def _patiently(step: Callable[[], T]) -> T:
    """Repeat a step while another process holds the lock, for at most ten seconds."""
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= until:
                raise
            time.sleep(random.uniform(0.0002, PAUSE_SECONDS))  # noqa: S311 - spreads, hides nothing


class _Command:
    """A work on its way through a group."""

    __slots__ = ("abandoned", "answered", "error", "gate", "leads", "result", "work")

    def __init__(self, work: Callable[[Transaction], Any] | None) -> None:
        self.work = work  # None: whoever closes the database
        self.result: Any = None
        self.error: BaseException | None = None
        self.answered = False
        self.abandoned = False  # its thread was interrupted and waits no longer
        self.leads = False  # its thread must lead, or hand over
        self.gate: threading.Lock | None = None  # held while its thread waits


class GroupWriter:
    """The writing side of one database file."""

    def __init__(self, path: Path) -> None:
        self._place = str(path)
        self._connection = connect(path)
        self._mutex = threading.Lock()  # guards the next three
        self._queue: deque[_Command] = deque()
        self._led = False
        self._closed = False
        self._leader = 0  # thread that leads
        self._committing: list[_Command] = []  # what COMMIT was sent for
        self._pause = False  # the group before was full: let other processes in first

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a work in a transaction; return when it is on the disk.

        Args:
            work: Decides from what it reads and writes; may be called again when a group
                could not be committed, so it keeps nothing outside the transaction.

        Raises:
            StorageUnavailableError: Locked for ten seconds, full, or unwritable.
            Exception: Whatever the work raised; then nothing of it is stored.
        """
        self._check_thread()
        command = _Command(work)
        try:
            self._enter(command)
            if not command.answered:
                self._lead(command)
        finally:
            if command.leads:  # interrupted before it could
                self._hand_over(command)
        try:
            if command.error is not None:
                raise command.error
            result: T = command.result
            return result
        finally:
            command.error = None  # the traceback would keep its frames alive through us

    def close(self) -> None:
        """Let the running group finish, then close; who comes later is refused."""
        if self._closed:
            return
        self._check_thread()
        command = _Command(None)
        self._enter(command)
        with self._mutex:
            self._closed = True
            left = list(self._queue)
            self._queue.clear()
        self._connection.close()
        for waiting in left:
            waiting.error = _closed(self._place)
            _wake(waiting)

    def _check_thread(self) -> None:
        if self._leader == threading.get_ident():
            message = "A command cannot start or close anything inside its transaction."
            raise RuntimeError(message)

    def _enter(self, command: _Command) -> None:
        """Become the leader at once, or wait until answered or promoted."""
        try:
            with self._mutex:
                if self._closed:
                    raise _closed(self._place)  # noqa: TRY301 - the lock must be held
                if not self._led:
                    command.leads = self._led = True
                    return
                command.gate = threading.Lock()
                command.gate.acquire()
                self._queue.append(command)
            command.gate.acquire()
        except BaseException:
            with self._mutex:
                command.abandoned = True
                if command in self._queue:
                    self._queue.remove(command)
            raise

    def _hand_over(self, command: _Command) -> None:
        """Make the first in the queue the leader."""
        with self._mutex:
            self._leader = 0
            command.leads = False
            following = self._queue.popleft() if self._queue else None
            self._led = following is not None
            if following is not None:
                following.leads = True
        if following is not None and following.gate is not None:
            following.gate.release()

    def _lead(self, command: _Command) -> None:
        group = [command]
        self._leader = threading.get_ident()
        try:
            if self._pause:
                self._pause = False
                time.sleep(PAUSE_SECONDS)
            self._pause = self._run_group(group) and bool(self._queue)
        finally:
            with self._mutex:
                # Interrupted before COMMIT: the others' commands go back, in their order.
                self._queue.extendleft(
                    other
                    for other in reversed(group)
                    if other is not command and not other.answered and not other.abandoned
                )
            self._hand_over(command)
            for other in group:
                if other is not command and other.answered:
                    _wake(other)

    def _run_group(self, group: list[_Command]) -> bool:
        """Run the first command and whoever waits; True when the group became full."""
        connection = self._connection
        ready: list[_Command] = []  # ran, waiting for COMMIT
        started = 0.0
        following: _Command | None = group[0]
        full = False
        try:
            while following is not None:
                if not ready:
                    self._begin()
                    started = started or time.monotonic()
                self._run_one(following, savepoint=bool(ready))
                if connection.in_transaction:
                    ready.append(following)
                elif ready:
                    ready = self._one_by_one(ready)
                full = len(group) >= GROUP_COMMANDS or time.monotonic() - started > GROUP_SECONDS
                following = None if full else self._next(group)
            if ready:
                self._commit(ready)
        except sqlite3.Error as error:
            self._nobody(group, error)
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            else:
                _answer(self._committing)  # COMMIT was done when the interruption came
            self._committing = []
            raise
        return full

    def _next(self, group: list[_Command]) -> _Command | None:
        if not self._queue:
            return None
        with self._mutex:
            if not self._queue or self._queue[0].work is None:
                return None
            command = self._queue.popleft()
            group.append(command)
        return command

    def _begin(self) -> None:
        _patiently(lambda: self._connection.execute("BEGIN IMMEDIATE"))

    def _run_one(self, command: _Command, *, savepoint: bool) -> None:
        """Run one work; on failure its changes are gone and its error is set.

        A failure inside a group is not an answer yet: the work saw what others had not
        committed. Alone, or when SQLite gave up the whole transaction, it is.
        """
        connection = self._connection
        transaction = SqliteTransaction(connection, self._place)
        assert command.work is not None  # noqa: S101 - the closing command is never taken
        command.error = None
        if savepoint:
            connection.execute("SAVEPOINT command")
        try:
            command.result = command.work(transaction)
            if transaction.failed or not connection.in_transaction:
                transaction._refuse()  # noqa: SLF001 - the work swallowed a failed statement
        except Exception as error:  # noqa: BLE001 - it is handed to its caller
            command.result = None
            command.error = error
            if connection.in_transaction:
                connection.execute("ROLLBACK TO command" if savepoint else "ROLLBACK")
            command.answered = not connection.in_transaction
        finally:
            transaction.end()
        if savepoint and connection.in_transaction:
            connection.execute("RELEASE command")

    def _commit(self, ready: list[_Command]) -> None:
        self._committing = ready
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._committing = []
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if len(ready) == 1:
                ready[0].result, ready[0].error = None, from_sqlite(error, self._place, "COMMIT")
            else:
                self._one_by_one(ready)
        _answer(ready)
        self._committing = []

    def _one_by_one(self, lost: list[_Command]) -> list[_Command]:
        """Run commands again whose common transaction was lost; returns the empty list."""
        for command in lost:
            self._begin()
            self._run_one(command, savepoint=False)
            if not command.answered:
                self._commit([command])
        return []

    def _nobody(self, group: list[_Command], error: sqlite3.Error) -> None:
        """The lock could not be had, or the file is gone: tell everybody who waits."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        with self._mutex:
            group.extend(each for each in self._queue if each.work is not None)
            closing = [each for each in self._queue if each.work is None]
            self._queue = deque(closing)
        for command in group:
            if not command.answered:
                command.result, command.error = None, from_sqlite(error, self._place)
        _answer(group)


def _answer(commands: list[_Command]) -> None:
    for command in commands:
        command.answered = True


def _wake(command: _Command) -> None:
    command.answered = True
    if command.gate is not None:
        command.gate.release()


def _closed(place: str) -> Exception:
    return unavailable(
        f"The database {place} was closed.",
        "Open it again.",
        pesan=f"Basis data {place} sudah ditutup.",
        saran="Buka kembali.",
    )


class Readers:
    """Connections for reading; each reading has one for itself and sees one moment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """See `kadflow.storage.sessions.Database.read`."""
        if self._closed:
            raise _closed(str(self._path))
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = connect(self._path, reader=True)
        transaction = SqliteTransaction(connection, str(self._path))
        try:
            connection.execute("BEGIN")
            connection.execute(FIX_MOMENT).fetchone()
            yield transaction
        except sqlite3.Error as error:
            raise from_sqlite(error, str(self._path)) from error
        finally:
            transaction.end("the reading is over")
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._keep(connection)

    def _keep(self, connection: sqlite3.Connection) -> None:
        if self._closed or len(self._idle) >= IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)

    def close(self) -> None:
        """Close the idle connections; those in use close when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
