"""Risks are written down and looked at again.

Rules, in order:

1. A party's own offices write down and assess what it watches; what a party on paper wrote is
   recorded with its letter.
2. Likelihood and impact are stated classes; an assessment replaces what it names, and nothing else.
3. A risk that happened or was closed is said so with a reason.
4. The day on which it is to be looked at again is a deadline of the party that watches it, by which
   nobody is late: its secretariat is told once, when that day has come. Whoever assesses the risk
   on that day or later has looked at it; a new day tells again. One that happened or was closed is not looked at.
"""

from __future__ import annotations

from datetime import date

from kadflow.domain.agreements import PartyRecord, deadline_key
from kadflow.domain.calendars import NO_CALENDARS
from kadflow.domain.commands import AddRisk, AssessRisk
from kadflow.domain.events import SYSTEM
from kadflow.domain.risks import CATALOGUE, CLASSES, OTHER, STATUSES, WATCHED, Risk, Risks
from kadflow.domain.wording import choices
from kadflow.domain.wording.results import IMPACT_WORDS, LIKELIHOOD_WORDS, RISK_WORDS
from kadflow.engine.counting import count
from kadflow.engine.deadlines import REVIEW, due_on, set_deadline
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.naming import RISK
from kadflow.engine.policies import has_ended
from kadflow.engine.results.acting import (
    WORKING,
    act_for,
    need_reason,
    party_of,
    reason_part,
    text,
)
from kadflow.engine.results.obligations import check_due
from kadflow.errors import InvalidInputError, NotFoundError


def add_risk(deliberation: Deliberation, command: AddRisk) -> None:
    """Write down what may go wrong."""
    party = party_of(deliberation, command.organisation)
    actor = act_for(deliberation, party, WORKING, ("Pencatatan risiko", "Writing down a risk"))
    if command.cause not in CATALOGUE and command.cause != OTHER:
        known = choices({name: risk.title for name, risk in CATALOGUE.items()})
        raise InvalidInputError(
            f"{command.cause!r} is no cause in the catalogue.",
            hint=f"It is one of: {known[1]}, or other.",
            pesan=f"{command.cause!r} tidak ada dalam katalog penyebab.",
            saran=f"Pilih salah satu: {known[0]}, atau other.",
        )
    _check_classes(command.likelihood, command.impact)
    check_due(command.review_on)
    parts = {"text": text(command.text, ("Risiko", "The risk"))}
    if command.mitigation is not None:
        parts["mitigation"] = text(command.mitigation, ("Mitigasi", "The mitigation"))
    added = deliberation.emit(
        "risk.identified",
        {
            "risk": deliberation.new_id(),
            "party": party.id,
            "cause": command.cause,
            "likelihood": command.likelihood,
            "impact": command.impact,
            "status": "open",
            "review_on": command.review_on,
        },
        actor=actor,
        parts=parts,
    )
    if command.review_on is not None:
        _set_review(deliberation, added.event.number, party, command.review_on)


def assess_risk(deliberation: Deliberation, command: AssessRisk) -> None:
    """Look at a risk again."""
    risk = deliberation.chapter(Risks).entries.get(command.risk)
    if risk is None:
        raise NotFoundError(
            f"{deliberation.record.number} has no such risk.",
            hint="See its risks with: kadflow risk show.",
            pesan=f"{deliberation.record.number} tidak mempunyai risiko itu.",
            saran="Lihat risikonya dengan: kadflow risk show.",
        )
    party = deliberation.record.party(risk.party)
    assert party is not None  # noqa: S101 - a risk is written down for a party only
    what = ("Penilaian risiko", "Assessing a risk")
    actor = act_for(deliberation, party, WORKING, what)
    before = risk.review_on
    likelihood = risk.likelihood if command.likelihood is None else command.likelihood
    impact = risk.impact if command.impact is None else command.impact
    _check_classes(likelihood, impact)
    status = command.status or risk.status
    if status not in STATUSES:
        raise InvalidInputError(
            f"A risk is not {status!r}.",
            hint=f"It is: {choices(RISK_WORDS)[1]}.",
            pesan=f"Keadaan risiko tidak dapat {status!r}.",
            saran=f"Pilihannya: {choices(RISK_WORDS)[0]}.",
        )
    check_due(command.review_on)
    parts = reason_part(deliberation)
    if status in {"happened", "closed"} and status != risk.status:
        parts["reason"] = need_reason(deliberation, what)
    if command.mitigation is not None:
        parts["mitigation"] = text(command.mitigation, ("Mitigasi", "The mitigation"))
    deliberation.emit(
        "risk.assessed",
        {
            "risk": risk.id,
            "likelihood": likelihood,
            "impact": impact,
            "status": status,
            "review_on": command.review_on or before,
        },
        actor=actor,
        parts=parts,
    )
    day = command.review_on or before
    ahead = day is not None and (day != before or day > deliberation.effective_on.date)
    _schedule(deliberation, risk, party, day if ahead and status in WATCHED else None)


def _schedule(deliberation: Deliberation, risk: Risk, party: PartyRecord, day: str | None) -> None:
    """Settle the day of review that has passed, and let the one to come be what was assessed."""
    record, key = deliberation.record, deadline_key(f"{RISK}{risk.number}", party.id)
    for passed in [each for each in record.overdue if each.key == key]:
        deliberation.emit("deadline.settled", {"deadline": passed.id}, actor=SYSTEM)
    for running in [each for each in record.deadlines if each.key == key]:
        if running.due_on == day:
            return
        deliberation.emit("deadline.withdrawn", {"deadline": running.id}, actor=SYSTEM)
    if day is not None:
        _set_review(deliberation, risk.number, party, day)


def _set_review(deliberation: Deliberation, risk: int, party: PartyRecord, day: str) -> None:
    if has_ended(deliberation):
        return
    counted = count(date.fromisoformat(day), None, NO_CALENDARS)
    set_deadline(
        deliberation,
        due_on(deliberation, counted, party),
        name=f"{RISK}{risk}",
        effect=REVIEW,
        subject=party.id,
        start=day,
        source=None,
        ladder=(0,),
    )


def _check_classes(likelihood: int, impact: int) -> None:
    if likelihood not in CLASSES or impact not in CLASSES:
        likely, bad = (
            choices({str(n): pair for n, pair in words.items()})
            for words in (LIKELIHOOD_WORDS, IMPACT_WORDS)
        )
        raise InvalidInputError(
            "Likelihood and impact are classes of 1 to 5.",
            hint=f"Likelihood: {likely[1]}. Impact: {bad[1]}.",
            pesan="Kemungkinan dan dampak adalah kelas 1 sampai 5.",
            saran=f"Kemungkinan: {likely[0]}. Dampak: {bad[0]}.",
        )
