"""What authorities say about working days, and which deadlines were counted by it."""

from __future__ import annotations

from sqlalchemy import Index

from kadflow.storage.tables.base import (
    DATE,
    IDENTIFIER,
    INSTANT,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
)


class Calendar(Row, table=True):
    """One authority's calendar, folded from the imports in its stream; can be made again."""

    authority: str = column(IDENTIFIER, key=True)  # organisation; empty for the nation
    version: str = column(TEXT)
    record: bytes = column(RECORD)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)  # of the event that changed it last


class DeadlineCalendar(Row, table=True):
    """By whose calendar a deadline was counted, and between which days it depends on it."""

    __tablename__ = "deadline_calendar"
    __table_args__ = (Index(None, "authority", "last_on"), Index(None, "agreement"))

    deadline: str = column(IDENTIFIER, key=True)
    authority: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER)
    first_on: str = column(DATE)
    last_on: str = column(DATE)


class Recount(Row, table=True):
    """An agreement whose deadlines a decree may have moved and that was not counted anew yet."""

    agreement: str = column(IDENTIFIER, key=True)
    decree: str = column(TEXT, key=True)
    asked_at: str = column(INSTANT)
