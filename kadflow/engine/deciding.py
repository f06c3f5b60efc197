"""The one door into the rules for commands on an agreement that exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kadflow.domain import commands
from kadflow.domain.commands import Command
from kadflow.engine import answers, drafting, standing, steps
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.effects import apply_due, follow
from kadflow.errors import ConcurrentChangeError, InvalidInputError


def deliberate(deliberation: Deliberation, command: Command) -> None:
    """Decide a command: events in ``deliberation.events``, or a typed refusal.

    Raises:
        ConcurrentChangeError: The record changed since the person saw it.
        InvalidInputError: The effective date lies in the future.
        KadflowError: As the rules of the command say.
    """
    envelope, record = deliberation.envelope, deliberation.record
    if envelope.if_version is not None and envelope.if_version != record.version:
        raise ConcurrentChangeError(
            f"The record of {record.number} is at version {record.version}, not "
            f"{envelope.if_version}: somebody changed it since you read it.",
            hint="Look at it again, then repeat the command with the new version.",
            version=record.version,
        )
    apply_due(deliberation)
    if isinstance(command, commands.ApplyDue):
        return
    decide = _DECIDERS.get(type(command))
    if decide is None:
        raise InvalidInputError(f"{type(command).__name__} is not a command on an agreement.")
    if isinstance(command, commands.Act | commands.AddDocument):
        standing.refuse_if_suspended(deliberation, "The step")
    decide(deliberation, command)
    follow(deliberation)


_DECIDERS: dict[type, Callable[[Deliberation, Any], None]] = {
    commands.EditTerms: drafting.edit_terms,
    commands.AddDocument: drafting.add_document,
    commands.Act: steps.act,
    commands.Decide: answers.decide,
    commands.Release: answers.release,
    commands.Withdraw: answers.withdraw,
    commands.RecordReceipt: answers.record_receipt,
    commands.Stand: standing.stand,
}
