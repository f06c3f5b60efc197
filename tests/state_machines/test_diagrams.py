"""Pictures that anybody can open, and that hold every state and step."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from state_machines import read_template, to_mermaid, to_svg
from state_machines.errors import UnknownStateError
from tests.state_machines.samples import SHIPPED, SMALL, shipped, spoiled

SVG = "{http://www.w3.org/2000/svg}"
ALL = ["", *(path.stem for path in SHIPPED)]


def template_of(name):
    return shipped(name).template if name else read_template(SMALL).template


def texts_of(drawing):
    return " ".join(each.text or "" for each in drawing.iter(f"{SVG}text"))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ALL)
def test_the_drawing_shows_every_state_and_every_step(name, language):
    template = template_of(name)
    shown = texts_of(ET.fromstring(to_svg(template, language)))  # noqa: S314
    for part in (*template.states.values(), *template.transitions.values()):
        first = getattr(part.title, language).split()[0]
        assert first in shown


@pytest.mark.parametrize("name", ALL)
def test_no_card_covers_another_and_everything_lies_inside_the_page(name):
    drawing = ET.fromstring(to_svg(template_of(name)))  # noqa: S314
    cards = [group.find(f"{SVG}rect") for group in drawing.iter(f"{SVG}g")]
    boxes = sorted(
        (float(c.get("x")), float(c.get("y")), float(c.get("width")), float(c.get("height")))
        for c in cards
    )
    assert len(boxes) == len(template_of(name).states)
    for (x1, y1, width, height), (x2, y2, *_) in pairwise(boxes):
        assert x2 >= x1 + width or (x1 == x2 and y2 >= y1 + height)
    assert max(y + h for _, y, _, h in boxes) < float(drawing.get("height"))
    assert max(x + w for x, _, w, _ in boxes) < float(drawing.get("width"))


@pytest.mark.parametrize("name", ALL)
def test_no_two_labels_stand_on_the_same_place(name):
    drawing = ET.fromstring(to_svg(template_of(name)))  # noqa: S314
    places = sorted((float(t.get("x")), float(t.get("y"))) for t in drawing.iter(f"{SVG}text"))
    for (x1, y1), (x2, y2) in pairwise(places):
        assert x1 != x2 or y2 - y1 >= 9


def test_a_screen_reader_is_told_what_is_drawn():
    drawing = ET.fromstring(to_svg(template_of(""), "en", current="talks"))  # noqa: S314
    assert drawing.get("role") == "img"
    described = drawing.get("aria-labelledby").split()
    assert [
        drawing.find(f"{SVG}title").get("id"),
        drawing.find(f"{SVG}desc").get("id"),
    ] == described
    assert drawing.find(f"{SVG}title").text == "Small"
    assert "Present state: Talks" in drawing.find(f"{SVG}desc").text


def test_the_present_state_is_marked_and_must_exist():
    template = template_of("")
    assert to_svg(template, current="talks") != to_svg(template)
    with pytest.raises(UnknownStateError):
        to_svg(template, current="nowhere")


def test_a_title_with_markup_stays_a_text():
    text = spoiled(
        "{id: Runding, en: Talks}", '{id: "<script>x</script> & \\"q\\"", en: "\\u0001]]> |"}'
    )
    template = read_template(text).template
    for language in ("id", "en"):
        drawing = to_svg(template, language)
        ET.fromstring(drawing)  # noqa: S314
        assert "<script" not in drawing
        assert "<script" not in to_mermaid(template, language)


@pytest.mark.parametrize("name", ALL)
def test_mermaid_has_a_box_per_state_and_an_arrow_per_step(name):
    template = template_of(name)
    text = to_mermaid(template)
    arrows = [line for line in text.splitlines() if '|"' in line]
    assert len(arrows) == sum(len(each.from_) for each in template.transitions.values())
    for state in template.states:
        assert f"    s_{state}[" in text or f"    s_{state}([" in text
    assert text.count("subgraph") == text.count("  end\n")


def test_the_same_template_is_drawn_the_same_way_every_time():
    assert to_svg(template_of("")) == to_svg(read_template(SMALL).template)
