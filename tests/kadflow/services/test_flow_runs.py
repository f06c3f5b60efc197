"""Every run of a flow is noted, and a failure reaches the administrators, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kadflow.app import FlowTitle, Kadflow, Said
from kadflow.domain.clock import ExerciseClock
from kadflow.errors import StorageUnavailableError
from notifications.catalogue import say
from tests.kadflow.services.history_scenes import Scene
from tests.scenarios.staging import at

FLOW = FlowTitle("fire_deadlines", "Batas waktu", "Deadlines")
GONE = StorageUnavailableError("The disk is full.", hint="Make room.", pesan="Cakram penuh.")
FINE = Said(id="Baik.", en="Fine.")


@pytest.fixture
def kadflow(scene: Scene) -> Kadflow:
    """An installation with one administrator's office, on both databases."""
    opened = scene.kadflow
    sleman = opened.organisations.get("34.04").id
    office = opened.organisations.add_office(opened.operator(), sleman, role="administrator")
    person = opened.organisations.add_person(
        opened.operator(), sleman, handle="sleman.admin", name="Contoh"
    )
    opened.organisations.appoint(
        opened.operator(), office=office, person=person, capacity="definitive",
        from_on="2025-02-20", letter="SK 1/2025", first_setup=True,
    )  # fmt: skip
    return opened


def told(kadflow: Kadflow, language: str = "id") -> list[str]:
    return [notice["headline"] for notice in kadflow.told("sleman.admin", language=language)]


def words(kadflow: Kadflow) -> list[str]:
    """What the notices about failures say below their headline."""
    return [
        " ".join(say("flow_failed", json.loads(notice.fields), "id").paragraphs)
        for notice in kadflow.deliveries.recent()
        if notice.kind == "flow_failed"
    ]


def fail(kadflow: Kadflow) -> str:
    run = kadflow.flow_runs.begin(FLOW, way="in_process")
    kadflow.flow_runs.failed(FLOW, run, GONE)
    return run


def test_a_run_is_noted_from_its_beginning_to_its_end(kadflow: Kadflow):
    assert kadflow.flow_runs.status("fire_deadlines").last is None

    run = kadflow.flow_runs.begin(FLOW, way="in_process")
    running = kadflow.flow_runs.status("fire_deadlines").last
    kadflow.flow_runs.done(run, FINE)

    assert running is not None
    assert (running.id, running.outcome, running.ended_at) == (run, None, None)
    ended = kadflow.flow_runs.status("fire_deadlines")
    assert ended.last is not None
    assert (ended.last.outcome, ended.last.said) == ("done", FINE)
    assert ended.last_done == ended.last.began_at


def test_a_failure_is_told_to_the_administrators_in_their_language(kadflow: Kadflow):
    fail(kadflow)

    assert told(kadflow) == ["Pekerjaan terjadwal gagal: Batas waktu"]
    assert told(kadflow, "en") == ["Scheduled work failed: Deadlines"]
    assert "Cakram penuh." in "".join(words(kadflow))
    last = kadflow.flow_runs.status("fire_deadlines").last
    assert last is not None
    assert last.said == Said("Cakram penuh.", "The disk is full.", "storage-unavailable")


def test_while_a_flow_keeps_failing_nobody_is_told_again_until_it_has_succeeded(
    scene: Scene, kadflow: Kadflow
):
    for _ in range(3):
        fail(kadflow)
        scene.clock.advance(minutes=10)
    assert len(told(kadflow)) == 1

    run = kadflow.flow_runs.begin(FLOW, way="in_process")
    kadflow.flow_runs.done(run, FINE)
    scene.clock.advance(minutes=10)
    fail(kadflow)

    assert len(told(kadflow)) == 2


def test_of_a_fault_of_the_program_only_its_type_is_kept(kadflow: Kadflow):
    run = kadflow.flow_runs.begin(FLOW, way="in_process")
    kadflow.flow_runs.failed(FLOW, run, ValueError("NIK 3404000000000001"))

    (said,) = words(kadflow)
    assert "3404" not in said
    assert "ValueError" in said


def test_a_run_that_fell_silent_counts_as_interrupted_when_the_next_begins(
    scene: Scene, kadflow: Kadflow
):
    silent = kadflow.flow_runs.begin(FLOW, way="prefect")
    scene.clock.advance(minutes=90)
    kadflow.flow_runs.begin(FLOW, way="prefect")
    assert told(kadflow) == []

    scene.clock.advance(minutes=60)
    assert not kadflow.flow_runs.status("fire_deadlines").silent
    kadflow.flow_runs.begin(FLOW, way="prefect")

    found = {each.id: each.outcome for each in kadflow.flow_runs.recent("fire_deadlines")}
    assert found[silent] == "interrupted"
    assert list(found.values()).count("interrupted") == 1
    assert len(told(kadflow)) == 1


def test_a_newest_run_without_a_word_for_two_hours_is_called_silent(
    scene: Scene, kadflow: Kadflow
):
    kadflow.flow_runs.begin(FLOW, way="prefect")
    scene.clock.advance(hours=3)

    assert kadflow.flow_runs.status("fire_deadlines").silent


def test_another_attempt_of_the_same_run_is_the_same_run(kadflow: Kadflow):
    run = kadflow.flow_runs.begin(FLOW, way="prefect")
    kadflow.flow_runs.interrupted(FLOW, run)
    kadflow.flow_runs.begin(FLOW, way="prefect", run=run)
    kadflow.flow_runs.done(run, FINE)

    assert [each.outcome for each in kadflow.flow_runs.recent("fire_deadlines")] == ["done"]


def test_what_ended_well_is_not_called_interrupted_afterwards(kadflow: Kadflow):
    run = kadflow.flow_runs.begin(FLOW, way="prefect")
    kadflow.flow_runs.done(run, FINE)
    kadflow.flow_runs.interrupted(FLOW, run)

    last = kadflow.flow_runs.status("fire_deadlines").last
    assert last is not None
    assert last.outcome == "done"
    assert told(kadflow) == []


def test_runs_of_more_than_ninety_days_ago_are_forgotten_but_never_the_last_success(
    scene: Scene, kadflow: Kadflow
):
    for _ in range(2):
        run = kadflow.flow_runs.begin(FLOW, way="in_process")
        kadflow.flow_runs.done(run, FINE)
        scene.clock.advance(days=1)
    scene.clock.advance(days=100)
    fail(kadflow)

    runs = kadflow.flow_runs.recent("fire_deadlines")
    assert [each.outcome for each in runs] == ["failed", "done"]
    assert kadflow.flow_runs.status("fire_deadlines").last_done == runs[1].began_at


def test_a_failure_without_an_administrator_is_noted_all_the_same(tmp_path: Path):
    with Kadflow.create(
        tmp_path / "data", exercise=True, clock=ExerciseClock(at("2026-01-05"))
    ) as kadflow:
        fail(kadflow)
        last = kadflow.flow_runs.status("fire_deadlines").last

    assert last is not None
    assert last.outcome == "failed"
