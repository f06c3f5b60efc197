"""Walks the streams of a range in one pass: events, parts and heads merged, memory flat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kadflow.audit.breaks import Break
from kadflow.audit.chain import StreamHead, decode_event
from kadflow.audit.parts import SealedPart, Tombstone, seals
from kadflow.audit.verify import ALL_COLUMNS, StreamReport, StreamWalk
from kadflow.domain.events import Part
from kadflow.errors import HistoryBrokenError
from kadflow.services.history.report import Finding, Tally
from kadflow.storage.proving import LAST, ProofReading


def walk(reading: ProofReading, tally: Tally, low: str = "", high: str = LAST) -> None:
    """Verify every stream from ``low`` up to, not including, ``high``.

    Args:
        reading: Events, parts and heads of one moment.
        tally: Gets what is found.
        low: First id.
        high: First id that is not looked at.
    """
    parts = _Parts(reading.parts(low, high))
    streams = StreamWalk(reading.events(low, high), columns=ALL_COLUMNS, parts=parts)
    for row in reading.streams(low, high):
        head = StreamHead(row[0], row[2], row[3], row[4] or "")
        while (upcoming := streams.upcoming) is not None and upcoming < head.stream:
            _visit(reading, tally, streams, StreamHead(upcoming), parts)
        _visit(reading, tally, streams, head, parts)
    while (upcoming := streams.upcoming) is not None:
        _visit(reading, tally, streams, StreamHead(upcoming), parts)
    for stray in parts.rest():
        tally.add(Finding.of(stray))


def walk_one(reading: ProofReading, tally: Tally, stream: str) -> None:
    """Verify one stream; one that does not exist at all is a finding."""
    before = tally.streams
    walk(reading, tally, stream, f"{stream}!")  # no other id begins with an id
    if tally.streams == before:
        tally.add(Finding("missing", stream, field="stream", expected="a stream", found="none"))


def _visit(
    reading: ProofReading, tally: Tally, streams: StreamWalk, head: StreamHead, parts: _Parts
) -> None:
    report = streams.visit(head.stream, head)
    strays = parts.leave(head.stream)
    tally.streams += 1
    tally.events += report.count
    if (
        strays
        or report.first_break is not None
        or report.sealed
        or report.head.recorded_at != head.recorded_at
    ):
        _tell(reading, tally, report, head, strays)


def _tell(
    reading: ProofReading,
    tally: Tally,
    report: StreamReport,
    head: StreamHead,
    strays: list[Break],
) -> None:
    """Tell what there is to tell of a stream; of most there is nothing."""
    broken = report.first_break
    if broken is None and report.head.recorded_at != head.recorded_at:
        broken = Break(
            head.stream,
            head.number,
            "column",
            repr(report.head.recorded_at),
            repr(head.recorded_at),
            "stream.recorded_at",
        )
    for stray in strays:
        if stray.stream != head.stream:  # of a stream without any entry
            tally.add(Finding.of(stray))
        elif broken is None:
            broken = stray
    if broken is None:
        broken = next((b for s in report.sealed if (b := _unexplained(reading, s))), None)
    if broken is not None:
        tally.add(Finding.of(broken))
    for sealed in report.sealed:
        tally.meet(sealed)


def _unexplained(reading: ProofReading, sealed: SealedPart) -> Break | None:
    """A break where the part's sealing is told by another stream, and that one does not tell it."""
    if sealed.by_stream == sealed.stream:
        return None  # compared while walking
    body = reading.body(sealed.by_stream, sealed.by_number)
    try:
        if body is not None and seals(decode_event(body), sealed):
            return None
    except HistoryBrokenError:
        pass
    told = f"entry {sealed.by_number} of {sealed.by_stream} to say that it was sealed"
    return Break(sealed.stream, sealed.number, "part", told, "no such entry", sealed.name)


class _Parts:
    """Gives the parts of an entry from rows in the order of entries, and finds those of none."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._row = next(rows, None)
        self._strays: list[Break] = []

    def __call__(self, stream: str, number: int) -> list[Part | Tombstone]:
        """The parts beside one entry; see `kadflow.audit.parts.PartsOf`."""
        row = self._row
        found: list[Part | Tombstone] = []
        while row is not None and (row[0] < stream or (row[0] == stream and row[1] <= number)):
            of, at, name, salt, content, by = row
            if at != number or of != stream:
                self._stray(row)
            elif by is None:
                found.append(Part(name, salt or b"", content or b""))
            else:
                found.append(self._tombstone(row))
            row = next(self._rows, None)
        self._row = row
        return found

    def _tombstone(self, row: tuple[Any, ...]) -> Tombstone:
        stream, number, name, salt, content, by = row
        by_stream, _, by_number = by.rpartition(":")
        if salt is not None or content is not None:
            told = "nothing, since it was sealed"
            self._strays.append(Break(stream, number, "part", told, "its content", name))
        return Tombstone(name, by_stream, int(by_number) if by_number.isdigit() else 0)

    def _stray(self, row: tuple[Any, ...]) -> None:
        self._strays.append(Break(row[0], row[1], "part", "no such part", "a part", row[2]))

    def leave(self, stream: str) -> list[Break]:
        """Pass over what is left of a stream, and say which parts belonged to no entry."""
        if self._row is not None and self._row[0] <= stream:
            self(stream, 2**62)
        strays, self._strays = self._strays, []
        return strays

    def rest(self) -> Iterator[Break]:
        """Parts whose stream has no entries at all."""
        while self._row is not None:
            self._stray(self._row)
            self._row = next(self._rows, None)
            yield from self._strays
            self._strays = []
