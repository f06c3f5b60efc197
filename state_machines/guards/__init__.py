"""The guard language: CEL's syntax as a strict subset, three-valued, with explanations."""

from __future__ import annotations

from state_machines.guards.condition import Condition
from state_machines.guards.explanation import Explanation
from state_machines.guards.truth import Truth

__all__ = ["Condition", "Explanation", "Truth"]
