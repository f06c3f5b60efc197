"""What a helper of verification does; it loads as little as it can, since it is waited for."""

from __future__ import annotations

import os
import sys
from typing import Any

import msgspec

from kadflow.services.history.report import HistoryReport, Tally
from kadflow.services.history.walking import walk
from kadflow.storage.proving import ProofReading, ProofStatements
from kadflow.storage.sessions import Database

Range = tuple[str, str]
Reports = dict[int, HistoryReport]  # by the place of their range


class Share(msgspec.Struct, frozen=True):
    """What a helper is told.

    Attributes:
        path: Where its modules are found.
        url: Of the database.
        statements: As `ProofStatements.texts` gives them.
        ranges: Of stream ids; all helpers have the same.
        queue: The pipe from which the places of ranges are taken, one byte each.
    """

    path: list[str]
    url: str
    statements: list[str]
    ranges: list[Range]
    queue: int


def take(reading: ProofReading, ranges: list[Range], queue: int) -> Reports:
    """Walk the next range for as long as there is one."""
    reports: Reports = {}
    while taken := os.read(queue, 1):
        tally = Tally()
        walk(reading, tally, *ranges[taken[0]])
        reports[taken[0]] = tally.report()
    return reports


def help_walking(asked: dict[str, Any]) -> None:
    """Take ranges while there are any, then write the reports; a helper's whole work."""
    share = msgspec.convert(asked, Share)
    statements = ProofStatements.of_texts(share.statements)
    with Database.open(share.url) as database, database.read() as tx:
        reports = take(ProofReading(tx, statements), share.ranges, share.queue)
    sys.stdout.buffer.write(msgspec.json.encode(reports))
