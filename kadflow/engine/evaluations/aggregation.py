"""From sheets to one result, in exact fractions.

Rules, in order:

1. A voice is a party (the mean of its evaluators) or one evaluator, as the form says; the panel
   is one more voice, or has a share of its own.
2. A criterion is the mean, the trimmed mean or the median of its voices. Trimming leaves out as
   many voices at either end as the form says, as long as one remains.
3. The total weighs the criteria. Nothing is rounded, and no order of the sheets matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from kadflow.domain.evaluations import Evaluator, Form, Measure, Result, Sheet


class Counted(NamedTuple):
    """A sheet and whose it is."""

    evaluator: Evaluator
    sheet: Sheet


def aggregate(
    form: Form, counted: Sequence[Counted], *, missing: int = 0, recused: int = 0
) -> Result:
    """What sheets add up to under a form.

    Args:
        form: As it stood when the evaluation was opened.
        counted: At least one sheet; each has a number for every question.
        missing: Evaluators who did not score.
        recused: Evaluators who may not.
    """
    parties, panel = _voices(form, counted)
    measures, total, weights = {}, Fraction(0), Fraction(0)
    for question in form.questions:
        value = _criterion(form, parties, panel, question.key)
        numbers = [each.sheet.scores[question.key] for each in counted]
        measures[question.key] = Measure(
            value=str(value),
            lowest=min(numbers),
            highest=max(numbers),
            apart=str(_apart(numbers)),
        )
        total += value * Fraction(question.weight)
        weights += Fraction(question.weight)
    said = Counter(each.sheet.recommendation for each in counted)
    voices = len(parties) + (len(panel) if form.counts == "evaluator" else bool(panel))
    return Result(
        total=str(total / weights),
        criteria=dict(sorted(measures.items())),
        sheets=len(counted),
        voices=voices,
        missing=missing,
        recused=recused,
        dropped=_dropped(form, _pooled(form, parties, panel)),
        far=_far(form, counted),
        recommendations={name: said[name] for name in sorted(form.recommendations) if said[name]},
    )


Voice = Sequence[Sheet]
"""The sheets that make one voice by their mean."""


def _voices(form: Form, counted: Sequence[Counted]) -> tuple[list[Voice], list[Voice]]:
    """The voices of the parties, and the sheets of the panel as one voice each."""
    panel: list[Voice] = [[each.sheet] for each in counted if each.evaluator.party is None]
    ours = [each for each in counted if each.evaluator.party is not None]
    if form.counts == "evaluator":
        return [[each.sheet] for each in ours], panel
    by_party: dict[str, list[Sheet]] = {}
    for each in ours:
        by_party.setdefault(each.evaluator.party or "", []).append(each.sheet)
    return list(by_party.values()), panel


def _pooled(form: Form, parties: list[Voice], panel: list[Voice]) -> int:
    """How many voices are aggregated together."""
    if form.panel_weight is not None and parties:
        return len(parties)
    if form.counts == "evaluator" or not parties:
        return len(parties) + len(panel)
    return len(parties) + bool(panel)


def _criterion(form: Form, parties: list[Voice], panel: list[Voice], key: str) -> Fraction:
    ours = [_mean(sheet.scores[key] for sheet in voice) for voice in parties]
    theirs = [_mean(sheet.scores[key] for sheet in voice) for voice in panel]
    if not ours or not theirs:
        return combine(form, ours or theirs)
    if form.panel_weight is not None:
        share = Fraction(form.panel_weight)
        return combine(form, ours) * (1 - share) + combine(form, theirs) * share
    if form.counts == "evaluator":
        return combine(form, ours + theirs)
    return combine(form, [*ours, _mean(theirs)])


def combine(form: Form, values: Iterable[Fraction]) -> Fraction:
    """Several voices as one number: their mean, trimmed mean or median."""
    ordered = sorted(values)
    if form.aggregate == "median":
        return _median(ordered)
    if form.aggregate == "trimmed":
        out = _dropped(form, len(ordered))
        ordered = ordered[out : len(ordered) - out]
    return _mean(ordered)


def _dropped(form: Form, voices: int) -> int:
    return min(form.trim, (voices - 1) // 2) if form.aggregate == "trimmed" else 0


def _mean(values: Iterable[Fraction | int]) -> Fraction:
    found = list(values)
    return Fraction(sum(found), len(found))


def _median(ordered: Sequence[Fraction]) -> Fraction:
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low + high) / 2


def _apart(numbers: Sequence[int]) -> Fraction:
    middle = _median(sorted(map(Fraction, numbers)))
    return _mean(abs(number - middle) for number in numbers)


def _far(form: Form, counted: Sequence[Counted]) -> tuple[tuple[str, str], ...]:
    """Who is so far from the median of the others that the form names the office."""
    if form.far_from is None:
        return ()
    found = []
    for question in form.questions:
        for each in counted:
            others = [o.sheet.scores[question.key] for o in counted if o is not each]
            if not others:
                continue
            middle = _median(sorted(map(Fraction, others)))
            if abs(each.sheet.scores[question.key] - middle) >= form.far_from:
                found.append((each.evaluator.id, question.key))
    return tuple(sorted(found))


def remarks_of(form: Form, counted: Iterable[Counted]) -> Mapping[str, list[str]]:
    """The words on each criterion, in an order that does not tell whose they are."""
    words: dict[str, list[str]] = {}
    for each in counted:
        for key, text in each.sheet.comments.items():
            words.setdefault(key, []).append(text)
    return {q.key: sorted(words[q.key]) for q in form.questions if q.key in words}
