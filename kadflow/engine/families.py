"""Agreements under agreements: a PKS under its KB, an addendum that changes its parent.

Rules, in order:

1. A child is opened where the template of the parent says so, in the states it names, unless an
   undecided gate of the parent blocks it (PP 28/2018 art 6: the council before the PKS).
2. Limits of the parent (its term, parties, subjects) warn: the warning is recorded with the
   reason that was given for it, and never blocks (practice 22).
3. An addendum carries the values that its parent's paths will have. When it is concluded, the
   parent changes in the same commit, unless the parent itself has ended by then: what it covered is amended, whoever joins or leaves does.
   What children make of their parent otherwise is computed on reading.
4. An extension that comes after the term was over leaves a finding of the days without a basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kadflow.domain.commands import Create, OpenChild, PartySpec
from kadflow.domain.events import OF_PART, Change
from kadflow.domain.people import Organisation
from kadflow.domain.wording import COMMAND_WORDS, choices, day_words, words_for
from kadflow.engine.authority import may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.drafting import check_party, check_party_count, create, localise
from kadflow.engine.limits import end_of, exceeded, unevaluated, warned
from kadflow.engine.rounds import renew_rounds
from kadflow.engine.standing import asking, check_ground, listed, refuse_if_suspended
from kadflow.engine.terms import CHANGES, check_values
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    TransitionRefusedError,
)
from state_machines.template import Actor, Child, Outcome

PURPOSES = ("amend", "extend", "join", "leave")


def open_child(
    parent: Deliberation,
    child: Deliberation,
    command: OpenChild,
    *,
    agreement: str,
    number: str,
    organisations: Mapping[str, Organisation],
) -> None:
    """Open an agreement under another, in both records.

    Args:
        parent: Deliberation on the parent; its envelope gives who and why.
        child: Deliberation on the new agreement, under its own template.
        agreement: Id of the child.
        organisations: Its parties' organisations by id.

    Raises:
        TransitionRefusedError: The parent allows no such child now.
        GateNotMetError: An undecided gate of the parent blocks it.
        ReasonRequiredError: It exceeds a limit of the parent and no reason was given.
    """
    record = parent.record
    if command.purpose is None:
        refuse_if_suspended(parent, ("Pembukaan turunan", "Opening an agreement under it"))
        rule = _child_rule(parent, child)
        parent.actor = may_act(
            parent,
            (Actor.COORDINATOR,),
            ("Pembukaan kerja sama turunan", "Opening an agreement under another"),
        )
        limits = rule.limits
    else:
        _check_purpose(parent, command, organisations)
        limits = ()
    _check_blocks(parent, command.purpose or child.workflow.template.key, child)
    specs = command.parties or tuple(
        PartySpec(p.organisation, p.name, p.participation) for p in record.active_parties
    )
    if command.purpose == "join" and command.organisation is not None:
        specs = (*specs, PartySpec(command.organisation))
    changes = check_values(parent.workflow.template, record, localise(parent, command.changes))
    warnings = exceeded(record, parent.workflow.template, command, child, specs, limits)
    if command.purpose == "extend":
        warnings += unevaluated(record, parent.workflow.template)
    if warnings and not parent.envelope.reason:
        raise warned(warnings)
    specs = _initiator_first(parent, specs)
    create(
        child,
        Create(
            template=command.template,
            parties=specs,
            terms=command.terms,
            parent=record.id,
            purpose=command.purpose,
        ),
        agreement=agreement,
        number=number,
        organisations=organisations,
        changes=changes,
        joining=command.organisation,
        ground=command.ground,
        warnings=tuple((code, english) for code, _, english in warnings),
    )
    parent.emit(
        "child.opened",
        {
            "child": agreement,
            "number": number,
            "template_key": child.workflow.template.key,
            "purpose": command.purpose,
            "warnings": [code for code, _, _ in warnings],
        },
    )


def _child_rule(parent: Deliberation, child: Deliberation) -> Child:
    record, child_title = parent.record, child.named.template()
    rules = rules_for(parent, child)
    for rule in rules:
        if record.state in rule.in_:
            return rule
    raise TransitionRefusedError(
        f"Under {record.number} no '{child_title[1]}' can be opened in the state "
        f"'{parent.named.state(record.state)[1]}'.",
        hint=f"It can be in: {parent.named.states(rules[0].in_)[1]}.",
        pesan=f"Di bawah {record.number} belum dapat dibuka '{child_title[0]}' pada tahap "
        f"'{parent.named.state(record.state)[0]}'.",
        saran=f"Dapat dibuka pada tahap: {parent.named.states(rules[0].in_)[0]}.",
        state=record.state,
    )


def rules_for(parent: Deliberation, child: Deliberation) -> list[Child]:
    """What the parent's template says of such a child, in whichever state."""
    template = parent.workflow.template
    key, child_title = child.workflow.template.key, child.named.template()
    rules = [rule for rule in template.children if rule.template == key]
    if not rules:
        offered = ", ".join(rule.template for rule in template.children)
        allowed = (offered or "tidak ada", offered or "none")
        raise InvalidInputError(
            f"Under '{parent.named.template()[1]}' no '{child_title[1]}' is opened.",
            hint=f"Possible under it: {allowed[1]}.",
            pesan=f"Di bawah '{parent.named.template()[0]}' tidak dapat dibuka "
            f"'{child_title[0]}'.",
            saran=f"Yang dapat dibuka: {allowed[0]}.",
            template=key,
        )
    return rules


def _check_purpose(
    parent: Deliberation, command: OpenChild, organisations: Mapping[str, Organisation]
) -> None:
    purpose = command.purpose or ""
    if purpose not in PURPOSES:
        raise InvalidInputError(
            f"An addendum has no purpose {purpose!r}.",
            hint=f"It is one of: {choices(COMMAND_WORDS, PURPOSES)[1]}.",
            pesan=f"Addendum tidak mengenal tujuan {purpose!r}.",
            saran=f"Pilihannya: {choices(COMMAND_WORDS, PURPOSES)[0]}.",
        )
    rule = listed(parent, purpose)
    parent.actor = may_act(parent, rule.by, asking(purpose))
    check_ground(rule, purpose, command.ground)
    if rule.child is None:
        raise InvalidInputError(
            f"The {words_for(COMMAND_WORDS, purpose)[1]} is decided by an approval here, "
            "not by an addendum.",
            hint=f"Use: kadflow agreement {purpose}.",
            pesan=f"Untuk {words_for(COMMAND_WORDS, purpose)[0]} diperlukan persetujuan, bukan "
            "addendum.",
            saran=f"Gunakan: kadflow agreement {purpose}.",
        )
    if purpose in {"amend", "extend"} and not command.changes:
        raise InvalidInputError(
            f"An addendum for an {words_for(COMMAND_WORDS, purpose)[1]} says what changes.",
            hint="Give at least one --set PATH=VALUE.",
            pesan=f"Addendum untuk {words_for(COMMAND_WORDS, purpose)[0]} harus menyebut apa yang "
            "berubah.",
            saran="Isi sedikitnya satu perubahan dengan --set.",
        )
    if purpose in {"join", "leave"} and command.organisation is None:
        raise InvalidInputError(
            f"Say who is to {purpose}.",
            hint="Give --organisation NAME.",
            pesan=f"Sebutkan siapa yang dimaksud dalam {words_for(COMMAND_WORDS, purpose)[0]}.",
            saran="Isi dengan --organisation.",
        )
    if command.organisation is not None and purpose in {"join", "leave"}:
        _check_membership(parent, purpose, organisations[command.organisation])


def _check_membership(parent: Deliberation, purpose: str, organisation: Organisation) -> None:
    """Who joins is one that the parent's template binds and no party yet; enough stay behind."""
    record, template = parent.record, parent.workflow.template
    present = [party.organisation for party in record.active_parties]
    inside = organisation.id in present
    if inside != (purpose == "leave"):
        what = "is a party already" if inside else "is no party"
        apa = "sudah menjadi pihak" if inside else "bukan pihak"
        raise InvalidInputError(
            f"{organisation.name} {what} of {record.number}.",
            hint="Check --organisation.",
            pesan=f"{organisation.name} {apa} dalam {record.number}.",
            saran="Periksa --organisation.",
        )
    after = [id_ for id_ in present if id_ != organisation.id]
    if purpose == "join":
        after.append(organisation.id)
        check_party(parent, organisation)
    check_party_count(template, len(after))


def _check_blocks(parent: Deliberation, what: str, child: Deliberation) -> None:
    opened = words_for(COMMAND_WORDS, what) if what in COMMAND_WORDS else child.named.template()
    what_words = (
        f"{opened[0][:1].upper()}{opened[0][1:]}",
        f"{opened[1][:1].upper()}{opened[1][1:]}",
    )
    for name, gate in parent.workflow.template.gates.items():
        found = parent.record.rounds.get(name)
        undecided = found is None or found.outcome not in {Outcome.APPROVED, Outcome.NOT_ASKED}
        if what in gate.blocks and parent.record.state in gate.in_ and undecided:
            raise GateNotMetError(
                f"{what_words[1]} waits for '{gate.title.en}'.",
                hint="See what it waits for with: kadflow agreement explain.",
                pesan=f"{what_words[0]} menunggu '{gate.title.id}'.",
                saran="Lihat apa yang ditunggu dengan: kadflow agreement explain.",
                gate=name,
            )


def _initiator_first(parent: Deliberation, specs: tuple[PartySpec, ...]) -> tuple[PartySpec, ...]:
    """The acting coordinator's organisation first: who opens a child initiates it."""
    own = parent.actor.organisation
    first = [spec for spec in specs if spec.organisation == own]
    return (*first, *(spec for spec in specs if spec.organisation != own))


def conclude(child: Deliberation, parent: Deliberation) -> None:
    """Let a child that has come to an end change its parent, in both records' one commit."""
    state = child.state()
    if state.final is None:
        return
    concluded = state.final == "completed"
    link = next((c for c in parent.record.children if c.id == child.record.id), None)
    if link is None or not link.open:
        return
    parent.actor = child.actor
    too_late = parent.state().final is not None
    parent.emit(
        "child.closed",
        {"child": child.record.id, "concluded": concluded, "too_late": concluded and too_late},
    )
    if not concluded or too_late or child.record.purpose is None:
        return
    if child.record.purpose in {"amend", "extend"}:
        ended = end_of(parent.workflow.template, parent.record)
        _amend(child, parent)
        _find_gap(child, parent, ended)
    elif child.record.purpose == "join":
        _join(child, parent)
        renew_rounds(parent, cause="join")
    elif child.record.purpose == "leave":
        party = parent.record.party_of(child.record.joining or "")
        if party is not None:
            parent.emit("party.left", {"party": party.id, "ground": child.record.ground})
            renew_rounds(parent, cause="leave")


def _amend(child: Deliberation, parent: Deliberation) -> None:
    changes, parts = [], {}
    for path in sorted(child.record.terms):
        if not path.startswith(f"{CHANGES}."):
            continue
        target = path.removeprefix(f"{CHANGES}.")
        value = child.term_values.get(path, child.record.terms[path].value)
        stated = parent.record.terms.get(target)
        if stated is None and value is None:
            continue
        changes.append(
            Change(
                path=target,
                old=stated.digest if stated else None,
                new=None if value is None else OF_PART,
            )
        )
        if value is not None:
            parts[target] = {"value": value}
    parent.emit(
        "agreement.amended",
        {
            "addendum": child.record.id,
            "number": child.record.number,
            "purpose": child.record.purpose,
        },
        changes=changes,
        parts=parts,
    )


def _find_gap(child: Deliberation, parent: Deliberation, ended: date | None) -> None:
    """Say for how long there was no basis, when an extension is signed after the term was over.

    It is never smoothed over (practice 12): neither by the new term's first day, nor by a day of
    entry into force that is written earlier than the signature.
    """
    now_ends = end_of(parent.workflow.template, parent.record)
    signed = date.fromisoformat(child.effective_on.date)
    days = (signed - ended).days - 1 if ended is not None else 0
    if ended is None or days < 1 or (now_ends is not None and now_ends <= ended):
        return
    stated = child.record.terms.get("effective_day")
    written = str(stated.value) if stated is not None and stated.held else None
    first, last = ended + timedelta(days=1), signed - timedelta(days=1)
    backdated = written is not None and written <= last.isoformat()
    words = (day_words(first.isoformat())[0], day_words(last.isoformat())[0])
    parent.emit(
        "finding.raised",
        {
            "finding": parent.new_id(),
            "rule": "term.backdated" if backdated else "term.gap",
            "source": None,
            "verified": False,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "days": days,
            "addendum": child.record.id,
            "written": written,
        },
        parts={"reason": f"Tidak ada dasar {days} hari: {words[0]} sampai {words[1]}."},
    )


def _join(child: Deliberation, parent: Deliberation) -> None:
    joining = child.record.party_of(child.record.joining or "")
    if joining is None:
        return
    party = parent.new_id()
    parent.emit(
        "party.joined",
        {
            "id": party,
            "organisation": joining.organisation,
            "position": max(p.position for p in parent.record.parties) + 1,
            "kind": joining.kind,
            "level": joining.level,
            "zone": joining.zone,
            "initiating": False,
            "accepted": True,
            "participation": joining.participation,
            "addendum": child.record.id,
        },
        parts={f"party.{party}.name": joining.name},
    )
