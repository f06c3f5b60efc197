"""Organisations, their people, offices, holders, mandates, chains and borders.

Every change is an event in the stream of its organisation, so that a mandate used in a decision
can be traced to the letter that gave it. Who acts and who prepares for an office is in
`appointments`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from kadflow.domain.clock import civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.events import EventDraft
from kadflow.domain.people import ROLE_WORDS, Office, Organisation
from kadflow.domain.wording import Pair, choices
from kadflow.engine.terms import check_plain
from kadflow.errors import (
    InvalidInputError,
    NotFoundError,
)
from kadflow.services.appointments import Appointments
from kadflow.services.ledger import Ledger
from kadflow.services.organisation_changes import actor_of, need
from kadflow.services.recording import write_streams
from kadflow.storage import people
from kadflow.storage.transactions import Transaction

_HANDLE: Final = re.compile(r"[\w.-]{1,100}")


class OrganisationService(Appointments):
    """What region administrators do, each change one transaction and one event."""

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
        actor = actor_of(envelope)
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
        """Add one organisation that is not a region, or a region that the gazetteer lacks.

        Raises:
            InvalidInputError: The name is empty.
        """
        values["name"] = _name(values["name"], ("Nama organisasi", "The name of the organisation"))
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
        """Add a person to an organisation; the handle is what others type.

        Raises:
            InvalidInputError: The name is empty; the handle is taken, or is not one word.
        """
        name = _name(name, ("Nama orang", "The name of the person"))
        if not _HANDLE.fullmatch(handle):
            raise InvalidInputError(
                f"{handle!r} cannot be a handle.",
                hint="Write one word of letters, digits, dots, dashes and underscores, like "
                "sleman.ppksd.",
                pesan=f"{handle!r} tidak dapat menjadi nama masuk.",
                saran="Tulis satu kata dari huruf, angka, titik, tanda hubung, dan garis bawah, "
                "seperti sleman.ppksd.",
            )

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
        """Add an office that does one kind of work.

        Args:
            envelope: Who adds it.
            organisation: Id.
            role: The kind of work.
            title: What it is called there; the usual title of its role where None.
            title_en: The same in English; where None the usual one of the role, but of an office
                with a title of its own that title as it is.
            superior: Id of the office above it.
        """
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
                "title_en": title_en or title or ROLE_WORDS[role][1],
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

    def title_office(
        self,
        envelope: Envelope,
        office: str,
        *,
        title: str | None = None,
        title_en: str | None = None,
    ) -> Office:
        """Say what an office is called from now on, in one language or in both.

        Raises:
            NotFoundError: No such office.
            InvalidInputError: Neither title is given.
        """
        for said in (title, title_en):
            check_plain(said, ("Nama jabatan", "The title of the office"))
        if not title and not title_en:
            raise InvalidInputError(
                "Neither title of the office is given.",
                hint="Give --title, --title-en or both.",
                pesan="Nama jabatannya belum disebutkan.",
                saran="Isi --title, --title-en, atau keduanya.",
            )

        def work(tx: Transaction) -> Office:
            found: Office = need(people.get_office(tx, office), ("office", "jabatan"), office)
            said = msgspec.structs.replace(
                found, title=title or found.title, title_en=title_en or found.title_en
            )
            self._change(
                tx,
                envelope,
                found.organisation,
                "office.titled",
                {"office": office, "title_id": said.title, "title_en": said.title_en},
            )
            people.title_office(tx, office, said.titles)
            return said

        return self._database.write(work)

    def offices(self, organisation: str) -> list[Office]:
        """Present offices of an organisation."""
        with self._database.read() as tx:
            return people.offices(tx, organisation)

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


_ORGANISATION_FIELDS = (
    "kind", "code", "name", "level", "parent", "zone", "autonomous", "from_on", "to_on", "successor",
)  # fmt: skip


def _name(typed: str, what: Pair) -> str:
    """A name without the spaces around it.

    Raises:
        InvalidInputError: There is none.
    """
    name = typed.strip()
    if not name:
        raise InvalidInputError(
            f"{what[1]} is empty.",
            hint="Write it with --name.",
            pesan=f"{what[0]} kosong.",
            saran="Isi dengan --name.",
        )
    return name
