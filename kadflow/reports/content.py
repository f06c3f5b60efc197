"""The content model: what a report says, before anybody decides how it looks.

A `Report` is a tree of frozen values. The gathering side builds it; `kadflow.reports.render`
turns it into HTML, PDF, DOCX and XLSX. Its canonical bytes are sorted JSON, so the same content
has the same hash everywhere, and `read_content` gives the same report again: a stored content
model can be rendered in another format, years later.

Checks happen when a block is made: a table whose rows do not fit its columns, a total over text,
a chart whose series have other lengths than its categories, are refused at once, with the place.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from kadflow.errors import InvalidInputError
from kadflow.reports.fonts import clean
from kadflow.reports.tables import Column, ColumnKind, Group, Ratio, Table, Total
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

__all__ = [
    "Block",
    "Callout",
    "Chart",
    "ChartKind",
    "Column",
    "ColumnKind",
    "Day",
    "Fact",
    "Facts",
    "Figure",
    "Group",
    "Heading",
    "Items",
    "Mark",
    "PageBreak",
    "Paragraph",
    "Percent",
    "Period",
    "Quantity",
    "Ratio",
    "RegionCount",
    "RegionMap",
    "Report",
    "Rupiah",
    "Series",
    "Signatures",
    "Signer",
    "Source",
    "Table",
    "Text",
    "Total",
    "Unknown",
    "Value",
    "Whole",
    "content_bytes",
    "content_hash",
    "read_content",
    "share",
]

Language = Literal["id", "en"]
Mark = Literal["example", "exercise", "draft"]
"""Printed on every page: invented data, an exercise, not signed off yet."""

ChartKind = Literal["funnel", "bars", "grouped_bars", "trend", "growth"]
"""``funnel``: how many stand in each stage, in order. ``bars``: one length per category.
``grouped_bars``: several lengths per category. ``trend``: lines over time, targets dashed.
``growth``: columns over years, further series as lines."""

SeriesRole = Literal["actual", "target"]
CalloutKind = Literal["unknown", "note", "warning"]


def _refuse(message: str, hint: str, pesan: str, saran: str) -> InvalidInputError:
    return InvalidInputError(message, hint=hint, pesan=pesan, saran=saran)


def _say_something(text: str, what: str, apa: str) -> None:
    if not clean(text).strip():
        raise _refuse(
            f"{what} is blank.",
            "Write what it is about; people who do not see the page are read it first.",
            f"{apa} masih kosong.",
            "Tuliskan isinya; bagian itu yang dibacakan lebih dahulu kepada pembaca tunanetra.",
        )


class Heading(msgspec.Struct, frozen=True, omit_defaults=True, tag="heading"):
    """A heading of level 1, 2 or 3, not blank; it becomes a bookmark."""

    text: str
    level: Literal[1, 2, 3] = 1

    def __post_init__(self) -> None:
        """Refuse a heading that says nothing."""
        _say_something(self.text, "A heading", "Judul bagian")


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True, tag="paragraph"):
    """Plain words. A line break in the text stays a line break."""

    text: str


class Items(msgspec.Struct, frozen=True, omit_defaults=True, tag="items"):
    """A list, numbered when the order matters."""

    items: tuple[str, ...]
    ordered: bool = False


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A label and its value."""

    label: str
    value: Value


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, tag="facts"):
    """Key facts, one under the other."""

    facts: tuple[Fact, ...]
    title: str = ""


class Callout(msgspec.Struct, frozen=True, omit_defaults=True, tag="callout"):
    """Something that must not be overlooked: what is unknown and whom to ask, a warning, a note."""

    kind: CalloutKind
    title: str
    text: str = ""
    items: tuple[str, ...] = ()


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of figures of a chart.

    Attributes:
        name: As the legend shows it.
        values: One per category, in the chart's own unit; None is unknown and leaves a gap.
        role: A target is drawn as a dashed line.
    """

    name: str
    values: tuple[int | None, ...]
    role: SeriesRole = "actual"


class Chart(msgspec.Struct, frozen=True, omit_defaults=True, tag="chart"):
    """A chart; its table twin and its description are made from the same figures.

    Attributes:
        kind: See `ChartKind`.
        title: What it shows.
        categories: Labels in the order in which they stand: stages, parties, years.
        series: At least one; every one as long as the categories.
        category_name: What the categories are, as ``Tahap``; heads the twin's first column.
        values: What the integers are: counts, rupiah, basis points, or a scaled quantity.
        decimals: Decimals of a quantity.
        unit: Of a quantity or count, as ``hari``.
        source: What all the figures were counted from.
        note: A sentence below it.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_name: str = ""
    values: Literal["whole", "rupiah", "percent", "quantity"] = "whole"
    decimals: int = 0
    unit: str = ""
    source: Source | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a chart whose figures do not belong to its categories."""
        if not self.series or not self.categories:
            raise _refuse(
                f"The chart '{self.title}' has nothing to show.",
                "Give it at least one category and one series, or leave it out.",
                f"Grafik '{self.title}' tidak mempunyai isi.",
                "Isi sedikitnya satu kategori dan satu deret, atau hilangkan grafiknya.",
            )
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise _refuse(
                    f"The series '{series.name}' of the chart '{self.title}' has "
                    f"{len(series.values)} values for {len(self.categories)} categories.",
                    "Give one value per category; None where it is unknown.",
                    f"Deret '{series.name}' pada grafik '{self.title}' memuat "
                    f"{len(series.values)} nilai untuk {len(self.categories)} kategori.",
                    "Isi satu nilai untuk setiap kategori; kosongkan yang belum diketahui.",
                )


class RegionCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many cooperations a region has part in.

    Attributes:
        code: Official code of a regency or city, with the dot (``34.02``); a province's code
            (``34``) counts for the province alone and is listed beside the map.
        name: As printed.
        count: Not negative.
    """

    code: str
    name: str
    count: int


class RegionMap(msgspec.Struct, frozen=True, omit_defaults=True, tag="map"):
    """A schematic map of regions, shaded by intensity; never for a question about borders."""

    title: str
    regions: tuple[RegionCount, ...]
    count_name: str = ""
    source: Source | None = None
    note: str = ""


class Figure(msgspec.Struct, frozen=True, omit_defaults=True, tag="figure"):
    """A picture that the caller drew: SVG text without scripts or outside references.

    Attributes:
        svg: The whole SVG document, as `state_machines.diagrams.to_svg` gives it.
        title: Caption.
        description: What it tells, for those who do not see it; not blank.
        twin: The same as a table, where that says more than the description.
    """

    svg: str
    title: str
    description: str
    twin: Table | None = None

    def __post_init__(self) -> None:
        """Refuse a picture that says nothing to those who do not see it."""
        _say_something(self.description, "The description of a picture", "Keterangan gambar")


class Signer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who signs off: empty names stay lines to write on.

    Attributes:
        office: As ``Sekretaris Daerah Kabupaten Sleman``.
        name: Of the holder; empty where it is filled in by hand.
        note: Below the name: rank, employee number, capacity.
        before: Above the office: ``Mengetahui,`` or ``a.n. Bupati Sleman``.
    """

    office: str
    name: str = ""
    note: str = ""
    before: str = ""


class Signatures(msgspec.Struct, frozen=True, omit_defaults=True, tag="signatures"):
    """Room for signing off: place and day, then signers side by side, never torn by a page."""

    signers: tuple[Signer, ...]
    place: str = ""
    day: date | None = None


class PageBreak(msgspec.Struct, frozen=True, tag="page_break"):
    """What follows begins on a new page."""


Block = (
    Heading
    | Paragraph
    | Items
    | Facts
    | Table
    | Chart
    | RegionMap
    | Figure
    | Callout
    | Signatures
    | PageBreak
)


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the report covers, both days included."""

    name: str
    first: date
    last: date


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole report.

    Attributes:
        title: What it is; not blank.
        as_of: The instant whose state of knowledge it tells, aware; also the creation date of
            the files. To the second.
        blocks: Its content, in order.
        subtitle: Whom or what it concerns.
        language: Of headings, numbers and dates that renderers add.
        zone: In which `as_of` is printed.
        period: What it covers.
        number: Of the document, as the office numbers it; empty until it has one.
        version: 1, and one more each time it was returned for correction.
        marks: Said on every page.
        publisher: Who issues it, as ``Sekretariat TKKSD Kabupaten Sleman``.
        letterhead: Lines above everything, as a cover letter has them.
        kind: A letter has no title page of its own: its blocks begin below the letterhead.
    """

    title: str
    as_of: datetime
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: Language = "id"
    zone: str = "Asia/Jakarta"
    period: Period | None = None
    number: str = ""
    version: int = 1
    marks: tuple[Mark, ...] = ()
    publisher: str = ""
    letterhead: tuple[str, ...] = ()
    kind: Literal["report", "letter"] = "report"

    def __post_init__(self) -> None:
        """Refuse a blank title, an instant without a zone, and a zone that nobody knows."""
        _say_something(self.title, "The title of a report", "Judul laporan")
        if self.as_of.utcoffset() != timedelta(0) or self.as_of.microsecond:
            raise _refuse(
                f"The instant of the report '{self.title}' is not a whole second in UTC.",
                "Give an aware datetime in UTC without microseconds.",
                f"Saat laporan '{self.title}' bukan detik penuh dalam UTC.",
                "Berikan waktu UTC tanpa pecahan detik.",
            )
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise _refuse(
                f"There is no time zone '{self.zone}'.",
                "Use Asia/Jakarta, Asia/Makassar or Asia/Jayapura.",
                f"Zona waktu '{self.zone}' tidak dikenal.",
                "Gunakan Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura.",
            ) from error


_encode: Final = msgspec.json.Encoder(order="sorted").encode
_decode: Final = msgspec.json.Decoder(Report).decode


def content_bytes(report: Report) -> bytes:
    """The canonical bytes of what the report says: sorted JSON with whole numbers only.

    Raises:
        InvalidInputError: A text has half of a surrogate pair, which is no character.
    """
    try:
        return _encode(report)
    except UnicodeEncodeError as error:
        raise _refuse(
            f"The report '{_whole(report.title)}' has a letter that is no character.",
            "Type the damaged text again.",
            f"Laporan '{_whole(report.title)}' memuat huruf yang tidak utuh.",
            "Ketik ulang teks yang rusak.",
        ) from error


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()


def content_hash(report: Report) -> str:
    """SHA-256 of `content_bytes`, in hexadecimal."""
    return sha256(content_bytes(report)).hexdigest()


def read_content(data: bytes) -> Report:
    """The report whose `content_bytes` these are.

    Raises:
        InvalidInputError: They are no content model, or one that breaks its own rules.
    """
    try:
        return _decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _refuse(
            f"This is no content model of a report: {error}.",
            "Build the report again from the record.",
            "Isi laporan yang tersimpan tidak dapat dibaca.",
            "Susun kembali laporan dari riwayatnya.",
        ) from error
