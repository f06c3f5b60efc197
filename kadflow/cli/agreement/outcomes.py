"""What a command did, told in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kadflow.cli import words
from kadflow.cli.agreement.cards import reasons_of
from kadflow.domain.wording import kind_words

if TYPE_CHECKING:
    from kadflow.app import Outcome
    from kadflow.cli.desk import Desk


def print_outcome(desk: Desk, outcome: Outcome) -> None:
    """Print what happened, where the agreement stands now, and whose turn it is."""
    if desk.screen.document(outcome=outcome):
        return
    shown = outcome.child_number or outcome.number
    happened = ", ".join(
        dict.fromkeys(words.inside(desk.say(*kind_words(kind))) for kind in outcome.events)
    )
    screen = desk.screen
    if outcome.replayed:
        happened = desk.say("sudah dilakukan sebelumnya: ", "was done before: ") + happened
    screen.line(f"{shown}: {happened or desk.say('tidak ada yang berubah', 'nothing changed')}.")
    for warning in outcome.warnings:
        screen.line(desk.say("Peringatan: ", "Warning: ") + desk.say(*warning))
    asked = outcome.child or outcome.agreement
    record = desk.kadflow.agreements.get(asked)
    reasons = reasons_of(desk, record)
    explanation = desk.kadflow.agreements.explain(asked, desk.asking, language=desk.language)
    screen.line(reasons.where(explanation))
    screen.bullets(reasons.waiting(found) for found in explanation.waiting)
    screen.line(
        desk.say(f"Versi catatan: {record.version}.", f"Record version: {record.version}.")
    )
