"""The chapters of an agreement: what its shared stream adds up to beside the record.

The record holds what nearly every command needs, and is read by each. A chapter holds one matter
that few commands need (money, results, evaluations) and is read only when a rule asks for it, or
an event changes it. Like the record it is folded from the stream alone, by one function that a
command and a rebuild share, so that its row equals its replay byte for byte.

Which chapter an event belongs to is told by the noun that its kind begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from kadflow.domain.budget import Budget
from kadflow.domain.evaluations import Evaluations
from kadflow.domain.events import Event
from kadflow.domain.feedback import FeedbackBook
from kadflow.domain.indicators import Indicators
from kadflow.domain.meetings import Meetings
from kadflow.domain.progress import Progress
from kadflow.domain.risks import Risks
from kadflow.engine.chapters.budget import fold_budget
from kadflow.engine.chapters.evaluations import fold_evaluations
from kadflow.engine.chapters.feedback import fold_feedback
from kadflow.engine.chapters.indicators import fold_indicators
from kadflow.engine.chapters.meetings import fold_meetings
from kadflow.engine.chapters.progress import fold_progress
from kadflow.engine.chapters.risks import fold_risks

Parts = Mapping[str, bytes | None]


class Chapter(NamedTuple):
    """One chapter: its name in rows, its type, the nouns of its events, how it is folded.

    Attributes:
        shape: A struct that has a ``version`` and can be made without arguments. Fields of a
            ``Literal`` type have no default in it: read from a row such a value is the default
            object itself and would be left out of the next row, but not of the replay (tested).
        nouns: First words of the kinds of events that change it.
        fold: Changes it in place by one event and the contents of that event's parts.
    """

    name: str
    shape: type[Any]
    nouns: frozenset[str]
    fold: Callable[[Any, Event, Parts], None]

    def read(self, record: bytes | None) -> Any:
        """The chapter from its row; an empty one where there is no row yet."""
        return self.shape() if record is None else msgspec.json.decode(record, type=self.shape)

    def turn(self, chapter: Any, event: Event, parts: Parts) -> None:
        """Bring the chapter one event further."""
        self.fold(chapter, event, parts)
        chapter.version = event.number


CHAPTERS: Final = (
    Chapter("budget", Budget, frozenset({"budget"}), fold_budget),
    Chapter("evaluations", Evaluations, frozenset({"evaluation"}), fold_evaluations),
    Chapter("indicators", Indicators, frozenset({"indicator"}), fold_indicators),
    Chapter("progress", Progress, frozenset({"progress"}), fold_progress),
    Chapter("meetings", Meetings, frozenset({"meeting"}), fold_meetings),
    Chapter("risks", Risks, frozenset({"risk"}), fold_risks),
    Chapter("feedback", FeedbackBook, frozenset({"feedback"}), fold_feedback),
)
"""Every chapter, in the order in which they are shown."""

_BY_NOUN: Final = {noun: chapter for chapter in CHAPTERS for noun in chapter.nouns}
_BY_SHAPE: Final = {chapter.shape: chapter for chapter in CHAPTERS}


def chapter_of(kind: str) -> Chapter | None:
    """The chapter that events of a kind change; None for those of the record itself."""
    return _BY_NOUN.get(kind.partition(".")[0])


def chapter_for(shape: type[Any]) -> Chapter:
    """The chapter of a type."""
    return _BY_SHAPE[shape]
