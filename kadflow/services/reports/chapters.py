"""Facts of money and results from the chapters of an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget, BudgetLine, EntryKind
from kadflow.reports.facts import DutyFacts, MoneyFacts, StatusFacts

_STATUS = "budget_status"


def money_facts(chapters: Mapping[str, Any]) -> tuple[MoneyFacts, ...]:
    """The budget lines with what their journals add up to."""
    budget = chapters.get("budget")
    if not isinstance(budget, Budget):
        return ()
    return tuple(
        MoneyFacts(
            party=line.party,
            year=line.year,
            source=line.source,
            account=line.account,
            title=line.title,
            planned=_stated(line, "planned"),
            appropriated=_stated(line, "appropriated"),
            committed=_stated(line, "committed"),
            realised=_stated(line, "realised"),
            entries=(line.number, *(entry.number for entry in line.entries)),
        )
        for line in budget.lines.values()
    )


def _stated(line: BudgetLine, kind: EntryKind) -> int | None:
    """What was entered; None where nothing ever was, which is not the same as nothing left."""
    return line.total(kind) if any(entry.kind == kind for entry in line.entries) else None


def status_facts(record: AgreementRecord) -> tuple[StatusFacts, ...]:
    """What each party stated about its budget, by year."""
    found = []
    for path, term in record.terms.items():
        name, _, rest = path.partition(".")
        party, _, year = rest.partition(".")
        if name == _STATUS and year.isdigit() and term.held:
            found.append(
                StatusFacts(party=party, year=int(year), status=term.value, entry=term.number)
            )
    return tuple(found)


def duty_facts(
    record: AgreementRecord, texts: Mapping[tuple[str, int, str], bytes]
) -> tuple[DutyFacts, ...]:
    """What parties owe because approvals came with conditions."""
    due = {deadline.subject: deadline.due_on for deadline in record.deadlines}
    found = []
    for duty in record.obligations:
        text = texts.get((record.id, duty.number, duty.part))
        found.append(
            DutyFacts(
                party=duty.party,
                text=text.decode() if text is not None else None,
                due_on=date.fromisoformat(due[duty.id]) if duty.id in due else None,
                met_on=date.fromisoformat(duty.met_on) if duty.met_on else None,
                entry=duty.number,
            )
        )
    return tuple(found)
