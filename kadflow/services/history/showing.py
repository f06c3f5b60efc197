"""Entries as auditors read them: what, who, when, on which facts, and for which reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kadflow.domain.events import Event
from kadflow.domain.wording import (
    SEALED,
    SYSTEM,
    UNKNOWN,
    Pair,
    capacity_words,
    late_words,
    title_words,
)
from kadflow.services.history.reading import StoredEntry, takes_effect
from kadflow.storage import people
from kadflow.storage.transactions import Transaction


class Who(msgspec.Struct, frozen=True):
    """Who acted.

    Attributes:
        name: Of the person; of the organisation where its answer came out of a chain inside it,
            or was recorded from paper without naming an office;
            "Sistem"/"System" for the program; both languages.
        office: Title of the office acted for, and of whom; empty where none.
        capacity: In words, both languages; empty where none.
        recorder: Name of who recorded an act of another; empty where nobody did.
        authenticated: How the principal was recognised; ``paper`` for recorded acts.
        principal: Who was at the keyboard.
    """

    name: Pair
    office: str = ""
    capacity: Pair = ("", "")
    recorder: str = ""
    authenticated: str = ""
    principal: str = ""

    def sentence(self, language: str = "id") -> str:
        """Name, capacity and office in one line."""
        place = 0 if language == "id" else 1
        words = self.name[place]
        if self.office:
            capacity = f", {self.capacity[place]}" if self.capacity[place] else ""
            words += f" ({self.office}{capacity})"
        if self.recorder:
            by = "dicatat oleh" if place == 0 else "recorded by"
            basis = ("atas dasar surat atau naskahnya", "on the basis of its paper")[place]
            words += f", {by} {self.recorder} {basis}"
        return words


class FactShown(msgspec.Struct, frozen=True):
    """A fact on which a decision stood; ``None`` means that it was unknown.

    Attributes:
        source: ``stream:number`` of the entry that established it; empty where none did.
    """

    name: str
    value: Any
    source: str = ""


class PartShown(msgspec.Struct, frozen=True):
    """Free text or personal data beside an entry; ``text`` is None where it was sealed."""

    name: str
    text: str | None

    @property
    def sealed(self) -> bool:
        """Whether the content was taken out for ever."""
        return self.text is None


class Entry(msgspec.Struct, frozen=True):
    """One entry of a stream, readable.

    Attributes:
        party: Id of the party whose private stream it is in; None for the shared one.
        title: What happened in one line, Indonesian and English.
        effective_on: Civil date on which it happened, in ``zone``.
        recorded_at: When the server wrote it, UTC.
        late_days: Days between the two where it was recorded later than it happened, else 0.
        facts: On which it stood.
        changes: Paths of the record that it changed.
        parts: Reasons and other texts.
        data: Everything else that the entry says.
    """

    stream: str
    number: int
    kind: str
    party: str | None
    title: Pair
    who: Who
    effective_on: str
    zone: str
    recorded_at: str
    late_days: int
    facts: tuple[FactShown, ...]
    changes: tuple[str, ...]
    parts: tuple[PartShown, ...]
    data: dict[str, Any]
    digest: str

    @property
    def late(self) -> Pair | None:
        """``dicatat terlambat n hari``; None where it was recorded in time."""
        return late_words(self.late_days) if self.late_days else None

    def sentence(self, language: str = "id") -> str:
        """The entry in one line."""
        place = 0 if language == "id" else 1
        words = f"{self.number}. {self.title[place]}: {self.who.sentence(language)}"
        words += f", {self.effective_on}"
        if self.late is not None:
            words += f" ({self.late[place]})"
        for part in self.parts:
            words += f"; {part.name}: {SEALED[place] if part.text is None else part.text}"
        return words


class Shower:
    """Turns entries into what people read; looks each name up once.

    Args:
        tx: A reading.
        private: Party ids by private stream; entries of other streams are shared ones.
    """

    def __init__(self, tx: Transaction, private: frozenset[str]) -> None:
        self._tx = tx
        self._private = private
        self._names: dict[str, str] = {}
        self._offices: dict[str, str] = {}
        self._organisations: dict[str, str] = {}

    def show(self, stored: StoredEntry) -> Entry:
        """One entry, readable."""
        event = stored.event
        return Entry(
            stream=event.stream,
            number=event.number,
            kind=event.kind,
            party=event.stream if event.stream in self._private else None,
            title=title_words(event.kind, event.data),
            who=self._who(event),
            effective_on=event.effective_on.date,
            zone=event.effective_on.zone,
            recorded_at=event.recorded_at,
            late_days=late_days(event),
            facts=tuple(
                FactShown(
                    fact.name, fact.value, f"{fact.stream}:{fact.number}" if fact.stream else ""
                )
                for fact in event.facts
            ),
            changes=tuple(change.path for change in event.changes),
            parts=tuple(
                PartShown(ref.name, _text(stored.parts.get(ref.name))) for ref in event.parts
            ),
            data=event.data,
            digest=stored.digest,
        )

    def _who(self, event: Event) -> Who:
        actor = event.actor
        name: Pair = SYSTEM
        if actor.person is not None:
            name = (self._name(actor.person), self._name(actor.person))
        elif actor.principal == "organisation" and actor.organisation is not None:
            found = self._organisation(actor.organisation)  # outward, its persons stay inside
            name = (found, found)
        elif actor.recorder is not None and actor.organisation is not None:
            found = self._organisation(
                actor.organisation
            )  # whoever was at the keyboard only wrote
            name = (found, found)
        elif actor.principal != "system":
            name = (actor.principal, actor.principal)
        return Who(
            name=name,
            office=self._office(actor.office) if actor.office else "",
            capacity=capacity_words(actor.capacity) if actor.capacity else ("", ""),
            recorder=self._name(actor.recorder) if actor.recorder else "",
            authenticated=actor.authenticated,
            principal=actor.principal,
        )

    def _name(self, person: str) -> str:
        if person not in self._names:
            found = people.get_person(self._tx, person)
            self._names[person] = found[3] if found else UNKNOWN[0]
        return self._names[person]

    def _organisation(self, organisation: str) -> str:
        if organisation not in self._organisations:
            found = people.organisations(self._tx, [organisation]).get(organisation)
            self._organisations[organisation] = found.name if found else UNKNOWN[0]
        return self._organisations[organisation]

    def _office(self, office: str) -> str:
        if office not in self._offices:
            found = people.get_office(self._tx, office)
            words = UNKNOWN[0]
            if found is not None:
                words = f"{found.title}, {self._organisation(found.organisation)}"
            self._offices[office] = words
        return self._offices[office]


def late_days(event: Event) -> int:
    """Whole days in the act's own zone between the day it happened and its recording."""
    zone = ZoneInfo(event.effective_on.zone)
    recorded = datetime.fromisoformat(event.recorded_at).astimezone(zone).date()
    return max(0, (recorded - date.fromisoformat(takes_effect(event))).days)


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode(errors="replace")
