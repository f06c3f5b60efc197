"""Numbers of documents as they are compared: without slashes, spaces and case (practice 14)."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

_BLANK = re.compile(r"(?:^|/)\s*(?=/|$)|\.{3,}|_{2,}|…")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class NumberUse(NamedTuple):
    """A number that an issuer gave to something of an agreement.

    Attributes:
        place: What bears it, unique within the agreement.
        issuer: Id of the organisation; of whoever is none here, its name after ``=``.
        year: In which it was given.
        form: The number as `normal_form` writes it.
    """

    place: str
    issuer: str
    year: int
    form: str


def normal_form(number: str) -> str:
    """A number without what people write differently; empty where nothing is left."""
    return "".join(filter(str.isalnum, normalize("NFKC", number).casefold()))


def has_blank(number: str) -> bool:
    """Whether a part of a number is still to be filled in: ``180/..../KB/2026``."""
    return _BLANK.search(number) is not None


def year_of(number: str, on: str) -> int:
    """The year that stands in a number, the last one of several; else that of a day.

    Args:
        number: As printed.
        on: ISO date.
    """
    years: list[str] = _YEAR.findall(number)
    return int(years[-1] if years else on[:4])
