"""Which regime of the law an agreement falls under, as recaps group them (domain: KSDD, KSDPK ...).

The shipped workflows say it by their key. Of a workflow that an office wrote itself the kinds of
parties tell: regions among themselves cooperate as KSDD, with the central government as sinergi,
with foreign governments as foreign cooperation, with anybody else as KSDPK (UU 23/2014 art 363,
PP 28/2018 art 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

REGIMES: Final[dict[str, tuple[str, str]]] = {
    "ksdd": ("Kerja sama daerah dengan daerah lain (KSDD)", "Cooperation between regions (KSDD)"),
    "ksdpk": (
        "Kerja sama daerah dengan pihak ketiga (KSDPK)",
        "Cooperation with third parties (KSDPK)",
    ),
    "sinergi": ("Sinergi dengan pemerintah pusat", "Synergy with the central government"),
    "foreign": ("Kerja sama daerah dengan luar negeri", "Cooperation abroad"),
}
"""Every regime, in the order in which recaps list them."""

_BY_KEY: Final = {
    "ksdd-sukarela": "ksdd",
    "ksdd-wajib": "ksdd",
    "pks": "ksdd",
    "ksdpk": "ksdpk",
    "sinergi": "sinergi",
    "luar-negeri": "foreign",
}
_OF_PARENT: Final = frozenset({"addendum"})
_REGIONS: Final = frozenset({"province", "regency", "city"})


def regime_of(template_key: str, kinds: Iterable[str]) -> str | None:
    """The regime of an agreement.

    Args:
        template_key: Of its workflow.
        kinds: Kinds of its parties, as ``regency`` or ``company``.

    Returns:
        A key of `REGIMES`; None where only the agreement above can tell.
    """
    if template_key in _OF_PARENT:
        return None
    if template_key in _BY_KEY:
        return _BY_KEY[template_key]
    found = set(kinds)
    if any(kind.startswith("foreign") for kind in found):
        return "foreign"
    if "central" in found:
        return "sinergi"
    return "ksdd" if found <= _REGIONS else "ksdpk"
