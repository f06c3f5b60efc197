"""The group that every command on notices joins."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli.nouns import group

app = group("Who was told what, by which way, and what became of it.")

NOTICE = Annotated[
    str, typer.Argument(metavar="NOTICE", help="Its id, or the first characters of it.")
]
PERSON = Annotated[str, typer.Argument(metavar="PERSON", help="Handle of the person.")]
