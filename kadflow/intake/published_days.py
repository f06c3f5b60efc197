"""National holidays and cuti bersama (joint leave) as published, from a maintained package.

Source: the yearly joint ministerial decree (SKB), read from ``holidays``. Years whose joint leave
is not decreed yet hold computed holidays only; a decree that comes later is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version

from kadflow.domain.calendars import Day, DayKind

_CATEGORIES: tuple[tuple[str, DayKind], ...] = (
    ("government", "joint_leave"),
    ("public", "holiday"),
)


@lru_cache(maxsize=64)
def published_days(year: int) -> Mapping[str, Day]:
    """The days off of a year by ISO date; a holiday outranks the joint leave of the same day."""
    import holidays  # noqa: PLC0415 - slow to import, and only counting needs it

    found: dict[str, Day] = {}
    for category, kind in _CATEGORIES:
        listed = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
        for day, name in listed.items():
            found[day.isoformat()] = Day(kind, name)
    return found


@lru_cache(maxsize=1)
def edition() -> str:
    """Version of the package."""
    return version("holidays")
