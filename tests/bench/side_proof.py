"""Contestants of the proof: Kadflow's whole verification, and a bare reading that only hashes."""

from __future__ import annotations

import sqlite3
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from kadflow.app import Kadflow
from tests.bench import chains
from tests.bench.resources import peak_mib, present_mib
from tests.bench.worker import arguments, serve

_TAG = b"kadflow event 1\n"
_ROWS = "SELECT digest, body FROM event ORDER BY stream, number"


def bare(given: dict[str, Any]) -> int:
    """Read every row's digest and bytes in order, hash the bytes, compare; no more."""
    count = 0
    if given.get("url"):
        with psycopg.connect(given["url"]) as connection:
            cursor = connection.cursor(name="bare", binary=True)
            cursor.itersize = 1000
            for digest, body in cursor.execute(_ROWS):
                assert sha256(_TAG + body).hexdigest() == digest
                count += 1
        return count
    reader = sqlite3.connect(f"{given['folder']}/kadflow.db")
    reader.execute("PRAGMA cache_size = -16384")
    for digest, body in reader.execute(_ROWS):
        assert sha256(_TAG + body).hexdigest() == digest
        count += 1
    reader.close()
    return count


def main() -> None:
    given = arguments()
    folder, url = Path(given["folder"]), given.get("url")
    if given["role"] == "load":
        kadflow = Kadflow.create(folder, database_url=url, exercise=True)
        chains.fill(kadflow, given["events"])
        kadflow.close()
        if url is not None:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        serve({}, lambda _: {})
        return
    proof = Kadflow.open(folder, database_url=url).history if given["role"] == "verify" else None

    def play(_: dict[str, Any]) -> dict[str, Any]:
        began = time.perf_counter()
        if proof is None:
            count = bare(given)
        else:
            report = proof.verify(everything=True, processes=given.get("processes"))
            assert report.ok, str(report)
            count = report.events
        seconds = time.perf_counter() - began
        return {"rate": count / seconds, "events": count, "peak": peak_mib(), "rss": present_mib()}

    serve({}, play)


if __name__ == "__main__":
    main()
