"""Numbers, rupiah and amounts as people write and say them, in Indonesian and English.

Indonesian groups thousands by dots and has a decimal comma: ``Rp1.250.000.000``, ``87,5 %``. In
documents the amount stands in words too (terbilang): ``satu miliar dua ratus lima puluh juta
rupiah``. One hundred, one thousand and eleven have words of their own there (seratus, seribu,
sebelas); one million does not (satu juta).
"""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["id", "en"]

MOST: Final = 10**18
"""The largest amount, in either direction, that has words."""

_MINUS: Final = "-"
_THOUSANDS: Final = {"id": ".", "en": ","}
_DECIMAL: Final = {"id": ",", "en": "."}

_UNITS_ID: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
)
_SCALES_ID: Final = (
    (10**18, "kuintiliun"),
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
)
_UNITS_EN: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS_EN: Final = (
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_SCALES_EN: Final = (
    (10**18, "quintillion"),
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
)


def number_text(number: int, language: Language = "id", decimals: int = 0) -> str:
    """A number with grouped thousands: ``1.250`` in Indonesian, ``1,250`` in English.

    Args:
        number: In units of the last decimal: 125 with one decimal is 12,5.
        language: Whose separators.
        decimals: How many digits stand behind the decimal mark.
    """
    sign = _MINUS if number < 0 else ""
    whole, fraction = divmod(abs(number), 10**decimals)
    grouped = f"{whole:,}".replace(",", _THOUSANDS[language])
    return (
        f"{sign}{grouped}{_DECIMAL[language]}{fraction:0{decimals}}"
        if decimals
        else (f"{sign}{grouped}")
    )


def rupiah_text(amount: int, language: Language = "id") -> str:
    """An amount of rupiah, without a space: ``Rp1.250.000.000``; ``-Rp500`` below zero."""
    sign = _MINUS if amount < 0 else ""
    return f"{sign}Rp{number_text(abs(amount), language)}"


def percent_text(basis_points: int, language: Language = "id") -> str:
    """A share in basis points with at most two decimals: 8750 is ``87,5%``, 10000 is ``100%``."""
    decimals = 2 if basis_points % 10 else 1 if basis_points % 100 else 0
    return f"{number_text(basis_points // 10 ** (2 - decimals), language, decimals)}%"


def number_words(number: int, language: Language = "id") -> str:
    """A whole number in words (terbilang).

    Args:
        number: Between minus and plus `MOST`.
        language: ``id`` or ``en``.

    Raises:
        ValueError: The number is larger than has words here.
    """
    if abs(number) > MOST:
        message = f"no words for numbers beyond {MOST}"
        raise ValueError(message)
    say = _indonesian if language == "id" else _english
    return f"{'minus ' if number < 0 else ''}{say(abs(number))}"


def rupiah_words(amount: int, language: Language = "id") -> str:
    """An amount of rupiah in words: ``dua ratus lima puluh juta rupiah``.

    Raises:
        ValueError: The amount is larger than has words here.
    """
    return f"{number_words(amount, language)} rupiah"


def _indonesian(number: int) -> str:
    if number < 10:
        return _UNITS_ID[number]
    for size, name in _SCALES_ID:
        if number >= size:
            return _joined(f"{_indonesian(number // size)} {name}", number % size)
    for size, name in ((1000, "ribu"), (100, "ratus")):
        if number >= size:
            many = number // size
            return _joined(
                f"se{name}" if many == 1 else f"{_indonesian(many)} {name}", number % size
            )
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{_UNITS_ID[number % 10]} belas")
    return _joined(f"{_UNITS_ID[number // 10]} puluh", number % 10)


def _joined(said: str, rest: int) -> str:
    return f"{said} {_indonesian(rest)}" if rest else said


def _english(number: int) -> str:
    for size, name in _SCALES_EN:
        if number >= size:
            rest = number % size
            said = f"{_english(number // size)} {name}"
            return f"{said} {_english(rest)}" if rest else said
    if number >= 100:
        rest = number % 100
        said = f"{_UNITS_EN[number // 100]} hundred"
        return f"{said} {_english(rest)}" if rest else said
    if number < 20:
        return _UNITS_EN[number]
    ones = f"-{_UNITS_EN[number % 10]}" if number % 10 else ""
    return f"{_TENS_EN[number // 10 - 2]}{ones}"
