"""How much is measured: a smoke run, the usual one, and the full one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Attributes are counts; ``agreements`` of one round are five commands each."""

    rounds: int = 5
    agreements: int = 60
    warming: int = 24
    callers: int = 32
    crowd: int = 8  # agreements of each caller in one round
    processes: int = 8
    holdings: tuple[int, ...] = (1_000, 10_000, 100_000)
    templates: tuple[int, ...] = (10, 1_000)
    flat: int = 60
    events: int = 200_000
    rows: int = 20_000
    starts: int = 10
    deadlines: int = 200_000  # open ones; a hundredth of them is due
    messages: int = 1_000
    budgets: int = 100_000  # agreements
    pages: int = 100  # reports of five pages
    recap: int = 2_000  # agreements in one recap


USUAL = Sizes()
FULL = Sizes(
    rounds=7,
    events=1_000_000,
    rows=100_000,
    deadlines=1_000_000,
    messages=2_000,
    pages=1_000,
    recap=10_000,
)
QUICK = Sizes(
    rounds=2,
    agreements=4,
    warming=12,
    callers=4,
    crowd=1,
    processes=2,
    holdings=(50, 100),
    templates=(9, 12),
    flat=4,
    events=1_000,
    rows=40,
    starts=1,
    deadlines=2_000,
    messages=100,
    budgets=200,
    pages=4,
    recap=40,
)
