"""Entries about reports in the stream of one organisation, inside one transaction."""

from __future__ import annotations

from typing import Any

from kadflow.domain.clock import Clock
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, EventDraft, LegalDate, Sealed
from kadflow.domain.people import Holding
from kadflow.errors import NotFoundError, NotPermittedError
from kadflow.services.dating import effective_day
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.storage import history, people
from kadflow.storage.transactions import Transaction


def begin(tx: Transaction, clock: Clock, stream: str, envelope: Envelope) -> Writing:
    """Lock the stream of an organisation, or of the installation, to append to it.

    Raises:
        NotFoundError: There is no such stream.
    """
    head = history.lock_stream(tx, stream)
    if head is None:
        raise NotFoundError(
            f"There is no stream {stream!r}.",
            hint="Run: kadflow history verify.",
            pesan="Riwayat instansi ini tidak ditemukan.",
            saran="Periksa keaslian riwayat dengan: kadflow history verify.",
        )
    organisation = people.organisations(tx, [stream]).get(stream)
    zone = organisation.zone if organisation is not None else "Asia/Jakarta"
    now = clock.now()
    ledger = Ledger(now)
    ledger.hold(head, agreement=None)
    return Writing(tx, ledger, stream, envelope, effective_day(envelope, now, zone))


def check_member(tx: Transaction, envelope: Envelope, organisation: str) -> None:
    """Refuse whoever belongs to another organisation; the operator of the machine is named as such.

    Raises:
        NotPermittedError: The person belongs elsewhere.
    """
    if envelope.person is None:
        return
    home = people.get_person(tx, envelope.person)
    if home is None or home[1] != organisation:
        found = people.organisations(tx, [organisation]).get(organisation)
        name = found.name if found is not None else organisation
        raise NotPermittedError(
            f"The reports of {name} are handled by its own people.",
            hint=f"Ask {name}.",
            pesan=f"Laporan {name} ditangani oleh perangkatnya sendiri.",
            saran=f"Mintalah kepada {name}.",
        )


def contents_of(sealed: Sealed) -> dict[str, bytes | None]:
    """What stands beside an event that was just linked, by name."""
    return {part.name: part.content for part in sealed.parts}


class Writing:
    """Entries in the stream of one organisation, in one transaction."""

    def __init__(
        self,
        tx: Transaction,
        ledger: Ledger,
        stream: str,
        envelope: Envelope,
        effective_on: LegalDate,
    ) -> None:
        self._tx = tx
        self._ledger = ledger
        self._stream = stream
        self._envelope = envelope
        self.effective_on = effective_on

    def append(
        self,
        kind: str,
        data: dict[str, Any],
        *,
        office: Holding | None = None,
        parts: dict[str, Any] | None = None,
    ) -> Sealed:
        """Link one event into the stream."""
        envelope = self._envelope
        return self._ledger.append(
            EventDraft(stream=self._stream, kind=kind, data=data, parts=parts or {}),
            actor=Actor(
                principal=envelope.principal,
                authenticated=envelope.authenticated,
                person=envelope.person,
                office=office.office if office is not None else None,
                organisation=office.organisation if office is not None else None,
                capacity=office.capacity if office is not None else None,
                instrument=office.instrument if office is not None else None,
            ),
            effective_on=self.effective_on,
            template=None,
        )

    def finish(self) -> None:
        """Write the entries and the end of the stream."""
        write_streams(self._tx, self._ledger)
