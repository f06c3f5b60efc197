"""What a cell or a figure of a report can be, with its meaning and where it comes from.

Everything is an integer, a date or text; there are no floats. What is not known is a value of
its own kind, `Unknown`, so that no renderer can ever print it as 0. Any figure may carry the
`Source` that it was counted from.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from kadflow.errors import InvalidInputError

LARGEST: Final = 10**18
"""No figure of a report is larger, in either direction."""

_WHOLE: Final = 10_000
_MOST_DECIMALS: Final = 9


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """The entries of the record from which a figure was counted.

    Attributes:
        stream: The stream that has them.
        name: What people call that record, as ``Riwayat KSD-2026-000001``.
        numbers: Numbers of the entries, rising; none means the whole record.
    """

    stream: str
    name: str
    numbers: tuple[int, ...] = ()


class Text(msgspec.Struct, frozen=True, omit_defaults=True, tag="text"):
    """Words, also where a number was expected: ``masing-masing pihak`` in a column of rupiah."""

    text: str
    source: Source | None = None


class Whole(msgspec.Struct, frozen=True, omit_defaults=True, tag="whole"):
    """A count."""

    number: int
    source: Source | None = None


class Rupiah(msgspec.Struct, frozen=True, omit_defaults=True, tag="rupiah"):
    """An amount in whole rupiah; negative where something was taken back."""

    amount: int
    source: Source | None = None


class Percent(msgspec.Struct, frozen=True, omit_defaults=True, tag="percent"):
    """A share in basis points: 8750 is 87,5 %."""

    basis_points: int
    source: Source | None = None


class Quantity(msgspec.Struct, frozen=True, omit_defaults=True, tag="quantity"):
    """A measured amount with a unit: 1250 with 2 decimals and ``ton/hari`` is 12,50 ton/hari."""

    scaled: int
    decimals: int = 0
    unit: str = ""
    source: Source | None = None

    def __post_init__(self) -> None:
        """Refuse what no spreadsheet can hold."""
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise InvalidInputError(
                f"A quantity has 0 to {_MOST_DECIMALS} decimals, not {self.decimals}.",
                hint="State it with fewer decimals.",
                pesan=f"Angka dapat memuat 0 sampai {_MOST_DECIMALS} desimal, bukan "
                f"{self.decimals}.",
                saran="Nyatakan dengan desimal yang lebih sedikit.",
            )


class Day(msgspec.Struct, frozen=True, omit_defaults=True, tag="day"):
    """A civil date."""

    day: date
    source: Source | None = None


class Unknown(msgspec.Struct, frozen=True, omit_defaults=True, tag="unknown"):
    """Nobody has said it yet. Printed as the layout chooses, never as 0.

    Attributes:
        ask: Who can say it, as ``Bappeda Kabupaten Bantul``; empty when nobody is named.
    """

    ask: str = ""
    source: Source | None = None


Value = Text | Whole | Rupiah | Percent | Quantity | Day | Unknown
"""Anything that can stand in a cell or beside a label."""


def number_of(value: Value) -> int | None:
    """The integer inside a numeric value, in the value's own smallest unit; else None."""
    match value:
        case Whole(number=number):
            return number
        case Rupiah(amount=amount):
            return amount
        case Percent(basis_points=points):
            return points
        case Quantity(scaled=scaled):
            return scaled
        case _:
            return None


def share(part: Value, of: Value) -> Percent | Unknown:
    """What share one figure is of another, rounded half away from zero.

    Unknown when either is no number, or when there is nothing to have a share of.

    Args:
        part: For instance what was realised.
        of: For instance what was appropriated; of the same kind.
    """
    above, below = number_of(part), number_of(of)
    if above is None or not below or type(part) is not type(of):
        return Unknown()
    sign = -1 if (above < 0) != (below < 0) else 1
    return Percent(sign * ((2 * abs(above) * _WHOLE + abs(below)) // (2 * abs(below))))
