"""Organisations as people type them: a code, a full name, or ``kab bantul``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kadflow.cli.desk import Desk
from kadflow.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from kadflow.domain.people import Organisation


def organisation(desk: Desk, wanted: str) -> Organisation:
    """The organisation that is meant; a doubtful name is put to the person, or refused.

    Raises:
        NotFoundError: No organisation of that name.
        InvalidInputError: The name fits several.
    """
    try:
        return desk.kadflow.organisations.get(wanted)
    except NotFoundError:
        return _by_likeness(desk, wanted)


def _by_likeness(desk: Desk, wanted: str) -> Organisation:
    from kadflow.intake.names import match_party  # noqa: PLC0415 - names only when typed

    match = match_party(wanted)
    if match.region is not None and match.certainty in {"exact", "likely"}:
        found = desk.kadflow.organisations.get(match.region.code)
        desk.screen.notice(f"{wanted} = {found.name} ({found.code}). {desk.word(match.reason)}")
        return found
    choices = [candidate.region for candidate in match.candidates[:9]]
    if not choices:
        raise NotFoundError(
            f"There is no organisation {wanted!r}. {match.reason.en}",
            hint="Look for it with: kadflow region find NAME; others are added with: "
            "kadflow organisation add.",
            pesan=f"Tidak ada organisasi {wanted!r}. {match.reason.id}",
            saran="Cari dengan: kadflow region find NAMA; yang lain ditambahkan dengan: kadflow organisation add.",
        )
    names = "; ".join(f"{region.full_name} ({region.code})" for region in choices)
    if not desk.screen.is_terminal:
        raise InvalidInputError(
            f"{wanted!r} may mean several: {names}.",
            hint="Give the code.",
            pesan=f"{wanted!r} dapat berarti beberapa: {names}.",
            saran="Sebutkan kodenya.",
            candidates=[region.code for region in choices],
        )
    for number, region in enumerate(choices, 1):
        desk.screen.line(f"  {number}. {region.full_name} ({region.code})")
    question = desk.say(f"{wanted}: nomor berapa", f"{wanted}: which number")
    picked = typer.prompt(question, type=int)
    if not 1 <= picked <= len(choices):
        raise InvalidInputError(
            f"There is no number {picked}.",
            hint="Give the code instead.",
            pesan=f"Tidak ada nomor {picked}.",
            saran="Sebutkan kodenya.",
        )
    return desk.kadflow.organisations.get(choices[picked - 1].code)
