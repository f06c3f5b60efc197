"""The command path: one command, one transaction, one legal fact or its refusal.

Order inside the transaction: the answer already given under the same key; the lock (a parent
before its addendum); the record; what is due; the decision of the engine; events, rows, tasks
and notices; the answer. If the history cannot be written, nothing happened.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from operator import itemgetter
from typing import Any, TypeVar, cast

import msgspec

from kadflow.audit.canonical import canonical_bytes
from kadflow.audit.chain import decode_event
from kadflow.audit.versions import upcast
from kadflow.domain.agreements import AgreementRecord, PartyTrack
from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.commands import (
    Command,
    Create,
    EditTerms,
    Envelope,
    FollowEvaluation,
    Link,
    OpenChild,
    RecountDeadlines,
    Register,
    Review,
)
from kadflow.domain.events import Actor
from kadflow.domain.people import Organisation
from kadflow.engine.chapters import chapter_for
from kadflow.engine.deciding import check_version, deliberate
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.drafting import create
from kadflow.engine.effects import apply_due, follow, next_due
from kadflow.engine.evaluations.closing import follow_evaluation
from kadflow.engine.explaining import Explanation, explain
from kadflow.engine.families import conclude, open_child
from kadflow.engine.linking import link
from kadflow.engine.registration import register
from kadflow.engine.terms import check_plain
from kadflow.errors import (
    InvalidInputError,
    KadflowError,
    KeyReusedError,
    NotFoundError,
)
from kadflow.services.dating import effective_day
from kadflow.services.directory import Directory, Rosters
from kadflow.services.ledger import Ledger
from kadflow.services.recording import (
    Place,
    TaskKey,
    place,
    tasks,
    write_agreement,
    write_streams,
)
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import calendars, chapters, deadlines, history, people
from kadflow.storage.failures import AlreadyStoredError
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

C = TypeVar("C")

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


KEY_LIFE = timedelta(days=90)
"""How long the answer to a person's command is kept for its idempotency key."""

_REFUSALS = logging.getLogger("kadflow.refusals")

SYSTEM_ENVELOPE = Envelope(principal="system", authenticated="system")

OWN_NUMBERS = "KSD-"
"""How the human numbers begin that are given in turn: ``KSD-2026-000001``."""


class Outcome(msgspec.Struct, frozen=True):
    """What a command did.

    Attributes:
        version: Of the shared record afterwards; give it as ``if_version`` of the next command.
        events: Kinds of the events written, in order.
        child: Id and number of an agreement that the command opened under this one.
        replayed: The command had been carried out before under the same key.
    """

    agreement: str
    number: str
    version: int
    state: str
    stage: str
    standing: str
    events: tuple[str, ...]
    child: str | None = None
    child_number: str | None = None
    warnings: tuple[str, ...] = ()
    replayed: bool = False


class _Case:
    """One agreement inside a transaction: its deliberation, and how it was before."""

    def __init__(
        self,
        deliberation: Deliberation,
        ledger: Ledger,
        *,
        created: bool,
        tracks_before: dict[str, int],
    ) -> None:
        self.deliberation = deliberation
        self.ledger = ledger
        self.created = created
        self.tracks_before = tracks_before
        self.tasks_before: set[TaskKey] = set() if created else tasks(deliberation)
        self.places_before: Place | None = None if created else place(deliberation)


class AgreementService:
    """Commands on agreements, and the questions asked about them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        templates: TemplateService,
        rosters: Rosters,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._templates = templates
        self._rosters = rosters

    # -------------------------------------------------------------- commands

    def run(self, envelope: Envelope, command: Command) -> Outcome:
        """Carry out one command durably, or refuse it and change nothing.

        Raises:
            KadflowError: A typed refusal; see `kadflow.errors`.
        """
        try:
            check_plain(envelope.reason, ("Alasan", "The reason"))
            return self._run(envelope, command)
        except KadflowError as refusal:
            # refusals are no history; the operator's log has them, without personal data
            _REFUSALS.info(
                "%s refused %s on %s",
                refusal.code,
                type(command).__name__,
                getattr(command, "agreement", "a new agreement"),
            )
            raise

    def _run(self, envelope: Envelope, command: Command) -> Outcome:
        try:
            return self._database.write(lambda tx: self.run_in(tx, envelope, command))
        except AlreadyStoredError:
            if envelope.key is None:
                raise
            # the same key was at work elsewhere and is stored now: its answer is this answer
            return self._database.write(lambda tx: self.run_in(tx, envelope, command))

    def link_registered(self, envelope: Envelope, agreement: str, parent: str) -> None:
        """Put an agreement under the one that a register names, as whoever reads the register."""
        actor = Actor(
            principal=envelope.principal,
            authenticated=envelope.authenticated,
            person=envelope.person,
        )
        command = Link(agreement=agreement, parent=parent)

        def work(tx: Transaction) -> Outcome:
            now = self._clock.now()
            return self._link(tx, Ledger(now), envelope, command, now, actor)

        self._database.write(work)

    def run_in(self, tx: Transaction, envelope: Envelope, command: Command) -> Outcome:
        """Carry out one command in the caller's transaction."""
        request = ""
        if envelope.key is not None:
            history.forget_receipts(tx, stamp(self._clock.now() - KEY_LIFE))
            request = request_digest(envelope, command)
            known = self._answered(tx, envelope, command, request)
            if known is not None:
                return known
        now = self._clock.now()
        ledger = Ledger(now)
        if isinstance(command, Create):
            outcome = self._create(tx, ledger, envelope, command, now)
        elif isinstance(command, Register):
            outcome = self._register(tx, ledger, envelope, command, now)
        elif isinstance(command, OpenChild):
            outcome = self._open_child(tx, ledger, envelope, command, now)
        elif isinstance(command, FollowEvaluation) and command.opens is not None:
            outcome = self._open_child(tx, ledger, envelope, command.opens, now, command)
        elif isinstance(command, Link):
            outcome = self._link(tx, ledger, envelope, command, now)
        else:
            outcome = self._on_existing(tx, ledger, envelope, command, now)
        if envelope.key is not None:
            history.insert_receipt(
                tx,
                {
                    "principal": envelope.principal,
                    "command": type(command).__name__,
                    "key": envelope.key,
                    "request": request,
                    "answer": msgspec.json.encode(outcome),
                    "recorded_at": stamp(now),
                },
            )
        return outcome

    def _answered(
        self, tx: Transaction, envelope: Envelope, command: Command, request: str
    ) -> Outcome | None:
        found = history.find_receipt(
            tx, envelope.principal, type(command).__name__, envelope.key or ""
        )
        if found is None:
            return None
        if found[0] != request:
            raise key_reused(envelope.key or "")
        answer = msgspec.json.decode(found[1], type=Outcome)
        return msgspec.structs.replace(answer, replayed=True)

    def _on_existing(
        self,
        tx: Transaction,
        ledger: Ledger,
        envelope: Envelope,
        command: Any,
        now: datetime,
    ) -> Outcome:
        directory = Directory(tx, self._rosters)
        parent = None
        case = self._load_root(tx, ledger, directory, envelope, command.agreement, now)
        if case is None:
            parent_id = rows.parent_of(tx, command.agreement)
            if parent_id is not None:
                parent = self._load(tx, ledger, directory, envelope, parent_id, now)
            case = self._load(tx, ledger, directory, envelope, command.agreement, now)
        if parent is not None:
            case.deliberation.parent = parent.deliberation
        check_version(envelope, case.deliberation.record)
        family = [case] if parent is None else [parent, case]
        self._apply_due(tx, directory, envelope, now, family)
        if isinstance(command, EditTerms):
            self._read_long(tx, case.deliberation, command.values)
        if isinstance(command, Review):
            body = history.event_body(tx, command.agreement, command.entry)
            if body is not None:
                case.deliberation.entries[command.entry] = upcast(decode_event(body))
        deliberate(case.deliberation, command)
        if parent is not None and case.deliberation.state().final is not None:
            # a sister that lapsed before changed the parent before
            self._load_due(tx, directory, envelope, now, family, parent)
            self._apply_due(tx, directory, envelope, now, family)
            self._conclude(tx, case.deliberation, parent.deliberation)
        changed = [each for each in family if each is not case and each.deliberation.events]
        return self._write(tx, ledger, [case, *changed])

    def _apply_due(
        self,
        tx: Transaction,
        directory: Directory,
        envelope: Envelope,
        now: datetime,
        family: list[_Case],
    ) -> None:
        """Let everything happen that is due on an agreement and its parent, in order of time.

        Whether an extension is open decides what the end of a term does, and a child that lapses
        changes its parent. So before a command on a parent, and where something is due on it or
        on the child that is asked for, what is due on its children is applied as well: each effect
        finds the family as it stood at its own instant, whoever looks first. Of what is due at one
        instant, children come before their parent, the older ones first.

        Args:
            family: Who is looked at: the parent, where there is one, and the agreement last.
                Children on which something is due are added.
        """
        limit, asked, looked = stamp(now), family[-1], list[_Case]()
        while True:
            for each in family:  # grows while it is walked
                moved = [
                    m for m in family if m is each or m.deliberation.parent is each.deliberation
                ]
                anything = any(next_due(m.deliberation, limit) is not None for m in moved)
                if each not in looked and (each is asked or anything):
                    looked.append(each)
                    self._load_due(tx, directory, envelope, now, family, each)
            due = [
                (deadline.due_at, each is family[0], each.deliberation.record.id, each)
                for each in family
                if (deadline := next_due(each.deliberation, limit)) is not None
            ]
            if not due:
                return
            at, _, _, first = min(due, key=itemgetter(0, 1, 2))
            apply_due(first.deliberation, before=at)
            parent = first.deliberation.parent
            if parent is not None and first.deliberation.state().final is not None:
                day = first.deliberation.events[-1].event.effective_on
                with first.deliberation.on(day), parent.on(day):
                    self._conclude(tx, first.deliberation, parent)

    def _load_due(
        self,
        tx: Transaction,
        directory: Directory,
        envelope: Envelope,
        now: datetime,
        family: list[_Case],
        parent: _Case,
    ) -> None:
        """Add the children on which something is due; the parent's lock guards them."""
        record = parent.deliberation.record
        if not any(child.open for child in record.children):
            return
        known = {case.deliberation.record.id for case in family}
        for child in deadlines.due_children(tx, record.id, stamp(now)):
            if child not in known:
                loaded = self._load(tx, parent.ledger, directory, envelope, child, now)
                loaded.deliberation.parent = parent.deliberation
                family.append(loaded)

    def _conclude(self, tx: Transaction, child: Deliberation, parent: Deliberation) -> None:
        """Let a child that has come to an end change its parent."""
        self._read_long(tx, child, child.record.terms)
        conclude(child, parent)
        follow(parent)

    def _create(
        self, tx: Transaction, ledger: Ledger, envelope: Envelope, command: Create, now: datetime
    ) -> Outcome:
        digest = self._templates.digest_of(tx, command.template)
        organisations = self._organisations(tx, [spec.organisation for spec in command.parties])
        zone = organisations[command.parties[0].organisation].zone
        directory = Directory(tx, self._rosters)
        directory.expect(organisations)
        case = self._new(tx, ledger, directory, envelope, digest, now, zone)
        agreement = self._ids.new()
        ledger.begin(agreement, "agreement", agreement=agreement)
        create(
            case.deliberation,
            command,
            agreement=agreement,
            number=self._number(tx, command.number, now),
            organisations=organisations,
        )
        self._begin_tracks(ledger, case)
        follow(case.deliberation)
        return self._write(tx, ledger, [case])

    def _open_child(
        self,
        tx: Transaction,
        ledger: Ledger,
        envelope: Envelope,
        command: OpenChild,
        now: datetime,
        because: FollowEvaluation | None = None,
    ) -> Outcome:
        directory = Directory(tx, self._rosters)
        parent = self._load(tx, ledger, directory, envelope, command.agreement, now)
        record = parent.deliberation.record
        check_version(envelope, record)
        family = [parent]
        self._apply_due(tx, directory, envelope, now, family)
        wanted = {party.organisation for party in record.active_parties}
        wanted |= {spec.organisation for spec in command.parties}
        if command.organisation is not None:
            wanted.add(command.organisation)
        organisations = self._organisations(tx, sorted(wanted))
        directory.expect(wanted)
        digest = self._templates.digest_of(tx, command.template)
        child = self._new(
            tx, ledger, directory, envelope, digest, now, parent.deliberation.effective_on.zone
        )
        agreement = self._ids.new()
        ledger.begin(agreement, "agreement", agreement=agreement)
        if because is not None:
            follow_evaluation(parent.deliberation, because)
        open_child(
            parent.deliberation,
            child.deliberation,
            command,
            agreement=agreement,
            number=self._number(tx, command.number, now),
            organisations=organisations,
        )
        self._begin_tracks(ledger, child)
        follow(child.deliberation)
        follow(parent.deliberation)
        others = [each for each in family if each is not parent and each.deliberation.events]
        outcome = self._write(tx, ledger, [parent, child, *others])
        return msgspec.structs.replace(
            outcome, child=agreement, child_number=child.deliberation.record.number
        )

    def _link(
        self,
        tx: Transaction,
        ledger: Ledger,
        envelope: Envelope,
        command: Link,
        now: datetime,
        actor: Actor | None = None,
    ) -> Outcome:
        """Lock the agreement above first, then the one that is put under it."""
        directory = Directory(tx, self._rosters)
        parent = self._load(tx, ledger, directory, envelope, command.parent, now)
        if command.agreement == command.parent:
            child = parent
        else:
            child = self._load(tx, ledger, directory, envelope, command.agreement, now)
        check_version(envelope, child.deliberation.record)
        apply_due(parent.deliberation)
        apply_due(child.deliberation)
        link(parent.deliberation, child.deliberation, actor=actor)
        follow(child.deliberation)
        follow(parent.deliberation)
        return self._write(tx, ledger, [child, parent])

    def _register(
        self,
        tx: Transaction,
        ledger: Ledger,
        envelope: Envelope,
        command: Register,
        now: datetime,
    ) -> Outcome:
        digest = self._templates.digest_of(tx, command.template)
        organisations = self._organisations(tx, [spec.organisation for spec in command.parties])
        zone = organisations[command.parties[0].organisation].zone
        directory = Directory(tx, self._rosters)
        directory.expect(organisations)
        case = self._new(tx, ledger, directory, envelope, digest, now, zone)
        agreement = self._ids.new()
        ledger.begin(agreement, "agreement", agreement=agreement)
        register(
            case.deliberation,
            command,
            agreement=agreement,
            number=self._number(tx, None, now),
            organisations=organisations,
            actor=Actor(
                principal=envelope.principal,
                authenticated=envelope.authenticated,
                person=envelope.person,
            ),
        )
        self._begin_tracks(ledger, case)
        follow(case.deliberation)
        return self._write(tx, ledger, [case], source_ref=command.reference)

    def recount(self, most: int = 500) -> tuple[int, int, int]:
        """Count anew what imported decrees touched and nobody has counted anew yet.

        One transaction for each agreement, so that it can stop and go on at any point.

        Returns:
            How many agreements were counted, how many deadlines moved, how many that had passed
            were flagged.
        """
        counted = moved = flagged = 0
        after = ""
        while True:
            with self._database.read() as tx:
                asked = calendars.recounts(tx, after, most)
            if not asked:
                return counted, moved, flagged
            for after, decrees in asked.items():
                outcome = self._recount(after, tuple(decrees))
                counted += 1
                moved += outcome.events.count("deadline.moved")
                flagged += outcome.events.count("deadline.flagged")

    def _recount(self, agreement: str, decrees: tuple[str, ...]) -> Outcome:
        command = RecountDeadlines(agreement=agreement, decrees=decrees)

        def work(tx: Transaction) -> Outcome:
            calendars.drop_recount(tx, agreement)
            return self.run_in(tx, SYSTEM_ENVELOPE, command)

        return self._database.write(work)

    # -------------------------------------------------------------- inside a transaction

    def _load(
        self,
        tx: Transaction,
        ledger: Ledger,
        directory: Directory,
        envelope: Envelope,
        agreement: str,
        now: datetime,
    ) -> _Case:
        found = rows.lock_agreement(tx, agreement)
        if found is None:
            raise NotFoundError(
                f"There is no agreement {agreement!r}.",
                hint="List them: kadflow agreement list.",
                pesan="Kerja sama ini tidak ditemukan.",
                saran="Lihat daftarnya dengan: kadflow agreement list.",
            )
        record, head = found
        tracks, heads = rows.tracks_of(tx, agreement)
        directory.know(heads)
        return self._case(tx, ledger, directory, envelope, record, head, tracks, now)

    def _load_root(
        self,
        tx: Transaction,
        ledger: Ledger,
        directory: Directory,
        envelope: Envelope,
        agreement: str,
        now: datetime,
    ) -> _Case | None:
        """An agreement without a parent, read in one round trip; else None."""
        found = rows.open_root(tx, agreement)
        if found is None:
            return None
        record, head, tracks, heads = found
        directory.know(heads)
        return self._case(tx, ledger, directory, envelope, record, head, tracks, now)

    def _case(
        self,
        tx: Transaction,
        ledger: Ledger,
        directory: Directory,
        envelope: Envelope,
        record: AgreementRecord,
        head: rows.Head,
        found: rows.Tracks,
        now: datetime,
    ) -> _Case:
        ledger.hold(head, agreement=record.id)
        tracks: dict[str, PartyTrack] = {}
        for party, (track, track_head) in found.items():
            tracks[party] = track
            ledger.hold(track_head, agreement=record.id)
        zone = record.parties[0].zone if record.parties else "Asia/Jakarta"
        deliberation = Deliberation(
            workflow=self._templates.workflow(tx, record.template),
            record=record,
            tracks=tracks,
            directory=directory,
            ledger=ledger,
            envelope=envelope,
            effective_on=effective_day(envelope, now, zone),
            now=now,
            new_id=self._ids.new,
            read_chapter=lambda name: chapters.get_chapter(tx, record.id, name),
            read_part=lambda number, name: _part_of(tx, record.id, number, name),
        )
        versions = {party: track.version for party, track in tracks.items()}
        return _Case(deliberation, ledger, created=False, tracks_before=versions)

    def _new(
        self,
        tx: Transaction,
        ledger: Ledger,
        directory: Directory,
        envelope: Envelope,
        digest: str,
        now: datetime,
        zone: str,
    ) -> _Case:
        deliberation = Deliberation(
            workflow=self._templates.workflow(tx, digest),
            record=None,
            tracks={},
            directory=directory,
            ledger=ledger,
            envelope=envelope,
            effective_on=effective_day(envelope, now, zone),
            now=now,
            new_id=self._ids.new,
        )
        return _Case(deliberation, ledger, created=True, tracks_before={})

    def _begin_tracks(self, ledger: Ledger, case: _Case) -> None:
        """Give each party of a new agreement its private stream."""
        record = case.deliberation.record
        for party in record.parties:
            if not ledger.holds(party.id):
                ledger.begin(party.id, "party", agreement=record.id)

    def _read_long(
        self, tx: Transaction, deliberation: Deliberation, paths: Iterable[str]
    ) -> None:
        """Hand over the values of some paths that are too long to be held in the row."""
        record = deliberation.record
        for path in paths:
            term = record.terms.get(path)
            if term is not None and not term.held:
                part = history.get_part(tx, record.id, term.number, path)
                if part is not None and part[1] is not None:
                    deliberation.term_values[path] = msgspec.json.decode(part[1])["value"]

    def _organisations(self, tx: Transaction, ids: list[str]) -> Mapping[str, Organisation]:
        found = people.organisations(tx, ids)
        for wanted in ids:
            if wanted not in found:
                raise NotFoundError(
                    f"There is no organisation {wanted!r}.",
                    hint="Find regions with: kadflow region find NAME.",
                    pesan=f"Tidak ada instansi {wanted!r}.",
                    saran="Cari daerah dengan: kadflow region find NAMA.",
                )
        if not ids:
            raise InvalidInputError(
                "An agreement needs its parties.",
                hint="Name at least two.",
                pesan="Kerja sama memerlukan para pihaknya.",
                saran="Sebutkan sedikitnya dua pihak.",
            )
        return found

    def _number(self, tx: Transaction, wanted: str | None, now: datetime) -> str:
        if wanted is not None:
            if rows.find_agreement(tx, wanted):
                raise InvalidInputError(
                    f"The number {wanted!r} is taken.",
                    hint="Leave it out to get the next one.",
                    pesan=f"Nomor {wanted!r} sudah dipakai.",
                    saran="Kosongkan agar nomor berikutnya dipakai.",
                )
            if wanted.upper().startswith(OWN_NUMBERS):
                raise InvalidInputError(
                    f"Numbers that begin with {OWN_NUMBERS} are given by Kadflow.",
                    hint="Leave the number out, or give your own in another form.",
                    pesan=f"Nomor yang diawali {OWN_NUMBERS} diberikan oleh Kadflow.",
                    saran="Kosongkan nomornya, atau pakai bentuk nomor sendiri.",
                )
            return wanted
        # two that open agreements at once would take the same number: one waits for the other
        history.lock_stream(tx, self._templates.installation(tx))
        prefix = f"{OWN_NUMBERS}{now.year}-"
        last = rows.last_number(tx, prefix)
        return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:06d}"

    def _write(
        self,
        tx: Transaction,
        ledger: Ledger,
        cases: list[_Case],
        *,
        source_ref: str | None = None,
    ) -> Outcome:
        for case in cases:
            self._new_streams(ledger, case)
        for case in cases:
            write_agreement(
                tx,
                case.deliberation,
                created=case.created,
                tasks_before=case.tasks_before,
                tracks_before=case.tracks_before,
                places_before=case.places_before,
                new_id=self._ids.new,
                source_ref=source_ref,
            )
        write_streams(tx, ledger)
        record = cases[0].deliberation.record
        return Outcome(
            agreement=record.id,
            number=record.number,
            version=record.version,
            state=record.state,
            stage=record.stage,
            standing=record.standing,
            events=tuple(
                sealed.event.kind for case in cases for sealed in case.deliberation.events
            ),
        )

    def _new_streams(self, ledger: Ledger, case: _Case) -> None:
        """Parties that joined in this transaction get their streams."""
        for party in case.deliberation.record.parties:
            if not ledger.holds(party.id):
                ledger.begin(party.id, "party", agreement=case.deliberation.record.id)

    # -------------------------------------------------------------- questions

    def find(self, tx: Transaction, wanted: str) -> str:
        """The id that a number, a source reference, an id or its beginning names.

        Raises:
            NotFoundError: Nothing, or more than one.
        """
        if _ID.fullmatch(wanted):
            return wanted
        found = rows.find_agreement(tx, wanted)
        if len(found) == 1:
            return found[0][0]
        what = "names more than one agreement" if found else "names no agreement"
        apa = "cocok dengan lebih dari satu kerja sama" if found else "tidak ditemukan"
        raise NotFoundError(
            f"{wanted!r} {what}.",
            hint="List them with: kadflow agreement list.",
            pesan=f"{wanted!r} {apa}.",
            saran="Lihat daftarnya dengan: kadflow agreement list.",
        )

    def get(self, wanted: str) -> AgreementRecord:
        """The shared record of an agreement as known now."""
        with self._database.read() as tx:
            agreement = self.find(tx, wanted)
            record = rows.get_agreement(tx, agreement)
        if record is None:
            raise NotFoundError(
                f"There is no agreement {wanted!r}.", pesan=f"Tidak ada kerja sama {wanted!r}."
            )
        return record

    def chapter(self, wanted: str, shape: type[C]) -> C:
        """A chapter of an agreement as known now: its money, its results ..."""
        chapter = chapter_for(shape)
        with self._database.read() as tx:
            stored = chapters.get_chapter(tx, self.find(tx, wanted), chapter.name)
        return cast("C", chapter.read(stored))

    def explain(self, wanted: str, envelope: Envelope, language: str = "id") -> Explanation:
        """Where an agreement stands and what moves it, as if everything due had happened.

        Args:
            wanted: Its number or id.
            envelope: Who asks; the inner steps of the own organisations are shown.
            language: Of titles and sentences: ``id`` or ``en``.
        """
        with self._database.read() as tx:
            agreement = self.find(tx, wanted)
            now = self._clock.now()
            directory = Directory(tx, self._rosters)
            case = self._load(tx, Ledger(now), directory, envelope, agreement, now)
            self._apply_due(tx, directory, envelope, now, [case])
            held = directory.holdings(envelope.person or "", case.deliberation.effective_on.date)
            own = frozenset(h.organisation for h in held)
            return explain(case.deliberation, own=own, language=language)

    def page(
        self,
        *,
        stage: str = "",
        text: str = "",
        organisation: str = "",
        after: tuple[str, str] = ("", ""),
        most: int = 50,
    ) -> list[dict[str, Any]]:
        """One page of agreements in the order in which they were entered."""
        with self._database.read() as tx:
            return rows.list_agreements(
                tx,
                stage=stage,
                text=text,
                like=f"%{text.lower()}%",
                organisation=organisation,
                after_at=after[0],
                after_id=after[1],
                most=most,
            )

    def due(self, until: datetime | None = None, effects: Sequence[str] = ()) -> list[str]:
        """Ids of agreements on which something has fallen due.

        Args:
            until: Only what was due by this instant; now where it is left out or later.
            effects: Only deadlines with one of these effects; any where empty.
        """
        now = self._clock.now()
        with self._database.read() as tx:
            return deadlines.due_agreements(tx, stamp(min(until or now, now)), effects)


def _part_of(tx: Transaction, agreement: str, number: int, name: str) -> bytes | None:
    found = history.get_part(tx, agreement, number, name)
    return None if found is None else found[1]


def key_reused(key: str) -> KeyReusedError:
    """The same key came with another request."""
    return KeyReusedError(
        f"The key {key!r} was used before for a different request.",
        hint="Use a new key for a new request.",
        pesan=f"Kunci pengulangan {key!r} sudah dipakai untuk permintaan lain.",
        saran="Gunakan kunci baru untuk permintaan baru.",
        key=key,
    )


def request_digest(envelope: Envelope, command: Any) -> str:
    """What tells one request from another under the same idempotency key."""
    asked = msgspec.to_builtins(envelope) | {"key": None}
    if envelope.paper is None:  # requests had the same digest before a paper could say anything
        del asked["paper"]
    return sha256(canonical_bytes([asked, msgspec.to_builtins(command)])).hexdigest()
