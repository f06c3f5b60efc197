"""One door, four formats, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from kadflow.errors import InvalidInputError
from kadflow.reports import FORMATS, Layout, Report, media_type, read_content, render
from kadflow.reports.content import (
    Block,
    Callout,
    Chart,
    Column,
    Fact,
    Facts,
    Figure,
    Group,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Rupiah,
    Series,
    Signatures,
    Signer,
    Table,
    Text,
    Unknown,
    content_bytes,
)
from tests.kadflow.reports import sample

ODD = "]]></w:t>&<script>alert(1)</script>'\"\x00\x0b\u202e😀 #let x = 1 $x$ \\ @a <b> {{ x }} %s"


def odd_report() -> Report:
    """Every text is what somebody with bad intentions, or a bad keyboard, would type."""
    table = Table(
        ODD,
        (Column("a", ODD), Column("b", ODD, "rupiah", under=ODD)),
        groups=(Group(ODD, ((Text(ODD), Unknown(ODD)), (Text(""), Rupiah(-1)))),),
        note=ODD,
    )
    blocks: tuple[Block, ...] = (
        PageBreak(),
        Heading(ODD),
        Heading(".", 3),
        Paragraph(ODD + "\n\n" + ODD),
        Items((ODD, "")),
        Facts((Fact(ODD, Unknown(ODD)), Fact(ODD, Text(ODD))), ODD),
        Callout("note", ODD, ODD, (ODD,)),
        table,
        Chart("bars", ODD, (ODD,), (Series(ODD, (None,)),), unit=ODD, note=ODD),
        PageBreak(),
        Signatures((Signer(ODD, ODD, ODD, ODD), Signer("")), ODD),
    )
    return Report(
        ODD,
        datetime(2026, 7, 1, tzinfo=UTC),
        blocks,
        subtitle=ODD,
        number=ODD,
        publisher=ODD,
        letterhead=(ODD,),
        marks=("draft", "exercise"),
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_bytes(form: str):
    stored = read_content(content_bytes(sample.report()))
    assert render(sample.report(), form) == render(stored, form)


def test_another_process_writes_the_same_bytes():
    code = (
        "import hashlib\nfrom kadflow.reports import FORMATS, render\n"
        "from tests.kadflow.reports import sample\n"
        "for f in FORMATS: print(hashlib.sha256(render(sample.report(), f)).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Jayapura", "LC_ALL": "C"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout.split()
    assert other == [hashlib.sha256(render(sample.report(), f)).hexdigest() for f in FORMATS]


def test_two_threads_write_the_same_bytes():
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(render(sample.report(), "pdf")))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] == made[1]


@pytest.mark.parametrize("form", FORMATS)
def test_another_instant_gives_other_bytes(form: str):
    later = msgspec.structs.replace(sample.report(), as_of=datetime(2027, 1, 1, tzinfo=UTC))
    assert render(later, form) != render(sample.report(), form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("layout", [Layout(), Layout("f4", landscape=True, unknown='belum "?"',
                                                     sources=False, twins=False)])  # fmt: skip
def test_whatever_somebody_types_can_be_printed(form: str, layout: Layout):
    assert render(odd_report(), form, layout)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_of_nothing_can_be_printed(form: str):
    assert render(Report("Kosong", datetime(2026, 7, 1, tzinfo=UTC), ()), form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_can_be_in_english(form: str):
    english = msgspec.structs.replace(sample.report(), language="en", zone="Asia/Jayapura")
    assert render(english, form) != render(sample.report(), form)


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(InvalidInputError) as refused:
        render(sample.report(), "odt")
    assert refused.value.hint == "Choose one of html, pdf, docx, xlsx."
    assert media_type("pdf") == "application/pdf"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Report(" \x00", datetime(2026, 7, 1, tzinfo=UTC), ()),
        lambda: Heading("\u202e"),
        lambda: Figure("<svg/>", "Alur", ""),
    ],
)
def test_what_would_be_read_to_the_blind_first_is_never_blank(make: Callable[[], object]):
    with pytest.raises(InvalidInputError, match="is blank"):
        make()


def test_half_a_character_has_no_content_bytes():
    with pytest.raises(InvalidInputError, match="no character"):
        content_bytes(sample.report("Laporan \ud800"))


@pytest.mark.parametrize("at", [datetime(2026, 7, 1), datetime(2026, 7, 1, 0, 0, 0, 1, UTC)])  # noqa: DTZ001 - naive on purpose
def test_a_report_needs_a_whole_second_in_utc(at: datetime):
    with pytest.raises(InvalidInputError, match="whole second"):
        Report("x", at, ())


def test_a_zone_that_there_is_not_is_refused():
    with pytest.raises(InvalidInputError, match="no time zone 'Asia/Sleman'"):
        Report("x", datetime(2026, 7, 1, tzinfo=UTC), (), zone="Asia/Sleman")


def test_no_format_is_loaded_before_it_is_asked_for():
    code = (
        "import sys\nimport kadflow.reports, kadflow.reports.content\n"
        "heavy = {'typst', 'xlsxwriter', 'openpyxl', 'docx', 'zipfile'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
