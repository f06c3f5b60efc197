"""One person's commands on the money of agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from kadflow.domain.amounts import stored
from kadflow.domain.budget import Basis, EntryKind
from kadflow.domain.commands import (
    AddBudgetLine,
    CheckBudget,
    Command,
    CorrectAmount,
    EnterAmount,
    Envelope,
    LineSpec,
    SetCeiling,
    Shown,
    Stated,
)
from kadflow.services.agreements import Outcome
from kadflow.services.budget.report import BudgetImport

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How
    from kadflow.app.facade import Kadflow


class Budgeting:
    """Commands on budgets by whoever acts; reached as ``kadflow.acting(...).budget``."""

    def __init__(
        self,
        kadflow: Kadflow,
        run: Callable[[Command, How], Outcome],
        envelope: Callable[..., Envelope],
    ) -> None:
        self._kadflow = kadflow
        self._run = run
        self._envelope = envelope

    def add_line(
        self,
        agreement: str,
        party: str,
        *,
        year: int,
        source: str,
        account: str = "",
        title: str = "",
        executor: str = "",
        basis: Basis = "amount",
        price: int = 0,
        unit: str = "",
        currency: str = "",
        **how: Unpack[How],
    ) -> Outcome:
        """Open a line in the budget of a party.

        Args:
            agreement: Number or id.
            party: Organisation by id, official code or exact name.
            year: Fiscal year.
            source: One of `kadflow.domain.budget.SOURCES`.
            account: Account code.
            title: What it pays for.
            executor: Executing unit.
            basis: How it is stated; see `kadflow.domain.budget.BASES`.
            price: Of a tariff: rupiah for one unit.
            unit: Of a tariff.
            currency: ISO 4217 code, of a line in another currency.
        """
        spec = LineSpec(
            organisation=self._kadflow.organisations.get(party).id,
            year=year,
            source=source,
            account=account,
            title=title,
            executor=executor,
            basis=basis,
            price=price,
            unit=unit,
            currency=currency,
        )
        return self._run(AddBudgetLine(agreement=self._kadflow.find(agreement), line=spec), how)

    def enter(
        self,
        agreement: str,
        line: str,
        kind: EntryKind,
        amount: int | None = None,
        *,
        quantity: Fraction | int | None = None,
        minor: int | None = None,
        rate: Fraction | int | None = None,
        rate_on: str | None = None,
        shown: Shown | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Add an entry to a line's journal.

        Args:
            agreement: Number or id.
            line: Id of the line, or the number of its entry in the history.
            kind: Which column it adds to.
            amount: Whole rupiah; negative to take away.
            quantity: Instead, of a tariff.
            minor: Instead, of another currency: in its minor unit.
            rate: Rupiah for one whole unit of it, exactly.
            rate_on: The day of that rate.
            shown: Which paper shows it.
        """
        command = EnterAmount(
            agreement=self._kadflow.find(agreement),
            line=line,
            kind=kind,
            stated=_stated(amount, quantity, minor, rate, rate_on),
            shown=shown or Shown(),
        )
        return self._run(command, how)

    def correct(
        self,
        agreement: str,
        entry: str,
        amount: int | None = None,
        *,
        quantity: Fraction | int | None = None,
        minor: int | None = None,
        rate: Fraction | int | None = None,
        rate_on: str | None = None,
        shown: Shown | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """State what an entry should have said; the difference becomes an entry that names it.

        Args:
            agreement: Number or id.
            entry: Its id, or its number in the history.
            amount: What it should have said; 0 where it should not have been entered.
        """
        command = CorrectAmount(
            agreement=self._kadflow.find(agreement),
            entry=entry,
            stated=_stated(amount, quantity, minor, rate, rate_on),
            shown=shown or Shown(),
        )
        return self._run(command, how)

    def set_ceiling(
        self,
        agreement: str,
        year: int,
        amount: int,
        shares: Mapping[str, int] | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """State what the parties together may spend in a year, and each one's share in rupiah."""
        organisations = self._kadflow.organisations
        command = SetCeiling(
            agreement=self._kadflow.find(agreement),
            year=year,
            amount=amount,
            shares={organisations.get(p).id: share for p, share in (shares or {}).items()},
        )
        return self._run(command, how)

    def check(self, agreement: str, **how: Unpack[How]) -> Outcome:
        """Check anew, and note what is new and what is gone."""
        return self._run(CheckBudget(agreement=self._kadflow.find(agreement)), how)

    def import_file(
        self,
        path: Path,
        *,
        agreement: str | None = None,
        dry_run: bool = False,
        refused: Path | None = None,
        **how: Unpack[How],
    ) -> BudgetImport:
        """Take over lines and entries from CSV or XLSX, row by row; see `BudgetService`.

        Args:
            path: The file.
            agreement: Of rows that name none.
            dry_run: Only judge.
            refused: Where refused rows are written to, with the reason beside each.
        """
        return self._kadflow.budgets.import_file(
            path,
            self._envelope(**how),
            agreement=self._kadflow.find(agreement) if agreement else None,
            dry_run=dry_run,
            refused=refused,
        )


def _stated(
    amount: int | None,
    quantity: Fraction | int | None,
    minor: int | None,
    rate: Fraction | int | None,
    rate_on: str | None,
) -> Stated:
    return Stated(
        amount=amount,
        quantity=None if quantity is None else stored(Fraction(quantity)),
        minor=minor,
        rate=None if rate is None else stored(Fraction(rate)),
        rate_on=rate_on,
    )
