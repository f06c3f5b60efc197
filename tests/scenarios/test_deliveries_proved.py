"""Every notice exists once; every message arrives, and after its Message-ID once; nothing is lost.

Against a real mail server, on both databases: run never, once and three times, in two processes at
once, killed at any moment. ``KADFLOW_TEST_KILLS`` says how often on each database.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from random import Random
from threading import Timer
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.storage.statements import Statement
from kadflow.storage.tables.notices import Attempt, Delivery, Notice
from tests.mail import Post, mail_server, mail_to
from tests.scenarios.sending import send
from tests.scenarios.staging import BEGIN, Exercise, at, built_postgres, built_sqlite, either

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

__all__ = ["built_postgres", "built_sqlite", "either"]

KILLS = int(os.environ.get("KADFLOW_TEST_KILLS", "50"))
MANY = 10  # messages of a turn
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.scenarios.sending"])  # each worker begins without importing
FIELDS = {"number": "KSD-1", "state_id": "Pelaksanaan", "state_en": "Implementation"}

DELIVERIES = Statement(select(col(Delivery.id), col(Delivery.occasion), col(Delivery.state)))
NOTICES = Statement(select(col(Notice.occasion), col(Notice.office)))
ATTEMPTS = Statement(select(col(Attempt.delivery), col(Attempt.outcome), col(Attempt.digest)))


def tell(exercise: Exercise, name: str, count: int) -> set[str]:
    """Write notices about as many occasions to an office whose holder has a mailbox."""
    occasions = {f"{name}-{place}" for place in range(count)}
    for occasion in sorted(occasions):
        exercise.kadflow.notices.tell(
            "state_entered", [exercise.office("sleman/head")], occasion, FIELDS
        )
    return occasions


def mailbox(exercise: Exercise) -> None:
    exercise.kadflow.contacts.set_address(
        exercise.kadflow.operator(), exercise.person("sleman.head"), "mail", "bupati@kadflow.test"
    )


def start(exercise: Exercise, post: Post, turn: int) -> ForkServerProcess:
    """A worker in a process of its own."""
    child = FORKS.Process(
        target=send, args=(exercise.folder, post.port, turn, exercise.database_url), daemon=True
    )
    child.start()
    return child


def finish(child: ForkServerProcess) -> int:
    child.join(timeout=120)
    assert child.exitcode in {0, -signal.SIGKILL}
    return child.exitcode or 0


def check(exercise: Exercise, post: Post, occasions: set[str]) -> None:
    """What must be so whatever happened."""
    with Kadflow.open(
        exercise.folder, database_url=exercise.database_url, clock=ExerciseClock(at(BEGIN))
    ) as kadflow, kadflow.database.read() as tx:  # fmt: skip
        notices = Counter(tx.all(NOTICES))
        deliveries = tx.all(DELIVERIES)
        attempts = tx.all(ATTEMPTS)
    assert set(notices.values()) == {1}
    assert {occasion for _, occasion, _ in deliveries} == occasions
    assert len(deliveries) == len(occasions)
    assert {state for _, _, state in deliveries} == {"sent"}
    wanted = {f"<{each}@kadflow.test>" for each, _, _ in deliveries}
    assert set(post.identities()) == wanted
    bytes_of: dict[str, set[bytes]] = {}
    for (_, letter), raw in zip(post.letters, post.raw, strict=True):
        bytes_of.setdefault(str(letter["Message-ID"]), set()).add(raw)
    assert {len(several) for several in bytes_of.values()} == {1}
    sent = Counter(delivery for delivery, outcome, _ in attempts if outcome == "sent")
    assert set(sent) == {each for each, _, _ in deliveries}
    digests: dict[str, set[str]] = {}
    for delivery, _, digest in attempts:
        if digest is not None:
            digests.setdefault(delivery, set()).add(digest)
    assert {len(several) for several in digests.values()} == {1}


@pytest.mark.parametrize("times", [1, 3])
def test_however_often_it_runs_each_message_leaves_once(either: Exercise, times: int):
    mailbox(either)
    occasions = tell(either, "x", 30)
    with mail_server() as post:
        assert post.letters == []  # not run at all: nothing leaves, and nothing is lost
        mail = mail_to(post)
        with Kadflow.open(
            either.folder, database_url=either.database_url, clock=either.clock,
            channels=lambda: {"mail": mail},
        ) as kadflow:  # fmt: skip
            for _ in range(times):
                kadflow.deliveries.plan()
                kadflow.deliveries.deliver()
        assert set(post.identities().values()) == {1}
        check(either, post, occasions)


@pytest.mark.slow
def test_two_workers_at_once_send_each_message_once(either: Exercise):
    mailbox(either)
    occasions = tell(either, "x", 120)
    with mail_server() as post:
        children = [start(either, post, 1), start(either, post, 1)]
        for child in children:
            assert finish(child) == 0
        assert set(post.identities().values()) == {1}
        check(either, post, occasions)


@pytest.mark.slow
def test_a_worker_that_is_killed_at_any_moment_loses_nothing_and_doubles_nothing(
    either: Exercise,
):
    mailbox(either)
    random, occasions = Random(20260105), set()  # noqa: S311 - repeatable, not secret
    turn = killed = 0
    with mail_server() as post:
        while killed < KILLS:
            turn += 1
            occasions |= tell(either, f"turn{turn}", MANY)
            child = start(either, post, turn)
            fatal = len(post.letters) + random.randint(1, MANY - 1)

            def kill(count: int, child: ForkServerProcess = child, at: int = fatal) -> None:
                if count == at:  # the server has it, and the worker never learns of it
                    child.kill()

            by_clock = Timer(random.uniform(0, 0.2), child.kill)
            if turn % 3:
                post.taken = kill
            else:  # while it plans, claims, composes or notes, as luck has it
                by_clock.start()
            killed += finish(child) != 0
            by_clock.cancel()
            post.taken = lambda _: None
        assert finish(start(either, post, turn + 1)) == 0
        check(either, post, occasions)
        assert killed == KILLS
        assert len(post.letters) > len(post.identities())  # some really came twice
