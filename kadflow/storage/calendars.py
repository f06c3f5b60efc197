"""Calendars as rows, and the deadlines that were counted by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlmodel import col

from kadflow.domain.calendars import CalendarRecord
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.base import INSTANT, TEXT
from kadflow.storage.tables.calendars import Calendar, DeadlineCalendar, Recount
from kadflow.storage.transactions import Transaction

_decode = msgspec.json.Decoder(CalendarRecord).decode
_encode = msgspec.json.Encoder(order="sorted").encode


class CalendarRow(NamedTuple):
    """One authority's calendar as its row has it."""

    authority: str
    version: str
    record: bytes
    number: int


_OF = Statement(
    select(
        col(Calendar.authority), col(Calendar.version), col(Calendar.record), col(Calendar.number)
    )
    .where(col(Calendar.authority).in_(bindparam("authorities", expanding=True)))
    .with_for_update(read=True),
    name="calendar.of",
)
_ALL = Statement(
    select(
        col(Calendar.authority), col(Calendar.version), col(Calendar.record), col(Calendar.number)
    ).order_by(col(Calendar.authority)),
    name="calendar.all",
)
_PUT = insert(Calendar)
_SET = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["authority"],
        set_={
            "version": _PUT.excluded.version,
            "record": _PUT.excluded.record,
            "stream": _PUT.excluded.stream,
            "number": _PUT.excluded.number,
        },
    ),
    name="calendar.set",
)
_INSERT_SPANS = Statement(insert(DeadlineCalendar), name="deadline-calendar.insert")
_DELETE_SPANS = Statement(
    delete(DeadlineCalendar).where(col(DeadlineCalendar.deadline) == bindparam("key")),
    name="deadline-calendar.delete",
)
_ASK_RECOUNTS = Statement(
    insert(Recount)
    .from_select(
        ["agreement", "decree", "asked_at"],
        select(
            col(DeadlineCalendar.agreement),
            bindparam("decree", type_=TEXT),
            bindparam("asked_at", type_=INSTANT),
        )
        .where(
            col(DeadlineCalendar.authority) == bindparam("authority"),
            col(DeadlineCalendar.last_on) >= bindparam("first_on"),
            col(DeadlineCalendar.first_on) <= bindparam("last_on"),
        )
        .distinct(),
    )
    .on_conflict_do_nothing(),
    name="recount.ask",
)
_RECOUNTS = Statement(
    select(col(Recount.agreement), col(Recount.decree))
    .where(col(Recount.agreement) > bindparam("after"))
    .order_by(col(Recount.agreement), col(Recount.decree))
    .limit(bindparam("most")),
    name="recount.next",
)
_DELETE_RECOUNT = Statement(
    delete(Recount).where(col(Recount.agreement) == bindparam("key")), name="recount.delete"
)


def decode_calendar(record: bytes) -> CalendarRecord:
    """The calendar that a row holds."""
    return _decode(record)


def calendar_rows(tx: Transaction, authorities: Sequence[str]) -> dict[str, CalendarRow]:
    """The calendars of some authorities; who never said anything has none.

    In a writing they are kept from changing until the commit, so that a decree finds every
    deadline that was counted without it.
    """
    found = tx.all(_OF, authorities=list(authorities))
    return {row[0]: CalendarRow(*row) for row in found}


def all_calendars(tx: Transaction) -> list[CalendarRow]:
    """Every calendar."""
    return [CalendarRow(*row) for row in tx.all(_ALL)]


def set_calendar(tx: Transaction, authority: str, record: CalendarRecord, *, stream: str) -> None:
    """Put the calendar of an authority in the place of the one before."""
    tx.post(
        _SET,
        authority=authority,
        version=record.version,
        record=_encode(record),
        stream=stream,
        number=record.number,
    )


def insert_spans(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Note by whose calendars a deadline was counted, and between which days."""
    tx.many(_INSERT_SPANS, rows)


def delete_spans(tx: Transaction, deadline: str) -> None:
    """Forget by whose calendars a deadline was counted."""
    tx.post(_DELETE_SPANS, key=deadline)


# ------------------------------------------------------------------ counting anew


def ask_recounts(
    tx: Transaction, authority: str, first_on: str, last_on: str, *, decree: str, asked_at: str
) -> int:
    """Note the agreements whose deadlines depend on what an authority says of some days.

    Found by index: the cost grows with the deadlines that are touched, not with all of them.

    Returns:
        How many were not noted before.
    """
    return tx.run(
        _ASK_RECOUNTS,
        authority=authority,
        first_on=first_on,
        last_on=last_on,
        decree=decree,
        asked_at=asked_at,
    )


def recounts(tx: Transaction, after: str, most: int) -> dict[str, list[str]]:
    """Agreements that are to be counted anew with the decrees, in order of their ids.

    An agreement at the end of a page may lack its last decrees; it is dropped with those it has.
    """
    found: dict[str, list[str]] = {}
    for agreement, decree in tx.all(_RECOUNTS, after=after, most=most):
        found.setdefault(agreement, []).append(decree)
    return found


def drop_recount(tx: Transaction, agreement: str) -> None:
    """Note that an agreement was counted anew."""
    tx.post(_DELETE_RECOUNT, key=agreement)
