"""What Prefect's processes get as environment: our folder, our database, and no telemetry."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

OFFLINE: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # its pages ask an outside host
}
"""Nothing leaves the machine."""

QUIET: Mapping[str, str] = {
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",  # never a server that nobody asked for
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",  # what a run did stands in its name and on its page
    "PYTHONSAFEPATH": "1",  # a stranger's `flows` in the working directory is not ours
}


def client_environment(home: Path, api_url: str, auth: str | None = None) -> dict[str, str]:
    """For a process that speaks to a Prefect server.

    Args:
        home: Prefect's own folder; never that of the user.
        api_url: Of the server, ending in ``/api``.
        auth: ``user:password`` that the server asks for.
    """
    # `python` in the job command of prefect.yaml is the one that runs here
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    given = {"PREFECT_API_AUTH_STRING": auth} if auth else {}
    return {
        **os.environ,
        **OFFLINE,
        **QUIET,
        **given,
        "PATH": path,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api_url,
    }


def server_environment(home: Path, *, database_url: str | None, auth: str) -> dict[str, str]:
    """For a Prefect server of our own.

    Leases of concurrency limits lie in files: kept in memory they would be forgotten by a
    restart, and the place that a killed run held would stay taken for ever.
    """
    database = database_url or f"sqlite+aiosqlite:///{home / 'prefect.db'}"
    found = {
        **os.environ,
        **OFFLINE,
        **QUIET,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_API_AUTH_STRING": auth,
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        "PREFECT_SERVER_API_BLOCKS_REGISTER_ON_START": "false",  # seconds for what nobody uses
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P30D",
    }
    found.pop("PREFECT_API_URL", None)
    return found


def die_with_parent() -> None:
    """Ask the kernel to stop this child when its parent is gone, however that ended; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
