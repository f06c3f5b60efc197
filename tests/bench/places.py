"""Where contestants keep their rows: folders, and databases of a PostgreSQL of our own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from tests import postgres


class Places:
    """Gives each contestant a place of its own, and clears up.

    PostgreSQL starts when it is first asked for, with fsync on and the memory that an office
    would give it: what it ships with is meant for a machine that has a gigabyte in all.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._databases: postgres.Databases | None = None
        self._count = 0

    def sqlite(self) -> dict[str, Any]:
        """Arguments of a contestant on SQLite."""
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return {"folder": str(folder)}

    def postgresql(self) -> dict[str, Any]:
        """Arguments of a contestant on PostgreSQL: an empty database, and the name for a copy."""
        if self._databases is None:
            self._databases = postgres.start(shared_buffers="1GB")
        server = self._databases.server
        name = self._databases.create(empty=True)
        return {
            **self.sqlite(),
            "url": server.url(name),
            "copy": server.url(f"{name}_copy"),
            "maintenance": server.url("postgres"),
        }

    def of(self, dialect: str) -> dict[str, Any]:
        """Arguments of a contestant on either."""
        return self.sqlite() if dialect == "sqlite" else self.postgresql()

    def copy_of(self, place: dict[str, Any]) -> dict[str, Any]:
        """A loaded place once more; nobody has it open."""
        url = place.get("url")
        copy = self.sqlite() if url is None else self.postgresql()
        shutil.copytree(place["folder"], copy["folder"], dirs_exist_ok=True)
        if url is not None:
            source, target = (
                Identifier(conninfo_to_dict(each)["dbname"]) for each in (url, copy["url"])
            )
            with psycopg.connect(place["maintenance"], autocommit=True) as connection:
                connection.execute(SQL("DROP DATABASE {}").format(target))
                connection.execute(
                    SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(target, source)
                )
        return copy

    def close(self) -> None:
        """Stop the server."""
        if self._databases is not None:
            self._databases.close()


@contextmanager
def places(base: Path | None = None) -> Iterator[Places]:
    """A temporary folder on the disk that is to be measured, gone afterwards."""
    if base is not None:
        base.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="kadflow-bench-", dir=base))
    made = Places(folder)
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)
