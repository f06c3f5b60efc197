"""Evaluations of agreements, as lists need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import col

from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables.agreements import Agreement
from kadflow.storage.tables.evaluations import Evaluation
from kadflow.storage.transactions import Transaction

_INSERT = Statement(insert(Evaluation), name="evaluation.insert")
_END = Statement(
    update(Evaluation)
    .where(col(Evaluation.id) == bindparam("key"))
    .values(ended_on=bindparam("ended_on"), total=bindparam("total"), sheets=bindparam("sheets")),
    name="evaluation.end",
)
_LIST = Statement(
    select(
        col(Evaluation.id),
        col(Evaluation.agreement),
        col(Agreement.number),
        col(Agreement.title),
        col(Evaluation.kind),
        col(Evaluation.since),
        col(Evaluation.until),
        col(Evaluation.opened_on),
        col(Evaluation.score_by),
        col(Evaluation.ended_on),
        col(Evaluation.total),
        col(Evaluation.sheets),
    )
    .join(Agreement, col(Agreement.id) == col(Evaluation.agreement))
    .where(or_(bindparam("every") == "yes", col(Evaluation.ended_on).is_(None)))
    .order_by(col(Evaluation.opened_on), col(Evaluation.id))
    .limit(bindparam("most")),
    name="evaluation.list",
)


class EvaluationRow(NamedTuple):
    """One evaluation in a list.

    Attributes:
        ended_on: None while it is open.
        total: Exact result as text; None while it is open, and where it lapsed.
    """

    id: str
    agreement: str
    number: str
    title: str
    kind: str
    since: str
    until: str
    opened_on: str
    score_by: str | None
    ended_on: str | None
    total: str | None
    sheets: int | None


def insert_evaluations(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add evaluations that were opened."""
    tx.many(_INSERT, rows)


def end_evaluation(
    tx: Transaction, evaluation: str, *, ended_on: str, result: Mapping[str, Any] | None = None
) -> None:
    """Note that an evaluation was closed with a result, or lapsed without."""
    said = result or {}
    tx.post(
        _END,
        key=evaluation,
        ended_on=ended_on,
        total=said.get("total"),
        sheets=said.get("sheets"),
    )


def list_evaluations(tx: Transaction, *, every: bool, most: int) -> list[EvaluationRow]:
    """Evaluations of all agreements in the order of opening; only open ones unless ``every``."""
    return [EvaluationRow(*row) for row in tx.all(_LIST, every="yes" if every else "", most=most)]
