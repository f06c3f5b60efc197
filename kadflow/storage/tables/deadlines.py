"""What falls due, and who is told."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text

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


class Notice(Row, table=True):
    """Something an office must hear, once; the outbox."""

    __table_args__ = (
        UniqueConstraint("kind", "occasion", "office", "channel"),
        Index(None, "written_at", "id"),
    )

    id: str = column(IDENTIFIER, key=True)
    kind: str = column(TEXT)
    occasion: str = column(TEXT)
    office: str = column(IDENTIFIER)
    channel: str = column(TEXT)
    agreement: str | None = maybe(IDENTIFIER)
    fields: bytes = column(RECORD)
    written_at: str = column(INSTANT)
    superseded_by: str | None = maybe(IDENTIFIER)
