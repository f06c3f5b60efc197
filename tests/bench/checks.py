"""Checking the money of all agreements beside the bare sums, and beside one in a hundred."""

from __future__ import annotations

from typing import Any

from tests.bench.budgets import LINES
from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.single import NAMES
from tests.bench.sizes import Sizes
from tests.bench.worker import workers

GOAL = 5.0
"""Seconds for all checks of 100,000 agreements, whatever the size that is measured."""


def measure(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """In turn: everything because a day came, one in a hundred because it changed, bare sums."""
    count = sizes.budgets
    place = places.of(dialect)
    given: dict[str, Any] = {**place, "agreements": count}
    with workers(load=("side_budget", {**given, "role": "load"})):
        pass
    seconds: dict[str, list[float]] = {"all": [], "some": [], "bare": []}
    processor: dict[str, list[float]] = {"all": [], "some": []}
    memory = 0.0
    with workers(
        kadflow=("side_budget", {**given, "role": "kadflow"}),
        bare=("side_budget", {**given, "role": "bare"}),
    ) as crew:
        for turn in range(sizes.rounds):
            said = crew["kadflow"].ask(turn=turn, changed=0)
            seconds["all"].append(said["seconds"])
            processor["all"].append(said["cpu"])
            seconds["bare"].append(crew["bare"].ask()["seconds"])
            said = crew["kadflow"].ask(turn=turn, changed=max(1, count // 100))
            seconds["some"].append(said["seconds"])
            processor["some"].append(said["cpu"])
            memory = max(memory, said["rss"])
    section = f"Checks of {count:,} agreements x {LINES} lines, {NAMES[dialect]}"
    goal = GOAL * count / 100_000
    return [
        of_rounds(section, "all checks", seconds["all"], "s", goal=goal, better="lower"),
        of_rounds(section, "bare sums by party and year", seconds["bare"], "s"),
        ratio(section, "all checks / bare sums", seconds["all"], seconds["bare"], better="lower"),
        of_rounds(section, "one in a hundred changed", seconds["some"], "s"),
        ratio(section, "all / one in a hundred", seconds["all"], seconds["some"], goal=20),
        of_rounds(section, "all checks, processor time here", processor["all"], "s"),
        ratio(section, "the same ratio by processor time", processor["all"], processor["some"]),
        Figure(section, "memory, budgets", memory, "MiB"),
    ]
