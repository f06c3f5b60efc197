"""Evaluations of agreements, for lists; and competitions between them."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from kadflow.storage.tables.base import (
    DATE,
    IDENTIFIER,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class Evaluation(Row, table=True):
    """One evaluation of an agreement; what it holds is in the agreement's chapter.

    ``ended_on`` is empty while it is open; ``total``, the exact result as text, stays empty where
    it lapsed.
    """

    __table_args__ = (Index(None, "agreement"), Index(None, "ended_on", "opened_on", "id"))

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER, refers="agreement.id")
    kind: str = column(TEXT)
    since: str = column(DATE)
    until: str = column(DATE)
    opened_on: str = column(DATE)
    score_by: str | None = maybe(DATE)
    ended_on: str | None = maybe(DATE)
    total: str | None = maybe(TEXT)
    sheets: int | None = maybe(NUMBER)


class Competition(Row, table=True):
    """A joint evaluation of many agreements; its record is rebuildable from its own stream."""

    __table_args__ = (UniqueConstraint("code"),)

    id: str = column(IDENTIFIER, key=True)
    code: str = column(TEXT)
    organisation: str = column(IDENTIFIER, refers="organisation.id")
    state: str = column(TEXT)
    opened_on: str = column(DATE)
    version: int = column(NUMBER)
    record: bytes = column(RECORD)
