"""Backup and restore of a whole installation, and what a restored one may not do yet.

A restored installation opens a new epoch by an event that names the last checkpoint it knows and
what is missing. Deliveries and due effects wait until somebody releases them: the world outside
may have seen what this copy has not.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kadflow.audit.notes import Checkpoint, parse_note
from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor
from kadflow.errors import InvalidInputError
from kadflow.services.deliveries.ledger import keep_back
from kadflow.services.history.installation import (
    RELEASED,
    RESTORED,
    installation_facts,
    record,
)
from kadflow.services.history.report import HistoryReport
from kadflow.services.history.service import HistoryService
from kadflow.services.installation import InstallationService
from kadflow.services.templates import TemplateService
from kadflow.storage import backup as storage
from kadflow.storage import history
from kadflow.storage.blobs import Blobs
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

MAX_NAMED = 50
"""Most missing contents that the restoring event names one by one."""


class BackupReport(msgspec.Struct, frozen=True):
    """What a backup holds.

    Attributes:
        path: The file.
        note: The checkpoint that covers the record as backed up; keep it apart from the file.
        contents: Files of documents in it.
        missing: ``owner/digest`` of files that documents name but the store did not have.
        damaged: ``owner/digest`` of files whose bytes are not those that were stored.
    """

    path: Path
    note: str
    contents: int
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


class RestoreReport(msgspec.Struct, frozen=True):
    """What came back.

    Attributes:
        epoch: Of the restored installation.
        history: Verification of everything, contents included, before the epoch was opened.
        checkpoint: The last checkpoint that the backup knows; None where it has none.
        lost: Entries that the checkpoint given by the caller covers and the backup does not
            have; 0 where none was given.
        missing: ``owner/digest`` of files that are not there.
        damaged: ``owner/digest`` of files that are not as they were stored.
    """

    epoch: int
    history: HistoryReport
    checkpoint: str | None = None
    lost: int = 0
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything that the backup should have is there, unchanged."""
        return self.history.ok and not (self.lost or self.missing or self.damaged)


class Keeping:
    """Backs an open installation up, and holds a restored one until it is released."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, history_service: HistoryService
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._history = history_service

    def backup(self, target: Path) -> BackupReport:
        """Seal what is new, then write everything but the signing key into one file.

        Args:
            target: A file that does not exist yet; appears when it is complete.

        Raises:
            InvalidInputError: The target exists.
            StorageUnavailableError: The database does not answer, or a disk cannot be written.
        """
        if target.exists():
            raise InvalidInputError(
                f"{target} exists already.",
                hint="Name a file that does not exist.",
                pesan=f"Berkas {target} sudah ada.",
                saran="Sebutkan nama berkas yang belum ada.",
            )
        note = self._history.checkpoint()
        manifest = storage.backup(self._database, self._blobs, target)
        return BackupReport(
            path=target,
            note=note,
            contents=sum(name.startswith("blobs/") for name in manifest.members),
            missing=tuple(manifest.missing),
            damaged=tuple(manifest.damaged),
        )

    def held(self) -> bool:
        """Whether deliveries and due effects wait, since this is a restored installation."""
        with self._database.read() as tx:
            return installation_facts(tx).held

    def epoch(self) -> int:
        """1, and one more after each restore."""
        with self._database.read() as tx:
            return installation_facts(tx).epoch

    def release(self, envelope: Envelope) -> None:
        """Let deliveries and due effects go on; an event says who decided it.

        What waited to be sent when the backup was made may have been sent since: each of these
        messages is kept back until somebody has it sent.

        Raises:
            InvalidInputError: Nothing is held.
        """

        def work(tx: Transaction) -> None:
            facts = installation_facts(tx)
            history.lock_stream(tx, facts.stream)
            facts = installation_facts(tx)
            if not facts.held:
                raise InvalidInputError(
                    "Nothing is held here.",
                    hint="There is nothing to do.",
                    pesan="Tidak ada yang sedang ditahan di sini.",
                    saran="Tidak ada yang perlu dilakukan.",
                )
            actor = Actor(
                principal=envelope.principal,
                authenticated=envelope.authenticated,
                person=envelope.person,
            )
            parts = {"reason": envelope.reason} if envelope.reason else {}
            data = {"epoch": facts.epoch}
            now = self._clock.now()
            record(tx, facts.stream, RELEASED, data, now=now, parts=parts, actor=actor)
            keep_back(tx, facts.restored_at, IdSource(self._clock), stamp(now))

        self._database.write(work)


def restore(
    file: Path,
    *,
    url: str,
    blobs_dir: Path,
    key_path: Path,
    clock: Clock,
    against: str | None = None,
    keys: list[str] | None = None,
) -> RestoreReport:
    """Bring a backup back into an empty place, verify all of it, and open a new epoch.

    The file is compared with its manifest before anything is accepted. Whatever verification of
    the record finds after that is in the report and in the new epoch's event; the installation
    is held in either case.

    Args:
        file: As `Keeping.backup` wrote it.
        url: An SQLite file that does not exist, or an empty PostgreSQL database.
        blobs_dir: A folder that does not exist or is empty.
        key_path: Where the signing key is, if somebody brought it; a new one is made and
            introduced at the next checkpoint otherwise.
        clock: Where the present comes from.
        against: The newest checkpoint that anybody kept: what it covers beyond the backup is
            counted as lost.
        keys: Verifier keys to trust for ``against``; those of the backup where None.

    Raises:
        NotFoundError: No such file, or no installation in it.
        InvalidInputError: The place is not empty, the backup is of another kind of database, or
            ``against`` is no checkpoint.
        HistoryBrokenError: The file is damaged, incomplete, or not one of ours.
        StorageUnavailableError: The place cannot be written.
    """
    newest = Checkpoint.parse(parse_note(against).text) if against is not None else None
    manifest = storage.restore(file, url, blobs_dir)
    with Database.open(url) as database:
        installation = InstallationService(database, clock, IdSource(clock))
        templates = TemplateService(database, clock, installation.stream)
        proved = HistoryService(
            database, clock, templates, installation, key_path, Blobs(blobs_dir)
        ).verify(everything=True, contents=True, against=against, keys=keys)

        def work(tx: Transaction) -> RestoreReport:
            facts = installation_facts(tx)
            last = history.last_checkpoint(tx)
            leaf = history.last_leaf(tx)
            present = 0 if leaf is None else leaf + 1
            beyond = max(0, newest.size - present) if newest is not None else 0
            changed = proved.witness.lost_count if proved.witness is not None else 0
            report = RestoreReport(
                epoch=facts.epoch + 1,
                history=proved,
                checkpoint=last[3] if last else None,
                lost=beyond + changed,
                missing=tuple(manifest.missing),
                damaged=tuple(manifest.damaged),
            )
            record(tx, facts.stream, RESTORED, _told(report, last, newest), now=clock.now())
            return report

        return database.write(work)


def _told(
    report: RestoreReport, last: tuple[object, ...] | None, newest: Checkpoint | None
) -> dict[str, object]:
    """What the new epoch's event says."""
    first = report.history.first
    return {
        "epoch": report.epoch,
        "checkpoint": {"size": last[0], "root": last[2]} if last else None,
        "newest": {"size": newest.size, "root": newest.root.hex()} if newest else None,
        "lost": report.lost,
        "missing": list(report.missing[:MAX_NAMED]),
        "missing_count": len(report.missing),
        "damaged": list(report.damaged[:MAX_NAMED]),
        "damaged_count": len(report.damaged),
        "findings": report.history.finding_count,
        "first_finding": (
            {"what": first.what, "stream": first.stream, "number": first.number} if first else None
        ),
    }
