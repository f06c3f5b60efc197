"""Each flow looks for its own kind of deadline; none of them is left without a flow."""

from __future__ import annotations

import pytest

from flows.catalogue import SWEEPS
from flows.deadlines import ESCALATED, FIRED, RENEWED
from flows.sweeping import Asked, run_here
from kadflow.domain.competitions import JUDGE
from kadflow.engine.deadlines import REVIEW, SCORE, SILENCE
from kadflow.engine.policies import TRANSITION
from state_machines.template import DeadlineEffect
from tests.scenarios.staging import Exercise
from tests.scenarios.templates import template

LATE = """
deadlines:
  reply:
    title: {id: Batas jawaban, en: Last day to answer}
    after_gate: consent
    within: {n: 5, unit: working_days}
    effect: escalate
    source: {ref: 'Perbup 1/2026', verified: true}
  renewal:
    title: {id: Batas perpanjangan, en: Last day to extend}
    at: term
    before: {n: 90, unit: days}
    effect: renew
"""


@pytest.fixture
def number(exercise: Exercise) -> str:
    """An agreement that waits for answers, and has a term to be extended."""
    text = template("uji-waktu", who="office: head") + LATE
    exercise.kadflow.templates.publish(text, envelope=exercise.kadflow.operator())
    opened = exercise.opened("uji-waktu", terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(opened, "ask")
    return opened


def done(exercise: Exercise, flow: str) -> int:
    return run_here(exercise.kadflow, SWEEPS[flow], Asked()).whole.done


def kinds(exercise: Exercise) -> list[str]:
    return [kind for kind, _ in exercise.notices()]


def test_every_effect_of_a_deadline_is_looked_for_by_exactly_one_flow():
    looked_for = sorted([*FIRED, *ESCALATED, *RENEWED])

    assert looked_for == sorted([JUDGE, REVIEW, SCORE, SILENCE, TRANSITION, *DeadlineEffect])


def test_what_is_late_waits_for_the_flow_that_hands_it_on(exercise: Exercise, number: str):
    exercise.day("2026-01-13", "08:00")

    assert done(exercise, "fire_deadlines") == 0
    assert done(exercise, "renew_agreements") == 0
    assert exercise.record(number).deadlines[0].name == "reply"
    assert [done(exercise, "escalate_overdue") for _ in range(3)] == [1, 0, 0]
    assert kinds(exercise).count("deadline_escalated") == 2  # one office of each party


def test_the_next_command_on_the_agreement_is_not_slower_than_the_flow(
    exercise: Exercise, number: str
):
    exercise.day("2026-01-13", "08:00")
    exercise.approve(number, "sleman.head")

    assert "deadline_escalated" in kinds(exercise)
    assert done(exercise, "escalate_overdue") == 0


def test_extending_is_asked_for_in_time_and_once(exercise: Exercise, number: str):
    exercise.approve(number, "sleman.head", "bantul.head")
    exercise.day("2026-10-02", "08:00")
    assert done(exercise, "renew_agreements") == 0

    exercise.day("2026-10-03", "08:00")

    assert [done(exercise, "renew_agreements") for _ in range(3)] == [1, 0, 0]
    assert "renewal_due" in kinds(exercise)
