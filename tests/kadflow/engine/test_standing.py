"""Suspending, resuming and terminating: asked on a ground, decided by every party's head."""

from __future__ import annotations

import pytest

from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from tests.scenarios.staging import Exercise

HEADS = ("sleman.head", "bantul.head")


def suspended(exercise: Exercise) -> str:
    number = exercise.in_force()
    exercise.by("bantul.coordinator").stand(number, "suspend", ground="force_majeure")
    exercise.approve(number, *HEADS, gate="suspension")
    return number


def test_a_suspension_takes_effect_when_every_head_approved(exercise: Exercise):
    number = exercise.in_force()
    exercise.by("bantul.coordinator").stand(number, "suspend", ground="dispute")
    exercise.approve(number, "sleman.head", gate="suspension")
    assert exercise.record(number).standing == "active"

    exercise.approve(number, "bantul.head", gate="suspension")

    record = exercise.record(number)
    assert (record.standing, record.state) == ("suspended", "in_force")


def test_a_suspension_that_one_head_refuses_changes_nothing(exercise: Exercise):
    number = exercise.in_force()
    exercise.by("bantul.coordinator").stand(number, "suspend", ground="dispute")

    exercise.by("sleman.head").decide(number, "reject", gate="suspension", reason="Tidak perlu.")

    record = exercise.record(number)
    assert (record.standing, record.asked) == ("active", {})
    exercise.by("bantul.coordinator").stand(number, "suspend", ground="unfunded")


def test_a_ground_is_one_of_those_listed(exercise: Exercise):
    number = exercise.in_force()

    with pytest.raises(ReasonRequiredError, match="legal grounds") as refused:
        exercise.by("sleman.coordinator").terminate(number, ground="bosan")
    assert "purpose_reached" in refused.value.hint
    with pytest.raises(ReasonRequiredError):
        exercise.by("sleman.coordinator").stand(number, "suspend")


def test_who_does_not_coordinate_asks_nothing(exercise: Exercise):
    number = exercise.in_force()

    with pytest.raises(NotPermittedError):
        exercise.by("sleman.head").terminate(number, ground="purpose_reached")


def test_a_standing_command_waits_for_its_states(exercise: Exercise):
    number = exercise.signing()

    with pytest.raises(TransitionRefusedError, match="not possible in the state 'Signing'"):
        exercise.by("sleman.coordinator").terminate(number, ground="purpose_reached")
    with pytest.raises(InvalidInputError, match="does not provide for"):
        exercise.by("sleman.coordinator").stand(number, "pensiun")


def test_a_command_that_is_asked_already_is_not_asked_twice(exercise: Exercise):
    number = exercise.in_force()
    exercise.by("sleman.coordinator").terminate(number, ground="purpose_reached")

    with pytest.raises(GateNotMetError, match="already asked"):
        exercise.by("bantul.coordinator").terminate(number, ground="purpose_reached")


def test_only_a_suspended_agreement_is_resumed_and_it_moves_only_then(exercise: Exercise):
    number = exercise.in_force()
    with pytest.raises(TransitionRefusedError, match="is active"):
        exercise.by("sleman.coordinator").stand(number, "resume")
    exercise.by("sleman.coordinator").stand(number, "suspend", ground="dispute")
    exercise.approve(number, *HEADS, gate="suspension")

    with pytest.raises(TransitionRefusedError, match="suspended"):
        exercise.by("sleman.coordinator").act(number, "finish", reason="?")
    exercise.by("sleman.coordinator").stand(number, "resume")
    exercise.approve(number, *HEADS, gate="resumption")

    assert exercise.by("sleman.coordinator").act(number, "finish", reason="Usai.").state == (
        "evaluation"
    )


def test_the_term_ends_while_an_agreement_is_suspended_and_the_suspension_with_it(
    exercise: Exercise,
):
    number = suspended(exercise)
    exercise.day("2027-02-01")
    exercise.kadflow.apply_due()

    record = exercise.record(number)
    assert (record.state, record.standing) == ("evaluation", "active")


def test_a_terminated_agreement_is_still_evaluated_reported_and_closed(exercise: Exercise):
    number = exercise.in_force()
    exercise.by("sleman.coordinator").terminate(number, ground="purpose_reached")
    exercise.approve(number, *HEADS, gate="termination")
    record = exercise.record(number)
    assert (record.standing, record.state) == ("terminated", "evaluation")

    exercise.by("sleman.coordinator").add_document(number, "final_report", b"x", filename="x.pdf")
    exercise.by("sleman.coordinator").act(number, "submit_final_report")
    exercise.approve(number, *HEADS, gate="closing")

    assert exercise.record(number).state == "completed"


def test_a_terminated_agreement_is_neither_resumed_nor_amended(exercise: Exercise):
    number = exercise.in_force()
    exercise.by("sleman.coordinator").terminate(number, ground="purpose_reached")
    exercise.approve(number, *HEADS, gate="termination")

    with pytest.raises(TransitionRefusedError):
        exercise.by("sleman.coordinator").stand(number, "resume")
    with pytest.raises(TransitionRefusedError):
        exercise.addendum(number, {"clauses.1": "?"})
