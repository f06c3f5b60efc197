"""One person's commands on meetings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kadflow.app.results.common import Room, named
from kadflow.domain.commands import ActionItem, DecideByMeeting, HoldMeeting, MinuteMeeting
from kadflow.domain.meetings import Meetings
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How


class Work(NamedTuple):
    """What a meeting gave a party to do: the party by code or name, what, and until when."""

    party: str
    text: str
    due_on: str | None = None


class MeetingRoom(Room):
    """Commands on meetings by whoever acts; reached as ``kadflow.acting(...).meetings``."""

    def hold(
        self,
        agreement: str,
        kind: str,
        *,
        place: str,
        agenda: str,
        offices: Sequence[str] = (),
        parties: Sequence[str] = (),
        document: str | None = None,
        conclusions: Sequence[str] = (),
        minutes: str | None = None,
        signed: Path | None = None,
        actions: Sequence[Work] = (),
        **how: Unpack[How],
    ) -> Outcome:
        """Put a meeting on record; ``effective_on`` is the day on which it was held.

        Args:
            agreement: Number or id.
            kind: Key of `kadflow.domain.meetings.MEETING_KINDS`.
            place: Where.
            agenda: What about.
            offices: That attended: ids, or ``34.04/legal``.
            parties: That attended without an office known here.
            document: Kind of the document whose version was discussed.
            conclusions: One text each.
            minutes: Text of the minutes.
            signed: Scan of the signed berita acara.
            actions: Each becomes an obligation.
        """
        wanted = self._kadflow.find(agreement)
        command = HoldMeeting(
            agreement=wanted,
            kind=kind,
            place=place,
            agenda=agenda,
            offices=tuple(self._kadflow.office(each) for each in offices),
            organisations=tuple(self.organisation(each) for each in parties),
            document=document,
            conclusions=tuple(conclusions),
            minutes=minutes,
            signed=self.stored(wanted, signed),
            actions=self._items(actions),
        )
        return self._run(command, how)

    def minute(
        self,
        agreement: str,
        meeting: int | str,
        *,
        conclusions: Sequence[str] = (),
        minutes: str | None = None,
        signed: Path | None = None,
        actions: Sequence[Work] = (),
        **how: Unpack[How],
    ) -> Outcome:
        """Add to a meeting what was written afterwards."""
        wanted = self._kadflow.find(agreement)
        entries = self._kadflow.agreements.chapter(wanted, Meetings).entries.values()
        held = named(entries, meeting, words=("rapat", "meeting"), see="kadflow meeting show")
        command = MinuteMeeting(
            agreement=wanted,
            meeting=held.id,
            conclusions=tuple(conclusions),
            minutes=minutes,
            signed=self.stored(wanted, signed),
            actions=self._items(actions),
        )
        return self._run(command, how)

    def decide(self, agreement: str, meeting: int | str, gate: str, **how: Unpack[How]) -> Outcome:
        """Enter at a gate what a meeting decided: the approval of each office that attended."""
        wanted = self._kadflow.find(agreement)
        entries = self._kadflow.agreements.chapter(wanted, Meetings).entries.values()
        held = named(entries, meeting, words=("rapat", "meeting"), see="kadflow meeting show")
        command = DecideByMeeting(agreement=wanted, meeting=held.id, gate=gate)
        return self._run(command, how)

    def _items(self, actions: Sequence[Work]) -> tuple[ActionItem, ...]:
        return tuple(
            ActionItem(
                organisation=self.organisation(work.party), text=work.text, due_on=work.due_on
            )
            for work in actions
        )
