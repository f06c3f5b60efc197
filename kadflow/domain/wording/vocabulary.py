"""What people call the choices that Kadflow names by key words: (Indonesian, English)."""

from __future__ import annotations

import functools
from typing import Final

Pair = tuple[str, str]
"""Indonesian and English, in this order."""

ORGANISATION_WORDS: Final[dict[str, Pair]] = {
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

ANSWER_WORDS: Final[dict[str, Pair]] = {
    "approve": ("setujui", "approve"),
    "approve_with_conditions": ("setujui dengan syarat", "approve with conditions"),
    "return": ("kembalikan untuk diperbaiki", "return for correction"),
    "reject": ("tolak", "reject"),
    "abstain": ("tidak memberi pendapat", "abstain"),
    "sign": ("tanda tangani", "sign"),
    "resume": ("lanjutkan", "resume"),
}

OUTCOME_WORDS: Final[dict[str, Pair]] = {
    "approved": ("disetujui", "approved"),
    "returned": ("dikembalikan untuk diperbaiki", "returned for correction"),
    "rejected": ("ditolak", "rejected"),
    "not_asked": ("tidak perlu diminta", "not asked"),
    "superseded": ("tidak dilanjutkan", "left undecided"),
}

GIVEN_WORDS: Final[dict[str, Pair]] = {
    "approve": ("setuju", "approved"),
    "approve_with_conditions": ("setuju dengan syarat", "approved with conditions"),
    "return": OUTCOME_WORDS["returned"],
    "reject": OUTCOME_WORDS["rejected"],
    "abstain": (ANSWER_WORDS["abstain"][0], "abstained"),
}
"""What somebody answered, where `ANSWER_WORDS` says what may be answered."""

ANSWERING_WORDS: Final[dict[str, Pair]] = {
    "silent": ("belum menjawab", "has not answered"),
    "voided": ("perlu dikonfirmasi ulang", "to be confirmed again"),
    "deemed": ("dianggap menyetujui", "deemed to approve"),
}
"""How it stands with an answer that is awaited or was not given in words."""

STANDING_WORDS: Final[dict[str, Pair]] = {
    "active": ("berjalan", "active"),
    "suspended": ("ditangguhkan", "suspended"),
    "terminated": ("diakhiri", "terminated"),
}

COMMAND_WORDS: Final[dict[str, Pair]] = {
    "amend": ("perubahan", "amendment"),
    "extend": ("perpanjangan", "extension"),
    "suspend": ("penangguhan", "suspension"),
    "resume": ("pelaksanaan kembali", "resumption"),
    "terminate": ("pengakhiran", "termination"),
    "join": ("penambahan pihak", "joining of a party"),
    "leave": ("pengunduran diri pihak", "leaving of a party"),
}

EVALUATION_WORDS: Final[dict[str, Pair]] = {
    "periodic": ("evaluasi berkala", "periodic evaluation"),
    "final": ("evaluasi akhir", "final evaluation"),
    "extra": ("evaluasi tambahan", "extra evaluation"),
}

PANEL_WORDS: Final[dict[str, Pair]] = {
    "consented": ("setuju", "consents"),
    "objected": ("keberatan", "objects"),
    "silent": ("belum menjawab", "has not answered"),
}
"""How a party stands to a panel that another one named."""

RECOMMENDATION_WORDS: Final[dict[str, Pair]] = {
    "continue": ("dilanjutkan", "continue"),
    "widen": ("diperluas", "widen"),
    "extend": ("diperpanjang", "extend"),
    "amend": ("diubah", "amend"),
    "end": ("diakhiri", "end"),
}
"""What an evaluator says should follow."""

BUDGET_WORDS: Final[dict[str, Pair]] = {
    "no_cost": ("tanpa biaya", "no cost"),
    "budgeted": ("sudah dianggarkan", "budgeted"),
    "not_yet": ("belum dianggarkan", "not budgeted yet"),
    "unknown": ("belum diketahui", "not known"),
}

ACTOR_WORDS: Final[dict[str, Pair]] = {
    "coordinator of the initiating party": (
        "Sekretariat TKKSD pemrakarsa",
        "Cooperation secretariat of the initiating party",
    ),
    "head of the initiating party": ("Kepala pihak pemrakarsa", "Head of the initiating party"),
}

PROVENANCE_WORDS: Final[dict[str, Pair]] = {
    "created": ("dibuat di Kadflow", "made in Kadflow"),
    "registered": ("tercatat dari luar Kadflow", "registered from elsewhere"),
}


@functools.cache
def stage_words() -> dict[str, Pair]:
    """The five stages, as the templates' own package names them; asked for late, it is not light."""
    from state_machines.diagrams.steps import STAGE_WORDS  # noqa: PLC0415 - see above
    from state_machines.template import Stage  # noqa: PLC0415

    return {stage.value: (STAGE_WORDS[stage].id, STAGE_WORDS[stage].en) for stage in Stage}


CURE_WORDS: Final[dict[str, Pair]] = {
    "ratification": ("pengesahan oleh kepala definitif", "ratification by the definitive head"),
    "new_mandate": ("surat kuasa baru", "a new mandate"),
    "re_signing": ("penandatanganan ulang", "signing anew"),
}
"""What makes a finding good again."""

PARTICIPATION_WORDS: Final[dict[str, Pair]] = {
    "uses": ("memakai Kadflow sendiri", "uses Kadflow itself"),
    "paper": ("menjawab lewat surat", "answers on paper"),
}
"""How a party takes part."""

REVIEW_WORDS: Final[dict[str, Pair]] = {
    "confirmed": ("ditegaskan", "confirmed"),
    "disputed": ("disanggah", "disputed"),
}
"""What a party says of what was recorded in its name."""

COMPARED_WORDS: Final[dict[str, Pair]] = {
    "agrees": ("sesuai dengan naskah yang disetujui", "agrees with the approved text"),
    "differs": ("berbeda dari naskah yang disetujui", "differs from the approved text"),
}
"""What a party says of a document beside the approved text."""
