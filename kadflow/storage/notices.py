"""Rows of notices: written in the commit of their occasion, planned once, read by office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import and_, bindparam, or_, select, text, true, update
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement, Party, Task
from kadflow.storage.tables.notices import Notice
from kadflow.storage.tables.people import Office, Organisation
from kadflow.storage.transactions import Transaction

_INSERT = Statement(insert(Notice).on_conflict_do_nothing(), name="notice.insert")
_INBOX = Statement(
    select(
        col(Notice.id),
        col(Notice.written_at),
        col(Notice.kind),
        col(Notice.agreement),
        col(Notice.office),
        col(Notice.fields),
        col(Notice.occasion),
    )
    .where(
        col(Notice.office).in_(bindparam("offices", expanding=True)),
        col(Notice.superseded_by).is_(None),
    )
    .order_by(col(Notice.written_at).desc(), col(Notice.id).desc())
    .limit(bindparam("most")),
    name="notice.of-offices",
)
_WHOLE = (
    col(Notice.id),
    col(Notice.kind),
    col(Notice.occasion),
    col(Notice.office),
    col(Notice.agreement),
    col(Notice.fields),
    col(Notice.written_at),
    col(Notice.not_before),
    col(Notice.superseded_by),
    col(Notice.planned_at),
    col(Office.organisation),
    col(Office.role),
    col(Office.title_id),
    col(Office.title_en),
    col(Organisation.zone),
)
_JOINED = (
    select(*_WHOLE)
    .join(Office, col(Office.id) == col(Notice.office))
    .join(Organisation, col(Organisation.id) == col(Office.organisation))
)
_FIRST = (  # by its index, before anything is joined
    select(Notice)
    .where(
        col(Notice.planned_at).is_(None),
        or_(col(Notice.not_before).is_(None), col(Notice.not_before) <= bindparam("now")),
    )
    .order_by(col(Notice.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .subquery("unplanned")
)
_UNPLANNED = Statement(
    select(
        _FIRST.c.id,
        _FIRST.c.kind,
        _FIRST.c.occasion,
        _FIRST.c.office,
        _FIRST.c.agreement,
        _FIRST.c.fields,
        _FIRST.c.written_at,
        _FIRST.c.not_before,
        _FIRST.c.superseded_by,
        _FIRST.c.planned_at,
        col(Office.organisation),
        col(Office.role),
        col(Office.title_id),
        col(Office.title_en),
        col(Organisation.zone),
    )
    .join(Office, col(Office.id) == _FIRST.c.office)
    .join(Organisation, col(Organisation.id) == col(Office.organisation))
    .order_by(_FIRST.c.id),
    name="notice.unplanned",
)
_GET = Statement(
    _JOINED.where(col(Notice.id).in_(bindparam("ids", expanding=True))), name="notice.get"
)
_PREFIX = Statement(
    select(col(Notice.id))
    .where(col(Notice.id) >= bindparam("low"), col(Notice.id) < bindparam("high"))
    .limit(2),
    name="notice.prefix",
)
_LISTS = {
    name: Statement(
        _JOINED.where(
            condition, or_(bindparam("before") == "", col(Notice.id) < bindparam("before"))
        )
        .order_by(col(Notice.id).desc())
        .limit(bindparam("most")),
        name=f"notice.list-{name}",
    )
    for name, condition in (
        ("all", true()),
        (
            "agreement",  # by the offices of its parties: no index of notices names agreements
            and_(
                col(Notice.office).in_(
                    select(col(Office.id))
                    .join(Party, col(Party.organisation) == col(Office.organisation))
                    .where(col(Party.agreement) == bindparam("of"))
                ),
                col(Notice.agreement) == bindparam("of"),
            ),
        ),
        ("office", col(Notice.office) == bindparam("of")),
        ("organisation", col(Office.organisation) == bindparam("of")),
    )
}
_PLANNED = {
    "sqlite": Statement(
        text("UPDATE notice SET planned_at = :at WHERE id IN (SELECT value FROM json_each(:ids))"),
        name="notice.planned",
    ),
    "postgresql": Statement(
        text(
            "UPDATE notice SET planned_at = :at "
            "WHERE id = ANY (ARRAY(SELECT json_array_elements_text(CAST(:ids AS json))))"
        ),
        name="notice.planned",
    ),
}
_SUPERSEDE = Statement(
    update(Notice).where(col(Notice.id) == bindparam("key")).values(superseded_by=bindparam("by")),
    name="notice.supersede",
)
_TITLES = Statement(
    select(col(Agreement.id), col(Agreement.number), col(Agreement.title)).where(
        col(Agreement.id).in_(bindparam("ids", expanding=True))
    ),
    name="agreement.titles",
)


_TASKS = Statement(
    select(col(Task.agreement), col(Task.office), col(Task.gate)).where(
        col(Task.agreement).in_(bindparam("agreements", expanding=True))
    ),
    name="notice.tasks",
)


class NoticeRow(NamedTuple):
    """A notice with the office that it is addressed to."""

    id: str
    kind: str
    occasion: str
    office: str
    agreement: str | None
    fields: bytes
    written_at: str
    not_before: str | None
    superseded_by: str | None
    planned_at: str | None
    organisation: str
    role: str
    title_id: str
    title_en: str
    zone: str


def insert_notices(tx: Transaction, rows: Sequence[dict[str, Any]]) -> None:
    """Add notices; one that already exists for the same occasion, office and channel stays."""
    tx.many(_INSERT, rows)


def notices_of(tx: Transaction, offices: Sequence[str], most: int) -> list[dict[str, Any]]:
    """Notices to offices, newest first, without those that a later one replaced."""
    if not offices:
        return []
    names = ("id", "written_at", "kind", "agreement", "office", "fields", "occasion")
    found = tx.all(_INBOX, offices=list(offices), most=most)
    return [dict(zip(names, row, strict=True)) for row in found]


def unplanned(tx: Transaction, now: str, most: int) -> list[NoticeRow]:
    """Notices that nobody has planned, oldest first; on PostgreSQL those that no other one plans."""
    return [NoticeRow(*row) for row in tx.all(_UNPLANNED, now=now, most=most)]


def get_notices(tx: Transaction, ids: Sequence[str]) -> dict[str, NoticeRow]:
    """Notices by id; unknown ids are left out."""
    return {row[0]: NoticeRow(*row) for row in tx.all(_GET, ids=list(ids))} if ids else {}


def notices_like(tx: Transaction, beginning: str) -> list[str]:
    """At most two ids that begin so."""
    return [row[0] for row in tx.all(_PREFIX, low=beginning, high=beginning + "~")]


def list_notices(
    tx: Transaction, *, most: int, by: str = "all", of: str = "", before: str = ""
) -> list[NoticeRow]:
    """Notices, newest first.

    Args:
        most: Rows at most.
        by: ``agreement``, ``office``, ``organisation`` or ``all``.
        of: Id of what ``by`` names.
        before: Id of the last one of the page before.
    """
    wanted = {} if by == "all" else {"of": of}
    return [NoticeRow(*row) for row in tx.all(_LISTS[by], most=most, before=before, **wanted)]


def mark_planned(tx: Transaction, ids: Sequence[str], at: str | None) -> None:
    """Note when the deliveries of notices were made; None has them planned anew."""
    if ids:
        tx.run(_PLANNED[tx.dialect], ids=msgspec.json.encode(list(ids)).decode(), at=at)


def supersede(tx: Transaction, replaced: Sequence[tuple[str, str]]) -> None:
    """Note that notices say less than a later one; they stay, and nobody is told of them."""
    tx.many(_SUPERSEDE, [{"key": old, "by": new} for old, new in replaced])


def tasks_in(tx: Transaction, agreements: Sequence[str]) -> set[tuple[str, str, str]]:
    """What waits in agreements: agreement, office and gate."""
    if not agreements:
        return set()
    found = tx.all(_TASKS, agreements=list(agreements))
    return {(row[0], row[1] or "", row[2] or "") for row in found}


def titles(tx: Transaction, agreements: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Number and title of agreements by id."""
    if not agreements:
        return {}
    return {row[0]: (row[1], row[2]) for row in tx.all(_TITLES, ids=list(agreements))}
