"""A small table from CSV or XLSX as it stands: numbered rows of texts, nothing judged yet.

For files of some thousand rows that are read as a whole: calendars, budgets. Registers of any
size stream instead (`csv_rows`, `xlsx_rows`).
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kadflow.errors import InvalidInputError
from kadflow.intake.registers import format_of
from kadflow.intake.rows import HEADER_WITHIN
from kadflow.intake.xlsx_rows import DAMAGE, cell_text, check_archive, unreadable

MOST_BYTES = 16 << 20

Known = Callable[[Sequence[str]], int]
"""How many known columns a row names: 0 unless it is the header."""


def read_table(path: Path, known: Known, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, titles above the header included.

    Args:
        path: CSV (UTF-8 or Windows-1252; comma, semicolon or tab) or XLSX, of which the first
            sheet that has the header is read.
        known: Tells the header.
        most_rows: A sheet is read no further than one row beyond that.

    Raises:
        InvalidInputError: No such file, another format, damaged or too large.
    """
    if format_of(path) == "xlsx":
        return _xlsx(path, known, most_rows)
    return _csv(path, known)


def _csv(path: Path, known: Known) -> Iterator[tuple[int, list[str]]]:
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise InvalidInputError(
            f"{path.name} has {len(content)} bytes.",
            hint=f"Split it: at most {MOST_BYTES} are read at once.",
            pesan=f"{path.name} panjangnya {len(content)} bita.",
            saran=f"Bagi berkasnya: paling banyak {MOST_BYTES} bita sekali baca.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(lines, known), strict=True)
    number = 0
    try:
        for cells in reader:
            yield number + 1, cells
            number = reader.line_num
    except csv.Error as error:
        raise InvalidInputError(
            f"Line {number + 1} of {path.name} cannot be read as CSV: {error}.",
            hint="Check its quotation marks; nothing was taken over.",
            pesan=f"Baris {number + 1} dari {path.name} tidak dapat dibaca sebagai CSV.",
            saran="Periksa tanda kutipnya; belum ada yang diambil.",
        ) from error


def _delimiter(lines: Sequence[str], known: Known) -> str:
    """The one that splits one of the opening lines into the most known columns."""

    def most(mark: str) -> int:
        return max((known(line.split(mark)) for line in lines[:HEADER_WITHIN]), default=0)

    return max(",;\t", key=most)


def _xlsx(path: Path, known: Known, most_rows: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that has the header."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, rarely needed

    try:
        check_archive(path)
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, not read here
            workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            try:
                sheets = [_sheet(sheet, most_rows) for sheet in workbook.worksheets]
            finally:
                workbook.close()
    except DAMAGE as error:
        raise unreadable(path.name) from error
    for sheet in sheets:
        if any(known(cells) for _, cells in sheet[:HEADER_WITHIN]):
            return iter(sheet)
    return iter(())


def _sheet(sheet: Any, most_rows: int) -> list[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    found: list[tuple[int, list[str]]] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        found.append((number, [cell_text(value) for value in values]))
        if number > most_rows + HEADER_WITHIN:
            break
    return found
