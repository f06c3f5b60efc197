"""The template language, version 1, as frozen pydantic models.

A template is a document that a person who does not program can read and write. This module
says which fields it has and what each *means*; `reading` turns text into a `Template`, `checks`
judges whether it may be published, `compiler` makes the machine.

Rules of the language:

1. One way to say each thing. Short forms exist only where the long one would be noise
   (``capacity: {definitive: allowed}``).
2. Nothing in prose decides. Whatever has an effect is a key word, a name or a guard expression.
3. Meaning and defaults belong to ``language: 1`` and never change within it.
4. Every rule may carry its ``source``: the article, and whether somebody verified it. Without a
   source a rule is unverified.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
TemplateKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
MONTH_DAY = (
    r"^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"
)
"""A day that some year has: ``02-29`` is one."""
MonthDay = Annotated[str, StringConstraints(pattern=MONTH_DAY)]
Fraction = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,5}/[1-9][0-9]{0,5}$")]

Flag = Annotated[bool, Strict()]
"""true or false; the words yes, no, on, off and their texts are refused."""
Whole = Annotated[int, Strict()]
"""A whole number; a text that looks like one is refused."""


class Node(BaseModel):
    """Base of every part of a template: frozen, and nothing unknown is let through."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Node):
    """A text that people read, in both languages of the product."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Source(Node):
    """Where a rule comes from: a law, a local rule, or practice."""

    ref: str
    verified: Flag = False


class LegalBasis(Node):
    """A law that the template carries out."""

    ref: str
    articles: tuple[str | int, ...] = ()
    verified: Flag = False


class Stage(StrEnum):
    """The five stages that roll up the legal steps; a stage may be passed more than once."""

    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    SIGNING = "signing"
    IMPLEMENTATION = "implementation"
    EVALUATION = "evaluation"


class OrganisationKind(StrEnum):
    """What a party may be."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"
    CENTRAL = "central"
    COMPANY = "company"
    COMMUNITY = "community"
    UNIVERSITY = "university"
    FOREIGN_GOVERNMENT = "foreign_government"
    FOREIGN_INSTITUTION = "foreign_institution"


class OfficeRole(StrEnum):
    """The work that an office does in every organisation, whatever its local name."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"
    LEGAL = "legal"
    FINANCE = "finance"
    PLANNING = "planning"
    INSPECTORATE = "inspectorate"
    UNIT = "unit"
    COUNCIL = "council"


class Actor(StrEnum):
    """Who may cause a step: an office role of any party, or of the initiating party only."""

    COORDINATOR = "coordinator"
    INITIATING_COORDINATOR = "coordinator of the initiating party"
    HEAD = "head"
    INITIATING_HEAD = "head of the initiating party"
    SECRETARY = "secretary"
    FINANCE = "finance"
    LEGAL = "legal"
    INSPECTORATE = "inspectorate"


class Capacity(StrEnum):
    """In which capacity somebody holds an office (UU 23/2014 a65, a88)."""

    DEFINITIVE = "definitive"
    DEPUTY_FOR_HEAD = "deputy_for_head"
    DEPUTY_DAILY = "deputy_daily"
    PLT = "plt"
    PLH = "plh"
    PJ = "pj"
    KUASA = "kuasa"


class Verdict(Node):
    """Whether a capacity may do an act: allowed, warned (a reason is recorded) or refused."""

    verdict: Literal["allowed", "warned", "refused"]
    source: Source | None = None
    document: Key | None = Field(default=None, description="document that must show the capacity")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"verdict": value} if isinstance(value, str) else value


class Parties(Node):
    """How many organisations, and of which kinds, one agreement binds."""

    min: Whole = Field(default=2, ge=2, le=1000)
    max: Whole | None = Field(default=None, ge=2, le=1000)
    who: tuple[OrganisationKind, ...]


class TermType(StrEnum):
    """What a term holds."""

    TEXT = "text"
    CLAUSES = "clauses"
    LIST = "list"
    GROUP = "group"
    PERIOD = "period"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes_no"
    BUDGET_STATUS = "budget_status"


class Term(Node):
    """One thing that the parties agree on, addressed by its path.

    ``group`` has ``fields``, each a path of its own (``plan.purpose``); ``clauses`` has one path
    per article (``clauses.5``); with ``per: [party]`` there is one value per party, with
    ``[party, fiscal_year]`` one per party and year. A term that nobody stated is *unknown*.
    """

    title: Words
    type: TermType
    max: Whole | None = Field(default=None, ge=1, description="characters, or items of a list")
    choices: dict[Key, Words] = {}
    fields: dict[Key, Words] = {}
    of: Literal["urusan_32", "text"] = "text"
    per: tuple[Literal["party", "fiscal_year"], ...] = ()
    stated_by: OfficeRole = OfficeRole.COORDINATOR
    required_from: Key | None = Field(default=None, description="state that needs it on entry")
    bound: Flag = Field(default=True, description="false: no approval ever covers it")
    source: Source | None = None


class Document(Node):
    """A kind of document; a letter also has number, date, sender and addressees."""

    title: Words
    letter: Flag = False
    required_from: Key | None = None
    number_per_party: Flag = False
    bound: Flag = True
    source: Source | None = None


class Body(Node):
    """An authority that is no party but whose answer a gate may want: a minister, a governor.

    Its one outward answer comes by letter, and the secretariat of a party records it.
    """

    title: Words
    source: Source | None = None


class Guard(Node):
    """A condition over facts: true, false or unknown, with a message for each language.

    ``each: party`` evaluates it once per party, which the expression calls ``party``; used as a
    condition of a step it must then be true for every party, used as ``where`` of a gate it
    chooses the parties that are asked. With ``checks`` it is also false while one of them finds
    something, which is then its explanation.
    """

    when: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    checks: tuple[Key, ...] = Field(
        default=(), description="checks of the budget that must find nothing"
    )
    each: Literal["party"] | None = None
    message: Words
    supplied_by: OfficeRole = Field(
        default=OfficeRole.COORDINATOR, description="who can supply a missing fact"
    )
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("checks"), str):
            value = {**value, "checks": (value["checks"],)}
        return value

    @model_validator(mode="after")
    def _asks_something(self) -> Guard:
        if self.when is None and not self.checks:
            message = "give 'when' (a condition), 'checks' (checks of the budget), or both"
            raise ValueError(message)
        return self

    @property
    def condition(self) -> str:
        """The whole condition as one expression: ``when``, and nothing found by ``checks``."""
        whose = "party.checks" if self.each == "party" else "checks"
        quiet = " && ".join(f"!{whose}.{name}" for name in self.checks)
        if self.when is None:
            return quiet
        return f"({self.when}) && {quiet}" if quiet else self.when


class State(Node):
    """Where an agreement can stand: in one of the five stages, or final.

    ``edits``: *free* - terms may change; *reconfirm* - they may, and approvals that covered them
    are asked again; *closed* - they change only by an addendum.
    """

    title: Words
    stage: Stage | None = None
    initial: Flag = False
    final: Literal["completed", "stopped"] | None = None
    step: Words | None = Field(default=None, description="the legal step beneath the stage")
    edits: Literal["free", "reconfirm", "closed"] = "closed"
    in_force: Flag = False
    source: Source | None = None


class Needs(Node):
    """What must be on file before a step."""

    terms: tuple[Path, ...] = ()
    documents: tuple[Key, ...] = ()


class Outcome(StrEnum):
    """How a round of a gate can end."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    NOT_ASKED = "not_asked"


class Trigger(Node):
    """What other than a person causes a transition; exactly one field is given."""

    gate: Key | None = None
    outcome: Outcome | None = None
    deadline: Key | None = None
    command: Literal["terminate"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Trigger:
        given = [name for name in ("gate", "deadline", "command") if getattr(self, name)]
        if len(given) != 1:
            message = "name exactly one of gate, deadline, command"
            raise ValueError(message)
        if (self.outcome is not None) != (self.gate is not None):
            message = "a gate is named together with one of its outcomes"
            raise ValueError(message)
        return self


class Transition(Node):
    """One step from a state to another: taken by a person, or by what ``on`` names."""

    title: Words
    from_: tuple[Key, ...] = Field(alias="from")
    to: Key
    by: tuple[Actor, ...] = ()
    on: Trigger | None = None
    when: tuple[Key, ...] = ()
    needs: Needs = Needs()
    reason: Literal["required", "optional", "none"] = "none"
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: object) -> object:
        if isinstance(value, dict):
            value = dict(value)
            for key in ("from", "when"):
                if isinstance(value.get(key), str):
                    value[key] = (value[key],)
        return value

    @model_validator(mode="after")
    def _one_cause(self) -> Transition:
        if bool(self.by) == (self.on is not None):
            message = "give either 'by' (a person takes the step) or 'on' (something causes it)"
            raise ValueError(message)
        return self


class Answer(StrEnum):
    """What an elector may answer."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    RETURN = "return"
    REJECT = "reject"
    ABSTAIN = "abstain"


class Ask(StrEnum):
    """Whose answer a gate wants."""

    INITIATING_PARTY = "initiating party"
    INVITED_PARTIES = "each invited party"
    EACH_PARTY = "each party"
    ACCEPTING_PARTIES = "each other party"
    OUTSIDE_BODY = "outside body"


class Rule(Node):
    """When a round is decided, counted over the electors' outward answers.

    *all*: unanimity. *any*: one is enough. *at_least*: n of m. *share*: more than or equal to
    that fraction of the electors. *weighted*: that fraction of the weights, which the number
    term ``weights`` states per party. Abstentions leave the electorate, except that nothing is
    approved without one approval.
    """

    kind: Literal["all", "any", "at_least", "share", "weighted"] = "all"
    n: Whole | None = Field(default=None, ge=1)
    share: Fraction | None = None
    weights: Path | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"kind": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _complete(self) -> Rule:
        wants = {
            "all": (False, False, False),
            "any": (False, False, False),
            "at_least": (True, False, False),
            "share": (False, True, False),
            "weighted": (False, True, True),
        }[self.kind]
        given = (self.n is not None, self.share is not None, self.weights is not None)
        if wants != given:
            message = "at_least needs n; share needs share; weighted needs share and weights"
            raise ValueError(message)
        return self


class Period(Node):
    """A length of time: days by working or calendar count, or months."""

    n: Whole = Field(ge=1, le=3650)
    unit: Literal["working_days", "days", "months"] = "working_days"


class Silence(Node):
    """What it means that an elector says nothing: after ``within``, the answer is given for it."""

    within: Period
    starts: Literal["receipt", "opening"] = Field(
        default="receipt", description="silence counts from recorded receipt, never from sending"
    )
    answer: Literal[Answer.APPROVE, Answer.REJECT, Answer.ABSTAIN] = Answer.APPROVE
    calendars: Literal["national", "parties", "any_party"] = Field(
        default="national", description="whose days off are not counted"
    )
    remind_days: tuple[Whole, ...] = Field(default=(), description="days relative to the last day")
    source: Source | None = None


class Opens(Node):
    """How a round of a gate begins: on entering a state, by a person, or by a command."""

    by: tuple[Actor, ...] = ()
    as_: Key | None = Field(default=None, alias="as", description="name of the person's event")
    on_entry: Flag = False
    command: Literal["suspend", "resume", "terminate", "join", "leave"] | None = None
    needs: Needs = Needs()
    when: tuple[Key, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"on_entry": True} if value == "on_entry" else value

    @model_validator(mode="after")
    def _one_way(self) -> Opens:
        if sum((bool(self.by), self.on_entry, self.command is not None)) != 1:
            message = "a gate opens in one way: on_entry, by (with as), or command"
            raise ValueError(message)
        if bool(self.by) != (self.as_ is not None):
            message = "a gate opened by a person names that event with 'as'"
            raise ValueError(message)
        return self


class Gate(Node):
    """Whose answers are needed, on what, under which rule, and in which capacity.

    Exactly one of ``chain``, ``office`` and ``body`` says who answers: a default chain of steps
    inside each asked party (each step a list of roles asked side by side; an organisation may
    define its own), one office of each, or one outside body. ``covers`` names the paths that an
    approval stands for, per role where they differ: terms, and ``documents.<kind>`` where the
    text lives in a file; numbers, dates, signatories and scans are never covered.
    """

    title: Words
    in_: tuple[Key, ...] = Field(alias="in", description="states in which rounds may be open")
    opens: Opens
    ask: Ask
    chain: tuple[tuple[OfficeRole, ...], ...] = ()
    office: OfficeRole | None = None
    body: Key | None = Field(default=None, description="outside body; with ask: outside body")
    where: Key | None = Field(default=None, description="guard with each: party; who is asked")
    rule: Rule = Rule()
    answers: tuple[Answer, ...] = (
        Answer.APPROVE,
        Answer.APPROVE_WITH_CONDITIONS,
        Answer.RETURN,
        Answer.REJECT,
    )
    covers: tuple[Path, ...] | dict[OfficeRole | Literal["else"], tuple[Path, ...]] = ()
    signs: Flag = Field(default=False, description="the answer is a signature")
    blocks: tuple[Key, ...] = Field(
        default=(), description="standing commands and children held back while undecided"
    )
    capacity: dict[Capacity, Verdict] = {}
    recorded_from_paper: Flag = True
    by_meeting: Flag = False
    silence: Silence | None = None
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: object) -> object:
        if isinstance(value, dict):
            value = dict(value)
            for key in ("in", "covers"):
                if isinstance(value.get(key), str):
                    value[key] = (value[key],)
        return value

    @model_validator(mode="after")
    def _one_electorate(self) -> Gate:
        given = (bool(self.chain), self.office is not None, self.body is not None)
        if sum(given) != 1:
            message = (
                "give one of 'chain' (steps inside each party), 'office' (one office) or 'body'"
            )
            raise ValueError(message)
        if (self.ask is Ask.OUTSIDE_BODY) != (self.body is not None):
            message = "'body' and 'ask: outside body' belong together"
            raise ValueError(message)
        return self


class DeadlineEffect(StrEnum):
    """What happens when a deadline passes that causes no transition."""

    REMIND = "remind"
    ESCALATE = "escalate"
    EVALUATE = "evaluate"
    RENEW = "renew"
    COMPLETE_TERM = "complete_term"


class Deadline(Node):
    """A date that matters: a date term, a day of the year, or a length of time after something.

    Exactly one of these says from where it runs: ``at`` (a date term, or the end of a period
    term; ``before`` or ``after`` count from it), ``after_state`` (entering it), ``after_gate``
    (the opening of a round), ``after_obligation`` (a condition of that gate became an
    obligation), ``yearly`` (a day of each year), ``every`` (again and again since the agreement
    came into force).

    ``within: null`` is honest where no rule gives a number: the step then counts days and
    nobody is called late.
    """

    title: Words
    at: Path | None = Field(default=None, description="a date term, or the end of a period term")
    before: Period | None = Field(default=None, description="so long before the date of 'at'")
    after: Period | None = Field(default=None, description="so long after the date of 'at'")
    after_state: Key | None = None
    after_gate: Key | None = None
    after_obligation: Key | None = Field(default=None, description="gate whose conditions oblige")
    within: Period | None = None
    yearly: MonthDay | None = Field(default=None, description="month and day; 02-29 is the last")
    every: Period | None = None
    in_: tuple[Key, ...] = Field(
        default=(), alias="in", description="states in which it runs; empty: every state in force"
    )
    of: Literal["joint", "party"] = Field(
        default="joint", description="ends for all together, or for each party in its own zone"
    )
    calendars: Literal["national", "parties", "any_party"] = Field(
        default="national", description="whose days off are not counted"
    )
    roll: Literal["none", "next", "previous"] = Field(
        default="none", description="where the last day is a day off: to which working day"
    )
    effect: DeadlineEffect = DeadlineEffect.REMIND
    remind_days: tuple[Whole, ...] = Field(default=(), description="days relative to the due date")
    remind_weekly: Flag = Field(
        default=False, description="after the last day: every week until settled, at most a year"
    )
    tells: tuple[OfficeRole, ...] = Field(
        default=(OfficeRole.COORDINATOR,), description="offices that are reminded"
    )
    source: Source | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("in"), str):
            value = {**value, "in": (value["in"],)}
        return value

    @model_validator(mode="after")
    def _one_anchor(self) -> Deadline:
        anchors = (
            self.at,
            self.after_state,
            self.after_gate,
            self.after_obligation,
            self.yearly,
            self.every,
        )
        if sum(anchor is not None for anchor in anchors) != 1:
            message = (
                "give exactly one of 'at' (a date term), 'after_state', 'after_gate', "
                "'after_obligation' (with within), 'yearly', 'every'"
            )
            raise ValueError(message)
        if (self.before is not None or self.after is not None) and (
            self.at is None or None not in {self.before, self.after}
        ):
            message = "'before' or 'after' stands beside 'at', and only one of the two"
            raise ValueError(message)
        return self


class Ground(Node):
    """A legal ground that a person must choose from."""

    title: Words
    source: Source | None = None


class StandingName(StrEnum):
    """Commands beside the states, that change what the agreement is or whether it runs."""

    AMEND = "amend"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"
    JOIN = "join"
    LEAVE = "leave"


class StandingCommand(Node):
    """Who may ask for it, in which states, on which ground, and through what it is agreed.

    ``child`` names the template of the addendum whose conclusion carries it out; ``gate`` the
    gate that decides it here.
    """

    by: tuple[Actor, ...]
    in_: tuple[Key, ...] = Field(default=(), alias="in", description="empty: every state in force")
    child: TemplateKey | None = None
    gate: Key | None = None
    grounds: dict[Key, Ground] = {}
    source: Source | None = None

    @model_validator(mode="after")
    def _one_way(self) -> StandingCommand:
        if (self.child is None) == (self.gate is None):
            message = "give either 'child' (an addendum) or 'gate'"
            raise ValueError(message)
        return self


class Child(Node):
    """A template whose agreements may be opened under this one; limits warn, never block."""

    template: TemplateKey
    in_: tuple[Key, ...] = Field(alias="in")
    limits: tuple[Literal["term", "parties", "subjects"], ...] = ()
    source: Source | None = None


class Criterion(Node):
    """One weighted question of an evaluation form.

    ``comment`` says where words are wanted beside the number: *free* nowhere, *ends* where the
    lowest or the highest number is given, *required* always.
    """

    title: Words
    weight: Annotated[Whole, Field(ge=1, le=1000)] | Fraction
    asks: Words | None = Field(default=None, description="what the evaluator looks at")
    comment: Literal["free", "ends", "required"] = "free"


class ScoringForm(Node):
    """What evaluators, or the jury of a competition, fill in, and until when."""

    scale: tuple[Whole, Whole] = (1, 5)
    anchors: tuple[Words, ...] = Field(
        default=(), description="what each number of the scale means, from the lowest up"
    )
    criteria: dict[Key, Criterion]
    aggregate: Literal["mean", "trimmed", "median"] = "mean"
    trim: Whole = Field(
        default=1, ge=1, le=10, description="voices left out at either end, with 'trimmed'"
    )
    shows: Literal["totals", "offices"] = Field(
        default="totals", description="once closed: only what sheets add up to, or each office's"
    )
    far_from: Whole | None = Field(
        default=None,
        ge=1,
        description="points from the median of the others at which an office is named as far off",
    )
    score_days: Whole | None = Field(default=None, ge=1, le=365)
    remind_days: tuple[Whole, ...] = Field(
        default=(), description="days relative to the last day of scoring"
    )
    source: Source | None = None


class Evaluation(ScoringForm):
    """The evaluation form, how often it is filled in, and how its sheets become one result.

    A result is made in three steps, each in exact fractions: *counts* says what one voice is (a
    party, whose evaluators make their mean first, or each evaluator); *aggregate* makes the
    voices of a criterion into one number; the criteria are then weighed. A panel of persons from
    organisations that are no party is one more voice among the parties; with ``panel_weight`` it
    has that share of each criterion, and all parties together the rest.
    """

    every_months: Whole | None = Field(default=None, ge=1, le=60)
    recommendations: tuple[Literal["continue", "widen", "extend", "amend", "end"], ...] = (
        "continue",
        "widen",
        "extend",
        "amend",
        "end",
    )
    counts: Literal["party", "evaluator"] = "party"
    panel_weight: Fraction | None = None
    before_extension: Literal["ignored", "warned"] = Field(
        default="ignored", description="warned: an extension without one on file needs a reason"
    )


class BudgetRule(Node):
    """What the checks of the budget need to know of a workflow.

    ``aid``: whether central aid and aid between regions may be received (PP 28/2018 art 12);
    *as_parent*: as the agreement above. Realisation is low when, from ``late_from_month`` on, less
    than ``least_realised`` percent of the appropriation is realised.
    """

    aid: Literal["allowed", "forbidden", "as_parent"] | None = None
    late_from_month: Whole = Field(default=10, ge=1, le=12)
    least_realised: Whole = Field(default=50, ge=1, le=100, description="percent")
    source: Source | None = None


class Report(Node):
    """How often a report is due, and to whom."""

    every: Literal["month", "quarter", "semester", "year"]
    to: tuple[str, ...]
    source: Source | None = None


class Progress(Node):
    """How often each party reports to the others while the agreement is carried out.

    ``within`` counts from the last day of the period; the next report begins after that, so it is
    shorter than a period.
    """

    every: Literal["month", "quarter", "semester", "year"]
    within: Period = Field(description="so long after the last day of the period")
    calendars: Literal["national", "parties"] = Field(
        default="national", description="whose days off are not counted"
    )
    remind_days: tuple[Whole, ...] = Field(default=(), description="days relative to the last day")
    remind_weekly: Flag = Field(
        default=False, description="after the last day: every week until settled, at most a year"
    )
    source: Source | None = None


class Template(Node):
    """A whole workflow template as written; immutable once published."""

    kind: Literal["workflow-template"]
    language: Literal[1]
    key: TemplateKey
    title: Words
    instrument: Words
    summary: Words | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    parties: Parties
    bodies: dict[Key, Body] = {}
    terms: dict[Key, Term] = {}
    documents: dict[Key, Document] = {}
    guards: dict[Key, Guard] = {}
    states: dict[Key, State]
    transitions: dict[Key, Transition]
    gates: dict[Key, Gate] = {}
    deadlines: dict[Key, Deadline] = {}
    standing_commands: dict[StandingName, StandingCommand] = {}
    children: tuple[Child, ...] = ()
    under: tuple[TemplateKey, ...] = Field(default=(), description="parents; empty: stands alone")
    needs_parent: Flag = Field(
        default=False, description="true: opened only under one of the parents, never alone"
    )
    budget: BudgetRule | None = None
    evaluation: Evaluation | None = None
    report: Report | None = None
    progress: Progress | None = None

    @cached_property
    def bound(self) -> frozenset[str]:
        """Names of the terms that approvals stand for."""
        return frozenset(name for name, term in self.terms.items() if term.bound)

    @property
    def initial_state(self) -> str:
        """Name of the state in which an agreement begins."""
        return next(name for name, state in self.states.items() if state.initial)
