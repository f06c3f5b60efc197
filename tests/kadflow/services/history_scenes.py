"""One agreement played from proposal to force and beyond, and ways to damage its record by hand."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.services.history.service import HistoryService
from kadflow.services.keeping import Keeping
from kadflow.services.templates import shipped_texts
from kadflow.storage.sessions import dialect_of, sqlite_path
from kadflow.storage.triggers import PROTECTED

BEGINNING = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
SCAN = b"scan of the draft " * 500


@dataclass
class Scene:
    """An open installation with its history, and one agreement in it."""

    kadflow: Kadflow
    clock: ExerciseClock
    history: HistoryService
    keeping: Keeping
    agreement: str = ""
    number: str = ""

    def close(self) -> None:
        self.kadflow.close()

    def parties(self) -> list[str]:
        """Ids of the parties, from history alone."""
        record = self.history.as_of(self.agreement, self.clock.now())
        assert record is not None
        return [party.id for party in record.parties]


def open_scene(kadflow: Kadflow, clock: ExerciseClock, number: str = "") -> Scene:
    history = HistoryService(
        kadflow.database,
        clock,
        kadflow.templates,
        kadflow.installation,
        kadflow.folder.key,
        kadflow.blobs,
    )
    keeping = Keeping(kadflow.database, kadflow.blobs, clock, history)
    agreement = kadflow.find(number) if number else ""
    return Scene(kadflow, clock, history, keeping, agreement, number)


def found(folder: Path, url: str | None) -> Scene:
    """A fresh installation with two staffed regencies."""
    clock = ExerciseClock(BEGINNING)
    kadflow = Kadflow.create(folder, exercise=True, clock=clock, database_url=url)
    operator = kadflow.operator()
    for code, short in (("34.04", "sleman"), ("34.02", "bantul")):
        organisation = kadflow.organisations.get(code)
        for role in ("head", "secretary", "coordinator", "legal"):
            office = kadflow.organisations.add_office(operator, organisation.id, role=role)
            person = kadflow.organisations.add_person(
                operator, organisation.id, handle=f"{short}.{role}", name=f"{role} {short}"
            )
            kadflow.organisations.appoint(
                operator,
                office=office,
                person=person,
                capacity="definitive",
                from_on="2025-02-20",
                letter="SK 1/2025",
                first_setup=True,
            )
    text = shipped_texts()["standar"].replace(
        "ask: each party\n    office: legal", "ask: each party\n    chain: [[legal], [secretary]]"
    )
    kadflow.templates.publish(text, envelope=operator)  # so that parties decide inside first
    return open_scene(kadflow, clock)


def play(scene: Scene) -> None:
    """From idea to the end of the term; with an edit that voids answers, and a private chain."""
    kadflow, clock = scene.kadflow, scene.clock
    coordinator = kadflow.acting("sleman.coordinator")
    terms = {
        "title": "Pengelolaan sampah lintas batas",
        "purpose": "Mengurangi timbulan sampah",
        "term": {"starts_on": "2026-03-01", "ends_on": "2026-12-31"},
    }
    opened = coordinator.create("standar", ["34.04", "34.02"], terms)
    scene.agreement, scene.number = opened.agreement, opened.number
    number = opened.number
    coordinator.add_document(number, "draft_text", SCAN, filename="rancangan NIK 3404.pdf")
    coordinator.act(number, "submit_proposal")
    clock.advance(days=1)
    kadflow.acting("sleman.head").decide(number, "approve", reason="Baik")
    coordinator.edit(number, {"clauses.1": "Para pihak sepakat.", "clauses.2": "Biaya " * 100})
    coordinator.act(number, "submit_text")
    clock.advance(days=3)
    kadflow.acting("sleman.legal").decide(number, "approve")
    kadflow.acting("bantul.coordinator").edit(number, {"clauses.2": "Biaya masing-masing"})
    clock.advance(days=1)
    kadflow.acting("bantul.legal").decide(number, "approve", reason="Catatan dalam Bantul")
    kadflow.acting("bantul.secretary").decide(number, "approve")
    kadflow.acting("sleman.legal").decide(number, "approve")
    kadflow.acting("sleman.secretary").decide(number, "approve")
    clock.advance(days=2)
    kadflow.acting("sleman.head").sign(number)
    kadflow.acting("bantul.head").sign(number)
    clock.move_to(datetime(2027, 1, 2, tzinfo=UTC))
    kadflow.apply_due()
    clock.advance(seconds=1)


class Raw:
    """A connection past Kadflow, for whoever can write to the database."""

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection = connection
        self._mark = mark

    def run(self, sql: str, *values: Any) -> list[Any]:
        """Run a statement with ``?`` for values."""
        cursor = self._connection.execute(sql.replace("?", self._mark), values)
        return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def raw(url: str, *, unprotected: bool = True) -> Iterator[Raw]:
    """Past Kadflow, the triggers of the record dropped meanwhile and put back afterwards."""
    if dialect_of(url) == "sqlite":
        with contextlib.closing(sqlite3.connect(sqlite_path(url), timeout=10)) as connection:
            hand = Raw(connection, "?")
            kept = hand.run(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                if unprotected
                else "SELECT name, sql FROM sqlite_master WHERE 1 = 0"
            )
            for name, _ in kept:
                connection.execute(f"DROP TRIGGER {name}")
            yield hand
            for _, sql in kept:
                connection.execute(sql)
            connection.commit()
        return
    with psycopg.connect(url) as connection:
        hand = Raw(connection, "%s")
        tables = tuple(PROTECTED) if unprotected else ()
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield hand
        for table in tables:
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only")
