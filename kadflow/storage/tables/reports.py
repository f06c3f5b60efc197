"""Reports of organisations."""

from __future__ import annotations

from sqlalchemy import Index

from kadflow.storage.tables.base import (
    DIGEST,
    IDENTIFIER,
    INSTANT,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
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


class ReportOutline(Row, table=True):
    """An outline of an organisation's own, or an official form to be filled; the latest of its key."""

    __tablename__ = "report_outline"

    organisation: str = column(IDENTIFIER, key=True)
    key: str = column(TEXT, key=True)
    text: bytes = column(RECORD)  # as written, YAML
    form: str | None = maybe(DIGEST)  # content of the workbook that a mapping fills
    number: int = column(NUMBER)  # of the entry in the organisation's stream
