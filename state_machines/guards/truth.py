"""The three answers of a guard, after Kleene.

*Unknown* is not false: most real agreements lack facts, and a step that waits for a fact must say
so instead of pretending that the answer is no.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NoReturn


class Truth(StrEnum):
    """True, false or unknown; compare with ``is``, it has no boolean value of its own."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        message = "Truth has three values; compare it with 'is Truth.TRUE'"
        raise TypeError(message)

    @classmethod
    def of(cls, *, value: bool | None) -> Truth:
        """Truth of a Python value where None means unknown."""
        return _BY_VALUE[value]

    def negated(self) -> Truth:
        """Kleene's not: unknown stays unknown."""
        return _NEGATED[self]


_BY_VALUE = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}
_NEGATED = {
    Truth.TRUE: Truth.FALSE,
    Truth.FALSE: Truth.TRUE,
    Truth.UNKNOWN: Truth.UNKNOWN,
}
