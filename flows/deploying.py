"""Bring `prefect.yaml` to a Prefect server: the work pool, every flow, its schedule, its limit."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Self

import httpx

from flows.catalogue import SWEEPS, deployments_file
from kadflow.errors import UnavailableError

POOL = "kadflow"
DEPLOYMENT = "scheduled"
DEPLOYS_WITHIN = 180.0

_JOB = ("command", "env", "labels", "name", "stream_output", "working_dir")
POOL_TEMPLATE: Mapping[str, Any] = {
    "job_configuration": {name: f"{{{{ {name} }}}}" for name in _JOB},
    "variables": {
        "type": "object",
        "properties": {
            "command": {"type": "string"},
            "env": {"type": "object", "additionalProperties": {"type": "string"}},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "name": {"type": "string"},
            "stream_output": {"type": "boolean", "default": True},
            "working_dir": {"type": "string"},
        },
    },
}
"""Of a process pool. Prefect's own command for it asks a public site for the template first."""


class PrefectApi:
    """The few questions that need no Prefect library: it takes seconds to import.

    Args:
        environment: With ``PREFECT_API_URL`` and, where the server asks for it,
            ``PREFECT_API_AUTH_STRING``.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.url = environment["PREFECT_API_URL"].rstrip("/")
        auth = environment.get("PREFECT_API_AUTH_STRING")
        token = base64.b64encode(auth.encode()).decode() if auth else None
        headers = {"Authorization": f"Basic {token}"} if token else {}
        self._client = httpx.Client(
            base_url=f"{self.url}/", headers=headers, timeout=30, trust_env=False
        )

    def ask(self, method: str, path: str, *, body: Any = None, missing: Any = None) -> Any:
        """One question.

        Args:
            method: ``GET``, ``POST`` ...
            path: Below ``/api/``.
            body: JSON.
            missing: The answer where the server knows no such thing.

        Raises:
            UnavailableError: The server does not answer, or refuses.
        """
        try:
            response = self._client.request(method, path, json=body)
            if response.status_code == httpx.codes.NOT_FOUND and missing is not None:
                return missing
            response.raise_for_status()
        except httpx.HTTPStatusError as error:
            raise self._unavailable(f"{error.response.status_code}") from error
        except httpx.TransportError as error:
            raise self._unavailable(type(error).__name__) from error
        return response.json() if response.content else None

    def _unavailable(self, why: str) -> UnavailableError:
        return UnavailableError(
            f"The Prefect server {self.url} does not do what was asked ({why}).",
            hint="Check the address, which ends in /api, and PREFECT_API_AUTH_STRING.",
            pesan=f"Penjadwal Prefect di {self.url} tidak melayani permintaan ini ({why}).",
            saran="Periksa alamatnya, yang berakhiran /api, dan PREFECT_API_AUTH_STRING.",
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def deploy(environment: Mapping[str, str]) -> list[str]:
    """Make the work pool where it is missing, and every deployment as the file says.

    Done again, it brings the server to what the file says now.

    Returns:
        ``flow/deployment`` of each.

    Raises:
        UnavailableError: The server does not answer, or Prefect refuses the file.
    """
    with PrefectApi(environment) as api:
        api.ask("GET", "health")
        if not api.ask("GET", f"work_pools/{POOL}", missing={}):
            pool = {"name": POOL, "type": "process", "base_job_template": POOL_TEMPLATE}
            api.ask("POST", "work_pools/", body=pool)
    _prefect(environment, "deploy", "--all", "--prefect-file", str(deployments_file()))
    return [f"{name}/{DEPLOYMENT}" for name in SWEEPS]


def _prefect(environment: Mapping[str, str], *words: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "prefect", "--no-prompt", *words],
        env=dict(environment), cwd=deployments_file().parent, capture_output=True, text=True,
        check=False, timeout=DEPLOYS_WITHIN,
    )  # fmt: skip
    if done.returncode:
        told = " ".join((done.stderr or done.stdout).split())[-400:]
        raise UnavailableError(
            f"Prefect refused `{' '.join(words[:2])}`: {told}",
            hint="Check the server's log and prefect.yaml.",
            pesan=f"Prefect menolak `{' '.join(words[:2])}`: {told}",
            saran="Periksa catatan penjadwal dan prefect.yaml.",
        )


def drop_late_runs(api: PrefectApi) -> int:
    """Leave only the newest of the runs that nobody started in time; returns how many went.

    A server whose workers were away has kept one run per due moment. Each run does everything
    that is due, so the older ones would only start processes for nothing.
    """
    late = api.ask(
        "POST",
        "flow_runs/filter",
        body={
            "flow_runs": {"state": {"name": {"any_": ["Late"]}}},
            "deployments": {"name": {"any_": [DEPLOYMENT]}},
            "sort": "EXPECTED_START_TIME_DESC",
        },
    )
    seen: set[str] = set()
    dropped = 0
    for run in late:
        if run["deployment_id"] in seen:
            api.ask("DELETE", f"flow_runs/{run['id']}", missing={})
            dropped += 1
        seen.add(run["deployment_id"])
    return dropped
