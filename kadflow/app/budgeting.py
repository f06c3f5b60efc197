"""One person's commands on the money of agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kadflow.domain.budget import EntryKind
from kadflow.domain.commands import AddBudgetLine, Command, EnterAmount
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How
    from kadflow.app.facade import Kadflow


class Budgeting:
    """Commands on budgets by whoever acts; reached as ``kadflow.acting(...).budget``."""

    def __init__(self, kadflow: Kadflow, run: Callable[[Command, How], Outcome]) -> None:
        self._kadflow = kadflow
        self._run = run

    def add_line(
        self,
        agreement: str,
        party: str,
        *,
        year: int,
        source: str,
        account: str,
        title: str,
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
        """
        command = AddBudgetLine(
            agreement=self._kadflow.find(agreement),
            organisation=self._kadflow.organisations.get(party).id,
            year=year,
            source=source,
            account=account,
            title=title,
        )
        return self._run(command, how)

    def enter(
        self,
        agreement: str,
        line: str,
        kind: EntryKind,
        amount: int,
        *,
        corrects: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Add an entry to a line's journal, in whole rupiah."""
        command = EnterAmount(
            agreement=self._kadflow.find(agreement),
            line=line,
            kind=kind,
            amount=amount,
            corrects=corrects,
        )
        return self._run(command, how)
