"""Text of a guard to tokens.

Only what the language needs: names, integers, strings and a dozen signs. Anything else is a
`GuardSyntaxError` that says where it stands and what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from state_machines.errors import GuardSyntaxError

MAX_LENGTH = 500
MAX_INTEGER = 2**53 - 1

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<number>-?[0-9]+(?:\.[0-9]+)?[A-Za-z_]*)
  | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<sign>&&|\|\||==|!=|<=|>=|[<>!()\[\].,])
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {
    '"': '"', "'": "'", "\\": "\\", "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f",
    "a": "\a", "v": "\v", "`": "`", "?": "?",
}  # fmt: skip
_HINTS = {
    "=": "Compare with two signs: ==.",
    "&": "Write && for 'and'.",
    "|": "Write || for 'or'.",
    "+": "Guards do not calculate; state the number as a term or a literal.",
    "-": "Guards do not calculate; a minus sign may only stand before an integer.",
    "*": "Guards do not calculate; state the number as a term or a literal.",
    "/": "Guards do not calculate; state the number as a term or a literal.",
    "%": "Guards do not calculate; state the number as a term or a literal.",
    "?": "There is no 'a ? b : c'; write (a && b) || (!a && c).",
    "{": "There are no maps in guards; use a list in brackets.",
    '"': "Close the string with the same quotation mark, on the same line.",
    "'": "Close the string with the same quotation mark, on the same line.",
    ";": "A guard is one condition; join conditions with && or ||.",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (``name integer string sign end``), text or value, and place."""

    kind: str
    text: str
    start: int
    end: int
    value: int | str = ""


def tokenize(expression: str) -> list[Token]:
    """Cut an expression into tokens; the last one is always ``end``.

    Args:
        expression: At most 500 characters.

    Raises:
        GuardSyntaxError: It is too long, or holds something that is no token.
    """
    if len(expression) > MAX_LENGTH:
        raise GuardSyntaxError(
            f"The guard has {len(expression)} characters; at most {MAX_LENGTH} are allowed.",
            expression,
            MAX_LENGTH,
            "Split it into several guards and name them all under 'when' of the step.",
        )
    tokens: list[Token] = []
    position = 0
    while position < len(expression):
        found = _TOKEN.match(expression, position)
        if found is None:
            sign = expression[position]
            raise GuardSyntaxError(
                f"'{sign}' at position {position + 1} has no meaning here.",
                expression,
                position,
                _HINTS.get(sign, "Use facts, values, ! && || == != < <= > >= in, and brackets."),
            )
        if found.lastgroup != "space":
            tokens.append(_token(found, expression))
        position = found.end()
    tokens.append(Token("end", "", len(expression), len(expression)))
    return tokens


def _token(found: re.Match[str], expression: str) -> Token:
    kind, text, start, end = found.lastgroup, found.group(), found.start(), found.end()
    if kind == "number":
        if not re.fullmatch(r"-?[0-9]+", text):
            raise GuardSyntaxError(
                f"'{text}' at position {start + 1} is not a whole number.",
                expression,
                start,
                "Guards know whole numbers only: rupiah, days, years.",
            )
        if abs(int(text[:32])) > MAX_INTEGER:
            raise GuardSyntaxError(
                f"The number at position {start + 1} is too large.",
                expression,
                start,
                f"Use a whole number up to {MAX_INTEGER}.",
            )
        return Token("integer", text, start, end, int(text))
    if kind == "string":
        return Token("string", text, start, end, _unquote(text, expression, start))
    return Token(str(kind), text, start, end)


def _unquote(text: str, expression: str, start: int) -> str:
    def replace(found: re.Match[str]) -> str:
        code = found.group(1)
        if len(code) > 1 and 0xD800 <= int(code[1:], 16) <= 0xDFFF:
            code = "surrogate"
        if len(code) == 5:
            return chr(int(code[1:], 16))
        if code not in _ESCAPES:
            raise GuardSyntaxError(
                f"'{found.group()}' in the string at position {start + 1} is no known escape.",
                expression,
                start + found.start() + 1,
                r"Write a backslash itself as \\.",
            )
        return _ESCAPES[code]

    return _ESCAPE.sub(replace, text[1:-1])
