"""Contestant: the yearly recap of a whole register, in each format."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from kadflow.app import Kadflow
from tests.bench.resources import peak_mib
from tests.bench.side_import import register
from tests.bench.worker import arguments, serve


def main() -> None:
    given = arguments()
    folder = Path(given["folder"])
    kadflow = Kadflow.create(folder, database_url=given.get("url"), exercise=True)
    path = folder / "register.csv"
    register(path, given["rows"])
    kadflow.imports.run(path, kadflow.operator())

    def play(question: dict[str, Any]) -> dict[str, Any]:
        form = question["form"]
        began = time.perf_counter()
        built = kadflow.reports.build(
            kadflow.operator(), "rekap", period="2026", formats=(form,), draft=True
        )
        return {
            "seconds": time.perf_counter() - began,
            "agreements": built.agreements,
            "memory": peak_mib(),
        }

    serve({}, play)


if __name__ == "__main__":
    main()
