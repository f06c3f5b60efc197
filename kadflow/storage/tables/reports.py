"""Reports of organisations."""

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
)


class Report(Row, table=True):
    """One version of a report, rebuildable from the stream of its organisation."""

    __table_args__ = (
        Index(None, "organisation", "outline", "about", "period", "version"),
        Index(None, "about"),
    )

    id: str = column(IDENTIFIER, key=True)
    organisation: str = column(IDENTIFIER)  # or the installation, for all of them
    outline: str = column(TEXT)
    about: str = column(TEXT)  # id of an agreement; empty for the whole register
    period: str = column(TEXT)
    version: int = column(NUMBER)
    state: str = column(TEXT)
    built_at: str = column(INSTANT)
    record: bytes = column(RECORD)
