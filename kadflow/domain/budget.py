"""The money of an agreement: lines, and the journal of entries that each adds up.

A line belongs to one party, one fiscal year, one source and one account. Nothing in it is ever
changed: what was wrong is corrected by another entry that names it, so that every sum can be
traced to who entered it and when. All amounts are whole rupiah; how one came about of a quantity
or of another currency is kept beside it exactly.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

EntryKind = Literal["planned", "appropriated", "committed", "realised"]
ENTRY_KINDS: Final[tuple[EntryKind, ...]] = get_args(EntryKind)
"""The four columns of a budget, in the order in which money passes through them."""

SOURCES: Final = ("apbd_province", "apbd_regency", "apbn", "third_party", "in_kind")
"""Where the money comes from."""

PUBLIC_SOURCES: Final = frozenset({"apbd_province", "apbd_regency", "apbn"})
"""Sources that need a budget document (DPA, DIPA) before anything may be committed."""

Basis = Literal["amount", "own_cost", "non_monetary", "tariff", "currency"]
BASES: Final[tuple[Basis, ...]] = get_args(Basis)
"""How a line says what it costs: in rupiah; each bears its own cost; no money at all; a price for
each unit; another currency with its rate."""

WITHOUT_AMOUNTS: Final = frozenset({"own_cost", "non_monetary"})
"""Bases whose lines have no entries: there is nothing to add up."""

Severity = Literal["note", "warning", "serious"]


class Worked(msgspec.Struct, omit_defaults=True, frozen=True):
    """From what an amount in rupiah was worked out, exactly.

    Attributes:
        quantity: Of a tariff: a whole number or a fraction ``25/2`` of its unit.
        minor: Of another currency: whole cents, sen or the like.
        rate: Rupiah for one unit of that currency, a whole number or a fraction.
        rate_on: The day of that rate, ISO.
    """

    quantity: str = ""
    minor: int = 0
    rate: str = ""
    rate_on: str = ""


class BudgetEntry(msgspec.Struct, omit_defaults=True):
    """One entry of a line's journal.

    Attributes:
        number: Of its event in the agreement's shared stream.
        amount: Whole rupiah that it adds; negative where it takes away.
        on: The day on which it counts, ISO.
        corrects: The entry that it corrects; its amount is then the difference.
        to: What a correction makes of the entry that it corrects, in rupiah.
        document: SHA-256 of the file that shows it.
        letter: Number of the paper that shows it, such as a DPA; ``letter_on`` is its date.
        worked: From what it was worked out, on lines that are not stated in rupiah.
    """

    id: str
    number: int
    kind: EntryKind
    amount: int
    on: str
    corrects: str | None = None
    to: int | None = None
    document: str | None = None
    letter: str = ""
    letter_on: str = ""
    worked: Worked | None = None


class BudgetLine(msgspec.Struct, omit_defaults=True):
    """What one party has for one purpose, in one fiscal year, from one source.

    Attributes:
        number: Of the event that opened it; its title and executing unit are parts there (``line_title``, ``executor``).
        executor: The executing unit (perangkat daerah pelaksana), where one is named.
        price: Of a tariff: rupiah for one ``unit``.
        currency: Of a line in another currency: its ISO 4217 code.
    """

    id: str
    number: int
    party: str
    year: int
    source: str
    basis: Basis  # no default: an equal text that is another object would be written all the same
    account: str = ""
    title: str = ""
    executor: str = ""
    price: int = 0
    unit: str = ""
    currency: str = ""
    entries: list[BudgetEntry] = []

    def total(self, kind: EntryKind) -> int:
        """What the entries of a kind add up to, in rupiah."""
        return sum(entry.amount for entry in self.entries if entry.kind == kind)

    def totals(self) -> dict[EntryKind, int]:
        """What the entries of each kind add up to."""
        found: dict[EntryKind, int] = dict.fromkeys(ENTRY_KINDS, 0)
        for entry in self.entries:
            found[entry.kind] += entry.amount
        return found

    def entry(self, wanted: str) -> BudgetEntry | None:
        """The entry with that id, or the number of its event."""
        return next(
            (entry for entry in self.entries if wanted in {entry.id, str(entry.number)}), None
        )

    def root(self, entry: BudgetEntry) -> BudgetEntry:
        """The entry that a correction, or a correction of one, is about; else itself."""
        known = {each.id: each for each in self.entries}
        while entry.corrects is not None:
            entry = known[entry.corrects]
        return entry

    def standing(self, root: BudgetEntry) -> int:
        """What an entry and everything that corrects it come to: the amount stated last."""
        members, amount = {root.id}, root.amount
        for each in self.entries:  # a correction always stands after what it corrects
            if each.corrects in members:
                members.add(each.id)
                amount += each.amount
        return amount

    def corrected(self) -> frozenset[str]:
        """Ids of the entries that a later one corrects."""
        return frozenset(each.corrects for each in self.entries if each.corrects is not None)

    @property
    def is_income(self) -> bool:
        """Whether money comes in: account 4 (pendapatan) or 6.1 (penerimaan pembiayaan)."""
        return self.account.startswith(("4", "6.1"))

    @property
    def key(self) -> tuple[object, ...]:
        """What tells lines of one agreement apart."""
        return (
            self.party, self.year, self.source, self.account, self.title, self.executor,
            self.basis, self.price, self.unit, self.currency,
        )  # fmt: skip


class Ceiling(msgspec.Struct, omit_defaults=True):
    """What the parties together may spend in a fiscal year, and each one's share of it.

    Attributes:
        number: Of the event that stated it last.
        shares: Rupiah by party; what they sum to may differ, which is a finding.
    """

    year: int
    amount: int
    number: int
    shares: dict[str, int] = {}


class NotedFinding(msgspec.Struct, omit_defaults=True):
    """A check that found something, as the history says it.

    Attributes:
        number: Of the event that warned.
        since: The day on which it was found, ISO.
        party: Whom it concerns; None where it is about all of them.
        figures: The rupiah, years and the like of that day, by name.
        cleared: Number of the event that says it is gone.
        cleared_on: The day of that.
    """

    key: str
    rule: str
    severity: Severity
    number: int
    since: str
    party: str | None = None
    year: int | None = None
    figures: dict[str, int] = {}
    cleared: int | None = None
    cleared_on: str = ""


class Budget(msgspec.Struct, omit_defaults=True):
    """The money chapter of an agreement.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        lines: By id, in the order in which they were opened.
        ceilings: By fiscal year, written as text.
        findings: Those that stand, by key.
        cleared: Those that are gone, in that order.
    """

    version: int = 0
    lines: dict[str, BudgetLine] = {}
    ceilings: dict[str, Ceiling] = {}
    findings: dict[str, NotedFinding] = {}
    cleared: list[NotedFinding] = []

    def find(self, wanted: str) -> tuple[BudgetLine, BudgetEntry] | None:
        """An entry by its id or the number of its event, with its line."""
        for line in self.lines.values():
            entry = line.entry(wanted)
            if entry is not None:
                return line, entry
        return None
