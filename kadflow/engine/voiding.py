"""A change voids exactly the answers that stood for what changed; the others stand.

Whoever lost an answer is asked to reconfirm: in the same round while it is open, in a new round
that carries everything else when it was already approved. While a state leaves its terms free,
rounds of states before it bind no longer, since what they approved is approved again.
"""

from __future__ import annotations

from collections.abc import Sequence

from kadflow.domain.agreements import ElectorRecord
from kadflow.domain.events import Sealed
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.rounds import ask, chain_of, open_round
from kadflow.engine.terms import is_bound, touched
from state_machines.template import Gate, Outcome


def void_touched(deliberation: Deliberation, changed: Sequence[str], occasion: Sealed) -> None:
    """Void exactly the answers that stood for a changed path, and ask their givers again.

    Args:
        changed: Paths of the record that the event changed.
        occasion: That event.
    """
    record, template = deliberation.record, deliberation.workflow.template
    bound = [path for path in changed if is_bound(template, path)]
    if not bound:
        return
    drafting = deliberation.state().edits == "free"
    for name in list(record.rounds):
        gate, found = deliberation.gate(name), record.rounds[name]
        if gate.opens.command or found.outcome == Outcome.NOT_ASKED:
            continue
        if drafting and found.settled:
            continue  # the text is being written again: the next gate approves all of it anew
        lost = [
            _void_elector(deliberation, name, gate, elector, bound) for elector in found.electors
        ]
        if found.is_open:
            if any(lost):
                ask(deliberation, name, occasion)
        elif (
            any(lost) if found.outcome == Outcome.APPROVED else found.reconfirming
        ) and found.outcome != _SUPERSEDED:
            open_round(deliberation, name, cause="reconfirm", reconfirming=True)


_SUPERSEDED = "superseded"


def _void_elector(
    deliberation: Deliberation,
    name: str,
    gate: Gate,
    elector: ElectorRecord,
    changed: Sequence[str],
) -> bool:
    chain = chain_of(deliberation, name, elector)
    lost = False
    for group in chain.groups if chain else []:
        for step in group:
            hit = touched(gate, step.role, changed) if step.answer else []
            if step.valid and hit:
                deliberation.emit(
                    "decision.voided",
                    {"gate": name, "office": step.office, "role": step.role, "paths": hit},
                    stream=elector.party,
                )
                lost = True
    answer = elector.answer
    if answer is None or not answer.valid:
        return lost
    hit = touched(gate, None, changed)
    if hit and (lost or answer.deemed or chain is None or elector.office is not None):
        deliberation.emit("answer.voided", {"gate": name, "party": elector.party, "paths": hit})
        return True
    return lost
