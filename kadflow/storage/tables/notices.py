"""Who is told of what, by which way, and what became of each attempt.

A `Notice` is addressed to an office and written in the commit of its occasion. A `Delivery` is one
message to one recipient by one channel; an `Attempt` is one line of the ledger about it, and that
table only grows. Of a notice nobody plans anew, of a delivery nobody sends anew: the unique keys
hold that, not the program.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text

from kadflow.storage.tables.base import (
    DIGEST,
    FLAG,
    IDENTIFIER,
    INSTANT,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class Notice(Row, table=True):
    """Something an office must hear, once; the outbox, and the inbox of the office."""

    __table_args__ = (
        UniqueConstraint("office", "occasion", "kind", "channel"),
        Index(
            "ix_notice_unplanned",
            "id",
            sqlite_where=text("planned_at IS NULL"),
            postgresql_where=text("planned_at IS NULL"),
        ),
    )

    id: str = column(IDENTIFIER, key=True)
    kind: str = column(TEXT)
    occasion: str = column(TEXT)
    office: str = column(IDENTIFIER)
    channel: str = column(TEXT)
    agreement: str | None = maybe(IDENTIFIER)
    fields: bytes = column(RECORD)
    written_at: str = column(INSTANT)
    not_before: str | None = maybe(INSTANT)  # nobody is told earlier: the act can be undone
    superseded_by: str | None = maybe(IDENTIFIER)  # a later notice that says more
    planned_at: str | None = maybe(INSTANT)  # when its deliveries were made


class Address(Row, table=True):
    """Where a person or an organisation is reached; the one before stays with its last moment."""

    __table_args__ = (Index(None, "owner"),)

    id: str = column(IDENTIFIER, key=True)
    owner: str = column(IDENTIFIER)  # person; organisation for a webhook
    organisation: str = column(IDENTIFIER)
    channel: str = column(TEXT)
    value: str = column(TEXT)
    secret: str | None = maybe(TEXT)  # signs webhooks
    entered_at: str = column(INSTANT)
    entered_by: str = column(TEXT)
    ended_at: str | None = maybe(INSTANT)
    broken_at: str | None = maybe(INSTANT)  # refused for good
    broken_why: str | None = maybe(TEXT)


class Preference(Row, table=True):
    """How a person wants to be told; whoever has no row gets each notice at once."""

    person: str = column(IDENTIFIER, key=True)
    language: str = column(TEXT)
    channels: str = column(TEXT)  # separated by spaces, first choice first; empty for any
    digest: str = column(TEXT)  # none, daily or weekly
    quiet_from: str | None = maybe(TEXT)  # 18:00, in the zone of the organisation
    quiet_to: str | None = maybe(TEXT)
    working_days: bool = column(FLAG)
    changed_at: str = column(INSTANT)
    changed_by: str = column(TEXT)


class Delivery(Row, table=True):
    """One message to one recipient by one channel.

    ``next_at`` is when something is to be done about it, None when nothing is: a message that
    waits, a lease that runs out, a digest that is to be closed.
    """

    __table_args__ = (
        UniqueConstraint("occasion", "kind", "recipient", "channel"),
        Index(None, "recipient", "id"),
        Index(
            "ix_delivery_next_at",
            "next_at",
            "id",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_delivery_organisation_attention",
            "organisation",
            "id",
            sqlite_where=text("state IN ('by_hand', 'dead', 'kept')"),
            postgresql_where=text("state IN ('by_hand', 'dead', 'kept')"),
        ),
    )

    id: str = column(IDENTIFIER, key=True)
    kind: str = column(TEXT)
    occasion: str = column(TEXT)
    recipient: str = column(IDENTIFIER)  # person, or organisation with a webhook
    organisation: str = column(IDENTIFIER)
    channel: str = column(TEXT)
    reasons: bytes = column(RECORD)  # notices with the office and capacity of each
    made_at: str = column(INSTANT)
    state: str = column(TEXT)
    next_at: str | None = maybe(INSTANT)
    fence: int = column(NUMBER)  # of the last attempt that was begun
    failures: int = column(NUMBER)  # since it was made or sent anew by hand
    worker: str | None = maybe(TEXT)
    carried_by: str | None = maybe(IDENTIFIER)  # the digest that lists it
    sent_at: str | None = maybe(INSTANT)


class Message(Row, table=True):
    """The bytes of a message from its first attempt on, so that a retry sends the same."""

    delivery: str = column(IDENTIFIER, key=True)
    address: str | None = maybe(IDENTIFIER)
    content: bytes = column(RECORD)
    digest: str = column(DIGEST)


class Attempt(Row, table=True):
    """One line of the ledger: what happened to a delivery. Lines are added, never changed."""

    __table_args__ = (Index(None, "delivery"),)

    id: str = column(IDENTIFIER, key=True)
    delivery: str = column(IDENTIFIER)
    fence: int = column(NUMBER)
    at: str = column(INSTANT)
    outcome: str = column(TEXT)
    detail: str = column(TEXT)
    worker: str = column(TEXT)
    digest: str | None = maybe(DIGEST)  # of the bytes that were sent


class Wording(Row, table=True):
    """An organisation's own words for a kind of notice."""

    organisation: str = column(IDENTIFIER, key=True)
    kind: str = column(TEXT, key=True)
    language: str = column(TEXT, key=True)
    text: str = column(TEXT)
    changed_at: str = column(INSTANT)
    changed_by: str = column(TEXT)
