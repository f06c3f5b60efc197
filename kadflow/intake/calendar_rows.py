"""Reading a list of days off from CSV or XLSX: one row per day or span, judged row by row.

Columns, under Indonesian or English names: date, until (for a span), kind, name, region (empty:
the nation), number and date of the decree. Titles may stand above the header. A row that cannot
be read is told with its line and what to do; the caller takes the whole file or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from kadflow.errors import InvalidInputError
from kadflow.intake.dates import read_date
from kadflow.intake.rows import HEADER_WITHIN, Fault
from kadflow.intake.tables import read_table
from kadflow.intake.wording import Said

MOST_ROWS = 2000
LONGEST_NAME = 120
LONGEST_SPAN = 366  # days; of a working week and of shortened hours there is no limit

COLUMNS: dict[str, tuple[str, ...]] = {
    "on": ("tanggal", "date", "mulai", "from"),
    "until": ("sampai", "until", "sampai dengan", "selesai"),
    "kind": ("jenis", "kind"),
    "name": ("nama", "name", "keterangan", "uraian"),
    "region": ("daerah", "region", "kode daerah"),
    "decree": ("keputusan", "decree", "nomor keputusan"),
    "decree_on": ("tanggal keputusan", "decree date"),
}
"""The names that a column may have, the first one shown to people."""

KINDS: dict[str, tuple[str, ...]] = {
    "holiday": ("libur", "libur nasional", "libur daerah", "holiday"),
    "joint_leave": ("cuti bersama", "joint leave"),
    "workday": ("hari kerja", "batal libur", "workday"),
    "short_hours": ("jam pendek", "jam kerja pendek", "short hours"),
    "five_days": ("lima hari kerja", "5 hari kerja", "five days"),
    "six_days": ("enam hari kerja", "6 hari kerja", "six days"),
}
"""What a row may state, the first word shown to people."""

_NEEDED = ("on", "kind")
_SPANS = frozenset({"short_hours", "five_days", "six_days"})


class CalendarRow(msgspec.Struct, frozen=True):
    """One row as read.

    Attributes:
        row: Line of the CSV file or row of the sheet, 1-based.
        on: First day, ISO; empty where it cannot be read.
        until: Last day of a span, ISO; None for one day, and for a week without end.
        kind: A key of `KINDS`.
        region: As written; empty for the nation.
        faults: Why it cannot be taken.
    """

    row: int
    on: str
    until: str | None
    kind: str
    name: str
    region: str
    decree: str
    decree_on: str
    faults: tuple[Fault, ...] = ()


def read_calendar_rows(path: Path) -> list[CalendarRow]:
    """Read every row below the header.

    Raises:
        InvalidInputError: No such file, another format, damaged, too long, or without a header
            that names at least date and kind.
    """
    table = read_table(path, lambda cells: len(_header(cells) or {}), MOST_ROWS)
    header: dict[str, int] | None = None
    rows: list[CalendarRow] = []
    for number, cells in table:
        if header is None:
            header = _header(cells)
            if header is None and number >= HEADER_WITHIN:
                break
        elif any(cell.strip() for cell in cells):
            rows.append(_row(number, header, cells))
        if len(rows) > MOST_ROWS:
            raise InvalidInputError(
                f"{path.name} has more than {MOST_ROWS} rows.",
                hint="A calendar has some thirty rows a year; split the file.",
                pesan=f"{path.name} memuat lebih dari {MOST_ROWS} baris.",
                saran="Kalender setahun sekitar tiga puluh baris; bagi berkasnya.",
            )
    if header is None:
        wanted = ", ".join(names[0] for names in COLUMNS.values())
        raise InvalidInputError(
            f"{path.name} has no header in its first {HEADER_WITHIN} rows.",
            hint=f"Name the columns {', '.join(names[1] for names in COLUMNS.values())}; "
            "date and kind are needed.",
            pesan=f"{HEADER_WITHIN} baris pertama {path.name} tidak memuat judul kolom.",
            saran=f"Beri nama kolom: {wanted}; tanggal dan jenis harus ada.",
        )
    return rows


def _header(cells: Sequence[str]) -> dict[str, int] | None:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        named = re.sub(r"[\s_]+", " ", cell.strip().lower())
        for column, names in COLUMNS.items():
            if named in names:
                places.setdefault(column, place)
    return places if all(column in places for column in _NEEDED) else None


def _row(number: int, header: dict[str, int], cells: Sequence[str]) -> CalendarRow:
    faults: list[Fault] = []

    def cell(column: str) -> str:
        place = header.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    on = _day("on", cell("on"), faults) or ""
    until = _day("until", cell("until"), faults) if cell("until") else None
    decree_on = (_day("decree_on", cell("decree_on"), faults) or "") if cell("decree_on") else ""
    kind = _kind(cell("kind"), faults)
    name = " ".join(cell("name").split())
    if not cell("on"):
        faults[:] = [fault for fault in faults if fault.column != COLUMNS["on"][0]]
        faults.append(_fault("date-missing", "on", "tanggalnya kosong", "the date is empty"))
    if kind and not name and kind not in {"five_days", "six_days"}:
        faults.append(_fault("name-missing", "name", "nama harinya kosong", "the day has no name"))
    if len(name) > LONGEST_NAME or "\x00" in name:
        faults.append(
            _fault(
                "name-too-long",
                "name",
                f"nama harinya lebih dari {LONGEST_NAME} huruf atau rusak; persingkat",
                f"the name has more than {LONGEST_NAME} characters or is damaged; shorten it",
            )
        )
    if on and until and not faults:
        faults += _span(on, until, kind)
    return CalendarRow(
        row=number,
        on=on,
        until=until if until != on else None,
        kind=kind,
        name=name,
        region=cell("region"),
        decree=" ".join(cell("decree").split()),
        decree_on=decree_on,
        faults=tuple(faults),
    )


def _span(on: str, until: str, kind: str) -> Iterator[Fault]:
    days = (date.fromisoformat(until) - date.fromisoformat(on)).days
    if days < 0:
        yield _fault(
            "until-before-date",
            "until",
            f"hari terakhir {until} mendahului {on}; tukar kedua tanggalnya",
            f"the last day {until} lies before {on}; exchange the two",
        )
    elif days >= LONGEST_SPAN and kind not in _SPANS:
        yield _fault(
            "span-too-long",
            "until",
            f"libur {days + 1} hari berturut-turut tidak mungkin; periksa tahunnya",
            f"{days + 1} days off in a row cannot be; check the year",
        )


def _fault(code: str, column: str, indonesian: str, english: str) -> Fault:
    names = COLUMNS[column]
    said = Said(f"Kolom {names[0]}: {indonesian}.", f"Column {names[1]}: {english}.")
    return Fault(code, said, names[0])


def _day(column: str, text: str, faults: list[Fault]) -> str | None:
    found = read_date(text)
    if found is None:
        faults.append(
            _fault(
                "date-unreadable",
                column,
                f"'{text[:40]}' bukan tanggal; tulis seperti 2026-03-19 atau 19 Maret 2026",
                f"'{text[:40]}' is no date; write it like 2026-03-19 or 19 Maret 2026",
            )
        )
    return found


def _kind(text: str, faults: list[Fault]) -> str:
    plain = re.sub(r"[\s_-]+", " ", text.strip().lower())
    for kind, words in KINDS.items():
        if plain in words:
            return kind
    faults.append(
        _fault(
            "kind-unknown",
            "kind",
            f"'{text[:40]}' tidak dikenal; pilih: {', '.join(w[0] for w in KINDS.values())}",
            f"'{text[:40]}' is not known; choose: {', '.join(w[-1] for w in KINDS.values())}",
        )
    )
    return ""
