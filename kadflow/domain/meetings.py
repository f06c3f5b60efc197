"""Meetings of an agreement: who attended, on which text, what was concluded (practice 11)."""

from __future__ import annotations

from typing import Final

import msgspec

MEETING_KINDS: Final = ("tkksd", "discussion", "coordination", "evaluation")


class Meeting(msgspec.Struct, omit_defaults=True):
    """One meeting.

    Attributes:
        number: Of its event in the agreement's shared stream: place and agenda are parts there.
        on: The day on which it was held, ISO.
        parties: Ids of those that attended, by an office or as a whole.
        offices: Ids of the offices that attended; persons are named in the signed list only.
        document: Kind, version and digest of the document that was discussed.
        conclusions: For each, the number of the event whose part holds it, and that part's name.
        minutes: Number of the event whose part ``minutes`` holds the latest minutes.
        signed: SHA-256 (hex) of the signed berita acara.
        decided: Gates at which its decision was entered.
    """

    id: str
    number: int
    kind: str
    on: str
    parties: list[str] = []
    offices: list[str] = []
    document: tuple[str, int, str] | None = None
    conclusions: list[tuple[int, str]] = []
    minutes: int | None = None
    signed: str | None = None
    decided: list[str] = []


class Meetings(msgspec.Struct, omit_defaults=True):
    """The chapter of an agreement's meetings.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        entries: By id, in the order in which they were put on record.
    """

    version: int = 0
    entries: dict[str, Meeting] = {}
