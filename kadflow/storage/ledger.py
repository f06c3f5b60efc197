"""The ledger of what was said and heard: every line of its tables, in one order.

Attempts to deliver, acknowledgements and snoozes stand in tables of their own, which only grow.
Read together they are one ledger in the order of their ids, which begin with the instant at which
they were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from kadflow.storage.statements import Statement
from kadflow.storage.tables.base import Row
from kadflow.storage.tables.deadlines import Acknowledgement, Snooze
from kadflow.storage.tables.notices import Attempt
from kadflow.storage.transactions import Transaction

COLUMNS: dict[str, tuple[str, ...]] = {
    "acknowledgement": (
        "id", "deadline", "revision", "office", "person", "reason", "written_at",
    ),
    "attempt": ("id", "delivery", "fence", "at", "outcome", "detail", "worker", "digest"),
    "snooze": (
        "id", "deadline", "revision", "office", "person", "until_on", "reason", "written_at",
    ),
}  # fmt: skip
"""What a line of each table says."""


def _between(table: type[Row], name: str) -> Statement:
    identity = col(table.id)  # type: ignore[attr-defined]
    return Statement(
        select(*(col(getattr(table, column)) for column in COLUMNS[name]))
        .where(identity >= bindparam("low"), identity < bindparam("high"))
        .order_by(identity),
        name=f"{name}.between",
    )


_BETWEEN = {
    "acknowledgement": _between(Acknowledgement, "acknowledgement"),
    "attempt": _between(Attempt, "attempt"),
    "snooze": _between(Snooze, "snooze"),
}


def lines(tx: Transaction, low: str, high: str) -> Iterator[dict[str, Any]]:
    """Lines between two ids, the second not included, in flat memory.

    Each has its table's columns and, as ``ledger``, the table's name.
    """
    return merge(
        *(_of_table(tx, table, low, high) for table in _BETWEEN), key=itemgetter("id", "ledger")
    )


def _of_table(tx: Transaction, table: str, low: str, high: str) -> Iterator[dict[str, Any]]:
    names = ("ledger", *COLUMNS[table])
    for row in tx.stream(_BETWEEN[table], low=low, high=high):
        yield dict(zip(names, (table, *row), strict=True))
