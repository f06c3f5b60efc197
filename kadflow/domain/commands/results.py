"""Commands on the results of an agreement: indicators, obligations, reports, risks, meetings."""

from __future__ import annotations

import msgspec


class File(msgspec.Struct, frozen=True):
    """A file that shows a result; its content is stored before the command commits.

    Attributes:
        digest: SHA-256 of the content, hex.
        size: In bytes.
    """

    digest: str
    size: int
    filename: str
    media_type: str = "application/octet-stream"


class AddIndicator(msgspec.Struct, frozen=True, tag=True):
    """State what is measured, and what is to be reached.

    Attributes:
        organisation: Id of the party that measures and answers for it.
        title: What is measured.
        unit: Of measure, as ``ton per hari``.
        direction: ``higher`` or ``lower`` is better.
        every: ``year``, ``semester``, ``quarter`` or ``month``.
        decimals: Of every value; values are whole numbers of such steps.
        source: Where the values come from.
        office: Id of the executing unit's office, where one measures.
        baseline: Steps; None where nobody knows.
        baseline_on: The day of the baseline, ISO.
        targets: Steps by period, ``2026-S1``.
    """

    agreement: str
    organisation: str
    title: str
    unit: str
    direction: str
    every: str
    source: str
    decimals: int = 0
    office: str | None = None
    baseline: int | None = None
    baseline_on: str | None = None
    targets: dict[str, int | None] = {}


class AimIndicator(msgspec.Struct, frozen=True, tag=True):
    """Set what is to be reached in some periods; what was set before stays in the history.

    Attributes:
        indicator: Its id.
        targets: Steps by period; None takes a target back.
    """

    agreement: str
    indicator: str
    targets: dict[str, int | None]


class BaseIndicator(msgspec.Struct, frozen=True, tag=True):
    """State the baseline of an indicator, which was not known or was wrong."""

    agreement: str
    indicator: str
    baseline: int | None
    baseline_on: str | None = None


class Measure(msgspec.Struct, frozen=True, tag=True):
    """State what was measured for a period; never changed, only corrected.

    Attributes:
        indicator: Its id.
        period: ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-07``.
        value: Steps; None where it is unknown.
        corrects: Id of the measurement of that period which it corrects.
        file: That shows it.
        note: What has to be known to read the value.
    """

    agreement: str
    indicator: str
    period: str
    value: int | None
    corrects: str | None = None
    file: File | None = None
    note: str | None = None


class AddObligation(msgspec.Struct, frozen=True, tag=True):
    """Write down what a party has to do: from the text, from a meeting, or as its own milestone.

    Attributes:
        organisation: Id of the party that owes it.
        text: What is to be done.
        due_on: The last day, ISO; None where none was agreed.
        office: Id of the executing unit's office, where one does it.
        clause: Number of the article that it comes from.
        meeting: Id of the meeting that it comes from.
    """

    agreement: str
    organisation: str
    text: str
    due_on: str | None = None
    office: str | None = None
    clause: str | None = None
    meeting: str | None = None


class AcceptObligation(msgspec.Struct, frozen=True, tag=True):
    """Agree, as the party that owes it, to an obligation that another one wrote down."""

    agreement: str
    obligation: str


class ScheduleObligation(msgspec.Struct, frozen=True, tag=True):
    """Give an obligation its last day, or another one.

    Attributes:
        due_on: ISO; None where it has none any more.
    """

    agreement: str
    obligation: str
    due_on: str | None


class MeetObligation(msgspec.Struct, frozen=True, tag=True):
    """State that an obligation was met; on which day is the envelope's effective date."""

    agreement: str
    obligation: str
    file: File | None = None
    note: str | None = None


class JudgeObligation(msgspec.Struct, frozen=True, tag=True):
    """Say of an obligation that another party called met whether it is so.

    Attributes:
        verdict: ``confirmed`` or ``disputed``.
        organisation: Id of the party whose paper says so; None for the acting person's own.
    """

    agreement: str
    obligation: str
    verdict: str
    organisation: str | None = None


class CloseObligation(msgspec.Struct, frozen=True, tag=True):
    """End an obligation that was not met.

    Attributes:
        outcome: ``unmet``: it will not be met any more; ``withdrawn``: nobody asks for it any more.
    """

    agreement: str
    obligation: str
    outcome: str


class DraftProgress(msgspec.Struct, frozen=True, tag=True):
    """Write sections of the own party's report on a period; the others do not see a draft.

    Attributes:
        sections: Texts by key of `kadflow.domain.progress.SECTIONS`.
    """

    agreement: str
    period: str
    sections: dict[str, str]


class SubmitProgress(msgspec.Struct, frozen=True, tag=True):
    """Hand a party's report on a period to the others.

    Attributes:
        organisation: Id of the party whose report it is.
        sections: Texts that are not in a draft, such as those of a report on paper.
        file: The report as the party wrote it.
    """

    agreement: str
    organisation: str
    period: str
    sections: dict[str, str] = {}
    file: File | None = None


class ReviewProgress(msgspec.Struct, frozen=True, tag=True):
    """Say as another party what becomes of a report.

    Attributes:
        organisation: Id of the party whose report it is.
        verdict: ``accepted``, ``returned`` (before it was accepted) or ``reopened`` (after).
        sections: Which are to be written anew; all where empty.
        reviewer: Id of the organisation whose paper says so; None for the acting person's own.
    """

    agreement: str
    organisation: str
    period: str
    verdict: str
    sections: tuple[str, ...] = ()
    reviewer: str | None = None


class AddRisk(msgspec.Struct, frozen=True, tag=True):
    """Write down what may go wrong.

    Attributes:
        organisation: Id of the party that watches it.
        cause: Key of the catalogue, or ``other``.
        text: What may happen.
        likelihood: Class, 1 to 5.
        impact: Class, 1 to 5.
        mitigation: What is done about it.
        review_on: When it is looked at again, ISO.
    """

    agreement: str
    organisation: str
    cause: str
    text: str
    likelihood: int
    impact: int
    mitigation: str | None = None
    review_on: str | None = None


class AssessRisk(msgspec.Struct, frozen=True, tag=True):
    """Look at a risk again; what is left out stays as it was.

    Attributes:
        status: ``open``, ``mitigated``, ``happened`` or ``closed``.
    """

    agreement: str
    risk: str
    likelihood: int | None = None
    impact: int | None = None
    status: str | None = None
    mitigation: str | None = None
    review_on: str | None = None


class ActionItem(msgspec.Struct, frozen=True):
    """What a meeting gave somebody to do.

    Attributes:
        organisation: Id of the party that does it.
        due_on: The last day, ISO.
    """

    organisation: str
    text: str
    due_on: str | None = None


class HoldMeeting(msgspec.Struct, frozen=True, tag=True):
    """Put a meeting on record; on which day it was held is the envelope's effective date.

    Attributes:
        kind: Key of `kadflow.domain.meetings.MEETING_KINDS`.
        offices: Ids of the offices that attended.
        organisations: Ids of parties that attended without an office known here.
        document: Kind of the document whose version was discussed.
        conclusions: One text each.
        minutes: Text of the minutes.
        signed: Scan of the signed berita acara.
        actions: Each becomes an obligation.
    """

    agreement: str
    kind: str
    place: str
    agenda: str
    offices: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    document: str | None = None
    conclusions: tuple[str, ...] = ()
    minutes: str | None = None
    signed: File | None = None
    actions: tuple[ActionItem, ...] = ()


class MinuteMeeting(msgspec.Struct, frozen=True, tag=True):
    """Add to a meeting what was written afterwards: minutes, the signed berita acara."""

    agreement: str
    meeting: str
    conclusions: tuple[str, ...] = ()
    minutes: str | None = None
    signed: File | None = None
    actions: tuple[ActionItem, ...] = ()


class DecideByMeeting(msgspec.Struct, frozen=True, tag=True):
    """Enter at a gate what a meeting decided: the approval of each office that attended.

    Attributes:
        meeting: Its id.
        gate: Name of the gate.
    """

    agreement: str
    meeting: str
    gate: str


class ReceiveFeedback(msgspec.Struct, frozen=True, tag=True):
    """Put on record what somebody outside said about the cooperation.

    Attributes:
        organisation: Id of the party that received it.
        giver: Key of `kadflow.domain.feedback.GIVERS`: a kind of people, never a name.
        about: Key of `kadflow.domain.feedback.ABOUT`.
        text: What was said.
        name: Who said it, where they gave their name to be kept.
        file: The letter or message itself.
    """

    agreement: str
    organisation: str
    giver: str
    about: str
    text: str
    name: str | None = None
    file: File | None = None


class AnswerFeedback(msgspec.Struct, frozen=True, tag=True):
    """Put on record how feedback was answered."""

    agreement: str
    feedback: str
    text: str
