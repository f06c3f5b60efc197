"""``history verify --all`` beside a bare reading and hashing of the same rows."""

from __future__ import annotations

from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.single import NAMES
from tests.bench.sizes import Sizes
from tests.bench.worker import workers


def measure(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """Both in turn, each in a process of its own, on one database."""
    place = places.of(dialect)
    small = places.of(dialect)
    for where, events in ((place, sizes.events), (small, sizes.events // 10)):
        with workers(load=("side_proof", {**where, "role": "load", "events": events})):
            pass
    wanted = {
        "bare": ("side_proof", {**place, "role": "bare"}),
        "verify": ("side_proof", {**place, "role": "verify"}),
    }
    rates: dict[str, list[float]] = {name: [] for name in wanted}
    with workers(**wanted) as crew:
        for _ in range(sizes.rounds):
            for name, worker in crew.items():
                said = worker.ask()
                rates[name].append(said["rate"])
        peak = crew["verify"].ask()["peak"]
    with workers(verify=("side_proof", {**small, "role": "verify"})) as crew:
        base = crew["verify"].ask()["peak"]
    section = f"Verification of {sizes.events:,} entries, {NAMES[dialect]}"
    return [
        of_rounds(section, "history verify --all", rates["verify"], "/s"),
        of_rounds(section, "bare reading and hashing", rates["bare"], "/s"),
        ratio(section, "verify / bare", rates["verify"], rates["bare"], goal=0.5),
        Figure(section, "most memory", peak, "MiB"),
        Figure(section, "most memory at a tenth of the entries", base, "MiB"),
        Figure(section, "memory / at a tenth", peak / base, "x", goal=1.2, better="lower"),
    ]
