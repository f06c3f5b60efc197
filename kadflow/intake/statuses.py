"""What a reported status supports: never more than its words.

The first rule whose words occur decides; rules that take something back (``belum``, ``tidak``,
``batal``) and those that end come before those that begin. Rules marked as weak support their
stage only indirectly (an agreement that is cited was once in force): the report says so.
A status is as of its source: whether the term has run out since is for the record to say.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Stage = Literal["proposal", "negotiation", "signing", "in_force", "ended", "unknown"]


class StatusReading(msgspec.Struct, frozen=True):
    """The stage that a status supports.

    Attributes:
        text: As reported.
        stage: ``unknown`` where the words support none.
        words: The words that support it, as reported; empty for ``unknown``.
        weak: Whether the support is indirect, so that a person should look.
    """

    text: str
    stage: Stage
    words: str
    weak: bool = False


def _rule(
    stage: Stage, pattern: str, *, weak: bool = False
) -> tuple[Stage, re.Pattern[str], bool]:
    return stage, re.compile(pattern, re.IGNORECASE), weak


_RULES = (
    _rule("unknown", r"\bsengketa\b|\bdideskripsikan\b|\bperlu diperbarui\b"),
    _rule(
        "signing",
        r"\b(?:belum|menunggu|akan|siap|segera)\s+(?:di)?(?:tandatangani|teken|penandatanganan)\b",
    ),
    _rule("signing", r"\bdisetujui\b.*\badministrasi belum selesai\b"),
    _rule("negotiation", r"\bbelum (?:disepakati|disetujui)\b"),
    _rule("ended", r"\btidak (?:lagi )?berlaku\b|\btidak diperpanjang\b"),
    _rule(
        "ended",
        r"\b(?:ditolak|dihentikan|diakhiri|dibatalkan|batal|mundur|mengundurkan diri|digantikan|"
        r"diganti|dicabut|(?<!belum )selesai|kedaluwarsa|habis masa berlaku)\b",
    ),
    _rule("in_force", r"\bditandatangani\b|\bditeken\b|\btelah teken\b"),
    _rule("ended", r"\bdiperbarui\b", weak=True),
    _rule("ended", r"(?<!belum )(?<!akan )\bberakhir\b"),
    _rule("in_force", r"\bditindaklanjuti\b|\bmenunggu pks turunan\b"),
    _rule("in_force", r"\bberlaku\b|\bberjalan\b|\bdilaksanakan\b"),
    _rule("in_force", r"\bdiperpanjang\b|\bdiubah\b"),
    _rule("in_force", r"\bmenjadi anggota\b"),
    _rule("in_force", r"\bdirujuk sebagai dasar\b", weak=True),
    _rule(
        "negotiation", r"\bpenyusunan\b|\bpembahasan\b|\bdibahas\b|\brancangan\b|\bdraf(?:t)?\b"
    ),
    _rule("negotiation", r"\bdisepakati tingkat teknis\b"),
    _rule("negotiation", r"\bnaskah\b", weak=True),
    _rule("signing", r"\bdisetujui\b|\bdisepakati\b", weak=True),
    _rule(
        "proposal",
        r"\bpenjajakan\b|\bpenawaran\b|\bditawarkan\b|\busulan\b|\bdirencanakan\b|\brencana\b|\bawal\b",
    ),
)


def read_status(text: str) -> StatusReading:
    """Read a reported status.

    Args:
        text: As in the source, Indonesian; may be blank.

    Returns:
        The stage, with the words that support it.
    """
    for stage, pattern, weak in _RULES:
        found = pattern.search(text)
        if found:
            words = "" if stage == "unknown" else " ".join(found[0].split())
            return StatusReading(text, stage, words, weak)
    return StatusReading(text, "unknown", "")
