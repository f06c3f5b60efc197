"""References of a spreadsheet, moved when rows are added.

Rows are added after a row: what stands below moves down, and a range that reaches to that row or
beyond grows. Text in quotes, names and functions are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

_PLACE: Final = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TOKEN: Final = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_.]*)!)?"
    rf"(?<![A-Za-z0-9_.$])(?P<first>{_PLACE})(?::(?P<last>{_PLACE}))?(?![A-Za-z0-9_.(!])"
)
_PARTS: Final = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})")


class Growth(NamedTuple):
    """Rows added to a sheet.

    Attributes:
        sheet: Its name.
        after: The row below which they are added.
        added: How many.
    """

    sheet: str
    after: int
    added: int


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place(reference: str) -> tuple[int, int] | None:
    """Row and column of a single cell, as ``C4``; None when it is none."""
    found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", reference)
    return (int(found[2]), column_number(found[1])) if found else None


def area(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of ``A1:C3`` or ``A1``."""
    first, _, last = reference.replace("$", "").partition(":")
    top, bottom = place(first), place(last or first)
    if top is None or bottom is None:
        return 0, 0, 0, 0
    return *top, *bottom


def grown_formula(formula: str, here: str, growth: Growth) -> str:
    """A formula after rows were added.

    Args:
        formula: Its text.
        here: The sheet in which it stands; references without a sheet mean this one.
        growth: What was added where.
    """

    def moved(found: re.Match[str]) -> str:
        if found["first"] is None:
            return found[0]
        sheet = found["sheet"]
        named = sheet[:-1].strip("'").replace("''", "'") if sheet else here
        if named != growth.sheet:
            return found[0]
        return (sheet or "") + _grown(found["first"], found["last"], growth)

    return _TOKEN.sub(moved, formula)


def grown_areas(references: str, growth: Growth) -> str:
    """Areas separated by blanks, as merged cells and conditional formats name them."""
    made = []
    for reference in references.split():
        first, _, last = reference.partition(":")
        made.append(_grown(first, last or None, growth) if _PARTS.fullmatch(first) else reference)
    return " ".join(made)


def _grown(first: str, last: str | None, growth: Growth) -> str:
    after, added = growth.after, growth.added
    top = _moved(first, lambda row: row + added if row > after else row)
    if last is None:
        return top
    return f"{top}:{_moved(last, lambda row: row + added if row >= after else row)}"


def _moved(reference: str, row: Callable[[int], int]) -> str:
    return _PARTS.sub(lambda p: f"{p[1]}{p[2]}{p[3]}{row(int(p[4]))}", reference)


def copied_down(formula: str, rows: int) -> str:
    """A formula as it reads when copied down by so many rows: rows without ``$`` move."""

    def moved(found: re.Match[str]) -> str:
        if found["first"] is None:
            return found[0]
        both = [found["first"], *([found["last"]] if found["last"] else [])]
        said = ":".join(
            _PARTS.sub(lambda p: p[0] if p[3] else f"{p[1]}{p[2]}{int(p[4]) + rows}", reference)
            for reference in both
        )
        return (found["sheet"] or "") + said

    return _TOKEN.sub(moved, formula)


def copied_right(formula: str, columns: int) -> str:
    """A formula as it reads when copied to the right: columns without ``$`` move."""
    if not columns:
        return formula

    def shifted(part: re.Match[str]) -> str:
        if part[1]:
            return part[0]
        return f"{_letters(column_number(part[2]) + columns)}{part[3]}{part[4]}"

    def moved(found: re.Match[str]) -> str:
        return found[0] if found["first"] is None else _moved_whole(found, shifted)

    return _TOKEN.sub(moved, formula)


def _moved_whole(found: re.Match[str], shifted: Callable[[re.Match[str]], str]) -> str:
    sheet = found["sheet"] or ""
    return sheet + _PARTS.sub(shifted, found[0][len(sheet) :])


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """``C4`` for row 4, column 3."""
    return f"{_letters(column)}{row}"
