"""What was asked beside the command itself: where, as whom, since when, in which form."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

Language = Literal["id", "en"]

AS_JSON = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]
DATA = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="Data folder [KADFLOW_DATA; default: kadflow-data]."
    ),
]
LANGUAGE = Annotated[
    Language | None, typer.Option("--language", help="Words in Indonesian (default) or English.")
]
AT = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="Act at this instant or day (09:00 WIB); only in an exercise folder.",
    ),
]


def _note_debug(ctx: typer.Context, value: bool) -> bool:
    """Take the wish over while the line is read, so that no later fault comes before it."""
    if isinstance(ctx.obj, Wishes):
        ctx.obj.debug = value
    return value


DEBUG = Annotated[
    bool,
    typer.Option(
        "--debug",
        envvar="KADFLOW_DEBUG",
        show_envvar=False,
        hidden=True,
        callback=_note_debug,
        help="Raw tracebacks.",
    ),
]

AS = Annotated[
    str | None, typer.Option("--as", metavar="PERSON", help="Who acts: a person's handle.")
]
ON_BEHALF_OF = Annotated[
    str | None,
    typer.Option(
        "--on-behalf-of", metavar="OFFICE", help="The office acted for, e.g. 34.04/head."
    ),
]
EFFECTIVE_ON = Annotated[
    str | None,
    typer.Option(
        "--effective-on", metavar="DATE", help="Day on which it happened; today if left out."
    ),
]
REASON = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; recorded.")]
IF_VERSION = Annotated[
    int | None,
    typer.Option(
        "--if-version", metavar="N", min=0, help="Refuse when the record is no longer at N."
    ),
]
KEY = Annotated[
    str | None,
    typer.Option(
        "--key", metavar="TEXT", help="Idempotency key: the same request again is done once."
    ),
]
EVIDENCE = Annotated[
    Path | None,
    typer.Option(
        "--evidence", metavar="FILE", help="Scan that shows an act done on paper elsewhere."
    ),
]

EVERYWHERE: dict[str, tuple[Any, Any]] = {
    "as_json": (AS_JSON, False),
    "data": (DATA, None),
    "language": (LANGUAGE, None),
    "at": (AT, None),
}
"""Options of every command: annotation and default by name of the parameter."""

ASKING: dict[str, tuple[Any, Any]] = {"person": (AS, None)}
"""Options of a question whose answer depends on who asks."""

ACTING: dict[str, tuple[Any, Any]] = {
    "person": (AS, None),
    "on_behalf_of": (ON_BEHALF_OF, None),
    "effective_on": (EFFECTIVE_ON, None),
    "reason": (REASON, None),
    "if_version": (IF_VERSION, None),
    "key": (KEY, None),
    "evidence": (EVIDENCE, None),
}
"""Options of every command that changes an agreement."""


@dataclass
class Wishes:
    """Values of the options above; what stands nearer to the end of the line wins."""

    as_json: bool = False
    data: Path | None = None
    language: Language | None = None
    at: str | None = None
    debug: bool = False
    person: str | None = None
    on_behalf_of: str | None = None
    effective_on: str | None = None
    reason: str | None = None
    if_version: int | None = None
    key: str | None = None
    evidence: Path | None = None
    names: frozenset[str] = field(default=frozenset(), repr=False)

    def __post_init__(self) -> None:
        self.names = frozenset(f.name for f in fields(self)) - {"names"}

    def take(self, values: dict[str, Any]) -> None:
        """Take over what was said; options left out change nothing."""
        for name in self.names & values.keys():
            if values[name] not in {None, False}:
                setattr(self, name, values[name])
            del values[name]
