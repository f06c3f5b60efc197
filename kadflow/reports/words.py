"""The words that renderers add to a report, and values as text; Indonesian first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kadflow.domain.wording import day_words
from kadflow.domain.wording.amounts import (
    Language,
    number_text,
    percent_text,
    rupiah_text,
)
from kadflow.reports.content import Mark, Report
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
)

Pair = tuple[str, str]

WORDS: Final[dict[str, Pair]] = {
    "table": ("Tabel", "Table"),
    "figure": ("Gambar", "Figure"),
    "page": ("Halaman {page} dari {pages}", "Page {page} of {pages}"),
    "number": ("Nomor", "Number"),
    "version": ("Versi", "Version"),
    "period": ("Periode", "Period"),
    "as_of": ("Keadaan per", "State as of"),
    "publisher": ("Diterbitkan oleh", "Issued by"),
    "until": ("sampai", "to"),
    "at": ("pukul", "at"),
    "contents": ("Daftar isi", "Contents"),
    "sources": ("Asal angka", "Where the figures come from"),
    "sources_lead": (
        "Angka bertanda [n] dihitung dari catatan riwayat berikut.",
        "Figures marked [n] were counted from these entries of the record.",
    ),
    "source": ("Sumber", "Source"),
    "entries": ("catatan", "entries"),
    "twin": ("Angka pada gambar {number}", "Figures of figure {number}"),
    "twins": ("Angka di balik gambar", "The figures behind the pictures"),
    "unknown": ("Belum diketahui", "Not known yet"),
    "note": ("Catatan", "Note"),
    "warning": ("Perhatian", "Attention"),
    "ask": ("Tanyakan kepada", "Ask"),
    "missing": ("tanpa {count} yang belum diketahui", "without {count} not known yet"),
    "region": ("Daerah", "Region"),
    "count": ("Jumlah kerja sama", "Cooperations"),
    "category": ("Kategori", "Category"),
    "schematic": (
        "Peta skematis, bukan batas resmi.",
        "Schematic map, no official boundaries.",
    ),
    "gap": ("Sel kosong: belum diketahui.", "Empty cells: not known yet."),
    "sheet": ("Lembar", "Sheet"),
    "cell": ("Sel", "Cell"),
    "skip": ("Langsung ke isi", "Skip to the content"),
    "summary": ("Ringkasan", "Summary"),
}

MARK_WORDS: Final[dict[Mark, Pair]] = {
    "example": ("CONTOH - data rekaan", "EXAMPLE - invented data"),
    "exercise": ("LATIHAN - bukan catatan resmi", "EXERCISE - not an official record"),
    "draft": ("RANCANGAN - belum disahkan", "DRAFT - not signed off"),
}

_ZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def say(key: str, language: Language, **fields: object) -> str:
    """One of the words that renderers add."""
    return WORDS[key][language == "en"].format(**fields)


def mark_words(report: Report) -> str:
    """What is said on every page; empty when nothing is."""
    return " · ".join(MARK_WORDS[mark][report.language == "en"] for mark in report.marks)


def day_text(day: date, language: Language) -> str:
    """A civil date in full: ``12 Maret 2026``."""
    return day_words(day.isoformat())[language == "en"]


def instant_text(at: datetime, zone: str, language: Language) -> str:
    """An instant as the clocks of a zone show it: ``12 Maret 2026 pukul 15.04 WIB``."""
    local = at.astimezone(ZoneInfo(zone))
    mark = ":" if language == "en" else "."
    clock = f"{local.hour:02}{mark}{local.minute:02}"
    return (
        f"{day_text(local.date(), language)} {say('at', language)} {clock} "
        f"{_ZONES.get(zone, zone)}"
    )


def value_text(value: Value, language: Language, unknown: str) -> str:
    """A value as it is printed.

    Args:
        value: Anything that can stand in a cell.
        language: Whose separators and month names.
        unknown: What stands for what is not known.
    """
    match value:
        case Text(text=text):
            return text
        case Whole(number=number):
            return number_text(number, language)
        case Rupiah(amount=amount):
            return rupiah_text(amount, language)
        case Percent(basis_points=points):
            return percent_text(points, language)
        case Quantity(scaled=scaled, decimals=decimals, unit=unit):
            figure = number_text(scaled, language, decimals)
            return f"{figure} {unit}" if unit else figure
        case Day(day=day):
            return day_text(day, language)
        case Unknown():
            return unknown


def source_text(source: Source, language: Language) -> str:
    """Where a figure comes from: ``Riwayat KSD-2026-000001, catatan 3, 7-9``."""
    if not source.numbers:
        return source.name
    return f"{source.name}, {say('entries', language)} {_ranges(source.numbers)}"


def _ranges(numbers: tuple[int, ...]) -> str:
    said: list[str] = []
    ordered = sorted(set(numbers))
    first = last = ordered[0]
    for number in (*ordered[1:], None):
        if number is not None and number == last + 1:
            last = number
            continue
        said.append(str(first) if first == last else f"{first}-{last}")
        if number is not None:
            first = last = number
    return ", ".join(said)


def facts_of(report: Report) -> list[Pair]:
    """The lines below the title, each with its label."""
    language = report.language
    lines: list[Pair] = []
    if report.number:
        lines.append((say("number", language), report.number))
    if report.period:
        first, last = report.period.first, report.period.last
        days = f"{day_text(first, language)} {say('until', language)} {day_text(last, language)}"
        lines.append((say("period", language), f"{report.period.name} ({days})"))
    lines.append((say("as_of", language), instant_text(report.as_of, report.zone, language)))
    if report.publisher:
        lines.append((say("publisher", language), report.publisher))
    lines.append((say("version", language), str(report.version)))
    return lines
