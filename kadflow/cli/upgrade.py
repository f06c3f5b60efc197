"""`kadflow upgrade`: an installation of an earlier version becomes one of this version."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single

app = single()


@command(app, "upgrade")
def upgrade(
    desk: Desk,
    all_workflows: Annotated[
        bool,
        typer.Option(
            "--all-workflows", help="Publish shipped workflows also in place of own versions."
        ),
    ] = False,
) -> None:
    """Bring the database to the schema of this version, and publish its new workflows.

    Make a backup first, with the version that you used so far. On PostgreSQL, KADFLOW_OWNER_URL
    names the role that owns the tables. A shipped workflow that changed becomes a new version for
    agreements that are opened from now on; those that run keep theirs. A workflow of which you
    published your own version is left alone.

    Example: kadflow upgrade --data kadflow-data
    """
    from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed
    from kadflow.settings import Settings  # noqa: PLC0415 - pydantic only when a command runs

    data, url = desk.place
    owner_url = Settings().owner_url if url else None
    done = Kadflow.upgrade(
        data, database_url=url, owner_url=owner_url, own_workflows=not all_workflows
    )
    screen, say = desk.screen, desk.say
    if screen.document(
        folder=str(data.resolve()), before=done.before, now=done.now, workflows=done.workflows
    ):
        return
    screen.line(
        say(f"Sudah sesuai versi ini: {done.now}.", f"Already of this version: {done.now}.")
        if done.before == done.now
        else say(
            f"Selesai: susunan basis data {done.before} menjadi {done.now}.",
            f"Done: the database went from revision {done.before} to {done.now}.",
        )
    )
    if done.workflows.published:
        names = ", ".join(done.workflows.published)
        screen.line(
            say(
                f"Alur kerja sama versi baru diberlakukan: {names}. Kerja sama yang sedang berjalan "
                "tetap memakai versinya.",
                f"New versions of workflows are in force: {names}. Agreements that run keep theirs.",
            )
        )
    if done.workflows.offered:
        names = ", ".join(done.workflows.offered)
        screen.line(
            say(
                f"Alur bawaan versi baru tersedia, tetapi versi Anda sendiri dibiarkan: {names}. "
                "Untuk memberlakukannya: kadflow upgrade --all-workflows.",
                f"New shipped versions exist, but your own were left alone: {names}. Publish them "
                "with: kadflow upgrade --all-workflows.",
            )
        )
