"""Reading budget lines and entries from CSV or XLSX: one row per line or entry, judged row by row.

Two forms, which may stand in one file. A row with ``jenis`` and ``jumlah`` is one entry of the
journal. A row with the columns ``rencana``, ``pagu``, ``kontrak``, ``realisasi`` says what each of
them comes to by now; an empty cell says nothing. Titles may stand above the header. A row that
cannot be read is told with its line and what to do, and never stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import msgspec

from kadflow.domain.amounts import read_exact
from kadflow.domain.budget import BASES, ENTRY_KINDS, SOURCES
from kadflow.domain.wording.budget import BASIS_WORDS, ENTRY_WORDS, SOURCE_WORDS, UNIT_WORDS
from kadflow.domain.wording.vocabulary import Pair
from kadflow.errors import InvalidInputError
from kadflow.intake.dates import read_date
from kadflow.intake.money import read_rupiah
from kadflow.intake.rows import HEADER_WITHIN
from kadflow.intake.tables import read_table

MOST_ROWS = 20_000

COLUMNS: dict[str, tuple[str, ...]] = {
    "agreement": ("kerja sama", "nomor kerja sama", "agreement"),
    "party": ("pihak", "daerah", "party"),
    "year": ("tahun", "tahun anggaran", "year"),
    "source": ("sumber", "sumber dana", "source"),
    "account": ("kode rekening", "rekening", "account"),
    "title": ("uraian", "kegiatan", "title"),
    "executor": ("perangkat daerah", "opd", "executing unit"),
    "basis": ("cara", "cara pembiayaan", "basis"),
    "price": ("tarif", "price"),
    "unit": ("satuan", "unit"),
    "currency": ("mata uang", "currency"),
    "kind": ("jenis", "jenis catatan", "kind"),
    "amount": ("jumlah", "jumlah rupiah", "amount"),
    "quantity": ("volume", "quantity"),
    "foreign": ("jumlah valuta", "foreign amount"),
    "rate": ("kurs", "rate"),
    "rate_on": ("tanggal kurs", "rate date"),
    **{kind: (ENTRY_WORDS[kind][0].split(" ")[0], *ENTRY_WORDS[kind]) for kind in ENTRY_KINDS},
    "on": ("tanggal", "date"),
    "letter": ("nomor dokumen", "nomor dpa", "document number"),
    "letter_on": ("tanggal dokumen", "tanggal dpa", "document date"),
}
"""The names that a column may have, the first one shown to people."""

REASON = ("Alasan ditolak", "Reason")
"""The column beside refused rows; it is not read."""

_NEEDED = ("party", "year", "source")
_ANY_APBD = "apbd"


class BudgetRow(msgspec.Struct, frozen=True):
    """One row as read.

    Attributes:
        row: Line of the CSV file or row of the sheet, 1-based.
        cells: As they stand, in the order of the header.
        said: Texts by column.
        source: One of `SOURCES`, or ``apbd`` where the row leaves open of which level.
        amounts: Rupiah by column of the wide form.
        faults: Why it cannot be taken, in Indonesian and English.
    """

    row: int
    cells: tuple[str, ...]
    said: dict[str, str]
    year: int = 0
    source: str = ""
    basis: str = "amount"
    unit: str = ""
    kind: str | None = None
    amount: int | None = None
    amounts: dict[str, int] = {}
    price: int = 0
    quantity: Fraction | None = None
    foreign: Fraction | None = None
    rate: Fraction | None = None
    rate_on: str | None = None
    on: str | None = None
    letter_on: str | None = None
    faults: tuple[Pair, ...] = ()


class BudgetFile(msgspec.Struct, frozen=True):
    """A file as read: its header as it stands, and its rows."""

    header: tuple[str, ...]
    rows: tuple[BudgetRow, ...]


def read_budget_rows(path: Path) -> BudgetFile:
    """Read every row below the header.

    Raises:
        InvalidInputError: No such file, another format, damaged, too long, or without a header
            that names at least party, year and source.
    """
    header: dict[str, int] | None = None
    names: tuple[str, ...] = ()
    rows: list[BudgetRow] = []
    for number, cells in read_table(path, lambda row: len(_header(row) or {}), MOST_ROWS):
        if header is None:
            header, names = _header(cells), tuple(cells)
            if header is None and number >= HEADER_WITHIN:
                break
        elif any(cell.strip() for cell in cells):
            rows.append(_row(number, header, cells))
        if len(rows) > MOST_ROWS:
            raise InvalidInputError(
                f"{path.name} has more than {MOST_ROWS} rows.",
                hint="Split the file.",
                pesan=f"{path.name} memuat lebih dari {MOST_ROWS} baris.",
                saran="Bagi berkasnya.",
            )
    if header is None:
        raise InvalidInputError(
            f"{path.name} has no header in its first {HEADER_WITHIN} rows.",
            hint=f"Name the columns {', '.join(n[-1] for n in COLUMNS.values())}; "
            "party, year and source are needed.",
            pesan=f"{HEADER_WITHIN} baris pertama {path.name} tidak memuat judul kolom.",
            saran=f"Beri nama kolom: {', '.join(n[0] for n in COLUMNS.values())}; pihak, tahun, "
            "dan sumber harus ada.",
        )
    return BudgetFile(names, tuple(rows))


def _header(cells: Sequence[str]) -> dict[str, int] | None:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        named = _plain(cell).removesuffix(" rp").removesuffix(" idr")
        for column, names in COLUMNS.items():
            if named in map(_plain, names):
                places.setdefault(column, place)
    return places if all(column in places for column in _NEEDED) else None


def _plain(text: str) -> str:
    """A heading without its case, marks and line breaks."""
    return " ".join(re.sub(r"[^a-z ]+", " ", text.lower()).split())


class _Reader:
    """The cells of one row, with what is wrong about them."""

    def __init__(self, header: Mapping[str, int], cells: Sequence[str]) -> None:
        self._header, self._cells = header, cells
        self.faults: list[Pair] = []

    def text(self, column: str) -> str:
        place = self._header.get(column)
        found = self._cells[place] if place is not None and place < len(self._cells) else ""
        return " ".join(found.split()).removeprefix("'")

    def fault(self, column: str, indonesian: str, english: str) -> None:
        names = COLUMNS[column]
        self.faults.append((f"Kolom {names[0]}: {indonesian}.", f"Column {names[-1]}: {english}."))

    def rupiah(self, column: str) -> int | None:
        text = self.text(column)
        if not text or text == "-":
            return None
        negative = text.startswith(("-", "("))
        found = read_rupiah(text.strip("-() "))
        if found is None:
            self.fault(
                column,
                f"'{text[:40]}' bukan rupiah bulat; tulis tanpa sen, seperti 1250000 atau Rp1.250.000",
                f"'{text[:40]}' is no whole rupiah; write it without cents, like 1250000 or Rp1.250.000",
            )
            return None
        return -found if negative else found

    def exact(self, column: str) -> Fraction | None:
        text = self.text(column)
        if not text:
            return None
        # a sheet's own numbers come with a point: 12.5
        plain = text.replace(".", ",") if re.fullmatch(r"-?\d+\.\d{1,2}", text) else text
        found = read_exact(plain)
        if found is None:
            self.fault(
                column,
                f"'{text[:40]}' bukan bilangan; tulis 1200 atau 12,5",
                f"'{text[:40]}' is no number; write 1200 or 12,5",
            )
        return found

    def day(self, column: str) -> str | None:
        text = self.text(column)
        if not text:
            return None
        found = read_date(text.removesuffix(" 00:00:00"))
        if found is None:
            self.fault(
                column,
                f"'{text[:40]}' bukan tanggal; tulis seperti 2026-03-19 atau 19 Maret 2026",
                f"'{text[:40]}' is no date; write it like 2026-03-19 or 19 Maret 2026",
            )
        return found

    def word(self, column: str, words: Mapping[str, Pair], known: Sequence[str]) -> str:
        text = self.text(column)
        plain = text.lower()
        for key in known:
            if plain in {key, key.replace("_", " "), *(w.lower() for w in words[key])}:
                return key
        self.fault(
            column,
            f"'{text[:40]}' tidak dikenal; pilih: {', '.join(words[k][0] for k in known)}",
            f"'{text[:40]}' is not known; choose: {', '.join(words[k][1] for k in known)}",
        )
        return ""


def _row(number: int, header: Mapping[str, int], cells: Sequence[str]) -> BudgetRow:
    read = _Reader(header, cells)
    said = {column: read.text(column) for column in COLUMNS}
    if not said["party"]:
        read.fault("party", "kosong", "is empty")
    year = int(said["year"]) if re.fullmatch(r"\d{4}", said["year"]) else 0
    if not year:
        read.fault(
            "year",
            f"'{said['year'][:40]}' bukan tahun anggaran",
            f"'{said['year'][:40]}' is no fiscal year",
        )
    plain = said["source"].lower()
    source = _ANY_APBD if plain == _ANY_APBD else read.word("source", SOURCE_WORDS, SOURCES)
    basis = read.word("basis", BASIS_WORDS, BASES) if said["basis"] else "amount"
    kind: str | None = None
    if said["kind"]:
        named = _plain(said["kind"])
        kind = next((each for each in ENTRY_KINDS if named in map(_plain, COLUMNS[each])), None)
        if kind is None:
            read.word("kind", ENTRY_WORDS, ENTRY_KINDS)
    amount = read.rupiah("amount")
    wide = {each: read.rupiah(each) for each in ENTRY_KINDS}
    if kind is None and amount is not None and not said["kind"]:
        read.fault("kind", "kosong, padahal ada jumlahnya", "is empty beside an amount")
    return BudgetRow(
        row=number,
        cells=tuple(cells),
        said=said,
        year=year,
        source=source,
        basis=basis,
        unit=read.word("unit", UNIT_WORDS, tuple(UNIT_WORDS)) if said["unit"] else "",
        kind=kind,
        amount=amount,
        amounts={each: found for each, found in wide.items() if found is not None},
        price=read.rupiah("price") or 0,
        quantity=read.exact("quantity"),
        foreign=read.exact("foreign"),
        rate=read.exact("rate"),
        rate_on=read.day("rate_on"),
        on=read.day("on"),
        letter_on=read.day("letter_on"),
        faults=tuple(read.faults),
    )
