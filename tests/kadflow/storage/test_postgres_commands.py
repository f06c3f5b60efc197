"""PostgreSQL only: deadlocks, broken connections, the running role."""

from __future__ import annotations

import threading
import uuid

import psycopg
import pytest
from sqlalchemy import text

from kadflow.errors import ConcurrentChangeError, InvalidInputError, StorageUnavailableError
from kadflow.storage import postgres, postgres_connection
from kadflow.storage.failures import AlreadyStoredError, ConstraintError
from kadflow.storage.schema import grant_running_role
from kadflow.storage.sessions import Database
from kadflow.storage.statements import Statement
from tests.kadflow.storage import rows

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(postgres_url):
    with Database.open(postgres_url) as opened:
        opened.write(
            lambda transaction: transaction.many(
                rows.ADD_STREAM, [rows.stream("a"), rows.stream("b")]
            )
        )
        yield opened


def kill_own_connection(transaction):
    pid = transaction._connection.info.backend_pid
    with psycopg.connect(transaction._connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_two_commands_that_lock_crosswise_both_succeed_by_deciding_anew(database):
    meet = threading.Barrier(2)
    calls: list[str] = []

    def command(first, second):
        def work(transaction):
            calls.append(first)
            rows.append(transaction, first, notices=0)
            if len(calls) <= 2:
                meet.wait(10)
            rows.append(transaction, second, notices=0)

        return lambda: database.write(work)

    threads = [
        threading.Thread(target=command("a", "b")),
        threading.Thread(target=command("b", "a")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(calls) >= 3  # one at least was the victim; it may lose the race once more
    with database.read() as transaction:
        assert transaction.one(rows.STREAM, id="a")[0] == 2
        assert transaction.one(rows.STREAM, id="b")[0] == 2


def test_a_command_is_decided_anew_three_times_and_no_more(database):
    calls = []
    raise_conflict = Statement(
        text("DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '40001'; END $$")
    )

    def work(transaction):
        calls.append(1)
        rows.append(transaction, "a")
        transaction.run(raise_conflict)

    with pytest.raises(ConcurrentChangeError, match="four times"):
        database.write(work)
    assert len(calls) == 4
    with database.read() as transaction:
        assert transaction.one(rows.STREAM, id="a")[0] == 0


def test_a_connection_that_breaks_before_commit_changed_nothing_and_is_not_repeated(database):
    calls = []

    def work(transaction):
        calls.append(1)
        rows.append(transaction, "a")
        kill_own_connection(transaction)
        rows.append(transaction, "b")

    with pytest.raises(StorageUnavailableError, match="does not answer") as caught:
        database.write(work)
    assert "outcome" not in caught.value.details
    assert len(calls) == 1
    with database.read() as transaction:
        assert transaction.all(rows.ALL_EVENTS) == []


def test_a_connection_that_breaks_during_commit_has_an_unknown_outcome(database):
    calls = []

    def work(transaction):
        calls.append(1)
        rows.append(transaction, "a")
        kill_own_connection(transaction)

    with pytest.raises(StorageUnavailableError, match="outcome is unknown") as caught:
        database.write(work)
    assert caught.value.details["outcome"] == "unknown"
    assert "idempotency key" in caught.value.hint
    assert len(calls) == 1


def test_an_error_of_what_was_posted_arrives_before_anything_is_answered(database):
    def work(transaction):
        transaction.post(rows.ADD_STREAM, **rows.stream("new"))
        transaction.post(rows.ADD_STREAM, **rows.stream("a"))
        return "never answered"

    with pytest.raises(AlreadyStoredError):
        database.write(work)
    with pytest.raises(AlreadyStoredError):
        database.write(lambda tx: (work(tx), tx.all(rows.STREAMS)))
    with database.read() as transaction:
        assert transaction.all(rows.STREAMS) == [("a",), ("b",)]


def test_a_value_that_does_not_fit_is_a_fault_of_the_program(database):
    for wrong in (rows.stream("x" * 37), rows.stream("nul\0")):
        with pytest.raises(ConstraintError):
            database.write(lambda tx, wrong=wrong: tx.run(rows.ADD_STREAM, **wrong))


def test_a_statement_larger_than_the_sockets_buffer_arrives_while_the_server_is_busy(database):
    large = Statement(
        text("UPDATE stream SET head = substr(head, 1, 64) WHERE :given <> '' AND id = 'a'")
    )
    wait = Statement(text("SELECT pg_sleep(0.3)"))
    changed: list[int] = []

    def work(transaction):
        transaction.post(wait)
        changed.append(transaction.run(large, given="x" * 8_000_000))

    thread = threading.Thread(target=database.write, args=(work,), daemon=True)
    thread.start()
    thread.join(30)
    assert changed == [1]


def test_copy_reading_and_posting_mix_in_one_command(database):
    def work(transaction):
        transaction.post(rows.ADD_EVENT, **rows.event("a", 1))
        transaction.many(rows.ADD_EVENT, [rows.event("a", number) for number in range(2, 400)])
        transaction.post(rows.ADD_EVENT, **rows.event("a", 400))
        seen = [number for _, number in transaction.stream(rows.ALL_EVENTS)]
        return seen, transaction.run(rows.MOVE_STREAM, the_stream="a", length=400, head=rows.ZEROS)

    assert database.write(work) == (list(range(1, 401)), 1)


def test_a_lock_that_lasts_is_told(database, monkeypatch):
    monkeypatch.setattr(
        postgres_connection, "_SESSION", "SELECT set_config('lock_timeout', '100ms', false)"
    )
    with psycopg.connect(database.url) as holder, Database.open(database.url) as other:
        holder.execute("SELECT * FROM stream WHERE id = 'a' FOR UPDATE")
        with pytest.raises(StorageUnavailableError, match="keeps the rows locked"):
            other.write(lambda transaction: rows.append(transaction, "a"))


def test_a_server_that_would_lose_commits_is_told_not_to(database):
    with psycopg.connect(database.url, autocommit=True) as owner:
        name = owner.info.dbname
        owner.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    ask = Statement(text("SELECT current_setting('synchronous_commit')"))
    with Database.open(database.url) as fresh:
        assert fresh.write(lambda transaction: transaction.one(ask)) == ("on",)


def test_more_threads_than_connections_wait_their_turn(database, monkeypatch):
    monkeypatch.setattr(postgres, "MOST_CONNECTIONS", 2)
    busy, most = [], []

    def work(transaction):
        busy.append(1)
        most.append(len(busy))
        rows.append(transaction, "a")
        busy.pop()

    with Database.open(database.url) as narrow:
        threads = [threading.Thread(target=narrow.write, args=(work,)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(most) == 12
    assert max(most) <= 2


def test_a_command_may_read_beside_itself_when_all_writers_are_busy(database, monkeypatch):
    monkeypatch.setattr(postgres, "MOST_CONNECTIONS", 1)

    def work(_):
        with narrow.read() as transaction:
            return transaction.all(rows.STREAMS)

    with Database.open(database.url) as narrow:
        assert narrow.write(work) == [("a",), ("b",)]


def test_connections_that_stay_busy_are_told(database, monkeypatch):
    monkeypatch.setattr(postgres, "MOST_CONNECTIONS", 1)
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)
    with (
        Database.open(database.url) as narrow,
        narrow.read(),
        pytest.raises(StorageUnavailableError, match="are busy"),
        narrow.read(),
    ):
        pass


@pytest.fixture
def running_url(postgres_url):
    role = f"running_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(f'CREATE ROLE "{role}" LOGIN')
        grant_running_role(postgres_url, role)
        _, _, query = postgres_url.partition("@")
        yield f"postgresql://{role}@{query}"
        owner.execute(f'DROP OWNED BY "{role}"')
        owner.execute(f'DROP ROLE "{role}"')


def test_the_running_role_can_work_but_not_alter_the_record(running_url):
    with Database.open(running_url) as database:
        database.write(lambda transaction: transaction.run(rows.ADD_STREAM, **rows.stream("a")))
        assert database.write(lambda transaction: rows.append(transaction, "a")) == 1
    with psycopg.connect(running_url, autocommit=True) as connection:
        for forbidden in (
            "UPDATE event SET number = 2",
            "DELETE FROM event",
            "TRUNCATE event",
            "UPDATE leaf SET position = 2",
            "DELETE FROM checkpoint",
            "ALTER TABLE event DISABLE TRIGGER ALL",
            "DROP TRIGGER event_append_only ON event",
            "UPDATE alembic_version SET version_num = 'x'",
            "DROP TABLE event",
            "TRUNCATE stream",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


def test_a_right_that_is_lacking_is_a_fault_of_the_set_up(running_url):
    alter = Statement(text("UPDATE event SET number = 2"), name="alter")
    with (
        Database.open(running_url) as database,
        pytest.raises(ConstraintError, match="permission denied"),
    ):
        database.write(lambda transaction: transaction.run(alter))


def test_a_role_that_does_not_exist_is_told(database):
    with pytest.raises(InvalidInputError, match="no role 'nobody_at_all'"):
        grant_running_role(database.url, "nobody_at_all")


def test_a_reading_or_a_refusal_leaves_the_statements_of_a_connection_prepared(database):
    counting = Statement(text("SELECT count(*) FROM pg_prepared_statements"))

    def prepared():
        return database.write(lambda transaction: transaction.one(counting)[0])

    def refused(transaction):
        rows.append(transaction, "a", notices=0)
        raise InvalidInputError("No.")

    database.write(lambda transaction: rows.append(transaction, "a", notices=0))
    before = prepared()
    with database.read() as transaction:
        transaction.all(rows.STREAMS)
    with pytest.raises(InvalidInputError):
        database.write(refused)
    assert prepared() >= before > 1
