"""The one door into the rules for commands on an agreement that exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kadflow.domain import commands
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.commands import Command, Envelope
from kadflow.engine import (
    answers,
    budget,
    by_meeting,
    documents,
    drafting,
    evaluations,
    findings,
    participation,
    pausing,
    recounting,
    responses,
    results,
    standing,
    steps,
)
from kadflow.engine.budget.noting import must_recheck, recheck
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.effects import apply_due, follow
from kadflow.engine.paper import check_paper
from kadflow.errors import ConcurrentChangeError, InvalidInputError


def check_version(envelope: Envelope, record: AgreementRecord) -> None:
    """Refuse a command that was given on another record than the present one.

    Asked before anything that is due is applied: the person cannot have seen that.

    Raises:
        ConcurrentChangeError: The record changed since the person saw it.
    """
    if envelope.if_version is not None and envelope.if_version != record.version:
        raise ConcurrentChangeError(
            f"The record of {record.number} is at version {record.version}, not "
            f"{envelope.if_version}: somebody changed it since you read it.",
            hint="Look at it again, then repeat the command with the new version.",
            pesan=f"Data {record.number} sudah berubah sejak Anda membacanya: versi sekarang "
            f"{record.version}, sedangkan versi Anda {envelope.if_version}.",
            saran="Lihat kembali data terbaru, lalu ulangi dengan versi yang baru.",
            version=record.version,
        )


def deliberate(deliberation: Deliberation, command: Command) -> None:
    """Decide a command: events in ``deliberation.events``, or a typed refusal.

    Raises:
        InvalidInputError: The effective date lies in the future.
        KadflowError: As the rules of the command say.
    """
    apply_due(deliberation)
    if isinstance(command, commands.ApplyDue):
        return
    decide = _DECIDERS.get(type(command))
    if decide is None:
        raise InvalidInputError(
            f"{type(command).__name__} is not a command on an agreement.",
            pesan="Perintah ini tidak berlaku untuk kerja sama.",
        )
    if deliberation.envelope.paper is not None:
        check_paper(deliberation)
    if isinstance(command, commands.Act | commands.AddDocument):
        standing.refuse_if_suspended(deliberation, ("Langkah ini", "The step"))
    decide(deliberation, command)
    follow(deliberation)
    if must_recheck(deliberation, command):
        recheck(deliberation)


_DECIDERS: dict[type, Callable[[Deliberation, Any], None]] = {
    commands.EditTerms: drafting.edit_terms,
    commands.AddDocument: documents.add_document,
    commands.NumberDocument: documents.number_document,
    commands.CompareDocument: documents.compare_document,
    commands.Act: steps.act,
    commands.Decide: answers.decide,
    commands.Release: responses.release,
    commands.DecideByMeeting: by_meeting.decide_by_meeting,
    commands.Withdraw: responses.withdraw,
    commands.RecordReceipt: responses.record_receipt,
    commands.Stand: standing.stand,
    commands.PauseDeadline: pausing.pause,
    commands.ResumeDeadline: pausing.resume,
    commands.RecountDeadlines: recounting.recount,
    commands.Cure: findings.cure,
    commands.Participate: participation.participate,
    commands.Review: participation.review,
    **budget.DECIDERS,
    **evaluations.DECIDERS,
    **results.DECIDERS,
}
