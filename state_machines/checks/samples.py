"""Facts made up for asking guards before anybody depends on them.

For every fact that some guards use, the values that could make a difference are gathered: not
stated, both truths, the words that guards name and one other, each number and date with its
neighbours, lists of none, one and several entries, alike or mixed.
All combinations are tried while they are few; otherwise a fixed-seed choice of them, so the same
template always gives the same faults.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from state_machines.guards import Condition
from state_machines.guards.kinds import Indexed, Many, One, Record, Scalar, Type
from state_machines.guards.syntax import Comprehension, Expression, Literal, Path, children

MAX_SAMPLES = 1500
MAX_ENTRIES = 64
MAX_LENGTH = 50
YEAR = 2026
_DAY = dt.date(YEAR, 6, 30)

Slot: TypeAlias = tuple[str, ...]
"""Names from the root to a single value or a list; ``[]`` stands for an index."""


def sample_facts(conditions: Iterable[Condition], table: Record) -> Iterator[dict[str, Any]]:
    """Facts over which the conditions may differ.

    Args:
        conditions: Guards that passed the static check.
        table: The facts that exist.
    """
    trees = [condition.tree for condition in conditions]
    slots = _slots(trees, table, _Domains(trees))
    names = list(slots)
    options = [slots[name] for name in names]
    for values in _combinations(options):
        facts: dict[str, Any] = {"year": YEAR}
        for name, value in zip(names, values, strict=True):
            if value is not None:
                _put(facts, name, value)
        if "party" in facts and "parties" not in facts:
            facts["parties"] = [facts["party"]]
        yield facts


class _Domains:
    """Values worth trying for each kind of fact, from the literals of the guards."""

    def __init__(self, trees: list[Expression]) -> None:
        literals = [n.value for tree in trees for n in _walk(tree) if isinstance(n, Literal)]
        numbers = {v for v in literals if isinstance(v, int) and not isinstance(v, bool)}
        days = {v for v in literals if isinstance(v, dt.date)}
        self._texts = {v for v in literals if isinstance(v, str)}
        self._numbers = sorted({n + d for n in numbers or {0} for d in (-1, 0, 1)})
        spread = {_DAY + dt.timedelta(days=min(max(n, -40000), 40000)) for n in self._numbers}
        near = {d + dt.timedelta(days=n) for d in days for n in (-1, 0, 1)}
        self.lengths = sorted({0, 1, 2} | {n for n in self._numbers if 0 < n <= MAX_LENGTH})
        self._days = sorted(near | spread | {_DAY})

    def of(self, kind: Type) -> list[Any]:
        match kind:
            case One(scalar=Scalar.BOOL):
                return [True, False, None]
            case One(scalar=Scalar.INT):
                return [*self._numbers, None]
            case One(scalar=Scalar.DATE):
                return [*self._days[:12], None]
            case One(scalar=Scalar.STRING, known=known):
                named = sorted(self._texts & set(known) if known else self._texts)
                others = [word for word in known or ("?",) if word not in self._texts]
                return [*named, *others[:1], None]
            case Many(entry=One() as entry):
                entries = [value for value in self.of(entry) if value is not None][:3]
                mixed = [entries[:count] for count in range(1, len(entries))]
                return [*(entries[-1:] * length for length in self.lengths), *mixed, None]
            case Many():
                return [*([{}] * length for length in self.lengths), None]
            case _:
                return [None]


def _slots(trees: list[Expression], table: Record, domains: _Domains) -> dict[Slot, list[Any]]:
    found: dict[Slot, list[Any]] = {}
    entries: dict[Slot, dict[Slot, list[Any]]] = {}
    for tree in trees:
        for node in _walk(tree):
            if isinstance(node, Comprehension):
                within = entries.setdefault(_slot(node.over), {})
                record = _kind(node.over, table)
                entry = record.entry if isinstance(record, Many) else None
                scope = Record({node.variable: entry}) if entry is not None else Record()
                for part in _walk(node.condition):
                    if isinstance(part, Path) and part.root == node.variable:
                        kind = _kind(part, scope)
                        if kind is not None:
                            within[_slot(part)[1:]] = domains.of(kind)
            elif isinstance(node, Path) and node.root != "year":
                kind = _kind(node, table)
                if kind is not None:
                    found[_slot(node)] = domains.of(kind)
    for place, fields in entries.items():
        made = [
            _entry(fields, values) for values in _combinations(list(fields.values()), MAX_ENTRIES)
        ]
        pairs = [
            list(pair) for pair in itertools.islice(itertools.combinations(made, 2), MAX_ENTRIES)
        ]
        if () not in fields:
            alike = [[one] * length for one in made for length in domains.lengths if length]
            found[place] = [[], *alike, *pairs, None]
    return found


def _entry(fields: dict[Slot, list[Any]], values: tuple[Any, ...]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for name, value in zip(fields, values, strict=True):
        if value is not None and name:
            _put(entry, name, value)
    return entry


def _combinations(options: list[list[Any]], limit: int = MAX_SAMPLES) -> Iterator[tuple[Any, ...]]:
    if math.prod(len(each) for each in options) <= limit:
        yield from itertools.product(*options)
        return
    chance = random.Random(0)  # noqa: S311
    for _ in range(limit):
        yield tuple(chance.choice(each) for each in options)


def _walk(node: Expression) -> Iterator[Expression]:
    yield node
    for child in children(node):
        yield from _walk(child)


def _slot(path: Path) -> Slot:
    return (path.root, *(step if isinstance(step, str) else "[]" for step in path.steps))


def _kind(path: Path, table: Record) -> Type | None:
    kind: Type | None = table.fields.get(path.root)
    for step in path.steps:
        if isinstance(kind, Record) and isinstance(step, str):
            kind = kind.fields.get(step)
        elif isinstance(kind, Indexed) and not isinstance(step, str):
            kind = kind.value
        else:
            return None
    return kind


def _put(facts: dict[str, Any], slot: Slot, value: Any) -> None:
    """Set a value; an index gets the sampled year, whichever year the guard names."""
    holder: Any = facts
    for name in slot[:-1]:
        holder = holder.setdefault(name, {})
        if not isinstance(holder, dict):
            return
    if slot[-1] == "[]":
        holder.update(dict.fromkeys(range(YEAR - 5, YEAR + 6), value))
    else:
        holder[slot[-1]] = value
