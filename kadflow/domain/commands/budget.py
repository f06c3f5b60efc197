"""Commands on the money of an agreement."""

from __future__ import annotations

import msgspec


class AddBudgetLine(msgspec.Struct, frozen=True, tag=True):
    """Open a line in the budget of one party for one fiscal year.

    Attributes:
        organisation: Id of the party's organisation, whose own money it is.
        year: Fiscal year, which in Indonesia is the calendar year (UU 17/2003 art 4).
        source: Key of `kadflow.domain.budget.SOURCES`.
        account: Account code as the party's own budget has it, ``5.1.02.02.01``.
        title: What it pays for.
    """

    agreement: str
    organisation: str
    year: int
    source: str
    account: str
    title: str


class EnterAmount(msgspec.Struct, frozen=True, tag=True):
    """Add an entry to the journal of a line; an entry is never changed.

    Attributes:
        line: Id of the line.
        kind: ``planned``, ``appropriated``, ``committed`` or ``realised``.
        amount: In whole rupiah; the amount that is added, negative to take away.
        corrects: Id of the entry that this one corrects.
    """

    agreement: str
    line: str
    kind: str
    amount: int
    corrects: str | None = None
