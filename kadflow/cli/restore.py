"""`kadflow restore`: a backup comes back into an empty place, and is proved before use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single
from kadflow.cli.values import read_text
from kadflow.errors import HistoryBrokenError, InvalidInputError

if TYPE_CHECKING:
    from kadflow.app import RestoreReport

app = single()


@command(app, "restore")
def restore(
    desk: Desk,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="As kadflow backup wrote it.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="NOTE", help="The newest checkpoint anybody kept."),
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Let the restored installation go on.")
    ] = False,
) -> None:
    """Bring a backup back into an empty folder, verify all of it, and open a new epoch.

    What falls due then waits until --release, since the world may have seen what this copy has
    not. Exit code 6 when the backup does not hold what it should.

    Example: kadflow restore cadangan-2026-06-30.tar --data pulih
    """
    if file is None:
        if not release:
            raise InvalidInputError(
                "Which backup? The command names no file.",
                hint="Write: kadflow restore FILE --data DIR; afterwards: kadflow restore --release.",
                pesan="Cadangan yang mana? Perintah ini tidak menyebut berkas.",
                saran="Tulis: kadflow restore BERKAS --data FOLDER; sesudahnya: kadflow restore --release.",
            )
        desk.kadflow.keeping.release(desk.kadflow.operator())
        if not desk.screen.document(released=True):
            desk.screen.line(
                desk.say("Tugas berbatas waktu berjalan lagi.", "What falls due goes on again.")
            )
        return
    _bring_back(desk, file, against)


def _bring_back(desk: Desk, file: Path, against: Path | None) -> None:
    from kadflow.app import Kadflow  # noqa: PLC0415 - the database only when needed

    data, url = desk.place
    note = read_text(against) if against is not None else None
    report = Kadflow.restore(file, data, database_url=url, against=note)
    printed = desk.screen.document(folder=str(data.resolve()), ok=report.ok, restored=report)
    if not report.ok:
        if _only_older(report):
            raise HistoryBrokenError(
                f"The backup is whole, but older than the checkpoint: {report.lost} entries "
                f"that it covers are not in it. Restored to {data.resolve()}, and held.",
                hint="Look for a newer backup. If there is none, enter again what is missing, then "
                f"go on with: kadflow restore --release --data {data}.",
                pesan=f"Cadangan ini utuh, tetapi lebih tua daripada segel: {report.lost} catatan "
                f"yang dicakup segel tidak ada di dalamnya. Dipulihkan ke {data.resolve()} dan "
                "ditahan.",
                saran="Cari cadangan yang lebih baru. Bila tidak ada, catat kembali yang hilang, "
                f"lalu lanjutkan dengan: kadflow restore --release --data {data}.",
                lost=report.lost,
            )
        report.history.raise_if_broken()
        raise HistoryBrokenError(
            f"The restored record is not whole: {report.lost} entries, {len(report.missing)} files "
            f"are missing, {len(report.damaged)} files are damaged.",
            hint="Look for a newer backup; this one is kept as it is, and held.",
            pesan=f"Catatan yang dipulihkan tidak utuh: {report.lost} catatan dan {len(report.missing)} berkas hilang, {len(report.damaged)} berkas rusak.",
            saran="Cari cadangan yang lebih baru; yang ini disimpan apa adanya dan ditahan.",
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
    screen.line(
        say(
            "Yang jatuh tempo ditahan sampai Anda memeriksanya: "
            f"kadflow restore --release --data {data}",
            f"What falls due is held until you have looked: kadflow restore --release --data {data}",
        )
    )


def _only_older(report: RestoreReport) -> bool:
    """Whether nothing is amiss but that a checkpoint covers entries after the backup."""
    whats = {found.what for found in report.history.findings}
    return whats == {"beyond"} and not (report.missing or report.damaged)
