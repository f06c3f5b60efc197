"""Prove the present record against a checkpoint that was kept elsewhere.

The leaves are read in the order in which they were sealed, each with the digest that the tree
was given and the digest of the entry as it is stored now. The root over the first *n* must be
the one that the checkpoint signs; then every entry whose digests differ, or that is gone, is
named. Verify the checkpoint's signature first: `kadflow.audit.notes.verify_checkpoint`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from kadflow.audit.notes import Checkpoint
from kadflow.audit.tree import Frontier

MAX_NAMED: Final = 100
"""Most lost entries that a report names one by one."""

LeafRow = tuple[int, str, int, str, str | None]
"""Place in the tree from 0, stream, number, digest as sealed (hex), digest of the entry stored now (hex; None if gone)."""

Finding = Literal["holds", "lost", "missing", "leaves", "rewritten"]


class LostEntry(msgspec.Struct, frozen=True):
    """An entry that the checkpoint covers and that is no more as it was.

    Attributes:
        leaf: Its place in the tree, from 0.
        stream: Its stream.
        number: Its number there.
        expected: Digest as sealed, hex.
        found: Digest of what is stored now, hex; None where nothing is.
    """

    leaf: int
    stream: str
    number: int
    expected: str
    found: str | None


class WitnessReport(msgspec.Struct, frozen=True):
    """What a checkpoint says about the present record.

    Attributes:
        finding: ``holds``; ``lost``: the root holds, and the entries in ``lost`` are changed or
            gone; ``missing``: a leaf that the checkpoint covers is not there, in the middle or
            at the end; ``leaves``: the entries hold, but the list of leaves was altered and is to be rebuilt; ``rewritten``:
            the record is not the one that was sealed, and nothing here can say where.
        size: Leaves that the checkpoint covers.
        present: How many of them are there.
        later: Leaves after them, which the checkpoint does not cover.
        first_missing: Place of the first leaf that is not there; None where none is missing.
        expected: Root in the checkpoint, hex.
        found: Root over the present leaves up to the first missing one, hex.
        lost: The first `MAX_NAMED` entries that differ.
        lost_count: All of them.
    """

    finding: Finding
    size: int
    present: int
    later: int
    first_missing: int | None
    expected: str
    found: str
    lost: tuple[LostEntry, ...] = ()
    lost_count: int = 0

    @property
    def ok(self) -> bool:
        """Whether all that the checkpoint covers is still there, unchanged."""
        return self.finding == "holds"

    def __str__(self) -> str:
        """One sentence for people."""
        sentence = _SENTENCES[self.finding].format(
            size=self.size, present=self.present, count=self.lost_count, leaf=self.first_missing
        )
        if self.lost:
            first = self.lost[0]
            where = "gone" if first.found is None else "changed"
            sentence += f" The first: stream {first.stream}, entry {first.number}, is {where}."
        return sentence


_SENTENCES: Final[dict[Finding, str]] = {
    "holds": "All {size} entries that the checkpoint covers are here, unchanged.",
    "lost": "Of the {size} entries that the checkpoint covers, {count} are changed or gone.",
    "missing": "The checkpoint covers {size} entries; only {present} are in the list of leaves, "
    "leaf {leaf} is the first that is missing.",
    "leaves": "The {size} entries hold; the list of leaves was altered. Rebuild it.",
    "rewritten": "These are not the {size} entries that the checkpoint covers.",
}


def verify_against(checkpoint: Checkpoint, leaves: Iterable[LeafRow]) -> WitnessReport:
    """Prove the present leaves against a checkpoint, in flat memory.

    Args:
        checkpoint: From a note whose signature was verified, best from a copy that the server
            did not keep.
        leaves: All leaves in order, from the first; those after the checkpoint are only counted.

    Returns:
        The report; whether entries follow from their bytes is `verify_stream`'s to say.
    """
    sealed = Frontier()
    stored: Frontier | None = None  # differs from ``sealed`` only from the first lost entry on
    lost: list[LostEntry] = []
    present = later = lost_count = 0
    for leaf, stream, number, digest, now in leaves:
        if leaf >= checkpoint.size:
            later += 1
            continue
        present += 1
        if digest != now:
            lost_count += 1
            if len(lost) < MAX_NAMED:
                lost.append(LostEntry(leaf, stream, number, digest, now))
            if stored is None:
                stored = sealed.copy()
        if leaf == sealed.size:  # after a gap no root means anything
            sealed.append(_leaf(digest))
            if stored is not None:
                stored.append(_leaf(now or ""))
    root = sealed.root()
    finding: Finding = "rewritten"
    if sealed.size < checkpoint.size:
        finding = "missing"
    elif root == checkpoint.root:
        finding = "lost" if lost_count else "holds"
    elif stored is not None and stored.root() == checkpoint.root:
        finding, lost, lost_count = "leaves", [], 0
    return WitnessReport(
        finding=finding,
        size=checkpoint.size,
        present=present,
        later=later,
        first_missing=sealed.size if finding == "missing" else None,
        expected=checkpoint.root.hex(),
        found=root.hex(),
        lost=tuple(lost),
        lost_count=lost_count,
    )


def _leaf(digest: str) -> bytes:
    """Read a stored digest; what is not hex can only give another root, never an exception."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return digest.encode(errors="surrogatepass")
