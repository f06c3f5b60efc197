"""A report as a workbook: a sheet of words and facts, then one sheet per table and per chart.

Numbers are numbers, dates are dates, totals are formulas that carry their result, so that a
program that does not calculate shows them too. What is unknown is text, and no formula takes it
for 0; in the figures of a chart it is an empty cell, since a chart draws text as 0.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from kadflow.reports import charts
from kadflow.reports.columns import Wish, wishes
from kadflow.reports.content import (
    Block,
    Callout,
    Chart,
    Facts,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    RegionMap,
    Report,
    Signatures,
)
from kadflow.reports.excel.charting import native_chart
from kadflow.reports.excel.looks import Looks, axis_format, number_format
from kadflow.reports.fonts import clean, text_width
from kadflow.reports.layouts import Layout
from kadflow.reports.lines import Line, head_rows, is_numeric, label_span, table_lines
from kadflow.reports.tables import Table, Total, title_of
from kadflow.reports.values import (
    Day,
    Percent,
    Quantity,
    Rupiah,
    Source,
    Text,
    Unknown,
    Value,
    Whole,
)
from kadflow.reports.words import day_text, facts_of, mark_words, say, source_text, value_text

_LONGEST_TEXT: Final = 32_000  # letters of a cell; the format ends at 32,767
_EXACT: Final = 10**15  # spreadsheets keep 15 digits
_PAPER: Final = {"a4": 9, "f4": 14}
_CHARS_PER_EM: Final = 1.9
_WIDEST: Final = 60.0
_NARROWEST: Final = 9.0
_UPRIGHT: Final = 110.0  # letters beyond which a sheet is printed on its side
_BOLD: Final = 0.9  # how much less room bold letters leave
_LINE: Final = 13.5  # points of a line of text


def render_xlsx(report: Report, layout: Layout) -> bytes:
    """The report as an XLSX workbook.

    Args:
        report: Any report.
        layout: How it is set.
    """
    return _Workbook(report, layout).file()


class _Workbook:
    def __init__(self, report: Report, layout: Layout) -> None:
        import xlsxwriter  # noqa: PLC0415 - only a workbook needs it

        self._report = report
        self._layout = layout
        self._language = report.language
        self._out = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._out, {"in_memory": True})
        self._looks = Looks(self._book)
        self._sources: list[tuple[str, int, int, Source]] = []
        self._links: list[tuple[str, str]] = []

    def file(self) -> bytes:
        """The whole workbook."""
        report = self._report
        self._book.set_properties(
            {
                "title": clean(report.title),
                "subject": clean(report.subtitle),
                "author": clean(report.publisher),
                "created": report.as_of.replace(tzinfo=None),
            }
        )
        summary = self._sheet(say("summary", self._language))
        tables = figures = 0
        for block in report.blocks:
            if isinstance(block, Table):
                tables += 1
                self._table_sheet(block, f"{say('table', self._language)} {tables}")
            elif isinstance(block, Chart | RegionMap):
                figures += 1
                self._chart_sheet(block, f"{say('figure', self._language)} {figures}")
            elif isinstance(block, Figure):
                figures += 1
                if block.twin:
                    self._table_sheet(block.twin, f"{say('figure', self._language)} {figures}")
        self._summary(summary)
        if self._layout.sources and self._sources:
            self._source_sheet()
        self._book.close()
        return self._out.getvalue()

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        report = self._report
        sheet.hide_gridlines(2)
        sheet.set_paper(_PAPER[self._layout.paper])
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        page = say("page", self._language, page="&P", pages="&N")
        mark = mark_words(report)
        sheet.set_header(f"&L&8 {_ampersand(report.title)}&R&8 {mark}")
        number = _ampersand(report.number)
        sheet.set_footer(
            f"&L&8 {number} {say('version', self._language)} {report.version}&R&8 {page}"
        )
        return sheet

    # ---------------------------------------------------------------- words

    def _summary(self, sheet: Any) -> None:
        look = self._looks.look
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 70)
        row = 0
        for line in self._report.letterhead:
            sheet.merge_range(row, 0, row, 1, clean(line), look(bold=True, align="center"))
            row += 1
        row = self._text(sheet, row, self._report.title, look(bold=True, font_size=16))
        if self._report.subtitle:
            row = self._text(sheet, row, self._report.subtitle, look(font_color="#4B5563"))
        if mark := mark_words(self._report):
            row = self._text(sheet, row, mark, look(bold=True, font_color="#8A5A00"))
        for label, text in facts_of(self._report):
            row = self._pair(sheet, row, label, Text(text))
        row += 1
        for block in self._report.blocks:
            row = self._block(sheet, row, block)
        if self._links:
            row = self._text(sheet, row + 1, say("contents", self._language), look(bold=True))
            for name, title in self._links:
                link = look(font_color="#1D4E89", underline=1)
                sheet.write_url(row, 0, f"internal:'{name}'!A1", link, string=name)
                sheet.write_string(row, 1, _fitting(title), look(text_wrap=True))
                row += 1

    def _block(self, sheet: Any, row: int, block: Block) -> int:
        look = self._looks.look
        match block:
            case Heading(text=text, level=level):
                size = {1: 13, 2: 11, 3: 10}[level]
                return self._text(sheet, row + 1, text, look(bold=True, font_size=size))
            case Paragraph(text=text):
                return self._text(sheet, row, text, look(text_wrap=True))
            case Items(items=items, ordered=ordered):
                for number, item in enumerate(items, start=1):
                    said = f"{number}. {item}" if ordered else f"• {item}"
                    row = self._text(sheet, row, said, look(text_wrap=True))
                return row
            case Facts():
                if block.title:
                    row = self._text(sheet, row, block.title, look(bold=True))
                for fact in block.facts:
                    row = self._pair(sheet, row, fact.label, fact.value)
                return row
            case Callout():
                kind = say(block.kind, self._language)
                row = self._text(sheet, row, f"{kind}: {block.title}", look(bold=True))
                for said in (block.text, *(f"• {item}" for item in block.items)):
                    row = self._text(sheet, row, said, look(text_wrap=True)) if said else row
                return row
            case Figure(title=title, description=description):
                return self._text(sheet, row, f"{title}. {description}", look(text_wrap=True))
            case Signatures():
                return self._signatures(sheet, row + 1, block)
            case Table() | Chart() | RegionMap() | PageBreak():
                return row

    def _text(self, sheet: Any, row: int, text: str, look: Any) -> int:
        said = _fitting(text)
        sheet.merge_range(row, 0, row, 1, "", look)
        sheet.write_string(row, 0, said, look)
        lines = sum(1 + len(line) // 110 for line in said.split("\n"))
        if lines > 1:
            sheet.set_row(row, 14 * lines)
        return row + 1

    def _pair(self, sheet: Any, row: int, label: str, value: Value) -> int:
        sheet.write_string(row, 0, _fitting(label), self._looks.look(font_color="#4B5563"))
        shown = number_format(value, self._language)
        if isinstance(value, Quantity) and value.unit:
            shown = f'{shown} "{clean(value.unit)}"'
        look = self._looks.look(bold=True, num_format=shown, align="left", text_wrap=True)
        if isinstance(value, Unknown) and value.ask:
            ask = f"{say('ask', self._language).lower()} {value.ask}"
            value = Text(f"{self._layout.unknown} ({ask})", value.source)
        self._value(sheet, row, 1, value, look)
        return row + 1

    def _signatures(self, sheet: Any, row: int, block: Signatures) -> int:
        day = day_text(block.day, self._language) if block.day else "." * 28
        look = self._looks.look(align="center", text_wrap=True)
        if block.place:
            sheet.write_string(row, 1, clean(f"{block.place}, {day}"), look)
        for signer in block.signers:
            row += 2
            for said in (
                signer.before,
                signer.office,
                "",
                "",
                signer.name or "_" * 28,
                signer.note,
            ):
                sheet.write_string(row, 1, clean(said), look)
                row += 1
        return row

    # ---------------------------------------------------------------- tables

    def _table_sheet(self, table: Table, name: str) -> None:
        sheet = self._sheet(name)
        self._links.append((name, table.title))
        self._head(sheet, table, name)
        lines = list(table_lines(table, self._language))
        first = self._columns(sheet, table)
        widths = self._widths(table)
        placed: list[int] = []
        row = first
        for line in lines:
            if line.kind == "group":
                look = self._looks.look(bold=True, bg_color="#F3F6FA", border=1,
                                        border_color="#C3CAD3")  # fmt: skip
                for at in range(len(table.columns)):
                    sheet.write_blank(row, at, None, look)
                sheet.write_string(row, 0, _fitting(line.text), look)
            elif line.kind == "row":
                placed.append(row)
                self._row(sheet, table, line, row)
                texts = [self._shown(cell) for cell in line.cells]
                height = max(map(_lines_of, texts, widths))
                if height > 1:
                    sheet.set_row(row, _LINE * height)
            else:
                self._total(sheet, table, line, row, placed[line.span[0] : line.span[1] + 1])
            row += 1
        if table.rows:
            sheet.autofilter(first - 1, 0, first - 1 + len(table.rows), len(table.columns) - 1)
        if table.note:
            self._note(sheet, row + 1, table.note, self._widths(table))

    def _head(self, sheet: Any, table: Table, name: str) -> None:
        sheet.write_string(0, 0, _fitting(table.title), self._looks.look(bold=True, font_size=13))
        mark = mark_words(self._report)
        sheet.write_string(1, 0, mark, self._looks.look(bold=True, font_color="#8A5A00"))
        if table.source:
            self._sources.append((name, 0, 0, table.source))

    def _columns(self, sheet: Any, table: Table) -> int:
        rows = head_rows(table)
        for level, heads in enumerate(rows):
            for head in heads:
                wide = head.columns > 1
                right = is_numeric(table.columns[head.column])
                look = self._looks.head(right=right and not wide, centred=wide)
                row, at = 3 + level, head.column
                if wide or head.rows > 1:
                    last = row + head.rows - 1
                    sheet.merge_range(row, at, last, at + head.columns - 1, "", look)
                sheet.write_string(row, at, clean(head.text), look)
        first = 3 + len(rows)
        sheet.freeze_panes(first, 1)
        sheet.repeat_rows(3, first - 1)
        widths = self._widths(table)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        if sum(widths) > _UPRIGHT or self._layout.landscape:
            sheet.set_landscape()
        return first

    def _note(self, sheet: Any, row: int, text: str, widths: list[float]) -> None:
        """A sentence below a table, wrapped within the width of the table."""
        look = self._looks.look(font_color="#4B5563", text_wrap=True)
        said = _fitting(text)
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", look)
        sheet.write_string(row, 0, said, look)
        sheet.set_row(row, _LINE * _lines_of(said, sum(widths)))

    def _widths(self, table: Table) -> list[float]:
        """Widths of the columns, in letters."""
        return [
            round(min(max(wish.wanted * _CHARS_PER_EM + 3, _NARROWEST), _WIDEST), 1)
            for wish in self._measured(table)
        ]

    def _measured(self, table: Table) -> list[Wish]:
        texts = (
            [self._shown(cell) for cell in line.cells]
            for line in table_lines(table, self._language)
            if line.kind == "row"
        )
        whole = [column.kind not in ("text", "source") for column in table.columns]
        return wishes([title_of(column) for column in table.columns], texts, whole)

    def _shown(self, cell: Value | None) -> str:
        return "" if cell is None else value_text(cell, self._language, self._layout.unknown)

    def _row(self, sheet: Any, table: Table, line: Line, row: int) -> None:
        ratios = {table.position(ratio.column): ratio for ratio in table.ratios}
        for at, (column, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
            value = Unknown() if cell is None else cell
            right = is_numeric(column)
            shown = number_format(value, self._language)
            look = self._looks.cell(shown, right=right, unknown=isinstance(value, Unknown))
            if at in ratios and isinstance(value, Percent):
                self._share(sheet, table, (row, at), value, look)
            else:
                self._value(sheet, row, at, value, look)

    def _share(
        self, sheet: Any, table: Table, place: tuple[int, int], value: Value, look: Any
    ) -> None:
        """A share as a formula over its two cells, with its result."""
        row, at = place
        (ratio,) = (r for r in table.ratios if table.position(r.column) == at)
        part = _cell(row, table.position(ratio.part))
        of = _cell(row, table.position(ratio.of))
        number = _as_number(value)
        result: Any = self._layout.unknown if number is None else number
        unknown = self._layout.unknown.replace('"', '""')
        sheet.write_formula(row, at, f'=IFERROR(ROUND({part}/{of},4),"{unknown}")', look, result)
        if value.source:
            self._sources.append((sheet.name, row, at, value.source))

    def _total(self, sheet: Any, table: Table, line: Line, row: int, rows: list[int]) -> None:
        total = line.total or Total(line.text, ())
        first = label_span(line)
        look = self._looks.cell(bold=True)
        if first > 1:
            sheet.merge_range(row, 0, row, first - 1, "", look)
        sheet.write_string(row, 0, _fitting(line.text), look)
        room = sum(self._widths(table)[:first])
        sheet.set_row(row, _LINE * _lines_of(line.text, room * _BOLD))
        for at, cell in enumerate(line.cells):
            if at < first:
                continue
            if cell is None:
                sheet.write_blank(row, at, None, look)
                continue
            kind = cell
            if isinstance(cell, Unknown):
                kind = _zero(table, at)
            form = self._looks.cell(number_format(kind, self._language), right=True, bold=True)
            if table.columns[at].key in total.sums:
                self._sum(sheet, (row, at), rows, cell, form)
            else:
                self._share(sheet, table, (row, at), cell, form)

    def _sum(
        self, sheet: Any, place: tuple[int, int], rows: list[int], value: Value, look: Any
    ) -> None:
        row, at = place
        if not rows:
            self._value(sheet, row, at, value, look)
            return
        ranges = ",".join(f"{_cell(a, at)}:{_cell(b, at)}" for a, b in _runs(rows))
        unknown = self._layout.unknown.replace('"', '""')
        result: Any = _as_number(value)
        if result is None:
            result = self._layout.unknown
        formula = f'=IF(COUNT({ranges})=0,"{unknown}",SUM({ranges}))'
        sheet.write_formula(row, at, formula, look, result)

    def _value(self, sheet: Any, row: int, at: int, value: Value, look: Any) -> None:
        number = _as_number(value)
        if isinstance(value, Day):
            sheet.write_datetime(row, at, value.day, look)
        elif number is not None:
            sheet.write_number(row, at, number, look)
        else:
            sheet.write_string(row, at, _fitting(self._shown(value)), look)
        if value.source:
            self._sources.append((sheet.name, row, at, value.source))

    # ---------------------------------------------------------------- charts and sources

    def _chart_sheet(self, chart: Chart | RegionMap, name: str) -> None:
        twin = charts.table(chart, self._language)
        sheet = self._sheet(name)
        self._links.append((name, chart.title))
        self._head(sheet, twin, name)
        if chart.source:
            self._sources.append((name, 0, 0, chart.source))
        first = self._columns(sheet, twin)
        row = first
        gaps = False
        shown = "General"
        for line in table_lines(twin, self._language):
            for at, (column, cell) in enumerate(zip(twin.columns, line.cells, strict=True)):
                if cell is None or isinstance(cell, Unknown):
                    sheet.write_blank(row, at, None, self._looks.cell(right=True))
                    gaps = True
                    continue
                form = number_format(cell, self._language)
                shown = axis_format(cell, self._language) if is_numeric(column) else shown
                self._value(sheet, row, at, cell, self._looks.cell(form, right=is_numeric(column)))
            row += 1
        notes = [charts.describe(chart, self._language), chart.note]
        notes += [say("gap", self._language)] if gaps else []
        if isinstance(chart, Chart):
            sheet.set_landscape()
            made = native_chart(self._book, chart, name, first, row - 1, shown)
            sheet.insert_chart(
                3, len(twin.columns) + 1, made, {"description": notes[0], "decorative": False}
            )
        for note in notes:
            if note:
                row += 1
                self._note(sheet, row, note, self._widths(twin))

    def _source_sheet(self) -> None:
        title = say("sources", self._language)
        sheet = self._sheet(title)
        self._links.append((title, ""))
        heads = ("sheet", "cell", "source")
        for at, key in enumerate(heads):
            sheet.write_string(0, at, say(key, self._language), self._looks.head())
        sheet.set_column(0, 1, 14)
        sheet.set_column(2, 2, 70)
        sheet.freeze_panes(1, 0)
        link = self._looks.look(font_color="#1D4E89", underline=1)
        plain = self._looks.look(text_wrap=True)
        linked = len(self._sources) <= 5000
        for row, (name, at_row, at, source) in enumerate(self._sources, start=1):
            sheet.write_string(row, 0, name, plain)
            cell = _cell(at_row, at)
            if linked:
                sheet.write_url(row, 1, f"internal:'{name}'!{cell}", link, string=cell)
            else:
                sheet.write_string(row, 1, cell, plain)
            sheet.write_string(row, 2, _fitting(source_text(source, self._language)), plain)


def _lines_of(text: str, width: float) -> int:
    """About how many lines a text takes in a column of so many letters."""
    room = max(width / _CHARS_PER_EM, 1.0)
    return sum(1 + int(text_width(line, 1) // room) for line in text.split("\n"))


def _zero(table: Table, at: int) -> Value:
    kinds: dict[str, Value] = {"rupiah": Rupiah(0), "percent": Percent(0)}
    column = table.columns[at]
    return kinds.get(column.kind, Quantity(0, column.decimals))


def _as_number(value: Value) -> float | int | None:
    match value:
        case Whole(number=number) | Rupiah(amount=number) if abs(number) < _EXACT:
            return number
        case Percent(basis_points=points):
            return points / 10_000
        case Quantity(scaled=scaled, decimals=decimals) if abs(scaled) < _EXACT:
            return scaled / 10**decimals if decimals else scaled
        case _:
            return None


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row == last + 1:
            last = row
            continue
        yield first, last
        first = last = row
    yield first, last


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _fitting(text: str) -> str:
    said = clean(text)
    return said if len(said) <= _LONGEST_TEXT else f"{said[:_LONGEST_TEXT]}…"


def _ampersand(text: str) -> str:
    return clean(text).replace("&", "&&").replace("\n", " ")[:100]
