"""What is new on agreements, for programs outside; and how far they were told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement
from kadflow.storage.tables.history import Event, Stream
from kadflow.storage.tables.operations import Announcement
from kadflow.storage.transactions import Transaction

TURN = "turn"
"""Key of the one row that says whose turn it is to announce."""

_NEW = Statement(
    select(
        col(Event.stream),
        col(Event.number),
        col(Event.kind),
        col(Event.recorded_at),
        col(Agreement.number),
    )
    .select_from(Stream)
    .join(Event, col(Event.stream) == col(Stream.id))
    .join(Agreement, col(Agreement.id) == col(Stream.id))
    .outerjoin(Announcement, col(Announcement.stream) == col(Stream.id))
    .where(
        col(Stream.kind) == "agreement",
        col(Stream.recorded_at) >= bindparam("since"),
        col(Event.recorded_at) >= bindparam("since"),
        or_(col(Announcement.number).is_(None), col(Event.number) > col(Announcement.number)),
    )
    .order_by(col(Event.recorded_at), col(Event.stream), col(Event.number))
    .limit(bindparam("most")),
    name="announcement.new",
)
_PUT = insert(Announcement)
_SET = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["stream"],
        set_={"number": _PUT.excluded.number, "announced_at": _PUT.excluded.announced_at},
        where=and_(col(Announcement.number) < _PUT.excluded.number),
    ),
    name="announcement.set",
)
_LAST = Statement(
    select(func.max(col(Announcement.announced_at))).where(
        col(Announcement.stream) != bindparam("turn")
    ),
    name="announcement.last",
)
_FORGET = Statement(
    delete(Announcement).where(
        col(Announcement.announced_at) < bindparam("before"),
        col(Announcement.stream) != bindparam("turn"),
    ),
    name="announcement.forget",
)
_FIRST_TURN = Statement(_PUT.on_conflict_do_nothing(), name="announcement.first-turn")
_TAKE = Statement(
    update(Announcement)
    .where(
        col(Announcement.stream) == bindparam("turn"),
        or_(
            col(Announcement.announced_at) < bindparam("now"),
            col(Announcement.number) == bindparam("mine"),
        ),
    )
    .values(number=col(Announcement.number) + 1, announced_at=bindparam("until"))
    .returning(col(Announcement.number)),
    name="announcement.take",
)


def take_turn(tx: Transaction, *, mine: int, now: str, until: str) -> int | None:
    """Take or keep the turn; its number, or None while somebody else has it.

    Args:
        tx: A writing.
        mine: Number of the turn that the caller had; 0 where none.
        now: The present.
        until: When the turn ends unless it is kept.
    """
    tx.run(_FIRST_TURN, stream=TURN, number=0, announced_at="")
    row = tx.one(_TAKE, turn=TURN, mine=mine or -1, now=now, until=until)
    return row[0] if row else None


def new_events(tx: Transaction, since: str, most: int) -> list[tuple[Any, ...]]:
    """Stream, number, kind, instant and agreement's number of shared entries to announce."""
    return tx.all(_NEW, since=since, most=most)


def last_announced(tx: Transaction) -> str | None:
    """When something was announced last."""
    row = tx.one(_LAST, turn=TURN)
    return row[0] if row else None


def set_announced(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    """Note how far streams were announced; never back."""
    tx.many(_SET, rows)


def forget(tx: Transaction, before: str) -> None:
    """Drop notes about streams that were announced last before an instant."""
    tx.post(_FORGET, turn=TURN, before=before)
