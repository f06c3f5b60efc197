"""`kadflow init`: make an installation."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single
from kadflow.cli.values import instant

app = single()


@command(app, "init")
def init(
    desk: Desk,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="For practice: the clock may be moved with --at.")
    ] = False,
) -> None:
    """Make an installation: the database, the regions of Indonesia, the shipped workflows.

    With --exercise it is a place for practice and says so on every screen; real agreements
    belong in an installation made without it. Nothing that exists is overwritten.

    Example: kadflow init --exercise --data latihan
    """
    from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed
    from kadflow.domain.clock import ExerciseClock  # noqa: PLC0415
    from kadflow.errors import InvalidInputError  # noqa: PLC0415
    from kadflow.settings import Settings  # noqa: PLC0415 - pydantic only when a command runs

    data, url = desk.place
    if desk.wishes.at and not exercise:
        raise InvalidInputError(
            "The clock can be moved only in an exercise folder.",
            hint="Add --exercise.",
            pesan="Jam hanya dapat dipindahkan dalam folder latihan.",
            saran="Tambahkan --exercise.",
        )
    clock = ExerciseClock(instant(desk.wishes.at)) if desk.wishes.at else None
    kadflow = Kadflow.create(
        data,
        database_url=url,
        owner_url=Settings().owner_url if url else None,
        exercise=exercise,
        clock=clock,
    )
    desk.hold(kadflow)
    regions = sum(1 for found in kadflow.organisations.all() if found.code)
    templates = kadflow.templates.published()
    folder = str(data.resolve())
    if desk.screen.document(
        folder=folder, regions=regions, templates=[row["key"] for row in templates]
    ):
        return
    screen = desk.screen
    screen.line(
        desk.say(
            f"Selesai: {folder}, dengan {regions} daerah dan {len(templates)} alur kerja sama.",
            f"Done: {folder}, with {regions} regions and {len(templates)} workflows.",
        )
    )
    screen.heading(desk.say("Berikutnya", "Next"))
    screen.bullets(
        [
            'kadflow region find "kab sleman"',
            "kadflow organisation add-office 34.04 coordinator",
            "kadflow organisation add-person 34.04 sleman.ppksd --name 'PPKSD Sleman'",
            "kadflow template list",
        ]
    )
