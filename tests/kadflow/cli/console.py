"""The console as tests use it: the real entry, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kadflow.cli.main import run

ROLES = ("head", "deputy_head", "secretary", "coordinator", "legal", "finance", "unit", "council")
PROGRAM = [sys.executable, "-c", "from kadflow.cli.main import main; main()"]


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def problem(self) -> Any:
        return json.loads(self.err)

    @property
    def said(self) -> str:
        """Standard error without line breaks."""
        return " ".join(self.err.split())

    @property
    def shown(self) -> str:
        """Standard output without line breaks."""
        return " ".join(self.out.split())


class Console:
    """Runs commands on one data folder.

    Attributes:
        at: The day or instant of every command; None for the machine's clock.
        english: Whether screens are asked for in English.
    """

    def __init__(self, data: Path, *, at: str | None = None, english: bool = False) -> None:
        self.data = data
        self.at = at
        self.english = english

    def __call__(self, *words: str | Path) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(self._line(words))
        return Answer(code, out.getvalue(), err.getvalue())

    def ok(self, *words: str | Path) -> Answer:
        """Run a command that must succeed."""
        answer = self(*words)
        assert answer.code == 0, answer.err
        return answer

    def refuse(self, code: int, *words: str | Path) -> Answer:
        """Run a command that must fail with an exit code and say why."""
        answer = self(*words)
        assert answer.code == code, answer.err + answer.out
        assert answer.err.strip()
        assert "Traceback" not in answer.err
        return answer

    def process(self, *words: str | Path, **environment: str) -> Answer:
        """Run a command in a process of its own."""
        done = subprocess.run(
            [*PROGRAM, *self._line(words)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | environment,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def _line(self, words: tuple[str | Path, ...]) -> list[str]:
        line = [str(word) for word in words]
        line += ["--data", str(self.data)]
        if self.at:
            line += ["--at", self.at]
        if self.english:
            line += ["--language", "en"]
        return line

    def staff(self, code: str, short: str) -> None:
        """Give a region its offices, each held by ``short.role``, by command line."""
        for role in ROLES:
            self.ok("organisation", "add-office", code, role)
            self.ok("organisation", "add-person", code, f"{short}.{role}", "--name", f"{role} X")
            self.ok(
                "organisation", "appoint", f"{code}/{role}", f"{short}.{role}",
                "--from", "2025-02-20", "--letter", "SK 1/2025", "--first-setup",
            )  # fmt: skip
