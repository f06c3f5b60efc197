"""Draws the schematic map: near the regions concerned, with the whole country in a corner."""

from __future__ import annotations

from typing import Final, NamedTuple

from kadflow.domain.wording.amounts import Language
from kadflow.reports.charts.canvas import INK, MUTED, Canvas, text_width, wrap
from kadflow.reports.charts.describing import describe
from kadflow.reports.charts.regions import Area, Ring, areas
from kadflow.reports.content import RegionCount, RegionMap
from kadflow.reports.words import say

LAND: Final = "#e5e7eb"
STEPS: Final = ((1, "#c6dbef"), (2, "#85b8dd"), (4, "#3f86bf"), (8, "#154a7d"))
"""From how many cooperations on which shade; each clearly darker than the one before."""

_LABELS: Final = 14
_MARGIN: Final = 0.35
_LEAST_SPAN: Final = 1.6  # degrees; nearer would show a precision that the map does not have
_COUNTRY: Final = (94.5, -11.3, 141.3, 6.3)


class _View(NamedTuple):
    west: float
    south: float
    east: float
    north: float
    x: float
    y: float
    scale: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels of a point; the equator is near enough to draw degrees as squares."""
        return (
            self.x + (longitude - self.west) * self.scale,
            self.y + (self.north - latitude) * self.scale,
        )


def draw_map(chart: RegionMap, language: Language, key: str, width: int) -> str:
    """The map as an SVG document.

    Args:
        chart: Regions without an area of their own (provinces, foreign ones) are listed below.
        language: ``id`` or ``en``.
        key: Prefix of the ids inside, different for every picture on a page.
        width: In pixels.
    """
    known = areas()
    drawn = {r.code: r for r in chart.regions if r.code in known and r.count > 0}
    beside = [r for r in chart.regions if r.code not in known and r.count > 0]
    box = _box([known[code] for code in drawn])
    height = max(180, min(360, round(width * (box[3] - box[1]) / (box[2] - box[0]))))
    listed = _beside(beside, width)
    canvas = Canvas(width, height + 46 + 15 * len(listed), key)
    scale = min(width / (box[2] - box[0]), height / (box[3] - box[1]))
    wide, high = width / scale, height / scale
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    view = _View(
        middle[0] - wide / 2,
        middle[1] - high / 2,
        middle[0] + wide / 2,
        middle[1] + high / 2,
        0,
        0,
        scale,
    )
    canvas.frame(0, 0, width, height)
    _land(canvas, view, list(known.values()), skip=frozenset(drawn))
    for code in sorted(drawn):
        canvas.shape(_outline(view, known[code].rings), _shade(drawn[code].count), INK, 0.8)
    canvas.end_frame()
    _labels(canvas, view, [(known[code], drawn[code]) for code in sorted(drawn)], (width, height))
    _legend(canvas, chart, language, height + 18)
    canvas.lines(8, height + 56, listed, size=11, colour=MUTED)
    return canvas.document(chart.title, describe(chart, language))


def _box(shown: list[Area]) -> tuple[float, float, float, float]:
    if not shown:
        return _COUNTRY
    west, south = min(a.box[0] for a in shown), min(a.box[1] for a in shown)
    east, north = max(a.box[2] for a in shown), max(a.box[3] for a in shown)
    pad = max((east - west) * 0.12, (north - south) * 0.12, _MARGIN)
    wide, high = max(east - west + 2 * pad, _LEAST_SPAN * 1.6), north - south + 2 * pad
    high = max(high, _LEAST_SPAN, wide / 2.6)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


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


def _labels(
    canvas: Canvas, view: _View, shown: list[tuple[Area, RegionCount]], size: tuple[int, int]
) -> None:
    if len(shown) > _LABELS:
        return
    taken: list[tuple[float, float, float, float]] = []
    for area, region in sorted(shown, key=lambda pair: (-pair[1].count, pair[0].code)):
        x, y = view.at((area.box[0] + area.box[2]) / 2, (area.box[1] + area.box[3]) / 2)
        said = f"{region.name} ({region.count})"
        half = text_width(said, 11) / 2
        x = min(max(x, half + 4), size[0] - half - 4)
        for shift in (0, 15, -15, 30, -30, 45, -45, 60, -60):
            box = (x - half, y + shift - 10, x + half, y + shift + 4)
            inside = box[1] >= 2 and box[3] <= size[1] - 2
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                canvas.halo(x, y + shift, said)
                break


def _meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


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
    canvas.text(
        canvas.width - 8, y + 22, say("schematic", language), size=11, anchor="end", colour=MUTED
    )


def _beside(regions: list[RegionCount], width: int) -> list[str]:
    if not regions:
        return []
    ordered = sorted(regions, key=lambda region: (-region.count, region.code))
    return wrap(" · ".join(f"{r.name} {r.count}" for r in ordered), width - 16, 11, 4)
