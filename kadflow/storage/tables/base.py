"""What all tables share: the column types, the names of constraints, the base class.

Both databases store the same values: identifiers as UUID text, instants as ISO 8601 UTC text
with microseconds (``2026-01-05T03:04:05.000001Z``, the very text of the event bytes), dates as
ISO text, digests as 64 hex characters, records as canonical JSON bytes. Text is compared byte
by byte on both, so that a list has one order everywhere.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, MetaData, String, Text
from sqlmodel import Field, SQLModel


def _text(length: int | None = None) -> Any:
    plain = Text() if length is None else String(length)
    bytewise = Text(collation="C") if length is None else String(length, collation="C")
    return plain.with_variant(bytewise, "postgresql")


TEXT = _text()
IDENTIFIER = _text(36)
INSTANT = _text(27)
DATE = _text(10)
DIGEST = _text(64)
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
RECORD = LargeBinary()
FLAG = Boolean()

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """Base of every table of Kadflow; keeps them apart from other users of SQLModel."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


def column(kind: Any, *, key: bool = False, refers: str | None = None) -> Any:
    """A column that must have a value.

    Args:
        kind: One of the types above.
        key: Part of the primary key; never numbered by the database.
        refers: ``table.column`` that must hold the value.
    """
    kwargs: dict[str, Any] = {"sa_type": kind, "nullable": False}
    if key:
        kwargs |= {"primary_key": True, "sa_column_kwargs": {"autoincrement": False}}
    if refers is not None:
        kwargs["foreign_key"] = refers
    return Field(**kwargs)


def maybe(kind: Any, *, refers: str | None = None) -> Any:
    """A column that may be unknown (NULL)."""
    kwargs: dict[str, Any] = {"sa_type": kind, "nullable": True, "default": None}
    if refers is not None:
        kwargs["foreign_key"] = refers
    return Field(**kwargs)
