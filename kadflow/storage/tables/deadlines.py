"""What falls due."""

from __future__ import annotations

from sqlalchemy import Index, text

from kadflow.storage.tables.base import (
    IDENTIFIER,
    INSTANT,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class Deadline(Row, table=True):
    """A moment at which something is so, with the reasoning that led to it."""

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
    )

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER)
    name: str = column(TEXT)
    subject: str | None = maybe(TEXT)  # party, gate or obligation that it is about
    due_at: str = column(INSTANT)
    effect: str = column(TEXT)
    explanation: bytes = column(RECORD)
    calendar: str | None = maybe(TEXT)  # version of the calendar it was computed with
    fired_at: str | None = maybe(INSTANT)
