"""On PostgreSQL the running role works with everything and alters nothing of the history."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from kadflow.app import Kadflow


@pytest.mark.postgres
def test_whoever_runs_kadflow_may_add_to_the_history_and_never_change_it(
    postgres_databases, tmp_path
):
    name = postgres_databases.create(empty=True)
    owner_url = postgres_databases.server.url(name)
    role = f"running_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(f'CREATE ROLE "{role}" LOGIN')
    running_url = f"postgresql://{role}@{owner_url.partition('@')[2]}"
    try:
        with Kadflow.create(
            tmp_path / "data", database_url=running_url, owner_url=owner_url
        ) as kadflow:
            kadflow.organisations.add_office(
                kadflow.operator(), kadflow.organisations.get("34.04").id, role="head"
            )
            kadflow.history.checkpoint()
            assert kadflow.history.verify().ok
        with psycopg.connect(running_url, autocommit=True) as connection:
            for forbidden in (
                "UPDATE event SET kind = 'x'",
                "DELETE FROM event",
                "DROP TABLE leaf",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(forbidden)
    finally:
        with psycopg.connect(owner_url, autocommit=True) as owner:
            owner.execute(f'DROP OWNED BY "{role}"')
            owner.execute(f'DROP ROLE "{role}"')
        postgres_databases.drop(name)
