"""Other programs that read what reports write, where the machine has them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def run(name: str, *arguments: str | Path) -> str:
    """What a program says; the test is passed over where the program is not installed."""
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed here")
    done = subprocess.run(
        [name, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def office(source: Path, form: str, folder: Path) -> Path:
    """The file as LibreOffice converts it, with a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    run("soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, source)
    return folder / f"{source.stem}.{form.split(':', maxsplit=1)[0]}"
