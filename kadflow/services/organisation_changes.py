"""One change of an organisation: one event in its stream, in the transaction of its rows."""

from __future__ import annotations

from typing import Any

from kadflow.domain.clock import Clock, IdSource
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, EventDraft, Sealed
from kadflow.domain.wording import day_words
from kadflow.engine.terms import is_iso_date
from kadflow.errors import InvalidInputError, NotFoundError
from kadflow.services.dating import effective_day
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.storage import history, people
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction


class OrganisationChanges:
    """What the services that change organisations share."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def _change(
        self,
        tx: Transaction,
        envelope: Envelope,
        organisation: str,
        kind: str,
        data: dict[str, Any],
        *,
        parts: dict[str, Any] | None = None,
    ) -> Sealed:
        now = self._clock.now()
        found = people.organisations(tx, [organisation]).get(organisation)
        if found is None:
            raise NotFoundError(
                f"There is no organisation {organisation!r}.",
                pesan="Instansi ini tidak ditemukan.",
            )
        head = history.lock_stream(tx, organisation)
        if head is None:
            raise NotFoundError(
                f"{found.name} has no stream.",
                hint="Run: kadflow history verify.",
                pesan=f"{found.name} tidak mempunyai riwayat.",
                saran="Periksa keaslian riwayat dengan: kadflow history verify.",
            )
        ledger = Ledger(now)
        ledger.hold(head, agreement=None)
        effective = effective_day(envelope, now, found.zone)
        sealed = ledger.append(
            EventDraft(stream=organisation, kind=kind, data=data, parts=parts or {}),
            actor=actor_of(envelope),
            effective_on=effective,
            template=None,
        )
        write_streams(tx, ledger)
        return sealed


def actor_of(envelope: Envelope) -> Actor:
    """Who gave a command, for no office."""
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
    )


def need(found: Any, what: tuple[str, str], wanted: str) -> Any:
    """What was found, or a refusal that names what is not there, in English and Indonesian."""
    if found is None:
        raise NotFoundError(
            f"There is no {what[0]} {wanted!r}.", pesan=f"Tidak ada {what[1]} {wanted!r}."
        )
    return found


def check_days(from_on: str, to_on: str | None) -> None:
    """Refuse days that are no dates, and a last day before the first."""
    for day in (from_on, to_on):
        if day is not None and not is_iso_date(day):
            raise InvalidInputError(
                f"{day!r} is not a date.",
                hint="Give a date like 2026-01-31.",
                pesan=f"{day!r} bukan tanggal.",
                saran="Isi tanggal seperti 2026-01-31.",
            )
    if to_on is not None and to_on < from_on:
        raise InvalidInputError(
            f"The last day {to_on} lies before the first, {from_on}.",
            hint="Check both dates.",
            pesan=f"Hari terakhir, {day_words(to_on)[0]}, mendahului hari pertama, "
            f"{day_words(from_on)[0]}.",
            saran="Periksa kedua tanggal.",
        )
