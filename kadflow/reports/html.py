"""A report as one accessible HTML5 file: no script, no outside reference, ready to print.

Every text is escaped. Pictures of the caller are cleaned of anything that could run or load.
Charts stand inline with title and description, followed by the same figures as a table.
"""

from __future__ import annotations

import html
from importlib.resources import files
from typing import Final

from kadflow.reports import charts
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
from kadflow.reports.fonts import clean
from kadflow.reports.layouts import PAPER_MM, Layout
from kadflow.reports.lines import (
    Head,
    Levels,
    Line,
    Notes,
    head_rows,
    is_numeric,
    label_span,
    table_lines,
)
from kadflow.reports.pictures import safe_svg
from kadflow.reports.tables import Column, Table
from kadflow.reports.values import Quantity, Unknown, Value
from kadflow.reports.words import (
    day_text,
    facts_of,
    mark_words,
    say,
    source_text,
    value_text,
)

_STYLE: Final = "report.css"


def render_html(report: Report, layout: Layout) -> bytes:
    """The report as a UTF-8 HTML document.

    Args:
        report: Any report.
        layout: How it is set.
    """
    return _Page(report, layout).document().encode()


class _Page:
    def __init__(self, report: Report, layout: Layout) -> None:
        self._report = report
        self._layout = layout
        self._language = report.language
        self._notes = Notes(shown=layout.sources)
        self._levels = Levels()
        self._tables = 0
        self._figures = 0
        self._headings = 0
        self._contents: list[tuple[int, str, str]] = []

    def document(self) -> str:
        """The whole file."""
        report = self._report
        body = "".join(self._block(block) for block in report.blocks)
        appendix = self._appendix()
        style = files("kadflow.reports").joinpath(_STYLE).read_text(encoding="utf-8")
        width, height = PAPER_MM[self._layout.paper]
        if self._layout.landscape:
            width, height = height, width
        page = f"@page{{size:{width}mm {height}mm;margin:18mm 16mm}}"
        mark = mark_words(report)
        banner = f'<p class="mark">{_escape(mark)}</p>' if mark else ""
        skip = _escape(say("skip", self._language))
        return (
            f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'; img-src data:\">\n"
            f"<title>{_escape(report.title)}</title>\n<style>{page}{style}</style>\n</head>\n"
            f'<body>\n<a class="skip" href="#isi">{skip}</a>\n'
            f'<header>{banner}{self._front()}</header>\n{self._navigation()}<main id="isi">\n'
            f"{body}{appendix}</main>\n<footer>{self._foot()}</footer>\n</body>\n</html>\n"
        )

    # ---------------------------------------------------------------- front and back

    def _front(self) -> str:
        report = self._report
        head = "".join(f"<div>{_escape(line)}</div>" for line in report.letterhead)
        letterhead = f'<div class="letterhead">{head}</div>' if head else ""
        if report.kind == "letter":
            return f'{letterhead}<h1 class="vh">{_escape(report.title)}</h1>'
        subtitle = f'<p class="subtitle">{_escape(report.subtitle)}</p>' if report.subtitle else ""
        facts = "".join(
            f"<div><dt>{_escape(label)}</dt><dd>{_escape(text)}</dd></div>"
            for label, text in facts_of(report)
        )
        return (
            f'{letterhead}<h1>{_escape(report.title)}</h1>{subtitle}<dl class="front">{facts}</dl>'
        )

    def _navigation(self) -> str:
        if len(self._contents) < 3:
            return ""
        title = _escape(say("contents", self._language))
        entries = "".join(
            f'<li class="level{level}"><a href="#{name}">{text}</a></li>'
            for level, name, text in self._contents
        )
        return f'<nav aria-label="{title}"><p>{title}</p><ol>{entries}</ol></nav>\n'

    def _foot(self) -> str:
        report = self._report
        said = [report.title, report.number, f"{say('version', self._language)} {report.version}"]
        return _escape(" · ".join(text for text in said if text))

    def _appendix(self) -> str:
        listed = self._notes.listed()
        if not listed:
            return ""
        title = say("sources", self._language)
        items = "".join(
            f'<li id="asal-{number}"><span>[{number}]</span> '
            f"{_escape(source_text(source, self._language))}</li>"
            for number, source in listed
        )
        lead = _escape(say("sources_lead", self._language))
        return (
            f'<section class="sources">{self._heading(title, 1)}<p>{lead}</p>'
            f"<ol>{items}</ol></section>\n"
        )

    # ---------------------------------------------------------------- blocks

    def _block(self, block: Block) -> str:
        match block:
            case Heading(text=text, level=level):
                return self._heading(text, level)
            case Paragraph(text=text):
                return f"<p>{_broken(text)}</p>\n"
            case Items(items=items, ordered=ordered):
                tag = "ol" if ordered else "ul"
                inner = "".join(f"<li>{_broken(item)}</li>" for item in items)
                return f"<{tag}>{inner}</{tag}>\n"
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
                return '<div class="break"></div>\n'

    def _heading(self, text: str, level: int) -> str:
        level = self._levels.next(level)
        self._headings += 1
        name = f"b{self._headings}"
        said = _escape(text)
        if level < 3:
            self._contents.append((level, name, said))
        return f'<h{level + 1} id="{name}">{said}</h{level + 1}>\n'

    def _facts(self, block: Facts) -> str:
        title = f"<h4>{_escape(block.title)}</h4>" if block.title else ""
        inner = "".join(
            f"<div><dt>{_escape(fact.label)}</dt><dd>{self._value(fact.value)}"
            f"{self._mark(self._notes.of(fact.value))}</dd></div>"
            for fact in block.facts
        )
        return f'<section class="facts">{title}<dl>{inner}</dl></section>\n'

    def _callout(self, block: Callout) -> str:
        kind = _escape(say(block.kind, self._language))
        text = f"<p>{_broken(block.text)}</p>" if block.text else ""
        items = "".join(f"<li>{_broken(item)}</li>" for item in block.items)
        listed = f"<ul>{items}</ul>" if items else ""
        return (
            f'<div class="callout {block.kind}" role="note"><p><strong>{kind}: {_escape(block.title)}'
            f"</strong></p>{text}{listed}</div>\n"
        )

    def _signatures(self, block: Signatures) -> str:
        day = day_text(block.day, self._language) if block.day else "............................"
        place = f"{_escape(block.place)}, {day}" if block.place else ""
        signers = "".join(
            f'<div class="signer"><p>{_escape(s.before)}</p><p>{_escape(s.office)}</p>'
            f'<p class="name">{_escape(s.name)}</p><p>{_escape(s.note)}</p></div>'
            for s in block.signers
        )
        return (
            f'<section class="signatures"><p class="place">{place}</p>'
            f"<div>{signers}</div></section>\n"
        )

    # ---------------------------------------------------------------- pictures

    def _chart(self, chart: Chart | RegionMap) -> str:
        drawn = charts.svg(chart, self._language, key=f"g{self._figures + 1}")
        told = charts.describe(chart, self._language)
        twin = charts.table(chart, self._language)
        return self._picture(drawn, chart, "" if self._layout.twins else told, twin)

    def _figure(self, figure: Figure) -> str:
        drawn = safe_svg(figure.svg, figure.title)
        picture = f'<div role="img" aria-label="{_escape(figure.description)}">{drawn}</div>'
        return self._picture(picture, figure, figure.description, figure.twin)

    def _picture(
        self, drawn: str, block: Chart | RegionMap | Figure, told: str, twin: Table | None
    ) -> str:
        self._figures += 1
        name = f"{say('figure', self._language)} {self._figures}"
        source = getattr(block, "source", None)
        note = getattr(block, "note", "")
        said = f'<p class="note">{_escape(note)}</p>' if note else ""
        told = f'<p class="told">{_escape(told)}</p>' if told else ""
        figures = ""
        if twin and self._layout.twins:
            title = say("twin", self._language, number=self._figures)
            figures = (
                f"<details open><summary>{_escape(title)}</summary>"
                f"{self._table(twin, '', twin_of=title)}</details>"
            )
        return (
            f"<figure>{drawn}<figcaption><strong>{name}.</strong> {_escape(block.title)}"
            f"{self._mark(self._notes.number(source))}</figcaption>"
            f"{told}{said}{figures}</figure>\n"
        )

    # ---------------------------------------------------------------- tables

    def _table(self, table: Table, name: str, twin_of: str = "") -> str:
        hidden = "" if name else ' class="vh"'
        caption = f"<strong>{name}.</strong> {_escape(table.title)}" if name else _escape(twin_of)
        mark = self._mark(self._notes.number(table.source))
        head = "".join(
            f"<tr>{''.join(_head_cell(head, table) for head in row)}</tr>"
            for row in head_rows(table)
        )
        body = "".join(self._line(table, line) for line in table_lines(table, self._language))
        note = f'<p class="note">{_escape(table.note)}</p>' if table.note and name else ""
        return (
            f'<div class="table" tabindex="0" role="region" aria-label="{_escape(table.title)}">'
            f"<table><caption{hidden}>{caption}{mark}</caption><thead>{head}</thead>"
            f"<tbody>{body}</tbody></table></div>{note}\n"
        )

    def _line(self, table: Table, line: Line) -> str:
        if line.kind == "group":
            width = len(table.columns)
            return (
                f'<tr class="group"><th scope="colgroup" colspan="{width}">'
                f"{_escape(line.text)}</th></tr>"
            )
        marks = self._notes.of_row(line.cells)
        first = 1
        if line.kind == "total":
            first = label_span(line)
            over = f' colspan="{first}"' if first > 1 else ""
            cells = [f'<th scope="row"{over}>{_escape(line.text)}</th>']
        else:
            said = self._value(line.cells[0], table.columns[0])
            cells = [f'<th scope="row">{said}{self._mark(marks[0])}</th>']
        for at, (column, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
            if at >= first:
                kind = ' class="n"' if is_numeric(column) else ""
                cells.append(f"<td{kind}>{self._value(cell, column)}{self._mark(marks[at])}</td>")
        total = ' class="total"' if line.kind == "total" else ""
        return f"<tr{total}>{''.join(cells)}</tr>"

    def _value(self, value: Value | None, column: Column | None = None) -> str:
        if value is None:
            return ""
        if isinstance(value, Quantity) and column and column.unit:
            value = Quantity(value.scaled, value.decimals)
        said = _broken(value_text(value, self._language, self._layout.unknown))
        if isinstance(value, Unknown):
            return (
                f'<span class="unknown">{self._unknown(said, value, shown=column is None)}</span>'
            )
        return said

    def _unknown(self, said: str, value: Unknown, *, shown: bool) -> str:
        """A dash says nothing aloud: those who listen hear that it is unknown, and whom to ask."""
        ask = f"{say('ask', self._language).lower()} {value.ask}" if value.ask else ""
        if shown:
            return f"{said} ({_escape(ask)})" if ask else said
        spoken = say("unknown", self._language).lower() + (f", {ask}" if ask else "")
        return f'<span aria-hidden="true">{said}</span><span class="vh">{_escape(spoken)}</span>'

    def _mark(self, note: int | None) -> str:
        if note is None:
            return ""
        return f'<sup><a href="#asal-{note}">[{note}]</a></sup>'


def _escape(text: str) -> str:
    """Text as it may stand in HTML, between tags and in quotes."""
    return html.escape(clean(text))


def _head_cell(head: Head, table: Table) -> str:
    column = table.columns[head.column]
    scope = "colgroup" if head.columns > 1 else "col"
    kind = ' class="n"' if is_numeric(column) and head.columns == 1 else ""
    over = f' colspan="{head.columns}"' if head.columns > 1 else ""
    down = f' rowspan="{head.rows}"' if head.rows > 1 else ""
    return f'<th scope="{scope}"{over}{down}{kind}>{_escape(head.text)}</th>'


def _broken(text: str) -> str:
    return _escape(text).replace("\n", "<br>")
