"""Exact decimals: a whole number of steps with a stated number of decimals, never a float.

An indicator states its decimals once; each of its values is then a whole number of steps:
``12,5`` with two decimals is 1250. Sums and comparisons are those of whole numbers.
"""

from __future__ import annotations

import re
from typing import Final

MOST_DECIMALS: Final = 6
LARGEST: Final = 10**15
"""No value has more steps; far below 2^53, up to which every reader of JSON is exact."""

_PLAIN = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d+)(?P<rest>[.,]\d+)?")
_DOTTED = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")
_COMMAED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_DOTTED_TWICE = re.compile(r"[-+]?\d{1,3}(\.\d{3}){2,}")
_COMMAED_TWICE = re.compile(r"[-+]?\d{1,3}(,\d{3}){2,}")


def read_decimal(text: str, decimals: int) -> int:
    """A number as people type it, as a whole number of steps.

    Both ``12,5`` and ``12.5`` are twelve and a half. A thousands separator is understood where it
    cannot be anything else: ``1.250.000``, ``1.250,5``.

    Args:
        text: As typed.
        decimals: How many the indicator has.

    Raises:
        ValueError: It is no number, is ambiguous, or has more decimals than that; the message is
            ``number``, ``ambiguous``, ``decimals`` or ``size``.
    """
    typed = text.strip().replace("\N{MINUS SIGN}", "-")
    if _DOTTED.fullmatch(typed) and ("," in typed or _DOTTED_TWICE.fullmatch(typed)):
        typed = typed.replace(".", "")
    elif _COMMAED.fullmatch(typed) and ("." in typed or _COMMAED_TWICE.fullmatch(typed)):
        typed = typed.replace(",", "")
    elif re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", typed):
        raise ValueError("ambiguous")  # 1.250 is a thousand here and one and a quarter there
    found = _PLAIN.fullmatch(typed)
    if found is None:
        raise ValueError("number")
    rest = (found["rest"] or "")[1:].rstrip("0")
    if len(rest) > decimals:
        raise ValueError("decimals")
    steps = int(found["whole"] + rest.ljust(decimals, "0"))
    if steps > LARGEST:
        raise ValueError("size")
    return -steps if found["sign"] == "-" else steps


def show_decimal(steps: int, decimals: int, language: str = "id") -> str:
    """A value as people read it, without trailing zeros: ``1.250,5`` or ``1,250.5``."""
    whole, rest = divmod(abs(steps), 10**decimals)
    shown = f"{whole:,}"
    fraction = str(rest).rjust(decimals, "0").rstrip("0") if decimals else ""
    if fraction:
        shown += f".{fraction}"
    if language == "id":
        shown = shown.translate({ord(","): ".", ord("."): ","})
    return f"-{shown}" if steps < 0 else shown
