"""Contestant: Kadflow in an installation of a given size."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from kadflow.app import Kadflow
from state_machines import read_template
from tests.bench import office
from tests.bench.loading import multiply
from tests.bench.resources import present_mib
from tests.bench.side_kadflow import timed
from tests.bench.worker import arguments, serve


def publish(kadflow: Kadflow, count: int) -> list[str]:
    """Variants of the measured template until so many are published; their keys."""
    _, _, text = kadflow.templates.get(office.TEMPLATE)
    document = dict(read_template(text).document)
    envelope = kadflow.operator()
    keys = []
    for number in range(count - len(kadflow.templates.published())):
        document["key"] = f"variant-{number}"
        keys.append(document["key"])
        reading = read_template(msgspec.json.encode(document).decode())
        kadflow.database.write(
            lambda tx, reading=reading: kadflow.templates.publish_in(tx, reading, envelope)
        )
    return keys


def main() -> None:
    given = arguments()
    folder = Path(given["folder"])
    kadflow = office.found(folder, None)
    keys = publish(kadflow, given.get("templates", 0)) or [office.TEMPLATE]
    waiting: list[str] = []
    if given.get("agreements"):
        (model,) = office.prepare(kadflow, 1)
        kadflow.close()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:  # its own memory
            made = pool.submit(multiply, folder / "kadflow.db", model, given["agreements"])
            waiting = random.Random(7).sample(made.result(), given["needed"])  # noqa: S311
        kadflow = Kadflow.open(folder)
    else:
        for number in range(given["needed"]):
            key = keys[number % len(keys)] if given.get("spread") else keys[0]
            waiting += office.prepare(kadflow, 1, template=key)
    jobs = office.commands(kadflow)

    def play(question: dict[str, Any]) -> dict[str, Any]:
        count = question["agreements"]
        agreements = waiting[:count]
        del waiting[:count]
        seconds, each = timed(kadflow, office.in_order(agreements, jobs))
        return {"cost": 1000 * seconds / len(each), "rss": present_mib()}

    serve({}, play)


if __name__ == "__main__":
    main()
