"""What the shipped fonts can show, and how wide it is.

Only three tables of a TrueType file are read: which letter is which glyph (``cmap``), how wide a
glyph is (``hmtx``), and how many units an em has (``head``). So charts and tables know real
widths before anything is set, and what no font has is replaced before it becomes a box.

Source:
    OpenType specification 1.9, chapters cmap (formats 4 and 12), head, hhea, hmtx.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

FONT_FOLDER: Final = Path(__file__).parent / "fonts"
FAMILIES: Final = (
    "Noto Sans",
    "Droid Sans Fallback",
    "Noto Sans Arabic",
    "Noto Sans Javanese",
    "Noto Sans Balinese",
    "Noto Sans Sundanese",
    "Noto Sans Math",
    "Noto Sans Symbols2",
)
"""In the order in which a letter is looked for."""

SUBSTITUTE: Final = "\ufffd"
"""Stands for a letter that no shipped font has."""

_UNHEARD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
"""Controls that mean nothing in a text, or that turn the order of its letters round."""

_FORMATS: Final = {4, 12}
_INVISIBLE: Final = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2060\ufeff")


class Face:
    """One font file: the width of every letter that it has, in thousandths of the size."""

    def __init__(self, data: bytes) -> None:
        tables = {
            tag.decode("latin-1"): data[start : start + size]
            for tag, start, size in _directory(data)
        }
        per_em = struct.unpack_from(">H", tables["head"], 18)[0]
        full = struct.unpack_from(">H", tables["hhea"], 34)[0]
        advances = struct.unpack_from(">" + "Hh" * full, tables["hmtx"])[::2]
        self.widths: dict[int, int] = {
            letter: advances[min(glyph, full - 1)] * 1000 // per_em
            for letter, glyph in _glyphs(tables["cmap"]).items()
        }


def _directory(data: bytes) -> list[tuple[bytes, int, int]]:
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * at) for at in range(count))
    return [(tag, start, size) for tag, _, start, size in entries]


def _glyphs(table: bytes) -> dict[int, int]:
    count = struct.unpack_from(">H", table, 2)[0]
    found: dict[int, int] = {}
    for at in range(count):
        _, _, start = struct.unpack_from(">HHI", table, 4 + 8 * at)
        form = struct.unpack_from(">H", table, start)[0]
        if form in _FORMATS:
            found.update(_segments(table, start) if form == 4 else _runs(table, start))
    return {letter: glyph for letter, glyph in found.items() if glyph}


def _segments(table: bytes, start: int) -> dict[int, int]:
    count = struct.unpack_from(">H", table, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, start + 14)
    at = start + 16 + 2 * count
    starts = struct.unpack_from(f">{count}H", table, at)
    deltas = struct.unpack_from(f">{count}H", table, at + 2 * count)
    ranges_at = at + 4 * count
    ranges = struct.unpack_from(f">{count}H", table, ranges_at)
    found = {}
    for number, (first, last, delta, shift) in enumerate(
        zip(starts, ends, deltas, ranges, strict=True)
    ):
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if shift:
                place = ranges_at + 2 * number + shift + 2 * (letter - first)
                glyph = struct.unpack_from(">H", table, place)[0]
                if not glyph:
                    continue
            found[letter] = (glyph + delta) & 0xFFFF
    return found


def _runs(table: bytes, start: int) -> dict[int, int]:
    count = struct.unpack_from(">I", table, start + 12)[0]
    found = {}
    for at in range(count):
        first, last, glyph = struct.unpack_from(">III", table, start + 16 + 12 * at)
        for letter in range(first, last + 1):
            found[letter] = glyph + letter - first
    return found


@lru_cache(maxsize=1)
def known_letters() -> dict[str, int]:
    """Every letter that a shipped font has, with its width in thousandths of the size."""
    found: dict[int, int] = {}
    for path in sorted(FONT_FOLDER.glob("*-Regular.ttf"), reverse=True):
        if path.name != "NotoSans-Regular.ttf":
            found.update(Face(path.read_bytes()).widths)
    found.update(Face((FONT_FOLDER / "NotoSans-Regular.ttf").read_bytes()).widths)
    known = {chr(letter): width for letter, width in found.items()}
    return known | dict.fromkeys(_INVISIBLE, 0) | {"\n": known[" "], "\t": known[" "]}


def text_width(text: str, size: float) -> float:
    """How wide a text is when set upright in the shipped font.

    Args:
        text: Any text; letters that no font has count as wide ones.
        size: Of the letters; the result is in the same unit.
    """
    widths = known_letters()
    return sum([widths.get(letter, 1000) for letter in text]) * size / 1000


def clean(text: str) -> str:
    """The text without letters that mean nothing on paper or turn others round.

    Line breaks and tabulators stay. A text that has nothing of the kind is returned as it is.
    """
    return _UNHEARD.sub("", text)


def printable(text: str) -> str:
    """The text as the shipped fonts can show it: what none of them has becomes `SUBSTITUTE`."""
    if text.isascii():
        return clean(text)
    widths = known_letters()
    return clean("".join([letter if letter in widths else SUBSTITUTE for letter in text]))


def only_whole_letters(text: str) -> str:
    """The text without marks that the main font does not have.

    Such a mark may stand on any letter, and no font sets a mark of another font.
    """
    plain = _plain_letters()
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        [
            letter
            for letter in composed
            if letter in plain or unicodedata.category(letter) not in ("Mn", "Mc", "Me")
        ]
    )


def only_plain_letters(text: str) -> str:
    """The text with nothing but what the main font has; all else is `SUBSTITUTE`."""
    plain = _plain_letters()
    return "".join([letter if letter in plain else SUBSTITUTE for letter in text])


@lru_cache(maxsize=1)
def _plain_letters() -> frozenset[str]:
    face = Face((FONT_FOLDER / "NotoSans-Regular.ttf").read_bytes())
    return frozenset(map(chr, face.widths)) | _INVISIBLE
