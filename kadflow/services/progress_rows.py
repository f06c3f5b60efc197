"""What progress reports ask of offices, by the record alone: their chapter is not read for it."""

from __future__ import annotations

from kadflow.engine.deliberation import Deliberation
from kadflow.engine.naming import REPORTED


def progress_tasks(deliberation: Deliberation) -> set[tuple[str, str, str, str]]:
    """Another party reviews a report; its own mends what came back, and hands in what is overdue.

    Returns:
        Party, office, report or deadline, and kind of each task.
    """
    found: set[tuple[str, str, str, str]] = set()
    active = deliberation.record.active_parties
    for passed in deliberation.record.overdue:
        if passed.name.startswith(REPORTED):
            for party in active:
                if party.id == passed.subject:
                    for office in deliberation.coordinators(party):
                        found.add((party.id, office, passed.name, "submit_progress"))
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
