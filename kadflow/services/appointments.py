"""Who acts for an office, and who prepares for it: holders, mandates, assistants.

Making somebody holder or giving a mandate names the letter, and is done by another person than the
one concerned, except at first set-up, which is marked (practice 7). Assistants prepare and never
decide (practice 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from kadflow.domain.commands import Envelope
from kadflow.domain.people import CAPACITY_WORDS, Assistant, Holding, Mandate
from kadflow.domain.wording import capacity_words, choices, day_words
from kadflow.errors import (
    ConcurrentChangeError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from kadflow.services.organisation_changes import OrganisationChanges, check_days, need
from kadflow.storage import assistants as rows
from kadflow.storage import people
from kadflow.storage.transactions import Transaction


class Appointments(OrganisationChanges):
    """Holders, mandates and assistants of offices."""

    def holders(self, office: str) -> list[Holding]:
        """Everybody who held an office."""
        with self._database.read() as tx:
            return people.holders_of(tx, office)

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
            ConcurrentChangeError: Two definitive holders at once, or the same person twice in
                one capacity.
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
            found = need(people.get_office(tx, office), ("office", "jabatan"), office)
            need(people.get_person(tx, person), ("person", "orang"), person)
            people.lock_organisation(tx, found.organisation)
            holders = people.holders_of(tx, office)
            if capacity == "definitive":
                _refuse_overlap(holders, from_on, to_on)
            _refuse_twice(holders, person, capacity, from_on, to_on)
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
        check_days(to_on, None)

        def work(tx: Transaction) -> None:
            found = need(people.get_holding(tx, holding), ("holding", "masa jabatan"), holding)
            _check_last_day(to_on, found.from_on, None)
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
        check_days(from_on, to_on)

        def work(tx: Transaction) -> str:
            office = need(people.get_office(tx, giver), ("office", "jabatan"), giver)
            need(people.get_person(tx, person), ("person", "orang"), person)
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

    def mandates(self, organisation: str) -> list[Mandate]:
        """Every mandate that the offices of an organisation ever gave, in order."""
        with self._database.read() as tx:
            return people.mandates_given(tx, organisation)

    def revoke_mandate(
        self,
        envelope: Envelope,
        mandate: str,
        *,
        organisation: str,
        to_on: str,
        letter: str | None = None,
    ) -> None:
        """Note the last day of a mandate; what was signed before stands.

        Args:
            envelope: Who enters it; the reason stands beside the event.
            mandate: Its id.
            organisation: Id of the giver's organisation.
            to_on: The last day on which it serves; the day before its first for one that never
                did.
            letter: Number of the letter that revokes it.

        Raises:
            NotFoundError: The organisation gave no such mandate.
            ReasonRequiredError: Neither a letter nor a reason is given.
            InvalidInputError: The day lies before it began, or after it ended anyway.
        """
        check_days(to_on, None)
        if not (letter or envelope.reason):
            raise ReasonRequiredError(
                "Revoking a mandate needs the letter that revokes it, or a reason.",
                hint="Give its number with --letter, or the reason with --reason.",
                pesan="Pencabutan surat kuasa memerlukan surat pencabutannya, atau alasannya.",
                saran="Isi nomor suratnya dengan --letter, atau alasannya dengan --reason.",
            )

        def work(tx: Transaction) -> None:
            people.lock_organisation(tx, organisation)
            given = people.mandates_given(tx, organisation)
            found = next((each for each in given if each.id == mandate), None)
            if found is None:
                raise NotFoundError(
                    f"There is no mandate {mandate!r} of this organisation.",
                    hint="See what it gave with: kadflow organisation show.",
                    pesan="Surat kuasa ini tidak ditemukan pada pemberi kuasa tersebut.",
                    saran="Lihat surat kuasanya dengan: kadflow organisation show.",
                )
            _check_last_day(to_on, found.from_on, found.to_on)
            parts = {"letter": letter, "reason": envelope.reason}
            self._change(
                tx,
                envelope,
                organisation,
                "mandate.revoked",
                {"mandate": mandate, "to_on": to_on},
                parts={name: text for name, text in parts.items() if text},
            )
            people.end_mandate(tx, mandate, to_on)

        self._database.write(work)

    # -------------------------------------------------------------- assistants

    def assistants(self, organisation: str) -> list[Assistant]:
        """Everybody who ever assisted an office of an organisation, in order."""
        with self._database.read() as tx:
            return rows.assistants_ever(tx, organisation)

    def assisted_by(self, person: str, on: str) -> list[Assistant]:
        """Present offices that a person assists on a day."""
        with self._database.read() as tx:
            return rows.assisted_by(tx, person, on)

    def add_assistant(
        self,
        envelope: Envelope,
        *,
        office: str,
        person: str,
        from_on: str,
        to_on: str | None = None,
    ) -> str:
        """Let a person prepare for an office: its inbox, copies of its notices, no decision.

        Args:
            envelope: Who enters it.
            office: Id.
            person: Id of somebody of the same organisation.
            from_on: First day, ISO.
            to_on: Last day, where it is known.

        Raises:
            NotFoundError: No such office or person.
            InvalidInputError: The person is of another organisation or assists the office in
                that time already, or the dates are the wrong way round.
        """
        check_days(from_on, to_on)

        def work(tx: Transaction) -> str:
            found = need(people.get_office(tx, office), ("office", "jabatan"), office)
            who = need(people.get_person(tx, person), ("person", "orang"), person)
            people.lock_organisation(tx, found.organisation)
            if who[1] != found.organisation:
                raise InvalidInputError(
                    f"{who[2]} is not of the organisation of {found.title_en}.",
                    hint="An assistant works where the office is: add the person there first.",
                    pesan=f"{who[2]} bukan dari instansi {found.title}.",
                    saran="Staf pendamping berasal dari instansi jabatannya; tambahkan dahulu "
                    "orangnya di sana.",
                )
            for other in rows.assistants_ever(tx, found.organisation):
                if (other.office, other.person) == (office, person) and _overlap(
                    other.from_on, other.to_on, from_on, to_on
                ):
                    raise InvalidInputError(
                        f"{who[2]} assists {found.title_en} from {other.from_on} already.",
                        hint="There is nothing to do.",
                        pesan=f"{who[2]} sudah mendampingi {found.title} sejak "
                        f"{day_words(other.from_on)[0]}.",
                        saran="Tidak ada yang perlu dilakukan.",
                    )
            assistant = self._ids.new()
            said = {"office": office, "person": person, "from_on": from_on, "to_on": to_on}
            sealed = self._change(
                tx,
                envelope,
                found.organisation,
                "assistant.named",
                {"assistant": assistant} | said,
            )
            place = {"stream": sealed.event.stream, "number": sealed.event.number}
            rows.insert_assistant(tx, {"id": assistant} | said | place)
            return assistant

        return self._database.write(work)

    def end_assistant(
        self, envelope: Envelope, assistant: str, *, organisation: str, to_on: str
    ) -> None:
        """Note the last day on which somebody assists an office.

        Raises:
            NotFoundError: Nobody of the organisation assists under this id.
            InvalidInputError: The day lies before the first, or after the last.
        """
        check_days(to_on, None)

        def work(tx: Transaction) -> None:
            people.lock_organisation(tx, organisation)
            ever = rows.assistants_ever(tx, organisation)
            found = need(
                next((each for each in ever if each.id == assistant), None),
                ("assistant", "staf pendamping"),
                assistant,
            )
            _check_last_day(to_on, found.from_on, found.to_on)
            self._change(
                tx,
                envelope,
                organisation,
                "assistant.ended",
                {"assistant": assistant, "office": found.office, "to_on": to_on},
            )
            rows.end_assistant(tx, assistant, to_on)

        self._database.write(work)


def _check_last_day(to_on: str, first: str, last: str | None) -> None:
    """Refuse a last day before the day before the first one, or after the one that is known."""
    before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    if to_on < before:
        raise InvalidInputError(
            f"The last day {to_on} lies before the first, {first}.",
            hint="Give a day on or after it.",
            pesan=f"Hari terakhir, {day_words(to_on)[0]}, mendahului hari pertama, "
            f"{day_words(first)[0]}.",
            saran="Isi tanggal yang sama atau sesudahnya.",
        )
    if last is not None and to_on > last:
        raise InvalidInputError(
            f"It ended on {last} already, before {to_on}.",
            hint="There is nothing to do.",
            pesan=f"Masa berlakunya sudah berakhir pada {day_words(last)[0]}, sebelum "
            f"{day_words(to_on)[0]}.",
            saran="Tidak ada yang perlu dilakukan.",
        )


def _overlap(from_on: str, to_on: str | None, other_from: str, other_to: str | None) -> bool:
    """Whether two stretches of days share one."""
    return (to_on is None or to_on >= other_from) and (other_to is None or from_on <= other_to)


def _check_capacity(capacity: str, letter: str | None, from_on: str, to_on: str | None) -> None:
    if capacity not in CAPACITY_WORDS or capacity == "kuasa":
        names = choices(CAPACITY_WORDS, [name for name in CAPACITY_WORDS if name != "kuasa"])
        raise InvalidInputError(
            f"There is no capacity {capacity!r} in which an office is held.",
            hint=f"Capacities are: {names[1]}. A surat kuasa is recorded as a mandate.",
            pesan=f"Tidak ada kedudukan {capacity!r} untuk memegang jabatan.",
            saran=f"Pilihannya: {names[0]}. Surat kuasa dicatat sebagai dasar kewenangan.",
        )
    check_days(from_on, to_on)
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
        if _overlap(other.from_on, other.to_on, from_on, to_on):
            raise ConcurrentChangeError(
                f"The office has a definitive holder from {other.from_on} to {other.to_on or 'now'}.",
                hint="End that holding first, or appoint in an acting capacity.",
                pesan="Jabatan ini sudah dipegang pejabat definitif sejak "
                f"{day_words(other.from_on)[0]} sampai "
                f"{day_words(other.to_on or 'sekarang')[0]}.",
                saran="Akhiri dahulu masa jabatan itu, atau tunjuk pelaksana tugas.",
                holder=other.id,
            )


def _refuse_twice(
    holders: Sequence[Holding], person: str, capacity: str, from_on: str, to_on: str | None
) -> None:
    """Refuse an appointment that was entered before."""
    for other in holders:
        if (other.person, other.capacity) != (person, capacity):
            continue
        if _overlap(other.from_on, other.to_on, from_on, to_on):
            raise ConcurrentChangeError(
                f"This person holds the office as {capacity_words(capacity)[1]} already, from "
                f"{day_words(other.from_on)[1]} on.",
                hint="Note first on which day that ends: kadflow organisation dismiss.",
                pesan=f"Orang ini sudah memegang jabatan itu sebagai {capacity_words(capacity)[0]} "
                f"sejak {day_words(other.from_on)[0]}.",
                saran="Catat dahulu hari terakhirnya: kadflow organisation dismiss.",
                holder=other.id,
            )
