"""Parts beside their entries: those that are there by their digests, sealed ones by their sealing.

A part that is gone is no break where it left a tombstone, and where the event that the tombstone
names says that it sealed exactly this part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

import msgspec

from kadflow.audit.breaks import Break
from kadflow.audit.chain import PART_TAG, SALT_BYTES, decode_event, part_digest
from kadflow.domain.events import Event, Part, PartRef
from kadflow.errors import InvalidInputError

SEALING_KIND: Final = "part.sealed"
"""Kind of the event that removes a part; its data names ``stream``, ``number`` and ``part``."""


class Tombstone(msgspec.Struct, frozen=True):
    """What is kept in place of a sealed part.

    Attributes:
        name: The part's name.
        by_stream: Stream of the event that sealed it.
        by_number: Number of that event.
    """

    name: str
    by_stream: str
    by_number: int


class SealedPart(msgspec.Struct, frozen=True):
    """A part that verification met as sealed: whose, its name, and by which event."""

    stream: str
    number: int
    name: str
    by_stream: str
    by_number: int


PartsOf = Callable[[str, int], Iterable[Part | Tombstone]]
"""Gives what is stored beside an entry, by stream and number."""


def seals(event: Event, part: SealedPart) -> bool:
    """Say whether this event is the one that sealed the part."""
    return (event.stream, event.number) == (part.by_stream, part.by_number) and (
        _target(event) == (part.stream, part.number, part.name)
    )


class PartCheck:
    """Compares the parts of one stream with what its entries name.

    Attributes:
        met: Parts met as sealed.
    """

    def __init__(self, stream: str, parts: PartsOf) -> None:
        self.met: list[SealedPart] = []
        self._stream = stream
        self._parts = parts
        self._sealing: set[tuple[int, tuple[str, int, str]]] = set()

    def visit(
        self, number: int, kind: str, refs: tuple[PartRef, ...], body: bytes
    ) -> Break | None:
        """Look at one entry; a break where a part is not what it names."""
        if kind == SEALING_KIND and (target := _target(decode_event(body))) is not None:
            self._sealing.add((number, target))
        if not refs:
            return None
        stored = list(self._parts(self._stream, number))
        if len(stored) == 1 == len(refs) and _is(stored[0], refs[0]):
            return None
        return self._compare(number, refs, {part.name: part for part in stored})

    def _compare(
        self, number: int, refs: tuple[PartRef, ...], stored: dict[str, Part | Tombstone]
    ) -> Break | None:
        for ref in refs:
            part = stored.pop(ref.name, None)
            if isinstance(part, Tombstone):
                self.met.append(
                    SealedPart(self._stream, number, part.name, part.by_stream, part.by_number)
                )
            elif part is None or not _is(part, ref):
                return self._broken(number, ref.name, f"digest {ref.digest}", _found(part))
        for name in stored:
            return self._broken(number, name, "no such part", "a part")
        return None

    def unexplained(self) -> Break | None:
        """Find the first part whose sealing this stream should tell, and does not."""
        for part in self.met:
            target = (part.stream, part.number, part.name)
            if part.by_stream == self._stream and (part.by_number, target) not in self._sealing:
                expected = f"entry {part.by_number} to say that it was sealed"
                return self._broken(part.number, part.name, expected, "no such entry")
        return None

    def _broken(self, number: int, name: str, expected: str, found: str) -> Break:
        return Break(self._stream, number, "part", expected, found, name)


def _is(part: Part | Tombstone, ref: PartRef) -> bool:
    """Whether this is the very part that an entry names."""
    return (
        type(part) is Part
        and part.name == ref.name
        and len(part.salt) == SALT_BYTES
        and sha256(PART_TAG + part.salt + part.content).hexdigest() == ref.digest
    )


def _found(part: Part | None) -> str:
    if part is None:
        return "nothing"
    try:
        return f"digest {part_digest(part.salt, part.content)}"
    except InvalidInputError as error:
        return error.message


def _target(event: Event) -> tuple[str, int, str] | None:
    """Read which part a sealing event names; None for any other event."""
    stream, number, part = (event.data.get(key) for key in ("stream", "number", "part"))
    if event.kind != SEALING_KIND or not isinstance(number, int):
        return None
    return str(stream), number, str(part)
