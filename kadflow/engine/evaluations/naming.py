"""Who evaluates: named by a secretariat, and un-named by it while the sheets are shut.

Rules, in order:

1. The secretariat of a party names its own evaluators; that of the initiating party also the
   panel, whose offices belong to organisations that are no party. For a party on paper any party's
   secretariat does.
2. Whoever names may take a naming back before the sheets are opened, with a reason: somebody was
   named by mistake, is ill, is replaced. The sheet of such an evaluator counts no more and stays
   shut. Whoever declared a conflict of interest is excused already, and stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.commands import DismissEvaluator, NameEvaluator
from kadflow.domain.competitions import Juror
from kadflow.domain.evaluations import MOST_EVALUATORS, Evaluator
from kadflow.domain.events import Actor
from kadflow.domain.wording import day_words
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.finding import open_one
from kadflow.engine.evaluations.panel import ask_about_panel
from kadflow.engine.evaluations.scoring import tell_if_complete
from kadflow.engine.results.acting import need_reason
from kadflow.errors import (
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
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
    for each in evaluation.named:
        same = (each.organisation, each.office) == (command.organisation, command.office)
        if same and each.person in {None, command.person}:
            raise InvalidInputError(
                "That office evaluates here already.",
                hint="See the evaluators with: kadflow evaluation show.",
                pesan="Jabatan itu sudah menjadi penilai di sini.",
                saran="Lihat para penilai dengan: kadflow evaluation show.",
                evaluator=each.id,
            )
    check_many(len(evaluation.named))
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
    if party is None:
        ask_about_panel(deliberation, evaluation, named)


def dismiss_evaluator(deliberation: Deliberation, command: DismissEvaluator) -> None:
    """Take back the naming of an evaluator; a sheet of it counts no more.

    Raises:
        NotFoundError: Nobody of that office evaluates.
        InvalidInputError: Several of that office do.
        NotPermittedError: Another secretariat names it.
        TransitionRefusedError: It declared a conflict of interest, and is excused already.
        ReasonRequiredError: No reason was given.
    """
    evaluation = open_one(deliberation, command.evaluation)
    what = ("Mencabut penunjukan penilai", "Taking back the naming of an evaluator")
    actor = may_act(deliberation, (MayAct.COORDINATOR,), what)
    _check_naming(deliberation, actor, deliberation.record.party_of(command.organisation))
    found = one_named(
        [
            each
            for each in evaluation.named
            if (each.organisation, each.office) == (command.organisation, command.office)
            and command.person in {None, each.person}
        ]
    )
    if found.conflict:
        raise TransitionRefusedError(
            "This evaluator declared a conflict of interest, so it is excused already.",
            hint="Name another one: kadflow evaluation name.",
            pesan="Penilai ini sudah menyatakan benturan kepentingan, jadi sudah dibebaskan.",
            saran="Tunjuk penilai lain: kadflow evaluation name.",
            evaluator=found.id,
        )
    dismissed = deliberation.emit(
        "evaluation.evaluator_dismissed",
        {"evaluation": evaluation.id, "evaluator": found.id, "scored": found.scored},
        actor=actor,
        parts={"reason": need_reason(deliberation, what)},
    )
    deliberation.notify("evaluator_dismissed", found.office, dismissed)
    tell_if_complete(deliberation, evaluation)


N = TypeVar("N", Evaluator, Juror)


def one_named(found: Sequence[N]) -> N:
    """The only evaluator, or juror, that is meant.

    Raises:
        NotFoundError: There is none.
        InvalidInputError: There are several.
    """
    if not found:
        raise NotFoundError(
            "Nobody of that office scores here.",
            hint="See who does with: kadflow evaluation show, or kadflow evaluation ranking.",
            pesan="Tidak ada penilai dari jabatan itu di sini.",
            saran="Lihat para penilai dengan: kadflow evaluation show, atau kadflow evaluation "
            "ranking.",
        )
    if len(found) > 1:
        raise InvalidInputError(
            "Several persons of that office were named.",
            hint="Say which one with --holder PERSON.",
            pesan="Beberapa orang dari jabatan itu ditunjuk.",
            saran="Sebutkan orangnya dengan --holder SEBUTAN.",
        )
    return found[0]


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
