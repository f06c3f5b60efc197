"""Walk a stream from its first entry and name the first that is broken, in flat memory.

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
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, Literal, get_type_hints

import msgspec

from kadflow.audit.canonical import canonical_bytes, parse_canonical
from kadflow.audit.chain import (
    EVENT_TAG,
    FORMAT,
    GENESIS,
    StreamHead,
    decode_event,
    event_digest,
    part_digest,
)
from kadflow.domain.events import Actor, Event, LegalDate, Part, PartRef
from kadflow.errors import HistoryBrokenError, InvalidInputError, KadflowError

BreakKind = Literal[
    "changed", "unreadable", "removed", "inserted", "duplicated", "reordered",
    "previous", "time", "column", "part", "truncated", "head",
]  # fmt: skip

KEY_COLUMNS: Final = ("stream", "number")
"""The columns that every row begins with."""

SEALING_KIND: Final = "part.sealed"
"""Kind of the event that removes a part; its data names ``stream``, ``number`` and ``part``."""

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

Row = Sequence[Any]
"""Values of the columns, then digest (hex) and body (bytes)."""


class Break(msgspec.Struct, frozen=True):
    """The first entry of a stream that does not hold.

    Attributes:
        stream: Id of the stream.
        number: The entry concerned; for a removed one the number that is missing.
        what: The kind of break.
        expected: What the rest of the record demands there.
        found: What is there.
        field: The column or part concerned; empty where none is.
    """

    stream: str
    number: int
    what: BreakKind
    expected: str
    found: str
    field: str = ""

    def __str__(self) -> str:
        """One sentence for people."""
        what = _SENTENCES[self.what].format(field=self.field)
        place = f"Stream {self.stream}, entry {self.number}"
        return f"{place}: {what} Expected {self.expected}; found {self.found}."

    def kalimat(self) -> str:
        """The sentence in Indonesian; what was expected and found stands in the fields."""
        return f"Catatan ke-{self.number}: {_KALIMAT[self.what].format(field=self.field)}"

    def error(self) -> HistoryBrokenError:
        """Give the break as the error to raise where nothing may go on."""
        hint = "Keep the database as it is, and compare it with a backup and the last checkpoint."
        return HistoryBrokenError(
            str(self),
            hint=hint,
            pesan=self.kalimat(),
            saran="Biarkan basis data apa adanya, lalu bandingkan dengan cadangan dan segel "
            "riwayat "
            "terakhir.",
            **msgspec.structs.asdict(self),
        )


_SENTENCES: Final[dict[BreakKind, str]] = {
    "changed": "its bytes or the digest beside them were changed.",
    "unreadable": "its bytes are not an event.",
    "removed": "it is missing.",
    "inserted": "an entry stands here that does not belong here.",
    "duplicated": "the entry before it is repeated.",
    "reordered": "it stands in another place.",
    "previous": "it does not follow from the entry before it: one of the two was replaced.",
    "time": "it was not recorded after the entry before it.",
    "column": "its column {field} contradicts its bytes.",
    "part": "its part {field} is not the one that it names.",
    "truncated": "the end of the stream is missing.",
    "head": "the stream does not end with the entry that its head names.",
}

_KALIMAT: Final[dict[BreakKind, str]] = {
    "changed": "isi catatan atau nilai pemeriksanya telah diubah.",
    "unreadable": "isinya bukan catatan riwayat.",
    "removed": "catatan ini hilang.",
    "inserted": "ada catatan yang tidak semestinya di sini.",
    "duplicated": "catatan sebelumnya berulang.",
    "reordered": "catatan ini berada di tempat yang salah.",
    "previous": "catatan ini tidak menyambung dengan catatan sebelumnya: salah satunya diganti.",
    "time": "catatan ini tidak dicatat sesudah catatan sebelumnya.",
    "column": "kolom {field} tidak sama dengan isi catatan.",
    "part": "bagian {field} bukan bagian yang disebut catatan ini.",
    "truncated": "akhir riwayat hilang.",
    "head": "riwayat tidak berakhir pada catatan yang semestinya.",
}


class Tombstone(msgspec.Struct, frozen=True):
    """What is kept in place of a sealed part.

    Attributes:
        name: The part's name.
        by_stream: Stream of the event that sealed it.
        by_number: Number of that event.
    """

    name: str
    by_stream: str
    by_number: int


class SealedPart(msgspec.Struct, frozen=True):
    """A part that verification met as sealed: whose, its name, and by which event."""

    stream: str
    number: int
    name: str
    by_stream: str
    by_number: int


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


PartsOf = Callable[[str, int], Iterable[Part | Tombstone]]
"""Gives what is stored beside an entry, by stream and number."""


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
    rows = iter(rows)
    if stream is None:
        first = next(rows, None) if head is None else None
        stream = head.stream if head is not None else str(first[0]) if first is not None else ""
        rows = rows if first is None else _before(first, rows)
    return _walk(stream, rows, _plan(tuple(columns)), head, parts, strict=strict)


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
    plan = _plan(tuple(columns))
    unseen = set(heads) if heads is not None else set()
    for stream, entries in groupby(rows, itemgetter(0)):
        head = None if heads is None else heads.get(stream, StreamHead(stream))
        unseen.discard(stream)
        yield _walk(stream, entries, plan, head, parts, strict=strict)
    for stream in sorted(unseen):
        head = heads[stream] if heads is not None else None
        yield _walk(stream, iter(()), plan, head, parts, strict=strict)


def seals(event: Event, part: SealedPart) -> bool:
    """Say whether this event is the one that sealed the part."""
    return (event.stream, event.number) == (part.by_stream, part.by_number) and (
        _target(event) == (part.stream, part.number, part.name)
    )


class _Plan(msgspec.Struct, frozen=True):
    """How to compare rows of certain columns: built once per set of columns."""

    columns: tuple[str, ...]
    decode: Callable[[bytes], Any]
    values: Callable[[Any], tuple[Any, ...]]


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
    return _Plan(columns, msgspec.json.Decoder(entry).decode, attrgetter(*columns))


def _walk(
    stream: str,
    rows: Iterator[Row],
    plan: _Plan,
    head: StreamHead | None,
    parts: PartsOf | None,
    *,
    strict: bool,
) -> StreamReport:
    count, previous, recorded_at = 0, GENESIS, ""
    decode, values, hashed = plan.decode, plan.values, sha256
    found: Break | None = None
    seal = _Seals(stream, parts)
    # The hot loop of every verification: each attribute costs about a fiftieth of an entry.
    for due, row in enumerate(rows, 1):
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
            or values(entry) != row[:-2]
        ):
            last = StreamHead(stream, count, previous, recorded_at)
            if found := _diagnose(last, row, entry, plan, rows):
                break
        if (
            parts is not None
            and (entry.parts or entry.kind == SEALING_KIND)
            and (found := seal.visit(due, entry.kind, entry.parts, body))
        ):
            break
        if strict and (found := _check_form(stream, due, body)):
            break
        count, previous, recorded_at = due, digest, entry.recorded_at
    if found is None:
        found = _check_end(stream, count, previous, head) or seal.unexplained()
    last = StreamHead(stream, count, previous, recorded_at)
    return StreamReport(stream, count, last, found, tuple(seal.met))


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


class _Seals:
    """Compares parts with their digests, and sealed ones with the events that sealed them."""

    def __init__(self, stream: str, parts: PartsOf | None) -> None:
        self.met: list[SealedPart] = []
        self._stream = stream
        self._parts = parts or (lambda _stream, _number: ())
        self._sealing: set[tuple[int, tuple[str, int, str]]] = set()

    def visit(
        self, number: int, kind: str, refs: tuple[PartRef, ...], body: bytes
    ) -> Break | None:
        """Look at one entry; a break where a part is not what it names."""
        if kind == SEALING_KIND and (target := _target(decode_event(body))) is not None:
            self._sealing.add((number, target))
        if not refs:
            return None
        stored = {part.name: part for part in self._parts(self._stream, number)}
        for ref in refs:
            part = stored.pop(ref.name, None)
            expected = f"digest {ref.digest}"
            if part is None:
                return self._broken(number, ref.name, expected, "nothing")
            if isinstance(part, Tombstone):
                self.met.append(
                    SealedPart(self._stream, number, part.name, part.by_stream, part.by_number)
                )
                continue
            try:
                digest = part_digest(part.salt, part.content)
            except InvalidInputError as error:
                return self._broken(number, ref.name, expected, error.message)
            if digest != ref.digest:
                return self._broken(number, ref.name, expected, f"digest {digest}")
        for name in stored:
            return self._broken(number, name, "no such part", "a part")
        return None

    def unexplained(self) -> Break | None:
        """Find the first part whose sealing this stream should tell, and does not."""
        for part in self.met:
            target = (part.stream, part.number, part.name)
            if part.by_stream == self._stream and (part.by_number, target) not in self._sealing:
                expected = f"entry {part.by_number} to say that it was sealed"
                return self._broken(part.number, part.name, expected, "no such entry")
        return None

    def _broken(self, number: int, name: str, expected: str, found: str) -> Break:
        return Break(self._stream, number, "part", expected, found, name)


def _target(event: Event) -> tuple[str, int, str] | None:
    """Read which part a sealing event names; None for any other event."""
    stream, number, part = (event.data.get(key) for key in ("stream", "number", "part"))
    if event.kind != SEALING_KIND or not isinstance(number, int):
        return None
    return str(stream), number, str(part)


def _before(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows
