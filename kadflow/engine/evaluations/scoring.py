"""Who may not evaluate, and what a sheet must say.

Rules, in order:

1. Before scoring everybody declares whether the agreement touches an interest of one's own. Whoever
   declares one may not score, a sheet handed in before counts no more, and it is not taken back.
2. A sheet answers every question with a number of the scale, with words where the form wants
   them, and says what should follow. Its content is a part: the entry says only that somebody
   scored.
3. Until the evaluation is closed another sheet takes the place of the first.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kadflow.domain.commands import DeclareInterest, ScoreEvaluation
from kadflow.domain.evaluations import (
    LONGEST_REMARK,
    Evaluation,
    Form,
    Sheet,
)
from kadflow.domain.wording import RECOMMENDATION_WORDS, choices
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.finding import open_one, others_of, own_evaluator
from kadflow.engine.paper import letter_parts
from kadflow.engine.terms import check_plain
from kadflow.errors import (
    InvalidInputError,
    ReasonRequiredError,
    TransitionRefusedError,
)


def declare_interest(deliberation: Deliberation, command: DeclareInterest) -> None:
    """Declare whether an evaluator has an interest of its own in the agreement.

    Raises:
        ReasonRequiredError: A conflict is declared without saying which.
        TransitionRefusedError: A conflict was declared before.
    """
    evaluation = open_one(deliberation, command.evaluation)
    what = ("Pernyataan kepentingan", "Declaring an interest")
    evaluator, actor = own_evaluator(deliberation, evaluation, command.evaluator, what)
    reason = deliberation.envelope.reason
    if command.conflict and not reason:
        raise ReasonRequiredError(
            "A conflict of interest is declared with its reason.",
            hint="Say which with --reason; it is recorded.",
            pesan="Benturan kepentingan dinyatakan beserta alasannya.",
            saran="Isi alasannya dengan --reason; alasan itu dicatat.",
        )
    if evaluator.conflict and not command.conflict:
        raise TransitionRefusedError(
            "A conflict of interest was declared for this evaluator; it is not taken back.",
            hint="The secretariat names another evaluator.",
            pesan="Benturan kepentingan penilai ini sudah dinyatakan dan tidak dapat dicabut.",
            saran="Sekretariat menunjuk penilai lain.",
        )
    deliberation.emit(
        "evaluation.interest_declared",
        {
            "evaluation": evaluation.id,
            "evaluator": evaluator.id,
            "conflict": command.conflict,
        },
        actor=actor,
        parts={**({"reason": reason} if reason else {}), **letter_parts(deliberation)},
    )
    tell_if_complete(deliberation, evaluation)


def score(deliberation: Deliberation, command: ScoreEvaluation) -> None:
    """Hand in a sheet.

    Raises:
        TransitionRefusedError: Nothing was declared yet, or a conflict was.
        InvalidInputError: The sheet does not answer the form.
    """
    evaluation = open_one(deliberation, command.evaluation)
    what = ("Penilaian", "Scoring")
    evaluator, actor = own_evaluator(deliberation, evaluation, command.evaluator, what)
    if evaluator.conflict is None:
        raise TransitionRefusedError(
            "Before scoring an evaluator declares whether there is a conflict of interest.",
            hint="Declare it with: kadflow evaluation declare ... none.",
            pesan="Sebelum menilai, penilai menyatakan ada tidaknya benturan kepentingan.",
            saran="Nyatakan dengan: kadflow evaluation declare ... none.",
            evaluator=evaluator.id,
        )
    if evaluator.conflict:
        raise TransitionRefusedError(
            "Whoever declared a conflict of interest may not score.",
            hint="The secretariat names another evaluator.",
            pesan="Penilai yang menyatakan benturan kepentingan tidak dapat menilai.",
            saran="Sekretariat menunjuk penilai lain.",
            evaluator=evaluator.id,
        )
    check_sheet(evaluation.form, command.sheet)
    deliberation.emit(
        "evaluation.scored",
        {"evaluation": evaluation.id, "evaluator": evaluator.id, "again": bool(evaluator.scored)},
        actor=actor,
        parts={"sheet": _plain(command.sheet), **letter_parts(deliberation)},
    )
    tell_if_complete(deliberation, evaluation)


def tell_if_complete(deliberation: Deliberation, evaluation: Evaluation) -> None:
    """Tell the secretariats once nobody is awaited any more."""
    if evaluation.is_complete(others_of(deliberation.record)):
        for party in deliberation.record.active_parties:
            for office in deliberation.coordinators(party):
                deliberation.notify("evaluation_complete", office, deliberation.events[-1])


def check_sheet(form: Form, sheet: Sheet) -> None:
    """Refuse a sheet that does not answer its form.

    Raises:
        InvalidInputError: It says which question, and what is wrong with the answer.
    """
    low, high = form.scale
    asked = {question.key for question in form.questions}
    for key in sorted((sheet.scores.keys() | sheet.comments.keys()) - asked):
        raise InvalidInputError(
            f"The form does not ask for {key!r}.",
            hint=f"It asks for: {', '.join(q.key for q in form.questions)}.",
            pesan=f"Lembar penilaian tidak menanyakan {key!r}.",
            saran=f"Yang ditanyakan: {', '.join(q.key for q in form.questions)}.",
        )
    for question in form.questions:
        number = sheet.scores.get(question.key)
        if number is None or not low <= number <= high:
            raise InvalidInputError(
                f"'{question.key}' needs a number from {low} to {high}, not {number}.",
                hint=f"Answer it like {question.key}={high}.",
                pesan=f"'{question.key}' harus dijawab dengan angka {low} sampai {high}"
                f"{'' if number is None else f', bukan {number}'}.",
                saran=f"Jawab seperti {question.key}={high}.",
                criterion=question.key,
            )
        words = sheet.comments.get(question.key)
        check_plain(words, ("Catatan", "The comment"))
        if words is not None and len(words) > LONGEST_REMARK:
            raise InvalidInputError(
                f"The comment on '{question.key}' has more than {LONGEST_REMARK} characters.",
                hint="Put what is longer into a file.",
                pesan=f"Catatan pada '{question.key}' lebih dari {LONGEST_REMARK} karakter.",
                saran="Lampirkan yang lebih panjang sebagai berkas.",
            )
        wanted = question.comment == "required" or (
            question.comment == "ends" and number in form.scale
        )
        if wanted and not words:
            raise InvalidInputError(
                f"'{question.key}' = {number} needs words beside the number.",
                hint=f"Add --comment {question.key}=TEXT.",
                pesan=f"'{question.key}' = {number} harus disertai catatan.",
                saran=f"Tambahkan --comment {question.key}=TEKS.",
                criterion=question.key,
            )
    if form.recommendations and sheet.recommendation not in form.recommendations:
        known = choices(RECOMMENDATION_WORDS, form.recommendations)
        raise InvalidInputError(
            "A sheet says what should follow.",
            hint=f"Give --recommend with one of: {known[1]}.",
            pesan="Lembar penilaian harus memuat rekomendasi.",
            saran=f"Isi --recommend dengan salah satu: {known[0]}.",
        )


def _plain(sheet: Sheet) -> Any:
    return msgspec.to_builtins(sheet)
