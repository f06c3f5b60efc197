from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.audit.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from kadflow.errors import HistoryBrokenError, InvalidInputError

LEAVES = [sha256(b"%d" % number).digest() for number in range(70)]
SIZES = st.integers(1, len(LEAVES))


def split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def defined_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else EMPTY_ROOT
    k = split(len(leaves))
    return node_hash(defined_root(leaves[:k]), defined_root(leaves[k:]))


def defined_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*defined_path(index, leaves[:k]), defined_root(leaves[k:])]
    return [*defined_path(index - k, leaves[k:]), defined_root(leaves[:k])]


def defined_proof(size: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """RFC 6962 section 2.1.2."""
    if size == len(leaves):
        return [] if whole else [defined_root(leaves)]
    k = split(len(leaves))
    if size <= k:
        return [*defined_proof(size, leaves[:k], whole=whole), defined_root(leaves[k:])]
    return [*defined_proof(size - k, leaves[k:], whole=False), defined_root(leaves[:k])]


def test_roots_are_those_of_the_definition_for_every_size() -> None:
    for size in range(len(LEAVES) + 1):
        assert tree_root(LEAVES[:size]) == defined_root(LEAVES[:size])


def test_inclusion_paths_are_those_of_the_definition_for_every_leaf() -> None:
    for size in range(1, 40):
        for index in range(size):
            assert inclusion_proof(LEAVES[:size], index) == defined_path(index, LEAVES[:size])


def test_consistency_proofs_are_those_of_the_definition_for_every_pair() -> None:
    for size in range(1, 40):
        for old in range(1, size + 1):
            assert consistency_proof(LEAVES[:size], old) == defined_proof(old, LEAVES[:size])


@given(st.data(), SIZES)
def test_an_inclusion_proof_holds_for_its_leaf_and_place_only(data: Any, size: int) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size + 1))
    root, proof = tree_root(LEAVES[:size]), inclusion_proof(LEAVES[:size], index)

    def holds(digest: bytes, place: int, of: int = size, steps: list[bytes] = proof) -> bool:
        return verify_inclusion(steps, digest=digest, index=place, size=of, root=root)

    assert holds(LEAVES[index], index)
    assert holds(LEAVES[index], other) == (other == index)
    assert not holds(sha256(b"forged").digest(), index)
    assert not holds(LEAVES[index], index, steps=[*proof, root])
    if proof:
        assert not holds(LEAVES[index], index, steps=proof[:-1])
        assert not holds(LEAVES[index], index, steps=[root, *proof[1:]])


@given(SIZES, SIZES)
def test_a_consistency_proof_holds_for_trees_that_grew_and_no_others(a: int, b: int) -> None:
    old, size = sorted((a, b))
    old_root, root = tree_root(LEAVES[:old]), tree_root(LEAVES[:size])
    proof = consistency_proof(LEAVES[:size], old)
    rewritten = tree_root([*LEAVES[: old - 1], sha256(b"forged").digest()])

    def holds(former: bytes, present: bytes, steps: list[bytes]) -> bool:
        return verify_consistency(steps, old_size=old, old_root=former, size=size, root=present)

    assert holds(old_root, root, proof)
    assert not holds(rewritten, root, proof)
    assert not holds(old_root, rewritten, proof)
    assert not holds(old_root, root, [*proof, root])
    if proof:
        assert not holds(old_root, root, proof[:-1])
        assert not holds(old_root, root, [])


def test_a_proof_for_a_tree_of_another_height_does_not_hold() -> None:
    first, second = leaf_hash(LEAVES[0]), leaf_hash(LEAVES[1])
    pair = node_hash(first, second)
    lone: Any = {"digest": LEAVES[0], "index": 0, "root": first}
    assert verify_inclusion([], size=1, **lone)
    assert not verify_inclusion([], size=2, **lone)
    assert not verify_inclusion([first], digest=LEAVES[1], index=0, size=1, root=pair)
    assert not verify_consistency([], old_size=1, old_root=first, size=2, root=first)
    assert not verify_consistency([second], old_size=1, old_root=first, size=3, root=pair)


def test_every_tree_grew_from_the_empty_one() -> None:
    root = tree_root(LEAVES)
    assert consistency_proof(LEAVES, 0) == []
    assert verify_consistency([], old_size=0, old_root=EMPTY_ROOT, size=len(LEAVES), root=root)
    assert not verify_consistency([], old_size=0, old_root=root, size=len(LEAVES), root=root)
    assert not verify_consistency([], old_size=3, old_root=root, size=2, root=root)


@given(st.lists(st.integers(0, 9), max_size=8))
def test_a_frontier_kept_as_json_grows_as_if_never_put_down(steps: list[int]) -> None:
    kept, size = Frontier(), 0
    for step in steps:
        kept = Frontier.from_json(json.loads(json.dumps(kept.to_json())))
        kept.extend(LEAVES[size : size + step])
        size = min(size + step, len(LEAVES))
        assert (kept.size, kept.root()) == (size, defined_root(LEAVES[:size]))


def test_a_frontier_keeps_one_hash_for_each_bit_of_its_size() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES)
    assert len(frontier.to_json()["peaks"]) == len(LEAVES).bit_count()  # type: ignore[arg-type]


def test_a_copy_of_a_frontier_grows_on_its_own() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:5])
    frontier.copy().append(LEAVES[5])
    assert (frontier.size, frontier.root()) == (5, defined_root(LEAVES[:5]))


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {"size": 1},
        {"size": "1", "peaks": []},
        {"size": 3, "peaks": ["00" * 32]},
        {"size": 1, "peaks": ["00" * 31]},
        {"size": 1, "peaks": ["zz" * 32]},
        {"size": -1, "peaks": ["00" * 32]},
    ],
)
def test_a_stored_frontier_that_contradicts_itself_is_refused(stored: object) -> None:
    with pytest.raises(HistoryBrokenError, match="edge of the tree"):
        Frontier.from_json(stored)


def test_no_proof_is_made_for_what_the_tree_does_not_hold() -> None:
    with pytest.raises(InvalidInputError, match="no leaf 70"):
        inclusion_proof(LEAVES, 70)
    with pytest.raises(InvalidInputError, match="never grew"):
        consistency_proof(LEAVES, 71)
