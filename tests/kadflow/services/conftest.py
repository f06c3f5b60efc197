"""An installation with one played agreement, copied for each test, on both databases."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.sql import SQL, Identifier

from kadflow.app import Kadflow
from kadflow.domain.clock import ExerciseClock
from tests import postgres
from tests.conftest import BOTH
from tests.kadflow.services.history_scenes import Scene, found, open_scene, play

Copied = Callable[[Path], Scene]
_COUNTER = itertools.count(1)


def _reopen(folder: Path, url: str | None, clock: ExerciseClock, number: str) -> Scene:
    moved = ExerciseClock(clock.now())
    kadflow = Kadflow.open(folder, database_url=url, clock=moved)
    return open_scene(kadflow, moved, number)


@pytest.fixture(scope="session")
def played_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    """Copies of an installation on SQLite."""
    folder = tmp_path_factory.mktemp("played") / "data"
    scene = found(folder, None)
    play(scene)
    scene.close()

    def copy(place: Path) -> Scene:
        shutil.copytree(folder, place)
        return _reopen(place, None, scene.clock, scene.number)

    return copy


@pytest.fixture(scope="session")
def played_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_databases: postgres.Databases
) -> Iterator[Copied]:
    """Copies of an installation on PostgreSQL."""
    folder = tmp_path_factory.mktemp("played-postgres") / "data"
    model = postgres_databases.create()
    scene = found(folder, postgres_databases.server.url(model))
    play(scene)
    scene.close()
    made = [model]

    def copy(place: Path) -> Scene:
        name = f"{model}_copy_{next(_COUNTER)}"
        statement = SQL("CREATE DATABASE {} TEMPLATE {}")
        postgres_databases._execute(statement.format(Identifier(name), Identifier(model)))
        made.append(name)
        shutil.copytree(folder, place)
        url = postgres_databases.server.url(name)
        return _reopen(place, url, scene.clock, scene.number)

    yield copy
    for name in made:
        postgres_databases.drop(name)


@pytest.fixture(params=BOTH)
def scene(request: Any, tmp_path: Path) -> Iterator[Scene]:
    """An installation in which one agreement ran its course; the test's own copy."""
    name = "played_sqlite" if request.param == "sqlite" else "played_postgres"
    copied: Copied = request.getfixturevalue(name)
    opened = copied(tmp_path / "data")
    yield opened
    opened.close()
