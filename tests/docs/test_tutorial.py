"""The tutorial is held to the program: its file, its answers, its faults, its run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kadflow.app import Kadflow
from kadflow.cli.main import run
from tests.docs.pages import DOCS, ROOT, Block, blocks

PAGE = DOCS / "writing-a-template.md"
FINISHED = DOCS / "examples" / "fire-aid.yaml"
NAME = "fire-aid.yaml"
BLOCKS = blocks(PAGE)
KNOWN_NOTE = re.compile(r"Note line \d+ transitions\.settle\.when: In 'draft'")
ENTRY = re.compile(r"(ERROR|Note) line|Invalid input: |fire-aid\.yaml can|- ")


def cases() -> Iterator[pytest.param]:
    """Every text of a template in the page, with the answer that the page shows for it."""
    so_far, changed = "", ""
    for block in BLOCKS:
        match block.info:
            case "yaml":
                so_far += block.text
            case "diff":
                changed = apply(block, FINISHED.read_text("utf-8"))
            case "text empty":
                yield pytest.param("", entries(block.text), id=f"line {block.line}")
            case "text check":
                yield pytest.param(so_far, entries(block.text), id=f"line {block.line}")
            case "text fault":
                yield pytest.param(changed, entries(block.text), id=f"line {block.line}")


def apply(change: Block, text: str) -> str:
    """The text with one change: lines with a minus replaced by those with a plus."""
    old = "".join(f"{line[1:]}\n" for line in change.text.splitlines() if line[0] in " -")
    new = "".join(f"{line[1:]}\n" for line in change.text.splitlines() if line[0] in " +")
    assert text.count(old) == 1, f"{change.line}: {text.count(old)} places fit"
    return text.replace(old, new)


def entries(answer: str) -> list[str]:
    """The sentences of an answer, unwrapped; the banner of an exercise is no answer."""
    found: list[str] = []
    for line in answer.splitlines():
        if line.startswith("[LATIHAN") or not line.strip():
            continue
        if ENTRY.match(line) or not found:
            found.append(line)
        else:
            found[-1] += f" {line.strip()}"
    return found


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exercise folder."""
    folder = tmp_path_factory.mktemp("practice")
    Kadflow.create(folder / "data", exercise=True).close()
    return folder / "data"


@pytest.mark.parametrize(("text", "shown"), list(cases()))
def test_the_check_answers_word_for_word_what_the_page_shows(
    text: str,
    shown: list[str],
    practice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path(NAME).write_text(text, "utf-8")
    code = run(["--data", str(practice), "--language", "en", "template", "check", NAME])
    written = capsys.readouterr()
    answered = entries(written.out) + entries(written.err)
    if shown != answered:  # under the faults the page leaves out what was shown before
        answered = [
            entry
            for entry in answered
            if not entry.startswith("fire-aid.yaml can") and not KNOWN_NOTE.match(entry)
        ]
        shown = [entry for entry in shown if not KNOWN_NOTE.match(entry)]
    assert answered == shown
    refused = any(entry.startswith(("ERROR", "Invalid")) for entry in shown)
    assert code == (2 if refused else 0)


def test_the_pieces_of_the_page_make_the_finished_file():
    pieces = "".join(block.text for block in BLOCKS if block.info == "yaml")
    assert pieces == FINISHED.read_text("utf-8")


def test_the_page_shows_at_least_twenty_faults():
    assert sum(block.info == "text fault" for block in BLOCKS) >= 20


def test_the_finished_file_runs_as_the_page_tells(tmp_path: Path):
    program = next(block.text for block in BLOCKS if block.info == "python")
    printed = next(block.text for block in BLOCKS if block.info == "text")
    (tmp_path / NAME).write_bytes(FINISHED.read_bytes())
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == printed


def test_the_other_commands_of_the_page_work(
    practice: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    Path(NAME).write_bytes(FINISHED.read_bytes())
    commands = [
        line.split()[1:]
        for block in BLOCKS
        if block.info == "sh"
        for line in block.text.splitlines()
        if " template " in line
    ]
    commands.append(["template", "diff", "fire-aid@1", "fire-aid.yaml", "--data", "practice"])
    assert len(commands) == 4
    for words in commands:
        given = [str(practice) if word == "practice" else word for word in words]
        assert run(given) == 0, capsys.readouterr().err
    assert Path("fire-aid.svg").read_text("utf-8").startswith("<svg")
