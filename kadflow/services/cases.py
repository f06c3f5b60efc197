"""Agreements as one command finds them: locked, read, and ready to be deliberated on.

All that a command touches shares one transaction, one instant, one ledger and one directory;
`Cases` is these together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

import msgspec

from kadflow.domain.agreements import AgreementRecord, PartyTrack
from kadflow.domain.clock import IdSource
from kadflow.domain.commands import Envelope
from kadflow.domain.people import Organisation
from kadflow.engine.budget.money import Family as FamilyMoney
from kadflow.engine.deliberation import Deliberation
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.services.budget_family import family_of
from kadflow.services.dating import effective_day
from kadflow.services.directory import Directory, Rosters
from kadflow.services.ledger import Ledger
from kadflow.services.recording import Place, TaskKey, place, tasks, write_agreement, write_streams
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import chapters, history, people
from kadflow.storage.transactions import Transaction


class Case:
    """One agreement inside a transaction: its deliberation, and how it was before."""

    def __init__(
        self, deliberation: Deliberation, *, created: bool, tracks_before: dict[str, int]
    ) -> None:
        self.deliberation = deliberation
        self.created = created
        self.tracks_before = tracks_before
        self.tasks_before: set[TaskKey] = set() if created else tasks(deliberation)
        self.places_before: Place | None = None if created else place(deliberation)

    @property
    def has_ended(self) -> bool:
        """Whether its record stands in a final state by now."""
        return self.deliberation.state().final is not None


class Cases:
    """The agreements of one command, and what they share.

    Args:
        tx: The caller's transaction.
        envelope: Who commands, when and why.
        now: The one instant of everything that is decided.
        templates: For the workflow of each.
        rosters: Of the installation.
        ids: Of the installation.
    """

    def __init__(
        self,
        tx: Transaction,
        envelope: Envelope,
        now: datetime,
        *,
        templates: TemplateService,
        rosters: Rosters,
        ids: IdSource,
    ) -> None:
        self.tx = tx
        self.envelope = envelope
        self.now = now
        self.ledger = Ledger(now)
        self.directory = Directory(tx, rosters)
        self._templates = templates
        self._new_id = ids.new

    # -------------------------------------------------------------- agreements that exist

    def load(self, agreement: str) -> Case:
        """Lock an agreement and read all of it.

        Raises:
            NotFoundError: There is none with this id.
        """
        found = rows.lock_agreement(self.tx, agreement)
        if found is None:
            raise NotFoundError(
                f"There is no agreement {agreement!r}.",
                hint="List them: kadflow agreement list.",
                pesan="Kerja sama ini tidak ditemukan.",
                saran="Lihat daftarnya dengan: kadflow agreement list.",
            )
        record, head = found
        tracks, heads = rows.tracks_of(self.tx, agreement)
        self.directory.know(heads)
        return self._existing(record, head, tracks)

    def load_root(self, agreement: str) -> Case | None:
        """An agreement without a parent, read in one round trip; else None."""
        found = rows.open_root(self.tx, agreement)
        if found is None:
            return None
        record, head, tracks, heads = found
        self.directory.know(heads)
        return self._existing(record, head, tracks)

    def _existing(self, record: AgreementRecord, head: rows.Head, found: rows.Tracks) -> Case:
        self.ledger.hold(head, agreement=record.id)
        tracks: dict[str, PartyTrack] = {}
        for party, (track, track_head) in found.items():
            tracks[party] = track
            self.ledger.hold(track_head, agreement=record.id)
        zone = record.parties[0].zone if record.parties else "Asia/Jakarta"
        deliberation = self._deliberation(record.template, record, tracks, zone)
        versions = {party: track.version for party, track in tracks.items()}
        return Case(deliberation, created=False, tracks_before=versions)

    # -------------------------------------------------------------- agreements that begin

    def begin(self, template: str, zone: str) -> Case:
        """A new agreement, without a record yet; its stream begins here.

        Args:
            template: Digest of its template.
            zone: In which a date is meant that the command does not state.
        """
        deliberation = self._deliberation(template, None, {}, zone)
        return Case(deliberation, created=True, tracks_before={})

    def begin_stream(self) -> str:
        """Give a new agreement its id and its shared stream."""
        agreement = self._new_id()
        self.ledger.begin(agreement, "agreement", agreement=agreement)
        return agreement

    def begin_tracks(self, case: Case) -> None:
        """Give the parties of an agreement that have none yet their private streams."""
        record = case.deliberation.record
        for party in record.parties:
            if not self.ledger.holds(party.id):
                self.ledger.begin(party.id, "party", agreement=record.id)

    def organisations(self, ids: Sequence[str]) -> Mapping[str, Organisation]:
        """The organisations that are to be parties.

        Raises:
            NotFoundError: One of them does not exist.
            InvalidInputError: None is named.
        """
        found = people.organisations(self.tx, list(ids))
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

    def _deliberation(
        self,
        template: str,
        record: AgreementRecord | None,
        tracks: dict[str, PartyTrack],
        zone: str,
    ) -> Deliberation:
        return Deliberation(
            workflow=self._templates.workflow(self.tx, template),
            record=record,
            tracks=tracks,
            directory=self.directory,
            ledger=self.ledger,
            envelope=self.envelope,
            effective_on=effective_day(self.envelope, self.now, zone),
            now=self.now,
            new_id=self._new_id,
            read_chapter=partial(self._chapter, record),
            read_family=partial(self._family, record),
            read_part=self._part,
        )

    def _chapter(self, record: AgreementRecord | None, name: str) -> bytes | None:
        return None if record is None else chapters.get_chapter(self.tx, record.id, name)

    def _family(self, record: AgreementRecord | None) -> FamilyMoney | None:
        return None if record is None else family_of(self.tx, record, self._templates)

    # -------------------------------------------------------------- reading and writing

    def _part(self, stream: str, number: int, name: str) -> bytes | None:
        """The content of a part; None where there is none, or it was sealed."""
        found = history.get_part(self.tx, stream, number, name)
        return None if found is None else found[1]

    def read_long(self, deliberation: Deliberation, paths: Iterable[str]) -> None:
        """Hand over the values of some paths that are too long to be held in the row."""
        record = deliberation.record
        for path in paths:
            term = record.terms.get(path)
            if term is not None and not term.held:
                part = history.get_part(self.tx, record.id, term.number, path)
                if part is not None and part[1] is not None:
                    deliberation.term_values[path] = msgspec.json.decode(part[1])["value"]

    def write(self, cases: Sequence[Case], *, source_ref: str | None = None) -> None:
        """Write what was decided on these agreements, and the streams that grew.

        Args:
            cases: In the order in which their rows are written: parents before children.
            source_ref: Reference of the register that a new agreement comes from.
        """
        for case in cases:
            self.begin_tracks(case)  # parties that joined in this transaction
        for case in cases:
            write_agreement(
                self.tx,
                case.deliberation,
                created=case.created,
                tasks_before=case.tasks_before,
                tracks_before=case.tracks_before,
                places_before=case.places_before,
                new_id=self._new_id,
                source_ref=source_ref,
            )
        write_streams(self.tx, self.ledger)
