"""A report as a Word document that officials go on editing.

Headings, captions, lists and tables carry Word's own styles; captions and page numbers are
fields; charts are pictures with a description, their figures follow as tables. The file is
written part by part, so that it has the same bytes each time.
"""

from __future__ import annotations

from typing import Final

from kadflow.reports import charts
from kadflow.reports.archives import zipped
from kadflow.reports.columns import BOLDER, Setting, broken_to_fit, set_table, wishes
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
from kadflow.reports.fonts import text_width
from kadflow.reports.layouts import PAPER_MM, Layout
from kadflow.reports.lines import (
    Levels,
    Line,
    Notes,
    head_rows,
    is_numeric,
    is_whole,
    label_span,
    table_lines,
)
from kadflow.reports.pictures import picture_width, safe_svg, svg_size
from kadflow.reports.tables import Column, Table
from kadflow.reports.typesetter import to_png
from kadflow.reports.values import Quantity, Unknown, Value
from kadflow.reports.word import parts
from kadflow.reports.word.writing import (
    Align,
    Down,
    bookmark,
    cell,
    field,
    note_link,
    paragraph,
    picture,
    row,
    run,
    section,
    table,
)
from kadflow.reports.words import day_text, facts_of, mark_words, say, source_text, value_text

_POINTS: Final = 72 / 25.4
_MARGIN: Final = 20 * _POINTS
_WIDE_PICTURE: Final = 900  # pixels; a wider picture gets a page on its side
_HEAD_FILL: Final = "E6EDF5"
_GROUP_FILL: Final = "F3F6FA"
_TOTAL_FILL: Final = "FAFAFA"
_CALLOUTS: Final = {
    "note": "CalloutNote",
    "warning": "CalloutWarning",
    "unknown": "CalloutUnknown",
}


def render_docx(report: Report, layout: Layout) -> bytes:
    """The report as a Word document.

    Args:
        report: Any report.
        layout: How it is set.
    """
    return _Document(report, layout).file()


class _Document:
    def __init__(self, report: Report, layout: Layout) -> None:
        self._report = report
        self._layout = layout
        self._language = report.language
        self._notes = Notes(shown=layout.sources)
        self._levels = Levels()
        self._pictures: list[bytes] = []
        self._twins: list[tuple[Table, str]] = []
        self._tables = 0
        self._lists = 0
        width, height = (side * _POINTS for side in PAPER_MM[layout.paper])
        self._paper = (height, width) if layout.landscape else (width, height)

    def file(self) -> bytes:
        """The whole archive."""
        report = self._report
        body = self._front() + self._blocks()
        body += self._twin_tables() + self._sources()
        last = section(*self._paper, _MARGIN)
        document = (
            f"{parts.XML}<w:document {parts.NAMES}><w:body>{body}{last}</w:body></w:document>"
        )
        texts = {
            "[Content_Types].xml": parts.content_types(),
            "_rels/.rels": parts.package_relations(),
            "docProps/app.xml": parts.app_properties(),
            "docProps/core.xml": parts.core_properties(
                report.title,
                report.subtitle,
                report.publisher,
                report.as_of,
                report.language,
                report.version,
            ),
            "word/_rels/document.xml.rels": parts.document_relations(len(self._pictures)),
            "word/document.xml": document,
            "word/fontTable.xml": parts.font_table(),
            "word/footer.xml": self._footer(),
            "word/header.xml": self._header(),
            "word/numbering.xml": parts.numbering(self._lists),
            "word/settings.xml": parts.settings(),
            "word/styles.xml": parts.styles(report.language, self._paper[0] - 2 * _MARGIN),
        }
        files = {name: text.encode() for name, text in texts.items()}
        for number, data in enumerate(self._pictures, start=1):
            files[f"word/media/image{number}.png"] = data
        return zipped(files, first=("[Content_Types].xml", "_rels/.rels"))

    # ---------------------------------------------------------------- every page

    def _header(self) -> str:
        mark = mark_words(self._report)
        said = run(self._report.title) + "<w:r><w:tab/></w:r>" + run(mark, bold=True)
        return f"{parts.XML}<w:hdr {parts.NAMES}>{paragraph(said, 'Header')}</w:hdr>"

    def _footer(self) -> str:
        report = self._report
        number = f"{say('number', self._language)} {report.number}" if report.number else ""
        version = f"{say('version', self._language)} {report.version}"
        left = " · ".join(text for text in (number, version) if text)
        before, between, after = say("page", self._language, page="\0", pages="\0").split("\0")
        said = run(left) + "<w:r><w:tab/></w:r>" + run(before) + field("PAGE", "1")
        said += run(between) + field("NUMPAGES", "1") + (run(after) if after else "")
        return f"{parts.XML}<w:ftr {parts.NAMES}>{paragraph(said, 'Footer')}</w:ftr>"

    def _front(self) -> str:
        report = self._report
        made = "".join(paragraph(run(line), "Letterhead") for line in report.letterhead)
        if made:
            edge = (
                '<w:pBdr><w:bottom w:val="double" w:sz="6" w:space="4" w:color="1F2937"/></w:pBdr>'
            )
            made += paragraph("", "Letterhead", edge)
        if report.kind == "letter":
            return made
        made += paragraph(run(report.title), "Title")
        if report.subtitle:
            made += paragraph(run(report.subtitle), "Subtitle")
        return made + self._pairs(
            [(label, run(text, bold=True)) for label, text in facts_of(report)]
        )

    # ---------------------------------------------------------------- blocks

    def _blocks(self) -> str:
        """Every block; what needs a page on its side becomes a section with its headings."""
        made: list[str] = []
        headings: list[str] = []
        fresh = False  # whether the page has nothing on it yet
        broken = False
        for block in self._report.blocks:
            if isinstance(block, PageBreak):
                broken = not fresh
                continue
            if isinstance(block, Heading):
                level = self._levels.next(block.level)
                anew = "<w:pageBreakBefore/>" if broken else ""
                headings.append(paragraph(run(block.text), f"Heading{level}", anew))
                broken = False
                continue
            said, flipped = self._block(block)
            if broken:
                said = paragraph('<w:r><w:br w:type="page"/></w:r>') + said
            if flipped:
                upright = "" if fresh else paragraph("", "", section(*self._paper, _MARGIN))
                turned = paragraph("", "", section(*self._paper[::-1], _MARGIN))
                made += [upright, *headings, said, turned]
            else:
                made += [*headings, said]
            headings, broken, fresh = [], False, flipped
        return "".join([*made, *headings])

    def _block(self, block: Block) -> tuple[str, bool]:
        match block:
            case Heading() | PageBreak():
                return "", False
            case Paragraph(text=text):
                return paragraph(run(text)), False
            case Items():
                return self._items(block), False
            case Facts():
                title = paragraph(run(block.title, bold=True), "", "<w:keepNext/>")
                rows = [(f.label, self._noted(f.value)) for f in block.facts]
                return (title if block.title else "") + self._pairs(rows), False
            case Table():
                self._tables += 1
                return self._table(block, say("table", self._language), str(self._tables))
            case Chart() | RegionMap():
                drawn = charts.svg(block, self._language)
                told = charts.describe(block, self._language)
                twin = charts.table(block, self._language)
                return self._picture(drawn, block, told, twin)
            case Figure():
                drawn = safe_svg(block.svg, block.title)
                said, flipped = self._picture(drawn, block, block.description, block.twin)
                return said + paragraph(run(block.description), "Note"), flipped
            case Callout():
                return self._callout(block), False
            case Signatures():
                return self._signatures(block), False

    def _items(self, block: Items) -> str:
        number = 1
        if block.ordered:
            self._lists += 1
            number = 1 + self._lists
        style = "ListNumber" if block.ordered else "ListBullet"
        counted = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return "".join(paragraph(run(item), style, counted) for item in block.items)

    def _pairs(self, rows: list[tuple[str, str]]) -> str:
        room = self._paper[0] - 2 * _MARGIN
        widest = max((text_width(label, 10) for label, _ in rows), default=0)
        label_width = min(max(widest + 16, 110), 210)
        widths = (label_width, room - label_width)
        made = [
            row((cell(run(label, colour="4B5563"), widths[0]), cell(said, widths[1])))
            for label, said in rows
        ]
        return table(made, widths, title="", plain=True) + paragraph("", "Note")

    def _callout(self, block: Callout) -> str:
        style = _CALLOUTS[block.kind]
        title = f"{say(block.kind, self._language)}: {block.title}"
        apart = '<w:keepNext/><w:spacing w:before="200" w:after="0"/>'
        made = paragraph(run(title, bold=True), style, apart)
        if block.text:
            made += paragraph(run(block.text), style)
        made += "".join(paragraph(run(f"• {item}"), style) for item in block.items)
        return made + paragraph("", "Note")

    def _signatures(self, block: Signatures) -> str:
        day = day_text(block.day, self._language) if block.day else "." * 28
        made = ""
        if block.place:
            made = paragraph(
                run(f"{block.place}, {day}"), "", '<w:keepNext/><w:jc w:val="right"/>'
            )
        room = self._paper[0] - 2 * _MARGIN
        widths = [room / len(block.signers)] * len(block.signers)
        line = "_" * 28
        lines = (
            [run(s.before) for s in block.signers],
            [run(s.office) for s in block.signers],
            [run("\n\n\n") for _ in block.signers],
            [run(s.name or line, bold=bool(s.name)) for s in block.signers],
            [run(s.note) for s in block.signers],
        )
        rows = [
            row(
                cell(said, w, align="center", keep=True)
                for said, w in zip(texts, widths, strict=True)
            )
            for texts in lines
        ]
        return made + table(rows, widths, title="", plain=True) + paragraph("")

    # ---------------------------------------------------------------- pictures

    def _picture(
        self, drawn: str, block: Chart | RegionMap | Figure, told: str, twin: Table | None
    ) -> tuple[str, bool]:
        width, height = svg_size(drawn)
        flipped = self._paper[1] > self._paper[0] and width > max(_WIDE_PICTURE, height * 1.5)
        page = self._paper[::-1] if flipped else self._paper
        room = page[0] - 2 * _MARGIN
        wide = picture_width(width, height, room, page[1] - 90 * _POINTS)
        self._pictures.append(to_png(drawn, width))
        number = len(self._pictures)
        shown = picture(number, wide, wide * height / width, block.title, told)
        mark = self._mark(self._notes.number(getattr(block, "source", None)))
        caption = self._caption(say("figure", self._language), str(number), block.title, mark)
        if twin and self._layout.twins:
            self._twins.append((twin, say("twin", self._language, number=number)))
        note = getattr(block, "note", "")
        made = paragraph(shown, "", "<w:keepNext/>") + caption
        return made + (paragraph(run(note), "Note") if note else ""), flipped

    def _caption(
        self, name: str, number: str, title: str, mark: str, *, above: bool = False
    ) -> str:
        said = run(f"{name} ", bold=True)
        said += field(f" SEQ {name} \\* ARABIC ", number, bold=True)
        said += run(". ", bold=True) + run(title) + mark
        return paragraph(said, "Caption", "<w:keepNext/>" if above else "")

    # ---------------------------------------------------------------- tables

    def _twin_tables(self) -> str:
        if not self._twins:
            return ""
        made = paragraph(run(say("twins", self._language)), "Heading1")
        for twin, title in self._twins:
            caption = run(f"{title}. ", bold=True) + run(twin.title)
            body, _ = self._grid(twin, upright=True)
            made += paragraph(caption, "Caption", "<w:keepNext/>") + body + paragraph("", "Note")
        return made

    def _table(self, block: Table, name: str, number: str) -> tuple[str, bool]:
        mark = self._mark(self._notes.number(block.source))
        caption = self._caption(name, number, block.title, mark, above=True)
        body, flipped = self._grid(block)
        return caption + body + paragraph(run(block.note), "Note"), flipped

    def _grid(self, block: Table, *, upright: bool = False) -> tuple[str, bool]:
        lines = list(table_lines(block, self._language))
        room = self._paper[0] - 2 * _MARGIN
        across = room if upright else max(self._paper) - 2 * _MARGIN
        setting = set_table(
            wishes(
                [column.title for column in block.columns],
                (self._texts(block, line) for line in lines if line.kind != "group"),
                [is_whole(column) for column in block.columns],
            ),
            room,
            across,
        )
        made = self._head(block, setting)
        made += [self._line(block, line, setting) for line in lines]
        made_table = table(made, setting.widths, title=block.title, inset=setting.inset)
        return made_table, setting.flipped

    def _texts(self, block: Table, line: Line) -> list[str]:
        first = label_span(line) if line.kind == "total" else 0
        return [
            "" if at < first else self._said(value, column)
            for at, (value, column) in enumerate(zip(line.cells, block.columns, strict=True))
        ]

    def _head(self, block: Table, setting: Setting) -> list[str]:
        widths, size = setting.widths, setting.size
        rows = head_rows(block)
        made = []
        for level, heads in enumerate(rows):
            cells = {head.column: head for head in heads}
            reaching = {h.column for h in rows[0] if h.rows > 1} if level else set()
            said: list[str] = []
            for at in range(len(widths)):
                if at in reaching:
                    said.append(cell("", widths[at], down="continue", fill=_HEAD_FILL, size=size))
                elif at in cells:
                    head = cells[at]
                    width = sum(widths[at : at + head.columns])
                    text = broken_to_fit(head.text, setting.room(width) / BOLDER)
                    number = is_numeric(block.columns[at])
                    align: Align = "center" if head.columns > 1 else "right" if number else "left"
                    down: Down = "restart" if head.rows > 1 else ""
                    said.append(
                        cell(run(text, bold=True, size=size), width, columns=head.columns,
                             down=down, fill=_HEAD_FILL, align=align, bottom=True)
                    )  # fmt: skip
            made.append(row(said, head=True))
        return made

    def _line(self, block: Table, line: Line, setting: Setting) -> str:
        widths, size = setting.widths, setting.size
        if line.kind == "group":
            said = run(line.text, bold=True, size=size)
            wide = len(widths)
            return row([cell(said, sum(widths), columns=wide, fill=_GROUP_FILL, keep=True)])
        total = line.kind == "total"
        fill = _TOTAL_FILL if total else ""
        marks = self._notes.of_row(line.cells)
        cells = []
        first = 0
        if total:
            first = label_span(line)
            said = run(line.text, bold=True, size=size)
            cells = [cell(said, sum(widths[:first]), columns=first, fill=fill)]
        for at in range(first, len(widths)):
            column = block.columns[at]
            text = broken_to_fit(self._said(line.cells[at], column), setting.room(widths[at]))
            said = run(text, bold=total, size=size) if text else ""
            align: Align = "right" if is_numeric(column) else "left"
            cells.append(
                cell(said + self._mark(marks[at]), widths[at], fill=fill, align=align, size=size)
            )
        return row(cells)

    # ---------------------------------------------------------------- words

    def _sources(self) -> str:
        listed = self._notes.listed()
        if not listed:
            return ""
        made = paragraph(run(say("sources", self._language)), "Heading1")
        made += paragraph(run(say("sources_lead", self._language)))
        hang = '<w:spacing w:after="40"/><w:ind w:left="500" w:hanging="500"/>'
        for number, source in listed:
            said = run(f"[{number}]") + "<w:r><w:tab/></w:r>"
            said += run(source_text(source, self._language))
            made += paragraph(bookmark(number, f"asal_{number}", said), "Note", hang)
        return made

    def _noted(self, value: Value) -> str:
        text = self._said(value)
        if isinstance(value, Unknown) and value.ask:
            text = f"{text} ({say('ask', self._language).lower()} {value.ask})"
        return run(text, bold=True) + self._mark(self._notes.of(value))

    def _said(self, value: Value | None, column: Column | None = None) -> str:
        if value is None:
            return ""
        if isinstance(value, Quantity) and column and column.unit:
            value = Quantity(value.scaled, value.decimals)
        return value_text(value, self._language, self._layout.unknown)

    def _mark(self, note: int | None) -> str:
        return "" if note is None else note_link(note)
