"""From results to ranks that explain themselves.

Rules, in order:

1. The higher total stands higher. Between equal totals the tie-break criteria decide, in the
   order that was stated before judging began.
2. Those that are equal in all of these share a rank; the next rank is as many lower: 1, 2, 2, 4.
3. Every rank says which value held it below the one above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kadflow.domain.competitions import Behind, Ranked
from kadflow.domain.evaluations import Result

TOTAL = "total"


def rank(
    results: Mapping[str, Result],
    tie_breaks: Sequence[str],
    order: Mapping[str, int] | None = None,
) -> list[Ranked]:
    """Entries from the first rank down.

    Args:
        results: By entry.
        tie_breaks: Criteria, in order.
        order: Places in which equal ones are listed; it decides no rank.
    """
    places = order or {}
    values = {entry: _values(result, tie_breaks) for entry, result in results.items()}
    listed = sorted(
        results,
        key=lambda entry: ([-value for value in values[entry]], places.get(entry, 0), entry),
    )
    ranking: list[Ranked] = []
    for place, entry in enumerate(listed, 1):
        above = listed[place - 2] if place > 1 else None
        equal = above is not None and values[above] == values[entry]
        behind = ranking[-1].behind if equal else None
        if above is not None and not equal:
            behind = _behind(above, values[above], values[entry], tie_breaks)
        result = results[entry]
        ranking.append(
            Ranked(
                entry=entry,
                rank=ranking[-1].rank if equal else place,
                total=result.total,
                criteria=result.criteria,
                sheets=result.sheets,
                missing=result.missing,
                recused=result.recused,
                behind=behind,
            )
        )
    return ranking


def _values(result: Result, tie_breaks: Sequence[str]) -> list[Fraction]:
    """What decides, in order."""
    return [
        Fraction(result.total),
        *(Fraction(result.criteria[key].value) for key in tie_breaks),
    ]


def _behind(
    above: str, theirs: Sequence[Fraction], ours: Sequence[Fraction], tie_breaks: Sequence[str]
) -> Behind:
    names = [TOTAL, *tie_breaks]
    place = next(n for n, (a, b) in enumerate(zip(theirs, ours, strict=True)) if a != b)
    return Behind(entry=above, by=names[place], ours=str(ours[place]), theirs=str(theirs[place]))
