"""The parts of a Word document that do not depend on what it says, or hardly.

Source:
    ECMA-376 part 1 (WordprocessingML); element orders follow its schemas.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kadflow.reports.fonts import clean

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES: Final = (
    f'xmlns:w="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONT: Final = "Arial"
_ACCENT: Final = "1D4E89"
_RULE: Final = "C3CAD3"
LANGUAGES: Final = {"id": "id-ID", "en": "en-GB"}


def said(text: str) -> str:
    """Text as it may stand between tags."""
    return escape(clean(text))


def attribute(text: str) -> str:
    """Text as a quoted attribute."""
    return quoteattr(clean(text).replace("\n", " "))


def content_types() -> str:
    """What each part is."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("docProps/app.xml",
             "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            ("word/document.xml", f"{_WORD}.document.main+xml"),
            ("word/fontTable.xml", f"{_WORD}.fontTable+xml"),
            ("word/footer.xml", f"{_WORD}.footer+xml"),
            ("word/header.xml", f"{_WORD}.header+xml"),
            ("word/numbering.xml", f"{_WORD}.numbering+xml"),
            ("word/settings.xml", f"{_WORD}.settings+xml"),
            ("word/styles.xml", f"{_WORD}.styles+xml"),
        )
    )  # fmt: skip
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def package_relations() -> str:
    """Where the main part and the properties are."""
    return (
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" '
        'Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" '
        'Target="docProps/app.xml"/></Relationships>'
    )


def document_relations(pictures: int) -> str:
    """What the main part refers to: styles first, pictures from ``rId10`` on."""
    fixed = ("styles", "settings", "numbering", "fontTable", "header", "footer")
    entries = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/relationships/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(fixed, start=1)
    )
    entries += "".join(
        f'<Relationship Id="rId{9 + at}" Type="{_OFFICE}/relationships/image" '
        f'Target="media/image{at}.png"/>'
        for at in range(1, pictures + 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def core_properties(title: str, subject: str, author: str, at: datetime, language: str,
                    version: int) -> str:  # fmt: skip
    """Title, author and dates of the file; the dates are the instant that the report tells."""
    day = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{said(title)}</dc:title><dc:subject>{said(subject)}</dc:subject>"
        f"<dc:creator>{said(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{said(author)}</cp:lastModifiedBy>"
        f"<cp:revision>{version}</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        f"<dc:language>{LANGUAGES[language]}</dc:language></cp:coreProperties>"
    )


def app_properties() -> str:
    """Which program wrote it."""
    return (
        f'{XML}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Kadflow</Application></Properties>"
    )


def settings() -> str:
    """How Word treats it: as a document of today, without a compatibility mode."""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", "15"),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
        )
    )
    return (
        f'{XML}<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{compat}</w:compat><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    )


def font_table() -> str:
    """The fonts that styles name."""
    return (
        f'{XML}<w:fonts xmlns:w="{MAIN}"><w:font w:name="{_FONT}"><w:panose1 '
        'w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def numbering(lists: int) -> str:
    """Bullets as number 1; numbered lists from 2 on, each counting anew."""
    indent = '<w:pPr><w:ind w:left="425" w:hanging="340"/></w:pPr>'
    bullet = (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="•"/><w:lvlJc w:val="left"/>{indent}</w:lvl></w:abstractNum>'
    )
    counted = (
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>{indent}</w:lvl></w:abstractNum>'
    )
    each = "".join(
        f'<w:num w:numId="{2 + at}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for at in range(lists)
    )
    return (
        f'{XML}<w:numbering xmlns:w="{MAIN}">{bullet}{counted}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{each}</w:numbering>'
    )


def _fonts(name: str) -> str:
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="Microsoft YaHei" w:cs="{name}"/>'
    )


def _style(name: str, title: str, paragraph: str, run: str, *, based: str = "Normal",
           after: str = "", rank: int = 10) -> str:  # fmt: skip
    follows = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{based}"/>{follows}<w:uiPriority w:val="{rank}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styles(language: str, room: float) -> str:
    """Named styles, so that whoever edits the report changes its look in one place.

    Args:
        language: ``id`` or ``en``.
        room: Between the margins, in points; the right end of running heads and feet.
    """
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{round(room * 20)}"/></w:tabs>'
    bold = "<w:b/><w:bCs/>"
    edge = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="{_ACCENT}"/></w:pBdr>'
    heading = [
        _style(
            f"Heading{level}", f"heading {level}",
            f'<w:keepNext/><w:keepLines/>{border}<w:spacing w:before="{before}" w:after="{after}"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            f'{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>', after="Normal", rank=9,
        )
        for level, size, before, after, border in (
            (1, 28, 360, 160, edge),
            (2, 23, 280, 120, ""),
            (3, 20, 220, 100, ""),
        )
    ]  # fmt: skip
    grid = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = (
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    return (
        f'{XML}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_FONT)}'
        f'<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{LANGUAGES[language]}" '
        'w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        '</w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>'
        f"{grid}</w:tblBorders>{margins}</w:tblPr></w:style>"
        + _style("Title", "Title", '<w:keepNext/><w:spacing w:before="0" w:after="80"/>',
                 f'{bold}<w:sz w:val="38"/><w:szCs w:val="38"/>', after="Subtitle")
        + _style("Subtitle", "Subtitle", '<w:spacing w:after="200"/>',
                 '<w:color w:val="4B5563"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
                 after="Normal", rank=11)
        + "".join(heading)
        + _style("Caption", "caption", '<w:keepLines/><w:spacing w:before="120" w:after="80"/>',
                 '<w:sz w:val="20"/>', rank=35)
        + _style("TableText", "Table Text", '<w:spacing w:after="0" w:line="240" '
                 'w:lineRule="auto"/>', "")
        + _style("Note", "Note", "", '<w:color w:val="4B5563"/><w:sz w:val="17"/>'
                 '<w:szCs w:val="17"/>')
        + _style("Letterhead", "Letterhead", '<w:spacing w:after="0"/><w:jc w:val="center"/>',
                 f'{bold}<w:sz w:val="24"/><w:szCs w:val="24"/>')
        + _style("ListBullet", "List Bullet", '<w:numPr><w:numId w:val="1"/></w:numPr>'
                 '<w:spacing w:after="60"/>', "")
        + _style("ListNumber", "List Number", '<w:spacing w:after="60"/>', "")
        + "".join(
            _style(f"Callout{kind}", f"Callout {kind}",
                   f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" '
                   f'w:color="{edge}"/></w:pBdr><w:shd w:val="clear" w:color="auto" '
                   f'w:fill="{fill}"/><w:spacing w:after="0"/><w:ind w:left="200" w:right="120"/>',
                   "")
            for kind, edge, fill in (
                ("Note", _ACCENT, "F3F6FA"),
                ("Warning", "8C2F39", "FDF3F3"),
                ("Unknown", "8A5A00", "FFF9EC"),
            )
        )
        + _style("Header", "header", tabs,
                 '<w:color w:val="4B5563"/><w:sz w:val="16"/><w:szCs w:val="16"/>', rank=99)
        + _style("Footer", "footer", f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" '
                 f'w:color="{_RULE}"/></w:pBdr>{tabs}', '<w:color w:val="4B5563"/><w:sz w:val="16"/><w:szCs w:val="16"/>',
                 rank=99)
        + '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:uiPriority w:val="99"/><w:rPr><w:color w:val="{_ACCENT}"/></w:rPr></w:style>'
        "</w:styles>"
    )  # fmt: skip
