"""A report as PDF: tagged (PDF/UA-1), for keeping (PDF/A-2a), set by typst.

The template is the only source that typst reads; a report reaches it as data. Fonts of the
machine are never looked at, so the same report has the same bytes everywhere.
"""

from __future__ import annotations

from typing import Any, Final

from kadflow.reports import charts
from kadflow.reports.columns import BOLDER, broken_to_fit, set_table, wishes
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
from kadflow.reports.fonts import FAMILIES, printable, text_width
from kadflow.reports.layouts import PAPER_MM, Layout
from kadflow.reports.lines import (
    Levels,
    Notes,
    head_rows,
    is_numeric,
    is_whole,
    label_span,
    table_lines,
)
from kadflow.reports.pictures import picture_width, safe_svg, svg_size
from kadflow.reports.tables import Table
from kadflow.reports.typesetter import to_pdf
from kadflow.reports.values import Quantity, Unknown, Value
from kadflow.reports.words import (
    day_text,
    facts_of,
    mark_words,
    say,
    source_text,
    value_text,
)

_MARGIN_MM: Final = 20
_POINTS: Final = 72 / 25.4
_KEPT_TOGETHER: Final = 14  # lines of a table that is never torn by a page
_LINES_OF_CONTENTS: Final = 12
_WIDE_PICTURE: Final = 900  # pixels; a wider picture gets a page on its side
_BESIDE_PICTURE_MM: Final = 90  # what margins, caption and note leave of a page


def render_pdf(report: Report, layout: Layout) -> bytes:
    """The report as PDF/UA-1 and PDF/A-2a.

    Args:
        report: Any report.
        layout: How it is set.
    """
    return to_pdf(_Sheet(report, layout).view(), report.as_of)


class _Sheet:
    """Turns a report into what the template prints: finished words, widths and pictures."""

    def __init__(self, report: Report, layout: Layout) -> None:
        self._report = report
        self._layout = layout
        self._language = report.language
        self._notes = Notes(shown=layout.sources)
        self._levels = Levels()
        self._tables = 0
        self._figures = 0
        self._twins: list[dict[str, Any]] = []
        width, height = PAPER_MM[layout.paper]
        self._paper = (height, width) if layout.landscape else (width, height)

    def view(self) -> dict[str, Any]:
        """Everything that the template needs."""
        report, language = self._report, self._language
        blocks: list[dict[str, Any]] = []
        for block in report.blocks:
            made = self._block(block)
            if made.get("flipped"):  # a heading does not stay behind on the page before
                while blocks and blocks[-1]["kind"] == "heading":
                    made["headings"] = [blocks.pop(), *made["headings"]]
            blocks.append(made)
        if self._twins:
            heading = {"kind": "heading", "level": 1, "text": say("twins", language)}
            blocks += [heading, *self._twins]
        headings = sum(isinstance(block, Heading) and block.level < 3 for block in report.blocks)
        number = f"{say('number', language)} {report.number}" if report.number else ""
        version = f"{say('version', language)} {report.version}"
        pages = say("page", language, page="\0", pages="\0").split("\0")
        return {
            "lang": language,
            "title": _plain(report.title),
            "letter": report.kind == "letter",
            "heading": _plain(report.title),
            "subtitle": _plain(report.subtitle),
            "author": _plain(report.publisher),
            "keywords": [_plain(text) for text in (number, version) if text],
            "fonts": FAMILIES,
            "paper": self._paper,
            "margin": _MARGIN_MM,
            "mark": mark_words(report),
            "head": _plain(report.title),
            "foot": _plain(" · ".join(text for text in (number, version) if text)),
            "pages": pages,
            "letterhead": [_plain(line) for line in report.letterhead],
            "front": self._pairs("", facts_of(report)),
            "contents": say("contents", language) if headings >= _LINES_OF_CONTENTS else "",
            "blocks": blocks,
            "sources": [(n, _plain(source_text(s, language))) for n, s in self._notes.listed()],
            "sources-title": say("sources", language),
            "sources-lead": say("sources_lead", language),
        }

    # ---------------------------------------------------------------- blocks

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading(text=text, level=level):
                return {"kind": "heading", "level": self._levels.next(level), "text": _plain(text)}
            case Paragraph(text=text):
                return {"kind": "paragraph", "lines": _lines(text)}
            case Items(items=items, ordered=ordered):
                lines = [_lines(item) for item in items]
                return {"kind": "items", "ordered": ordered, "items": lines}
            case Facts():
                return self._facts(block)
            case Table():
                self._tables += 1
                name = f"{say('table', self._language)} {self._tables}"
                return self._table(block, name)
            case Chart() | RegionMap():
                return self._chart(block)
            case Figure():
                return self._figure(block)
            case Callout():
                return self._callout(block)
            case Signatures():
                return self._signatures(block)
            case PageBreak():
                return {"kind": "break"}

    def _facts(self, block: Facts) -> dict[str, Any]:
        rows = [(fact.label, self._noted(fact.value)) for fact in block.facts]
        return self._pairs(block.title, rows)

    def _pairs(self, title: str, rows: list[tuple[str, Any]]) -> dict[str, Any]:
        labels = [_plain(label) for label, _ in rows]
        widest = max((text_width(label, 10) for label in labels), default=0)
        return {
            "kind": "facts",
            "title": _plain(title),
            "label": round(min(max(widest + 4, 90), 190), 1),
            "rows": [
                (label, _plain(said) if isinstance(said, str) else said)
                for label, (_, said) in zip(labels, rows, strict=True)
            ],
        }

    def _callout(self, block: Callout) -> dict[str, Any]:
        return {
            "kind": "callout",
            "tint": block.kind,
            "title": _plain(f"{say(block.kind, self._language)}: {block.title}"),
            "lines": _lines(block.text) if block.text else [],
            "items": [_lines(item) for item in block.items],
        }

    def _signatures(self, block: Signatures) -> dict[str, Any]:
        day = day_text(block.day, self._language) if block.day else "." * 28
        return {
            "kind": "signatures",
            "place": _plain(f"{block.place}, {day}") if block.place else "",
            "signers": [
                {
                    "before": _plain(signer.before),
                    "office": _plain(signer.office),
                    "name": _plain(signer.name),
                    "note": _plain(signer.note),
                }
                for signer in block.signers
            ],
        }

    # ---------------------------------------------------------------- pictures

    def _chart(self, chart: Chart | RegionMap) -> dict[str, Any]:
        drawn = charts.svg(chart, self._language)
        told = charts.describe(chart, self._language)
        made = self._picture(drawn, chart, told, charts.table(chart, self._language))
        return made | {"told": "" if self._layout.twins else made["told"]}

    def _figure(self, figure: Figure) -> dict[str, Any]:
        drawn = safe_svg(figure.svg, figure.title)
        return self._picture(drawn, figure, figure.description, figure.twin)

    def _picture(
        self, drawn: str, block: Chart | RegionMap | Figure, told: str, twin: Table | None
    ) -> dict[str, Any]:
        self._figures += 1
        name = f"{say('figure', self._language)} {self._figures}"
        if twin and self._layout.twins:
            title = say("twin", self._language, number=self._figures)
            self._twins.append(self._table(twin, title))
        width, height = svg_size(drawn)
        flipped = self._paper[1] > self._paper[0] and width > max(_WIDE_PICTURE, height * 1.5)
        page = self._paper[::-1] if flipped else self._paper
        room = (page[0] - 2 * _MARGIN_MM) * _POINTS
        tallest = (page[1] - _BESIDE_PICTURE_MM) * _POINTS
        wide = picture_width(width, height, room, tallest)
        return {
            "kind": "picture",
            "svg": printable(drawn),
            "alt": _plain(told),
            "caption": (name, _plain(block.title), self._source(block)),
            "told": _plain(told),
            "note": _plain(getattr(block, "note", "")),
            "width": round(wide, 1),
            "flipped": flipped,
            "headings": [],
        }

    def _source(self, block: Chart | RegionMap | Figure | Table) -> int | None:
        return self._notes.number(getattr(block, "source", None))

    # ---------------------------------------------------------------- tables

    def _table(self, table: Table, name: str) -> dict[str, Any]:
        numeric = [is_numeric(column) for column in table.columns]
        caption = (name, _plain(table.title), self._source(table))
        lines = [self._line(table, line) for line in table_lines(table, self._language)]
        heads = [
            [head._replace(text=_plain(head.text)) for head in row] for row in head_rows(table)
        ]
        labels = [""] * len(numeric)
        for head in (head for row in heads for head in row if head.columns == 1):
            labels[head.column] = head.text
        whole = [is_whole(column) for column in table.columns]
        rows = ([_shown(cell) for cell in line["cells"]] for line in lines if "cells" in line)
        upright, turned = (side - 2 * _MARGIN_MM for side in self._paper)
        setting = set_table(
            wishes(labels, rows, whole), upright * _POINTS, max(upright, turned) * _POINTS
        )
        rooms = [setting.room(width) for width in setting.widths]
        for line in lines:
            if "cells" in line:
                line["cells"] = [
                    _fitted(c, room) for c, room in zip(line["cells"], rooms, strict=True)
                ]
        printed = [
            [
                h._asdict() | {"text": broken_to_fit(h.text, rooms[h.column] / BOLDER)}
                if h.columns == 1
                else h._asdict()
                for h in row
            ]
            for row in heads
        ]
        return {
            "kind": "table",
            "caption": caption,
            "widths": setting.widths,
            "right": numeric,
            "head": printed,
            "lines": lines,
            "size": setting.size,
            "inset": setting.inset,
            "flipped": setting.flipped,
            "headings": [],
            "kept": len(lines) <= _KEPT_TOGETHER,
            "note": _plain(table.note),
        }

    def _line(self, table: Table, line: Any) -> dict[str, Any]:
        if line.kind == "group":
            return {"kind": "group", "text": _plain(line.text)}
        marks = self._notes.of_row(line.cells)
        cells: list[Any] = []
        for column, cell, mark in zip(table.columns, line.cells, marks, strict=True):
            value = cell
            if isinstance(cell, Quantity) and column.unit:
                value = Quantity(cell.scaled, cell.decimals)
            said = "" if value is None else self._value(value)
            cells.append(said if mark is None else (said, mark))
        if line.kind == "total":
            span = label_span(line)
            return {
                "kind": "total",
                "text": _plain(line.text),
                "span": span,
                "cells": ["" for _ in range(span)] + cells[span:],
            }
        return {"kind": "row", "cells": cells}

    # ---------------------------------------------------------------- words

    def _noted(self, value: Value) -> Any:
        mark = self._notes.of(value)
        said = self._value(value)
        if isinstance(value, Unknown) and value.ask:
            said = f"{said} ({say('ask', self._language).lower()} {_plain(value.ask)})"
        return said if mark is None else (said, mark)

    def _value(self, value: Value) -> str:
        return _plain(value_text(value, self._language, self._layout.unknown))


def _lines(text: str) -> list[str]:
    return [_plain(line) for line in text.split("\n")]


def _shown(cell: Any) -> str:
    return cell if isinstance(cell, str) else f"{cell[0]} [99]"


def _fitted(cell: Any, room: float) -> Any:
    if isinstance(cell, str):
        return broken_to_fit(cell, room)
    return broken_to_fit(cell[0], room), cell[1]


def _plain(text: str) -> str:
    return printable(text).replace("\n", " ")
