"""A row of a register before anybody judged it, and the columns that a register has."""

from __future__ import annotations

import msgspec

from kadflow.errors import InvalidInputError
from kadflow.intake.wording import Said

REQUIRED = ("ref", "title", "kind", "regime", "parties", "status_reported")
OPTIONAL = (
    "party_codes",
    "parent_ref",
    "raw_title",
    "subject_field",
    "subject_scope_text",
    "signed_on",
    "starts_on",
    "ends_on",
    "term_text",
    "document_numbers",
    "value_idr",
    "value_basis",
    "source_url",
    "notes",
    "regime_basis",
    "party_count",
    "source_type",
    "confidence",
)
COLUMNS = (*REQUIRED, *OPTIONAL)
HEADER_WITHIN = 10  # rows; titles may stand above the header
LONGEST_CELL = 100_000  # characters; the whole text of a short agreement would still fit


class Fault(msgspec.Struct, frozen=True, gc=False):
    """Why a row cannot be read at all.

    Attributes:
        code: Stable kebab-case name.
        said: What is wrong and what to do.
        column: Column concerned; None for the row as a whole.
    """

    code: str
    said: Said
    column: str | None = None


class RawRow(msgspec.Struct, frozen=True, gc=False):
    """One row as it stands in the file.

    Attributes:
        row: Where a person finds it: the line of a CSV file (the first of several), the row of a
            sheet. 1-based.
        cells: Text by column name, trimmed; only columns that the file has.
        sheet: Name of the sheet; None for CSV.
        fault: Why the row cannot be read; its cells may then be empty.
        unread: Columns of its table that Kadflow does not know, as they are headed.
    """

    row: int
    cells: dict[str, str]
    sheet: str | None = None
    fault: Fault | None = None
    unread: tuple[str, ...] = ()


class Header(msgspec.Struct, frozen=True, gc=False):
    """The header row that was found.

    Attributes:
        columns: Column name by position; None for a column that Kadflow does not know.
        width: Number of cells in the header row.
        unread: The columns that Kadflow does not know, as they are headed.
    """

    columns: tuple[str | None, ...]
    width: int
    unread: tuple[str, ...] = ()


def _column_name(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def read_header(cells: list[str]) -> Header | None:
    """The header that this row is, or None if it is none (a title, an empty row).

    Raises:
        InvalidInputError: It is the header, but names a column twice.
    """
    names = [_column_name(cell) for cell in cells]
    if not set(REQUIRED) <= set(names):
        return None
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise InvalidInputError(
            f"The header names {', '.join(twice)} more than once.",
            hint="Keep one column of each name.",
            pesan=f"Judul kolom menyebut {', '.join(twice)} lebih dari satu kali.",
            saran="Cukup satu kolom untuk setiap nama.",
            columns=twice,
        )
    return Header(
        tuple(name if name in COLUMNS else None for name in names),
        len(names),
        tuple(
            cell.strip() for cell in cells if cell.strip() and _column_name(cell) not in COLUMNS
        ),
    )


def no_header(where: str, seen: list[str]) -> InvalidInputError:
    """The error for a file without the wanted columns.

    Args:
        where: The file.
        seen: Cells of the row that looks most like a header.
    """
    names = [name for name in map(_column_name, seen) if name][:30]
    missing = [name for name in REQUIRED if name not in names]
    shown = ", ".join(name[:40] for name in names) or "nothing"
    return InvalidInputError(
        f"{where} has no header with the columns {', '.join(REQUIRED)} in its first "
        f"{HEADER_WITHIN} rows: found {shown}; missing {', '.join(missing)}.",
        hint=f"Name the columns like that. These may be added: {', '.join(OPTIONAL)}.",
        pesan=f"{HEADER_WITHIN} baris pertama {where} tidak memuat judul kolom "
        f"{', '.join(REQUIRED)}: yang ada {shown if names else 'tidak ada'}; yang "
        f"kurang {', '.join(missing)}.",
        saran=f"Beri nama kolom seperti itu. Yang boleh ditambahkan: {', '.join(OPTIONAL)}.",
        seen=names,
        wanted=list(REQUIRED),
        missing=missing,
    )


def looks_most_like_header(rows: list[list[str]]) -> list[str]:
    """The row that shares most names with the wanted columns; the first non-empty one if none."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return []
    return max(filled, key=lambda row: len({_column_name(cell) for cell in row} & set(COLUMNS)))


def _cell_fault(column: str | None, text: str) -> Fault | None:
    where = column or "(tanpa nama)"
    if "\x00" in text:
        return Fault(
            "nul-byte",
            Said(
                f"Kolom {where} berisi byte kosong (NUL); baris ini rusak. Salin ulang dari "
                "berkas asal.",
                f"Column {column or '(unnamed)'} holds a NUL byte; this row is damaged. Copy it "
                "again.",
            ),
            column,
        )
    if "\ufffd" in text:
        return Fault(
            "bad-encoding",
            Said(
                f"Kolom {where} berisi huruf yang rusak; simpan berkas sebagai UTF-8.",
                f"Column {column or '(unnamed)'} holds a broken character; save the file as "
                "UTF-8.",
            ),
            column,
        )
    if len(text) > LONGEST_CELL:
        return Fault(
            "cell-too-long",
            Said(
                f"Kolom {where} berisi {len(text)} karakter; paling banyak {LONGEST_CELL}.",
                f"Column {column or '(unnamed)'} holds {len(text)} characters; at most "
                f"{LONGEST_CELL}.",
            ),
            column,
        )
    return None


def made_row(header: Header, cells: list[str], *, row: int, sheet: str | None = None) -> RawRow:
    """Join a row to its header.

    A row with more filled cells than the header, or fewer cells, is ragged: its values cannot be
    told apart with certainty and the row is refused as a whole.
    """
    filled = len(cells)
    while filled > header.width and not cells[filled - 1].strip():
        filled -= 1
    if filled != header.width:
        said = Said(
            f"Baris ini mempunyai {filled} sel, kepala tabel {header.width}; periksa pemisah dan "
            "tanda kutip.",
            f"This row has {filled} cells, the header {header.width}; check separators and "
            "quotes.",
        )
        return RawRow(row, {}, sheet, Fault("ragged-row", said), header.unread)
    named: dict[str, str] = {}
    fault: Fault | None = None
    for column, text in zip(header.columns, cells, strict=False):
        fault = fault or _cell_fault(column, text)
        if column:
            named[column] = text.strip()
    if fault:
        return RawRow(row, {"ref": named.get("ref", "")[:100]}, sheet, fault, header.unread)
    return RawRow(row, named, sheet, unread=header.unread)
