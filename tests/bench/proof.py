"""``history verify --all`` beside a bare reading and hashing of the same rows.

The bare reading is one process. Verification is measured twice: as the command runs, which takes
as many processes as there are processors once the record is large enough, and in one process.
"""

from __future__ import annotations

from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.single import NAMES
from tests.bench.sizes import Sizes
from tests.bench.worker import workers


def measure(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """In turn, each started in a process of its own, on one database."""
    place = places.of(dialect)
    small = places.of(dialect)
    for where, events in ((place, sizes.events), (small, sizes.events // 10)):
        with workers(load=("side_proof", {**where, "role": "load", "events": events})):
            pass
    wanted = {
        "bare": ("side_proof", {**place, "role": "bare"}),
        "alone": ("side_proof", {**place, "role": "verify", "processes": 1}),
        "verify": ("side_proof", {**place, "role": "verify"}),
    }
    rates: dict[str, list[float]] = {name: [] for name in wanted}
    with workers(**wanted) as crew:
        for _ in range(sizes.rounds):
            for name, worker in crew.items():
                rates[name].append(worker.ask()["rate"])
        peak = crew["alone"].ask()["peak"]
    with workers(alone=("side_proof", {**small, "role": "verify", "processes": 1})) as crew:
        base = crew["alone"].ask()["peak"]
    section = f"Verification of {sizes.events:,} entries, {NAMES[dialect]}"
    return [
        of_rounds(section, "history verify --all", rates["verify"], "/s"),
        of_rounds(section, "history verify --all in one process", rates["alone"], "/s"),
        of_rounds(section, "bare reading and hashing, one process", rates["bare"], "/s"),
        ratio(section, "verify / bare", rates["verify"], rates["bare"], goal=0.5),
        ratio(section, "verify in one process / bare", rates["alone"], rates["bare"]),
        Figure(section, "most memory, one process", peak, "MiB"),
        Figure(section, "most memory at a tenth of the entries", base, "MiB"),
        Figure(section, "memory / at a tenth", peak / base, "x", goal=1.2, better="lower"),
    ]
