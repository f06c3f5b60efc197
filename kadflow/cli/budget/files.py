"""Budgets from and to spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli import words
from kadflow.cli.budget.group import app, print_findings
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.values import read_bytes

if TYPE_CHECKING:
    from kadflow.services.budget.report import BudgetImport


@command(app, "import", acts=True)
def import_(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", metavar="NUMBER", help="Of rows that name none."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only judge every row; write nothing.")
    ] = False,
    refused: Annotated[
        Path | None,
        typer.Option(
            "--refused", metavar="FILE", help="Where refused rows go; beside FILE if left out."
        ),
    ] = None,
) -> None:
    """Take over lines and entries from a spreadsheet, each row for itself.

    Columns: kerja sama, pihak, tahun, sumber dana, kode rekening, uraian, perangkat daerah; then
    either jenis, jumlah, tanggal, nomor dokumen, tanggal dokumen (one entry in each row), or
    rencana, pagu, kontrak, realisasi (what each comes to by now). A refused row never stops the
    others; it comes back in a file of the same form with the reason, to be mended and imported
    again. A second run changes nothing.

    Example: kadflow budget import anggaran-2026.xlsx --dry-run --as sleman.finance
    """
    if not file.is_file():
        read_bytes(file)
    report = desk.acting.budget.import_file(
        file,
        agreement=agreement,
        dry_run=dry_run,
        refused=refused,
        **desk.how(agreement),
    )
    if desk.screen.document(report=report):
        return
    _tell(desk, report)
    if not dry_run:
        _findings(desk, report)


def _tell(desk: Desk, report: BudgetImport) -> None:
    screen, say = desk.screen, desk.say
    head = (
        ("Baris", "Kerja sama", "Pihak", "Hasil", "Catatan")
        if desk.language == "id"
        else ("Row", "Agreement", "Party", "Outcome", "Notes")
    )
    rows = []
    for row in report.rows:
        outcome = say(*words.ROW_WORDS[row.outcome])
        if row.warned and row.outcome != "refused":
            outcome += say(", perlu dilihat", ", look at it")
        notes = "\n".join(say(*reason) for reason in row.reasons)
        rows.append((row.row, row.agreement, row.party, outcome, notes))
    screen.table(head, rows)
    entered, known, refused = (
        report.count("entered"), report.count("unchanged"), report.count("refused")
    )  # fmt: skip
    screen.line(
        say(
            f"{entered} diterima ({report.warned} perlu dilihat), {known} sudah ada, {refused} "
            "ditolak.",
            f"{entered} accepted ({report.warned} to look at), {known} known, {refused} refused.",
        )
    )
    if report.dry_run:
        screen.line(say("Belum ada yang disimpan.", "Nothing was written."))
    if report.refused_file is not None:
        screen.line(
            say(
                f"Baris yang ditolak ada di {report.refused_file}; perbaiki lalu impor berkas itu.",
                f"Refused rows are in {report.refused_file}; mend them and import that file.",
            )
        )


def _findings(desk: Desk, report: BudgetImport) -> None:
    """What the checks find on the agreements that were touched."""
    touched = dict.fromkeys(row.agreement for row in report.rows if row.outcome == "entered")
    for number in touched:
        found = desk.kadflow.budgets.findings(number)
        if found:
            desk.screen.heading(desk.say(f"Temuan anggaran {number}", f"Findings on {number}"))
            print_findings(desk, found)


@command(app, "export")
def export(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends with .csv or .xlsx.")],
    agreement: Annotated[
        list[str], typer.Option("--agreement", metavar="NUMBER", help="Which; repeatable.")
    ],
    entries: Annotated[
        bool, typer.Option("--entries", help="One row for each entry of the journal.")
    ] = False,
) -> None:
    """Write the lines of agreements with what they come to, or their journals, to a spreadsheet.

    The file can be filled in and imported again.

    Example: kadflow budget export anggaran.xlsx --agreement KSD-2026-000001
    """
    rows = desk.kadflow.budgets.export(agreement, file, entries=entries)
    if desk.screen.document(file=str(file), rows=rows):
        return
    desk.screen.line(
        desk.say(f"{rows} baris ditulis ke {file}.", f"{rows} rows written to {file}.")
    )
