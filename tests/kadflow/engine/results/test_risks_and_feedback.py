"""Risks and feedback: on record with their classes, texts beside the entries."""

from __future__ import annotations

import msgspec
import pytest

from kadflow.domain.feedback import FeedbackBook
from kadflow.domain.risks import CATALOGUE, Risk, Risks
from kadflow.errors import (
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from tests.scenarios.checking import check
from tests.scenarios.staging import Exercise


def kept(exercise: Exercise, number: str) -> Risk:
    return next(iter(exercise.kadflow.agreements.chapter(number, Risks).entries.values()))


def test_a_risk_is_written_down_and_assessed_again(either: Exercise):
    number = either.in_force()
    sleman = either.by("sleman.coordinator").risks
    sleman.add(
        number, "34.04", "budget", "Dana kurang", likelihood=3, impact=4, review_on="2026-02-01"
    )
    risk = kept(either, number)
    assert (risk.score, risk.level) == (12, "high")

    sleman.assess(number, risk.number, likelihood=1, status="mitigated", mitigation="APBD-P")

    again = kept(either, number)
    assert (again.score, again.level, again.status) == (4, "low", "mitigated")
    assert again.review_on == "2026-02-01"
    either.day("2026-02-01")
    (line,) = either.kadflow.results.risks(number)
    assert (line.text, line.mitigation, line.review_due) == ("Dana kurang", "APBD-P", True)
    assert either.kadflow.history.rebuild(number).ok


def sweep(exercise: Exercise, day: str) -> list[str]:
    """Let a day begin as the schedules do; returns whom the reviews of risks were told by then."""
    exercise.day(day, "08:00")
    exercise.kadflow.apply_due()
    exercise.kadflow.reminders.plan()
    return [office for kind, office in exercise.notices() if kind == "risk_review_due"]


def reviews(exercise: Exercise, number: str) -> list[tuple[str, str]]:
    """Days of review that run or have passed."""
    lines = exercise.kadflow.deadlines.upcoming(agreement=number)
    return [(line.due_on, line.state) for line in lines if line.name.startswith("risk.")]


def test_a_review_whose_day_has_come_is_told_once_to_whoever_watches_the_risk(either: Exercise):
    number = either.in_force()
    sleman = either.by("sleman.unit").risks
    sleman.add(
        number, "34.04", "budget", "Dana kurang", likelihood=3, impact=4, review_on="2026-02-10"
    )
    secretariat = either.office("sleman/coordinator")

    assert sweep(either, "2026-02-09") == []
    for day in ("2026-02-10", "2026-02-10", "2026-02-11", "2026-03-15"):
        assert sweep(either, day) == [secretariat]
    told = either.kadflow.told("sleman.coordinator", language="en")[0]
    entry = kept(either, number).number
    assert told["headline"] == f"Review of risk no. {entry} of {number}: Tuesday, 10 February 2026"
    (line,) = either.kadflow.results.risks(number)
    assert (line.review_due, reviews(either, number)) == (True, [("2026-02-10", "overdue")])

    sleman.assess(number, kept(either, number).number, likelihood=2, review_on="2026-04-01")

    assert reviews(either, number) == [("2026-04-01", "open")]
    assert sweep(either, "2026-03-31") == [secretariat]
    assert sweep(either, "2026-04-20") == [secretariat] * 2
    check(either.kadflow)


def test_nobody_is_late_with_a_review_and_an_assessment_settles_it(exercise: Exercise):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator").risks
    sleman.add(number, "34.04", "budget", "x", likelihood=3, impact=4, review_on="2026-02-10")
    sweep(exercise, "2026-02-10")
    sweep(exercise, "2026-02-12")
    (passed,) = exercise.record(number).overdue
    assert not passed.verified

    sleman.assess(number, kept(exercise, number).number, likelihood=2)

    assert reviews(exercise, number) == []
    (line,) = exercise.kadflow.results.risks(number)
    assert (line.review_due, line.risk.review_on) == (False, "2026-02-10")
    assert len(sweep(exercise, "2026-05-01")) == 1
    check(exercise.kadflow)


def test_a_risk_assessed_before_its_day_keeps_it_and_another_day_takes_its_place(
    exercise: Exercise,
):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator").risks
    sleman.add(number, "34.04", "budget", "x", likelihood=3, impact=4, review_on="2026-02-10")
    entry = kept(exercise, number).number

    sleman.assess(number, entry, likelihood=2)
    assert reviews(exercise, number) == [("2026-02-10", "open")]
    sleman.assess(number, entry, review_on="2026-02-20")
    assert reviews(exercise, number) == [("2026-02-20", "open")]
    assert sweep(exercise, "2026-02-15") == []
    sleman.assess(number, entry, status="closed", reason="Dana tersedia")
    assert reviews(exercise, number) == []
    assert sweep(exercise, "2026-02-25") == []

    sleman.assess(number, entry, status="open", review_on="2026-03-01")

    assert reviews(exercise, number) == [("2026-03-01", "open")]
    check(exercise.kadflow)


def test_nobody_reviews_the_risks_of_an_agreement_that_has_ended(exercise: Exercise):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator")
    for day in ("2026-01-20", "2026-02-10"):
        sleman.risks.add(number, "34.04", "other", "x", likelihood=1, impact=1, review_on=day)
    sweep(exercise, "2026-01-25")
    sleman.terminate(number, ground="purpose_reached")
    exercise.approve(number, "sleman.head", "bantul.head")

    assert reviews(exercise, number) == []
    sleman.risks.add(number, "34.04", "other", "y", likelihood=1, impact=1, review_on="2026-06-01")
    assert reviews(exercise, number) == []
    assert len(sweep(exercise, "2026-06-02")) == 1
    check(exercise.kadflow)


def test_a_review_is_a_date_that_is_not_paused(exercise: Exercise):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator")
    sleman.risks.add(
        number, "34.04", "budget", "x", likelihood=3, impact=4, review_on="2026-02-10"
    )
    (told,) = exercise.kadflow.deadlines.explain(number, f"risk.{kept(exercise, number).number}")
    assert (told.title[1], told.whose) == (
        f"Review of risk no. {kept(exercise, number).number}",
        "Kabupaten Sleman",
    )
    with pytest.raises(TransitionRefusedError, match="not a clock"):
        sleman.pause_deadline(number, told.name, reason="x")


def test_what_makes_no_risk_is_refused(exercise: Exercise):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator").risks
    with pytest.raises(InvalidInputError):
        sleman.add(number, "34.04", "budget", "x", likelihood=6, impact=1)
    with pytest.raises(InvalidInputError, match="catalogue"):
        sleman.add(number, "34.04", "cuaca", "x", likelihood=1, impact=1)
    with pytest.raises(NotPermittedError):
        sleman.add(number, "34.02", "budget", "x", likelihood=1, impact=1)
    sleman.add(number, "34.04", "other", "Banjir", likelihood=1, impact=1)
    with pytest.raises(ReasonRequiredError):
        sleman.assess(number, kept(exercise, number).number, status="happened")
    assert kept(exercise, number).status == "open"


def test_the_catalogue_has_the_four_that_recur_in_both_languages_with_their_source():
    assert set(CATALOGUE) == {"budget", "perception", "regulation", "commitment"}
    for known in CATALOGUE.values():
        assert all(both[0] and both[1] and both[0] != both[1] for both in known)


def test_feedback_keeps_words_and_names_out_of_the_bytes(either: Exercise):
    number = either.in_force()
    either.by("sleman.unit").feedback.receive(
        number, "34.04", "public", "service", "Truk terlambat", name="Bu Sri"
    )
    event = either.last_event(number, "feedback.received")
    assert "Sri" not in msgspec.json.encode(event.data).decode()

    either.by("sleman.coordinator").feedback.answer(number, event.number, "Jadwal ditambah")

    (line,) = either.kadflow.results.feedback(number)
    assert (line.text, line.name, line.answers) == (
        "Truk terlambat",
        "Bu Sri",
        ("Jadwal ditambah",),
    )
    book = either.kadflow.agreements.chapter(number, FeedbackBook)
    assert "Sri" not in msgspec.json.encode(book).decode()
    with pytest.raises(InvalidInputError):
        either.by("sleman.unit").feedback.receive(number, "34.04", "Bu Sri", "service", "x")
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok
