"""The PDF: tagged, for keeping, in shipped fonts, and read by other programs."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from kadflow.reports import Layout, Report, render
from kadflow.reports.columns import broken_to_fit, set_table, wishes
from kadflow.reports.content import Column, Day, Heading, Paragraph, Rupiah, Table, Text
from kadflow.reports.fonts import FONT_FOLDER, Face, known_letters, printable, text_width
from kadflow.reports.hyphenation import SOFT, hyphenated
from tests.kadflow.reports import sample
from tests.kadflow.reports.programs import run

AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(sample.report(), "pdf")


@pytest.fixture(scope="module")
def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def text_of(report: Report, layout: Layout | None = None) -> str:
    pages = PdfReader(io.BytesIO(render(report, "pdf", layout or Layout()))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_it_says_that_it_is_for_screen_readers_and_for_archives(read: PdfReader):
    root = read.trailer["/Root"]
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def tags(read: PdfReader) -> list[str]:
    found: list[str] = []

    def walk(node: object) -> None:
        if hasattr(node, "get_object"):
            node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict) and "/S" in node:
            found.append(node["/S"])
            walk(node.get("/K", []))

    walk(read.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_tables_have_heads_and_pictures_have_descriptions(read: PdfReader):
    found = tags(read)
    assert found.count("/Table") == 8
    assert found.count("/TH") >= 8
    assert found.count("/Figure") == 7
    assert found.count("/H1") == 9


def test_its_dates_are_the_instant_that_it_tells(read: PdfReader):
    assert read.metadata is not None
    assert read.metadata.creation_date == datetime(2026, 7, 1, 2, 30, tzinfo=UTC)
    assert read.metadata.title == "Laporan Semester I Kerja Sama Daerah"
    assert read.metadata.author == "Sekretariat TKKSD Kabupaten Sleman"


def test_headings_are_bookmarks(read: PdfReader):
    names = [item.title for item in read.outline if not isinstance(item, list)]
    assert names[:4] == ["Ringkasan", "Tahapan", "Anggaran", "Hasil"]
    assert names[-1] == "Asal angka"


def test_every_page_has_its_number_its_mark_and_its_version(read: PdfReader):
    count = len(read.pages)
    for number, page in enumerate(read.pages, start=1):
        text = page.extract_text()
        assert f"Halaman {number} dari {count}" in text
        assert "CONTOH - data rekaan" in text
        assert "Nomor 400.10/127/2026 · Versi 1" in text


def test_only_shipped_fonts_are_in_it(read: PdfReader):
    fonts = set()
    for page in read.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            fonts.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert fonts
    assert all(name.startswith(("NotoSans", "DroidSansFallback")) for name in fonts)


def test_names_in_other_letters_are_read_as_they_were_typed():
    names = "Ny. Aʻisyah, I Gusti Ayu, Đặng Thị Hạnh, 中文大学, 東京都, 서울, محمد, ꦲꦏ, → ✓ ≥ ₱"
    text = text_of(Report("Nama", AT, (Paragraph(names),)))
    for name in ("Aʻisyah", "I Gusti Ayu", "Đặng Thị Hạnh", "中文大学", "東京都", "서울", "→"):
        assert name in text


def test_what_no_font_has_is_replaced_and_never_a_box():
    assert printable("a😀b") == "a\ufffdb"
    assert "a\ufffdb" in text_of(Report("x", AT, (Paragraph("a😀b"),)))


def many(rows: int, columns: int = 4) -> Table:
    day = date(2026, 1, 1)
    return Table(
        "Daftar panjang",
        (
            *(Column(f"t{at}", f"Pertanggungjawaban {at}") for at in range(columns - 2)),
            Column("akhir", "Berakhir", "date"),
            Column("nilai", "Nilai", "rupiah"),
        ),
        tuple(
            (
                *(Text(f"penyelenggaraan {n} {at}") for at in range(columns - 2)),
                Day(day + timedelta(days=n)),
                Rupiah(n * 10**9),
            )
            for n in range(rows)
        ),
    )


def test_a_long_table_repeats_its_head_on_every_page():
    pages = PdfReader(io.BytesIO(render(Report("x", AT, (many(120),)), "pdf"))).pages
    assert len(pages) >= 3
    assert all("Berakhir" in page.extract_text() for page in pages)


def test_a_wide_table_lies_on_its_side_with_its_heading():
    report = Report("x", AT, (Paragraph("a"), Heading("Lebar"), many(5, 12), Paragraph("b")))
    pages = PdfReader(io.BytesIO(render(report, "pdf"))).pages
    sizes = [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages]
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    assert "Lebar" in pages[1].extract_text()


def test_the_sheet_is_the_one_that_the_layout_names():
    page = PdfReader(io.BytesIO(render(Report("x", AT, ()), "pdf", Layout("f4")))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (609, 935)


def test_no_rupiah_is_torn():
    assert "Rp119.000.000.000" in text_of(Report("x", AT, (many(120, 9),)))


def test_poppler_and_qpdf_find_nothing_wrong(made: bytes, tmp_path: Path):
    path = tmp_path / "r.pdf"
    path.write_bytes(made)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    said = run("pdfinfo", path)
    assert "Tagged:          yes" in said
    text = run("pdftotext", "-layout", path, "-")
    assert "Rp5.080.000.000" in text
    assert "中文大学 dan 東京都" in text


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("pertanggungjawaban", "per-tang-gung-ja-waban"),
        ("ketidaksesuaian", "ke-ti-dak-se-su-aian"),
        ("anggaran", "ang-garan"),
        ("infrastruktur", "in-fras-truk-tur"),
        ("konstruksi", "kon-struksi"),
        ("dilaksanakan", "di-lak-sa-na-kan"),
        ("menyampaikan", "me-nyam-pai-kan"),
        ("lingkungan", "ling-kungan"),
        ("keberlangsungan", "ke-ber-lang-sungan"),
        ("mengetahui", "mengeta-hui"),
        ("perangkat", "perang-kat"),
        ("transportasi", "transpor-tasi"),
        ("Gunungkidul", "Gunungkidul"),
        ("APBD", "APBD"),
        ("anak", "anak"),
    ],
)
def test_indonesian_words_break_between_syllables_and_affixes(word: str, broken: str):
    assert hyphenated(word).replace(SOFT, "-") == broken


def test_a_word_is_broken_only_where_its_column_is_too_narrow():
    assert broken_to_fit("penyelenggaraan", 20) == "penyelenggaraan"
    assert broken_to_fit("penyelenggaraan", 5).replace(SOFT, "-") == "penye-lengga-raan"
    assert broken_to_fit("KSD/2026/000001/XYZ", 4).count("\u200b") == 2


def test_columns_fill_the_room_and_leave_numbers_whole():
    measured = wishes(["A", "B"], [["kata " * 30, "Rp1.250.000.000"]], [False, True])
    setting = set_table(measured, 300, 400)
    assert sum(setting.widths) == pytest.approx(300, abs=0.1)
    room = (setting.widths[1] - 2 * setting.inset) / setting.size
    assert room >= text_width("Rp1.250.000.000", 1)


def test_every_shipped_font_can_be_read():
    for path in FONT_FOLDER.glob("*.ttf"):
        assert len(Face(path.read_bytes()).widths) > 50
    face = Face((FONT_FOLDER / "NotoSans-Regular.ttf").read_bytes())
    assert (face.widths[ord("A")], face.widths[ord("i")]) == (639, 258)


def test_every_letter_that_counts_as_printable_can_be_set():
    marks = ("Mn", "Mc", "Me")
    known = [
        c for c in known_letters() if c.isprintable() and unicodedata.category(c) not in marks
    ]
    letters = sorted(known)
    lines = ["".join(letters[at : at + 60]) for at in range(0, len(letters), 60)]
    assert len(letters) > 15_000
    assert render(Report("Huruf", AT, (Paragraph("\n".join(lines)),)), "pdf")


def test_a_mark_that_cannot_be_set_costs_the_mark_and_not_the_report():
    text = text_of(Report("Tanda", AT, (Paragraph("\u060d\n\u0610 Sleman 中国"),)))
    assert "\u0610" not in text
    assert "Sleman 中国" in text


def test_a_letter_begins_below_its_letterhead():
    text = text_of(sample.letter())
    assert "PEMERINTAH KABUPATEN SLEMAN" in text
    assert text.index("SEKRETARIAT DAERAH") < text.index("400.10/131/2026")
    assert "Keadaan per" not in text
    assert PdfReader(io.BytesIO(render(sample.letter(), "pdf"))).metadata.title == (
        "Penyampaian Laporan Semester I Kerja Sama Daerah"
    )
