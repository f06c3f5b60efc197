from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.audit.notes import Checkpoint
from kadflow.audit.tree import tree_root
from kadflow.audit.witness import MAX_NAMED, LeafRow, verify_against

DIGESTS = [sha256(b"%d" % number).hexdigest() for number in range(150)]
FORGED = sha256(b"forged").hexdigest()


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint("origin", size, tree_root(map(bytes.fromhex, DIGESTS[:size])), 1)


def leaves(size: int) -> list[LeafRow]:
    return [(n, f"s{n % 3}", n // 3 + 1, DIGESTS[n], DIGESTS[n]) for n in range(size)]


@given(st.integers(0, 40), st.integers(0, 9))
def test_a_record_that_only_grew_holds_against_every_former_checkpoint(
    size: int, later: int
) -> None:
    report = verify_against(checkpoint(size), leaves(size + later))
    assert (report.ok, report.present, report.later) == (True, size, later)
    assert str(report).startswith(f"All {size} entries")


@given(st.data(), st.integers(1, 40))
def test_nothing_that_the_checkpoint_covers_can_change_unseen(data: Any, size: int) -> None:
    rows, place = leaves(size), data.draw(st.integers(0, size - 1))
    leaf, stream, number, digest, _ = rows[place]
    rows[place] = (leaf, stream, number, FORGED, FORGED)
    assert verify_against(checkpoint(size), rows).finding == "rewritten"
    rows[place] = (leaf, stream, number, digest, FORGED)
    assert verify_against(checkpoint(size), rows).finding == "lost"
    rows[place] = (leaf, stream, number, FORGED, digest)
    assert verify_against(checkpoint(size), rows).finding == "leaves"
    del rows[place]
    report = verify_against(checkpoint(size), rows)
    assert (report.finding, report.first_missing) == ("missing", place)


def test_entries_that_are_changed_or_gone_are_named() -> None:
    rows = leaves(9)
    rows[4] = (*rows[4][:4], None)
    rows[7] = (*rows[7][:4], FORGED)
    report = verify_against(checkpoint(8), rows)
    assert [(lost.leaf, lost.stream, lost.number) for lost in report.lost] == [
        (4, "s1", 2),
        (7, "s1", 3),
    ]
    assert str(report) == (
        "Of the 8 entries that the checkpoint covers, 2 are changed or gone. "
        "The first: stream s1, entry 2, is gone."
    )


def test_a_cut_off_end_is_told_with_its_place() -> None:
    report = verify_against(checkpoint(9), leaves(6))
    assert (report.finding, report.present, report.first_missing) == ("missing", 6, 6)
    assert "leaf 6 is the first that is missing" in str(report)


def test_only_so_many_lost_entries_are_named_but_all_are_counted() -> None:
    rows: list[LeafRow] = [(*row[:4], None) for row in leaves(150)]
    report = verify_against(checkpoint(150), rows)
    assert (len(report.lost), report.lost_count) == (MAX_NAMED, 150)
    assert report.lost[0].found is None


@pytest.mark.parametrize("digest", ["", "zz", "\udc00"])
def test_a_stored_digest_that_is_none_is_a_finding_and_not_a_crash(digest: str) -> None:
    rows = leaves(5)
    rows[2] = (2, "s2", 1, digest, DIGESTS[2])
    assert verify_against(checkpoint(5), rows).finding == "leaves"


def test_an_alteration_of_entry_and_leaf_together_is_seen() -> None:
    rows = leaves(5)
    rows[1], rows[2] = (1, *rows[2][1:]), (2, *rows[1][1:])
    report = verify_against(checkpoint(5), rows)
    assert (report.finding, report.ok) == ("rewritten", False)
    assert report.expected != report.found
