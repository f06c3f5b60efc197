"""Rows of deliveries: made once, claimed by lease, settled under a fence.

A claim is a lease: ``next_at`` moves to its end and ``fence`` grows by one, so that a delivery whose
worker vanished falls due by itself, and whatever an old worker still reports is known as old.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, case, or_, select, text, update
from sqlmodel import col

from kadflow.domain.deliveries import Delivery as DeliveryValue
from kadflow.domain.deliveries import Reason
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.notices import Delivery
from kadflow.storage.transactions import Transaction

_WHOLE = (
    col(Delivery.id),
    col(Delivery.kind),
    col(Delivery.occasion),
    col(Delivery.recipient),
    col(Delivery.organisation),
    col(Delivery.channel),
    col(Delivery.reasons),
    col(Delivery.made_at),
    col(Delivery.state),
    col(Delivery.next_at),
    col(Delivery.fence),
    col(Delivery.failures),
    col(Delivery.worker),
    col(Delivery.carried_by),
    col(Delivery.sent_at),
)
_PUT = insert(Delivery)
_MAKE = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["occasion", "kind", "recipient", "channel"],
        # only what had lost its reader is made again, for whoever the notice concerns now
        set_={
            "state": _PUT.excluded.state,
            "reasons": _PUT.excluded.reasons,
            "next_at": _PUT.excluded.next_at,
        },
        where=text("delivery.state = 'withdrawn'"),
    ),
    name="delivery.make",
)
_GET = Statement(
    select(*_WHOLE).where(col(Delivery.id).in_(bindparam("ids", expanding=True))),
    name="delivery.get",
)
_LIKE = Statement(
    select(col(Delivery.id))
    .where(col(Delivery.id) >= bindparam("low"), col(Delivery.id) < bindparam("high"))
    .limit(2),
    name="delivery.like",
)
_OF_OCCASIONS = Statement(
    select(*_WHOLE)
    .where(col(Delivery.occasion).in_(bindparam("occasions", expanding=True)))
    .order_by(col(Delivery.id)),
    name="delivery.of-occasions",
)
_ATTENTION = Statement(
    select(*_WHOLE)
    .where(
        col(Delivery.organisation).in_(bindparam("organisations", expanding=True)),
        text("delivery.state IN ('by_hand', 'dead', 'kept')"),
    )
    .order_by(col(Delivery.organisation), col(Delivery.id))
    .limit(bindparam("most")),
    name="delivery.attention",
)
_ATTENTION_EVERYWHERE = Statement(
    select(*_WHOLE)
    .where(text("delivery.state IN ('by_hand', 'dead', 'kept')"))
    .order_by(col(Delivery.organisation), col(Delivery.id))
    .limit(bindparam("most")),
    name="delivery.attention-everywhere",
)
_DUE = Statement(
    select(*_WHOLE)
    .where(
        col(Delivery.next_at) <= bindparam("now"),
        text("delivery.state IN ('waiting', 'uncertain', 'sending')"),
    )
    .order_by(col(Delivery.next_at), col(Delivery.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True),
    name="delivery.due",
)
_CLAIM = Statement(
    update(Delivery)
    .where(col(Delivery.id) == bindparam("key"))
    .values(
        state="sending",
        next_at=bindparam("until"),
        worker=bindparam("by"),
        fence=Delivery.fence + 1,
    ),
    name="delivery.claim",
)
_GATHERED = Statement(
    select(*_WHOLE)
    .where(col(Delivery.next_at) <= bindparam("now"), col(Delivery.state) == "gathered")
    .order_by(col(Delivery.next_at), col(Delivery.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True),
    name="delivery.gathered",
)
_GATHERED_OF = Statement(
    select(*_WHOLE)
    .where(
        col(Delivery.recipient) == bindparam("recipient"),
        col(Delivery.channel) == bindparam("channel"),
        col(Delivery.next_at) <= bindparam("now"),
        col(Delivery.state) == "gathered",
    )
    .order_by(col(Delivery.id))
    .with_for_update(),
    name="delivery.gathered-of",
)
_CARRY = Statement(
    update(Delivery)
    .where(col(Delivery.id) == bindparam("key"))
    .values(state="carried", next_at=None, carried_by=bindparam("digest")),
    name="delivery.carry",
)
_SETTLE = Statement(
    update(Delivery)
    .where(
        col(Delivery.id) == bindparam("key"),
        or_(
            and_(col(Delivery.fence) == bindparam("of_fence"), col(Delivery.state) == "sending"),
            # what was accepted was accepted, even when its worker came back too late
            and_(bindparam("new_state") == "sent", col(Delivery.state) != "sent"),
        ),
    )
    .values(
        state=bindparam("new_state"),
        next_at=bindparam("then"),
        failures=case((bindparam("counts"), Delivery.failures + 1), else_=col(Delivery.failures)),
        sent_at=bindparam("accepted_at"),
    ),
    name="delivery.settle",
)
_PUT_BACK = Statement(
    update(Delivery)
    .where(
        col(Delivery.id) == bindparam("key"),
        col(Delivery.state) == "sending",
        col(Delivery.fence) == bindparam("of_fence"),
    )
    .values(state=bindparam("back_to"), next_at=bindparam("then")),
    name="delivery.put-back",
)
_CHANGE = Statement(
    update(Delivery)
    .where(col(Delivery.id) == bindparam("key"), col(Delivery.state) == bindparam("old_state"))
    .values(
        state=bindparam("new_state"),
        next_at=bindparam("then"),
        failures=0,
        sent_at=bindparam("accepted_at"),
    ),
    name="delivery.change",
)
_PENDING = Statement(
    select(*_WHOLE)
    .where(
        col(Delivery.occasion) >= bindparam("low"),
        col(Delivery.occasion) < bindparam("high"),
        text("delivery.state IN ('waiting', 'uncertain', 'gathered', 'by_hand', 'dead')"),
    )
    .with_for_update(),
    name="delivery.pending-of-deadline",
)
_HOLD_BACK = Statement(
    select(*_WHOLE)
    .where(
        col(Delivery.next_at).is_not(None),
        col(Delivery.made_at) < bindparam("since"),
    )
    .order_by(col(Delivery.next_at), col(Delivery.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True),
    name="delivery.before-restore",
)
_reasons = msgspec.json.Decoder(tuple[Reason, ...])


def _delivery(row: Sequence[Any]) -> DeliveryValue:
    return DeliveryValue(
        id=row[0],
        kind=row[1],
        occasion=row[2],
        recipient=row[3],
        organisation=row[4],
        channel=row[5],
        reasons=_reasons.decode(row[6]),
        made_at=row[7],
        state=row[8],
        next_at=row[9],
        fence=row[10],
        failures=row[11],
        worker=row[12],
        carried_by=row[13],
        sent_at=row[14],
    )


def make_deliveries(tx: Transaction, made: Sequence[DeliveryValue]) -> None:
    """Add deliveries; one that exists for recipient, channel and occasion stays.

    One that had been withdrawn is made again in its place.
    """
    tx.many(
        _MAKE,
        [
            {**msgspec.structs.asdict(each), "reasons": msgspec.json.encode(each.reasons)}
            for each in made
        ],
    )


def get_deliveries(tx: Transaction, ids: Sequence[str]) -> list[DeliveryValue]:
    """Deliveries by id; unknown ids are left out."""
    return [_delivery(row) for row in tx.all(_GET, ids=list(ids))] if ids else []


def deliveries_like(tx: Transaction, beginning: str) -> list[str]:
    """At most two ids that begin so."""
    return [row[0] for row in tx.all(_LIKE, low=beginning, high=beginning + "~")]


def deliveries_of(tx: Transaction, occasions: Sequence[str]) -> list[DeliveryValue]:
    """Deliveries about occasions, of every kind, oldest first."""
    if not occasions:
        return []
    return [_delivery(row) for row in tx.all(_OF_OCCASIONS, occasions=list(occasions))]


def attention(
    tx: Transaction, organisations: Sequence[str] | None, most: int
) -> list[DeliveryValue]:
    """What somebody must look at, of some organisations or of all (None), oldest first."""
    if organisations is None:
        return [_delivery(row) for row in tx.all(_ATTENTION_EVERYWHERE, most=most)]
    if not organisations:
        return []
    found = tx.all(_ATTENTION, organisations=list(organisations), most=most)
    return [_delivery(row) for row in found]


def claim(tx: Transaction, now: str, *, until: str, worker: str, most: int) -> list[DeliveryValue]:
    """Lease deliveries that are due; as they were before, their fence is one lower than now."""
    found = [_delivery(row) for row in tx.all(_DUE, now=now, most=most)]
    if found:
        tx.many(_CLAIM, [{"key": each.id, "until": until, "by": worker} for each in found])
    return found


def gathered(tx: Transaction, now: str, most: int) -> list[DeliveryValue]:
    """Deliveries whose digest is due, oldest first."""
    return [_delivery(row) for row in tx.all(_GATHERED, now=now, most=most)]


def gathered_of(tx: Transaction, recipient: str, channel: str, now: str) -> list[DeliveryValue]:
    """What a digest that is due carries, in order; locked."""
    found = tx.all(_GATHERED_OF, recipient=recipient, channel=channel, now=now)
    return [_delivery(row) for row in found]


def carry(tx: Transaction, ids: Sequence[str], digest: str) -> None:
    """Freeze the list of a digest."""
    tx.many(_CARRY, [{"key": each, "digest": digest} for each in ids])


def settle(tx: Transaction, results: Sequence[dict[str, Any]]) -> None:
    """Note what became of claimed deliveries; a stale fence changes nothing but a late success.

    Args:
        results: Each with ``key``, ``of_fence``, ``new_state``, ``then``, ``counts`` and
            ``accepted_at``.
    """
    tx.many(_SETTLE, results)


def put_back(tx: Transaction, claimed: Sequence[DeliveryValue], then: str) -> None:
    """Give up claims without an attempt.

    Args:
        tx: The transaction.
        claimed: As they were before the claim; what nobody knows of stays uncertain.
        then: When each falls due again.
    """
    tx.many(
        _PUT_BACK,
        [
            {
                "key": each.id,
                "of_fence": each.fence + 1,
                "back_to": "waiting" if each.state == "waiting" else "uncertain",
                "then": then,
            }
            for each in claimed
        ],
    )


def change(
    tx: Transaction,
    delivery: str,
    *,
    old: str,
    new: str,
    then: str | None = None,
    accepted_at: str | None = None,
) -> bool:
    """Move a delivery from one state to another; False when it is not in the old one."""
    changed = tx.run(
        _CHANGE, key=delivery, old_state=old, new_state=new, then=then, accepted_at=accepted_at
    )
    return changed == 1


def pending_of_deadline(tx: Transaction, deadline: str) -> list[DeliveryValue]:
    """Reminders of a deadline that have not left, of every revision and rung; locked."""
    found = tx.all(_PENDING, low=f"{deadline}:", high=f"{deadline};")
    return [_delivery(row) for row in found]


def made_before(tx: Transaction, since: str, most: int) -> list[DeliveryValue]:
    """What waits since before an instant; locked."""
    return [_delivery(row) for row in tx.all(_HOLD_BACK, since=since, most=most)]
