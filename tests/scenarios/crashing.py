"""A program that gives real commands for ever and prints each one as soon as it is acknowledged.

Run as ``python -m tests.scenarios.crashing FOLDER ROUND [DATABASE_URL]``; it ends when killed.
"""

from __future__ import annotations

import json
import sys
import threading
from datetime import timedelta
from itertools import count
from pathlib import Path

from kadflow.services.agreements import Outcome
from tests.scenarios.staging import REGIONS, Exercise

THREADS = 2
_PRINTING = threading.Lock()


def tell(outcome: Outcome, text: str | None = None) -> None:
    """One acknowledged command as a line."""
    line = {"agreement": outcome.agreement, "version": outcome.version, "text": text}
    with _PRINTING:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def work(exercise: Exercise, name: str) -> None:
    """Bring agreement after agreement from its draft to a suspension."""
    codes = [REGIONS["sleman"], REGIONS["bantul"]]
    liaison = exercise.by("sleman.coordinator")
    for place in count():
        opened = liaison.create("standar", codes, {"title": name, "clauses.1": "Isi."})
        tell(opened)
        number = opened.number
        for step in range(3):
            text = f"{name} {place} {step} " + "panjang " * 80 * step
            tell(liaison.edit(number, {"purpose": text}), text)
        tell(liaison.act(number, "submit_proposal"))
        tell(exercise.by("sleman.head").decide(number, "approve"))
        tell(liaison.add_document(number, "draft_text", text.encode(), filename="naskah.txt"))
        tell(liaison.act(number, "submit_text"))
        tell(exercise.by("sleman.legal").decide(number, "approve"))
        tell(exercise.by("bantul.legal").decide(number, "approve"))
        tell(exercise.by("bantul.head").sign(number))
        tell(exercise.by("sleman.head").sign(number))
        tell(liaison.amend(number, {"clauses.1": "Lain."}, terms={"title": "Addendum"}))


def main(folder: str, turn: str, database_url: str | None = None) -> None:
    exercise = Exercise(Path(folder), database_url)
    exercise.clock.move_to(exercise.clock.now() + timedelta(minutes=int(turn)))
    threads = [
        threading.Thread(target=work, args=(exercise, f"Putaran {turn}.{place}"))
        for place in range(THREADS)
    ]
    for thread in threads:
        thread.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
