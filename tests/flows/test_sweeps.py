"""A sweep may run never, often, twice at once, or be killed: what happens is the same."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from flows.catalogue import sweep
from flows.history import VERIFY_HISTORY
from flows.orchestrator import run
from flows.sweeping import Asked, run_here
from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotFoundError
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables import deadline
from kadflow.storage.tables.deadlines import Deadline
from tests.docs.pages import ROOT
from tests.flows.due import LATER, ending, outcome
from tests.scenarios.staging import Exercise, at

FIRE = sweep("fire_deadlines")
_INSERT = Statement(insert(Deadline), name="test.deadline")


@pytest.mark.parametrize("times", [0, 1, 3])
def test_however_often_it_runs_at_one_instant_the_outcome_is_that_of_the_next_command(
    either: Exercise, times: int
):
    numbers = ending(either, 3)
    either.day(LATER, "08:00")

    done = [run_here(either.kadflow, FIRE, Asked()).whole.done for _ in range(times)]
    for number in numbers:  # somebody looks at each agreement, and edits nothing
        either.kadflow.apply_due_to(either.record(number).id)

    assert done == [3, 0, 0][:times]
    assert {found[0] for found in outcome(either, numbers)} == {"evaluation"}
    days = {event[2].date for found in outcome(either, numbers) for event in found[4][-1:]}
    assert days == {LATER}


def test_two_days_without_any_run_change_nothing_but_when_it_was_recorded(either: Exercise):
    numbers = ending(either, 2)
    either.day(LATER, "08:00")
    run_here(either.kadflow, FIRE, Asked(agreement=numbers[0]))

    either.clock.move_to(either.clock.now() + timedelta(days=2))
    run_here(either.kadflow, FIRE, Asked())

    in_time, after = outcome(either, numbers)
    assert in_time == after


def test_small_shards_do_what_one_large_one_does(exercise: Exercise):
    numbers = ending(exercise, 5)
    exercise.day(LATER, "08:00")

    plan = FIRE.plan(exercise.kadflow, Asked(shard_size=2))
    summary = run_here(exercise.kadflow, FIRE, Asked(shard_size=2))

    assert [len(shard) for shard in plan.shards] == [2, 2, 1]
    assert sorted(line.number for line in summary.whole.lines) == sorted(numbers)


def test_two_at_once_do_each_thing_once(either: Exercise):
    numbers = ending(either, 6)
    either.day(LATER, "08:00")

    def work(_turn: int) -> int:
        clock = ExerciseClock(either.clock.now())
        with Kadflow.open(either.folder, database_url=either.database_url, clock=clock) as kadflow:
            return run_here(kadflow, FIRE, Asked(shard_size=1)).whole.done

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(work, range(2)))

    assert sum(done) == 6
    assert len(set(map(str, outcome(either, numbers)))) == 1
    assert either.kadflow.history.verify().ok


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next(either: Exercise, after: int):
    numbers = ending(either, 4)
    either.day(LATER, "08:00")
    arguments = [str(either.folder), either.clock.now().isoformat(), str(after)]
    child = subprocess.run(
        [sys.executable, "-m", "tests.flows.killing", *arguments,
         *([either.database_url] if either.database_url else [])],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    fired = [found[0] for found in outcome(either, numbers)].count("evaluation")

    rest = run_here(either.kadflow, FIRE, Asked()).whole.done

    assert (fired, rest) == (after, 4 - after)
    assert len(set(map(str, outcome(either, numbers)))) == 1
    assert either.kadflow.history.verify().ok
    runs = either.kadflow.flow_runs
    assert {each.outcome for each in runs.recent("fire_deadlines")} == {"done", None}
    either.clock.advance(hours=3)
    run_here(either.kadflow, FIRE, Asked())
    assert {each.outcome for each in runs.recent("fire_deadlines")} == {"done", "interrupted"}


def test_an_agreement_that_is_refused_stops_no_other_and_is_named(exercise: Exercise):
    numbers = ending(exercise, 2)
    stray = dict.fromkeys(deadline.columns.keys()) | {
        "id": "0" * 36, "agreement": "0" * 8, "name": "term_end", "due_on": "2026-01-31",
        "due_at": "2026-02-01T00:00:00.000000Z", "effect": "transition", "explanation": b"{}",
        "zone": "Asia/Jakarta", "revision": 1, "verified": True, "remind_days": "[]", "tells": "[]",
    }  # fmt: skip
    exercise.kadflow.database.write(lambda tx: tx.post(_INSERT, **stray))
    exercise.day(LATER, "08:00")

    with pytest.raises(NotFoundError):
        run_here(exercise.kadflow, FIRE, Asked())

    assert {found[0] for found in outcome(exercise, numbers)} == {"evaluation"}
    last = exercise.kadflow.flow_runs.status("fire_deadlines").last
    assert last is not None
    assert last.outcome == "failed"
    assert last.said is not None
    assert last.said.id.startswith("2 kerja sama, 1 gagal.")


def test_what_was_restored_and_not_released_lets_nothing_fall_due(
    exercise: Exercise, tmp_path: Path
):
    ending(exercise, 1)
    exercise.kadflow.keeping.backup(tmp_path / "backup.tar.gz")
    clock = ExerciseClock(at(LATER))
    Kadflow.restore(tmp_path / "backup.tar.gz", tmp_path / "restored", clock=clock)

    with Kadflow.open(tmp_path / "restored", clock=clock) as restored:
        summary = run_here(restored, FIRE, Asked())
        assert summary.held
        assert "belum dilepas" in summary.said.id
        restored.keeping.release(restored.operator())
        assert run_here(restored, FIRE, Asked()).whole.done == 1


def test_outside_of_an_exercise_an_instant_only_limits_what_counts_as_due(tmp_path: Path):
    with Kadflow.create(tmp_path / "real"):
        pass

    with pytest.raises(InvalidInputError, match="exercise folder only"):
        run(tmp_path / "real", None, "fire_deadlines", at=at("2999-01-01"))
    assert run(tmp_path / "real", None, "fire_deadlines", at=at("2020-01-01")).whole.done == 0


def test_only_what_was_due_by_an_instant_is_taken(exercise: Exercise):
    early, late = exercise.in_force(), None
    late = exercise.in_force(terms={"term": {"starts_on": "2026-02-01", "ends_on": "2027-02-28"}})
    exercise.day("2027-06-01")

    run_here(exercise.kadflow, FIRE, Asked(at=at(LATER)))

    assert [exercise.record(number).state for number in (early, late)] == [
        "evaluation",
        "in_force",
    ]


def test_an_instant_must_say_its_zone_and_a_shard_must_hold_something():
    with pytest.raises(InvalidInputError, match="names no zone"):
        Asked(at=at(LATER).replace(tzinfo=None))
    with pytest.raises(InvalidInputError, match="does nothing"):
        Asked(shard_size=0)


def test_verification_counts_the_entries_and_leaves_a_checkpoint(exercise: Exercise):
    exercise.opened()

    summary = run_here(exercise.kadflow, VERIFY_HISTORY, Asked())

    assert (
        summary.whole.done == exercise.kadflow.history.verify().events - 1
    )  # the key's own entry
    assert summary.whole.text == exercise.kadflow.history.last_note()


def test_verification_of_one_agreement_makes_no_checkpoint(exercise: Exercise):
    number = exercise.opened().number

    summary = run_here(exercise.kadflow, VERIFY_HISTORY, Asked(agreement=number))

    assert (summary.whole.done > 0, summary.whole.text) == (True, "")


def test_a_record_that_was_touched_fails_the_run(exercise: Exercise):
    number = exercise.opened().number
    exercise.kadflow.close()
    with sqlite3.connect(exercise.folder / "kadflow.db") as intruder:
        intruder.execute("DROP TRIGGER event_refuses_update")
        intruder.execute("UPDATE event SET kind = 'x' WHERE kind = 'agreement.created'")
    exercise.kadflow = Kadflow.open(exercise.folder, clock=exercise.clock)

    with pytest.raises(HistoryBrokenError):
        run_here(exercise.kadflow, VERIFY_HISTORY, Asked(agreement=number))

    last = exercise.kadflow.flow_runs.status("verify_history").last
    assert last is not None
    assert (last.outcome, last.said is not None and last.said.code) == (
        "failed",
        "history-broken",
    )
