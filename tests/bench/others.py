"""Importing a register, and how soon the program answers."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure, of_rounds
from tests.bench.places import Places
from tests.bench.sizes import Sizes
from tests.bench.worker import workers


def imports(places: Places, sizes: Sizes) -> list[Figure]:
    """Once: it is long enough to be its own average."""
    section = f"Import of {sizes.rows:,} rows, SQLite FULL"
    arguments = {**places.sqlite(), "rows": sizes.rows}
    with workers(kadflow=("side_import", arguments)) as crew:
        said = crew["kadflow"].ask()
    return [
        Figure(section, "rows", said["rate"], "/s", goal=1000.0),
        Figure(section, "registered", said["registered"], "rows"),
        Figure(section, "memory after a fifth", said["early"], "MiB"),
        Figure(section, "memory at the end", said["late"], "MiB"),
        Figure(
            section, "end / fifth", said["late"] / said["early"], "x", goal=1.2, better="lower"
        ),
    ]


def starting(_: Places, sizes: Sizes) -> list[Figure]:
    """``kadflow --help``, and an interpreter that does nothing."""
    program = Path(sys.executable).with_name("kadflow")
    section = "Start of the program"

    def seconds(*command: str) -> float:
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - began

    seconds(str(program), "--help")
    both = [
        (seconds(str(program), "--help"), seconds(sys.executable, "-c", "pass"))
        for _ in range(sizes.starts)
    ]
    return [
        of_rounds(section, "kadflow --help", [a for a, _ in both], "s", goal=0.3, better="lower"),
        of_rounds(section, "python -c pass", [b for _, b in both], "s"),
    ]
