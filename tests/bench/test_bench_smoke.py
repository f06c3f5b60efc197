"""The bench itself runs and says what it shall; how fast anything is, no test asserts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import SECTIONS

pytest.importorskip("django", reason="`make bench` installs what only the bench needs")
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.postgres
def test_a_quick_run_gives_every_figure_with_its_goal(tmp_path: Path) -> None:
    output = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick", "--output", str(output)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(output.read_text())["figures"]
    assert len({figure["section"] for figure in figures}) == len(SECTIONS)
    assert all(figure["value"] > 0 for figure in figures)
    judged = {figure["what"] for figure in figures if figure["goal"] is not None}
    assert {
        "Kadflow / driver alone",
        "Kadflow / django-fsm-2",
        "verify / bare",
        "reminders / driver alone",
        "time among all / of 200",
        "whole messages with their MIME bytes",
        "all checks",
        "all / one in a hundred",
        "one worker",
        "two workers / one",
    } <= judged
    for figure in figures:
        assert figure["what"] in done.stdout
