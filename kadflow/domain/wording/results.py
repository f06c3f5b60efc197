"""The words of results: indicators, obligations, reports, risks, meetings, feedback."""

from __future__ import annotations

from typing import Final

from kadflow.domain.wording.budget import UNIT_WORDS
from kadflow.domain.wording.vocabulary import Pair

DIRECTION_WORDS: Final[dict[str, Pair]] = {
    "higher": ("makin tinggi makin baik", "higher is better"),
    "lower": ("makin rendah makin baik", "lower is better"),
}

LENGTH_WORDS: Final[dict[str, Pair]] = {
    "year": UNIT_WORDS["year"],
    "semester": ("semester", "semester"),
    "quarter": ("triwulan", "quarter"),
    "month": UNIT_WORDS["month"],
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

SECTION_WORDS: Final[dict[str, Pair]] = {
    "progress": ("Perkembangan dan hasil", "Progress and result"),
    "beneficiaries": ("Penerima manfaat", "Beneficiaries"),
    "funding": ("Pembiayaan", "Funding"),
    "obstacles": ("Kendala", "Obstacles"),
    "follow_up": ("Tindak lanjut", "Follow-up"),
}

REPORT_WORDS: Final[dict[str, Pair]] = {
    "submitted": ("menunggu tinjauan", "waiting for review"),
    "returned": ("dikembalikan untuk diperbaiki", "returned"),
    "accepted": ("diterima", "accepted"),
    "reopened": ("dibuka kembali", "reopened"),
}

VERDICT_WORDS: Final[dict[str, Pair]] = {
    name: REPORT_WORDS[name] for name in ("accepted", "returned", "reopened")
}

LIKELIHOOD_WORDS: Final[dict[int, Pair]] = {
    1: ("hampir tidak terjadi", "hardly ever"),
    2: ("jarang", "seldom"),
    3: ("kadang-kadang", "sometimes"),
    4: ("sering", "often"),
    5: ("hampir pasti", "almost certain"),
}

IMPACT_WORDS: Final[dict[int, Pair]] = {
    1: ("tidak berarti", "insignificant"),
    2: ("kecil", "minor"),
    3: ("sedang", "moderate"),
    4: ("besar", "major"),
    5: ("sangat besar", "severe"),
}

LEVEL_WORDS: Final[dict[str, Pair]] = {
    "low": ("rendah", "low"),
    "medium": ("sedang", "medium"),
    "high": ("tinggi", "high"),
    "extreme": ("sangat tinggi", "extreme"),
}

RISK_WORDS: Final[dict[str, Pair]] = {
    "open": ("terbuka", "open"),
    "mitigated": ("tertangani", "mitigated"),
    "happened": ("terjadi", "happened"),
    "closed": ("ditutup", "closed"),
}

GIVER_WORDS: Final[dict[str, Pair]] = {
    "partner": ("mitra kerja sama", "partner of the cooperation"),
    "user": ("pengguna layanan", "user of the service"),
    "public": ("masyarakat", "member of the public"),
    "business": ("pelaku usaha", "business"),
    "civil_society": ("organisasi kemasyarakatan", "civil society organisation"),
    "supervisor": ("pemerintah pembina", "supervising government"),
    "media": ("media", "media"),
}

ABOUT_WORDS: Final[dict[str, Pair]] = {
    "service": ("layanan", "the service"),
    "results": ("hasil kerja sama", "results of the cooperation"),
    "money": ("biaya", "money"),
    "environment": ("lingkungan", "environment"),
    "conduct": ("perilaku petugas", "conduct of officers"),
    "other": ("hal lain", "something else"),
}
