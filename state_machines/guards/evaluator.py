"""A guard tree to a Python closure, compiled once and called often.

No text is ever evaluated: each node becomes a small function that calls the functions of its
parts. The closures answer True, False or None (unknown) and keep no explanation; that is made on
demand by `state_machines.guards.explanation`, from the same tree and the same operations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from state_machines.errors import GuardEvaluationError
from state_machines.guards import values
from state_machines.guards.syntax import (
    Call,
    Comprehension,
    Expression,
    Has,
    ListLiteral,
    Literal,
    Logic,
    Not,
    Path,
    Relation,
    to_text,
)

Facts: TypeAlias = Mapping[str, Any]
Evaluate: TypeAlias = Callable[[Facts, Any], Any]
"""Value of a node over (facts, present entry of the enclosing all/exists)."""

_COMPARABLE = frozenset({int, str, dt.date})


def compile_expression(node: Expression, variable: str | None = None) -> Evaluate:
    """Make the closure of a tree.

    Args:
        node: A parsed expression.
        variable: Name of the entry when ``node`` stands inside all/exists.

    Returns:
        A function of (facts, entry) that gives a value, or None for unknown.
    """
    match node:
        case Literal(value=value):
            return lambda _facts, _item: value
        case Path():
            return _path(node, variable)
        case ListLiteral(items=items) if all(isinstance(item, Literal) for item in items):
            constant = tuple(item.value for item in items if isinstance(item, Literal))
            return lambda _facts, _item: constant
        case ListLiteral(items=items):
            parts = tuple(compile_expression(item, variable) for item in items)
            return lambda facts, item: [part(facts, item) for part in parts]
        case Not():
            return _negation(node, variable)
        case Logic():
            return _logic(node, variable)
        case Relation():
            return _relation(node, variable)
        case Call():
            return _call(node, variable)
        case Has(path=path):
            stated = _path(path, variable)
            return lambda facts, item: stated(facts, item) is not None
        case Comprehension():
            return _comprehension(node, variable)


def _path(path: Path, variable: str | None) -> Evaluate:
    root, steps, text = path.root, path.steps, to_text(path)
    if root != variable and all(isinstance(step, str) for step in steps):
        return _plain_path(root, steps, text)
    keys = tuple(
        (lambda _facts, _item, step=step: step)
        if isinstance(step, str)
        else compile_expression(step, variable)
        for step in steps
    )

    def walk(facts: Facts, item: Any) -> Any:
        value = item if root == variable else facts.get(root)
        for key in keys:
            if value is None:
                return None
            name = key(facts, item)
            if name is None:
                return None
            value = values.lookup(value, name, text)
        return value

    return walk


def _plain_path(root: str, steps: tuple[Any, ...], text: str) -> Evaluate:
    if not steps:
        return lambda facts, _item: facts.get(root)
    if len(steps) == 1:
        field = steps[0]

        def one_step(facts: Facts, _item: Any) -> Any:
            holder = facts.get(root)
            if holder is None:
                return None
            if holder.__class__ is dict:
                return holder.get(field)
            return values.lookup(holder, field, text)

        return one_step

    def many_steps(facts: Facts, _item: Any) -> Any:
        value: Any = facts.get(root)
        for field in steps:
            if value is None:
                return None
            if value.__class__ is dict:
                value = value.get(field)
            else:
                value = values.lookup(value, field, text)
        return value

    return many_steps


def _negation(node: Not, variable: str | None) -> Evaluate:
    of, text = compile_expression(node.of, variable), to_text(node.of)

    def negate(facts: Facts, item: Any) -> bool | None:
        value = of(facts, item)
        if value is True:
            return False
        if value is False:
            return True
        return None if value is None else values.not_a_condition(value, text)

    return negate


def _logic(node: Logic, variable: str | None) -> Evaluate:
    parts = tuple((compile_expression(each, variable), to_text(each)) for each in node.operands)
    decisive: bool = node.operator == "||"
    neutral = not decisive

    def combine(facts: Facts, item: Any) -> Any:
        result: bool | None = neutral
        for part, text in parts:
            value = part(facts, item)
            if value is decisive:
                return decisive
            if value is None:
                result = None
            elif value is not neutral:
                values.not_a_condition(value, text)
        return result

    return combine


def _relation(node: Relation, variable: str | None) -> Evaluate:
    left = compile_expression(node.left, variable)
    right = compile_expression(node.right, variable)
    if node.operator == "in":

        def among(facts: Facts, item: Any) -> bool | None:
            value, candidates = left(facts, item), right(facts, item)
            if value is None or candidates is None:
                return None
            return values.contains(value, candidates)

        return among
    sign, operation = node.operator, values.ORDER[node.operator]

    def relate(facts: Facts, item: Any) -> Any:
        first, second = left(facts, item), right(facts, item)
        if first is None or second is None:
            return None
        kind = first.__class__
        if kind is second.__class__ and kind in _COMPARABLE:
            return operation(first, second)
        return values.compare(sign, first, second)

    return relate


def _call(node: Call, variable: str | None) -> Evaluate:
    arguments = tuple(compile_expression(each, variable) for each in node.arguments)
    function = values.FUNCTIONS[node.function]

    def call(facts: Facts, item: Any) -> int | None:
        given = [argument(facts, item) for argument in arguments]
        return None if None in given else function(*given)

    return call


def _comprehension(node: Comprehension, variable: str | None) -> Evaluate:
    over, text = compile_expression(node.over, variable), to_text(node.over)
    condition, name = compile_expression(node.condition, node.variable), to_text(node.condition)
    decisive = node.kind == "exists"

    def quantify(facts: Facts, item: Any) -> Any:
        entries = over(facts, item)
        if entries is None:
            return None
        if not isinstance(entries, list | tuple):
            raise GuardEvaluationError(f"{text} is {values.describe(entries)}, not a list.")
        result: bool | None = not decisive
        for entry in entries:
            value = condition(facts, entry)
            if value is decisive:
                return decisive
            if value is None:
                result = None
            elif value is decisive or not isinstance(value, bool):
                values.not_a_condition(value, name)
        return result

    return quantify
