"""Who states a result in the name of a party, and what a command may name.

Rules, in order:

1. A party's results are stated by its own offices: its secretariat, and where the rule says so the
   unit that carries the work out.
2. What a party did on paper is recorded with its letter: its own by its own secretariat, that of a
   party on paper by the secretariat of any other.
3. No stage is asked for: practice records late, and what was done is a fact (practice 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.commands.results import File
from kadflow.domain.events import Actor
from kadflow.domain.people import ROLE_WORDS
from kadflow.domain.wording import Pair, day_words, listed, words_for
from kadflow.engine.authority import acting_as, may_act
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.paper import check_recorder
from kadflow.engine.terms import check_plain
from kadflow.errors import (
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from state_machines.template import Actor as MayAct

SECRETARIAT = ("coordinator",)
WORKING = ("coordinator", "unit")
"""Roles that state what a party does: its secretariat, and the units that carry it out."""

LONGEST = 10_000
"""Characters of a text in one entry."""


def party_of(deliberation: Deliberation, organisation: str) -> PartyRecord:
    """The party that an organisation is.

    Raises:
        NotFoundError: It is none here, or left.
    """
    party = deliberation.record.party_of(organisation)
    if party is None:
        raise NotFoundError(
            f"That organisation is no party of {deliberation.record.number}.",
            hint="See its parties with: kadflow agreement show.",
            pesan=f"Instansi itu bukan pihak dalam {deliberation.record.number}.",
            saran="Lihat para pihaknya dengan: kadflow agreement show.",
        )
    return party


def act_for(
    deliberation: Deliberation, party: PartyRecord, roles: Sequence[str], what: Pair
) -> Actor:
    """The actor of an act of a party: one of its own offices, or its paper and who records it.

    Raises:
        NotPermittedError: The person holds no such office of the party, or may not record for it.
    """
    if deliberation.envelope.evidence is not None:
        return recorded_for(deliberation, party, what)
    actor = own_office(deliberation, party, roles)
    if actor is None:
        day = deliberation.effective_on.date
        offices = listed(words_for(ROLE_WORDS, role) for role in roles)
        raise NotPermittedError(
            f"{what[1]} of {party.name} is not yours to do on {day}.",
            hint=f"It is done by an office of {party.name}: {offices[1]}. What came on paper is "
            "recorded with --evidence.",
            pesan=f"{what[0]} {party.name} bukan wewenang Anda pada {day_words(day)[0]}.",
            saran=f"Yang berwenang adalah perangkat {party.name}: {offices[0]}. Yang datang lewat "
            "surat dicatat dengan --evidence.",
            party=party.id,
        )
    return actor


def own_office(
    deliberation: Deliberation, party: PartyRecord, roles: Sequence[str]
) -> Actor | None:
    """The acting person as holder of an office of a party; None who holds none with such a role."""
    envelope = deliberation.envelope
    if envelope.person is None:
        return None
    held = [
        h
        for h in deliberation.directory.holdings(envelope.person, deliberation.effective_on.date)
        if h.organisation == party.organisation
        and h.role in roles
        and envelope.on_behalf_of in {None, h.office}
    ]
    return acting_as(deliberation, held[0]) if held else None


def own_party(
    deliberation: Deliberation, roles: Sequence[str], what: Pair
) -> tuple[Actor, PartyRecord]:
    """The acting person as holder of an office of some party, and that party.

    Raises:
        NotPermittedError: The person holds no office with such a role.
    """
    for party in deliberation.record.active_parties:
        actor = own_office(deliberation, party, roles)
        if actor is not None:
            return actor, party
    day = deliberation.effective_on.date
    offices = listed(words_for(ROLE_WORDS, role) for role in roles)
    raise NotPermittedError(
        f"{what[1]} is not yours to do on {day}.",
        hint=f"It is done by: {offices[1]}.",
        pesan=f"{what[0]} bukan wewenang Anda pada {day_words(day)[0]}.",
        saran=f"Yang berwenang: {offices[0]}.",
    )


def recorded_for(deliberation: Deliberation, party: PartyRecord, what: Pair) -> Actor:
    """The actor of what a party did on paper, after asking whether this person may record it."""
    may_act(deliberation, (MayAct.COORDINATOR,), what, for_office=False)
    check_recorder(deliberation, party)
    envelope = deliberation.envelope
    return Actor(
        principal=envelope.principal,
        authenticated="paper",
        organisation=party.organisation,
        instrument=envelope.evidence,
        recorder=envelope.person,
    )


def any_secretariat(deliberation: Deliberation, what: Pair) -> tuple[Actor, PartyRecord]:
    """The acting person as holder of a party's secretariat, and that party."""
    actor = may_act(deliberation, (MayAct.COORDINATOR,), what)
    return actor, party_of(deliberation, actor.organisation or "")


def unit_of(deliberation: Deliberation, party: PartyRecord, office: str | None) -> str | None:
    """The office of an executing unit, after looking whether it is the party's.

    Raises:
        InvalidInputError: It is an office of somebody else, or does not exist.
    """
    if office is None:
        return None
    known = deliberation.directory.office(office)
    if known is None or known.organisation != party.organisation:
        raise InvalidInputError(
            f"That is no office of {party.name}.",
            hint="See its offices with: kadflow organisation show.",
            pesan=f"Itu bukan jabatan pada {party.name}.",
            saran="Lihat jabatannya dengan: kadflow organisation show.",
        )
    return office


def text(value: str | None, what: Pair, *, longest: int = LONGEST) -> str:
    """A text that was typed, without the spaces around it.

    Raises:
        InvalidInputError: There is none, it is too long, or holds what cannot be stored.
    """
    typed = (value or "").strip()
    check_plain(typed, what)
    if not 1 <= len(typed) <= longest:
        raise InvalidInputError(
            f"{what[1]} has 1 to {longest} characters, not {len(typed)}.",
            hint="Write it, or attach a longer text as a file.",
            pesan=f"{what[0]} terdiri atas 1 sampai {longest} huruf, bukan {len(typed)}.",
            saran="Tuliskan, atau lampirkan teks yang lebih panjang sebagai berkas.",
        )
    return typed


def need_reason(deliberation: Deliberation, what: Pair) -> str:
    """The reason that was given.

    Raises:
        ReasonRequiredError: None was.
    """
    reason = deliberation.envelope.reason
    if not reason or not reason.strip():
        raise ReasonRequiredError(
            f"{what[1]} needs a reason.",
            hint="Give it with --reason.",
            pesan=f"{what[0]} memerlukan alasan.",
            saran="Isi alasannya dengan --reason.",
        )
    return reason


def file_data(file: File | None) -> dict[str, Any] | None:
    """A file as events name it."""
    if file is None:
        return None
    return {"digest": file.digest, "size": file.size, "media_type": file.media_type}


def file_parts(file: File | None) -> dict[str, Any]:
    """What stands beside an entry about its file."""
    if file is None:
        return {}
    check_plain(file.filename, ("Nama berkas", "The name of the file"))
    return {"filename": file.filename}


def reason_part(deliberation: Deliberation) -> dict[str, Any]:
    """What stands beside an entry about its reason, where one was given."""
    reason = deliberation.envelope.reason
    return {"reason": reason} if reason else {}


def other_party(
    deliberation: Deliberation, organisation: str | None, what: Pair
) -> tuple[Actor, PartyRecord]:
    """Who speaks as another party: its secretariat, or one that records its paper.

    Args:
        organisation: Id of the party whose paper it is; None for the acting person's own.
    """
    if organisation is None:
        return any_secretariat(deliberation, what)
    party = party_of(deliberation, organisation)
    return act_for(deliberation, party, SECRETARIAT, what), party
