"""Lifecycles of agreements as data: templates, guards, checks and the machine they compile to.

Nothing here knows Kadflow or a database. ``read_template`` turns text into a template,
``check_template`` judges it, ``compile_template`` makes the workflow that decides steps.

The names below are loaded on first use: whoever only reads a template's fields does not wait for
the machine behind it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from state_machines.cache import WorkflowCache
    from state_machines.checks import check_template
    from state_machines.compiler import compile_template
    from state_machines.diagrams import to_mermaid, to_svg
    from state_machines.diffs import Difference, diff_templates
    from state_machines.errors import Fault, StateMachineError, TemplateError
    from state_machines.guards import Condition, Explanation, Truth
    from state_machines.reading import Reading, read_template
    from state_machines.template import Template
    from state_machines.vocabulary import fact_table
    from state_machines.workflow import GuardResult, Step, Workflow

__all__ = [
    "Condition",
    "Difference",
    "Explanation",
    "Fault",
    "GuardResult",
    "Reading",
    "StateMachineError",
    "Step",
    "Template",
    "TemplateError",
    "Truth",
    "Workflow",
    "WorkflowCache",
    "check_template",
    "compile_template",
    "diff_templates",
    "fact_table",
    "read_template",
    "to_mermaid",
    "to_svg",
]

_HOMES = {
    "cache": ("WorkflowCache",),
    "checks": ("check_template",),
    "compiler": ("compile_template",),
    "diagrams": ("to_mermaid", "to_svg"),
    "diffs": ("Difference", "diff_templates"),
    "errors": ("Fault", "StateMachineError", "TemplateError"),
    "guards": ("Condition", "Explanation", "Truth"),
    "reading": ("Reading", "read_template"),
    "template": ("Template",),
    "vocabulary": ("fact_table",),
    "workflow": ("GuardResult", "Step", "Workflow"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOME_OF:
        message = f"module 'state_machines' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(importlib.import_module(f"state_machines.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found
