"""The public handle of one guard expression: read once, asked often, explained on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from state_machines.guards import values
from state_machines.guards.evaluator import Evaluate, Facts, compile_expression
from state_machines.guards.explanation import Explanation, explain
from state_machines.guards.parser import parse
from state_machines.guards.syntax import Expression, to_text
from state_machines.guards.truth import Truth

_TRUTH = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Condition:
    """A guard expression, ready to be asked.

    Attributes:
        text: The expression as written.
        tree: What it was read as.
    """

    text: str
    tree: Expression
    _evaluate: Evaluate = field(repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read an expression.

        Raises:
            GuardSyntaxError: With position and hint.
        """
        tree = parse(text)
        return cls(text, tree, compile_expression(tree))

    def truth(self, facts: Facts) -> Truth:
        """Answer over facts: nested mappings with string keys; missing or None is unknown.

        Raises:
            GuardEvaluationError: A fact has another type than the guard needs.
        """
        value = self._evaluate(facts, None)
        if value is None or value.__class__ is bool:
            return _TRUTH[value]
        return values.not_a_condition(value, self.text)

    def explain(self, facts: Facts) -> Explanation:
        """The same answer with its reasons and the missing fact paths.

        Raises:
            GuardEvaluationError: As for `truth`.
        """
        explanation = explain(self.tree, facts)
        if explanation.value is not None and not isinstance(explanation.value, bool):
            values.not_a_condition(explanation.value, self.text)
        return explanation

    def __reduce__(self) -> tuple[Callable[[str], Condition], tuple[str]]:
        """Travel as text: closures cannot leave a process."""
        return Condition.parse, (self.text,)

    def __str__(self) -> str:
        """Canonical text."""
        return to_text(self.tree)
