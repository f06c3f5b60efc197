"""Writes down the statements that the driver gets while commands run."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from kadflow.storage import postgres, transactions

Call = tuple[str, Any, bool]
"""SQL, parameters, and whether the parameters are a list of rows."""

_PERCENT = re.compile(r"%\((\w+)\)s")


def _positional(sql: str, row: Any) -> tuple[str, Any]:
    return _PERCENT.sub("%s", sql), tuple(row[name] for name in _PERCENT.findall(sql))


@contextmanager
def recording(note: Callable[[Call], None]) -> Iterator[None]:
    """Tell every statement on its way to the driver, BEGIN and COMMIT of SQLite left out."""
    sqlite, many = transactions.SqliteTransaction._execute, transactions.SqliteTransaction.many
    execute, copy = psycopg.Cursor.execute, postgres.PostgresTransaction._copy

    def on_sqlite(self: Any, statement: Any, values: Any) -> Any:
        compiled, given = statement.prepare("sqlite", values)
        note((compiled.sql, compiled.pick(given), False))
        return sqlite(self, statement, values)

    def on_many(self: Any, statement: Any, rows: Any) -> None:
        if rows:
            compiled, _ = statement.prepare("sqlite", rows[0])
            full = [compiled.pick({**compiled.defaults, **row}) for row in rows]
            note((compiled.sql, full, True))
        many(self, statement, rows)

    def on_postgres(self: Any, query: Any, params: Any = None, **options: Any) -> Any:
        text = str(query)
        if isinstance(params, tuple):  # joined writes, with the server's own places
            note((text, params, False))
        elif not text.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            note((*_positional(text, params or {}), False))
        return execute(self, query, params, **options)

    def on_copy(self: Any, target: Any, rows: Any) -> None:
        into, names = target
        note((f"COPY {into} FROM STDIN", [[row[name] for name in names] for row in rows], True))
        copy(self, target, rows)

    transactions.SqliteTransaction._execute = on_sqlite  # type: ignore[method-assign]
    transactions.SqliteTransaction.many = on_many  # type: ignore[method-assign]
    psycopg.Cursor.execute = on_postgres  # type: ignore[method-assign, assignment]
    postgres.PostgresTransaction._copy = on_copy  # type: ignore[method-assign]
    try:
        yield
    finally:
        transactions.SqliteTransaction._execute = sqlite  # type: ignore[method-assign]
        transactions.SqliteTransaction.many = many  # type: ignore[method-assign]
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
        postgres.PostgresTransaction._copy = copy  # type: ignore[method-assign]


def is_read(call: Call) -> bool:
    """Whether a statement only asks."""
    return call[0].startswith("SELECT")


def sqlite_connection(path: str, *, patience: float = 0.0) -> sqlite3.Connection:
    """A plain connection with the durability that Kadflow promises."""
    connection = sqlite3.connect(
        path, isolation_level=None, cached_statements=512, timeout=patience
    )
    connection.execute("PRAGMA journal_mode = WAL")
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON",
                   "wal_autocheckpoint = 4000", "cache_size = -65536"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    return connection
