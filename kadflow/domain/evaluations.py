"""The evaluations of an agreement: forms, evaluators, and what their sheets add up to.

A sheet is blind until its evaluation is closed: the record says that an evaluator scored, and
where the sheet lies, and holds no number of it. Closing reads the sheets, writes what they add up
to, and shows each office's own sheet only where the form says so.

Exact results are texts: ``17/5``, or ``4`` where nothing is left over. Nothing is ever rounded
before it is shown.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, get_args

import msgspec

EvaluationKind = Literal["periodic", "final", "extra"]
EVALUATION_KINDS: Final = get_args(EvaluationKind)
"""*periodic*: opened by its deadline; *final*: in the evaluation stage; *extra*: when asked for."""

Recommendation = Literal["continue", "widen", "extend", "amend", "end"]

MOST_EVALUATORS = 100
"""Evaluators of one evaluation, and jurors of one competition."""

LONGEST_REMARK = 4000
"""Characters of one comment."""


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """A criterion as it was asked.

    Attributes:
        weight: Whole number, or ``a/b``.
        comment: ``free``, ``ends`` or ``required``.
    """

    key: str
    weight: str
    comment: str = "free"


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """The form as it stood when the evaluation was opened; see the template's `Evaluation`."""

    questions: tuple[Question, ...]
    scale: tuple[int, int] = (1, 5)
    recommendations: tuple[str, ...] = ()
    counts: str = "party"
    aggregate: str = "mean"
    trim: int = 1
    panel_weight: str | None = None
    shows: str = "totals"
    far_from: int | None = None


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one evaluator wrote.

    Attributes:
        scores: A number of the scale per criterion.
        comments: Words per criterion.
        recommendation: What should follow, by the evaluator.
    """

    scores: dict[str, int]
    comments: dict[str, str] = {}
    recommendation: str | None = None


class Evaluator(msgspec.Struct, omit_defaults=True):
    """An office that is asked to score, or one named person who holds it.

    Attributes:
        number: Of the event that named it.
        party: Whose it is; None for a member of the panel.
        office: None where a party answers on paper and has no office here.
        person: Where only this holder may score.
        conflict: Declared: True may not score, False is free to; None did not declare yet.
        scored: Number of the event with the sheet that counts; 0 before.
        by: Who wrote that sheet; None where it was recorded from paper.
        dismissed: Number of the event that took its naming back; 0 while that stands.
    """

    id: str
    number: int
    organisation: str
    party: str | None = None
    office: str | None = None
    person: str | None = None
    conflict: bool | None = None
    scored: int = 0
    by: str | None = None
    dismissed: int = 0

    @property
    def counts(self) -> bool:
        """Whether its sheet counts: it has one, may score, and its naming stands."""
        return bool(self.scored) and not self.conflict and not self.dismissed


class PanelAnswer(msgspec.Struct, omit_defaults=True):
    """What a party says of the panel that another one named.

    Attributes:
        number: Of the event.
        on: Day of the act, ISO.
        members: Evaluators who made the panel then; a consent covers nobody else.
        reason: As given; None where none was, or it was sealed.
    """

    number: int
    consents: bool
    on: str
    members: list[str]
    reason: str | None = None


class PanelStanding(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the parties that did not name the panel stand to it, by their ids.

    Attributes:
        silent: Who has not answered, or not about all who are in it now.
    """

    consented: tuple[str, ...] = ()
    objected: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def has_voice(self) -> bool:
        """Whether the panel's sheets count: everybody consented."""
        return not self.objected and not self.silent


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One criterion over all sheets.

    Attributes:
        value: Exact result of the form's aggregation.
        lowest: The lowest number on a sheet.
        highest: The highest.
        apart: Mean distance of the numbers from their median, exact.
    """

    value: str
    lowest: int
    highest: int
    apart: str


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the sheets of a closed evaluation add up to.

    Attributes:
        total: Weighted over all criteria, on the same scale.
        sheets: How many counted.
        voices: How many voices they made, by the form's ``counts``.
        missing: Evaluators who were asked and did not score.
        recused: Evaluators who declared a conflict of interest.
        dismissed: Sheets that do not count, since the naming of their writers was taken back.
        dropped: Voices left out at either end of each criterion.
        far: Evaluator and criterion where the number is far from the others', if the form names
            them.
        recommendations: How many sheets recommend what.
        panel: How the parties stood to the panel; None where there was none, or nobody was asked.
    """

    total: str
    criteria: dict[str, Measure]
    sheets: int
    voices: int
    missing: int = 0
    recused: int = 0
    dismissed: int = 0
    dropped: int = 0
    far: tuple[tuple[str, str], ...] = ()
    recommendations: dict[str, int] = {}
    panel: PanelStanding | None = None

    @property
    def leading(self) -> tuple[str, ...]:
        """What most sheets recommend; several where as many recommend each."""
        most = max(self.recommendations.values(), default=0)
        return tuple(name for name, count in self.recommendations.items() if count == most)


class Evaluation(msgspec.Struct, omit_defaults=True):
    """One round of an agreement's evaluation.

    Attributes:
        number: Of the event that opened it.
        place: Which evaluation of the agreement it is, counted from 1.
        since: First day of the period that it is about, ISO.
        until: Last day of that period.
        deadline: The deadline that opened it, where one did.
        score_by: Last day of scoring; None where the form gives no time.
        recorders: Persons who recorded a sheet from paper, and so have seen one.
        asks_panel: The other parties are asked about the panel; those opened before that was a
            rule ask nobody.
        answers: What they say of it, by party.
        closed: Number of the event that closed it; 0 before.
        lapsed: Number of the event by which it ended without a result; 0 otherwise.
        sheets: By evaluator, once closed and where the form shows them.
        remarks: Words per criterion, without their writers, once closed.
        followed: Recommendations that led to a command.
    """

    id: str
    number: int
    place: int
    kind: EvaluationKind
    form: Form
    opened_on: str
    since: str = ""
    until: str = ""
    deadline: str | None = None
    score_by: str | None = None
    evaluators: dict[str, Evaluator] = {}
    recorders: list[str] = []
    asks_panel: bool = False
    answers: dict[str, PanelAnswer] = {}
    closed: int = 0
    closed_on: str | None = None
    lapsed: int = 0
    result: Result | None = None
    sheets: dict[str, Sheet] = {}
    remarks: dict[str, list[str]] = {}
    followed: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether it can still be scored."""
        return not self.closed and not self.lapsed

    def is_complete(self, others: Collection[str]) -> bool:
        """Whether somebody scored, and nobody is awaited, neither with a sheet nor an answer.

        Args:
            others: Parties that did not name the panel.
        """
        panel = self.panel_standing(others)
        if self.awaited(others) or (panel is not None and panel.silent):
            return False
        return any(each.counts for each in self.voters(others))

    @property
    def panel(self) -> list[Evaluator]:
        """Members of the panel who may score."""
        return [each for each in self.named if each.party is None and not each.conflict]

    def panel_standing(self, others: Collection[str]) -> PanelStanding | None:
        """How parties stand to the panel as it is now; None where nobody is asked about one.

        Args:
            others: Parties that did not name it.
        """
        members = {each.id for each in self.panel}
        if not self.asks_panel or not members:
            return None
        found: dict[str, list[str]] = {"consented": [], "objected": [], "silent": []}
        for party in others:
            answer = self.answers.get(party)
            if answer is not None and not answer.consents:
                found["objected"].append(party)
            elif answer is not None and members <= set(answer.members):
                found["consented"].append(party)
            else:
                found["silent"].append(party)
        return PanelStanding(**{name: tuple(parties) for name, parties in found.items()})

    def voters(self, others: Collection[str]) -> list[Evaluator]:
        """Evaluators who may score and whose sheets would count; a panel without voice has none.

        Args:
            others: Parties that did not name the panel.
        """
        standing = self.panel_standing(others)
        voice = standing is None or standing.has_voice
        return [e for e in self.named if not e.conflict and (voice or e.party is not None)]

    @property
    def named(self) -> list[Evaluator]:
        """Evaluators whose naming stands."""
        return [each for each in self.evaluators.values() if not each.dismissed]

    def awaited(self, others: Collection[str]) -> list[Evaluator]:
        """Evaluators who may score and have not; while a party objects, nobody of the panel.

        Args:
            others: Parties that did not name the panel.
        """
        standing = self.panel_standing(others)
        closed = standing is not None and bool(standing.objected)
        return [
            each
            for each in self.named
            if not each.conflict and not each.scored and not (closed and each.party is None)
        ]


class Evaluations(msgspec.Struct, omit_defaults=True):
    """The evaluation chapter of an agreement.

    Attributes:
        version: Number of the last event that changed it.
        held: Every evaluation by id, in the order of opening.
    """

    version: int = 0
    held: dict[str, Evaluation] = {}

    def open_of(self, kind: str) -> Evaluation | None:
        """The open evaluation of a kind; there is one at most."""
        return next((e for e in self.held.values() if e.kind == kind and e.is_open), None)
