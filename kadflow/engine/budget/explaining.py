"""Findings as people read them: figures of today, since when, what they hold back, what helps."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kadflow.domain.budget import Budget
from kadflow.domain.wording import Pair, role_words
from kadflow.domain.wording.budget import CHECK_WORDS, REMEDY_WORDS
from kadflow.engine.authority import who_may
from kadflow.engine.budget.checks import check
from kadflow.engine.budget.noting import present_money, words_of_finding
from kadflow.engine.deliberation import Deliberation
from state_machines.template import Actor as MayAct
from state_machines.template import OfficeRole, Template

_STATUS = "budget_status"


class Held(msgspec.Struct, frozen=True):
    """A step or an approval that a finding holds back, or makes necessary.

    Attributes:
        name: Of the step or the gate in the template.
        title: What it is called.
        who: Whom it stops, or who is asked because of it.
    """

    name: str
    title: Pair
    who: Pair


class FindingShown(msgspec.Struct, frozen=True):
    """A finding that a check has today.

    Attributes:
        title: What was checked.
        says: What was found, with the figures of today.
        remedy: What resolves it.
        party: Name of whom it concerns; empty where it is about all of them.
        since: The day on which the history noted it; None where it has not yet.
        entry: Number of that entry.
        holds: What it holds back.
    """

    key: str
    rule: str
    severity: str
    title: Pair
    says: Pair
    remedy: Pair
    figures: dict[str, int]
    party: str = ""
    year: int | None = None
    since: str | None = None
    entry: int | None = None
    holds: tuple[Held, ...] = ()


def shown_findings(deliberation: Deliberation) -> tuple[FindingShown, ...]:
    """What the checks find on the day of the deliberation."""
    noted = deliberation.chapter(Budget).findings
    template = deliberation.workflow.template
    shown = []
    for each in check(present_money(deliberation), deliberation.effective_on.date):
        party = deliberation.record.party(each.party) if each.party else None
        known = noted.get(each.key)
        shown.append(
            FindingShown(
                key=each.key,
                rule=each.rule,
                severity=each.severity,
                title=CHECK_WORDS[each.rule],
                says=words_of_finding(deliberation, each),
                remedy=REMEDY_WORDS[each.rule],
                figures=each.figures,
                party=party.name if party is not None else "",
                year=each.year,
                since=known.since if known is not None else None,
                entry=known.number if known is not None else None,
                holds=tuple(held_by(template, each.rule)),
            )
        )
    return tuple(shown)


def held_by(template: Template, rule: str) -> Iterator[Held]:
    """The steps and approvals of a template that a check holds back, or asks for."""
    naming = {name for name, guard in template.guards.items() if rule in guard.checks}
    for name, transition in template.transitions.items():
        if naming & set(transition.when):
            yield Held(name, (transition.title.id, transition.title.en), _who(transition.by))
    for name, gate in template.gates.items():
        title = (gate.title.id, gate.title.en)
        if naming & set(gate.opens.when):
            yield Held(gate.opens.as_ or name, title, _who(gate.opens.by))
        elif gate.office is OfficeRole.COUNCIL and _asks_because(template, gate.where, rule):
            yield Held(name, title, role_words(OfficeRole.COUNCIL))


def _asks_because(template: Template, where: str | None, rule: str) -> bool:
    """Whether a council is asked because money is not in the budget of the year."""
    guard = template.guards.get(where or "")
    if guard is None:
        return False
    return rule in guard.checks or (rule == "outside_budget" and _STATUS in guard.condition)


def _who(actors: tuple[MayAct, ...]) -> Pair:
    return ", ".join(who_may(actors)), ", ".join(who_may(actors, "en"))
