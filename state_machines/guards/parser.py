"""Tokens of a guard to a tree: a small Pratt parser with limits.

Binding, weakest first: ``||``, ``&&``, comparisons (which do not chain), ``!``. At most 20 levels
deep and one comprehension inside another condition; a chain of one operator counts as one level.
Nothing but the fixed functions can be called, so an expression can reach no code.
"""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Literal as OneOf
from typing import NoReturn, cast

from state_machines.errors import GuardSyntaxError
from state_machines.guards.lexer import Token, tokenize
from state_machines.guards.syntax import (
    RELATIONS,
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
)

MAX_DEPTH = 20
FUNCTIONS = {"size": 1, "days_between": 2, "years_between": 2}
_SPECIAL = ("has", "date", *FUNCTIONS)
_WORDS = {"true", "false", "null", "in"}
_OR, _AND, _RELATION = 1, 2, 3
_POWER = {"||": _OR, "&&": _AND, **dict.fromkeys(RELATIONS, _RELATION)}


def parse(expression: str) -> Expression:
    """Read a guard expression.

    Args:
        expression: At most 500 characters and 20 levels.

    Returns:
        A frozen tree whose spans point into ``expression``.

    Raises:
        GuardSyntaxError: With the 0-based position and a hint.
    """
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokenize(expression)
        self._at = 0
        self._depth = 0
        self._variable: str | None = None

    def whole(self) -> Expression:
        if self._now.kind == "end":
            self._fail(
                "The guard is empty.", "Write a condition, for example: agreement.term_over."
            )
        tree = self._expression_at(0)
        if self._now.kind != "end":
            self._unexpected("The condition should end here")
        return tree

    # ---------------------------------------------------------------- tokens
    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += token.kind != "end"
        return token

    def _is(self, text: str) -> bool:
        return self._now.text == text and self._now.kind in ("sign", "name")

    def _expect(self, text: str, why: str) -> Token:
        if not self._is(text):
            self._unexpected(f"Expected '{text}' {why}")
        return self._take()

    def _fail(self, message: str, hint: str, position: int | None = None) -> NoReturn:
        place = self._now.start if position is None else position
        raise GuardSyntaxError(message, self._expression, place, hint)

    def _unexpected(self, expectation: str) -> NoReturn:
        token = self._now
        found = f"'{token.text}'" if token.kind != "end" else "the end of the guard"
        hint = "Check the brackets, and that && or || stands between two conditions."
        lowered = token.text.lower()
        if token.kind == "name" and lowered in ("and", "or", "not", "is"):
            sign = {"and": "&&", "or": "||", "not": "!", "is": "=="}[lowered]
            hint = f"Write {sign} instead of '{token.text}'."
        self._fail(f"{expectation}, but found {found} at position {token.start + 1}.", hint)

    # ---------------------------------------------------------------- expressions
    def _expression_at(self, power: int) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(
                f"The guard is nested more than {MAX_DEPTH} levels deep.",
                "Split it into several guards, or remove brackets.",
            )
        left = self._prefix()
        while (found := _POWER.get(self._operator(), 0)) > power:
            left = self._logic(left, found) if found < _RELATION else self._relation(left)
        self._depth -= 1
        return left

    def _operator(self) -> str:
        return self._now.text if self._now.kind in ("sign", "name") else ""

    def _logic(self, first: Expression, power: int) -> Expression:
        operator = self._now.text
        operands = [first]
        while self._is(operator):
            self._take()
            operands.append(self._expression_at(power))
        span = (first.span[0], self._tokens[self._at - 1].end)
        return Logic(cast(OneOf["&&", "||"], operator), tuple(operands), span)

    def _relation(self, left: Expression) -> Expression:
        operator = self._take().text
        right = self._expression_at(_RELATION)
        if self._operator() in RELATIONS:
            self._fail(
                "Comparisons cannot be chained.", "Write a < b && b < c instead of a < b < c."
            )
        return Relation(operator, left, right, (left.span[0], self._tokens[self._at - 1].end))

    def _prefix(self) -> Expression:
        token = self._now
        if self._is("!"):
            self._take()
            of = self._expression_at(_RELATION)
            return Not(of, (token.start, self._tokens[self._at - 1].end))
        if self._is("("):
            self._take()
            inner = self._expression_at(0)
            self._expect(")", "to close the bracket")
            return inner
        if self._is("["):
            return self._list()
        if token.kind in ("integer", "string"):
            self._take()
            return Literal(token.value, (token.start, token.end))
        if token.kind == "name":
            return self._name()
        return self._unexpected("Expected a fact or a value")

    def _list(self) -> Expression:
        start = self._take().start
        items: list[Expression] = []
        while not self._is("]"):
            items.append(self._expression_at(0))
            if not self._is("]"):
                self._expect(",", "between the values of a list")
        end = self._take().end
        return ListLiteral(tuple(items), (start, end))

    def _name(self) -> Expression:
        token = self._take()
        span = (token.start, token.end)
        if token.text in ("true", "false"):
            return Literal(token.text == "true", span)
        if token.text == "null":
            self._fail(
                "There is no null in guards.", "Ask has(path) whether a fact is known.", span[0]
            )
        if token.text in _WORDS:
            self._at -= 1
            self._unexpected("Expected a fact or a value")
        if self._is("("):
            return self._function(token)
        if token.text.startswith("_"):
            self._fail(
                f"'{token.text}' is no fact.", "Names of facts begin with a letter.", span[0]
            )
        return self._path(token)

    # ---------------------------------------------------------------- functions
    def _function(self, name: Token) -> Expression:
        if name.text not in _SPECIAL:
            near = difflib.get_close_matches(name.text, _SPECIAL, 1)
            known = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(_SPECIAL)}."
            self._fail(f"There is no function '{name.text}'.", known, name.start)
        self._take()
        if name.text == "has":
            return self._has(name)
        arguments: list[Expression] = []
        while not self._is(")"):
            arguments.append(self._expression_at(0))
            if not self._is(")"):
                self._expect(",", f"between the arguments of {name.text}")
        end = self._take().end
        if name.text == "date":
            return self._date(name, arguments, end)
        if len(arguments) != FUNCTIONS[name.text]:
            wanted = FUNCTIONS[name.text]
            self._fail(
                f"{name.text} takes {wanted} argument{'s' * (wanted > 1)}, not {len(arguments)}.",
                "Write size(list) or days_between(earlier, later).",
                name.start,
            )
        return Call(name.text, tuple(arguments), (name.start, end))

    def _has(self, name: Token) -> Expression:
        path = self._expression_at(0)
        if not isinstance(path, Path):
            self._fail(
                "has() asks about one fact.",
                "Write has(terms.title), without any operator.",
                name.end,
            )
        end = self._expect(")", "to close has(").end
        return Has(path, (name.start, end))

    def _date(self, name: Token, arguments: list[Expression], end: int) -> Expression:
        text = arguments[0].value if _is_text(arguments) else None  # type: ignore[union-attr]
        try:
            if not isinstance(text, str) or len(text) != len("2026-01-31"):
                raise ValueError  # noqa: TRY301
            return Literal(dt.date.fromisoformat(text), (name.start, end))
        except ValueError:
            self._fail(
                "date() needs a day of the calendar.", 'Write date("2026-01-31").', name.start
            )

    # ---------------------------------------------------------------- paths
    def _path(self, root: Token) -> Expression:
        steps: list[str | Literal | Path] = []
        while True:
            if self._is("."):
                self._take()
                field = self._take()
                if field.kind != "name" or field.text in _WORDS or field.text.startswith("_"):
                    self._fail(
                        f"After '.' a field must be named, not '{field.text}'.",
                        "Names have small letters, digits and _, and begin with a letter.",
                        field.start,
                    )
                if self._is("("):
                    return self._comprehension(root, tuple(steps), field)
                steps.append(field.text)
            elif self._is("["):
                self._take()
                steps.append(self._index())
            else:
                end = self._tokens[self._at - 1].end
                return Path(root.text, tuple(steps), (root.start, end))

    def _index(self) -> Literal | Path:
        index = self._expression_at(0)
        if not isinstance(index, Literal | Path):
            self._fail("An index is a fact or a value.", "Write party.budget_status[year].")
        self._expect("]", "to close the index")
        return index

    def _comprehension(
        self, root: Token, steps: tuple[str | Literal | Path, ...], kind: Token
    ) -> Expression:
        if kind.text not in ("all", "exists"):
            self._fail(
                f"Nothing can be called here; '{kind.text}' is unknown.",
                "Only list.all(x, condition) and list.exists(x, condition) exist.",
                kind.start,
            )
        if self._variable is not None:
            self._fail(
                "One all/exists cannot stand inside another.",
                "Split the guard into two guards.",
                kind.start,
            )
        over = Path(root.text, steps, (root.start, kind.start - 1))
        self._take()
        variable = self._take()
        if variable.kind != "name" or variable.text in {*_WORDS, *_SPECIAL} | {"all", "exists"}:
            self._fail(
                "The first argument names one entry of the list.",
                f"Write {kind.text}(p, condition about p).",
                variable.start,
            )
        self._expect(",", "after the name of the entry")
        self._variable = variable.text
        condition = self._expression_at(0)
        self._variable = None
        end = self._expect(")", f"to close {kind.text}(").end
        return Comprehension(
            cast(OneOf["all", "exists"], kind.text),
            over,
            variable.text,
            condition,
            (root.start, end),
        )


def _is_text(arguments: list[Expression]) -> bool:
    return len(arguments) == 1 and isinstance(arguments[0], Literal)
