"""What a report says of itself: who issues it, who signs it, from which offices of that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kadflow.domain.people import CAPACITY_WORDS, Holding, Organisation, Roster
from kadflow.domain.wording import role_words
from kadflow.reports.composing.outline import Outline
from kadflow.reports.content import Signer
from kadflow.storage import people
from kadflow.storage.transactions import Transaction


def sign_off_roles(outline: Outline, roster: Roster) -> tuple[str, ...]:
    """The roles that sign a report off, in order: the organisation's own chain, or the outline's.

    An organisation defines its chain as for a gate: under the key ``report`` and the outline's key.
    A role that no office of the organisation has is left out, so that nothing waits for nobody.
    """
    own = roster.chains.get(("report", outline.key))
    if own is not None:
        return tuple(role for group in own.groups for role in group)
    named = [role for section in outline.sections for role in section.signers]
    return tuple(role for role in dict.fromkeys(named) if roster.doing(role))


def signers_of(
    tx: Transaction,
    organisation: Organisation,
    roster: Roster,
    roles: Iterable[str],
    day: str,
    language: str,
) -> dict[str, Signer]:
    """The offices of some roles with their holders of a day; a vacant one stays without a name."""
    found = {}
    place = 0 if language == "id" else 1
    for role in roles:
        office = next(iter(roster.doing(role)), None)
        if office is None:
            title = f"{role_words(role)[place]} {organisation.name}"
            found[role] = Signer(office=title)
            continue
        held = _present(roster.holders_of(office.id), day)
        person = people.get_person(tx, held.person) if held is not None else None
        acting = (
            CAPACITY_WORDS[held.capacity][place]
            if held is not None and held.capacity != "definitive"
            else ""
        )
        title = office.titles[place]
        found[role] = Signer(
            office=f"{title} {organisation.name}" if organisation.name not in title else title,
            name=person[3] if person is not None else "",
            note=acting,
        )
    return found


def _present(holders: Sequence[Holding], day: str) -> Holding | None:
    """Who holds an office on a day; who acts goes before who is merely definitive and away."""
    now = [h for h in holders if h.from_on <= day and (h.to_on is None or h.to_on >= day)]
    acting = [h for h in now if h.capacity != "definitive"]
    return next(iter(acting or now), None)
