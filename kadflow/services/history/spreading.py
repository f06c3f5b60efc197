"""Walks a large record with several processes, each over a range of streams of its own.

Streams do not depend on each other, so each process reads its range at a moment of its own and
the findings are simply put together. A helper process that fails costs time, never an answer:
its range is walked here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, Final

import msgspec

from kadflow.services.history.report import HistoryReport, Tally
from kadflow.services.history.walking import walk
from kadflow.storage import history
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

WORTH_IT: Final = 500_000
"""Entries from which helpers pay for their start."""

MOST: Final = 8

_START: Final = (
    "import json, sys; asked = json.load(sys.stdin); sys.path[:] = asked['path']; "
    "from kadflow.services.history.spreading import help_walking; help_walking(asked)"
)
"""What a helper runs: nothing of the calling program, and its settings from standard input."""


def walk_all(database: Database, tx: Transaction, tally: Tally, processes: int | None) -> None:
    """Verify every stream.

    Args:
        database: Which helpers open too.
        tx: A reading of it.
        tally: Gets what is found.
        processes: How many, this one included; None lets the size of the record decide.
    """
    wanted = processes if processes is not None else min(MOST, _processors())
    ranges = [("", history.LAST)]
    if wanted > 1:
        ranges = _ranges(tx, wanted, at_least=0 if processes is not None else WORTH_IT)
    helpers = [(low, high, _start(database.url, low, high)) for low, high in ranges[1:]]
    try:
        walk(tx, tally, *ranges[0])
        for low, high, helper in helpers:
            report = _answer(helper)
            if report is None:
                walk(tx, tally, low, high)
            else:
                tally.join(report)
    finally:
        for _, _, helper in helpers:
            if helper is not None and helper.poll() is None:
                helper.kill()
                helper.communicate()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ranges(tx: Transaction, wanted: int, *, at_least: int) -> list[tuple[str, str]]:
    """Ranges of ids with about the same number of entries; one where the record is small."""
    total = history.total_length(tx)
    if total < at_least:
        return [("", history.LAST)]
    bounds, walked = [""], 0
    for stream, _, length, *_ in history.streams_between(tx):
        if len(bounds) < wanted and walked >= total * len(bounds) / wanted:
            bounds.append(stream)
        walked += length
    return list(zip(bounds, [*bounds[1:], history.LAST], strict=True))


def _start(url: str, low: str, high: str) -> subprocess.Popen[bytes] | None:
    asked = {"path": sys.path, "url": url, "low": low, "high": high}
    try:
        helper = subprocess.Popen(  # noqa: S603 - this interpreter, and a fixed program
            [sys.executable, "-I", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None
    if helper.stdin is not None:
        try:
            helper.stdin.write(msgspec.json.encode(asked))
            helper.stdin.close()
        except OSError:
            pass  # it died at once; its exit code says so
        helper.stdin = None
    return helper


def _answer(helper: subprocess.Popen[bytes] | None) -> HistoryReport | None:
    if helper is None:
        return None
    said, _ = helper.communicate()
    if helper.returncode != 0:
        return None
    try:
        return msgspec.json.decode(said, type=HistoryReport)
    except msgspec.DecodeError:
        return None


def help_walking(asked: dict[str, Any]) -> None:
    """Walk one range and write the report to standard output; the helper's whole work."""
    tally = Tally()
    with Database.open(asked["url"]) as database, database.read() as tx:
        walk(tx, tally, asked["low"], asked["high"])
    sys.stdout.buffer.write(msgspec.json.encode(tally.report()))
