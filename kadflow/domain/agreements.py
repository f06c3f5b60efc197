"""The agreement as a record: what its history adds up to.

`AgreementRecord` is the shared record that every party sees; `PartyTrack` is what happens inside
one party and only that party sees. Both are folded from their own stream alone
(`kadflow.engine.folding`), so that each can be rebuilt, and verified, without the other.
They are mutable only while being folded. All of them are trees, so the collector of cycles need not
walk them (``gc=False``): a batch of an import holds tens of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from kadflow.domain.events import LegalDate


def binding_of(covers: Iterable[Sequence[str]]) -> str:
    """One digest over the (path, digest) pairs that an answer stands for, in their order.

    The event lists the pairs; a record only has to know whether they are still the same.
    """
    return sha256("\n".join([f"{path} {digest}" for path, digest in covers]).encode()).hexdigest()


class TermValue(msgspec.Struct, omit_defaults=True, gc=False):
    """The present value of one path.

    Attributes:
        digest: Salted digest of the value, hex: what approvals are bound to.
        drafter: Who set it: a person, or the principal where no person did; may not approve it.
        number: Event of the shared stream that set it; its part there has the path's name.
        value: The value itself when it is short; None when it is long (read the part) or sealed.
    """

    digest: str
    number: int
    value: Any = None
    held: bool = True
    drafter: str = ""


class PartyRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """One party of an agreement; ``accepted`` once it has joined by its own act."""

    id: str
    organisation: str
    position: int
    name: str
    kind: str
    level: str
    zone: str
    initiating: bool = False
    accepted: bool = False
    participation: str = "uses"
    left_on: str | None = None


class AnswerRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """An elector's outward answer; ``valid`` until a covered path changes or it is withdrawn.

    Attributes:
        binding: Over what it covers; see `binding_of`.
    """

    answer: str
    number: int
    effective_on: str
    office: str | None = None
    person: str | None = None
    capacity: str | None = None
    binding: str = ""
    valid: bool = True
    deemed: bool = False


class ElectorRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """Who is asked in a round: a party, through one office or through its own chain."""

    party: str
    office: str | None = None
    chain: int | None = None
    weight: int = 1
    received_on: str | None = None
    answer: AnswerRecord | None = None


class RoundRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """The latest round of a gate.

    Attributes:
        settled: Its outcome has led to a step, or was left behind by one: an outcome counts only
            in the state in which the round closed.
    """

    id: str
    gate: str
    round: int
    opened_on: LegalDate
    opened_at: str
    number: int
    electors: list[ElectorRecord]
    outcome: str | None = None
    cause: str | None = None
    reconfirming: bool = False
    settled: bool = False

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return self.outcome is None

    def elector(self, party: str) -> ElectorRecord | None:
        """The elector of a party, or None when that party is not asked."""
        return next((elector for elector in self.electors if elector.party == party), None)


class DocumentRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """The latest version of one kind of document."""

    id: str
    version: int
    digest: str
    number: int


class ObligationRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """Something a party must do.

    It stands in the record and not in a chapter, since its deadline runs beside all others.

    Attributes:
        gate: The approval whose condition it is; empty where it comes from elsewhere.
        party: Who owes it.
        number: Of its event in the shared stream; what is to be done is the part ``part`` there.
        met_on: The day on which it was met, as the party that owes it says.
        origin: ``condition``, ``text`` (an article), ``meeting`` or ``own`` (a milestone).
        due_on: The last day, ISO; None where none was stated.
        agreed: Who owes it agreed to it and to its day: only then somebody may be called late.
        office: Of the executing unit that does it.
        clause: Number of the article.
        meeting: Id of the meeting.
        claim: Number of the event that says it was met.
        confirmed_by: Parties that say so too.
        disputed_by: Parties that say it was not met.
        outcome: ``unmet`` or ``withdrawn`` once it was ended without being met.
        ended: Number of the event that says so.
    """

    id: str
    gate: str
    party: str
    number: int
    part: str
    met_on: str | None = None
    added_on: str = ""
    origin: str = "condition"
    due_on: str | None = None
    agreed: bool = False
    office: str | None = None
    clause: str | None = None
    meeting: str | None = None
    claim: int | None = None
    confirmed_by: list[str] = []
    disputed_by: list[str] = []
    outcome: str | None = None
    ended: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done: not met, or met only as the party that owes it says."""
        return self.outcome is None and (self.met_on is None or bool(self.disputed_by))

    @property
    def state(self) -> str:
        """How it stands: ``open``, ``met``, ``disputed``, ``unmet`` or ``withdrawn``."""
        if self.outcome is not None:
            return self.outcome
        if self.met_on is None:
            return "open"
        return "disputed" if self.disputed_by else "met"


class FindingRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """A rule that was broken by something that happened all the same (temuan).

    Attributes:
        cured_by: Number of the entry that says what made it good.
        party: Whose act it was; None where it is about the agreement itself.
        gate: The approval in which it happened.
        cure: What made it good: ``ratification``, ``new_mandate`` or ``re_signing``.
    """

    id: str
    rule: str
    number: int
    cured_by: int | None = None
    party: str | None = None
    gate: str | None = None
    cure: str | None = None


class DeadlineRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """A due instant with the effect it has, kept until it fires or is withdrawn.

    Attributes:
        start: From which day it runs, ISO; empty in records of before it was noted.
        calendar: Version of the calendars it was counted by; empty where it was not counted.
        verified: Its rule was verified, or all parties agreed on it: who lets it pass is late.
        revision: Of its due day: 1, and one more each time that moves.
        paused_on: Since when its clock stands still.
        pauses: Earlier times: the day it was stopped, the day it went on.
    """

    id: str
    name: str
    effect: str
    due_on: str
    due_at: str
    subject: str | None = None
    start: str = ""
    calendar: str = ""
    verified: bool = False
    revision: int = 1
    paused_on: str | None = None
    pauses: list[tuple[str, str]] = []

    @property
    def key(self) -> str:
        """Its name and subject in one text."""
        return deadline_key(self.name, self.subject)


class ReachedRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """A deadline whose effect has happened: the latest of its name and subject.

    Attributes:
        flagged: The day to which a later decree would have moved it, where one would.
    """

    id: str
    name: str
    start: str
    due_on: str
    effect: str = ""
    subject: str | None = None
    calendar: str = ""
    pauses: list[tuple[str, str]] = []
    flagged: str | None = None


def deadline_key(name: str, subject: str | None) -> str:
    """What tells the deadlines of one agreement apart: the rule, and whom it is about."""
    return f"{name} {subject}" if subject else name


class AskedRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """A standing command that waits for its gate."""

    command: str
    party: str
    ground: str | None = None


class ChildRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """An agreement under this one."""

    id: str
    template: str
    purpose: str | None = None
    concluded: bool = False
    open: bool = True


class ReportRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """A progress report that waits for somebody; what it says is in the chapter of reports.

    Attributes:
        party: Whose report it is.
        period: That it is about, ``2026-S1``.
        awaits: ``review`` by another party, or ``mending`` by its own.
    """

    party: str
    period: str
    awaits: str


class AgreementRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """Everything shared about one agreement, as its stream says.

    Attributes:
        version: Number of the last event of the shared stream.
        standing: ``active``, ``suspended`` or ``terminated``, beside the state.
        provenance: ``created`` here, or ``registered`` from elsewhere: then no step before the
            registration was processed by Kadflow.
        reviewed: By number of the entry: ``confirmed`` or ``disputed`` by the party in whose
            name it was recorded from paper.
        document_numbers: The numbers that the parties gave: by kind of document, then by party.
        compared: What the parties say of a document beside the approved text: by kind, then by
            party, ``agrees`` or ``differs``; of its present version.
        evaluating: Open evaluations by id, with their kind; what they hold is in their chapter.
        evaluated: Number of the event that last closed an evaluation, by its kind.
        reporting: Progress reports that wait for somebody, by id.
    """

    id: str
    number: str
    template: str
    template_key: str
    state: str
    stage: str
    standing: str = "active"
    version: int = 0
    provenance: str = "created"
    parent: str | None = None
    purpose: str | None = None
    created_on: str = ""
    state_since: str = ""
    signed_on: str | None = None
    parties: list[PartyRecord] = []
    terms: dict[str, TermValue] = {}
    documents: dict[str, DocumentRecord] = {}
    rounds: dict[str, RoundRecord] = {}
    obligations: list[ObligationRecord] = []
    findings: list[FindingRecord] = []
    deadlines: list[DeadlineRecord] = []
    children: list[ChildRecord] = []
    numbers: dict[str, str] = {}
    asked: dict[str, AskedRecord] = {}
    fired: dict[str, str] = {}
    reached: dict[str, ReachedRecord] = {}
    overdue: list[DeadlineRecord] = []
    joining: str | None = None
    ground: str | None = None
    reviewed: dict[str, str] = {}
    document_numbers: dict[str, dict[str, str]] = {}
    compared: dict[str, dict[str, str]] = {}
    evaluating: dict[str, str] = {}
    evaluated: dict[str, int] = {}
    reporting: dict[str, ReportRecord] = {}

    def party(self, party: str) -> PartyRecord | None:
        """The party with that id."""
        return next((found for found in self.parties if found.id == party), None)

    def party_of(self, organisation: str) -> PartyRecord | None:
        """The party that an organisation is here, unless it left."""
        return next(
            (p for p in self.parties if p.organisation == organisation and p.left_on is None), None
        )

    def whose(self, subject: str | None) -> PartyRecord | None:
        """Whose own a deadline is by its subject: a party, or the one that owes an obligation."""
        owed = next((o.party for o in self.obligations if o.id == subject), subject)
        return self.party(owed) if owed is not None else None

    @property
    def active_parties(self) -> list[PartyRecord]:
        """Parties that have not left, in their order."""
        return [party for party in self.parties if party.left_on is None]


class StepRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """One step of a party's chain in a round, and what was decided there."""

    role: str
    office: str
    answer: str | None = None
    person: str | None = None
    number: int | None = None
    binding: str = ""
    conditions: list[str] = []
    valid: bool = True


class ChainRecord(msgspec.Struct, omit_defaults=True, gc=False):
    """A party's internal chain in the latest round of one gate."""

    gate: str
    round: int
    groups: list[list[StepRecord]]
    version: int = 0

    def asked(self) -> list[StepRecord]:
        """The steps whose turn it is: the open ones of the first group that is not yet done."""
        for group in self.groups:
            waiting = [s for s in group if s.answer is None or not s.valid]
            if waiting:
                return waiting
        return []

    def stopped_by(self) -> StepRecord | None:
        """The step that returned or rejected, which holds the chain until the secretariat acts."""
        for group in self.groups:
            for step in group:
                if step.valid and step.answer in {"return", "reject"}:
                    return step
        return None


class PartyTrack(msgspec.Struct, omit_defaults=True, gc=False):
    """What happens inside one party about one agreement.

    Attributes:
        drafts: Progress reports that are not submitted yet: by period, for each section the number
            of the private event whose part of that name holds its text.
    """

    party: str
    version: int = 0
    chains: dict[str, ChainRecord] = {}
    drafts: dict[str, dict[str, int]] = {}
