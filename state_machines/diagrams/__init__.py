"""Pictures of a template: Mermaid text, and SVG drawn without any other program."""

from __future__ import annotations

from state_machines.diagrams.mermaid import to_mermaid
from state_machines.diagrams.svg import to_svg

__all__ = ["to_mermaid", "to_svg"]
