"""Draws the schematic map: near the regions concerned, each with a number that a list explains."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from kadflow.domain.wording.amounts import Language
from kadflow.reports.charts.canvas import INK, MUTED, Canvas, wrap
from kadflow.reports.charts.describing import describe
from kadflow.reports.charts.regions import Area, Ring, areas
from kadflow.reports.content import RegionCount, RegionMap
from kadflow.reports.fonts import text_width
from kadflow.reports.words import say

LAND: Final = "#e5e7eb"
STEPS: Final = ((1, "#d3e4f3"), (2, "#8fc0e2"), (4, "#3f86bf"), (8, "#123f68"))
"""From how many cooperations on which shade; each clearly darker than the one before."""

_LISTED: Final = 14
_LIST_WIDTH: Final = 210
_MARGIN: Final = 0.12
_LEAST_SPAN: Final = 1.0  # degrees; nearer would show a precision that the map does not have
_COUNTRY: Final = (94.5, -11.3, 141.3, 6.3)
_BADGE: Final = 9


class _View(NamedTuple):
    west: float
    south: float
    east: float
    north: float
    scale: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels of a point; the equator is near enough to draw degrees as squares."""
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale


def draw_map(chart: RegionMap, language: Language, key: str, width: int) -> str:
    """The map as an SVG document.

    Args:
        chart: Regions without an area of their own (provinces, foreign ones) are listed below.
        language: ``id`` or ``en``.
        key: Prefix of the ids inside, different for every picture on a page.
        width: In pixels.
    """
    known = areas()
    ordered = sorted(chart.regions, key=lambda region: (-region.count, region.code))
    drawn = [region for region in ordered if region.code in known and region.count > 0]
    beside = [region for region in ordered if region.code not in known and region.count > 0]
    listed = len(drawn) <= _LISTED
    across = width - _LIST_WIDTH if listed and drawn else width
    box = _box([known[region.code] for region in drawn])
    height = max(210, min(360, round(across * (box[3] - box[1]) / (box[2] - box[0]))))
    named = [wrap(r.name, _LIST_WIDTH - 64, 11, 2) for r in drawn] if listed else []
    height = max(height, 8 + sum(6 + 14 * len(lines) for lines in named))
    below = _beside(beside, width)
    canvas = Canvas(width, height + 44 + 15 * len(below), key)
    view = _view(box, across, height)
    canvas.frame(0, 0, across, height)
    _land(canvas, view, list(known.values()), frozenset(region.code for region in drawn))
    for region in drawn:
        canvas.shape(_outline(view, known[region.code].rings), _shade(region.count), INK, 0.8)
    canvas.end_frame()
    if listed:
        _badges(canvas, view, [known[region.code] for region in drawn], (across, height))
        _list(canvas, drawn, named, across + 14)
    _legend(canvas, chart, language, height + 16)
    canvas.lines(8, height + 54, below, size=11, colour=MUTED)
    return canvas.document(chart.title, describe(chart, language))


def _box(shown: list[Area]) -> tuple[float, float, float, float]:
    if not shown:
        return _COUNTRY
    west, south = min(a.box[0] for a in shown), min(a.box[1] for a in shown)
    east, north = max(a.box[2] for a in shown), max(a.box[3] for a in shown)
    pad = max((east - west) * 0.08, (north - south) * 0.08, _MARGIN)
    wide = max(east - west + 2 * pad, _LEAST_SPAN * 1.4)
    high = max(north - south + 2 * pad, _LEAST_SPAN, wide / 2.6)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _view(box: tuple[float, float, float, float], width: int, height: int) -> _View:
    scale = min(width / (box[2] - box[0]), height / (box[3] - box[1]))
    wide, high = width / scale, height / scale
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return _View(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, scale)


def _shade(count: int) -> str:
    return next(shade for least, shade in reversed(STEPS) if count >= least)


def _outline(view: _View, rings: tuple[Ring, ...]) -> str:
    parts = []
    for ring in rings:
        last = ""
        said = []
        for point in ring[:-1]:
            x, y = view.at(*point)
            here = f"{x:.1f} {y:.1f}"
            if here != last:
                said.append(here)
                last = here
        if len(said) > 2:
            parts.append(f"M{'L'.join(said)}Z")
    return "".join(parts)


def _land(canvas: Canvas, view: _View, shown: list[Area], skip: frozenset[str]) -> None:
    paths = [
        _outline(view, area.rings)
        for area in shown
        if area.code not in skip
        and area.box[2] >= view.west
        and area.box[0] <= view.east
        and area.box[3] >= view.south
        and area.box[1] <= view.north
    ]
    canvas.shape("".join(paths), LAND)


def _middle(area: Area) -> tuple[float, float]:
    """The centre of the largest ring of an area."""
    ring = max(area.rings, key=lambda ring: abs(_twice_size(ring)))
    size = _twice_size(ring)
    if not size:
        return (area.box[0] + area.box[2]) / 2, (area.box[1] + area.box[3]) / 2
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (3 * size), y / (3 * size)


def _twice_size(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _badges(canvas: Canvas, view: _View, shown: list[Area], size: tuple[int, int]) -> None:
    """Number the areas; a number that would cover another one steps aside."""
    taken: list[tuple[float, float]] = []
    for number, area in enumerate(shown, start=1):
        x, y = view.at(*_middle(area))
        for step in (0, 1, -1, 2, -2, 3, -3):
            for aside in ((0, step), (step, 0), (step, step)):
                here = (
                    min(max(x + aside[0] * 2 * _BADGE, _BADGE), size[0] - _BADGE),
                    min(max(y + aside[1] * 2 * _BADGE, _BADGE), size[1] - _BADGE),
                )
                if not any(_near(here, other) for other in taken):
                    break
            else:
                continue
            break
        else:
            here = (x, y)
        taken.append(here)
        canvas.badge(here[0], here[1], str(number))


def _near(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return abs(one[0] - two[0]) < 2 * _BADGE and abs(one[1] - two[1]) < 2 * _BADGE


def _list(canvas: Canvas, drawn: list[RegionCount], named: list[list[str]], x: float) -> None:
    y = 14.0
    for number, (region, lines) in enumerate(zip(drawn, named, strict=True), start=1):
        canvas.badge(x + 6, y, str(number))
        canvas.lines(x + 22, y + 4, lines, size=11)
        canvas.text(canvas.width - 8, y + 4, str(region.count), size=11, anchor="end", bold=True)
        y += 6 + 14 * len(lines)


def _legend(canvas: Canvas, chart: RegionMap, language: Language, y: float) -> None:
    x = 8.0
    name = wrap(chart.count_name or say("count", language), 200, 11, 1)[0]
    canvas.text(x, y + 4, name, size=11)
    x += text_width(name, 11) + 12
    bounds = [least for least, _ in STEPS]
    for at, (least, shade) in enumerate(STEPS):
        last = bounds[at + 1] - 1 if at + 1 < len(bounds) else None
        said = f"{least}+" if last is None else str(least) if last == least else f"{least}-{last}"
        canvas.swatch(x, y - 6, shade)
        canvas.text(x + 24, y + 4, said, size=11)
        x += 30 + text_width(said, 11) + 14
    said = say("schematic", language)
    canvas.text(8, y + 22, said, size=11, colour=MUTED)


def _beside(regions: list[RegionCount], width: int) -> list[str]:
    if not regions:
        return []
    return wrap(" · ".join(f"{r.name} {r.count}" for r in regions), width - 16, 11, 4)
