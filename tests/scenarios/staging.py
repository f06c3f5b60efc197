"""A staffed exercise to act in: built once, copied for every test, on either database.

Three regions in three zones (``sleman`` in Jakarta's, ``kupang`` in Makassar's, ``ambon`` in
Jayapura's) and ``bantul``; each has one definitive holder per office, named ``sleman.head``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest
from sqlmodel import col, select

from kadflow.app import Acting, Kadflow
from kadflow.audit.chain import decode_event
from kadflow.demo import Stage
from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import ExerciseClock
from kadflow.domain.events import Event
from kadflow.services.agreements import Outcome
from kadflow.storage import history
from kadflow.storage.statements import Statement
from kadflow.storage.tables.notices import Notice
from tests import postgres
from tests.scenarios import templates

REGIONS = {"sleman": "34.04", "bantul": "34.02", "kupang": "53.01", "ambon": "81.71"}
ZONES = {"sleman": "Asia/Jakarta", "bantul": "Asia/Jakarta", "kupang": "Asia/Makassar",
         "ambon": "Asia/Jayapura"}  # fmt: skip
BEGIN = "2026-01-05"
CHAIN = ("unit", "legal", "finance", "secretary")
EXAMPLE = {
    "title": "Contoh kerja sama",
    "purpose": "Mencoba alur.",
    "clauses.1": "Para pihak bekerja sama.",
    "clauses.2": "Biaya ditanggung masing-masing.",
    "term": {"starts_on": "2026-02-01", "ends_on": "2026-12-31"},
}


_NOTICES = Statement(
    select(col(Notice.kind), col(Notice.office)).order_by(col(Notice.id)), name="test.notices"
)


def at(day: str, clock: str = "09:00", zone: str = "Asia/Jakarta") -> datetime:
    """An instant by its civil date and time."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))


def build(folder: Path, database_url: str | None = None) -> None:
    """Make the exercise that is copied, and let go of it."""
    stage = Stage(folder, lambda _mark, _line: None, begin=BEGIN, database_url=database_url)
    for short, code in REGIONS.items():
        stage.staff(code, short)
    for text in templates.ALL:
        stage.kadflow.templates.publish(text, envelope=stage.kadflow.operator())
    stage.kadflow.close()


class Exercise:
    """An open copy, with short names for who acts and what is on record."""

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self.folder = folder
        self.database_url = database_url
        self.clock = ExerciseClock(at(BEGIN))
        self.kadflow = Kadflow.open(folder, database_url=database_url, clock=self.clock)
        self._acting: dict[tuple[str, str | None], Acting] = {}

    def by(self, handle: str, office: str | None = None) -> Acting:
        """The commands of a person, for an office such as ``bantul/head``."""
        key = (handle, office)
        if key not in self._acting:
            behalf = None if office is None else self.office(office)
            self._acting[key] = self.kadflow.acting(handle, on_behalf_of=behalf)
        return self._acting[key]

    def office(self, wanted: str) -> str:
        """The id of ``bantul/head``."""
        short, _, role = wanted.partition("/")
        return self.kadflow.office(f"{REGIONS[short]}/{role}")

    def person(self, handle: str) -> str:
        """The id of a person."""
        return self.kadflow.organisations.person(handle)[0]

    def organisation(self, short: str) -> str:
        """The id of a region."""
        return self.kadflow.organisations.get(REGIONS[short]).id

    def record(self, number: str) -> AgreementRecord:
        """The shared record."""
        return self.kadflow.agreements.get(number)

    def party(self, number: str, short: str) -> str:
        """The id of a region's party."""
        party = self.record(number).party_of(self.organisation(short))
        assert party is not None
        return party.id

    def day(self, day: str, clock: str = "09:00", zone: str = "Asia/Jakarta") -> None:
        """Move the clock; nothing happens by itself."""
        self.clock.move_to(at(day, clock, zone))

    # ---------------------------------------------------------------- how far an agreement is

    def opened(
        self, template: str = "standar", *shorts: str, terms: dict[str, Any] | None = None
    ) -> Outcome:
        """An agreement in its initial state, opened by the first region."""
        wanted = shorts or ("sleman", "bantul")
        return self.by(f"{wanted[0]}.coordinator").create(
            template, [REGIONS[short] for short in wanted], {**EXAMPLE, **(terms or {})}
        )

    def negotiating(self, *shorts: str, terms: dict[str, Any] | None = None) -> str:
        """A plain agreement whose parties negotiate."""
        first = (shorts or ("sleman",))[0]
        number = self.opened("standar", *shorts, terms=terms).number
        self.by(f"{first}.coordinator").act(number, "submit_proposal")
        self.by(f"{first}.head").decide(number, "approve")
        return number

    def signing(self, *shorts: str, terms: dict[str, Any] | None = None) -> str:
        """A plain agreement whose text is agreed."""
        wanted = shorts or ("sleman", "bantul")
        number = self.negotiating(*wanted, terms=terms)
        self.by(f"{wanted[0]}.coordinator").act(number, "submit_text")
        for short in wanted:
            self.by(f"{short}.legal").decide(number, "approve")
        return number

    def in_force(self, *shorts: str, terms: dict[str, Any] | None = None) -> str:
        """A plain agreement that every party signed."""
        wanted = shorts or ("sleman", "bantul")
        number = self.signing(*wanted, terms=terms)
        for short in wanted:
            self.by(f"{short}.head").sign(number)
        return number

    def approve(self, number: str, *handles: str, gate: str | None = None) -> None:
        """Let several people approve, one after the other."""
        for handle in handles:
            self.by(handle).decide(number, "approve", gate=gate)

    def chain(self, number: str, *shorts: str, gate: str = "text_agreed") -> None:
        """Let the chains of several regions approve, office after office."""
        for short in shorts:
            self.approve(number, *(f"{short}.{role}" for role in CHAIN), gate=gate)

    def approve_signatures(self, number: str) -> None:
        """Let every head sign who is asked to."""
        for short in REGIONS:
            if self.kadflow.inbox(f"{short}.head"):
                self.by(f"{short}.head").sign(number)

    def addendum(self, number: str, changes: dict[str, Any] | None = None, **how: Any) -> str:
        """An addendum that a region of the agreement just opened; returns its number."""
        opener = how.pop("by", "sleman.coordinator")
        opened = self.by(opener).amend(
            number,
            changes,
            terms={
                "title": "Addendum contoh",
                "reason": "Keadaan berubah.",
                "clauses.1": "Diubah.",
            },
            **how,
        )
        assert opened.child_number is not None
        return opened.child_number

    def conclude(self, child: str, *shorts: str) -> Outcome:
        """Bring an addendum that changes no money to its end."""
        wanted = shorts or ("sleman", "bantul")
        for short in wanted:
            self.by(f"{short}.coordinator").edit(
                child, {f"changes_money.{self.party(child, short)}": False}
            )
        self.by(f"{wanted[0]}.coordinator").act(child, "submit_text")
        self.chain(child, *wanted)
        self.by(f"{wanted[0]}.coordinator").act(child, "check_councils")
        for short in wanted:
            last = self.by(f"{short}.head").sign(child)
        return last

    def appoint(self, office: str, handle: str, capacity: str, since: str, until: str) -> str:
        """Make a person an acting holder of an office."""
        return self.kadflow.organisations.appoint(
            self.kadflow.operator(),
            office=self.office(office),
            person=self.person(handle),
            capacity=capacity,
            from_on=since,
            to_on=until,
            letter="SK 800/1",
        )

    def replace_head(self, short: str, handle: str, since: str) -> None:
        """Let a new definitive head follow the present one on a day."""
        organisations, operator = self.kadflow.organisations, self.kadflow.operator()
        office = self.office(f"{short}/head")
        (present,) = organisations.holders(office)
        last = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
        organisations.dismiss(operator, present.id, to_on=last)
        person = organisations.add_person(
            operator, self.organisation(short), handle=handle, name="Kepala baru"
        )
        organisations.appoint(
            operator, office=office, person=person, capacity="definitive", from_on=since,
            letter="SK 100/2",
        )  # fmt: skip

    def events(self, stream: str) -> list[Event]:
        """The events of a stream."""
        body = history.EVENT_COLUMNS.index("body")
        with self.kadflow.database.read() as tx:
            return [decode_event(row[body]) for row in history.events_of(tx, stream)]

    def notices(self) -> list[tuple[str, str]]:
        """Every notice written, by kind and office."""
        with self.kadflow.database.read() as tx:
            return [(row[0], row[1]) for row in tx.all(_NOTICES)]

    def part(self, stream: str, number: int, name: str) -> Any:
        """The content of a part of an event."""
        with self.kadflow.database.read() as tx:
            found = history.get_part(tx, stream, number, name)
        assert found is not None
        assert found[1] is not None
        return msgspec.json.decode(found[1])

    def event(self, stream: str, number: int | None) -> Event:
        """One event."""
        return next(event for event in self.events(stream) if event.number == number)

    def last_event(self, number: str, kind: str) -> Event:
        """The last event of a kind on an agreement."""
        events = self.events(self.record(number).id)
        return next(event for event in reversed(events) if event.kind == kind)

    def mandate(
        self, office: str, handle: str, since: str, until: str | None = None, *scope: str
    ) -> str:
        """Record a surat kuasa."""
        return self.kadflow.organisations.give_mandate(
            self.kadflow.operator(),
            giver=self.office(office),
            person=self.person(handle),
            from_on=since,
            to_on=until,
            scope=scope,
            letter="SKU 100/1",
        )


# ------------------------------------------------------------------ copies

Make = Callable[[], Exercise]


@pytest.fixture(scope="session")
def built_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exercise on SQLite; to be copied, never opened."""
    folder = tmp_path_factory.mktemp("built") / "exercise"
    build(folder)
    return folder


@contextmanager
def on_sqlite(built: Path, place: Path) -> Iterator[Exercise]:
    """A copy of the exercise on SQLite."""
    folder = place / "exercise"
    shutil.copytree(built, folder)
    exercise = Exercise(folder)
    try:
        yield exercise
    finally:
        exercise.kadflow.close()


@pytest.fixture(scope="session")
def built_postgres(
    postgres_databases: postgres.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Name of a PostgreSQL database with the exercise; to be copied."""
    name = postgres_databases.create()
    build(tmp_path_factory.mktemp("built-postgres"), postgres_databases.server.url(name))
    yield name
    postgres_databases.drop(name)


@contextmanager
def on_postgres(built: str, databases: postgres.Databases, place: Path) -> Iterator[Exercise]:
    """A copy of the exercise on PostgreSQL."""
    name = f"{built}_{place.name[-20:].strip('_').lower().replace('-', '_')}_copy"
    with psycopg.connect(databases.server.url("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{built}"')
    exercise = Exercise(place / "exercise", databases.server.url(name))
    try:
        yield exercise
    finally:
        exercise.kadflow.close()
        databases.drop(name)


@pytest.fixture
def exercise(built_sqlite: Path, tmp_path: Path) -> Iterator[Exercise]:
    """A copy of the exercise of this test, on SQLite."""
    with on_sqlite(built_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Exercise]:
    """A copy of the exercise of this test, once on each database."""
    if request.param == "sqlite":
        with on_sqlite(request.getfixturevalue("built_sqlite"), tmp_path) as opened:
            yield opened
    else:
        built = request.getfixturevalue("built_postgres")
        databases = request.getfixturevalue("postgres_databases")
        with on_postgres(built, databases, tmp_path) as opened:
            yield opened
