"""Answers the engine's questions about people and offices from the rows of one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kadflow.domain.people import Chain, Holding, Mandate, Office
from kadflow.storage import people
from kadflow.storage.people import PersonRows
from kadflow.storage.transactions import Transaction


class Directory:
    """Looks each thing up once per transaction; what it read stays locked until the commit."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._known: dict[str, PersonRows] = {}
        self._expected: set[str] = set()
        self._offices: dict[tuple[str, str], list[Office]] = {}
        self._office: dict[str, Office | None] = {}
        self._holdings: dict[tuple[str, str], list[Holding]] = {}
        self._mandates: dict[tuple[str, str], list[Mandate]] = {}

    def know(self, person: str, rows: PersonRows) -> None:
        """Take over what was read of a person together with something else."""
        self._known[person] = rows

    def expect(self, organisations: Iterable[str]) -> None:
        """Organisations that will be asked about together: their offices are read at once."""
        self._expected.update(organisations)

    def offices(self, organisation: str, role: str) -> Sequence[Office]:
        """Offices of an organisation that do that work, oldest first."""
        key = (organisation, role)
        if key not in self._offices:
            wanted = sorted(self._expected | {organisation})
            for each, found in people.offices_of_several(self._tx, wanted, role).items():
                self._offices[each, role] = found
        return self._offices[key]

    def office(self, office: str) -> Office | None:
        """One office."""
        if office not in self._office:
            self._office[office] = people.get_office(self._tx, office)
        return self._office[office]

    def holdings(self, person: str, on: str) -> Sequence[Holding]:
        """Offices that a person holds on a day."""
        key = (person, on)
        if key not in self._holdings:
            known = self._known.get(person)
            self._holdings[key] = (
                people.holdings(self._tx, person, on)
                if known is None
                else [held for held in known.held if _holds(held, on)]
            )
        return self._holdings[key]

    def holders(self, office: str) -> Sequence[Holding]:
        """Everybody who ever held an office, in order."""
        return people.holders_locked(self._tx, office)

    def mandates(self, person: str, on: str) -> Sequence[Mandate]:
        """Mandates that a person has on a day."""
        key = (person, on)
        if key not in self._mandates:
            known = self._known.get(person)
            self._mandates[key] = (
                people.mandates(self._tx, person, on)
                if known is None
                else [given for given in known.given if _holds(given, on)]
            )
        return self._mandates[key]

    def chain(self, organisation: str, template_key: str, gate: str) -> Chain | None:
        """The organisation's own chain for a gate, if it defined one."""
        return people.get_chain(self._tx, organisation, template_key, gate)


def _holds(found: Holding | Mandate, on: str) -> bool:
    return found.from_on <= on and (found.to_on is None or found.to_on >= on)
