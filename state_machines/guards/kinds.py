"""Types of facts, for checking guards before anybody depends on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Scalar(StrEnum):
    """The four kinds of single values; the value is the word for people."""

    BOOL = "yes/no"
    INT = "number"
    STRING = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class One:
    """A single value; ``known`` lists the only texts it can be, when there is such a list."""

    scalar: Scalar
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Many:
    """A list whose entries are all alike."""

    entry: Type


@dataclass(frozen=True, slots=True)
class Indexed:
    """Values by a key that an index gives, such as a budget status by year."""

    key: Scalar
    value: Type


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields; a whole fact table is one record."""

    fields: Mapping[str, Type] = field(default_factory=dict)


Type: TypeAlias = One | Many | Indexed | Record

BOOL = One(Scalar.BOOL)
INT = One(Scalar.INT)
STRING = One(Scalar.STRING)
DATE = One(Scalar.DATE)


def words_for(kind: Type) -> str:
    """What a type is called in a message."""
    match kind:
        case One(scalar=scalar):
            return f"a {scalar.value}"
        case Many():
            return "a list"
        case Indexed():
            return "a group by index"
        case Record():
            return "a group of facts"


def paths_of(table: Record, prefix: str = "") -> dict[str, Type]:
    """Every fact path of a table with its type, entries of lists written as ``list[]``."""
    found: dict[str, Type] = {}
    for name, kind in table.fields.items():
        path = f"{prefix}{name}"
        found[path] = kind
        if isinstance(kind, Record):
            found |= paths_of(kind, f"{path}.")
        elif isinstance(kind, Many) and isinstance(kind.entry, Record):
            found |= paths_of(kind.entry, f"{path}[].")
    return found
