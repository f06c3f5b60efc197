"""Static check of a guard against the facts that exist: every path, every comparison."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from state_machines.guards.kinds import (
    BOOL,
    DATE,
    INT,
    STRING,
    Indexed,
    Many,
    One,
    Record,
    Scalar,
    Type,
    words_for,
)
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
class TypeFault:
    """One thing in a guard that cannot be meant: where, what, and what to write.

    ``code`` is ``unknown-fact``, ``unknown-value`` or ``guard-type``; ``subject`` is the part of
    the guard concerned, as written.
    """

    code: str
    message: str
    hint: str
    position: int
    subject: str = ""

    @property
    def pesan(self) -> str:
        """The message in Indonesian: which part, and which kind of slip."""
        match self.code:
            case "unknown-fact":
                return f"Syarat ini memakai '{self.subject}', padahal isian itu tidak ada."
            case "unknown-value":
                return f"Isian ini tidak pernah bernilai {self.subject}."
            case _:
                return f"Pada syarat ini, jenis isian '{self.subject}' tidak sesuai."

    @property
    def saran(self) -> str:
        """The hint in Indonesian."""
        for english, indonesian in _OFFERS.items():
            if self.hint.startswith(english):
                return self.hint.replace(english, indonesian, 1)
        return (
            "Bandingkan isian yang sejenis: teks dengan teks, angka dengan angka, "
            "tanggal dengan tanggal."
        )


_OFFERS = {"Did you mean": "Apakah maksudnya", "Known here:": "Yang dikenal di sini:"}


def check_types(tree: Expression, table: Record) -> list[TypeFault]:
    """Judge an expression by a fact table; an empty list means that it can be asked."""
    checker = _Checker(table.fields)
    checker.condition(tree)
    return checker.faults


class _Checker:
    """Infers the type of each part; None stands for a part already found at fault."""

    def __init__(self, scope: Mapping[str, Type]) -> None:
        self._scope = dict(scope)
        self.faults: list[TypeFault] = []

    def condition(self, node: Expression) -> None:
        kind = self.infer(node)
        if kind is not None and not _is(kind, Scalar.BOOL):
            self._fault(
                node,
                f"{to_text(node)} is {words_for(kind)}, where a yes/no value must stand.",
                "Compare it with something, for example with ==.",
            )

    def infer(self, node: Expression) -> Type | None:
        match node:
            case Literal(value=value):
                return _literal(value)
            case Path():
                return self._path(node)
            case ListLiteral():
                return self._list(node)
            case Not(of=of):
                self.condition(of)
            case Logic(operands=operands):
                for operand in operands:
                    self.condition(operand)
            case Relation():
                self._relation(node)
            case Call():
                self._call(node)
                return INT
            case Has(path=path):
                self._path(path)
            case Comprehension():
                self._comprehension(node)
        return BOOL

    # ---------------------------------------------------------------- parts
    def _path(self, path: Path) -> Type | None:
        kind: Type | None = self._scope.get(path.root)
        if kind is None:
            self._unknown(path, path.root, self._scope)
            return None
        place = path.root
        for step in path.steps:
            if isinstance(step, str):
                if not isinstance(kind, Record):
                    self._fault(path, f"{place} is {words_for(kind)} and has no '{step}'.", "")
                    return None
                if step not in kind.fields:
                    self._unknown(path, step, kind.fields, f"{place}.")
                    return None
                kind, place = kind.fields[step], f"{place}.{step}"
            else:
                if not isinstance(kind, Indexed):
                    hint = (
                        "Only values per party and year take an index: party.budget_status[year]."
                    )
                    self._fault(path, f"{place} is {words_for(kind)} and takes no index.", hint)
                    return None
                key = self.infer(step)
                if key is not None and not _is(key, kind.key):
                    self._fault(
                        step, f"The index of {place} must be a {kind.key.value}.", "Write [year]."
                    )
                kind, place = kind.value, f"{place}[{to_text(step)}]"
        return kind

    def _list(self, node: ListLiteral) -> Type | None:
        kinds = [self.infer(item) for item in node.items]
        known = [kind for kind in kinds if kind is not None]
        if not known:
            if not node.items:
                self._fault(node, "The list is empty.", "Name at least one value.")
            return None
        first = known[0]
        for kind in known:
            if not isinstance(kind, One) or not isinstance(first, One):
                self._fault(node, "A list holds single values only.", "Name texts or numbers.")
                return None
            if kind.scalar is not first.scalar:
                self._fault(node, "The values of a list must be of one kind.", "Split the list.")
                return None
        return Many(One(first.scalar) if isinstance(first, One) else first)

    def _relation(self, node: Relation) -> None:
        left, right = self.infer(node.left), self.infer(node.right)
        if left is None or right is None:
            return
        if node.operator == "in":
            if not isinstance(right, Many):
                self._fault(
                    node, f"'in' needs a list on its right, not {words_for(right)}.", _IN_HINT
                )
                return
            self._same(node, left, right.entry)
            items = node.right.items if isinstance(node.right, ListLiteral) else ()
            self._values(left, items)
            self._values(right.entry, (node.left,))
            return
        if self._same(node, left, right):
            if _is(left, Scalar.BOOL) and node.operator not in ("==", "!="):
                self._fault(node, "Yes/no values have no order.", "Use == or !=.")
            self._values(left, (node.right,))
            self._values(right, (node.left,))

    def _same(self, node: Expression, left: Type, right: Type) -> bool:
        if not isinstance(left, One) or not isinstance(right, One):
            wrong = right if isinstance(left, One) else left
            self._fault(
                node,
                f"{words_for(wrong).capitalize()} cannot be compared.",
                "Use in, size or all.",
            )
            return False
        if left.scalar is not right.scalar:
            hint = "Both sides must be of one kind."
            if Scalar.DATE in (left.scalar, right.scalar):
                hint = 'Compare a date with date("2026-01-31"), or use days_between(a, b).'
            self._fault(
                node, f"{words_for(left).capitalize()} is compared with {words_for(right)}.", hint
            )
            return False
        return True

    def _values(self, kind: Type, others: Iterable[Expression]) -> None:
        """A text that the fact can never be is a slip of the pen."""
        if not isinstance(kind, One) or not kind.known:
            return
        for other in others:
            text = other.value if isinstance(other, Literal) else None
            if isinstance(text, str) and text not in kind.known:
                self._fault(
                    other,
                    f"'{text}' is never a value of this fact.",
                    _nearest(text, kind.known),
                    "unknown-value",
                )

    def _call(self, node: Call) -> None:
        for argument in node.arguments:
            kind = self.infer(argument)
            if kind is None:
                continue
            if node.function == "size":
                if not isinstance(kind, Many):
                    self._fault(argument, f"size() needs a list, not {words_for(kind)}.", "")
            elif not _is(kind, Scalar.DATE):
                hint = 'For example effective_on, or date("2026-01-31").'
                self._fault(
                    argument, f"{node.function}() needs dates, not {words_for(kind)}.", hint
                )

    def _comprehension(self, node: Comprehension) -> None:
        over = self._path(node.over)
        if over is None:
            return
        if not isinstance(over, Many):
            hint = f"Lists are: {', '.join(_lists(self._scope))}."
            self._fault(node.over, f"{to_text(node.over)} is {words_for(over)}, not a list.", hint)
            return
        if node.variable in self._scope:
            self._fault(
                node,
                f"'{node.variable}' already is a fact.",
                "Give the entry another name, for example p.",
            )
            return
        self._scope[node.variable] = over.entry
        self.condition(node.condition)
        del self._scope[node.variable]

    # ---------------------------------------------------------------- faults
    def _fault(self, node: Expression, message: str, hint: str, code: str = "guard-type") -> None:
        self.faults.append(TypeFault(code, message, hint, node.span[0], to_text(node)))

    def _unknown(self, path: Path, name: str, known: Iterable[str], within: str = "") -> None:
        if name == "party" and not within:
            hint = "Add 'each: party' to the guard, or use parties.all(p, ...)."
        else:
            hint = _nearest(name, known)
        self._fault(path, f"There is no fact '{within}{name}'.", hint, "unknown-fact")


_IN_HINT = 'Write fact in ["one", "two"].'


def _literal(value: bool | int | str | dt.date) -> Type:
    match value:
        case bool():
            return BOOL
        case int():
            return INT
        case str():
            return STRING
        case _:
            return DATE


def _is(kind: Type, scalar: Scalar) -> bool:
    return isinstance(kind, One) and kind.scalar is scalar


def _lists(scope: Mapping[str, Type], prefix: str = "") -> Iterator[str]:
    for name, kind in scope.items():
        if isinstance(kind, Many):
            yield f"{prefix}{name}"
        elif isinstance(kind, Record):
            yield from _lists(kind.fields, f"{prefix}{name}.")


def _nearest(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(word, names, 1, 0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known here: {', '.join(names[:15])}." if names else "There is nothing here."
