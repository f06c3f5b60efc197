from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.audit.canonical import canonical_bytes, parse_canonical
from kadflow.audit.chain import (
    GENESIS,
    MAX_BODY,
    StreamHead,
    decode_event,
    event_digest,
    format_time,
    link,
    part_bytes,
    part_digest,
)
from kadflow.domain.events import SYSTEM, Change, EventDraft, FactUsed, LegalDate
from kadflow.errors import HistoryBrokenError, InvalidInputError, NotCanonicalError
from tests.kadflow.audit.histories import NOW, STREAM, draft, record
from tests.kadflow.audit.test_canonical import ASCII, VALUES

TEXT = st.text(max_size=20)
FACTS = st.builds(
    FactUsed,
    name=TEXT,
    value=st.none() | st.booleans() | st.integers(-9, 9) | TEXT | st.lists(TEXT, max_size=3),
    stream=st.none() | TEXT,
    number=st.none() | st.integers(1, 9),
)
DRAFTS = st.builds(
    EventDraft,
    stream=st.just(STREAM),
    kind=TEXT,
    data=st.dictionaries(ASCII, VALUES, max_size=4),
    facts=st.lists(FACTS, max_size=3).map(tuple),
    changes=st.lists(st.builds(Change, path=TEXT, new=st.none() | TEXT), max_size=3).map(tuple),
    parts=st.dictionaries(TEXT, TEXT | VALUES, max_size=3),
    version=st.integers(1, 9),
)


@given(st.lists(DRAFTS, max_size=4))
def test_any_drafts_become_one_chain_that_reads_back_exactly(drafts: list[EventDraft]) -> None:
    entries, head = record(drafts)
    previous, recorded_at = GENESIS, ""
    for number, (entry, given_draft) in enumerate(zip(entries, drafts, strict=True), 1):
        event = entry.event
        assert decode_event(entry.body) == event
        assert canonical_bytes(event) == entry.body
        assert entry.digest == event_digest(entry.body)
        assert (event.number, event.previous) == (number, previous)
        assert event.recorded_at > recorded_at
        assert [p.name for p in entry.parts] == list(given_draft.parts)
        for ref, part in zip(event.parts, entry.parts, strict=True):
            assert ref.digest == part_digest(part.salt, part.content)
        previous, recorded_at = entry.digest, event.recorded_at
    assert head == StreamHead(STREAM, len(drafts), previous, recorded_at)


def test_appending_nothing_leaves_the_head_as_it_was() -> None:
    _, head = record([draft()])
    assert record([], head=head) == ([], head)


def test_time_rises_by_a_microsecond_while_the_clock_stands_still() -> None:
    entries, _ = record([draft(), draft(), draft()])
    assert [entry.event.recorded_at[-4:] for entry in entries] == ["001Z", "002Z", "003Z"]


def test_time_rises_when_the_clock_goes_back_across_a_second() -> None:
    _, head = record([draft()], now=datetime(2026, 1, 5, 3, 4, 5, 999_999, tzinfo=UTC))
    (entry,), _ = record([draft()], head=head, now=NOW - timedelta(days=1))
    assert entry.event.recorded_at == "2026-01-05T03:04:06.000000Z"


def test_times_of_every_zone_are_written_in_utc_with_six_decimals() -> None:
    jayapura = timezone(timedelta(hours=9))
    assert format_time(datetime(2026, 1, 1, 8, tzinfo=jayapura)) == "2025-12-31T23:00:00.000000Z"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="does not say its zone"):
        format_time(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault itself


def test_a_draft_of_another_stream_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="belongs to stream other"):
        record([draft(stream="other")])


def test_text_becomes_a_part_as_it_is_and_values_become_canonical_json() -> None:
    assert part_bytes("Sesuai é") == "Sesuai é".encode()
    assert part_bytes({"b": 1, "a": None}) == b'{"a":null,"b":1}'


def test_the_same_part_has_another_digest_each_time() -> None:
    entries, _ = record([draft(parts={"reason": "x"}), draft(parts={"reason": "x"})])
    first, second = (entry.event.parts[0].digest for entry in entries)
    assert first != second


def test_no_text_of_a_part_enters_the_bytes() -> None:
    (entry,), _ = record([draft(parts={"reason": "rahasia sekali"})])
    assert b"rahasia" not in entry.body


def test_a_salt_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="16 bytes"):
        part_digest(b"0" * 16, b"")


@pytest.mark.parametrize(
    "rest",
    [
        {"data": {"amount": 1.5}},
        {"data": {"amount": 2**53}},
        {"data": {"jumlah é": 1}},
        {"data": {"text": "\udc00"}},
        {"data": {"at": NOW}},
        {"facts": (FactUsed("rate", 0.5),)},  # type: ignore[arg-type]
        {"facts": (FactUsed("count", 2**60),)},
        {"facts": (FactUsed("count", 1, "s", 2**60),)},
        {"version": 2**53},
        {"parts": {"reason": 1.5}},
        {"parts": {"reason": "\ud800"}},
        {"parts": {"\ud800": "x"}},
    ],
)
def test_a_draft_without_canonical_bytes_is_refused(rest: dict[str, Any]) -> None:
    with pytest.raises(NotCanonicalError, match="No canonical bytes at"):
        record([draft(**rest)])


@pytest.mark.parametrize(
    "rest", [{"facts": (FactUsed(None),)}, {"version": "1"}, {"changes": ("terms",)}]  # type: ignore[arg-type]
)  # fmt: skip
def test_a_field_of_the_wrong_type_is_refused_before_it_is_history(rest: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError, match="cannot be written"):
        record([draft(**rest)])


def test_a_rules_version_beyond_the_integers_of_json_is_refused() -> None:
    with pytest.raises(NotCanonicalError, match=r"\$\.rules"):
        link(
            draft(),
            number=1,
            previous=GENESIS,
            recorded_at=format_time(NOW),
            actor=SYSTEM,
            effective_on=LegalDate("2026-01-05"),
            agreement=None,
            template=None,
            rules=2**53,
            salts=bytes,
        )


def test_data_nested_to_the_limit_of_a_body_is_written_and_deeper_is_refused() -> None:
    deep: Any = 0
    for _ in range(62):
        deep = [deep]
    (entry,), _ = record([draft(data={"a": deep})])
    assert parse_canonical(entry.body)["data"]["a"] == deep
    with pytest.raises(NotCanonicalError, match="nested deeper"):
        record([draft(data={"a": [deep]})])


@pytest.mark.parametrize(
    ("rest", "culprit"),
    [
        ({"data": {"small": 1, "big": "x" * MAX_BODY}}, "data.big"),
        ({"facts": tuple(FactUsed("f" * 99, "v") for _ in range(500))}, "facts"),
        ({"changes": tuple(Change("c" * 99) for _ in range(600))}, "changes"),
    ],
)
def test_a_body_over_64_kib_is_refused_and_its_largest_piece_named(
    rest: dict[str, Any], culprit: str
) -> None:
    with pytest.raises(InvalidInputError, match=culprit):
        record([draft(**rest)])


def test_a_body_of_exactly_64_kib_is_accepted_and_one_byte_more_is_not() -> None:
    (entry,), _ = record([draft(data={"x": ""})])
    room = MAX_BODY - len(entry.body)
    (entry,), _ = record([draft(data={"x": "x" * room})])
    assert len(entry.body) == MAX_BODY
    with pytest.raises(InvalidInputError, match="65537 bytes"):
        record([draft(data={"x": "x" * (room + 1)})])


def test_parts_do_not_count_towards_the_limit() -> None:
    (entry,), _ = record([draft(parts={"minutes": "x" * (2 * MAX_BODY)})])
    assert len(entry.body) < 1000


def test_what_the_caller_holds_is_what_readers_will_see() -> None:
    (entry,), _ = record([draft(data={"pair": (1, 2)})])
    assert entry.event.data == {"pair": [1, 2]}


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"stream":1}', b"[" * 9999])
def test_bytes_that_are_no_event_are_a_broken_history(body: bytes) -> None:
    with pytest.raises(HistoryBrokenError, match="cannot be read"):
        decode_event(body)


def test_an_event_of_a_later_format_is_not_guessed_at() -> None:
    (entry,), _ = record([draft()])
    later = msgspec.structs.replace(entry.event, format=2)
    with pytest.raises(HistoryBrokenError, match="format 2"):
        decode_event(canonical_bytes(later))
