"""Fills an installation quickly: one prepared agreement becomes a hundred thousand.

Every row of it is copied with fresh ids in place of its own, straight into SQLite. The copies'
bytes are right in form and size; their digests are those of the original, so such a database
measures commands, not verification.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kadflow.domain.clock import IdSource, SystemClock

_TABLES = ("agreement", "party", "stream", "event", "part", "document", "notice", "task")
_NUMBER = re.compile(r"KSD-\d{4}-\d{6}")
_BATCH = 2_000
_OCCASION = 2  # place of the column in `notice`


class _Shape:
    """A row as literals between ids."""

    def __init__(self, row: tuple[Any, ...], ids: dict[str, int]) -> None:
        text = re.compile("|".join(map(re.escape, ids)))
        data = re.compile(b"|".join(re.escape(each.encode()) for each in ids))
        self._columns: list[tuple[Any, list[Any] | None]] = []
        for value in row:
            found: list[Any] | None = None
            if isinstance(value, str) and text.search(value):
                found = _pieces(text, value, ids)
            elif isinstance(value, bytes) and data.search(value):
                found = _pieces(data, value, {each.encode(): at for each, at in ids.items()})
            self._columns.append((value, found))

    def fill(self, ids: list[str]) -> tuple[Any, ...]:
        """The row with other ids."""
        values: list[Any] = []
        for value, pieces in self._columns:
            if pieces is None:
                values.append(value)
            elif isinstance(value, str):
                values.append("".join(ids[p] if type(p) is int else p for p in pieces))
            else:
                values.append(b"".join(ids[p].encode() if type(p) is int else p for p in pieces))
        return tuple(values)


def _pieces(pattern: re.Pattern[Any], value: Any, ids: dict[Any, int]) -> list[Any]:
    found: list[Any] = []
    at = 0
    for match in pattern.finditer(value):
        found += [value[at : match.start()], ids[match.group()]]
        at = match.end()
    return [*found, value[at:]]


def multiply(path: Path, agreement: str, count: int) -> list[str]:
    """Add ``count`` copies of an agreement; nobody else has the database open.

    Returns:
        The ids of the copies.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -262144")
    parties = [
        row[0]
        for row in connection.execute("SELECT id FROM party WHERE agreement = ?", (agreement,))
    ]
    streams = [agreement, *parties]
    known: dict[str, int] = {each: at for at, each in enumerate(streams)}
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for table in _TABLES:
        column = {"agreement": "id", "stream": "id", "event": "stream", "part": "stream"}.get(
            table, "agreement"
        )
        marks = ", ".join("?" * len(streams))
        found = connection.execute(
            f"SELECT * FROM {table} WHERE {column} IN ({marks})", streams
        ).fetchall()
        rows[table] = found
        if table in {"document", "notice", "task"}:
            for row in found:
                known.setdefault(row[0], len(known))
        if table == "notice":
            for row in found:  # its occasion is the digest of an event; it must be unique
                known.setdefault(row[_OCCASION], len(known))
    number = connection.execute(
        "SELECT number FROM agreement WHERE id = ?", (agreement,)
    ).fetchone()[0]
    known[number] = len(known)
    shapes = {table: [_Shape(row, known) for row in found] for table, found in rows.items()}
    made: list[str] = []
    copies = _copies(number, known, count)
    while batch := list(islice(copies, _BATCH)):
        connection.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            if not shapes[table]:
                continue
            marks = ", ".join("?" * len(rows[table][0]))
            connection.executemany(
                f"INSERT INTO {table} VALUES ({marks})",
                (shape.fill(ids) for ids in batch for shape in shapes[table]),
            )
        connection.execute("COMMIT")
        made += [ids[0] for ids in batch]
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return made


def _copies(number: str, known: dict[str, int], count: int) -> Iterator[list[str]]:
    source = IdSource(SystemClock())
    if _NUMBER.fullmatch(number) is None:
        message = f"{number!r} is no number that can be counted on"
        raise ValueError(message)
    for at in range(1, count + 1):
        ids = [source.new() for _ in range(len(known) - 1)]
        yield [*ids, f"KSD-2025-{at:06d}"]
