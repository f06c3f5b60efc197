"""Writes whose answer nobody awaits become one statement: ``WITH a AS (...), b AS (...) c``.

PostgreSQL spends more on receiving ten small statements than on carrying them out. All parts of
one statement see the tables as they were before it, and in no certain order, so two writes join
only where that cannot matter:

1. They concern different tables; foreign keys are checked at the end of the statement.
2. Or both insert into one table, or both delete from it.
3. Or both update one table by its primary key (a parameter named ``key``), each another row.

Everything else begins the next statement. Only PostgreSQL needs this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

_TARGET = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (\S+) ")
_NAMED = re.compile(r"%\((\w+)\)s")
_PLACE = re.compile(r"%s|%%")
MOST_TOGETHER = 24  # writes of one statement; planning a longer one costs what joining saves
MOST_SHAPES = 512


class Shape(NamedTuple):
    """A write with places in place of names."""

    text: str
    names: tuple[str, ...]
    verb: str
    table: str


class Write(NamedTuple):
    """A write that waits to be sent."""

    shape: Shape
    values: tuple[Any, ...]
    key: Any


@lru_cache(maxsize=4096)
def shape_of(sql: str) -> Shape | None:
    """The shape of a plain INSERT, UPDATE or DELETE; None for anything else."""
    found = _TARGET.match(sql)
    if found is None:
        return None
    return Shape(
        text=_NAMED.sub("%s", sql),
        names=tuple(_NAMED.findall(sql)),
        verb=found[1],
        table=found[2],
    )


@lru_cache(maxsize=MOST_SHAPES)
def together(texts: tuple[str, ...]) -> str:
    """Several writes as one statement with the server's own places, ``$1`` and so on.

    Their values follow one another in the same order. The server's places spare the driver from
    reading the text again: it does so each time for more than 50 values.
    """
    *first, last = texts
    parts = ", ".join(f"w{place} AS ({text})" for place, text in enumerate(first))
    numbers = count(1)
    return _PLACE.sub(
        lambda found: "%" if found[0] == "%%" else f"${next(numbers)}",
        f"WITH {parts} {last}" if first else last,
    )


class Outbox:
    """Writes in the order in which they came, joined where that is safe."""

    __slots__ = ("_groups",)

    def __init__(self) -> None:
        self._groups: list[list[Write]] = []

    def __bool__(self) -> bool:
        return bool(self._groups)

    def add(self, shape: Shape, values: Mapping[str, Any]) -> None:
        """Take a write; it joins the last statement where the rules above allow it."""
        write = Write(shape, tuple([values[name] for name in shape.names]), values.get("key"))
        if not self._groups or not _joins(self._groups[-1], write):
            self._groups.append([])
        self._groups[-1].append(write)

    def take(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The statements with their values, in order; afterwards nothing waits."""
        groups, self._groups = self._groups, []
        return [
            (
                together(tuple([write.shape.text for write in group])),
                tuple([value for write in group for value in write.values]),
            )
            for group in groups
        ]


def _joins(group: list[Write], write: Write) -> bool:
    if len(group) >= MOST_TOGETHER:
        return False
    for other in group:
        if other.shape.table != write.shape.table:
            continue
        if other.shape.verb != write.shape.verb:
            return False
        if write.shape.verb == "UPDATE" and (
            write.key is None or other.key is None or write.key == other.key
        ):
            return False
    return True
