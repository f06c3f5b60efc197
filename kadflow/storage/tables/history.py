"""The record itself: streams, events, parts, the tree over them, and answers already given.

`event`, `leaf` and `checkpoint` are only ever added to; triggers refuse everything else
(`kadflow.storage.triggers`).
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from kadflow.storage.tables.base import (
    DATE,
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


class Stream(Row, table=True):
    """One chain of events, with its present end; locked while something is appended."""

    id: str = column(IDENTIFIER, key=True)
    kind: str = column(TEXT)  # agreement, party, organisation or installation
    length: int = column(NUMBER)  # number of the last event; 0 when empty
    head: str = column(DIGEST)  # digest of the last event; 64 zeros when empty
    recorded_at: str | None = maybe(INSTANT)  # time of the last event


class Event(Row, table=True):
    """One fact as its exact bytes, with the columns that searching needs."""

    stream: str = column(IDENTIFIER, key=True)
    number: int = column(NUMBER, key=True)
    kind: str = column(TEXT)
    version: int = column(NUMBER)
    agreement: str | None = maybe(IDENTIFIER)
    person: str | None = maybe(IDENTIFIER)
    office: str | None = maybe(IDENTIFIER)
    effective_on: str = column(DATE)
    recorded_at: str = column(INSTANT)
    template: str | None = maybe(DIGEST)
    digest: str = column(DIGEST)
    body: bytes = column(RECORD)


class Part(Row, table=True):
    """Free text or personal data beside an event; sealing empties salt and content."""

    stream: str = column(IDENTIFIER, key=True)
    number: int = column(NUMBER, key=True)
    name: str = column(TEXT, key=True)
    salt: bytes | None = maybe(RECORD)  # 32 bytes
    content: bytes | None = maybe(RECORD)
    sealed_by: str | None = maybe(TEXT)  # stream:number of the event that sealed it


class Leaf(Row, table=True):
    """The position of a committed event in the tree over all streams, from 0."""

    __table_args__ = (UniqueConstraint("stream", "number"),)

    position: int = column(NUMBER, key=True)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)
    digest: str = column(DIGEST)


class Checkpoint(Row, table=True):
    """A signed statement of the tree at one size."""

    size: int = column(NUMBER, key=True)  # leaves covered
    epoch: int = column(NUMBER)  # rises with each restore
    root: str = column(DIGEST)
    note: str = column(TEXT)  # C2SP signed note
    frontier: bytes = column(RECORD)  # digests of the perfect subtrees, to go on from here
    recorded_at: str = column(INSTANT)


class Receipt(Row, table=True):
    """The answer to a command with an idempotency key, committed with its effects."""

    __table_args__ = (Index(None, "recorded_at"),)

    principal: str = column(TEXT, key=True)
    command: str = column(TEXT, key=True)
    key: str = column(TEXT, key=True)
    request: str = column(DIGEST)  # of the request; another one under the same key is refused
    answer: bytes = column(RECORD)
    recorded_at: str = column(INSTANT)
