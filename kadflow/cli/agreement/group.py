"""The group that every command on agreements joins, and the options that several share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kadflow.cli.nouns import group

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
