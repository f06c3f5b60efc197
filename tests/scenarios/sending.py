"""A worker that plans and delivers until nothing is left to do, or until it is killed.

Its clock stands at the turn's own hour, when every lease of the turn before has run out.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from tests.mail import Post, mail_to
from tests.scenarios.staging import BEGIN, at


def send(folder: Path, port: int, turn: int, database_url: str | None) -> None:
    """Do the work of one turn by the mail server at a port."""
    clock = ExerciseClock(at(BEGIN) + timedelta(hours=turn))
    mail = mail_to(Post(port=port))
    with Kadflow.open(
        folder, database_url=database_url, clock=clock, channels=lambda: {"mail": mail}
    ) as kadflow:
        while True:
            planned = kadflow.deliveries.plan(limit=40)
            delivered = kadflow.deliveries.deliver(limit=40, worker=f"turn {turn}")
            if not (planned.planned or delivered.sent or delivered.more):
                return
