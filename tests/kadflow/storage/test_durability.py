"""Power cuts and killed processes: what was acknowledged is there, nothing is there by half."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
import time

import pytest

from kadflow.storage.schema import check_triggers
from kadflow.storage.sessions import Database, sqlite_path
from tests import postgres
from tests.kadflow.storage import rows

SECONDS = 8.0
CALLERS = [f"caller-{index}" for index in range(6)]

WRITER = """
import os, sys, threading
from kadflow.storage.sessions import Database
from tests.kadflow.storage import rows

database = Database.open(sys.argv[1])
def caller(name):
    while True:
        number = database.write(lambda tx: rows.append(tx, name))
        os.write(1, f"{name} {number}\\n".encode())
for name in sys.argv[2:]:
    threading.Thread(target=caller, args=(name,)).start()
"""


def write_until(url, stop):
    """Let a process write, stop it brutally; the acknowledged numbers by stream."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, url, *CALLERS],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        lines = [process.stdout.readline()]  # it is at work now
        timer = time.monotonic() + random.uniform(0.0, 0.3)  # noqa: S311
        while time.monotonic() < timer:
            lines.append(process.stdout.readline())
        stop(process)
        lines += process.stdout.read().splitlines(keepends=True)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    acknowledged: dict[str, int] = {}
    for line in lines:
        if line.endswith(b"\n"):
            name, number = line.split()
            acknowledged[name.decode()] = int(number)
    return acknowledged


def examine(url, acknowledged):
    """Every acknowledged command is whole, and so is every other one."""
    with Database.open(url) as database:
        check_triggers(database)
        with database.read() as transaction:
            events = transaction.all(rows.ALL_EVENTS)
            total = 0
            for name in CALLERS:
                length, _ = transaction.one(rows.STREAM, id=name)
                numbers = [number for stream, number in events if stream == name]
                assert numbers == list(range(1, length + 1))
                assert length >= acknowledged.get(name, 0)
                total += length
            assert transaction.one(rows.COUNT_NOTICES) == (3 * total,)
    return total


def survive(url, stop, restart=lambda: None):
    with Database.open(url) as database:
        given = [rows.stream(name) for name in CALLERS]
        database.write(lambda transaction: transaction.many(rows.ADD_STREAM, given))
    until, rounds, total = time.monotonic() + SECONDS, 0, 0
    while time.monotonic() < until or rounds < 2:  # a slow machine gets its two rounds too
        acknowledged = write_until(url, stop)
        restart()
        grown = examine(url, acknowledged)
        assert grown > total
        rounds, total = rounds + 1, grown


def kill(process):
    process.send_signal(signal.SIGKILL)


@pytest.mark.slow
def test_a_killed_process_loses_no_acknowledged_command_and_leaves_no_half_one(database_url):
    survive(database_url, kill)
    if database_url.startswith("sqlite"):
        import sqlite3  # noqa: PLC0415

        with contextlib.closing(sqlite3.connect(sqlite_path(database_url))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_crashed_server_loses_no_acknowledged_command(postgres_databases, postgres_url):
    server = postgres_databases.server
    if isinstance(server, postgres.GivenServer):
        pytest.skip("the given server is not ours to crash")
    survive(postgres_url, lambda _: server.crash(), restart=server.start)


@pytest.mark.postgres
def test_connections_that_died_while_idle_are_replaced(postgres_databases, postgres_url):
    server = postgres_databases.server
    if isinstance(server, postgres.GivenServer):
        pytest.skip("the given server is not ours to crash")
    with Database.open(postgres_url) as database:
        database.write(lambda tx: tx.run(rows.ADD_STREAM, **rows.stream("before")))
        server.crash()
        server.start()
        database.write(lambda tx: tx.run(rows.ADD_STREAM, **rows.stream("after")))
        with database.read() as transaction:
            assert transaction.all(rows.STREAMS) == [("after",), ("before",)]
