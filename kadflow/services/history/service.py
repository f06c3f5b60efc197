"""`HistoryService`: everything that is asked about, or done to, the record as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from kadflow.audit.notes import VerifierKey
from kadflow.audit.parts import SealedPart
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.calendars import NATIONAL
from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import SYSTEM, Actor
from kadflow.domain.wording import Pair
from kadflow.errors import (
    HistoryBrokenError,
    InvalidInputError,
    NoteUntrustedError,
    NotFoundError,
    SignatureInvalidError,
)
from kadflow.services.directory import Rosters
from kadflow.services.history.blindness import blind_places
from kadflow.services.history.checkpoints import Sealer, witness
from kadflow.services.history.competitions import differing_competitions
from kadflow.services.history.keys import KeyFile
from kadflow.services.history.ledger_days import check_ledger
from kadflow.services.history.reading import (
    StoredEntry,
    entries_of,
    fold_all,
    fold_in_force,
    fold_known,
)
from kadflow.services.history.rebuilding import (
    RebuildReport,
    RowDifference,
    mend,
    rebuild_one,
    replay,
    tally,
)
from kadflow.services.history.report import MAX_NAMED, Finding, HistoryReport, Tally
from kadflow.services.history.reports import differing_reports
from kadflow.services.history.sealing import SealedAway, finish, seal_document, seal_part
from kadflow.services.history.showing import Entry, Shower
from kadflow.services.history.spreading import walk_all
from kadflow.services.history.turns import mend_tasks
from kadflow.services.history.walking import walk_one
from kadflow.services.installation import InstallationService
from kadflow.services.known_calendars import differing_calendars
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import history
from kadflow.storage import history_index as index
from kadflow.storage.blobs import Blobs
from kadflow.storage.proving import ProofReading
from kadflow.storage.schema import check_triggers
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction


class HistoryService:
    """Verify, checkpoint, show, rebuild and seal.

    Args:
        database: The open database.
        clock: Where the present comes from.
        templates: For what rows derive from an agreement's template.
        installation: Whose stream names the tree.
        key_path: File of the signing key; made at first use.
        blobs: The file store; needed only to seal and to verify files.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        templates: TemplateService,
        installation: InstallationService,
        key_path: Path,
        blobs: Blobs | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._templates = templates
        self._installation = installation
        self._blobs = blobs
        self._sealer = Sealer(database, clock, KeyFile(key_path))

    # -------------------------------------------------------------- proof

    def verify(
        self,
        agreement: str | None = None,
        *,
        everything: bool = False,
        against: str | None = None,
        keys: list[str] | None = None,
        rows: bool = False,
        contents: bool = False,
        processes: int | None = None,
    ) -> HistoryReport:
        """Verify the record; what does not hold is in the report, not raised.

        Args:
            agreement: Number, reference or id: its shared stream and its parties' private ones.
                None means everything.
            everything: Every stream, also where an agreement is named.
            against: A signed checkpoint, best from a copy that this server did not keep.
            keys: Verifier keys to trust for ``against``, as text; where None, those that this
                installation's own stream introduced, which whoever rewrote everything could
                have replaced.
            rows: Also compare rows with their replay; much slower.
            contents: Also read every file and compare it with its digest; a file that is said
                to be sealed and is still there is removed.
            processes: How many walk the streams side by side; None lets the size decide.

        Returns:
            The report; `HistoryReport.raise_if_broken` turns it into an error.

        Raises:
            NotFoundError: No such agreement.
            InvalidInputError: ``against`` is no checkpoint, or a key is none.
            StorageUnavailableError: The database does not answer.
        """
        trusted = None if keys is None else [VerifierKey.parse(text) for text in keys]
        whole = everything or agreement is None
        tally = Tally()
        if whole:
            self._check_protection(tally)
        with self._database.read() as tx:
            if whole:
                walk_all(self._database, tx, tally, processes)
                _check_pairs(tx, tally)
                check_ledger(tx, tally)
            if not whole and agreement is not None:
                for stream in self._streams_of(tx, agreement):
                    walk_one(ProofReading(tx, history.PROOF), tally, stream)
            if against is not None:
                _check_witness(tx, tally, against, trusted)
            if rows:
                self._check_rows(tx, tally, None if whole else agreement)
            if contents:
                self._check_contents(tx, tally)
        return tally.report()

    def checkpoint(self) -> str:
        """Seal what is new and sign the tree; see `Sealer.checkpoint`."""
        return self._sealer.checkpoint()

    def last_note(self) -> str | None:
        """The newest checkpoint; None before the first."""
        return self._sealer.last_note()

    def verifier_key(self) -> str:
        """The public half of the signing key, to be published and kept by others."""
        return self._sealer.verifier()

    def rotate_key(self, envelope: Envelope | None = None) -> str:
        """Sign with a new key from now on; returns its public half; see `Sealer.rotate`."""
        return self._sealer.rotate(_actor(envelope) if envelope is not None else SYSTEM)

    # -------------------------------------------------------------- reading

    def show(
        self,
        agreement: str,
        *,
        private: bool = False,
        parties: frozenset[str] | None = None,
    ) -> list[Entry]:
        """The entries of an agreement, readable.

        Args:
            agreement: Number, reference or id.
            private: Also those of its parties' private streams, merged by time of recording.
            parties: Only the private streams of these parties; who may see what is the caller's
                to know.

        Raises:
            NotFoundError: No such agreement.
            HistoryBrokenError: An entry cannot be read.
        """
        with self._database.read() as tx:
            found = self._find(tx, agreement)
            shared = list(entries_of(tx, found))
            own: list[str] = []
            if private or parties is not None:
                record = fold_all(shared)
                names = [party.id for party in record.parties] if record is not None else []
                own = [name for name in names if parties is None or name in parties]
            shower = Shower(tx, frozenset(own), self._body_in(tx), blind_places(shared))
            entries = [*shared, *(entry for name in own for entry in entries_of(tx, name))]
            entries.sort(key=lambda e: (e.event.recorded_at, e.event.stream != found))
            return [shower.show(entry) for entry in entries]

    def _body_in(self, tx: Transaction) -> Callable[[str, str], Pair | None]:
        def title_of(template: str, key: str) -> Pair | None:
            body = self._templates.workflow(tx, template).template.bodies.get(key)
            return (body.title.id, body.title.en) if body else None

        return title_of

    def show_stream(self, stream: str) -> list[Entry]:
        """The entries of any stream: an organisation's, the installation's.

        Raises:
            NotFoundError: No such stream.
        """
        with self._database.read() as tx:
            if history.get_stream(tx, stream) is None:
                raise NotFoundError(
                    f"There is no stream {stream!r}.",
                    hint="A stream has the id of its noun.",
                    pesan="Rangkaian riwayat ini tidak ditemukan.",
                    saran="Sebutkan tanda pengenal kerja sama, pihak, atau instansinya.",
                )
            entries = list(entries_of(tx, stream))
            shower = Shower(tx, frozenset(), blind=blind_places(entries))
            return [shower.show(entry) for entry in entries]

    def as_of(self, agreement: str, instant: datetime | str) -> AgreementRecord | None:
        """What was known of an agreement at an instant, from its history alone.

        Args:
            agreement: Number, reference or id.
            instant: Aware, or as `kadflow.domain.clock.stamp` writes it; it counts itself.

        Returns:
            The shared record; None where nothing was known yet. What was sealed since is sealed.

        Raises:
            NotFoundError: No such agreement.
            InvalidInputError: The instant does not say its zone.
        """
        moment = _moment(instant)
        return fold_known(self._shared(agreement), moment)

    def in_force_at(self, agreement: str, day: date | str) -> AgreementRecord | None:
        """What held at the end of a day, as known now; see `fold_in_force` for its limits.

        Returns:
            The shared record; None where the agreement did not exist on that day.

        Raises:
            NotFoundError: No such agreement.
            InvalidInputError: Not a date.
        """
        return self.in_force_with_skipped(agreement, day)[0]

    def in_force_with_skipped(
        self, agreement: str, day: date | str
    ) -> tuple[AgreementRecord | None, tuple[int, ...]]:
        """As `in_force_at`, with the numbers of the entries that had to be skipped."""
        try:
            wanted = date.fromisoformat(str(day)).isoformat()
        except ValueError:
            raise InvalidInputError(
                f"{str(day)[:40]!r} is not a date.",
                hint="Write it as 2025-12-31.",
                pesan=f"{str(day)[:40]!r} bukan tanggal.",
                saran="Tulis seperti 2025-12-31.",
            ) from None
        return fold_in_force(self._shared(agreement), wanted)

    # -------------------------------------------------------------- rebuilding

    def rebuild(self, agreement: str | None = None, *, fix: bool = False) -> RebuildReport:
        """Fold agreements from history and compare with their rows.

        Args:
            agreement: Number, reference or id; None means all.
            fix: Write every row anew that differs, each agreement in a transaction of its own, and
                calendars, reports and competitions.

        Raises:
            NotFoundError: No such agreement.
            HistoryBrokenError: An entry cannot be read: verify first.
        """
        rosters, ids = Rosters(), IdSource(self._clock)

        def compare(tx: Transaction, each: str, *, fix: bool) -> list[RowDifference]:
            wanted = replay(tx, each, self._templates)
            found = [*mend(tx, wanted, fix=fix)]
            turns = mend_tasks(
                tx, wanted, self._templates, rosters, ids, self._clock.now(), fix=fix
            )
            return found + turns

        found: list[RowDifference] = []
        with self._database.read() as tx:
            wanted = self._to_rebuild(tx, agreement)
            for each in wanted:
                found += compare(tx, each, fix=False)
            lost = self._without_history(tx) if agreement is None else []
            beside = self._beside(tx) if agreement is None else []
        wrong = dict.fromkeys(difference.agreement for difference in found)
        if fix:
            for each in wrong:
                self._fix(each, partial(compare, fix=True))
            if beside:
                self._database.write(lambda tx: self._beside(tx, fix=True))
        tables = tally([*found, *lost, *beside])
        found = [*(each for each in found if each.table != "task"), *lost, *beside]
        return RebuildReport(
            agreements=len(wanted),
            differences=tuple(found[:MAX_NAMED]),
            count=len(found),
            fixed=len(wrong) if fix else 0,
            tables=tables,
            left=len(lost)
            + sum(each.table == "report" and each.expected == "none" for each in beside),
        )

    def _to_rebuild(self, tx: Transaction, agreement: str | None) -> list[str]:
        """Every agreement that has a history, whether it has a row or not; parents first."""
        if agreement is not None:
            return [self._find(tx, agreement)]
        without = {noun for kind, noun in index.rows_without_stream(tx) if kind == "agreement"}
        rowless = [noun for kind, noun in index.streams_without_row(tx) if kind == "agreement"]
        return sorted({*rows.all_agreements(tx), *rowless} - without)

    def _without_history(self, tx: Transaction) -> list[RowDifference]:
        """Agreements whose row no history bears out; a person has to find out what happened."""
        return [
            RowDifference(noun, "agreement", "", "none", "a row", "surplus")
            for kind, noun in index.rows_without_stream(tx)
            if kind == "agreement"
        ]

    def _beside(self, tx: Transaction, *, fix: bool = False) -> list[RowDifference]:
        """What differs outside of agreements: calendars, reports and competitions."""
        installation = self._installation.stream(tx)
        return [
            *(
                RowDifference(
                    "", f"calendar {each or NATIONAL}", "record", "as imported", "another"
                )
                for each in differing_calendars(tx, installation, fix=fix)
            ),
            *(
                RowDifference("", f"report {each}", "record", expected, found)
                for each, expected, found in differing_reports(tx, fix=fix)
            ),
            *(
                RowDifference(
                    "", f"competition {each['id']}", each["column"], "as in history", "another"
                )
                for each in differing_competitions(tx, fix=fix)
            ),
        ]

    def _fix(self, agreement: str, mended: Callable[[Transaction, str], object]) -> None:
        def work(tx: Transaction) -> None:
            index.lock_agreement(tx, agreement)
            mended(tx, agreement)

        self._database.write(work)

    # -------------------------------------------------------------- sealing

    def seal(
        self, stream: str, number: int, part: str, *, envelope: Envelope, reason: str
    ) -> SealedAway:
        """Take a part's content out of the record for ever, by an event that says so.

        Content and salt go; the rows that hold the value are made again without it, in the same
        transaction. Copies elsewhere (backups, database logs, free pages of the file, the same
        words in another entry) are not reached from here.

        Args:
            stream: Stream of the entry.
            number: Number of the entry.
            part: Name of the part.
            envelope: Who seals.
            reason: On whose request, or under which rule; kept as a part itself.

        Raises:
            NotFoundError: No such stream, entry or part.
            InvalidInputError: It was sealed before.
            ReasonRequiredError: No reason.
        """

        def work(tx: Transaction) -> SealedAway:
            return seal_part(
                tx,
                self._templates,
                self._clock.now(),
                stream,
                number,
                part,
                envelope=envelope,
                reason=reason,
            )

        return self._database.write(work)

    def seal_document(
        self, agreement: str, document: str, *, envelope: Envelope, reason: str
    ) -> SealedAway:
        """Take a file's content out of the file store for ever, by an event that says so.

        Args:
            agreement: Number or id.
            document: Id of the document, or the number of the entry that brought a file.
            envelope: Who seals.
            reason: On whose request, or under which rule.

        Raises:
            NotFoundError: No such agreement or document.
            InvalidInputError: It was sealed before, or this service has no file store.
            ReasonRequiredError: No reason.
        """
        blobs = self._blobs
        if blobs is None:
            raise InvalidInputError(
                "This service was opened without a file store.",
                pesan="Tempat penyimpanan berkas tidak tersedia di sini.",
            )
        with self._database.read() as tx:
            found = self._find(tx, agreement)

        def work(tx: Transaction) -> SealedAway:
            return seal_document(
                tx,
                self._templates,
                self._clock.now(),
                found,
                document,
                envelope=envelope,
                reason=reason,
            )

        sealed = self._database.write(work)
        blobs.remove(found, sealed.name)
        return sealed

    # -------------------------------------------------------------- inside

    def _find(self, tx: Transaction, wanted: str) -> str:
        found = rows.find_agreement(tx, wanted)
        if len(found) == 1:
            return found[0][0]
        stored = history.get_stream(tx, wanted)
        if stored is not None and stored[1] == "agreement":
            return wanted  # its row is gone; its history is not
        what = "names more than one agreement" if found else "names no agreement"
        apa = "cocok dengan lebih dari satu kerja sama" if found else "tidak ditemukan"
        raise NotFoundError(
            f"{wanted!r} {what}.",
            hint="List them with: kadflow agreement list.",
            pesan=f"{wanted!r} {apa}.",
            saran="Lihat daftarnya dengan: kadflow agreement list.",
        )

    def _shared(self, agreement: str) -> list[StoredEntry]:
        with self._database.read() as tx:
            return list(entries_of(tx, self._find(tx, agreement)))

    def _streams_of(self, tx: Transaction, agreement: str) -> list[str]:
        """The shared stream, and the private ones that history or rows know of."""
        found = self._find(tx, agreement)
        known = [row["id"] for row in index.party_rows(tx, found)]
        try:
            record = fold_all(entries_of(tx, found))
        except (HistoryBrokenError, KeyError, ValueError):
            record = None  # walking it will say what is wrong
        told = [party.id for party in record.parties] if record is not None else []
        return [found, *dict.fromkeys([*told, *known])]

    def _check_protection(self, tally: Tally) -> None:
        try:
            check_triggers(self._database)
        except HistoryBrokenError as error:
            names = ", ".join(error.details.get("triggers", [])) or "?"
            tally.add(Finding("trigger", field=names))

    def _check_rows(self, tx: Transaction, tally: Tally, agreement: str | None) -> None:
        wanted = (
            rows.all_agreements(tx) if agreement is None else iter([self._find(tx, agreement)])
        )
        for each in wanted:
            tally.rows += 1
            try:
                found = rebuild_one(tx, each, self._templates)
            except (HistoryBrokenError, NotFoundError, KeyError, ValueError) as error:
                found = (RowDifference(each, "agreement", "", "a readable history", str(error)),)
            for wrong in found:
                field = f"{wrong.row}.{wrong.column}" if wrong.column else wrong.row
                tally.add(
                    Finding("row", each, field=field, expected=wrong.expected, found=wrong.found)
                )

    def _check_contents(self, tx: Transaction, tally: Tally) -> None:
        if self._blobs is None:
            return
        for owner, digest in index.contents(tx):
            tally.contents += 1
            by = index.blob_sealed_by(tx, owner, digest)
            if by is not None:
                finish(tx, self._blobs, owner, digest)  # a crash may have left it behind
                stream, _, number = by.rpartition(":")
                tally.meet(SealedPart(owner, int(number), digest, stream, int(number)))
                continue
            try:
                self._blobs.verify(owner, digest)
            except NotFoundError:
                tally.add(Finding("content", owner, field=digest, expected="a file", found="none"))
            except HistoryBrokenError as error:
                found = str(error.details.get("found"))
                tally.add(Finding("content", owner, field=digest, expected=digest, found=found))


def _check_pairs(tx: Transaction, tally: Tally) -> None:
    """Nouns without stream, streams without noun, and streams shorter than their leaves."""
    for kind, noun in index.rows_without_stream(tx):
        tally.add(Finding("missing", noun, field=kind, expected="a stream", found="none"))
    for kind, stream in index.streams_without_row(tx):
        tally.add(Finding("missing", stream, field=kind, expected="a row", found="none"))
    for stream, length, sealed in history.cut_streams(tx):
        expected, found = f"{sealed} entries", f"{length} entries"
        tally.add(Finding("sealed-length", stream, length + 1, expected, found))


_WITNESSED = {"missing": "beyond", "leaves": "leaves"}
"""What a checkpoint says of the whole record, as a finding."""


def _check_witness(
    tx: Transaction, tally: Tally, note: str, keys: list[VerifierKey] | None
) -> None:
    try:
        report = witness(tx, note, keys)
    except (NoteUntrustedError, SignatureInvalidError) as error:
        tally.add(Finding(error.code, field=str(error.details["name"])))
        return
    tally.witness = report
    for lost in report.lost:
        found = "nothing" if lost.found is None else f"digest {lost.found}"
        tally.add(Finding("lost", lost.stream, lost.number, f"digest {lost.expected}", found))
    tally.finding_count += report.lost_count - len(report.lost)
    if not report.ok and not report.lost:
        tally.add(
            Finding(
                _WITNESSED.get(report.finding, "checkpoint"),
                expected=f"{report.size} entries with root {report.expected}",
                found=f"{report.present} entries with root {report.found}",
            )
        )


def _moment(instant: datetime | str) -> str:
    if isinstance(instant, datetime):
        if instant.tzinfo is None:
            raise InvalidInputError(
                "The instant does not say its zone.",
                hint="Hand in an aware time.",
                pesan="Waktu ini tidak menyebut zona waktunya.",
                saran="Sebutkan waktu beserta zonanya.",
            )
        return stamp(instant)
    try:
        return _moment(datetime.fromisoformat(instant))
    except ValueError:
        raise InvalidInputError(
            f"{instant[:40]!r} is not an instant.",
            hint="Write it as 2025-12-31T23:59:59+07:00.",
            pesan=f"{instant[:40]!r} bukan waktu yang lengkap.",
            saran="Tulis seperti 2025-12-31T23:59:59+07:00.",
        ) from None


def _actor(envelope: Envelope) -> Actor:
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
    )
