"""Published workflow templates."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

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


class Template(Row, table=True):
    """One immutable version: the text as written beside the canonical bytes that are hashed."""

    __table_args__ = (UniqueConstraint("key", "version"),)

    digest: str = column(DIGEST, key=True)
    key: str = column(TEXT)
    version: int = column(NUMBER)
    title_id: str = column(TEXT)
    title_en: str = column(TEXT)
    source: str = column(TEXT)
    document: bytes = column(RECORD)
    owner: str | None = maybe(IDENTIFIER)  # organisation; None for the shipped ones
    published_at: str = column(INSTANT)
    status: str = column(TEXT)
