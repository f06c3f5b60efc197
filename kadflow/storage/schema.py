"""Bring a database to the present schema, and say whether it is there and protected."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kadflow.errors import InvalidInputError, StorageUnavailableError
from kadflow.storage import triggers
from kadflow.storage.failures import from_sqlite
from kadflow.storage.sessions import Database, dialect_of, sqlite_path

__all__ = [
    "HEAD",
    "check_revision",
    "check_triggers",
    "current_revision",
    "grant_running_role",
    "migrate",
]

REVISIONS = (
    "0001_initial",
    "0002_unused_indexes",
    "0003_calendars",
    "0004_deliveries",
    "0005_flow_runs",
    "0006_chapters",
    "0007_ledger_and_assistants",
    "0008_results",
    "0009_reports",
    "0010_budget",
    "0011_evaluations",
    "0012_kept_figures",
    "0013_document_numbers",
)
"""Every revision that this version of Kadflow knows, oldest first."""

HEAD = REVISIONS[-1]
"""The one that it works with."""

_MIGRATION_LOCK = 0x6B6164666C6F77  # "kadflow"; one migration at a time


def migrate(url: str) -> None:
    """Make the database if it is an SQLite file, upgrade it to `HEAD`, check the triggers.

    All in one transaction: a migration that fails leaves what was there. On PostgreSQL the
    database must exist, and the URL names the role that owns the tables, not the running one.

    Raises:
        StorageUnavailableError: Not reachable, locked, or newer than this program.
        HistoryBrokenError: A trigger is missing or changed.
    """
    with upgrading(url, "head"):
        pass
    with Database.open(url) as database:
        check_triggers(database)


@contextmanager
def upgrading(url: str, revision: str) -> Iterator[Any]:
    """Upgrade, and go on in the same transaction; it commits when the block ends.

    Args:
        url: Of the owner of the tables.
        revision: Up to which revision; ``head`` for the present one.

    Yields:
        The SQLAlchemy connection.

    Raises:
        StorageUnavailableError: Not reachable, locked, or a revision that this program lacks.
    """
    from alembic import command  # noqa: PLC0415 - slow, and only migrations need it
    from alembic.util import CommandError  # noqa: PLC0415

    with _owner(url) as connection:
        configuration = alembic_configuration()
        configuration.attributes["connection"] = connection
        try:
            command.upgrade(configuration, revision)
        except CommandError as error:
            raise StorageUnavailableError(
                f"The database cannot be brought to revision {revision}: {error}.",
                hint="It was probably made by a newer Kadflow; use that version.",
                pesan=f"Basis data tidak dapat dibawa ke susunan {revision}: {error}.",
                saran="Kemungkinan dibuat dengan Kadflow yang lebih baru; gunakan versi itu.",
            ) from error
        yield connection


def check_triggers(database: Database) -> None:
    """See `kadflow.storage.triggers.check`.

    Raises:
        HistoryBrokenError: A trigger is missing, changed or switched off.
    """
    triggers.check(database)


def current_revision(url: str) -> str | None:
    """The revision of a database; None when it has none yet.

    Raises:
        StorageUnavailableError: Missing or not reachable.
    """
    with _plain(url) as execute:
        try:
            rows = execute("SELECT version_num FROM alembic_version")
        except Exception as error:
            if _no_such_table(error):
                return None
            raise
    return str(rows[0][0]) if rows else None


def check_revision(url: str) -> None:
    """Refuse a database of another version before anything is read from it.

    Raises:
        StorageUnavailableError: Empty, older or newer; the sentence says which command helps.
    """
    found = current_revision(url)
    if found in REVISIONS and found != HEAD:
        raise StorageUnavailableError(
            f"The database has revision {found}, this Kadflow needs {HEAD}.",
            hint="Make a backup with the Kadflow that made it, then run: kadflow upgrade.",
            pesan=f"Susunan basis data ini {found}, sedangkan Kadflow ini memerlukan {HEAD}.",
            saran="Buat cadangan dengan Kadflow yang lama, lalu jalankan: kadflow upgrade.",
            found=found,
            needed=HEAD,
        )
    if found != HEAD:
        raise StorageUnavailableError(
            f"The database has revision {found or 'none'}, this Kadflow needs {HEAD}.",
            hint="Use the Kadflow that made it."
            if found
            else "Nothing of Kadflow is in it: check --data, or make an installation in another "
            "folder with `kadflow init`.",
            pesan=f"Basis data ini dibuat dengan susunan {found}, sedangkan Kadflow ini "
            f"memerlukan {HEAD}."
            if found
            else "Basis data ini tidak berisi data Kadflow.",
            saran="Gunakan Kadflow yang membuatnya."
            if found
            else "Periksa --data, atau siapkan folder lain dengan: kadflow init.",
            found=found,
            needed=HEAD,
        )


def grant_running_role(url: str, role: str) -> None:
    """Give a PostgreSQL role what the running program needs, and no more.

    SELECT, INSERT, UPDATE and DELETE on the tables; on `event`, `leaf` and `checkpoint` only
    SELECT and INSERT; on the revision only SELECT. TRUNCATE, DDL and trigger changes stay with
    the owner. To be repeated after a migration that adds a table.

    Args:
        url: Of the owner of the tables.
        role: An existing role, with LOGIN, that is neither owner nor superuser.

    Raises:
        InvalidInputError: No such role, or not PostgreSQL.
        StorageUnavailableError: Not reachable.
    """
    if dialect_of(url) != "postgresql":
        raise InvalidInputError(
            "Running roles exist on PostgreSQL only.",
            hint="An SQLite file is protected by its folder's rights.",
            pesan="Pembatasan hak pengguna basis data hanya ada pada PostgreSQL.",
            saran="Berkas SQLite dilindungi oleh hak akses foldernya.",
        )
    from psycopg import Error  # noqa: PLC0415
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    from kadflow.storage.postgres_connection import connect, from_postgres, place_of  # noqa: PLC0415
    from kadflow.storage.tables import metadata  # noqa: PLC0415

    to = Identifier(role)
    with connect(url) as connection:
        try:
            with connection.transaction():
                connection.execute(
                    SQL("GRANT USAGE ON SCHEMA {} TO {}").format(
                        Identifier(_schema(connection)), to
                    )
                )
                for table in [*metadata.tables, "alembic_version"]:
                    name = Identifier(table)
                    connection.execute(SQL("REVOKE ALL ON {} FROM {}, PUBLIC").format(name, to))
                    connection.execute(
                        SQL(f"GRANT {_rights(table)} ON {{}} TO {{}}").format(name, to)
                    )
        except Error as error:
            if error.sqlstate == "42704":
                raise InvalidInputError(
                    f"There is no role {role!r} on the server.",
                    hint=f'Make it first: CREATE ROLE "{role}" LOGIN.',
                    pesan=f"Basis data tidak mengenal pengguna {role!r}.",
                    saran=f"Buat dahulu dengan: CREATE ROLE {role} LOGIN.",
                ) from error
            raise from_postgres(error, place_of(url), "grant") from error


def _rights(table: str) -> str:
    if table == "alembic_version":
        return "SELECT"
    return "SELECT, INSERT" if table in triggers.PROTECTED else "SELECT, INSERT, UPDATE, DELETE"


def _schema(connection: Any) -> str:
    return str(connection.execute("SELECT current_schema()").fetchone()[0])


def alembic_configuration() -> Any:
    """Alembic's configuration of the packaged migrations; the connection goes into ``attributes``."""
    from alembic.config import Config  # noqa: PLC0415

    configuration = Config()
    configuration.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    return configuration


@contextmanager
def _owner(url: str) -> Iterator[Any]:
    """A SQLAlchemy connection inside one transaction that holds the migration lock."""
    from sqlalchemy import create_engine, event  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    if dialect_of(url) == "sqlite":
        from kadflow.storage.sqlite import connect as connect_sqlite  # noqa: PLC0415

        path = sqlite_path(url)
        raw = connect_sqlite(path, create=True)
        raw.execute("PRAGMA busy_timeout = 10000")
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=NullPool)
        event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN IMMEDIATE"))
        lock = ""
    else:
        from kadflow.storage.postgres_connection import connect as connect_postgres  # noqa: PLC0415

        raw_postgres = connect_postgres(url)
        raw_postgres.autocommit = False
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: raw_postgres, poolclass=NullPool
        )
        lock = f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"
    try:
        with engine.begin() as connection:
            if lock:
                connection.exec_driver_sql(lock)
            yield connection
    except sqlite3.Error as error:
        raise from_sqlite(error, url) from error
    finally:
        engine.dispose()


@contextmanager
def _plain(url: str) -> Iterator[Any]:
    """A function that runs one query on a connection of its own."""
    if dialect_of(url) == "sqlite":
        from kadflow.storage.sqlite import connect as connect_sqlite  # noqa: PLC0415

        connection: Any = connect_sqlite(sqlite_path(url), reader=True)
    else:
        from kadflow.storage.postgres_connection import connect as connect_postgres  # noqa: PLC0415

        connection = connect_postgres(url)
    try:
        yield lambda sql: connection.execute(sql).fetchall()
    finally:
        connection.close()


def _no_such_table(error: Exception) -> bool:
    return "no such table" in str(error) or getattr(error, "sqlstate", None) == "42P01"
