"""One connection to a PostgreSQL server: opened with every promise set, and what its errors mean."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

import psycopg
from psycopg.types.numeric import Int8Dumper

from kadflow.storage.failures import (
    APPEND_ONLY,
    DecideAgainError,
    already_stored,
    first_line,
    refused,
    unavailable,
)

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # we tell its errors ourselves

CONNECT_SECONDS = 10
LOCK_SECONDS = 10
_SESSION = f"""
SELECT set_config('TimeZone', 'UTC', false),
       set_config('lock_timeout', '{LOCK_SECONDS}s', false),
       set_config('synchronous_commit',
                  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
                  ELSE current_setting('synchronous_commit') END, false)
"""


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that keeps the cursors of its commands: a command needs five of them."""

    @cached_property
    def answers(self) -> psycopg.Cursor[tuple[Any, ...]]:
        """For questions asked one by one."""
        return self.cursor(binary=True)

    @cached_property
    def poster(self) -> psycopg.Cursor[tuple[Any, ...]]:
        """For writes that nobody awaits."""
        return self.cursor()

    @cached_property
    def sender(self) -> psycopg.RawCursor[tuple[Any, ...]]:
        """For joined writes, which have the server's own places."""
        return psycopg.RawCursor(self)

    @cached_property
    def _asking(self) -> list[psycopg.Cursor[tuple[Any, ...]]]:
        return []

    def asking(self, count: int) -> list[psycopg.Cursor[tuple[Any, ...]]]:
        """So many for questions that are asked together."""
        while len(self._asking) < count:
            self._asking.append(self.cursor(binary=True))
        return self._asking[:count]


def place_of(url: str) -> str:
    """The URL without a password, for sentences."""
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        return "(unreadable URL)"
    where = f"{parts.get('host', '')}/{parts.get('dbname', '')}"
    return f"postgresql:{where}"


def connect(url: str) -> Connection:
    """A connection in autocommit mode (BEGIN is ours), with every session promise set.

    Raises:
        StorageUnavailableError: No server, no such database, wrong password.
    """
    try:
        connection = Connection.connect(
            url, autocommit=True, prepare_threshold=0, connect_timeout=CONNECT_SECONDS
        )
    except psycopg.Error as error:
        raise unavailable(
            f"The database {place_of(url)} cannot be reached: {first_line(error)}.",
            "Check that the server runs, and KADFLOW_DATABASE_URL.",
            pesan=f"Basis data {place_of(url)} tidak dapat dihubungi: {first_line(error)}.",
            saran="Pastikan basis data berjalan, dan periksa KADFLOW_DATABASE_URL.",
        ) from error
    connection.adapters.register_dumper(int, Int8Dumper)  # one prepared text whatever the size
    connection.prepared_max = 1000
    connection.execute(_SESSION, prepare=False)
    return connection


def from_postgres(error: psycopg.Error, place: str, statement: str = "") -> Exception:
    """Translate an error of psycopg; see `kadflow.storage.failures.from_sqlite`."""
    state = error.sqlstate or ""
    if state in {"40P01", "40001"}:
        return DecideAgainError(str(error))
    if state == "55P03":
        return unavailable(
            "Another command keeps the rows locked.",
            "Nothing was changed. Try again.",
            pesan="Data ini sedang dipakai perintah lain.",
            saran="Tidak ada yang berubah. Coba lagi.",
        )
    if isinstance(error, psycopg.errors.UniqueViolation):
        return already_stored(error.diag.constraint_name or "", statement)
    if isinstance(error, psycopg.DataError) or state.startswith("23") or state == APPEND_ONLY:
        return refused(error.diag.message_primary or str(error), statement)
    if state == "42501":
        return refused(error.diag.message_primary or str(error), statement)
    if state[:2] in {"08", "53", "57", "58"} or (
        isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)) and not state
    ):
        return unavailable(
            f"The database {place} does not answer: {first_line(error)}.",
            "Nothing was changed. Try again when it is back.",
            pesan=f"Basis data {place} tidak menjawab: {first_line(error)}.",
            saran="Tidak ada yang berubah. Coba lagi setelah basis data pulih.",
        )
    return error
