"""What a run did, as something to read: one sentence, and a page for the coordinators.

Both name agreements by number only: Prefect stores and shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kadflow.app import FlowTitle, Said
from kadflow.errors import KadflowError

MOST_LINES = 200
"""Lines of a page; beyond that only the count is told."""

WIB = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one agreement, in both languages."""

    number: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one shard did.

    Attributes:
        done: Items on which something was done.
        lines: What a coordinator wants to read.
        failures: Item and refusal.
        notes: What somebody should know beside, each in Indonesian and English.
        text: Something to keep as it is, such as a signed checkpoint.
    """

    done: int = 0
    lines: tuple[Line, ...] = ()
    failures: tuple[tuple[str, KadflowError], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def __add__(self, other: Part) -> Part:
        """Both together."""
        return Part(
            done=self.done + other.done,
            lines=self.lines + other.lines,
            failures=self.failures + other.failures,
            notes=self.notes + tuple(note for note in other.notes if note not in self.notes),
            text=self.text or other.text,
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """What a whole run did."""

    title: FlowTitle
    whole: Part
    counted: tuple[str, str]
    at: datetime
    exercise: bool
    held: bool

    @classmethod
    def of(
        cls,
        title: FlowTitle,
        parts: Iterable[Part],
        *,
        counted: tuple[str, str],
        at: datetime,
        exercise: bool,
        held: bool,
    ) -> Summary:
        """Add the parts up."""
        return cls(title, sum(parts, Part()), counted, at, exercise, held)

    @property
    def failures(self) -> tuple[tuple[str, KadflowError], ...]:
        """Items that were refused."""
        return self.whole.failures

    @property
    def first_failure(self) -> KadflowError:
        """The first refusal; only where there is one."""
        return self.failures[0][1]

    @property
    def said(self) -> Said:
        """One sentence per language."""
        if self.held:
            return Said(
                id="Ditahan: cadangan ini dipulihkan dan belum dilepas.",
                en="Held: this installation was restored and not released yet.",
            )
        counted_id, counted_en = self.counted
        if not (self.whole.done or self.failures or self.whole.notes):
            return Said(id="Tidak ada yang perlu dikerjakan.", en="Nothing had to be done.")
        if not self.failures:
            return Said(
                id=f"{self.whole.done} {counted_id}.", en=f"{self.whole.done} {counted_en}."
            )
        count, first = len(self.failures), self.first_failure
        return Said(
            id=f"{self.whole.done} {counted_id}, {count} gagal. {first.said('id')[0]}",
            en=f"{self.whole.done} {counted_en}, {count} failed. {first.message}",
            code=first.code,
        )

    @property
    def run_name(self) -> str:
        """What a run is called once it is over: what it did, and when."""
        return run_name(self.title, self.at, self.said)

    def markdown(self) -> str:
        """The page: Indonesian first, then what English readers need."""
        when = self.at.astimezone(WIB).strftime("%d-%m-%Y %H.%M WIB")
        exercise = (
            "**LATIHAN - bukan kerja sama sungguhan (exercise)**\n\n" if self.exercise else ""
        )
        said = self.said
        blocks = [f"# {self.title.id}\n\n{exercise}{when}: {said.id}"]
        shown, more = self.whole.lines[:MOST_LINES], len(self.whole.lines) - MOST_LINES
        if shown:
            rows = "\n".join(f"| {_cell(line.number)} | {_cell(line.id)} |" for line in shown)
            blocks.append(f"| Nomor | Yang terjadi |\n|---|---|\n{rows}")
        if more > 0:
            blocks.append(f"dan {more} lagi.")
        if self.failures:
            rows = "\n".join(
                f"| {_cell(item)} | {_cell(error.said('id')[0])} | {_cell(error.said('id')[1])} |"
                for item, error in self.failures[:MOST_LINES]
            )
            blocks.append(
                f"## Gagal\n\n| Kerja sama | Sebab | Yang perlu dilakukan |\n|---|---|---|\n{rows}"
            )
        blocks += [note for note, _ in self.whole.notes]
        if self.whole.text:
            blocks.append(f"```text\n{self.whole.text.rstrip()}\n```")
        english = [f"## {self.title.en}\n\n{said.en}"]
        if shown:
            english.append("\n".join(f"- {line.number}: {line.en}" for line in shown))
        english += [note for _, note in self.whole.notes]
        return "\n\n".join([*blocks, "---", *english]) + "\n"


def run_name(title: FlowTitle, at: datetime, said: Said) -> str:
    """What a run is called once it is over."""
    when = at.astimezone(WIB).strftime("%Y-%m-%d %H.%M WIB")
    return f"{title.name} {when}: {said.id.rstrip('.')}"[:200]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
