"""Contestant: a worker that sends planned reminders; others join it on the same database."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from notifications.channels.mail import Mail, MailServer
from tests.bench import office
from tests.bench.open_deadlines import fill, morning
from tests.bench.resources import present_mib
from tests.bench.worker import arguments, serve
from tests.mail import SENDER


def load(folder: Path, url: str | None, *, turns: int, messages: int) -> None:
    """An installation whose liaisons read mail, with deadlines for every turn."""
    kadflow = office.found(folder, url)
    fill(kadflow, turns * messages, due=messages, turns=turns)
    kadflow.deliveries.plan()  # what the agreement itself told, before anybody reads mail
    for short in office.REGIONS.values():
        person = kadflow.organisations.person(f"{short}.coordinator")[0]
        address = f"{short}@kadflow.test"
        kadflow.contacts.set_address(kadflow.operator(), person, "mail", address)
    kadflow.close()


def main() -> None:
    given = arguments()
    folder, url, count = Path(given["folder"]), given.get("url"), given["messages"]
    if not given["join"]:
        load(folder, url, turns=given["turns"], messages=count)
    kadflow = Kadflow.open(
        folder,
        database_url=url,
        clock=ExerciseClock(morning(given["turns"])),
        channels=lambda: {"mail": Mail(MailServer("127.0.0.1", given["port"], "none"), SENDER)},
    )

    def play(question: dict[str, Any]) -> dict[str, Any]:
        if "plan" in question:
            kadflow.reminders.plan(morning(question["plan"]), limit=count)
            report = kadflow.deliveries.plan()
            assert report.made == count, report
            return {}
        began = time.perf_counter()
        sent = kadflow.deliveries.deliver(limit=question["send"]).sent
        return {"sent": sent, "seconds": time.perf_counter() - began, "rss": present_mib()}

    serve({}, play)


if __name__ == "__main__":
    main()
