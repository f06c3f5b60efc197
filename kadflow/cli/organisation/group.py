"""The group that every command on organisations joins."""

from __future__ import annotations

from typing import Annotated

import typer

from kadflow.cli.nouns import group

app = group("Parties, their offices, people, holders, mandates and internal chains.")

WHO = Annotated[str, typer.Argument(metavar="ORGANISATION", help="Code or name.")]
