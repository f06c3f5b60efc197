"""The single values of a row: dates, term, numbers, money, subjects, each with its doubts."""

from __future__ import annotations

import re

import msgspec

from kadflow.domain.document_numbers import has_blank
from kadflow.intake.dates import read_date
from kadflow.intake.money import read_rupiah
from kadflow.intake.records import DocumentNumber, Reason
from kadflow.intake.terms import Term, read_term
from kadflow.intake.wording import Said

_SHOWN = 60  # characters of a cell that a message repeats


def warning(code: str, id_text: str, en_text: str, column: str | None = None) -> Reason:
    """Something that a person should look at."""
    return Reason(code, "warning", Said(id_text, en_text), column)


def refusal(code: str, id_text: str, en_text: str, column: str | None = None) -> Reason:
    """Something for which the row cannot be taken."""
    return Reason(code, "refusal", Said(id_text, en_text), column)


class Dates(msgspec.Struct, frozen=True):
    """The dates and the term of a row; see `kadflow.intake.records.RecordedAgreement`."""

    signed_on: str | None
    starts_on: str | None
    ends_on: str | None
    term: Term | None
    reasons: tuple[Reason, ...]


def _date(cells: dict[str, str], column: str) -> tuple[str | None, tuple[Reason, ...]]:
    text = cells.get(column, "")
    found = read_date(text)
    if found or not text:
        return found, ()
    return None, (
        warning(
            "date-unreadable",
            f"'{text[:_SHOWN]}' bukan tanggal yang lengkap; dicatat sebagai belum diketahui.",
            f"'{text[:_SHOWN]}' is no complete date; recorded as unknown.",
            column,
        ),
    )


def _order(
    signed_on: str | None, starts_on: str | None, ends_on: str | None
) -> tuple[Reason, ...]:
    first = starts_on or signed_on
    if first and ends_on and ends_on < first:
        return (
            refusal(
                "ends-before-start",
                f"Berakhir {ends_on}, sebelum mulai {first}; perbaiki salah satu tanggal.",
                f"It ends on {ends_on}, before it starts on {first}; correct one of the dates.",
                "ends_on",
            ),
        )
    return ()


def _term_doubts(term: Term | None, ends_on: str | None) -> tuple[Reason, ...]:
    if term is None:
        return ()
    if term.ends_on and ends_on and term.ends_on != ends_on:
        return (
            warning(
                "term-and-end-differ",
                f"Jangka waktu menyebut {term.ends_on}, kolom ends_on {ends_on}; kolom yang dipakai.",
                f"The term says {term.ends_on}, the column {ends_on}; the column is used.",
                "term_text",
            ),
        )
    if term.kind == "unresolved":
        return (
            warning(
                "term-unresolved",
                f"'{term.text[:_SHOWN]}' tidak menetapkan tanggal; teksnya disimpan.",
                f"'{term.text[:_SHOWN]}' fixes no date; its text is kept.",
                "term_text",
            ),
        )
    return ()


def read_dates(cells: dict[str, str], *, today: str | None) -> Dates:
    """Read the three dates and the term; what is unreadable stays unknown.

    Args:
        cells: Of the row.
        today: ISO date; a later signing day is refused. None: not asked.
    """
    signed_on, doubts_signed = _date(cells, "signed_on")
    starts_on, doubts_start = _date(cells, "starts_on")
    ends_on, doubts_end = _date(cells, "ends_on")
    term = read_term(cells.get("term_text", ""))
    reasons = [*doubts_signed, *doubts_start, *doubts_end, *_term_doubts(term, ends_on)]
    starts_on = starts_on or (term.starts_on if term else None)
    ends_on = ends_on or (term.ends_on if term else None)
    reasons.extend(_order(signed_on, starts_on, ends_on))
    if today and signed_on and signed_on > today:
        reasons.append(
            refusal(
                "signed-in-future",
                f"Tanggal penandatanganan {signed_on} sesudah hari ini ({today}).",
                f"The signing day {signed_on} lies after today ({today}).",
                "signed_on",
            )
        )
    return Dates(signed_on, starts_on, ends_on, term, tuple(reasons))


def read_numbers(text: str, parties: int) -> tuple[tuple[DocumentNumber, ...], tuple[Reason, ...]]:
    """Read the numbers of a document; as many as parties means one each, in the same order.

    Args:
        text: Separated by semicolons or line breaks; a blank slot is a number not known.
        parties: How many parties the row lists.
    """
    slots = [" ".join(slot.split()) for slot in re.split(r"[;\n]", text)] if text else []
    aligned = len(slots) == parties
    numbers = tuple(
        DocumentNumber(slot, at if aligned else None, complete=not has_blank(slot))
        for at, slot in enumerate(slots)
        if slot
    )
    reasons: list[Reason] = []
    if numbers and not aligned:
        reasons.append(
            warning(
                "numbers-not-aligned",
                f"Ada {len(numbers)} nomor untuk {parties} pihak; belum diketahui nomor siapa.",
                f"There are {len(numbers)} numbers for {parties} parties; whose they are is unknown.",
                "document_numbers",
            )
        )
    reasons.extend(
        warning(
            "number-incomplete",
            f"Nomor '{number.text[:_SHOWN]}' belum lengkap.",
            f"The number '{number.text[:_SHOWN]}' is incomplete.",
            "document_numbers",
        )
        for number in numbers
        if not number.complete
    )
    return numbers, tuple(reasons)


def read_value(text: str) -> tuple[int | None, tuple[Reason, ...]]:
    """Read the value in whole rupiah; what is unclear stays unknown."""
    value = read_rupiah(text)
    if value is not None or not text:
        return value, ()
    return None, (
        warning(
            "value-unreadable",
            f"'{text[:_SHOWN]}' bukan jumlah rupiah yang pasti; dicatat sebagai belum diketahui.",
            f"'{text[:_SHOWN]}' is no certain amount of rupiah; recorded as unknown.",
            "value_idr",
        ),
    )


def read_subjects(cells: dict[str, str]) -> tuple[str, ...]:
    """The field of the 32, or the fields of the free text, without repeats."""
    listed = [cells.get("subject_field", ""), *cells.get("subject_scope_text", "").split(";")]
    return tuple(dict.fromkeys(subject.strip() for subject in listed if subject.strip()))
