"""The ledger of what was said and heard is sealed day by day, by events of the installation.

What is decided is an event; what was sent, acknowledged and put off is a line of the ledger
(design 6). Before a checkpoint takes its leaves, each day of the ledger that is over gets an event
with the number of its lines and their digest, so that the checkpoint covers them.

A day is one of UTC, and its lines are those whose ids were given on it. It is sealed when it has
been over for an hour, longer than any transaction lasts; a line that is written by a clock which
lies behind the last sealed day gets an id after it. A day without lines gets no event: between
two sealed days every other one is empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import msgspec

from kadflow.audit.canonical import canonical_bytes
from kadflow.audit.chain import decode_event
from kadflow.domain.clock import IdSource
from kadflow.domain.events import Event
from kadflow.errors import HistoryBrokenError
from kadflow.services.history.installation import record
from kadflow.services.history.report import Finding, Tally
from kadflow.storage import history, ledger
from kadflow.storage.transactions import Transaction

LEDGER_SEALED = "ledger.sealed"
TAG = b"kadflow ledger 1\n"
GRACE = timedelta(hours=1)
_MILLISECONDS = 86_400_000
_NOTHING = "0"


class LedgerDay(msgspec.Struct, frozen=True):
    """A day of the ledger: how many lines it has, and the SHA-256 of all of them, hex."""

    day: str
    count: int
    digest: str


def ledger_days(tx: Transaction, low: str = "", high: str = "~") -> Iterator[LedgerDay]:
    """Every day that has lines, in order.

    Args:
        tx: A reading.
        low: The first id that counts.
        high: The first that does not count any more.
    """
    for day, lines in groupby(ledger.lines(tx, low, high), key=_day_of):
        yield _digested(day, lines)


def closed_days(tx: Transaction, now: datetime) -> list[LedgerDay]:
    """Days with lines that are over and that no event has sealed yet."""
    last = _last_sealed(tx)
    low = "" if last is None else _first_id(date.fromisoformat(last) + timedelta(days=1))
    return list(ledger_days(tx, low, _first_id((now - GRACE).astimezone(UTC).date())))


def seal_days(tx: Transaction, stream: str, days: Iterable[LedgerDay], now: datetime) -> None:
    """Seal days by one event each; those that another sealer was faster with are left out.

    Args:
        tx: Where the end of the installation's stream is locked.
        stream: The installation's.
        days: As `closed_days` found them.
        now: When this is recorded.
    """
    last = _last_sealed(tx) or ""
    for each in days:
        if each.day > last:
            record(tx, stream, LEDGER_SEALED, msgspec.structs.asdict(each), now=now)


def check_ledger(tx: Transaction, tally: Tally) -> None:
    """Compare every sealed day with the ledger as it stands; days that differ are findings."""
    stream = history.installation_stream(tx)
    if stream is None:
        return
    sealed: dict[str, Event] = {}
    for body in history.bodies_of_kinds(tx, stream, (LEDGER_SEALED,)):
        try:
            event = decode_event(body)
            sealed[date.fromisoformat(event.data["day"]).isoformat()] = event
        except (HistoryBrokenError, KeyError, ValueError):
            continue  # walking the stream says what is wrong with it
    if not sealed:
        return
    after = _first_id(date.fromisoformat(max(sealed)) + timedelta(days=1))
    found = {each.day: each for each in ledger_days(tx, "", after)}
    tally.ledger += sum(each.count for each in found.values())
    for day in sorted(sealed.keys() | found.keys()):
        seal, present = sealed.get(day), found.get(day)
        expected = _NOTHING if seal is None else _told(seal.data["count"], seal.data["digest"])
        there = _NOTHING if present is None else _told(present.count, present.digest)
        if expected != there:
            number = 0 if seal is None else seal.number
            tally.add(Finding("ledger", stream, number, expected, there, day))


def line_ids(tx: Transaction, ids: IdSource) -> Callable[[], str]:
    """Ids for lines of the ledger that are written in this transaction.

    None of them belongs to a day that is sealed, whatever the clock says.
    """
    last = _last_sealed(tx)
    if last is None:
        return ids.new
    open_from = _midnight(date.fromisoformat(last) + timedelta(days=1))
    return lambda: ids.new(not_before=open_from)


def _last_sealed(tx: Transaction) -> str | None:
    body = history.last_body_of_kind(tx, LEDGER_SEALED)
    return None if body is None else str(decode_event(body).data["day"])


def _digested(day: str, lines: Iterable[dict[str, Any]]) -> LedgerDay:
    count, digest = 0, hashlib.sha256(TAG)
    for line in lines:
        digest.update(canonical_bytes(line) + b"\n")
        count += 1
    return LedgerDay(day, count, digest.hexdigest())


def _told(count: int, digest: str) -> str:
    return f"{count} ({digest})"


def _day_of(line: dict[str, Any]) -> str:
    """The day on which the line's id was given; an id that tells none belongs to no day."""
    identity = str(line["id"])
    try:
        millis = int(identity[:8] + identity[9:13], 16)
        return (date(1970, 1, 1) + timedelta(days=millis // _MILLISECONDS)).isoformat()
    except (ValueError, OverflowError):
        return identity


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _first_id(day: date) -> str:
    """The lowest id that can be given on a day: an id begins with its milliseconds."""
    head = f"{int(_midnight(day).timestamp() * 1000):012x}"
    return f"{head[:8]}-{head[8:]}"
