"""The ledger of what was sent, acknowledged and put off is sealed day by day, and cannot change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kadflow.app import Kadflow
from kadflow.audit.chain import decode_event
from kadflow.services.history.ledger_days import LEDGER_SEALED
from kadflow.storage import history
from tests.kadflow.services.history_scenes import raw
from tests.kadflow.services.test_deliveries import channels, made, mailbox, proposed, run
from tests.scenarios.staging import Exercise, built_postgres, built_sqlite, either, exercise

__all__ = ["built_postgres", "built_sqlite", "either", "exercise"]


def handed(exercise: Exercise) -> str:
    """A message that the secretariat handed over; its delivery."""
    mailbox(exercise, "sleman.head", "628123456789", "hand")
    before = {each.id for each in made(exercise)}
    proposed(exercise)
    run(exercise)
    (delivery,) = [each.id for each in made(exercise) if each.id not in before]
    exercise.kadflow.deliveries.hand_over(exercise.kadflow.operator(), delivery, how="WhatsApp")
    return delivery


def seals(exercise: Exercise) -> dict[str, int]:
    """Number of lines by day, as the installation's stream seals them."""
    with exercise.kadflow.database.read() as tx:
        stream = history.installation_stream(tx)
        bodies = history.bodies_of_kinds(tx, stream, (LEDGER_SEALED,))
    told = [decode_event(body).data for body in bodies]
    return {data["day"]: data["count"] for data in told}


def today(exercise: Exercise) -> str:
    return exercise.clock.now().date().isoformat()


def ledger_findings(exercise: Exercise) -> list[str]:
    report = exercise.kadflow.history.verify()
    assert all(each.what == "ledger" for each in report.findings), str(report)
    return [each.field for each in report.findings]


def altered(exercise: Exercise, sql: str, *values: object) -> None:
    with raw(exercise.kadflow.folder.url) as hand:
        hand.run(sql, *values)


def test_a_checkpoint_seals_each_day_that_is_over_once_and_the_present_one_never(
    either: Exercise,
):
    first = today(either)
    handed(either)
    either.kadflow.history.checkpoint()
    assert seals(either) == {}
    either.clock.advance(days=3)
    third = today(either)
    handed(either)
    note = either.kadflow.history.checkpoint()
    assert seals(either) == {first: 1}
    assert either.kadflow.history.checkpoint() == note
    either.clock.advance(days=1)
    either.kadflow.history.checkpoint()
    assert seals(either) == {first: 1, third: 1}
    report = either.kadflow.history.verify()
    assert report.ok, str(report)
    assert report.ledger == 2


def test_a_day_is_sealed_only_when_it_has_been_over_for_an_hour(exercise: Exercise):
    handed(exercise)
    now = exercise.clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    exercise.clock.move_to(midnight + timedelta(minutes=59))
    exercise.kadflow.history.checkpoint()
    assert seals(exercise) == {}
    exercise.clock.move_to(midnight + timedelta(minutes=61))
    exercise.kadflow.history.checkpoint()
    assert seals(exercise) == {now.date().isoformat(): 1}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE attempt SET detail = 'telepon'",
        "DELETE FROM attempt",
        "UPDATE snooze SET until_on = '2026-12-24'",
        "DELETE FROM acknowledgement",
    ],
)
def test_a_line_changed_or_taken_out_by_hand_is_found_and_its_day_named(
    either: Exercise, change: str
):
    day = today(either)
    handed(either)
    number = either.in_force()
    liaison = either.by("sleman.coordinator").envelope()
    either.kadflow.deadlines.acknowledge(liaison, number, "term_end")
    either.kadflow.deadlines.snooze(liaison, number, "term_end", until_on="2026-12-01")
    either.clock.advance(days=2)
    either.kadflow.history.checkpoint()
    assert sum(seals(either).values()) == 3
    assert ledger_findings(either) == []
    altered(either, change)
    found = ledger_findings(either)
    assert len(found) == 1
    assert found[0] in {day, *seals(either)}


def test_the_first_day_that_differs_comes_first(either: Exercise):
    days = []
    for _ in range(3):
        days.append(today(either))
        handed(either)
        either.clock.advance(days=2)
    either.kadflow.history.checkpoint()
    altered(either, "UPDATE attempt SET worker = 'orang lain'")
    report = either.kadflow.history.verify()
    assert [each.field for each in report.findings] == days
    assert days[0] in report.sentence("id")
    assert days[0] in report.sentence("en")


def test_a_line_slipped_into_an_empty_day_before_the_last_sealed_one_is_found(either: Exercise):
    handed(either)
    either.clock.advance(days=1)
    empty = today(either)
    head = f"{int(either.clock.now().timestamp() * 1000):012x}"
    either.clock.advance(days=1)
    handed(either)
    either.clock.advance(days=2)
    either.kadflow.history.checkpoint()
    altered(
        either,
        "INSERT INTO attempt (id, delivery, fence, at, outcome, detail, worker) "
        "SELECT ?, delivery, fence, at, outcome, detail, worker FROM attempt LIMIT 1",
        f"{head[:8]}-{head[8:]}-7000-8000-000000000001",
    )
    assert ledger_findings(either) == [empty]


def test_a_line_written_by_a_clock_that_went_back_breaks_no_seal(either: Exercise):
    handed(either)
    before = either.clock.now()
    either.clock.advance(days=5)
    handed(either)
    either.clock.advance(days=1)
    either.kadflow.history.checkpoint()
    either.clock.move_to(before + timedelta(hours=1))
    channels(either)  # another process, which knows nothing of the ids given before
    handed(either)
    report = either.kadflow.history.verify()
    assert report.ok, str(report)
    either.clock.advance(days=10)
    either.kadflow.history.checkpoint()
    assert either.kadflow.history.verify().ledger == sum(seals(either).values()) == 3


def test_a_restored_backup_brings_the_ledger_and_its_seals_back(
    exercise: Exercise, tmp_path: Path
):
    handed(exercise)
    exercise.clock.advance(days=2)
    exercise.kadflow.keeping.backup(tmp_path / "backup.tar.gz")
    report = Kadflow.restore(tmp_path / "backup.tar.gz", tmp_path / "again", clock=exercise.clock)
    assert report.ok
    assert report.history.ledger == 1
