"""A process that is killed while it works loses nothing that it acknowledged, and halves nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.storage import history
from tests.scenarios.checking import check
from tests.scenarios.staging import BEGIN, Exercise, at, built_postgres, built_sqlite, either

__all__ = ["built_postgres", "built_sqlite", "either"]

SECONDS = 8
ROOT = Path(__file__).parents[3]


@pytest.fixture
def place(either: Exercise) -> tuple[Path, str | None]:
    """Folder and database of an exercise that nobody has open."""
    either.kadflow.close()
    return either.folder, either.database_url


def killed(folder: Path, url: str | None, turn: int, after: int) -> list[dict[str, Any]]:
    """Let the program work until it acknowledged so many commands, kill it, read what it said."""
    arguments = [str(folder), str(turn), *([url] if url else [])]
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.scenarios.crashing", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    assert child.stderr is not None
    lines = []
    try:
        for line in child.stdout:
            lines.append(line)
            if len(lines) >= after:
                break
    finally:
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
        errors = child.stderr.read().decode()
        child.stdout.close()
        child.stderr.close()
        assert child.wait(10) == -signal.SIGKILL, errors
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def missing(kadflow: Kadflow, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Acknowledged commands that are not in the history as they were acknowledged."""
    lost = []
    with kadflow.database.read() as tx:
        for each in told:
            stream = history.get_stream(tx, each["agreement"])
            if stream is None or stream[2] < each["version"]:
                lost.append(each)
            elif each["text"] is not None:
                part = history.get_part(tx, each["agreement"], each["version"], "purpose")
                if part is None or json.loads(part[1] or b"{}").get("value") != each["text"]:
                    lost.append(each)
    return lost


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_no_acknowledged_command_and_leaves_no_half_one(
    place: tuple[Path, str | None],
):
    folder, url = place
    random, told = Random(20260105), []  # noqa: S311 - repeatable, not secret
    until, turn = time.monotonic() + SECONDS, 0

    while turn < 2 or time.monotonic() < until:
        turn += 1
        fresh = killed(folder, url, turn, random.randint(1, 60))
        told += fresh
        assert fresh
        with Kadflow.open(folder, database_url=url, clock=ExerciseClock(at(BEGIN))) as kadflow:
            assert missing(kadflow, told) == []
            assert check(kadflow) >= len({each["agreement"] for each in told})

    assert len(told) > turn
