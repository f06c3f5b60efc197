"""Contestant: a report of five pages with its charts, set as PDF over and over, each another."""

from __future__ import annotations

import time
from typing import Any

from kadflow.reports import render
from tests.bench.resources import present_mib
from tests.bench.worker import serve
from tests.kadflow.reports.sample import report


def main() -> None:
    first = render(report("Pemanasan"), "pdf")
    pages = first.count(b"/Type /Page\n") + first.count(b"/Type/Page/")
    made = 0

    def play(question: dict[str, Any]) -> dict[str, Any]:
        nonlocal made
        count = question["reports"]
        began = time.perf_counter()
        for _ in range(count):
            made += 1
            render(report(f"Laporan {made}"), "pdf")
        return {
            "seconds": (time.perf_counter() - began) / max(1, count),
            "memory": present_mib(),
            "pages": pages,
        }

    serve({}, play)


if __name__ == "__main__":
    main()
