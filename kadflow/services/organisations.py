"""Organisations, their people, offices, holders, mandates, chains and borders.

Every change is an event in the stream of its organisation, so that a mandate used in a decision
can be traced to the letter that gave it. Making somebody holder or giving a mandate names the
letter, and is done by another person than the one concerned, except at first set-up, which is
marked (practice 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from kadflow.audit.chain import decode_event
from kadflow.domain.clock import Clock, IdSource, civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, EventDraft, Sealed
from kadflow.domain.people import CAPACITY_WORDS, ROLE_WORDS, Holding, Office, Organisation
from kadflow.domain.wording import capacity_words, choices, day_words
from kadflow.engine.terms import is_iso_date
from kadflow.errors import (
    ConcurrentChangeError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from kadflow.services.dating import effective_day
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.storage import history, people
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction


class OrganisationService:
    """What region administrators do, each change one transaction and one event."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    # -------------------------------------------------------------- organisations

    def add_in(
        self, tx: Transaction, envelope: Envelope, values: Sequence[dict[str, Any]]
    ) -> list[str]:
        """Add organisations in the caller's transaction, each with its own stream.

        Args:
            values: Fields of `Organisation` without ``id``; ``basis`` says where it comes from.

        Returns:
            Their ids, in order.
        """
        now = self._clock.now()
        ledger = Ledger(now)
        actor = _actor(envelope)
        rows, ids = [], []
        for value in values:
            organisation = self._ids.new()
            ids.append(organisation)
            ledger.begin(organisation, "organisation", agreement=None)
            data = {key: value.get(key) for key in _ORGANISATION_FIELDS}
            ledger.append(
                EventDraft(
                    stream=organisation,
                    kind="organisation.added",
                    data=data | {"basis": value.get("basis")},
                ),
                actor=actor,
                effective_on=civil_date(now, value["zone"]),
                template=None,
            )
            rows.append(data | {"id": organisation, "version": 1, "record": b"{}"})
        if rows:
            people.insert_organisations(tx, rows)
            write_streams(tx, ledger)
        return ids

    def add(self, envelope: Envelope, **values: Any) -> str:
        """Add one organisation that is not a region, or a region that the gazetteer lacks."""
        return self._database.write(lambda tx: self.add_in(tx, envelope, [values])[0])

    def end(
        self,
        envelope: Envelope,
        organisation: str,
        *,
        to_on: str,
        successor: str | None,
        basis: str,
    ) -> None:
        """Note the last day of an organisation; agreements and history keep its name."""

        def work(tx: Transaction) -> None:
            self._change(
                tx,
                envelope,
                organisation,
                "organisation.ended",
                {"to_on": to_on, "successor": successor, "basis": basis},
            )
            people.end_organisation(tx, organisation, to_on, successor)

        self._database.write(work)

    def find(self, tx: Transaction, wanted: str) -> Organisation:
        """An organisation by id, official code or exact name.

        Raises:
            NotFoundError: None of that name.
        """
        found = (
            people.organisations(tx, [wanted]).get(wanted)
            or people.organisation_by_code(tx, wanted)
            or people.organisation_by_name(tx, wanted)
        )
        if found is None:
            raise NotFoundError(
                f"There is no organisation {wanted!r}.",
                hint="Find regions with: kadflow region find NAME.",
                pesan=f"Tidak ada instansi {wanted!r}.",
                saran="Cari daerah dengan: kadflow region find NAMA.",
            )
        return found

    def get(self, wanted: str) -> Organisation:
        """An organisation by id, official code or exact name."""
        with self._database.read() as tx:
            return self.find(tx, wanted)

    def all(self) -> list[Organisation]:
        """Every organisation."""
        with self._database.read() as tx:
            return people.all_organisations(tx)

    # -------------------------------------------------------------- people and offices

    def add_person(self, envelope: Envelope, organisation: str, *, handle: str, name: str) -> str:
        """Add a person to an organisation; the handle is what others type."""

        def work(tx: Transaction) -> str:
            if people.get_person(tx, handle) is not None:
                raise InvalidInputError(
                    f"The handle {handle!r} is taken.",
                    hint="Choose another one.",
                    pesan=f"Nama masuk {handle!r} sudah dipakai.",
                    saran="Pilih nama masuk lain.",
                )
            person = self._ids.new()
            self._change(
                tx,
                envelope,
                organisation,
                "person.added",
                {"person": person},
                parts={"handle": handle, "name": name},
            )
            people.insert_people(
                tx,
                [
                    {
                        "id": person,
                        "organisation": organisation,
                        "handle": handle,
                        "name": name,
                        "from_on": None,
                        "to_on": None,
                    }
                ],
            )
            return person

        return self._database.write(work)

    def person(self, wanted: str) -> tuple[str, str, str, str]:
        """Id, organisation, handle and name of a person, by id or handle.

        Raises:
            NotFoundError: Nobody of that name.
        """
        with self._database.read() as tx:
            found = people.get_person(tx, wanted)
        if found is None:
            raise NotFoundError(
                f"There is no person {wanted!r}.",
                hint="List them with: kadflow organisation people.",
                pesan=f"Tidak ada orang dengan nama {wanted!r}.",
                saran="Lihat daftarnya dengan: kadflow organisation people.",
            )
        return found

    def people(self, organisation: str = "") -> list[tuple[str, str, str, str]]:
        """Everybody, or everybody of one organisation: id, organisation, handle, name."""
        with self._database.read() as tx:
            return people.people(tx, organisation)

    def add_office(
        self,
        envelope: Envelope,
        organisation: str,
        *,
        role: str,
        title: str | None = None,
        title_en: str | None = None,
        superior: str | None = None,
    ) -> str:
        """Add an office that does one kind of work."""
        if role not in ROLE_WORDS:
            raise InvalidInputError(
                f"There is no office role {role!r}.",
                hint=f"Roles are: {choices(ROLE_WORDS)[1]}.",
                pesan=f"Tidak ada jenis jabatan {role!r}.",
                saran=f"Pilihannya: {choices(ROLE_WORDS)[0]}.",
            )

        def work(tx: Transaction) -> str:
            office = self._ids.new()
            titles = {
                "title_id": title or ROLE_WORDS[role][0],
                "title_en": title_en or ROLE_WORDS[role][1],
            }
            self._change(
                tx,
                envelope,
                organisation,
                "office.added",
                {"office": office, "role": role, "superior": superior, **titles},
            )
            people.insert_offices(
                tx,
                [
                    {
                        "id": office,
                        "organisation": organisation,
                        "role": role,
                        "superior": superior,
                        "from_on": None,
                        "to_on": None,
                        **titles,
                    }
                ],
            )
            return office

        return self._database.write(work)

    def offices(self, organisation: str) -> list[Office]:
        """Present offices of an organisation."""
        with self._database.read() as tx:
            return people.offices(tx, organisation)

    def holders(self, office: str) -> list[Holding]:
        """Everybody who held an office."""
        with self._database.read() as tx:
            return people.holders_of(tx, office)

    # -------------------------------------------------------------- holders and mandates

    def appoint(
        self,
        envelope: Envelope,
        *,
        office: str,
        person: str,
        capacity: str,
        from_on: str,
        to_on: str | None = None,
        letter: str | None = None,
        instrument: str | None = None,
        first_setup: bool = False,
    ) -> str:
        """Make a person holder of an office, by a letter, for a time.

        Args:
            capacity: See `kadflow.domain.people.CAPACITY_WORDS`; not ``kuasa``, which is a mandate.
            letter: Number of the letter (SK, surat perintah).
            instrument: SHA-256 of its scan.
            first_setup: The region has nobody yet who could appoint; marked in the event.

        Raises:
            InvalidInputError: A capacity that does not exist, dates the wrong way round, an
                acting capacity without its letter or its end.
            ConcurrentChangeError: Two definitive holders at once.
        """
        _check_capacity(capacity, letter, from_on, to_on)
        if envelope.person == person and not first_setup:
            raise NotPermittedError(
                "Nobody appoints himself.",
                hint="A second person of the region records it.",
                pesan="Seseorang tidak dapat mengangkat dirinya sendiri.",
                saran="Orang kedua dari daerah yang sama yang mencatatnya.",
            )

        def work(tx: Transaction) -> str:
            found = _need(people.get_office(tx, office), ("office", "jabatan"), office)
            _need(people.get_person(tx, person), ("person", "orang"), person)
            people.lock_organisation(tx, found.organisation)
            if capacity == "definitive":
                _refuse_overlap(people.holders_of(tx, office), from_on, to_on)
            holding = self._ids.new()
            sealed = self._change(
                tx,
                envelope,
                found.organisation,
                "holder.appointed",
                {
                    "holder": holding,
                    "office": office,
                    "person": person,
                    "capacity": capacity,
                    "from_on": from_on,
                    "to_on": to_on,
                    "instrument": instrument,
                    "first_setup": first_setup,
                },
                parts={"letter": letter} if letter else {},
            )
            people.insert_holders(
                tx,
                [
                    {
                        "id": holding,
                        "office": office,
                        "person": person,
                        "capacity": capacity,
                        "instrument": instrument,
                        "letter": letter,
                        "from_on": from_on,
                        "to_on": to_on,
                        "stream": sealed.event.stream,
                        "number": sealed.event.number,
                    }
                ],
            )
            return holding

        return self._database.write(work)

    def dismiss(self, envelope: Envelope, holding: str, *, to_on: str) -> None:
        """Note the last day of a holding; what was decided before stands."""
        _check_days(to_on, None)

        def work(tx: Transaction) -> None:
            found = _need(people.get_holding(tx, holding), ("holding", "masa jabatan"), holding)
            if to_on < _day_before(found.from_on):
                raise InvalidInputError(
                    f"The last day {to_on} lies before the first, {found.from_on}.",
                    hint="Give a day on or after it.",
                    pesan=f"Hari terakhir, {day_words(to_on)[0]}, mendahului hari pertama, "
                    f"{day_words(found.from_on)[0]}.",
                    saran="Isi tanggal yang sama atau sesudahnya.",
                )
            self._change(
                tx,
                envelope,
                found.organisation,
                "holder.ended",
                {"holder": holding, "office": found.office, "to_on": to_on},
            )
            people.end_holder(tx, holding, to_on)

        self._database.write(work)

    def give_mandate(
        self,
        envelope: Envelope,
        *,
        giver: str,
        person: str,
        from_on: str,
        to_on: str | None = None,
        scope: Sequence[str] = (),
        letter: str,
        instrument: str | None = None,
    ) -> str:
        """Record a surat kuasa: an office lets a person sign for it, within a scope."""
        _check_days(from_on, to_on)

        def work(tx: Transaction) -> str:
            office = _need(people.get_office(tx, giver), ("office", "jabatan"), giver)
            _need(people.get_person(tx, person), ("person", "orang"), person)
            mandate = self._ids.new()
            sealed = self._change(
                tx,
                envelope,
                office.organisation,
                "mandate.given",
                {
                    "mandate": mandate,
                    "giver": giver,
                    "person": person,
                    "scope": list(scope),
                    "from_on": from_on,
                    "to_on": to_on,
                    "instrument": instrument,
                },
                parts={"letter": letter},
            )
            people.insert_mandate(
                tx,
                {
                    "id": mandate,
                    "giver": giver,
                    "person": person,
                    "scope": msgspec.json.encode(list(scope)),
                    "instrument": instrument,
                    "letter": letter,
                    "from_on": from_on,
                    "to_on": to_on,
                    "stream": sealed.event.stream,
                    "number": sealed.event.number,
                },
            )
            return mandate

        return self._database.write(work)

    def revoke_mandate(
        self, envelope: Envelope, mandate: str, *, organisation: str, to_on: str
    ) -> None:
        """Note the last day of a mandate."""
        _check_days(to_on, None)

        def work(tx: Transaction) -> None:
            self._change(
                tx, envelope, organisation, "mandate.revoked", {"mandate": mandate, "to_on": to_on}
            )
            body = history.EVENT_COLUMNS.index("body")
            events = [decode_event(row[body]) for row in history.events_of(tx, organisation)]
            own = any(e.kind == "mandate.given" and e.data["mandate"] == mandate for e in events)
            if not own or not people.end_mandate(tx, mandate, to_on):
                raise NotFoundError(
                    f"There is no mandate {mandate!r} of this organisation.",
                    pesan="Surat kuasa ini tidak ditemukan pada pemberi kuasa tersebut.",
                )

        self._database.write(work)

    # -------------------------------------------------------------- chains and borders

    def set_chain(
        self,
        envelope: Envelope,
        organisation: str,
        *,
        template_key: str,
        gate: str,
        groups: Sequence[Sequence[str]],
    ) -> int:
        """Put an organisation's own chain for a gate in force; rounds already open keep theirs."""
        unknown = [role for group in groups for role in group if role not in ROLE_WORDS]
        if unknown or not groups or not all(groups):
            raise InvalidInputError(
                f"The chain has an unknown or empty step: {', '.join(unknown) or 'empty'}.",
                hint=f"Roles are: {choices(ROLE_WORDS)[1]}.",
                pesan="Paraf berjenjang ini memuat langkah yang tidak dikenal atau kosong: "
                f"{', '.join(unknown) or 'kosong'}.",
                saran=f"Pilihannya: {choices(ROLE_WORDS)[0]}.",
            )

        def work(tx: Transaction) -> int:
            people.lock_organisation(tx, organisation)  # before its chain, which others may read
            before = people.get_chain(tx, organisation, template_key, gate)
            version = before.version + 1 if before else 1
            steps = [list(group) for group in groups]
            sealed = self._change(
                tx,
                envelope,
                organisation,
                "chain.set",
                {
                    "template_key": template_key,
                    "gate": gate,
                    "version": version,
                    "groups": steps,
                },
            )
            people.set_chain(
                tx,
                {
                    "organisation": organisation,
                    "template_key": template_key,
                    "gate": gate,
                    "version": version,
                    "steps": msgspec.json.encode(steps),
                    "stream": sealed.event.stream,
                    "number": sealed.event.number,
                },
            )
            return version

        return self._database.write(work)

    def set_bordering(
        self, envelope: Envelope, a: str, b: str, *, borders: bool, source: str
    ) -> None:
        """Enter whether two regions border, with the source; never derived from a map."""

        def work(tx: Transaction) -> None:
            low, high = sorted((a, b))
            if low == high:
                raise InvalidInputError(
                    "A region does not border itself.",
                    hint="Name two.",
                    pesan="Suatu daerah tidak berbatasan dengan dirinya sendiri.",
                    saran="Sebutkan dua daerah.",
                )
            sealed = self._change(
                tx,
                envelope,
                low,
                "bordering.stated",
                {"with": high, "borders": borders},
                parts={"source": source},
            )
            people.set_bordering(
                tx,
                {
                    "a": low,
                    "b": high,
                    "borders": borders,
                    "source": source,
                    "stream": sealed.event.stream,
                    "number": sealed.event.number,
                },
            )

        self._database.write(work)

    def bordering(self, a: str, b: str) -> tuple[bool, str] | None:
        """Whether two regions border and how that is known; None when nobody stated it."""
        with self._database.read() as tx:
            return people.bordering(tx, a, b)

    # -------------------------------------------------------------- one event of an organisation

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
            actor=_actor(envelope),
            effective_on=effective,
            template=None,
        )
        write_streams(tx, ledger)
        return sealed


_ORGANISATION_FIELDS = (
    "kind", "code", "name", "level", "parent", "zone", "autonomous", "from_on", "to_on", "successor",
)  # fmt: skip


def _actor(envelope: Envelope) -> Actor:
    return Actor(
        principal=envelope.principal,
        authenticated=envelope.authenticated,
        person=envelope.person,
    )


def _need(found: Any, what: tuple[str, str], wanted: str) -> Any:
    if found is None:
        raise NotFoundError(
            f"There is no {what[0]} {wanted!r}.", pesan=f"Tidak ada {what[1]} {wanted!r}."
        )
    return found


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _check_days(from_on: str, to_on: str | None) -> None:
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


def _check_capacity(capacity: str, letter: str | None, from_on: str, to_on: str | None) -> None:
    if capacity not in CAPACITY_WORDS or capacity == "kuasa":
        names = choices(CAPACITY_WORDS, [name for name in CAPACITY_WORDS if name != "kuasa"])
        raise InvalidInputError(
            f"There is no capacity {capacity!r} in which an office is held.",
            hint=f"Capacities are: {names[1]}. A surat kuasa is recorded as a mandate.",
            pesan=f"Tidak ada kedudukan {capacity!r} untuk memegang jabatan.",
            saran=f"Pilihannya: {names[0]}. Surat kuasa dicatat sebagai dasar kewenangan.",
        )
    _check_days(from_on, to_on)
    if capacity != "definitive" and letter is None:
        raise InvalidInputError(
            f"Acting as {capacity_words(capacity)[1]} needs its letter.",
            hint="Give the number of the letter with --letter.",
            pesan=f"Penunjukan sebagai {capacity_words(capacity)[0]} memerlukan suratnya.",
            saran="Isi nomor surat dengan --letter.",
        )


def _refuse_overlap(holders: Sequence[Holding], from_on: str, to_on: str | None) -> None:
    for other in holders:
        if other.capacity != "definitive":
            continue
        if (other.to_on is None or other.to_on >= from_on) and (
            to_on is None or other.from_on <= to_on
        ):
            raise ConcurrentChangeError(
                f"The office has a definitive holder from {other.from_on} to {other.to_on or 'now'}.",
                hint="End that holding first, or appoint in an acting capacity.",
                pesan="Jabatan ini sudah dipegang pejabat definitif sejak "
                f"{day_words(other.from_on)[0]} sampai "
                f"{day_words(other.to_on or 'sekarang')[0]}.",
                saran="Akhiri dahulu masa jabatan itu, atau tunjuk pelaksana tugas.",
                holder=other.id,
            )
