"""Risks of an agreement: what may go wrong, how likely and how bad that is, what is done about it.

Likelihood and impact are classes of 1 to 5, named in `kadflow.domain.wording.results`; nothing is
multiplied that is not shown beside its factors.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

import msgspec

from kadflow.domain.wording import Pair

Status = Literal["open", "mitigated", "happened", "closed"]
STATUSES: Final = get_args(Status)
WATCHED: Final = frozenset({"open", "mitigated"})
"""Statuses in which a risk is looked at again."""
CLASSES: Final = range(1, 6)
OTHER: Final = "other"


class KnownRisk(NamedTuple):
    """A risk that recurs, as a party may take it over.

    Attributes:
        title: Its cause.
        text: What may happen, as a first wording.
        mitigation: What is often done about it.
        source: Where it is named, and whether somebody verified that.
    """

    title: Pair
    text: Pair
    mitigation: Pair
    source: Pair


_PRACTICE: Final[Pair] = (
    "Praktik kantor; belum terverifikasi",
    "Office practice; not verified",
)

CATALOGUE: Final[dict[str, KnownRisk]] = {
    "budget": KnownRisk(
        ("Anggaran", "Budget"),
        (
            "Anggaran salah satu pihak tidak tersedia pada tahun berjalan.",
            "A party has no budget for it in the running year.",
        ),
        (
            "Usulkan dalam RKPD dan APBD Perubahan; sepakati urutan kegiatan bila dana berkurang.",
            "Propose it for the plan and the amended budget; agree which work comes first if money is short.",
        ),
        _PRACTICE,
    ),
    "perception": KnownRisk(
        ("Persepsi", "Perception"),
        (
            "Para pihak atau masyarakat menilai manfaat kerja sama secara berbeda.",
            "The parties or the public see the benefits of the cooperation differently.",
        ),
        (
            "Tetapkan indikator bersama dan sampaikan hasilnya secara berkala.",
            "Agree on indicators and tell the results regularly.",
        ),
        _PRACTICE,
    ),
    "regulation": KnownRisk(
        ("Regulasi", "Regulation"),
        (
            "Peraturan berubah atau berbeda antardaerah sehingga pelaksanaan terhambat.",
            "Rules change or differ between the regions and hold the work up.",
        ),
        (
            "Libatkan bagian hukum sejak awal; siapkan addendum.",
            "Involve the legal divisions early; prepare an addendum.",
        ),
        _PRACTICE,
    ),
    "commitment": KnownRisk(
        ("Komitmen", "Commitment"),
        (
            "Dukungan melemah, misalnya karena pergantian pejabat.",
            "Support weakens, for example when office holders change.",
        ),
        (
            "Rapat koordinasi berkala; tindak lanjut bertanggal dengan penanggung jawab.",
            "Regular coordination meetings; action items with a day and somebody who answers.",
        ),
        _PRACTICE,
    ),
}
"""The four that recur in cooperation between regions; a list to begin with, not a rule."""


class Risk(msgspec.Struct, omit_defaults=True):
    """One risk as it was assessed last.

    Attributes:
        number: Of the event that wrote it down: what may happen is the part ``text`` there.
        party: Id of the party that watches it.
        cause: Key of `CATALOGUE`, or ``other``.
        mitigation: Number of the event whose part ``mitigation`` says what is done about it.
        review_on: When it is looked at again, ISO.
        assessed_on: When it was looked at last, ISO.
    """

    id: str
    number: int
    party: str
    cause: str
    likelihood: int
    impact: int
    status: Status
    mitigation: int | None = None
    review_on: str | None = None
    assessed_on: str = ""

    @property
    def score(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact

    @property
    def level(self) -> str:
        """``low`` up to 4, ``medium`` up to 9, ``high`` up to 14, ``extreme`` from 15."""
        return next(
            name
            for name, least in (("extreme", 15), ("high", 10), ("medium", 5), ("low", 1))
            if self.score >= least
        )


class Risks(msgspec.Struct, omit_defaults=True):
    """The chapter of an agreement's risks.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        entries: By id, in the order in which they were written down.
    """

    version: int = 0
    entries: dict[str, Risk] = {}
