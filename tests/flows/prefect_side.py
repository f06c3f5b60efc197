"""A real Prefect server, seen from a test: processes, runs, pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from flows.deploying import PrefectApi

PROGRAM = [sys.executable, "-c", "from kadflow.cli.main import main; main()"]
WITHIN = 90.0
OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}

T = TypeVar("T")


def until(found: Callable[[], T | None], what: str, within: float = WITHIN) -> T:
    """Look again until there is something; fail when it takes too long."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.05)
    message = f"{what}: not within {within:.0f} s"
    raise AssertionError(message)


@contextmanager
def serving(data: Path, *options: str, url: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """`kadflow flow serve` as a process, stopped by its id in the end."""
    environment = {**os.environ, "PREFECT_WORKER_QUERY_SECONDS": "1", "COLUMNS": "100"}
    environment.pop("KADFLOW_DATABASE_URL", None)
    if url is not None:
        environment["KADFLOW_DATABASE_URL"] = url
    process = subprocess.Popen(
        [*PROGRAM, "flow", "serve", "--data", str(data), *options],
        stderr=subprocess.PIPE, text=True, env=environment, cwd="/",
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(90)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def wait_until_it_says(process: subprocess.Popen[str], word: str) -> None:
    """Read what a process tells until a word appears."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if word in line:
            return
    message = f"it ended without saying {word!r}: {''.join(said)}"
    raise AssertionError(message)


def served(data: Path) -> PrefectApi:
    """The API of a folder that is being served."""
    return PrefectApi(json.loads((data / "prefect" / "address.json").read_text()))


def deployment(api: PrefectApi, flow: str) -> str:
    """The id of a flow's deployment."""
    found: str = api.ask("GET", f"deployments/name/{flow}/scheduled")["id"]
    return found


def pause_schedules(api: PrefectApi, *flows: str) -> None:
    """Let flows run only when a test asks: at every tenth minute the schedule would be in its way."""
    for flow in flows:
        api.ask("POST", f"deployments/{deployment(api, flow)}/pause_deployment")


def start(api: PrefectApi, flow: str, **parameters: Any) -> str:
    """Ask for a run of a flow now; returns its id."""
    body = {"state": {"type": "SCHEDULED"}, "parameters": parameters}
    path = f"deployments/{deployment(api, flow)}/create_flow_run"
    run: str = api.ask("POST", path, body=body)["id"]
    return run


def ended(api: PrefectApi, run: str) -> dict[str, Any]:
    """A run, once it is over."""

    def over() -> dict[str, Any] | None:
        found: dict[str, Any] = api.ask("GET", f"flow_runs/{run}")
        return found if found["state_type"] in OVER else None

    return until(over, f"run {run}")


def pages(api: PrefectApi, run: str) -> list[str]:
    """The pages that a run put up."""
    body = {"flow_runs": {"id": {"any_": [run]}}}
    return [each["data"] for each in api.ask("POST", "artifacts/filter", body=body)]


def children(process: int) -> list[int]:
    """Processes whose parent this is, and theirs."""
    parents: dict[int, int] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                status = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if status[0] != "Z":
                parents[int(place.name)] = int(status[1])
    found = [child for child, parent in parents.items() if parent == process]
    return found + [each for child in found for each in children(child)]


def alive(process: int) -> bool:
    """Whether a process runs."""
    try:
        status = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return status[0] != "Z"
