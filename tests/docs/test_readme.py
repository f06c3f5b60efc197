from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kadflow.cli import main
from tests.docs.pages import ROOT, blocks

README = ROOT / "README.md"


def test_the_program_in_the_readme_prints_what_the_readme_says(tmp_path: Path):
    found = blocks(README)
    at = next(place for place, block in enumerate(found) if block.info == "python")
    program, printed = found[at].text, found[at + 1].text
    (tmp_path / "first.py").write_text(program, "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KADFLOW_")}
    run = subprocess.run(
        [sys.executable, "first.py"],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == printed


def test_the_commands_after_the_demo_work_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KADFLOW_DATABASE_URL", raising=False)
    assert main.run(["demo", "--no-serve", "--data", "demo"]) == 0
    commands = [
        line.split()[1:]
        for block in blocks(README)
        for line in block.text.splitlines()
        if line.startswith(".venv/bin/kadflow ")
    ]
    assert len(commands) >= 4
    for words in commands:
        capsys.readouterr()
        code = main.run(words)
        written = capsys.readouterr()
        assert (code, written.err) == (0, ""), words
        assert "KSD-2026-000108" in written.out or words[0] != "agreement"


def test_the_readme_can_be_read_in_one_sitting():
    assert len(README.read_text("utf-8").splitlines()) <= 250


def test_every_make_command_in_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", README.read_text("utf-8")))
    assert {"demo", "test", "check", "bench"} <= named <= targets


def test_the_map_names_every_room_and_no_room_that_is_not_there():
    named = set(re.findall(r"^\| `([a-z_/]+/)`", README.read_text("utf-8"), re.MULTILINE))
    there = {"state_machines/", "notifications/", "flows/", "tests/", "state_machines/templates/"}
    there |= {
        f"kadflow/{folder.name}/"
        for folder in (ROOT / "kadflow").iterdir()
        if folder.is_dir() and (folder / "__init__.py").exists()
    }
    assert named == there
