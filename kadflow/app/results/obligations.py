"""One person's commands on obligations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kadflow.app.results.common import Room, named
from kadflow.domain.commands import (
    AcceptObligation,
    AddObligation,
    CloseObligation,
    JudgeObligation,
    MeetObligation,
    ScheduleObligation,
)
from kadflow.domain.meetings import Meetings
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How


class Obliging(Room):
    """Commands on obligations by whoever acts; reached as ``kadflow.acting(...).obligations``.

    An obligation is named by its number in the history, or by its id.
    """

    def add(
        self,
        agreement: str,
        party: str,
        text: str,
        *,
        due_on: str | None = None,
        office: str | None = None,
        clause: str | None = None,
        meeting: int | str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Write down what a party has to do.

        Args:
            agreement: Number or id.
            party: That owes it: organisation by id, official code or exact name.
            text: What is to be done.
            due_on: The last day, ISO.
            office: Of the executing unit: id, or ``34.04/unit``.
            clause: Number of the article that it comes from.
            meeting: That it comes from, by number or id.
        """
        wanted = self._kadflow.find(agreement)
        held = None
        if meeting is not None:
            entries = self._kadflow.agreements.chapter(wanted, Meetings).entries.values()
            held = named(
                entries, meeting, words=("rapat", "meeting"), see="kadflow meeting show"
            ).id
        command = AddObligation(
            agreement=wanted,
            organisation=self.organisation(party),
            text=text,
            due_on=due_on,
            office=self.office(office),
            clause=clause,
            meeting=held,
        )
        return self._run(command, how)

    def accept(self, agreement: str, obligation: int | str, **how: Unpack[How]) -> Outcome:
        """Agree, as the party that owes it, to what another one wrote down."""
        wanted, owed = self._owed(agreement, obligation)
        return self._run(AcceptObligation(agreement=wanted, obligation=owed), how)

    def schedule(
        self, agreement: str, obligation: int | str, due_on: str | None, **how: Unpack[How]
    ) -> Outcome:
        """Give an obligation its last day, or another one; None takes it away."""
        wanted, owed = self._owed(agreement, obligation)
        command = ScheduleObligation(agreement=wanted, obligation=owed, due_on=due_on)
        return self._run(command, how)

    def meet(
        self,
        agreement: str,
        obligation: int | str,
        *,
        file: Path | None = None,
        note: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """State that an obligation was met, and what shows it."""
        wanted, owed = self._owed(agreement, obligation)
        command = MeetObligation(
            agreement=wanted, obligation=owed, file=self.stored(wanted, file), note=note
        )
        return self._run(command, how)

    def judge(
        self,
        agreement: str,
        obligation: int | str,
        verdict: Literal["confirmed", "disputed"],
        *,
        party: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Confirm or dispute as another party that it was met.

        Args:
            agreement: Number or id.
            obligation: Its number or id.
            verdict: What the party says.
            party: Whose paper says so; the acting person's own party where left out.
        """
        wanted, owed = self._owed(agreement, obligation)
        command = JudgeObligation(
            agreement=wanted,
            obligation=owed,
            verdict=verdict,
            organisation=None if party is None else self.organisation(party),
        )
        return self._run(command, how)

    def close(
        self,
        agreement: str,
        obligation: int | str,
        outcome: Literal["unmet", "withdrawn"],
        **how: Unpack[How],
    ) -> Outcome:
        """End an obligation that was not met, for a reason."""
        wanted, owed = self._owed(agreement, obligation)
        command = CloseObligation(agreement=wanted, obligation=owed, outcome=outcome)
        return self._run(command, how)

    def _owed(self, agreement: str, wanted: int | str) -> tuple[str, str]:
        record = self._kadflow.agreements.get(agreement)
        found = named(
            record.obligations,
            wanted,
            words=("kewajiban", "obligation"),
            see="kadflow obligation show",
        )
        return record.id, found.id
