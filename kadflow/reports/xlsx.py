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
    Chart,
    Figure,
    RegionMap,
    Report,
)
from kadflow.reports.excel.charting import native_chart
from kadflow.reports.excel.looks import axis_format, number_format
from kadflow.reports.excel.pen import (
    CHARS_PER_EM,
    LINE,
    Pen,
    as_number,
    cell_name,
    fitting,
    lines_of,
)
from kadflow.reports.excel.summary import Summary
from kadflow.reports.fonts import clean
from kadflow.reports.layouts import Layout
from kadflow.reports.lines import Line, head_rows, is_numeric, label_span, table_lines
from kadflow.reports.tables import Table, Total, title_of
from kadflow.reports.values import (
    Percent,
    Quantity,
    Rupiah,
    Unknown,
    Value,
)
from kadflow.reports.words import mark_words, say, source_text

_WIDEST: Final = 60.0
_NARROWEST: Final = 9.0
_UPRIGHT: Final = 110.0  # letters beyond which a sheet is printed on its side
_BOLD: Final = 0.9  # how much less room bold letters leave


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

        self._out = io.BytesIO()
        book = xlsxwriter.Workbook(self._out, {"in_memory": True})
        self._pen = Pen(report, layout, book)

    def file(self) -> bytes:
        """The whole workbook."""
        report = self._pen.report
        self._pen.book.set_properties(
            {
                "title": clean(report.title),
                "subject": clean(report.subtitle),
                "author": clean(report.publisher),
                "created": report.as_of.replace(tzinfo=None),
            }
        )
        summary = self._pen.sheet(say("summary", self._pen.language))
        tables = figures = 0
        for block in report.blocks:
            if isinstance(block, Table):
                tables += 1
                self._table_sheet(block, f"{say('table', self._pen.language)} {tables}")
            elif isinstance(block, Chart | RegionMap):
                figures += 1
                self._chart_sheet(block, f"{say('figure', self._pen.language)} {figures}")
            elif isinstance(block, Figure):
                figures += 1
                if block.twin:
                    self._table_sheet(block.twin, f"{say('figure', self._pen.language)} {figures}")
        Summary(self._pen).write(summary)
        if self._pen.layout.sources and self._pen.sources:
            self._source_sheet()
        self._pen.book.close()
        return self._out.getvalue()

    # ---------------------------------------------------------------- tables

    def _table_sheet(self, table: Table, name: str) -> None:
        sheet = self._pen.sheet(name)
        self._pen.links.append((name, table.title))
        self._head(sheet, table, name)
        lines = list(table_lines(table, self._pen.language))
        first = self._columns(sheet, table)
        widths = self._widths(table)
        placed: list[int] = []
        row = first
        for line in lines:
            if line.kind == "group":
                look = self._pen.looks.look(bold=True, bg_color="#F3F6FA", border=1,
                                        border_color="#C3CAD3")  # fmt: skip
                for at in range(len(table.columns)):
                    sheet.write_blank(row, at, None, look)
                sheet.write_string(row, 0, fitting(line.text), look)
            elif line.kind == "row":
                placed.append(row)
                self._row(sheet, table, line, row)
                texts = [self._pen.shown(cell) for cell in line.cells]
                height = max(map(lines_of, texts, widths))
                if height > 1:
                    sheet.set_row(row, LINE * height)
            else:
                self._total(sheet, table, line, row, placed[line.span[0] : line.span[1] + 1])
            row += 1
        if table.rows:
            sheet.autofilter(first - 1, 0, first - 1 + len(table.rows), len(table.columns) - 1)
        if table.note:
            self._note(sheet, row + 1, table.note, self._widths(table))

    def _head(self, sheet: Any, table: Table, name: str) -> None:
        sheet.write_string(
            0, 0, fitting(table.title), self._pen.looks.look(bold=True, font_size=13)
        )
        mark = mark_words(self._pen.report)
        sheet.write_string(1, 0, mark, self._pen.looks.look(bold=True, font_color="#8A5A00"))
        if table.source:
            self._pen.sources.append((name, 0, 0, table.source))

    def _columns(self, sheet: Any, table: Table) -> int:
        rows = head_rows(table)
        for level, heads in enumerate(rows):
            for head in heads:
                wide = head.columns > 1
                right = is_numeric(table.columns[head.column])
                look = self._pen.looks.head(right=right and not wide, centred=wide)
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
        if sum(widths) > _UPRIGHT or self._pen.layout.landscape:
            sheet.set_landscape()
        return first

    def _note(self, sheet: Any, row: int, text: str, widths: list[float]) -> None:
        """A sentence below a table, wrapped within the width of the table."""
        look = self._pen.looks.look(font_color="#4B5563", text_wrap=True)
        said = fitting(text)
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", look)
        sheet.write_string(row, 0, said, look)
        sheet.set_row(row, LINE * lines_of(said, sum(widths)))

    def _widths(self, table: Table) -> list[float]:
        """Widths of the columns, in letters."""
        return [
            round(min(max(wish.wanted * CHARS_PER_EM + 3, _NARROWEST), _WIDEST), 1)
            for wish in self._measured(table)
        ]

    def _measured(self, table: Table) -> list[Wish]:
        texts = (
            [self._pen.shown(cell) for cell in line.cells]
            for line in table_lines(table, self._pen.language)
            if line.kind == "row"
        )
        whole = [column.kind not in ("text", "source") for column in table.columns]
        return wishes([title_of(column) for column in table.columns], texts, whole)

    def _row(self, sheet: Any, table: Table, line: Line, row: int) -> None:
        ratios = {table.position(ratio.column): ratio for ratio in table.ratios}
        for at, (column, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
            value = Unknown() if cell is None else cell
            right = is_numeric(column)
            shown = number_format(value, self._pen.language)
            look = self._pen.looks.cell(shown, right=right, unknown=isinstance(value, Unknown))
            if at in ratios and isinstance(value, Percent):
                self._share(sheet, table, (row, at), value, look)
            else:
                self._pen.value(sheet, row, at, value, look)

    def _share(
        self, sheet: Any, table: Table, place: tuple[int, int], value: Value, look: Any
    ) -> None:
        """A share as a formula over its two cells, with its result."""
        row, at = place
        (ratio,) = (r for r in table.ratios if table.position(r.column) == at)
        part = cell_name(row, table.position(ratio.part))
        of = cell_name(row, table.position(ratio.of))
        number = as_number(value)
        result: Any = self._pen.layout.unknown if number is None else number
        unknown = self._pen.layout.unknown.replace('"', '""')
        sheet.write_formula(row, at, f'=IFERROR(ROUND({part}/{of},4),"{unknown}")', look, result)
        if value.source:
            self._pen.sources.append((sheet.name, row, at, value.source))

    def _total(self, sheet: Any, table: Table, line: Line, row: int, rows: list[int]) -> None:
        total = line.total or Total(line.text, ())
        first = label_span(line)
        look = self._pen.looks.cell(bold=True)
        if first > 1:
            sheet.merge_range(row, 0, row, first - 1, "", look)
        sheet.write_string(row, 0, fitting(line.text), look)
        room = sum(self._widths(table)[:first])
        sheet.set_row(row, LINE * lines_of(line.text, room * _BOLD))
        for at, cell in enumerate(line.cells):
            if at < first:
                continue
            if cell is None:
                sheet.write_blank(row, at, None, look)
                continue
            kind = cell
            if isinstance(cell, Unknown):
                kind = _zero(table, at)
            form = self._pen.looks.cell(
                number_format(kind, self._pen.language), right=True, bold=True
            )
            if table.columns[at].key in total.sums:
                self._sum(sheet, (row, at), rows, cell, form)
            else:
                self._share(sheet, table, (row, at), cell, form)

    def _sum(
        self, sheet: Any, place: tuple[int, int], rows: list[int], value: Value, look: Any
    ) -> None:
        row, at = place
        if not rows:
            self._pen.value(sheet, row, at, value, look)
            return
        ranges = ",".join(f"{cell_name(a, at)}:{cell_name(b, at)}" for a, b in _runs(rows))
        unknown = self._pen.layout.unknown.replace('"', '""')
        result: Any = as_number(value)
        if result is None:
            result = self._pen.layout.unknown
        formula = f'=IF(COUNT({ranges})=0,"{unknown}",SUM({ranges}))'
        sheet.write_formula(row, at, formula, look, result)

    # ---------------------------------------------------------------- charts and sources

    def _chart_sheet(self, chart: Chart | RegionMap, name: str) -> None:
        twin = charts.table(chart, self._pen.language)
        sheet = self._pen.sheet(name)
        self._pen.links.append((name, chart.title))
        self._head(sheet, twin, name)
        if chart.source:
            self._pen.sources.append((name, 0, 0, chart.source))
        first = self._columns(sheet, twin)
        row = first
        gaps = False
        shown = "General"
        for line in table_lines(twin, self._pen.language):
            for at, (column, cell) in enumerate(zip(twin.columns, line.cells, strict=True)):
                if cell is None or isinstance(cell, Unknown):
                    sheet.write_blank(row, at, None, self._pen.looks.cell(right=True))
                    gaps = True
                    continue
                form = number_format(cell, self._pen.language)
                shown = axis_format(cell, self._pen.language) if is_numeric(column) else shown
                self._pen.value(
                    sheet, row, at, cell, self._pen.looks.cell(form, right=is_numeric(column))
                )
            row += 1
        notes = [charts.describe(chart, self._pen.language), chart.note]
        notes += [say("gap", self._pen.language)] if gaps else []
        if isinstance(chart, Chart):
            sheet.set_landscape()
            made = native_chart(self._pen.book, chart, name, first, row - 1, shown)
            sheet.insert_chart(
                3, len(twin.columns) + 1, made, {"description": notes[0], "decorative": False}
            )
        for note in notes:
            if note:
                row += 1
                self._note(sheet, row, note, self._widths(twin))

    def _source_sheet(self) -> None:
        title = say("sources", self._pen.language)
        sheet = self._pen.sheet(title)
        self._pen.links.append((title, ""))
        heads = ("sheet", "cell", "source")
        for at, key in enumerate(heads):
            sheet.write_string(0, at, say(key, self._pen.language), self._pen.looks.head())
        sheet.set_column(0, 1, 14)
        sheet.set_column(2, 2, 70)
        sheet.freeze_panes(1, 0)
        link = self._pen.looks.look(font_color="#1D4E89", underline=1)
        plain = self._pen.looks.look(text_wrap=True)
        linked = len(self._pen.sources) <= 5000
        for row, (name, at_row, at, source) in enumerate(self._pen.sources, start=1):
            sheet.write_string(row, 0, name, plain)
            cell = cell_name(at_row, at)
            if linked:
                sheet.write_url(row, 1, f"internal:'{name}'!{cell}", link, string=cell)
            else:
                sheet.write_string(row, 1, cell, plain)
            sheet.write_string(row, 2, fitting(source_text(source, self._pen.language)), plain)


def _zero(table: Table, at: int) -> Value:
    kinds: dict[str, Value] = {"rupiah": Rupiah(0), "percent": Percent(0)}
    column = table.columns[at]
    return kinds.get(column.kind, Quantity(0, column.decimals))


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row == last + 1:
            last = row
            continue
        yield first, last
        first = last = row
    yield first, last
