"""The words of results: indicators, obligations, reports, risks, meetings, feedback."""

from __future__ import annotations

from typing import Final

from kadflow.domain.wording.vocabulary import Pair

DIRECTION_WORDS: Final[dict[str, Pair]] = {
    "higher": ("makin tinggi makin baik", "higher is better"),
    "lower": ("makin rendah makin baik", "lower is better"),
}

LENGTH_WORDS: Final[dict[str, Pair]] = {
    "year": ("tahun", "year"),
    "semester": ("semester", "semester"),
    "quarter": ("triwulan", "quarter"),
    "month": ("bulan", "month"),
}

ACHIEVED_WORDS: Final[dict[str, Pair]] = {
    "ratio": ("dibandingkan dengan target", "beside the target"),
    "way": (
        "bagian jarak dari nilai awal ke target, karena targetnya nol atau kurang",
        "part of the way from the baseline to the target, since the target is zero or less",
    ),
    "met": (
        "tercapai atau tidak, karena targetnya nol atau kurang dan nilai awalnya tidak membantu",
        "reached or not, since the target is zero or less and no baseline helps",
    ),
}
"""How an achievement was counted; see `kadflow.domain.indicators.achieved`."""
