"""The demo by command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console


@pytest.mark.slow
def test_the_demo_tells_its_story_and_leaves_a_folder_that_verifies(tmp_path: Path):
    console = Console(tmp_path / "demo")
    told = console.ok("demo", "--no-serve", "--json").json
    assert told["exercise"] is True
    assert len(told["told"]) > 20
    assert console.ok("history", "verify", "--json").json["ok"] is True
    console.refuse(2, "demo", "--no-serve")
