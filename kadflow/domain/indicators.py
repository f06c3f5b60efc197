"""Indicators of an agreement: what is to be reached, what was measured, and how far that is.

A value is a whole number of steps (`kadflow.domain.decimals`); what nobody knows is None and
never 0. A measurement is never changed: a correction is another one that names it, so that the
value of a period is the one that no other corrects.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, get_args

import msgspec

from kadflow.domain.periods import Length

Direction = Literal["higher", "lower"]
DIRECTIONS: Final = get_args(Direction)

WHOLE: Final = 10_000
"""Basis points of a target that was exactly reached."""


class Measurement(msgspec.Struct, omit_defaults=True):
    """What was measured for one period.

    Attributes:
        number: Of its event in the agreement's shared stream.
        value: Steps; None where it is unknown, which says that somebody asked.
        on: The day on which it was measured, ISO.
        file: SHA-256 (hex) of the file that shows it.
        corrects: The measurement in whose place it stands.
    """

    id: str
    number: int
    period: str
    on: str
    value: int | None = None
    file: str | None = None
    corrects: str | None = None


class Target(msgspec.Struct, omit_defaults=True):
    """What is to be reached in one period.

    Attributes:
        number: Of the event that set it, the last of several.
        value: Steps; None where it was taken back.
    """

    number: int
    value: int | None = None


class Achieved(NamedTuple):
    """How far a target was reached.

    Attributes:
        points: Basis points, 10,000 when it was reached exactly; never below 0.
        how: ``ratio`` of the target, ``way`` from the baseline to it, or ``met`` or not.
    """

    points: int
    how: Literal["ratio", "way", "met"]


class PeriodResult(NamedTuple):
    """One period of an indicator: its target, its value as corrected, and how far that is.

    Attributes:
        corrected: How many earlier measurements of the period were corrected.
        achieved: None where target or value is unknown.
    """

    period: str
    target: int | None
    measurement: Measurement | None
    corrected: int
    achieved: Achieved | None


class Indicator(msgspec.Struct, omit_defaults=True):
    """One indicator.

    Attributes:
        number: Of the event that stated it.
        party: Id of the party that measures and answers for it.
        office: Of its executing unit, where one was named.
        unit: Of measure, as ``ton per hari``.
        source: Where the values come from.
        every: The length of the periods for which it is measured.
        decimals: Of every value.
        baseline: Steps; None where nobody knows.
        baseline_on: The day of the baseline, ISO; None where it is not known.
        targets: By period.
    """

    id: str
    number: int
    party: str
    direction: Direction
    every: Length
    decimals: int = 0
    title: str = ""
    unit: str = ""
    source: str = ""
    office: str | None = None
    baseline: int | None = None
    baseline_on: str | None = None
    targets: dict[str, Target] = {}
    measurements: list[Measurement] = []

    def standing(self, period: str) -> Measurement | None:
        """The measurement of a period that no other corrects."""
        found = [m for m in self.measurements if m.period == period]
        corrected = {m.corrects for m in found}
        return next((m for m in found if m.id not in corrected), None)

    def results(self) -> Iterator[PeriodResult]:
        """Every period that has a target or a measurement, in order of time."""
        for period in sorted({*self.targets, *(m.period for m in self.measurements)}):
            target = self.targets.get(period)
            aim = target.value if target is not None else None
            measured = self.standing(period)
            value = measured.value if measured is not None else None
            yield PeriodResult(
                period=period,
                target=aim,
                measurement=measured,
                corrected=max(0, sum(m.period == period for m in self.measurements) - 1),
                achieved=achieved(self.direction, aim, value, self.baseline),
            )


class Indicators(msgspec.Struct, omit_defaults=True):
    """The chapter of an agreement's indicators.

    Attributes:
        version: Number of the last event of the shared stream that changed it.
        entries: By id, in the order in which they were stated.
    """

    version: int = 0
    entries: dict[str, Indicator] = {}


def achieved(
    direction: Direction, target: int | None, value: int | None, baseline: int | None
) -> Achieved | None:
    """How far a value reaches a target, in basis points, rounded half up.

    1. Target or value unknown: unknown.
    2. Target above zero: ``value / target`` where higher is better. Where lower is better,
       ``(2 x target - value) / target``: as far below 100 % as the value lies above the target, the
       formula of Indonesian performance reports.
    3. Target zero or below, which nothing can be divided by: the part of the way from the baseline
       to the target, where the baseline is known and the target is better than it.
    4. Otherwise reached (100 %) or not (0 %).

    Never below zero; above 100 % where the target was surpassed.
    """
    if target is None or value is None:
        return None
    if target > 0:
        reached = value if direction == "higher" else 2 * target - value
        return Achieved(_points(reached, target), "ratio")
    sign = 1 if direction == "higher" else -1
    if baseline is not None and (target - baseline) * sign > 0:
        return Achieved(_points((value - baseline) * sign, (target - baseline) * sign), "way")
    return Achieved(WHOLE if (value - target) * sign >= 0 else 0, "met")


def _points(part: int, whole: int) -> int:
    return max(0, (2 * part * WHOLE + whole) // (2 * whole))
