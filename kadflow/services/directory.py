"""Answers the engine's questions about people and offices.

Everything that is known about an organisation's offices is an event of its stream, so it is known
for certain as long as that stream ends where it did: what was read once is kept under the digest
of the stream's last entry. A command locks the ends of its parties' streams (shared, until the
commit) and asks for rows only where one of them has moved on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from kadflow.domain.calendars import Calendars
from kadflow.domain.people import Assistant, Chain, Holding, Mandate, Office, Roster
from kadflow.services.known_calendars import calendars_of
from kadflow.storage import history, people
from kadflow.storage.agreements import Head
from kadflow.storage.transactions import Transaction

MOST_ROSTERS = 2048
"""Organisations whose roster is kept; a large installation has some hundreds of parties."""

_UNKNOWN = Roster()


class Rosters:
    """Rosters of organisations by the digest of their stream's last entry, for all commands."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, Roster]] = {}

    def of(self, tx: Transaction, heads: Mapping[str, Head]) -> dict[str, Roster]:
        """The rosters of organisations whose streams are locked.

        Args:
            tx: The caller's transaction.
            heads: The end of each organisation's stream, read in that transaction.
        """
        found: dict[str, Roster] = {}
        changed = []
        for organisation, head in heads.items():
            kept = self._kept.get(organisation)
            if kept is not None and kept[0] == head.head:
                found[organisation] = kept[1]
            elif head.length <= 1:  # it was only added: nobody works there yet
                found[organisation] = _UNKNOWN
            else:
                changed.append(organisation)
        if changed:
            for organisation, roster in people.rosters(tx, changed).items():
                found[organisation] = roster
                self._keep(organisation, heads[organisation].head, roster)
        return found

    def _keep(self, organisation: str, head: str, roster: Roster) -> None:
        if len(self._kept) >= MOST_ROSTERS:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[organisation] = (head, roster)


class Directory:
    """What one transaction knows of the organisations that take part in it.

    Args:
        tx: The transaction.
        rosters: Kept from command to command.
    """

    def __init__(self, tx: Transaction, rosters: Rosters) -> None:
        self._tx = tx
        self._rosters = rosters
        self._expected: set[str] = set()
        self._heads: dict[str, Head] = {}  # of those whose roster was not wanted yet
        self._read: dict[str, Roster] = {}
        self._strangers: dict[str, Office | None] = {}
        self._calendars: dict[tuple[str, ...], Calendars] = {}

    def know(self, heads: Mapping[str, Head]) -> None:
        """Take over the ends of organisations' streams that were read and locked."""
        self._heads.update((o, head) for o, head in heads.items() if o not in self._read)

    def expect(self, organisations: Iterable[str]) -> None:
        """Organisations that take part; their streams are read and locked when first asked about."""
        self._expected.update(o for o in organisations if o not in self._read)

    def offices(self, organisation: str, role: str) -> Sequence[Office]:
        """Offices of an organisation that do that work, oldest first."""
        found = self._all().get(organisation)
        if found is None:
            self.expect((organisation,))
            found = self._all().get(organisation, _UNKNOWN)
        return found.doing(role)

    def office(self, office: str) -> Office | None:
        """One office, of whichever organisation."""
        for roster in self._all().values():
            known = roster.offices.get(office)
            if known is not None:
                return known
        if office not in self._strangers:
            self._strangers[office] = people.get_office(self._tx, office)
        return self._strangers[office]

    def holdings(self, person: str, on: str) -> Sequence[Holding]:
        """Offices that a person holds on a day in the organisations that take part."""
        held = chain.from_iterable(r.held_by(person) for r in self._all().values())
        return sorted((h for h in held if _holds(h, on)), key=_by_id)

    def holders(self, office: str) -> Sequence[Holding]:
        """Everybody who ever held an office of these organisations, in order."""
        for roster in self._all().values():
            if office in roster.offices:
                return roster.holders_of(office)
        return ()

    def mandates(self, person: str, on: str) -> Sequence[Mandate]:
        """Mandates of these organisations that a person has on a day."""
        given = chain.from_iterable(r.given_to(person) for r in self._all().values())
        return sorted((m for m in given if _holds(m, on)), key=_by_id)

    def assisted(self, person: str, on: str) -> Sequence[Office]:
        """Offices of these organisations that a person assists on a day."""
        found = [
            roster.offices[assistant.office]
            for roster in self._all().values()
            for assistant in roster.assisted_by(person)
            if _holds(assistant, on)
        ]
        return sorted(found, key=_by_id)

    def chain(self, organisation: str, template_key: str, gate: str) -> Chain | None:
        """The organisation's own chain for a gate, if it defined one."""
        return self._all().get(organisation, _UNKNOWN).chains.get((template_key, gate))

    def calendars(self, organisations: Sequence[str], *, every: bool = True) -> Calendars:
        """The national calendar together with those of some organisations."""
        key = (*sorted(organisations), str(every))
        if key not in self._calendars:
            self._calendars[key] = calendars_of(self._tx, organisations, every=every)
        return self._calendars[key]

    def _all(self) -> dict[str, Roster]:
        """The rosters of everybody who takes part."""
        if self._expected:
            wanted = sorted(self._expected.difference(self._heads, self._read))
            self._heads.update(history.share_streams(self._tx, wanted))
            self._expected.clear()
        if self._heads:
            self._read.update(self._rosters.of(self._tx, self._heads))
            self._heads.clear()
        return self._read


def _by_id(found: Holding | Mandate | Office) -> str:
    return found.id


def _holds(found: Holding | Mandate | Assistant, on: str) -> bool:
    return found.from_on <= on and (found.to_on is None or found.to_on >= on)
