"""A URL becomes a database; one command is one transaction; a reading sees one moment.

The only place that chooses between SQLite and PostgreSQL. Both keep the same promises: what
`Database.write` returned is on the disk, what raised left nothing, and `Database.read` never
waits for a writer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from kadflow.errors import InvalidInputError
from kadflow.storage.transactions import Transaction

if TYPE_CHECKING:
    from kadflow.storage.statements import DialectName

__all__ = ["Database", "Transaction", "dialect_of", "sqlite_path"]

T = TypeVar("T")


def dialect_of(url: str) -> DialectName:
    """Which database a URL means.

    Raises:
        InvalidInputError: Neither ``sqlite:///...`` nor ``postgresql://...``.
    """
    if url.startswith("sqlite:///"):
        return "sqlite"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql"
    scheme = url.split(":", 1)[0]
    raise InvalidInputError(
        f"The database URL begins with {scheme!r}, which Kadflow does not know.",
        hint="Use sqlite:////absolute/path/kadflow.db or postgresql://user@host/database.",
        pesan=f"Alamat basis data diawali {scheme!r}, yang tidak dikenal Kadflow.",
        saran="Gunakan sqlite:////folder/lengkap/kadflow.db atau "
        "postgresql://pengguna@alamat/basisdata.",
    )


def sqlite_path(url: str) -> Path:
    """The file of an SQLite URL: ``sqlite:////absolute`` or ``sqlite:///relative``."""
    return Path(url.removeprefix("sqlite:///"))


class Database:
    """An open database, shared by all threads of the process.

    Attributes:
        dialect: ``sqlite`` or ``postgresql``.
        url: As opened.
    """

    def __init__(
        self,
        url: str,
        dialect: DialectName,
        write: Callable[..., object],
        read: Callable[[], AbstractContextManager[Transaction]],
        *,
        close: tuple[Callable[[], None], ...],
    ) -> None:
        self.url = url
        self.dialect: DialectName = dialect
        self._write = write
        self._read = read
        self._close = close
        self._process = os.getpid()

    @classmethod
    def open(cls, url: str) -> Database:
        """Open what is there; `kadflow.storage.schema.migrate` makes it.

        Args:
            url: ``sqlite:////path/kadflow.db`` or ``postgresql://...``.

        Raises:
            StorageUnavailableError: Missing, locked, unwritable, or no answer.
            InvalidInputError: Another kind of URL.
        """
        dialect = dialect_of(url)
        if dialect == "sqlite":
            from kadflow.storage.sqlite import GroupWriter, Readers  # noqa: PLC0415 - only one driver loads

            path = sqlite_path(url)
            writer, readers = GroupWriter(path), Readers(path)
            return cls(
                url, dialect, writer.write, readers.read, close=(readers.close, writer.close)
            )
        from kadflow.storage.postgres import Pool  # noqa: PLC0415 - only one driver loads

        pool = Pool(url)
        return cls(url, dialect, pool.write, pool.read, close=(pool.close,))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """One command: run a work in one transaction and return when it is durable.

        Args:
            work: Reads, decides, writes. It may be called again (deadlock, failed group
                commit), so it must decide from the transaction alone and keep nothing outside.

        Returns:
            What the work returned.

        Raises:
            Exception: Whatever the work raised; then nothing of it is stored.
            StorageUnavailableError: Locked, full, gone; ``details["outcome"] == "unknown"``
                when only the idempotency key can tell whether it was stored.
            ConcurrentChangeError: Others were in the way each time.
            RuntimeError: Called from inside a work, or in a forked process.
        """
        self._check_process()
        result: T = self._write(work)  # type: ignore[assignment]
        return result

    def read(self) -> AbstractContextManager[Transaction]:
        """A read-only transaction on one moment; never waits for writers."""
        self._check_process()
        return self._read()

    def _check_process(self) -> None:
        if os.getpid() != self._process:
            message = (
                "This database was opened before the process was forked; connections cannot be "
                "shared between processes. Open it again in the new one."
            )
            raise RuntimeError(message)

    def close(self) -> None:
        """Let running commands finish and give everything back."""
        for close in self._close:
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
