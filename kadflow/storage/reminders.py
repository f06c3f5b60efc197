"""Rows of reminders: which deadlines have a rung due, whom they concern, and how far each is.

``remind_at`` is when a deadline is looked at next; its index holds only deadlines that have a rung
left, so the cost of a sweep grows with what is due and not with what is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Integer, bindparam, func, or_, select, text, type_coerce
from sqlmodel import col

from kadflow.storage import notices
from kadflow.storage.statements import DialectName, Statement
from kadflow.storage.tables.agreements import Agreement, Party
from kadflow.storage.tables.deadlines import Deadline
from kadflow.storage.tables.evaluations import Competition
from kadflow.storage.tables.people import Office
from kadflow.storage.transactions import Transaction

_COLUMNS = (
    col(Deadline.id),
    col(Deadline.agreement),
    col(Deadline.name),
    col(Deadline.subject),
    col(Deadline.due_on),
    col(Deadline.due_at),
    col(Deadline.zone),
    col(Deadline.revision),
    type_coerce(col(Deadline.verified), Integer),  # as it comes: truth is all that is asked
    col(Deadline.remind_days),
    col(Deadline.tells),
    col(Deadline.reminded_at),
    col(Agreement.number),
    col(Agreement.template),
)
# the due ones first, by their index, and their agreements afterwards: left to itself a database may
# begin with every agreement there is
_FIRST = (
    select(Deadline)
    .where(
        col(Deadline.remind_at) <= bindparam("now"),
        col(Deadline.paused_on).is_(None),
        col(Deadline.settled_at).is_(None),
        # what has passed is said only after it took effect
        or_(col(Deadline.fired_at).is_not(None), col(Deadline.due_at) > bindparam("now")),
    )
    .order_by(col(Deadline.remind_at), col(Deadline.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .subquery("due")
)
_DUE = Statement(
    select(
        _FIRST.c.id,
        _FIRST.c.agreement,
        _FIRST.c.name,
        _FIRST.c.subject,
        _FIRST.c.due_on,
        _FIRST.c.due_at,
        _FIRST.c.zone,
        _FIRST.c.revision,
        type_coerce(_FIRST.c.verified, Integer),  # as it comes: truth is all that is asked
        _FIRST.c.remind_days,
        _FIRST.c.tells,
        _FIRST.c.reminded_at,
        func.coalesce(col(Agreement.number), col(Competition.code)),
        col(Agreement.template),
    )
    .outerjoin(Agreement, col(Agreement.id) == _FIRST.c.agreement)
    .outerjoin(Competition, col(Competition.id) == _FIRST.c.agreement)
    .order_by(_FIRST.c.remind_at, _FIRST.c.id),
    name="reminder.due",
)
_OPEN = Statement(
    select(*_COLUMNS)
    .join(Agreement, col(Agreement.id) == col(Deadline.agreement))
    .join(Party, col(Party.agreement) == col(Deadline.agreement))
    .where(
        col(Party.organisation).in_(bindparam("organisations", expanding=True)),
        col(Party.left_on).is_(None),
        col(Deadline.fired_at).is_(None),
        col(Deadline.settled_at).is_(None),
        col(Deadline.paused_on).is_(None),
    )
    .distinct()
    .order_by(col(Deadline.due_on), col(Deadline.id)),
    name="reminder.open",
)
_ADVANCE = {
    "sqlite": Statement(
        text(
            "UPDATE deadline SET reminded_at = :now, remind_at = given.value "
            "FROM json_each(:next) AS given WHERE deadline.id = given.key"
        ),
        name="reminder.advance",
    ),
    "postgresql": Statement(
        text(
            "UPDATE deadline SET reminded_at = :now, remind_at = given.value "
            "FROM json_each_text(CAST(:next AS json)) AS given WHERE deadline.id = given.key"
        ),
        name="reminder.advance",
    ),
}


def _of_many(asked: str, name: str) -> dict[DialectName, Statement]:
    """A question about a thousand things at once, whose ids are handed over as one JSON list.

    A parameter for each would have to be read and planned one by one, by driver and database.

    Args:
        asked: SQL in which ``{among}`` follows the column that is one of ``:ids``.
        name: Shown in errors.
    """
    among: dict[DialectName, str] = {
        "sqlite": "IN (SELECT value FROM json_each(:ids))",
        "postgresql": "= ANY(ARRAY(SELECT json_array_elements_text(CAST(:ids AS json))))",
    }
    return {
        dialect: Statement(text(asked.format(among=each)), name=name)
        for dialect, each in among.items()
    }


_NOTICE = (
    "id", "kind", "occasion", "office", "channel", "agreement", "fields", "written_at",
    "not_before", "superseded_by", "planned_at",
)  # fmt: skip
_WRITE = Statement(
    text(
        f"INSERT INTO notice ({', '.join(_NOTICE)}) SELECT "
        + ", ".join("convert_to(fields, 'UTF8')" if n == "fields" else n for n in _NOTICE)
        + " FROM json_to_recordset(CAST(:rows AS json)) AS given("
        + ", ".join(f"{name} text" for name in _NOTICE)
        + ") ON CONFLICT DO NOTHING"
    ),
    name="reminder.write",
)
"""On PostgreSQL: a thousand notices are one value, not eleven thousand."""

_PARTIES = _of_many(
    "SELECT agreement, id, organisation FROM party "
    "WHERE agreement {among} AND participation <> 'paper' AND left_on IS NULL",
    "reminder.parties",
)
_OFFICES = Statement(
    select(col(Office.organisation), col(Office.role), col(Office.id))
    .where(
        col(Office.organisation).in_(bindparam("organisations", expanding=True)),
        col(Office.to_on).is_(None),
    )
    .order_by(col(Office.id)),
    name="reminder.offices",
)
_SNOOZED = _of_many(
    "SELECT deadline, revision, office FROM snooze WHERE deadline {among} AND until_on > :today",
    "reminder.snoozed",
)
_ACKNOWLEDGED = _of_many(
    "SELECT deadline, revision, office FROM acknowledgement WHERE deadline {among}",
    "reminder.acknowledged",
)
_STANDS = Statement(
    select(col(Deadline.id), col(Deadline.revision)).where(
        col(Deadline.id).in_(bindparam("deadlines", expanding=True)),
        col(Deadline.settled_at).is_(None),
        col(Deadline.paused_on).is_(None),
    ),
    name="reminder.stands",
)


class DueRow(msgspec.Struct, frozen=True, gc=False):
    """A deadline of which a rung is due; a sweep holds thousands, in no cycle.

    Attributes:
        agreement: Or the competition that it belongs to.
        number: Human number of the agreement, or the competition's code.
        template: Of the agreement; None for a competition.
    """

    id: str
    agreement: str
    name: str
    subject: str | None
    due_on: str
    due_at: str
    zone: str
    revision: int
    verified: bool
    remind_days: str
    tells: str
    reminded_at: str | None
    number: str
    template: str | None


def due(tx: Transaction, now: str, most: int) -> list[DueRow]:
    """Deadlines with a rung due, the earliest first; on PostgreSQL those that no other one takes."""
    return [DueRow(*row) for row in tx.all(_DUE, now=now, most=most)]


def open_of(tx: Transaction, organisations: Sequence[str]) -> list[DueRow]:
    """Deadlines that run in agreements of these organisations, the earliest first."""
    if not organisations:
        return []
    return [DueRow(*row) for row in tx.all(_OPEN, organisations=list(organisations))]


def write(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add notices as `kadflow.storage.notices.insert_notices` does, the fastest way for many.

    Args:
        tx: A transaction.
        rows: With every column of the table; ``fields`` is JSON.
    """
    if tx.dialect == "sqlite":
        notices.insert_notices(tx, rows)
    elif rows:
        given = [{**row, "fields": row["fields"].decode()} for row in rows]
        tx.run(_WRITE, rows=msgspec.json.encode(given).decode())


def advance(tx: Transaction, next_at: dict[str, str | None], now: str) -> None:
    """Note up to when the rungs of deadlines were dealt with, and when each is looked at next."""
    if next_at:
        tx.run(_ADVANCE[tx.dialect], now=now, next=msgspec.json.encode(next_at).decode())


def parties_of(tx: Transaction, agreements: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Present parties that use Kadflow, by agreement: id and organisation."""
    found: dict[str, list[tuple[str, str]]] = {}
    if agreements:
        for agreement, party, organisation in tx.all(_PARTIES[tx.dialect], ids=_list(agreements)):
            found.setdefault(agreement, []).append((party, organisation))
    return found


def offices_of(tx: Transaction, organisations: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Present offices by organisation and role."""
    found: dict[tuple[str, str], list[str]] = {}
    if organisations:
        for organisation, role, office in tx.all(_OFFICES, organisations=list(organisations)):
            found.setdefault((organisation, role), []).append(office)
    return found


def stilled(
    tx: Transaction, deadlines: Sequence[str], today: str
) -> tuple[set[tuple[str, int, str]], set[tuple[str, int, str]]]:
    """Deadline, revision and office of reminders that were put off, and of those acknowledged.

    Args:
        tx: A transaction.
        deadlines: Ids.
        today: What is put off until later than this day is put off.
    """
    if not deadlines:
        return set(), set()
    ids = _list(deadlines)
    put_off, seen = tx.ask(
        (_SNOOZED[tx.dialect], {"ids": ids, "today": today}),
        (_ACKNOWLEDGED[tx.dialect], {"ids": ids}),
    )
    return {(r[0], r[1], r[2]) for r in put_off}, {(r[0], r[1], r[2]) for r in seen}


def acknowledged(tx: Transaction, deadlines: Sequence[str]) -> set[tuple[str, int, str]]:
    """Deadline, revision and office of deadlines that an office has seen."""
    if not deadlines:
        return set()
    found = tx.all(_ACKNOWLEDGED[tx.dialect], ids=_list(deadlines))
    return {(row[0], row[1], row[2]) for row in found}


def _list(ids: Sequence[str]) -> str:
    return msgspec.json.encode(ids).decode()


def standing(tx: Transaction, deadlines: Sequence[str]) -> dict[str, int]:
    """The present revision of deadlines that still stand, by id."""
    if not deadlines:
        return {}
    return {row[0]: row[1] for row in tx.all(_STANDS, deadlines=list(deadlines))}
