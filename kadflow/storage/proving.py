"""What verification reads: entries, parts and heads of the streams in a range of ids.

Nothing here needs more than the driver. A helper process is handed the texts of the statements
and starts in a tenth of a second, where building them would take half a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, cast

from kadflow.storage.transactions import Transaction

if TYPE_CHECKING:
    from kadflow.storage.statements import DialectName, Statement

LAST: Final = "\U0010ffff"
"""Sorts after the id of every stream."""


class ProofStatements(NamedTuple):
    """The questions of verification.

    Attributes:
        events: Rows of the streams from ``low`` up to, not including, ``high``, in order; columns
            as `kadflow.storage.history.EVENT_COLUMNS`.
        parts: Stream, number, name, salt, content and sealing event, in the order of events.
        streams: Id, kind, length, head and time, in the order of ids.
        body: The bytes of the event ``number`` of ``stream``.
    """

    events: Statement
    parts: Statement
    streams: Statement
    body: Statement

    def texts(self, dialect: DialectName) -> list[str]:
        """What another process needs to ask the same."""
        return [statement.prepare(dialect, {})[0].unlocked for statement in self]

    @classmethod
    def of_texts(cls, texts: list[str]) -> Self:
        """The same questions again, from what `texts` gave."""
        return cls(*(cast("Statement", _Text(text)) for text in texts))


class _Text:
    """A statement whose text another process has compiled: what a reading asks of one."""

    convert = None
    returns = True

    def __init__(self, text: str) -> None:
        self.name = text
        self.sql = self.unlocked = text
        self.defaults: dict[str, Any] = {}

    @staticmethod
    def pick(values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in their order, which is that of the text: see `ProofReading`."""
        return tuple(values.values())

    def prepare(
        self, _dialect: DialectName, values: Mapping[str, Any]
    ) -> tuple[_Text, Mapping[str, Any]]:
        return self, values


class ProofReading:
    """The record of one moment, as verification goes through it.

    Values are given in the order in which the texts name them.
    """

    def __init__(self, tx: Transaction, statements: ProofStatements) -> None:
        self._tx = tx
        self._statements = statements

    def events(self, low: str, high: str) -> Iterator[tuple[Any, ...]]:
        """See `ProofStatements.events`."""
        return self._tx.stream(self._statements.events, low=low, high=high)

    def parts(self, low: str, high: str) -> Iterator[tuple[Any, ...]]:
        """See `ProofStatements.parts`."""
        return self._tx.stream(self._statements.parts, low=low, high=high)

    def streams(self, low: str, high: str) -> Iterator[tuple[Any, ...]]:
        """See `ProofStatements.streams`."""
        return self._tx.stream(self._statements.streams, low=low, high=high)

    def body(self, stream: str, number: int) -> bytes | None:
        """See `ProofStatements.body`."""
        row = self._tx.one(self._statements.body, stream=stream, number=number)
        return row[0] if row else None
