"""Reading for reports: agreements as far as they were on record at an instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import col

from kadflow.domain.agreements import AgreementRecord
from kadflow.storage.agreements import decode_record
from kadflow.storage.statements import Statement
from kadflow.storage.tables.agreements import Agreement, Chapter, Party
from kadflow.storage.tables.history import Event, Part, Stream
from kadflow.storage.tables.people import Office
from kadflow.storage.transactions import Transaction


class KnownAgreement(NamedTuple):
    """An agreement's row, and until when its stream has moved."""

    id: str
    record: AgreementRecord
    moved_at: str


COURSE = ("agreement.created", "agreement.registered", "transition.taken", "finding.raised")
"""Kinds of events that tell the course of an agreement."""

_SECRETARIAT = (col(Office.role) == "coordinator", col(Office.to_on).is_(None))
_COLUMNS = (col(Agreement.id), col(Agreement.record), col(Stream.recorded_at))
_KNOWN = Statement(
    select(*_COLUMNS)
    .join(Stream, col(Stream.id) == col(Agreement.id))
    .where(
        col(Agreement.created_at) <= bindparam("instant"),
        or_(
            bindparam("organisation") == "",
            col(Agreement.id).in_(
                select(col(Party.agreement)).where(
                    col(Party.organisation) == bindparam("organisation")
                )
            ),
        ),
    )
    .order_by(col(Agreement.created_at), col(Agreement.id)),
    name="report.known",
)
_ONE = Statement(
    select(*_COLUMNS)
    .join(Stream, col(Stream.id) == col(Agreement.id))
    .where(
        col(Agreement.id) == bindparam("id"), col(Agreement.created_at) <= bindparam("instant")
    ),
    name="report.one",
)
_CHAPTERS = Statement(
    select(col(Chapter.agreement), col(Chapter.name), col(Chapter.record)).where(
        col(Chapter.agreement).in_(bindparam("agreements", expanding=True))
    ),
    name="report.chapters",
)
_COURSE = Statement(
    select(col(Event.stream), col(Event.body))
    .where(
        col(Event.stream).in_(bindparam("agreements", expanding=True)),
        col(Event.kind).in_(COURSE),
        col(Event.recorded_at) <= bindparam("instant"),
    )
    .order_by(col(Event.stream), col(Event.number)),
    name="report.course",
)
_TEXTS = Statement(
    select(col(Part.stream), col(Part.number), col(Part.name), col(Part.content)).where(
        col(Part.stream).in_(bindparam("agreements", expanding=True)),
        col(Part.name).in_(bindparam("names", expanding=True)),
        col(Part.content).is_not(None),
    ),
    name="report.texts",
)


class Reporting(NamedTuple):
    """An agreement that may owe a periodic report, and the organisation that makes it."""

    agreement: str
    template: str
    signed_on: str | None
    organisation: str


_OWING = Statement(
    select(
        col(Agreement.id),
        col(Agreement.template),
        col(Agreement.signed_on),
        col(Party.organisation),
    )
    .join(Party, and_(col(Party.agreement) == col(Agreement.id), col(Party.position) == 0))
    .where(
        col(Agreement.stage).in_(("implementation", "evaluation")),
        col(Agreement.standing) != "terminated",
        col(Party.organisation).in_(select(col(Office.organisation)).where(*_SECRETARIAT)),
    )
    .order_by(col(Agreement.id)),
    name="report.owing",
)
_STAFFED = Statement(
    select(col(Party.organisation))
    .where(col(Party.organisation).in_(select(col(Office.organisation)).where(*_SECRETARIAT)))
    .distinct()
    .order_by(col(Party.organisation)),
    name="report.staffed",
)


def owing_agreements(tx: Transaction) -> list[Reporting]:
    """Agreements that are being carried out, whose first party has a secretariat here."""
    return [Reporting(*row) for row in tx.all(_OWING)]


def staffed_parties(tx: Transaction) -> list[str]:
    """Organisations that are a party somewhere and have a secretariat here."""
    return [row[0] for row in tx.all(_STAFFED)]


def known_agreements(
    tx: Transaction, instant: str, *, organisation: str = ""
) -> Iterator[KnownAgreement]:
    """Agreements on record at an instant, in the order of entering; rows as they are now.

    Args:
        tx: A reading.
        instant: As `kadflow.domain.clock.stamp` writes it.
        organisation: Only those in which it ever was a party; all where empty.
    """
    for agreement, record, moved in tx.stream(_KNOWN, instant=instant, organisation=organisation):
        yield KnownAgreement(agreement, decode_record(record), moved or "")


def known_agreement(tx: Transaction, agreement: str, instant: str) -> KnownAgreement | None:
    """One agreement; None where it was not on record at that instant."""
    row = tx.one(_ONE, id=agreement, instant=instant)
    return None if row is None else KnownAgreement(row[0], decode_record(row[1]), row[2] or "")


def chapters_of_many(tx: Transaction, agreements: Sequence[str]) -> dict[str, dict[str, bytes]]:
    """Chapters as they are now: by agreement, then by name."""
    found: dict[str, dict[str, bytes]] = {}
    for agreement, name, record in tx.all(_CHAPTERS, agreements=list(agreements)):
        found.setdefault(agreement, {})[name] = record
    return found


def course_of_many(
    tx: Transaction, agreements: Sequence[str], instant: str
) -> dict[str, list[bytes]]:
    """Bodies of the events of the kinds `COURSE` until an instant, in order, by agreement."""
    found: dict[str, list[bytes]] = {}
    for agreement, body in tx.all(_COURSE, agreements=list(agreements), instant=instant):
        found.setdefault(agreement, []).append(body)
    return found


def texts_of_many(
    tx: Transaction, agreements: Sequence[str], names: Sequence[str]
) -> dict[tuple[str, int, str], bytes]:
    """Contents of parts that were not sealed, by agreement, event number and name."""
    rows = tx.all(_TEXTS, agreements=list(agreements), names=list(names))
    return {(row[0], row[1], row[2]): row[3] for row in rows}
