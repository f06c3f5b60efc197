"""Rows of agreements and of what hangs on them: every SQL statement of the command path.

These few statements are built once and run prepared on the driver. Functions take a transaction
and plain values; nothing here decides or commits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from kadflow.domain.agreements import AgreementRecord, PartyTrack
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import (
    Agreement,
    Blob,
    Decision,
    Document,
    Finding,
    Gate,
    Party,
    Task,
)
from kadflow.storage.tables.history import Part, Stream
from kadflow.storage.transactions import Transaction

decode_record = msgspec.json.Decoder(AgreementRecord).decode
_decode_track = msgspec.json.Decoder(PartyTrack).decode
_encode = msgspec.json.Encoder().encode


def encode_record(record: AgreementRecord | PartyTrack) -> bytes:
    """The bytes of a record as a row holds them."""
    return _encode(record)


class Head(NamedTuple):
    """The present end of a stream, as its row says."""

    stream: str
    length: int
    head: str
    recorded_at: str | None


Tracks = dict[str, tuple[PartyTrack, Head]]
"""By party."""

Heads = dict[str, Head]
"""By organisation."""

# ------------------------------------------------------------------ loading for a command

_LOCK = Statement(
    select(col(Agreement.record), col(Stream.length), col(Stream.head), col(Stream.recorded_at))
    .join(Stream, col(Stream.id) == col(Agreement.id))
    .where(col(Agreement.id) == bindparam("id"))
    .with_for_update(),
    name="agreement.lock",
)
_LOCK_ROOT = Statement(
    select(col(Agreement.record), col(Stream.length), col(Stream.head), col(Stream.recorded_at))
    .join(Stream, col(Stream.id) == col(Agreement.id))
    .where(
        col(Agreement.id) == bindparam("id"),
        # as an expression: without statistics PostgreSQL walked the index of parents, past every
        # agreement that has none
        func.coalesce(col(Agreement.parent), "") == "",
    )
    .with_for_update(),
    name="agreement.lock-root",
)
_OWN = aliased(Stream, name="own")
_OF_ORGANISATION = aliased(Stream, name="of_organisation")
_TRACKS = Statement(
    select(
        col(Party.id),
        col(Party.record),
        col(_OWN.length),
        col(_OWN.head),
        col(_OWN.recorded_at),
        col(Party.organisation),
        col(_OF_ORGANISATION.length),
        col(_OF_ORGANISATION.head),
        col(_OF_ORGANISATION.recorded_at),
    )
    .join(_OWN, col(_OWN.id) == col(Party.id))
    .join(_OF_ORGANISATION, col(_OF_ORGANISATION.id) == col(Party.organisation))
    .where(col(Party.agreement) == bindparam("agreement"))
    .with_for_update(read=True, of=_OF_ORGANISATION),
    name="party.tracks",
)


def lock_agreement(tx: Transaction, agreement: str) -> tuple[AgreementRecord, Head] | None:
    """The record and the end of its stream, locked until the transaction ends."""
    row = tx.one(_LOCK, id=agreement)
    if row is None:
        return None
    return decode_record(row[0]), Head(agreement, row[1], row[2], row[3])


def tracks_of(tx: Transaction, agreement: str) -> tuple[Tracks, Heads]:
    """Each party's track, and the ends of the parties' organisations' streams.

    The agreement's lock guards the tracks; the streams of the organisations are kept from moving
    until the transaction ends, and with them all that is known of their offices.
    """
    return _tracks(tx.all(_TRACKS, agreement=agreement))


def _tracks(rows: Sequence[tuple[Any, ...]]) -> tuple[Tracks, Heads]:
    tracks: Tracks = {}
    heads: Heads = {}
    for party, record, length, head, at, organisation, *end in sorted(rows, key=_FIRST):
        tracks[party] = (_decode_track(record), Head(party, length, head, at))
        heads[organisation] = Head(organisation, *end)
    return tracks, heads


_FIRST = itemgetter(0)


def open_root(
    tx: Transaction, agreement: str
) -> tuple[AgreementRecord, Head, Tracks, Heads] | None:
    """What nearly every command needs, in one round trip; locks in the order of all commands.

    Args:
        tx: The caller's transaction.
        agreement: Id of an agreement without a parent; one that has a parent is left unlocked,
            since the parent is locked first.

    Returns:
        The record with the end of its stream, and what `tracks_of` says; None when the agreement
        is not there or has a parent.
    """
    root, parties = tx.ask((_LOCK_ROOT, {"id": agreement}), (_TRACKS, {"agreement": agreement}))
    if not root:
        return None
    record, length, head, at = root[0]
    return decode_record(record), Head(agreement, length, head, at), *_tracks(parties)


# ------------------------------------------------------------------ writing what was decided

_INSERT = Statement(insert(Agreement), name="agreement.insert")
_UPDATE = Statement(
    update(Agreement)
    .where(col(Agreement.id) == bindparam("key"))
    .values(
        title=bindparam("title"),
        state=bindparam("state"),
        stage=bindparam("stage"),
        standing=bindparam("standing"),
        version=bindparam("version"),
        parent=bindparam("parent"),
        signed_on=bindparam("signed_on"),
        ends_on=bindparam("ends_on"),
        record=bindparam("record"),
    ),
    name="agreement.update",
)
_UPDATE_IN_PLACE = Statement(
    update(Agreement)
    .where(col(Agreement.id) == bindparam("key"))
    .values(
        title=bindparam("title"),
        state=bindparam("state"),
        standing=bindparam("standing"),
        version=bindparam("version"),
        signed_on=bindparam("signed_on"),
        record=bindparam("record"),
    ),
    name="agreement.update-in-place",
)
_INSERT_PARTY = Statement(insert(Party), name="party.insert")
_UPDATE_PARTY = Statement(
    update(Party)
    .where(col(Party.id) == bindparam("key"))
    .values(
        left_on=bindparam("left_on"),
        participation=bindparam("participation"),
        version=bindparam("version"),
        record=bindparam("record"),
    ),
    name="party.update",
)
_INSERT_GATE = Statement(insert(Gate), name="gate.insert")
_CLOSE_GATE = Statement(
    update(Gate)
    .where(col(Gate.id) == bindparam("key"))
    .values(closed_at=bindparam("closed_at"), outcome=bindparam("outcome")),
    name="gate.close",
)
_INSERT_DECISION = Statement(insert(Decision), name="decision.insert")
_LATEST = aliased(Decision, name="latest")
_VOID_DECISION = Statement(
    update(Decision)
    .where(
        # an answer that a later round carried was given in an earlier one
        col(Decision.gate)
        == select(col(_LATEST.gate))
        .join(Gate, col(Gate.id) == col(_LATEST.gate))
        .where(
            col(Gate.agreement) == bindparam("of_agreement"),
            col(Gate.name) == bindparam("of_gate"),
            col(_LATEST.party) == bindparam("of_party"),
            col(_LATEST.stream) == bindparam("of_stream"),
            or_(bindparam("of_office") == "", col(_LATEST.office) == bindparam("of_office")),
        )
        .order_by(col(_LATEST.number).desc())
        .limit(1)
        .scalar_subquery(),
        col(Decision.party) == bindparam("of_party"),
        col(Decision.stream) == bindparam("of_stream"),
        or_(bindparam("of_office") == "", col(Decision.office) == bindparam("of_office")),
    )
    .values(valid=bindparam("valid")),
    name="decision.void",
)
_INSERT_TASK = Statement(insert(Task), name="task.insert")
_DELETE_TASK = Statement(
    delete(Task).where(
        col(Task.agreement) == bindparam("agreement"),
        # as an expression, so that SQLite takes the index of the agreement: an office may have
        # thousands of tasks
        func.coalesce(col(Task.office), "") == bindparam("office"),
        col(Task.gate) == bindparam("gate"),
        col(Task.kind) == bindparam("kind"),
    ),
    name="task.delete",
)
_INSERT_DOCUMENT = Statement(insert(Document), name="document.insert")
_INSERT_BLOB = Statement(insert(Blob).on_conflict_do_nothing(), name="blob.insert")
_INSERT_FINDING = Statement(insert(Finding), name="finding.insert")


def insert_agreement(tx: Transaction, row: dict[str, Any]) -> None:
    """Add an agreement's row."""
    tx.post(_INSERT, **row)


def update_agreement(tx: Transaction, row: dict[str, Any]) -> None:
    """Replace what changed of an agreement's row; ``row["key"]`` is its id."""
    tx.post(_UPDATE, **row)


def update_in_place(tx: Transaction, row: dict[str, Any]) -> None:
    """The same where stage, parent and last day are as before: no index has to be touched."""
    tx.post(_UPDATE_IN_PLACE, **row)


def insert_agreements(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add the rows of several agreements, parents before their children."""
    tx.many(_INSERT, rows)


def insert_parties(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add parties."""
    tx.many(_INSERT_PARTY, rows)


def update_party(tx: Transaction, row: dict[str, Any]) -> None:
    """Replace what changed of a party's row."""
    tx.post(_UPDATE_PARTY, **row)


def insert_gates(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add rounds."""
    tx.many(_INSERT_GATE, rows)


def close_gate(tx: Transaction, gate: str, closed_at: str, outcome: str) -> None:
    """Note the end of a round."""
    tx.post(_CLOSE_GATE, key=gate, closed_at=closed_at, outcome=outcome)


def insert_decisions(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add answers and decisions of chain steps."""
    tx.many(_INSERT_DECISION, rows)


def void_decision(
    tx: Transaction, agreement: str, gate: str, party: str, *, stream: str, office: str | None
) -> None:
    """Note that the last decision of a party, or of one of its offices, no longer stands.

    Args:
        gate: Name of the gate.
        stream: Shared stream for outward answers, the party's own for steps of its chain.
        office: Of the step; None for the outward answer, of which there is one.
    """
    tx.post(
        _VOID_DECISION,
        of_agreement=agreement,
        of_gate=gate,
        of_party=party,
        of_stream=stream,
        of_office=office or "",
        valid=False,
    )


def insert_tasks(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add what offices have to do."""
    tx.many(_INSERT_TASK, rows)


def delete_tasks(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Remove what offices no longer have to do."""
    tx.many(_DELETE_TASK, rows)


def insert_documents(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add versions of documents."""
    tx.many(_INSERT_DOCUMENT, rows)


def insert_blob(tx: Transaction, owner: str, digest: str, size: int) -> None:
    """Note that a content lies in the file store; the same content of one owner lies there once."""
    tx.post(_INSERT_BLOB, owner=owner, digest=digest, size=size, sealed_by=None)


def insert_findings(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add findings."""
    tx.many(_INSERT_FINDING, rows)


# ------------------------------------------------------------------ reading

_FIND = Statement(
    select(col(Agreement.id), col(Agreement.parent)).where(
        or_(
            col(Agreement.id) == bindparam("wanted"),
            col(Agreement.number) == bindparam("wanted"),
            col(Agreement.source_ref) == bindparam("wanted"),
        )
    ),
    name="agreement.find",
)
_FIND_PREFIX = Statement(
    select(col(Agreement.id), col(Agreement.parent))
    .where(col(Agreement.id) >= bindparam("low"), col(Agreement.id) < bindparam("high"))
    .limit(2),
    name="agreement.find-prefix",
)
_GET = Statement(
    select(col(Agreement.record)).where(col(Agreement.id) == bindparam("id")),
    name="agreement.get",
)
_PARENT = Statement(
    select(col(Agreement.parent)).where(col(Agreement.id) == bindparam("id")),
    name="agreement.parent",
)
_LAST_NUMBER = Statement(
    select(func.max(col(Agreement.number))).where(
        col(Agreement.number) >= bindparam("low"), col(Agreement.number) < bindparam("high")
    ),
    name="agreement.last-number",
)
_BY_SOURCES = Statement(
    select(
        col(Agreement.source_ref),
        col(Agreement.id),
        col(Agreement.number),
        col(Part.content),
        col(Agreement.parent),
    )
    .outerjoin(
        Part,
        and_(
            col(Part.stream) == col(Agreement.id),
            col(Part.number) == 1,
            col(Part.name) == "original",
        ),
    )
    .where(col(Agreement.source_ref).in_(bindparam("references", expanding=True)))
    .order_by(col(Agreement.id)),
    name="agreement.by-sources",
)
LIST_COLUMNS = (
    "id", "number", "title", "state", "stage", "standing", "provenance", "signed_on", "ends_on",
    "version", "template", "parent", "created_at", "parties",
)  # fmt: skip
_NAMES = select(func.count()).where(col(Party.agreement) == col(Agreement.id)).scalar_subquery()
_LIST = Statement(
    select(
        col(Agreement.id),
        col(Agreement.number),
        col(Agreement.title),
        col(Agreement.state),
        col(Agreement.stage),
        col(Agreement.standing),
        col(Agreement.provenance),
        col(Agreement.signed_on),
        col(Agreement.ends_on),
        col(Agreement.version),
        col(Agreement.template),
        col(Agreement.parent),
        col(Agreement.created_at),
        _NAMES,
    )
    .where(
        and_(
            or_(bindparam("stage") == "", col(Agreement.stage) == bindparam("stage")),
            or_(
                bindparam("text") == "",
                func.lower(col(Agreement.title)).like(bindparam("like")),
                func.lower(col(Agreement.number)).like(bindparam("like")),
            ),
            or_(
                bindparam("organisation") == "",
                col(Agreement.id).in_(
                    select(col(Party.agreement)).where(
                        col(Party.organisation) == bindparam("organisation")
                    )
                ),
            ),
            or_(
                col(Agreement.created_at) > bindparam("after_at"),
                and_(
                    col(Agreement.created_at) == bindparam("after_at"),
                    col(Agreement.id) > bindparam("after_id"),
                ),
            ),
        )
    )
    .order_by(col(Agreement.created_at), col(Agreement.id))
    .limit(bindparam("most")),
    name="agreement.list",
)
_PARTY_NAMES = Statement(
    select(col(Party.agreement), col(Party.printed_name))
    .where(col(Party.agreement).in_(bindparam("agreements", expanding=True)))
    .order_by(col(Party.agreement), col(Party.position)),
    name="party.names",
)
_ALL = Statement(select(col(Agreement.id)).order_by(col(Agreement.id)), name="agreement.all")
_ROW = Statement(
    select(
        col(Agreement.title),
        col(Agreement.state),
        col(Agreement.stage),
        col(Agreement.standing),
        col(Agreement.version),
        col(Agreement.parent),
        col(Agreement.signed_on),
        col(Agreement.ends_on),
        col(Agreement.record),
    ).where(col(Agreement.id) == bindparam("id")),
    name="agreement.row",
)
_SHARED_PAIRS = Statement(
    select(col(Agreement.id), col(Agreement.number), col(Agreement.title), col(Agreement.state))
    .where(
        col(Agreement.id).in_(
            select(col(Party.agreement)).where(col(Party.organisation) == bindparam("a"))
        ),
        col(Agreement.id).in_(
            select(col(Party.agreement)).where(col(Party.organisation) == bindparam("b"))
        ),
    )
    .order_by(col(Agreement.created_at))
    .limit(20),
    name="agreement.shared",
)
_TASKS = Statement(
    select(
        col(Task.agreement),
        col(Agreement.number),
        col(Agreement.title),
        col(Task.office),
        col(Task.gate),
        col(Task.kind),
        col(Task.since),
    )
    .join(Agreement, col(Agreement.id) == col(Task.agreement))
    .where(col(Task.office).in_(bindparam("offices", expanding=True)))
    .order_by(col(Task.since)),
    name="task.of-offices",
)


def find_agreement(tx: Transaction, wanted: str) -> list[tuple[str, str | None]]:
    """Ids (with parents) that a number, reference, id or beginning of an id may mean."""
    found = tx.all(_FIND, wanted=wanted)
    if not found and len(wanted) >= 8:
        found = tx.all(_FIND_PREFIX, low=wanted, high=wanted + "~")
    return [(row[0], row[1]) for row in found]


def parent_of(tx: Transaction, agreement: str) -> str | None:
    """The parent's id, without locking."""
    row = tx.one(_PARENT, id=agreement)
    return row[0] if row else None


def get_agreement(tx: Transaction, agreement: str) -> AgreementRecord | None:
    """The record, without locking."""
    row = tx.one(_GET, id=agreement)
    return decode_record(row[0]) if row else None


def agreement_row(tx: Transaction, agreement: str) -> tuple[Any, ...] | None:
    """Searchable columns and record bytes of a row, for comparing with a rebuild."""
    return tx.one(_ROW, id=agreement)


def last_number(tx: Transaction, prefix: str) -> str | None:
    """The highest human number that begins with a prefix."""
    row = tx.one(_LAST_NUMBER, low=prefix, high=prefix + "~")
    return row[0] if row else None


class Registered(NamedTuple):
    """An agreement that was registered from a source row."""

    id: str
    number: str
    original: bytes | None
    """Canonical JSON of the row as it came; None once it was sealed."""
    parent: str | None = None


def by_sources(tx: Transaction, references: Sequence[str]) -> dict[str, Registered]:
    """The agreements registered from several source rows, by reference; the oldest of each."""
    found: dict[str, Registered] = {}
    if references:
        for reference, *row in tx.all(_BY_SOURCES, references=list(references)):
            found.setdefault(reference, Registered(*row))
    return found


def list_agreements(tx: Transaction, **filters: Any) -> list[dict[str, Any]]:
    """One page of rows in the order of their creation (keyset: ``after_at``, ``after_id``)."""
    rows = [dict(zip(LIST_COLUMNS, row, strict=True)) for row in tx.all(_LIST, **filters)]
    if rows:
        names: dict[str, list[str]] = {}
        for agreement, name in tx.all(_PARTY_NAMES, agreements=[row["id"] for row in rows]):
            names.setdefault(agreement, []).append(name)
        for row in rows:
            row["parties"] = names.get(row["id"], [])
    return rows


def all_agreements(tx: Transaction) -> Iterator[str]:
    """Every id, in order, with flat memory."""
    return (row[0] for row in tx.stream(_ALL))


def shared_agreements(tx: Transaction, a: str, b: str) -> list[tuple[str, str, str, str]]:
    """Agreements in which both organisations are parties: id, number, title, state."""
    return [(row[0], row[1], row[2], row[3]) for row in tx.all(_SHARED_PAIRS, a=a, b=b)]


def tasks_of(tx: Transaction, offices: Sequence[str]) -> list[dict[str, Any]]:
    """What offices have to do, oldest first."""
    if not offices:
        return []
    names = ("agreement", "number", "title", "office", "gate", "kind", "since")
    return [dict(zip(names, row, strict=True)) for row in tx.all(_TASKS, offices=list(offices))]
