"""Organisations, and who may act for them: every row has a first and a last day."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text

from kadflow.storage.tables.base import (
    DATE,
    DIGEST,
    FLAG,
    IDENTIFIER,
    NUMBER,
    RECORD,
    TEXT,
    Row,
    column,
    maybe,
)


class Organisation(Row, table=True):
    """A region or another organisation; its stream has the same id."""

    __table_args__ = (
        Index(
            "uq_organisation_code_current",
            "code",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
        Index(None, "parent"),
    )

    id: str = column(IDENTIFIER, key=True)
    kind: str = column(TEXT)
    code: str | None = maybe(TEXT)  # official code, 33.74
    name: str = column(TEXT)
    level: str | None = maybe(TEXT)
    parent: str | None = maybe(IDENTIFIER)
    zone: str = column(TEXT)  # IANA name
    autonomous: bool | None = maybe(FLAG)  # may it be a party itself
    from_on: str | None = maybe(DATE)
    to_on: str | None = maybe(DATE)  # last day; None while it exists
    successor: str | None = maybe(IDENTIFIER)
    version: int = column(NUMBER)
    record: bytes = column(RECORD)


class Bordering(Row, table=True):
    """Whether two regions border, as entered for the pair, with its source; ``a`` < ``b``."""

    a: str = column(IDENTIFIER, key=True)
    b: str = column(IDENTIFIER, key=True)
    borders: bool = column(FLAG)
    source: str = column(TEXT)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)


class Person(Row, table=True):
    """A human being with an account; the handle is what is typed after ``--as``."""

    __table_args__ = (UniqueConstraint("handle"), Index(None, "organisation"))

    id: str = column(IDENTIFIER, key=True)
    organisation: str = column(IDENTIFIER, refers="organisation.id")
    handle: str = column(TEXT)
    name: str = column(TEXT)
    from_on: str | None = maybe(DATE)
    to_on: str | None = maybe(DATE)


class Office(Row, table=True):
    """A seat that persons hold one after another."""

    __table_args__ = (Index(None, "organisation", "role"), Index(None, "superior"))

    id: str = column(IDENTIFIER, key=True)
    organisation: str = column(IDENTIFIER, refers="organisation.id")
    role: str = column(TEXT)
    title_id: str = column(TEXT)
    title_en: str = column(TEXT)
    superior: str | None = maybe(IDENTIFIER)
    from_on: str | None = maybe(DATE)
    to_on: str | None = maybe(DATE)


class Holder(Row, table=True):
    """A person in an office for a time, in a capacity, by a letter."""

    __table_args__ = (Index(None, "office", "from_on"), Index(None, "person"))

    id: str = column(IDENTIFIER, key=True)
    office: str = column(IDENTIFIER, refers="office.id")
    person: str = column(IDENTIFIER, refers="person.id")
    capacity: str = column(TEXT)
    instrument: str | None = maybe(DIGEST)  # of the letter
    letter: str | None = maybe(TEXT)  # its number
    from_on: str = column(DATE)
    to_on: str | None = maybe(DATE)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)  # of the event that appointed


class Mandate(Row, table=True):
    """A power given by an office to a person: letter, scope, from, to (surat kuasa)."""

    __table_args__ = (Index(None, "giver"), Index(None, "person"))

    id: str = column(IDENTIFIER, key=True)
    giver: str = column(IDENTIFIER, refers="office.id")
    person: str = column(IDENTIFIER, refers="person.id")
    scope: bytes = column(RECORD)
    instrument: str | None = maybe(DIGEST)
    letter: str | None = maybe(TEXT)
    from_on: str = column(DATE)
    to_on: str | None = maybe(DATE)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)


class Assistant(Row, table=True):
    """A person who prepares for an office, gets copies of its notices, and never decides for it."""

    __table_args__ = (Index(None, "office"), Index(None, "person"))

    id: str = column(IDENTIFIER, key=True)
    office: str = column(IDENTIFIER, refers="office.id")
    person: str = column(IDENTIFIER, refers="person.id")
    from_on: str = column(DATE)
    to_on: str | None = maybe(DATE)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)  # of the event that named them


class Chain(Row, table=True):
    """How an organisation decides inside, per template and gate; ``*`` stands for any."""

    organisation: str = column(IDENTIFIER, key=True)
    template_key: str = column(TEXT, key=True)
    gate: str = column(TEXT, key=True)
    version: int = column(NUMBER)
    steps: bytes = column(RECORD)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)
