"""An installation of an earlier version: refused with the way out, upgraded whole, verified."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kadflow.services import installation as founding
from kadflow.services.templates import shipped_texts
from kadflow.storage import schema
from tests.kadflow.cli.console import Console
from tests.kadflow.services.test_shipped_workflows import changed


def _columns(connection: sqlite3.Connection, place: str, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA {place}.table_info({table})")]


def age(folder: Path, revision: str) -> None:
    """Put the rows of an installation into a database of an earlier revision."""
    present, earlier = folder / "kadflow.db", folder / "earlier.db"
    with schema.upgrading(f"sqlite:///{earlier}", revision):
        pass
    with closing(sqlite3.connect(earlier, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS present", (str(present),))
        tables = connection.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> 'alembic_version'"
        ).fetchall()
        for (table,) in tables:
            kept = _columns(connection, "present", table)
            names = ", ".join(c for c in _columns(connection, "main", table) if c in kept)
            connection.execute(
                f"INSERT INTO main.{table} ({names}) SELECT {names} FROM present.{table}"
            )
    for leftover in folder.glob("kadflow.db*"):
        leftover.unlink()
    earlier.rename(present)


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_an_earlier_installation_is_upgraded_and_holds(
    console: Console, agreement: str, revision: str
):
    age(console.data, revision)

    refused = console("agreement", "show", agreement)
    assert refused.code == 7
    assert "kadflow upgrade" in refused.said

    done = console.ok("upgrade", "--json").json
    assert (done["before"], done["now"]) == (revision, schema.HEAD)
    assert agreement in console.ok("agreement", "show", agreement).out
    assert console.ok("history", "rebuild", "--all", "--json").json["report"]["differences"] == []
    console.ok(
        "agreement", "edit", agreement, "--set", "purpose=Lain", "--as", "sleman.coordinator"
    )
    console.ok("history", "verify", "--all")


def test_an_upgrade_publishes_the_workflows_of_this_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    earlier = shipped_texts() | {"standar": changed(mark="sebelumnya")["standar"]}
    monkeypatch.setattr(founding, "shipped_texts", lambda: earlier)
    console = Console(tmp_path / "data")
    console.ok("init", "--exercise")

    shown = console.ok("upgrade").shown
    assert "versi baru diberlakukan: standar@2" in shown
    done = console.ok("upgrade", "--json").json
    assert done["workflows"] == {"published": [], "offered": []}
    assert "standar" in console.ok("template", "list").out


def test_upgrading_twice_changes_nothing(console: Console):
    done = console.ok("upgrade", "--json").json
    assert done["before"] == done["now"] == schema.HEAD


def test_a_folder_without_an_installation_is_not_upgraded(tmp_path: Path):
    refused = Console(tmp_path / "kosong")("upgrade")
    assert refused.code == 3
    assert "kadflow init" in refused.said
