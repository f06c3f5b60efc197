"""One person's commands on risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kadflow.app.results.common import Room, named
from kadflow.domain.commands import AddRisk, AssessRisk
from kadflow.domain.risks import Risks, Status
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How


class Risking(Room):
    """Commands on risks by whoever acts; reached as ``kadflow.acting(...).risks``."""

    def add(
        self,
        agreement: str,
        party: str,
        cause: str,
        text: str,
        *,
        likelihood: int,
        impact: int,
        mitigation: str | None = None,
        review_on: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Write down what may go wrong.

        Args:
            agreement: Number or id.
            party: That watches it: organisation by id, official code or exact name.
            cause: Key of `kadflow.domain.risks.CATALOGUE`, or ``other``.
            text: What may happen.
            likelihood: Class, 1 (hardly ever) to 5 (almost certain).
            impact: Class, 1 (insignificant) to 5 (severe).
            mitigation: What is done about it.
            review_on: When it is looked at again, ISO.
        """
        command = AddRisk(
            agreement=self._kadflow.find(agreement),
            organisation=self.organisation(party),
            cause=cause,
            text=text,
            likelihood=likelihood,
            impact=impact,
            mitigation=mitigation,
            review_on=review_on,
        )
        return self._run(command, how)

    def assess(
        self,
        agreement: str,
        risk: int | str,
        *,
        likelihood: int | None = None,
        impact: int | None = None,
        status: Status | None = None,
        mitigation: str | None = None,
        review_on: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Look at a risk again; what is left out stays as it was.

        Args:
            agreement: Number or id.
            risk: Its number in the history, or its id.
            likelihood: Class, 1 to 5.
            impact: Class, 1 to 5.
            status: That it happened or was closed needs a reason.
            mitigation: What is done about it now.
            review_on: When it is looked at again, ISO.
        """
        wanted = self._kadflow.find(agreement)
        entries = self._kadflow.agreements.chapter(wanted, Risks).entries.values()
        found = named(entries, risk, words=("risiko", "risk"), see="kadflow risk show")
        command = AssessRisk(
            agreement=wanted,
            risk=found.id,
            likelihood=likelihood,
            impact=impact,
            status=status,
            mitigation=mitigation,
            review_on=review_on,
        )
        return self._run(command, how)
