"""How the life of a report is told: (Indonesian, English)."""

from __future__ import annotations

from typing import Final

from kadflow.domain.wording.vocabulary import Pair

REPORT_STATE_WORDS: Final[dict[str, Pair]] = {
    "built": ("menunggu pengesahan", "waiting to be signed off"),
    "signed": ("disahkan", "signed off"),
    "sent": ("dikirim", "sent"),
    "received": ("diterima", "received"),
    "returned": ("dikembalikan untuk dikoreksi", "returned for correction"),
    "superseded": ("diganti sebelum disahkan", "replaced before sign-off"),
}
"""What has become of a version of a report."""

RECEIVERS: Final[dict[str, Pair]] = {
    "governor": ("Gubernur", "The Governor"),
    "minister": ("Menteri Dalam Negeri", "The Minister of Home Affairs"),
    "parties": ("Para pihak kerja sama", "The parties to the agreement"),
    "head": ("Kepala Daerah", "The Head of the Region"),
}
"""Who receives reports, by the key of the template language; others are named as typed."""


def receiver_words(to: str) -> Pair:
    """A receiver as letters and lists name it."""
    return RECEIVERS.get(to, (to, to))
