"""What `kadflow flow ...` uses of this package; found through an entry point. Knows no Prefect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.catalogue import SWEEPS, schedules, sweep
from flows.report import Report
from flows.sweeping import Asked, opened, run_here
from kadflow.app import FlowStatus, FlowTitle, Kadflow


@dataclass(frozen=True, slots=True)
class Listed:
    """A flow, what it does and when; texts are (Indonesian, English)."""

    title: FlowTitle
    about: tuple[str, str]
    cron: str
    when: tuple[str, str]


def listed() -> list[Listed]:
    """Every flow."""
    found = []
    for name, each in SWEEPS.items():
        cron, when_id, when_en = schedules()[name]
        found.append(Listed(each.title, each.about, cron, (when_id, when_en)))
    return found


def run(
    data: Path,
    database_url: str | None,
    name: str,
    *,
    at: datetime | None = None,
    agreement: str | None = None,
) -> Report:
    """Run a flow here and now, with no server.

    Raises:
        KadflowError: What stopped it, or the first refusal after everything else was done.
    """
    wanted = sweep(name)
    asked = Asked(at=at, agreement=agreement)
    with opened(asked, data=data, database_url=database_url) as kadflow:
        return run_here(kadflow, wanted, asked)


def status(kadflow: Kadflow) -> list[tuple[FlowTitle, FlowStatus]]:
    """How every flow stands."""
    return [(each.title, kadflow.flow_runs.status(name)) for name, each in SWEEPS.items()]


def serve(
    data: Path,
    database_url: str | None,
    *,
    tell: Callable[[str, str], None],
    server_url: str | None = None,
    auth: str | None = None,
    port: int = 0,
    ui: bool = False,
) -> None:
    """See `flows.serving.serve`."""
    from flows import serving  # noqa: PLC0415 - processes and sockets only when needed

    serving.serve(
        data, database_url, tell=tell, server_url=server_url, auth=auth, port=port, ui=ui
    )


def deploy(data: Path, *, server_url: str, auth: str | None = None) -> list[str]:
    """Bring every flow to a Prefect server; see `flows.deploying.deploy`."""
    from flows import deploying  # noqa: PLC0415 - processes and sockets only when needed
    from flows.environment import client_environment  # noqa: PLC0415

    home = (data / "prefect").resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return deploying.deploy(client_environment(home, server_url, auth))
