"""How an evaluation is opened up: its sheets become one result, and what follows from it.

Rules, in order:

1. A party's secretariat closes it. While somebody who may score has not, or has not said whether
   the panel may count, that needs a reason; without a single sheet there is nothing to close.
2. Closing reads the sheets that count, writes what they add up to, and the comments without
   their writers. The sheets of the offices are opened only where the form shows them.
3. After that no number changes any more.
4. What is recommended never happens by itself: a secretariat chooses it and gives the command
   that it starts, in one act that names the evaluation. Choosing something else than most
   recommend needs a reason.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kadflow.domain.commands import CloseEvaluation, FollowEvaluation
from kadflow.domain.evaluations import (
    Evaluation,
    Evaluations,
    PanelStanding,
    Result,
    Sheet,
)
from kadflow.domain.events import Sealed
from kadflow.domain.wording import RECOMMENDATION_WORDS, choices, words_for
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.aggregation import Counted, aggregate, remarks_of
from kadflow.engine.evaluations.finding import none_of, open_one, others_of
from kadflow.engine.evaluations.opening import withdraw_scoring
from kadflow.engine.standing import stand
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines.template import Actor as MayAct

STARTS = {"extend": "extend", "amend": "amend", "widen": "amend", "end": "terminate"}
"""The command that a recommendation starts; to continue starts none."""


def close(deliberation: Deliberation, command: CloseEvaluation) -> None:
    """Open the sheets, and write the result.

    Raises:
        GateNotMetError: Nobody scored.
        ReasonRequiredError: Somebody has not scored yet.
        NotPermittedError: The person is in no party's secretariat.
    """
    evaluation = open_one(deliberation, command.evaluation)
    deliberation.actor = may_act(
        deliberation, (MayAct.COORDINATOR,), ("Menutup evaluasi", "Closing an evaluation")
    )
    others = others_of(deliberation.record)
    panel, voters = evaluation.panel_standing(others), evaluation.voters(others)
    counted = [
        Counted(each, sheet)
        for each in voters
        if each.counts
        if (sheet := _sheet(deliberation, each.scored)) is not None
    ]
    if not counted and len(voters) < len([e for e in evaluation.named if not e.conflict]):
        raise GateNotMetError(
            "Only the panel could give a result, and it has no voice yet.",
            hint="Let the other parties consent (kadflow evaluation panel), or the parties' own "
            "evaluators score.",
            pesan="Hanya panel yang dapat memberi hasil, dan panel belum mempunyai suara.",
            saran="Mintalah persetujuan pihak lain (kadflow evaluation panel), atau penilaian dari "
            "penilai para pihak.",
            evaluation=evaluation.id,
        )
    if not counted:
        raise GateNotMetError(
            "Nobody has scored yet, so there is no result.",
            hint="Name evaluators and let them score; left alone, it lapses with the next period.",
            pesan="Belum ada yang menilai, jadi belum ada hasil.",
            saran="Tunjuk penilai dan mintalah mereka menilai; bila dibiarkan, evaluasi ini gugur "
            "pada masa berikutnya.",
            evaluation=evaluation.id,
        )
    reason = deliberation.envelope.reason
    recused = sum(bool(each.conflict) for each in evaluation.named)
    missing = len(voters) - len(counted)
    if panel is not None and panel.silent and not panel.objected and not reason:
        raise _silent(deliberation, panel)
    if missing and not reason:
        raise ReasonRequiredError(
            f"{missing} of {len(voters)} evaluators have not scored.",
            hint="Wait for them, or close it with --reason; it is recorded.",
            pesan=f"{missing} dari {len(voters)} penilai belum menilai.",
            saran="Tunggu mereka, atau tutup dengan --reason; alasan itu dicatat.",
            evaluation=evaluation.id,
            missing=missing,
        )
    form = evaluation.form
    result = msgspec.structs.replace(
        aggregate(form, counted, missing=missing, recused=recused),
        dismissed=sum(
            bool(each.dismissed and each.scored) for each in evaluation.evaluators.values()
        ),
        panel=panel,
    )
    parts: dict[str, Any] = {"remarks": remarks_of(form, counted)}
    if form.shows == "offices":
        parts["sheets"] = {each.evaluator.id: msgspec.to_builtins(each.sheet) for each in counted}
    if reason:
        parts["reason"] = reason
    withdraw_scoring(deliberation, evaluation)
    closed = deliberation.emit(
        "evaluation.closed",
        {
            "evaluation": evaluation.id,
            "kind": evaluation.kind,
            "result": msgspec.json.decode(msgspec.json.encode(result)),
        },
        parts=parts,
    )
    _tell(deliberation, evaluation, closed)


def _silent(deliberation: Deliberation, panel: PanelStanding) -> ReasonRequiredError:
    """Somebody has not said whether the panel may count, and so it would not."""
    record = deliberation.record
    names = ", ".join(party.name for party in record.parties if party.id in panel.silent)
    return ReasonRequiredError(
        f"Closed now, the panel has no voice: {names} has not answered about it.",
        hint="Wait for the answer (kadflow evaluation panel), or close it with --reason; it is "
        "recorded.",
        pesan=f"Bila ditutup sekarang, panel tidak mempunyai suara: {names} belum menjawab.",
        saran="Tunggu jawabannya (kadflow evaluation panel), atau tutup dengan --reason; alasan "
        "itu dicatat.",
        silent=list(panel.silent),
    )


def _sheet(deliberation: Deliberation, number: int) -> Sheet | None:
    """A sheet by the number of its entry; None where its content was sealed."""
    content = deliberation.read_part(deliberation.record.id, number, "sheet")
    return None if content is None else msgspec.json.decode(content, type=Sheet)


def _tell(deliberation: Deliberation, evaluation: Evaluation, closed: Sealed) -> None:
    offices = [each.office for each in evaluation.named]
    for party in deliberation.record.active_parties:
        offices += deliberation.coordinators(party)
    for office in dict.fromkeys(offices):
        deliberation.notify("evaluation_closed", office, closed)


def follow_evaluation(deliberation: Deliberation, command: FollowEvaluation) -> Result:
    """Choose what follows; the command that it starts is carried out beside it.

    Raises:
        NotFoundError: There is no such evaluation.
        TransitionRefusedError: It has no result.
        InvalidInputError: The form does not offer that, or the command does not fit it.
        ReasonRequiredError: Most recommend something else.
    """
    evaluation = _with_result(deliberation, command.evaluation)
    assert evaluation.result is not None  # noqa: S101 - just looked at
    chosen, result = command.recommendation, evaluation.result
    if chosen not in evaluation.form.recommendations:
        known = choices(RECOMMENDATION_WORDS, evaluation.form.recommendations)
        raise InvalidInputError(
            f"The form does not offer {chosen!r}.",
            hint=f"It offers: {known[1]}.",
            pesan=f"Lembar penilaian tidak menawarkan {chosen!r}.",
            saran=f"Pilihannya: {known[0]}.",
        )
    _check_command(command)
    reason = deliberation.envelope.reason
    if chosen not in result.leading and not reason:
        most = choices(RECOMMENDATION_WORDS, result.leading)
        raise ReasonRequiredError(
            f"Most evaluators recommend something else: {most[1]}.",
            hint="Say why with --reason; it is recorded.",
            pesan=f"Sebagian besar penilai merekomendasikan hal lain: {most[0]}.",
            saran="Isi alasannya dengan --reason; alasan itu dicatat.",
            leading=list(result.leading),
        )
    actor = may_act(
        deliberation,
        (MayAct.COORDINATOR,),
        ("Menindaklanjuti evaluasi", "Following an evaluation"),
    )
    deliberation.emit(
        "evaluation.followed",
        {
            "evaluation": evaluation.id,
            "recommendation": chosen,
            "leading": list(result.leading),
            "starts": STARTS.get(chosen),
        },
        actor=actor,
        parts={"reason": reason} if reason else {},
    )
    if command.asks is not None:
        stand(deliberation, command.asks)
    return result


def _with_result(deliberation: Deliberation, wanted: str | None) -> Evaluation:
    held, number = deliberation.chapter(Evaluations).held, deliberation.record.number
    if wanted is not None and wanted not in held:
        raise none_of(number, wanted)
    closed = [each for each in held.values() if each.closed]
    found = held[wanted] if wanted is not None else closed[-1] if closed else None
    if found is None or not found.closed:
        raise TransitionRefusedError(
            "Only a closed evaluation has a result to follow.",
            hint="Close it first: kadflow evaluation close.",
            pesan="Hanya evaluasi yang sudah ditutup yang hasilnya dapat ditindaklanjuti.",
            saran="Tutup dahulu dengan: kadflow evaluation close.",
        )
    return found


def _check_command(command: FollowEvaluation) -> None:
    """The command beside a choice is the one that it starts."""
    wanted = STARTS.get(command.recommendation)
    given = command.opens.purpose if command.opens is not None else None
    if command.asks is not None:
        given = command.asks.command if given is None else "both"
    if given != wanted:
        words = words_for(RECOMMENDATION_WORDS, command.recommendation)
        raise InvalidInputError(
            f"'{words[1]}' does not start the command that is given with it.",
            hint="Give what the command needs: for an addendum --set PATH=VALUE, for an end "
            "--ground KEY.",
            pesan=f"'{words[0]}' tidak sesuai dengan perintah yang menyertainya.",
            saran="Isi yang diperlukan: untuk addendum --set PATH=NILAI, untuk pengakhiran "
            "--ground.",
            starts=wanted,
            given=given,
        )
