"""Rupiah as integers, from the ways in which people write them."""

from __future__ import annotations

import re

LARGEST = 2**53 - 1  # rupiah; the largest integer that the record can carry

_PLAIN = re.compile(r"^\d{1,16}(?:\.0{1,2})?$")
_GROUPED = re.compile(r"^\d{1,3}(?:\.\d{3})*(?:,(?:0{1,2}|-))?$")
_ENGLISH = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.0{1,2})?$")
_CURRENCY = re.compile(r"^(?:rp\.?|idr)\s*|(?:,-|\s*rupiah)$", re.IGNORECASE)


def read_rupiah(text: str) -> int | None:
    """The amount in whole rupiah.

    Args:
        text: ``56300000000``, ``Rp1.250.000.000``, ``Rp 1.250.000.000,00``, ``1,250,000``.

    Returns:
        A non-negative integer below 2^53; None for blank, words (``56,3 miliar``), another
        currency, fractions, signs and anything that could be read in two ways.
    """
    plain = _CURRENCY.sub("", _CURRENCY.sub("", text.strip())).strip()
    if _PLAIN.match(plain):
        amount = int(plain.split(".")[0])
    elif _GROUPED.match(plain):
        amount = int(plain.split(",")[0].replace(".", ""))
    elif _ENGLISH.match(plain):
        amount = int(plain.split(".")[0].replace(",", ""))
    else:
        return None
    return amount if amount <= LARGEST else None
