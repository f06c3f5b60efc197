"""Exact arithmetic with money: fractions, tariffs, other currencies; never a float.

Everything that is worked out becomes whole rupiah by one rounding: to the nearest, halves away
from zero, as sums on Indonesian bills are rounded.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

LARGEST: Final = 10**15
"""Rupiah in one entry; beyond it somebody typed too many zeros, since the whole national budget
is about 3.6 * 10**15."""

ROUNDING: Final = "half_up"
"""The name of the rounding, as entries state it."""

CURRENCIES: Final[dict[str, int]] = {
    "USD": 2, "EUR": 2, "JPY": 0, "AUD": 2, "SGD": 2, "CNY": 2, "KRW": 0, "GBP": 2, "MYR": 2,
    "THB": 2, "PHP": 2, "VND": 0, "BND": 2, "NZD": 2, "CHF": 2, "CAD": 2, "SEK": 2, "NOK": 2,
    "DKK": 2, "SAR": 2, "AED": 2, "QAR": 2, "KWD": 3, "INR": 2, "TWD": 2, "HKD": 2, "TRY": 2,
}  # fmt: skip
"""Currencies in which a line may be stated, with the digits of their minor unit (ISO 4217)."""

_FRACTION = re.compile(r"(-?\d{1,18})(?:/([1-9]\d{0,17}))?")
_DECIMAL = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d{1,18})(?:,(\d{1,9}))?")


def exact(text: str) -> Fraction | None:
    """An exact number in its stored form: ``1200`` or ``25/2``; None for anything else."""
    found = _FRACTION.fullmatch(text)
    return Fraction(int(found[1]), int(found[2] or 1)) if found else None


def read_exact(text: str) -> Fraction | None:
    """An exact number as people write it: ``1200``, ``12,5``, ``15.850,25``, ``25/2``."""
    plain = text.strip()
    found = _DECIMAL.fullmatch(plain)
    if found is None:
        return exact(plain)
    whole, part = found[2].replace(".", ""), found[3] or ""
    value = Fraction(int(whole + part), 10 ** len(part))
    return -value if found[1] else value


def stored(value: Fraction) -> str:
    """The stored form of an exact number."""
    whole = value.denominator == 1
    return str(value.numerator) if whole else f"{value.numerator}/{value.denominator}"


def shown_exact(value: Fraction, language: str = "id") -> str:
    """An exact number as people read it: with decimals where it has finitely many."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return stored(value)
    whole = abs(value.numerator) * 10**places // value.denominator
    text = str(whole).rjust(places + 1, "0")
    head, tail = (text[:-places], text[-places:]) if places else (text, "")
    sign = "-" if value < 0 else ""
    comma = "," if language == "id" else "."
    return sign + grouped(int(head), language) + (comma + tail if tail else "")


def to_rupiah(value: Fraction) -> int:
    """Whole rupiah: the nearest, halves away from zero."""
    doubled = abs(value.numerator) * 2 + value.denominator
    rounded = doubled // (value.denominator * 2)
    return -rounded if value < 0 else rounded


def by_tariff(price: int, quantity: Fraction) -> int:
    """Rupiah of a quantity at a price for each unit."""
    return to_rupiah(price * quantity)


def by_rate(minor: int, currency: str, rate: Fraction) -> int:
    """Rupiah of an amount in another currency.

    Args:
        minor: In its minor unit.
        currency: One of `CURRENCIES`.
        rate: Rupiah for one whole unit of it.
    """
    return to_rupiah(Fraction(minor, 10 ** CURRENCIES[currency]) * rate)


def grouped(amount: int, language: str = "id") -> str:
    """A whole number with its thousands apart."""
    text = f"{amount:,}"
    return text.replace(",", ".") if language == "id" else text


def rupiah(amount: int, language: str = "id") -> str:
    """An amount as people read it: ``Rp1.250.000.000``, in English with commas."""
    return f"{'-' if amount < 0 else ''}Rp{grouped(abs(amount), language)}"


def in_currency(minor: int, currency: str, language: str = "id") -> str:
    """An amount in another currency as people read it: ``USD 12.500,00``."""
    digits = CURRENCIES.get(currency, 2)
    whole, rest = divmod(abs(minor), 10**digits)
    comma = "," if language == "id" else "."
    tail = f"{comma}{rest:0{digits}d}" if digits else ""
    return f"{currency} {'-' if minor < 0 else ''}{grouped(whole, language)}{tail}"
