"""The HTML file: accessible, whole in itself, and nothing in it runs."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from kadflow.errors import InvalidInputError
from kadflow.reports import Layout, Report, render
from kadflow.reports.content import Figure, Paragraph
from kadflow.reports.pictures import safe_svg, svg_size
from tests.kadflow.reports import sample
from tests.kadflow.reports.test_rendering import odd_report

VOID = {"meta", "br", "link", "img", "hr", "input"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20">{}</svg>'


class Page(HTMLParser):
    """Collects elements with their attributes, and what lies in what."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.open: list[str] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page(report: Report | None = None, layout: Layout | None = None) -> Page:
    return Page(render(report or sample.report(), "html", layout or Layout()))


def test_every_element_is_closed_where_it_was_opened():
    assert page().open == []


def test_the_language_and_the_landmarks_are_there():
    found = page()
    assert found.all("html") == [{"lang": "id"}]
    for landmark in ("header", "main", "footer", "nav", "h1"):
        assert len(found.all(landmark)) == 1


def test_headings_never_skip_a_level():
    levels = [int(tag[1]) for tag, _ in page().found if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_every_head_a_scope():
    found = page()
    assert len(found.all("caption")) == len(found.all("table")) >= 8
    assert all(head.get("scope") in ("col", "row", "colgroup") for head in found.all("th"))


def test_every_id_is_there_once_and_every_link_leads_somewhere():
    found = page()
    ids = [a["id"] for _, a in found.found if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"] for a in found.all("a")} <= {f"#{name}" for name in ids}


def test_nothing_is_loaded_from_anywhere():
    text = render(sample.report(), "html").decode()
    outside = set(re.findall(r"https?://[^\"' )<]+", text))
    assert outside == {"http://www.w3.org/2000/svg"}
    assert not page().all("link")
    assert not page().all("img")


def test_a_script_in_a_title_is_text():
    found = page(odd_report())
    assert not found.all("script")
    assert found.open == []
    assert any("<script>alert(1)</script>" in text for _, text in found.texts)


def test_letters_that_turn_others_round_are_left_out():
    assert "\u202e" not in render(odd_report(), "html").decode()
    assert "\x00" not in render(odd_report(), "html").decode()


def said(found: Page) -> str:
    return " ".join(" ".join(text for _, text in found.texts).split())


def test_what_is_unknown_is_said_and_is_no_zero():
    text = said(page())
    assert "- belum diketahui, tanyakan kepada BPKAD Kabupaten Kulon Progo" in text
    assert "- (tanyakan kepada Dinas Lingkungan Hidup Kabupaten Sleman)" in text
    assert "Rp0" in text  # of Gunungkidul, which is known


def test_figures_lead_to_the_entries_that_they_come_from():
    text = said(page())
    assert "[4] Riwayat KSD-2026-000001, catatan 10, 20, 30, 40" in text
    assert "Asal angka" not in said(page(layout=Layout(sources=False)))


def test_the_mark_of_invented_data_stands_above_everything():
    texts = [text for _, text in page().texts if text.strip()]
    assert "CONTOH - data rekaan" in texts[:8]


def test_totals_say_what_they_leave_out():
    assert "Jumlah lima daerah (tanpa 3 yang belum diketahui)" in said(page())


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="http://x/y.png"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        "<foreignObject><p>x</p></foreignObject>",
        "<style>@import 'x.css'</style>",
        '<rect fill="url(http://x/y)"/>',
        '<rect style="fill:url( //x/y )"/>',
        "<use href='#x'/>",
        '<rect style="fill:u\\72l(http://x/y)"/>',
        "<unclosed>",
    ],
)
def test_a_picture_that_could_run_or_load_is_refused(inner: str):
    report = sample.report()
    figure = Figure(SVG.format(inner), "Alur", "Alur")
    bad = Report(report.title, report.as_of, (Paragraph("x"), figure))
    for form in ("html", "pdf", "docx"):
        with pytest.raises(InvalidInputError, match="picture 'Alur' cannot go into"):
            render(bad, form)


def test_a_document_type_in_a_picture_is_refused():
    with pytest.raises(InvalidInputError):
        safe_svg('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format(""), "x")


def test_a_plain_picture_passes_with_its_size():
    inner = """<rect width="1" fill="url( '#a')"/><text>a &lt; b</text>"""
    drawn = safe_svg(SVG.format(inner), "x")
    assert "a &lt; b" in drawn
    assert svg_size(drawn) == (10, 20)
    assert svg_size("<svg/>") == (640, 480)
