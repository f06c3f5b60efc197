"""The rules about evaluations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kadflow.domain import commands
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.evaluations import closing, naming, opening, panel, scoring

DECIDERS: Final[dict[type, Callable[[Deliberation, Any], Any]]] = {
    commands.OpenEvaluation: opening.open_evaluation,
    commands.NameEvaluator: naming.name_evaluator,
    commands.DismissEvaluator: naming.dismiss_evaluator,
    commands.AnswerPanel: panel.answer_panel,
    commands.DeclareInterest: scoring.declare_interest,
    commands.ScoreEvaluation: scoring.score,
    commands.CloseEvaluation: closing.close,
    commands.FollowEvaluation: closing.follow_evaluation,
}
"""The rule of each command on an evaluation."""
