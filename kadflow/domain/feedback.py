"""Feedback on an agreement from partners and the public: of which kind, about what, how answered.

Who gave it is a kind of people; a name is kept only where it was given to be kept, as a part.
"""

from __future__ import annotations

from typing import Final

import msgspec

from kadflow.domain.wording.results import ABOUT_WORDS, GIVER_WORDS

GIVERS: Final = tuple(GIVER_WORDS)
ABOUT: Final = tuple(ABOUT_WORDS)


class Feedback(msgspec.Struct, omit_defaults=True):
    """What somebody said.

    Attributes:
        number: Of its event in the shared stream: its words are the part ``text`` there, a name
            that was given the part ``name``.
        party: Id of the party that received it.
        on: The day on which it was received, ISO.
        answers: Numbers of the events that say how it was answered, as the part ``text``.
        answered_on: The day of the first answer, ISO.
    """

    id: str
    number: int
    party: str
    giver: str
    about: str
    on: str
    file: str | None = None
    answers: list[int] = []
    answered_on: str | None = None


class FeedbackBook(msgspec.Struct, omit_defaults=True):
    """The chapter of feedback on an agreement.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        entries: By id, in the order in which it was put on record.
    """

    version: int = 0
    entries: dict[str, Feedback] = {}
