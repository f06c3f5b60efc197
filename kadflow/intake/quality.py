"""How completely a row is known, as a number that explains itself."""

from __future__ import annotations

from kadflow.intake.records import DocumentNumber, Quality, QualityPart, RecordedParty
from kadflow.intake.statuses import StatusReading
from kadflow.intake.terms import Term
from kadflow.intake.wording import Said

_TRUST = {"high": 5, "medium": 3, "low": 1}


def _part(name: str, points: int, of: int, id_text: str, en_text: str) -> QualityPart:
    return QualityPart(name, points, of, Said(id_text, en_text))


def _known(name: str, of: int, what: tuple[str, str], *, known: bool) -> QualityPart:
    if known:
        return _part(name, of, of, f"{what[0]} diketahui.", f"The {what[1]} is known.")
    return _part(name, 0, of, f"{what[0]} belum diketahui.", f"The {what[1]} is unknown.")


def _of_parties(parties: tuple[RecordedParty, ...]) -> QualityPart:
    worth = {"exact": 2, "likely": 1}
    sure_kinds = {"central", "company", "university", "hospital", "foreign", "association"}
    reached = sum(2 if p.kind in sure_kinds else worth.get(p.certainty, 0) for p in parties)
    points = 25 * reached // (2 * len(parties)) if parties else 0
    sure = sum(1 for p in parties if p.kind in sure_kinds or p.certainty == "exact")
    return _part(
        "parties",
        points,
        25,
        f"{sure} dari {len(parties)} pihak dikenali dengan pasti.",
        f"{sure} of {len(parties)} parties are recognised with certainty.",
    )


def _of_term(ends_on: str | None, term: Term | None) -> QualityPart:
    if ends_on:
        return _part("term", 20, 20, "Tanggal akhir diketahui.", "The end date is known.")
    if term and term.resolved:
        return _part(
            "term", 12, 20, "Lamanya diketahui, tanggal akhirnya belum.", "Length known, end not."
        )
    return _part("term", 0, 20, "Jangka waktu belum diketahui.", "The term is unknown.")


def _of_numbers(numbers: tuple[DocumentNumber, ...], parties: int) -> QualityPart:
    complete = sum(1 for number in numbers if number.complete)
    points = min(10, 10 * complete // parties) if parties else 0
    return _part(
        "numbers",
        points,
        10,
        f"{complete} nomor lengkap untuk {parties} pihak.",
        f"{complete} complete numbers for {parties} parties.",
    )


def _of_status(status: StatusReading) -> QualityPart:
    if status.stage == "unknown":
        return _part(
            "status", 0, 10, "Status tidak menunjukkan tahap.", "The status shows no stage."
        )
    if status.weak:
        return _part("status", 5, 10, "Tahap disimpulkan dari status.", "The stage is inferred.")
    return _part("status", 10, 10, "Status menunjukkan tahap.", "The status shows the stage.")


def score_row(
    *,
    parties: tuple[RecordedParty, ...],
    signed_on: str | None,
    ends_on: str | None,
    term: Term | None,
    numbers: tuple[DocumentNumber, ...],
    subjects: tuple[str, ...],
    status: StatusReading,
    source_url: str,
    value: int | None,
    confidence: str,
) -> Quality:
    """Score what is known of a row.

    Weights: parties 25, term 20, signing day 15; numbers, subjects and status 10 each; value,
    source and the collector's confidence 5 each (confidence only where the file states one).

    Returns:
        0 to 100. A low score is no fault of the row: it says what to ask for.
    """
    trusted = _TRUST.get(confidence.lower(), 0)
    parts = (
        _of_parties(parties),
        _of_term(ends_on, term),
        _known("signed_on", 15, ("Tanggal penandatanganan", "signing day"), known=bool(signed_on)),
        _of_numbers(numbers, len(parties)),
        _known("subjects", 10, ("Bidang", "subject"), known=bool(subjects)),
        _of_status(status),
        _known("value", 5, ("Nilai", "value"), known=value is not None),
        _known("source_url", 5, ("Sumber", "source"), known=bool(source_url)),
        _part(
            "confidence",
            trusted,
            5 if trusted else 0,
            f"Keyakinan pengumpul: {confidence or 'tidak disebut'}.",
            f"Confidence of the collector: {confidence or 'not given'}.",
        ),
    )
    reachable = sum(part.of for part in parts)
    return Quality(round(100 * sum(part.points for part in parts) / reachable), parts)
