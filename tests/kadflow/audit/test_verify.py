from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.audit.canonical import canonical_bytes
from kadflow.audit.chain import StreamHead, event_digest
from kadflow.audit.verify import (
    ALL_COLUMNS,
    SealedPart,
    Tombstone,
    seals,
    verify_stream,
    verify_streams,
)
from kadflow.domain.events import Part, Sealed
from kadflow.errors import HistoryBrokenError, InvalidInputError
from tests.kadflow.audit.histories import COLUMNS, STREAM, draft, record, rows_of

LENGTH = 8
ENTRIES, HEAD = record([draft(data={"turn": turn}) for turn in range(LENGTH)])
ROWS = rows_of(ENTRIES)
OTHER = "01943a5e-7c00-7000-8000-00000000a002"


def other_stream(length: int) -> tuple[list[Sealed], StreamHead]:
    return record([draft(stream=OTHER)] * length, head=StreamHead(OTHER))


@given(st.lists(st.integers(0, LENGTH - 1), max_size=LENGTH + 2))
def test_rows_hold_only_as_the_whole_stream_in_its_order(picked: list[int]) -> None:
    report = verify_stream([ROWS[i] for i in picked], columns=COLUMNS, head=HEAD)
    assert report.ok == (picked == list(range(LENGTH)))


@given(st.data(), st.integers(0, LENGTH - 1))
def test_no_byte_of_a_stored_entry_can_change(data: Any, place: int) -> None:
    *columns, digest, body = ROWS[place]
    at = data.draw(st.integers(0, len(body) - 1))
    changed = bytearray(body)
    changed[at] ^= data.draw(st.integers(1, 255))
    rows = [*ROWS[:place], (*columns, digest, bytes(changed)), *ROWS[place + 1 :]]
    found = verify_stream(rows, columns=COLUMNS, head=HEAD).first_break
    assert found is not None
    assert (found.number, found.what) == (place + 1, "changed")


@given(st.integers(0, LENGTH - 1), st.integers(0, len(COLUMNS) - 1), st.booleans())
def test_no_column_can_contradict_its_bytes(place: int, column: int, lost: bool) -> None:
    row = list(ROWS[place])
    row[column] = None if lost else 99 if COLUMNS[column] == "number" else "other"
    rows = [*ROWS[:place], tuple(row), *ROWS[place + 1 :]]
    found = verify_stream(rows, columns=COLUMNS, head=HEAD).first_break
    assert found is not None
    assert (found.number, found.what, found.field) == (place + 1, "column", COLUMNS[column])


@given(st.integers(0, LENGTH - 1), st.sampled_from(["kind", "data", "rules", "effective_on"]))
def test_an_entry_replaced_with_its_own_digest_breaks_the_link_after_it(
    place: int, field: str
) -> None:
    event = msgspec.to_builtins(ENTRIES[place].event)
    event[field] = {"data": {}, "rules": 9, "kind": "x.y"}.get(
        field, {"date": "2020-01-01", "zone": "Asia/Jakarta"}
    )
    body = canonical_bytes(event)
    forged = (STREAM, place + 1, event_digest(body), body)
    rows = [(*row[:2], *row[-2:]) for row in ROWS]
    rows[place] = forged
    found = verify_stream(rows, head=HEAD).first_break
    assert found is not None
    if place + 1 < LENGTH:
        assert (found.number, found.what) == (place + 2, "previous")
    else:
        assert (found.number, found.what) == (LENGTH, "head")


def test_a_whole_stream_holds_and_its_head_is_reported() -> None:
    report = verify_stream(ROWS, columns=COLUMNS, head=HEAD, strict=True)
    assert (report.ok, report.count, report.head, report.stream) == (True, LENGTH, HEAD, STREAM)


def test_the_entries_before_a_break_are_counted_and_named_as_the_head() -> None:
    report = verify_stream([*ROWS[:3], *ROWS[4:]], columns=COLUMNS)
    assert (report.count, report.head.digest) == (3, ENTRIES[2].digest)


def test_rows_may_be_lists_and_bodies_may_be_views() -> None:
    rows = [[*row[:-1], memoryview(row[-1])] for row in ROWS]
    assert verify_stream(rows, columns=COLUMNS, head=HEAD).ok


def test_an_empty_stream_holds_while_its_head_says_so() -> None:
    assert verify_stream([]).ok
    assert verify_stream([], head=StreamHead(STREAM)).ok
    assert not verify_stream([], head=HEAD).ok


def test_a_missing_end_is_seen_only_against_the_head() -> None:
    assert verify_stream(ROWS[:-1], columns=COLUMNS).ok
    found = verify_stream(ROWS[:-1], columns=COLUMNS, head=HEAD).first_break
    assert found is not None
    assert (found.number, found.what) == (LENGTH, "truncated")


def test_strict_verification_refuses_bytes_in_another_form_that_are_linked_rightly() -> None:
    for loose in (b" " + ENTRIES[0].body, ENTRIES[0].body[:-1] + b',"z":1}'):
        row = (*ROWS[0][:-2], event_digest(loose), loose)
        assert verify_stream([row], columns=COLUMNS).ok
        found = verify_stream([row], columns=COLUMNS, strict=True).first_break
        assert found is not None
        assert (found.number, found.what) == (1, "unreadable")


def test_strict_verification_refuses_a_time_in_another_form() -> None:
    body = canonical_bytes(msgspec.structs.replace(ENTRIES[0].event, recorded_at="2026-01-05"))
    found = verify_stream([(STREAM, 1, event_digest(body), body)], strict=True).first_break
    assert found is not None
    assert (found.what, found.found) == ("unreadable", "2026-01-05")


@pytest.mark.parametrize(
    "columns",
    [("number", "stream"), ("stream", "number", "colour"), ("stream", "number", "data"),
     ("stream", "number", "actor"), ("stream", "number", "actor.colour"),
     ("stream", "number", "kind.colour")],
)  # fmt: skip
def test_a_column_that_no_event_has_is_refused(columns: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInputError):
        verify_stream(ROWS, columns=columns)


def test_a_break_is_one_sentence_and_can_be_raised() -> None:
    found = verify_stream([*ROWS[:3], *ROWS[4:]], columns=COLUMNS).first_break
    assert found is not None
    assert str(found) == (
        f"Stream {STREAM}, entry 4: it is missing. Expected entry 4; found entry 5."
    )
    error = found.error()
    assert isinstance(error, HistoryBrokenError)
    assert (error.details["stream"], error.details["number"]) == (STREAM, 4)


def test_a_whole_stream_is_not_accepted_in_place_of_another() -> None:
    for report in (
        verify_stream(ROWS, columns=COLUMNS, stream=OTHER),
        verify_stream(ROWS, columns=COLUMNS, head=StreamHead(OTHER, LENGTH, HEAD.digest)),
    ):
        assert report.first_break is not None
        assert (report.first_break.number, report.first_break.what) == (1, "inserted")


def test_a_skipped_number_is_seen_where_everything_else_was_linked_anew() -> None:
    third = msgspec.structs.replace(ENTRIES[2].event, previous=ENTRIES[0].digest)
    body = canonical_bytes(third)
    rows = [(*row[:2], *row[-2:]) for row in ROWS[:1]]
    found = verify_stream([*rows, (STREAM, 3, event_digest(body), body)]).first_break
    assert found is not None
    assert (found.number, found.what) == (2, "removed")


def test_a_removed_entry_is_named_even_where_later_bytes_are_no_events() -> None:
    spoilt = (*ROWS[6][:-1], b"spoilt")
    found = verify_stream([*ROWS[:3], *ROWS[4:6], spoilt], columns=COLUMNS).first_break
    assert found is not None
    assert (found.number, found.what) == (4, "removed")


def test_a_sealing_event_that_names_no_place_seals_nothing() -> None:
    (entry,), _ = record([draft("part.sealed", data={"number": "1"})])
    assert not seals(entry.event, SealedPart(STREAM, 1, "reason", STREAM, 1))


def test_many_streams_are_verified_in_one_pass_each_on_its_own() -> None:
    others, other_head = other_stream(3)
    heads = {STREAM: HEAD, OTHER: other_head}
    rows = [*ROWS[:2], *ROWS[3:], *rows_of(others)]
    first, second = verify_streams(rows, columns=COLUMNS, heads=heads)
    assert first.first_break is not None
    assert (first.stream, first.first_break.number) == (STREAM, 3)
    assert (second.stream, second.ok, second.count) == (OTHER, True, 3)


def test_a_stream_that_is_gone_is_reported_from_its_head() -> None:
    first, second = verify_streams(
        ROWS, columns=COLUMNS, heads={STREAM: HEAD, OTHER: StreamHead(OTHER, 2)}
    )
    assert first.ok
    assert second.first_break is not None
    assert (second.stream, second.first_break.what) == (OTHER, "truncated")


def test_a_stream_without_head_is_reported_as_inserted() -> None:
    others, _ = other_stream(1)
    _, second = verify_streams([*ROWS, *rows_of(others)], columns=COLUMNS, heads={STREAM: HEAD})
    assert second.first_break is not None
    assert (second.stream, second.first_break.what) == (OTHER, "inserted")


def test_memory_stays_flat_however_long_the_stream() -> None:
    def rows(length: int) -> Iterator[tuple[Any, ...]]:
        head = StreamHead(STREAM)
        for _ in range(length):
            (entry,), head = record([draft()], head=head)
            yield from rows_of([entry])

    def peak(length: int) -> int:
        tracemalloc.start()
        assert verify_stream(rows(length), columns=COLUMNS).count == length
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(4000) < peak(400) + 50_000


def with_parts() -> tuple[list[Sealed], StreamHead]:
    sealing = {"stream": STREAM, "number": 1, "part": "reason"}
    return record([
        draft(parts={"reason": "rahasia", "note": [1]}),
        draft("part.sealed", data=sealing),
        draft("part.sealed", data={"stream": STREAM, "number": 1}),
    ])  # fmt: skip


def verify_parts(stored: list[Part | Tombstone]) -> Any:
    entries, head = with_parts()
    return verify_stream(
        rows_of(entries), columns=COLUMNS, head=head, parts=lambda _, n: stored if n == 1 else []
    )


def test_parts_with_their_digests_hold() -> None:
    report = verify_parts(list(with_parts()[0][0].parts))
    assert (report.ok, report.sealed) == (True, ())


def test_a_sealed_part_is_reported_as_sealed_and_not_as_broken() -> None:
    entries, _ = with_parts()
    report = verify_parts([Tombstone("reason", STREAM, 2), entries[0].parts[1]])
    assert report.ok
    (part,) = report.sealed
    assert part == SealedPart(STREAM, 1, "reason", STREAM, 2)
    assert [seals(entry.event, part) for entry in entries] == [False, True, False]


@pytest.mark.parametrize("by_number", [1, 3, 4])
def test_a_tombstone_whose_event_sealed_nothing_of_the_kind_is_a_break(by_number: int) -> None:
    entries, _ = with_parts()
    report = verify_parts([Tombstone("reason", STREAM, by_number), entries[0].parts[1]])
    assert report.first_break is not None
    assert (report.first_break.number, report.first_break.field) == (1, "reason")


def test_a_part_sealed_from_another_stream_is_left_for_the_caller_to_compare() -> None:
    entries, _ = with_parts()
    report = verify_parts([Tombstone("reason", OTHER, 9), entries[0].parts[1]])
    assert (report.ok, report.sealed[0].by_stream) == (True, OTHER)


def test_a_part_with_a_short_salt_is_broken() -> None:
    reason, note = with_parts()[0][0].parts
    report = verify_parts([msgspec.structs.replace(reason, salt=b""), note])
    assert report.first_break is not None
    assert (report.first_break.what, report.first_break.field) == ("part", "reason")


# ------------------------------------------------------------------ what is compared fast


def all_rows(entries: list[Sealed]) -> list[tuple[Any, ...]]:
    values = attrgetter(*ALL_COLUMNS)
    return [(*values(entry.event), entry.digest, entry.body) for entry in entries]


@pytest.mark.parametrize("column", range(len(ALL_COLUMNS)))
@pytest.mark.parametrize("place", [0, LENGTH - 1])
def test_each_stored_column_is_compared_with_its_bytes(column: int, place: int) -> None:
    rows = all_rows(ENTRIES)
    assert verify_stream(rows, columns=ALL_COLUMNS, head=HEAD).ok
    stored = rows[place][column]
    for other in (None, "other", 99):
        if other == stored:
            continue
        row = list(rows[place])
        row[column] = other
        damaged = [*rows[:place], tuple(row), *rows[place + 1 :]]
        found = verify_stream(damaged, columns=ALL_COLUMNS, head=HEAD).first_break
        assert found is not None
        assert (found.number, found.what, found.field) == (
            place + 1,
            "column",
            ALL_COLUMNS[column],
        )
        assert (found.expected, found.found) == (repr(stored), repr(other))


def damaged(rows: list[tuple[Any, ...]], damage: str, place: int) -> list[tuple[Any, ...]]:
    before, row, after = rows[:place], rows[place], rows[place + 1 :]
    match damage:
        case "removed":
            return [*before, *after]
        case "doubled":
            return [*before, row, row, *after]
        case "swapped":
            return [*before, *after[:1], row, *after[1:]]
        case "changed":
            return [*before, (*row[:-1], row[-1] + b" "), *after]
        case "unreadable":
            return [*before, (*row[:-2], event_digest(b"{}"), b"{}"), *after]
        case "column":
            return [*before, (*row[:2], "other.kind", *row[3:]), *after]
    return rows


DAMAGES = st.sampled_from(
    ["none", "removed", "doubled", "swapped", "changed", "unreadable", "column"]
)
STREAMS = st.lists(st.tuples(DAMAGES, st.integers(0, 4)), min_size=1, max_size=4)


@given(STREAMS)
def test_streams_one_after_the_other_are_each_judged_as_if_alone(
    wanted: list[tuple[str, int]],
) -> None:
    streams = {}
    for at, (damage, place) in enumerate(wanted):
        stream = f"{OTHER[:-1]}{at}"
        entries, head = record([draft(stream=stream)] * 5, head=StreamHead(stream))
        streams[stream] = (head, damaged(all_rows(entries), damage, place))
    together = verify_streams(
        [row for _, rows in streams.values() for row in rows],
        columns=ALL_COLUMNS,
        heads={stream: head for stream, (head, _) in streams.items()},
    )
    slowly = (*ALL_COLUMNS[:-2], "template", "recorded_at")  # an order that has no fast way
    for report, (stream, (head, rows)) in zip(together, streams.items(), strict=True):
        assert report == verify_stream(rows, columns=ALL_COLUMNS, head=head)
        turned = [(*row[:8], row[9], row[8], *row[10:]) for row in rows]
        assert report == verify_stream(turned, columns=slowly, head=head)
        assert report.stream == stream


@pytest.mark.parametrize(
    "stored",
    [
        [],
        [Part("reason", b"s" * 32, b"other")],
        [Part("remark", b"", b"")],
        [Tombstone("remark", STREAM, 1)],
    ],
)
def test_a_single_part_is_the_one_that_is_named_or_a_break(stored: list[Part | Tombstone]) -> None:
    entries, head = record([draft(parts={"reason": "rahasia"})])
    (part,) = entries[0].parts
    renamed = msgspec.structs.replace(part, name="remark")
    short = msgspec.structs.replace(
        part, salt=part.salt[:-1], content=part.salt[-1:] + part.content
    )

    def verify(beside: list[Part | Tombstone]) -> Any:
        return verify_stream(rows_of(entries), columns=COLUMNS, head=head, parts=lambda *_: beside)

    assert verify([part]).ok
    for wrong in (stored, [renamed], [short], [part, renamed]):
        found = verify(wrong).first_break
        assert found is not None
        assert (found.number, found.what) == (1, "part")
