"""What is new on agreements is handed out after its commit, in order, to one caller at a time."""

from __future__ import annotations

from kadflow.app import Announcement, Kadflow
from kadflow.domain.clock import ExerciseClock
from tests.scenarios.staging import (
    Exercise,
    built_postgres,
    built_sqlite,
    either,
    exercise,
)

__all__ = ["built_postgres", "built_sqlite", "either", "exercise"]


def kinds(found: list[Announcement]) -> list[str]:
    return [each.kind for each in found]


def test_every_new_entry_of_a_shared_record_is_announced_once_and_in_order(either: Exercise):
    service = either.kadflow.announcements
    assert service.new() == []

    number = either.opened().number
    first = service.new()
    service.announced(first)
    either.by("sleman.coordinator").act(number, "submit_proposal")
    second = service.new()
    service.announced(second)

    shared = [event.kind for event in either.events(either.record(number).id)]
    assert kinds(first) + kinds(second) == shared
    assert {each.number for each in first + second} == {number}
    assert service.new() == []


def test_what_was_not_noted_is_said_again_under_the_same_id(exercise: Exercise):
    exercise.opened()
    service = exercise.kadflow.announcements

    assert service.new() == service.new()
    ids = [each.id for each in service.new()]
    assert len(set(ids)) == len(ids)


def test_the_tracks_of_single_parties_are_never_announced(exercise: Exercise):
    number = exercise.signing()
    streams = {each.agreement for each in exercise.kadflow.announcements.new()}

    assert streams == {exercise.record(number).id}


def test_only_one_process_has_the_turn_and_another_gets_it_when_that_falls_silent(
    either: Exercise,
):
    either.opened()
    clock = ExerciseClock(either.clock.now())
    with Kadflow.open(either.folder, database_url=either.database_url, clock=clock) as other:
        mine = either.kadflow.announcements.new()
        assert mine
        assert other.announcements.new() == []

        clock.advance(minutes=2)
        theirs = other.announcements.new()
        either.clock.advance(minutes=2)

        assert [each.id for each in theirs] == [each.id for each in mine]
        assert either.kadflow.announcements.new() == []


def test_after_days_of_silence_nothing_is_left_out(exercise: Exercise):
    service = exercise.kadflow.announcements
    service.new()
    first = exercise.opened().number
    service.announced(service.new())
    second = exercise.opened().number
    exercise.clock.advance(days=2)
    third = exercise.opened().number

    assert {each.number for each in service.new()} == {second, third}
    assert first


def test_what_lies_long_before_the_first_announcement_counts_as_known(exercise: Exercise):
    exercise.opened()
    exercise.clock.advance(hours=1)
    late = exercise.opened().number

    assert {each.number for each in exercise.kadflow.announcements.new()} == {late}


def test_a_long_list_comes_in_pieces(exercise: Exercise):
    exercise.opened()
    exercise.opened()
    service = exercise.kadflow.announcements
    whole = service.new()

    pieces = []
    while piece := service.new(most=3):
        service.announced(piece)
        pieces += piece

    assert pieces == whole


def test_a_restored_installation_announces_nothing_until_it_is_released(
    exercise: Exercise, tmp_path
):
    exercise.opened()
    exercise.kadflow.keeping.backup(tmp_path / "backup.tar.gz")
    Kadflow.restore(tmp_path / "backup.tar.gz", tmp_path / "restored", clock=exercise.clock)

    with Kadflow.open(tmp_path / "restored", clock=exercise.clock) as restored:
        assert restored.announcements.new() == []
        restored.keeping.release(restored.operator())
        assert restored.announcements.new() != []
