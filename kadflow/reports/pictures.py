"""Pictures that somebody else drew: checked before they go into a file.

An SVG is a document of its own that can carry scripts, style sheets and references to the
network. Only shapes, text, and what they refer to inside the same picture, are let through.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from kadflow.errors import InvalidInputError

_SPACE: Final = "http://www.w3.org/2000/svg"
_SHAPES: Final = frozenset(
    {
        "circle",
        "clipPath",
        "defs",
        "desc",
        "ellipse",
        "g",
        "line",
        "linearGradient",
        "marker",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialGradient",
        "rect",
        "stop",
        "style",
        "svg",
        "text",
        "title",
        "tspan",
    }
)
_ATTRIBUTE: Final = re.compile(r"^(?!on)[a-z][A-Za-z0-9:-]*$")
_OUTSIDE: Final = re.compile(
    r"url\(\s*+['\"]?+(?!#)|@import|javascript:|expression\(|\\", re.IGNORECASE
)
"""What a style or an attribute could load or run; a backslash could hide any of it."""

_VIEW: Final = re.compile(r'viewBox="((?:-?[\d.]+[\s,]*){4})"')
_POINTS_PER_PIXEL: Final = 0.78  # letters of 12 pixels are then printed at 9.4 points
_LARGEST: Final = 4 << 20  # bytes of a picture


def safe_svg(text: str, title: str) -> str:
    """The picture again, written anew from the shapes in it.

    Args:
        text: An SVG document.
        title: Of the figure, to name it in a refusal.

    Raises:
        InvalidInputError: It is no SVG, or has something that could run or load.
    """
    if len(text) > _LARGEST or "<!" in text.replace("<!--", ""):
        raise _refusal(title, "a document type, an entity or too much", "jenis dokumen atau isi")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities and document types were refused above
    except ET.ParseError as error:
        raise _refusal(title, "no well-formed XML", "susunan yang rusak") from error
    for element in root.iter():
        name = str(element.tag).removeprefix(f"{{{_SPACE}}}")
        if name not in _SHAPES:
            raise _refusal(title, f"the element '{name}'", f"unsur '{name}'")
        if name == "style" and _OUTSIDE.search(element.text or ""):
            raise _refusal(title, "a style sheet that loads", "gaya yang memuat berkas lain")
        for key, value in element.attrib.items():
            if not _ATTRIBUTE.match(key) or _OUTSIDE.search(value):
                raise _refusal(title, f"the attribute '{key}'", f"atribut '{key}'")
    ET.register_namespace("", _SPACE)
    return ET.tostring(root, encoding="unicode")


def _refusal(title: str, what: str, apa: str) -> InvalidInputError:
    return InvalidInputError(
        f"The picture '{title}' cannot go into a report: it has {what}.",
        hint="Draw it with shapes and text only.",
        pesan=f"Gambar '{title}' tidak dapat dimuat dalam laporan: ada {apa}.",
        saran="Gambar dengan bentuk dan teks saja.",
    )


def svg_size(text: str) -> tuple[float, float]:
    """Width and height of a picture in its own units; 4 to 3 where it does not say."""
    found = _VIEW.search(text)
    if not found:
        return 640.0, 480.0
    _, _, width, height = (float(part) for part in found[1].replace(",", " ").split())
    return (width, height) if width > 0 and height > 0 else (640.0, 480.0)


def picture_width(width: float, height: float, room: float, tallest: float) -> float:
    """How wide a picture is printed, in points.

    Never wider than the room, never taller than a page, and no larger than its letters need.

    Args:
        width: In its own pixels.
        height: In its own pixels.
        room: Between the margins, in points.
        tallest: What a page has left for it, in points.
    """
    return min(room, width * _POINTS_PER_PIXEL, tallest * width / height)
