"""What every renderer needs of a report before it draws: table lines, numbering, source notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

import msgspec

from kadflow.domain.wording.amounts import Language
from kadflow.reports.tables import Column, Row, Table, Total, summed, title_of
from kadflow.reports.values import Quantity, Rupiah, Source, Value, Whole
from kadflow.reports.words import say

_COUNTED: Final = (Whole, Rupiah, Quantity)
"""Figures that come from entries; a share follows from others."""


class Line(NamedTuple):
    """One line of a table body.

    Attributes:
        kind: A heading of a group, a row, or a total.
        text: Heading of the group, or label of the total with what it leaves out.
        cells: Of a row or total, one per column; None is left empty.
        span: Of a total: first and last row (counted from 0 over the whole table) that it sums.
        total: Which total.
    """

    kind: Literal["group", "row", "total"]
    text: str = ""
    cells: tuple[Value | None, ...] = ()
    span: tuple[int, int] = (0, -1)
    total: Total | None = None


def table_lines(table: Table, language: Language) -> Iterator[Line]:
    """The body of a table from top to bottom, totals worked out."""
    done = 0
    for row in table.rows:
        yield Line("row", cells=row)
    done += len(table.rows)
    for group in table.groups:
        yield Line("group", text=group.title)
        for row in group.rows:
            yield Line("row", cells=row)
        span = (done, done + len(group.rows) - 1)
        done += len(group.rows)
        for total in group.totals:
            yield _total_line(table, total, group.rows, span, language)
    every = tuple(table.all_rows())
    for total in table.totals:
        yield _total_line(table, total, every, (0, done - 1), language)


def label_span(line: Line) -> int:
    """Over how many columns the label of a total reaches: up to its first sum."""
    return next((at for at, cell in enumerate(line.cells) if at and cell is not None), 1)


def _total_line(
    table: Table, total: Total, rows: tuple[Row, ...], span: tuple[int, int], language: Language
) -> Line:
    worked = summed(table, total, rows)
    label = total.label
    if worked.unknown:
        label = f"{label} ({say('missing', language, count=worked.unknown)})"
    return Line("total", label, worked.cells, span, total)


class Head(NamedTuple):
    """One cell of a table's head: over how many columns and how many rows it reaches."""

    text: str
    column: int
    columns: int
    rows: int


def head_rows(table: Table) -> list[list[Head]]:
    """The head of a table: one row, or two where columns stand under a common heading."""
    if not any(column.under for column in table.columns):
        return [[Head(title_of(c), at, 1, 1) for at, c in enumerate(table.columns)]]
    upper: list[Head] = []
    lower: list[Head] = []
    for at, column in enumerate(table.columns):
        if not column.under:
            upper.append(Head(title_of(column), at, 1, 2))
            continue
        lower.append(Head(title_of(column), at, 1, 1))
        last = upper[-1] if upper else None
        if last and last.text == column.under and last.column + last.columns == at:
            upper[-1] = last._replace(columns=last.columns + 1)
        else:
            upper.append(Head(column.under, at, 1, 1))
    return [upper, lower]


def is_numeric(column: Column) -> bool:
    """Whether its cells are set to the right."""
    return column.kind in ("whole", "rupiah", "percent", "quantity")


def is_whole(column: Column) -> bool:
    """Whether its cells are never broken into lines: numbers and dates."""
    return is_numeric(column) or column.kind == "date"


class Levels:
    """Levels of headings without gaps: a heading is at most one deeper than the one before it.

    Readers who jump from heading to heading rely on that, and PDF/UA demands it.
    """

    def __init__(self) -> None:
        self._last = 0

    def next(self, level: int) -> int:
        """The level at which the next heading stands."""
        self._last = min(level, self._last + 1)
        return self._last


class Notes:
    """The appendix of sources: each gets a number when it is first met."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._numbers: dict[Source, int] = {}

    def of(self, value: Value | None) -> int | None:
        """The note of a value, if it has a source and sources are shown."""
        return self.number(value.source) if value is not None else None

    def number(self, source: Source | None) -> int | None:
        """The note of a source."""
        if source is None or not self._shown:
            return None
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def of_row(self, cells: tuple[Value | None, ...]) -> tuple[int | None, ...]:
        """The notes of a row: one at its first cell when all its figures come from one record."""
        sources = [cell.source for cell in cells if cell is not None and cell.source]
        plain = any(isinstance(cell, _COUNTED) and not cell.source for cell in cells)
        if len(sources) < 2 or plain or len({(s.stream, s.name) for s in sources}) > 1:
            return tuple(self.of(cell) for cell in cells)
        every = {number for source in sources for number in source.numbers}
        numbers = tuple(sorted(every)) if all(source.numbers for source in sources) else ()
        merged = msgspec.structs.replace(sources[0], numbers=numbers)
        return (self.number(merged), *(None for _ in cells[1:]))

    def listed(self) -> list[tuple[int, Source]]:
        """Every source that was met, by number."""
        return [(number, source) for source, number in self._numbers.items()]
