"""`kadflow feedback`: what partners and the public say, and how it was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.given import AGREEMENT, FILE, PARTY, existing
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.domain.wording import SEALED
from kadflow.domain.wording.results import ABOUT_WORDS, GIVER_WORDS

if TYPE_CHECKING:
    from kadflow.services.results import FeedbackLine

app = group("What partners and the public say, and how it was answered.")


@command(app, "add", acts=True)
def add(
    desk: Desk,
    agreement: AGREEMENT,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said.")],
    party: PARTY,
    giver: Annotated[
        Literal["partner", "user", "public", "business", "civil_society", "supervisor", "media"],
        typer.Option("--from", help="A kind of people, never a name."),
    ],
    about: Annotated[
        Literal["service", "results", "money", "environment", "conduct", "other"],
        typer.Option("--about", help="What it is about."),
    ] = "service",
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="Only where it was given to be kept."),
    ] = None,
    file: FILE = None,
) -> None:
    """Put on record what somebody outside said to a party, on the day of --effective-on.

    Words and names stand beside the entry and can be sealed.

    Example: kadflow feedback add KSD-2026-000001 "Truk sering terlambat" --from public --about service --party 34.04 --as sleman.unit
    """
    outcome = desk.acting.feedback.receive(
        agreement,
        organisation(desk, party).id,
        giver,
        about,
        text,
        name=name,
        file=existing(file),
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "answer", acts=True)
def answer(
    desk: Desk,
    agreement: AGREEMENT,
    feedback: Annotated[
        str, typer.Argument(metavar="FEEDBACK", help="Its number, as in: feedback show.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="How it was answered.")],
) -> None:
    """Put on record how feedback was answered.

    Example: kadflow feedback answer KSD-2026-000001 44 "Jadwal ditambah" --as sleman.coordinator
    """
    outcome = desk.acting.feedback.answer(agreement, feedback, text, **desk.how(agreement))
    print_outcome(desk, outcome)


@command(app, "show")
def show(
    desk: Desk,
    agreement: AGREEMENT,
    feedback: Annotated[
        str | None,
        typer.Argument(metavar="FEEDBACK", help="One, by its number; all if left out."),
    ] = None,
) -> None:
    """Show what partners and the public said, and how it was answered.

    Example: kadflow feedback show KSD-2026-000001
    """
    found = desk.kadflow.results.feedback(agreement, feedback)
    if desk.screen.document(feedback=found):
        return
    if not found:
        desk.screen.line(desk.say("Belum ada umpan balik.", "No feedback yet."))
    for line in found:
        _show(desk, line)


def _show(desk: Desk, line: FeedbackLine) -> None:
    say, language, said = desk.say, desk.language, line.feedback
    desk.screen.bullets([line.text or say(*SEALED)], mark=f"{said.number}.")
    answers = "; ".join(each or say(*SEALED) for each in line.answers)
    desk.screen.pairs(
        [
            (say("dari", "from"), words.pick(GIVER_WORDS, said.giver, language)),
            (say("nama", "name"), line.name or ""),
            (say("tentang", "about"), words.pick(ABOUT_WORDS, said.about, language)),
            (say("diterima", "received"),
             f"{line.party}, {words.long_date(said.on, language)}"),
            (say("jawaban", "answer"), answers or say("belum dijawab", "not answered yet")),
        ],
        indent=6,
    )  # fmt: skip
