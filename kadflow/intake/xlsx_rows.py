"""Reading a register from an XLSX workbook, streaming.

Every sheet that has the header is read, in order. Formulas are never worked out: their text is
kept as it stands and reported. The sheet streams; the workbook's table of shared texts is held by
openpyxl, so memory grows with distinct texts, not with rows. Merged cells are not filled in.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from kadflow.errors import InvalidInputError
from kadflow.intake.rows import (
    HEADER_WITHIN,
    Header,
    RawRow,
    looks_most_like_header,
    made_row,
    no_header,
    read_header,
)

_LARGEST_MEMBER = 1 << 30  # bytes once unpacked; more is no register but an attack or an error
_MOST_ROWS = 1 << 20  # of a sheet, by the format

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what both XML parsers raise that openpyxl may have: the library's and lxml
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What zipfile, the XML parser and openpyxl raise for a damaged workbook, found by damaging some."""


def cell_text(value: Any) -> str:
    """The cell as text: whole days and whole numbers without the dress of their type."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    return str(getattr(value, "text", value))  # an array formula: its text


def unreadable(where: str) -> InvalidInputError:
    """The error for a file that is no workbook, or a damaged one."""
    return InvalidInputError(
        f"{where} is not a readable XLSX workbook: it is damaged or something else.",
        hint="Open it in a spreadsheet program and save it again as XLSX, or save it as CSV UTF-8.",
        pesan=f"{where} bukan berkas XLSX yang dapat dibaca: rusak atau jenisnya lain.",
        saran="Buka dengan program lembar kerja lalu simpan kembali sebagai XLSX, atau "
        "simpan sebagai CSV UTF-8.",
    )


def check_archive(path: Path) -> None:
    """Refuse what is no workbook, and what would fill the memory once unpacked."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if not any(member.filename == "[Content_Types].xml" for member in members):
        raise unreadable(path.name)
    if any(member.file_size > _LARGEST_MEMBER for member in members):
        raise InvalidInputError(
            f"{path.name} unpacks to more than {_LARGEST_MEMBER >> 20} MiB in one part.",
            hint="Split it into several workbooks, or save it as CSV UTF-8.",
            pesan=f"Salah satu bagian {path.name} melebihi {_LARGEST_MEMBER >> 20} MiB.",
            saran="Bagi menjadi beberapa berkas, atau simpan sebagai CSV UTF-8.",
        )


def _sheet_rows(sheet: Any, opening: list[list[str]]) -> Iterator[RawRow]:
    header: Header | None = None
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise ValueError(number)  # a row number no spreadsheet can have: damaged
        cells = [cell_text(value) for value in values]
        if header is None:
            if number > HEADER_WITHIN:
                return
            header = read_header(_trimmed(cells))
            opening.append(cells)
            continue
        if any(cell.strip() for cell in cells):
            padded = cells + [""] * (header.width - len(cells))
            yield made_row(header, padded, row=number, sheet=str(sheet.title))


def _trimmed(cells: list[str]) -> list[str]:
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _all_sheets(stream: BinaryIO, where: str) -> Iterator[RawRow]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, rarely needed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read here
        workbook = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    try:
        opening: list[list[str]] = []
        found = False
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()
            before = len(opening)
            for row in _sheet_rows(sheet, opening):
                found = True
                yield row
            found = found or any(read_header(_trimmed(cells)) for cells in opening[before:])
        if not found:
            raise no_header(where, looks_most_like_header(opening))
    finally:
        workbook.close()


def read_xlsx_rows(path: Path) -> Iterator[RawRow]:
    """Read the rows of every sheet that has the header, in order.

    Raises:
        InvalidInputError: Not a workbook, damaged (perhaps only found half way), too large once
            unpacked, or without the wanted header.
    """
    try:
        check_archive(path)
        with path.open("rb") as stream:
            yield from _all_sheets(stream, path.name)
    except DAMAGE as error:
        raise unreadable(path.name) from error
