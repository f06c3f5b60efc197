"""The room in which one command is decided: the record, the facts at hand, and the events so far.

A `Deliberation` is used for one command and thrown away. Every event that a rule emits is linked
and folded at once, so that the next rule already sees what the last one decided. Nothing reaches
the database from here: the caller writes events, record, tracks and notices in one transaction,
or, when a rule refuses, nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

import msgspec

from kadflow.domain.agreements import AgreementRecord, PartyRecord, PartyTrack
from kadflow.domain.calendars import Calendars
from kadflow.domain.clock import stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import (
    SYSTEM,
    Actor,
    Change,
    Event,
    EventDraft,
    FactUsed,
    LegalDate,
    Sealed,
)
from kadflow.domain.people import Chain, Holding, Mandate, Office
from kadflow.domain.wording import OUTCOME_WORDS, Pair, words_for
from kadflow.engine.chapters import Chapter, chapter_for, chapter_of
from kadflow.engine.folding import fold
from kadflow.engine.naming import Naming
from kadflow.engine.terms import missing_terms
from kadflow.engine.tracks import fold_track
from kadflow.errors import FactMissingError
from state_machines.template import Gate, State
from state_machines.workflow import Workflow

RULES = 3
"""Version of these rules, written into every event; a change that would alter the outcome of a
recorded decision needs a new number.

1: the first. 2: what the template has another office state, as the finance office its budget, the
secretariat of that party states no more where it has such an office; a closed state takes no new
version of a file that an approval covers. 3: a deadline that asks for an evaluation opens it, and
stays outstanding until it is closed.
"""

C = TypeVar("C")


class Directory(Protocol):
    """What the engine asks about people and offices, at a civil date; answered from storage."""

    def offices(self, organisation: str, role: str) -> Sequence[Office]:
        """Offices of an organisation that do that work, oldest first."""
        ...

    def office(self, office: str) -> Office | None:
        """One office."""
        ...

    def holdings(self, person: str, on: str) -> Sequence[Holding]:
        """Offices that a person holds on a day."""
        ...

    def holders(self, office: str) -> Sequence[Holding]:
        """Everybody who ever held an office, in order."""
        ...

    def mandates(self, person: str, on: str) -> Sequence[Mandate]:
        """Mandates that a person has on a day."""
        ...

    def assisted(self, person: str, on: str) -> Sequence[Office]:
        """Offices for which a person prepares on a day, and never decides."""
        ...

    def chain(self, organisation: str, template_key: str, gate: str) -> Chain | None:
        """The organisation's own chain for a gate, if it defined one."""
        ...

    def expect(self, organisations: Iterable[str]) -> None:
        """Let organisations take part that are no parties."""
        ...

    def calendars(self, organisations: Sequence[str], *, every: bool = True) -> Calendars:
        """The national calendar together with those of some organisations, as known now.

        Args:
            organisations: Ids; none for the national calendar alone.
            every: A day counts only if it is a working day for all of them.
        """
        ...


class Ledger(Protocol):
    """Links drafts into their streams."""

    def append(
        self, draft: EventDraft, *, actor: Actor, effective_on: LegalDate, template: str | None
    ) -> Sealed:
        """Give the draft its number, time, salts and digests."""
        ...


class Notice(msgspec.Struct, frozen=True):
    """A notice to an office, written in the same commit as its occasion."""

    kind: str
    occasion: str
    office: str
    fields: dict[str, Any]


def _nothing_yet(*_place: object) -> bytes | None:
    return None


class Deliberation:
    """One command being decided.

    Attributes:
        workflow: The compiled template that the agreement is pinned to.
        record: The shared record as it stands now; there is none before the creating event.
        tracks: Each party's own track, by party id.
        now: The present instant, and ``stamp`` its one text form; ``effective_on`` is the act's legal date, never after it.
        notices: What has to be told to whom because of the events so far.
        round_ids: The round that each event concerned when it was emitted, by the event's digest;
            a gate may be closed and asked again within one command.
        parent: The deliberation on the parent in the same transaction, where there is one.
        turned: The chapters that changed, by name.
        money: The money in figures once its checks were asked; see `kadflow.engine.budget.money`.
        warnings: What whoever gave the command should look at: a code, and a sentence.
        entries: Entries of the shared stream that the caller read beforehand, by number.
        read_part: A text beside an entry, by stream, number and name; None where it was sealed.
        term_values: Values too long to be held in the row that the caller read beforehand.
    """

    record: AgreementRecord

    def __init__(
        self,
        *,
        workflow: Workflow,
        record: AgreementRecord | None,
        tracks: dict[str, PartyTrack],
        directory: Directory,
        ledger: Ledger,
        envelope: Envelope,
        effective_on: LegalDate,
        now: datetime,
        new_id: Callable[[], str],
        read_chapter: Callable[[str], bytes | None] = _nothing_yet,
        read_family: Callable[[], Any] | None = None,
        read_part: Callable[[str, int, str], bytes | None] = _nothing_yet,
    ) -> None:
        self.workflow = workflow
        if record is not None:
            self.record = record
        self.tracks = tracks
        self.directory = directory
        self.ledger = ledger
        self.envelope = envelope
        self.effective_on = effective_on
        self.now = now
        self.stamp = stamp(now)
        self.new_id = new_id
        self.actor: Actor = SYSTEM
        self.notices: list[Notice] = []
        self.events: list[Sealed] = []
        self.round_ids: dict[str, str] = {}
        self.term_values: dict[str, Any] = {}
        self.entries: dict[int, Event] = {}
        self.parent: Deliberation | None = None
        self.turned: dict[str, Any] = {}
        self._chapters: dict[str, Any] = {}
        self._read_chapter = read_chapter
        self._read_family = read_family
        self.money: Any = None
        self.warnings: list[tuple[str, Pair]] = []
        self.read_part = read_part

    def chapter(self, shape: type[C]) -> C:
        """A chapter of the record as it stands now; read from its row when first asked for."""
        return cast("C", self._chapter(chapter_for(shape)))

    def _chapter(self, chapter: Chapter) -> Any:
        if chapter.name not in self._chapters:
            self._chapters[chapter.name] = chapter.read(self._read_chapter(chapter.name))
        return self._chapters[chapter.name]

    def _turn_chapter(self, sealed: Sealed, contents: Mapping[str, bytes | None]) -> None:
        chapter = chapter_of(sealed.event.kind)
        if chapter is not None:
            self.turned[chapter.name] = self._chapter(chapter)
            chapter.turn(self.turned[chapter.name], sealed.event, contents)

    def family(self) -> Any:
        """What the parent says of money; None for one that stands alone."""
        return None if self._read_family is None else self._read_family()

    def warn(self, code: str, words: Pair) -> None:
        """Tell whoever gave the command what to look at; nothing is held back by it."""
        self.warnings.append((code, words))

    @property
    def named(self) -> Naming:
        """Titles of the template's parts, for what people read."""
        above = self.parent
        upper = Naming(above.workflow.template, above.record) if above is not None else None
        return Naming(self.workflow.template, self._present, upper)

    @property
    def _present(self) -> AgreementRecord | None:
        return getattr(self, "record", None)

    @contextmanager
    def on(self, day: LegalDate) -> Iterator[None]:
        """Let what is decided inside have happened on another day."""
        present, self.effective_on = self.effective_on, day
        try:
            yield
        finally:
            self.effective_on = present

    def gate(self, name: str) -> Gate:
        """A gate of the template."""
        return self.workflow.template.gates[name]

    def state(self, name: str | None = None) -> State:
        """A state of the template; the present one by default."""
        return self.workflow.template.states[name or self.record.state]

    def emit(
        self,
        kind: str,
        data: Mapping[str, Any],
        *,
        stream: str | None = None,
        facts: Sequence[FactUsed] = (),
        changes: Sequence[Change] = (),
        parts: Mapping[str, Any] | None = None,
        actor: Actor | None = None,
        effective_on: LegalDate | None = None,
    ) -> Sealed:
        """Decide one fact: link it into its stream and fold it into what it changes.

        Args:
            kind: ``noun.participle``.
            data: JSON types, without free text or personal data.
            stream: The party whose private stream it belongs to; None for the shared stream.
            facts: On which the decision stood.
            changes: Paths of the record that change; `OF_PART` stands for the part's digest.
            parts: Free text and personal data.
            actor: Instead of this deliberation's actor.
            effective_on: Instead of this act's effective date.

        Returns:
            The linked event.
        """
        record = self._present
        shared = stream is None or record is None or stream == record.id
        sealed = self.ledger.append(
            EventDraft(
                stream=stream or self.record.id,
                kind=kind,
                data=dict(data),
                facts=tuple(facts),
                changes=tuple(changes),
                parts=dict(parts or {}),
            ),
            actor=actor or self.actor,
            effective_on=effective_on or self.effective_on,
            template=self.workflow.digest,
        )
        self.events.append(sealed)
        contents = {part.name: part.content for part in sealed.parts}
        if shared:
            self.record = fold(record, sealed.event, contents)
            self._turn_chapter(sealed, contents)
        else:
            party = sealed.event.stream
            self.tracks[party] = fold_track(self.tracks.get(party), sealed.event, contents)
        concerned = self.record.rounds.get(sealed.event.data.get("gate", ""))
        if concerned is not None:
            self.round_ids[sealed.digest] = concerned.id
        return sealed

    def notify(self, kind: str, office: str | None, occasion: Sealed, **fields: Any) -> None:
        """Have an office told of something; unique by kind, occasion, office and channel."""
        if office is None:
            return
        fields = {"agreement": self.record.id, "number": self.record.number, **fields}
        template = self.workflow.template
        if "gate" in fields:
            title = template.gates[fields["gate"]].title
            fields |= {"gate_id": title.id, "gate_en": title.en}
        if "outcome" in fields:
            words = words_for(OUTCOME_WORDS, fields["outcome"])
            fields |= {"outcome_id": words[0], "outcome_en": words[1]}
        if "deadline" in fields:
            words = self.named.deadline(fields["deadline"])
            fields |= {"deadline_id": words[0], "deadline_en": words[1]}
        if "state" in fields:
            title = template.states[fields["state"]].title
            fields |= {"state_id": title.id, "state_en": title.en}
        notice = Notice(kind=kind, occasion=occasion.digest, office=office, fields=fields)
        if notice not in self.notices:
            self.notices.append(notice)

    def coordinators(self, party: PartyRecord) -> list[str]:
        """Offices that run the cooperation secretariat of a party."""
        if party.participation == "paper":
            return []
        return [o.id for o in self.directory.offices(party.organisation, "coordinator")]

    def term_value(self, path: str) -> Any:
        """The held value of a path, None when unknown.

        Raises:
            FactMissingError: The value is stated, but too long to be held or sealed.
        """
        term = self.record.terms.get(path)
        if term is None:
            return None
        if not term.held:
            raise FactMissingError(
                f"The value of '{self.named.path(path)[1]}' is not available to a rule.",
                hint="It is sealed or too long.",
                pesan=f"Isi '{self.named.path(path)[0]}' tidak tersedia bagi syarat.",
                saran="Isinya sudah disegel atau terlalu panjang.",
                path=path,
            )
        return term.value


def missing_of(deliberation: Deliberation, paths: Iterable[str]) -> list[str]:
    """Which of the paths nobody has stated yet, for the fiscal year of the act."""
    return missing_terms(
        deliberation.workflow.template,
        deliberation.record,
        paths,
        year=deliberation.effective_on.date[:4],
    )
