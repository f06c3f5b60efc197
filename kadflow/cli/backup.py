"""`kadflow backup`: everything but the signing key in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single

app = single()


@command(app, "backup")
def backup(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist.")],
) -> None:
    """Put the database and all files into one file; the signing key stays out of it.

    Prints the checkpoint that covers it: keep that apart from the file.

    Example: kadflow backup cadangan-2026-06-30.tar
    """
    report = desk.kadflow.keeping.backup(file)
    if desk.screen.document(backup=report):
        return
    screen, say = desk.screen, desk.say
    screen.line(
        say(
            f"Cadangan: {file}, dengan {report.contents} berkas.",
            f"Backup: {file}, with {report.contents} files.",
        )
    )
    for path in report.missing:
        screen.line(say(f"Berkas tidak ada: {path}", f"File missing: {path}"))
    for path in report.damaged:
        screen.line(say(f"Berkas rusak: {path}", f"File damaged: {path}"))
    screen.heading(say("Segel riwayat (simpan terpisah)", "Checkpoint (keep it elsewhere)"))
    screen.raw(report.note.rstrip("\n"))
