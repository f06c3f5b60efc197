"""`kadflow restore`: a backup comes back into an empty place, and is proved before use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single
from kadflow.cli.values import read_text
from kadflow.errors import HistoryBrokenError, UnavailableError

app = single()


@command(app, "restore")
def restore(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As kadflow backup wrote it.")],
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="NOTE", help="The newest checkpoint anybody kept."),
    ] = None,
) -> None:
    """Bring a backup back into an empty folder, verify all of it, and open a new epoch.

    What falls due waits until it is released, since the world may have seen what this
    copy has not. Exit code 6 when the backup does not hold what it should.

    Example: kadflow restore cadangan-2026-06-30.tar --data pulih
    """
    from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed

    data, url = desk.place
    bring_back = getattr(Kadflow, "restore", None)
    if bring_back is None:
        raise UnavailableError(
            "This build of Kadflow cannot restore yet.", hint="Update Kadflow, then try again."
        )
    note = read_text(against) if against is not None else None
    report = bring_back(file, data, database_url=url, against=note)
    printed = desk.screen.document(folder=str(data.resolve()), ok=report.ok, restored=report)
    if not report.ok:
        report.history.raise_if_broken()
        raise HistoryBrokenError(
            f"The restored record is not whole: {report.lost} entries, {len(report.missing)} files "
            f"are missing, {len(report.damaged)} files are damaged.",
            hint="Look for a newer backup; this one is kept as it is, and held.",
            lost=report.lost,
            missing=list(report.missing),
            damaged=list(report.damaged),
        )
    if printed:
        return
    screen, say = desk.screen, desk.say
    screen.line(
        say(
            f"Dipulihkan ke {data.resolve()}: {report.history.sentence('id')} "
            f"Masa ke-{report.epoch} dimulai.",
            f"Restored to {data.resolve()}: {report.history.sentence('en')} "
            f"Epoch {report.epoch} begins.",
        )
    )
