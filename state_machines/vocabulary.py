"""The facts that guards of a template may use, with their types.

Fixed facts about the agreement, its day and its parties, and from the template itself: a fact for
every term, every document and every gate. Whoever gathers facts lays them out under these names.
"""

from __future__ import annotations

from state_machines.guards.kinds import (
    BOOL,
    DATE,
    INT,
    STRING,
    Indexed,
    Many,
    One,
    Record,
    Scalar,
    Type,
)
from state_machines.template import OrganisationKind, Outcome, Stage, Template, Term, TermType

BUDGET_STATUSES = ("no_cost", "budgeted", "not_yet", "unknown")
BUDGET_CHECKS = (
    "unfunded_year",
    "commitment_above_appropriation",
    "realisation_above_commitment",
    "low_realisation",
    "outside_budget",
    "status_behind",
    "term_beyond_funding",
    "above_parent_ceiling",
    "aid_not_allowed",
    "shares_do_not_sum",
)
"""Checks of the budget that guards may name; each is a fact: whether it finds something."""

GATE_OUTCOMES = (*(outcome.value for outcome in Outcome), "open", "none")
STANDINGS = ("active", "suspended", "terminated")

_PARTY: dict[str, Type] = {
    "kind": One(Scalar.STRING, tuple(kind.value for kind in OrganisationKind)),
    "level": STRING,
    "initiating": BOOL,
    "accepted": BOOL,
    "on_paper": BOOL,
    "checks": Record(dict.fromkeys(BUDGET_CHECKS, BOOL)),
}
_PERIOD = Record({"years": INT, "days": INT, "starts_on": DATE, "ends_on": DATE})
_SIMPLE: dict[TermType, Type] = {
    TermType.TEXT: STRING,
    TermType.CLAUSES: INT,
    TermType.LIST: Many(STRING),
    TermType.PERIOD: _PERIOD,
    TermType.DATE: DATE,
    TermType.NUMBER: INT,
    TermType.MONEY: INT,
    TermType.YES_NO: BOOL,
    TermType.BUDGET_STATUS: One(Scalar.STRING, BUDGET_STATUSES),
}
PARTY_FACTS = frozenset({*_PARTY, "id", "name"})
"""Names that a term per party may not take."""


def fact_table(template: Template, *, each_party: bool = False) -> Record:
    """Every fact of a template.

    Args:
        template: Its terms, documents and gates are facts; its states are known words.
        each_party: Whether the guard asks about each party, so that ``party`` exists.
    """
    party = Record(_PARTY | _party_terms(template))
    fields: dict[str, Type] = {
        "agreement": _agreement(template),
        "effective_on": DATE,
        "year": INT,
        "checks": Record(dict.fromkeys(BUDGET_CHECKS, BOOL)),
        "parties": Many(party),
        "terms": Record(
            {name: _term(term) for name, term in template.terms.items() if not term.per}
        ),
        "documents": Record(dict.fromkeys(template.documents, BOOL)),
        "gates": Record(dict.fromkeys(template.gates, One(Scalar.STRING, GATE_OUTCOMES))),
    }
    return Record(fields | {"party": party} if each_party else fields)


def _agreement(template: Template) -> Record:
    stages = tuple(stage.value for stage in Stage)
    return Record(
        {
            "state": One(Scalar.STRING, tuple(template.states)),
            "stage": One(Scalar.STRING, stages),
            "standing": One(Scalar.STRING, STANDINGS),
            "kind": STRING,
            "parties": INT,
            "has_parent": BOOL,
            "extension_open": BOOL,
            "term_over": BOOL,
            "evaluated": BOOL,
            "finally_evaluated": BOOL,
            "open_children": INT,
            "term_years": INT,
            "term_days": INT,
            "signed_on": DATE,
            "ends_on": DATE,
        }
    )


def _party_terms(template: Template) -> dict[str, Type]:
    found: dict[str, Type] = {}
    for name, term in template.terms.items():
        if "party" in term.per:
            kind = _term(term)
            found[name] = Indexed(Scalar.INT, kind) if "fiscal_year" in term.per else kind
    return found


def _term(term: Term) -> Type:
    if term.type is TermType.GROUP:
        return Record(dict.fromkeys(term.fields, STRING))
    if term.type is TermType.CHOICE:
        return One(Scalar.STRING, tuple(term.choices))
    return _SIMPLE[term.type]
