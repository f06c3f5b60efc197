"""Chapters of agreements: what their streams add up to beside the record."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Chapter
from kadflow.storage.transactions import Transaction

_GET = Statement(
    select(col(Chapter.record)).where(
        col(Chapter.agreement) == bindparam("agreement"), col(Chapter.name) == bindparam("name")
    ),
    name="chapter.get",
)
_OF_AGREEMENT = Statement(
    select(col(Chapter.name), col(Chapter.record)).where(
        col(Chapter.agreement) == bindparam("agreement")
    ),
    name="chapter.of-agreement",
)
_PUT = insert(Chapter)
_PUT_CHAPTER = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["agreement", "name"],
        set_={"version": _PUT.excluded.version, "record": _PUT.excluded.record},
    ),
    name="chapter.put",
)
_DELETE = Statement(
    delete(Chapter).where(
        col(Chapter.agreement) == bindparam("of"), col(Chapter.name) == bindparam("at")
    ),
    name="chapter.delete",
)
_encode = msgspec.json.Encoder().encode


def encode_chapter(chapter: Any) -> bytes:
    """The bytes of a chapter as its row holds them."""
    return _encode(chapter)


def get_chapter(tx: Transaction, agreement: str, name: str) -> bytes | None:
    """A chapter of an agreement; None while nothing was ever written in it."""
    row = tx.one(_GET, agreement=agreement, name=name)
    return None if row is None else row[0]


def chapters_of(tx: Transaction, agreement: str) -> dict[str, bytes]:
    """Every chapter of an agreement, by name."""
    return dict(tx.all(_OF_AGREEMENT, agreement=agreement))


def put_chapter(
    tx: Transaction, *, agreement: str, name: str, version: int, record: bytes
) -> None:
    """Write a chapter as it stands now; the agreement's lock guards it."""
    tx.post(_PUT_CHAPTER, agreement=agreement, name=name, version=version, record=record)


def delete_chapter(tx: Transaction, agreement: str, name: str) -> None:
    """Take away a chapter that no event writes in."""
    tx.post(_DELETE, of=agreement, at=name)
