"""Reminders and messages by flow: each once, whatever runs how often, and none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.catalogue import SWEEPS
from flows.sweeping import Asked, run_here
from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.errors import InvalidInputError
from tests.kadflow.services.test_deliveries import mailbox, posted
from tests.kadflow.services.test_reminders import left, reminders
from tests.mail import mail_to
from tests.scenarios.staging import Exercise

REMIND, DELIVER = SWEEPS["send_reminders"], SWEEPS["deliver_notices"]


@pytest.mark.parametrize("times", [0, 1, 3])
def test_however_often_both_run_at_one_instant_each_message_arrives_once(
    either: Exercise, times: int
):
    either.in_force()
    head = mailbox(either, "sleman.head")
    with posted(either) as post:
        either.day("2026-10-02", "08:00")
        done = [
            (
                run_here(either.kadflow, REMIND, Asked()).whole.done,
                run_here(either.kadflow, DELIVER, Asked()).whole.done,
            )
            for _ in range(times)
        ]

        letters = [each for each in post.to(head) if "hari lagi" in each["Subject"]]
        assert len(letters) == min(times, 1)
        assert [first > 0 for first, _ in done] == [True, False, False][:times]
        assert sum(second for _, second in done) == len(post.letters)
        assert set(post.identities().values()) <= {1}


def test_after_an_outage_only_the_latest_rung_leaves_and_the_others_are_noted(either: Exercise):
    either.in_force()
    head = mailbox(either, "sleman.head")
    with posted(either) as post:
        either.day("2026-12-23", "08:00")
        run_here(either.kadflow, REMIND, Asked())
        run_here(either.kadflow, DELIVER, Asked())
        before, letters = len(left(either)), len(post.to(head))

        either.day("2026-12-31", "08:00")
        summary = run_here(either.kadflow, REMIND, Asked())
        run_here(either.kadflow, DELIVER, Asked())

        assert {-7, 0} <= {rung for rung, _, _ in reminders(either)}
        assert set(left(either)[before:]) == {0}
        assert "digantikan" in summary.whole.notes[0][0]
        (late,) = post.to(head)[letters:]
        assert late["Subject"].startswith("Hari ini")


def test_two_deliverers_at_once_send_each_message_once(either: Exercise):
    mailbox(either, "sleman.head")
    mailbox(either, "bantul.head")
    for _ in range(4):
        either.signing()
    with posted(either) as post:

        def work(_turn: int) -> int:
            clock = ExerciseClock(either.clock.now())
            with Kadflow.open(
                either.folder, database_url=either.database_url, clock=clock,
                channels=lambda: {"mail": mail_to(post)},
            ) as kadflow:  # fmt: skip
                return run_here(kadflow, DELIVER, Asked()).whole.done

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(work, range(2)))

        assert sum(done) == len(post.letters) > 0
        assert set(post.identities().values()) == {1}


def test_a_mail_server_that_is_away_is_told_without_failing_the_flow_and_nothing_is_lost(
    exercise: Exercise,
):
    legal = mailbox(exercise, "sleman.legal")
    number = exercise.negotiating()
    exercise.by("sleman.coordinator").act(number, "submit_text")
    with posted(exercise):
        pass  # it was there, and is gone

    summary = run_here(exercise.kadflow, DELIVER, Asked())

    assert summary.whole.done == 0
    told = " ".join(note for note, _ in summary.whole.notes)
    assert "mail" in told
    assert "127.0.0.1" not in told
    with posted(exercise) as post:
        exercise.clock.advance(days=1)
        run_here(exercise.kadflow, DELIVER, Asked())
        assert post.to(legal)


@pytest.mark.parametrize("flow", ["send_reminders", "deliver_notices"])
def test_one_agreement_alone_is_refused_where_all_go_together(exercise: Exercise, flow: str):
    with pytest.raises(InvalidInputError, match="for all agreements"):
        run_here(exercise.kadflow, SWEEPS[flow], Asked(agreement="KSD-2026-000001"))


@pytest.mark.parametrize("flow", ["send_reminders", "deliver_notices"])
def test_a_restored_installation_reminds_and_sends_nothing(
    exercise: Exercise, tmp_path, flow: str
):
    exercise.in_force()
    exercise.kadflow.keeping.backup(tmp_path / "backup.tar.gz")
    exercise.day("2026-12-31")
    Kadflow.restore(tmp_path / "backup.tar.gz", tmp_path / "restored", clock=exercise.clock)

    with Kadflow.open(tmp_path / "restored", clock=exercise.clock) as restored:
        assert run_here(restored, SWEEPS[flow], Asked()).held


def test_what_was_prepared_for_nobodys_mailbox_is_told_all_the_same(exercise: Exercise):
    exercise.negotiating()

    summary = run_here(exercise.kadflow, DELIVER, Asked())

    assert summary.said.id == "0 pesan terkirim."
    assert "pemberitahuan baru" in summary.whole.notes[0][0]
    assert run_here(exercise.kadflow, DELIVER, Asked()).said.en == "Nothing had to be done."
