"""The rules about money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kadflow.domain import commands
from kadflow.engine.budget import keeping
from kadflow.engine.deliberation import Deliberation

DECIDERS: Final[dict[type, Callable[[Deliberation, Any], None]]] = {
    commands.AddBudgetLine: keeping.add_line,
    commands.EnterAmount: keeping.enter_amount,
}
"""The rule of each command on a budget."""
