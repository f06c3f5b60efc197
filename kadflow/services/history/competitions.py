"""Rows of competitions compared with their streams, and made again.

The row itself, its deadline, and what its jurors have to do, are rewritten where asked. Whose turn
it is in the secretariat that runs it depends on today's offices and is not compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kadflow.domain.competitions import Competition
from kadflow.engine.competitions.folding import fold_competition
from kadflow.services.competition_rows import JUDGES, judging_tasks, put_tasks
from kadflow.services.history.index_rows import deadline_index
from kadflow.services.history.reading import entries_of
from kadflow.services.history.rebuilding import compared, remove_unknown, write_differing
from kadflow.storage import competitions as rows
from kadflow.storage.index_tables import INDEX
from kadflow.storage.transactions import Transaction


def differing_competitions(
    tx: Transaction, *, fix: bool = False, new_id: Callable[[], str] | None = None
) -> list[dict[str, Any]]:
    """Competitions whose rows are not what their stream says: id, column, expected and found.

    Args:
        tx: A writing where ``fix``.
        fix: Put the right record there.
        new_id: Gives ids to tasks, which are put right too; without it they stay as they are.
    """
    wrong = []
    for found in rows.competition_rows(tx):
        folded: Competition | None = None
        entries = list(entries_of(tx, found["id"]))
        for entry in entries:
            folded = fold_competition(folded, entry.event, entry.parts)
        if folded is None:
            continue  # verification says that its stream is missing
        expected = rows.row_of(folded)
        differing = [name for name in expected if expected[name] != found[name]]
        wrong += [_said(found["id"], name, expected[name], found[name]) for name in differing]
        if differing and fix:
            rows.update_competition(tx, folded)
        for name, of_stream in deadline_index(found["id"], entries).items():
            present = INDEX[name].of(tx, found["id"])
            told = compared(found["id"], name, INDEX[name], of_stream, present)
            wrong += [_said(found["id"], each.row, each.expected, each.found) for each in told]
            if told and fix:
                remove_unknown(tx, INDEX[name], of_stream, present)
                write_differing(tx, INDEX[name], of_stream, present)
        asked = judging_tasks(folded)
        waiting = {task for task in rows.tasks_in(tx, found["id"]) if task[2] == JUDGES}
        if asked != waiting:
            wrong.append(_said(found["id"], "task", asked, waiting))
            if fix and new_id is not None:
                at = entries[-1].event.recorded_at
                put_tasks(tx, found["id"], waiting, asked, written_at=at, new_id=new_id)
    return wrong


def _said(competition: str, column: str, expected: Any, found: Any) -> dict[str, Any]:
    return {"id": competition, "column": column, "expected": expected, "found": found}
