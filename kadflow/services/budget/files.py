"""Budgets as files that a spreadsheet program opens: real numbers, and nothing that it would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.amounts import CURRENCIES, exact, shown_exact
from kadflow.domain.budget import ENTRY_KINDS, Budget, BudgetEntry, BudgetLine
from kadflow.domain.wording.budget import BASIS_WORDS, ENTRY_WORDS, SOURCE_WORDS, UNIT_WORDS
from kadflow.domain.wording.system import cause_words
from kadflow.errors import InvalidInputError, UnavailableError
from kadflow.intake.budget_rows import REASON

LINE_HEADER = (
    "Kerja Sama", "Pihak", "Tahun", "Sumber Dana", "Kode Rekening", "Uraian", "Perangkat Daerah",
    "Cara Pembiayaan", "Tarif", "Satuan", "Mata Uang",
)  # fmt: skip
TOTAL_HEADER = ("Rencana", "Pagu (DPA)", "Kontrak", "Realisasi")
ENTRY_HEADER = (
    "Jenis", "Volume", "Jumlah Valuta", "Kurs", "Tanggal Kurs", "Jumlah", "Tanggal",
    "Nomor Dokumen", "Tanggal Dokumen", "Catatan", "Mengoreksi",
)  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")

Row = Sequence[Any]


def line_rows(record: AgreementRecord, budget: Budget) -> list[Row]:
    """One row per line with what it comes to; it can be imported again as it is."""
    return [
        (*_line(record, line), *(_total(line, kind) for kind in ENTRY_KINDS))
        for line in budget.lines.values()
    ]


def entry_rows(record: AgreementRecord, budget: Budget) -> list[Row]:
    """One row per entry of the journal; a line without entries has one row of its own."""
    found: list[Row] = []
    for line in budget.lines.values():
        numbers = {entry.id: entry.number for entry in line.entries}
        found += [
            (*_line(record, line), *_entry(line, entry, numbers)) for entry in line.entries
        ] or [(*_line(record, line), *("" for _ in ENTRY_HEADER))]
    return found


def _line(record: AgreementRecord, line: BudgetLine) -> Row:
    party = record.party(line.party)
    return (
        record.number,
        party.name if party is not None else "",
        line.year,
        SOURCE_WORDS[line.source][0],
        line.account,
        line.title,
        line.executor,
        "" if line.basis == "amount" else BASIS_WORDS[line.basis][0],
        line.price or "",
        UNIT_WORDS[line.unit][0] if line.unit else "",
        line.currency,
    )


def _total(line: BudgetLine, kind: str) -> Any:
    """A sum in rupiah; of lines that are not stated in rupiah only the entries can be imported."""
    entries = [entry.amount for entry in line.entries if entry.kind == kind]
    return sum(entries) if entries and line.basis == "amount" else ""


def _entry(line: BudgetLine, entry: BudgetEntry, numbers: dict[str, int]) -> Row:
    worked = entry.worked
    quantity = _number(worked.quantity) if worked is not None else ""
    rate = _number(worked.rate) if worked is not None else ""
    foreign: Any = ""
    if worked is not None and line.currency:
        foreign = _plain(Fraction(worked.minor, 10 ** CURRENCIES[line.currency]))
    return (
        ENTRY_WORDS[entry.kind][0].replace(" (DPA)", ""),
        quantity,
        foreign,
        rate,
        worked.rate_on if worked is not None else "",
        entry.amount,
        entry.on,
        entry.letter,
        entry.letter_on,
        entry.number,
        numbers.get(entry.corrects or "", ""),
    )


def _number(text: str) -> Any:
    value = exact(text)
    return "" if value is None else _plain(value)


def _plain(value: Fraction) -> Any:
    """A whole number as one; others as the text that reads back exactly."""
    return value.numerator if value.denominator == 1 else shown_exact(value)


# ------------------------------------------------------------------ writing


def write_rows(place: Path, header: Row, rows: Iterable[Row]) -> None:
    """Write a table as CSV or XLSX, by the ending of the name.

    Raises:
        InvalidInputError: Another ending.
        UnavailableError: It cannot be written.
    """
    ending = place.suffix.lower()
    if ending not in {".csv", ".xlsx"}:
        raise InvalidInputError(
            f"{place.name} is neither CSV nor XLSX.",
            hint="End its name with .csv or .xlsx.",
            pesan=f"{place.name} bukan CSV atau XLSX.",
            saran="Akhiri namanya dengan .csv atau .xlsx.",
        )
    try:
        (_csv if ending == ".csv" else _xlsx)(place, header, rows)
    except OSError as error:
        raise UnavailableError(
            f"{place} cannot be written: {error.strerror}.",
            hint="Name another file.",
            pesan=f"{place} tidak dapat ditulis: {cause_words(error)[0]}.",
            saran="Sebutkan berkas lain.",
        ) from error


def write_refused(place: Path, header: Row, rows: Iterable[tuple[Row, str]]) -> None:
    """Write rows as they stood, with the reason beside each; an older reason gives way."""
    names = [str(name) for name in header]
    kept = [at for at, name in enumerate(names) if name.strip() not in REASON]
    write_rows(
        place,
        [*(names[at] for at in kept), REASON[0]],
        [
            [*(_cell(cells[at]) if at < len(cells) else "" for at in kept), why]
            for cells, why in rows
        ],
    )


def _cell(text: str) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text


def _csv(place: Path, header: Row, rows: Iterable[Row]) -> None:
    with place.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header)
        for row in rows:
            writer.writerow([_harmless(value) for value in row])


def _harmless(value: Any) -> Any:
    """A text that no spreadsheet program takes for a formula; reading takes the mark off again."""
    risky = isinstance(value, str) and value.startswith(_RISKY)
    return f"'{value}" if risky else value


def _xlsx(place: Path, header: Row, rows: Iterable[Row]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, rarely needed
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "Anggaran"
    sheet.append(list(header))
    widths = [len(str(name)) for name in header]
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
        for at, cell in enumerate(sheet[sheet.max_row]):
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
            elif isinstance(cell.value, int) and abs(cell.value) > 9999:
                cell.number_format = "#,##0"
            widths[at] = max(widths[at], len(str(cell.value or "")))
    for at, width in enumerate(widths, start=1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = min(width + 2, 60)
    sheet.freeze_panes = "A2"
    workbook.save(place)
