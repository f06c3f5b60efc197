"""Contestant: the bare driver, writing exactly the rows that Kadflow writes.

Agreements are prepared, the database is copied, the timed commands run once through Kadflow while
their statements are written down, and then each round replays them on the copy: one transaction
per command, prepared statements, positional parameters that were made beforehand, the same
durability. Nothing is decided, hashed, encoded or checked; by default nothing is read either.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.numeric import Int8Dumper

from tests.bench import office
from tests.bench.recording import Call, is_read, recording, sqlite_connection
from tests.bench.worker import arguments, serve

_REMINDERS = "SELECT count(*) FROM notice WHERE kind = 'deadline_near'"
Unit = list[Call]
"""The statements of one command."""


def record(given: dict[str, Any], count: int) -> tuple[list[list[Unit]], str]:
    """The units of each agreement, and the place where they can be replayed."""
    folder, url = Path(given["folder"]), given.get("url")
    kadflow = office.found(folder, url)
    agreements = office.prepare(kadflow, count)
    jobs = office.commands(kadflow)
    kadflow.close()
    place = given.get("copy") or str(folder / "copy.db")
    if url is None:
        shutil.copyfile(folder / "kadflow.db", place)
    else:
        parts = psycopg.conninfo.conninfo_to_dict(url)
        target = psycopg.conninfo.conninfo_to_dict(place)["dbname"]
        with psycopg.connect(given["maintenance"], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{target}" TEMPLATE "{parts["dbname"]}"')
    kadflow = type(kadflow).open(folder, database_url=url)
    units: list[list[Unit]] = []
    for agreement in agreements:
        own: list[Unit] = []
        for envelope, command in jobs(agreement):
            unit: Unit = []
            with recording(unit.append):
                kadflow.agreements.run(envelope, command)
            own.append(unit)
        units.append(own)
    kadflow.close()
    return units, place


class OnSqlite:
    """Replays on SQLite."""

    def __init__(self, path: str, *, patience: float = 0.0) -> None:
        self._connection = sqlite_connection(path, patience=patience)

    def notices(self) -> int:
        """How many reminders stand in the outbox."""
        found = self._connection.execute(_REMINDERS).fetchone()
        assert found is not None
        return int(found[0])

    def play(self, units: Sequence[Unit]) -> list[float]:
        """Seconds of each unit."""
        execute, many = self._connection.execute, self._connection.executemany
        clock = time.perf_counter
        each = []
        for unit in units:
            before = clock()
            execute("BEGIN IMMEDIATE")
            for sql, values, several in unit:
                if several:
                    many(sql, values)
                elif sql.startswith("SELECT"):
                    execute(sql, values).fetchall()
                else:
                    execute(sql, values)
            execute("COMMIT")
            each.append(clock() - before)
        return each


class OnPostgres:
    """Replays on PostgreSQL, in pipeline mode unless that turns out to be slower.

    The writes are joined into few statements, as Kadflow sends them.
    """

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self._connection.prepared_max = 1000
        self._connection.adapters.register_dumper(int, Int8Dumper)
        self._cursor = self._connection.cursor()
        self._raw = psycopg.RawCursor(self._connection)
        self.pipelined = True

    def notices(self) -> int:
        """How many reminders stand in the outbox."""
        found = self._connection.execute(_REMINDERS).fetchone()
        assert found is not None
        return int(found[0])

    def play(self, units: Sequence[Unit]) -> list[float]:
        """Seconds of each unit."""
        clock = time.perf_counter
        each = []
        for unit in units:
            before = clock()
            if self.pipelined:
                with self._connection.pipeline():
                    self._unit(unit)
            else:
                self._unit(unit)
            each.append(clock() - before)
        return each

    def _unit(self, unit: Unit) -> None:
        self._cursor.execute("BEGIN", prepare=False)
        for sql, values, several in unit:
            if several:
                with self._cursor.copy(sql) as copy:
                    for row in values:
                        copy.write_row(row)
                continue
            done = (self._raw if "$1" in sql else self._cursor).execute(sql, values)
            if sql.startswith("SELECT"):
                done.fetchall()
        self._cursor.execute("COMMIT", prepare=False)


def crowd(place: str, shares: Sequence[Sequence[Unit]]) -> tuple[float, list[float]]:
    """Naive threads on SQLite: a connection each, and the lock is waited for as SQLite does."""
    times: list[list[float]] = [[] for _ in shares]
    start = threading.Barrier(len(shares) + 1)

    def work(number: int) -> None:
        mine = OnSqlite(place, patience=60.0)
        start.wait()
        times[number] = mine.play(shares[number])

    crew = [threading.Thread(target=work, args=(place,)) for place in range(len(shares))]
    for thread in crew:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in crew:
        thread.join()
    return time.perf_counter() - began, [each for share in times for each in share]


def main() -> None:
    given = arguments()
    with_reads = bool(given.get("reads"))
    recorded, place = record(given, given["total"])
    rows = [sum(len(v) if several else 1 for _, v, several in unit if not is_read((_, v, several)))
            for own in recorded for unit in own]  # fmt: skip
    waiting = [
        [[call for call in unit if with_reads or not is_read(call)] for unit in own]
        for own in recorded
    ]
    player: OnSqlite | OnPostgres | None = None
    if given.get("threads", 1) == 1:
        player = OnPostgres(place) if given.get("url") else OnSqlite(place)

    def play(question: dict[str, Any]) -> dict[str, Any]:
        count, threads = question["agreements"], question.get("threads", 1)
        own = waiting[:count]
        del waiting[:count]
        if threads > 1:
            shares = [
                [unit[step] for step in range(len(office.STEPS)) for unit in own[at::threads]]
                for at in range(threads)
            ]
            seconds, each = crowd(place, shares)
            return {"rate": len(each) / seconds, "each": each}
        assert player is not None
        if isinstance(player, OnPostgres) and question.get("choose"):
            half = len(own) // 2
            player.play(_flat(own[:2]))
            slow = sum(player.play(_flat(own[2:half])))
            player.pipelined = False
            fast = sum(player.play(_flat(own[half:-2])))
            player.pipelined = slow / (half - 2) < fast / (len(own) - half - 2)
            return {"pipelined": player.pipelined}
        began = time.perf_counter()
        each = player.play(_flat(own))
        return {"rate": len(each) / (time.perf_counter() - began), "each": each}

    serve({"statements": sum(len(u) for own in recorded for u in own), "rows": sum(rows)}, play)


def _flat(own: Sequence[Sequence[Unit]]) -> list[Unit]:
    return [each[step] for step in range(len(office.STEPS)) for each in own]


if __name__ == "__main__":
    main()
