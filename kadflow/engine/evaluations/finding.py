"""Which evaluation a command means, and for which evaluator a person acts in it.

Rules, in order:

1. Where one evaluation is open, it is meant; where several are, the command names one.
2. For an evaluator acts whoever holds its office on the day of the act, or the one holder who was
   named. A surat kuasa does not serve: a judgement is one's own.
3. From paper it is recorded: for a party that takes part itself and for the panel by the
   secretariat that named the evaluator, for a party on paper by the secretariat of any party.
   Whoever records a sheet has seen it, so whoever scores here records none.
"""

from __future__ import annotations

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import civil_date
from kadflow.domain.evaluations import Evaluation, Evaluations, Evaluator
from kadflow.domain.events import Actor
from kadflow.domain.wording import Pair
from kadflow.engine.authority import acting_as, may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import check_recorder
from kadflow.errors import (
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    SeparationOfDutiesError,
    TransitionRefusedError,
)
from state_machines.template import Actor as MayAct


def open_one(deliberation: Deliberation, wanted: str | None) -> Evaluation:
    """The open evaluation that is meant.

    Raises:
        NotFoundError: There is none, or none of that id.
        InvalidInputError: Several are open and none is named.
        TransitionRefusedError: It is over.
    """
    number = deliberation.record.number
    held = deliberation.chapter(Evaluations).held
    if wanted is not None:
        found = held.get(wanted)
        if found is None:
            raise none_of(number, wanted)
        if not found.is_open:
            raise TransitionRefusedError(
                f"Evaluation {found.place} of {number} is over; its sheets stay as they are.",
                hint="See its result with: kadflow evaluation show.",
                pesan=f"Evaluasi ke-{found.place} {number} sudah ditutup; penilaiannya tidak "
                "berubah lagi.",
                saran="Lihat hasilnya dengan: kadflow evaluation show.",
                evaluation=found.id,
            )
        return found
    present = [each for each in held.values() if each.is_open]
    if not present:
        raise NotFoundError(
            f"No evaluation of {number} is open.",
            hint="The periodic one opens by itself; others with: kadflow evaluation open.",
            pesan=f"Tidak ada evaluasi {number} yang sedang dibuka.",
            saran="Evaluasi berkala terbuka dengan sendirinya; yang lain dengan: "
            "kadflow evaluation open.",
        )
    if len(present) > 1:
        places = ", ".join(str(each.place) for each in present)
        raise InvalidInputError(
            f"Several evaluations of {number} are open: {places}.",
            hint="Say which with --evaluation N.",
            pesan=f"Ada beberapa evaluasi {number} yang dibuka: {places}.",
            saran="Sebutkan yang mana dengan --evaluation N.",
        )
    return present[0]


def others_of(record: AgreementRecord) -> list[str]:
    """Ids of the parties that did not name the panel."""
    return [party.id for party in record.active_parties if not party.initiating]


def none_of(number: str, wanted: str) -> NotFoundError:
    """There is no such evaluation."""
    return NotFoundError(
        f"{number} has no evaluation {wanted!r}.",
        hint="List them with: kadflow evaluation show.",
        pesan=f"{number} tidak mempunyai evaluasi {wanted!r}.",
        saran="Lihat daftarnya dengan: kadflow evaluation show.",
    )


def own_evaluator(
    deliberation: Deliberation, evaluation: Evaluation, wanted: str | None, what: Pair
) -> tuple[Evaluator, Actor]:
    """For which evaluator the person acts, and as whom.

    Args:
        wanted: Id of an evaluator, or None for the only one that the person is.
        what: The act, as the subject of a sentence.

    Raises:
        NotPermittedError: The person is no evaluator, or may not record for one.
        InvalidInputError: The person is several.
        SeparationOfDutiesError: The person records a sheet and scores, or scores twice.
    """
    if deliberation.envelope.evidence is not None:
        return _recorded(deliberation, evaluation, wanted, what)
    mine = evaluators_of(deliberation, evaluation)
    if wanted is not None:
        mine = [(each, actor) for each, actor in mine if each.id == wanted]
    if not mine:
        raise NotPermittedError(
            f"{what[1]} is done by the evaluators that were named; you are none of them.",
            hint="A party's secretariat names its own with: kadflow evaluation name.",
            pesan=f"{what[0]} dilakukan oleh penilai yang ditunjuk; Anda tidak termasuk.",
            saran="Sekretariat pihak menunjuk penilainya dengan: kadflow evaluation name.",
            evaluation=evaluation.id,
        )
    if len(mine) > 1:
        raise InvalidInputError(
            "You hold several offices that evaluate here.",
            hint="Say for which with --on-behalf-of OFFICE.",
            pesan="Anda memegang beberapa jabatan yang menilai di sini.",
            saran="Sebutkan untuk jabatan mana dengan --on-behalf-of.",
        )
    found, actor = mine[0]
    refuse_second(deliberation, evaluation, found)
    return found, actor


def evaluators_of(
    deliberation: Deliberation, evaluation: Evaluation
) -> list[tuple[Evaluator, Actor]]:
    """The evaluators for whom the acting person may act on the day of the act."""
    envelope = deliberation.envelope
    person, behalf = envelope.person, envelope.on_behalf_of
    if person is None:
        return []
    deliberation.directory.expect([e.organisation for e in evaluation.named])
    held = deliberation.directory.holdings(person, deliberation.effective_on.date)
    mine = []
    for each in evaluation.named:
        holding = next((h for h in held if h.office == each.office), None)
        if holding is None or each.person not in {None, person}:
            continue
        if behalf is None or behalf == each.office:
            mine.append((each, acting_as(deliberation, holding)))
    return mine


def refuse_second(deliberation: Deliberation, evaluation: Evaluation, own: Evaluator) -> None:
    """Refuse whoever has seen another's sheet, or would count twice."""
    person = deliberation.envelope.person
    if person in evaluation.recorders:
        raise SeparationOfDutiesError(
            "You recorded a sheet of this evaluation from paper, so you have seen it and may not "
            "score.",
            hint="Let another person of the office score.",
            pesan="Anda telah mencatat lembar penilaian lain dalam evaluasi ini, jadi Anda "
            "sudah melihatnya dan tidak dapat menilai.",
            saran="Biarkan pejabat lain yang menilai.",
        )
    if any(each.by == person and each.id != own.id for each in evaluation.named):
        raise SeparationOfDutiesError(
            "You scored here for another office already; nobody counts twice.",
            hint="The secretariat names another person for this office.",
            pesan="Anda sudah menilai di sini untuk jabatan lain; seseorang tidak dihitung dua "
            "kali.",
            saran="Sekretariat menunjuk orang lain untuk jabatan ini.",
        )


def _recorded(
    deliberation: Deliberation, evaluation: Evaluation, wanted: str | None, what: Pair
) -> tuple[Evaluator, Actor]:
    envelope, record = deliberation.envelope, deliberation.record
    named = evaluation.named
    found = next((each for each in named if each.id == wanted), None)
    if found is None and wanted is None:
        fits = [e for e in named if envelope.on_behalf_of in {e.office, e.organisation} - {None}]
        found = fits[0] if len(fits) == 1 else None
    if found is None:
        raise NotPermittedError(
            "The paper belongs to no evaluator of this evaluation.",
            hint="Name whose sheet it is with --on-behalf-of OFFICE, or the party on paper.",
            pesan="Surat ini bukan milik salah satu penilai dalam evaluasi ini.",
            saran="Sebutkan penilainya dengan --on-behalf-of JABATAN, atau pihak yang lewat "
            "surat.",
            evaluation=evaluation.id,
        )
    recorder = may_act(deliberation, (MayAct.COORDINATOR,), what, for_office=False)
    party = record.party(found.party or "")
    if party is not None:
        check_recorder(deliberation, party)
    elif not _is_initiating(deliberation, recorder):
        raise NotPermittedError(
            "The paper of the panel is recorded by the secretariat of the initiating party.",
            hint="Send the sheet there.",
            pesan="Lembar penilaian panel dicatat oleh sekretariat pihak pemrakarsa.",
            saran="Sampaikan lembarnya kepada sekretariat itu.",
        )
    if _scores_here(deliberation, evaluation):
        raise SeparationOfDutiesError(
            "You evaluate here yourself, so you may not see another's sheet before it is opened.",
            hint="Let another person of the secretariat record it.",
            pesan="Anda sendiri menilai dalam evaluasi ini, jadi tidak boleh melihat lembar "
            "penilai lain sebelum dibuka.",
            saran="Biarkan orang lain dari sekretariat yang mencatatnya.",
        )
    actor = Actor(
        principal=envelope.principal,
        authenticated="paper",
        office=found.office,
        organisation=found.organisation,
        instrument=envelope.evidence,
        recorder=envelope.person,
    )
    return found, actor


def _scores_here(deliberation: Deliberation, evaluation: Evaluation) -> bool:
    person = deliberation.envelope.person or ""
    today = civil_date(deliberation.now, deliberation.effective_on.zone).date
    deliberation.directory.expect([e.organisation for e in evaluation.named])
    held = deliberation.directory.holdings(person, today)
    offices = {holding.office for holding in held}
    return any(
        person in {each.by, each.person} or (each.person is None and each.office in offices)
        for each in evaluation.named
    )


def _is_initiating(deliberation: Deliberation, actor: Actor) -> bool:
    party = deliberation.record.party_of(actor.organisation or "")
    return party is not None and party.initiating
