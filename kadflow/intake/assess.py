"""The verdict on one row of a register.

Refused is only what cannot be kept honestly: a row that cannot be read, without name, title, kind or
regime, without two parties or without any government, with contradicting dates, repeating a ref, or
being its own ancestor. Everything else is accepted, with what a person should look at: refusing the
region's real papers would send them back to their spreadsheet (practice.md 22).
"""

from __future__ import annotations

from typing import get_args

from kadflow.intake.file_context import FileContext, Place
from kadflow.intake.quality import score_row
from kadflow.intake.recorded_parties import MOST_PARTIES, read_parties, split_parties
from kadflow.intake.records import (
    Instrument,
    Reason,
    RecordedAgreement,
    RecordedParty,
    Regime,
    RowReport,
)
from kadflow.intake.row_values import (
    read_dates,
    read_numbers,
    read_subjects,
    read_value,
    refusal,
    warning,
)
from kadflow.intake.rows import RawRow
from kadflow.intake.statuses import StatusReading, read_status
from kadflow.intake.templates_for import template_for

LONGEST_REF = 100  # characters
LONGEST_TITLE = 2_000  # characters
_FEWEST_PARTIES = 2

_KINDS: dict[str, Instrument] = {kind.lower(): kind for kind in get_args(Instrument)}
_REGIMES: dict[str, Regime] = {regime: regime for regime in get_args(Regime)}
_FORMULA_COLUMNS = (
    "ref",
    "title",
    "raw_title",
    "parties",
    "notes",
    "document_numbers",
    "term_text",
)
_FORMULA_STARTS = ("=", "+", "@")


def _identity(raw: RawRow, context: FileContext) -> list[Reason]:
    """Ref, title, and the row's place among the others."""
    cells, reasons = raw.cells, list[Reason]()
    ref, title = cells.get("ref", ""), cells.get("title", "")
    if not ref:
        reasons.append(
            refusal(
                "ref-missing",
                "Kolom ref kosong; beri setiap baris satu nama tetap.",
                "The column ref is blank; give each row a lasting name.",
                "ref",
            )
        )
    elif len(ref) > LONGEST_REF:
        reasons.append(
            refusal(
                "ref-too-long",
                f"Ref lebih panjang dari {LONGEST_REF} karakter.",
                f"The ref is longer than {LONGEST_REF} characters.",
                "ref",
            )
        )
    elif context.is_cyclic(ref) or cells.get("parent_ref") == ref:
        reasons.append(
            refusal(
                "parent-cycle",
                f"'{ref}' menjadi induknya sendiri melalui parent_ref; perbaiki rantainya.",
                f"'{ref}' is its own ancestor through parent_ref; mend the chain.",
                "parent_ref",
            )
        )
    if not title or len(title) > LONGEST_TITLE:
        reasons.append(
            refusal(
                "title-missing" if not title else "title-too-long",
                f"Judul harus diisi, paling banyak {LONGEST_TITLE} karakter.",
                f"The title must be given, with at most {LONGEST_TITLE} characters.",
                "title",
            )
        )
    return reasons


def _shown(place: Place) -> tuple[str, str]:
    """A row as people find it: ``12``, or ``12 lembar 2024`` in a workbook."""
    sheet, row = place
    return (f"{row} lembar {sheet}", f"{row} of sheet {sheet}") if sheet else (str(row), str(row))


def _repeat(raw: RawRow, context: FileContext) -> list[Reason]:
    ref = raw.cells.get("ref", "")
    taken = context.taken_by(ref)
    if taken is None:
        return []
    first = _shown(taken)
    return [
        refusal(
            "ref-repeated",
            f"Ref '{ref[:LONGEST_REF]}' sudah dipakai baris {first[0]}; yang pertama yang diambil.",
            f"The ref '{ref[:LONGEST_REF]}' was used in row {first[1]}; the first one is taken.",
            "ref",
        )
    ]


def _choice(text: str, column: str, known: tuple[str, ...]) -> list[Reason]:
    shown = text[:40] or "(kosong)"
    return [
        refusal(
            f"{column}-unknown",
            f"Kolom {column} berisi '{shown}'; yang dikenal: {', '.join(known)}.",
            f"The column {column} holds '{shown}'; known are {', '.join(known)}.",
            column,
        )
    ]


def _parties_doubts(parties: tuple[RecordedParty, ...], stated: str) -> list[Reason]:
    """Refuse a row that cannot be an agreement of governments; compare with the stated count."""
    several = any(party.kind == "unspecified" for party in parties)
    if len(parties) < _FEWEST_PARTIES and not several:
        return [
            refusal(
                "too-few-parties",
                f"Hanya {len(parties)} pihak; perjanjian memerlukan dua. Pisahkan dengan titik koma.",
                f"Only {len(parties)} party; an agreement needs two. Separate them by semicolons.",
                "parties",
            )
        ]
    if len(parties) > MOST_PARTIES:
        return [
            refusal(
                "too-many-parties",
                f"{len(parties)} pihak; paling banyak {MOST_PARTIES}.",
                f"{len(parties)} parties; at most {MOST_PARTIES}.",
                "parties",
            )
        ]
    if not any(p.region or p.candidates or p.kind in {"unspecified", "unknown"} for p in parties):
        return [
            refusal(
                "no-government",
                "Tidak satu pun pihaknya pemerintah daerah; di luar cakupan Kadflow.",
                "None of the parties is a regional government; outside Kadflow.",
                "parties",
            )
        ]
    return [*_same_government(parties), *_count_doubts(parties, stated)]


def _same_government(parties: tuple[RecordedParty, ...]) -> list[Reason]:
    regions = [party.region for party in parties if party.region]
    twice = sorted({code for code in regions if regions.count(code) > 1})
    if not twice:
        return []
    return [
        warning(
            "party-repeated",
            f"{', '.join(twice)} terdaftar lebih dari sekali; satu pemerintah daerah adalah satu pihak.",
            f"{', '.join(twice)} is listed more than once; one government is one party.",
            "parties",
        )
    ]


def _count_doubts(parties: tuple[RecordedParty, ...], stated: str) -> list[Reason]:
    counted = sum(party.count or 1 for party in parties)
    open_ended = any(party.kind == "unspecified" and party.count is None for party in parties)
    if stated.isdigit() and int(stated) != counted and not open_ended:
        return [
            warning(
                "party-count-differs",
                f"Kolom party_count menyebut {stated}, terdaftar {counted}.",
                f"The column party_count says {stated}, {counted} are listed.",
                "party_count",
            )
        ]
    return []


def _status_doubts(status: StatusReading) -> list[Reason]:
    shown = status.text[:80]
    if status.stage == "unknown":
        return [
            warning(
                "status-unclear",
                f"Status '{shown}' tidak menunjukkan tahap.",
                f"The status '{shown}' shows no stage.",
                "status_reported",
            )
        ]
    if status.weak:
        return [
            warning(
                "status-weak",
                f"Tahap disimpulkan dari '{status.words}'; periksa.",
                f"The stage is inferred from '{status.words}'; check it.",
                "status_reported",
            )
        ]
    return []


def _parent_doubts(ref: str, parent_ref: str, context: FileContext) -> list[Reason]:
    if not parent_ref or context.is_cyclic(ref):
        return []
    if not context.has_row(parent_ref):
        return [
            warning(
                "parent-missing",
                f"Induk '{parent_ref[:LONGEST_REF]}' tidak ada dalam berkas; dapat dihubungkan nanti.",
                f"The parent '{parent_ref[:LONGEST_REF]}' is not in the file; link it later.",
                "parent_ref",
            )
        ]
    if parent_ref != ref and (context.is_refused(parent_ref) or context.is_cyclic(parent_ref)):
        return [
            warning(
                "parent-refused",
                f"Induk '{parent_ref[:LONGEST_REF]}' ditolak; dapat dihubungkan setelah diperbaiki.",
                f"The parent '{parent_ref[:LONGEST_REF]}' was refused; link it once mended.",
                "parent_ref",
            )
        ]
    return []


def _source_doubts(cells: dict[str, str]) -> list[Reason]:
    reasons: list[Reason] = []
    if "candidate" in cells.get("regime_basis", "").lower():
        reasons.append(
            warning(
                "regime-candidate",
                "Rezim wajib/sukarela disimpulkan, tidak disebut sumber; tanyakan kepada para pihak.",
                "Whether mandatory or voluntary was inferred, not stated; ask the parties.",
                "regime",
            )
        )
    reasons.extend(
        warning(
            "formula-text",
            f"Kolom {column} diawali tanda rumus; disimpan sebagai teks dan tidak dijalankan.",
            f"The column {column} begins like a formula; kept as text and never run.",
            column,
        )
        for column in _FORMULA_COLUMNS
        if cells.get(column, "").startswith(_FORMULA_STARTS)
    )
    return reasons


def _report(
    raw: RawRow,
    reasons: list[Reason],
    record: RecordedAgreement | None,
    duplicate_of: int | None = None,
) -> RowReport:
    ordered = tuple(sorted(reasons, key=lambda reason: reason.severity != "refusal"))
    refused = record is None
    return RowReport(
        raw.row,
        raw.sheet,
        raw.cells.get("ref", ""),
        "refused" if refused else "accepted_with_warnings" if ordered else "accepted",
        ordered,
        record,
        duplicate_of,
    )


def _double(place: Place | None) -> list[Reason]:
    if place is None:
        return []
    row = _shown(place)
    return [
        warning(
            "likely-duplicate",
            f"Kemungkinan sama dengan baris {row[0]} (pihak, judul dan tanggal, atau nomor yang sama).",
            f"Probably the same as row {row[1]} (same parties, title and day, or same number).",
        )
    ]


def assess_row(raw: RawRow, context: FileContext | None = None) -> RowReport:
    """Judge one row.

    Args:
        raw: As read from the file.
        context: What is known of the rows before it, and of the tree; it learns this row. None
            for a row by itself.

    Returns:
        The verdict, its reasons, and what the row means unless it is refused.
    """
    context = context or FileContext()
    cells = raw.cells
    ref = cells.get("ref", "")
    if raw.fault:
        context.refuse(ref)
        fault = raw.fault
        return _report(raw, [Reason(fault.code, "refusal", fault.said, fault.column)], None)
    reasons = [*_identity(raw, context), *_repeat(raw, context)]
    kind = _KINDS.get(cells.get("kind", "").lower())
    regime = _REGIMES.get(cells.get("regime", "").lower())
    if kind is None:
        reasons.extend(_choice(cells.get("kind", ""), "kind", get_args(Instrument)))
    if regime is None:
        reasons.extend(_choice(cells.get("regime", ""), "regime", get_args(Regime)))
    dates = read_dates(cells, today=context.today)
    names = split_parties(cells.get("parties", ""))
    parties, party_reasons = read_parties(
        names[: MOST_PARTIES + 1], cells.get("party_codes", ""), on=dates.signed_on
    )
    numbers, number_reasons = read_numbers(cells.get("document_numbers", ""), len(parties))
    value, value_reasons = read_value(cells.get("value_idr", ""))
    status = read_status(cells.get("status_reported", ""))
    parent_ref = cells.get("parent_ref") or None
    reasons += [
        *_parties_doubts(parties, cells.get("party_count", "")),
        *party_reasons,
        *dates.reasons,
        *number_reasons,
        *value_reasons,
        *_status_doubts(status),
        *_parent_doubts(ref, parent_ref or "", context),
        *_source_doubts(cells),
    ]
    if kind is None or regime is None or any(r.severity == "refusal" for r in reasons):
        context.refuse(ref)
        return _report(raw, reasons, None)
    title = cells["title"]
    place = (raw.sheet, raw.row)
    context.accept(ref, place)
    double = context.likely_double(
        place, parties=parties, title=title, signed_on=dates.signed_on, numbers=numbers
    )
    reasons += _double(double)
    subjects = read_subjects(cells)
    quality = score_row(
        parties=parties,
        signed_on=dates.signed_on,
        ends_on=dates.ends_on,
        term=dates.term,
        numbers=numbers,
        subjects=subjects,
        status=status,
        source_url=cells.get("source_url", ""),
        value=value,
        confidence=cells.get("confidence", ""),
    )
    record = RecordedAgreement(
        ref=ref,
        parent_ref=parent_ref,
        parent_known=bool(parent_ref) and context.has_row(parent_ref or ""),
        title=title,
        raw_title=cells.get("raw_title", ""),
        instrument=kind,
        regime=regime,
        regime_basis=cells.get("regime_basis", ""),
        template=template_for(regime=regime, kind=kind, title=title, parent_ref=parent_ref),
        parties=parties,
        subjects=subjects,
        signed_on=dates.signed_on,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        term_text=cells.get("term_text", ""),
        term=dates.term,
        numbers=numbers,
        value=value,
        value_basis=cells.get("value_basis", ""),
        status_text=cells.get("status_reported", ""),
        status=status,
        notes=cells.get("notes", ""),
        source_url=cells.get("source_url", ""),
        source_type=cells.get("source_type", ""),
        confidence=cells.get("confidence", ""),
        warnings=tuple(reasons),
        quality=quality,
    )
    return _report(raw, reasons, record, double[1] if double else None)
