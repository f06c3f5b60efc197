"""What `kadflow flow ...` uses of this package; found through an entry point. Knows no Prefect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.catalogue import SWEEPS, Schedule, schedules, sweep
from flows.summary import Summary
from flows.sweeping import Asked, opened, run_here
from kadflow.app import FlowStatus, FlowTitle, Kadflow


@dataclass(frozen=True, slots=True)
class Listed:
    """A flow, what it does and when; ``about`` is (Indonesian, English)."""

    title: FlowTitle
    about: tuple[str, str]
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Stand:
    """How a flow fared last.

    Attributes:
        late: By its schedule two runs at least should have been since. Never said in an
            exercise, where the clock is moved by hand.
    """

    title: FlowTitle
    status: FlowStatus
    late: bool


def listed() -> list[Listed]:
    """Every flow."""
    return [Listed(each.title, each.about, schedules()[name]) for name, each in SWEEPS.items()]


def run(
    data: Path,
    database_url: str | None,
    name: str,
    *,
    at: datetime | None = None,
    agreement: str | None = None,
) -> Summary:
    """Run a flow here and now, with no server.

    Raises:
        KadflowError: What stopped it, or the first refusal after everything else was done.
    """
    wanted = sweep(name)
    asked = Asked(at=at, agreement=agreement)
    with opened(asked, data=data, database_url=database_url) as kadflow:
        return run_here(kadflow, wanted, asked)


def status(kadflow: Kadflow) -> list[Stand]:
    """How every flow stands."""
    found = []
    for name, each in SWEEPS.items():
        status = kadflow.flow_runs.status(name)
        late = False
        if status.last is not None and not kadflow.exercise:
            ago = kadflow.clock.now() - datetime.fromisoformat(status.last.began_at)
            late = ago > 2 * schedules()[name].apart
        found.append(Stand(each.title, status, late))
    return found


def is_served(data: Path) -> bool:
    """See `flows.serving.is_served`."""
    from flows import serving  # noqa: PLC0415 - processes and sockets only when needed

    return serving.is_served(data)


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
    from flows.serving import home_of  # noqa: PLC0415

    home = home_of(data)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return deploying.deploy(client_environment(home, server_url, auth))
