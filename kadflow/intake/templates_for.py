"""Which shipped template fits a document, by its regime and kind."""

from __future__ import annotations

import re

_ADDENDUM = re.compile(r"\b(?:perubahan|addendum|adendum|amandemen)\b", re.IGNORECASE)
_BY_REGIME = {
    "ksdd_sukarela": "ksdd-sukarela",
    "ksdd_wajib": "ksdd-wajib",
    "ksdpk": "ksdpk",
    "sinergi": "sinergi",
    "luar_negeri": "luar-negeri",
}


def template_for(*, regime: str, kind: str, title: str, parent_ref: str | None) -> str:
    """The key of the template that fits.

    In order: a document with a parent whose title says that it changes it is an ``addendum``; a
    PKS between regions is ``pks``; everything else goes by its regime.

    Raises:
        KeyError: The regime is none of the five.
    """
    if parent_ref and _ADDENDUM.search(title):
        return "addendum"
    if kind == "PKS" and regime.startswith("ksdd_"):
        return "pks"
    return _BY_REGIME[regime]
