"""A child that runs `fire_deadlines` and is killed in the middle: after so many agreements.

Run as ``python -m tests.flows.killing FOLDER INSTANT COUNT [URL]``.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from flows.orchestrator import run
from kadflow.app import Kadflow, Outcome


def main() -> None:
    folder, instant, count, *url = sys.argv[1:]
    before, left = Kadflow.apply_due_to, [int(count)]

    def until_the_power_goes(self: Kadflow, agreement: str) -> Outcome:
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return before(self, agreement)

    Kadflow.apply_due_to = until_the_power_goes  # type: ignore[method-assign]
    run(
        Path(folder),
        url[0] if url else None,
        "fire_deadlines",
        at=datetime.fromisoformat(instant),
    )


if __name__ == "__main__":
    main()
