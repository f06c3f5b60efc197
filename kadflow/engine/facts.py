"""What guards look at: the record as a plain tree of named facts.

Every name that a guard may use is listed in the template language's fact table
(`state_machines`); here the record is laid out under those names. A fact that nobody stated is
absent, which guards read as *unknown*, never as false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kadflow.domain.agreements import AgreementRecord, PartyRecord
from kadflow.domain.events import FactUsed, LegalDate
from state_machines.guards import Explanation
from state_machines.template import Template, Term, TermType
from state_machines.workflow import GuardResult

SUPERSEDED = "superseded"
"""Outcome of a round that was left behind undecided; to guards it never was."""

_LONG = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for a text that is on record but too long to be held in the row."""


def facts_of(record: AgreementRecord, template: Template, on: LegalDate) -> dict[str, Any]:
    """The facts of an agreement on a day, as guards name them."""
    day = date.fromisoformat(on.date)
    terms, per_party = _terms(record, template)
    period = _period(record, template)
    return {
        "agreement": _agreement(record, period, day),
        "effective_on": day,
        "year": day.year,
        "terms": terms,
        "documents": {name: name in record.documents for name in template.documents},
        "gates": {name: _outcome(record, name) for name in template.gates},
        "parties": [_party(party, per_party) for party in record.active_parties],
    }


def _agreement(
    record: AgreementRecord, period: dict[str, Any] | None, day: date
) -> dict[str, Any]:
    ends_on = (period or {}).get("ends_on")
    return {
        "state": record.state,
        "stage": record.stage,
        "standing": record.standing,
        "kind": record.template_key,
        "parties": len(record.active_parties),
        "has_parent": record.parent is not None,
        "extension_open": any(c.open and c.purpose == "extend" for c in record.children),
        "term_over": None if ends_on is None else day > ends_on,
        "evaluated": bool(record.evaluated),
        "finally_evaluated": "final" in record.evaluated,
        "open_children": sum(child.open for child in record.children),
        "term_years": (period or {}).get("years"),
        "term_days": (period or {}).get("days"),
        "signed_on": date.fromisoformat(record.signed_on) if record.signed_on else None,
        "ends_on": ends_on,
    }


def _outcome(record: AgreementRecord, gate: str) -> str:
    found = record.rounds.get(gate)
    if found is None:
        return "none"
    if found.outcome == SUPERSEDED:
        return "none"
    return found.outcome or "open"


def _party(party: PartyRecord, per_party: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "level": party.level,
        "initiating": party.initiating,
        "accepted": party.accepted,
        "on_paper": party.participation == "paper",
        **per_party.get(party.id, {}),
    }


def _terms(
    record: AgreementRecord, template: Template
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    shared: dict[str, Any] = {}
    per_party: dict[str, dict[str, Any]] = {}
    for path, stated in record.terms.items():
        name, *rest = path.split(".")
        term = template.terms.get(name)
        if term is None:
            continue
        value = _value(term, stated.value) if stated.held else _LONG
        if "party" in term.per:
            values = per_party.setdefault(rest[0], {})
            if "fiscal_year" in term.per:
                values.setdefault(name, {})[int(rest[1])] = value
            else:
                values[name] = value
        elif term.type is TermType.CLAUSES:
            shared[name] = shared.get(name, 0) + 1
        elif rest:
            shared.setdefault(name, {})[rest[0]] = value
        else:
            shared[name] = value
    return shared, per_party


def _value(term: Term, value: Any) -> Any:
    if term.type is TermType.DATE:
        return date.fromisoformat(value)
    if term.type is TermType.PERIOD:
        return period_of(value)
    if term.type is TermType.BUDGET_STATUS and value == "unknown":
        return None
    return value


def period_of(value: dict[str, Any]) -> dict[str, Any]:
    """A stated term of time with what follows from it: dates, whole years, days."""
    starts = date.fromisoformat(value["starts_on"]) if value.get("starts_on") else None
    ends = date.fromisoformat(value["ends_on"]) if value.get("ends_on") else None
    years, days = value.get("years"), None
    if starts and ends:
        days = (ends - starts).days + 1
        after = date.fromordinal(ends.toordinal() + 1)
        if years is None:
            years = (
                after.year - starts.year - ((after.month, after.day) < (starts.month, starts.day))
            )
    return {"starts_on": starts, "ends_on": ends, "years": years, "days": days}


def _period(record: AgreementRecord, template: Template) -> dict[str, Any] | None:
    for name, term in template.terms.items():
        stated = record.terms.get(name)
        if term.type is TermType.PERIOD and stated is not None and stated.held:
            return period_of(stated.value)
    return None


def facts_used(
    record: AgreementRecord, results: Iterable[GuardResult], on: LegalDate
) -> list[FactUsed]:
    """The facts that guards looked at, each with the event that established it if one did."""
    used: dict[str, FactUsed] = {}
    for result in results:
        party = record.active_parties[result.party].id if result.party is not None else None
        for text, value in _leaves(result.explanation):
            name = text.replace("[year]", f"[{on.date[:4]}]")
            path = name.removeprefix("terms.")
            if party is not None and name.startswith("party."):
                field, _, index = name.removeprefix("party.").partition("[")
                path = ".".join([field, party, *([index.rstrip("]")] if index else [])])
                name = f"party.{party}.{name.removeprefix('party.')}"
            stated = record.terms.get(path)
            number = stated.number if stated else _evaluated(record, name)
            used[name] = FactUsed(
                name=name, value=value, stream=record.id if number else None, number=number
            )
    return list(used.values())


def _evaluated(record: AgreementRecord, name: str) -> int | None:
    """Number of the event that closed the evaluation of which a fact speaks."""
    if name == "agreement.finally_evaluated":
        return record.evaluated.get("final")
    return max(record.evaluated.values(), default=None) if name == "agreement.evaluated" else None


_FACT = re.compile(r"[a-z_]+(\.[a-z0-9_]+)*(\[.+\])?")


def _leaves(explanation: Explanation) -> Iterator[tuple[str, Any]]:
    """Named facts in an explanation with their values; literals and whole lists are left out."""
    found = _FACT.fullmatch(explanation.text)
    if not (found and found[2]):  # what stands under an index is one fact with it
        for child in explanation.children:
            yield from _leaves(child)
        if explanation.children or not found:
            return
    value = explanation.value
    if isinstance(value, date):
        value = value.isoformat()
    if explanation.text not in {"true", "false"} and not isinstance(value, dict | list | tuple):
        yield explanation.text, value
