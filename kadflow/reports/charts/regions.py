"""The shipped schematic areas of regencies and cities, as rings of longitude and latitude.

Not official boundaries: points of districts divided among themselves within the outline of the
land. Coordinates stay the integers of the file; one step is about 0.002 degrees eastward and
0.0008 northward.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

Ring = tuple[tuple[float, float], ...]


class Area(NamedTuple):
    """One regency or city.

    Attributes:
        code: Official code with the dot.
        name: As the file has it.
        rings: Outlines, each a closed line of (longitude, latitude).
        box: West, south, east, north.
    """

    code: str
    name: str
    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]


@lru_cache(maxsize=1)
def areas() -> dict[str, Area]:
    """Every area by its official code."""
    raw = files("kadflow.reports.charts").joinpath("regions.topo.json").read_bytes()
    topology: dict[str, Any] = msgspec.json.decode(raw)
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_line(arc, scale, shift) for arc in topology["arcs"]]
    (layer,) = topology["objects"].values()
    return {shape["id"]: _area(shape, arcs) for shape in layer["geometries"]}


def _line(arc: list[list[int]], scale: list[float], shift: list[float]) -> Ring:
    x = y = 0
    points = []
    for east, north in arc:
        x, y = x + east, y + north
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return tuple(points)


def _area(shape: dict[str, Any], arcs: list[Ring]) -> Area:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = tuple(_ring(ring, arcs) for polygon in polygons for ring in polygon)
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    box = (min(xs), min(ys), max(xs), max(ys))
    return Area(shape["id"], shape["properties"]["nama"], rings, box)


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)
