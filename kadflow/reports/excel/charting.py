"""A chart of the content model as a native chart that reads the cells beside it."""

from __future__ import annotations

from typing import Any, Final

from kadflow.reports.charts.canvas import SHADES
from kadflow.reports.content import Chart

_PATTERNS: Final = (None, "wide_upward_diagonal", "dark_vertical", "dark_horizontal")
_MARKERS: Final = ("circle", "square", "triangle", "diamond")


def native_chart(book: Any, chart: Chart, sheet: str, first: int, last: int, shown: str) -> Any:
    """The chart, ready to be put on a sheet.

    Args:
        book: The XlsxWriter workbook.
        chart: What it shows.
        sheet: Name of the sheet that has the figures.
        first: Row of the first category, from 0; the headings stand above it.
        last: Row of the last category.
        shown: Number format of the axis.
    """
    lying = chart.kind in ("funnel", "bars", "grouped_bars")
    kind = "bar" if lying else "line" if chart.kind == "trend" else "column"
    made = book.add_chart({"type": kind})
    lines = book.add_chart({"type": "line"}) if chart.kind == "growth" else None
    for at in range(len(chart.series)):
        as_line = chart.kind == "trend" or (lines is not None and at > 0)
        target = lines if lines is not None and at > 0 else made
        target.add_series(_series(chart, at, (sheet, first, last), as_line=as_line))
    if lines is not None and len(chart.series) > 1:
        made.combine(lines)
    made.set_title({"name": chart.title, "overlay": False, "name_font": {"size": 11}})
    if len(chart.series) > 1:
        made.set_legend({"position": "bottom"})
    else:
        made.set_legend({"none": True})
    figures, names = (made.set_x_axis, made.set_y_axis) if lying else (
        made.set_y_axis, made.set_x_axis
    )  # fmt: skip
    figures({"num_format": shown, "major_gridlines": {"visible": True,
             "line": {"color": "#D1D5DB"}}, "name": chart.unit})  # fmt: skip
    names({"reverse": lying, "num_font": {"size": 9}})
    made.show_blanks_as("gap")
    made.set_size({"width": 640, "height": max(300, 26 * len(chart.categories) + 120)})
    return made


def _series(
    chart: Chart, at: int, place: tuple[str, int, int], *, as_line: bool
) -> dict[str, Any]:
    sheet, first, last = place
    colour = SHADES[at % len(SHADES)]
    made: dict[str, Any] = {
        "name": [sheet, first - 1, at + 1],
        "categories": [sheet, first, 0, last, 0],
        "values": [sheet, first, at + 1, last, at + 1],
    }
    if as_line:
        dashed = chart.series[at].role == "target"
        made["line"] = {"color": colour, "width": 2, "dash_type": "dash" if dashed else "solid"}
        fill = {"color": colour}
        made["marker"] = {"type": _MARKERS[at % 4], "size": 7, "fill": fill, "border": fill}
        return made
    pattern = _PATTERNS[at % len(_PATTERNS)]
    if pattern:
        made["pattern"] = {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}
    else:
        made["fill"] = {"color": colour}
    made["border"] = {"color": "#1F2937", "width": 0.5}
    made["gap"] = 60
    if len(chart.series) == 1:
        made["data_labels"] = {"value": True, "font": {"size": 9}}
    return made
