"""The words of notices: see them, try others, keep them for an organisation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.notice.group import app
from kadflow.cli.parties import organisation
from kadflow.cli.values import read_text
from kadflow.errors import InvalidInputError

if TYPE_CHECKING:
    from notifications.catalogue import Said


@command(app, "kinds")
def kinds(desk: Desk) -> None:
    """List the kinds of notice, with the fields that their words may use.

    Example: kadflow notice kinds
    """
    from notifications import KINDS  # noqa: PLC0415 - the words only when asked

    if desk.screen.document(
        kinds=[
            {"kind": kind.name, "title": kind.titled(desk.language), "fields": list(kind.fields)}
            for kind in KINDS.values()
        ]
    ):
        return
    columns = (
        ("Jenis", "Tentang", "Isian") if desk.language == "id" else ("Kind", "About", "Fields")
    )
    desk.screen.table(
        columns,
        [(k.name, k.titled(desk.language), ", ".join(k.fields)) for k in KINDS.values()],
    )


@command(app, "wording", asks=True)
def wording(
    desk: Desk,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="See: kadflow notice kinds.")],
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Own words, as text.")
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option("--for", metavar="ORGANISATION", help="Whose words; only tried without it."),
    ] = None,
    words_in: Annotated[
        Literal["id", "en"], typer.Option("--words", help="Language of the words.")
    ] = "id",
) -> None:
    """Show what a kind of notice says with an example, or keep an organisation's own words.

    The first line of the file is the headline; after an empty line come the paragraphs;
    {{ field }} stands for what happened. Words that fail are refused.

    Example: kadflow notice wording decision_requested --file kata.txt --for 34.04
    """
    text = read_text(file) if file is not None else None
    contacts = desk.kadflow.contacts
    if owner is not None:
        if text is None:
            raise InvalidInputError(
                "Which words? The command names no file.",
                hint="Name it with --file.",
                pesan="Kata-kata yang mana? Perintah ini tidak menyebut berkas.",
                saran="Sebutkan dengan --file.",
            )
        home = organisation(desk, owner)
        said = contacts.set_wording(desk.asking, home.id, kind, words_in, text)
    else:
        said = contacts.preview(kind, words_in, text)
    if desk.screen.document(headline=said.headline, paragraphs=said.paragraphs, kept=bool(owner)):
        return
    _shown(desk, said)
    if owner is not None:
        desk.screen.line(desk.say("Tersimpan.", "Kept."))


def _shown(desk: Desk, said: Said) -> None:
    desk.screen.heading(said.headline)
    for paragraph in said.paragraphs:
        desk.screen.line(paragraph)
