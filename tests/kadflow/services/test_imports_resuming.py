"""What is left when an import dies, when the tables refuse a row, and when two run at once."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from kadflow.services.imports_report import ImportReport
from kadflow.storage import agreements as rows
from kadflow.storage import history
from tests.conftest import BOTH

PROGRAM = """
import sys
from pathlib import Path
from kadflow.app import Kadflow

def tell(row):
    print(row.ref, flush=True)

data, url, file = sys.argv[1:]
with Kadflow.open(data, database_url=url or None) as kadflow:
    kadflow.imports.run(Path(file), kadflow.operator(), on_row=tell)
"""
COLUMNS = ("ref", "parent_ref", "title", "kind", "regime", "parties", "status_reported")


def write_register(
    path: Path,
    refs: list[tuple[str, str]],
    *,
    parties: str = "Kabupaten Sleman;Kabupaten Bantul",
    regime: str = "ksdd_sukarela",
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for ref, parent in refs:
            writer.writerow(
                (ref, parent, f"Urusan {ref}", "PKS", regime, parties, "ditandatangani")
            )
    return path


def run(kadflow: Kadflow, path: Path) -> ImportReport:
    return kadflow.imports.run(path, kadflow.operator())


def registered(kadflow: Kadflow) -> int:
    with kadflow.database.read() as tx:
        return len(list(rows.all_agreements(tx)))


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str | None:
    """Of the database: None for a file in the folder."""
    if request.param == "sqlite":
        return None
    found: str = request.getfixturevalue("postgres_url")
    return found


def made(data: Path, url: str | None) -> Kadflow:
    clock = ExerciseClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    return Kadflow.create(data, exercise=True, clock=clock, database_url=url)


@pytest.fixture
def kadflow(tmp_path: Path) -> Iterator[Kadflow]:
    with made(tmp_path / "data", None) as opened:
        yield opened


def test_an_import_killed_in_the_middle_keeps_what_it_told_and_goes_on(
    tmp_path: Path, url: str | None
) -> None:
    data = tmp_path / "data"
    made(data, url).close()
    path = write_register(tmp_path / "many.csv", [(f"A-{n}", "") for n in range(1500)])
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(data), url or "", str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout as told:
        seen = [line.strip() for line, _ in zip(told, range(300), strict=False)]
        os.kill(child.pid, signal.SIGKILL)
    child.wait()

    with Kadflow.open(data, database_url=url) as kadflow:
        with kadflow.database.read() as tx:
            assert set(rows.by_sources(tx, seen)) == set(seen)
        report = run(kadflow, path)
        assert report.refused == 0
        assert report.registered > 0
        assert report.unchanged >= 300
        assert report.registered + report.unchanged == registered(kadflow) == 1500


def test_a_row_that_the_tables_refuse_is_refused_alone(kadflow: Kadflow, tmp_path: Path) -> None:
    with sqlite3.connect(kadflow.folder.url.removeprefix("sqlite:///")) as connection:
        connection.execute(
            "CREATE TRIGGER ban BEFORE INSERT ON agreement WHEN NEW.source_ref = 'A-3' "
            "BEGIN SELECT RAISE(ABORT, 'banned'); END"
        )
    connection.close()
    path = write_register(tmp_path / "few.csv", [(f"A-{n}", "") for n in range(6)])

    report = run(kadflow, path)

    assert (report.registered, report.refused) == (5, 1)
    assert report.refused_rows[0].ref == "A-3"
    assert report.refused_rows[0].reasons[0].code == "not-stored"


def test_two_imports_of_one_file_at_once_register_each_row_once(
    tmp_path: Path, url: str | None
) -> None:
    path = write_register(tmp_path / "many.csv", [(f"A-{n}", "") for n in range(600)])
    reports: list[ImportReport] = []
    with made(tmp_path / "data", url) as kadflow:
        threads = [Thread(target=lambda: reports.append(run(kadflow, path))) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sum(report.registered for report in reports) == 600
        assert sum(report.unchanged for report in reports) == 600
        assert registered(kadflow) == 600


def test_two_imports_at_once_add_an_organisation_once(tmp_path: Path, url: str | None) -> None:
    paths = [
        write_register(
            tmp_path / f"{name}.csv",
            [(f"{name}-{n}", "") for n in range(400)],
            parties="Kabupaten Sleman;PT Maju Jaya",
            regime="ksdpk",
        )
        for name in ("a", "b")
    ]
    with made(tmp_path / "data", url) as kadflow:
        threads = [Thread(target=run, args=(kadflow, path)) for path in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert registered(kadflow) == 800
        names = [o.name for o in kadflow.organisations.all()]
        assert names.count("PT Maju Jaya") == 1


def test_children_before_their_parents_wait_on_disk_without_limit(
    kadflow: Kadflow, tmp_path: Path
) -> None:
    chain = [(f"A-{n}", f"A-{n + 1}" if n % 3 != 2 else "") for n in range(900)]
    path = write_register(tmp_path / "reverse.csv", chain)

    report = run(kadflow, path)

    assert report.registered == 900
    first = kadflow.agreements.get("A-0")
    assert first.parent == kadflow.agreements.get("A-1").id


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    """Rows with parents among them, in any order."""
    size = draw(st.integers(1, 12))
    parents = [draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(size)]
    return draw(st.permutations(list(enumerate(parents))))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(forest=forests())
def test_every_tree_is_the_same_tree_in_whatever_order_it_is_written(
    kadflow: Kadflow, tmp_path: Path, forest: list[tuple[int, int | None]]
) -> None:
    mark = registered(kadflow)
    refs = [(f"{mark}-{n}", "" if up is None else f"{mark}-{up}") for n, up in forest]

    report = run(kadflow, write_register(tmp_path / "forest.csv", refs))

    assert report.registered == len(refs)
    for ref, parent in refs:
        above = kadflow.agreements.get(parent).id if parent else None
        assert kadflow.agreements.get(ref).parent == above


def test_a_registration_is_one_event_with_its_source_and_its_reporter(
    kadflow: Kadflow, tmp_path: Path
) -> None:
    run(kadflow, write_register(tmp_path / "buku-2021.csv", [("A-1", "")]))

    agreement = kadflow.agreements.get("A-1").id
    with kadflow.database.read() as tx:
        (row,) = [r for r in history.events_of(tx, agreement) if r[2].startswith("agreement.")]
    assert row[2] == "agreement.registered"
    assert b'"source":"buku-2021.csv"' in row[-1]
    assert b'"reference":"A-1"' in row[-1]
