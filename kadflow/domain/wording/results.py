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

ORIGIN_WORDS: Final[dict[str, Pair]] = {
    "condition": ("syarat persetujuan", "condition of an approval"),
    "text": ("naskah", "the text"),
    "meeting": ("tindak lanjut rapat", "action item of a meeting"),
    "own": ("ditetapkan sendiri", "own milestone"),
}

OWED_WORDS: Final[dict[str, Pair]] = {
    "open": ("belum dipenuhi", "not met yet"),
    "met": ("dipenuhi", "met"),
    "disputed": ("pemenuhannya disanggah", "disputed as not met"),
    "unmet": ("tidak akan dipenuhi", "will not be met"),
    "withdrawn": ("ditarik", "withdrawn"),
}

OUTCOME_OF_OBLIGATION: Final[dict[str, Pair]] = {
    name: OWED_WORDS[name] for name in ("unmet", "withdrawn")
}

JUDGED_WORDS: Final[dict[str, Pair]] = {
    "confirmed": ("dibenarkan", "confirmed"),
    "disputed": ("disanggah", "disputed"),
}

MEETING_WORDS: Final[dict[str, Pair]] = {
    "tkksd": ("rapat TKKSD", "meeting of the coordination team"),
    "discussion": ("rapat pembahasan", "meeting on the text"),
    "coordination": ("rapat koordinasi teknis", "technical coordination meeting"),
    "evaluation": ("rapat evaluasi", "evaluation meeting"),
}
