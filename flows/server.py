"""A Prefect server of our own: one process, on loopback, its database in the data folder."""

from __future__ import annotations

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from flows.environment import client_environment, die_with_parent, server_environment
from kadflow.errors import UnavailableError

HOST = "127.0.0.1"
STARTS_WITHIN = 120.0
"""Seconds; a fresh database takes about ten on an idle machine."""
STOPS_WITHIN = 20.0


class PrefectServer:
    """Starts on entering, stops on leaving.

    Args:
        home: Prefect's folder; made when missing. Log and, by default, database lie in it.
        database_url: ``postgresql+asyncpg://...`` instead of a file in the folder.
        port: On loopback; a free one where 0.
        ui: Also serve Prefect's own pages.
    """

    def __init__(
        self, home: Path, *, database_url: str | None = None, port: int = 0, ui: bool = False
    ) -> None:
        self.home = home.resolve()
        self.port = port or _free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.api_url = f"{self.url}/api"
        self.auth = f"kadflow:{secrets.token_urlsafe(24)}"
        self._database_url = database_url
        self._ui = ui
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        """For processes that speak to this server."""
        return client_environment(self.home, self.api_url, self.auth)

    def __enter__(self) -> Self:
        self.start()
        self.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process; see `wait`."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment = server_environment(
            self.home, database_url=self._database_url, auth=self.auth
        ) | {"PREFECT_UI_API_URL": self.api_url}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [
                    sys.executable, "-m", "prefect", "server", "start",
                    "--host", HOST, "--port", str(self.port),
                    "--ui" if self._ui else "--no-ui", "--analytics-off",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home,
                env=environment, start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - one call of the kernel
            )  # fmt: skip

    def wait(self, stop: Callable[[], bool] = lambda: False) -> None:
        """Wait until it answers.

        Args:
            stop: Gives up, without an error, once it says so.

        Raises:
            UnavailableError: It ended, or did not answer in time.
        """
        until = time.monotonic() + STARTS_WITHIN
        with httpx.Client(timeout=5, trust_env=False) as client:
            while not stop():
                if not self.alive or time.monotonic() > until:
                    self.stop()
                    raise UnavailableError(
                        f"The Prefect server did not start; its log is {self.log}.",
                        hint="Read the end of that log. Everything but the schedules works without it.",
                        pesan=f"Penjadwal Prefect tidak dapat dijalankan; catatannya ada di {self.log}.",
                        saran="Baca bagian akhir catatan itu. Selain jadwal, semuanya tetap berjalan.",
                    )
                try:
                    if client.get(f"{self.api_url}/health").is_success:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.2)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop the process, by its own id."""
        if self._process is not None:
            end(self._process, STOPS_WITHIN)


def end(process: subprocess.Popen[bytes], within: float) -> None:
    """Ask a child to end, and kill it when it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(within)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
