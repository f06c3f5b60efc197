"""Competitions between agreements: one row each, made again from its stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlmodel import col

from kadflow.domain.competitions import Competition
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Task
from kadflow.storage.tables.deadlines import Deadline
from kadflow.storage.tables.evaluations import Competition as CompetitionRow
from kadflow.storage.transactions import Transaction

_INSERT = Statement(insert(CompetitionRow), name="competition.insert")
_UPDATE = Statement(
    update(CompetitionRow)
    .where(col(CompetitionRow.id) == bindparam("key"))
    .values(state=bindparam("state"), version=bindparam("version"), record=bindparam("record")),
    name="competition.update",
)
_FIND = Statement(
    select(col(CompetitionRow.id)).where(
        or_(
            col(CompetitionRow.code) == bindparam("wanted"),
            col(CompetitionRow.id) == bindparam("wanted"),
        )
    ),
    name="competition.find",
)
_GET = Statement(
    select(col(CompetitionRow.record)).where(col(CompetitionRow.id) == bindparam("id")),
    name="competition.get",
)
_ALL = Statement(
    select(col(CompetitionRow.record)).order_by(
        col(CompetitionRow.opened_on), col(CompetitionRow.id)
    ),
    name="competition.all",
)
_ROWS = Statement(
    select(
        col(CompetitionRow.id),
        col(CompetitionRow.code),
        col(CompetitionRow.organisation),
        col(CompetitionRow.state),
        col(CompetitionRow.opened_on),
        col(CompetitionRow.version),
        col(CompetitionRow.record),
    ).order_by(col(CompetitionRow.id)),
    name="competition.rows",
)
_TASKS_IN = Statement(
    select(col(Task.office), col(Task.gate), col(Task.kind)).where(
        col(Task.agreement) == bindparam("competition")
    ),
    name="competition.tasks",
)
_TASKS_OF = Statement(
    select(
        col(CompetitionRow.record), col(Task.office), col(Task.gate), col(Task.kind),
        col(Task.since),
    )
    .join(CompetitionRow, col(CompetitionRow.id) == col(Task.agreement))
    .where(col(Task.office).in_(bindparam("offices", expanding=True)))
    .order_by(col(Task.since)),
    name="competition.tasks-of-offices",
)  # fmt: skip
_DAY = ("id", "agreement", "name", "subject", "due_on", "due_at", "zone", "revision", "effect",
        "verified", "paused_on", "fired_at")  # fmt: skip
_LAST_DAYS = Statement(
    select(col(CompetitionRow.record), *(getattr(Deadline, name) for name in _DAY))
    .join(CompetitionRow, col(CompetitionRow.id) == col(Deadline.agreement))
    .where(col(Deadline.settled_at).is_(None), col(Deadline.due_at) <= bindparam("until"))
    .order_by(col(Deadline.due_at), col(Deadline.id)),
    name="competition.last-days",
)
_encode = msgspec.json.Encoder().encode


def row_of(competition: Competition) -> dict[str, Any]:
    """The row that a competition must have."""
    return {
        "id": competition.id,
        "code": competition.code,
        "organisation": competition.organisation,
        "state": competition.state,
        "opened_on": competition.opened_on,
        "version": competition.version,
        "record": _encode(competition),
    }


def insert_competition(tx: Transaction, competition: Competition) -> None:
    """Add a competition that was opened."""
    tx.post(_INSERT, **row_of(competition))


def update_competition(tx: Transaction, competition: Competition) -> None:
    """Write a competition as it stands now; the lock on its stream guards it."""
    row = row_of(competition)
    changed = {name: row[name] for name in ("state", "version", "record")}
    tx.post(_UPDATE, key=competition.id, **changed)


def find_competition(tx: Transaction, wanted: str) -> str | None:
    """The id of a competition by its code or id."""
    row = tx.one(_FIND, wanted=wanted)
    return row[0] if row else None


def get_competition(tx: Transaction, competition: str) -> Competition | None:
    """A competition by its id."""
    row = tx.one(_GET, id=competition)
    return None if row is None else msgspec.json.decode(row[0], type=Competition)


def all_competitions(tx: Transaction) -> list[Competition]:
    """Every competition in the order of opening."""
    return [msgspec.json.decode(row[0], type=Competition) for row in tx.all(_ALL)]


def tasks_in(tx: Transaction, competition: str) -> set[tuple[str, str, str]]:
    """What waits in a competition: office, gate and kind."""
    found = tx.all(_TASKS_IN, competition=competition)
    return {(row[0] or "", row[1] or "", row[2]) for row in found}


class WaitingRow(NamedTuple):
    """What a competition asks of an office."""

    competition: Competition
    office: str
    gate: str
    kind: str
    since: str


def tasks_of(tx: Transaction, offices: Sequence[str]) -> list[WaitingRow]:
    """What competitions ask of offices, oldest first."""
    if not offices:
        return []
    return [
        WaitingRow(msgspec.json.decode(record, type=Competition), *row)
        for record, *row in tx.all(_TASKS_OF, offices=list(offices))
    ]


def last_days(tx: Transaction, *, until: str) -> list[tuple[Competition, dict[str, Any]]]:
    """Last days of judging that stand and are due by an instant, each with its competition."""
    return [
        (
            msgspec.json.decode(record, type=Competition),
            dict(zip(_DAY, row, strict=True)),
        )
        for record, *row in tx.all(_LAST_DAYS, until=until)
    ]


def competition_rows(tx: Transaction) -> list[dict[str, Any]]:
    """Every row, for comparing with a rebuild."""
    names = ("id", "code", "organisation", "state", "opened_on", "version", "record")
    return [dict(zip(names, row, strict=True)) for row in tx.all(_ROWS)]
