"""What the installation's own stream says about proof: epoch, keys, and whether effects are held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from kadflow.audit.chain import decode_event
from kadflow.domain.clock import civil_date
from kadflow.domain.events import SYSTEM, Actor, EventDraft, Sealed
from kadflow.errors import NotFoundError
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.storage import history
from kadflow.storage.transactions import Transaction

RESTORED = "installation.restored"
RELEASED = "installation.released"
KEY_INTRODUCED = "key.introduced"
ZONE = "Asia/Jakarta"


class InstallationFacts(msgspec.Struct, frozen=True):
    """Folded from the installation's stream.

    Attributes:
        stream: Its id.
        epoch: 1, and one more after each restore.
        keys: Verifier keys that signed checkpoints here, as text, oldest first.
        held: Restored and not released yet: deliveries and due effects wait.
        restored_at: When this epoch began; None in the first one.
    """

    stream: str
    epoch: int = 1
    keys: tuple[str, ...] = ()
    held: bool = False
    restored_at: str | None = None

    @property
    def origin(self) -> str:
        """First line of every checkpoint of this installation, and the name of its keys."""
        return f"kadflow/{self.stream}"


def installation_facts(tx: Transaction) -> InstallationFacts:
    """Read what the installation's stream says.

    Raises:
        NotFoundError: Nothing was founded in this database.
    """
    stream = history.installation_stream(tx)
    if stream is None:
        raise NotFoundError(
            "No installation was founded in this database.",
            hint="Run: kadflow init.",
            pesan="Basis data ini belum disiapkan untuk Kadflow.",
            saran="Jalankan: kadflow init.",
        )
    epoch, keys, held, restored_at = 1, [], False, None
    for body in history.bodies_of_kinds(tx, stream, (RESTORED, RELEASED, KEY_INTRODUCED)):
        event = decode_event(body)
        if event.kind == RESTORED:
            epoch, held, restored_at = event.data["epoch"], True, event.recorded_at
        elif event.kind == RELEASED:
            held = False
        else:
            keys.append(event.data["key"])
    return InstallationFacts(stream, epoch, tuple(keys), held, restored_at)


def record(
    tx: Transaction,
    stream: str,
    kind: str,
    data: dict[str, Any],
    *,
    now: datetime,
    parts: dict[str, Any] | None = None,
    actor: Actor = SYSTEM,
) -> Sealed:
    """Append one event to the installation's stream, which stays locked until the commit."""
    head = history.lock_stream(tx, stream)
    if head is None:
        raise NotFoundError(
            "This installation has no stream.",
            hint="Run: kadflow init.",
            pesan="Basis data ini belum mempunyai riwayat.",
            saran="Jalankan: kadflow init.",
        )
    ledger = Ledger(now)
    ledger.hold(head, agreement=None)
    sealed = ledger.append(
        EventDraft(stream=stream, kind=kind, data=data, parts=parts or {}),
        actor=actor,
        effective_on=civil_date(now, ZONE),
        template=None,
    )
    write_streams(tx, ledger)
    return sealed
