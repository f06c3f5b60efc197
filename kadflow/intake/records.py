"""What a row of a register means, and what was found wrong with it."""

from __future__ import annotations

from typing import Literal

import msgspec

from kadflow.intake.names import Certainty
from kadflow.intake.party_kinds import PartyKind
from kadflow.intake.statuses import StatusReading
from kadflow.intake.terms import Term
from kadflow.intake.wording import Said

Verdict = Literal["accepted", "accepted_with_warnings", "refused"]
Severity = Literal["refusal", "warning"]
Instrument = Literal["KB", "PKS", "NK", "LoI", "other"]
Regime = Literal["ksdd_sukarela", "ksdd_wajib", "ksdpk", "sinergi", "luar_negeri"]


class Reason(msgspec.Struct, frozen=True, gc=False):
    """One thing that is wrong with a row, or that a person should look at.

    Attributes:
        code: Stable kebab-case name.
        severity: ``refusal`` or ``warning``.
        said: What is wrong and what to do.
        column: Column concerned; None for the row as a whole.
    """

    code: str
    severity: Severity
    said: Said
    column: str | None = None


class RecordedParty(msgspec.Struct, frozen=True, gc=False):
    """One party of an agreement, as printed and as understood.

    Attributes:
        name: As printed; always kept.
        kind: What kind of body it is.
        region: Code of the region meant; None if it is none, or not sure.
        unit: The organ or area printed instead of its government, or None.
        certainty: Of the match, after name and code were compared.
        score: 0 to 100.
        reason: Why.
        candidates: Codes that may be meant, best first.
        count: How many unlisted parties this stands for; None where not said or not so.
    """

    name: str
    kind: PartyKind
    region: str | None
    unit: str | None
    certainty: Certainty
    score: int
    reason: Said
    candidates: tuple[str, ...] = ()
    count: int | None = None


class DocumentNumber(msgspec.Struct, frozen=True, gc=False):
    """One number of the document.

    Attributes:
        text: As printed.
        party: Position of the party that it belongs to, from 0, taken from the order in the
            source; None where the source gives fewer or more numbers than parties.
        complete: False where a part is visibly blank (``/ /KESKB-III.A/2017``).
    """

    text: str
    party: int | None
    complete: bool


class QualityPart(msgspec.Struct, frozen=True, gc=False):
    """How much of one thing is known: ``points`` of ``of``."""

    name: str
    points: int
    of: int
    said: Said


class Quality(msgspec.Struct, frozen=True, gc=False):
    """How completely a row is known: 0 to 100, the sum of its parts."""

    score: int
    parts: tuple[QualityPart, ...]


class RecordedAgreement(msgspec.Struct, frozen=True, gc=False):
    """An agreement as its source reports it. Unknown is None, blank or empty, never a guess.

    Attributes:
        ref: Name of the row in its register.
        parent_ref: Row that it renews, amends or carries out; None if none is known.
        parent_known: Whether that row stands in the same file.
        title: Normalised title.
        raw_title: The title as found; blank where the file has none.
        instrument: Kind of document.
        regime: Legal regime, as the file says (often inferred there).
        regime_basis: Why, as the file says.
        template: Key of the template that fits.
        parties: In the order of the source.
        subjects: Fields of the 32, or free text.
        signed_on: ISO date.
        starts_on: ISO date; from its column, or fixed by the text of the term.
        ends_on: ISO date; from its column, or fixed by the text of the term.
        term_text: As printed; blank if none.
        term: What the text means; None if blank.
        numbers: As printed, with their parties where the count allows it.
        value: Whole rupiah; None if unknown.
        value_basis: What the figure means.
        status_text: As reported.
        status: The stage that it supports.
        notes: As in the file.
        source_url: Where it was reported.
        source_type: Kind of source, as the file says.
        confidence: Of the collector, as the file says.
        warnings: What a person should look at.
        quality: How completely it is known.
    """

    ref: str
    parent_ref: str | None
    parent_known: bool
    title: str
    raw_title: str
    instrument: Instrument
    regime: Regime
    regime_basis: str
    template: str
    parties: tuple[RecordedParty, ...]
    subjects: tuple[str, ...]
    signed_on: str | None
    starts_on: str | None
    ends_on: str | None
    term_text: str
    term: Term | None
    numbers: tuple[DocumentNumber, ...]
    value: int | None
    value_basis: str
    status_text: str
    status: StatusReading
    notes: str
    source_url: str
    source_type: str
    confidence: str
    warnings: tuple[Reason, ...]
    quality: Quality


class RowReport(msgspec.Struct, frozen=True, gc=False):
    """The verdict on one row.

    Attributes:
        row: Line or row in the file, 1-based.
        sheet: Sheet of a workbook; None for CSV.
        ref: As in the row; blank if unreadable.
        verdict: ``accepted``, ``accepted_with_warnings`` or ``refused``.
        reasons: Refusals first, then warnings.
        record: What the row means; None if refused.
        duplicate_of: Row that it probably repeats; None if none.
    """

    row: int
    sheet: str | None
    ref: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    record: RecordedAgreement | None
    duplicate_of: int | None = None
