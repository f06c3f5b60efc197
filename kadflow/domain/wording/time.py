"""How counts and deadlines are told: (Indonesian, English)."""

from __future__ import annotations

from typing import Final, Protocol

from kadflow.domain.calendars import WEEKEND
from kadflow.domain.wording.phrases import day_words
from kadflow.domain.wording.vocabulary import Pair

UNIT_WORDS: Final[dict[str, Pair]] = {
    "working_days": ("hari kerja", "working days"),
    "days": ("hari", "days"),
    "months": ("bulan", "months"),
}

ZONE_NAMES: Final[dict[str, str]] = {
    "Asia/Jakarta": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
"""The zones as people write them, in both languages."""

ROLL_WORDS: Final[dict[str, Pair]] = {
    "next": (
        "bila jatuh pada hari libur, digeser ke hari kerja berikutnya",
        "on a day off it moves to the next working day",
    ),
    "previous": (
        "bila jatuh pada hari libur, digeser ke hari kerja sebelumnya",
        "on a day off it moves to the working day before",
    ),
}


class Counted(Protocol):
    """What these words need of a count."""

    @property
    def start(self) -> str:
        """ISO date from which was counted."""
        ...

    @property
    def n(self) -> int:
        """How many; negative where it was counted back."""
        ...

    @property
    def unit(self) -> str:
        """A key of `UNIT_WORDS`."""
        ...

    @property
    def roll(self) -> str:
        """``none`` or a key of `ROLL_WORDS`."""
        ...


def days_off_words(why: str) -> Pair:
    """Why a day is a day off; holidays keep their own name."""
    return (WEEKEND, "weekend") if why == WEEKEND else (why, why)


def count_words(counted: Counted) -> Pair:
    """The rule of a count in one sentence."""
    unit, start = UNIT_WORDS[counted.unit], day_words(counted.start)
    way = ("sebelum", "before") if counted.n < 0 else ("setelah", "after")
    rolled = ROLL_WORDS.get(counted.roll)
    tail = (f"; {rolled[0]}", f"; {rolled[1]}") if rolled else ("", "")
    return (
        f"{abs(counted.n)} {unit[0]} {way[0]} {start[0]}; hari pertama tidak dihitung{tail[0]}.",
        f"{abs(counted.n)} {unit[1]} {way[1]} {start[1]}; the first day is not counted{tail[1]}.",
    )


EFFECT_WORDS: Final[dict[str, Pair]] = {
    "silence": ("diam dianggap jawaban", "silence counts as an answer"),
    "transition": ("langkah berikutnya terjadi sendiri", "the next step happens by itself"),
    "remind": ("pengingat", "a reminder"),
    "escalate": (
        "diteruskan kepada atasan di pihak yang sama",
        "handed to the superior, inside the party",
    ),
    "evaluate": ("evaluasi dimulai", "an evaluation begins"),
    "score": ("penilaian berakhir", "scoring ends"),
    "review": ("risiko ditinjau lagi", "a risk is looked at again"),
    "judge": ("penilaian juri berakhir", "judging ends"),
    "renew": ("perpanjangan diputuskan", "an extension is decided on"),
    "complete_term": ("tanggal akhir dilengkapi", "the last day is stated"),
}
"""What happens when a deadline passes."""

STATE_WORDS: Final[dict[str, Pair]] = {
    "open": ("berjalan", "running"),
    "paused": ("dihentikan sementara", "paused"),
    "overdue": ("sudah lewat, belum selesai", "passed, not settled"),
    "passed": ("sudah lewat", "passed"),
    "withdrawn": ("tidak berlaku lagi", "no longer holds"),
}
"""How it stands with a deadline."""


def days_left_words(state: str, days: int, *, whose: str, verified: bool) -> Pair:
    """How it stands with a deadline, by days.

    Args:
        state: A key of `STATE_WORDS`.
        days: Until its last day; negative once that has passed.
        whose: The party whose own it is; empty for a joint one, by which nobody is late.
        verified: Its rule was verified or agreed on; nobody is called late otherwise (practice 15).
    """
    if state == "paused":
        return STATE_WORDS[state]
    if days > 0:
        return f"{days} hari lagi", f"{days} days left"
    if days == 0:
        return "hari ini", "today"
    if not whose:
        return f"{-days} hari lewat", f"{-days} days past"
    if verified:
        return f"terlambat {-days} hari", f"late by {-days} days"
    return f"hari berjalan: {-days} hari lewat", f"running: {-days} days past"


def since_words(day: str, working_days: int) -> Pair:
    """Since when somebody is waited for, with the working days that have passed."""
    shown = day_words(day)
    return (
        f"sejak {shown[0]} ({working_days} hari kerja)",
        f"since {shown[1]} ({working_days} working days)",
    )
