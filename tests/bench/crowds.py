"""Many callers at once: 32 threads on SQLite, 8 processes on PostgreSQL."""

from __future__ import annotations

import time
from typing import Any

from tests.bench.figures import Figure, of_rounds, percentile, ratio
from tests.bench.places import Places
from tests.bench.sizes import Sizes
from tests.bench.worker import workers


def threads(places: Places, sizes: Sizes) -> list[Figure]:
    """Callers in threads on one SQLite file, beside as many threads with own connections.

    The naive threads replay the very statements, questions included, and think nothing.
    """
    each_round = sizes.callers * sizes.crowd
    total = (sizes.rounds + 1) * each_round
    wanted: dict[str, tuple[str, dict[str, Any]]] = {
        "naive": (
            "side_raw",
            {**places.sqlite(), "total": total, "reads": True, "threads": sizes.callers},
        ),
        "kadflow": ("side_kadflow", places.sqlite()),
    }
    rates: dict[str, list[float]] = {name: [] for name in wanted}
    tails: dict[str, list[float]] = {name: [] for name in wanted}
    middles: dict[str, list[float]] = {name: [] for name in wanted}
    with workers(**wanted) as crew:
        crew["kadflow"].ask(prepare=True, agreements=total)
        for turn in range(sizes.rounds + 1):
            for name, worker in crew.items():
                said = worker.ask(agreements=each_round, threads=sizes.callers)
                if turn:
                    rates[name].append(said["rate"])
                    middles[name].append(1000 * percentile(said["each"], 0.50))
                    tails[name].append(1000 * percentile(said["each"], 0.99))
    section = f"{sizes.callers} callers, SQLite FULL"
    return [
        of_rounds(section, "Kadflow", rates["kadflow"], "/s", goal=3000.0),
        of_rounds(section, "Kadflow, p50", middles["kadflow"], "ms"),
        of_rounds(section, "Kadflow, p99", tails["kadflow"], "ms"),
        of_rounds(section, "naive threads, driver alone", rates["naive"], "/s"),
        of_rounds(section, "naive threads, p50", middles["naive"], "ms"),
        of_rounds(section, "naive threads, p99", tails["naive"], "ms"),
        ratio(section, "Kadflow / naive threads, rate", rates["kadflow"], rates["naive"]),
        ratio(
            section, "p99: naive threads / Kadflow", tails["naive"], tails["kadflow"], goal=10.0
        ),
    ]


def processes(places: Places, sizes: Sizes) -> list[Figure]:
    """Processes that work on one PostgreSQL database, beside one of them alone."""
    first = places.postgresql()
    crew_size = sizes.processes
    names = [f"p{place}" for place in range(crew_size)]
    wanted: dict[str, tuple[str, dict[str, Any]]] = {
        name: ("side_kadflow", {**first, "join": place > 0}) for place, name in enumerate(names)
    }
    alone: list[float] = []
    together: list[float] = []
    with workers(**wanted) as crew:
        for name in names:
            crew[name].ask(
                prepare=True,
                agreements=sizes.warming
                + sizes.rounds * (2 if name == names[0] else 1) * sizes.agreements,
            )
            crew[name].ask(agreements=sizes.warming)
        for _ in range(sizes.rounds):
            alone.append(crew[names[0]].ask(agreements=sizes.agreements)["rate"])
            began = time.perf_counter()
            for name in names:
                crew[name].tell(agreements=sizes.agreements)
            done = sum(len(crew[name].answer()["each"]) for name in names)
            together.append(done / (time.perf_counter() - began))
    section = f"{crew_size} processes, PostgreSQL"
    return [
        of_rounds(section, "one process", alone, "/s"),
        of_rounds(section, f"{crew_size} processes", together, "/s"),
        ratio(section, f"{crew_size} processes / one", together, alone, goal=2.0),
    ]
