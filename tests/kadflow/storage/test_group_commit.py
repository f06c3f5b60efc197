"""SQLite only: what callers that wait for each other share, and what they never share."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading

import pytest

from kadflow.errors import RefusedError, StorageUnavailableError
from kadflow.storage import sqlite
from kadflow.storage.failures import ConstraintError
from kadflow.storage.sessions import Database, sqlite_path
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables import gate
from tests.kadflow.storage import rows


@pytest.fixture
def database(sqlite_url):
    with Database.open(sqlite_url) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _groups_wait(monkeypatch):
    """The first command waits for the others here; that must not count as a slow group."""
    monkeypatch.setattr(sqlite, "GROUP_SECONDS", 60.0)


@pytest.fixture
def said(database):
    """What the writing connection told SQLite, as it was said."""
    words: list[str] = []
    writer(database)._connection.set_trace_callback(
        lambda sql: words.append(sql.split()[0].upper())
    )
    return words


def writer(database):
    return database._write.__self__


def add(name):
    return lambda transaction: transaction.run(rows.ADD_STREAM, **rows.stream(name))


def streams(database):
    with database.read() as transaction:
        return [name for (name,) in transaction.all(rows.STREAMS)]


class Group:
    """Callers whose commands wait while the first one is still at work."""

    def __init__(self, database, leader, *followers):
        self.outcomes: list[object] = [None] * (1 + len(followers))
        self.calls = [0] * len(self.outcomes)
        self._database = database
        started = threading.Event()

        def first(transaction):
            started.set()
            while self.calls[0] == 1 and len(writer(database)._queue) < len(followers):
                os.sched_yield()
            return leader(transaction)

        threads = [threading.Thread(target=self._call, args=(0, first))]
        threads[0].start()
        assert started.wait(10)
        for index, work in enumerate(followers, start=1):
            threads.append(threading.Thread(target=self._call, args=(index, work)))
            threads[-1].start()
            while len(writer(database)._queue) < index and threads[0].is_alive():
                os.sched_yield()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)

    def _call(self, index, work):
        def counted(transaction):
            self.calls[index] += 1
            return work(transaction)

        try:
            self.outcomes[index] = self._database.write(counted)
        except BaseException as error:  # noqa: BLE001 - the outcome that a test looks at
            self.outcomes[index] = error


def orphan(transaction):
    """A row whose missing parent is only noticed at COMMIT."""
    transaction._connection.execute("PRAGMA defer_foreign_keys = ON")
    transaction.run(
        Statement(insert(gate)), id="g", agreement="nowhere", name="n", round=1,
        opened_at=rows.TIME, closed_at=None, outcome=None,
    )  # fmt: skip
    return "stored"


def test_a_lone_caller_pays_for_no_savepoint(database, said):
    database.write(add("a"))
    assert said == ["BEGIN", "INSERT", "COMMIT"]


def test_callers_that_wait_share_one_commit(database, said):
    group = Group(database, add("a"), add("b"), add("c"))
    assert group.outcomes == [1, 1, 1]
    assert said.count("BEGIN") == said.count("COMMIT") == 1
    assert said.count("SAVEPOINT") == 2


def test_a_group_takes_no_more_than_its_share(database, said, monkeypatch):
    monkeypatch.setattr(sqlite, "GROUP_COMMANDS", 4)
    group = Group(database, *(add(f"{index:02}") for index in range(10)))
    assert group.outcomes == [1] * 10
    assert said.count("COMMIT") == 3


def test_other_processes_get_their_turn_after_a_full_group(database, monkeypatch):
    monkeypatch.setattr(sqlite, "GROUP_COMMANDS", 2)
    pauses = []
    monkeypatch.setattr(sqlite.time, "sleep", pauses.append)
    Group(database, *(add(f"{index:02}") for index in range(6)))
    assert pauses == [sqlite.PAUSE_SECONDS] * 2


def test_a_slow_group_commits_before_it_is_full(database, said, monkeypatch):
    monkeypatch.setattr(sqlite, "GROUP_SECONDS", 0.0)
    Group(database, add("a"), add("b"), add("c"))
    assert said.count("COMMIT") == 3


def test_a_refused_command_in_a_group_loses_its_own_changes_only(database):
    def refused(transaction):
        add("lost")(transaction)
        message = "no"
        raise RefusedError(message)

    group = Group(database, add("a"), refused, add("b"), refused)
    assert group.outcomes[0] == group.outcomes[2] == 1
    assert isinstance(group.outcomes[1], RefusedError)
    assert isinstance(group.outcomes[3], RefusedError)
    assert group.calls == [1, 1, 1, 1]
    assert streams(database) == ["a", "b"]


def test_a_refused_leader_does_not_hold_back_those_who_wait(database):
    def refused(transaction):
        add("lost")(transaction)
        message = "no"
        raise RefusedError(message)

    group = Group(database, refused, add("a"), add("b"))
    assert isinstance(group.outcomes[0], RefusedError)
    assert streams(database) == ["a", "b"]


def test_nobody_is_answered_before_commit_and_a_failed_one_is_repeated_one_by_one(database):
    group = Group(database, add("a"), orphan, add("b"))
    assert group.outcomes[0] == group.outcomes[2] == 1
    assert isinstance(group.outcomes[1], ConstraintError)
    assert group.calls == [2, 2, 2]
    assert streams(database) == ["a", "b"]


def test_a_refusal_that_rested_on_a_failed_group_is_decided_anew(database):
    def only_if_alone(transaction):
        if transaction.one(rows.COUNT_STREAMS) != (0,):
            message = "somebody is there"
            raise RefusedError(message)
        return add("alone")(transaction)

    def orphan_and_stream(transaction):
        add("ghost")(transaction)
        return orphan(transaction)

    group = Group(database, orphan_and_stream, only_if_alone)
    assert isinstance(group.outcomes[0], ConstraintError)
    assert group.outcomes[1] == 1
    assert streams(database) == ["alone"]


def test_a_lone_failed_commit_leaves_nothing_and_the_next_command_runs(database):
    with pytest.raises(ConstraintError, match="FOREIGN KEY"):
        database.write(orphan)
    database.write(add("a"))
    assert streams(database) == ["a"]


def test_a_full_disk_in_a_group_costs_only_the_command_that_needed_the_room(database):
    def greedy(transaction):
        ask = transaction._connection.execute
        pages = ask("PRAGMA page_count").fetchone()[0]
        ask(f"PRAGMA max_page_count = {pages}")
        try:
            for number in range(1, 200):
                transaction.run(rows.ADD_EVENT, **rows.event("s", number, body=b"x" * 4096))
        finally:
            ask("PRAGMA max_page_count = 1073741823")

    group = Group(database, add("a"), greedy, add("b"))
    assert group.outcomes[0] == group.outcomes[2] == 1
    assert isinstance(group.outcomes[1], StorageUnavailableError)
    assert "disk is full" in str(group.outcomes[1])
    assert streams(database) == ["a", "b"]
    with database.read() as transaction:
        assert transaction.all(rows.ALL_EVENTS) == []


def test_an_interrupted_leader_hands_the_waiting_commands_on(database):
    def interrupted(transaction):
        add("lost")(transaction)
        raise KeyboardInterrupt

    group = Group(database, interrupted, add("a"), add("b"))
    assert isinstance(group.outcomes[0], KeyboardInterrupt)
    assert group.outcomes[1:] == [1, 1]
    assert streams(database) == ["a", "b"]


def test_an_interruption_in_the_middle_of_a_group_hits_its_leader_only(database):
    signals = iter([KeyboardInterrupt])

    def interrupted_once(transaction):
        for signal in signals:
            raise signal
        return add("c")(transaction)

    group = Group(database, add("a"), add("b"), interrupted_once, add("d"))
    assert isinstance(group.outcomes[0], KeyboardInterrupt)
    assert group.outcomes[1:] == [1, 1, 1]
    assert streams(database) == ["b", "c", "d"]


def test_a_refusal_in_an_interrupted_group_is_decided_anew(database):
    signals = iter([KeyboardInterrupt])

    def only_if_empty(transaction):
        if transaction.one(rows.COUNT_STREAMS) != (0,):
            message = "somebody is there"
            raise RefusedError(message)
        return add("b")(transaction)

    def interrupted_once(transaction):
        for signal in signals:
            raise signal
        return add("c")(transaction)

    group = Group(database, add("a"), only_if_empty, interrupted_once)
    assert isinstance(group.outcomes[0], KeyboardInterrupt)
    assert group.outcomes[1:] == [1, 1]
    assert streams(database) == ["b", "c"]


INTERRUPTED_WHILE_WAITING = """
import os, signal, sys, threading
from kadflow.storage.sessions import Database
from tests.kadflow.storage import rows

database = Database.open(sys.argv[1])
begun, go = threading.Event(), threading.Event()
def slow(tx):
    begun.set(); go.wait(); tx.run(rows.ADD_STREAM, **rows.stream("slow"))
leader = threading.Thread(target=lambda: database.write(slow))
leader.start(); begun.wait()
told = threading.Event()
def once(*_):
    if not told.is_set():
        told.set()
        raise KeyboardInterrupt
signal.signal(signal.SIGINT, once)
def interrupt():
    while not database._write.__self__._queue:
        os.sched_yield()
    while not told.is_set():  # one that comes just before the thread sleeps does not wake it
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        told.wait(0.1)
threading.Thread(target=interrupt).start()
try:
    database.write(lambda tx: tx.run(rows.ADD_STREAM, **rows.stream("never")))
except KeyboardInterrupt:
    go.set()
leader.join()
database.write(lambda tx: tx.run(rows.ADD_STREAM, **rows.stream("then")))
with database.read() as tx:
    print([name for (name,) in tx.all(rows.STREAMS)])
database.close()
"""


def test_a_caller_interrupted_while_waiting_leaves_the_queue(sqlite_url):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_WAITING, sqlite_url],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout == "['slow', 'then']\n", done.stderr


# ------------------------------------------------------------------ other processes


def other(database):
    path = sqlite_path(database.url)
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def test_a_lock_that_lasts_is_told_to_everybody_who_waits(database, monkeypatch):
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.2)
    holder = other(database)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailableError, match=r"keeps the database .* locked"):
        database.write(add("a"))
    holder.execute("ROLLBACK")
    holder.close()
    database.write(add("b"))
    assert streams(database) == ["b"]


def test_a_short_lock_is_waited_for(database):
    holder = other(database)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.1, lambda: holder.execute("ROLLBACK"))
    timer.start()
    assert database.write(add("a")) == 1
    timer.join()
    holder.close()


def test_a_locked_database_is_told_when_it_is_opened(database, monkeypatch):
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.2)
    holder = other(database)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.close()
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("UPDATE stream SET length = 0")
    with pytest.raises(StorageUnavailableError, match="locked"):
        Database.open(database.url)
    holder.close()


def test_closing_lets_the_running_command_finish_and_refuses_the_next(database):
    begun, go = threading.Event(), threading.Event()
    outcome = []

    def slow(transaction):
        begun.set()
        go.wait(10)
        return add("a")(transaction)

    leading = threading.Thread(target=lambda: outcome.append(database.write(slow)))
    leading.start()
    begun.wait(10)
    closing = threading.Thread(target=database.close)
    closing.start()
    go.set()
    leading.join(10)
    closing.join(10)
    assert outcome == [1]
    with pytest.raises(StorageUnavailableError, match="was closed"):
        database.write(add("b"))
    with Database.open(database.url) as again:
        assert streams(again) == ["a"]
