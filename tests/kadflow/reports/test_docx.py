"""The Word document: real styles and fields, read by other programs."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from kadflow.reports import Report, charts, render
from kadflow.reports.content import Heading, PageBreak, Paragraph
from kadflow.reports.pictures import svg_size
from tests.kadflow.reports import sample
from tests.kadflow.reports.programs import office, run


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(sample.report(), "docx")


@pytest.fixture(scope="module")
def word(made: bytes) -> Document:
    return Document(io.BytesIO(made))


def test_headings_captions_and_lists_carry_words_own_styles(word: Document):
    by_style: dict[str, list[str]] = {}
    for paragraph in word.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Laporan Semester I Kerja Sama Daerah"]
    assert by_style["Heading 1"][:2] == ["Ringkasan", "Tahapan"]
    assert by_style["Heading 2"] == ["Kegiatan yang sudah dilaksanakan"]
    assert len(by_style["List Number"]) == 3
    assert any("Kerja sama menurut tahap" in text for text in by_style["Caption"])


def test_captions_and_page_numbers_are_fields(made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        body = archive.read("word/document.xml").decode()
        foot = archive.read("word/footer.xml").decode()
    assert body.count(" SEQ Tabel ") == 2
    assert body.count(" SEQ Gambar ") == 7
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot


def test_heads_of_tables_repeat_and_rows_are_never_torn(word: Document):
    table = next(t for t in word.tables if t.style.name == "Table Grid")
    rows = table._tbl.tr_lst
    heads = [r.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for r in rows]
    assert heads[:3] == [True, True, False]
    assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in rows)


def test_cells_read_as_the_report_says(word: Document):
    table = next(t for t in word.tables if t.style.name == "Table Grid")
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[0][2:5] == ["APBD 2026"] * 3
    assert texts[2][:3] == ["Kabupaten Sleman[4]", "Rp1.250.000.000", "Rp1.100.000.000"]
    assert texts[4][2] == "-"
    assert texts[-1][1] == "Rp5.080.000.000"


def test_pictures_have_descriptions(word: Document):
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(told) == 7
    assert all(told)
    assert "Pembahasan 9" in told[0]


def test_pictures_have_two_pixels_for_each_of_the_drawing(made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        head = archive.read("word/media/image1.png")[16:24]
    assert struct.unpack(">II", head) == tuple(
        2 * side for side in svg_size(charts.svg(sample.charts()["funnel"]))
    )


def test_the_wide_diagram_lies_on_a_page_of_its_own(word: Document):
    turned = [s.orientation == WD_ORIENT.LANDSCAPE for s in word.sections]
    assert turned == [False, True, False]


def test_its_properties_are_those_of_the_report(word: Document):
    properties = word.core_properties
    assert properties.title == "Laporan Semester I Kerja Sama Daerah"
    assert properties.created == datetime(2026, 7, 1, 2, 30, tzinfo=UTC)
    assert properties.language == "id-ID"
    assert properties.revision == 1


def test_a_page_break_before_a_heading_leaves_no_empty_line():
    at = datetime(2026, 7, 1, tzinfo=UTC)
    report = Report("x", at, (Paragraph("a"), PageBreak(), Heading("b")))
    heading = Document(io.BytesIO(render(report, "docx"))).paragraphs[-1]
    assert heading.paragraph_format.page_break_before


def test_links_lead_to_bookmarks(made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        body = archive.read("word/document.xml").decode()
    for number in range(1, 9):
        assert f'w:anchor="asal_{number}"' in body
        assert f'w:name="asal_{number}"' in body


def test_entries_of_the_archive_have_no_date_of_their_own(made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
        assert archive.namelist()[0] == "[Content_Types].xml"
    assert dates == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
def test_libreoffice_opens_it(made: bytes, tmp_path: Path):
    path = tmp_path / "laporan.docx"
    path.write_bytes(made)
    text = run("pdftotext", "-layout", office(path, "pdf", tmp_path), "-")
    assert "Halaman 1 dari" in text
    assert "Gambar 7. Alur kerja sama standar" in text
    assert "Rp5.080.000.000" in text
