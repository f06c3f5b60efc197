"""A joint evaluation of many agreements: entries, a jury, and a ranking that explains itself.

It has a stream of its own, so that everybody who entered can verify it without seeing the people
and appointments of the organisation that runs it, and so that judging holds up nobody's
agreement. Sheets are blind as in `kadflow.domain.evaluations`.
"""

from __future__ import annotations

from typing import Final

import msgspec

from kadflow.domain.evaluations import Form, Measure, Sheet

JUDGE: Final = "judge"
"""Effect of the deadline that is the last day of judging; no other deadline has it."""

MOST_ENTRIES: Final = 500
"""Agreements in one competition: its ranking is one event, which has a greatest size."""


class Entry(msgspec.Struct, omit_defaults=True):
    """An agreement that takes part.

    Attributes:
        number: Of the event that entered it.
        label: Its human number as it was then.
        parties: Organisations bound by it then; their offices judge it never.
    """

    id: str
    number: int
    agreement: str
    label: str
    parties: list[str]


class Juror(msgspec.Struct, omit_defaults=True):
    """An office that judges, or one named person who holds it.

    Attributes:
        number: Of the event that named it.
        conflicts: Declared per entry: True may not judge it.
        judged: Number of the event with the sheet that counts, per entry.
        by: Who wrote a sheet; empty where all were recorded from paper.
        dismissed: Number of the event that took its naming back; 0 while that stands.
    """

    id: str
    number: int
    organisation: str
    office: str
    person: str | None = None
    conflicts: dict[str, bool] = {}
    judged: dict[str, int] = {}
    by: list[str] = []
    dismissed: int = 0


class Behind(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why an entry does not stand one rank higher.

    Attributes:
        entry: The one just above it.
        by: ``total``, or the criterion that decided between equal ones.
        ours: Own exact value there.
        theirs: The other's.
    """

    entry: str
    by: str
    ours: str
    theirs: str


class Ranked(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry in the ranking.

    Attributes:
        rank: 1 is the best; equal ones share it, and the next is as many lower: 1, 2, 2, 4.
        total: Exact weighted result.
        criteria: Every criterion over the sheets that counted; empty where that was sealed.
        sheets: How many counted.
        missing: Jurors who might have judged it and did not.
        recused: Jurors who may not.
        behind: Why it is not higher; None for the first rank.
    """

    entry: str
    rank: int
    total: str
    criteria: dict[str, Measure] = {}
    sheets: int = 0
    missing: int = 0
    recused: int = 0
    behind: Behind | None = None


class LastDay(msgspec.Struct, omit_defaults=True):
    """The last day of judging: a deadline of the competition's own.

    Attributes:
        deadline: Its id.
        due_at: When that day is over for everybody, as a stamp.
        reached: Number of the event by which it passed; 0 before.
    """

    deadline: str
    due_on: str
    due_at: str
    reached: int = 0


class Competition(msgspec.Struct, omit_defaults=True):
    """A competition as its stream says.

    Attributes:
        version: Number of the last event.
        code: What people type.
        template: Digest of the workflow whose form it uses; None where it has one of its own.
        own_form: Digest of that own form, whose text is a part of the opening.
        tie_breaks: Criteria that decide between equal totals, in order; stated beforehand.
        last_day: Of judging, until the ranking; None where the form gives no time.
        ranked: Number of the event that published the ranking; 0 before.
        remarks: Per entry, words per criterion without their writers, once ranked.
        sheets: Per entry and juror, once ranked and where the form shows them.
    """

    id: str
    code: str
    organisation: str
    template: str | None
    form: Form
    opened_on: str
    own_form: str | None = None
    title: str = ""
    version: int = 0
    tie_breaks: list[str] = []
    entries: dict[str, Entry] = {}
    jurors: dict[str, Juror] = {}
    recorders: list[str] = []
    last_day: LastDay | None = None
    ranked: int = 0
    ranked_on: str | None = None
    ranking: list[Ranked] = []
    remarks: dict[str, dict[str, list[str]]] = {}
    sheets: dict[str, dict[str, Sheet]] = {}

    @property
    def state(self) -> str:
        """``open`` until the ranking is published, then ``ranked``."""
        return "ranked" if self.ranked else "open"

    def may_judge(self, juror: Juror, entry: Entry) -> bool:
        """Whether nothing stands between a juror and an entry."""
        return not (
            juror.dismissed or juror.organisation in entry.parties or juror.conflicts.get(entry.id)
        )

    @property
    def jury(self) -> list[Juror]:
        """Jurors whose naming stands."""
        return [juror for juror in self.jurors.values() if not juror.dismissed]

    def awaited(self, entry: Entry) -> list[Juror]:
        """Jurors who may judge an entry and have not."""
        return [
            juror
            for juror in self.jurors.values()
            if self.may_judge(juror, entry) and entry.id not in juror.judged
        ]

    def left_of(self, juror: Juror) -> int:
        """How many entries a juror may judge and has not."""
        return sum(juror in self.awaited(entry) for entry in self.entries.values())

    @property
    def is_complete(self) -> bool:
        """Whether every entry has a sheet and nobody who may judge one is awaited."""
        return bool(self.entries) and all(
            not self.awaited(entry) and any(self.sheets_on(entry))
            for entry in self.entries.values()
        )

    def sheets_on(self, entry: Entry) -> list[Juror]:
        """Jurors whose sheet on an entry counts."""
        return [
            juror
            for juror in self.jurors.values()
            if self.may_judge(juror, entry) and entry.id in juror.judged
        ]
