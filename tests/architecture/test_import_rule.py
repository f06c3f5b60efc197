from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT


def test_imports_run_only_the_way_that_the_import_rule_says():
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    broken = run.stdout.partition("Broken contracts")[2]
    assert (run.returncode, broken) == (0, ""), run.stdout + run.stderr
