"""Reports: pages per second and their memory, and the recap of a large register."""

from __future__ import annotations

from tests.bench.figures import Figure, of_rounds
from tests.bench.places import Places
from tests.bench.sizes import Sizes
from tests.bench.worker import workers


def reports(places: Places, sizes: Sizes) -> list[Figure]:
    """Five pages with charts, one after the other in one process."""
    del places
    section = "A report of five pages with charts, PDF"
    each = max(1, sizes.pages // sizes.rounds)
    with workers(one=("side_pages", {})) as crew:
        begun = crew["one"].ask(reports=max(1, each // 5))
        said = [crew["one"].ask(reports=each) for _ in range(sizes.rounds)]
    return [
        Figure(section, "pages", begun["pages"], "pages"),
        of_rounds(section, "one report", [s["seconds"] for s in said], "s", goal=0.2,
                  better="lower"),
        Figure(section, "memory after the first ones", begun["memory"], "MiB"),
        Figure(section, f"memory after {each * sizes.rounds:,} more", said[-1]["memory"], "MiB"),
        Figure(section, "end / beginning", said[-1]["memory"] / begun["memory"], "x", goal=1.2,
               better="lower"),
    ]  # fmt: skip


def recap(places: Places, sizes: Sizes) -> list[Figure]:
    """Once per format: it is long enough to be its own average."""
    section = f"Recap of {sizes.recap:,} agreements"
    arguments = {**places.sqlite(), "rows": sizes.recap}
    figures = []
    with workers(kadflow=("side_recap", arguments)) as crew:
        for form in ("xlsx", "html", "docx", "pdf"):
            said = crew["kadflow"].ask(form=form)
            figures.append(
                Figure(section, f"whole, {form}", said["seconds"], "s", goal=60.0, better="lower")
            )
            figures.append(Figure(section, f"most memory so far, {form}", said["memory"], "MiB"))
    return figures
