"""What each event about money does to the budget of its agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kadflow.domain.budget import (
    Budget,
    BudgetEntry,
    BudgetLine,
    Ceiling,
    NotedFinding,
    Worked,
)
from kadflow.domain.events import Event

Parts = Mapping[str, bytes | None]


def fold_budget(budget: Budget, event: Event, parts: Parts) -> None:
    """Change the budget by one event; it believes the event, as all folding does."""
    handler = _HANDLERS.get(event.kind)
    if handler is not None:
        handler(budget, event, parts)


def _line_added(budget: Budget, event: Event, parts: Parts) -> None:
    data = event.data
    budget.lines[data["line"]] = BudgetLine(
        id=data["line"],
        number=event.number,
        party=data["party"],
        year=data["year"],
        source=data["source"],
        account=data["account"],
        title=_text(parts, "line_title"),
        executor=_text(parts, "executor"),
        basis=data["basis"],
        price=data.get("price", 0),
        unit=data.get("unit", ""),
        currency=data.get("currency", ""),
    )


def _entered(budget: Budget, event: Event, parts: Parts) -> None:
    data, letter = event.data, _letter(parts)
    worked = data.get("worked")
    budget.lines[data["line"]].entries.append(
        BudgetEntry(
            id=data["entry"],
            number=event.number,
            kind=data["kind"],
            amount=data["amount"],
            on=event.effective_on.date,
            corrects=data.get("corrects"),
            to=data.get("to"),
            document=data.get("document"),
            letter=letter.get("number", ""),
            letter_on=letter.get("date", ""),
            worked=msgspec.convert(worked, Worked) if worked else None,
        )
    )


def _ceiling_set(budget: Budget, event: Event, _parts: Parts) -> None:
    data = event.data
    year = str(data["year"])
    budget.ceilings.pop(year, None)
    if data["amount"] or data["shares"]:
        budget.ceilings[year] = Ceiling(
            year=data["year"],
            amount=data["amount"],
            number=event.number,
            shares=dict(sorted(data["shares"].items())),
        )


def _warned(budget: Budget, event: Event, _parts: Parts) -> None:
    data = event.data
    budget.findings[data["finding"]] = NotedFinding(
        key=data["finding"],
        rule=data["rule"],
        severity=data["severity"],
        number=event.number,
        since=event.effective_on.date,
        party=data["party"],
        year=data["year"],
        figures=dict(sorted(data["figures"].items())),
    )


def _cleared(budget: Budget, event: Event, _parts: Parts) -> None:
    found = budget.findings.pop(event.data["finding"])
    found.cleared, found.cleared_on = event.number, event.effective_on.date
    budget.cleared.append(found)


def _text(parts: Parts, name: str) -> str:
    content = parts.get(name)
    return "" if content is None else content.decode()


def _letter(parts: Parts) -> dict[str, Any]:
    content = parts.get("letter")
    return {} if content is None else dict(msgspec.json.decode(content))


_HANDLERS: dict[str, Callable[[Budget, Event, Parts], None]] = {
    "budget.line_added": _line_added,
    "budget.entered": _entered,
    "budget.corrected": _entered,
    "budget.ceiling_set": _ceiling_set,
    "budget.warned": _warned,
    "budget.cleared": _cleared,
}
