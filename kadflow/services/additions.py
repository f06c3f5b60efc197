"""Rows that wait to be added: those of one table leave together, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kadflow.storage.transactions import Transaction

Row = dict[str, Any]
Insert = Callable[[Transaction, Sequence[Row]], None]
"""Adds rows to one table."""


class Additions:
    """What one transaction adds to the tables beside its events.

    Whoever changes or removes rows that may wait here calls `write` before.

    Args:
        tx: The caller's transaction.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._waiting: dict[Insert, list[Row]] = {}

    def add(self, insert: Insert, rows: Iterable[Row]) -> None:
        """Have rows added with the next `write`."""
        waiting = self._waiting.get(insert)
        if waiting is None:
            waiting = self._waiting[insert] = []
        waiting.extend(rows)

    def write(self) -> None:
        """Add everything that waits; tables in the order in which they were first named."""
        waiting, self._waiting = self._waiting, {}
        for insert, rows in waiting.items():
            if rows:
                insert(self._tx, rows)
