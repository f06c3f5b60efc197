"""The sweep of reminders beside the driver alone, and beside a tenth of the open deadlines."""

from __future__ import annotations

from typing import Any

from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.single import NAMES
from tests.bench.sizes import Sizes
from tests.bench.worker import workers

DUE_IN_A_SECOND = 10_000
"""The goal, whatever the size that is measured."""


def measure(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """Mornings in turn, on each of which the same number of deadlines is due."""
    due, turns = sizes.deadlines // 100, sizes.rounds + 1
    given = {"due": due, "turns": turns}
    few, many = places.of(dialect), places.of(dialect)
    for place, count in ((few, sizes.deadlines // 10), (many, sizes.deadlines)):
        with workers(load=("side_sweep", {**place, **given, "role": "load", "deadlines": count})):
            pass
    wanted: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, place in (("many", many), ("few", few)):
        # copies are made before anything runs
        copy = {**places.copy_of(place), "scratch": places.copy_of(place)}
        wanted[f"bare {name}"] = ("side_sweep", {**copy, **given, "role": "bare"})
        wanted[name] = ("side_sweep", {**place, **given, "role": "kadflow"})
    seconds: dict[str, list[float]] = {name: [] for name in wanted}
    memory: dict[str, float] = {}
    with workers(**wanted) as crew:
        for turn in range(turns):
            for name, worker in crew.items():
                said = worker.ask(turn=turn)
                memory[name] = said.get("rss", 0.0)
                if turn:
                    seconds[name].append(said["seconds"])
    section = f"Reminders: {due:,} due of {sizes.deadlines:,} open, {NAMES[dialect]}"
    fewer = f"of {sizes.deadlines // 10:,}"
    second = due / DUE_IN_A_SECOND
    figures = [
        of_rounds(
            section, "planned and written", seconds["many"], "s", goal=second, better="lower"
        ),
        of_rounds(section, "driver alone: the same reads and writes", seconds["bare many"], "s"),
        of_rounds(section, f"planned and written, {fewer}", seconds["few"], "s"),
        of_rounds(section, f"driver alone, {fewer}", seconds["bare few"], "s"),
    ]
    for what, name, goal in (("", "", 1.3), ("driver alone: ", "bare ", None)):
        figures.append(
            ratio(
                section,
                f"{what}time among all / {fewer}",
                seconds[f"{name}many"],
                seconds[f"{name}few"],
                goal=goal,
                better="lower",
            )
        )
    return [
        *figures,
        ratio(
            section, "reminders / driver alone", seconds["bare many"], seconds["many"], goal=0.3
        ),
        Figure(section, "memory", memory["many"], "MiB"),
        Figure(section, f"memory, {fewer}", memory["few"], "MiB"),
    ]
