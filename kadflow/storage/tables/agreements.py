"""Agreements and what belongs to one: parties, documents, gates, decisions, tasks, findings."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from kadflow.storage.tables.base import (
    DATE,
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


class Agreement(Row, table=True):
    """The present state of an agreement, rebuildable from its stream of the same id."""

    __table_args__ = (
        UniqueConstraint("number"),
        Index(None, "template"),
        Index(None, "parent"),
        Index(None, "source_ref"),
        Index(None, "created_at", "id"),
        Index(None, "stage", "ends_on", "id"),
    )

    id: str = column(IDENTIFIER, key=True)
    number: str = column(TEXT)  # the human number of Kadflow, not that of a letter
    title: str = column(TEXT)
    template: str = column(DIGEST, refers="template.digest")
    state: str = column(TEXT)
    stage: str = column(TEXT)
    standing: str = column(TEXT)  # active, suspended or terminated
    version: int = column(NUMBER)
    parent: str | None = maybe(IDENTIFIER, refers="agreement.id")
    signed_on: str | None = maybe(DATE)
    ends_on: str | None = maybe(DATE)
    provenance: str = column(TEXT)  # created or registered
    source_ref: str | None = maybe(TEXT)  # where an imported one came from
    created_at: str = column(INSTANT)
    record: bytes = column(RECORD)


class Party(Row, table=True):
    """An organisation inside one agreement; its private stream has the same id."""

    __table_args__ = (
        UniqueConstraint("agreement", "organisation"),
        Index(None, "organisation"),
    )

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER, refers="agreement.id")
    organisation: str = column(IDENTIFIER, refers="organisation.id")
    position: int = column(NUMBER)
    printed_name: str = column(TEXT)
    participation: str = column(TEXT)  # uses, link or paper
    left_on: str | None = maybe(DATE)
    version: int = column(NUMBER)
    record: bytes = column(RECORD)


class Document(Row, table=True):
    """A file of an agreement in one version; its bytes are a blob."""

    __table_args__ = (Index(None, "agreement"),)

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER, refers="agreement.id")
    party: str | None = maybe(IDENTIFIER)  # whose private document it is
    kind: str = column(TEXT)
    version: int = column(NUMBER)
    digest: str = column(DIGEST)
    filename: str = column(TEXT)
    media_type: str = column(TEXT)
    size: int = column(NUMBER)  # bytes
    letter: bytes | None = maybe(RECORD)  # number, date, signatory, as JSON
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)


class DocumentNumber(Row, table=True):
    """A number that somebody gave to a document of an agreement; rebuildable from the stream."""

    __tablename__ = "document_number"
    __table_args__ = (Index(None, "form"),)

    agreement: str = column(IDENTIFIER, key=True)
    place: str = column(TEXT, key=True)  # what bears it
    issuer: str = column(TEXT)  # organisation, or a name after "="
    year: int = column(NUMBER)
    form: str = column(TEXT)  # the number without slashes, spaces and case


class Blob(Row, table=True):
    """A content that lies in the file store under its owner; sealed ones are gone from there."""

    owner: str = column(TEXT, key=True)
    digest: str = column(DIGEST, key=True)
    size: int = column(NUMBER)
    sealed_by: str | None = maybe(TEXT)  # stream:number


class Gate(Row, table=True):
    """One round of a gate."""

    __table_args__ = (UniqueConstraint("agreement", "name", "round"),)

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER, refers="agreement.id")
    name: str = column(TEXT)
    round: int = column(NUMBER)
    opened_at: str = column(INSTANT)
    closed_at: str | None = maybe(INSTANT)
    outcome: str | None = maybe(TEXT)


class Decision(Row, table=True):
    """One answer in a round; ``valid`` falls when a bound path changes or it is withdrawn."""

    __table_args__ = (Index(None, "gate"),)

    id: str = column(IDENTIFIER, key=True)
    gate: str = column(IDENTIFIER)
    agreement: str = column(IDENTIFIER)
    party: str | None = maybe(IDENTIFIER)
    office: str | None = maybe(IDENTIFIER)
    answer: str = column(TEXT)
    effective_on: str = column(DATE)
    valid: bool = column(FLAG)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)


class Task(Row, table=True):
    """Whose turn it is: one office, one thing to do."""

    __table_args__ = (Index(None, "agreement"), Index(None, "office", "since"))

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER)  # or the competition that asks for it
    party: str | None = maybe(IDENTIFIER)
    office: str | None = maybe(IDENTIFIER)
    kind: str = column(TEXT)
    gate: str | None = maybe(IDENTIFIER)
    since: str = column(INSTANT)
    due_at: str | None = maybe(INSTANT)


class Finding(Row, table=True):
    """A rule that was broken elsewhere and recorded here (temuan), until it is cured."""

    __table_args__ = (Index(None, "agreement"),)

    id: str = column(IDENTIFIER, key=True)
    agreement: str = column(IDENTIFIER)
    rule: str = column(TEXT)
    severity: str = column(TEXT)
    stream: str = column(IDENTIFIER)
    number: int = column(NUMBER)  # of the event that raised it
    cured: int | None = maybe(NUMBER)  # number of the event that cured it, same stream


class Chapter(Row, table=True):
    """One matter of an agreement beside its record, rebuildable from the same stream."""

    agreement: str = column(IDENTIFIER, key=True, refers="agreement.id")
    name: str = column(TEXT, key=True)  # budget, results, evaluations
    version: int = column(NUMBER)  # of the last event that changed it
    record: bytes = column(RECORD)
