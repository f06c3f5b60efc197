from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kadflow import _siblings
from tests.docs.pages import ROOT


def start(folder: Path, program: str = "import kadflow") -> subprocess.CompletedProcess[str]:
    """Run a program as `python -c` does: the working folder comes first on the path."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONSAFEPATH"}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", _siblings.SIBLINGS)
@pytest.mark.parametrize("form", ["package", "module"])
def test_a_stranger_of_the_same_name_is_refused_in_one_sentence(
    tmp_path: Path, name: str, form: str
):
    place = tmp_path / name if form == "package" else tmp_path / f"{name}.py"
    if form == "package":
        place.mkdir()
        (place / "__init__.py").write_text("raise RuntimeError('must not be run')\n")
    else:
        place.write_text("raise RuntimeError('must not be run')\n")
    run = start(tmp_path)
    last = run.stderr.strip().splitlines()[-1]
    assert run.returncode == 1
    assert last == (
        f"ImportError: Kadflow cannot start: Python finds {name!r} in {place}, which is not "
        f"Kadflow's own package in {ROOT}. Rename that folder, or start from another directory."
    )


def test_a_folder_without_code_that_has_the_same_name_does_no_harm(tmp_path: Path):
    for name in _siblings.SIBLINGS:
        (tmp_path / name).mkdir()
    run = start(tmp_path, "import kadflow, notifications; print(notifications.__file__)")
    assert run.stdout.strip() == str(ROOT / "notifications" / "__init__.py")


def test_a_strangers_flows_does_no_harm_since_kadflow_never_imports_it(tmp_path: Path):
    (tmp_path / "flows.py").write_text("raise RuntimeError('must not be run')\n")
    run = start(tmp_path, "import kadflow; print(kadflow.Kadflow.__name__)")
    assert run.stdout.strip() == "Kadflow"


def test_a_missing_sibling_is_told(tmp_path: Path):
    (tmp_path / "kadflow").symlink_to(ROOT / "kadflow")
    program = (
        "import sys, importlib.util\n"
        f"sys.path[:] = [p for p in sys.path if p not in ('', {str(ROOT)!r})]\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name: None if name == 'notifications' else find(name)\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "import kadflow\n"
    )
    run = start(tmp_path, program)
    assert run.returncode == 1
    assert run.stderr.strip().splitlines()[-1] == (
        f"ImportError: Kadflow cannot start: its package 'notifications' is missing from {ROOT}. "
        "Install Kadflow again."
    )


def test_looking_costs_about_a_millisecond():
    fastest = min(_measure() for _ in range(20))
    assert fastest < 0.5  # far above what it takes: this catches an import, not a slow machine


def _measure() -> float:
    begin = time.perf_counter()
    _siblings.check()
    return time.perf_counter() - begin
