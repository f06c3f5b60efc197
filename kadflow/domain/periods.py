"""The periods in which results are told: a year, a semester, a quarter, a month of the calendar.

A period is written ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-07``; the fiscal year is the
calendar year (UU 17/2003 article 4).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, get_args

from kadflow.domain.wording import Pair
from kadflow.domain.wording.phrases import month_words

Length = Literal["year", "semester", "quarter", "month"]
LENGTHS: Final = get_args(Length)
_MONTHS: Final[dict[str, int]] = {"year": 12, "semester": 6, "quarter": 3, "month": 1}
_MARKS: Final[dict[str, str]] = {"semester": "S", "quarter": "Q", "month": ""}
_WRITTEN = re.compile(r"(?P<year>20\d\d|21\d\d)(-(?P<mark>[SQ])?(?P<place>\d{1,2}))?")
_ROMAN: Final = ("I", "II", "III", "IV")


class ReportingPeriod(NamedTuple):
    """One period.

    Attributes:
        place: Which of its year: 1 or 2 for a semester, 1 to 4 for a quarter, 1 to 12 for a month.
    """

    year: int
    length: Length
    place: int = 1

    def __str__(self) -> str:
        """As it is written."""
        if self.length == "year":
            return str(self.year)
        if self.length == "month":
            return f"{self.year}-{self.place:02d}"
        return f"{self.year}-{_MARKS[self.length]}{self.place}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.place - 1) * _MONTHS[self.length] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> ReportingPeriod:
        """The period after it."""
        if self.place < 12 // _MONTHS[self.length]:
            return self._replace(place=self.place + 1)
        return self._replace(year=self.year + 1, place=1)

    @property
    def words(self) -> Pair:
        """As people say it: ``Semester I 2026``."""
        if self.length == "year":
            return f"Tahun {self.year}", f"Year {self.year}"
        if self.length == "month":
            month = month_words(self.place)
            return f"{month[0]} {self.year}", f"{month[1]} {self.year}"
        roman = _ROMAN[self.place - 1]
        if self.length == "semester":
            return f"Semester {roman} {self.year}", f"Semester {self.place} of {self.year}"
        return f"Triwulan {roman} {self.year}", f"Quarter {self.place} of {self.year}"


def read_period(text: str) -> ReportingPeriod | None:
    """A period as it is written; None where it is none."""
    found = _WRITTEN.fullmatch(text.strip().upper().replace("TW", "Q"))
    if found is None:
        return None
    year = int(found["year"])
    if found["place"] is None:
        return ReportingPeriod(year, "year")
    length: Length = {"S": "semester", "Q": "quarter"}.get(found["mark"] or "", "month")  # type: ignore[assignment]
    place = int(found["place"])
    if not 1 <= place <= 12 // _MONTHS[length]:
        return None
    return ReportingPeriod(year, length, place)


def period_on(day: date, length: Length) -> ReportingPeriod:
    """The period of a length in which a day lies."""
    return ReportingPeriod(day.year, length, (day.month - 1) // _MONTHS[length] + 1)
