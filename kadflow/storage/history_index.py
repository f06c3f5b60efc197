"""Rows that hold what history says, read and rewritten for rebuilding and for sealing.

They can all be made again from the streams; nothing here touches `event` or `leaf`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement, Blob, Document, Party
from kadflow.storage.tables.evaluations import Competition
from kadflow.storage.tables.history import Stream
from kadflow.storage.tables.people import Bordering, Holder, Mandate, Organisation, Person
from kadflow.storage.transactions import Transaction

PARTY_COLUMNS = (
    "id", "organisation", "position", "printed_name", "participation", "left_on", "version",
    "record",
)  # fmt: skip
_PARTIES = Statement(
    select(*(getattr(Party, name) for name in PARTY_COLUMNS))
    .where(col(Party.agreement) == bindparam("agreement"))
    .order_by(col(Party.id)),
    name="party.rows",
)
_FIXED = Statement(
    select(
        col(Agreement.number),
        col(Agreement.template),
        col(Agreement.provenance),
        col(Agreement.source_ref),
        col(Agreement.created_at),
    ).where(col(Agreement.id) == bindparam("id")),
    name="agreement.fixed",
)
_PARTY_OF = Statement(
    select(col(Party.agreement)).where(col(Party.id) == bindparam("id")), name="party.agreement"
)
_SET_PARTY = Statement(
    update(Party)
    .where(col(Party.id) == bindparam("key"))
    .values(
        organisation=bindparam("organisation"),
        position=bindparam("position"),
        printed_name=bindparam("printed_name"),
        participation=bindparam("participation"),
        left_on=bindparam("left_on"),
        version=bindparam("version"),
        record=bindparam("record"),
    ),
    name="party.set",
)
_SET_FIXED = Statement(
    update(Agreement)
    .where(col(Agreement.id) == bindparam("key"))
    .values(
        number=bindparam("number"),
        template=bindparam("template"),
        provenance=bindparam("provenance"),
        source_ref=bindparam("source_ref"),
        created_at=bindparam("created_at"),
    ),
    name="agreement.set-fixed",
)
_REMOVE_PARTY = Statement(
    delete(Party).where(
        col(Party.id) == bindparam("key"),
        ~select(col(Stream.id)).where(col(Stream.id) == col(Party.id)).exists(),
    ),
    name="party.remove",
)
_NOUNS: tuple[tuple[str, Any], ...] = (
    ("agreement", col(Agreement.id)),
    ("party", col(Party.id)),
    ("organisation", col(Organisation.id)),
    ("competition", col(Competition.id)),
)
_STREAMLESS = {
    name: Statement(
        select(key).outerjoin(Stream, col(Stream.id) == key).where(col(Stream.id).is_(None)),
        name=f"{name}.without-stream",
    )
    for name, key in _NOUNS
}
_ROWLESS = {
    name: Statement(
        select(col(Stream.id))
        .outerjoin(key.class_, key == col(Stream.id))
        .where(col(Stream.kind) == name, key.is_(None)),
        name=f"stream.without-{name}",
    )
    for name, key in _NOUNS
}


_LOCK = Statement(
    select(col(Agreement.id))
    .join(Stream, col(Stream.id) == col(Agreement.id))
    .where(col(Agreement.id) == bindparam("id"))
    .with_for_update(),
    name="agreement.lock-for-rebuild",
)


def lock_agreement(tx: Transaction, agreement: str) -> bool:
    """Lock an agreement as a command does, whatever stands in its row; false if it has none."""
    return tx.one(_LOCK, id=agreement) is not None


def rows_without_stream(tx: Transaction) -> list[tuple[str, str]]:
    """Kind and id of nouns that should have a stream and have none."""
    return [(name, row[0]) for name, each in _STREAMLESS.items() for row in tx.all(each)]


def streams_without_row(tx: Transaction) -> list[tuple[str, str]]:
    """Kind and id of streams whose noun has no row."""
    return [(name, row[0]) for name, each in _ROWLESS.items() for row in tx.all(each)]


def fixed_columns(tx: Transaction, agreement: str) -> tuple[Any, ...] | None:
    """What never changes in an agreement's row: number, template, provenance, origin, beginning."""
    return tx.one(_FIXED, id=agreement)


def set_fixed_columns(tx: Transaction, agreement: str, **values: Any) -> None:
    """Rewrite what never changes."""
    tx.run(_SET_FIXED, key=agreement, **values)


def party_rows(tx: Transaction, agreement: str) -> list[dict[str, Any]]:
    """The party rows of an agreement, by column name."""
    rows = tx.all(_PARTIES, agreement=agreement)
    return [dict(zip(PARTY_COLUMNS, row, strict=True)) for row in rows]


def set_party(tx: Transaction, row: dict[str, Any]) -> int:
    """Rewrite a party's row; ``row["key"]`` is its id."""
    return tx.run(_SET_PARTY, **row)


def remove_party(tx: Transaction, party: str) -> int:
    """Take away a party's row that no stream belongs to; 0 where there is one."""
    return tx.run(_REMOVE_PARTY, key=party)


def agreement_of_party(tx: Transaction, party: str) -> str | None:
    """The agreement that a party's private stream belongs to."""
    row = tx.one(_PARTY_OF, id=party)
    return row[0] if row else None


# ------------------------------------------------------------------ purging what was sealed

_NAME_PERSON = Statement(
    update(Person).where(col(Person.id) == bindparam("key")).values(name=bindparam("value")),
    name="person.seal-name",
)
_HANDLE_PERSON = Statement(
    update(Person).where(col(Person.id) == bindparam("key")).values(handle=bindparam("value")),
    name="person.seal-handle",
)
_FILENAME = Statement(
    update(Document)
    .where(
        col(Document.stream) == bindparam("of_stream"),
        col(Document.number) == bindparam("of_number"),
    )
    .values(filename=bindparam("value")),
    name="document.seal-filename",
)
_LETTERED: tuple[Any, ...] = (Document, Holder, Mandate)
_LETTERS = [
    Statement(
        update(table)
        .where(
            col(table.stream) == bindparam("of_stream"),
            col(table.number) == bindparam("of_number"),
        )
        .values(letter=None),
        name="letter.seal",
    )
    for table in _LETTERED
]
_SOURCE = Statement(
    update(Bordering)
    .where(
        col(Bordering.stream) == bindparam("of_stream"),
        col(Bordering.number) == bindparam("of_number"),
    )
    .values(source=bindparam("value")),
    name="bordering.seal-source",
)


def purge_person(tx: Transaction, person: str, *, name: bool, word: str) -> None:
    """Replace a person's name, or handle, in its row."""
    tx.run(_NAME_PERSON if name else _HANDLE_PERSON, key=person, value=word)


def purge_filename(tx: Transaction, stream: str, number: int, word: str) -> None:
    """Replace the file name that an event gave a document."""
    tx.run(_FILENAME, of_stream=stream, of_number=number, value=word)


def purge_letter(tx: Transaction, stream: str, number: int) -> None:
    """Empty the letter that an event named."""
    for statement in _LETTERS:
        tx.run(statement, of_stream=stream, of_number=number)


def purge_source(tx: Transaction, stream: str, number: int, word: str) -> None:
    """Replace the source that an event gave for a border."""
    tx.run(_SOURCE, of_stream=stream, of_number=number, value=word)


# ------------------------------------------------------------------ contents

_DOCUMENTS = Statement(
    select(col(Document.agreement), col(Document.digest), col(Document.size))
    .distinct()
    .order_by(col(Document.agreement), col(Document.digest)),
    name="document.contents",
)
_SEALED_BLOB = Statement(
    select(col(Blob.sealed_by)).where(
        col(Blob.owner) == bindparam("owner"), col(Blob.digest) == bindparam("digest")
    ),
    name="blob.get",
)
_PUT_BLOB = insert(Blob)
_SEAL_BLOB = Statement(
    _PUT_BLOB.on_conflict_do_update(
        index_elements=["owner", "digest"],
        set_={"sealed_by": _PUT_BLOB.excluded.sealed_by},
    ),
    name="blob.seal",
)


def contents(tx: Transaction) -> list[tuple[str, str]]:
    """Owner and digest of every content that a document names."""
    return [(row[0], row[1]) for row in tx.all(_DOCUMENTS)]


def blob_sealed_by(tx: Transaction, owner: str, digest: str) -> str | None:
    """The event that sealed a content, as ``stream:number``."""
    row = tx.one(_SEALED_BLOB, owner=owner, digest=digest)
    return row[0] if row else None


def seal_blob(tx: Transaction, owner: str, digest: str, size: int, by: str) -> None:
    """Note that a content is sealed."""
    tx.run(_SEAL_BLOB, owner=owner, digest=digest, size=size, sealed_by=by)
