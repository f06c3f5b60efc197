"""A parent that becomes known after its child is linked later.

Rules, in order:

1. A party of both links them, whatever state the two are in; a register is believed as it is at a
   registration (practice 22).
2. The templates must belong together, and the limits of the parent warn as they do on opening.
3. An agreement has one parent, and none is its own ancestor.
"""

from __future__ import annotations

from kadflow.domain.commands import OpenChild, PartySpec
from kadflow.domain.events import Actor
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.families import rules_for
from kadflow.engine.limits import exceeded, warned
from kadflow.errors import InvalidInputError, NotPermittedError
from state_machines.template import Actor as MayAct


def link(parent: Deliberation, child: Deliberation, *, actor: Actor | None = None) -> None:
    """Put an agreement that exists under the one that it belongs to, in both records.

    Args:
        parent: Deliberation on the agreement above.
        child: Deliberation on the one that is linked; its envelope gives who and why.
        actor: Who reads the register that says so, which is believed as at a registration; None
            asks for the right of a secretariat, and whether the two may belong together.

    Raises:
        InvalidInputError: It has a parent already, would be its own ancestor, or the two
            templates do not belong together.
        NotPermittedError: The person's party is not a party of both.
        ReasonRequiredError: It exceeds a limit of the parent and no reason was given.
    """
    record = child.record
    if record.parent is not None:
        raise InvalidInputError(
            f"{record.number} is under another agreement already.",
            hint="See it with: kadflow agreement show.",
            pesan=f"{record.number} sudah berada di bawah kerja sama lain.",
            saran="Lihat dengan: kadflow agreement show.",
        )
    if record.id in {parent.record.id, parent.record.parent}:
        raise InvalidInputError(
            f"{record.number} cannot be under itself.",
            hint="Name the agreement above it.",
            pesan=f"{record.number} tidak dapat berada di bawah dirinya sendiri.",
            saran="Sebutkan kerja sama induknya.",
        )
    parent.actor = child.actor = actor or _linking(parent, child)
    limits = () if actor else rules_for(parent, child)[0].limits
    warnings = _own_excess(parent, child, limits)
    if warnings and not child.envelope.reason:
        raise warned(warnings)
    reason = child.envelope.reason
    parts = {"reason": reason} if reason else {}
    child.emit(
        "parent.linked", {"parent": parent.record.id, "number": parent.record.number}, parts=parts
    )
    parent.emit(
        "child.linked",
        {
            "child": record.id,
            "number": record.number,
            "template_key": record.template_key,
            "purpose": None,
            "warnings": [code for code, _, _ in warnings],
        },
        parts=parts,
    )
    state = child.state()
    if state.final is not None:
        ended = {"child": record.id, "concluded": state.final == "completed", "too_late": False}
        parent.emit("child.closed", ended)


def _linking(parent: Deliberation, child: Deliberation) -> Actor:
    actor = may_act(
        child,
        (MayAct.COORDINATOR,),
        ("Penghubungan dengan kerja sama induk", "Linking to the agreement above"),
    )
    if parent.record.party_of(actor.organisation or "") is None:
        raise NotPermittedError(
            f"Your organisation is no party of {parent.record.number}.",
            hint="A party of both agreements links them.",
            pesan=f"Instansi Anda bukan pihak dalam {parent.record.number}.",
            saran="Yang menghubungkan adalah pihak dalam kedua kerja sama itu.",
        )
    return actor


def _own_excess(
    parent: Deliberation, child: Deliberation, limits: tuple[str, ...]
) -> list[tuple[str, str, str]]:
    """What an agreement that exists goes beyond in the one above it."""
    record = child.record
    wanted = OpenChild(
        agreement=parent.record.id,
        template=record.template,
        terms={path: term.value for path, term in record.terms.items() if term.held},
    )
    specs = tuple(PartySpec(party.organisation) for party in record.active_parties)
    return exceeded(parent.record, parent.workflow.template, wanted, child, specs, limits)
