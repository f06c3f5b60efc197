"""Lifecycles of agreements as data: templates, guards, checks and the machine they compile to.

Nothing here knows Kadflow or a database. ``read_template`` turns text into a template,
``check_template`` judges it, ``compile_template`` makes the workflow that decides steps.
"""

from __future__ import annotations

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
