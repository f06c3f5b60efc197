r"""One Merkle tree over all events: short proofs that an entry, or a former state, is in it.

The leaves are the 32-byte digests of events in the order in which they were sealed.
``leaf = SHA-256(0x00 + digest)``, ``node = SHA-256(0x01 + left + right)``; the left subtree of
*n* leaves holds the largest power of two below *n*; the empty tree's root is ``SHA-256("")``.

`Frontier` keeps only the roots of the complete subtrees (one per set bit of the size), so that
a sealer adds leaves and signs roots without ever reading the old ones. Proofs are made from
leaves, or from any source of subtree roots.

Source:
    RFC 6962 section 2.1 (tree); RFC 9162 sections 2.1.3.2 and 2.1.4.2 (verification).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from kadflow.errors import HistoryBrokenError, InvalidInputError

EMPTY_ROOT: Final = sha256(b"").digest()
"""Root of the tree without leaves."""


def leaf_hash(digest: bytes) -> bytes:
    """Hash one leaf.

    Args:
        digest: The leaf's data; for Kadflow the 32 bytes of an event's digest.

    Returns:
        32 bytes.
    """
    return sha256(b"\x00" + digest).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Join the roots of two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree of which only the right edge is kept: at most one hash per bit of the size.

    Attributes:
        size: Number of leaves.
    """

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # roots of complete subtrees, largest first

    def append(self, digest: bytes) -> None:
        """Add one leaf at the right end."""
        root = sha256(b"\x00" + digest).digest()
        peaks, size = self._peaks, self.size
        while size & 1:
            root = sha256(b"\x01" + peaks.pop() + root).digest()
            size >>= 1
        peaks.append(root)
        self.size += 1

    def extend(self, digests: Iterable[bytes]) -> None:
        """Add leaves in order."""
        for digest in digests:
            self.append(digest)

    def root(self) -> bytes:
        """Compute the root of the present leaves, in a logarithmic number of hashes."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> Frontier:
        """Give a second tree that grows on its own."""
        other = Frontier()
        other.size, other._peaks = self.size, list(self._peaks)
        return other

    def to_json(self) -> dict[str, int | list[str]]:
        """Give the state as JSON values: ``{"size": 6, "peaks": [hex, hex]}``, largest first."""
        return {"size": self.size, "peaks": [peak.hex() for peak in self._peaks]}

    @classmethod
    def from_json(cls, value: object) -> Frontier:
        """Take up where `to_json` left off.

        Raises:
            HistoryBrokenError: The stored state contradicts itself.
        """
        try:
            stored = msgspec.convert(value, _StoredFrontier)
            peaks = [bytes.fromhex(peak) for peak in stored.peaks]
        except (msgspec.ValidationError, ValueError) as error:
            raise _bad_frontier(str(error), "isinya tidak terbaca") from error
        if stored.size < 0 or len(peaks) != stored.size.bit_count():
            fault = f"{stored.size} leaves do not leave {len(peaks)} complete subtrees"
            raise _bad_frontier(
                fault, f"jumlah cabangnya ({len(peaks)}) tidak sesuai dengan {stored.size} catatan"
            )
        if any(len(peak) != len(EMPTY_ROOT) for peak in peaks):
            raise _bad_frontier(
                "a subtree's root does not have 32 bytes",
                "panjang salah satu cabangnya tidak sesuai",
            )
        frontier = cls()
        frontier.size, frontier._peaks = stored.size, peaks
        return frontier


class _StoredFrontier(msgspec.Struct, frozen=True):
    size: int
    peaks: list[str]


def _bad_frontier(fault: str, salah: str) -> HistoryBrokenError:
    message = f"The stored edge of the tree is not usable: {fault}."
    return HistoryBrokenError(
        message,
        hint="Build it again from the leaves.",
        pesan=f"Ringkasan riwayat yang tersimpan tidak dapat dipakai: {salah}.",
        saran="Susun kembali dari seluruh catatannya.",
    )


def tree_root(digests: Iterable[bytes]) -> bytes:
    """Compute the root over leaves given in order, in flat memory."""
    frontier = Frontier()
    frontier.extend(digests)
    return frontier.root()


def inclusion_proof(digests: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that a leaf stands at a place of the tree.

    Args:
        digests: All leaves of the tree, in order.
        index: Place of the leaf, from 0.

    Returns:
        The audit path, from the leaf's sibling upwards.

    Raises:
        InvalidInputError: The tree has no such leaf.

    Source:
        RFC 6962 section 2.1.1.
    """
    if not 0 <= index < len(digests):
        message = f"The tree has {len(digests)} leaves; there is no leaf {index}."
        raise InvalidInputError(
            message,
            hint="Leaves are counted from 0.",
            pesan=f"Riwayat tersegel memuat {len(digests)} catatan; tidak ada catatan {index}.",
            saran="Catatan dihitung mulai dari 0.",
        )
    level = [leaf_hash(digest) for digest in digests]
    path: list[bytes] = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, index = _next_level(level), index >> 1
    return path


def consistency_proof(digests: Sequence[bytes], size: int) -> list[bytes]:
    """Prove that the tree of the first leaves is the beginning of the tree of all.

    Args:
        digests: All leaves of the present tree, in order.
        size: Number of leaves that the former tree had.

    Returns:
        The proof; empty where the former tree is empty or the present one.

    Raises:
        InvalidInputError: The former tree would be larger than the present one.

    Source:
        RFC 6962 section 2.1.2.
    """
    if not 0 <= size <= len(digests):
        message = f"The tree has {len(digests)} leaves; it never grew from one of {size}."
        raise InvalidInputError(
            message,
            hint="Ask from the smaller size to the larger.",
            pesan=f"Riwayat tersegel memuat {len(digests)} catatan; tidak pernah berawal dari "
            f"{size} catatan.",
            saran="Bandingkan dari segel yang lebih lama ke yang lebih baru.",
        )
    if size in (0, len(digests)):
        return []
    level = [leaf_hash(digest) for digest in digests]
    index = size - 1
    while index & 1:  # climb to the largest complete subtree that ends the former tree
        level, index = _next_level(level), index >> 1
    path = [level[index]] if index else []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, index = _next_level(level), index >> 1
    return path


def verify_inclusion(
    proof: Sequence[bytes], *, digest: bytes, index: int, size: int, root: bytes
) -> bool:
    """Check an audit path.

    Args:
        proof: As `inclusion_proof` gives it.
        digest: The leaf's data.
        index: Place of the leaf, from 0.
        size: Number of leaves of the tree.
        root: Root of the tree, from a source that is trusted, such as a checkpoint.

    Returns:
        Whether the leaf stands at this place of the tree with this root.

    Source:
        RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    place, last, computed = index, size - 1, leaf_hash(digest)
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            computed = node_hash(sibling, computed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(
    proof: Sequence[bytes], *, old_size: int, old_root: bytes, size: int, root: bytes
) -> bool:
    """Check that one tree only grew into another.

    Args:
        proof: As `consistency_proof` gives it.
        old_size: Number of leaves of the former tree.
        old_root: Its root, from a source that is trusted.
        size: Number of leaves of the present tree.
        root: Its root.

    Returns:
        Whether the first ``old_size`` leaves of the present tree are those of the former.

    Source:
        RFC 9162 section 2.1.4.2.
    """
    if not 0 <= old_size <= size:
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if old_size == size:
        return not proof and old_root == root
    steps = list(proof)
    if old_size & (old_size - 1) == 0:  # a complete tree is its own first step
        steps.insert(0, old_root)
    if not steps:
        return False
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    former = present = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            former, present = node_hash(sibling, former), node_hash(sibling, present)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            present = node_hash(present, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and former == old_root and present == root


def _next_level(level: list[bytes]) -> list[bytes]:
    """Join neighbours; a last one without a neighbour rises as it is."""
    joined = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    if len(level) & 1:
        joined.append(level[-1])
    return joined
