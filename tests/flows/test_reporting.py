"""`report_evaluations`: what a period owes is built once, whenever and however often it runs."""

from __future__ import annotations

from flows.catalogue import sweep
from flows.sweeping import Asked, run_here
from tests.scenarios.staging import Exercise


def _run(exercise: Exercise):
    return run_here(exercise.kadflow, sweep("report_evaluations"), Asked())


def _owed(exercise: Exercise) -> list[tuple[str, str, str]]:
    return [(due.outline, due.period, due.about) for due in exercise.kadflow.reports.due()]


def test_the_reports_of_the_last_period_are_built_once(either: Exercise) -> None:
    either.opened("standar", "sleman", "bantul")
    either.day("2026-07-01")
    owed = _owed(either)
    assert ("rekap", "2026-S1", "") in owed

    first, again = _run(either), _run(either)

    assert first.whole.done == len(owed)
    assert again.whole.done == 0
    assert _owed(either) == []
    stored = either.kadflow.reports.list(period="2026-S1")
    assert {record.outline for record in stored} == {"daerah", "rekap"}
    assert {file.format for file in stored[0].files} == {"content", "pdf", "xlsx"}
    assert either.kadflow.history.verify(contents=True).ok


def test_an_agreement_that_is_carried_out_owes_its_own_report_as_its_workflow_says(
    exercise: Exercise,
) -> None:
    number = exercise.in_force("sleman", "bantul")
    about = exercise.kadflow.find(number)
    exercise.day("2027-01-02")

    assert ("evaluasi", "2026", about) in _owed(exercise)


def test_what_nobody_has_a_secretariat_for_is_not_owed(exercise: Exercise) -> None:
    exercise.day("2027-01-02")
    assert _owed(exercise) == []
