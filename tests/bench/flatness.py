"""Whether a command costs the same in a small installation and in a large one."""

from __future__ import annotations

from typing import Any

from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.sizes import Sizes
from tests.bench.worker import workers

WITHIN = 1.2
"""Dearest over cheapest, at most."""


def agreements(places: Places, sizes: Sizes) -> list[Figure]:
    """The same commands among more and more agreements, picked at random; SQLite FULL."""
    wanted = {
        f"{count:,}": (
            "side_flat",
            {**places.sqlite(), "agreements": count, "needed": _needed(sizes)},
        )
        for count in sizes.holdings
    }
    section = "Flat in the number of agreements, SQLite FULL"
    costs, memory = _rounds(wanted, sizes)
    names = list(wanted)
    figures = [of_rounds(section, f"{name} agreements", costs[name], "ms") for name in names]
    figures += [Figure(section, f"memory at {name}", memory[name], "MiB") for name in names]
    last, first = costs[names[-1]], costs[names[0]]
    what = f"cost at {names[-1]} / at {names[0]}"
    return [*figures, ratio(section, what, last, first, goal=WITHIN, better="lower")]


def templates(places: Places, sizes: Sizes) -> list[Figure]:
    """The same commands with more and more templates published; SQLite FULL."""
    wanted = {
        f"{count:,}": (
            "side_flat",
            {**places.sqlite(), "templates": count, "needed": _needed(sizes)},
        )
        for count in sizes.templates
    }
    section = "Flat in the number of templates, SQLite FULL"
    costs, memory = _rounds(wanted, sizes)
    most = f"{sizes.templates[-1]:,}"
    spread = {
        most: (
            "side_flat",
            {
                **places.sqlite(),
                "templates": sizes.templates[-1],
                "needed": _needed(sizes),
                "spread": True,
            },
        )
    }
    spread_costs, spread_memory = _rounds(spread, sizes)
    names = list(wanted)
    figures = [of_rounds(section, f"{name} published", costs[name], "ms") for name in names]
    figures += [Figure(section, f"memory at {name}", memory[name], "MiB") for name in names]
    last, first = costs[names[-1]], costs[names[0]]
    what = f"cost at {names[-1]} / at {names[0]}"
    figures.append(ratio(section, what, last, first, goal=WITHIN, better="lower"))
    what = f"{most} published, each agreement under another one"
    figures.append(of_rounds(section, what, spread_costs[most], "ms"))
    figures.append(Figure(section, "memory then", spread_memory[most], "MiB"))
    return figures


def _needed(sizes: Sizes) -> int:
    return _warming(sizes) + sizes.rounds * sizes.flat


def _warming(sizes: Sizes) -> int:
    return max(2, sizes.flat // 2)


def _rounds(
    wanted: dict[str, tuple[str, dict[str, Any]]], sizes: Sizes
) -> tuple[dict[str, list[float]], dict[str, float]]:
    costs: dict[str, list[float]] = {name: [] for name in wanted}
    memory: dict[str, float] = {}
    with workers(**wanted) as crew:
        for worker in crew.values():
            worker.ask(agreements=_warming(sizes))
        for _ in range(sizes.rounds):
            for name, worker in crew.items():
                said = worker.ask(agreements=sizes.flat)
                costs[name].append(said["cost"])
                memory[name] = said["rss"]
    return costs, memory
