"""Rows of flow runs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.operations import FlowRun
from kadflow.storage.tables.people import Office
from kadflow.storage.transactions import Transaction

NAMES = ("id", "flow", "way", "began_at", "ended_at", "outcome", "said")
_COLUMNS = tuple(getattr(FlowRun, name) for name in NAMES)
_OF_FLOW = (
    select(*_COLUMNS)
    .where(col(FlowRun.flow) == bindparam("flow"))
    .order_by(col(FlowRun.began_at).desc(), col(FlowRun.id).desc())
)

_PUT = insert(FlowRun)
_BEGIN = Statement(
    _PUT.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: getattr(_PUT.excluded, name)
            for name in ("began_at", "ended_at", "outcome", "said")
        },
    ),
    name="flow-run.begin",
)
_GET = Statement(select(*_COLUMNS).where(col(FlowRun.id) == bindparam("id")), name="flow-run.get")
_END = Statement(
    update(FlowRun)
    .where(col(FlowRun.id) == bindparam("key"))
    .values(ended_at=bindparam("ended_at"), outcome=bindparam("outcome"), said=bindparam("said")),
    name="flow-run.end",
)
_RECENT = Statement(_OF_FLOW.limit(bindparam("most")), name="flow-run.recent")
_LAST_ENDED = Statement(
    _OF_FLOW.where(col(FlowRun.outcome).is_not(None), col(FlowRun.id) != bindparam("but")).limit(
        1
    ),
    name="flow-run.last-ended",
)
_OPEN_SINCE = Statement(
    _OF_FLOW.where(col(FlowRun.outcome).is_(None), col(FlowRun.began_at) < bindparam("before")),
    name="flow-run.open-since",
)
_LAST_DONE = Statement(
    select(func.max(col(FlowRun.began_at))).where(
        col(FlowRun.flow) == bindparam("flow"), col(FlowRun.outcome) == "done"
    ),
    name="flow-run.last-done",
)
_FORGET = Statement(
    delete(FlowRun).where(
        col(FlowRun.flow) == bindparam("flow"),
        col(FlowRun.began_at) < bindparam("before"),
        col(FlowRun.began_at)
        < select(func.max(col(FlowRun.began_at)))
        .where(col(FlowRun.flow) == bindparam("flow"), col(FlowRun.outcome) == "done")
        .scalar_subquery(),
    ),
    name="flow-run.forget",
)
_OFFICES_OF_ROLE = Statement(
    select(col(Office.id))
    .where(col(Office.role) == bindparam("role"), col(Office.to_on).is_(None))
    .order_by(col(Office.id)),
    name="office.of-role-anywhere",
)


def begin(tx: Transaction, row: dict[str, Any]) -> None:
    """Add a run that has just begun; the same run begun again has not ended."""
    tx.post(_BEGIN, **row)


def get(tx: Transaction, run: str) -> dict[str, Any] | None:
    """One run."""
    row = tx.one(_GET, id=run)
    return dict(zip(NAMES, row, strict=True)) if row else None


def end(tx: Transaction, run: str, *, ended_at: str, outcome: str, said: bytes) -> None:
    """Say how a run ended."""
    tx.post(_END, key=run, ended_at=ended_at, outcome=outcome, said=said)


def recent(tx: Transaction, flow: str, most: int) -> list[dict[str, Any]]:
    """Runs of a flow, newest first."""
    return [dict(zip(NAMES, row, strict=True)) for row in tx.all(_RECENT, flow=flow, most=most)]


def last_ended(tx: Transaction, flow: str, *, but: str) -> dict[str, Any] | None:
    """The newest other run of a flow that has ended."""
    row = tx.one(_LAST_ENDED, flow=flow, but=but)
    return dict(zip(NAMES, row, strict=True)) if row else None


def last_done(tx: Transaction, flow: str) -> str | None:
    """When the newest run that was done began."""
    row = tx.one(_LAST_DONE, flow=flow)
    return row[0] if row else None


def open_since(tx: Transaction, flow: str, before: str) -> list[dict[str, Any]]:
    """Runs that began before an instant and never said how they ended."""
    rows = tx.all(_OPEN_SINCE, flow=flow, before=before)
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def forget(tx: Transaction, flow: str, before: str) -> None:
    """Drop runs from before an instant, but never the newest that was done."""
    tx.post(_FORGET, flow=flow, before=before)


def offices_of_role(tx: Transaction, role: str) -> list[str]:
    """Present offices of a role, of every organisation."""
    return [row[0] for row in tx.all(_OFFICES_OF_ROLE, role=role)]
