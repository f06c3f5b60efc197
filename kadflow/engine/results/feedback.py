"""Feedback is put on record, and how it was answered.

Rules, in order:

1. The secretariat and the executing units of the party that received it put it on record and
   answer it; that of a party on paper is recorded with its letter.
2. What kind of people it came from and what it is about is said by key; words and names are parts.
"""

from __future__ import annotations

from kadflow.domain.commands import AnswerFeedback, ReceiveFeedback
from kadflow.domain.feedback import ABOUT, GIVERS, FeedbackBook
from kadflow.domain.wording import choices
from kadflow.domain.wording.results import ABOUT_WORDS, GIVER_WORDS
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.results.acting import (
    WORKING,
    act_for,
    file_data,
    file_parts,
    party_of,
    text,
)
from kadflow.errors import InvalidInputError, NotFoundError


def receive_feedback(deliberation: Deliberation, command: ReceiveFeedback) -> None:
    """Put on record what somebody said."""
    party = party_of(deliberation, command.organisation)
    actor = act_for(deliberation, party, WORKING, ("Pencatatan umpan balik", "Recording feedback"))
    if command.giver not in GIVERS or command.about not in ABOUT:
        raise InvalidInputError(
            f"Feedback is not from {command.giver!r}, or not about {command.about!r}.",
            hint=f"From: {choices(GIVER_WORDS)[1]}. About: {choices(ABOUT_WORDS)[1]}.",
            pesan=f"Umpan balik tidak berasal dari {command.giver!r} atau tidak tentang "
            f"{command.about!r}.",
            saran=f"Dari: {choices(GIVER_WORDS)[0]}. Tentang: {choices(ABOUT_WORDS)[0]}.",
        )
    parts = {"text": text(command.text, ("Umpan balik", "The feedback"))}
    if command.name is not None:
        parts["name"] = text(command.name, ("Nama", "The name"), longest=200)
    deliberation.emit(
        "feedback.received",
        {
            "feedback": deliberation.new_id(),
            "party": party.id,
            "giver": command.giver,
            "about": command.about,
            "file": file_data(command.file),
        },
        actor=actor,
        parts=parts | file_parts(command.file),
    )


def answer_feedback(deliberation: Deliberation, command: AnswerFeedback) -> None:
    """Put on record how feedback was answered."""
    found = deliberation.chapter(FeedbackBook).entries.get(command.feedback)
    if found is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such feedback.",
            hint="See it with: kadflow feedback show.",
            pesan=f"{deliberation.record.number} tidak mempunyai umpan balik itu.",
            saran="Lihat dengan: kadflow feedback show.",
        )
    party = deliberation.record.party(found.party)
    assert party is not None  # noqa: S101 - feedback is received by a party only
    actor = act_for(deliberation, party, WORKING, ("Jawaban umpan balik", "Answering feedback"))
    deliberation.emit(
        "feedback.answered",
        {"feedback": found.id},
        actor=actor,
        parts={"text": text(command.text, ("Jawaban", "The answer"))},
    )
