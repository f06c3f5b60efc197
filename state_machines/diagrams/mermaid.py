"""A template as a Mermaid flowchart: one box per stage, one arrow per step."""

from __future__ import annotations

from state_machines.diagrams.steps import STAGE_WORDS, Language, columns, say, steps_from
from state_machines.template import Template


def to_mermaid(template: Template, language: Language = "id") -> str:
    """Write the Mermaid source of a template's states and steps.

    State names are prefixed, since ``end`` and a few other words break Mermaid.

    Args:
        template: Any readable template.
        language: ``id`` or ``en``.
    """
    lines = ["flowchart LR"]
    for stage, states in columns(template).items():
        lines.append(f'  subgraph stage_{stage}["{_escape(say(STAGE_WORDS[stage], language))}"]')
        for name in states:
            state = template.states[name]
            title = _escape(say(state.title, language))
            box = f'(["{title}"])' if state.final else f'["{title}"]'
            lines.append(f"    s_{name}{box}")
        lines.append("  end")
    for name, state in template.states.items():
        if state.initial:
            lines += ["  start((( )))", f"  start --> s_{name}"]
        for step in steps_from(template, name, language):
            arrow = "-->" if step.cause == "person" else "-.->"
            lines.append(f'  s_{name} {arrow}|"{_escape(step.label)}"| s_{step.target}')
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    """Mermaid's own entities; a line break in a label becomes a space."""
    marks = {'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "|": "#124;"}
    return "".join(marks.get(sign, sign) for sign in " ".join(text.split()))
