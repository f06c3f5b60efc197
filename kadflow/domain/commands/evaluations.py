"""Commands on the evaluations of an agreement."""

from __future__ import annotations

import msgspec

from kadflow.domain.commands.agreements import OpenChild, Stand
from kadflow.domain.evaluations import Sheet


class OpenEvaluation(msgspec.Struct, frozen=True, tag=True):
    """Begin an evaluation that no deadline opens.

    Attributes:
        kind: ``final`` in the evaluation stage, or ``extra``.
    """

    agreement: str
    kind: str


class NameEvaluator(msgspec.Struct, frozen=True, tag=True):
    """Ask an office, or one person who holds it, to score.

    Attributes:
        evaluation: Id, or None for the only open one.
        organisation: Whose evaluator it is: a party, or for the panel one that is no party.
        office: Id; None for a party on paper that has no office here.
        person: Id of the one holder who may score.
    """

    agreement: str
    organisation: str
    evaluation: str | None = None
    office: str | None = None
    person: str | None = None


class DismissEvaluator(msgspec.Struct, frozen=True, tag=True):
    """Take back the naming of an evaluator before the sheets are opened.

    Attributes:
        organisation: Whose evaluator it is.
        office: Id; None for a party on paper that has no office here.
        person: Id of the one holder who was named, where several of the office are evaluators.
    """

    agreement: str
    organisation: str
    evaluation: str | None = None
    office: str | None = None
    person: str | None = None


class AnswerPanel(msgspec.Struct, frozen=True, tag=True):
    """Say as a party that did not name the panel whether its sheets may count.

    Attributes:
        organisation: Id of the party whose paper says so; None for the person's own.
    """

    agreement: str
    consents: bool
    evaluation: str | None = None
    organisation: str | None = None


class DeclareInterest(msgspec.Struct, frozen=True, tag=True):
    """Say before scoring whether one has an interest of one's own in the agreement.

    Attributes:
        conflict: Whoever has one may not score.
        evaluator: Id; None where the person is exactly one.
    """

    agreement: str
    conflict: bool
    evaluation: str | None = None
    evaluator: str | None = None


class ScoreEvaluation(msgspec.Struct, frozen=True, tag=True):
    """Hand in a sheet; until the evaluation is closed another one takes its place."""

    agreement: str
    sheet: Sheet
    evaluation: str | None = None
    evaluator: str | None = None


class CloseEvaluation(msgspec.Struct, frozen=True, tag=True):
    """Open the sheets and write what they add up to."""

    agreement: str
    evaluation: str | None = None


class FollowEvaluation(msgspec.Struct, frozen=True, tag=True):
    """Choose what a closed evaluation recommends, and give the command that it starts.

    Attributes:
        opens: The addendum, for ``extend``, ``amend`` and ``widen``.
        asks: The request, for ``end``.
    """

    agreement: str
    recommendation: str
    evaluation: str | None = None
    opens: OpenChild | None = None
    asks: Stand | None = None
