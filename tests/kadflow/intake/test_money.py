"""Rupiah from text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.money import LARGEST, read_rupiah


@given(st.integers(min_value=0, max_value=LARGEST))
def test_every_amount_is_read_in_each_of_the_usual_ways(amount):
    grouped = f"{amount:,}".replace(",", ".")
    ways = (str(amount), f"Rp{grouped}", f"Rp. {grouped},00", f"IDR {amount:,}", f"Rp {grouped},-")

    assert {read_rupiah(way) for way in ways} == {amount}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "56,3 miliar",
        "USD 5",
        "-5",
        "1.5",
        "1.50.000",
        "1e10",
        str(LARGEST + 1),
        "Rp",
        "9" * 400,
    ],
)
def test_what_can_be_read_in_two_ways_or_none_stays_unknown(text):
    assert read_rupiah(text) is None
