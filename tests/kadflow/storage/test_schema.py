from __future__ import annotations

import sqlite3

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from kadflow.errors import HistoryBrokenError, StorageUnavailableError
from kadflow.storage import schema, tables
from kadflow.storage.sessions import Database, sqlite_path


def engine(url):
    if url.startswith("sqlite"):
        return create_engine(url)
    return create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url))


def alter(url, sql):
    if url.startswith("sqlite"):
        connection = sqlite3.connect(sqlite_path(url))
    else:
        connection = psycopg.connect(url)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_an_empty_place_is_brought_to_the_present_revision(empty_url):
    schema.migrate(empty_url)
    assert schema.current_revision(empty_url) == schema.HEAD
    schema.check_revision(empty_url)


def test_migrating_twice_changes_nothing(database_url):
    schema.migrate(database_url)
    assert schema.current_revision(database_url) == schema.HEAD


def test_the_revisions_make_exactly_the_tables_of_the_code(database_url):
    made = engine(database_url)
    with made.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, tables.metadata) == []
    made.dispose()


def test_every_constraint_and_index_has_the_name_that_the_code_gives_it(database_url):
    made = engine(database_url)
    seen = inspect(made)
    for table in tables.metadata.sorted_tables:
        assert seen.get_pk_constraint(table.name)["name"] == table.primary_key.name
        found = {index["name"] for index in seen.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= found
        foreign = {each["name"] for each in seen.get_foreign_keys(table.name)}
        assert foreign == {each.name for each in table.foreign_key_constraints}
    made.dispose()


def test_the_head_of_the_revisions_is_the_one_that_the_code_names():
    script = ScriptDirectory.from_config(schema.alembic_configuration())
    assert script.get_heads() == [schema.HEAD]
    assert [each.revision for each in script.walk_revisions()][::-1] == list(schema.REVISIONS)


@pytest.mark.parametrize("earlier", schema.REVISIONS[:-1])
def test_a_database_of_an_earlier_program_says_how_it_is_upgraded(empty_url, earlier):
    with schema.upgrading(empty_url, earlier):
        pass
    with pytest.raises(StorageUnavailableError, match=earlier) as refused:
        schema.check_revision(empty_url)
    assert "kadflow upgrade" in refused.value.hint


def test_going_back_is_not_offered(database_url):
    with schema._owner(database_url) as connection:
        configuration = schema.alembic_configuration()
        configuration.attributes["connection"] = connection
        with pytest.raises(NotImplementedError, match="restore a backup"):
            command.downgrade(configuration, "base")


def test_a_place_without_tables_has_no_revision_and_is_refused(empty_url):
    if empty_url.startswith("sqlite"):
        sqlite3.connect(sqlite_path(empty_url)).execute("VACUUM").connection.close()
    assert schema.current_revision(empty_url) is None
    with pytest.raises(StorageUnavailableError, match="has revision none"):
        schema.check_revision(empty_url)


def test_a_database_of_a_newer_program_is_refused(database_url):
    alter(database_url, "UPDATE alembic_version SET version_num = '9999_future'")
    with pytest.raises(StorageUnavailableError, match="newer Kadflow"):
        schema.migrate(database_url)
    with pytest.raises(StorageUnavailableError, match="9999_future"):
        schema.check_revision(database_url)


def dropped(url, table):
    if url.startswith("sqlite"):
        return f"DROP TRIGGER {table}_refuses_update"
    return f"DROP TRIGGER {table}_append_only ON {table}"


@pytest.mark.parametrize(
    "table", ["event", "leaf", "checkpoint", "attempt", "snooze", "acknowledgement"]
)
def test_a_missing_trigger_is_noticed(database_url, table):
    alter(database_url, dropped(database_url, table))
    with Database.open(database_url) as database, pytest.raises(HistoryBrokenError, match=table):
        schema.check_triggers(database)
    with pytest.raises(HistoryBrokenError):
        schema.migrate(database_url)


def test_a_trigger_that_was_hollowed_out_is_noticed(database_url):
    if database_url.startswith("sqlite"):
        alter(database_url, "DROP TRIGGER event_refuses_delete")
        alter(
            database_url,
            "CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event BEGIN SELECT 1; END",
        )
    else:
        alter(
            database_url,
            "CREATE OR REPLACE FUNCTION kadflow_append_only() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NULL; END'",
        )
    with Database.open(database_url) as database, pytest.raises(HistoryBrokenError):
        schema.check_triggers(database)


@pytest.mark.postgres
def test_a_trigger_that_was_switched_off_is_noticed(postgres_url):
    alter(postgres_url, "ALTER TABLE event DISABLE TRIGGER event_append_only")
    with Database.open(postgres_url) as database, pytest.raises(HistoryBrokenError, match="event"):
        schema.check_triggers(database)


def test_a_foreign_trigger_on_the_record_is_noticed(database_url):
    if database_url.startswith("sqlite"):
        extra = "CREATE TRIGGER sly AFTER INSERT ON event BEGIN DELETE FROM part; END"
    else:
        extra = (
            "CREATE TRIGGER sly BEFORE INSERT ON event FOR EACH ROW "
            "EXECUTE FUNCTION kadflow_append_only()"
        )
    alter(database_url, extra)
    with Database.open(database_url) as database, pytest.raises(HistoryBrokenError, match="sly"):
        schema.check_triggers(database)
