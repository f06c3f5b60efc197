"""What progress reports ask of offices, by the record alone: their chapter is not read for it."""

from __future__ import annotations

from kadflow.engine.deliberation import Deliberation


def progress_tasks(deliberation: Deliberation) -> set[tuple[str, str, str, str]]:
    """Another party reviews what was handed in; its own mends what came back.

    Returns:
        Party, office, report and kind of each task.
    """
    found: set[tuple[str, str, str, str]] = set()
    active = deliberation.record.active_parties
    for report, waiting in deliberation.record.reporting.items():
        if all(party.id != waiting.party for party in active):
            continue  # it left, and nobody reviews its reports any more
        for party in active:
            own = party.id == waiting.party
            if own == (waiting.awaits == "mending"):
                kind = "mend_progress" if own else "review_progress"
                for office in deliberation.coordinators(party):
                    found.add((party.id, office, report, kind))
    return found
