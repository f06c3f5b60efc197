"""A chart in one or two sentences that tell its figures, for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kadflow.domain.wording.amounts import Language
from kadflow.reports.charts.twins import chart_value
from kadflow.reports.content import Chart, ChartKind, RegionMap, Series
from kadflow.reports.words import say, value_text

_FEW: Final = 6
"""So many figures are told one by one; of more, the first, last, least and most."""

_KINDS: Final[dict[ChartKind, tuple[str, str]]] = {
    "funnel": ("Jumlah per tahap", "Number per stage"),
    "bars": ("Batang", "Bars"),
    "grouped_bars": ("Batang berdampingan", "Grouped bars"),
    "trend": ("Garis", "Line"),
    "growth": ("Kolom per tahun", "Columns per year"),
}


def describe(chart: Chart | RegionMap, language: Language = "id") -> str:
    """What a chart tells, in words and figures.

    Args:
        chart: A chart or a map.
        language: ``id`` or ``en``.
    """
    if isinstance(chart, RegionMap):
        return _of_map(chart, language)
    kind = _KINDS[chart.kind][language == "en"]
    told = "; ".join(_series(chart, series, language) for series in chart.series)
    return f"{kind}. {told}."


def _series(chart: Chart, series: Series, language: Language) -> str:
    def figure(at: int) -> str:
        value = chart_value(chart, series.values[at])
        said = value_text(value, language, say("unknown", language).lower())
        unit = f" {chart.unit}" if chart.unit and chart.values == "whole" else ""
        known = series.values[at] is not None
        return f"{chart.categories[at]} {said}{unit if known else ''}"

    if len(series.values) <= _FEW:
        return f"{series.name}: {', '.join(figure(at) for at in range(len(series.values)))}"
    return f"{series.name}: {_summary(series, figure, language)}"


def _summary(series: Series, figure: Callable[[int], str], language: Language) -> str:
    known = [at for at, value in enumerate(series.values) if value is not None]
    if not known:
        return say("unknown", language).lower()
    most = max(known, key=lambda at: (series.values[at] or 0, -at))
    least = min(known, key=lambda at: (series.values[at] or 0, at))
    gaps = len(series.values) - len(known)
    if language == "en":
        said = (
            f"{len(known)} figures, first {figure(known[0])}, last {figure(known[-1])}, "
            f"least {figure(least)}, most {figure(most)}"
        )
        return f"{said}, {gaps} not known yet" if gaps else said
    said = (
        f"{len(known)} angka, pertama {figure(known[0])}, terakhir {figure(known[-1])}, "
        f"terendah {figure(least)}, tertinggi {figure(most)}"
    )
    return f"{said}, {gaps} belum diketahui" if gaps else said


def _of_map(chart: RegionMap, language: Language) -> str:
    ordered = sorted(chart.regions, key=lambda region: (-region.count, region.code))
    with_any = [region for region in ordered if region.count]
    named = ", ".join(f"{region.name} {region.count}" for region in with_any[:_FEW])
    rest = len(with_any) - _FEW
    if language == "en":
        more = f" and {rest} more" if rest > 0 else ""
        return f"{say('schematic', language)} {len(with_any)} regions cooperate: {named}{more}."
    more = f" dan {rest} daerah lain" if rest > 0 else ""
    return f"{say('schematic', language)} {len(with_any)} daerah bekerja sama: {named}{more}."
