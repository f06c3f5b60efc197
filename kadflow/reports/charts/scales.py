"""Axes with round steps, and figures short enough to stand on a chart."""

from __future__ import annotations

from typing import Final

from kadflow.domain.wording.amounts import Language, number_text, percent_text
from kadflow.reports.content import Chart

_SCALES: Final = (
    (10**12, "triliun", "trillion"),
    (10**9, "miliar", "billion"),
    (10**6, "juta", "million"),
)


def ticks(low: int, high: int, most: int = 5) -> list[int]:
    """Round numbers from at or below the lowest to at or above the highest figure.

    Args:
        low: Smallest figure; the axis also shows 0.
        high: Largest figure.
        most: At most so many steps.
    """
    low, high = min(low, 0), max(high, 0)
    span = max(high - low, 1)
    size = 1
    while span > 5 * size * most:
        size *= 10
    step = next(size * mantissa for mantissa in (1, 2, 5) if span <= size * mantissa * most)
    first = low // step * step
    made = [first]
    while made[-1] < high:
        made.append(made[-1] + step)
    return made if len(made) > 1 else [*made, made[-1] + step]


def short_text(chart: Chart, figure: int, language: Language) -> str:
    """A figure as it stands on a chart: ``Rp1,25 miliar``, ``87,5%``, ``12 hari``."""
    match chart.values:
        case "percent":
            return percent_text(figure, language)
        case "rupiah":
            return _short_rupiah(figure, language)
        case "quantity":
            return number_text(figure, language, chart.decimals)
        case "whole":
            return number_text(figure, language)


def _short_rupiah(amount: int, language: Language) -> str:
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    for unit, indonesian, english in _SCALES:
        if size >= unit:
            hundredths = (size * 200 + unit) // (2 * unit)
            decimals = 2
            while decimals and hundredths % 10 == 0:
                hundredths //= 10
                decimals -= 1
            name = english if language == "en" else indonesian
            return f"{sign}Rp{number_text(hundredths, language, decimals)} {name}"
    return f"{sign}Rp{number_text(size, language)}"
