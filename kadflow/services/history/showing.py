"""Entries as auditors read them: what, who, when, on which facts, and for which reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kadflow.domain.events import Event, FactUsed
from kadflow.domain.wording import (
    SEALED,
    SYSTEM,
    UNKNOWN,
    WITHHELD,
    Pair,
    capacity_words,
    day_words,
    late_words,
    title_words,
)
from kadflow.services.history.blindness import SHEET
from kadflow.services.history.reading import StoredEntry, takes_effect
from kadflow.storage import history, people
from kadflow.storage.transactions import Transaction


class Who(msgspec.Struct, frozen=True):
    """Who acted.

    Attributes:
        name: Of the person; of the organisation where its answer came out of a chain inside it,
            or was recorded from paper without naming an office;
            "Sistem"/"System" for the program; both languages.
        office: Title of the office acted for, and of whom, both languages; empty where none.
        capacity: In words, both languages; empty where none.
        recorder: Name of who recorded an act of another, and of whose secretariat; empty where
            nobody did.
        paper: The paper that shows such an act, as far as its number and date are known.
        authenticated: How the principal was recognised; ``paper`` for recorded acts.
        principal: Who was at the keyboard.
    """

    name: Pair
    office: Pair = ("", "")
    capacity: Pair = ("", "")
    recorder: str = ""
    authenticated: str = ""
    principal: str = ""
    paper: Pair = ("", "")

    def sentence(self, language: str = "id") -> str:
        """Name, capacity and office in one line."""
        place = 0 if language == "id" else 1
        office = self.office[place]
        words, held = self.name[place], [office, self.capacity[place]]
        if self.recorder and office:  # the office names the organisation, nobody is named
            words, held = office, held[1:]
        inside = ", ".join(text for text in held if text)
        if inside:
            words += f" ({inside})"
        if self.recorder:
            words += f", {self.basis(language)}"
        return words

    def basis(self, language: str = "id") -> str:
        """By whom, and on which paper, an act of another was recorded; empty where none was."""
        place = 0 if language == "id" else 1
        by = ("dicatat oleh", "recorded by")[place]
        return f"{by} {self.recorder} {self.paper[place]}" if self.recorder else ""


class FactShown(msgspec.Struct, frozen=True):
    """A fact on which a decision stood; ``None`` means that it was unknown.

    Attributes:
        source: ``stream:number`` of the entry that established it; empty where none did.
        letter: Number of the letter by which it was established; empty where none is known.
    """

    name: str
    value: Any
    source: str = ""
    letter: str = ""


class PartShown(msgspec.Struct, frozen=True):
    """Free text or personal data beside an entry.

    Attributes:
        text: None where it was sealed, or is withheld.
        withheld: It is on record and not shown: the sheet of an evaluator.
    """

    name: str
    text: str | None
    withheld: bool = False

    @property
    def sealed(self) -> bool:
        """Whether the content was taken out for ever."""
        return self.text is None and not self.withheld

    @property
    def instead(self) -> Pair:
        """What is said in place of a text that is not shown."""
        return WITHHELD if self.withheld else SEALED


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
            words += f"; {part.name}: {part.instead[place] if part.text is None else part.text}"
        return words


class Shower:
    """Turns entries into what people read; looks each name up once.

    Args:
        tx: A reading.
        private: Party ids by private stream; entries of other streams are shared ones.
        body: Title of an outside body, by the template's digest and its key there.
        blind: Places (stream and number) of entries whose sheets are not shown.
    """

    def __init__(
        self,
        tx: Transaction,
        private: frozenset[str],
        body: Callable[[str, str], Pair | None] = lambda _template, _key: None,
        blind: frozenset[tuple[str, int]] = frozenset(),
    ) -> None:
        self._tx = tx
        self._private = private
        self._body = body
        self._blind = blind
        self._letters: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._offices: dict[str, Pair] = {}
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
            who=self._who(event, stored.parts.get("letter")),
            effective_on=event.effective_on.date,
            zone=event.effective_on.zone,
            recorded_at=event.recorded_at,
            late_days=late_days(event),
            facts=tuple(self._fact(fact) for fact in event.facts),
            changes=tuple(change.path for change in event.changes),
            parts=tuple(self._part(stored, ref.name) for ref in event.parts),
            data=event.data,
            digest=stored.digest,
        )

    def _part(self, stored: StoredEntry, name: str) -> PartShown:
        if name == SHEET and (stored.event.stream, stored.event.number) in self._blind:
            return PartShown(name, None, withheld=stored.parts.get(name) is not None)
        return PartShown(name, _text(stored.parts.get(name)))

    def _fact(self, fact: FactUsed) -> FactShown:
        if fact.stream is None or fact.number is None:
            return FactShown(fact.name, fact.value)
        source = f"{fact.stream}:{fact.number}"
        if fact.name != "capacity":
            return FactShown(fact.name, fact.value, source)
        if source not in self._letters:
            part = history.get_part(self._tx, fact.stream, fact.number, "letter")
            self._letters[source] = _text(part[1]) or "" if part else ""
        return FactShown(fact.name, fact.value, source, self._letters[source])

    def _who(self, event: Event, letter: bytes | None) -> Who:
        actor = event.actor
        name: Pair = SYSTEM
        if actor.person is not None:
            name = (self._name(actor.person), self._name(actor.person))
        elif actor.principal == "organisation" and actor.organisation is not None:
            found = self._organisation(actor.organisation)  # outward, its persons stay inside
            name = (found, found)
        elif actor.recorder is not None:  # whoever was at the keyboard only wrote
            name = self._absent(event)
        elif actor.principal != "system":
            name = (actor.principal, actor.principal)
        return Who(
            name=name,
            office=self._office(actor.office) if actor.office else ("", ""),
            capacity=capacity_words(actor.capacity) if actor.capacity else ("", ""),
            recorder=self._recorder(actor.recorder) if actor.recorder else "",
            authenticated=actor.authenticated,
            principal=actor.principal,
            paper=_paper_words(self._absent(event), letter) if actor.recorder else ("", ""),
        )

    def _absent(self, event: Event) -> Pair:
        """Whose act was recorded from paper: an organisation's, or an outside body's."""
        if event.actor.organisation is not None:
            found = self._organisation(event.actor.organisation)
            return found, found
        body = self._body(event.template or "", str(event.data.get("party", "")))
        return body or UNKNOWN

    def _recorder(self, person: str) -> str:
        found = people.get_person(self._tx, person)
        return f"{found[3]} ({self._organisation(found[1])})" if found else UNKNOWN[0]

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

    def _office(self, office: str) -> Pair:
        if office not in self._offices:
            found = people.get_office(self._tx, office)
            words = UNKNOWN
            if found is not None:
                home = self._organisation(found.organisation)
                words = (f"{found.title}, {home}", f"{found.title_en}, {home}")
            self._offices[office] = words
        return self._offices[office]


def late_days(event: Event) -> int:
    """Whole days in the act's own zone between the day it happened and its recording."""
    zone = ZoneInfo(event.effective_on.zone)
    recorded = datetime.fromisoformat(event.recorded_at).astimezone(zone).date()
    return max(0, (recorded - date.fromisoformat(takes_effect(event))).days)


def _paper_words(owner: Pair, letter: bytes | None) -> Pair:
    """On which paper an act was recorded: ``atas dasar surat Kabupaten Bantul No. 7 tanggal ...``."""
    said = msgspec.json.decode(letter) if letter is not None else {}
    if not said:
        return "atas dasar surat atau naskahnya", "on the basis of its paper"
    day = day_words(said["date"]) if "date" in said else ("", "")
    number = f" No. {said['number']}" if "number" in said else ""
    return (
        f"atas dasar surat {owner[0]}{number}" + (f" tanggal {day[0]}" if day[0] else ""),
        f"on the basis of the letter of {owner[1]}{number}" + (f" of {day[1]}" if day[1] else ""),
    )


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode(errors="replace")
