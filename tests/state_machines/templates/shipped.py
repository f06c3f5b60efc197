"""The shipped templates, read once, and small ways to walk through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import state_machines
from state_machines.compiler import compile_template
from state_machines.reading import Reading, read_template
from state_machines.template import Source, Template, Words
from state_machines.vocabulary import BUDGET_CHECKS
from state_machines.workflow import Workflow

FOLDER = Path(state_machines.__file__).parent / "templates"
KEYS = (
    "standar",
    "ksdd-sukarela",
    "ksdd-wajib",
    "pks",
    "addendum",
    "ksdpk",
    "sinergi",
    "luar-negeri",
)


@cache
def reading(key: str) -> Reading:
    """A shipped template with its document."""
    return read_template((FOLDER / f"{key}.yaml").read_text("utf-8"), source=f"{key}.yaml")


def template(key: str) -> Template:
    """A shipped template."""
    return reading(key).template


@cache
def workflow(key: str) -> Workflow:
    """A shipped template, compiled."""
    return compile_template(template(key), reading(key).digest)


def sources(rules: Template) -> Iterator[tuple[str, Source]]:
    """Every source in a template, with its place."""
    return ((where, part) for where, part in parts(rules) if isinstance(part, Source))


def texts(rules: Template) -> Iterator[tuple[str, Words]]:
    """Every text for people in a template, with its place."""
    return ((where, part) for where, part in parts(rules) if isinstance(part, Words))


def parts(node: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Every part of a template, with its place."""
    yield where, node
    if isinstance(node, Mapping):
        inner = [(str(name), part) for name, part in node.items()]
    elif isinstance(node, tuple):
        inner = [(str(place), part) for place, part in enumerate(node)]
    elif isinstance(node, BaseModel):
        inner = [(name, getattr(node, name)) for name in type(node).model_fields]
    else:
        return
    for name, part in inner:
        yield from parts(part, f"{where}.{name}".lstrip("."))


def party(kind: str = "regency", **facts: Any) -> dict[str, Any]:
    """A party as guards see it, with every fact of the region rules stated."""
    return {
        "id": "p",
        "name": "Kabupaten Contoh",
        "kind": kind,
        "initiating": False,
        "accepted": True,
        "burdens_public": False,
        "budget_status": {2026: "no_cost"},
        "changes_money": False,
        "council_approved_before": True,
        "checks": dict.fromkeys(BUDGET_CHECKS, False),
        **facts,
    }


def facts(*parties: dict[str, Any], **terms: Any) -> dict[str, Any]:
    """Facts of an agreement in 2026 whose term runs; two regencies unless others are given."""
    given = list(parties) or [party(initiating=True), party()]
    return {
        "agreement": {
            "extension_open": False,
            "term_over": False,
            "term_years": 5,
            "term_days": 1826,
            "parties": len(given),
        },
        "year": 2026,
        "checks": dict.fromkeys(BUDGET_CHECKS, False),
        "parties": given,
        "terms": {
            "bordering": True,
            "cross_border_effect": True,
            "cheaper_together": True,
            "regime_reason": "alasan",
            "cooperation_kind": "public_service",
            "initiative": "region",
            "previous_reports": "not_due",
            **terms,
        },
    }


class Walk:
    """An agreement on its way: events and outcomes of gates in, states out."""

    def __init__(self, key: str, known: dict[str, Any] | None = None) -> None:
        self.workflow = workflow(key)
        self.state = self.workflow.template.initial_state
        self.facts = known or facts()
        self.path = [self.state]

    def act(self, event: str) -> Walk:
        """A person's step, or the opening of a gate."""
        self._enter(self.workflow.fire(self.state, event, self.facts).to_state)
        return self

    def gate(self, name: str, outcome: str = "approved") -> Walk:
        """A round of a gate ends, after having been opened in its own way."""
        gate = self.workflow.template.gates[name]
        assert self.state in gate.in_
        if gate.opens.as_:
            self.act(gate.opens.as_)
        self._caused(self.workflow.event_for_gate(self.state, name, outcome))
        return self

    def deadline(self, name: str) -> Walk:
        """A due date passes."""
        self._caused(self.workflow.event_for_deadline(self.state, name))
        return self

    def _caused(self, events: tuple[str, ...]) -> None:
        event = self.workflow.first_allowed(self.state, events, self.facts)
        assert event is not None
        self.act(event)

    def _enter(self, state: str) -> None:
        if state != self.state:
            self.path.append(state)
        self.state = state
