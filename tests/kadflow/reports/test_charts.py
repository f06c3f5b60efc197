"""Charts: the same figures drawn, tabled and told; nothing covers anything else."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kadflow.reports import charts
from kadflow.reports.charts.regions import areas
from kadflow.reports.charts.scales import ticks
from kadflow.reports.content import (
    Chart,
    Quantity,
    RegionCount,
    RegionMap,
    Rupiah,
    Series,
    Text,
    Unknown,
    Whole,
)
from kadflow.reports.fonts import text_width
from tests.kadflow.reports import sample

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("funnel", "bars", "grouped_bars", "trend", "growth")
WORDS = st.text("abcdefghij KLMNO-.", min_size=1, max_size=60).filter(str.strip)


@st.composite
def any_chart(draw: st.DrawFn) -> Chart:
    count = draw(st.integers(1, 14))
    figure = st.one_of(st.none(), st.integers(-(10**6), 10**12))
    series = st.builds(
        Series,
        name=WORDS,
        values=st.lists(figure, min_size=count, max_size=count).map(tuple),
        role=st.sampled_from(["actual", "target"]),
    )
    return Chart(
        draw(st.sampled_from(KINDS)),
        draw(WORDS),
        tuple(draw(st.lists(WORDS, min_size=count, max_size=count))),
        tuple(draw(st.lists(series, min_size=1, max_size=4))),
        values=draw(st.sampled_from(["whole", "rupiah", "percent", "quantity"])),
        decimals=draw(st.integers(0, 2)),
        unit=draw(st.sampled_from(["", "hari", "ton/hari"])),
    )


def boxes(drawn: str) -> list[tuple[float, float, float, float, str]]:
    made = []
    for text in ET.fromstring(drawn).iter(f"{SVG}text"):  # noqa: S314 - our own
        if text.get("aria-hidden"):
            continue
        size, said = int(text.get("font-size", "0")), text.text or ""
        wide = text_width(said, size) * (1.08 if text.get("font-weight") else 1)
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        x -= {"end": wide, "middle": wide / 2}.get(text.get("text-anchor", ""), 0)
        made.append((x, y - size * 0.72, x + wide, y + size * 0.2, said))
    return made


@settings(max_examples=60, deadline=None)
@given(any_chart())
def test_no_text_covers_another_or_leaves_the_picture(chart: Chart):
    drawn = charts.svg(chart)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    found = boxes(drawn)
    for one, two in combinations(found, 2):
        apart = one[2] <= two[0] + 1 or two[2] <= one[0] + 1
        over = one[3] <= two[1] + 1 or two[3] <= one[1] + 1
        assert apart or over, (one, two)
    for box in found:
        assert box[0] >= -1, box
        assert box[2] <= float(root.get("width", "0")) + 1, box
        assert box[1] >= 0, box
        assert box[3] <= float(root.get("height", "0")), box


@settings(max_examples=40, deadline=None)
@given(any_chart(), st.sampled_from(["id", "en"]))
def test_the_twin_has_every_figure_and_unknown_where_there_is_none(chart: Chart, language: str):
    twin = charts.table(chart, language)
    for at, row in enumerate(twin.rows):
        assert row[0] == Text(chart.categories[at])
        for series, cell in zip(chart.series, row[1:], strict=True):
            value = series.values[at]
            assert isinstance(cell, Unknown) == (value is None)


@pytest.mark.parametrize("name", ["funnel", "time", "budget", "indicator", "growth", "map"])
def test_a_chart_has_a_title_a_description_and_ids_of_its_own(name: str):
    chart = sample.charts()[name]
    root = ET.fromstring(charts.svg(chart))  # noqa: S314 - our own
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert title.text == chart.title
    assert told.text == charts.describe(chart)
    assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_a_description_tells_the_figures_in_both_languages():
    told = charts.describe(sample.charts()["time"])
    assert "Penandatanganan belum diketahui" in told
    assert "Persiapan dan Penawaran 34 hari" in told
    told = charts.describe(sample.charts()["growth"], "en")
    assert "10 figures, first 2017 3, last 2026 21, least 2022 2, most 2026 21" in told


def test_a_chart_of_many_figures_tells_its_gaps():
    chart = Chart("trend", "X", tuple("abcdefgh"), (Series("s", (1, None, 3, 4, 5, 6, 7, 8)),))
    assert "1 belum diketahui" in charts.describe(chart)


def test_an_unknown_bar_says_so_and_is_no_bar_of_zero():
    chart = Chart("bars", "X", ("a", "b"), (Series("s", (None, 5)),))
    assert "belum diketahui" in charts.svg(chart)
    assert charts.svg(chart).count("<rect") == 1


def test_series_differ_in_more_than_colour():
    drawn = charts.svg(sample.charts()["budget"])
    assert drawn.count("<pattern") == 3


def test_names_in_charts_are_escaped():
    chart = Chart("bars", "</svg><script>", ("<b>&",), (Series('"><script>', (5,)),))
    drawn = charts.svg(chart)
    assert "<script" not in drawn
    ET.fromstring(drawn)  # noqa: S314 - our own


def test_the_map_says_that_it_is_schematic_and_lists_who_has_no_area():
    drawn = charts.svg(sample.charts()["map"])
    assert "Peta skematis, bukan batas resmi." in drawn
    assert "Daerah Istimewa Yogyakarta 4" in drawn


def test_the_map_of_nobody_and_of_everybody_can_be_drawn():
    ET.fromstring(charts.svg(RegionMap("Kosong", ())))  # noqa: S314 - our own
    every = tuple(RegionCount(code, area.name, at % 11) for at, (code, area) in enumerate(
        areas().items()))  # fmt: skip
    assert len(every) == 514
    ET.fromstring(charts.svg(RegionMap("Semua", every)))  # noqa: S314 - our own
    assert "daerah lain" in charts.describe(RegionMap("Semua", every))


def test_the_twin_of_a_map_begins_with_the_most():
    assert charts.table(sample.charts()["map"]).rows[0] == (Text("Kabupaten Sleman"), Whole(9))


def test_figures_keep_their_kind_in_the_twin():
    assert charts.table(sample.charts()["budget"]).rows[0][1] == Rupiah(1_250_000_000)
    assert charts.table(sample.charts()["indicator"]).rows[0][1] == Quantity(1250, 1, "ton/hari")


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_an_axis_has_few_round_steps_that_hold_every_figure(one: int, two: int):
    low, high = sorted((one, two))
    made = ticks(low, high)
    assert made[0] <= min(low, 0)
    assert made[-1] >= max(high, 0)
    assert 2 <= len(made) <= 8
    assert 0 in made


def test_the_same_chart_is_the_same_bytes():
    assert charts.svg(sample.charts()["map"]) == charts.svg(sample.charts()["map"])
