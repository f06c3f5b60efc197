"""Messages: whole ones rendered, and handed over to a mail server on loopback."""

from __future__ import annotations

import time
from typing import Any

from tests.bench.figures import Figure, of_rounds, ratio
from tests.bench.places import Places
from tests.bench.single import NAMES
from tests.bench.sizes import Sizes
from tests.bench.worker import workers


def rendering(places: Places, sizes: Sizes) -> list[Figure]:
    """Words, HTML, calendar and MIME of reminders and requests, in one process."""
    del places
    with workers(one=("side_rendering", {})) as crew:
        crew["one"].ask(messages=sizes.messages)
        rates = [crew["one"].ask(messages=sizes.messages)["rate"] for _ in range(sizes.rounds)]
    section = "Rendering"
    return [of_rounds(section, "whole messages with their MIME bytes", rates, "/s", goal=1000)]


def delivery(places: Places, sizes: Sizes, dialect: str) -> list[Figure]:
    """Reminders planned beforehand and sent by one worker; on PostgreSQL also by two in turn."""
    count, several = sizes.messages, dialect == "postgresql"
    with workers(post=("side_post", {})) as server:
        place = {
            **places.of(dialect),
            "port": server["post"].ask()["port"],
            "messages": count,
            "turns": 1 + (1 + several) * sizes.rounds,
        }
        names = ["first", "second"] if several else ["first"]
        wanted: dict[str, tuple[str, dict[str, Any]]] = {
            name: ("side_delivery", {**place, "join": name != "first"}) for name in names
        }
        alone: list[float] = []
        together: list[float] = []
        with workers(**wanted) as crew:
            for turn in range(place["turns"]):
                crew["first"].ask(plan=turn)
                # the first turn warms every worker
                active = names if several and turn % 2 == 0 else names[:1]
                began = time.perf_counter()
                for name in active:
                    crew[name].tell(send=count // len(active))
                said = [crew[name].answer() for name in active]
                rate = count / (time.perf_counter() - began)
                assert sum(each["sent"] for each in said) == count, said
                if turn:
                    (together if len(active) > 1 else alone).append(rate)
            memory = crew["first"].ask(send=0)["rss"]
        taken = server["post"].ask()["taken"]
        assert taken == place["turns"] * count, taken
    section = f"Delivery over SMTP, {NAMES[dialect]}"
    figures = [of_rounds(section, "one worker", alone, "/s", goal=200)]
    if several:
        figures += [
            of_rounds(section, "two workers", together, "/s"),
            ratio(section, "two workers / one", together, alone, goal=1.6),
        ]
    return [*figures, Figure(section, "memory of a worker", memory, "MiB")]
