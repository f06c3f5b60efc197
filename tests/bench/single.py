"""One caller: durable commands per second beside the driver and beside plain applications."""

from __future__ import annotations

from typing import Any

from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.sizes import Sizes
from tests.bench.worker import workers

NAMES = {"sqlite": "SQLite FULL", "postgresql": "PostgreSQL"}


def measure(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """Rounds of all contestants in turn, each in a process of its own."""
    total = sizes.warming + sizes.rounds * sizes.agreements
    wanted: dict[str, tuple[str, dict[str, Any]]] = {
        "raw": ("side_raw", {**places.of(dialect), "total": total}),
        "reads": ("side_raw", {**places.of(dialect), "total": total, "reads": True}),
        "kadflow": ("side_kadflow", places.of(dialect)),
        "sqlmodel": ("side_sqlmodel", places.of(dialect)),
        "django": ("side_django", places.of(dialect)),
    }
    rates: dict[str, list[float]] = {name: [] for name in wanted}
    steps: dict[str, list[float]] = {}
    with workers(**wanted) as crew:
        for name, worker in crew.items():
            if name not in {"raw", "reads"}:
                worker.ask(prepare=True, agreements=total)
            worker.ask(agreements=sizes.warming, choose=True)
        for _ in range(sizes.rounds):
            for name, worker in crew.items():
                said = worker.ask(agreements=sizes.agreements)
                rates[name].append(said["rate"])
                for step, each in said.get("first", {}).items():
                    steps.setdefault(step, []).extend(each)
    section = f"One caller, {NAMES[dialect]}"
    labels = {
        "raw": "driver alone: the same rows, a transaction per command (limit)",
        "reads": "driver alone: the same rows and the same questions",
        "kadflow": "Kadflow",
        "sqlmodel": "SQLModel + python-statemachine",
        "django": "Django + django-fsm-2 + simple-history",
    }
    figures = [of_rounds(section, labels[name], rates[name], "/s") for name in labels]
    figures += [
        of_rounds(section, f"Kadflow: {step}", [1000 * each for each in steps[step]], "ms")
        for step in sorted(steps)
    ]
    own = rates["kadflow"]
    return [
        *figures,
        ratio(section, "Kadflow / driver alone", own, rates["raw"], goal=0.5),
        ratio(section, "Kadflow / driver with the questions", own, rates["reads"]),
        ratio(section, "Kadflow / django-fsm-2", own, rates["django"], goal=3.0),
        ratio(section, "Kadflow / SQLModel", own, rates["sqlmodel"]),
    ]
