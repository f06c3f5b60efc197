"""Risks and feedback: on record with their classes, texts beside the entries."""

from __future__ import annotations

import msgspec
import pytest

from kadflow.domain.feedback import FeedbackBook
from kadflow.domain.risks import CATALOGUE, Risk, Risks
from kadflow.errors import InvalidInputError, NotPermittedError, ReasonRequiredError
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
