"""Tables with typed columns, groups, and totals that say what they sum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from kadflow.errors import InvalidInputError
from kadflow.reports.values import (
    Day,
    Percent,
    Quantity,
    Rupiah,
    Source,
    Text,
    Unknown,
    Value,
    Whole,
    share,
)

ColumnKind = Literal["text", "whole", "rupiah", "percent", "quantity", "date", "source"]
"""``source`` cells are texts that name where a row comes from; each carries its `Source`."""

_FITS: dict[ColumnKind, tuple[type, ...]] = {
    "text": (Text, Unknown),
    "whole": (Whole, Text, Unknown),
    "rupiah": (Rupiah, Text, Unknown),
    "percent": (Percent, Text, Unknown),
    "quantity": (Quantity, Text, Unknown),
    "date": (Day, Text, Unknown),
    "source": (Text, Unknown),
}
_SUMMED: frozenset[ColumnKind] = frozenset({"whole", "rupiah", "quantity"})

Row = tuple[Value, ...]


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column of a table.

    Attributes:
        key: Its name among the columns of this table; totals and ratios name it.
        title: Its heading.
        kind: What its cells are; a text or an unknown may stand in any column.
        under: A heading above several neighbouring columns, as ``Tahun 2026``.
        unit: Said in the heading, as ``ton/hari``.
        decimals: Of a quantity; the same for the whole column, so that it can be summed.
    """

    key: str
    title: str
    kind: ColumnKind = "text"
    under: str = ""
    unit: str = ""
    decimals: int = 0


class Ratio(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column of percentages that is one column as a share of another."""

    column: str
    part: str
    of: str


class Total(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that sums columns of its group, or of the whole table.

    Attributes:
        label: What it sums, in words: ``Jumlah lima kabupaten``. Stands in the first column.
        sums: Keys of the columns that are summed; never the first, where the label stands.
    """

    label: str
    sums: tuple[str, ...]


class Group(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rows that belong together under a heading, with totals of their own."""

    title: str
    rows: tuple[Row, ...]
    totals: tuple[Total, ...] = ()


class Table(msgspec.Struct, frozen=True, omit_defaults=True, tag="table"):
    """A table.

    Attributes:
        title: Its caption.
        columns: At least one, keys all different.
        rows: Where there are no groups.
        groups: Where there are.
        totals: Over everything.
        ratios: Columns of percentages that follow from two others, in every row and total.
            The cells themselves are given too (`share`), and must agree.
        note: A sentence below it.
        source: What the whole table was counted from.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    groups: tuple[Group, ...] = ()
    totals: tuple[Total, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    note: str = ""
    source: Source | None = None

    def __post_init__(self) -> None:
        """Refuse a table that contradicts itself."""
        for english, indonesian in _contradictions(self):
            raise InvalidInputError(
                f"The table '{self.title}' contradicts itself: {english}.",
                hint="Mend the table where it is built.",
                pesan=f"Tabel '{self.title}' bertentangan dengan dirinya sendiri: {indonesian}.",
                saran="Perbaiki tabel di tempat penyusunannya.",
            )

    def position(self, key: str) -> int:
        """Where a column stands, from 0."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def all_rows(self) -> Iterator[Row]:
        """Every row, groups in order."""
        yield from self.rows
        for group in self.groups:
            yield from group.rows


def title_of(column: Column) -> str:
    """The heading of a column, with its unit."""
    return f"{column.title} ({column.unit})" if column.unit else column.title


class Sum(msgspec.Struct, frozen=True):
    """A worked-out total row.

    Attributes:
        total: What was asked for.
        cells: One value per column; None where the total says nothing.
        unknown: How many figures were unknown and so are missing from the sums.
    """

    total: Total
    cells: tuple[Value | None, ...]
    unknown: int


def summed(table: Table, total: Total, rows: tuple[Row, ...]) -> Sum:
    """Work out a total over rows of the table.

    Unknown figures and texts are left out of a sum and the unknown ones are counted; a column
    where nothing at all is known has an unknown sum, not 0.
    """
    cells: list[Value | None] = [None] * len(table.columns)
    missing = 0
    for key in total.sums:
        at = table.position(key)
        cells[at], unknown = _column_sum(table.columns[at], [row[at] for row in rows])
        missing += unknown
    for ratio in table.ratios:
        part, of = cells[table.position(ratio.part)], cells[table.position(ratio.of)]
        if part is not None and of is not None:
            cells[table.position(ratio.column)] = share(part, of)
    return Sum(total, tuple(cells), missing)


def _column_sum(column: Column, cells: list[Value]) -> tuple[Value, int]:
    unknown = sum(isinstance(cell, Unknown) for cell in cells)
    match column.kind:
        case "rupiah":
            amounts = [cell.amount for cell in cells if isinstance(cell, Rupiah)]
            made: Value = Rupiah(sum(amounts))
        case "quantity":
            amounts = [cell.scaled for cell in cells if isinstance(cell, Quantity)]
            made = Quantity(sum(amounts), column.decimals, column.unit)
        case _:
            amounts = [cell.number for cell in cells if isinstance(cell, Whole)]
            made = Whole(sum(amounts))
    return (made if amounts or not unknown else Unknown()), unknown


def _contradictions(table: Table) -> Iterator[tuple[str, str]]:
    keys = [column.key for column in table.columns]
    if not keys or len(set(keys)) != len(keys):
        yield "its columns need keys that differ", "kunci kolomnya harus ada dan berbeda-beda"
        return
    if table.rows and table.groups:
        yield "it has rows both inside and outside groups", "barisnya ada di dalam dan luar grup"
    yield from _wrong_cells(table)
    kinds = dict(zip(keys, table.columns, strict=True))
    for total in (*table.totals, *(t for group in table.groups for t in group.totals)):
        for key in total.sums:
            if key not in kinds or kinds[key].kind not in _SUMMED or key == keys[0]:
                yield (
                    f"the total '{total.label}' cannot sum the column '{key}'",
                    f"jumlah '{total.label}' tidak dapat dihitung dari kolom '{key}'",
                )
    for ratio in table.ratios:
        yield from _wrong_ratio(table, ratio, kinds)


def _wrong_cells(table: Table) -> Iterator[tuple[str, str]]:
    fits = tuple(_FITS[column.kind] for column in table.columns)
    for number, row in enumerate(table.all_rows(), start=1):
        if len(row) != len(fits):
            yield (
                f"row {number} has {len(row)} cells for {len(fits)} columns",
                f"baris {number} memuat {len(row)} sel untuk {len(fits)} kolom",
            )
            continue
        for column, kinds, cell in zip(table.columns, fits, row, strict=True):
            if not isinstance(cell, kinds) or (
                isinstance(cell, Quantity) and cell.decimals != column.decimals
            ):
                yield (
                    f"row {number} has {type(cell).__name__} in the column '{column.title}'",
                    f"isi kolom '{column.title}' pada baris {number} tidak sesuai jenisnya",
                )


def _wrong_ratio(
    table: Table, ratio: Ratio, kinds: dict[str, Column]
) -> Iterator[tuple[str, str]]:
    if not {ratio.column, ratio.part, ratio.of} <= kinds.keys() or (
        kinds[ratio.column].kind != "percent"
    ):
        yield (
            f"the ratio '{ratio.column}' names columns that are not there or no percentages",
            f"rasio '{ratio.column}' menyebut kolom yang tidak ada atau bukan persentase",
        )
        return
    column, part, of = (table.position(key) for key in (ratio.column, ratio.part, ratio.of))
    for number, row in enumerate(table.all_rows(), start=1):
        cell = row[column]
        if isinstance(cell, Percent) and cell != msgspec.structs.replace(
            share(row[part], row[of]), source=cell.source
        ):
            yield (
                f"row {number} has another share in '{ratio.column}' than its figures give",
                f"persentase '{ratio.column}' pada baris {number} tidak sesuai angkanya",
            )
