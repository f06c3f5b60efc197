"""Paragraphs, tables and pictures as WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from kadflow.reports.hyphenation import SOFT
from kadflow.reports.word.parts import attribute, said

TWIPS: Final = 20
"""Of a point."""

_EMU: Final = 12_700
Align = Literal["left", "center", "right"]
Down = Literal["", "restart", "continue"]


def run(text: str, *, bold: bool = False, size: float = 0, colour: str = "") -> str:
    """A stretch of text; its line breaks stay.

    Args:
        text: What it says.
        bold: Whether it is.
        size: In points; that of the style when 0.
        colour: Six hexadecimal digits; that of the style when empty.
    """
    look = "<w:b/><w:bCs/>" if bold else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(size * 2)
    look += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if size else ""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = "<w:br/>".join(_pieces(line) for line in text.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def _pieces(line: str) -> str:
    """A line whose soft hyphens are Word's own."""
    return "<w:softHyphen/>".join(
        f'<w:t xml:space="preserve">{said(piece)}</w:t>' for piece in line.split(SOFT)
    )


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph.

    Args:
        content: Runs, links and fields.
        style: Id of its style; Normal when empty.
        properties: More of ``w:pPr``, in the order of the schema.
    """
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = named + properties
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{content}</w:p>"


def field(instruction: str, shown: str, *, bold: bool = False) -> str:
    """A field that Word works out anew, with what it shows until then."""
    return f'<w:fldSimple w:instr="{instruction}">{run(shown, bold=bold)}</w:fldSimple>'


def note_link(number: int) -> str:
    """A raised number that leads to the list of sources."""
    raised = '<w:rPr><w:rStyle w:val="Hyperlink"/><w:vertAlign w:val="superscript"/></w:rPr>'
    return (
        f'<w:hyperlink w:anchor="asal_{number}" w:history="1"><w:r>{raised}'
        f"<w:t>[{number}]</w:t></w:r></w:hyperlink>"
    )


def bookmark(number: int, name: str, content: str) -> str:
    """Content that links can lead to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd '
        f'w:id="{number}"/>'
    )


def cell(
    content: str,
    width: float,
    *,
    columns: int = 1,
    down: Down = "",
    fill: str = "",
    align: Align = "left",
    size: float = 0,
    bottom: bool = False,
    keep: bool = False,
) -> str:
    """A cell of a table.

    Args:
        content: Runs of its one paragraph.
        width: In points.
        columns: Over how many it reaches.
        down: Whether it begins or continues a cell that reaches down.
        fill: Background.
        align: Of the paragraph.
        size: Of an empty paragraph's mark, in points.
        bottom: Whether it sits at the bottom of the cell.
        keep: Whether the next row stays on the same page.
    """
    look = f'<w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>'
    look += f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    if down:
        look += '<w:vMerge w:val="restart"/>' if down == "restart" else "<w:vMerge/>"
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    look += '<w:vAlign w:val="bottom"/>' if bottom else ""
    inner = "<w:keepNext/>" if keep else ""
    inner += f'<w:jc w:val="{align}"/>' if align != "left" else ""
    mark = f'<w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr>' if size and not content else ""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(content, 'TableText', inner + mark)}</w:tc>"


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """A row, never torn by a page; a head is repeated on every page."""
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def table(
    rows: Iterable[str],
    widths: Sequence[float],
    *,
    title: str,
    plain: bool = False,
    inset: float = 4.5,
) -> str:
    """A table of fixed widths.

    Args:
        rows: Finished rows.
        widths: Of the columns, in points.
        title: What it is, for screen readers.
        plain: Without lines between the cells, as for facts and signatures.
        inset: Left and right of the cells, in points.
    """
    side = f'w:w="{round(inset * TWIPS)}" w:type="dxa"/>'
    margins = f"<w:tblCellMar><w:left {side}<w:right {side}</w:tblCellMar>"
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    style = "TableNormal" if plain else "TableGrid"
    total = round(sum(widths) * TWIPS)
    caption = f"<w:tblCaption w:val={attribute(title)}/>" if title else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def picture(number: int, width: float, height: float, title: str, told: str) -> str:
    """A run that shows picture ``number``, with its description for those who do not see it.

    Args:
        number: From 1; the file and the relation are named by it.
        width: In points.
        height: In points.
        title: Short.
        told: What it tells.
    """
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    named = (
        f'id="{number}" name="Gambar {number}" descr={attribute(told)} title={attribute(title)}'
    )
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr {named}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        "</wp:cNvGraphicFramePr><a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="image{number}.png" descr={attribute(told)}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{9 + number}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )


def section(width: float, height: float, margin: float) -> str:
    """Page size and margins of what stands before, in points; a sheet on its side says so."""
    sides = " ".join(
        f'w:{side}="{round(margin * TWIPS)}"' for side in ("top", "right", "bottom", "left")
    )
    turned = ' w:orient="landscape"' if width > height else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:pgSz w:w="{round(width * TWIPS)}" w:h="{round(height * TWIPS)}"{turned}/>'
        f'<w:pgMar {sides} w:header="600" w:footer="500" w:gutter="0"/></w:sectPr>'
    )
