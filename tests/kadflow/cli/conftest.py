"""An exercise folder with two staffed regencies, made once by command line and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console


@pytest.fixture(scope="session")
def staffed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; to be copied, never changed."""
    folder = tmp_path_factory.mktemp("cli") / "latihan"
    console = Console(folder, at="2026-01-05")
    console.ok("init", "--exercise")
    console.staff("34.04", "sleman")
    console.staff("34.02", "bantul")
    return folder


@pytest.fixture
def console(staffed_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """The console on a fresh copy, on 5 January 2026."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("KADFLOW_DATABASE_URL", raising=False)
    folder = tmp_path / "latihan"
    shutil.copytree(staffed_folder, folder)
    return Console(folder, at="2026-01-05")


@pytest.fixture
def agreement(console: Console) -> str:
    """Number of a new agreement of Sleman and Bantul under the standard workflow."""
    outcome = console.ok(
        "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--set", "title=Pengelolaan sampah", "--set", "purpose=Mengurangi sampah",
        "--set", 'term={"starts_on": "2026-03-01", "ends_on": "2026-12-31"}',
        "--as", "sleman.coordinator", "--json",
    ).json["outcome"]  # fmt: skip
    number: str = outcome["number"]
    return number
