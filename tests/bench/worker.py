"""One process per contestant, asked for one round at a time, so that rounds interleave.

The parent starts ``python -m tests.bench.<module> <JSON>``; the child prepares itself, prints one
line of JSON, and then prints one more for each line that it reads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Worker:
    """The parent's end of one contestant."""

    def __init__(self, module: str, arguments: dict[str, Any]) -> None:
        self._name = module
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed in `close`
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{module}", json.dumps(arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )

    def answer(self) -> dict[str, Any]:
        """What the child says next.

        Raises:
            RuntimeError: It ended instead; with what it wrote to its standard error.
        """
        line = (self._process.stdout or sys.stdin).readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            message = f"{self._name} ended: {self._errors.read()[-3000:]}"
            raise RuntimeError(message)
        said: dict[str, Any] = json.loads(line)
        return said

    def tell(self, **question: Any) -> None:
        """Ask for the next answer without waiting for it."""
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()

    def ask(self, **question: Any) -> dict[str, Any]:
        """One round."""
        self.tell(**question)
        return self.answer()

    def close(self) -> None:
        """End the child."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()


@contextmanager
def workers(**wanted: tuple[str, dict[str, Any]]) -> Iterator[dict[str, Worker]]:
    """Start contestants and wait until all are ready; who joins another waits for it first."""
    with ExitStack() as stack:
        started: dict[str, Worker] = {}
        preparing: list[Worker] = []
        for name, (module, given) in wanted.items():
            while given.get("join") and preparing:
                preparing.pop().answer()
            started[name] = worker = Worker(module, given)
            stack.callback(worker.close)
            preparing.append(worker)
        for worker in preparing:
            worker.answer()
        yield started


def serve(ready: dict[str, Any], play: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The child's end: say that it is ready, then answer each line."""
    _say(ready)
    for line in sys.stdin:
        _say(play(json.loads(line)))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def arguments() -> dict[str, Any]:
    """What the parent handed over."""
    given: dict[str, Any] = json.loads(sys.argv[1])
    return given
