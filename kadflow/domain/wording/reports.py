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
