"""What falls due."""

from __future__ import annotations

from sqlalchemy import Index, text

from kadflow.storage.tables.base import (
    DATE,
    FLAG,
    IDENTIFIER,
    INSTANT,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class Deadline(Row, table=True):
    """A moment at which something is so, with the reasoning that led to it.

    It is open until its effect happened (``fired_at``); after that its matter may still be
    outstanding, as an answer that is late, until it is settled (``settled_at``). A deadline that
    no longer holds has no row.
    """

    __table_args__ = (
        Index(None, "agreement"),
        Index(
            "ix_deadline_due_at_open",
            "due_at",
            "id",
            "agreement",
            sqlite_where=text("fired_at IS NULL"),
            postgresql_where=text("fired_at IS NULL"),
        ),
        Index(
            "ix_deadline_remind_at",
            "remind_at",
            "id",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER)  # or the competition that it belongs to
    name: str = column(TEXT)
    subject: str | None = maybe(TEXT)  # party or obligation that it is about; None for all
    due_on: str = column(DATE)  # the last day
    due_at: str = column(INSTANT)  # when that day is over in the zone
    zone: str = column(TEXT)
    revision: int = column(NUMBER)  # of the due day: 1, and one more each time it moves
    effect: str = column(TEXT)
    explanation: bytes = column(RECORD)
    calendar: str | None = maybe(TEXT)  # version of the calendars it was counted by
    verified: bool = column(FLAG)  # the rule behind it was verified, or all parties agreed on it
    remind_days: str = column(TEXT)  # the ladder: JSON list of days relative to the last day
    tells: str = column(TEXT)  # whom it reminds: JSON list of office roles
    paused_on: str | None = maybe(DATE)  # while its clock stands still
    fired_at: str | None = maybe(INSTANT)
    settled_at: str | None = maybe(INSTANT)
    remind_at: str | None = maybe(INSTANT)  # when its reminders are looked at next
    reminded_at: str | None = maybe(INSTANT)  # rungs due by then were dealt with


class Acknowledgement(Row, table=True):
    """An office has seen a deadline's reminder; a line of the ledger, never changed."""

    __table_args__ = (Index(None, "deadline"),)

    id: str = column(IDENTIFIER, key=True)
    deadline: str = column(IDENTIFIER)
    revision: int = column(NUMBER)  # of the due day; another day reminds again
    office: str = column(IDENTIFIER)
    person: str = column(IDENTIFIER)
    reason: str | None = maybe(TEXT)
    written_at: str = column(INSTANT)


class Snooze(Row, table=True):
    """An office wants no reminder of a deadline until a day; a line of the ledger, never changed.

    It stills reminders only: the law, and what falls due, go on.
    """

    __table_args__ = (Index(None, "deadline"),)

    id: str = column(IDENTIFIER, key=True)
    deadline: str = column(IDENTIFIER)
    revision: int = column(NUMBER)  # of the due day; another day reminds again
    office: str = column(IDENTIFIER)
    person: str = column(IDENTIFIER)
    until_on: str = column(DATE)  # the first day on which a reminder may come again
    reason: str | None = maybe(TEXT)
    written_at: str = column(INSTANT)
