"""Opening an agreement and editing its terms.

Rules, in order:

1. The first party named is the initiating one; the coordinator of it opens the agreement.
2. Terms change freely while the state says ``edits: free``; under ``reconfirm`` they may change
   too, and approvals that covered them are asked again; ``closed`` means: by an addendum.
   Paths that are never bound (numbers, days, signatories) may always be filled in.
3. A value that does not change is not a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kadflow.domain.commands import Create, EditTerms, PartySpec
from kadflow.domain.events import OF_PART, Actor, Change
from kadflow.domain.people import Organisation
from kadflow.domain.wording import ORGANISATION_WORDS, day_words, listed, role_words, words_for
from kadflow.engine.authority import acting_as, may_act, refuse_mandate
from kadflow.engine.deliberation import Deliberation, missing_of
from kadflow.engine.terms import CHANGES, check_values, is_bound
from kadflow.engine.voiding import void_touched
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotPermittedError,
    TransitionRefusedError,
)
from state_machines.template import Actor as MayAct
from state_machines.template import Template

LOCAL = "@"
"""In a path of a new agreement, ``burdens_public.@2`` means its second party, which has no id yet."""


def create(
    deliberation: Deliberation,
    command: Create,
    *,
    agreement: str,
    number: str,
    organisations: Mapping[str, Organisation],
    changes: Mapping[str, Any] | None = None,
    joining: str | None = None,
    ground: str | None = None,
    warnings: tuple[tuple[str, str], ...] = (),
) -> None:
    """Open an agreement in its template's initial state.

    Args:
        agreement: Its id, which is also its shared stream.
        number: Human number, unique.
        organisations: Those named by the command, by id.
        changes: For an addendum: values that the parent's paths will have.
        joining: For an addendum: the organisation that joins or leaves.
        warnings: Limits of the parent that are exceeded: (code, sentence); need a reason.

    Raises:
        InvalidInputError: Too few or too many parties, a kind that the template does not bind,
            the same organisation twice, or terms that do not fit.
        NotPermittedError: The person does not coordinate for the initiating organisation.
    """
    template = deliberation.workflow.template
    if template.needs_parent and command.parent is None:
        raise InvalidInputError(
            f"The template {template.key} is opened only under another agreement.",
            hint="Open it from that agreement: kadflow agreement amend.",
            pesan=f"{template.title.id} hanya dibuka di bawah kerja sama lain.",
            saran="Bukalah dari kerja sama itu: kadflow agreement amend.",
        )
    entries, names = party_entries(deliberation, template, command.parties, organisations)
    actor = opening_actor(deliberation, command.parties[0].organisation)
    initial = template.initial_state
    stage = template.states[initial].stage
    parts: dict[str, Any] = dict(names)
    if deliberation.envelope.reason:
        parts["reason"] = deliberation.envelope.reason
    created = deliberation.emit(
        "agreement.created",
        {
            "number": number,
            "template_key": template.key,
            "state": initial,
            "stage": stage.value if stage else "",
            "parties": entries,
            "parent": command.parent,
            "purpose": command.purpose,
            "joining": joining,
            "ground": ground,
            "warnings": [code for code, _ in warnings],
        },
        stream=agreement,
        parts=parts,
        actor=actor,
    )
    deliberation.actor = actor
    for party in deliberation.record.parties:
        for office in deliberation.coordinators(party):
            deliberation.notify("agreement_opened", office, created)
    values = {_local(deliberation, path): value for path, value in command.terms.items()}
    checked = check_values(template, deliberation.record, values)
    checked |= {f"{CHANGES}.{path}": value for path, value in (changes or {}).items()}
    if checked:
        _set(deliberation, checked)
    needed = [name for name, term in template.terms.items() if term.required_from == initial]
    missing = missing_of(deliberation, needed)
    if missing:
        option = "--title TEXT" if command.purpose else f"--set {missing[0]}=..."
        raise FactMissingError(
            f"To open an agreement under '{deliberation.named.template()[1]}' these terms "
            f"are needed: {deliberation.named.paths(missing)[1]}.",
            hint=f"Give each, like {option}.",
            pesan=f"Untuk membuka kerja sama dengan alur '{deliberation.named.template()[0]}' "
            f"diperlukan: {deliberation.named.paths(missing)[0]}.",
            saran=f"Isi masing-masing, seperti {option}.",
            missing=missing,
        )


def party_entries(
    deliberation: Deliberation,
    template: Template,
    specs: tuple[PartySpec, ...],
    organisations: Mapping[str, Organisation],
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The parties as the creating event says them, and their names as parts."""
    check_party_count(template, len(specs))
    if len({spec.organisation for spec in specs}) != len(specs):
        raise InvalidInputError(
            "The same organisation is named twice.",
            hint="Name it once.",
            pesan="Instansi yang sama disebut dua kali.",
            saran="Sebutkan satu kali saja.",
        )
    entries, names = [], {}
    for position, spec in enumerate(specs):
        organisation = organisations[spec.organisation]
        check_party(deliberation, organisation)
        party = deliberation.new_id()
        entries.append(
            {
                "id": party,
                "organisation": organisation.id,
                "position": position,
                "kind": organisation.kind,
                "level": organisation.level or organisation.kind,
                "zone": organisation.zone,
                "initiating": position == 0,
                "participation": spec.participation,
            }
        )
        names[f"party.{party}.name"] = spec.name or organisation.name
    return entries, names


def check_party_count(template: Template, count: int) -> None:
    """Refuse fewer or more parties than the template binds."""
    rule = template.parties
    if count < rule.min or (rule.max is not None and count > rule.max):
        most = (
            (f" dan paling banyak {rule.max}", f" and at most {rule.max}")
            if rule.max
            else ("", "")
        )
        raise InvalidInputError(
            f"'{template.title.en}' binds at least {rule.min}{most[1]} parties, not {count}.",
            hint="Name each party once.",
            pesan=f"Alur '{template.title.id}' memerlukan sedikitnya {rule.min}{most[0]} pihak, "
            f"bukan {count}.",
            saran="Sebutkan setiap pihak satu kali.",
        )


def check_party(deliberation: Deliberation, organisation: Organisation) -> None:
    """Refuse an organisation that the template does not bind, or that cannot be a party now."""
    template = deliberation.workflow.template
    rule = template.parties
    if organisation.kind not in {kind.value for kind in rule.who}:
        bound = listed(words_for(ORGANISATION_WORDS, kind.value) for kind in rule.who)
        raise InvalidInputError(
            f"{organisation.name} is a "
            f"{words_for(ORGANISATION_WORDS, organisation.kind)[1]}, which "
            f"'{deliberation.named.template()[1]}' does not bind.",
            hint=f"It binds: {bound[1]}.",
            pesan=f"{organisation.name} adalah "
            f"{words_for(ORGANISATION_WORDS, organisation.kind)[0]}, yang tidak dapat "
            f"menjadi pihak dalam alur '{deliberation.named.template()[0]}'.",
            saran=f"Yang dapat menjadi pihak: {bound[0]}.",
            organisation=organisation.id,
        )
    if not organisation.autonomous:
        raise InvalidInputError(
            f"{organisation.name} is an administrative area, not an autonomous region.",
            hint="Its province is the party; name the area as an executing unit.",
            pesan=f"{organisation.name} adalah wilayah administratif, bukan daerah otonom.",
            saran="Yang menjadi pihak adalah provinsinya; sebutkan wilayah ini sebagai perangkat "
            "daerah pelaksana.",
            organisation=organisation.id,
        )
    if organisation.to_on is not None and organisation.to_on < deliberation.effective_on.date:
        raise InvalidInputError(
            f"{organisation.name} ended on {organisation.to_on}.",
            hint="Name its successor.",
            pesan=f"{organisation.name} sudah berakhir pada {day_words(organisation.to_on)[0]}.",
            saran="Sebutkan penerusnya.",
            organisation=organisation.id,
        )


def opening_actor(deliberation: Deliberation, organisation: str) -> Actor:
    """The acting person as coordinator of the organisation that opens an agreement."""
    envelope = deliberation.envelope
    day = deliberation.effective_on.date
    for held in deliberation.directory.holdings(envelope.person or "", day):
        if held.organisation == organisation and held.role == "coordinator":
            return acting_as(deliberation, held)
    refuse_mandate(
        deliberation, {MayAct.COORDINATOR.value}, ("Pembukaan kerja sama", "Opening an agreement")
    )
    raise NotPermittedError(
        "An agreement is opened by the cooperation secretariat of its first party.",
        hint="Act as a person who holds that office (--as PERSON).",
        pesan="Kerja sama dibuka oleh Sekretariat TKKSD dari pihak pertama.",
        saran="Bertindaklah sebagai pejabatnya (--as).",
        organisation=organisation,
    )


def edit_terms(deliberation: Deliberation, command: EditTerms) -> None:
    """Set or remove the values of some paths, and void what covered them.

    Raises:
        TransitionRefusedError: The state keeps its bound terms closed.
        InvalidInputError: A path or value does not fit; nothing is changed then.
    """
    template, state = deliberation.workflow.template, deliberation.state()
    if state.final is not None:
        raise TransitionRefusedError(
            "The agreement has ended; its terms stand as they are.",
            pesan="Kerja sama ini sudah berakhir; isinya tetap seperti adanya.",
        )
    deliberation.actor = _editor(deliberation, command.values)
    values = _check_values(deliberation, command.values)
    closed = [path for path in values if is_bound(template, path)]
    stating = [path for path in closed if _is_statement(template, path)]
    if state.edits == "closed" and set(closed) - set(stating):
        shut = deliberation.named.paths(sorted(set(closed) - set(stating)))
        raise TransitionRefusedError(
            f"In the state '{state.title.en}' the agreed terms are closed: {shut[1]}.",
            hint="Change them by an addendum: kadflow agreement amend.",
            pesan=f"Pada tahap '{state.title.id}' isi yang disepakati sudah tertutup: {shut[0]}.",
            saran="Ubah dengan addendum: kadflow agreement amend.",
            paths=closed,
        )
    _check_own(deliberation, values)
    _set(deliberation, values)


def _editor(deliberation: Deliberation, paths: Iterable[str]) -> Actor:
    """The actor of an edit: a coordinator, or an office that states all of these terms.

    A term is stated by the office that the template names; what a party states of its own budget
    and burdens, its finance office may state too.
    """
    terms, envelope = deliberation.workflow.template.terms, deliberation.envelope
    stated = [terms.get(path.partition(".")[0]) for path in paths]
    day = deliberation.effective_on.date
    for holding in deliberation.directory.holdings(envelope.person or "", day):
        chosen = envelope.on_behalf_of in {None, holding.office}
        states = all(
            term is not None
            and (term.stated_by == holding.role or (bool(term.per) and holding.role == "finance"))
            for term in stated
        )
        if chosen and states and deliberation.record.party_of(holding.organisation) is not None:
            return acting_as(deliberation, holding)
    return may_act(
        deliberation,
        (MayAct.COORDINATOR,),
        ("Pengisian pokok kerja sama", "Editing terms"),
        prepares=True,
    )


def _check_values(deliberation: Deliberation, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in their stored form; those that an addendum carries fit its parent's template."""
    template, record = deliberation.workflow.template, deliberation.record
    parent = deliberation.parent
    if record.purpose is None or parent is None:
        return check_values(template, record, values)
    prefix = f"{CHANGES}."
    own = {path: value for path, value in values.items() if not path.startswith(prefix)}
    carried = {path.removeprefix(prefix): values[path] for path in values if path not in own}
    fitting = check_values(parent.workflow.template, parent.record, carried)
    return check_values(template, record, own) | {
        f"{prefix}{path}": value for path, value in fitting.items()
    }


def _is_statement(template: Template, path: str) -> bool:
    """Whether a path is a party's own statement, as of its budget or its burdens."""
    name = path.partition(".")[0]
    return name != CHANGES and bool(template.terms[name].per)


def _check_own(deliberation: Deliberation, values: Mapping[str, Any]) -> None:
    """A party states its own burdens and budget; for a party on paper another one records them.

    A finance office only states; the shared text is the secretariats' to write.
    """
    template, record = deliberation.workflow.template, deliberation.record
    text = [path for path in values if not _is_statement(template, path)]
    if text:
        said = deliberation.named.paths(sorted(text)[:5])
        may_act(
            deliberation,
            (MayAct.COORDINATOR,),
            (f"Pengisian {said[0]}", f"Editing {said[1]}"),
            prepares=True,
        )
    for path in values:
        name, *rest = path.split(".")
        if not _is_statement(template, path):
            continue
        party = record.party(rest[0])
        own = party is not None and party.organisation == deliberation.actor.organisation
        if party is not None and not own and party.participation != "paper":
            raise NotPermittedError(
                f"'{deliberation.named.path(name)[1]}' of {party.name} is stated by "
                f"{party.name} itself.",
                hint="Ask its coordinator or finance office to state it.",
                pesan=f"'{deliberation.named.path(name)[0]}' dari {party.name} dinyatakan oleh "
                f"{party.name} sendiri.",
                saran="Mintalah sekretariat atau badan keuangannya yang mengisi.",
                path=path,
            )
        if own and party is not None and party.participation != "paper":
            _check_stated_by(deliberation, template.terms[name].stated_by.value, path)


def _check_stated_by(deliberation: Deliberation, role: str, path: str) -> None:
    """What another office than the secretariat has to state, that office states, where there is one.

    The finance officer states the budget, the liaison cannot (practice 8).
    """
    actor = deliberation.actor
    acting = deliberation.directory.office(actor.office or "")
    if role == MayAct.COORDINATOR or acting is None or acting.role == role:
        return
    if deliberation.directory.offices(actor.organisation or "", role):
        said, who = deliberation.named.path(path), role_words(role)
        raise NotPermittedError(
            f"'{said[1]}' is stated by: {who[1]}.",
            hint="Ask that office of your own organisation.",
            pesan=f"'{said[0]}' dinyatakan oleh {who[0]}.",
            saran="Mintalah jabatan itu di instansi Anda yang mengisi.",
            path=path,
            role=role,
        )


def _set(deliberation: Deliberation, values: Mapping[str, Any]) -> None:
    record = deliberation.record
    changes: list[Change] = []
    parts: dict[str, Any] = {}
    for path, value in values.items():
        stated = record.terms.get(path)
        # what an addendum removes from its parent is itself something that it says
        removed = value is None and not path.startswith(f"{CHANGES}.")
        if stated is None and removed:
            continue
        if stated is not None and not removed and _is_present(deliberation, path, value):
            continue
        changes.append(
            Change(
                path=path,
                old=stated.digest if stated else None,
                new=None if removed else OF_PART,
            )
        )
        if not removed:
            parts[path] = {"value": value}
    if not changes:
        return
    if deliberation.envelope.reason:
        # a term may itself be called "reason", as that of an addendum: its value keeps the name
        parts["reason" if "reason" not in parts else "reason.given"] = deliberation.envelope.reason
    edited = deliberation.emit("terms.edited", {}, changes=changes, parts=parts)
    void_touched(deliberation, [change.path for change in changes], edited)


def _is_present(deliberation: Deliberation, path: str, value: Any) -> bool:
    """Whether a path has that value now; long ones are compared where the caller read them."""
    stated = deliberation.record.terms[path]
    if stated.held:
        return bool(stated.value == value)
    return path in deliberation.term_values and bool(deliberation.term_values[path] == value)


def _local(deliberation: Deliberation, path: str) -> str:
    """A path with ``@n`` replaced by the id of the n-th party."""
    names = path.split(".")
    for place, name in enumerate(names):
        if name.startswith(LOCAL) and name[1:].isdigit():
            position = int(name[1:]) - 1
            parties = deliberation.record.parties
            if not 0 <= position < len(parties):
                raise InvalidInputError(
                    f"The path {path!r} names a party that does not exist.",
                    hint=f"There are {len(parties)}: @1 to @{len(parties)}.",
                    pesan=f"{path!r} menyebut pihak yang tidak ada.",
                    saran=f"Pihaknya ada {len(parties)}: @1 sampai @{len(parties)}.",
                )
            names[place] = parties[position].id
    return ".".join(names)


def localise(deliberation: Deliberation, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with ``@n`` in their paths replaced by the ids of the parties."""
    return {_local(deliberation, path): value for path, value in values.items()}
