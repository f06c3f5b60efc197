"""What each event about feedback does to that chapter."""

from __future__ import annotations

from collections.abc import Mapping

from kadflow.domain.events import Event
from kadflow.domain.feedback import Feedback, FeedbackBook


def fold_feedback(chapter: FeedbackBook, event: Event, _: Mapping[str, bytes | None]) -> None:
    """Change the chapter by one event; it believes the event, as all folding does."""
    data = event.data
    if event.kind == "feedback.received":
        file = data["file"]
        chapter.entries[data["feedback"]] = Feedback(
            id=data["feedback"],
            number=event.number,
            party=data["party"],
            giver=data["giver"],
            about=data["about"],
            on=event.effective_on.date,
            file=file["digest"] if file is not None else None,
        )
    elif event.kind == "feedback.answered":
        found = chapter.entries[data["feedback"]]
        found.answers.append(event.number)
        found.answered_on = found.answered_on or event.effective_on.date
