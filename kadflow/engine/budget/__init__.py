"""The rules about money: who states it, what adds up, what is amiss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kadflow.domain import commands
from kadflow.engine.budget import entering, keeping
from kadflow.engine.deliberation import Deliberation


def _only_check(deliberation: Deliberation, command: commands.CheckBudget) -> None:
    """Nothing is stated; the checks follow by themselves."""
    del deliberation, command


DECIDERS: Final[dict[type, Callable[[Deliberation, Any], None]]] = {
    commands.AddBudgetLine: keeping.add_line,
    commands.EnterAmount: entering.enter_amount,
    commands.CorrectAmount: entering.correct_amount,
    commands.StateBudgetRow: entering.state_row,
    commands.SetCeiling: entering.set_ceiling,
    commands.CheckBudget: _only_check,
}
"""The rule of each command on a budget."""
