"""What the machine did by itself: for whoever runs it, and no part of the record."""

from __future__ import annotations

from sqlalchemy import Index

from kadflow.storage.tables.base import (
    IDENTIFIER,
    INSTANT,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class FlowRun(Row, table=True):
    """One run of a flow, in whichever way it was started."""

    __tablename__ = "flow_run"
    __table_args__ = (Index(None, "flow", "began_at", "id"),)

    id: str = column(IDENTIFIER, key=True)
    flow: str = column(TEXT)
    way: str = column(TEXT)  # in_process or prefect
    began_at: str = column(INSTANT)
    ended_at: str | None = maybe(INSTANT)
    outcome: str | None = maybe(TEXT)  # done, failed, interrupted; NULL while it runs
    said: bytes | None = maybe(RECORD)  # one sentence in both languages; of a failure its code too


class Announcement(Row, table=True):
    """How far programs outside were told of a stream; and who tells them at the moment."""

    stream: str = column(TEXT, key=True)  # or, once, the name of the turn
    number: int = column(NUMBER)  # of the last entry announced; of the present turn
    announced_at: str = column(INSTANT)  # or until when the turn is taken
