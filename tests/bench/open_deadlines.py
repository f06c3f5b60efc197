"""Fills an installation with open deadlines, so many of them due on each of the first mornings.

The rows are like real ones: a ladder, one party as their subject, an explanation of about 400 bytes;
what is due lies scattered among the rest, whose reminders spread over five years. They enter
through the storage functions; no events stand behind them, so such a database measures sweeps, not
verification. The agreements are copies of one that was prepared by commands.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, select

from kadflow.app import Kadflow
from kadflow.domain.clock import stamp
from kadflow.engine.ladder import rungs_of
from kadflow.storage import agreements, deadlines, tables
from kadflow.storage.statements import Statement
from kadflow.storage.transactions import Transaction
from tests.bench import office

ZONE = "Asia/Jakarta"
LADDER = "[-90, -60, -30, -7, 0]"
FIRST_DUE = date(
    2026, 12, 31
)  # the ladder of what is due on the first morning begins 90 days before
_BATCH = 10_000
_FARTHEST = 5 * 365


def morning(turn: int) -> datetime:
    """The instant at which the deadlines of a turn, counted from 0, and no later ones are due."""
    return datetime(2026, 10, 2, 1, tzinfo=UTC) + timedelta(days=turn)


def fill(kadflow: Kadflow, count: int, *, due: int, turns: int) -> None:
    """Add ``count`` open deadlines, ``due`` of them on each of the first mornings.

    Args:
        kadflow: An installation as `office.found` makes it.
        count: Of all, at least ``due * turns``.
        due: Of each morning, each of another agreement and each with one notice.
        turns: Mornings.
    """
    (model,) = office.prepare(kadflow, 1)
    parties = _copies(kadflow, model, due)
    pick = random.Random(7)  # noqa: S311
    places = [turn for turn in range(turns) for _ in range(due)]
    places += [turns] * (count - len(places))
    pick.shuffle(places)
    seen = [0] * (turns + 1)
    for start in range(0, count, _BATCH):
        rows = []
        for turn in places[start : start + _BATCH]:
            agreement, several = parties[seen[turn] % due]
            ahead = turn if turn < turns else turn + 1 + pick.randrange(_FARTHEST)
            subject = several[seen[turn] % len(several)]
            rows.append(_row(kadflow.ids.new(), agreement, subject, ahead))
            seen[turn] += 1
        kadflow.database.write(lambda tx, rows=rows: deadlines.insert_deadlines(tx, rows))


def _copies(kadflow: Kadflow, model: str, count: int) -> list[tuple[str, list[str]]]:
    """Copies of an agreement's row and those of its parties; their ids."""
    with kadflow.database.read() as tx:
        (agreement,) = rows_of(tx, "agreement", "id", model)
        parties = rows_of(tx, "party", "agreement", model)
    made = [(kadflow.ids.new(), [kadflow.ids.new() for _ in parties]) for _ in range(count)]
    for start in range(0, count, _BATCH):
        batch = list(enumerate(made))[start : start + _BATCH]
        several = [
            {**agreement, "id": id_, "number": f"KSD-2025-{at:06}"} for at, (id_, _) in batch
        ]
        own = [
            {**party, "id": id_, "agreement": of}
            for _, (of, ids) in batch
            for party, id_ in zip(parties, ids, strict=True)
        ]

        def work(
            tx: Transaction,
            several: list[dict[str, Any]] = several,
            own: list[dict[str, Any]] = own,
        ) -> None:
            agreements.insert_agreements(tx, several)
            agreements.insert_parties(tx, own)

        kadflow.database.write(work)
    return made


def rows_of(tx: Transaction, name: str, column: str, value: str) -> list[dict[str, Any]]:
    """The rows of a table by one column, ready to be written as copies."""
    table: Table = getattr(tables, name)
    found = tx.all(Statement(select(table).where(table.c[column] == bindparam("of"))), of=value)
    return [dict(zip(table.c.keys(), row, strict=True)) for row in found]


def _row(identity: str, agreement: str, subject: str, ahead: int) -> dict[str, Any]:
    last = FIRST_DUE + timedelta(days=ahead)
    due_on = last.isoformat()
    due_at = stamp(datetime(last.year, last.month, last.day, 17, tzinfo=UTC))
    data = {
        "deadline": identity,
        "name": "term_end",
        "effect": "move",
        "subject": subject,
        "start": "term.ends_on",
        "due_on": due_on,
        "due_at": due_at,
        "zone": ZONE,
        "counted_from": due_on,
        "n": 0,
        "unit": "days",
        "roll": "none",
        "skipped": [],
        "weekends": 0,
        "remind_days": msgspec.json.decode(LADDER),
        "tells": ["coordinator"],
        "verified": False,
        "agreed": False,
    }
    return {
        "id": identity,
        "agreement": agreement,
        "name": "term_end",
        "subject": subject,
        "due_on": due_on,
        "due_at": due_at,
        "zone": ZONE,
        "revision": 1,
        "effect": "move",
        "explanation": msgspec.json.encode(data),
        "calendar": None,
        "verified": False,
        "remind_days": LADDER,
        "tells": '["coordinator"]',
        "paused_on": None,
        "fired_at": None,
        "settled_at": None,
        "remind_at": rungs_of(due_on, ZONE, LADDER)[0].at,
        "reminded_at": "2026-01-05T02:00:00.000000Z",
    }
