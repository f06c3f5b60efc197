"""Periods of reports: a month, quarter, semester or year of the calendar.

The fiscal year of Indonesia is the calendar year (UU 17/2003 art 4), so both have one name:
``2026``, ``2026-S1``, ``2026-Q3``, ``2026-07``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from kadflow.domain.wording.phrases import MONTH_WORDS
from kadflow.errors import InvalidInputError

Length = Literal["month", "quarter", "semester", "year"]

MONTHS_OF: Final[dict[Length, int]] = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
"""How many months each length has."""

_ROMAN: Final = ("I", "II", "III", "IV")
_FORM: Final = re.compile(
    r"(20\d{2}|2100)(?:-(?:S([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.IGNORECASE
)


class Period(msgspec.Struct, frozen=True, order=True):
    """A period by the day on which it begins, and its length.

    Attributes:
        first: Its first day.
        length: How long it is.
    """

    first: date
    length: Length

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> Period:
        """The next period of the same length."""
        months = self.first.year * 12 + self.first.month - 1 + MONTHS_OF[self.length]
        return Period(date(months // 12, months % 12 + 1, 1), self.length)

    @property
    def preceding(self) -> Period:
        """The period of the same length before it."""
        return period_of(self.first - timedelta(days=1), self.length)

    @property
    def place(self) -> int:
        """Its number within its year, from 1."""
        return (self.first.month - 1) // MONTHS_OF[self.length] + 1

    @property
    def name(self) -> str:
        """The name by which it is asked for: ``2026-S1``."""
        year = f"{self.first.year:04d}"
        match self.length:
            case "year":
                return year
            case "semester":
                return f"{year}-S{self.place}"
            case "quarter":
                return f"{year}-Q{self.place}"
            case "month":
                return f"{year}-{self.place:02d}"

    @property
    def words(self) -> tuple[str, str]:
        """What people call it: Indonesian and English."""
        year = self.first.year
        match self.length:
            case "year":
                return f"Tahun {year}", f"Year {year}"
            case "semester":
                roman = _ROMAN[self.place - 1]
                return f"Semester {roman} Tahun {year}", f"Semester {roman} of {year}"
            case "quarter":
                roman = _ROMAN[self.place - 1]
                return f"Triwulan {roman} Tahun {year}", f"Quarter {roman} of {year}"
            case "month":
                indonesian, english = MONTH_WORDS[self.place - 1]
                return f"{indonesian} {year}", f"{english} {year}"

    def contains(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def period_of(day: date, length: Length) -> Period:
    """The period of a length in which a day lies."""
    months = MONTHS_OF[length]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), length)


def last_full_period(day: date, length: Length) -> Period:
    """The latest period of a length that is over on a day."""
    present = period_of(day, length)
    return present if present.last <= day else present.preceding


def read_period(text: str) -> Period:
    """The period of a name.

    Raises:
        InvalidInputError: It is no name of a period.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise InvalidInputError(
            f"{text!r} is no period.",
            hint="Write a year 2026, a semester 2026-S1, a quarter 2026-Q3 or a month 2026-07.",
            pesan=f"{text!r} bukan nama periode.",
            saran="Tulis tahun 2026, semester 2026-S1, triwulan 2026-Q3, atau bulan 2026-07.",
        )
    year, semester, quarter, month = found.groups()
    if semester:
        return Period(date(int(year), int(semester) * 6 - 5, 1), "semester")
    if quarter:
        return Period(date(int(year), int(quarter) * 3 - 2, 1), "quarter")
    if month:
        return Period(date(int(year), int(month), 1), "month")
    return Period(date(int(year), 1, 1), "year")
