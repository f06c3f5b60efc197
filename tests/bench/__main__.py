"""``python -m tests.bench``: measure, compare with the goals, print, and keep as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tests.bench import checks, crowds, flatness, messages, others, pages, proof, single, sweeps
from tests.bench.figures import Figure, show
from tests.bench.places import Places, places
from tests.bench.sizes import FULL, QUICK, USUAL, Sizes

SECTIONS: dict[str, Callable[[Places, Sizes], list[Figure]]] = {
    "sqlite": lambda at, sizes: single.measure(at, sizes, "sqlite"),
    "postgres": lambda at, sizes: single.measure(at, sizes, "postgresql"),
    "threads": crowds.threads,
    "processes": crowds.processes,
    "agreements": flatness.agreements,
    "templates": flatness.templates,
    "verify-sqlite": lambda at, sizes: proof.measure(at, sizes, "sqlite"),
    "verify-postgres": lambda at, sizes: proof.measure(at, sizes, "postgresql"),
    "reminders-sqlite": lambda at, sizes: sweeps.measure(at, sizes, "sqlite"),
    "reminders-postgres": lambda at, sizes: sweeps.measure(at, sizes, "postgresql"),
    "budgets-sqlite": lambda at, sizes: checks.measure(at, sizes, "sqlite"),
    "budgets-postgres": lambda at, sizes: checks.measure(at, sizes, "postgresql"),
    "rendering": messages.rendering,
    "delivery-sqlite": lambda at, sizes: messages.delivery(at, sizes, "sqlite"),
    "delivery-postgres": lambda at, sizes: messages.delivery(at, sizes, "postgresql"),
    "reports": pages.reports,
    "recap": pages.recap,
    "imports": others.imports,
    "starting": others.starting,
}


def main() -> None:
    """Read the options, run the sections, show what they found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a smoke run; its figures mean nothing")
    size.add_argument("--full", action="store_true", help="a million events, 100,000 rows")
    parser.add_argument("--only", nargs="*", choices=list(SECTIONS), default=list(SECTIONS))
    parser.add_argument("--output", type=Path, help="write the figures there as JSON")
    parser.add_argument("--folder", type=Path, help="where the databases lie while measuring")
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL if options.full else USUAL
    console = Console(stderr=True)
    figures: list[Figure] = []
    with places(options.folder) as at:
        for name in options.only:
            console.print(f"measuring: {name} ...")
            figures += SECTIONS[name](at, sizes)
    show(figures, Console(width=None if sys.stdout.isatty() else 120))
    if options.output is not None:
        options.output.write_text(json.dumps(report(figures), indent=1) + "\n")


def report(figures: list[Figure]) -> dict[str, object]:
    """The figures with what is worth knowing about the machine."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "figures": [figure.as_json() for figure in figures],
    }


if __name__ == "__main__":
    main()
