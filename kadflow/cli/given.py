"""Options that commands on results share: which party, which entry, which file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kadflow.errors import InvalidInputError, NotFoundError

AGREEMENT = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Number or id.")]
PARTY = Annotated[
    str, typer.Option("--party", metavar="CODE", help="Whose it is: code or name of the party.")
]
UNIT = Annotated[
    str | None,
    typer.Option("--office", metavar="OFFICE", help="Its executing unit, e.g. 34.04/unit."),
]
FILE = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A file that shows it.")]


def pairs(settings: Sequence[str] | None, option: str) -> dict[str, str]:
    """``NAME=VALUE`` settings by name.

    Raises:
        InvalidInputError: One has no ``=`` or no name.
    """
    found = {}
    for setting in settings or ():
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise InvalidInputError(
                f"{option} {setting!r} names nothing before '='.",
                hint=f"Write it like {option} 2026-S1=150.",
                pesan=f"{option} {setting!r} tidak menyebut apa-apa sebelum '='.",
                saran=f"Tulis seperti {option} 2026-S1=150.",
            )
        found[name.strip()] = value.strip()
    return found


def existing(file: Path | None) -> Path | None:
    """A file that the person named, after looking whether it is one.

    Raises:
        NotFoundError: It is none.
    """
    if file is not None and not file.is_file():
        raise NotFoundError(
            f"There is no file {file}.",
            hint="Check its name.",
            pesan=f"Tidak ada berkas {file}.",
            saran="Periksa namanya.",
        )
    return file
