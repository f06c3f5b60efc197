"""How long an agreement runs, as its text says it.

Five meanings are told apart: a *period* (``5 (lima) tahun``), an *until* with a day, a *fiscal
year* (1 January to 31 December), a *review* interval (``evaluasi setiap tahun``, which is no
term), and *unresolved* text, which is kept. An end is never worked out from a period here: whether
it starts with signing is for the text or the parties to say.

Source:
    The Indonesian fiscal year runs from 1 January to 31 December: UU 17/2003 article 4.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from kadflow.intake.dates import read_date

TermKind = Literal["period", "until", "fiscal_year", "review", "unresolved"]
Unit = Literal["year", "month", "week", "day"]

_NUMBER_WORDS = {
    "satu": 1,
    "se": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "dua belas": 12,
    "dua puluh": 20,
    "tiga puluh": 30,
}
_UNITS: dict[str, Unit] = {
    "tahun": "year",
    "bulan": "month",
    "minggu": "week",
    "pekan": "week",
    "hari": "day",
    "year": "year",
    "years": "year",
    "month": "month",
    "months": "month",
    "day": "day",
    "days": "day",
}
_WORD = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_PERIOD = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:\s*\((?P<gloss>[a-z ]+)\))?|(?P<words>{_WORD}))\s*"
    rf"(?P<unit>{'|'.join(_UNITS)})\b(?!\s+anggaran)",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\b(?:evaluasi|ditinjau|peninjauan|review)\b", re.IGNORECASE)
_FISCAL = re.compile(
    r"\btahun anggaran\s+(\d{4})(?:\s*(?:-|s\.?/?d\.?|sampai(?: dengan)?|dan)\s*(\d{4}))?",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:s\.?\s?/?d\.?|sampai(?: dengan)?|hingga|berakhir(?: pada)?)\s+(?P<day>.+)$",
    re.IGNORECASE,
)
_FROM_SIGNING = re.compile(
    r"\b(?:sejak|terhitung(?: sejak)?|setelah|dari)\s+(?:tanggal\s+)?(?:di)?(?:penandatanganan|"
    r"tandatangani|tanda tangani)",
    re.IGNORECASE,
)


class Term(msgspec.Struct, frozen=True):
    """What a term text means.

    Attributes:
        text: As written; always kept.
        kind: See the module.
        length: Number of units for ``period`` and ``review``; None otherwise.
        unit: ``year``, ``month``, ``week`` or ``day``; None otherwise.
        from_signing: Whether the text itself says that it runs from signing.
        starts_on: ISO date, only where the text fixes it (fiscal year).
        ends_on: ISO date, only where the text fixes it.
    """

    text: str
    kind: TermKind
    length: int | None = None
    unit: Unit | None = None
    from_signing: bool = False
    starts_on: str | None = None
    ends_on: str | None = None

    @property
    def resolved(self) -> bool:
        """Whether the text fixes an end or a length."""
        return self.kind in {"period", "until", "fiscal_year"}


def _length(found: re.Match[str]) -> int | None:
    if found["words"]:
        return _NUMBER_WORDS[found["words"].lower()]
    digits = int(found["digits"])
    gloss = (found["gloss"] or "").strip().lower()
    if gloss in _NUMBER_WORDS and _NUMBER_WORDS[gloss] != digits:
        return None
    return digits or None


def read_term(text: str) -> Term | None:
    """Read a term text.

    Args:
        text: As written.

    Returns:
        The term, ``unresolved`` where the words fix nothing; None for a blank text.
    """
    plain = " ".join(text.split())
    if not plain:
        return None
    fiscal = _FISCAL.search(plain)
    if fiscal:
        first, last = fiscal[1], fiscal[2] or fiscal[1]
        starts_on, ends_on = read_date(f"{first}-01-01"), read_date(f"{last}-12-31")
        if starts_on and ends_on and starts_on < ends_on:
            return Term(text, "fiscal_year", starts_on=starts_on, ends_on=ends_on)
        return Term(text, "unresolved")
    period = _PERIOD.search(plain)
    length = _length(period) if period else None
    unit = _UNITS[period["unit"].lower()] if period else None
    if _REVIEW.search(plain):
        return Term(text, "review", length, unit if length else None)
    until = _UNTIL.search(plain)
    ends_on = read_date(until["day"]) if until else read_date(plain)
    if ends_on:
        return Term(text, "until", length, unit if length else None, ends_on=ends_on)
    if length:
        return Term(text, "period", length, unit, bool(_FROM_SIGNING.search(plain)))
    return Term(text, "unresolved")
