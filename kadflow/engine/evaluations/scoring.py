"""Who evaluates, who may not, and what a sheet must say.

Rules, in order:

1. The secretariat of a party names its own evaluators; that of the initiating party also the
   panel, whose offices belong to organisations that are no party, and everybody is told. For a
   party on paper any party's secretariat does.
2. Before scoring everybody declares whether the agreement touches an interest of one's own. Whoever
   declares one may not score, a sheet handed in before counts no more, and it is not taken back.
3. A sheet answers every question with a number of the scale, with words where the form wants
   them, and says what should follow. Its content is a part: the entry says only that somebody
   scored.
4. Until the evaluation is closed another sheet takes the place of the first.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.commands import DeclareInterest, NameEvaluator, ScoreEvaluation
from kadflow.domain.evaluations import (
    LONGEST_REMARK,
    MOST_EVALUATORS,
    Evaluation,
    Form,
    Sheet,
)
from kadflow.domain.events import Actor
from kadflow.domain.wording import RECOMMENDATION_WORDS, choices, day_words
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.finding import open_one, own_evaluator
from kadflow.engine.paper import letter_parts
from kadflow.engine.terms import check_plain
from kadflow.errors import (
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines.template import Actor as MayAct


def name_evaluator(deliberation: Deliberation, command: NameEvaluator) -> None:
    """Ask an office, or one holder of it, to score.

    Raises:
        InvalidInputError: The office is of another organisation, or evaluates already.
        NotPermittedError: Another secretariat names it.
    """
    evaluation = open_one(deliberation, command.evaluation)
    what = ("Menunjuk penilai", "Naming an evaluator")
    actor = may_act(deliberation, (MayAct.COORDINATOR,), what)
    party = deliberation.record.party_of(command.organisation)
    _check_naming(deliberation, actor, party)
    _check_office(deliberation, command, party)
    for each in evaluation.evaluators.values():
        same = (each.organisation, each.office) == (command.organisation, command.office)
        if same and each.person in {None, command.person}:
            raise InvalidInputError(
                "That office evaluates here already.",
                hint="See the evaluators with: kadflow evaluation show.",
                pesan="Jabatan itu sudah menjadi penilai di sini.",
                saran="Lihat para penilai dengan: kadflow evaluation show.",
                evaluator=each.id,
            )
    check_many(len(evaluation.evaluators))
    named = deliberation.emit(
        "evaluation.evaluator_named",
        {
            "evaluation": evaluation.id,
            "evaluator": deliberation.new_id(),
            "organisation": command.organisation,
            "party": party.id if party is not None else None,
            "office": command.office,
            "person": command.person,
        },
        actor=actor,
    )
    until = day_words(evaluation.until)
    deliberation.notify(
        "evaluation_asked", command.office, named, day_id=until[0], day_en=until[1]
    )


def check_many(present: int) -> None:
    """Refuse more evaluators, or jurors, than one result can name."""
    if present >= MOST_EVALUATORS:
        raise InvalidInputError(
            f"There are {MOST_EVALUATORS} evaluators already; more are not asked.",
            hint="Let those who are named score.",
            pesan=f"Penilai sudah {MOST_EVALUATORS}; tidak dapat ditambah lagi.",
            saran="Biarkan yang sudah ditunjuk menilai.",
        )


def _check_naming(deliberation: Deliberation, actor: Actor, party: PartyRecord | None) -> None:
    own = deliberation.record.party_of(actor.organisation or "")
    if party is None and (own is None or not own.initiating):
        raise NotPermittedError(
            "The panel is named by the secretariat of the initiating party.",
            hint="Ask it; you name evaluators of your own party.",
            pesan="Anggota panel ditunjuk oleh sekretariat pihak pemrakarsa.",
            saran="Mintalah kepadanya; Anda menunjuk penilai dari pihak Anda sendiri.",
        )
    if party is not None and party.participation != "paper" and party is not own:
        raise NotPermittedError(
            f"Evaluators of {party.name} are named by its own secretariat.",
            hint=f"Ask {party.name}.",
            pesan=f"Penilai dari {party.name} ditunjuk oleh sekretariatnya sendiri.",
            saran=f"Mintalah kepada {party.name}.",
            party=party.id,
        )


def _check_office(
    deliberation: Deliberation, command: NameEvaluator, party: PartyRecord | None
) -> None:
    if command.office is None:
        if party is None or party.participation != "paper" or command.person is not None:
            raise InvalidInputError(
                "Say which office evaluates.",
                hint="Only a party on paper evaluates without an office.",
                pesan="Sebutkan jabatan yang menilai.",
                saran="Hanya pihak yang lewat surat dapat menilai tanpa jabatan.",
            )
        return
    deliberation.directory.expect([command.organisation])
    office = deliberation.directory.office(command.office)
    if office is None or office.organisation != command.organisation:
        raise InvalidInputError(
            "That office does not belong to the organisation whose evaluator it would be.",
            hint="Check both; offices are listed by: kadflow organisation show.",
            pesan="Jabatan itu bukan jabatan pada instansi penilai yang disebut.",
            saran="Periksa keduanya; jabatan ditampilkan oleh: kadflow organisation show.",
            office=command.office,
        )
    day = deliberation.effective_on.date
    if command.person is not None and not any(
        holding.office == command.office
        for holding in deliberation.directory.holdings(command.person, day)
    ):
        raise InvalidInputError(
            f"That person does not hold {office.title_en} on {day}.",
            hint="Name a holder, or leave --person out.",
            pesan=f"Orang itu tidak memegang jabatan {office.title} pada {day_words(day)[0]}.",
            saran="Sebutkan pejabatnya, atau hilangkan --person.",
            office=office.id,
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
    if evaluation.is_complete:
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
