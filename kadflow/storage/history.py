"""Rows of the history: streams, events, parts, leaves, checkpoints, receipts.

Events and leaves are only ever added; triggers refuse the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import col

from kadflow.domain.events import Sealed
from kadflow.storage.agreements import Head
from kadflow.storage.proving import ProofStatements
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.history import Checkpoint, Event, Leaf, Part, Receipt, Stream
from kadflow.storage.transactions import Transaction

EVENT_COLUMNS = (
    "stream", "number", "kind", "version", "agreement", "person", "office", "effective_on",
    "recorded_at", "template", "digest", "body",
)  # fmt: skip

_INSERT_STREAM = Statement(insert(Stream), name="stream.insert")
_ADVANCE = Statement(
    update(Stream)
    .where(col(Stream.id) == bindparam("key"))
    .values(
        length=bindparam("length"), head=bindparam("head"), recorded_at=bindparam("recorded_at")
    ),
    name="stream.advance",
)
_LOCK_STREAM = Statement(
    select(col(Stream.length), col(Stream.head), col(Stream.recorded_at))
    .where(col(Stream.id) == bindparam("id"))
    .with_for_update(),
    name="stream.lock",
)
_SHARE_STREAMS = Statement(
    select(col(Stream.id), col(Stream.length), col(Stream.head), col(Stream.recorded_at))
    .where(col(Stream.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(Stream.id))
    .with_for_update(read=True),
    name="stream.share",
)
_INSERT_EVENT = Statement(insert(Event), name="event.insert")
_INSERT_PART = Statement(insert(Part), name="part.insert")
_INSERT_RECEIPT = Statement(insert(Receipt), name="receipt.insert")
_FORGET_RECEIPTS = Statement(
    delete(Receipt).where(
        col(Receipt.recorded_at) < bindparam("before"), col(Receipt.principal) != "system"
    ),
    name="receipt.forget",
)
_RECEIPT = Statement(
    select(col(Receipt.request), col(Receipt.answer)).where(
        col(Receipt.principal) == bindparam("principal"),
        col(Receipt.command) == bindparam("command"),
        col(Receipt.key) == bindparam("key"),
    ),
    name="receipt.get",
)


def lock_stream(tx: Transaction, stream: str) -> Head | None:
    """The end of a stream, locked until the transaction ends."""
    row = tx.one(_LOCK_STREAM, id=stream)
    return Head(stream, row[0], row[1], row[2]) if row else None


def share_streams(tx: Transaction, streams: Sequence[str]) -> dict[str, Head]:
    """The ends of streams, kept from moving until the transaction ends; unknown ids left out."""
    return {row[0]: Head(*row) for row in tx.all(_SHARE_STREAMS, ids=streams)}


def insert_streams(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Begin streams."""
    tx.many(_INSERT_STREAM, rows)


def advance_streams(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Move the ends of streams that the transaction holds locked.

    Two that moved one from the same place could not both be written: an event's number is part of
    its key.

    Args:
        tx: The caller's transaction.
        rows: For each stream its id as ``key``, and its ``length``, ``head`` and ``recorded_at``.
    """
    tx.many(_ADVANCE, rows)


def event_row(sealed: Sealed) -> dict[str, Any]:
    """The columns of an event's row."""
    event = sealed.event
    return {
        "stream": event.stream,
        "number": event.number,
        "kind": event.kind,
        "version": event.version,
        "agreement": event.agreement,
        "person": event.actor.person,
        "office": event.actor.office,
        "effective_on": event.effective_on.date,
        "recorded_at": event.recorded_at,
        "template": event.template,
        "digest": sealed.digest,
        "body": sealed.body,
    }


def insert_events(tx: Transaction, events: Sequence[Sealed]) -> None:
    """Add events with their parts."""
    tx.many(_INSERT_EVENT, [event_row(sealed) for sealed in events])
    parts = [
        {
            "stream": sealed.event.stream,
            "number": sealed.event.number,
            "name": part.name,
            "salt": part.salt,
            "content": part.content,
            "sealed_by": None,
        }
        for sealed in events
        for part in sealed.parts
    ]
    if parts:
        tx.many(_INSERT_PART, parts)


def find_receipt(
    tx: Transaction, principal: str, command: str, key: str
) -> tuple[str, bytes] | None:
    """Request digest and answer stored under an idempotency key."""
    row = tx.one(_RECEIPT, principal=principal, command=command, key=key)
    return (row[0], row[1]) if row else None


def insert_receipt(tx: Transaction, row: dict[str, Any]) -> None:
    """Store the answer to a command with its key."""
    tx.post(_INSERT_RECEIPT, **row)


def forget_receipts(tx: Transaction, before: str) -> None:
    """Drop the answers to people's commands from before an instant; the system's stay for ever."""
    tx.post(_FORGET_RECEIPTS, before=before)


# ------------------------------------------------------------------ reading

_EVENTS = Statement(
    select(*(getattr(Event, name) for name in EVENT_COLUMNS))
    .where(col(Event.stream) == bindparam("stream"))
    .order_by(col(Event.number)),
    name="event.of-stream",
)
_ALL_EVENTS = Statement(
    select(*(getattr(Event, name) for name in EVENT_COLUMNS)).order_by(
        col(Event.stream), col(Event.number)
    ),
    name="event.all",
)
_PARTS = Statement(
    select(
        col(Part.number), col(Part.name), col(Part.salt), col(Part.content), col(Part.sealed_by)
    )
    .where(col(Part.stream) == bindparam("stream"))
    .order_by(col(Part.number)),
    name="part.of-stream",
)
_PART = Statement(
    select(col(Part.salt), col(Part.content), col(Part.sealed_by)).where(
        col(Part.stream) == bindparam("stream"),
        col(Part.number) == bindparam("number"),
        col(Part.name) == bindparam("name"),
    ),
    name="part.get",
)
_SEAL_PART = Statement(
    update(Part)
    .where(
        col(Part.stream) == bindparam("of_stream"),
        col(Part.number) == bindparam("of_number"),
        col(Part.name) == bindparam("of_name"),
        col(Part.sealed_by).is_(None),
    )
    .values(salt=None, content=None, sealed_by=bindparam("by")),
    name="part.seal",
)
_STREAMS = Statement(
    select(
        col(Stream.id),
        col(Stream.kind),
        col(Stream.length),
        col(Stream.head),
        col(Stream.recorded_at),
    ).order_by(col(Stream.id)),
    name="stream.all",
)
_STREAM = Statement(
    select(
        col(Stream.id),
        col(Stream.kind),
        col(Stream.length),
        col(Stream.head),
        col(Stream.recorded_at),
    ).where(col(Stream.id) == bindparam("id")),
    name="stream.get",
)
_LAST_LEAF = Statement(select(func.max(col(Leaf.position))), name="leaf.last")
_INSERT_LEAF = Statement(insert(Leaf), name="leaf.insert")
_INSERT_CHECKPOINT = Statement(insert(Checkpoint), name="checkpoint.insert")
_LAST_CHECKPOINT = Statement(
    select(
        col(Checkpoint.size),
        col(Checkpoint.epoch),
        col(Checkpoint.root),
        col(Checkpoint.note),
        col(Checkpoint.frontier),
    )
    .order_by(col(Checkpoint.size).desc())
    .limit(1),
    name="checkpoint.last",
)


_INSTALLATION = Statement(
    select(col(Stream.id)).where(col(Stream.kind) == "installation"), name="stream.installation"
)


def installation_stream(tx: Transaction) -> str | None:
    """Id of the installation's own stream."""
    row = tx.one(_INSTALLATION)
    return row[0] if row else None


def events_of(tx: Transaction, stream: str) -> Iterator[tuple[Any, ...]]:
    """Rows of one stream in order, columns as `EVENT_COLUMNS`."""
    return tx.stream(_EVENTS, stream=stream)


def all_events(tx: Transaction) -> Iterator[tuple[Any, ...]]:
    """Rows of all streams, stream by stream, with flat memory."""
    return tx.stream(_ALL_EVENTS)


def parts_of(
    tx: Transaction, stream: str
) -> dict[int, dict[str, tuple[bytes | None, bytes | None, str | None]]]:
    """Parts of one stream: by event number, then name: salt, content, sealed by."""
    found: dict[int, dict[str, tuple[bytes | None, bytes | None, str | None]]] = {}
    for number, name, salt, content, sealed_by in tx.all(_PARTS, stream=stream):
        found.setdefault(number, {})[name] = (salt, content, sealed_by)
    return found


def get_part(
    tx: Transaction, stream: str, number: int, name: str
) -> tuple[bytes | None, bytes | None, str | None] | None:
    """Salt, content and sealing event of one part."""
    row = tx.one(_PART, stream=stream, number=number, name=name)
    return (row[0], row[1], row[2]) if row else None


def seal_part(tx: Transaction, stream: str, number: int, name: str, by: str) -> int:
    """Remove a part's content and salt for ever; 0 when it was not there or already sealed."""
    return tx.run(_SEAL_PART, of_stream=stream, of_number=number, of_name=name, by=by)


def streams(tx: Transaction) -> Iterator[tuple[Any, ...]]:
    """Id, kind, length, head and time of every stream."""
    return tx.stream(_STREAMS)


def get_stream(tx: Transaction, stream: str) -> tuple[Any, ...] | None:
    """Id, kind, length, head and time of one stream."""
    return tx.one(_STREAM, id=stream)


def last_leaf(tx: Transaction) -> int | None:
    """Position of the last leaf, None while there is none."""
    row = tx.one(_LAST_LEAF)
    return row[0] if row else None


def insert_leaves(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add leaves at the end."""
    tx.many(_INSERT_LEAF, rows)


def insert_checkpoint(tx: Transaction, row: dict[str, Any]) -> None:
    """Add a checkpoint."""
    tx.post(_INSERT_CHECKPOINT, **row)


def last_checkpoint(tx: Transaction) -> tuple[Any, ...] | None:
    """Size, epoch, root, note and frontier of the newest checkpoint."""
    return tx.one(_LAST_CHECKPOINT)


# ------------------------------------------------------------------ ranges of streams, for proof

_EVENTS_BETWEEN = Statement(
    select(*(getattr(Event, name) for name in EVENT_COLUMNS))
    .where(col(Event.stream) >= bindparam("low"), col(Event.stream) < bindparam("high"))
    .order_by(col(Event.stream), col(Event.number)),
    name="event.between",
)
_PARTS_BETWEEN = Statement(
    select(
        col(Part.stream),
        col(Part.number),
        col(Part.name),
        col(Part.salt),
        col(Part.content),
        col(Part.sealed_by),
    )
    .where(col(Part.stream) >= bindparam("low"), col(Part.stream) < bindparam("high"))
    .order_by(col(Part.stream), col(Part.number), col(Part.name)),
    name="part.between",
)
_STREAMS_BETWEEN = Statement(
    select(
        col(Stream.id),
        col(Stream.kind),
        col(Stream.length),
        col(Stream.head),
        col(Stream.recorded_at),
    )
    .where(col(Stream.id) >= bindparam("low"), col(Stream.id) < bindparam("high"))
    .order_by(col(Stream.id)),
    name="stream.between",
)
_TOTAL_LENGTH = Statement(
    select(func.coalesce(func.sum(col(Stream.length)), 0)), name="stream.total-length"
)
_PLACED = select(
    col(Stream.id).label("id"), func.row_number().over(order_by=col(Stream.id)).label("place")
).subquery("placed")
_BOUNDS = Statement(
    select(_PLACED.c.id).where(_PLACED.c.place % bindparam("step") == 0).order_by(_PLACED.c.place),
    name="stream.bounds",
)
_COUNT = Statement(select(func.count()).select_from(Stream), name="stream.count")
_EVENT_BODY = Statement(
    select(col(Event.body)).where(
        col(Event.stream) == bindparam("stream"), col(Event.number) == bindparam("number")
    ),
    name="event.body",
)
_EVENTS_OF_KINDS = Statement(
    select(col(Event.body))
    .where(
        col(Event.stream) == bindparam("stream"),
        col(Event.kind).in_(bindparam("kinds", expanding=True)),
    )
    .order_by(col(Event.number)),
    name="event.of-kinds",
)
_LAST_OF_KIND = Statement(
    select(col(Event.body))
    .where(
        col(Event.stream)
        == select(col(Stream.id)).where(col(Stream.kind) == "installation").scalar_subquery(),
        col(Event.kind) == bindparam("kind"),
    )
    .order_by(col(Event.number).desc())
    .limit(1),
    name="event.last-of-kind",
)


PROOF = ProofStatements(_EVENTS_BETWEEN, _PARTS_BETWEEN, _STREAMS_BETWEEN, _EVENT_BODY)
"""What verification asks."""


def total_length(tx: Transaction) -> int:
    """How many entries all streams have together, by their heads."""
    row = tx.one(_TOTAL_LENGTH)
    return int(row[0]) if row else 0


def bounds(tx: Transaction, ranges: int) -> list[str]:
    """Ids at which the streams fall into at most so many ranges of about the same number."""
    row = tx.one(_COUNT)
    step = (row[0] if row else 0) // ranges + 1
    return [row[0] for row in tx.all(_BOUNDS, step=step)]


def event_body(tx: Transaction, stream: str, number: int) -> bytes | None:
    """The bytes of one event."""
    row = tx.one(_EVENT_BODY, stream=stream, number=number)
    return row[0] if row else None


def bodies_of_kinds(tx: Transaction, stream: str, kinds: Sequence[str]) -> list[bytes]:
    """The bytes of the events of some kinds in one stream, in order."""
    return [row[0] for row in tx.all(_EVENTS_OF_KINDS, stream=stream, kinds=list(kinds))]


def last_body_of_kind(tx: Transaction, kind: str) -> bytes | None:
    """The bytes of the newest event of a kind in the installation's stream."""
    row = tx.one(_LAST_OF_KIND, kind=kind)
    return row[0] if row else None


# ------------------------------------------------------------------ what the tree covers

_SEALED_LENGTH = (
    select(func.max(col(Leaf.number)))
    .where(col(Leaf.stream) == col(Stream.id))
    .correlate(Stream)
    .scalar_subquery()
)
_PENDING = (
    select(
        col(Stream.id).label("id"),
        col(Stream.length).label("length"),
        func.coalesce(_SEALED_LENGTH, 0).label("sealed"),
    )
).subquery("pending")
_UNSEALED_TAILS = Statement(
    select(col(Event.stream), col(Event.number), col(Event.digest))
    .join(
        _PENDING,
        (col(Event.stream) == _PENDING.c.id)
        & (col(Event.number) > _PENDING.c.sealed)
        & (col(Event.number) <= _PENDING.c.length),
    )
    .where(_PENDING.c.length > _PENDING.c.sealed)
    .order_by(col(Event.recorded_at), col(Event.stream), col(Event.number)),
    name="event.unsealed",
)
_TAILS = Statement(
    select(_PENDING.c.id, _PENDING.c.length, _PENDING.c.sealed).where(
        _PENDING.c.length > _PENDING.c.sealed
    ),
    name="stream.longer-than-leaves",
)
_TAIL = Statement(
    select(col(Event.recorded_at), col(Event.stream), col(Event.number), col(Event.digest)).where(
        col(Event.stream) == bindparam("stream"),
        col(Event.number) > bindparam("sealed"),
        col(Event.number) <= bindparam("length"),
    ),
    name="event.tail",
)
FEW_EVENTS = 5000  # new ones up to here are looked up stream by stream; more in one pass
_CUT_OFF = Statement(
    select(_PENDING.c.id, _PENDING.c.length, _PENDING.c.sealed)
    .where(_PENDING.c.length < _PENDING.c.sealed)
    .order_by(_PENDING.c.id),
    name="stream.shorter-than-leaves",
)
_LEAVES_WITH_EVENTS = Statement(
    select(
        col(Leaf.position),
        col(Leaf.stream),
        col(Leaf.number),
        col(Leaf.digest),
        col(Event.digest),
    )
    .outerjoin(
        Event, (col(Leaf.stream) == col(Event.stream)) & (col(Leaf.number) == col(Event.number))
    )
    .order_by(col(Leaf.position)),
    name="leaf.with-event",
)


def unsealed_events(tx: Transaction) -> Iterator[tuple[Any, ...]]:
    """Stream, number and digest of committed events without a leaf, in the order of recording.

    A stream is sealed from its beginning without gaps, so its highest leaf says where it goes
    on: the cost follows the number of streams and of new events, not that of old ones. Nothing
    depends on ``recorded_at``: an event that was committed late is found all the same.
    """
    tails = tx.all(_TAILS)
    if sum(length - sealed for _, length, sealed in tails) > FEW_EVENTS:
        return tx.stream(_UNSEALED_TAILS)
    found: list[tuple[Any, ...]] = []
    for stream, length, sealed in tails:
        found += tx.all(_TAIL, stream=stream, length=length, sealed=sealed)
    found.sort()
    return (row[1:] for row in found)


def cut_streams(tx: Transaction) -> list[tuple[Any, ...]]:
    """Id, length and sealed length of streams that are shorter than their leaves say."""
    return tx.all(_CUT_OFF)


def leaves_with_events(tx: Transaction) -> Iterator[tuple[Any, ...]]:
    """Every leaf in order, with the digest of its event as it is now (None where it is gone)."""
    return tx.stream(_LEAVES_WITH_EVENTS)
