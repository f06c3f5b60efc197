"""The first sheet of a workbook: everything of the report that is no table and no chart."""

from __future__ import annotations

from typing import Any

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
    Signatures,
)
from kadflow.reports.excel.looks import number_format
from kadflow.reports.excel.pen import Pen, fitting, lines_of
from kadflow.reports.fonts import clean
from kadflow.reports.tables import Table
from kadflow.reports.values import Quantity, Text, Unknown, Value
from kadflow.reports.words import day_text, facts_of, mark_words, say

_LABELS, _VALUES = 34, 70  # widths of the two columns, in letters
_LINE, _TITLE = 14, 24  # heights of rows, in points


class Summary:
    """Words and facts, one under the other."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    def write(self, sheet: Any) -> None:
        """Fill the sheet; the contents name every sheet that was made before."""
        look = self._pen.looks.look
        sheet.set_column(0, 0, _LABELS)
        sheet.set_column(1, 1, _VALUES)
        row = 0
        for line in self._pen.report.letterhead:
            sheet.merge_range(row, 0, row, 1, clean(line), look(bold=True, align="center"))
            row += 1
        row = self._text(sheet, row, self._pen.report.title, look(bold=True, font_size=16))
        sheet.set_row(row - 1, _TITLE)
        if self._pen.report.subtitle:
            row = self._text(sheet, row, self._pen.report.subtitle, look(font_color="#4B5563"))
        if mark := mark_words(self._pen.report):
            row = self._text(sheet, row, mark, look(bold=True, font_color="#8A5A00"))
        for label, text in facts_of(self._pen.report):
            row = self._pair(sheet, row, label, Text(text))
        row += 1
        for block in self._pen.report.blocks:
            row = self._block(sheet, row, block)
        if self._pen.links:
            row = self._text(sheet, row + 1, say("contents", self._pen.language), look(bold=True))
            for name, title in self._pen.links:
                link = look(font_color="#1D4E89", underline=1)
                sheet.write_url(row, 0, f"internal:'{name}'!A1", link, string=name)
                sheet.write_string(row, 1, fitting(title), look(text_wrap=True))
                row += 1

    def _block(self, sheet: Any, row: int, block: Block) -> int:
        look = self._pen.looks.look
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
                kind = say(block.kind, self._pen.language)
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
        said = fitting(text)
        sheet.merge_range(row, 0, row, 1, "", look)
        sheet.write_string(row, 0, said, look)
        if (lines := lines_of(said, _LABELS + _VALUES)) > 1:
            sheet.set_row(row, _LINE * lines)
        return row + 1

    def _pair(self, sheet: Any, row: int, label: str, value: Value) -> int:
        sheet.write_string(row, 0, fitting(label), self._pen.looks.look(font_color="#4B5563"))
        shown = number_format(value, self._pen.language)
        if isinstance(value, Quantity) and value.unit:
            shown = f'{shown} "{clean(value.unit)}"'
        look = self._pen.looks.look(bold=True, num_format=shown, align="left", text_wrap=True)
        if isinstance(value, Unknown) and value.ask:
            ask = f"{say('ask', self._pen.language).lower()} {value.ask}"
            value = Text(f"{self._pen.layout.unknown} ({ask})", value.source)
        self._pen.value(sheet, row, 1, value, look)
        if isinstance(value, Text) and (lines := lines_of(value.text, _VALUES)) > 1:
            sheet.set_row(row, _LINE * lines)  # readers do not all make room for wrapped words
        return row + 1

    def _signatures(self, sheet: Any, row: int, block: Signatures) -> int:
        day = day_text(block.day, self._pen.language) if block.day else "." * 28
        look = self._pen.looks.look(align="center", text_wrap=True)
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
