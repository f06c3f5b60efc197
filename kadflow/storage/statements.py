"""SQL that is built once and then runs on the driver without SQLAlchemy in between.

A `Statement` keeps a Core clause; on first use per dialect it is compiled to the driver's own
text (``?`` for sqlite3, ``%(name)s`` for psycopg), and from then on costs a dictionary and
the driver. The same clause serves both databases: SQLite leaves out ``FOR UPDATE``, and
`insert` here offers ``on_conflict_do_nothing`` and ``on_conflict_do_update`` for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import Boolean
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import cloned_traverse

__all__ = ["Compiled", "DialectName", "Insert", "Statement", "insert"]

DialectName = Literal["sqlite", "postgresql"]
Convert = Callable[[tuple[Any, ...]], tuple[Any, ...]]

_VALUES = re.compile(r"\bVALUES \(")
_PLAIN_INSERT = re.compile(
    r"INSERT INTO (?P<into>\S+ \([^()]*\)) VALUES \((?P<values>%\(\w+\)s(?:, %\(\w+\)s)*)\)"
)
_LOCKS = re.compile(r"\s+FOR (?:NO KEY )?(?:UPDATE|SHARE|KEY SHARE)(?: OF [\w, ]+)?\s*$")
_NAMED = re.compile(r"%\((\w+)\)s")


class _Postgres(PGDialect_psycopg):
    """Types are inferred by the server from the columns; casts would only cost parsing."""

    supports_statement_cache = False
    insert_null_pk_still_autoincrements = False

    def __init__(self) -> None:
        super().__init__(paramstyle="pyformat")  # type: ignore[no-untyped-call]
        self._bind_typing_render_casts = False


_DIALECTS: dict[str, Callable[[], Dialect]] = {
    "sqlite": lambda: SQLiteDialect_pysqlite(paramstyle="qmark"),
    "postgresql": _Postgres,
}


class Compiled:
    """One statement in the words of one driver.

    Attributes:
        sql: Text for the driver.
        defaults: Values that the clause itself carries, by parameter name.
        copy: Table and columns for COPY; None unless a plain INSERT of parameters.
        convert: Turns a driver's row into the same values on both databases; None when it is
            already so (only SQLite needs it, for booleans).
        returns: Whether rows come back.
        unlocked: The text without row locks, for a reading.
        pick: Parameters in the order of the text's ``?``; sqlite3 binds places in half the time
            that it takes for names.
    """

    __slots__ = ("_several", "convert", "copy", "defaults", "pick", "returns", "sql", "unlocked")

    def __init__(
        self,
        sql: str,
        defaults: dict[str, Any],
        convert: Convert | None,
        *,
        returns: bool,
        places: Sequence[str] = (),
    ) -> None:
        self.sql = sql
        self.pick = _picker(places)
        self.defaults = defaults
        self.convert = convert
        self.returns = returns
        self.copy = _copy_target(sql)
        self.unlocked = _LOCKS.sub("", sql)
        self._several: dict[int, str] = {}

    def several(self, count: int) -> str | None:
        """The INSERT for ``count`` rows at once, parameters ``name__0`` to ``name__<count-1>``.

        Returns:
            None when the statement is not an ``INSERT ... VALUES`` with parameters.
        """
        known = self._several.get(count)
        if known is not None:
            return known
        found = _VALUES.search(self.sql)
        if found is None or not self.sql.startswith("INSERT"):
            return None
        start = found.end() - 1
        end = _closing(self.sql, start)
        row = self.sql[start:end]
        rows = ", ".join(_NAMED.sub(rf"%(\1__{index})s", row) for index in range(count))
        self._several[count] = text = self.sql[:start] + rows + self.sql[end:]
        return text


class Statement:
    """A clause that is compiled once per dialect, and once per size of its lists.

    Args:
        clause: ``select``, ``insert``, ``update`` or ``delete`` whose values are ``bindparam``s.
            A list for ``IN`` is ``bindparam(name, expanding=True)``; the text is kept per power
            of two and the list is filled up with its last value.
        name: Shown in errors and logs; helps to find the statement.
    """

    __slots__ = ("_clause", "_compiled", "_given", "_lists", "name")

    def __init__(self, clause: Executable, *, name: str = "") -> None:
        self._clause = clause
        self._compiled: dict[tuple[str, tuple[int, ...]], Compiled] = {}
        self._lists: tuple[str, ...] | None = None
        self._given: tuple[str, ...] = ()  # plain parameters beside lists
        self.name = name

    def __repr__(self) -> str:
        return f"Statement({self.name or str(self._clause)!r})"

    def prepare(
        self, dialect: DialectName, values: Mapping[str, Any]
    ) -> tuple[Compiled, Mapping[str, Any]]:
        """Text and parameters for one execution.

        Args:
            dialect: Whose text.
            values: By parameter name; a sequence for each expanding parameter.
        """
        if self._lists:
            return self._expanded(dialect, values)
        compiled = self._compiled.get((dialect, ()))
        if compiled is None:
            compiled = self._compile(dialect, {})
            if self._lists:
                return self._expanded(dialect, values)
        if compiled.defaults:
            return compiled, {**compiled.defaults, **values}
        return compiled, values

    def _expanded(
        self, dialect: DialectName, values: Mapping[str, Any]
    ) -> tuple[Compiled, Mapping[str, Any]]:
        flat = dict(values)
        sizes: dict[str, int] = {}
        for name in self._lists or ():
            items: Sequence[Any] = list(flat.pop(name))
            size = sizes[name] = 1 << (len(items) - 1).bit_length() if items else 0
            for index in range(size):
                flat[f"{name}_{index + 1}"] = items[min(index, len(items) - 1)]
        compiled = self._compiled.get((dialect, tuple(sizes.values())))
        if compiled is None:
            compiled = self._compile(dialect, sizes)
        return compiled, {**compiled.defaults, **flat}

    def _compile(self, dialect: DialectName, sizes: Mapping[str, int]) -> Compiled:
        clause: Any = self._clause
        if self._lists is None:
            plain: SQLCompiler = clause.compile(dialect=_DIALECTS[dialect]())
            binds = plain.binds.values()
            self._lists = tuple(bind.key for bind in binds if bind.expanding and bind.required)
            if self._lists:
                self._given = tuple(b.key for b in binds if b.required and not b.expanding)
                return Compiled("", {}, None, returns=False)
        if sizes:
            given: dict[str, Any] = dict.fromkeys(self._given)
            given |= {name: [None] * size for name, size in sizes.items()}

            def fill(bind: Any) -> None:  # SQLAlchemy wants a value before it renders lists
                if bind.key in given:
                    bind.value, bind.required = given[bind.key], False

            clause = cloned_traverse(clause, {}, {"bindparam": fill})
        made: SQLCompiler = clause.compile(
            dialect=_DIALECTS[dialect](), compile_kwargs={"render_postcompile": True}
        )
        compiled = Compiled(
            made.string,
            _defaults(made, {*sizes, *self._given}),
            _converter(made) if dialect == "sqlite" else None,
            returns=bool(made._result_columns),  # noqa: SLF001 - the only place that tells
            places=made.positiontup or (),
        )
        self._compiled[dialect, tuple(sizes.values())] = compiled
        return compiled


def _picker(places: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    match tuple(places):
        case ():
            return lambda _: ()
        case (only,):
            return lambda values: (values[only],)
        case names:
            return itemgetter(*names)


def _defaults(made: SQLCompiler, brought: AbstractSet[str]) -> dict[str, Any]:
    """Values that stand in the clause, as opposed to those that every execution brings."""
    given: dict[str, Any] = {}
    for bind, name in made.bind_names.items():
        if bind.required or bind.key in brought:
            continue
        value = bind.effective_value
        if bind.expanding:
            given |= {f"{name}_{at}": item for at, item in enumerate(value or (), start=1)}
        else:
            given[name] = value
    return given


def _converter(made: SQLCompiler) -> Convert | None:
    flags = {
        index
        for index, entry in enumerate(made._result_columns)  # noqa: SLF001
        if isinstance(entry[3], Boolean)
    }
    if not flags:
        return None

    def convert(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            bool(value) if index in flags and value is not None else value
            for index, value in enumerate(row)
        )

    return convert


def _copy_target(sql: str) -> tuple[str, tuple[str, ...]] | None:
    """``("leaf (position, stream)", ("position", "stream"))`` of a plain INSERT."""
    found = _PLAIN_INSERT.fullmatch(sql)
    if found is None:
        return None
    return found["into"], tuple(_NAMED.findall(found["values"]))


def _closing(text: str, start: int) -> int:
    """Index just after the parenthesis that closes the one at ``start``."""
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index + 1
    message = "unbalanced parentheses"
    raise ValueError(message)
