from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading

import psycopg
import pytest

from kadflow.errors import InvalidInputError, RefusedError, StorageUnavailableError
from kadflow.storage.failures import AlreadyStoredError, ConstraintError
from kadflow.storage.sessions import Database, sqlite_path
from kadflow.storage.statements import Statement, insert
from kadflow.storage.tables import party
from tests.kadflow.storage import rows


def add(name):
    return lambda transaction: transaction.run(rows.ADD_STREAM, **rows.stream(name))


def streams(database):
    with database.read() as transaction:
        return [name for (name,) in transaction.all(rows.STREAMS)]


def in_threads(*targets):
    threads = [threading.Thread(target=target) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


# ------------------------------------------------------------------ one command, one transaction


def test_what_write_returned_is_seen_by_another_opening(database):
    assert database.write(add("a")) == 1
    with Database.open(database.url) as other:
        assert streams(other) == ["a"]


def test_a_work_that_raises_leaves_nothing_and_its_error_arrives_unchanged(database):
    refusal = RefusedError("Not now.")

    def work(transaction):
        add("a")(transaction)
        raise refusal

    with pytest.raises(RefusedError) as caught:
        database.write(work)
    assert caught.value is refusal
    assert streams(database) == []
    database.write(add("b"))
    assert streams(database) == ["b"]


def test_a_second_row_under_the_same_key_says_that_somebody_was_first(database):
    database.write(add("a"))
    with pytest.raises(AlreadyStoredError, match="already stored") as caught:
        database.write(add("a"))
    assert "stream" in caught.value.details["constraint"]


def test_the_same_number_in_a_stream_is_taken_once(database):
    def work(transaction):
        transaction.run(rows.ADD_EVENT, **rows.event("s", 1))

    database.write(work)
    with pytest.raises(AlreadyStoredError):
        database.write(work)


def test_a_missing_parent_is_a_fault_of_the_program(database):
    row = {
        "id": "p", "agreement": "nowhere", "organisation": "nobody", "position": 1,
        "printed_name": "", "participation": "paper", "left_on": None, "version": 1, "record": b"",
    }  # fmt: skip
    with pytest.raises(ConstraintError, match="add_party"):
        database.write(
            lambda transaction: transaction.run(Statement(insert(party), name="add_party"), **row)
        )


def test_no_work_goes_on_after_a_statement_failed(database):
    database.write(add("a"))

    def stubborn(transaction):
        try:
            add("a")(transaction)
        except AlreadyStoredError:
            add("b")(transaction)

    def blind(transaction):
        add("c")(transaction)
        try:
            add("a")(transaction)
        except AlreadyStoredError:
            return

    with pytest.raises(RuntimeError, match="earlier statement failed"):
        database.write(stubborn)
    with pytest.raises(RuntimeError, match="earlier statement failed"):
        database.write(blind)
    assert streams(database) == ["a"]


def test_a_command_inside_a_command_is_refused(database):
    with pytest.raises(RuntimeError, match="inside its transaction"):
        database.write(lambda _: database.write(add("a")))
    database.write(add("b"))
    assert streams(database) == ["b"]


def test_a_transaction_cannot_be_used_after_its_end(database):
    kept = database.write(lambda transaction: transaction)
    with pytest.raises(RuntimeError, match="transaction is over"):
        kept.one(rows.STREAM, id="a")
    with database.read() as reading:
        pass
    with pytest.raises(RuntimeError, match="reading is over"):
        reading.all(rows.STREAMS)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interrupted_command_leaves_nothing_and_the_next_one_runs(database, interruption):
    def work(transaction):
        add("a")(transaction)
        raise interruption

    with pytest.raises(interruption):
        database.write(work)
    database.write(add("b"))
    assert streams(database) == ["b"]


# ------------------------------------------------------------------ reading


def test_a_reading_sees_one_moment_and_does_not_wait(database):
    database.write(add("a"))
    with database.read() as transaction:
        database.write(add("b"))
        assert [name for (name,) in transaction.all(rows.STREAMS)] == ["a"]
    assert streams(database) == ["a", "b"]


def test_a_reading_goes_on_while_a_command_is_under_way(database):
    def work(transaction):
        add("a")(transaction)
        return streams(database)

    assert database.write(work) == []


def test_a_reading_may_not_write(database):
    with (
        database.read() as transaction,
        pytest.raises(Exception, match=r"readonly|read-only|written"),
    ):
        transaction.run(rows.ADD_STREAM, **rows.stream("a"))
    assert streams(database) == []


def test_a_forked_process_is_told_to_open_its_own(database):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            database.write(add("child"))
        except RuntimeError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert b"Open it again" in os.read(reading, 1000)
    os.close(reading)
    os.close(writing)
    database.write(add("parent"))
    assert streams(database) == ["parent"]


# ------------------------------------------------------------------ two at once


def test_two_writers_racing_on_one_stream_both_append_in_order(database):
    database.write(add("s"))
    numbers: list[int] = []

    def writer():
        numbers.extend(
            database.write(lambda transaction: rows.append(transaction, "s")) for _ in range(40)
        )

    in_threads(writer, writer)
    assert sorted(numbers) == list(range(1, 81))
    with database.read() as transaction:
        assert [number for number, _ in transaction.all(rows.EVENTS, stream="s")] == list(
            range(1, 81)
        )
        assert transaction.one(rows.COUNT_NOTICES) == (240,)


def test_two_openings_of_one_database_share_it(database):
    database.write(add("s"))
    with Database.open(database.url) as other:

        def writer(own):
            for _ in range(30):
                own.write(lambda transaction: rows.append(transaction, "s"))

        in_threads(lambda: writer(database), lambda: writer(other))
    with database.read() as transaction:
        assert transaction.one(rows.STREAM, id="s")[0] == 60


def test_many_threads_all_succeed_and_each_keeps_its_order(database):
    names = [f"thread-{index:02}" for index in range(32)]
    database.write(
        lambda transaction: transaction.many(
            rows.ADD_STREAM, [rows.stream(name) for name in names]
        )
    )
    answers = {name: [] for name in names}

    def caller(name):
        for _ in range(15):
            answers[name].append(
                database.write(lambda transaction: rows.append(transaction, name))
            )

    in_threads(*(lambda name=name: caller(name) for name in names))
    assert all(numbers == list(range(1, 16)) for numbers in answers.values())
    with database.read() as transaction:
        stored = transaction.all(rows.ALL_EVENTS)
    assert stored == [(name, number) for name in names for number in range(1, 16)]


def test_failures_among_many_reach_their_own_caller_only(database):
    outcomes: dict[int, object] = {}

    def caller(index):
        def work(transaction):
            add(f"{index:02}")(transaction)
            if index % 3 == 0:
                message = f"refused {index}"
                raise RefusedError(message)
            return index

        try:
            outcomes[index] = database.write(work)
        except RefusedError as error:
            outcomes[index] = error.message

    in_threads(*(lambda index=index: caller(index) for index in range(48)))
    assert outcomes == {n: n if n % 3 else f"refused {n}" for n in range(48)}
    assert streams(database) == [f"{n:02}" for n in range(48) if n % 3]


# ------------------------------------------------------------------ the record cannot be altered


@pytest.mark.parametrize(
    "table", ["event", "leaf", "checkpoint", "attempt", "snooze", "acknowledgement"]
)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "REPLACE"]
)
def test_nobody_alters_the_record_even_with_a_driver(database_url, table, verb):
    keys = {"event": "number", "leaf": "position", "checkpoint": "size"}
    key = keys.get(table, "id")
    fill = {
        "event": f"INSERT INTO event VALUES ('s', 1, 'k', 1, NULL, NULL, NULL, 'd', 't', NULL, '{rows.ZEROS}', '')",
        "leaf": f"INSERT INTO leaf VALUES (1, 's', 1, '{rows.ZEROS}')",
        "checkpoint": f"INSERT INTO checkpoint VALUES (1, 1, '{rows.ZEROS}', 'n', '', 't')",
        "attempt": "INSERT INTO attempt VALUES ('2', 'd', 1, 't', 'sent', '', 'w', NULL)",
        "snooze": "INSERT INTO snooze VALUES ('2', 'd', 1, 'o', 'p', '2026-01-05', NULL, 't')",
        "acknowledgement": "INSERT INTO acknowledgement VALUES ('2', 'd', 1, 'o', 'p', NULL, 't')",
    }[table]
    sqlite = database_url.startswith("sqlite")
    if sqlite and verb.startswith("TRUNCATE"):
        verb = "DELETE FROM {} WHERE 1"
    if verb == "REPLACE":
        verb = (
            fill.replace("INSERT", "INSERT OR REPLACE")
            if sqlite
            else f"{fill} ON CONFLICT ({key if table != 'event' else 'stream, number'}) DO UPDATE SET {key} = 2"
        )
    connection = (
        sqlite3.connect(sqlite_path(database_url), isolation_level=None)
        if sqlite
        else psycopg.connect(database_url, autocommit=True)
    )
    connection.execute(fill)
    refused = sqlite3.IntegrityError if sqlite else psycopg.Error
    with pytest.raises(refused, match=r"append-only|already stored"):
        connection.execute(verb.format(table, key, key))
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    connection.close()


# ------------------------------------------------------------------ the world outside


def test_a_missing_sqlite_file_is_told_in_one_sentence(tmp_path):
    with pytest.raises(StorageUnavailableError, match=r"no database at .*nowhere\.db"):
        Database.open(f"sqlite:///{tmp_path}/nowhere.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "kadflow.db").write_bytes(b"not a database, really not" * 400)
    with pytest.raises(StorageUnavailableError, match="is not a Kadflow database"):
        Database.open(f"sqlite:///{tmp_path}/kadflow.db")


def test_another_kind_of_url_is_invalid_input():
    with pytest.raises(InvalidInputError, match="'mysql'"):
        Database.open("mysql://host/db")


@pytest.mark.parametrize("use", ["write", "read"])
def test_a_closed_database_is_told(database, use):
    database.close()
    with pytest.raises(StorageUnavailableError, match="was closed"):
        database.write(add("a")) if use == "write" else streams(database)


def test_the_promises_of_sqlite_are_switched_on(sqlite_url):
    with Database.open(sqlite_url) as database:
        asked = {
            name: database.write(
                lambda tx, name=name: tx._connection.execute(f"PRAGMA {name}").fetchone()[0]
            )
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path):
    with pytest.raises(StorageUnavailableError, match="cannot be reached") as caught:
        Database.open(f"postgresql://me:secret@/kadflow?host={tmp_path}")
    assert "secret" not in str(caught.value)


FULL_DISK = """
import resource, sys
from kadflow.errors import StorageUnavailableError
from kadflow.storage.sessions import Database
from tests.kadflow.storage import rows

database = Database.open(sys.argv[1])
database.write(lambda tx: tx.run(rows.ADD_STREAM, **rows.stream("before")))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
def large(tx):
    for number in range(1, 2000):
        tx.run(rows.ADD_EVENT, **rows.event("before", number, body=b"x" * 5000))
try:
    database.write(large)
except StorageUnavailableError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
database.write(lambda tx: tx.run(rows.ADD_STREAM, **rows.stream("after")))
with database.read() as tx:
    print(tx.all(rows.STREAMS), tx.all(rows.ALL_EVENTS))
"""


def test_a_full_disk_is_told_leaves_nothing_half_done_and_can_be_cured(sqlite_url):
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, sqlite_url], capture_output=True, text=True, check=True
    )
    told, state = done.stdout.splitlines()
    assert "cannot be read or written" in told or "disk is full" in told
    assert state == "[('after',), ('before',)] []"
