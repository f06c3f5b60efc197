"""Figures, their goals, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One thing that was measured.

    Attributes:
        section: Heading under which it is shown.
        what: What was measured.
        value: The median of its rounds, or the one value there is.
        unit: Of the value.
        rounds: How many values the median is of.
        spread: Lowest and highest of them.
        goal: The limit that the project set itself; None for a figure that only explains.
        better: On which side of the goal it is met.
    """

    section: str
    what: str
    value: float
    unit: str = ""
    rounds: int = 1
    spread: tuple[float, float] | None = None
    goal: float | None = None
    better: Literal["higher", "lower"] = "higher"

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.better == "higher" else self.value <= self.goal

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "met": self.met}


def of_rounds(
    section: str, what: str, values: Sequence[float], unit: str = "", **more: Any
) -> Figure:
    """The median of several rounds."""
    return Figure(
        section, what, median(values), unit, len(values), (min(values), max(values)), **more
    )


def ratio(
    section: str, what: str, above: Sequence[float], below: Sequence[float], **more: Any
) -> Figure:
    """The median of the rounds' own ratios: neighbours in time met the same machine."""
    return of_rounds(
        section, what, [a / b for a, b in zip(above, below, strict=True)], "x", **more
    )


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(figures: Sequence[Figure], console: Console) -> None:
    """Print everything as one table."""
    table = Table(title="Kadflow bench", title_justify="left")
    for name in ("what", "median", "range", "goal", "met"):
        table.add_column(name, justify="left" if name == "what" else "right")
    section = ""
    for figure in figures:
        if figure.section != section:
            section = figure.section
            table.add_section()
            table.add_row(f"[bold]{section}[/bold]")
        span = " .. ".join(number(v) for v in figure.spread) if figure.spread else ""
        goal = ""
        if figure.goal is not None:
            goal = f"{'>=' if figure.better == 'higher' else '<='} {number(figure.goal)}"
        met = {None: "", True: "[green]yes[/green]", False: "[red]no[/red]"}[figure.met]
        table.add_row(
            f"  {figure.what}", f"{number(figure.value)} {figure.unit}".strip(), span, goal, met
        )
    console.print(table)


def number(value: float) -> str:
    """With three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
