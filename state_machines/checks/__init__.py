"""Judging a template before it may be published.

Each rule is a small function that yields faults; this page is the list of them. Errors stop
publishing, warnings do not. Rules that sample run only when the plain ones found no error, since
a graph with holes has nothing to sample.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Final

from state_machines.checks import conditions, gates, graph, names, periods, references, shapes
from state_machines.checks.findings import Faults
from state_machines.errors import Fault
from state_machines.reading import line_of
from state_machines.template import Template

_RULES: Final[tuple[Callable[[Template], Faults], ...]] = (
    graph.check_ends,
    graph.check_stages,
    graph.check_reachable,
    graph.check_way_out,
    names.check_reserved,
    names.check_events,
    names.check_words,
    references.check_transitions,
    references.check_gates,
    references.check_needed_from,
    references.check_standing,
    gates.check_decidable,
    gates.check_outcomes,
    gates.check_triggers,
    gates.check_rule,
    gates.check_capacity,
    gates.check_self_approval,
    gates.check_force_needs_gate,
    gates.check_commands,
    gates.check_chain,
    periods.check_anchors,
    periods.check_triggers,
    periods.check_lengths,
    periods.check_progress,
    shapes.check_parties,
    shapes.check_terms,
    shapes.check_forms,
    conditions.check_guards,
)


def check_template(
    template: Template,
    *,
    lines: Mapping[str, int] | None = None,
    siblings: Mapping[str, Template] | None = None,
) -> list[Fault]:
    """Everything wrong with a template, errors first, then by line.

    Args:
        template: As read.
        lines: Lines of the document (`Reading.lines`), so that faults can name theirs.
        siblings: The other templates by key, among them children and parents; None skips the
            rules on families.

    Returns:
        Faults; the template may be published when none of them has severity ``error``.
    """
    found = list(graph.check_size(template))
    if not found:
        for rule in _RULES:
            found.extend(rule(template))
        found.extend(shapes.check_family(template, siblings))
    placed = [
        dataclasses.replace(fault, line=fault.line or line_of(fault.where, lines))
        for fault in found
    ]
    return sorted(placed, key=lambda fault: (fault.severity != "error", fault.line or 0))
