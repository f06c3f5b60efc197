"""One person's commands on feedback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kadflow.app.results.common import Room, named
from kadflow.domain.commands import AnswerFeedback, ReceiveFeedback
from kadflow.domain.feedback import FeedbackBook
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from typing import Unpack

    from kadflow.app.acting import How


class Listening(Room):
    """Commands on feedback by whoever acts; reached as ``kadflow.acting(...).feedback``."""

    def receive(
        self,
        agreement: str,
        party: str,
        giver: str,
        about: str,
        text: str,
        *,
        name: str | None = None,
        file: Path | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Put on record what somebody outside said.

        Args:
            agreement: Number or id.
            party: That received it: organisation by id, official code or exact name.
            giver: Key of `kadflow.domain.feedback.GIVERS`.
            about: Key of `kadflow.domain.feedback.ABOUT`.
            text: What was said.
            name: Who said it, where the name was given to be kept.
            file: The letter or message itself.
        """
        wanted = self._kadflow.find(agreement)
        command = ReceiveFeedback(
            agreement=wanted,
            organisation=self.organisation(party),
            giver=giver,
            about=about,
            text=text,
            name=name,
            file=self.stored(wanted, file),
        )
        return self._run(command, how)

    def answer(
        self, agreement: str, feedback: int | str, text: str, **how: Unpack[How]
    ) -> Outcome:
        """Put on record how it was answered."""
        wanted = self._kadflow.find(agreement)
        entries = self._kadflow.agreements.chapter(wanted, FeedbackBook).entries.values()
        found = named(
            entries, feedback, words=("umpan balik", "feedback"), see="kadflow feedback show"
        )
        command = AnswerFeedback(agreement=wanted, feedback=found.id, text=text)
        return self._run(command, how)
