"""What is late goes to the superior office, inside the same party and never beyond it.

Rules, in order:

1. Concerned is whoever is asked and has not answered: at the gate that the deadline is about, or
   at every gate that is open. Where nobody is asked, it is the secretariat of the party.
2. An office's superior is the one that its own organisation named. An office of another
   organisation is never told; where there is no superior, the own secretariat is.
3. Others learn from the shared record that the day has passed; to whom it went inside a party
   stays in that party's record.
4. A party on paper has no offices here: nothing is sent to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from kadflow.domain.agreements import DeadlineRecord, PartyRecord
from kadflow.domain.events import SYSTEM, Sealed
from kadflow.domain.wording import day_words
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.policies import policy_of
from kadflow.engine.rounds import offices_asked


def escalate(deliberation: Deliberation, deadline: DeadlineRecord, occasion: Sealed) -> None:
    """Tell the superiors of the offices that let a deadline pass."""
    day = day_words(deadline.due_on)
    for party in deliberation.record.active_parties:
        if deadline.subject not in {None, party.id} or party.participation == "paper":
            continue
        for late in _late(deliberation, deadline, party):
            for office in _above(deliberation, party, late):
                deliberation.emit(
                    "deadline.escalated",
                    {"deadline": deadline.id, "name": deadline.name, "of": late, "to": office},
                    stream=party.id,
                    actor=SYSTEM,
                )
                deliberation.notify(
                    "deadline_escalated",
                    office,
                    occasion,
                    deadline=deadline.name,
                    day_id=day[0],
                    day_en=day[1],
                )


def _late(
    deliberation: Deliberation, deadline: DeadlineRecord, party: PartyRecord
) -> Iterable[str]:
    policy = policy_of(deliberation.workflow, deadline.name)
    gate = policy.rule.after_gate if policy is not None else None
    late: dict[str, None] = {}
    for name, found in deliberation.record.rounds.items():
        elector = found.elector(party.id)
        if not found.is_open or elector is None or gate not in {None, name}:
            continue
        if elector.answer is None or not elector.answer.valid:
            late |= dict.fromkeys(offices_asked(deliberation, name, elector))
    return late or ([] if gate else deliberation.coordinators(party))


def _above(deliberation: Deliberation, party: PartyRecord, office: str) -> list[str]:
    known = deliberation.directory.office(office)
    superior = known.superior if known is not None else None
    above = deliberation.directory.office(superior) if superior else None
    if above is not None and above.organisation == party.organisation:
        return [above.id]
    return [each for each in deliberation.coordinators(party) if each != office]
