"""The table twin of a chart or map: the same figures for those who read rather than look."""

from __future__ import annotations

from kadflow.domain.wording.amounts import Language
from kadflow.reports.content import Chart, RegionMap
from kadflow.reports.tables import Column, ColumnKind, Row, Table
from kadflow.reports.values import Percent, Quantity, Rupiah, Text, Unknown, Value, Whole
from kadflow.reports.words import say


def table(chart: Chart | RegionMap, language: Language = "id") -> Table:
    """The figures of a chart as a table.

    Args:
        chart: Its title becomes the table's.
        language: Of the headings that the chart does not name.
    """
    return _map_table(chart, language) if isinstance(chart, RegionMap) else _table(chart, language)


def chart_value(chart: Chart, figure: int | None) -> Value:
    """A figure of a chart as the value that it is; a missing one is unknown, never 0."""
    if figure is None:
        return Unknown()
    match chart.values:
        case "rupiah":
            return Rupiah(figure)
        case "percent":
            return Percent(figure)
        case "quantity":
            return Quantity(figure, chart.decimals, chart.unit)
        case "whole":
            return Whole(figure)


def _table(chart: Chart, language: Language) -> Table:
    kind: ColumnKind = chart.values
    columns = (
        Column("category", chart.category_name or say("category", language)),
        *(
            Column(f"series{at}", series.name, kind, unit=chart.unit, decimals=chart.decimals)
            for at, series in enumerate(chart.series)
        ),
    )
    rows: tuple[Row, ...] = tuple(
        (Text(category), *(chart_value(chart, series.values[at]) for series in chart.series))
        for at, category in enumerate(chart.categories)
    )
    return Table(chart.title, columns, rows, note=chart.note)


def _map_table(chart: RegionMap, language: Language) -> Table:
    columns = (
        Column("region", say("region", language)),
        Column("count", chart.count_name or say("count", language), "whole"),
    )
    ordered = sorted(chart.regions, key=lambda region: (-region.count, region.code))
    rows: tuple[Row, ...] = tuple((Text(r.name), Whole(r.count)) for r in ordered)
    return Table(chart.title, columns, rows, note=chart.note)
