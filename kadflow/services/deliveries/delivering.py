"""Sends what is due: claim by lease, freeze the bytes, send, note what became of it.

Exactly one delivery exists; a message leaves at least once. Between "sent" and "noted" a machine
can fall, so an attempt without an answer is `uncertain` and made again with the same bytes, whose
Message-ID tells the receiver that it is the same. Nobody waits for the network inside a
transaction.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.deliveries import Address, Attempt, Delivery, DeliveryReport
from kadflow.engine.deliberation import Notice
from kadflow.services.deliveries.composing import Composer, still_concerned
from kadflow.services.deliveries.ledger import line
from kadflow.services.history.installation import installation_facts
from kadflow.services.history.ledger_days import line_ids
from kadflow.services.notices import write_notices
from kadflow.storage import attempts, contacts, deliveries, notices, reminders
from kadflow.storage.attempts import MessageRow
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import NoticeError
from notifications.channels import Channel, Parcel, Receipt, Session

AT_ONCE = 50
"""Deliveries of one claim: as many can leave twice when a worker falls."""

LEASE = timedelta(minutes=10)
FAILED = "delivery_failed"
LEFT = "holds the office no more"
ANSWERED = "answered meanwhile"
MOVED = "the deadline moved, or is settled"
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 720, 1440, 1440)
)
"""How long to wait after each failure; after the last one a message is given up: some three days."""


class _Claimed(NamedTuple):
    delivery: Delivery
    """As it was before; its fence is now one higher."""

    message: MessageRow
    address: Address

    @property
    def fence(self) -> int:
        return self.delivery.fence + 1


def overtaken(
    tx: Transaction, fresh: Sequence[Delivery], composer: Composer, now: datetime
) -> dict[str, str]:
    """Which messages that nobody has got yet are not to be sent any more, each with the reason."""
    concerned = still_concerned(tx, fresh, now)
    about = {each.id: composer.reminded_of(each) for each in fresh}
    stands = reminders.standing(tx, sorted({key[0] for key in about.values() if key}))
    asked = {each.id: composer.awaited(each) for each in fresh}
    waits = notices.tasks_in(tx, sorted({key[0] for keys in asked.values() for key in keys}))
    answered = {id_ for id_, keys in asked.items() if keys and not keys & waits}
    moved = {id_ for id_, key in about.items() if key and stands.get(key[0]) != key[1]}
    gone = {each.id: LEFT for each in fresh if each.id not in concerned}
    return gone | dict.fromkeys(moved, MOVED) | dict.fromkeys(answered, ANSWERED)


class Deliverer:
    """Sends deliveries by the channels that this installation has; any number may run at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        channels: Mapping[str, Channel],
        links: str = "",
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._channels = channels
        self._links = links

    def deliver(
        self,
        *,
        limit: int = 200,
        worker: str = "deliverer",
        lease: timedelta = LEASE,
    ) -> DeliveryReport:
        """Send what is due, in order, until nothing is or the limit is reached.

        Args:
            limit: Deliveries at most.
            worker: Who does it, for the ledger.
            lease: How long others leave a claimed delivery alone; longer than sending a claim
                of 50 takes, since the rest is given back when half of it is over.
        """
        report = DeliveryReport()
        done = 0
        trouble: dict[str, str] = {}
        with ExitStack() as stack:
            ways: dict[str, Session] = {}
            while done < limit:
                most = min(AT_ONCE, limit - done)
                claimed, held = self._claim(worker, lease, most)
                if held:
                    return DeliveryReport(held=True)
                if not claimed:
                    return report
                report += self._send_all(claimed, worker, lease, (stack, ways, trouble))
                done += len(claimed)
                if trouble and all(each.channel in trouble for each in claimed):
                    break
        return report + DeliveryReport(more=True)

    # -------------------------------------------------------------- claim and compose

    def _claim(self, worker: str, lease: timedelta, most: int) -> tuple[list[Delivery], bool]:
        now = self._clock.now()

        def work(tx: Transaction) -> tuple[list[Delivery], bool]:
            if installation_facts(tx).held:
                return [], True
            found = deliveries.claim(
                tx, stamp(now), until=stamp(now + lease), worker=worker, most=most
            )
            vanished = [each for each in found if each.state == "sending"]
            new_id, said = line_ids(tx, self._ids), "the worker vanished"
            attempts.note(
                tx,
                [
                    line(each, "uncertain", said, new_id, stamp(now), each.worker or "")
                    for each in vanished
                ],
            )
            return found, False

        return self._database.write(work)

    def _prepare(
        self, found: Sequence[Delivery]
    ) -> tuple[list[_Claimed], dict[str, Receipt], dict[str, str]]:
        """Messages of claimed deliveries: kept bytes where there are some, else made now.

        Returns:
            What can be sent; what cannot, with the reason, by id; and why those that are left
            out are not to be sent any more, by id.
        """
        now = self._clock.now()
        ready: list[_Claimed] = []
        failed: dict[str, Receipt] = {}
        with self._database.read() as tx:
            kept = attempts.messages(tx, [each.id for each in found])
            # nobody can have got these yet, so they may still be left out
            fresh = [each for each in found if each.state == "waiting"]
            composer = Composer.of(tx, found, now=now, links=self._links)
            gone = overtaken(tx, fresh, composer, now)
        for each in found:
            message = kept.get(each.id)
            if each.id in gone:
                continue
            address = composer.address(each)
            channel = self._channels.get(each.channel)
            if channel is None:
                failed[each.id] = Receipt("deferred", f"no {each.channel} is set up here")
            elif address is None:
                failed[each.id] = Receipt("refused", "no address")
            else:
                try:
                    if message is None or message.address != address.id:
                        message = self._message(each, address, composer, channel)
                except NoticeError as error:
                    failed[each.id] = Receipt("refused", str(error))
                else:
                    ready.append(_Claimed(each, message, address))
        return ready, failed, gone

    def _message(
        self, delivery: Delivery, address: Address, composer: Composer, channel: Channel
    ) -> MessageRow:
        content = channel.compose(composer.letter(delivery, address.value))
        digest = hashlib.sha256(content).hexdigest()
        return MessageRow(delivery.id, address.id, content, digest)

    # -------------------------------------------------------------- send

    def _send_all(
        self,
        found: list[Delivery],
        worker: str,
        lease: timedelta,
        way: tuple[ExitStack, dict[str, Session], dict[str, str]],
    ) -> DeliveryReport:
        begun = time.monotonic()
        ready, failed, gone = self._prepare(found)
        self._database.write(
            lambda tx: attempts.keep_messages(tx, [each.message for each in ready])
        )
        with self._database.read() as tx:  # another worker's bytes may have come first
            stored = attempts.messages(tx, [each.delivery.id for each in ready])
        ready = [each._replace(message=stored[each.delivery.id]) for each in ready]
        results: list[tuple[Delivery, Receipt, str | None, Address | None]] = [
            (each, failed[each.id], None, None) for each in found if each.id in failed
        ]
        put_back = []
        for each in ready:
            if time.monotonic() - begun > lease.total_seconds() / 2:
                put_back.append(each.delivery)
                continue
            receipt = self._send(each, way)
            results.append((each.delivery, receipt, each.message.digest, each.address))
        withdrawn = [(each, gone[each.id]) for each in found if each.id in gone]
        return self._database.write(
            lambda tx: self._note(tx, results, withdrawn, put_back, worker)
        ) + DeliveryReport(
            trouble=dict(way[2]),
            not_set_up=frozenset(
                each.channel
                for each in found
                if each.id in failed and each.channel not in self._channels
            ),
        )

    def _send(
        self, each: _Claimed, way: tuple[ExitStack, dict[str, Session], dict[str, str]]
    ) -> Receipt:
        stack, ways, trouble = way
        name = each.delivery.channel
        if name in trouble:
            return Receipt("deferred", trouble[name], channel_fault=True)
        if name not in ways:
            ways[name] = stack.enter_context(self._channels[name].session())
        receipt = ways[name].send(
            Parcel(
                identity=each.delivery.id,
                to=each.address.value,
                content=each.message.content,
                at=self._clock.now(),
                secret=each.address.secret or "",
            )
        )
        if receipt.channel_fault:
            trouble[name] = receipt.detail
        return receipt

    # -------------------------------------------------------------- note

    def _note(
        self,
        tx: Transaction,
        results: Sequence[tuple[Delivery, Receipt, str | None, Address | None]],
        withdrawn: Sequence[tuple[Delivery, str]],
        put_back: Sequence[Delivery],
        worker: str,
    ) -> DeliveryReport:
        now = self._clock.now()
        at = stamp(now)
        settled: list[dict[str, Any]] = []
        lines: list[Attempt] = []
        told: Counter[str] = Counter()
        dead: list[Delivery] = []
        new_id = line_ids(tx, self._ids)
        for delivery, receipt, digest, _ in results:
            state, then = after(receipt, delivery.failures, now)
            if state == "dead" and delivery.kind != FAILED:
                dead.append(delivery)
            told[state] += 1
            settled.append(_result(delivery, state, then, at))
            lines.append(
                Attempt(
                    id=new_id(),
                    delivery=delivery.id,
                    fence=delivery.fence + 1,
                    at=at,
                    outcome=receipt.outcome,
                    detail=receipt.detail,
                    worker=worker,
                    digest=digest,
                )
            )
        for delivery, why in withdrawn:
            settled.append(_result(delivery, "withdrawn", None, at))
            lines.append(line(delivery, "withdrawn", why, new_id, at, worker))
        deliveries.settle(tx, settled)
        attempts.note(tx, lines)
        # whoever holds the office now is told instead
        left = [each for each, why in withdrawn if why == LEFT]
        notices.mark_planned(tx, [r.notice for each in left for r in each.reasons], None)
        attempts.forget_messages(tx, [d.id for d, r, _, _ in results if r.outcome == "sent"])
        contacts.break_addresses(
            tx,
            [
                {"key": address.id, "at": at, "why": receipt.detail}
                for _, receipt, _, address in results
                if receipt.address_fault and address is not None
            ],
        )
        deliveries.put_back(tx, put_back, at)
        self._tell_secretariats(tx, dead, at)
        return DeliveryReport(
            sent=told["sent"],
            deferred=told["waiting"],
            uncertain=told["uncertain"],
            dead=told["dead"],
            withdrawn=len(withdrawn),
        )

    def _tell_secretariats(self, tx: Transaction, dead: Sequence[Delivery], at: str) -> None:
        """A message that was given up is told to the secretariat; that it failed too, to nobody."""
        if not dead:
            return
        desks = contacts.secretariats(tx, sorted({each.organisation for each in dead}))
        offices = contacts.offices(tx, sorted({each.reasons[0].office for each in dead}))
        for each in dead:
            office = offices[each.reasons[0].office]
            fields = {
                "office_id": office.title_id,
                "office_en": office.title_en,
                "delivery": each.id,
            }
            write_notices(
                tx,
                None,
                [
                    Notice(FAILED, f"delivery:{each.id}", desk, fields)
                    for desk in desks.get(each.organisation, ())
                ],
                written_at=at,
                new_id=self._ids.new,
            )


def after(receipt: Receipt, failures: int, now: datetime) -> tuple[str, str | None]:
    """The state that an attempt leads to, and when something is done about it next.

    Args:
        receipt: What became of the attempt.
        failures: Of this delivery before it.
        now: The present.
    """
    if receipt.outcome == "sent":
        return "sent", None
    if receipt.outcome == "refused" or failures >= len(WAITS):
        return "dead", None
    state = "uncertain" if receipt.outcome == "uncertain" else "waiting"
    return state, stamp(now + WAITS[failures])


def _result(delivery: Delivery, state: str, then: str | None, at: str) -> dict[str, Any]:
    return {
        "key": delivery.id,
        "of_fence": delivery.fence + 1,
        "new_state": state,
        "then": then,
        "counts": state not in {"sent", "withdrawn"},
        "accepted_at": at if state == "sent" else None,
    }
