"""Commands on the life of an agreement: its terms, documents, steps, answers and standing."""

from __future__ import annotations

from typing import Any

import msgspec


class PartySpec(msgspec.Struct, frozen=True):
    """An organisation that is to be a party, with its name as printed in the text."""

    organisation: str
    name: str | None = None
    participation: str = "uses"


class Create(msgspec.Struct, frozen=True, tag=True):
    """Open an agreement; the first party is the initiating one.

    Attributes:
        template: Digest of a published template.
        terms: Values by path; see `kadflow.engine.terms` for the form of each type.
        parent: Id of the umbrella or amended agreement, when there is one.
        warned: Reason given for warnings (limits of the parent, a similar agreement).
    """

    template: str
    parties: tuple[PartySpec, ...]
    terms: dict[str, Any] = {}
    number: str | None = None
    parent: str | None = None
    purpose: str | None = None


class EditTerms(msgspec.Struct, frozen=True, tag=True):
    """Set or remove (None) the values of some paths."""

    agreement: str
    values: dict[str, Any]


class AddDocument(msgspec.Struct, frozen=True, tag=True):
    """Put a document on file; its content is already in the content store under ``digest``."""

    agreement: str
    kind: str
    digest: str
    filename: str
    size: int
    media_type: str = "application/octet-stream"
    letter: dict[str, Any] | None = None


class NumberDocument(msgspec.Struct, frozen=True, tag=True):
    """State the number that one party gives to a document which every party numbers."""

    agreement: str
    kind: str
    organisation: str
    number: str


class CompareDocument(msgspec.Struct, frozen=True, tag=True):
    """State whether the document on file ``agrees`` with the approved text, or ``differs``."""

    agreement: str
    kind: str
    result: str


class Act(msgspec.Struct, frozen=True, tag=True):
    """Take a step by an event of the template: a transition, or the opening of a gate."""

    agreement: str
    event: str


class Decide(msgspec.Struct, frozen=True, tag=True):
    """Answer a gate.

    Attributes:
        gate: May be left out when the person is asked at exactly one.
        answer: ``approve``, ``approve_with_conditions``, ``return``, ``reject``, ``abstain``.
        conditions: One text per condition; each becomes an obligation.
        sign: True when the person means to sign; refused at a gate that is not a signature,
            and required at one that is.
    """

    agreement: str
    answer: str
    gate: str | None = None
    conditions: tuple[str, ...] = ()
    sign: bool = False


class Release(msgspec.Struct, frozen=True, tag=True):
    """A party's secretariat answers for a chain that stopped inside: outward, or by asking again.

    Attributes:
        answer: ``return`` or ``reject`` goes out as the party's answer; ``resume`` asks the
            step that stopped it once more.
    """

    agreement: str
    gate: str
    answer: str


class Withdraw(msgspec.Struct, frozen=True, tag=True):
    """Take back one's own answer while the round is open."""

    agreement: str
    gate: str


class RecordReceipt(msgspec.Struct, frozen=True, tag=True):
    """State that a party received what a gate asks of it; silence counts from then."""

    agreement: str
    gate: str
    organisation: str


class Stand(msgspec.Struct, frozen=True, tag=True):
    """Ask for a standing command: suspend, resume, terminate, leave ...

    Attributes:
        command: A name of the template's ``standing_commands`` that is decided by a gate.
        ground: Key of the legal ground, where the template lists grounds.
    """

    agreement: str
    command: str
    ground: str | None = None


class OpenChild(msgspec.Struct, frozen=True, tag=True):
    """Open an agreement under another: a PKS under its KB, or an addendum with its purpose.

    Attributes:
        agreement: The parent.
        purpose: ``amend``, ``extend``, ``join``, ``leave`` for an addendum; None otherwise.
        changes: For an addendum: the values that the parent's paths will have.
        organisation: For ``join``: who joins; for ``leave``: who leaves.
    """

    agreement: str
    template: str
    terms: dict[str, Any] = {}
    number: str | None = None
    purpose: str | None = None
    changes: dict[str, Any] = {}
    organisation: str | None = None
    ground: str | None = None
    parties: tuple[PartySpec, ...] = ()


class Register(msgspec.Struct, frozen=True, tag=True):
    """Enter an agreement that was made elsewhere, as far as its source supports (tercatat).

    Attributes:
        state: State of the template that the reported status supports.
        numbers: Document number per party position, as printed; positions count from 0.
        source: Where the facts come from.
        original: The row as it came, kept for ever.
    """

    template: str
    parties: tuple[PartySpec, ...]
    state: str
    reference: str
    terms: dict[str, Any] = {}
    numbers: dict[str, str] = {}
    signed_on: str | None = None
    parent: str | None = None
    source: str | None = None
    original: dict[str, Any] = {}
    warnings: tuple[str, ...] = ()
    quality: int | None = None


class Cure(msgspec.Struct, frozen=True, tag=True):
    """State what made good a finding; the finding stays, with its cure beside it.

    Attributes:
        finding: Its id.
        by: ``ratification`` (by the definitive head), ``new_mandate`` or ``re_signing``.
    """

    agreement: str
    finding: str
    by: str


class Participate(msgspec.Struct, frozen=True, tag=True):
    """Change how a party takes part: it ``uses`` Kadflow itself, or answers on ``paper``."""

    agreement: str
    organisation: str
    participation: str


class Review(msgspec.Struct, frozen=True, tag=True):
    """A party confirms or disputes what was recorded in its name from paper.

    Attributes:
        entry: Number of the entry in the shared record.
        recorded: ``confirmed`` or ``disputed``; a dispute needs its reason.
    """

    agreement: str
    entry: int
    recorded: str


class Link(msgspec.Struct, frozen=True, tag=True):
    """Put an agreement under the one that it belongs to, which is known only now."""

    agreement: str
    parent: str


class ApplyDue(msgspec.Struct, frozen=True, tag=True):
    """Let the effects that are due on an agreement happen now; the sweep's command."""

    agreement: str


class PauseDeadline(msgspec.Struct, frozen=True, tag=True):
    """Stop the clock of a deadline, for a reason.

    Attributes:
        name: Of the template's deadline, or of the gate whose silence counts.
        subject: Id of the party or obligation that it is about; None where there is only one.
    """

    agreement: str
    name: str
    subject: str | None = None


class ResumeDeadline(msgspec.Struct, frozen=True, tag=True):
    """Let a clock go on that was stopped; the days in between do not count."""

    agreement: str
    name: str
    subject: str | None = None


class RecountDeadlines(msgspec.Struct, frozen=True, tag=True):
    """Count the deadlines of an agreement anew, since calendars changed.

    Attributes:
        decrees: What changed them, as far as it is known.
    """

    agreement: str
    decrees: tuple[str, ...] = ()
