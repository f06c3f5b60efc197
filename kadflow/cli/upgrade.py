"""`kadflow upgrade`: bring the database of an older Kadflow to the tables of this one."""

from __future__ import annotations

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single

app: typer.Typer = single()


@command(app, "upgrade")
def upgrade(desk: Desk) -> None:
    """Bring an installation that an older Kadflow made to the tables of this one.

    The record stays byte for byte. Make a backup first; an upgrade that fails changes nothing.
    With PostgreSQL and KADFLOW_OWNER_URL the tables are changed as their owner.

    Example: kadflow upgrade --data kadflow-data
    """
    from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed
    from kadflow.settings import Settings  # noqa: PLC0415 - pydantic only when a command runs

    data, url = desk.place
    before, after = Kadflow.upgrade(
        data, database_url=url, owner_url=Settings().owner_url if url else None
    )
    if desk.screen.document(before=before, after=after):
        return
    if before == after:
        desk.screen.line(desk.say(f"Sudah memakai susunan {after}.", f"It has {after} already."))
    else:
        desk.screen.line(
            desk.say(
                f"Selesai: susunan {before} menjadi {after}; riwayat tetap.",
                f"Done: {before} became {after}; the record stays.",
            )
        )
