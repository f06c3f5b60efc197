"""Rows about results, for questions across agreements: what is owed, what was not measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, or_, select, text
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement, Party
from kadflow.storage.tables.results import Indicator, Measurement, Obligation
from kadflow.storage.transactions import Transaction

_DROP = Statement(
    delete(Obligation).where(col(Obligation.agreement) == bindparam("key")),
    name="obligation.drop",
)
_INSERT = Statement(insert(Obligation), name="obligation.insert")
_INSERT_INDICATOR = Statement(insert(Indicator), name="indicator.insert")
_INSERT_MEASUREMENT = Statement(
    insert(Measurement).on_conflict_do_nothing(), name="measurement.insert"
)
_OPEN = Statement(
    select(
        col(Agreement.id),
        col(Agreement.number),
        col(Obligation.id),
    )
    .join(Agreement, col(Agreement.id) == col(Obligation.agreement))
    .outerjoin(Party, col(Party.id) == col(Obligation.party))
    .where(
        text("obligation.is_open"),  # as the index says: `is_open = 1` is another to SQLite
        or_(
            bindparam("organisation") == "",
            col(Party.organisation) == bindparam("organisation"),
        ),
        or_(bindparam("until") == "", col(Obligation.due_on) <= bindparam("until")),
    )
    # those with a day first, the nearest first
    .order_by(col(Obligation.due_on).is_(None), col(Obligation.due_on), col(Obligation.id))
    .limit(bindparam("most")),
    name="obligation.open",
)
_UNMEASURED = Statement(
    select(
        col(Agreement.id),
        col(Agreement.number),
        col(Indicator.id),
    )
    .join(Agreement, col(Agreement.id) == col(Indicator.agreement))
    .join(Party, col(Party.id) == col(Indicator.party))
    .outerjoin(
        Measurement,
        and_(
            col(Measurement.indicator) == col(Indicator.id),
            col(Measurement.period) == bindparam("period"),
        ),
    )
    .where(
        col(Indicator.every) == bindparam("every"),
        col(Indicator.since) <= bindparam("last"),
        # what has ended, or was left, is measured no more
        col(Agreement.stage) != "",
        col(Agreement.standing) != "terminated",
        col(Party.left_on).is_(None),
        col(Measurement.indicator).is_(None),
        or_(
            bindparam("organisation") == "",
            col(Party.organisation) == bindparam("organisation"),
        ),
    )
    .order_by(col(Agreement.number), col(Indicator.id))
    .limit(bindparam("most")),
    name="indicator.unmeasured",
)


class Found(NamedTuple):
    """An entry of some agreement: the agreement's id and number, and the entry's id."""

    agreement: str
    number: str
    entry: str


def put_obligations(tx: Transaction, agreement: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write what is owed under an agreement, in place of what stood there."""
    tx.post(_DROP, key=agreement)
    for row in rows:
        tx.post(_INSERT, **row)


def insert_indicator(tx: Transaction, row: dict[str, Any]) -> None:
    """Add an indicator."""
    tx.post(_INSERT_INDICATOR, **row)


def insert_measurement(tx: Transaction, *, indicator: str, period: str, agreement: str) -> None:
    """Note that a period was measured; a correction changes nothing."""
    tx.post(_INSERT_MEASUREMENT, indicator=indicator, period=period, agreement=agreement)


def open_obligations(
    tx: Transaction, *, organisation: str = "", until: str = "", most: int = 200
) -> list[Found]:
    """What is still to be done, the nearest last day first, then what has none.

    Args:
        organisation: Id; only what it owes. Everybody's where empty.
        until: ISO date; only what is due by then.
        most: At most so many.
    """
    found = tx.all(_OPEN, organisation=organisation, until=until, most=most)
    return [Found(*row) for row in found]


def unmeasured(
    tx: Transaction, *, period: str, every: str, last: str, organisation: str = "", most: int = 200
) -> list[Found]:
    """Indicators that have no measurement for a period and were stated before its end.

    Args:
        period: As it is written.
        every: Its length.
        last: Its last day, ISO.
        organisation: Id; only those that it answers for. Everybody's where empty.
        most: At most so many.
    """
    found = tx.all(
        _UNMEASURED, period=period, every=every, last=last, organisation=organisation, most=most
    )
    return [Found(*row) for row in found]
