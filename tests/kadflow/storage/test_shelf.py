"""What a long run notes on disk is what a dictionary would hold, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.agreements import FileContext, RawRow
from kadflow.storage.shelf import Shelf

KEYS = st.binary(min_size=1, max_size=3)


@given(st.lists(st.tuples(st.sampled_from(["put", "drop"]), KEYS, st.binary(max_size=4))))
def test_a_shelf_holds_what_a_dictionary_would(steps):
    wanted: dict[bytes, bytes] = {}
    with closing(Shelf()) as shelf:
        for step, key, value in steps:
            if step == "put":
                shelf[key] = wanted[key] = value
            else:
                assert shelf.pop(key, None) == wanted.pop(key, None)
        assert dict(shelf) == wanted
        assert list(shelf) == sorted(wanted)
        assert len(shelf) == len(wanted)
        assert all(key in shelf and shelf.get(key) == value for key, value in wanted.items())
        assert b"nowhere" not in shelf
        assert shelf.get(b"nowhere") is None


def test_more_keys_than_are_read_at_once_are_all_given():
    with closing(Shelf()) as shelf:
        for number in range(2_500):
            shelf[number.to_bytes(2, "big")] = b""
        assert len(list(shelf)) == 2_500


TREES = st.lists(st.integers(-1, 11), min_size=1, max_size=12)  # the row above each; -1: none


@given(TREES)
def test_rows_above_themselves_are_found_in_any_tree_in_memory_and_on_disk(above):
    def rises_to_itself(start: int) -> bool:
        at, steps = above[start], 0
        while 0 <= at < len(above) and steps <= len(above):
            if at == start:
                return True
            at, steps = above[at], steps + 1
        return False

    rows = [
        RawRow(at + 2, {"ref": f"r{at}", "parent_ref": f"r{parent}" if parent >= 0 else ""})
        for at, parent in enumerate(above)
    ]
    wanted = [rises_to_itself(at) for at in range(len(above))]
    with closing(Shelf()) as shelf:
        for context in (FileContext(), FileContext(notes=shelf)):
            context.learn(rows)
            assert [context.is_cyclic(row.cells["ref"]) for row in rows] == wanted
            assert [context.may_come(row.cells["ref"]) for row in rows] == [
                not cyclic for cyclic in wanted
            ]


def test_memory_stays_flat_however_long_the_file():
    def peak(length: int) -> int:
        tracemalloc.start()
        with closing(Shelf()) as shelf:
            context = FileContext(notes=shelf)
            context.learn(
                RawRow(at, {"ref": f"PERJ-{at}", "parent_ref": f"PERJ-{at - at % 10}"})
                for at in range(length)
            )
            for at in range(length):
                context.accept(f"PERJ-{at}", (None, at))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)  # what is made once
    assert peak(6_000) < peak(2_000) + 60_000  # in dictionaries: a million bytes more


FULL = """
import resource
from kadflow.errors import StorageUnavailableError
from kadflow.storage.shelf import Shelf
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
shelf = Shelf()
try:
    for number in range(20_000):
        shelf[number.to_bytes(4, "big") * 8] = bytes(2_000)
except StorageUnavailableError as error:
    print(error.message, error.pesan)
"""


def test_a_disk_without_room_is_told_in_a_sentence():
    said = subprocess.run(
        [sys.executable, "-c", FULL], capture_output=True, text=True, check=True
    ).stdout
    assert "no room for temporary files" in said
    assert "Tidak ada ruang" in said
