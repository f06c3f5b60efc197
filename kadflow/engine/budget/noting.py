"""Findings enter the history once when they come, and once when they are gone.

Between the two nothing is repeated: the figures of today are worked out when somebody looks. Whom
a finding concerns is told in the same commit; of a mere note nobody is told.
"""

from __future__ import annotations

from kadflow.domain.agreements import PartyRecord
from kadflow.domain.budget import Budget
from kadflow.domain.clock import civil_date
from kadflow.domain.commands import CheckBudget, EditTerms
from kadflow.domain.events import SYSTEM, Sealed
from kadflow.domain.wording.budget import CHECK_WORDS, REMEDY_WORDS, finding_words
from kadflow.engine.budget.checks import SEVERITIES, Found, check
from kadflow.engine.budget.money import ALONE, Money, money_of
from kadflow.engine.deliberation import Deliberation
from state_machines.template import TermType

CHAPTER = "budget"
_LOOKED_AT = frozenset({TermType.BUDGET_STATUS, TermType.PERIOD})


def present_money(deliberation: Deliberation) -> Money:
    """The money of the agreement as it stands now."""
    return money_of(
        deliberation.record,
        deliberation.workflow,
        deliberation.chapter(Budget),
        deliberation.family() or ALONE,
    )


def must_recheck(deliberation: Deliberation, command: object) -> bool:
    """Whether a command changed what the checks look at, or asks for them."""
    if CHAPTER in deliberation.turned or isinstance(command, CheckBudget):
        return True
    if isinstance(command, EditTerms):
        terms = deliberation.workflow.template.terms
        names = {path.partition(".")[0] for path in command.values}
        touched = {terms[name].type for name in names if name in terms}
        return bool(touched & _LOOKED_AT) and deliberation.chapter(Budget).version > 0
    return False


def recheck(deliberation: Deliberation) -> None:
    """Check anew for today, whatever day the act was on; note what is new and what is gone."""
    with deliberation.on(civil_date(deliberation.now, deliberation.effective_on.zone)):
        _recheck(deliberation)


def _recheck(deliberation: Deliberation) -> None:
    budget = deliberation.chapter(Budget)
    money = present_money(deliberation)
    cause = deliberation.events[-1].event if deliberation.events else None
    found = {each.key: each for each in check(money, deliberation.effective_on.date)}
    for key in [key for key in budget.findings if key not in found]:
        gone = budget.findings[key]
        sealed = deliberation.emit(
            "budget.cleared",
            {
                "finding": key,
                "rule": gone.rule,
                "party": gone.party,
                "year": gone.year,
                "warned": gone.number,
                "by": cause.number if cause is not None else None,
            },
            actor=SYSTEM,
        )
        if gone.severity != "note":
            was = Found(gone.rule, gone.party, gone.year, gone.figures)
            _tell(deliberation, "budget_cleared", sealed, was)
    for key, each in found.items():
        if key in budget.findings:
            continue
        sealed = deliberation.emit(
            "budget.warned",
            {
                "finding": key,
                "rule": each.rule,
                "severity": each.severity,
                "party": each.party,
                "year": each.year,
                "figures": each.figures,
            },
            actor=SYSTEM,
        )
        if SEVERITIES[each.rule] != "note":
            _tell(deliberation, "budget_warned", sealed, each)
    money.noted = list(budget.findings)
    deliberation.money = money


def _tell(deliberation: Deliberation, kind: str, occasion: Sealed, found: Found) -> None:
    """Tell the finance office and the secretariat of whom it concerns."""
    party = deliberation.record.party(found.party) if found.party else None
    title, says = CHECK_WORDS[found.rule], words_of_finding(deliberation, found)
    remedy = REMEDY_WORDS[found.rule]
    concerned = [party] if party is not None else deliberation.record.active_parties
    for each in concerned:
        for office in _offices(deliberation, each):
            deliberation.notify(
                kind,
                office,
                occasion,
                finding_id=title[0],
                finding_en=title[1],
                says_id=says[0],
                says_en=says[1],
                remedy_id=remedy[0],
                remedy_en=remedy[1],
            )


def words_of_finding(deliberation: Deliberation, found: Found) -> tuple[str, str]:
    """What a check found, with the name of whom it concerns."""
    party = deliberation.record.party(found.party) if found.party else None
    return finding_words(
        found.rule, found.figures, party=party.name if party else "", year=found.year
    )


def _offices(deliberation: Deliberation, party: PartyRecord) -> list[str]:
    finance = deliberation.directory.offices(party.organisation, "finance")
    own = [office.id for office in finance] if party.participation != "paper" else []
    return [*own, *(o for o in deliberation.coordinators(party) if o not in own)]
