"""`kadflow flow serve`: the schedules run as long as this process does.

It starts a Prefect server of its own, brings `prefect.yaml` to it, and starts one worker; with
the address of a server it starts the worker only, so the same command adds workers at scale.
When one of them ends, all end: whoever supervises this process starts it again as a whole.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from flows.deploying import POOL, PrefectApi, deploy, drop_late_runs
from flows.environment import client_environment, die_with_parent
from flows.relaying import relay
from flows.server import PrefectServer, end
from kadflow.app import Kadflow
from kadflow.errors import InvalidInputError, KadflowError, UnavailableError

ENDS_WITHIN = 60.0
"""Seconds that a worker gets to finish what it has begun."""

LOOKS_EVERY = 1.0

RELAYS_EVERY = 5.0
"""Seconds between two looks for what is new on agreements."""

LOCK = "serve.lock"

Tell = Callable[[str, str], None]
"""Says one line, given in Indonesian and English."""


def serve(
    data: Path,
    database_url: str | None,
    *,
    tell: Tell,
    server_url: str | None = None,
    auth: str | None = None,
    port: int = 0,
    ui: bool = False,
) -> None:
    """Run the schedules until SIGINT or SIGTERM.

    Args:
        data: Folder of the installation; Prefect's files go into its ``prefect/``.
        database_url: Of another database than the folder's own.
        tell: Says how far it is.
        server_url: Of a Prefect server that runs elsewhere; none is started then.
        auth: What that server asks for.
        port: Of the server that is started.
        ui: Serve Prefect's own pages as well.

    Raises:
        InvalidInputError: The schedules of this folder are served already.
        UnavailableError: A process did not start, or ended by itself.
    """
    home = home_of(data)
    stop = threading.Event()
    with ExitStack() as stack:
        stack.enter_context(_stopped_by_signals(stop))
        if server_url is None:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            stack.enter_context(_only_one(home))
            tell("Menyiapkan jadwal ...", "Preparing the schedules ...")
            server = PrefectServer(home, port=port, ui=ui)
            server.start()
            stack.callback(server.stop)
            server.wait(stop.is_set)
            environment = server.environment
            if stop.is_set():
                return
            deploy(environment)
            stack.enter_context(_announced(home, server))
            with PrefectApi(environment) as api:
                drop_late_runs(api)
            if ui:
                tell(
                    f"Halaman Prefect: {server.url} (sandi: {server.auth})",
                    f"Prefect's pages: {server.url} (password: {server.auth})",
                )
        else:
            server = None
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            environment = client_environment(home, server_url, auth)
            with PrefectApi(environment) as api:
                api.ask("GET", "health")
                drop_late_runs(api)
        worker = _worker(home, environment, data, database_url)
        stack.callback(end, worker, ENDS_WITHIN)
        stack.enter_context(_relaying(data, database_url, environment, home / "relay.log"))
        tell(
            "Jadwal berjalan; hentikan dengan Ctrl-C.",
            "The schedules run; stop them with Ctrl-C.",
        )
        while not stop.wait(LOOKS_EVERY):
            if server is not None and not server.alive:
                raise _ended("server", server.log)
            if worker.poll() is not None:
                raise _ended("worker", home / "worker.log")
        tell("Menghentikan jadwal ...", "Stopping the schedules ...")


def home_of(data: Path) -> Path:
    """Prefect's folder in an installation's folder."""
    return (data / "prefect").resolve()


def is_served(data: Path) -> bool:
    """Whether the schedules of a folder are being served on this machine."""
    try:
        with (home_of(data) / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _worker(
    home: Path, environment: dict[str, str], data: Path, database_url: str | None
) -> subprocess.Popen[bytes]:
    """A worker, whose runs open the same installation."""
    ours = {"KADFLOW_DATA": str(data.resolve())}
    if database_url is not None:
        ours["KADFLOW_DATABASE_URL"] = database_url
    name = f"{socket.gethostname()}-{os.getpid()}"
    with (home / "worker.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own interpreter
            [
                sys.executable, "-m", "prefect", "worker", "start",
                "--pool", POOL, "--type", "process", "--name", name,
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home,
            env=environment | ours, start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one call of the kernel
        )  # fmt: skip


@contextmanager
def _relaying(
    data: Path, database_url: str | None, environment: dict[str, str], log: Path
) -> Iterator[None]:
    """Tell the server what is new on agreements, every few seconds, beside everything else.

    What goes wrong there is written down and tried again: only the schedules matter.
    """
    stop = threading.Event()

    def work() -> None:
        with (
            Kadflow.open(data, database_url=database_url) as kadflow,
            PrefectApi(environment) as api,
        ):
            while not stop.wait(RELAYS_EVERY):
                try:
                    relay(kadflow, api)
                except KadflowError as error:
                    with log.open("a") as file:
                        file.write(f"{datetime.now(UTC).isoformat()} {error}\n")

    thread = threading.Thread(target=work, name="relay", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(ENDS_WITHIN)


def _ended(what: str, log: Path) -> UnavailableError:
    return UnavailableError(
        f"The Prefect {what} ended by itself; its log is {log}.",
        hint="Read the end of that log, then start again.",
        pesan=f"Proses {what} Prefect berhenti sendiri; catatannya ada di {log}.",
        saran="Baca bagian akhir catatan itu, lalu jalankan lagi.",
    )


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _announced(home: Path, server: PrefectServer) -> Iterator[None]:
    """Leave address and password in the folder, readable by its owner only, while it is served."""
    address = home / "address.json"
    address.unlink(missing_ok=True)
    content = {"PREFECT_API_URL": server.api_url, "PREFECT_API_AUTH_STRING": server.auth}
    with os.fdopen(os.open(address, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
    try:
        yield
    finally:
        address.unlink(missing_ok=True)


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the folder's schedules; the kernel lets go when this process ends, however it does."""
    with (home / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InvalidInputError(
                f"The schedules of {home.parent} are served already.",
                hint="Stop the other `kadflow flow serve` first.",
                pesan=f"Jadwal untuk {home.parent} sudah berjalan.",
                saran="Hentikan dahulu `kadflow flow serve` yang lain.",
            ) from error
        yield
