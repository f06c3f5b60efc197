"""What each event about money does to the budget of its agreement."""

from __future__ import annotations

from collections.abc import Mapping

from kadflow.domain.budget import Budget, BudgetEntry, BudgetLine
from kadflow.domain.events import Event


def fold_budget(budget: Budget, event: Event, parts: Mapping[str, bytes | None]) -> None:
    """Change the budget by one event; it believes the event, as all folding does."""
    data = event.data
    match event.kind:
        case "budget.line_added":
            title = parts.get("title")
            budget.lines[data["line"]] = BudgetLine(
                id=data["line"],
                number=event.number,
                party=data["party"],
                year=data["year"],
                source=data["source"],
                account=data["account"],
                title=title.decode() if title is not None else "",
            )
        case "budget.entered":
            budget.lines[data["line"]].entries.append(
                BudgetEntry(
                    id=data["entry"],
                    number=event.number,
                    kind=data["kind"],
                    amount=data["amount"],
                    on=event.effective_on.date,
                    corrects=data.get("corrects"),
                )
            )
        case _:
            pass
