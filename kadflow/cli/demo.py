"""`kadflow demo`: the invented example, played in a folder of its own."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path
from typing import Annotated

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.nouns import single
from kadflow.errors import InvalidInputError

app = single()
DEFAULT = Path("demo")


@command(app, "demo")
def demo(
    desk: Desk,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Only play and tell; start no web pages.")
    ] = False,
) -> None:
    """Play invented agreements from the first idea to their end, and tell what happened.

    Makes an exercise folder (./demo, or where --data says), imports real published agreements, plays
    one agreement of two regions and one of five, verifies the record, and says where everything
    was written.

    Example: kadflow demo --no-serve
    """
    from kadflow.settings import Settings  # noqa: PLC0415 - pydantic only when a command runs

    settings = Settings()
    named = settings.data if "data" in settings.model_fields_set else None
    folder = desk.wishes.data or named or _next_free(DEFAULT)
    if not _is_free(folder):
        raise InvalidInputError(
            f"The folder {folder} is not empty.",
            hint="Name a new one with --data, or remove it first.",
            pesan=f"Folder {folder} tidak kosong.",
            saran="Sebutkan folder baru dengan --data, atau hapus dahulu.",
        )
    from kadflow.demo import play  # noqa: PLC0415 - everything that the demo needs

    told: list[dict[str, str]] = []

    def say(mark: str, text: str) -> None:
        told.append({"mark": mark, "text": text})
        if desk.screen.as_json:
            return
        if mark == "#":
            desk.screen.heading(text)
        else:
            desk.screen.bullets([text], mark=mark)

    desk.screen.exercise = True
    stage = play(folder, say, database_url=desk.place[1])
    desk.hold(stage.kadflow)
    if desk.screen.document(folder=str(folder.resolve()), told=told):
        return
    if not no_serve:
        desk.screen.notice(
            desk.say(
                "Halaman web belum ada; contoh ini hanya dimainkan di terminal.",
                "There are no web pages yet; the example is played in the terminal only.",
            )
        )


def _is_free(folder: Path) -> bool:
    """Whether nothing lies in a folder, or nothing of its name exists."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _next_free(folder: Path) -> Path:
    """The folder itself, or ``demo-2``, ``demo-3`` ...: an earlier exercise is never touched."""
    names = chain([folder], (folder.with_name(f"{folder.name}-{n}") for n in count(2)))
    return next(name for name in names if _is_free(name))
