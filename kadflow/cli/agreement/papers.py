"""Commands about what came on paper: who answers on paper, what was recorded, what made it good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli import words
from kadflow.cli.agreement.cards import reasons_of
from kadflow.cli.agreement.group import (
    CAPACITY,
    LETTER_DATE,
    LETTER_NUMBER,
    NUMBER,
    app,
    how,
)
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.parties import organisation
from kadflow.domain.wording import REVIEW_WORDS

if TYPE_CHECKING:
    from kadflow.app import Entry


@command(app, "participate", acts=True)
def participate(
    desk: Desk,
    agreement: NUMBER,
    way: Annotated[
        Literal["uses", "paper"],
        typer.Argument(help="It uses Kadflow itself, or answers on paper."),
    ],
    party: Annotated[str, typer.Option("--party", help="Which party: code or name.")],
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
) -> None:
    """Say how a party takes part from now on: in Kadflow itself, or on paper.

    Its own secretariat says so; that it answers on paper may be recorded from its letter.

    Example: kadflow agreement participate KSD-2026-000001 uses --party 34.02 --as bantul.ppksd
    """
    wanted = organisation(desk, party).id
    outcome = desk.acting.participate(
        agreement, wanted, way, **how(desk, agreement, letter_number, letter_date)
    )
    print_outcome(desk, outcome)


@command(app, "recorded", asks=True)
def recorded(desk: Desk, agreement: NUMBER) -> None:
    """List what was recorded from paper, and whether the party it names confirmed it.

    With --as PERSON only what was recorded in the name of that person's organisation.

    Example: kadflow agreement recorded KSD-2026-000001 --as bantul.ppksd
    """
    record = desk.kadflow.agreements.get(agreement)
    mine = None
    if desk.wishes.person:
        home = desk.kadflow.organisations.person(desk.wishes.person)[1]
        mine = desk.kadflow.organisations.get(home).name
    found = [
        entry
        for entry in desk.kadflow.history.show(agreement)
        if entry.who.authenticated == "paper" and mine in {None, entry.who.name[0]}
    ]
    if desk.screen.document(
        recorded=[
            {"entry": entry, "reviewed": record.reviewed.get(str(entry.number))} for entry in found
        ]
    ):
        return
    if not found:
        desk.screen.line(
            desk.say(
                f"Tidak ada catatan dari surat{f' atas nama {mine}' if mine else ''}.",
                f"Nothing was recorded from paper{f' in the name of {mine}' if mine else ''}.",
            )
        )
        return
    reasons = reasons_of(desk, record)
    for entry in found:
        desk.screen.bullets([reasons.entry(entry)], mark=f"{entry.number}.")
        desk.screen.pairs(
            [
                (desk.say("oleh", "by"), _by(desk, entry)),
                (
                    desk.say("tinjauan", "review"),
                    words.pick(
                        REVIEW_WORDS, record.reviewed.get(str(entry.number), ""), desk.language
                    )
                    or desk.say("belum ditinjau", "not reviewed yet"),
                ),
            ],
            indent=6,
        )


def _by(desk: Desk, entry: Entry) -> str:
    happened = words.long_date(entry.effective_on, desk.language)
    return f"{entry.who.sentence(desk.language)}, {happened}"


@command(app, "review", acts=True)
def review(
    desk: Desk,
    agreement: NUMBER,
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="As in: agreement recorded.")],
    said: Annotated[
        Literal["confirmed", "disputed"],
        typer.Argument(metavar="confirmed|disputed", help="A dispute needs --reason."),
    ],
) -> None:
    """Confirm or dispute what was recorded from paper in the name of your own party.

    A disputed entry is shown as disputed to everybody, and is never erased.

    Example: kadflow agreement review KSD-2026-000001 15 disputed --reason "Surat itu tidak ada"
    --as bantul.ppksd
    """
    outcome = desk.acting.review(agreement, entry, said, **desk.how(agreement))
    print_outcome(desk, outcome)


@command(app, "cure", acts=True)
def cure(
    desk: Desk,
    agreement: NUMBER,
    finding: Annotated[
        int,
        typer.Argument(
            metavar="FINDING", help="Its number in the history, as in: agreement show."
        ),
    ],
    by: Annotated[
        Literal["ratification", "new_mandate", "re_signing"],
        typer.Argument(metavar="HOW", help="ratification, new_mandate or re_signing."),
    ],
    letter_number: LETTER_NUMBER = None,
    letter_date: LETTER_DATE = None,
    capacity: CAPACITY = None,
) -> None:
    """State what made a finding good: ratification by the definitive head, a kuasa, signing anew.

    The definitive head ratifies; anything else is recorded from its paper with --evidence. The
    finding stays in the record, with its cure beside it.

    Example: kadflow agreement cure KSD-2026-000001 31 ratification --as bantul.bupati
    """
    outcome = desk.acting.cure(
        agreement, finding, by, **how(desk, agreement, letter_number, letter_date, capacity)
    )
    print_outcome(desk, outcome)
