"""What a report is composed from: agreements as they were known at one instant.

Whoever gathers fills these in from rows and history; composing turns them into a content model
and reads nothing else. What nobody has stated is None or absent, never a zero or an empty text
that looks like an answer. Titles are pairs: Indonesian, English.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

Pair = tuple[str, str]


class PartyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One party of an agreement.

    Attributes:
        id: Of the party inside the agreement.
        organisation: Id of the organisation.
        code: Official code of a region; None for others.
        name: As printed in the text.
        level: ``province``, ``regency``, ``city`` ...
        units: Executing units, as stated.
    """

    id: str
    organisation: str
    code: str | None
    name: str
    level: str
    kind: str
    initiating: bool = False
    paper: bool = False
    units: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time in one state; ``until`` is None while it lasts.

    Attributes:
        entry: Number of the entry in the shared stream by which it began.
    """

    stage: str
    state: Pair
    since: date
    until: date | None
    entry: int


class MoneyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a budget with what its journal adds up to, in whole rupiah.

    Attributes:
        income: It brings money in; never added up with what is spent.
        planned: None while nothing was ever entered; likewise the other three.
        entries: Numbers of the entries of the shared stream that it adds up.
    """

    party: str
    year: int
    source: str
    account: str
    title: str
    income: bool = False
    planned: int | None = None
    appropriated: int | None = None
    committed: int | None = None
    realised: int | None = None
    entries: tuple[int, ...] = ()


class StatusFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a party stated about its budget of a year; None where it stated nothing."""

    party: str
    year: int
    status: str | None
    entry: int | None = None


class MeasureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured, or targeted, in one period; scaled by the indicator's decimals."""

    period: str
    target: int | None = None
    actual: int | None = None
    achieved: int | None = None  # basis points
    entries: tuple[int, ...] = ()


class IndicatorFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator with its measurements in the order of their periods."""

    title: str
    unit: str
    decimals: int
    baseline: int | None
    responsible: str
    measures: tuple[MeasureFacts, ...] = ()


class CriterionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one criterion, in hundredths of a point."""

    title: Pair
    weight: int
    score: int | None
    spread: int | None = None


class EvaluationFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An evaluation that was closed.

    Attributes:
        period: What it is about, in words; None for the final one.
        total: Weighted, in hundredths of a point of the scale.
        scale: Lowest and highest point.
        recommendation: Key word; None where none was given.
    """

    period: Pair | None
    closed_on: date | None
    total: int | None
    scale: tuple[int, int]
    scored: int
    asked: int
    criteria: tuple[CriterionFacts, ...] = ()
    recommendation: Pair | None = None
    entries: tuple[int, ...] = ()


class DutyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation: who owes what until when, and whether it was met."""

    party: str
    text: str | None
    due_on: date | None
    met_on: date | None
    entry: int


class RiskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A risk with its mitigation."""

    title: str
    likelihood: Pair
    impact: Pair
    mitigation: str
    status: Pair
    entry: int


class MeetingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting: which parties attended, what was concluded, whether its minutes were signed."""

    kind: Pair
    on: date
    parties: tuple[str, ...]
    conclusions: tuple[str, ...]
    signed: bool
    entry: int


class FeedbackFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of the agreement; ``text`` is empty where it was sealed."""

    giver: Pair
    about: Pair
    on: date
    text: str
    answered_on: date | None
    entry: int


class FindingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Something that broke a rule, or a figure that does not add up."""

    text: Pair
    since: date
    cured: bool
    entry: int
    party: str | None = None


class DueFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An open deadline."""

    title: Pair
    due_on: date
    party: str | None = None


class AgreementFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement as known at the report's instant.

    Attributes:
        regime: ``ksdd``, ``ksdpk``, ``sinergi``, ``foreign`` or ``other``.
        workflow: Title of its template; ``instrument`` what its text is called.
        stage: Key of the stage; empty once it is over.
        legal_step: Title of the legal step beneath the stage, where the template names one.
        terms: Values of the terms by name, parties' own left out.
        in_force: Signed and its term running, or no term stated.
        version: Number of the last entry of its shared stream at that instant.
    """

    id: str
    number: str
    title: str | None
    template_key: str
    regime: str
    workflow: Pair
    instrument: Pair
    parties: tuple[PartyFacts, ...]
    state: Pair
    stage: str
    standing: str
    provenance: str
    version: int
    created_on: date
    since: date
    legal_step: Pair | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    parent: str | None = None
    document_numbers: tuple[str, ...] = ()
    terms: dict[str, Any] = {}
    stays: tuple[Stay, ...] = ()
    money: tuple[MoneyFacts, ...] = ()
    statuses: tuple[StatusFacts, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    evaluations: tuple[EvaluationFacts, ...] = ()
    duties: tuple[DutyFacts, ...] = ()
    risks: tuple[RiskFacts, ...] = ()
    meetings: tuple[MeetingFacts, ...] = ()
    feedback: tuple[FeedbackFacts, ...] = ()
    findings: tuple[FindingFacts, ...] = ()
    due: tuple[DueFacts, ...] = ()
    diagram: str | None = None  # SVG of its workflow, with the present state marked

    def party(self, party: str) -> PartyFacts | None:
        """The party of an id."""
        return next((found for found in self.parties if found.id == party), None)
