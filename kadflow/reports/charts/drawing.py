"""Draws a chart: bars lie, so that long labels have room; lines and columns run over time."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from typing import Final

import msgspec

from kadflow.domain.wording.amounts import Language
from kadflow.reports.charts.canvas import MUTED, SHADES, Anchor, Canvas, wrap
from kadflow.reports.charts.describing import describe
from kadflow.reports.charts.maps import draw_map
from kadflow.reports.charts.scales import short_text, ticks
from kadflow.reports.content import Chart, RegionMap, Series
from kadflow.reports.fonts import text_width
from kadflow.reports.words import say

WIDTH: Final = 640
"""Of every chart, in pixels of its own coordinates."""

_SIZE: Final = 12
_LABEL: Final = 176
_GAP: Final = 12
_LEGEND_LINE: Final = 20
_NEAR_LABEL: Final = 22


def svg(chart: Chart | RegionMap, language: Language = "id", key: str = "") -> str:
    """A chart as one SVG document without script, style sheet or outside reference.

    Args:
        chart: A chart or a map.
        language: ``id`` or ``en``.
        key: Prefix of the ids inside, where several charts share a page; else from the chart.
    """
    key = key or f"k{sha256(msgspec.json.encode(chart, order='sorted')).hexdigest()[:10]}"
    if isinstance(chart, RegionMap):
        return draw_map(chart, language, key, WIDTH)
    if chart.kind in ("trend", "growth"):
        return _over_time(chart, language, key)
    return _lying_bars(chart, language, key)


def _extremes(chart: Chart) -> tuple[int, int]:
    known = [value for series in chart.series for value in series.values if value is not None]
    return (min(known), max(known)) if known else (0, 0)


def _lying_bars(chart: Chart, language: Language, key: str) -> str:
    thick = 18 if len(chart.series) == 1 else 13
    labels = [wrap(label, _LABEL - _GAP, _SIZE) for label in chart.categories]
    heights = [
        max(len(chart.series) * (thick + 2), len(label) * (_SIZE + 3)) + 12 for label in labels
    ]
    legend = _legend_rows(chart)
    top = 8 + len(legend) * _LEGEND_LINE
    canvas = Canvas(WIDTH, top + sum(heights) + 8, key)
    _legend(canvas, chart, legend, 8)
    low, high = _extremes(chart)
    low, high = min(low, 0), max(high, 0)
    room = max((text_width(_told(chart, v, language), _SIZE) for v in _figures(chart)), default=0)
    below = room + 8 if low < 0 else 0
    scale = (WIDTH - _LABEL - room - 12 - below) / max(high - low, 1)
    zero = _LABEL + below - low * scale
    y = float(top)
    canvas.line(zero, y, zero, y + sum(heights), colour=MUTED)
    for at, (label, height) in enumerate(zip(labels, heights, strict=True)):
        middle = y + height / 2
        canvas.lines(
            _LABEL - _GAP,
            middle - (len(label) - 1) * (_SIZE + 3) / 2 + 4,
            label,
            size=_SIZE,
            anchor="end",
        )
        bar = middle - len(chart.series) * (thick + 2) / 2
        for number, series in enumerate(chart.series):
            _lying_bar(
                canvas, chart, series.values[at], (zero, bar, scale, thick), number, language
            )
            bar += thick + 2
        y += height
    return canvas.document(chart.title, describe(chart, language))


def _lying_bar(
    canvas: Canvas,
    chart: Chart,
    value: int | None,
    place: tuple[float, float, float, int],
    series: int,
    language: Language,
) -> None:
    zero, y, scale, thick = place
    base = y + thick / 2 + 4
    if value is None:
        said = say("unknown", language).lower()
        room = WIDTH - zero > text_width(said, 11) + 6
        side: Anchor = "start" if room else "end"
        x = zero + 6 if room else zero - 6
        canvas.text(x, base, said, size=11, anchor=side, colour=MUTED)
        return
    length = abs(value) * scale
    if value:
        canvas.bar(zero if value > 0 else zero - length, y, max(length, 1), thick, series)
    end = zero + length + 6 if value >= 0 else zero - length - 6
    anchor: Anchor = "start" if value >= 0 else "end"
    canvas.text(end, base, _told(chart, value, language), size=11, anchor=anchor)


def _told(chart: Chart, value: int, language: Language) -> str:
    said = short_text(chart, value, language)
    if chart.kind == "funnel":
        whole = sum(v for v in chart.series[0].values if v)
        part = (value * 200 + whole) // (2 * whole) if whole else 0
        return f"{said} ({part}%)" if len(chart.series) == 1 and whole else said
    return f"{said} {chart.unit}" if chart.unit else said


def _figures(chart: Chart) -> list[int]:
    return [value for series in chart.series for value in series.values if value is not None]


def _over_time(chart: Chart, language: Language, key: str) -> str:
    low, high = _extremes(chart)
    steps = ticks(low, high)
    labels = [short_text(chart, step, language) for step in steps]
    left = max(text_width(label, 11) for label in labels) + 14
    slot = (WIDTH - left - 16) / len(chart.categories)
    every = max(1, -(-42 // max(int(slot), 1)))
    wrapped = [
        wrap(label, slot * every - 6, 11, 2) if at % every == 0 else []
        for at, label in enumerate(chart.categories)
    ]
    legend = _legend_rows(chart, always=bool(chart.unit) or len(chart.series) > 1)
    top = 20 + len(legend) * _LEGEND_LINE
    plot = 200
    bottom = top + plot
    canvas = Canvas(WIDTH, bottom + 10 + 14 * max(len(w) for w in wrapped) + 6, key)
    _legend(canvas, chart, legend, 8)
    scale = plot / (steps[-1] - steps[0])

    def height(value: int) -> float:
        return bottom - (value - steps[0]) * scale

    for step, label in zip(steps, labels, strict=True):
        canvas.line(left, height(step), WIDTH - 8, height(step))
        canvas.text(left - 6, height(step) + 4, label, size=11, anchor="end", colour=MUTED)
    canvas.line(left, height(0), WIDTH - 8, height(0), colour=MUTED)
    for at, lines in enumerate(wrapped):
        canvas.lines(left + slot * (at + 0.5), bottom + 18, lines, size=11, anchor="middle")
    for number, series in enumerate(chart.series):
        places = [
            None if value is None else (left + slot * (at + 0.5), height(value))
            for at, value in enumerate(series.values)
        ]
        if chart.kind == "growth" and number == 0:
            _columns(canvas, series, slot, (left, height(0), scale))
        else:
            _line(canvas, places, number, series)
    if max(text_width(short_text(chart, v, language), 11) for v in _figures(chart) or [0]) < slot:
        _point_labels(canvas, chart, (left, slot, bottom), height, language)
    return canvas.document(chart.title, describe(chart, language))


def _columns(
    canvas: Canvas, series: Series, slot: float, place: tuple[float, float, float]
) -> None:
    left, zero, scale = place
    wide = min(slot * 0.62, 54)
    for at, value in enumerate(series.values):
        middle = left + slot * (at + 0.5)
        if value is None:
            canvas.text(middle, zero - 6, "?", size=12, anchor="middle", colour=MUTED)
        elif value:
            long = abs(value) * scale
            canvas.bar(middle - wide / 2, zero - long if value > 0 else zero, wide, long, 0)


def _line(
    canvas: Canvas, places: list[tuple[float, float] | None], number: int, series: Series
) -> None:
    colour = SHADES[number % len(SHADES)]
    dashes = "7 4" if series.role == "target" else ""
    for one, two in pairwise(places):
        if one and two:
            canvas.path([one, two], colour=colour, dashes=dashes)
    for place in places:
        if place:
            canvas.marker(place[0], place[1], number)


def _point_labels(
    canvas: Canvas,
    chart: Chart,
    place: tuple[float, float, float],
    height: Callable[[int], float],
    language: Language,
) -> None:
    """Tell the figures of the first series: above its point, or below where another line is near."""
    left, slot, bottom = place
    for at, value in enumerate(chart.series[0].values):
        if value is None:
            continue
        y = height(value)
        others = [height(v) for s in chart.series[1:] if (v := s.values[at]) is not None]
        low = chart.kind == "growth" or y + _NEAR_LABEL > bottom
        above = low or not any(0 <= y - other < _NEAR_LABEL for other in others)
        said = short_text(chart, value, language)
        canvas.halo(left + slot * (at + 0.5), y - 9 if above else y + 19, said)


def _legend_rows(chart: Chart, *, always: bool = False) -> list[list[tuple[int, str, float]]]:
    if len(chart.series) == 1 and not always:
        return []
    rows: list[list[tuple[int, str, float]]] = [[]]
    x = 8.0
    for number, series in enumerate(chart.series):
        unit = f" ({chart.unit})" if chart.unit and chart.kind in ("trend", "growth") else ""
        name = wrap(f"{series.name}{unit}", WIDTH - 60, _SIZE, 1)[0]
        wide = text_width(name, _SIZE) + 46
        if rows[-1] and x + wide > WIDTH:
            rows.append([])
            x = 8.0
        rows[-1].append((number, name, x))
        x += wide
    return rows


def _legend(
    canvas: Canvas, chart: Chart, rows: list[list[tuple[int, str, float]]], top: float
) -> None:
    for at, row in enumerate(rows):
        y = top + at * _LEGEND_LINE
        for number, name, x in row:
            drawn_as_line = chart.kind == "trend" or (chart.kind == "growth" and number > 0)
            if drawn_as_line:
                dashes = "7 4" if chart.series[number].role == "target" else ""
                colour = SHADES[number % len(SHADES)]
                canvas.line(x, y + 7, x + 24, y + 7, colour=colour, width=2.2, dashes=dashes)
                canvas.marker(x + 12, y + 7, number)
            else:
                canvas.bar(x, y + 1, 24, 12, number)
            canvas.text(x + 30, y + 11, name, size=_SIZE)
