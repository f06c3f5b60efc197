"""Rows of competitions compared with their streams, and made again.

The row itself, its deadline, and what its jurors have to do, are rewritten where asked. Whose turn
it is in the secretariat that runs it depends on today's offices and is not compared.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.competitions import Competition
from kadflow.engine.competitions.folding import fold_competition
from kadflow.services.competition_rows import JUDGES, judging_tasks, task_row
from kadflow.services.history.index_rows import deadline_index, made_id
from kadflow.services.history.reading import entries_of
from kadflow.services.history.rebuilding import compared, remove_unknown, write_differing
from kadflow.storage import competitions as rows
from kadflow.storage.index_tables import INDEX, TASKS, IndexRow
from kadflow.storage.transactions import Transaction


def differing_competitions(tx: Transaction, *, fix: bool = False) -> list[dict[str, Any]]:
    """Competitions whose rows are not what their stream says: id, column, expected and found.

    Args:
        tx: A writing where ``fix``.
        fix: Put the right rows there.
    """
    wrong = []
    for found in rows.competition_rows(tx):
        competition = found["id"]
        folded: Competition | None = None
        entries = list(entries_of(tx, competition))
        for entry in entries:
            folded = fold_competition(folded, entry.event, entry.parts)
        if folded is None:
            continue  # verification says that its stream is missing
        expected = rows.row_of(folded)
        differing = [name for name in expected if expected[name] != found[name]]
        wrong += [_said(competition, name, expected[name], found[name]) for name in differing]
        if differing and fix:
            rows.update_competition(tx, folded)
        since = entries[-1].event.recorded_at
        judging = [row for row in TASKS.of(tx, competition) if row["kind"] == JUDGES]
        hanging = [("task", TASKS, _judging(folded, since=since), judging)]
        hanging += [
            (name, INDEX[name], asked, INDEX[name].of(tx, competition))
            for name, asked in deadline_index(competition, entries).items()
        ]
        for name, table, asked, present in hanging:
            told = compared(competition, name, table, asked, present)
            if told:
                wrong.append(_said(competition, name, told[0].expected, told[0].found))
            if told and fix:
                remove_unknown(tx, table, asked, present)
                write_differing(tx, table, asked, present)
    return wrong


def _judging(competition: Competition, *, since: str) -> list[IndexRow]:
    return [
        task_row(competition.id, task, identity=made_id(competition.id, *task), since=since)
        for task in sorted(judging_tasks(competition))
    ]


def _said(competition: str, column: str, expected: Any, found: Any) -> dict[str, Any]:
    return {"id": competition, "column": column, "expected": expected, "found": found}
