"""Whether the panel has a voice: every party that did not name it consents.

Rules, in order:

1. The initiating party names the panel, so each other party is asked. Its secretariat consents, or
   objects with a reason; the answer of a party on paper is recorded with its letter.
2. An answer is about the panel as it is then. Somebody who is named later needs a new consent; one
   who leaves needs none.
3. While one party objects the panel has no voice and nobody waits for it; only that party takes
   the objection back, by consenting. Silence is neither: nothing makes it a consent, so a panel
   about which somebody is silent has no voice yet, and closing without it needs a reason.
4. Answers are given while the sheets are shut, so nobody consents to a number. The result says how
   each party stood.
5. An evaluation that was opened before this was a rule asks nobody.
"""

from __future__ import annotations

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.commands import AnswerPanel
from kadflow.domain.evaluations import Evaluation
from kadflow.domain.events import Sealed
from kadflow.domain.wording import PANEL_WORDS, words_for
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations.finding import open_one, others_of
from kadflow.engine.evaluations.scoring import tell_if_complete
from kadflow.engine.paper import letter_parts
from kadflow.engine.results.acting import need_reason, other_party, reason_part
from kadflow.errors import InvalidInputError, NotPermittedError, TransitionRefusedError


def answer_panel(deliberation: Deliberation, command: AnswerPanel) -> None:
    """Consent to the panel, or object to it.

    Raises:
        TransitionRefusedError: There is no panel, or nobody is asked about it.
        NotPermittedError: The party named the panel itself, or another one answers.
        ReasonRequiredError: An objection without its reason.
        InvalidInputError: The party consents already.
    """
    evaluation = open_one(deliberation, command.evaluation)
    what = ("Jawaban tentang panel", "Answering about the panel")
    actor, party = other_party(deliberation, command.organisation, what)
    others = others_of(deliberation.record)
    standing = evaluation.panel_standing(others)
    if standing is None:
        raise TransitionRefusedError(
            "There is no panel in this evaluation that parties are asked about.",
            hint="See who evaluates with: kadflow evaluation show.",
            pesan="Dalam evaluasi ini tidak ada panel yang dimintakan persetujuan.",
            saran="Lihat para penilai dengan: kadflow evaluation show.",
            evaluation=evaluation.id,
        )
    if party.id not in others:
        raise NotPermittedError(
            f"{party.name} named the panel itself; the other parties answer about it.",
            hint="Ask their secretariats.",
            pesan=f"{party.name} sendiri yang menunjuk panel; pihak lain yang menjawab.",
            saran="Mintalah kepada Sekretariat TKKSD pihak lain.",
            party=party.id,
        )
    if command.consents and party.id in standing.consented:
        raise InvalidInputError(
            f"{party.name} has consented to this panel already.",
            pesan=f"{party.name} sudah menyetujui panel ini.",
        )
    if not command.consents:
        need_reason(deliberation, ("Keberatan atas panel", "An objection to the panel"))
    answered = deliberation.emit(
        "evaluation.panel_answered",
        {
            "evaluation": evaluation.id,
            "party": party.id,
            "consents": command.consents,
            "members": [each.id for each in evaluation.panel],
        },
        actor=actor,
        parts={**reason_part(deliberation), **letter_parts(deliberation)},
    )
    _tell(deliberation, answered, party, consents=command.consents)
    tell_if_complete(deliberation, evaluation)


def ask_about_panel(deliberation: Deliberation, evaluation: Evaluation, named: Sealed) -> None:
    """Ask the other parties' secretariats about a member who was just named."""
    if not evaluation.asks_panel:
        return
    others = others_of(deliberation.record)
    for party in deliberation.record.active_parties:
        if party.id in others:
            for office in deliberation.coordinators(party):
                deliberation.notify("panel_asked", office, named)


def _tell(
    deliberation: Deliberation, answered: Sealed, party: PartyRecord, *, consents: bool
) -> None:
    """Tell the other secretariats what a party said."""
    said = words_for(PANEL_WORDS, "consented" if consents else "objected")
    for each in deliberation.record.active_parties:
        if each.id != party.id:
            for office in deliberation.coordinators(each):
                deliberation.notify(
                    "panel_answered",
                    office,
                    answered,
                    party=party.name,
                    answer_id=said[0],
                    answer_en=said[1],
                )
