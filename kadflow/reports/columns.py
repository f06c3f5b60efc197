"""How wide each column of a table is, from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kadflow.reports.fonts import text_width
from kadflow.reports.hyphenation import SOFT, hyphenated

_SPACE: Final = re.compile(r"\s+")
_MOST_WANTED: Final = 30.0
"""Ems beyond which a column has no claim to stay on one line."""

_LONGEST_PIECE: Final = 14.0
"""Ems after which a word is broken anywhere."""

_HEAD_WANTED: Final = 12.0
BOLDER: Final = 1.08
"""How much wider bold letters are."""

_MEASURED_ROWS: Final = 2000
_SIZES: Final = ((9.0, 4.5), (8.0, 3.5), (7.0, 2.5))
"""Sizes of letters and insets of cells, in points, tried in this order."""

_NEARLY: Final = 1.3
"""How much too wide a table may be for hyphens to be better than a turned page."""

_ZERO: Final = "\u200b"
_WORD: Final = re.compile(r"\S+")


class Wish(NamedTuple):
    """What a column needs, in ems of its letters.

    Attributes:
        broken: Enough when words are hyphenated; below this a number would be torn.
        whole: Enough when every word stays whole.
        wanted: Enough when nothing is broken at all.
    """

    broken: float
    whole: float
    wanted: float


class Setting(NamedTuple):
    """How a table is set.

    Attributes:
        widths: Of the columns, in points.
        size: Of the letters, in points.
        inset: Left and right of each cell, in points.
        flipped: Whether it needs a page on its side.
    """

    widths: tuple[float, ...]
    size: float
    inset: float
    flipped: bool

    def room(self, width: float) -> float:
        """What a cell of this width has for its text, in ems."""
        return (width - 2 * self.inset) / self.size


def wishes(
    heads: Sequence[str], rows: Iterable[Sequence[str]], whole: Sequence[bool]
) -> list[Wish]:
    """Measure columns.

    Args:
        heads: Headings, in bold.
        rows: What stands in the cells; of very long tables the first rows speak for all text,
            while every number is measured.
        whole: Which columns are numbers or dates, that are never broken.
    """
    seen: list[set[str]] = [set() for _ in heads]
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            if whole[at] or number < _MEASURED_ROWS:
                seen[at].add(text)
    return [_wish(head, seen[at], never=whole[at]) for at, head in enumerate(heads)]


def _wish(head: str, texts: set[str], *, never: bool) -> Wish:
    words = {word for text in texts for word in _SPACE.split(text)}
    head_words = _SPACE.split(head)
    whole = max((BOLDER * _word(word) for word in head_words), default=0.0)
    broken = max((BOLDER * _piece(word) for word in head_words), default=0.0)
    wanted = max(whole, min(text_width(head, 1) * BOLDER, _HEAD_WANTED))
    full = max((text_width(line, 1) for text in texts for line in text.split("\n")), default=0.0)
    if never:
        return Wish(max(broken, full), max(whole, full), max(wanted, full))
    whole = max(whole, max(map(_word, words), default=0.0))
    broken = max(broken, max(map(_piece, words), default=0.0))
    return Wish(broken, whole, max(whole, wanted, min(full, _MOST_WANTED)))


def _word(word: str) -> float:
    return min(text_width(word, 1), _LONGEST_PIECE)


def _piece(word: str) -> float:
    pieces = hyphenated(word).split(SOFT)
    return min(max(text_width(f"{piece}-", 1) for piece in pieces), _LONGEST_PIECE)


def set_table(measured: Sequence[Wish], upright: float, across: float) -> Setting:
    """Choose letters, page and widths: whole words first, then broken ones, then a turned page.

    Args:
        measured: What the columns need.
        upright: Room on the page as it lies, in points.
        across: Room on the same sheet on its side; not more when it already lies so.
    """
    for size, inset in _SIZES[:2]:
        if _sum(measured, size, inset) <= upright:
            return _shared(measured, upright, size, inset, flipped=False)
    size, inset = _SIZES[1]
    nearly = _sum(measured, size, inset) <= upright * _NEARLY
    if nearly and _sum(measured, size, inset, broken=True) <= upright:
        return _shared(measured, upright, size, inset, flipped=False)
    for size, inset in _SIZES:
        if _sum(measured, size, inset) <= across:
            return _shared(measured, across, size, inset, flipped=across > upright)
    return _shared(measured, across, *_SIZES[-1], flipped=across > upright)


def _sum(measured: Sequence[Wish], size: float, inset: float, *, broken: bool = False) -> float:
    cells = sum((wish.broken if broken else wish.whole) * size for wish in measured)
    return cells + len(measured) * (2 * inset + 0.5)


def _shared(
    measured: Sequence[Wish], room: float, size: float, inset: float, *, flipped: bool
) -> Setting:
    """Widths that fill the room, each at least what its words need where there is room for that."""
    edge = 2 * inset + 0.5
    steps = [[wish[at] * size + edge for wish in measured] for at in range(3)]
    made = [width * room / sum(steps[0]) for width in steps[0]]
    for low, high in pairwise(steps):
        if sum(low) <= room:
            spare, more = room - sum(low), [b - a for a, b in zip(low, high, strict=True)]
            part = min(1.0, spare / sum(more)) if sum(more) else 1.0
            made = [a + part * extra for a, extra in zip(low, more, strict=True)]
    if sum(steps[-1]) <= room:
        made = [width * room / sum(steps[-1]) for width in steps[-1]]
    return Setting(tuple(round(width, 2) for width in made), size, inset, flipped)


def broken_to_fit(text: str, room: float) -> str:
    """The text with a break in every word that is wider than the room, where it may be broken.

    Args:
        text: As it stands in a cell.
        room: In ems of the cell's letters.
    """
    if text_width(text, 1) <= room:
        return text
    return _WORD.sub(lambda found: _word_to_fit(found[0], room), text)


def _word_to_fit(word: str, room: float) -> str:
    if text_width(word, 1) <= room:
        return word
    made: list[str] = []
    line = ""
    for piece in hyphenated(word).split(SOFT):
        if line and text_width(f"{line}{piece}-", 1) > room:
            made.append(line + SOFT)
            line = ""
        line += piece
        while text_width(line, 1) > room and len(line) > 1:
            keep = next(
                n for n in range(len(line) - 1, 0, -1) if n == 1 or text_width(line[:n], 1) <= room
            )
            made.append(line[:keep] + _ZERO)
            line = line[keep:]
    return "".join([*made, line])
