"""`kadflow progress`: the parties' reports on a period, drafted, submitted, reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.given import AGREEMENT, FILE, PARTY, existing, pairs
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import read_text
from kadflow.domain.periods import read_period
from kadflow.domain.wording import SEALED
from kadflow.domain.wording.results import REPORT_WORDS, SECTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kadflow.services.results import DraftLine, ReportLine

app = group("Reports of the parties: draft, submit, review, show.")

PERIOD = Annotated[
    str, typer.Argument(metavar="PERIOD", help="2026, 2026-S1, 2026-Q3 or 2026-07.")
]
SECTION = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        metavar="NAME=TEXT",
        help="progress, beneficiaries, funding, obstacles or follow_up; @FILE reads a file; "
        "repeatable.",
    ),
]


@command(app, "draft", acts=True)
def draft(desk: Desk, agreement: AGREEMENT, period: PERIOD, section: SECTION = None) -> None:
    """Write sections of your own party's report; the other parties do not see a draft.

    Example: kadflow progress draft KSD-2026-000001 2026-S1 --section "progress=Dua truk beroperasi" --as sleman.unit
    """
    outcome = desk.acting.progress.draft(
        agreement, period, _sections(section or ()), **desk.how(agreement)
    )
    print_outcome(desk, outcome)


@command(app, "submit", acts=True)
def submit(
    desk: Desk,
    agreement: AGREEMENT,
    period: PERIOD,
    party: PARTY,
    section: SECTION = None,
    file: FILE = None,
) -> None:
    """Hand a party's report to the others: its draft, and what is given here.

    For a party on paper its report is recorded with --evidence.

    Example: kadflow progress submit KSD-2026-000001 2026-S1 --party 34.04 --as sleman.coordinator
    """
    outcome = desk.acting.progress.submit(
        agreement,
        organisation(desk, party).id,
        period,
        sections=_sections(section or ()),
        file=existing(file),
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "review", acts=True)
def review(
    desk: Desk,
    agreement: AGREEMENT,
    period: PERIOD,
    verdict: Annotated[
        Literal["accepted", "returned", "reopened"],
        typer.Argument(
            metavar="accepted|returned|reopened",
            help="Reopened is for one that was accepted; both need --reason.",
        ),
    ],
    party: PARTY,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="SECTION", help="Only this one is to be written anew; repeatable."
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option("--reviewer", metavar="CODE", help="With --evidence: whose letter says so."),
    ] = None,
) -> None:
    """Say, as another party, what becomes of a party's report; nobody reviews its own.

    Example: kadflow progress review KSD-2026-000001 2026-S1 returned --party 34.04 --only funding --reason "Realisasi belum diisi" --as bantul.coordinator
    """
    outcome = desk.acting.progress.review(
        agreement,
        organisation(desk, party).id,
        period,
        verdict,
        sections=only or (),
        reviewer=organisation(desk, reviewer).id if reviewer else None,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "show", asks=True)
def show(
    desk: Desk,
    agreement: AGREEMENT,
    period: Annotated[
        str | None, typer.Argument(metavar="PERIOD", help="Only reports on it.")
    ] = None,
) -> None:
    """Show the parties' reports with where they stand; with --as also your own party's drafts.

    Example: kadflow progress show KSD-2026-000001 2026-S1 --as sleman.coordinator
    """
    found = desk.kadflow.results.progress(agreement, period)
    drafts = [
        each
        for each in desk.kadflow.results.drafts(agreement, desk.asking)
        if period in {None, each.period}
    ]
    if desk.screen.document(reports=found, drafts=drafts):
        return
    if not found and not drafts:
        desk.screen.line(desk.say("Belum ada laporan.", "No reports yet."))
    for line in found:
        _show(desk, line)
    for each in drafts:
        _draft(desk, each)


def _show(desk: Desk, line: ReportLine) -> None:
    say, language, report = desk.say, desk.language, line.report
    desk.screen.heading(f"{line.party}: {_period(desk, report.period)}")
    state = words.pick(REPORT_WORDS, report.status, language)
    if line.by and report.status != "submitted":
        state += say(f" oleh {line.by}", f" by {line.by}")
    anew = ", ".join(words.pick(SECTION_WORDS, name, language) for name in report.anew)
    desk.screen.pairs(
        [
            (say("Keadaan", "State"), state),
            (say("Versi", "Version"),
             f"{report.latest.version}, {words.long_date(report.latest.on, language)}"),
            (say("Alasan", "Reason"), line.reason or ""),
            (say("Ditulis ulang", "To be written anew"), anew),
            (say("Berkas", "File"), say("ada", "on file") if report.latest.file else ""),
        ]
    )  # fmt: skip
    desk.screen.bullets(
        f"{words.pick(SECTION_WORDS, each.name, language)}: {each.text or say(*SEALED)}"
        for each in line.sections
    )


def _draft(desk: Desk, line: DraftLine) -> None:
    mark = desk.say("konsep, hanya terlihat oleh pihak Anda", "draft, seen by your party only")
    desk.screen.heading(f"{line.party}: {_period(desk, line.period)} ({mark})")
    desk.screen.bullets(
        f"{words.pick(SECTION_WORDS, name, desk.language)}: {text or desk.say(*SEALED)}"
        for name, text in line.sections.items()
    )


def _period(desk: Desk, written: str) -> str:
    return desk.say(*read_period(written).words)


def _sections(settings: Sequence[str]) -> dict[str, str]:
    return {
        name: read_text(Path(text[1:])) if text.startswith("@") else text
        for name, text in pairs(settings, "--section").items()
    }
