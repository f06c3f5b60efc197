"""The group that every command on evaluations joins, and the options that several share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kadflow.cli.nouns import group
from kadflow.cli.values import terms_of
from kadflow.errors import InvalidInputError

app = group("Evaluations: open, name evaluators, score blind, close; competitions and ranks.")

AGREEMENT = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Number, or id.")]
WHICH = Annotated[
    int | None,
    typer.Option(
        "--evaluation", metavar="N", min=1, help="Which one, where several are open: 1, 2 ..."
    ),
]
SCORES = Annotated[
    list[str] | None,
    typer.Option("--score", metavar="CRITERION=N", help="A number of the scale; repeatable."),
]
COMMENTS = Annotated[
    list[str] | None,
    typer.Option("--comment", metavar="CRITERION=TEXT", help="Words beside it; repeatable."),
]
SHEET = Annotated[
    Path | None,
    typer.Option(
        "--sheet", metavar="FILE", help="Numbers by criterion, YAML or JSON, instead of --score."
    ),
]


def numbers_of(scores: Sequence[str], file: Path | None) -> dict[str, int]:
    """Numbers by criterion, from options and a file; the options win.

    Raises:
        InvalidInputError: Something is no whole number.
    """
    found: dict[str, int] = {}
    for key, value in {**terms_of((), file), **terms_of(scores, None)}.items():
        if isinstance(value, bool) or not str(value).strip().lstrip("-").isdecimal():
            raise InvalidInputError(
                f"{value!r} for {key} is no whole number.",
                hint="Write it like --score results=4.",
                pesan=f"{value!r} pada {key} bukan bilangan bulat.",
                saran="Tulis seperti --score results=4.",
            )
        found[key] = int(value)
    return found


def texts_of(comments: Sequence[str]) -> dict[str, str]:
    """Words by criterion."""
    found: dict[str, str] = {}
    for comment in comments:
        key, equals, text = comment.partition("=")
        if not equals:
            raise InvalidInputError(
                f"--comment {comment!r} names no criterion.",
                hint="Write it like --comment results=TEXT.",
                pesan=f"--comment {comment!r} tidak menyebut kriterianya.",
                saran="Tulis seperti --comment results=TEKS.",
            )
        found[key.strip()] = text
    return found
