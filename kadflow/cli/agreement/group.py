"""The group that every command on agreements joins, and the options that several share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kadflow.cli.desk import Desk
from kadflow.cli.nouns import group
from kadflow.cli.values import day

if TYPE_CHECKING:
    from kadflow.app.acting import How

app = group("Cooperation agreements: look, write, decide, sign, explain.")

NUMBER = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Number, or id.")]
SETTINGS = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="A term: text, or JSON (true, 12, {..}); repeatable."
    ),
]
TERMS = Annotated[
    Path | None, typer.Option("--terms", metavar="FILE", help="Terms by path, YAML or JSON.")
]
ADDENDUM = Annotated[
    str | None, typer.Option("--template", metavar="KEY", help="Workflow of the addendum.")
]
TITLE = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Title of the addendum.")
]
GROUND = Annotated[
    str | None, typer.Option("--ground", metavar="KEY", help="Legal ground, by its key.")
]
GATE = Annotated[
    str | None,
    typer.Option(
        "--gate", metavar="NAME", help="Which approval, where the person is asked at several."
    ),
]
LETTER_NUMBER = Annotated[
    str | None,
    typer.Option("--letter-number", metavar="TEXT", help="With --evidence: number of the letter."),
]
LETTER_DATE = Annotated[
    str | None,
    typer.Option("--letter-date", metavar="DATE", help="With --evidence: date of the letter."),
]
CAPACITY = Annotated[
    str | None,
    typer.Option(
        "--capacity",
        metavar="NAME",
        help="With --evidence: in which it was signed: definitive, deputy_for_head, "
        "deputy_daily, plt, plh, pj or kuasa.",
    ),
]


def how(
    desk: Desk,
    agreement: str,
    letter_number: str | None = None,
    letter_date: str | None = None,
    capacity: str | None = None,
) -> How:
    """The circumstances of a command, with what its paper says of itself."""
    said = desk.how(agreement)
    said["letter_number"] = letter_number
    said["letter_date"] = day(letter_date, "--letter-date") if letter_date else None
    said["capacity"] = capacity
    return said
