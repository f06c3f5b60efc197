"""Contestants of a sweep: Kadflow's planning of reminders, and the driver that replays it."""

from __future__ import annotations

import re
import time
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from kadflow.app import Kadflow
from kadflow.services.reminders import AT_ONCE
from tests.bench import office
from tests.bench.open_deadlines import fill, morning
from tests.bench.recording import Call, recording
from tests.bench.resources import present_mib
from tests.bench.side_raw import OnPostgres, OnSqlite, Unit
from tests.bench.worker import arguments, serve

_PLACE = re.compile(r"%s|%%")


def load(given: dict[str, Any]) -> None:
    """Make the installation that the contestants get copies of."""
    url = given.get("url")
    kadflow = office.found(Path(given["folder"]), url)
    fill(kadflow, given["deadlines"], due=given["due"], turns=given["turns"])
    kadflow.close()
    if url is not None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def record(given: dict[str, Any]) -> list[list[Unit]]:
    """What Kadflow asks and writes on each morning, one unit per transaction."""
    scratch = given["scratch"]
    kadflow = Kadflow.open(Path(scratch["folder"]), database_url=scratch.get("url"))
    turns = []
    for turn in range(given["turns"]):
        units: list[Unit] = []
        planned = 0
        while planned < given["due"]:
            unit: Unit = []
            with recording(unit.append):
                most = min(AT_ONCE, given["due"] - planned)
                planned += kadflow.reminders.plan(morning(turn), limit=most).planned
            units.append(unit)
        turns.append(units)
    kadflow.close()
    return turns


def numbered(call: Call) -> Call:
    """A statement with the server's own places, which spare the driver from reading it again."""
    sql, values, several = call
    if several or "$1" in sql:
        return call
    numbers = count(1)
    found = _PLACE.sub(lambda at: "%" if at[0] == "%%" else f"${next(numbers)}", sql)
    return found, values, several


def main() -> None:
    given = arguments()
    folder, url, due = Path(given["folder"]), given.get("url"), given["due"]
    if given["role"] == "load":
        load(given)
        serve({}, lambda _: {})
    elif given["role"] == "kadflow":
        kadflow = Kadflow.open(folder, database_url=url)

        def plan(question: dict[str, Any]) -> dict[str, Any]:
            began = time.perf_counter()
            report = kadflow.reminders.plan(morning(question["turn"]), limit=due)
            seconds = time.perf_counter() - began
            assert report.made == report.planned == due, report
            return {"seconds": seconds, "rss": present_mib()}

        serve({}, plan)
    else:
        turns = record(given)
        player: OnSqlite | OnPostgres = OnSqlite(str(folder / "kadflow.db"))
        if url is not None:
            player = OnPostgres(url)
            player.pipelined = False  # COPY is not possible inside a pipeline
            turns = [[list(map(numbered, unit)) for unit in units] for units in turns]

        def replay(question: dict[str, Any]) -> dict[str, Any]:
            began = time.perf_counter()
            player.play(turns[question["turn"]])
            seconds = time.perf_counter() - began
            assert player.notices() == due * (question["turn"] + 1)
            return {"seconds": seconds}

        serve({}, replay)


if __name__ == "__main__":
    main()
