"""Why a guard answered as it did: the same tree, evaluated slowly and told part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from state_machines.guards import values
from state_machines.guards.evaluator import Facts, compile_expression
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


@dataclass(frozen=True, slots=True)
class Explanation:
    """One part of a guard with what it came to.

    Attributes:
        text: The part as written, printed canonically; inside all/exists the entry is named by
            its place in the list (``parties[0].accepted``).
        value: Its value; None when it is unknown.
        children: The parts that it was made of and that were looked at.
        missing: Fact paths whose absence makes ``value`` unknown; empty when it is known.
    """

    text: str
    value: Any
    children: tuple[Explanation, ...] = ()
    missing: tuple[str, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as indented lines, for logs and for people."""
        shown = "unknown" if self.value is None else _shown(self.value)
        yield f"{'  ' * depth}{self.text} = {shown}"
        for child in self.children:
            yield from child.lines(depth + 1)


@dataclass(frozen=True, slots=True)
class _Entry:
    """The entry of a list that an all/exists looks at."""

    variable: str
    place: str
    value: Any


def explain(node: Expression, facts: Facts) -> Explanation:
    """Evaluate a tree and keep what every part came to.

    Raises:
        GuardEvaluationError: A fact has another type than the guard needs.
    """
    return _explain(node, facts, None)


def _explain(node: Expression, facts: Facts, entry: _Entry | None) -> Explanation:
    match node:
        case Literal(value=value):
            return Explanation(to_text(node), value)
        case Path():
            return _path(node, facts, entry)
        case ListLiteral(items=items):
            parts = tuple(_explain(item, facts, entry) for item in items)
            listed = [part.value for part in parts]
            gaps = _missing(parts)
            return Explanation(_text(node, entry), listed, parts, gaps)
        case Not(of=of):
            inner = _explain(of, facts, entry)
            negated = None if inner.value is None else not _condition(inner)
            return Explanation(_text(node, entry), negated, (inner,), inner.missing)
        case Logic():
            return _logic(node, facts, entry)
        case Relation() | Call():
            return _plain(node, facts, entry)
        case Has(path=path):
            inner = _path(path, facts, entry)
            return Explanation(_text(node, entry), inner.value is not None, (inner,))
        case Comprehension():
            return _comprehension(node, facts, entry)


def _path(path: Path, facts: Facts, entry: _Entry | None) -> Explanation:
    inside = entry is not None and path.root == entry.variable
    place = entry.place if entry and inside else path.root
    value = entry.value if entry and inside else facts.get(path.root)
    parts: list[Explanation] = []
    for step in path.steps:
        if isinstance(step, str):
            key: Any = step
            place = f"{place}.{step}"
        else:
            index = _explain(step, facts, entry)
            parts.append(index)
            key = index.value
            if key is None:
                return Explanation(_text(path, entry), None, tuple(parts), index.missing)
            place = f"{place}[{_shown(key)}]"
        value = None if value is None else values.lookup(value, key, place)
    return Explanation(place, value, tuple(parts), (place,) if value is None else ())


def _logic(node: Logic, facts: Facts, entry: _Entry | None) -> Explanation:
    decisive = node.operator == "||"
    parts: list[Explanation] = []
    for operand in node.operands:
        part = _explain(operand, facts, entry)
        parts.append(part)
        if part.value is not None and _condition(part) is decisive:
            return Explanation(_text(node, entry), decisive, tuple(parts))
    return _undecided(_text(node, entry), parts, decisive=decisive)


def _undecided(text: str, parts: list[Explanation], *, decisive: bool) -> Explanation:
    unknown = tuple(part for part in parts if part.value is None)
    value = None if unknown else not decisive
    return Explanation(text, value, tuple(parts), _missing(unknown))


def _plain(node: Relation | Call, facts: Facts, entry: _Entry | None) -> Explanation:
    operands = (node.left, node.right) if isinstance(node, Relation) else node.arguments
    parts = tuple(_explain(each, facts, entry) for each in operands)
    variable, item = (entry.variable, entry.value) if entry else (None, None)
    value = compile_expression(node, variable)(facts, item)
    gaps = _missing(parts) if value is None else ()
    return Explanation(_text(node, entry), value, parts, gaps)


def _comprehension(node: Comprehension, facts: Facts, entry: _Entry | None) -> Explanation:
    over = _path(node.over, facts, entry)
    if over.value is None:
        return Explanation(_text(node, entry), None, (over,), over.missing)
    values.size(over.value)
    decisive = node.kind == "exists"
    parts: list[Explanation] = []
    for place, value in enumerate(over.value):
        item = _Entry(node.variable, f"{over.text}[{place}]", value)
        part = _explain(node.condition, facts, item)
        parts.append(part)
        if part.value is not None and _condition(part) is decisive:
            return Explanation(_text(node, entry), decisive, (part,))
    return _undecided(_text(node, entry), parts, decisive=decisive)


def _condition(part: Explanation) -> bool:
    if not isinstance(part.value, bool):
        values.not_a_condition(part.value, part.text)
    return part.value


def _missing(parts: tuple[Explanation, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for part in parts for path in part.missing))


def _text(node: Expression, entry: _Entry | None) -> str:
    text = to_text(node)
    return f"{text} [{entry.variable} = {entry.place}]" if entry else text


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
