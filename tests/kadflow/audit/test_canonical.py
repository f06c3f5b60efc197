from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kadflow.audit.canonical import LIMIT, MAX_DEPTH, canonical_bytes, parse_canonical
from kadflow.domain import events
from kadflow.errors import NotCanonicalError

ASCII = st.text(st.characters(max_codepoint=127), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers(1 - LIMIT, LIMIT - 1) | st.text(max_size=40)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(ASCII, inner), max_leaves=30
)


class Pair(msgspec.Struct):
    second: Any = None
    first: int = 1


def nested(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = [value]
    return value


@given(VALUES)
def test_bytes_are_those_of_an_independent_rfc_8785_library(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(VALUES)
def test_a_value_survives_writing_and_reading(value: Any) -> None:
    assert parse_canonical(canonical_bytes(value)) == value


@given(VALUES)
def test_the_order_in_which_keys_were_set_does_not_matter(value: Any) -> None:
    turned = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert canonical_bytes(turned) == canonical_bytes(value)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | VALUES.map(
    lambda value: json.dumps(value, indent=1).encode()
))  # fmt: skip
def test_bytes_are_read_only_in_their_one_form(data: bytes) -> None:
    try:
        value = parse_canonical(data)
    except NotCanonicalError:
        return
    assert rfc8785.dumps(value) == data


def test_a_structure_writes_all_its_fields_even_defaults() -> None:
    assert canonical_bytes(Pair()) == b'{"first":1,"second":null}'


def test_a_tuple_is_an_array() -> None:
    assert canonical_bytes({"a": (1, (2,))}) == b'{"a":[1,[2]]}'


@pytest.mark.parametrize(
    ("value", "path", "fault"),
    [
        ({"a": [1, {"b": 0.5}]}, "$.a[1].b", "fraction"),
        ([LIMIT], "$[0]", "2^53"),
        (-LIMIT, "$", "2^53"),
        ({"é": 1}, "$", "not ASCII"),
        ({1: 2}, "$", "not ASCII text"),
        ({"a": "\ud800"}, "$.a", "surrogate"),
        (Pair(second=[1.5]), "$.second[0]", "fraction"),
        ({"at": datetime(2026, 1, 1, tzinfo=UTC)}, "$.at", "datetime"),
        ([Decimal(1)], "$[0]", "Decimal"),
        ({"a": {1, 2}}, "$.a", "set"),
        (b"bytes", "$", "bytes"),
        (nested(MAX_DEPTH + 1), "$" + "[0]" * MAX_DEPTH, "nested deeper"),
    ],
)
def test_what_has_no_canonical_bytes_is_refused_with_its_path(
    value: Any, path: str, fault: str
) -> None:
    with pytest.raises(NotCanonicalError) as caught:
        canonical_bytes(value)
    assert caught.value.details["path"] == path
    assert fault in caught.value.message


def test_the_deepest_nesting_that_is_allowed_is_written_and_read() -> None:
    value = nested(MAX_DEPTH)
    assert parse_canonical(canonical_bytes(value)) == value


def test_bottomless_nesting_is_refused_and_does_not_crash() -> None:
    with pytest.raises(NotCanonicalError):
        parse_canonical(b"[" * 100_000 + b"]" * 100_000)


def test_the_first_difference_is_named_by_its_offset() -> None:
    with pytest.raises(NotCanonicalError) as caught:
        parse_canonical(b'{"a":1 }')
    assert caught.value.details["offset"] == 6


@pytest.mark.parametrize(
    "kind", [events.Event, events.Actor, events.LegalDate, events.FactUsed, events.Change,
             events.PartRef, events.EventDraft]
)  # fmt: skip
def test_no_value_of_an_event_hides_renames_or_tags_a_field(kind: type[msgspec.Struct]) -> None:
    settings = kind.__struct_config__
    assert (settings.omit_defaults, settings.array_like, settings.tag) == (False, False, None)
    assert kind.__struct_encode_fields__ == kind.__struct_fields__
