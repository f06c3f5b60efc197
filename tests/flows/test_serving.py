"""`kadflow flow serve`: the schedules live in one process beside everything else, and end with it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from flows.serving import is_served
from tests.flows.due import LATER, ending, outcome
from tests.flows.prefect_side import (
    PROGRAM,
    alive,
    children,
    ended,
    pages,
    pause_schedules,
    served,
    serving,
    start,
    until,
    wait_until_it_says,
)
from tests.scenarios.staging import Exercise, at

pytestmark = pytest.mark.slow


LISTENING = """
import os, sys

def hear(event, arguments):
    if event == "socket.getaddrinfo":
        called = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        called = arguments[1][0]
    else:
        return
    with open(os.environ["OVERHEARD"], "a") as file:
        print(called.decode() if isinstance(called, bytes) else called, file=file)

sys.addaudithook(hear)
"""
"""In every Python process: writes down whom it calls."""


def listening(process: int) -> set[str]:
    """Addresses on which a process waits for callers, as the kernel writes them."""
    sockets = set()
    for handle in Path(f"/proc/{process}/fd").iterdir():
        try:
            sockets.add(handle.readlink().name)
        except OSError:
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A" and f"socket:[{words[9]}]" in sockets:
                found.add(words[1].rpartition(":")[0])
    return found


def test_the_schedules_are_served_from_the_data_folder_alone_and_stop_cleanly(
    exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    overheard = tmp_path / "overheard"
    (tmp_path / "listening").mkdir()
    (tmp_path / "listening" / "sitecustomize.py").write_text(LISTENING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "listening"))
    monkeypatch.setenv("OVERHEARD", str(overheard))
    numbers = ending(exercise, 3)
    with serving(exercise.folder) as process:
        wait_until_it_says(process, "Jadwal berjalan")
        address = exercise.folder / "prefect" / "address.json"
        with served(exercise.folder) as api:
            pause_schedules(api, "fire_deadlines")
            run = start(api, "fire_deadlines", at=at(LATER).isoformat())
            found = ended(api, run)

            assert found["state_type"] == "COMPLETED"
            assert found["name"] == "fire_deadlines 2027-01-01 09.00 WIB: 3 kerja sama"
            (page,) = pages(api, run)
            assert all(number in page for number in numbers)
            told = api.ask("GET", "admin/settings")["server"]
            assert told["analytics_enabled"] is False
        assert stat.S_IMODE(address.stat().st_mode) == 0o600
        assert (exercise.folder / "prefect" / "prefect.db").exists()
        processes = children(process.pid)
        assert set().union(*map(listening, processes)) <= {"0100007F"}, "loopback only"

        assert is_served(exercise.folder)
        second = subprocess.run(
            [*PROGRAM, "flow", "serve", "--data", str(exercise.folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (second.returncode, "sudah berjalan" in second.stderr) == (2, True)

        process.send_signal(signal.SIGINT)
        assert process.wait(90) == 0
        assert [each for each in processes if alive(each)] == []
        assert not address.exists()
        assert not is_served(exercise.folder)

    calls = set(overheard.read_text().splitlines())
    assert "127.0.0.1" in calls, "nothing was overheard"
    assert calls <= {"127.0.0.1"}, "nothing leaves the machine"
    assert {each[0] for each in outcome(exercise, numbers)} == {"evaluation"}
    last = exercise.kadflow.flow_runs.status("fire_deadlines").last
    assert last is not None
    assert (last.way, last.outcome, last.id) == ("prefect", "done", run)


def test_when_the_process_is_killed_nothing_of_it_lives_on(exercise: Exercise):
    with serving(exercise.folder) as process:
        wait_until_it_says(process, "Menyiapkan")
        (server,) = until(lambda: children(process.pid), "the server's process")
        process.kill()
        process.wait()

        until(lambda: not alive(server), "the end of the server")


def test_when_the_server_ends_by_itself_the_process_says_so_and_ends(exercise: Exercise):
    with serving(exercise.folder) as process:
        wait_until_it_says(process, "Menyiapkan")
        (server,) = until(lambda: children(process.pid), "the server's process")
        os.kill(server, signal.SIGKILL)

        wait_until_it_says(process, "server.log")
        assert process.wait(90) == 7
