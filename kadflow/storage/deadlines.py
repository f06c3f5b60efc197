"""Rows of deadlines: written by the command path, read by sweeps and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlmodel import col

from kadflow.domain.competitions import JUDGE
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement, Party
from kadflow.storage.tables.deadlines import Acknowledgement, Deadline, Snooze
from kadflow.storage.transactions import Transaction

_INSERT = Statement(insert(Deadline), name="deadline.insert")
_MOVE = Statement(
    update(Deadline)
    .where(col(Deadline.id) == bindparam("key"))
    .values(
        due_on=bindparam("due_on"),
        due_at=bindparam("due_at"),
        zone=bindparam("zone"),
        revision=bindparam("revision"),
        calendar=bindparam("calendar"),
        explanation=bindparam("explanation"),
        paused_on=None,
        remind_at=bindparam("moved_at"),  # the ladder of the new day begins with the next sweep
        reminded_at=bindparam("moved_at"),
    ),
    name="deadline.move",
)
_PAUSE = Statement(
    update(Deadline)
    .where(col(Deadline.id) == bindparam("key"))
    .values(paused_on=bindparam("paused_on"), remind_at=None),
    name="deadline.pause",
)
_FIRE = Statement(
    update(Deadline)
    .where(col(Deadline.id) == bindparam("key"))
    .values(fired_at=bindparam("fired_at"), settled_at=None),
    name="deadline.fire",
)
_FIRE_AND_SETTLE = Statement(
    update(Deadline)
    .where(col(Deadline.id) == bindparam("key"))
    .values(
        fired_at=bindparam("fired_at"),
        settled_at=bindparam("settled_at"),
        remind_at=None,  # nobody is reminded of what is settled, and no sweep looks at it again
    ),
    name="deadline.fire-and-settle",
)
_SETTLE = Statement(
    update(Deadline)
    .where(col(Deadline.id) == bindparam("key"))
    .values(settled_at=bindparam("settled_at"), remind_at=None),
    name="deadline.settle",
)
_DELETE = Statement(
    delete(Deadline).where(col(Deadline.id) == bindparam("key")), name="deadline.delete"
)
_DUE = Statement(
    select(col(Deadline.agreement))
    .where(
        col(Deadline.fired_at).is_(None),
        col(Deadline.due_at) <= bindparam("now"),
        col(Deadline.paused_on).is_(None),
        col(Deadline.effect) != JUDGE,
    )
    .distinct()
    .order_by(col(Deadline.agreement)),
    name="deadline.due",
)
_DUE_COMPETITIONS = Statement(
    select(col(Deadline.agreement))
    .where(
        col(Deadline.fired_at).is_(None),
        col(Deadline.due_at) <= bindparam("now"),
        col(Deadline.effect) == JUDGE,
    )
    .order_by(col(Deadline.agreement)),
    name="deadline.due-competitions",
)
_DUE_WITH = Statement(
    select(col(Deadline.agreement))
    .where(
        col(Deadline.fired_at).is_(None),
        col(Deadline.due_at) <= bindparam("now"),
        col(Deadline.paused_on).is_(None),
        col(Deadline.effect).in_(bindparam("effects", expanding=True)),
        col(Deadline.effect) != JUDGE,
    )
    .distinct()
    .order_by(col(Deadline.agreement)),
    name="deadline.due-with",
)
_DUE_CHILDREN = Statement(
    select(col(Deadline.agreement))
    .join(Agreement, col(Agreement.id) == col(Deadline.agreement))
    .where(
        col(Agreement.parent) == bindparam("parent"),
        col(Deadline.fired_at).is_(None),
        col(Deadline.due_at) <= bindparam("now"),
        col(Deadline.paused_on).is_(None),
    )
    .distinct()
    .order_by(col(Deadline.agreement)),
    name="deadline.due-children",
)
LIST_COLUMNS = (
    "id", "agreement", "number", "title", "name", "subject", "due_on", "due_at", "zone", "revision",
    "effect", "calendar", "verified", "remind_days", "paused_on", "fired_at", "settled_at",
)  # fmt: skip
_LIST = Statement(
    select(
        col(Deadline.id),
        col(Deadline.agreement),
        col(Agreement.number),
        col(Agreement.title),
        col(Deadline.name),
        col(Deadline.subject),
        col(Deadline.due_on),
        col(Deadline.due_at),
        col(Deadline.zone),
        col(Deadline.revision),
        col(Deadline.effect),
        col(Deadline.calendar),
        col(Deadline.verified),
        col(Deadline.remind_days),
        col(Deadline.paused_on),
        col(Deadline.fired_at),
        col(Deadline.settled_at),
    )
    .join(Agreement, col(Agreement.id) == col(Deadline.agreement))
    .where(
        or_(bindparam("agreement") == "", col(Deadline.agreement) == bindparam("agreement")),
        or_(
            bindparam("organisation") == "",
            col(Deadline.agreement).in_(
                select(col(Party.agreement)).where(
                    col(Party.organisation) == bindparam("organisation")
                )
            ),
        ),
        or_(
            col(Deadline.fired_at).is_(None),
            col(Deadline.settled_at).is_(None),
        ),
        col(Deadline.due_at) <= bindparam("until"),
    )
    # what comes, nearest first; then what has passed and is still outstanding
    .order_by(col(Deadline.fired_at).is_not(None), col(Deadline.due_at), col(Deadline.id))
    .limit(bindparam("most")),
    name="deadline.list",
)
_INSERT_ACKNOWLEDGEMENT = Statement(insert(Acknowledgement), name="acknowledgement.insert")
_ACKNOWLEDGEMENTS = Statement(
    select(
        col(Acknowledgement.revision),
        col(Acknowledgement.office),
        col(Acknowledgement.reason),
        col(Acknowledgement.written_at),
    )
    .where(col(Acknowledgement.deadline) == bindparam("deadline"))
    .order_by(col(Acknowledgement.id)),
    name="acknowledgement.of-deadline",
)
_INSERT_SNOOZE = Statement(insert(Snooze), name="snooze.insert")
_SNOOZES = Statement(
    select(
        col(Snooze.deadline),
        col(Snooze.office),
        col(Snooze.until_on),
        col(Snooze.reason),
        col(Snooze.written_at),
    )
    .where(col(Snooze.deadline) == bindparam("deadline"))
    .order_by(col(Snooze.written_at), col(Snooze.id)),
    name="snooze.of-deadline",
)


def insert_deadlines(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add open deadlines."""
    tx.many(_INSERT, rows)


def move_deadline(tx: Transaction, deadline: str, **values: Any) -> None:
    """Give a deadline another day; its clock runs."""
    tx.post(_MOVE, key=deadline, **values)


def pause_deadline(tx: Transaction, deadline: str, paused_on: str) -> None:
    """Note that a deadline's clock stands still."""
    tx.post(_PAUSE, key=deadline, paused_on=paused_on)


def fire_deadline(tx: Transaction, deadline: str, fired_at: str, settled_at: str | None) -> None:
    """Note that a deadline's effect was applied, and whether its matter is settled with it."""
    if settled_at is None:
        tx.post(_FIRE, key=deadline, fired_at=fired_at)
    else:
        tx.post(_FIRE_AND_SETTLE, key=deadline, fired_at=fired_at, settled_at=settled_at)


def settle_deadline(tx: Transaction, deadline: str, settled_at: str) -> None:
    """Note that what a passed deadline was about is settled."""
    tx.post(_SETTLE, key=deadline, settled_at=settled_at)


def delete_deadline(tx: Transaction, deadline: str) -> None:
    """Remove a deadline that no longer holds; its history stays in the stream."""
    tx.post(_DELETE, key=deadline)


def due_agreements(tx: Transaction, now: str, effects: Sequence[str] = ()) -> list[str]:
    """Agreements with an open deadline whose instant has come; of these effects, where given."""
    if effects:
        return [row[0] for row in tx.all(_DUE_WITH, now=now, effects=list(effects))]
    return [row[0] for row in tx.all(_DUE, now=now)]


def due_competitions(tx: Transaction, now: str) -> list[str]:
    """Competitions whose last day of judging is over and was not noted yet."""
    return [row[0] for row in tx.all(_DUE_COMPETITIONS, now=now)]


def due_children(tx: Transaction, parent: str, now: str) -> list[str]:
    """Agreements under one on which something has fallen due, in order of their ids."""
    return [row[0] for row in tx.all(_DUE_CHILDREN, parent=parent, now=now)]


def list_deadlines(
    tx: Transaction,
    *,
    until: str,
    agreement: str = "",
    organisation: str = "",
    most: int = 200,
) -> list[dict[str, Any]]:
    """Deadlines that are open or outstanding, the earliest first.

    Args:
        until: Stamp; later ones are left out.
        agreement: Only of this one.
        organisation: Only of agreements in which it is a party.
        most: At most so many.
    """
    found = tx.all(_LIST, until=until, agreement=agreement, organisation=organisation, most=most)
    return [dict(zip(LIST_COLUMNS, row, strict=True)) for row in found]


def insert_acknowledgement(tx: Transaction, row: dict[str, Any]) -> None:
    """Add a line to the ledger: an office has seen a deadline."""
    tx.post(_INSERT_ACKNOWLEDGEMENT, **row)


def acknowledgements_of(tx: Transaction, deadline: str) -> list[dict[str, Any]]:
    """The acknowledgements of a deadline, in order."""
    names = ("revision", "office", "reason", "written_at")
    found = tx.all(_ACKNOWLEDGEMENTS, deadline=deadline)
    return [dict(zip(names, row, strict=True)) for row in found]


def insert_snooze(tx: Transaction, row: dict[str, Any]) -> None:
    """Add a line to the ledger of snoozes."""
    tx.post(_INSERT_SNOOZE, **row)


def snoozes_of(tx: Transaction, deadline: str) -> list[dict[str, Any]]:
    """The snoozes of a deadline, in order."""
    names = ("deadline", "office", "until_on", "reason", "written_at")
    return [dict(zip(names, row, strict=True)) for row in tx.all(_SNOOZES, deadline=deadline)]
