"""What travels: the wheel holds everything that the program reads at run time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.docs.pages import ROOT

PACKAGES = ("kadflow", "flows", "state_machines", "notifications")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """The wheel, built from a copy of the tree without network."""
    home = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "prefect.yaml"):
        shutil.copy(ROOT / name, home / name)
    run = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home / "dist"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    (built,) = (home / "dist").glob("*.whl")
    return zipfile.Path(built)


def names(wheel: zipfile.Path) -> set[str]:
    return set(wheel.root.namelist())


def test_every_file_of_the_four_packages_travels(wheel: zipfile.Path):
    files = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - names(wheel) == set()


def test_what_the_program_reads_is_among_them(wheel: zipfile.Path):
    inside = names(wheel)
    assert {f"{package}/py.typed" for package in PACKAGES} <= inside
    assert sum(n.startswith("state_machines/templates/") for n in inside) >= 8
    assert {
        "flows/prefect.yaml",
        "kadflow/intake/samples/agreements.csv",
        "kadflow/intake/gazetteer/regencies.csv",
        "kadflow/storage/migrations/versions/0001_initial.py",
    } <= inside


def test_licence_and_notice_travel_and_the_tests_stay_at_home(wheel: zipfile.Path):
    inside = names(wheel)
    assert sum(n.endswith(("licenses/LICENSE", "licenses/NOTICE")) for n in inside) == 2
    top = {name.partition("/")[0] for name in inside if ".dist-info/" not in name}
    assert top == set(PACKAGES)


def test_the_command_is_installed_under_its_name(wheel: zipfile.Path):
    (entry,) = (n for n in names(wheel) if n.endswith("entry_points.txt"))
    points = wheel.joinpath(entry).read_text("utf-8")
    assert "kadflow = kadflow.cli.main:main" in points
    assert "orchestrator = flows.orchestrator" in points
