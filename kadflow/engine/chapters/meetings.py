"""What each event about meetings does to that chapter."""

from __future__ import annotations

from collections.abc import Mapping

from kadflow.domain.events import Event
from kadflow.domain.meetings import Meeting, Meetings


def fold_meetings(chapter: Meetings, event: Event, _: Mapping[str, bytes | None]) -> None:
    """Change the chapter by one event; it believes the event, as all folding does."""
    data = event.data
    if event.kind == "meeting.held":
        document = data["document"]
        chapter.entries[data["meeting"]] = Meeting(
            id=data["meeting"],
            number=event.number,
            kind=data["kind"],
            on=event.effective_on.date,
            parties=list(data["parties"]),
            offices=list(data["offices"]),
            document=None
            if document is None
            else (document["kind"], document["version"], document["digest"]),
        )
    meeting = chapter.entries[data["meeting"]]
    if event.kind == "meeting.decided":
        meeting.decided.append(data["gate"])
    names = sorted(part.name for part in event.parts)
    meeting.conclusions += [
        (event.number, name) for name in names if name.startswith("conclusion.")
    ]
    if "minutes" in names:
        meeting.minutes = event.number
    if data["file"] is not None:
        meeting.signed = data["file"]["digest"]
