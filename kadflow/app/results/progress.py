"""One person's commands on progress reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kadflow.app.results.common import Room
from kadflow.domain.commands import DraftProgress, ReviewProgress, SubmitProgress
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How


class Reporting(Room):
    """Commands on progress reports by whoever acts; reached as ``kadflow.acting(...).progress``.

    A report is named by its party and its period, ``2026-S1``.
    """

    def draft(
        self, agreement: str, period: str, sections: Mapping[str, str], **how: Unpack[How]
    ) -> Outcome:
        """Write sections of the own party's report; nobody else sees them yet.

        Args:
            agreement: Number or id.
            period: ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-07``.
            sections: Texts by key of `kadflow.domain.progress.SECTIONS`.
        """
        command = DraftProgress(
            agreement=self._kadflow.find(agreement), period=period, sections=dict(sections)
        )
        return self._run(command, how)

    def submit(
        self,
        agreement: str,
        party: str,
        period: str,
        *,
        sections: Mapping[str, str] | None = None,
        file: Path | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Hand a party's report to the others: its draft, and what is given here.

        Args:
            agreement: Number or id.
            party: Whose report it is: organisation by id, official code or exact name.
            period: That it is about.
            sections: Texts that are in no draft, such as those of a report on paper.
            file: The report as the party wrote it.
        """
        wanted = self._kadflow.find(agreement)
        command = SubmitProgress(
            agreement=wanted,
            organisation=self.organisation(party),
            period=period,
            sections=dict(sections or {}),
            file=self.stored(wanted, file),
        )
        return self._run(command, how)

    def review(
        self,
        agreement: str,
        party: str,
        period: str,
        verdict: Literal["accepted", "returned", "reopened"],
        *,
        sections: Sequence[str] = (),
        reviewer: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Say as another party what becomes of a report.

        Args:
            agreement: Number or id.
            party: Whose report it is.
            period: That it is about.
            verdict: ``reopened`` is for one that was accepted.
            sections: Which are to be written anew; all where none is named.
            reviewer: Party whose paper says so; the acting person's own where left out.
        """
        command = ReviewProgress(
            agreement=self._kadflow.find(agreement),
            organisation=self.organisation(party),
            period=period,
            verdict=verdict,
            sections=tuple(sections),
            reviewer=None if reviewer is None else self.organisation(reviewer),
        )
        return self._run(command, how)
