"""Writes rows and single values into an uploaded form.

What is written keeps the style that the form has for its cell. A date goes into a cell that shows
dates as a date and elsewhere as words; a percentage likewise; text and what is unknown are
text. Formulas that the form has are never overwritten; they are worked out anew when the file is
opened, and until then have no result rather than an old one.

When rows are added, what stands below moves down: cells, merged cells, sums, printed areas, rules
of validation and highlighting, and the pictures, charts and boxes that are anchored to cells. A
chart that reads the rows reads those added too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

import msgspec

from kadflow.domain.wording.amounts import Language
from kadflow.errors import InvalidInputError
from kadflow.reports.fonts import clean
from kadflow.reports.forms.mapping import FormMapping, does_not_fit
from kadflow.reports.forms.references import (
    Growth,
    cell_name,
    column_number,
    grown_areas,
    grown_formula,
    place,
)
from kadflow.reports.forms.sheets import Cell, Sheet
from kadflow.reports.forms.workbooks import Workbook, plain
from kadflow.reports.values import (
    Day,
    Percent,
    Quantity,
    Rupiah,
    Unknown,
    Value,
    Whole,
)
from kadflow.reports.words import value_text

_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
_DAY_ZERO: Final = date(1899, 12, 30)
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_LONGEST_TEXT: Final = 32_000
_EXACT: Final = 10**15
_ANCHOR: Final = re.compile(r"(<(?:\w+:)?[Rr]ow>)([0-9]+)(</(?:\w+:)?[Rr]ow>)")
_REFERENCE: Final = re.compile(r'(\sref=")([^"]+)(")')
_CHART: Final = re.compile(r"/charts/chart[^/]*\.xml$")
_READ: Final = re.compile(r"(<(?:\w+:)?f>)([^<]*)(</)")
_DRAWN: Final = re.compile(r"<((?:\w+:)?(?:num|str|multiLvlStr)Cache)\b.*?</\1>", re.DOTALL)
_NAMED: Final = re.compile(r"(<(?:\w+:)?definedName\b[^>]*>)([^<]*)(</)")


class Gap(msgspec.Struct, frozen=True):
    """Something that is unknown and so not in the form.

    Attributes:
        cell: Where it would stand.
        field: What it is.
        ask: Who can say it.
    """

    cell: str
    field: str
    ask: str


class Filled(msgspec.Struct, frozen=True):
    """A filled form.

    Attributes:
        data: The workbook.
        gaps: What is unknown in it, in the order of the cells.
        added_rows: How many rows the form had too few.
    """

    data: bytes
    gaps: tuple[Gap, ...]
    added_rows: int


def check_mapping(form: bytes, mapping: FormMapping) -> None:
    """Say whether a mapping fits a form, before anybody relies on it.

    Raises:
        InvalidInputError: The form cannot be read, or the mapping names what it does not have,
            a merged cell or a cell with a formula; the message says which.
    """
    _fitting_sheet(Workbook(form), mapping)


def fill_form(
    form: bytes,
    mapping: FormMapping,
    rows: Sequence[Mapping[str, Value]],
    cells: Mapping[str, Value],
    *,
    unknown: str = "-",
    language: Language = "id",
) -> Filled:
    """Fill a form.

    Args:
        form: The workbook as it was uploaded.
        mapping: Where which field goes.
        rows: Values by field, one mapping per row.
        cells: Values of the single cells, by field.
        unknown: What stands for what is not known.
        language: Of dates and percentages that become words.

    Raises:
        InvalidInputError: The mapping does not fit the form, or names a field that there is not.
    """
    book = Workbook(form)
    sheet = _fitting_sheet(book, mapping)
    ready = mapping.last_row - mapping.first_row + 1
    added = max(0, len(rows) - ready)
    if mapping.first_row + len(rows) > _MOST_ROWS:
        raise _too_many(len(rows))
    growth = Growth(mapping.sheet, mapping.last_row, added)
    if added:
        sheet.grow(growth)
        _grow_others(book, growth)
    writer = _Writer(book, sheet, unknown, language)
    columns = {column_number(letters): name for letters, name in mapping.columns.items()}
    for number, row in enumerate(rows, start=mapping.first_row):
        for column in sorted(columns):
            writer.write(number, column, columns[column], row)
    for reference, name in mapping.cells.items():
        row_number, column = place(reference) or (0, 0)
        if added and row_number > mapping.last_row:
            row_number += added
        writer.write(row_number, column, name, cells)
    book.replace(book.sheets[mapping.sheet], sheet.text())
    book.forget_results()
    return Filled(book.file(), tuple(writer.gaps), added)


class _Writer:
    def __init__(self, book: Workbook, sheet: Sheet, unknown: str, language: Language) -> None:
        self._sheet = sheet
        self._formats = book.formats()
        self._unknown = unknown
        self._language: Language = language
        self.gaps: list[Gap] = []

    def write(self, row: int, column: int, name: str, values: Mapping[str, Value]) -> None:
        """Put a field into a cell."""
        if name not in values:
            known = ", ".join(sorted(values))
            raise does_not_fit(
                f"The mapping names a field '{name}' that the report does not have.",
                f"Pemetaan menyebut isian '{name}' yang tidak ada dalam laporan.",
                f"Use one of: {known}.",
                f"Gunakan salah satu: {known}.",
            )
        value = values[name]
        if isinstance(value, Unknown):
            self.gaps.append(Gap(cell_name(row, column), name, value.ask))
        cell = self._sheet.cell(row, column)
        number = self._number(value, self._shown(cell))
        cell.formula, cell.kind = None, ""
        if number is None:
            said = clean(value_text(value, self._language, self._unknown))
            cell.value, cell.text = None, said[:_LONGEST_TEXT]
        else:
            cell.value, cell.text = number, None

    def _shown(self, cell: Cell) -> str:
        style = int(cell.style or 0)
        return self._formats[style] if style < len(self._formats) else ""

    def _number(self, value: Value, shown: str) -> str | None:
        """The number that a cell gets; None when it gets words."""
        match value:
            case Whole(number=number) | Rupiah(amount=number) if abs(number) < _EXACT:
                return str(number)
            case Quantity(scaled=scaled, decimals=decimals) if abs(scaled) < _EXACT:
                return _decimal(scaled, decimals)
            case Percent(basis_points=points) if shown == "percent":
                return _decimal(points, 4)
            case Day(day=day) if shown == "date":
                return str((day - _DAY_ZERO).days)
            case _:
                return None


def _decimal(scaled: int, decimals: int) -> str:
    if not decimals:
        return str(scaled)
    whole, fraction = divmod(abs(scaled), 10**decimals)
    return f"{'-' if scaled < 0 else ''}{whole}.{fraction:0{decimals}}"


# -------------------------------------------------------------------- growing


def _grow_others(book: Workbook, growth: Growth) -> None:
    """Move what other parts say of the sheet: formulas, names, pictures."""
    for name, part in book.sheets.items():
        if name != growth.sheet:
            other = Sheet(name, book.text(part))
            if other.follow(growth):
                book.replace(part, other.text())
    book.replace(
        "xl/workbook.xml",
        _NAMED.sub(
            lambda m: m[1] + grown_formula(m[2], "", growth) + m[3], book.text("xl/workbook.xml")
        ),
    )
    for name in book.names():
        if _CHART.search(name):
            book.replace(name, _grown_chart(book.text(name), growth))
    for target in book.relations(book.sheets[growth.sheet]).values():
        if target not in book.names():
            continue
        text = book.text(target) if target.endswith((".xml", ".vml")) else ""
        if "/drawings/" in target:
            text = _ANCHOR.sub(lambda m: m[1] + str(_anchored(int(m[2]), growth)) + m[3], text)
        elif "/tables/" in target or "comments" in target:
            text = _REFERENCE.sub(lambda m: m[1] + grown_areas(m[2], growth) + m[3], text)
        else:
            continue
        book.replace(target, text)


def _grown_chart(text: str, growth: Growth) -> str:
    """A chart that reads the rows added too; what it last drew is no longer true."""
    made = _READ.sub(lambda m: m[1] + escape(grown_formula(plain(m[2]), "", growth)) + m[3], text)
    return text if made == text else _DRAWN.sub("", made)


def _anchored(row: int, growth: Growth) -> int:
    """Rows of anchors are counted from 0."""
    return row + growth.added if row >= growth.after else row


# -------------------------------------------------------------------- judging


def _fitting_sheet(book: Workbook, mapping: FormMapping) -> Sheet:
    if mapping.sheet not in book.sheets:
        there = ", ".join(book.sheets)
        raise does_not_fit(
            f"The form has no sheet '{mapping.sheet}'.",
            f"Formulir tidak mempunyai lembar '{mapping.sheet}'.",
            f"Its sheets are: {there}.",
            f"Lembar yang ada: {there}.",
        )
    sheet = Sheet(mapping.sheet, book.text(book.sheets[mapping.sheet]))
    for refusal in _refusals(sheet, mapping):
        raise refusal
    return sheet


def _refusals(sheet: Sheet, mapping: FormMapping) -> Iterator[InvalidInputError]:
    if not 1 <= mapping.first_row <= mapping.last_row <= _MOST_ROWS:
        yield does_not_fit(
            f"The rows {mapping.first_row} to {mapping.last_row} are no rows of a sheet.",
            f"Baris {mapping.first_row} sampai {mapping.last_row} bukan baris lembar kerja.",
            "State the first and the last row that the form has ready for data.",
            "Sebutkan baris pertama dan baris terakhir yang disediakan formulir.",
        )
        return
    places: dict[tuple[int, int], str] = {}
    for letters, name in mapping.columns.items():
        if not _LETTERS.fullmatch(letters) or column_number(letters) > _MOST_COLUMNS:
            yield _no_place(letters)
            return
        for row in range(mapping.first_row, mapping.last_row + 1):
            places[row, column_number(letters)] = name
    for reference, name in mapping.cells.items():
        there = place(reference)
        if there is None or there[0] > _MOST_ROWS or there[1] > _MOST_COLUMNS:
            yield _no_place(reference)
            return
        if there in places:
            yield does_not_fit(
                f"The cell {reference} lies within the rows for data.",
                f"Sel {reference} berada di dalam baris data.",
                "Choose another cell, or other rows.",
                "Pilih sel atau baris lain.",
            )
        places[there] = name
    for (row, column), name in places.items():
        yield from _in_the_way(sheet, row, column, name)


def _in_the_way(sheet: Sheet, row: int, column: int, name: str) -> Iterator[InvalidInputError]:
    where = cell_name(row, column)
    merged = sheet.merged(row, column)
    if merged and (row, column) != merged[:2]:
        yield does_not_fit(
            f"The field '{name}' cannot go to {where}: the cell is part of the merged cells "
            f"{cell_name(*merged[:2])}:{cell_name(*merged[2:])}.",
            f"Isian '{name}' tidak dapat ditulis di {where}: sel itu bagian dari sel gabungan "
            f"{cell_name(*merged[:2])}:{cell_name(*merged[2:])}.",
            f"Name {cell_name(*merged[:2])} instead, or undo the merging in the form.",
            f"Sebutkan {cell_name(*merged[:2])}, atau pisahkan sel gabungan dalam formulir.",
        )
    if merged and merged[2] > merged[0]:
        yield does_not_fit(
            f"The field '{name}' cannot go to {where}: the merged cells reach over several rows.",
            f"Isian '{name}' tidak dapat ditulis di {where}: sel gabungannya meliputi beberapa "
            "baris.",
            "Undo the merging in the form, or choose another row.",
            "Pisahkan sel gabungan dalam formulir, atau pilih baris lain.",
        )
    cell = sheet.rows[row].cells.get(column) if row in sheet.rows else None
    if cell and cell.formula is not None:
        yield does_not_fit(
            f"The field '{name}' cannot go to {where}: the form has the formula ={cell.formula} "
            "there.",
            f"Isian '{name}' tidak dapat ditulis di {where}: formulir mempunyai rumus "
            f"={cell.formula} di sana.",
            "Leave this column to the form, or end the rows for data above the formula.",
            "Biarkan kolom itu dihitung formulir, atau akhiri baris data di atas rumus itu.",
        )


def _no_place(reference: str) -> InvalidInputError:
    return does_not_fit(
        f"'{reference}' is no column or cell of a sheet.",
        f"'{reference}' bukan kolom atau sel lembar kerja.",
        "Columns are letters as in B, cells letters and a row as in C4.",
        "Kolom ditulis dengan huruf, misalnya B; sel dengan huruf dan baris, misalnya C4.",
    )


def _too_many(rows: int) -> InvalidInputError:
    return does_not_fit(
        f"{rows} rows are more than a sheet can hold.",
        f"{rows} baris melebihi isi satu lembar kerja.",
        "Choose a shorter period or fewer regions.",
        "Pilih periode yang lebih pendek atau daerah yang lebih sedikit.",
    )
