"""Dates as Indonesian offices write them.

Read: ``2021-08-12``, ``12 Agustus 2021``, ``Kamis, 12 Agt. 2021``, ``12/08/2021`` (the day always
comes first), and each of them behind ``tanggal``, ``s.d.`` or ``sampai dengan``. Anything less
than a day (``Agustus 2021``, ``2021``) is no date: it stays text and is never rounded.
"""

from __future__ import annotations

import re
from datetime import date

EARLIEST_YEAR = 1945
LATEST_YEAR = 2200

_MONTHS = {
    "jan": 1,
    "januari": 1,
    "january": 1,
    "feb": 2,
    "peb": 2,
    "februari": 2,
    "pebruari": 2,
    "february": 2,
    "mar": 3,
    "maret": 3,
    "march": 3,
    "apr": 4,
    "april": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "juni": 6,
    "june": 6,
    "jul": 7,
    "juli": 7,
    "july": 7,
    "agu": 8,
    "agt": 8,
    "ags": 8,
    "agust": 8,
    "agustus": 8,
    "august": 8,
    "sep": 9,
    "sept": 9,
    "september": 9,
    "okt": 10,
    "oct": 10,
    "oktober": 10,
    "october": 10,
    "nov": 11,
    "nop": 11,
    "november": 11,
    "nopember": 11,
    "des": 12,
    "dec": 12,
    "desember": 12,
    "december": 12,
}
_LONGEST = 80  # characters; a longer text is a sentence
_BEFORE = re.compile(
    r"^(?:(?:s\.?\s?/?d\.?|sampai dengan|sampai|hingga|pada|tanggal|tgl\.?|hari)\s+|"
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,?\s*)+",
    re.IGNORECASE,
)
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_NUMBERS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$")
_WORDS = re.compile(r"^(\d{1,2})[\s-]+([a-z]+)\.?[\s-]+(\d{4})$", re.IGNORECASE)


def _made(year: str, month: int, day: str) -> str | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found.isoformat() if EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def read_date(text: str) -> str | None:
    """The ISO date that a text says, to the day.

    Args:
        text: One date as written.

    Returns:
        ``2021-08-12``; None for blank, for less than a day, for a day that does not exist, and
        for years before 1945 or after 2200.
    """
    if len(text) > _LONGEST:
        return None
    plain = _BEFORE.sub("", text.strip())
    found = _ISO.match(plain)
    if found:
        return _made(found[1], int(found[2]), found[3])
    found = _NUMBERS.match(plain)
    if found:
        return _made(found[4], int(found[3]), found[1])
    found = _WORDS.match(plain)
    month = _MONTHS.get(found[2].lower()) if found else None
    return _made(found[3], month, found[1]) if found and month else None
