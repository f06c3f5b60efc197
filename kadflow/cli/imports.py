"""`kadflow import`: registers of agreements that exist already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group

if TYPE_CHECKING:
    from kadflow.intake.records import Reason, RecordedParty, RowReport

app = group("Read a register of existing agreements from CSV or XLSX.")

_VERDICTS = {
    "accepted": ("diterima", "accepted"),
    "accepted_with_warnings": ("diterima, perlu dilihat", "accepted with warnings"),
    "refused": ("ditolak", "refused"),
}
_OUTCOMES = {
    "registered": ("tercatat", "registered"),
    "unchanged": ("sudah tercatat", "registered before"),
    "different": ("berbeda dari yang tercatat", "differs from the record"),
    "refused": ("ditolak", "refused"),
}


@app.callback()
def begin() -> None:
    """Read a register of existing agreements from CSV or XLSX."""


@command(app, "agreements")
def agreements(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only judge every row; write nothing.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="Rows to list on the screen.")] = 200,
) -> None:
    """Register agreements that were made elsewhere, each as far as its source supports.

    Unknown stays unknown; nothing counts as approved here. Each row is judged for itself: a
    refused row never stops the others, and the command still ends with 0 and says so. A file
    that cannot be read changes nothing (exit code 2). Running it again changes nothing.

    Example: kadflow import agreements daftar-kerja-sama.xlsx --dry-run
    """
    from kadflow.cli.values import read_bytes  # noqa: PLC0415 - for a clear error at once

    if not file.is_file():
        read_bytes(file)
    unread = desk.kadflow.imports.unread(file)
    if unread:
        names = ", ".join(name[:40] for name in unread[:30])
        desk.screen.notice(
            desk.say(
                f"Kolom yang tidak dikenal, dan isinya tidak dicatat: {names}.",
                f"Columns that are not known, and whose contents are not kept: {names}.",
            )
        )
    if dry_run:
        _rehearse(desk, file, most)
    else:
        _register(desk, file, most)


# ------------------------------------------------------------------ dry run


def _rehearse(desk: Desk, file: Path, most: int) -> None:
    reports: list[RowReport] = []
    counts: Counter[str] = Counter()
    with _counting(desk, desk.say("Memeriksa", "Checking")) as step:
        for report in desk.kadflow.imports.assess(file):
            counts[report.verdict] += 1
            step()
            if desk.screen.as_json or len(reports) < most:
                reports.append(report)
    if desk.screen.document(
        file=str(file), dry_run=True, rows=sum(counts.values()), verdicts=counts, reports=reports
    ):
        return
    columns = (
        ("Baris", "Acuan", "Hasil", "Pihak (kepastian)", "Mutu", "Catatan")
        if desk.language == "id"
        else ("Row", "Ref", "Verdict", "Parties (sureness)", "Quality", "Notes")
    )
    desk.screen.table(columns, (_judged(desk, report) for report in reports))
    total = sum(counts.values())
    if total > len(reports):
        desk.screen.line(
            desk.say(
                f"Ditampilkan {len(reports)} dari {total} baris; semuanya dengan --json.",
                f"{len(reports)} of {total} rows shown; all of them with --json.",
            )
        )
    place = 0 if desk.language == "id" else 1
    said = ", ".join(f"{counts[name]} {_VERDICTS[name][place]}" for name in _VERDICTS)
    desk.screen.line(
        desk.say(
            f"{total} baris: {said}. Belum ada yang disimpan.",
            f"{total} rows: {said}. Nothing was written.",
        )
    )


def _judged(desk: Desk, report: RowReport) -> tuple[Any, ...]:
    place = 0 if desk.language == "id" else 1
    record = report.record
    parties = ""
    if record is not None:
        parties = "\n".join(_party(party) for party in record.parties)
    notes = [_reason(desk, reason) for reason in report.reasons]
    if report.duplicate_of is not None:
        row = report.duplicate_of
        notes.append(desk.say(f"mungkin sama dengan baris {row}", f"probably repeats row {row}"))
    return (
        f"{report.sheet}:{report.row}" if report.sheet else report.row,
        report.ref,
        _VERDICTS[report.verdict][place],
        parties,
        record.quality.score if record is not None else "",
        "\n".join(notes),
    )


def _party(party: RecordedParty) -> str:
    """A party as printed, the region it was matched to, and how surely."""
    if party.region is not None:
        return f"{party.name} = {party.region} ({party.score})"
    return party.name


def _reason(desk: Desk, reason: Reason) -> str:
    column = f"{reason.column}: " if reason.column else ""
    return f"{column}{desk.word(reason.said)}"


# ------------------------------------------------------------------ the import


def _register(desk: Desk, file: Path, most: int) -> None:
    kadflow = desk.kadflow
    with _counting(desk, desk.say("Mencatat", "Registering")) as step:
        report = kadflow.imports.run(file, kadflow.operator(), on_row=lambda _: step())
    if desk.screen.document(report=report):
        return
    looked = [*report.refused_rows, *report.different_rows, *report.warned_rows]
    _rows(desk, looked[:most])
    screen, say = desk.screen, desk.say
    screen.heading(file.name)
    screen.pairs(
        [
            (say("Baris dibaca", "Rows read"), str(report.rows)),
            (say("Tercatat sekarang", "Registered now"), str(report.registered)),
            (
                say("  di antaranya perlu dilihat", "  of them to look at"),
                str(report.with_warnings),
            ),
            (say("Sudah tercatat, sama", "Registered before, same"), str(report.unchanged)),
            (say("Sudah tercatat, berbeda", "Registered before, differs"), str(report.different)),
            (
                say("Dihubungkan dengan induknya", "Put under their parent"),
                str(report.linked) if report.linked else "",
            ),
            (say("Ditolak", "Refused"), str(report.refused)),
            (say("Mungkin ganda", "Probably repeated"), str(report.duplicates)),
            (say("Organisasi baru", "New organisations"), str(report.organisations_added)),
            (
                say("Mutu (0-100)", "Quality (0-100)"),
                ", ".join(f"{band}: {count}" for band, count in sorted(report.quality.items())),
            ),
        ]
    )
    if report.refused:
        screen.line(
            say(
                f"{report.refused} baris tidak dicatat; perbaiki di berkas lalu jalankan lagi.",
                f"{report.refused} rows were not registered; mend them in the file and run again.",
            )
        )


def _rows(desk: Desk, rows: Iterable[Any]) -> None:
    place = 0 if desk.language == "id" else 1
    columns = (
        ("Baris", "Acuan", "Hasil", "Nomor", "Mutu", "Catatan")
        if desk.language == "id"
        else ("Row", "Ref", "Outcome", "Number", "Quality", "Notes")
    )
    found = [
        (
            f"{row.sheet}:{row.row}" if row.sheet else row.row,
            row.ref,
            _OUTCOMES[row.outcome][place],
            row.number or "",
            "" if row.quality is None else row.quality,
            "\n".join(_reason(desk, reason) for reason in row.reasons),
        )
        for row in rows
    ]
    if found:
        desk.screen.table(columns, found)


@contextmanager
def _counting(desk: Desk, words: str) -> Iterator[Callable[[], None]]:
    """Show on a terminal how many rows are done; the number of rows is not known before."""
    if not desk.screen.is_terminal:
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import (  # noqa: PLC0415
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task(words, total=None)
        yield lambda: progress.advance(task)
