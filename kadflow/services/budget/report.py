"""What an import of a budget did, row by row and as a whole."""

from __future__ import annotations

from typing import Literal

import msgspec

from kadflow.domain.wording import Pair

RowOutcome = Literal["entered", "unchanged", "refused"]


class BudgetRowReport(msgspec.Struct, frozen=True):
    """What became of one row.

    Attributes:
        row: Line or row in the file, 1-based.
        outcome: ``entered`` now, or to be entered in a dry run; ``unchanged``: it is so already.
        agreement: Number of the agreement, as far as it was found.
        party: As the row says.
        reasons: Why it was refused, or what a person should look at; Indonesian and English.
        warned: It is entered, and should be looked at.
    """

    row: int
    outcome: RowOutcome
    agreement: str = ""
    party: str = ""
    reasons: tuple[Pair, ...] = ()
    warned: bool = False


class BudgetImport(msgspec.Struct, frozen=True):
    """The sum of an import.

    Attributes:
        refused_file: Where the refused rows were written, with the reason beside each.
    """

    file: str
    dry_run: bool
    rows: tuple[BudgetRowReport, ...] = ()
    refused_file: str | None = None

    def count(self, outcome: RowOutcome) -> int:
        """How many rows ended so."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def warned(self) -> int:
        """How many rows were entered and should be looked at."""
        return sum(row.warned and row.outcome != "refused" for row in self.rows)
