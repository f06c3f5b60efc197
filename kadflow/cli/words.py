"""Words of the interface, Indonesian and English, in one place (the words that officials use)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Pair = tuple[str, str]

STAGES: dict[str, Pair] = {
    "proposal": ("Persiapan dan Penawaran", "Preparation and Offer"),
    "negotiation": ("Pembahasan", "Negotiation"),
    "signing": ("Penandatanganan", "Signing"),
    "implementation": ("Pelaksanaan", "Implementation"),
    "evaluation": ("Evaluasi dan Pelaporan", "Evaluation and Reporting"),
}
BUDGETS: dict[str, Pair] = {
    "no_cost": ("tidak memerlukan biaya", "needs no money"),
    "budgeted": ("sudah dianggarkan (DPA)", "budgeted (DPA)"),
    "not_yet": ("belum dianggarkan", "not budgeted yet"),
    "unknown": ("belum diketahui", "not known"),
}
STANDINGS: dict[str, Pair] = {
    "active": ("berjalan", "active"),
    "suspended": ("ditangguhkan", "suspended"),
    "terminated": ("diakhiri", "terminated"),
}
ANSWERS: dict[str, Pair] = {
    "approve": ("setuju", "approved"),
    "approve_with_conditions": ("setuju dengan syarat", "approved with conditions"),
    "return": ("dikembalikan untuk diperbaiki", "returned"),
    "reject": ("ditolak", "rejected"),
    "abstain": ("tidak memberi pendapat", "abstained"),
}
OUTCOMES: dict[str, Pair] = {
    "approved": ("disetujui", "approved"),
    "returned": ("dikembalikan", "returned"),
    "rejected": ("ditolak", "rejected"),
    "not_asked": ("tidak perlu diminta", "not asked"),
}
PROVENANCES: dict[str, Pair] = {
    "created": ("dibuat di Kadflow", "made in Kadflow"),
    "registered": ("tercatat dari luar Kadflow", "registered from elsewhere"),
}
PURPOSES: dict[str, Pair] = {
    "amend": ("perubahan", "amendment"),
    "extend": ("perpanjangan", "extension"),
    "join": ("penambahan pihak", "joining of a party"),
    "leave": ("pengunduran diri pihak", "leaving of a party"),
    "suspend": ("penangguhan", "suspension"),
    "resume": ("pelaksanaan kembali", "resumption"),
    "terminate": ("pengakhiran", "termination"),
}
LEVELS: dict[str, Pair] = {
    "province": ("provinsi", "province"),
    "regency": ("kabupaten", "regency"),
    "city": ("kota", "city"),
    "central": ("pemerintah pusat", "central government"),
    "company": ("badan usaha", "company"),
    "community": ("organisasi kemasyarakatan", "community organisation"),
    "university": ("perguruan tinggi", "university"),
    "foreign_government": ("pemerintah luar negeri", "foreign government"),
    "foreign_institution": ("lembaga luar negeri", "foreign institution"),
}
HAPPENINGS: dict[str, Pair] = {
    "agreement.created": ("kerja sama dibuat", "agreement opened"),
    "agreement.registered": ("kerja sama dicatat", "agreement registered"),
    "agreement.amended": ("kerja sama diubah", "agreement amended"),
    "terms.edited": ("pokok kerja sama diisi", "terms written"),
    "document.added": ("dokumen ditambahkan", "document added"),
    "gate.opened": ("persetujuan diminta", "approval asked for"),
    "gate.closed": ("persetujuan selesai", "approval settled"),
    "answer.given": ("jawaban pihak diberikan", "a party's answer given"),
    "answer.voided": ("jawaban perlu dikonfirmasi ulang", "answer to be confirmed again"),
    "answer.withdrawn": ("jawaban ditarik", "answer withdrawn"),
    "decision.made": ("keputusan internal diberikan", "decision inside a party made"),
    "decision.voided": ("keputusan perlu dikonfirmasi ulang", "decision to be confirmed again"),
    "decision.withdrawn": ("keputusan ditarik", "decision withdrawn"),
    "chain.started": ("paraf berjenjang dimulai", "internal chain started"),
    "chain.resumed": ("paraf berjenjang dilanjutkan", "internal chain resumed"),
    "transition.taken": ("berpindah tahap", "moved on"),
    "standing.asked": ("permintaan diajukan", "request made"),
    "standing.decided": ("permintaan diputus", "request decided"),
    "standing.changed": ("kedudukan berubah", "standing changed"),
    "receipt.recorded": ("penerimaan dicatat", "receipt recorded"),
    "deadline.set": ("batas waktu ditetapkan", "deadline set"),
    "deadline.reached": ("batas waktu tercapai", "deadline reached"),
    "deadline.withdrawn": ("batas waktu dicabut", "deadline withdrawn"),
    "obligation.added": ("kewajiban dicatat", "obligation recorded"),
    "finding.raised": ("temuan dicatat", "finding recorded"),
    "party.joined": ("pihak bergabung", "party joined"),
    "party.accepted": ("pihak ikut serta", "party takes part"),
    "party.left": ("pihak keluar", "party left"),
    "child.opened": ("turunan dibuka", "agreement opened under it"),
    "child.closed": ("turunan selesai", "agreement under it ended"),
}
_MONTHS = (
    ("Januari", "January"), ("Februari", "February"), ("Maret", "March"), ("April", "April"),
    ("Mei", "May"), ("Juni", "June"), ("Juli", "July"), ("Agustus", "August"),
    ("September", "September"), ("Oktober", "October"), ("November", "November"),
    ("Desember", "December"),
)  # fmt: skip
_MONEY_TYPES = frozenset({"money"})


def pick(words: dict[str, Pair], name: str, language: str) -> str:
    """The words of a name; the name itself where there are none."""
    pair = words.get(name)
    return name if pair is None else pair[0 if language == "id" else 1]


def place(stage: str, state: str, language: str) -> str:
    """Stage and state in one phrase; final states are in no stage."""
    staged = pick(STAGES, stage, language)
    return state if not staged or staged.lower() == state.lower() else f"{staged} - {state}"


def long_date(text: str | None, language: str) -> str:
    """An ISO date, or the day (WIB) of an instant, as people write it; empty for None."""
    if not text:
        return ""
    try:
        if len(text) > len("2026-01-31"):
            day = datetime.fromisoformat(text).astimezone(ZoneInfo("Asia/Jakarta")).date()
        else:
            day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {_MONTHS[day.month - 1][0 if language == 'id' else 1]} {day.year}"


def value_text(value: Any, kind: str, language: str, choices: Any = None) -> str:
    """A term's value as people read it."""
    if isinstance(value, bool):
        return ("ya" if value else "tidak") if language == "id" else ("yes" if value else "no")
    if isinstance(value, int):
        dotted = f"{value:,}".replace(",", ".") if language == "id" else f"{value:,}"
        return f"Rp{dotted}" if kind in _MONEY_TYPES else dotted
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, dict):
        return _period(value, language)
    if kind == "budget_status":
        return pick(BUDGETS, str(value), language)
    if kind == "date":
        return long_date(str(value), language)
    if choices and value in choices:
        words = choices[value]
        return str(words.id if language == "id" else words.en)
    return str(value)


def _period(value: dict[str, Any], language: str) -> str:
    start, end = (long_date(value.get(name), language) for name in ("starts_on", "ends_on"))
    to = "s.d." if language == "id" else "to"
    length = value.get("years")
    years = f"{length} tahun" if language == "id" else f"{length} years"
    said = " ".join(part for part in (start, to if end else "", end) if part)
    return ", ".join(part for part in (said, years if length else "", value.get("text")) if part)
