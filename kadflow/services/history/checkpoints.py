"""The sealer: committed events become leaves of one tree, and its root is signed.

First the days of the ledger that are over are sealed by events. Then every event of every stream
gets one leaf, once, in the order of recording among those that are new. The tree's right edge is
stored with each checkpoint, so old leaves are never read again.
Two sealers at once: the second waits for the first, and finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kadflow.audit.notes import Checkpoint, SignerKey, VerifierKey, sign_note, verify_checkpoint
from kadflow.audit.tree import Frontier
from kadflow.audit.witness import WitnessReport, verify_against
from kadflow.domain.clock import Clock, stamp
from kadflow.domain.events import SYSTEM, Actor
from kadflow.errors import HistoryBrokenError
from kadflow.services.history.installation import (
    KEY_INTRODUCED,
    InstallationFacts,
    installation_facts,
    record,
)
from kadflow.services.history.keys import KeyFile
from kadflow.services.history.ledger_days import LedgerDay, closed_days, seal_days
from kadflow.storage import history
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

BATCH = 2000  # leaves written at once


class Sealer:
    """Makes checkpoints, and keeps their key."""

    def __init__(self, database: Database, clock: Clock, key: KeyFile) -> None:
        self._database = database
        self._clock = clock
        self._key = key

    def checkpoint(self) -> str:
        """Seal what was committed since the last checkpoint, and sign the tree.

        Days of the ledger that are over are sealed first; see `kadflow.services.history.ledger_days`.

        Returns:
            The signed note; the last one again when nothing is new.

        Raises:
            HistoryBrokenError: The stored leaves do not fit the stored edge of the tree.
            InvalidInputError: The key file holds no key of this installation.
            StorageUnavailableError: Key or database cannot be written.
        """
        signer = self._signer()
        with self._database.read() as tx:  # days that are over change no more: nobody waits
            days = closed_days(tx, self._clock.now())
        return self._database.write(lambda tx: self._seal(tx, signer, days))

    def rotate(self, actor: Actor = SYSTEM) -> str:
        """Make a new key, introduce it by an event, and seal with it from now on.

        The old key stays known: checkpoints that it signed remain verifiable.

        Returns:
            The new verifier key, to be published.
        """
        origin = self._facts().origin
        self._signer()  # finishes a rotation that was interrupted
        signer = self._key.prepare(origin)

        def work(tx: Transaction) -> None:
            facts = installation_facts(tx)
            _introduce(tx, facts, signer, self._clock.now(), "rotated", actor)

        self._database.write(work)
        self._key.accept_next()
        return str(signer.verifier)

    def verifier(self) -> str:
        """The verifier key of the present signing key, to be printed and published."""
        return str(self._signer().verifier)

    def last_note(self) -> str | None:
        """The newest checkpoint; None before the first."""
        with self._database.read() as tx:
            found = history.last_checkpoint(tx)
        return found[3] if found else None

    def _facts(self) -> InstallationFacts:
        with self._database.read() as tx:
            return installation_facts(tx)

    def _signer(self) -> SignerKey:
        """The present key; a rotation that a crash interrupted is finished first."""
        facts = self._facts()
        waiting = self._key.read_next(facts.origin)
        if waiting is not None and facts.keys and str(waiting.verifier) == facts.keys[-1]:
            self._key.accept_next()
        return self._key.get(facts.origin)

    def _seal(self, tx: Transaction, signer: SignerKey, days: Sequence[LedgerDay]) -> str:
        facts = installation_facts(tx)
        history.lock_stream(tx, facts.stream)  # one sealer at a time
        facts = installation_facts(tx)
        now = self._clock.now()
        if not facts.keys or facts.keys[-1] != str(signer.verifier):
            _introduce(tx, facts, signer, now, "replaced" if facts.keys else "first", SYSTEM)
        seal_days(tx, facts.stream, days, now)
        last = history.last_checkpoint(tx)
        frontier = Frontier.from_json(msgspec.json.decode(last[4])) if last else Frontier()
        present = history.last_leaf(tx)
        if (-1 if present is None else present) != frontier.size - 1:
            raise HistoryBrokenError(
                f"The tree has {0 if present is None else present + 1} leaves, its last "
                f"checkpoint says {frontier.size}.",
                hint="Run: kadflow history verify --all.",
                pesan=f"Riwayat memuat {0 if present is None else present + 1} catatan, sedangkan "
                f"segel terakhirnya menyebut {frontier.size}.",
                saran="Periksa keaslian dengan: kadflow history verify --all.",
                expected=frontier.size,
                found=0 if present is None else present + 1,
            )
        before = frontier.size
        _append_leaves(tx, frontier)
        if frontier.size == before and last is not None:
            return str(last[3])
        root = frontier.root()
        checkpoint = Checkpoint(
            origin=facts.origin,
            size=frontier.size,
            root=root,
            epoch=facts.epoch,
            time=stamp(now),
        )
        note = str(sign_note(checkpoint.text(), signer))
        history.insert_checkpoint(
            tx,
            {
                "size": frontier.size,
                "epoch": facts.epoch,
                "root": root.hex(),
                "note": note,
                "frontier": msgspec.json.encode(frontier.to_json()),
                "recorded_at": stamp(now),
            },
        )
        return note


def _introduce(
    tx: Transaction,
    facts: InstallationFacts,
    signer: SignerKey,
    now: datetime,
    cause: str,
    actor: Actor,
) -> None:
    before = facts.keys[-1] if facts.keys else None
    data = {"key": str(signer.verifier), "before": before, "cause": cause}
    record(tx, facts.stream, KEY_INTRODUCED, data, now=now, actor=actor)


def _append_leaves(tx: Transaction, frontier: Frontier) -> None:
    batch = []
    for stream, number, digest in history.unsealed_events(tx):
        batch.append(
            {"position": frontier.size, "stream": stream, "number": number, "digest": digest}
        )
        frontier.append(bytes.fromhex(digest))
        if len(batch) == BATCH:
            history.insert_leaves(tx, batch)
            batch = []
    if batch:
        history.insert_leaves(tx, batch)


def witness(tx: Transaction, note: str, keys: Iterable[VerifierKey] | None) -> WitnessReport:
    """Prove the present record against a checkpoint.

    Args:
        tx: A reading.
        note: Best a copy that this server did not keep.
        keys: Whom the reader trusts; the keys that this installation introduced where None.

    Raises:
        InvalidInputError: Not a checkpoint.
        NoteUntrustedError: Not signed by any of the keys, or about another installation.
        SignatureInvalidError: Changed after signing.
    """
    facts = installation_facts(tx)
    known = [VerifierKey.parse(text) for text in facts.keys] if keys is None else list(keys)
    checkpoint = verify_checkpoint(note, known, origin=facts.origin)
    return verify_against(checkpoint, history.leaves_with_events(tx))
