"""What the rows of one file say about each other: the tree of parents, repeats, likely doubles.

Only small fingerprints are kept, never rows, and they may be kept elsewhere than in memory: a
mapping of bytes to bytes is all that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping
from hashlib import blake2b
from typing import Literal

import msgspec

from kadflow.intake import spelling
from kadflow.intake.records import DocumentNumber, RecordedParty
from kadflow.intake.rows import RawRow

_NOT_NUMBER = re.compile(r"[^0-9A-Z]+")
_SHORTEST_NUMBER = 5  # letters and digits; shorter numbers repeat everywhere
_ROW, _DOUBLE = b"r", b"d"  # what a key is about

Place = tuple[str | None, int]  # sheet and row
Notes = MutableMapping[bytes, bytes]
"""Where what is known of a file is kept; a dictionary, or something that is on disk."""


class _Row(msgspec.Struct, array_like=True, omit_defaults=True, gc=False):
    """What is known of the row of one ref.

    Attributes:
        parent: Key of the row above it; None where it names none.
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


def _row_key(ref: str) -> bytes:
    return _ROW + blake2b(ref.encode("utf-8", "surrogatepass"), digest_size=16).digest()


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

    # -------------------------------------------------------------- the tree

    def learn(self, rows: Iterable[RawRow]) -> None:
        """Read which row stands below which, before judging any.

        Args:
            rows: All rows of the file, once.
        """
        for raw in rows:
            ref, parent = raw.cells.get("ref", ""), raw.cells.get("parent_ref", "")
            if ref and (key := _row_key(ref)) not in self._notes:
                self._put(key, _Row(parent=_row_key(parent) if parent else None))
        self._find_cycles()

    def _find_cycles(self) -> None:
        """Mark refs that are their own ancestor; rows that only hang below a cycle are not.

        Each row is passed once, up to where a walk passed before: one that comes back to itself
        found a cycle. Nothing of a walk is held but its number.
        """
        for walk, start in enumerate(self._row_keys(), 1):
            at: bytes | None = start
            row = self._get(start)
            if row is None or row.parent is None:
                continue
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

    def _row_keys(self) -> Iterator[bytes]:
        return (key for key in self._notes if key.startswith(_ROW))

    def _get(self, key: bytes | None) -> _Row | None:
        stored = self._notes.get(key) if key is not None else None
        return None if stored is None else _decode_row(stored)

    def _put(self, key: bytes | None, row: _Row) -> None:
        if key is not None:
            self._notes[key] = _encode(row)

    def _known(self, ref: str) -> _Row:
        return self._get(_row_key(ref)) or _Row()

    # -------------------------------------------------------------- one row among the others

    def is_cyclic(self, ref: str) -> bool:
        """Whether the row is its own ancestor."""
        return self._known(ref).cyclic

    def has_row(self, ref: str) -> bool:
        """Whether the file holds a row of this name, as far as it was read."""
        return _row_key(ref) in self._notes

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
        self._put(_row_key(ref), row)

    def refuse(self, ref: str) -> None:
        """Remember that the row was refused, for those below it."""
        row = self._known(ref)
        if ref and row.verdict != "accepted":
            row.verdict = "refused"
            self._put(_row_key(ref), row)

    def drop(self, ref: str) -> None:
        """Remember that the row could not be registered, whatever was said of it here."""
        row = self._known(ref)
        row.dropped = True
        self._put(_row_key(ref), row)

    def may_come(self, ref: str) -> bool:
        """Whether the row of this name may still be registered, as far as the file says."""
        row = self._get(_row_key(ref))
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
            plain = _NOT_NUMBER.sub("", number.text.upper())
            if not number.complete or len(plain) < _SHORTEST_NUMBER:
                continue
            owners = keys if number.party is None else [_party_key(parties[number.party])]
            prints.extend(_fingerprint("number", owner, plain) for owner in owners)
        found: list[bytes] = []
        new: list[bytes] = []
        for mark in prints:
            earlier = self._notes.get(_DOUBLE + mark)
            if earlier is None:
                new.append(mark)
            else:
                found.append(earlier)
        for mark in new:
            self._notes[_DOUBLE + mark] = _encode(place)
        return _decode_place(found[0]) if found else None
