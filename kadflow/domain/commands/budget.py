"""Commands on the money of an agreement."""

from __future__ import annotations

import msgspec


class LineSpec(msgspec.Struct, frozen=True):
    """A line by what it is.

    Attributes:
        organisation: Id of the party's organisation, whose own money it is.
        year: Fiscal year, which in Indonesia is the calendar year (UU 17/2003 art 4).
        source: One of `kadflow.domain.budget.SOURCES`.
        account: Account code as the party's own budget has it, ``5.1.02.02.01``.
        title: What it pays for.
        executor: Executing unit, where one is named.
        basis: One of `kadflow.domain.budget.BASES`.
        price: Rupiah for one ``unit``, of a tariff.
        unit: One of `kadflow.domain.wording.budget.UNIT_WORDS`, of a tariff.
        currency: ISO 4217 code, of a line in another currency.
    """

    organisation: str
    year: int
    source: str
    account: str = ""
    title: str = ""
    executor: str = ""
    basis: str = "amount"
    price: int = 0
    unit: str = ""
    currency: str = ""


class Stated(msgspec.Struct, frozen=True):
    """An amount as it was stated: rupiah, a quantity of a tariff, or another currency.

    Attributes:
        amount: Whole rupiah, of a line in rupiah.
        quantity: Of a tariff: a whole number or a fraction ``25/2``.
        minor: Of another currency: in its minor unit.
        rate: Rupiah for one whole unit of it, a whole number or a fraction.
        rate_on: The day of that rate, ISO.
    """

    amount: int | None = None
    quantity: str | None = None
    minor: int | None = None
    rate: str | None = None
    rate_on: str | None = None


class Shown(msgspec.Struct, frozen=True):
    """By which paper an amount is shown, beside the evidence of the envelope.

    Attributes:
        number: Of the paper, such as a DPA, an SPK or an SP2D.
        date: Of the paper, ISO.
        document: Kind of a document that is on file.
    """

    number: str | None = None
    date: str | None = None
    document: str | None = None


class AddBudgetLine(msgspec.Struct, frozen=True, tag=True):
    """Open a line in the budget of one party for one fiscal year."""

    agreement: str
    line: LineSpec


class EnterAmount(msgspec.Struct, frozen=True, tag=True):
    """Add an entry to the journal of a line; an entry is never changed.

    Attributes:
        line: Id of the line.
        kind: ``planned``, ``appropriated``, ``committed`` or ``realised``.
        stated: What is added; negative to take away.
    """

    agreement: str
    line: str
    kind: str
    stated: Stated
    shown: Shown = Shown()


class CorrectAmount(msgspec.Struct, frozen=True, tag=True):
    """State what an entry should have said; the difference becomes an entry that names it.

    Attributes:
        entry: Id of the entry, or of one that corrects it.
        stated: What it should have said; nothing at all is 0.
    """

    agreement: str
    entry: str
    stated: Stated
    shown: Shown = Shown()


class RowAmount(msgspec.Struct, frozen=True):
    """An amount of an imported row.

    Attributes:
        total: It is what the column comes to by now, not what is added.
        nth: How many rows of the same file said exactly this so far, this one included.
    """

    kind: str
    stated: Stated
    shown: Shown = Shown()
    total: bool = False
    nth: int = 1


class StateBudgetRow(msgspec.Struct, frozen=True, tag=True):
    """Bring a line to what a row of a register says; what is so already changes nothing."""

    agreement: str
    line: LineSpec
    amounts: tuple[RowAmount, ...] = ()


class SetCeiling(msgspec.Struct, frozen=True, tag=True):
    """State what the parties together may spend in a fiscal year, and each one's share.

    Attributes:
        amount: Whole rupiah; 0 where there is no ceiling any more.
        shares: Rupiah by id of a party's organisation.
    """

    agreement: str
    year: int
    amount: int
    shares: dict[str, int]


class CheckBudget(msgspec.Struct, frozen=True, tag=True):
    """Check the money of an agreement anew and note what is new and what is gone."""

    agreement: str
