"""Rows of competitions compared with their streams, and made again."""

from __future__ import annotations

from typing import Any

from kadflow.domain.competitions import Competition
from kadflow.engine.competitions.folding import fold_competition
from kadflow.services.history.reading import entries_of
from kadflow.storage import competitions as rows
from kadflow.storage.transactions import Transaction


def differing_competitions(tx: Transaction, *, fix: bool = False) -> list[dict[str, Any]]:
    """Competitions whose row is not what their stream says: id, column, expected and found.

    Args:
        tx: A writing where ``fix``.
        fix: Put the right record there.
    """
    wrong = []
    for found in rows.competition_rows(tx):
        folded: Competition | None = None
        for entry in entries_of(tx, found["id"]):
            folded = fold_competition(folded, entry.event, entry.parts)
        if folded is None:
            continue  # verification says that its stream is missing
        expected = rows.row_of(folded)
        differing = [name for name in expected if expected[name] != found[name]]
        wrong += [
            {
                "id": found["id"],
                "column": name,
                "expected": expected[name],
                "found": found[name],
            }
            for name in differing
        ]
        if differing and fix:
            rows.update_competition(tx, folded)
    return wrong
