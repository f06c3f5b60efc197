"""The rows of money that one command leaves behind, and what they must be after a replay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget, BudgetLine, NotedFinding
from kadflow.domain.clock import civil_date
from kadflow.engine.budget.money import Money, next_turn
from kadflow.engine.deliberation import Deliberation
from kadflow.storage import budget as rows
from kadflow.storage.transactions import Transaction

CHAPTER = "budget"
HOME = "Asia/Jakarta"
_encode = msgspec.json.Encoder().encode
_TOUCHING = frozenset(
    {
        "transition.taken",
        "terms.edited",
        "standing.changed",
        "agreement.amended",
        "party.joined",
        "party.left",
        "parent.linked",
    }
)
"""Kinds of events after which the checks may say something else."""


def write_budget(tx: Transaction, deliberation: Deliberation) -> None:
    """Bring the rows of money in line with what was decided."""
    record = deliberation.record
    budget: Budget | None = deliberation.turned.get(CHAPTER)
    if budget is not None:
        _write_chapter(tx, deliberation, budget)
    if deliberation.money is not None:
        if budget is not None or deliberation.chapter(Budget).version:
            day = civil_date(deliberation.now, HOME).date
            rows.put_checks(
                tx,
                [
                    check_row(
                        record.id,
                        deliberation.money,
                        deliberation.chapter(Budget).version,
                        day,
                        deliberation.stamp,
                    )
                ],
            )
    elif any(sealed.event.kind in _TOUCHING for sealed in deliberation.events):
        rows.mark(tx, record.id)


def check_row(agreement: str, money: Money, version: int, day: str, at: str) -> dict[str, Any]:
    """The row of a check that was just made.

    Args:
        agreement: Its id.
        money: What was looked at.
        version: Of the money chapter that it was made of.
        day: For which day it was asked; a later one is asked by itself.
        at: The instant of it.
    """
    return {
        "agreement": agreement,
        "dirty": False,
        "due_on": next_turn(money.late_month, day),
        "late_month": money.late_month,
        "checked_at": at,
        "money": _encode(money),
        "chapter_version": version,
    }


def _write_chapter(tx: Transaction, deliberation: Deliberation, budget: Budget) -> None:
    record = deliberation.record
    lines: dict[str, None] = {}
    ceilings = False
    for sealed in deliberation.events:
        event = sealed.event
        match event.kind:
            case "budget.line_added" | "budget.entered" | "budget.corrected":
                lines[event.data["line"]] = None
            case "budget.ceiling_set":
                ceilings = True
            case "budget.warned":
                finding = budget.findings.get(event.data["finding"])
                if finding is not None:
                    rows.put_finding(tx, finding_row(record, finding))
            case "budget.cleared":
                rows.delete_finding(tx, record.id, event.data["finding"])
            case _:
                pass
    if lines:
        rows.put_lines(tx, [line_row(record, budget.lines[line]) for line in lines])
        if record.parent is not None:
            rows.mark_children(tx, record.parent, record.id)
    if ceilings:
        rows.mark_children(tx, record.id)


def line_row(record: AgreementRecord, line: BudgetLine) -> dict[str, Any]:
    """The row of a line, with what its journal adds up to."""
    party = record.party(line.party)
    numbers = [line.number, *(entry.number for entry in line.entries)]
    return {
        "id": line.id,
        "agreement": record.id,
        "party": line.party,
        "organisation": party.organisation if party is not None else "",
        "year": line.year,
        "source": line.source,
        "account": line.account,
        "basis": line.basis,
        "income": line.is_income,
        **{str(kind): total for kind, total in line.totals().items()},
        "entries": len(line.entries),
        "number": max(numbers),
    }


def finding_row(record: AgreementRecord, finding: NotedFinding) -> dict[str, Any]:
    """The row of a finding that stands."""
    party = record.party(finding.party) if finding.party else None
    return {
        "agreement": record.id,
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity,
        "party": finding.party,
        "organisation": party.organisation if party is not None else None,
        "year": finding.year,
        "since": finding.since,
        "number": finding.number,
    }


def expected_rows(
    record: AgreementRecord, budget: Budget | None
) -> dict[str, list[dict[str, Any]]]:
    """What the index tables must hold because of a replayed chapter."""
    lines: Iterable[BudgetLine] = budget.lines.values() if budget is not None else ()
    findings: Iterable[NotedFinding] = budget.findings.values() if budget is not None else ()
    return {
        "budget_line": [line_row(record, line) for line in lines],
        "budget_finding": [finding_row(record, found) for found in findings],
    }
