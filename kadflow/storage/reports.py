"""Rows of reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import and_, bindparam, or_, select, update
from sqlmodel import col

from kadflow.domain.reports import ReportRecord
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.history import Event
from kadflow.storage.tables.reports import Report, ReportOutline
from kadflow.storage.transactions import Transaction

_decode = msgspec.json.Decoder(ReportRecord).decode
_encode = msgspec.json.Encoder().encode

_INSERT = Statement(insert(Report), name="report.insert")
_UPDATE = Statement(
    update(Report)
    .where(col(Report.id) == bindparam("key"))
    .values(state=bindparam("state"), record=bindparam("record")),
    name="report.update",
)
_GET = Statement(
    select(col(Report.record)).where(
        or_(
            col(Report.id) == bindparam("id"),
            and_(bindparam("low") != "", col(Report.id) >= bindparam("low"),
                 col(Report.id) < bindparam("high")),
        )
    ).limit(2),
    name="report.get",
)  # fmt: skip
_LATEST = Statement(
    select(col(Report.record))
    .where(
        col(Report.organisation) == bindparam("organisation"),
        col(Report.outline) == bindparam("outline"),
        col(Report.about) == bindparam("about"),
        col(Report.period) == bindparam("period"),
    )
    .order_by(col(Report.version).desc())
    .limit(1),
    name="report.latest",
)
_LIST = Statement(
    select(col(Report.record))
    .where(
        or_(
            bindparam("organisation") == "", col(Report.organisation) == bindparam("organisation")
        ),
        or_(bindparam("about") == "", col(Report.about) == bindparam("about")),
        or_(bindparam("period") == "", col(Report.period) == bindparam("period")),
    )
    .order_by(col(Report.built_at).desc(), col(Report.id).desc())
    .limit(bindparam("most")),
    name="report.list",
)


def insert_report(tx: Transaction, record: ReportRecord, built_at: str) -> None:
    """Write a report that was just built."""
    tx.post(
        _INSERT,
        id=record.id,
        organisation=record.organisation,
        outline=record.outline,
        about=record.about,
        period=record.period,
        version=record.version,
        state=record.state,
        built_at=built_at,
        record=_encode(record),
    )


def update_report(tx: Transaction, record: ReportRecord) -> None:
    """Write a report as it stands now; the lock of its organisation's stream guards it."""
    tx.post(_UPDATE, key=record.id, state=record.state, record=_encode(record))


def find_reports(tx: Transaction, wanted: str) -> list[ReportRecord]:
    """Reports by id or by the beginning of one; at most two."""
    low = wanted if len(wanted) >= 8 else ""
    rows = tx.all(_GET, id=wanted, low=low, high=low + "~")
    return [_decode(row[0]) for row in rows]


def latest_report(
    tx: Transaction, *, organisation: str, outline: str, about: str, period: str
) -> ReportRecord | None:
    """The newest version of a report; None where none was built yet."""
    row = tx.one(_LATEST, organisation=organisation, outline=outline, about=about, period=period)
    return None if row is None else _decode(row[0])


_KEYS = Statement(
    select(
        col(Report.organisation), col(Report.outline), col(Report.about), col(Report.period)
    ).where(col(Report.period).in_(bindparam("periods", expanding=True))),
    name="report.keys",
)


def report_keys(tx: Transaction, periods: Sequence[str]) -> set[tuple[str, str, str, str]]:
    """Organisation, outline, subject and period of every report of some periods."""
    rows = tx.all(_KEYS, periods=list(periods))
    return {(row[0], row[1], row[2], row[3]) for row in rows}


_PUT = insert(ReportOutline)
_PUT_OUTLINE = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["organisation", "key"],
        set_={
            "text": _PUT.excluded.text,
            "form": _PUT.excluded.form,
            "number": _PUT.excluded.number,
        },
    ),
    name="report_outline.put",
)
_OUTLINES = Statement(
    select(col(ReportOutline.key), col(ReportOutline.text), col(ReportOutline.form))
    .where(col(ReportOutline.organisation) == bindparam("organisation"))
    .order_by(col(ReportOutline.key)),
    name="report_outline.of-organisation",
)


class OwnOutline(NamedTuple):
    """An outline of an organisation's own; with a form, a mapping that fills it."""

    key: str
    text: str
    form: str | None


def put_outline(
    tx: Transaction, *, organisation: str, key: str, text: str, form: str | None, number: int
) -> None:
    """Put an organisation's own outline in force, in place of the one before."""
    tx.post(
        _PUT_OUTLINE,
        organisation=organisation,
        key=key,
        text=text.encode(),
        form=form,
        number=number,
    )


def own_outlines(tx: Transaction, organisation: str) -> dict[str, OwnOutline]:
    """The own outlines of an organisation, by key."""
    rows = tx.all(_OUTLINES, organisation=organisation)
    return {row[0]: OwnOutline(row[0], row[1].decode(), row[2]) for row in rows}


_EVERY = Statement(select(col(Report.record)).order_by(col(Report.id)), name="report.every")
_STREAMS = Statement(
    select(col(Event.stream)).where(col(Event.kind) == "report.built").distinct(),
    name="report.streams",
)


def every_report(tx: Transaction) -> Iterator[ReportRecord]:
    """Every report, by id."""
    for row in tx.stream(_EVERY):
        yield _decode(row[0])


def reporting_streams(tx: Transaction) -> list[str]:
    """Streams in which reports were built; looks at every event."""
    return sorted(row[0] for row in tx.all(_STREAMS))


def list_reports(
    tx: Transaction, *, organisation: str = "", about: str = "", period: str = "", most: int = 50
) -> list[ReportRecord]:
    """Reports, the newest first."""
    values: dict[str, Any] = {
        "organisation": organisation,
        "about": about,
        "period": period,
        "most": most,
    }
    return [_decode(row[0]) for row in tx.all(_LIST, **values)]
