"""What the events of an evaluation make of its row, and what an open one asks of offices."""

from __future__ import annotations

from typing import Any

from kadflow.domain.evaluations import Evaluations
from kadflow.domain.events import Event
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.finding import others_of
from kadflow.services.additions import Additions
from kadflow.storage import evaluations as rows
from kadflow.storage.transactions import Transaction


def evaluation_row(agreement: str, event: Event) -> dict[str, Any]:
    """The row of an evaluation that was just opened."""
    data = event.data
    return {
        "id": data["evaluation"],
        "agreement": agreement,
        "kind": data["kind"],
        "since": data["since"],
        "until": data["until"],
        "opened_on": event.effective_on.date,
        "score_by": data["score_by"],
        "ended_on": None,
        "total": None,
        "sheets": None,
    }


def project_evaluation(tx: Transaction, added: Additions, agreement: str, event: Event) -> None:
    """Bring the row in line with one event of an evaluation."""
    if event.kind == "evaluation.opened":
        added.add(rows.insert_evaluations, [evaluation_row(agreement, event)])
    elif event.kind in {"evaluation.closed", "evaluation.lapsed"}:
        added.write()
        rows.end_evaluation(
            tx,
            event.data["evaluation"],
            ended_on=event.effective_on.date,
            result=event.data.get("result"),
        )


def evaluation_tasks(deliberation: Deliberation) -> set[tuple[str, str, str, str]]:
    """Evaluators score; secretariats name their own, answer about the panel, and close at last.

    Returns:
        Party (empty for the panel), office, evaluation and kind of each task.
    """
    found: set[tuple[str, str, str, str]] = set()
    others = others_of(deliberation.record)
    left = {party.id for party in deliberation.record.parties if party.left_on is not None}
    for each in deliberation.chapter(Evaluations).held.values():
        if not each.is_open:
            continue
        for awaited in each.awaited(others):
            if awaited.office is not None and awaited.party not in left:
                found.add((awaited.party or "", awaited.office, each.id, "evaluate"))
        panel = each.panel_standing(others)
        represented = {named.party for named in each.named if not named.conflict}
        for party in deliberation.record.active_parties:
            kinds = ["close_evaluation"] if each.is_complete(others) else []
            kinds += ["answer_panel"] if panel is not None and party.id in panel.silent else []
            kinds += ["name_evaluator"] if party.id not in represented else []
            for office in deliberation.coordinators(party):
                found |= {(party.id, office, each.id, kind) for kind in kinds}
    return found
