"""Who may act: organisations, their offices, the people who hold them, and mandates.

Tasks, chains and notices belong to an office, never to a person; a person acts *through* a
holding (definitive, Plt, Plh, Pj, or as the deputy for the head) or a mandate (surat kuasa),
and each of these is dated and comes from a letter.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

Capacity = Literal["definitive", "deputy_for_head", "deputy_daily", "plt", "plh", "pj", "kuasa"]

CAPACITY_WORDS: dict[str, tuple[str, str]] = {
    "definitive": ("pejabat definitif", "definitive holder"),
    "deputy_for_head": (
        "wakil yang melaksanakan tugas dan wewenang kepala daerah",
        "deputy acting for the head",
    ),
    "deputy_daily": ("wakil untuk tugas sehari-hari", "deputy for daily tasks"),
    "plt": ("pelaksana tugas (Plt.)", "acting official (Plt.)"),
    "plh": ("pelaksana harian (Plh.)", "acting official for daily tasks (Plh.)"),
    "pj": ("penjabat (Pj.)", "caretaker (Pj.)"),
    "kuasa": ("penerima kuasa", "holder of a mandate"),
}

ASSISTANT = "assistant"
"""As what somebody prepares for an office that he does not hold: no capacity to decide in."""

ASSISTANT_WORDS = ("staf pendamping", "assistant")

ROLE_WORDS: dict[str, tuple[str, str]] = {
    "head": ("Kepala", "Head"),
    "deputy_head": ("Wakil kepala", "Deputy head"),
    "secretary": ("Sekretaris Daerah", "Secretary"),
    "coordinator": ("Sekretariat TKKSD", "Cooperation secretariat"),
    "legal": ("Bagian Hukum", "Legal division"),
    "finance": ("Badan Keuangan", "Finance agency"),
    "planning": ("Bappeda", "Planning agency"),
    "inspectorate": ("Inspektorat", "Inspectorate"),
    "unit": ("Perangkat daerah pelaksana", "Executing unit"),
    "council": ("DPRD", "Council"),
    "administrator": ("Administrator Kadflow", "Kadflow administrator"),
}


class Organisation(msgspec.Struct, frozen=True):
    """A region or another body that can be a party.

    Attributes:
        kind: ``province``, ``regency``, ``city``, ``central``, ``company`` ...
        code: Official code with dots (``34.04``) for regions; None otherwise.
        level: ``province``, ``regency`` or ``city`` for regions; the kind otherwise.
        parent: Id of the province of a regency or city.
        zone: IANA zone in which its days end.
    """

    id: str
    kind: str
    name: str
    zone: str
    code: str | None = None
    level: str | None = None
    parent: str | None = None
    autonomous: bool = True
    from_on: str | None = None
    to_on: str | None = None
    successor: str | None = None


class Office(msgspec.Struct, frozen=True):
    """A post in an organisation, doing one kind of work (its role) under a local title.

    Attributes:
        title: In Indonesian, as it is called there.
        title_en: In English: as stated, else the usual one of a role under its usual title, else
            the title as it is.
    """

    id: str
    organisation: str
    role: str
    title: str
    title_en: str
    superior: str | None = None

    @property
    def titles(self) -> tuple[str, str]:
        """The title in Indonesian and English."""
        return self.title, self.title_en


class Holding(msgspec.Struct, frozen=True):
    """A person's hold of an office, in a capacity, from and to a date (both days included).

    Attributes:
        instrument: SHA-256 of the letter, hex; None when only its number is known.
        stream: Organisation's stream, and ``number`` of the event there that established it.
    """

    id: str
    person: str
    office: str
    organisation: str
    role: str
    capacity: str
    from_on: str
    to_on: str | None
    instrument: str | None
    stream: str
    number: int


class Mandate(msgspec.Struct, frozen=True):
    """A power of attorney (surat kuasa): an office lets a person sign for it, within a scope.

    Attributes:
        scope: Agreement ids or template keys that it names; empty means any.
        letter: Number of the surat kuasa, where the row still tells it.
    """

    id: str
    giver: str
    person: str
    scope: tuple[str, ...]
    from_on: str
    to_on: str | None
    instrument: str | None
    stream: str
    number: int
    letter: str | None = None


class Assistant(msgspec.Struct, frozen=True):
    """A person who prepares for an office from and to a date, and never decides for it.

    Attributes:
        organisation: Of the office, and of the person.
    """

    id: str
    person: str
    office: str
    organisation: str
    from_on: str
    to_on: str | None


class Step(msgspec.Struct, frozen=True):
    """One place in an internal chain: the role, and the office that answers for it."""

    role: str
    office: str | None = None


class Chain(msgspec.Struct, frozen=True):
    """How an organisation decides inside itself: groups in order, each asked side by side."""

    organisation: str
    version: int
    groups: tuple[tuple[str, ...], ...]


class Roster:
    """The offices of one organisation: who does what there, who held them, and who may sign.

    Args:
        offices: All that ever were, oldest first; those that ended do no work any more.
        holdings: Everybody who ever held one of them, by day of beginning.
        mandates: All that they ever gave.
        chains: The organisation's own, by template key and gate.
        ended: Ids of the offices that ended.
        assistants: Everybody who ever assisted one of them.
    """

    __slots__ = ("_assisted", "_given", "_held", "_holders", "_roles", "chains", "offices")

    def __init__(
        self,
        offices: Iterable[Office] = (),
        holdings: Iterable[Holding] = (),
        mandates: Iterable[Mandate] = (),
        chains: Mapping[tuple[str, str], Chain] | None = None,
        ended: Container[str] = (),
        assistants: Iterable[Assistant] = (),
    ) -> None:
        self.offices: dict[str, Office] = {}
        self.chains: Mapping[tuple[str, str], Chain] = chains or {}
        self._roles: dict[str, list[Office]] = {}
        self._held: dict[str, list[Holding]] = {}
        self._holders: dict[str, list[Holding]] = {}
        self._given: dict[str, list[Mandate]] = {}
        self._assisted: dict[str, list[Assistant]] = {}
        for office in offices:
            self.offices[office.id] = office
            if office.id not in ended:
                self._roles.setdefault(office.role, []).append(office)
        for holding in holdings:
            self._held.setdefault(holding.person, []).append(holding)
            self._holders.setdefault(holding.office, []).append(holding)
        for mandate in mandates:
            self._given.setdefault(mandate.person, []).append(mandate)
        for assistant in assistants:
            self._assisted.setdefault(assistant.person, []).append(assistant)

    def doing(self, role: str) -> Sequence[Office]:
        """Present offices that do that work, oldest first."""
        return self._roles.get(role, ())

    def held_by(self, person: str) -> Sequence[Holding]:
        """What a person ever held here."""
        return self._held.get(person, ())

    def holders_of(self, office: str) -> Sequence[Holding]:
        """Everybody who ever held an office, in order."""
        return self._holders.get(office, ())

    def given_to(self, person: str) -> Sequence[Mandate]:
        """What a person was ever given here."""
        return self._given.get(person, ())

    def assisted_by(self, person: str) -> Sequence[Assistant]:
        """What a person ever assisted here."""
        return self._assisted.get(person, ())
