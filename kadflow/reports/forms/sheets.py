"""The cells of one sheet, read from its XML and written back; all around them stays as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from kadflow.reports.forms.references import (
    Growth,
    area,
    cell_name,
    copied_down,
    copied_right,
    grown_areas,
    grown_formula,
    place,
)
from kadflow.reports.forms.workbooks import local, parsed, plain, unreadable

_ROOT: Final = re.compile(r"<(?:(\w+):)?worksheet\b([^>]*)>")
_MERGE: Final = re.compile(r'<(?:\w+:)?mergeCell\b[^>]*\bref="([^"]+)"')
_AREAS: Final = re.compile(
    r"(<(?:\w+:)?(?:mergeCell|conditionalFormatting|dataValidation|hyperlink|autoFilter|dimension"
    r'|protectedRange|ignoredError)\b[^>]*?\s(?:ref|sqref)=")([^"]+)(")'
)
_RULES: Final = re.compile(
    r"(<(?:\w+:)?formula[12]?>)([^<]*)(</)"
)  # of validation and highlighting
_BREAKS: Final = re.compile(r'(<(?:\w+:)?brk\b[^>]*?\sid=")([0-9]+)(")')
_KEPT: Final = ("ht", "customHeight", "hidden", "s", "customFormat", "outlineLevel", "collapsed")


@dataclass(slots=True)
class Cell:
    """A cell.

    Attributes:
        style: Number of its style; empty for the plain one.
        kind: Type of its content as the file names it.
        value: Its content, as the file has it.
        formula: Text of its formula.
        array: Area of an array formula.
        text: Inline text, which the file has instead of a value.
    """

    style: str = ""
    kind: str = ""
    value: str | None = None
    formula: str | None = None
    array: str = ""
    text: str | None = None


@dataclass(slots=True)
class Row:
    """A row: its own attributes, and its cells by column number."""

    look: dict[str, str] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)


class Sheet:
    """One sheet of a workbook."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        root = _ROOT.search(text)
        if root is None:
            raise unreadable()
        self._prefix = f"{root[1]}:" if root[1] else ""
        tag = f"{self._prefix}sheetData"
        found = re.search(rf"<{tag}\b[^>]*?/>|<{tag}\b[^>]*>.*?</{tag}>", text, re.DOTALL)
        if found is None:
            raise unreadable()
        self._before, self._after = text[: found.start()], text[found.end() :]
        spaces = " ".join(re.findall(r'xmlns(?::\w+)?="[^"]*"', root[2]))
        tree = parsed(f"<{self._prefix}worksheet {spaces}>{found[0]}</{self._prefix}worksheet>")
        self.rows = _read_rows(tree[0])
        self.merges = [area(plain(ref)) for ref in _MERGE.findall(self._after)]

    def cell(self, row: int, column: int) -> Cell:
        """A cell, made when the sheet does not have it yet."""
        return self.rows.setdefault(row, Row()).cells.setdefault(column, Cell())

    def merged(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """The merged area that has this cell."""
        return next(
            (m for m in self.merges if m[0] <= row <= m[2] and m[1] <= column <= m[3]), None
        )

    def follow(self, growth: Growth) -> bool:
        """Have all that names a grown sheet name it as it is now; returns whether anything does."""
        moved = False
        for row in self.rows.values():
            for cell in row.cells.values():
                if cell.formula:
                    before, cell.formula = (
                        cell.formula,
                        grown_formula(cell.formula, self.name, growth),
                    )
                    moved = moved or before != cell.formula
        after = _RULES.sub(
            lambda m: m[1] + escape(grown_formula(plain(m[2]), self.name, growth)) + m[3],
            self._after,
        )
        moved, self._after = moved or after != self._after, after
        return moved

    def grow(self, growth: Growth) -> None:
        """Move what stands below down, and give the new rows the look of the row above them."""
        self.follow(growth)
        after, added = growth.after, growth.added
        self.rows = {n + added if n > after else n: row for n, row in self.rows.items()}
        for row in self.rows.values():
            for cell in row.cells.values():
                cell.array = grown_areas(cell.array, growth)
        model = self.rows.get(after, Row())
        for step in range(1, added + 1):
            cells = {at: _copied(cell, step) for at, cell in model.cells.items()}
            self.rows[after + step] = Row(dict(model.look), cells)
        self._before = _grown_refs(self._before, growth)
        self._after = _grown_refs(self._after, growth)
        self._merge_new_rows(growth)

    def _merge_new_rows(self, growth: Growth) -> None:
        """Cells that are merged within the last ready row are merged in the new rows too."""
        p = self._prefix
        made = "".join(
            f'<{p}mergeCell ref="{cell_name(row, left)}:{cell_name(row, right)}"/>'
            for top, left, bottom, right in self.merges
            if top == bottom == growth.after
            for row in range(growth.after + 1, growth.after + growth.added + 1)
        )
        self._after = self._after.replace(f"</{p}mergeCells>", f"{made}</{p}mergeCells>")
        count = len(_MERGE.findall(self._after))
        self._after = re.sub(
            rf'(<{p}mergeCells\b[^>]*?\bcount=")[0-9]+', rf"\g<1>{count}", self._after
        )
        self.merges = [area(plain(ref)) for ref in _MERGE.findall(self._after)]

    def text(self) -> str:
        """The whole part; results of formulas are left out, since they are no longer true."""
        p = self._prefix
        rows = "".join(_row_text(p, number, self.rows[number]) for number in sorted(self.rows))
        return f"{self._before}<{p}sheetData>{rows}</{p}sheetData>{self._after}"


def _read_rows(data: ET.Element) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    masters: dict[str, tuple[int, int, str]] = {}
    number = 0
    for element in data:
        number = int(element.get("r", number + 1))
        row = Row({key: element.get(key, "") for key in _KEPT if element.get(key) is not None})
        rows[number] = row
        column = 0
        for entry in element:
            named = place(entry.get("r", ""))
            column = named[1] if named else column + 1
            row.cells[column] = _read_cell(entry, (number, column), masters)
    return rows


def _read_cell(
    entry: ET.Element, here: tuple[int, int], masters: dict[str, tuple[int, int, str]]
) -> Cell:
    cell = Cell(entry.get("s", ""), entry.get("t", ""))
    for part in entry:
        name = local(part.tag)
        if name == "v":
            cell.value = part.text or ""
        elif name == "is":
            cell.text = "".join(t.text or "" for t in part.iter() if local(t.tag) == "t")
        elif name == "f":
            cell.formula = part.text or ""
            group = part.get("si", "")
            if part.get("t") == "array":
                cell.array = part.get("ref", "")
            elif part.get("t") == "shared" and cell.formula:
                masters[group] = (*here, cell.formula)
            elif part.get("t") == "shared" and group in masters:
                row, column, formula = masters[group]
                down = copied_down(formula, here[0] - row)
                cell.formula = copied_right(down, here[1] - column)
    return cell


def _copied(cell: Cell, rows: int) -> Cell:
    if cell.formula and not cell.array:
        return Cell(cell.style, formula=copied_down(cell.formula, rows))
    return Cell(cell.style)


def _grown_refs(text: str, growth: Growth) -> str:
    made = _AREAS.sub(lambda m: m[1] + grown_areas(m[2], growth) + m[3], text)
    return _BREAKS.sub(
        lambda m: m[1] + str(int(m[2]) + (growth.added if int(m[2]) > growth.after else 0)) + m[3],
        made,
    )


def _row_text(prefix: str, number: int, row: Row) -> str:
    look = "".join(f" {key}={quoteattr(value)}" for key, value in row.look.items())
    cells = "".join(
        _cell_text(prefix, cell_name(number, column), row.cells[column])
        for column in sorted(row.cells)
    )
    return f'<{prefix}row r="{number}"{look}>{cells}</{prefix}row>'


def _cell_text(p: str, name: str, cell: Cell) -> str:
    style = f" s={quoteattr(cell.style)}" if cell.style else ""
    if cell.formula:
        array = f' t="array" ref="{cell.array}"' if cell.array else ""
        return f'<{p}c r="{name}"{style}><{p}f{array}>{escape(cell.formula)}</{p}f></{p}c>'
    if cell.text is not None:
        said = f'<{p}is><{p}t xml:space="preserve">{escape(cell.text)}</{p}t></{p}is>'
        return f'<{p}c r="{name}"{style} t="inlineStr">{said}</{p}c>'
    if cell.value is None:
        return f'<{p}c r="{name}"{style}/>'
    kind = f' t="{cell.kind}"' if cell.kind else ""
    return f'<{p}c r="{name}"{style}{kind}><{p}v>{escape(cell.value)}</{p}v></{p}c>'
