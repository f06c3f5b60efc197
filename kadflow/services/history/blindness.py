"""Which sheets of evaluators the history does not show.

A sheet is shown only once its evaluation, or its competition, was closed, and only where the form
shows the sheets of offices; never one that does not count, since the naming of its writer was taken
back, or the panel it belongs to had no voice. Until then nobody reads it through the program, whoever asks; it is
in the database all the same, and whoever may read that can read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kadflow.services.history.reading import StoredEntry

SHEET: Final = "sheet"
"""Name of the part with what an evaluator wrote."""

_OPENED: Final = {"evaluation.opened": "evaluation", "competition.opened": "competition"}
_SCORED: Final = {"evaluation.scored": "evaluation", "competition.judged": "competition"}
_BY: Final = {"evaluation.scored": "evaluator", "competition.judged": "juror"}
_DISMISSED: Final = {
    "evaluation.evaluator_dismissed": "evaluator",
    "competition.juror_dismissed": "juror",
}
_SHOWN: Final = {"evaluation.closed": "evaluation", "competition.ranked": "competition"}


def blind_places(entries: Iterable[StoredEntry]) -> frozenset[tuple[str, int]]:
    """Stream and number of the entries of one stream whose sheet is not shown."""
    showing: set[str] = set()
    closed: set[str] = set()
    uncounted: set[str] = set()
    panels: dict[str, set[str]] = {}
    scored: list[tuple[str, str, str, int]] = []
    for entry in entries:
        event = entry.event
        if event.kind in _OPENED and event.data["form"].get("shows") == "offices":
            showing.add(event.data[_OPENED[event.kind]])
        elif event.kind in _SCORED:
            of, by = event.data[_SCORED[event.kind]], event.data[_BY[event.kind]]
            scored.append((of, by, event.stream, event.number))
        elif event.kind in _DISMISSED:
            uncounted.add(event.data[_DISMISSED[event.kind]])
        elif event.kind == "evaluation.evaluator_named" and event.data["party"] is None:
            panels.setdefault(event.data["evaluation"], set()).add(event.data["evaluator"])
        elif event.kind in _SHOWN:
            closed.add(event.data[_SHOWN[event.kind]])
            panel = event.data.get("result", {}).get("panel", {})
            if panel.get("objected") or panel.get("silent"):
                uncounted |= panels.get(event.data["evaluation"], set())
    return frozenset(
        (stream, number)
        for of, by, stream, number in scored
        if of not in showing & closed or by in uncounted
    )
