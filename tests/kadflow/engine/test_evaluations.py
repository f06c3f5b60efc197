"""Evaluations: opened once a period, blind until closed, one result whoever sums it up."""

from __future__ import annotations

from kadflow.domain.evaluations import Evaluation, Evaluations
from tests.scenarios.staging import REGIONS, Exercise

GOOD = {"results": 5, "duties": 4, "benefits": 4}
POOR = {"results": 2, "duties": 3, "benefits": 2}
TERM = {"starts_on": "2026-02-01", "ends_on": "2029-12-31"}


def running(exercise: Exercise) -> str:
    """An agreement in force whose first evaluation is due on 5 January 2027."""
    return exercise.in_force(terms={"term": TERM})


def due(exercise: Exercise, day: str = "2027-01-06") -> str:
    """An agreement whose periodic evaluation has just been opened."""
    number = running(exercise)
    exercise.day(day)
    exercise.kadflow.apply_due()
    return number


def held(exercise: Exercise, number: str) -> list[Evaluation]:
    return list(exercise.kadflow.agreements.chapter(number, Evaluations).held.values())


def name(exercise: Exercise, number: str, *offices: str) -> None:
    """Let each party's secretariat name offices such as ``sleman/unit``."""
    for office in offices:
        short = office.partition("/")[0]
        exercise.by(f"{short}.coordinator").evaluation.name(
            number, REGIONS[short], office=exercise.office(office)
        )


def score(exercise: Exercise, number: str, handle: str, scores: dict[str, int]) -> None:
    """Declare no conflict, and hand in a sheet."""
    own = exercise.by(handle).evaluation
    own.declare(number, conflict=False)
    own.score(number, scores, recommendation="continue")


def test_two_parties_score_and_the_result_is_their_mean(either: Exercise) -> None:
    number = due(either)
    name(either, number, "sleman/unit", "bantul/unit")
    score(either, number, "sleman.unit", GOOD)
    score(either, number, "bantul.unit", POOR)

    either.by("sleman.coordinator").evaluation.close(number)

    (evaluation,) = held(either, number)
    assert evaluation.result is not None
    assert evaluation.result.criteria["results"].value == "7/2"
    assert evaluation.result.total == "67/20"
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok
