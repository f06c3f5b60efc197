"""What each event about risks does to that chapter."""

from __future__ import annotations

from collections.abc import Mapping

from kadflow.domain.events import Event
from kadflow.domain.risks import Risk, Risks


def fold_risks(chapter: Risks, event: Event, _: Mapping[str, bytes | None]) -> None:
    """Change the chapter by one event; it believes the event, as all folding does."""
    data = event.data
    if event.kind == "risk.identified":
        chapter.entries[data["risk"]] = Risk(
            id=data["risk"],
            number=event.number,
            party=data["party"],
            cause=data["cause"],
            likelihood=data["likelihood"],
            impact=data["impact"],
            status=data["status"],
        )
    risk = chapter.entries[data["risk"]]
    risk.likelihood, risk.impact = data["likelihood"], data["impact"]
    risk.status, risk.review_on = data["status"], data["review_on"]
    risk.assessed_on = event.effective_on.date
    if any(part.name == "mitigation" for part in event.parts):
        risk.mitigation = event.number
