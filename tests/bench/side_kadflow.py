"""Contestant: Kadflow's own facade."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kadflow.app import Kadflow
from tests.bench import office
from tests.bench.resources import present_mib
from tests.bench.worker import arguments, serve


def timed(kadflow: Kadflow, jobs: Sequence[office.Job]) -> tuple[float, list[float]]:
    """Seconds for all, and for each command."""
    run = kadflow.agreements.run
    clock = time.perf_counter
    each = []
    began = clock()
    before = began
    for envelope, command in jobs:
        run(envelope, command)
        now = clock()
        each.append(now - before)
        before = now
    return clock() - began, each


def crowd(
    kadflow: Kadflow, agreements: Sequence[str], jobs: Any, threads: int
) -> tuple[float, list[float]]:
    """The same from many threads at once, each with agreements of its own."""
    shares = [office.in_order(agreements[place::threads], jobs) for place in range(threads)]
    times: list[list[float]] = [[] for _ in shares]
    start = threading.Barrier(threads + 1)

    def work(place: int) -> None:
        start.wait()
        times[place] = timed(kadflow, shares[place])[1]

    crew = [threading.Thread(target=work, args=(place,)) for place in range(threads)]
    for thread in crew:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in crew:
        thread.join()
    return time.perf_counter() - began, [each for share in times for each in share]


def main() -> None:
    given = arguments()
    folder, url = Path(given["folder"]), given.get("url")
    if given.get("join"):
        kadflow = Kadflow.open(folder, database_url=url)
    else:
        kadflow = office.found(folder, url)
    jobs = office.commands(kadflow)
    waiting: list[str] = []

    def play(question: dict[str, Any]) -> dict[str, Any]:
        count = question["agreements"]
        if question.get("prepare"):
            waiting.extend(office.prepare(kadflow, count))
            return {"prepared": len(waiting)}
        agreements = waiting[:count]
        del waiting[:count]
        threads = question.get("threads", 1)
        if threads > 1:
            seconds, each = crowd(kadflow, agreements, jobs, threads)
        else:
            seconds, each = timed(kadflow, office.in_order(agreements, jobs))
        return {
            "rate": len(each) / seconds,
            "each": each,
            "rss": present_mib(),
            "first": {
                step: [t for s, t in zip(_steps(len(agreements)), each, strict=True) if s == step]
                for step in sorted(set(office.STEPS))
            }
            if threads == 1
            else {},
        }

    serve({}, play)


def _steps(agreements: int) -> list[str]:
    return [step for step in office.STEPS for _ in range(agreements)]


if __name__ == "__main__":
    main()
