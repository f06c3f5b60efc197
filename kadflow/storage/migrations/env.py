"""Runs revisions on the connection that `kadflow.storage.schema.migrate` opened."""

from __future__ import annotations

from alembic import context

from kadflow.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
