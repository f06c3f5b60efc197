"""Fixtures for every room: databases of both kinds, with the tables that the migrations make."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kadflow.storage.schema import migrate
from kadflow.storage.sessions import Database
from tests import postgres

# how long an example takes says how busy the machine is, never whether the rule holds
settings.register_profile("kadflow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kadflow")


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[postgres.Databases]:
    """The PostgreSQL server of this test process; starts when first asked for."""
    databases = postgres.start()
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row; to be copied, never opened."""
    path = tmp_path_factory.mktemp("migrated") / "kadflow.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database of this test."""
    path = tmp_path / "kadflow.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_databases: postgres.Databases) -> Iterator[str]:
    """A fresh PostgreSQL database of this test."""
    name = postgres_databases.create()
    yield postgres_databases.server.url(name)
    postgres_databases.drop(name)


BOTH = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the tables of Kadflow: the test runs on both kinds."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a database without anything in it, on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    databases: postgres.Databases = request.getfixturevalue("postgres_databases")
    name = databases.create(empty=True)
    yield databases.server.url(name)
    databases.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open, empty database; the test runs on both kinds."""
    opened = Database.open(database_url)
    yield opened
    opened.close()
