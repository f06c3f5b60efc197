"""The money of an agreement: lines, and the journal of entries that each adds up.

A line belongs to one party, one fiscal year, one source and one account. Nothing in it is ever
changed: what was wrong is corrected by another entry that names it, so that every sum can be
traced to who entered it and when. All amounts are whole rupiah.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

EntryKind = Literal["planned", "appropriated", "committed", "realised"]
ENTRY_KINDS: Final = get_args(EntryKind)
"""The four columns of a budget, in the order in which money passes through them."""

SOURCES: Final = ("apbd_province", "apbd_regency", "apbn", "third_party", "in_kind")
"""Where the money comes from."""


class BudgetEntry(msgspec.Struct, omit_defaults=True):
    """One entry of a line's journal.

    Attributes:
        number: Of its event in the agreement's shared stream.
        amount: Whole rupiah that it adds; negative where it takes away.
        on: The day on which it counts, ISO.
        corrects: The entry that it corrects.
    """

    id: str
    number: int
    kind: EntryKind
    amount: int
    on: str
    corrects: str | None = None


class BudgetLine(msgspec.Struct, omit_defaults=True):
    """What one party has for one purpose, in one fiscal year, from one source.

    Attributes:
        number: Of the event that opened it; its title is the part ``title`` there.
    """

    id: str
    number: int
    party: str
    year: int
    source: str
    account: str
    title: str = ""
    entries: list[BudgetEntry] = []

    def total(self, kind: EntryKind) -> int:
        """What the entries of a kind add up to, in rupiah."""
        return sum(entry.amount for entry in self.entries if entry.kind == kind)


class Budget(msgspec.Struct, omit_defaults=True):
    """The money chapter of an agreement.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        lines: By id, in the order in which they were opened.
    """

    version: int = 0
    lines: dict[str, BudgetLine] = {}
