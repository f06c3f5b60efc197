"""`kadflow upgrade`: an installation of an earlier version becomes one of this version."""

from __future__ import annotations

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single

app = single()


@command(app, "upgrade")
def upgrade(desk: Desk) -> None:
    """Bring the database to the schema of this version, all at once or not at all.

    Make a backup first, with the version that you used so far. On PostgreSQL, KADFLOW_OWNER_URL
    names the role that owns the tables.

    Example: kadflow upgrade --data kadflow-data
    """
    from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed
    from kadflow.settings import Settings  # noqa: PLC0415 - pydantic only when a command runs

    data, url = desk.place
    owner_url = Settings().owner_url if url else None
    before, now = Kadflow.upgrade(data, database_url=url, owner_url=owner_url)
    if desk.screen.document(folder=str(data.resolve()), before=before, now=now):
        return
    desk.screen.line(
        desk.say(f"Sudah sesuai versi ini: {now}.", f"Already of this version: {now}.")
        if before == now
        else desk.say(
            f"Selesai: susunan basis data {before} menjadi {now}.",
            f"Done: the database went from revision {before} to {now}.",
        )
    )
