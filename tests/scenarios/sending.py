"""A program that plans and delivers until nothing is left to do, or until it is killed.

Run as ``python -m tests.scenarios.sending FOLDER PORT TURN [DATABASE_URL]``; its clock stands at the
turn's own hour, when every lease of the turn before has run out.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from tests.mail import Post, mail_to
from tests.scenarios.staging import BEGIN, at


def main(folder: str, port: str, turn: str, database_url: str | None = None) -> None:
    clock = ExerciseClock(at(BEGIN) + timedelta(hours=int(turn)))
    mail = mail_to(Post(port=int(port)))
    with Kadflow.open(
        Path(folder), database_url=database_url, clock=clock, channels=lambda: {"mail": mail}
    ) as kadflow:
        while True:
            planned = kadflow.deliveries.plan(limit=40)
            delivered = kadflow.deliveries.deliver(limit=40, worker=f"turn {turn}")
            if not (planned.planned or delivered.sent or delivered.more):
                return


if __name__ == "__main__":
    main(*sys.argv[1:])
