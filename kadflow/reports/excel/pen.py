"""What every sheet of a workbook is written with: pages, formats, values, and what refers to them."""

from __future__ import annotations

from typing import Any, Final

from kadflow.reports.content import Report
from kadflow.reports.excel.looks import Looks
from kadflow.reports.fonts import clean, text_width
from kadflow.reports.layouts import Layout
from kadflow.reports.values import Day, Percent, Quantity, Rupiah, Source, Value, Whole
from kadflow.reports.words import mark_words, say, value_text

CHARS_PER_EM: Final = 1.9
"""Widths of columns are counted in digits of the plain font."""

LINE: Final = 13.5
"""Points of a line of text."""

_LONGEST_TEXT: Final = 32_000  # letters of a cell; the format ends at 32,767
_EXACT: Final = 10**15  # spreadsheets keep 15 digits
_PAPER: Final = {"a4": 9, "f4": 14}


class Pen:
    """Writes into one workbook.

    Attributes:
        report: What the workbook tells.
        layout: How it is set.
        language: Of the report.
        book: The XlsxWriter workbook.
        looks: Its formats.
        sources: Sheet, row, column and source of every figure that has one.
        links: Sheets and their titles, for the contents.
    """

    def __init__(self, report: Report, layout: Layout, book: Any) -> None:
        self.report = report
        self.layout = layout
        self.language = report.language
        self.book = book
        self.looks = Looks(book)
        self.sources: list[tuple[str, int, int, Source]] = []
        self.links: list[tuple[str, str]] = []

    def sheet(self, name: str) -> Any:
        """A new sheet, ready for printing."""
        sheet = self.book.add_worksheet(name)
        report = self.report
        sheet.hide_gridlines(2)
        sheet.set_paper(_PAPER[self.layout.paper])
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        page = say("page", self.language, page="&P", pages="&N")
        mark = mark_words(report)
        sheet.set_header(f"&L&8 {ampersand(report.title)}&R&8 {mark}")
        number = ampersand(report.number)
        sheet.set_footer(
            f"&L&8 {number} {say('version', self.language)} {report.version}&R&8 {page}"
        )
        return sheet

    def shown(self, cell: Value | None) -> str:
        """A value as text."""
        return "" if cell is None else value_text(cell, self.language, self.layout.unknown)

    def value(self, sheet: Any, row: int, at: int, value: Value, look: Any) -> None:
        """Put a value into a cell, and note where it comes from."""
        number = as_number(value)
        if isinstance(value, Day):
            sheet.write_datetime(row, at, value.day, look)
        elif number is not None:
            sheet.write_number(row, at, number, look)
        else:
            sheet.write_string(row, at, fitting(self.shown(value)), look)
        if value.source:
            self.sources.append((sheet.name, row, at, value.source))


def lines_of(text: str, width: float) -> int:
    """About how many lines a text takes in a column of so many letters."""
    room = max(width / CHARS_PER_EM, 1.0)
    return sum(1 + int(text_width(line, 1) // room) for line in text.split("\n"))


def as_number(value: Value) -> float | int | None:
    """A value as a spreadsheet holds it; None where it would be text or lose digits."""
    match value:
        case Whole(number=number) | Rupiah(amount=number) if abs(number) < _EXACT:
            return number
        case Percent(basis_points=points):
            return points / 10_000
        case Quantity(scaled=scaled, decimals=decimals) if abs(scaled) < _EXACT:
            return scaled / 10**decimals if decimals else scaled
        case _:
            return None


def cell_name(row: int, column: int) -> str:
    """``C4`` for row 3 and column 2, both from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def fitting(text: str) -> str:
    """Text as long as a cell can hold."""
    said = clean(text)
    return said if len(said) <= _LONGEST_TEXT else f"{said[:_LONGEST_TEXT]}…"


def ampersand(text: str) -> str:
    """Text as it may stand in the head or foot of a page, where ``&`` begins a command."""
    return clean(text).replace("&", "&&").replace("\n", " ")[:100]
