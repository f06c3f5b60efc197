"""What a long run has to remember for itself, on disk: memory stays flat, nothing stays behind.

This is no part of the record: a private file that SQLite makes in the folder for temporary files
when it has too much for its cache, and that nobody else can open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping
from typing import Any, NoReturn

from kadflow.storage.failures import first_line, unavailable

CACHE_KIB = 8192  # kept in memory of each shelf, at most
_KEYS = 200  # read at once while somebody goes through all of them


class Shelf(MutableMapping[bytes, bytes]):
    """Bytes by key, like a dictionary; iterating gives the keys in their order.

    Raises:
        StorageUnavailableError: There is no room for temporary files; from every use.
    """

    def __init__(self) -> None:
        try:
            self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            for pragma in (f"cache_size = -{CACHE_KIB}", "journal_mode = OFF"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute(
                "CREATE TABLE item (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
            )
            self._connection.execute("BEGIN")  # never ends: a commit would be five times a write
        except sqlite3.Error as error:
            _fail(error)

    def __getitem__(self, key: bytes) -> bytes:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: bytes, default: bytes | None = None) -> bytes | None:  # type: ignore[override]
        """The bytes of a key, or the default."""
        rows = self._execute("SELECT value FROM item WHERE key = ?", key)
        return rows[0][0] if rows else default

    def __contains__(self, key: object) -> bool:
        return bool(self._execute("SELECT 1 FROM item WHERE key = ?", key))

    def __setitem__(self, key: bytes, value: bytes) -> None:
        self._execute("INSERT OR REPLACE INTO item VALUES (?, ?)", key, value)

    def setdefault(self, key: bytes, default: bytes = b"") -> bytes:
        """The bytes of a key; those given, put there, where it has none."""
        if self._execute(
            "INSERT INTO item VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1", key, default
        ):
            return default
        return self[key]

    def __delitem__(self, key: bytes) -> None:
        if not self._execute("DELETE FROM item WHERE key = ? RETURNING 1", key):
            raise KeyError(key)

    def __iter__(self) -> Iterator[bytes]:
        last = b""
        while True:
            rows = self._execute(
                f"SELECT key FROM item WHERE key > ? ORDER BY key LIMIT {_KEYS}", last
            )
            yield from (row[0] for row in rows)
            if len(rows) < _KEYS:
                return
            last = rows[-1][0]

    def __len__(self) -> int:
        count: int = self._execute("SELECT count(*) FROM item")[0][0]
        return count

    def close(self) -> None:
        """Give the space on disk back."""
        self._connection.close()

    def _execute(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            _fail(error)


def _fail(error: sqlite3.Error) -> NoReturn:
    raise unavailable(
        f"There is no room for temporary files: {first_line(error)}.",
        "Make room on the disk, or name another folder in SQLITE_TMPDIR. What was stored so far "
        "stays; run it again.",
        pesan=f"Tidak ada ruang untuk berkas sementara: {first_line(error)}.",
        saran="Kosongkan ruang pada diska, atau sebutkan folder lain dalam SQLITE_TMPDIR. Yang "
        "sudah tersimpan tetap ada; jalankan sekali lagi.",
    ) from error
