"""What people ask and do about deliveries: list, show, why, resend, mark as handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.deliveries import Attempt, Delivery
from kadflow.domain.wording import DELIVERY_WORDS, words_for
from kadflow.errors import InvalidInputError, NotFoundError, RefusedError
from kadflow.services.deliveries.composing import Composer
from kadflow.services.deliveries.delivering import overtaken
from kadflow.services.deliveries.ledger import line
from kadflow.services.history.ledger_days import line_ids
from kadflow.storage import attempts, contacts, deliveries, notices, people
from kadflow.storage.assistants import assisted_by
from kadflow.storage.contacts import OfficeRow, PersonRow
from kadflow.storage.notices import NoticeRow
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import headline
from notifications.channels.hand import whatsapp_link

SHORTEST = 8  # characters of the beginning of an id
AT_ONCE = 500


class Told(NamedTuple):
    """One delivery with everything that is known of it.

    Attributes:
        delivery: The row.
        recipient: Whom it is for; None for an organisation.
        address: Where it goes now; empty where there is none.
        attempts: Its lines of the ledger, in order.
        why: One sentence for each reason, in the language asked for.
    """

    delivery: Delivery
    recipient: PersonRow | None
    address: str
    attempts: list[Attempt]
    why: tuple[str, ...]


class Shown(NamedTuple):
    """A notice with all its deliveries."""

    notice: NoticeRow
    office: OfficeRow
    headline: str
    deliveries: list[Told]


class Handover(NamedTuple):
    """A message that is ready to be handed over.

    Attributes:
        delivery: The row.
        recipient: For whom.
        phone: Number without a plus; empty where none is known.
        text: To copy.
        link: Opens it in WhatsApp; empty without a number.
    """

    delivery: Delivery
    recipient: PersonRow | None
    phone: str
    text: str
    link: str


class DeliveryDesk:
    """Questions about deliveries, and what is decided about one by hand."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource, links: str = "") -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._links = links

    # -------------------------------------------------------------- look

    def recent(
        self, *, by: str = "all", of: str = "", most: int = 50, before: str = ""
    ) -> list[NoticeRow]:
        """Notices, newest first; by ``agreement``, ``office``, ``organisation`` or ``all``."""
        with self._database.read() as tx:
            return notices.list_notices(tx, most=most, by=by, of=of, before=before)

    def states(self, found: Sequence[NoticeRow]) -> dict[str, list[Delivery]]:
        """The deliveries of notices, by id of the notice."""
        with self._database.read() as tx:
            made = deliveries.deliveries_of(tx, sorted({each.occasion for each in found}))
        by_notice: dict[str, list[Delivery]] = {each.id: [] for each in found}
        for each in made:
            for reason in each.reasons:
                if reason.notice in by_notice:
                    by_notice[reason.notice].append(each)
        return by_notice

    def show(self, wanted: str, language: str = "id") -> Shown:
        """A notice with its deliveries, attempts and reasons.

        Args:
            wanted: Id of a notice or of one of its deliveries, or the beginning of one.
            language: Of the headline and the reasons.

        Raises:
            NotFoundError: No such notice.
        """
        place = "en" if language == "en" else "id"
        with self._database.read() as tx:
            notice = self._notice(tx, wanted)
            made = [
                each
                for each in deliveries.deliveries_of(tx, [notice.occasion])
                if any(reason.notice == notice.id for reason in each.reasons)
            ]
            digests = deliveries.get_deliveries(
                tx, [each.carried_by for each in made if each.carried_by]
            )
            told = self._told(tx, [*made, *digests], place)
            office = contacts.offices(tx, [notice.office])[notice.office]
        words = headline(notice.kind, msgspec.json.decode(notice.fields), place)  # type: ignore[arg-type]
        return Shown(notice, office, words, told)

    def _told(self, tx: Transaction, made: Sequence[Delivery], language: str) -> list[Told]:
        composer = Composer.of(tx, made, now=self._clock.now(), links=self._links)
        names = contacts.persons(tx, sorted({each.recipient for each in made}))
        lines: dict[str, list[Attempt]] = {}
        for attempt in attempts.attempts_of(tx, [each.id for each in made]):
            lines.setdefault(attempt.delivery, []).append(attempt)
        return [
            Told(
                each,
                names.get(each.recipient),
                address.value if (address := composer.address(each)) is not None else "",
                lines.get(each.id, []),
                tuple(
                    dict.fromkeys(composer.why(reason, language) for reason in each.reasons)  # type: ignore[arg-type]
                ),
            )
            for each in made
        ]

    def attention(
        self, organisations: Sequence[str] | None, *, most: int = 200, language: str = "id"
    ) -> list[Told]:
        """What somebody must look at: by hand, not delivered, kept back after a restore."""
        with self._database.read() as tx:
            made = self._to_look_after(tx, organisations, most)
            return self._told(tx, made, "en" if language == "en" else "id")

    def _to_look_after(
        self, tx: Transaction, organisations: Sequence[str] | None, most: int
    ) -> list[Delivery]:
        """Without messages to hand over that were answered, or whose reader left, meanwhile."""
        made = deliveries.attention(tx, organisations, most)
        by_hand = [each for each in made if each.state == "by_hand"]
        now = self._clock.now()
        composer = Composer.of(tx, by_hand, now=now, links=self._links)
        gone = overtaken(tx, by_hand, composer, now)
        return [each for each in made if each.id not in gone]

    def secretariat_of(self, person: str, on: str) -> list[str]:
        """Organisations whose cooperation secretariat a person holds or assists on a day."""
        with self._database.read() as tx:
            held = people.holdings(tx, person, on)
            homes = {each.organisation for each in held if each.role == "coordinator"}
            for each in assisted_by(tx, person, on):
                office = people.get_office(tx, each.office)
                if office is not None and office.role == "coordinator":
                    homes.add(office.organisation)
        return sorted(homes)

    # -------------------------------------------------------------- by hand

    def handovers(self, organisations: Sequence[str], *, most: int = 200) -> list[Handover]:
        """Messages that are ready to be handed over, oldest first."""
        with self._database.read() as tx:
            made = [
                each
                for each in self._to_look_after(tx, organisations, most)
                if each.state == "by_hand"
            ]
            composer = Composer.of(tx, made, now=self._clock.now(), links=self._links)
            names = contacts.persons(tx, sorted({each.recipient for each in made}))
        found = []
        for each in made:
            text = composer.rendered(each).short
            address = composer.address(each)
            number = address.value if address is not None else ""
            link = whatsapp_link(number, text) if number else ""
            found.append(Handover(each, names.get(each.recipient), number, text, link))
        return found

    def hand_over(self, envelope: Envelope, wanted: str, *, how: str = "") -> Delivery:
        """Note that a message was handed over; who, when and by what stay in the ledger.

        A message that could not be delivered otherwise may be handed over as well.

        Args:
            envelope: Who did it.
            wanted: Id of the delivery, or its beginning.
            how: By what: WhatsApp, telephone, in person.

        Raises:
            NotFoundError: No such delivery.
            RefusedError: It was delivered already.
        """
        at = stamp(self._clock.now())

        def work(tx: Transaction) -> Delivery:
            delivery = self._delivery(tx, wanted)
            if delivery.state not in {"by_hand", "dead", "kept", "waiting", "uncertain"}:
                raise _settled(delivery)
            if not deliveries.change(
                tx, delivery.id, old=delivery.state, new="sent", accepted_at=at
            ):
                raise _settled(delivery)
            who = envelope.person or envelope.principal
            attempts.note(tx, [line(delivery, "handed", how, line_ids(tx, self._ids), at, who)])
            attempts.forget_messages(tx, [delivery.id])
            return delivery

        return self._database.write(work)

    def resend(self, envelope: Envelope, wanted: str) -> list[Delivery]:
        """Send what was given up, or kept back, anew; also a webhook's message that was accepted.

        Args:
            envelope: Who decides it.
            wanted: Id of a notice or a delivery, or its beginning.

        Returns:
            What will be sent again.

        Raises:
            NotFoundError: Nothing of that id.
            RefusedError: Nothing of it can be sent again.
        """
        now = self._clock.now()

        def work(tx: Transaction) -> list[Delivery]:
            found = self._either(tx, wanted)
            again = [each for each in found if each.state in {"dead", "kept"} or _replays(each)]
            if not again:
                raise _settled(found[0]) if found else _nothing(wanted)
            who, new_id = envelope.person or envelope.principal, line_ids(tx, self._ids)
            for each in again:
                by_hand = each.channel == "hand"
                deliveries.change(
                    tx,
                    each.id,
                    old=each.state,
                    new="by_hand" if by_hand else "waiting",
                    then=None if by_hand else stamp(now),
                )
                contacts.mend_address(tx, each.recipient, each.channel)
            attempts.note(
                tx, [line(each, "resent", "", new_id, stamp(now), who) for each in again]
            )
            return again

        return self._database.write(work)

    # -------------------------------------------------------------- finding

    def _delivery(self, tx: Transaction, wanted: str) -> Delivery:
        ids = deliveries.deliveries_like(tx, wanted) if len(wanted) >= SHORTEST else []
        if len(ids) != 1:
            raise _nothing(wanted) if not ids else _several(wanted)
        return deliveries.get_deliveries(tx, ids)[0]

    def _notice(self, tx: Transaction, wanted: str) -> NoticeRow:
        ids = notices.notices_like(tx, wanted) if len(wanted) >= SHORTEST else []
        if not ids and len(wanted) >= SHORTEST:
            made = deliveries.get_deliveries(tx, deliveries.deliveries_like(tx, wanted))
            ids = sorted({each.reasons[0].notice for each in made})
        if len(ids) != 1:
            raise _nothing(wanted) if not ids else _several(wanted)
        return notices.get_notices(tx, ids)[ids[0]]

    def _either(self, tx: Transaction, wanted: str) -> list[Delivery]:
        """One delivery by its id, or all of a notice."""
        ids = deliveries.deliveries_like(tx, wanted) if len(wanted) >= SHORTEST else []
        if len(ids) == 1:
            return deliveries.get_deliveries(tx, ids)
        notice = self._notice(tx, wanted)
        made = deliveries.deliveries_of(tx, [notice.occasion])
        found = [e for e in made if any(r.notice == notice.id for r in e.reasons)]
        return found + deliveries.get_deliveries(tx, [e.carried_by for e in found if e.carried_by])


def _replays(delivery: Delivery) -> bool:
    return delivery.channel == "webhook" and delivery.state == "sent"


def _nothing(wanted: str) -> NotFoundError:
    return NotFoundError(
        f"There is no notice {wanted!r}.",
        hint=f"Give its id or at least the first {SHORTEST} characters; see: kadflow notice list.",
        pesan=f"Tidak ada pemberitahuan {wanted!r}.",
        saran=f"Sebutkan kodenya, sedikitnya {SHORTEST} huruf pertama; lihat: kadflow notice list.",
    )


def _several(wanted: str) -> InvalidInputError:
    return InvalidInputError(
        f"Several notices begin with {wanted!r}.",
        hint="Give more characters of the id; whole ones: kadflow notice list --json.",
        pesan=f"Beberapa pemberitahuan diawali {wanted!r}.",
        saran="Sebutkan lebih banyak huruf dari kodenya; kode lengkap: kadflow notice list --json.",
    )


def _settled(delivery: Delivery) -> RefusedError:
    words = words_for(DELIVERY_WORDS, delivery.state)
    return RefusedError(
        f"Nothing is to be done about this message: {words[1]}.",
        hint="Only what was not delivered can be sent again or handed over.",
        pesan=f"Tidak ada yang perlu dilakukan untuk pesan ini: {words[0]}.",
        saran="Hanya pesan yang tidak terkirim yang dapat dikirim ulang atau disampaikan sendiri.",
        state=delivery.state,
    )
