"""Which organisations the parties of a row are: found, or still to be added.

Rules, in order:

1. A region is found by its official code; an organ of a government (dinas, RSUD, kecamatan) is
   its government, under the name as printed (practice 21). One government is one party.
2. Other bodies are found by their name in normalised form, or are added with the kind that their
   words show.
3. Whoever cannot be told is nobody's party: a name that fits two regions, a body of unknown kind,
   a village (its own regime), "16 others". The text stays in the row's original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from kadflow.domain.people import Organisation
from kadflow.intake import spelling
from kadflow.intake.records import RecordedParty

DEFAULT_ZONE = "Asia/Jakarta"

_KINDS = {
    "central": "central",
    "company": "company",
    "hospital": "company",  # private ones: those of a government are its organs
    "university": "university",
    "association": "community",
    "foreign": "foreign_government",
}
_FOREIGN_INSTITUTION = re.compile(
    r"\b(?:universit\w*|institut\w*|college|academy|foundation|company|corporation|agency|ltd|inc|"
    r"gmbh|hospital|school|association|bank)\b",
    re.IGNORECASE,
)


class FoundParty(msgspec.Struct):
    """One party as it will be registered.

    Attributes:
        key: Name of the organisation inside the book.
        organisation: None while it is still to be added.
        name: As printed; of the first of several organs of one government.
        kind: Kind of the organisation.
    """

    key: str
    organisation: Organisation | None
    name: str
    kind: str


class FoundParties(msgspec.Struct):
    """The parties of a row.

    Attributes:
        parties: In the order of the source, each organisation once.
        positions: Position among ``parties`` by position in the source; None for the unknown.
        unknown: Names, as printed, that stand for no known organisation.
    """

    parties: list[FoundParty]
    positions: list[int | None]
    unknown: list[str]

    @property
    def zone(self) -> str:
        """Zone of the first organisation that has one."""
        return next((p.organisation.zone for p in self.parties if p.organisation), DEFAULT_ZONE)


class OrganisationBook:
    """The organisations known here, by official code and by normalised name."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._known: dict[str, Organisation] = {}
        for organisation in organisations:
            self.learn(organisation)

    def learn(self, organisation: Organisation) -> None:
        """Take in an organisation; those that ended are not found."""
        if organisation.to_on is None:
            key = organisation.code or name_key(organisation.name)
            self._known.setdefault(key, organisation)

    def get(self, key: str) -> Organisation | None:
        """The organisation of that key."""
        return self._known.get(key)

    def find(self, parties: Sequence[RecordedParty]) -> FoundParties:
        """Tell who the parties of a row are."""
        found = FoundParties([], [], [])
        places: dict[str, int] = {}
        for party in parties:
            resolved = self._resolve(party)
            if resolved is None:
                found.positions.append(None)
                found.unknown.append(party.name)
                continue
            if resolved.key not in places:
                places[resolved.key] = len(found.parties)
                found.parties.append(resolved)
            found.positions.append(places[resolved.key])
        return found

    def _resolve(self, party: RecordedParty) -> FoundParty | None:
        if party.region is not None:
            region = self._known.get(party.region)
            if region is None:
                return None
            return FoundParty(party.region, region, party.name, region.kind)
        if party.kind not in _KINDS:
            return None
        key = name_key(party.name)
        known = self._known.get(key)
        if known is not None:
            return FoundParty(key, known, party.name, known.kind)
        return FoundParty(key, None, party.name, _kind(party))


def name_key(name: str) -> str:
    """The form in which names are compared: without case, accents, dots and spaces."""
    return f"={spelling.key(spelling.words(name)) or ' '.join(name.casefold().split())}"


def _kind(party: RecordedParty) -> str:
    if party.kind == "foreign" and _FOREIGN_INSTITUTION.search(party.name):
        return "foreign_institution"
    return _KINDS[party.kind]
