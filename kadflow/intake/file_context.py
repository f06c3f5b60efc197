"""What the rows of one file say about each other: the tree of parents, repeats, likely doubles.

Only small fingerprints are kept, never rows: about 100 bytes a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from kadflow.intake import spelling
from kadflow.intake.records import DocumentNumber, RecordedParty
from kadflow.intake.rows import RawRow

_NOT_NUMBER = re.compile(r"[^0-9A-Z]+")
_SHORTEST_NUMBER = 5  # letters and digits; shorter numbers repeat everywhere


def _fingerprint(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=12).digest()


def _party_key(party: RecordedParty) -> str:
    return party.region or spelling.key(spelling.words(party.name))


Place = tuple[str | None, int]  # sheet and row


class FileContext:
    """What is known of the other rows of a file while its rows are judged in order.

    Args:
        today: ISO date of the importer's clock; a later signing day is refused. None: not asked.
    """

    def __init__(self, *, today: str | None = None) -> None:
        self.today = today
        self._parents: dict[str, str] = {}
        self._known: set[str] = set()
        self._cyclic: set[str] = set()
        self._accepted: dict[str, Place] = {}
        self._refused: set[str] = set()
        self._prints: dict[bytes, Place] = {}

    def learn(self, rows: Iterable[RawRow]) -> None:
        """Read which row stands below which, before judging any.

        Args:
            rows: All rows of the file, once.
        """
        for raw in rows:
            ref, parent = raw.cells.get("ref", ""), raw.cells.get("parent_ref", "")
            if ref and ref not in self._known:
                self._known.add(ref)
                if parent:
                    self._parents[ref] = parent
        self._cyclic = self._find_cycles()

    def _find_cycles(self) -> set[str]:
        """Refs that are their own ancestor; rows that only hang below a cycle are not in it."""
        done: set[str] = set()
        cyclic: set[str] = set()
        for start in self._parents:
            path: dict[str, int] = {}
            at: str | None = start
            while at is not None and at not in done and at not in path:
                path[at] = len(path)
                at = self._parents.get(at)
            if at is not None and at in path:
                cyclic.update(ref for ref, step in path.items() if step >= path[at])
            done.update(path)
        return cyclic

    def is_cyclic(self, ref: str) -> bool:
        """Whether the row is its own ancestor."""
        return ref in self._cyclic

    def has_row(self, ref: str) -> bool:
        """Whether the file holds a row of this name, as far as it was read."""
        return ref in self._known or ref in self._accepted or ref in self._refused

    def is_refused(self, ref: str) -> bool:
        """Whether that row was refused before."""
        return ref in self._refused

    def taken_by(self, ref: str) -> Place | None:
        """The accepted row of this name, or None."""
        return self._accepted.get(ref)

    def accept(self, ref: str, place: Place) -> None:
        """Remember that the name is taken; an earlier refused row of the name is mended by it."""
        self._accepted[ref] = place
        self._refused.discard(ref)

    def refuse(self, ref: str) -> None:
        """Remember that the row was refused, for those below it."""
        if ref and ref not in self._accepted:
            self._refused.add(ref)

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
        found = [self._prints[mark] for mark in prints if mark in self._prints]
        for mark in prints:
            self._prints.setdefault(mark, place)
        return found[0] if found else None
