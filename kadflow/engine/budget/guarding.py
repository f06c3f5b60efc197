"""The checks as facts of guards: a guard that names one holds back while it finds something."""

from __future__ import annotations

from typing import Any

from kadflow.domain.wording import Pair
from kadflow.engine.budget.checks import Found, check
from kadflow.engine.budget.noting import present_money, words_of_finding
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.facts import facts_of
from state_machines.template import Guard
from state_machines.vocabulary import BUDGET_CHECKS
from state_machines.workflow import GuardResult

CHECKS = "checks"


def facts_now(deliberation: Deliberation) -> dict[str, Any]:
    """The facts that guards look at, on the day of the act.

    The money is read only where the template asks about it.
    """
    workflow = deliberation.workflow
    facts = facts_of(deliberation.record, workflow.template, deliberation.effective_on)
    if not workflow.asks_checks:
        return facts
    found = _found(deliberation)
    facts[CHECKS] = {name: any(f.rule == name for f in found) for name in BUDGET_CHECKS}
    for party in facts["parties"]:
        mine = {f.rule for f in found if f.party in {None, party["id"]}}
        party[CHECKS] = {name: name in mine for name in BUDGET_CHECKS}
    return facts


def explained(deliberation: Deliberation, guard: Guard, result: GuardResult) -> Pair:
    """What the checks that a guard names have found, as sentences; empty where it names none."""
    asked = {name for name in BUDGET_CHECKS if name in guard.checks}
    if not asked:
        return "", ""
    parties = deliberation.record.active_parties
    party = parties[result.party].id if result.party is not None else None
    says = [
        words_of_finding(deliberation, each)
        for each in _found(deliberation)
        if each.rule in asked and (party is None or each.party in {None, party})
    ]
    return " ".join(id_ for id_, _ in says), " ".join(en for _, en in says)


def _found(deliberation: Deliberation) -> list[Found]:
    return check(present_money(deliberation), deliberation.effective_on.date)
