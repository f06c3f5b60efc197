"""Walk streams from their first entry and name the first that is broken, in flat memory.

For each stored entry, in the order of its number:

1. the digest beside it is that of its bytes (else *changed*), and the bytes are an event of
   this stream (else *unreadable*, *inserted*);
2. it has the next number (else *removed*, *reordered*, *inserted* or *duplicated*);
3. it names the digest of the entry before it (else *previous*), and was recorded later than
   that one (else *time*);
4. every column stored beside the bytes says what the bytes say (else *column*);
5. its parts have the digests that it names (else *part*); a part that a sealing event removed
   is counted as sealed, and is no break.

At the end the last entry is the one that the stream's head names (else *truncated*, *inserted*
or *head*). Whoever can write to the whole database can forge a whole stream, head included; only
a checkpoint kept elsewhere shows that: `kadflow.audit.witness`.

An entry that holds is only found to hold: its bytes are hashed and read once, and everything is
compared in one expression. What is wrong with one that does not is found out afterwards.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from typing import Any, Final, get_type_hints

import msgspec

from kadflow.audit.breaks import Break, BreakKind
from kadflow.audit.canonical import canonical_bytes, parse_canonical
from kadflow.audit.chain import (
    EVENT_TAG,
    FORMAT,
    GENESIS,
    StreamHead,
    decode_event,
    event_digest,
)
from kadflow.audit.parts import SEALING_KIND, PartCheck, PartsOf, SealedPart, Tombstone, seals
from kadflow.domain.events import Actor, Event, LegalDate
from kadflow.errors import InvalidInputError, KadflowError

__all__ = [
    "ALL_COLUMNS",
    "KEY_COLUMNS",
    "Break",
    "PartsOf",
    "SealedPart",
    "StreamReport",
    "StreamWalk",
    "Tombstone",
    "seals",
    "verify_stream",
    "verify_streams",
]

KEY_COLUMNS: Final = ("stream", "number")
"""The columns that every row begins with."""

ALL_COLUMNS: Final = (
    "stream", "number", "kind", "version", "agreement", "actor.person", "actor.office",
    "effective_on.date", "recorded_at", "template",
)  # fmt: skip
"""Every column that is stored beside the bytes of an event; rows of these are compared fastest."""

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

Row = Sequence[Any]
"""Values of the columns, then digest (hex) and body (bytes)."""


class StreamReport(msgspec.Struct, frozen=True):
    """What verification found in one stream.

    Attributes:
        stream: Id of the stream.
        count: Entries that hold, counted from the first up to the first break.
        head: Number, digest and time of the last of them.
        first_break: The first break, if any.
        sealed: Parts met as sealed. Those sealed by an event of this stream were compared with
            it; for the others the caller asks `seals`.
    """

    stream: str
    count: int
    head: StreamHead
    first_break: Break | None = None
    sealed: tuple[SealedPart, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the stream holds."""
        return self.first_break is None


def verify_stream(
    rows: Iterable[Row],
    *,
    columns: Sequence[str] = KEY_COLUMNS,
    stream: str | None = None,
    head: StreamHead | None = None,
    parts: PartsOf | None = None,
    strict: bool = False,
) -> StreamReport:
    """Verify one stream.

    Args:
        rows: Its entries by rising number; each row has the values of ``columns``, then the
            digest (hex) and the body (bytes). Read once, never held.
        columns: Names of the columns, beginning with `KEY_COLUMNS`: fields of `Event` with a
            simple value, or ``actor.person`` and the like, or ``effective_on.date``.
        stream: Id of the stream; where None, that of the head or else of the first row.
        head: Where the stream shall end; where None, its end is not checked.
        parts: Asked for each entry that names parts; where None, parts are not checked.
        strict: Also check that each body is canonical JSON with exactly the fields of an event.
            Slow; for auditors who do not trust the program that wrote it.

    Returns:
        The report. A broken stream is a finding, not an exception.

    Raises:
        InvalidInputError: A column that events do not have.
    """
    walk = StreamWalk(rows, columns=columns, parts=parts, strict=strict)
    if stream is None:
        stream = head.stream if head is not None else walk.upcoming or ""
    return walk.visit(stream, head, every=True)


def verify_streams(
    rows: Iterable[Row],
    *,
    columns: Sequence[str] = KEY_COLUMNS,
    heads: Mapping[str, StreamHead] | None = None,
    parts: PartsOf | None = None,
    strict: bool = False,
) -> Iterator[StreamReport]:
    """Verify many streams in one pass over rows that are sorted by stream and number.

    Args:
        rows: As for `verify_stream`, all entries of a stream together.
        columns: As for `verify_stream`.
        heads: The head of each stream that exists; where None, ends are not checked. A head
            whose stream has no rows at all is reported last, a stream without head as inserted.
        parts: As for `verify_stream`.
        strict: As for `verify_stream`.

    Yields:
        One report per stream, as soon as it is read.

    Raises:
        InvalidInputError: A column that events do not have.
    """
    walk = StreamWalk(rows, columns=columns, parts=parts, strict=strict)
    unseen = set(heads) if heads is not None else set()
    while (stream := walk.upcoming) is not None:
        unseen.discard(stream)
        yield walk.visit(stream, None if heads is None else heads.get(stream, StreamHead(stream)))
    for stream in sorted(unseen):
        yield walk.visit(stream, heads[stream] if heads is not None else None)


class StreamWalk:
    """Goes through rows that are sorted by stream and number, one stream at a time.

    Args:
        rows: As for `verify_streams`.
        columns: As for `verify_stream`.
        parts: As for `verify_stream`.
        strict: As for `verify_stream`.

    Attributes:
        upcoming: Stream of the next row; None after the last.

    Raises:
        InvalidInputError: A column that events do not have.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        *,
        columns: Sequence[str] = ALL_COLUMNS,
        parts: PartsOf | None = None,
        strict: bool = False,
    ) -> None:
        self._plan = _plan(tuple(columns))
        self._parts = parts
        self._strict = strict
        self._rows = iter(rows)
        self._row = next(self._rows, None)

    @property
    def upcoming(self) -> str | None:
        """Stream of the next row; None after the last."""
        return None if self._row is None else self._row[0]

    def visit(self, stream: str, head: StreamHead | None, *, every: bool = False) -> StreamReport:
        """Verify the entries of the next stream.

        Args:
            stream: Its id; where it is not the upcoming one, it has no entries.
            head: Where it shall end; where None, its end is not checked.
            every: Whether every row that is left shall belong to it.
        """
        plan, parts, strict, hashed = self._plan, self._parts, self._strict, sha256
        decode, agrees = plan.decode, plan.agrees
        check = PartCheck(stream, parts) if parts is not None else None
        count, previous, recorded_at = 0, GENESIS, ""
        found: Break | None = None
        first, self._row = self._row, None
        if first is not None and first[0] != stream and not every:
            first, self._row = None, first
        rest = self._rest(stream, every=every)
        # The hot loop of every verification: each attribute costs about a hundredth of an entry.
        for due, row in enumerate(chain((first,), self._rows) if first is not None else (), 1):
            if row[0] != stream and not every:
                self._row = row
                break
            body, digest = row[-1], row[-2]
            if hashed(EVENT_TAG + body).hexdigest() != digest:
                actual = event_digest(body)
                found = Break(stream, due, "changed", f"digest {digest}", f"digest {actual}")
                break
            try:
                entry = decode(body)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                found = Break(stream, due, "unreadable", "an event", str(error))
                break
            if (
                entry.number != due
                or entry.previous != previous
                or entry.recorded_at <= recorded_at
                or entry.stream != stream
                or entry.format != FORMAT
                or not agrees(entry, row)
            ):
                last = StreamHead(stream, count, previous, recorded_at)
                if found := _diagnose(last, row, entry, plan, rest):
                    break
            if (
                check is not None
                and (entry.parts or entry.kind == SEALING_KIND)
                and (found := check.visit(due, entry.kind, entry.parts, body))
            ):
                break
            if strict and (found := _check_form(stream, due, body)):
                break
            count, previous, recorded_at = due, digest, entry.recorded_at
        if found is None:
            found = _check_end(stream, count, previous, head)
            if found is None and check is not None:
                found = check.unexplained()
        elif not every:
            deque(rest, 0)  # what comes after a break is read, and not judged
        last = StreamHead(stream, count, previous, recorded_at)
        return StreamReport(stream, count, last, found, tuple(check.met) if check else ())

    def _rest(self, stream: str, *, every: bool) -> Iterator[Row]:
        """What is left of a stream in which the walk stopped."""
        for row in self._rows:
            if row[0] != stream and not every:
                self._row = row
                return
            yield row


class _Plan(msgspec.Struct, frozen=True):
    """How to compare rows of certain columns: built once per set of columns."""

    columns: tuple[str, ...]
    decode: Callable[[bytes], Any]
    values: Callable[[Any], tuple[Any, ...]]
    agrees: Callable[[Any, Row], bool]


@lru_cache(maxsize=64)
def _plan(columns: tuple[str, ...]) -> _Plan:
    """Make a reader for the compared fields only: the rest of a body is skipped, not built."""
    if columns[:2] != KEY_COLUMNS:
        message = f"Rows begin with the columns {', '.join(KEY_COLUMNS)}, not with {columns[:2]}."
        raise InvalidInputError(
            message,
            hint="Select them in this order.",
            pesan="Kolom riwayat tidak dibaca menurut urutan yang semestinya.",
            saran="Baca kolomnya menurut urutan itu.",
        )
    hints = get_type_hints(Event)
    nested = {"actor": get_type_hints(Actor), "effective_on": get_type_hints(LegalDate)}
    compound = {*nested, "facts", "changes", "parts", "data"}
    names = {"stream", "number", "kind", "previous", "recorded_at", "format", "parts"}
    for column in columns:
        name, dot, rest = column.partition(".")
        if name not in hints or (rest not in nested.get(name, ()) if dot else name in compound):
            message = f"An event has no simple field {column!r} to compare a column with."
            raise InvalidInputError(
                message,
                hint="Leave the column out, or give its path.",
                pesan=f"Catatan riwayat tidak mempunyai isian sederhana {column!r} untuk "
                "dibandingkan.",
                saran="Tinggalkan kolom itu, atau sebutkan letaknya.",
            )
        names.add(name)
    fields = [(name, hints[name]) for name in sorted(names)]
    entry = msgspec.defstruct("Entry", fields, frozen=True, gc=False)
    values = attrgetter(*columns)

    def agrees(entry: Any, row: Row) -> bool:
        return bool(values(entry) == tuple(row[:-2]))

    return _Plan(
        columns,
        decode=msgspec.json.Decoder(entry).decode,
        values=values,
        agrees=_agrees_in_all if columns == ALL_COLUMNS else agrees,
    )


def _agrees_in_all(entry: Any, row: Row) -> bool:
    """Whether a row of `ALL_COLUMNS` says what its bytes say; a third of the general way's time."""
    stream, number, kind, version, agreement, person, office, day, at, template, _, _ = row
    actor = entry.actor
    same: bool = (
        entry.recorded_at == at
        and entry.number == number
        and entry.stream == stream
        and entry.agreement == agreement
        and entry.kind == kind
        and entry.version == version
        and actor.person == person
        and actor.office == office
        and entry.effective_on.date == day
        and entry.template == template
    )
    return same


def _diagnose(
    last: StreamHead, row: Row, entry: Any, plan: _Plan, later: Iterator[Row]
) -> Break | None:
    """Say what is wrong with an entry that the fast comparison did not accept."""
    stream, due = last.stream, last.number + 1
    if entry.format != FORMAT:
        return Break(stream, due, "unreadable", f"format {FORMAT}", f"format {entry.format}")
    if entry.stream != stream:
        here, there = f"an entry of stream {stream}", f"one of stream {entry.stream}"
        return Break(stream, due, "inserted", here, there)
    if entry.number > due:
        moved = any(_number(row, plan) == due for row in later)
        what: BreakKind = "reordered" if moved else "removed"
        return Break(stream, due, what, f"entry {due}", f"entry {entry.number}")
    if entry.number < due:
        what = "duplicated" if row[-2] == last.digest else "inserted"
        return Break(stream, entry.number, what, f"entry {due}", f"entry {entry.number} again")
    if entry.previous != last.digest:
        expected, found = f"previous {last.digest}", f"previous {entry.previous}"
        return Break(stream, due, "previous", expected, found)
    if entry.recorded_at <= last.recorded_at:
        return Break(stream, due, "time", f"a time after {last.recorded_at}", entry.recorded_at)
    for name, said, stored in zip(plan.columns, plan.values(entry), row[:-2], strict=True):
        if said != stored:
            return Break(stream, due, "column", repr(said), repr(stored), name)
    return None


def _number(row: Row, plan: _Plan) -> int:
    try:
        return int(plan.decode(row[-1]).number)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0


def _check_end(stream: str, number: int, digest: str, head: StreamHead | None) -> Break | None:
    if head is None:
        return None
    if number < head.number:
        expected = f"{head.number} entries, the last with digest {head.digest}"
        return Break(stream, number + 1, "truncated", expected, f"{number} entries")
    if number > head.number:
        expected = f"no entry after {head.number}"
        return Break(stream, head.number + 1, "inserted", expected, f"{number} entries")
    if digest != head.digest:
        return Break(stream, number, "head", f"digest {head.digest}", f"digest {digest}")
    return None


def _check_form(stream: str, number: int, body: bytes) -> Break | None:
    try:
        parse_canonical(bytes(body))
        event = decode_event(body)
        if canonical_bytes(event) != bytes(body):
            return Break(stream, number, "unreadable", "the fields of an event", "other fields")
        if not _TIME.fullmatch(event.recorded_at):
            return Break(stream, number, "unreadable", "a time in UTC", event.recorded_at)
    except KadflowError as error:
        return Break(stream, number, "unreadable", "canonical JSON", error.message)
    return None
