"""SVG by hand: escaped text of known width, wrapped labels, shapes; integers and tenths only.

Widths of letters are those of the shipped font, so that text never overlaps and every renderer
breaks it at the same place.
"""

from __future__ import annotations

import html
from typing import Final, Literal

from kadflow.reports.fonts import clean, text_width

FONT: Final = "Noto Sans"
_STACK: Final = f"'{FONT}', 'Source Sans 3', 'DejaVu Sans', Arial, sans-serif"

INK: Final = "#1f2937"
MUTED: Final = "#4b5563"
RULE: Final = "#d1d5db"
SHADES: Final = ("#1d4e89", "#e08e1b", "#5aa9a3", "#8c2f39", "#7a7a7a", "#b9a3d0")
"""Of series, in order; told apart by the colour-blind and, by lightness and pattern, in grey."""

Anchor = Literal["start", "middle", "end"]


def wrap(text: str, width: float, size: int, lines: int = 3) -> list[str]:
    """Break a text into lines that fit, the last one cut with an ellipsis if it must be.

    Args:
        text: White space is where it may break; a longer word is broken where it must.
        width: In pixels.
        size: Of the letters, in pixels.
        lines: At most so many.
    """
    made: list[str] = []
    line = ""
    for word in text.split():
        piece = word
        while True:
            joined = f"{line} {piece}" if line else piece
            if text_width(joined, size) <= width:
                line = joined
                break
            if line:
                made.append(line)
                line = ""
                continue
            keep = len(piece)
            while keep > 1 and text_width(piece[:keep] + "-", size) > width:
                keep -= 1
            made.append(piece[:keep] + "-")
            piece = piece[keep:]
    if line:
        made.append(line)
    if len(made) <= lines:
        return made or [""]
    last = made[lines - 1]
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return [*made[: lines - 1], f"{last.rstrip()}…"]


def _number(value: float) -> str:
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


class Canvas:
    """Collects shapes and gives the finished SVG document."""

    def __init__(self, width: int, height: int, key: str) -> None:
        self.width = width
        self.height = height
        self._key = key
        self._parts: list[str] = []
        self._patterns: dict[int, str] = {}
        self._clips: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: int = 12,
        anchor: Anchor = "start",
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """One line of text whose base line is at y."""
        weight = ' font-weight="700"' if bold else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{size}"{at}{weight} '
            f'fill="{colour}">{_escape(text)}</text>'
        )

    def lines(
        self,
        x: float,
        y: float,
        texts: list[str],
        *,
        size: int = 12,
        anchor: Anchor = "start",
        colour: str = INK,
    ) -> None:
        """Lines of text, the first base line at y."""
        for at, text in enumerate(texts):
            self.text(x, y + at * (size + 3), text, size=size, anchor=anchor, colour=colour)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        colour: str = RULE,
        width: float = 1,
        dashes: str = "",
    ) -> None:
        """A straight line."""
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" '
            f'stroke="{colour}" stroke-width="{_number(width)}"{dash}/>'
        )

    def path(self, points: list[tuple[float, float]], *, colour: str, dashes: str = "") -> None:
        """A line through points."""
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        said = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._parts.append(
            f'<polyline points="{said}" fill="none" stroke="{colour}" stroke-width="2.2"{dash}/>'
        )

    def bar(self, x: float, y: float, width: float, height: float, series: int) -> None:
        """A bar in the colour of a series, and in its pattern from the second on.

        The pattern lies over the colour, since readers show seams between coloured tiles.
        """
        box = (
            f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" '
            f'height="{_number(height)}"'
        )
        edge = f'stroke="{INK}" stroke-width="0.6"/>'
        self._parts.append(f'<rect {box} fill="{SHADES[series % len(SHADES)]}" {edge}')
        if series % 4:
            name = f"{self._key}-p{series % 4}"
            self._patterns[series % 4] = _pattern(name, series % 4)
            self._parts.append(f'<rect {box} fill="url(#{name})" {edge}')

    def marker(self, x: float, y: float, series: int) -> None:
        """The mark of a series at a point; shapes differ, so that colour is never alone."""
        colour = SHADES[series % len(SHADES)]
        shape = series % 4
        if shape == 0:
            part = f'<circle cx="{_number(x)}" cy="{_number(y)}" r="4"'
        elif shape == 1:
            part = f'<rect x="{_number(x - 3.5)}" y="{_number(y - 3.5)}" width="7" height="7"'
        elif shape == 2:
            points = f"{_number(x)},{_number(y - 5)} {_number(x + 5)},{_number(y + 4)} "
            part = f'<polygon points="{points}{_number(x - 5)},{_number(y + 4)}"'
        else:
            points = f"{_number(x)},{_number(y - 5)} {_number(x + 5)},{_number(y)} "
            points += f"{_number(x)},{_number(y + 5)} {_number(x - 5)},{_number(y)}"
            part = f'<polygon points="{points}"'
        self._parts.append(f'{part} fill="{colour}" stroke="#fff" stroke-width="0.8"/>')

    def shape(self, path: str, fill: str, stroke: str = "#ffffff", width: float = 0.4) -> None:
        """An area given as path data."""
        self._parts.append(
            f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{_number(width)}"/>'
        )

    def swatch(self, x: float, y: float, fill: str) -> None:
        """A small box of a legend."""
        self._parts.append(
            f'<rect x="{_number(x)}" y="{_number(y)}" width="20" height="12" fill="{fill}" '
            f'stroke="{INK}" stroke-width="0.6"/>'
        )

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """What is drawn until `end_frame` is cut at this frame."""
        name = f"{self._key}-f{len(self._clips)}"
        box = (
            f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" '
            f'height="{_number(height)}"'
        )
        self._clips.append(f'<clipPath id="{name}"><rect {box}/></clipPath>')
        self._parts.append(f'<rect {box} fill="#f8fafc"/><g clip-path="url(#{name})">')

    def end_frame(self) -> None:
        """End what `frame` began."""
        self._parts.append("</g>")

    def badge(self, x: float, y: float, text: str) -> None:
        """A number in a circle."""
        self._parts.append(
            f'<circle cx="{_number(x)}" cy="{_number(y)}" r="7.5" fill="#fff" stroke="{INK}" '
            'stroke-width="0.8"/>'
        )
        self.text(x, y + 3.5, text, size=9, anchor="middle", bold=True)

    def halo(self, x: float, y: float, text: str) -> None:
        """Small text that stays readable over lines and areas."""
        place = f'x="{_number(x)}" y="{_number(y)}" font-size="11" text-anchor="middle"'
        said = _escape(text)
        self._parts.append(
            f'<text {place} fill="#fff" stroke="#fff" stroke-width="3" '
            f'stroke-linejoin="round" aria-hidden="true">{said}</text>'
            f'<text {place} fill="{INK}">{said}</text>'
        )

    def document(self, title: str, description: str) -> str:
        """The whole SVG, with its title and description for screen readers."""
        key = self._key
        inner = "".join((*self._patterns.values(), *self._clips))
        defs = f"<defs>{inner}</defs>" if inner else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" '
            f'aria-labelledby="{key}-t {key}-d" font-family="{_STACK}">'
            f'<title id="{key}-t">{_escape(title)}</title>'
            f'<desc id="{key}-d">{_escape(description)}</desc>{defs}'
            f"{''.join(self._parts)}</svg>"
        )


def _escape(text: str) -> str:
    return html.escape(clean(text))


def _pattern(name: str, kind: int) -> str:
    inner = {
        1: '<path d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5" stroke="#fff" stroke-width="1.3"/>',
        2: '<circle cx="3" cy="3" r="1.2" fill="#fff"/>',
        3: '<path d="M0 3 H6" stroke="#fff" stroke-width="1.3"/>',
    }[kind]
    return f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">{inner}</pattern>'
