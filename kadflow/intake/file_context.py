"""What the rows of one file say about each other: the tree of parents, repeats, likely doubles.

Only small fingerprints are kept, never rows, and they may be kept elsewhere than in memory: a
mapping of bytes to bytes is all that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from hashlib import blake2b
from typing import Literal

import msgspec

from kadflow.domain.document_numbers import normal_form
from kadflow.intake import spelling
from kadflow.intake.records import DocumentNumber, RecordedParty
from kadflow.intake.rows import RawRow

_SHORTEST_NUMBER = 5  # letters and digits; shorter numbers repeat everywhere
_ROW, _CHILD, _DOUBLE = b"r", b"c", b"d"  # what a key is about

Place = tuple[str | None, int]  # sheet and row
Notes = MutableMapping[bytes, bytes]
"""Where what is known of a file is kept; a dictionary, or something that is on disk."""


class _Row(msgspec.Struct, array_like=True, omit_defaults=True, gc=False):
    """What is known of the row of one ref.

    Attributes:
        parent: Name of the row above it, as `_name` gives it; None where it names none.
        walk: Number of the walk that passed it while cycles were searched; 0: not yet.
        cyclic: Whether it is its own ancestor.
        verdict: What intake said of it, as far as it was asked.
        place: Of the accepted row.
        dropped: Whether it was refused when it was to be registered.
    """

    parent: bytes | None = None
    walk: int = 0
    cyclic: bool = False
    verdict: Literal["", "accepted", "refused"] = ""
    place: Place | None = None
    dropped: bool = False


_encode = msgspec.msgpack.Encoder().encode
_decode_row = msgspec.msgpack.Decoder(_Row).decode
_decode_place = msgspec.msgpack.Decoder(Place).decode


def _fingerprint(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=12).digest()


def _name(ref: str) -> bytes:
    """A ref in few bytes, whatever its length."""
    return blake2b(ref.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _party_key(party: RecordedParty) -> str:
    return party.region or spelling.key(spelling.words(party.name))


class FileContext:
    """What is known of the other rows of a file while its rows are judged in order.

    Args:
        today: ISO date of the importer's clock; a later signing day is refused. None: not asked.
        notes: Empty; gets some 100 bytes a row. None: in memory.
    """

    def __init__(self, *, today: str | None = None, notes: Notes | None = None) -> None:
        self.today = today
        self._notes: Notes = {} if notes is None else notes
        self._last = ("", _Row())

    # -------------------------------------------------------------- the tree

    def learn(self, rows: Iterable[RawRow]) -> None:
        """Read which row stands below which, before judging any.

        Args:
            rows: All rows of the file, once.
        """
        for raw in rows:
            ref, parent = raw.cells.get("ref", ""), raw.cells.get("parent_ref", "")
            if not ref:
                continue
            name = _name(ref)
            row = _encode(_Row(parent=_name(parent) if parent else None))
            if self._notes.setdefault(_ROW + name, row) == row and parent:
                self._notes[_CHILD + name] = b""
        self._find_cycles()
        self._last = ("", _Row())

    def _find_cycles(self) -> None:
        """Mark refs that are their own ancestor; rows that only hang below a cycle are not.

        Each row is passed once, up to where a walk passed before: one that comes back to itself
        found a cycle. Nothing of a walk is held but its number.
        """
        children = (key[1:] for key in self._notes if key.startswith(_CHILD))
        for walk, start in enumerate(children, 1):
            at: bytes | None = start
            row = self._get(at)
            while row is not None and not row.walk:
                row.walk = walk
                self._put(at, row)
                at = row.parent
                row = self._get(at)
            if row is not None and row.walk == walk:
                self._mark_cycle(at)

    def _mark_cycle(self, at: bytes | None) -> None:
        while (row := self._get(at)) is not None and not row.cyclic:
            row.cyclic = True
            self._put(at, row)
            at = row.parent

    def _get(self, name: bytes | None) -> _Row | None:
        stored = self._notes.get(_ROW + name) if name is not None else None
        return None if stored is None else _decode_row(stored)

    def _put(self, name: bytes | None, row: _Row) -> None:
        if name is not None:
            self._notes[_ROW + name] = _encode(row)

    def _known(self, ref: str) -> _Row:
        """The row of a ref; the last one is held, since it is asked about several times."""
        if ref != self._last[0]:
            self._last = ref, self._get(_name(ref)) or _Row()
        return self._last[1]

    # -------------------------------------------------------------- one row among the others

    def is_cyclic(self, ref: str) -> bool:
        """Whether the row is its own ancestor."""
        return self._known(ref).cyclic

    def has_row(self, ref: str) -> bool:
        """Whether the file holds a row of this name, as far as it was read."""
        return _ROW + _name(ref) in self._notes

    def is_refused(self, ref: str) -> bool:
        """Whether that row was refused before."""
        return self._known(ref).verdict == "refused"

    def taken_by(self, ref: str) -> Place | None:
        """The accepted row of this name, or None."""
        return self._known(ref).place

    def accept(self, ref: str, place: Place) -> None:
        """Remember that the name is taken; an earlier refused row of the name is mended by it."""
        row = self._known(ref)
        row.verdict, row.place = "accepted", place
        self._put(_name(ref), row)

    def refuse(self, ref: str) -> None:
        """Remember that the row was refused, for those below it."""
        row = self._known(ref)
        if ref and row.verdict != "accepted":
            row.verdict = "refused"
            self._put(_name(ref), row)

    def drop(self, ref: str) -> None:
        """Remember that the row could not be registered, whatever was said of it here."""
        row = self._known(ref)
        row.dropped = True
        self._put(_name(ref), row)

    def may_come(self, ref: str) -> bool:
        """Whether the row of this name may still be registered, as far as the file says."""
        row = self._get(_name(ref))
        return row is not None and row.verdict != "refused" and not row.cyclic and not row.dropped

    def is_dropped(self, ref: str) -> bool:
        """Whether the row could not be registered."""
        return self._known(ref).dropped

    def likely_double(
        self,
        place: Place,
        *,
        parties: tuple[RecordedParty, ...],
        title: str,
        signed_on: str | None,
        numbers: tuple[DocumentNumber, ...],
    ) -> Place | None:
        """The earlier row that this one probably repeats, and remember this one.

        The same parties, title and signing day, or the same complete number of the same party.
        """
        keys = sorted(map(_party_key, parties))
        words = spelling.key(spelling.words(title)) + _fingerprint(title[300:]).hex()
        prints = [_fingerprint("row", *keys, words, signed_on or "")]
        for number in numbers:
            plain = normal_form(number.text)
            if not number.complete or len(plain) < _SHORTEST_NUMBER:
                continue
            owners = keys if number.party is None else [_party_key(parties[number.party])]
            prints.extend(_fingerprint("number", owner, plain) for owner in owners)
        here = _encode(place)
        noted = [self._notes.setdefault(_DOUBLE + mark, here) for mark in prints]
        earlier = next((each for each in noted if each != here), None)
        return None if earlier is None else _decode_place(earlier)
