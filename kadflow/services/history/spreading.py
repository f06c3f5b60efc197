"""Walks a large record with several processes, which share out its streams among themselves.

Streams do not depend on each other, so each process reads at a moment of its own and the findings
are put together in the order of streams. The record is cut into many ranges; whoever is free takes
the next one from a common pipe, so that nobody waits for a helper that starts slowly. A helper
process that fails costs time, never an answer: its ranges are walked here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Final

import msgspec

from kadflow.services.history.helping import Range, Reports, Share, take
from kadflow.services.history.report import Tally
from kadflow.services.history.walking import walk
from kadflow.storage import history
from kadflow.storage.proving import LAST, ProofReading
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

WORTH_IT: Final = 100_000
"""Entries from which helpers pay for their start."""

MOST: Final = 8
RANGES: Final = 64  # each is named by one byte in the pipe

_START: Final = (
    "import json, sys; asked = json.load(sys.stdin); sys.path[:] = asked['path']; "
    "from kadflow.services.history.helping import help_walking; help_walking(asked)"
)
"""What a helper runs: nothing of the calling program, and its settings from standard input."""

_decode = msgspec.json.Decoder(Reports).decode


def walk_all(database: Database, tx: Transaction, tally: Tally, processes: int | None) -> None:
    """Verify every stream.

    Args:
        database: Which helpers open too.
        tx: A reading of it.
        tally: Gets what is found.
        processes: How many, this one included; None lets the size of the record decide.
    """
    wanted = processes if processes is not None else min(MOST, _processors())
    if wanted > 1 and processes is None and history.total_length(tx) < WORTH_IT:
        wanted = 1
    reading = ProofReading(tx, history.PROOF)
    ranges = ranges_of(tx) if wanted > 1 else [("", LAST)]
    reports: Reports = {}
    if len(ranges) > 1:
        reports = share_out(
            database, ranges, wanted - 1, lambda queue: take(reading, ranges, queue)
        )
    for place, (low, high) in enumerate(ranges):
        if place in reports:
            tally.join(reports[place])
        else:  # the only one, or taken by a helper that failed
            walk(reading, tally, low, high)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ranges_of(tx: Transaction) -> list[Range]:
    """Ranges of ids with about the same number of streams, at most `RANGES`."""
    bounds = ["", *history.bounds(tx, RANGES), LAST]
    return list(pairwise(bounds))


def share_out(
    database: Database, ranges: list[Range], helpers: int, own: Callable[[int], Reports]
) -> Reports:
    """Have ranges walked here and in helpers.

    Args:
        database: Which helpers open too.
        ranges: At most `RANGES`.
        helpers: How many processes beside this one.
        own: This process's share: given the pipe from which ranges are taken, as `take` does.

    Returns:
        The reports by the place of their range. One that is missing was taken by a helper that
        failed.
    """
    queue, entry = os.pipe()
    share = Share(
        path=sys.path,
        url=database.url,
        statements=history.PROOF.texts(database.dialect),
        ranges=ranges,
        queue=queue,
    )
    started: list[subprocess.Popen[bytes]] = []
    try:
        try:
            os.write(entry, bytes(range(len(ranges))))
        finally:
            os.close(entry)  # who takes from the empty pipe learns that nothing is left
        started += [each for _ in range(helpers) if (each := _start(share))]
        reports = own(queue)
        for helper in started:
            if len(reports) < len(ranges):
                reports |= _answer(helper)
        return reports
    finally:
        os.close(queue)
        for helper in started:
            helper.kill()
            helper.wait()
            if helper.stdout is not None:
                helper.stdout.close()


def _start(share: Share) -> subprocess.Popen[bytes] | None:
    try:
        helper = subprocess.Popen(  # noqa: S603 - this interpreter, and a fixed program
            [sys.executable, "-I", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(share.queue,),
            bufsize=0,  # what cannot be written is not kept to be written once more
        )
    except (OSError, ValueError):
        return None  # no more processes here, or none that inherit a pipe
    if helper.stdin is not None:
        with suppress(OSError):  # it died at once; its exit code says so
            helper.stdin.write(msgspec.json.encode(share))
        helper.stdin.close()
        helper.stdin = None
    return helper


def _answer(helper: subprocess.Popen[bytes]) -> Reports:
    said, _ = helper.communicate()
    try:
        return _decode(said) if helper.returncode == 0 else {}
    except msgspec.DecodeError:
        return {}
