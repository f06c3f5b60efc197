"""The same commands on PostgreSQL, named by one variable of the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import postgres
from tests.kadflow.cli.console import Console


@pytest.mark.postgres
def test_an_installation_on_postgresql_is_made_used_and_verified(
    postgres_databases: postgres.Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    name = postgres_databases.create(empty=True)
    monkeypatch.setenv("KADFLOW_DATABASE_URL", postgres_databases.server.url(name))
    try:
        console = Console(tmp_path / "latihan", at="2026-01-05")
        console.ok("init", "--exercise")
        console.staff("34.04", "sleman")
        created = console.ok(
            "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
            "--set", "title=Sampah", "--as", "sleman.coordinator", "--json",
        ).json["outcome"]  # fmt: skip
        assert created["number"] in console.ok("agreement", "list").out
        assert console.ok("history", "verify", "--rows", "--json").json["ok"] is True
        assert not (console.data / "kadflow.db").exists()
        console.refuse(2, "init")
    finally:
        postgres_databases.drop(name)
