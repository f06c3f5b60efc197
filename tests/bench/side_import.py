"""Contestant: the import of a register made of the shipped sample, over and over."""

from __future__ import annotations

import csv
import time
from importlib import resources
from pathlib import Path
from typing import Any

from kadflow.app import Kadflow
from tests.bench.resources import peak_mib, present_mib
from tests.bench.worker import arguments, serve


def register(path: Path, count: int) -> None:
    """Write a register of ``count`` rows: the sample's, each time under other references."""
    sample = resources.files("kadflow.intake") / "samples" / "agreements.csv"
    with sample.open(encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        names, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        for number in range(count):
            turn, at = divmod(number, len(rows))
            row = dict(rows[at])
            row["ref"] = f"{row['ref']}-{turn}"
            row["title"] = f"{row['title']} ({turn})"
            if row["parent_ref"]:
                row["parent_ref"] = f"{row['parent_ref']}-{turn}"
            numbers = [each for each in row["document_numbers"].split(";") if each]
            row["document_numbers"] = ";".join(f"{each}/{turn}" for each in numbers)
            writer.writerow(row)


def main() -> None:
    given = arguments()
    folder = Path(given["folder"])
    kadflow = Kadflow.create(folder, database_url=given.get("url"), exercise=True)
    path = folder / "register.csv"
    register(path, given["rows"])
    early = 0.0
    seen = 0

    def on_row(_: Any) -> None:
        nonlocal early, seen
        seen += 1
        if seen == given["rows"] // 5:
            early = present_mib()

    def play(_: dict[str, Any]) -> dict[str, Any]:
        began = time.perf_counter()
        report = kadflow.imports.run(path, kadflow.operator(), on_row=on_row)
        seconds = time.perf_counter() - began
        return {
            "rate": report.rows / seconds,
            "registered": report.registered,
            "early": early,
            "late": present_mib(),
            "peak": peak_mib(),
        }

    serve({}, play)


if __name__ == "__main__":
    main()
