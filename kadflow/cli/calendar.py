"""`kadflow calendar`: which days are working days, for whom, and by which decree."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kadflow.cli import words
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import read_bytes
from kadflow.domain.wording.time import count_words, days_off_words
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from kadflow.engine.counting import Count, Skip
    from kadflow.intake.rows import Fault

app = group("Working days: holidays, decrees, working weeks; count by them.")

REGIONS = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="Whose calendar counts too; may be repeated."),
]


@command(app, "count")
def count(
    desk: Desk,
    start: Annotated[str, typer.Argument(metavar="FROM", help="Day from which is counted.")],
    n: Annotated[int, typer.Argument(metavar="N", min=1, max=3650, help="How many.")],
    unit: Annotated[
        Literal["workdays", "days", "months"], typer.Option("--unit", help="Of what.")
    ] = "workdays",
    region: REGIONS = None,
    any_region: Annotated[
        bool,
        typer.Option(
            "--any", help="A day counts if one of the regions works; by default all must."
        ),
    ] = False,
    roll: Annotated[
        Literal["none", "next", "previous"],
        typer.Option("--roll", help="Where the last day is a day off: to which working day."),
    ] = "none",
) -> None:
    """Count working days, days or months from a day, and show how the last day was reached.

    The first day is not counted. With several regions a working day is one on which all of them
    work.

    Example: kadflow calendar count 2026-03-13 10 --region 34.04 --region 34.02
    """
    from kadflow.intake.dates import read_date  # noqa: PLC0415 - only when a day is typed
    from state_machines.template import Period  # noqa: PLC0415

    first = read_date(start)
    if first is None:
        raise InvalidInputError(
            f"{start!r} is no date.",
            hint="Write it like 2026-03-13, between 1945 and 2200.",
            pesan=f"{start!r} bukan tanggal.",
            saran="Tulis seperti 2026-03-13, antara tahun 1945 dan 2200.",
        )
    period = Period(n=n, unit="working_days" if unit == "workdays" else unit)
    regions = [organisation(desk, each).id for each in region or ()]
    found = desk.kadflow.calendars.count(
        date.fromisoformat(first), period, regions, roll=roll, every=not any_region
    )
    if desk.screen.document(count=found):
        return
    desk.screen.heading(words.long_date(found.on, desk.language))
    desk.screen.line(desk.say(*count_words(found)))
    tell_skips(desk, found)


def tell_skips(desk: Desk, found: Count) -> None:
    """The days that were not counted, one a line, and what else there is to know of a count."""
    screen, say = desk.screen, desk.say
    if found.holidays or found.weekends:
        screen.heading(say("Hari yang tidak dihitung", "Days that were not counted"))
        screen.bullets(_lines(desk, found.holidays))
        if found.weekends:
            screen.bullets(
                [say(f"akhir pekan: {found.weekends} hari", f"weekends: {found.weekends} days")]
            )
    if found.rolled:
        screen.heading(say("Digeser melewati", "Moved past"))
        screen.bullets(_lines(desk, found.rolled))
    for first, last, name, whose in found.notes:
        span = f"{words.long_date(first, desk.language)} - {words.long_date(last, desk.language)}"
        screen.line(
            say(
                f"Catatan: {name} ({whose}), {span}: jam kerja pendek, tetap hari kerja.",
                f"Note: {name} ({whose}), {span}: short hours, working days all the same.",
            )
        )
    for year in found.provisional:
        screen.line(
            say(
                f"Cuti bersama tahun {year} belum ditetapkan; hasilnya dapat bergeser.",
                f"The joint leave of {year} is not decreed yet; the result may move.",
            )
        )
    if found.version:
        screen.line(say("Kalender: ", "Calendar: ") + found.version)


def _lines(desk: Desk, skips: tuple[Skip, ...]) -> list[str]:
    return [
        f"{words.long_date(skip.on, desk.language)}: {desk.say(*days_off_words(skip.why))} "
        f"({', '.join(part for part in (skip.whose, skip.source) if part)})"
        for skip in skips
    ]


@command(app, "show")
def show(
    desk: Desk,
    year: Annotated[int, typer.Argument(metavar="YEAR", min=1945, max=2200)],
    region: REGIONS = None,
) -> None:
    """Show the days off of a year: holidays, joint leave, those of regions, and their decrees.

    Example: kadflow calendar show 2026 --region 34.02
    """
    regions = [organisation(desk, each).id for each in region or ()]
    shown = desk.kadflow.calendars.show(year, regions)
    if desk.screen.document(calendar=shown):
        return
    screen, say = desk.screen, desk.say
    columns = (
        ("Tanggal", "Nama", "Kalender", "Keputusan")
        if desk.language == "id"
        else ("Day", "Name", "Calendar", "Decree")
    )
    screen.table(
        columns,
        [
            (words.long_date(on, desk.language), why, whose, src)
            for on, why, whose, src in shown.days
        ],
    )
    for whose, days, source in shown.weeks:
        by = f" ({source})" if source else ""
        screen.line(
            say(
                f"{whose}: {days} hari kerja seminggu{by}.",
                f"{whose}: {days} working days a week{by}.",
            )
        )
    for first, last, name, whose in shown.hours:
        span = f"{words.long_date(first, desk.language)} - {words.long_date(last, desk.language)}"
        screen.line(
            say(
                f"Jam kerja pendek: {name} ({whose}), {span}.",
                f"Short hours: {name} ({whose}), {span}.",
            )
        )
    screen.line(
        say(
            f"{shown.working_days} hari kerja. Kalender: {shown.version}",
            f"{shown.working_days} working days. Calendar: {shown.version}",
        )
    )
    if not shown.joint_leave:
        screen.line(
            say(
                f"Cuti bersama tahun {year} belum ditetapkan; bila keputusannya terbit, masukkan "
                "dengan: kadflow calendar import.",
                f"The joint leave of {year} is not decreed yet; once it is, take it over with: "
                "kadflow calendar import.",
            )
        )


@command(app, "import", asks=True)
def import_(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="CODE", help="Whose days, where a row names no region."),
    ] = None,
    decree: Annotated[
        str, typer.Option("--decree", metavar="TEXT", help="Its number, where no row names it.")
    ] = "",
    decree_date: Annotated[
        str, typer.Option("--decree-date", metavar="DATE", help="Its date, likewise.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only judge every row; write nothing.")
    ] = False,
) -> None:
    """Take over a decree on days off, or a region's own days and working week.

    Columns: tanggal, sampai, jenis (libur, cuti bersama, hari kerja, jam pendek, lima hari
    kerja, enam hari kerja), nama, daerah (empty: national), keputusan, tanggal keputusan. The
    file is taken as a whole: one faulty row, and nothing changes. Open deadlines that a decree
    touches are counted anew, and those concerned are told.

    Example: kadflow calendar import libur-2027.csv --decree "SKB 1/2026" --decree-date 2026-09-01
    """
    if not file.is_file():
        read_bytes(file)
    owner = organisation(desk, region).name if region else None
    report = desk.kadflow.import_calendar(
        desk.asking,
        file,
        region=owner,
        decree=decree.strip(),
        decree_on=decree_date.strip(),
        dry_run=dry_run,
    )
    refused = [row for row in report.rows if row.outcome == "refused"]
    if refused and not dry_run:
        first = refused[0]
        raise InvalidInputError(
            f"{len(refused)} of {len(report.rows)} rows cannot be taken; nothing was changed. "
            + " ".join(f"Row {row.row}: {_why(row.reasons, 1)}" for row in refused[:20]),
            hint="Mend the rows in the file and try again; --dry-run lists all of them.",
            pesan=f"{len(refused)} dari {len(report.rows)} baris tidak dapat diambil; belum ada "
            "yang berubah. "
            + " ".join(f"Baris {row.row}: {_why(row.reasons, 0)}" for row in refused[:20]),
            saran="Perbaiki baris itu di berkasnya lalu ulangi; --dry-run menampilkan semuanya.",
            row=first.row,
            rows=[{"row": row.row, "code": row.reasons[0].code} for row in refused],
        )
    if desk.screen.document(report=report):
        return
    _tell(desk, report)


def _why(reasons: tuple[Fault, ...], place: int) -> str:
    return " ".join((reason.said.id, reason.said.en)[place] for reason in reasons)


def _tell(desk: Desk, report: Any) -> None:
    screen, say = desk.screen, desk.say
    place = 0 if desk.language == "id" else 1
    columns = (
        ("Baris", "Tanggal", "Nama", "Kalender", "Hasil", "Catatan")
        if desk.language == "id"
        else ("Row", "Day", "Name", "Calendar", "Outcome", "Notes")
    )
    screen.table(
        columns,
        [
            (
                row.row,
                f"{row.on} - {row.until}" if row.until else row.on,
                row.name,
                row.whose,
                words.ROW_WORDS[row.outcome][place],
                _why(row.reasons, place),
            )
            for row in report.rows
        ],
    )
    screen.line(
        say(
            f"{report.new} baru, {report.unchanged} sudah ada, {report.refused} ditolak.",
            f"{report.new} new, {report.unchanged} known, {report.refused} refused.",
        )
    )
    if report.dry_run:
        screen.line(say("Belum ada yang disimpan.", "Nothing was written."))
    for name, version in report.calendars:
        screen.line(
            say(f"Kalender {name} kini versi {version}.", f"The calendar {name} is now {version}.")
        )
    if report.agreements:
        screen.line(
            say(
                f"Batas waktu pada {report.agreements} kerja sama dihitung ulang: {report.moved} "
                f"bergeser, {report.flagged} sudah lewat dan ditandai.",
                f"The deadlines of {report.agreements} agreements were counted anew: {report.moved} "
                f"moved, {report.flagged} had passed and were flagged.",
            )
        )
