"""What every class of this room knows: whom it acts for, and how things are named."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kadflow.domain.commands import Command, File
from kadflow.errors import NotFoundError
from kadflow.services.agreements import Outcome

if TYPE_CHECKING:
    from kadflow.app.acting import How
    from kadflow.app.facade import Kadflow


class Entry(Protocol):
    """Something with an id that people name by the number of its entry in the history."""

    id: str
    number: int


E = TypeVar("E", bound=Entry)


class Room:
    """Commands of one noun by whoever acts."""

    def __init__(self, kadflow: Kadflow, run: Callable[[Command, How], Outcome]) -> None:
        self._kadflow = kadflow
        self._run = run

    def organisation(self, wanted: str) -> str:
        """The id of an organisation given by id, official code or exact name."""
        return self._kadflow.organisations.get(wanted).id

    def office(self, wanted: str | None) -> str | None:
        """The id of an office given as id or ``code/role``."""
        return None if wanted is None else self._kadflow.office(wanted)

    def stored(self, agreement: str, file: Path | None) -> File | None:
        """Put a file into the store before the command that names it commits."""
        if file is None:
            return None
        content = file.read_bytes()
        return File(
            digest=self._kadflow.store_content(agreement, content),
            size=len(content),
            filename=file.name,
            media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        )


def named(entries: Iterable[E], wanted: int | str, **what: Any) -> E:
    """The entry that a number in the history, an id or the beginning of an id names.

    Args:
        entries: To choose from.
        wanted: As given.
        what: ``words``: what it is, in both languages; ``see``: the command that lists them.

    Raises:
        NotFoundError: None, or more than one.
    """
    text = str(wanted)
    found = [e for e in entries if text.isdigit() and e.number == int(text)]
    found = found or [e for e in entries if len(text) >= 8 and e.id.startswith(text)]
    if len(found) == 1:
        return found[0]
    words, see = what["words"], what["see"]
    raise NotFoundError(
        f"There is no {words[1]} {text!r}.",
        hint=f"See their numbers with: {see}.",
        pesan=f"Tidak ada {words[0]} {text!r}.",
        saran=f"Lihat nomornya dengan: {see}.",
    )
