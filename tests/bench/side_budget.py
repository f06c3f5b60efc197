"""Contestants of checking budgets: Kadflow's sweep, and the driver's bare sums by party and year."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import select
from sqlmodel import col

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.storage.statements import Statement
from kadflow.storage.tables.budget import BudgetCheck
from tests.bench import office
from tests.bench.budgets import change, fill
from tests.bench.resources import present_mib
from tests.bench.worker import arguments, serve

_SUMS = (
    "SELECT count(*) FROM (SELECT agreement, party, year, sum(planned), sum(appropriated), "
    "sum(committed), sum(realised) FROM budget_line GROUP BY agreement, party, year) AS sums"
)
_IDS = Statement(
    select(col(BudgetCheck.agreement)).order_by(col(BudgetCheck.agreement)), name="bench.ids"
)


def load(given: dict[str, Any]) -> None:
    """Make the installation that is measured."""
    url = given.get("url")
    kadflow = office.found(Path(given["folder"]), url)
    fill(kadflow, given["agreements"])
    kadflow.close()
    if url is not None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    else:
        with sqlite3.connect(Path(given["folder"]) / "kadflow.db") as file:
            file.execute("ANALYZE")


def turn_of(turn: int) -> datetime:
    """Mornings on which time alone brings every agreement up again: 1 October and 1 January."""
    year, late = 2026 + (turn + 1) // 2, turn % 2 == 0
    day = date(year, 10, 1) if late else date(year, 1, 1)
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(hours=1)


def main() -> None:
    given = arguments()
    folder, url = Path(given["folder"]), given.get("url")
    if given["role"] == "load":
        load(given)
        serve({}, lambda _: {})
        return
    if given["role"] == "bare":
        serve({}, _bare(folder, url))
        return
    clock = ExerciseClock(datetime(2026, 1, 5, 2, tzinfo=UTC))
    kadflow = Kadflow.open(folder, database_url=url, clock=clock)
    with kadflow.database.read() as tx:
        ids = [row[0] for row in tx.all(_IDS)]

    def check(question: dict[str, Any]) -> dict[str, Any]:
        """All of them because a day came, or one in a hundred because it changed."""
        changed = question["changed"]
        if changed:
            some = ids[:: max(1, len(ids) // changed)][:changed]
            change(kadflow, some)
        else:
            clock.move_to(turn_of(question["turn"]))
        cpu, began = time.process_time(), time.perf_counter()
        sifted = kadflow.budgets.sift()
        seconds = time.perf_counter() - began
        assert sifted.checked == (changed or len(ids)), sifted.checked
        return {
            "seconds": seconds,
            "cpu": time.process_time() - cpu,
            "rss": present_mib(),
            "changed": len(sifted.changed),
        }

    serve({}, check)


def _bare(folder: Path, url: str | None) -> Any:
    if url is None:
        file = sqlite3.connect(folder / "kadflow.db")
        run = lambda: file.execute(_SUMS).fetchone()  # noqa: E731
    else:
        server = psycopg.connect(url, autocommit=True)
        run = lambda: server.execute(_SUMS).fetchone()  # noqa: E731

    def ask(_question: dict[str, Any]) -> dict[str, Any]:
        began = time.perf_counter()
        found = run()
        assert found is not None
        assert found[0] > 0
        return {"seconds": time.perf_counter() - began}

    return ask


if __name__ == "__main__":
    main()
