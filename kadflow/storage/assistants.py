"""Rows of the assistants of offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import col

from kadflow.domain.people import Assistant as AssistantValue
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.people import Assistant, Office
from kadflow.storage.transactions import Transaction

_COLUMNS = (
    col(Assistant.id),
    col(Assistant.person),
    col(Assistant.office),
    col(Office.organisation),
    col(Assistant.from_on),
    col(Assistant.to_on),
)
EVER = Statement(
    select(*_COLUMNS)
    .join(Office, col(Office.id) == col(Assistant.office))
    .where(col(Office.organisation).in_(bindparam("organisations", expanding=True)))
    .order_by(col(Assistant.id)),
    name="assistant.ever-of-several",
)
"""Everybody who ever assisted an office of some organisations."""

_OF_PERSON = Statement(
    select(*_COLUMNS)
    .join(Office, col(Office.id) == col(Assistant.office))
    .where(
        col(Assistant.person) == bindparam("person"),
        col(Office.to_on).is_(None),
        col(Assistant.from_on) <= bindparam("on"),
        or_(col(Assistant.to_on).is_(None), col(Assistant.to_on) >= bindparam("on")),
    )
    .order_by(col(Assistant.id)),
    name="assistant.of-person",
)
_OF_OFFICES = Statement(
    select(*_COLUMNS)
    .join(Office, col(Office.id) == col(Assistant.office))
    .where(
        col(Assistant.office).in_(bindparam("offices", expanding=True)),
        col(Assistant.from_on) <= bindparam("latest"),
        or_(col(Assistant.to_on).is_(None), col(Assistant.to_on) >= bindparam("earliest")),
    )
    .order_by(col(Assistant.office), col(Assistant.id)),
    name="assistant.of-offices",
)
_INSERT = Statement(insert(Assistant), name="assistant.insert")
_END = Statement(
    update(Assistant)
    .where(col(Assistant.id) == bindparam("key"))
    .values(to_on=bindparam("to_on")),
    name="assistant.end",
)


def assistant(row: Sequence[Any]) -> AssistantValue:
    """A row of `EVER` as a value."""
    return AssistantValue(*row)


def assisted_by(tx: Transaction, person: str, on: str) -> list[AssistantValue]:
    """Present offices that a person assists on a day."""
    return [assistant(row) for row in tx.all(_OF_PERSON, person=person, on=on)]


def assistants_of(
    tx: Transaction, offices: Sequence[str], *, earliest: str, latest: str
) -> list[AssistantValue]:
    """Who assists offices on some day between two dates (the zones may disagree about today)."""
    if not offices:
        return []
    found = tx.all(_OF_OFFICES, offices=list(offices), earliest=earliest, latest=latest)
    return [assistant(row) for row in found]


def assistants_ever(tx: Transaction, organisation: str) -> list[AssistantValue]:
    """Everybody who ever assisted an office of an organisation, in order."""
    return [assistant(row) for row in tx.all(EVER, organisations=[organisation])]


def insert_assistant(tx: Transaction, row: dict[str, Any]) -> None:
    """Add an assistant."""
    tx.post(_INSERT, **row)


def end_assistant(tx: Transaction, assistant_id: str, to_on: str) -> None:
    """Note the last day on which somebody assists an office."""
    tx.post(_END, key=assistant_id, to_on=to_on)
