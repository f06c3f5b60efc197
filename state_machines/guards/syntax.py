"""The shape of a guard expression: a frozen tree, and the one way to print it.

The language is a strict subset of CEL's syntax, so whoever knows CEL can read a guard. Chains of
``&&`` and ``||`` are flat nodes: a long condition stays shallow. Every node knows the part of the
text it came from; that span takes no part in equality, so printing and reading again gives an
equal tree.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
RELATIONS = ("==", "!=", "<=", ">=", "<", ">", "in")
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the text: true, false, an integer, a string or a date."""

    value: bool | int | str | dt.date
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """A fact: a root name, then fields (``str``) or indexes (a literal or another path)."""

    root: str
    steps: tuple[str | Literal | Path, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """Values in brackets, for the right side of ``in``."""

    items: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """``!`` before a condition."""

    of: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more conditions joined by the same operator, evaluated from left to right."""

    operator: OneOf["&&", "||"]
    operands: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A comparison of two values, or membership in a list."""

    operator: str
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One of the fixed functions: ``size``, ``days_between``, ``years_between``."""

    function: str
    arguments: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """``has(path)``: whether somebody stated the fact; never unknown."""

    path: Path
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Comprehension:
    """``list.all(x, condition)`` or ``list.exists(x, condition)``."""

    kind: OneOf["all", "exists"]
    over: Path
    variable: str
    condition: Expression
    span: Span = field(default=NOWHERE, compare=False)


Expression: TypeAlias = (
    Literal | Path | ListLiteral | Not | Logic | Relation | Call | Has | Comprehension
)


def to_text(node: Expression) -> str:
    """Print a tree in the canonical way: one space around operators, double quotes."""
    match node:
        case Literal(value=bool() as value):
            return "true" if value else "false"
        case Literal(value=dt.date() as value):
            return f'date("{value.isoformat()}")'
        case Literal(value=str() as value):
            return json.dumps(value, ensure_ascii=False)
        case Literal(value=value):
            return str(value)
        case Path():
            return _path_text(node)
        case ListLiteral(items=items):
            return f"[{', '.join(to_text(item) for item in items)}]"
        case Not(of=of):
            return f"!{_wrapped(of, Logic, Relation)}"
        case Logic(operator=operator, operands=operands):
            return f" {operator} ".join(
                _wrapped(each, Logic) if _needs_brackets(operator, each) else to_text(each)
                for each in operands
            )
        case Relation(operator=operator, left=left, right=right):
            wrap = (Logic, Relation)
            return f"{_wrapped(left, *wrap)} {operator} {_wrapped(right, *wrap)}"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(to_text(each) for each in arguments)})"
        case Has(path=path):
            return f"has({_path_text(path)})"
        case Comprehension(kind=kind, over=over, variable=variable, condition=condition):
            return f"{_path_text(over)}.{kind}({variable}, {to_text(condition)})"


def _needs_brackets(operator: str, operand: Expression) -> bool:
    if not isinstance(operand, Logic):
        return False
    return operator == "&&" or operand.operator == "||"


def _wrapped(node: Expression, *kinds: type) -> str:
    return f"({to_text(node)})" if isinstance(node, kinds) else to_text(node)


def _path_text(path: Path) -> str:
    steps = (f".{step}" if isinstance(step, str) else f"[{to_text(step)}]" for step in path.steps)
    return path.root + "".join(steps)


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct parts of a node, in reading order; index expressions of a path included."""
    match node:
        case Path(steps=steps):
            return tuple(step for step in steps if not isinstance(step, str))
        case ListLiteral(items=items):
            return items
        case Not(of=of):
            return (of,)
        case Logic(operands=operands):
            return operands
        case Relation(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case Has(path=path):
            return (path,)
        case Comprehension(over=over, condition=condition):
            return (over, condition)
        case _:
            return ()
