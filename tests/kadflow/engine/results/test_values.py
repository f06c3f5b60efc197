"""Values are exact, and achievements say what their definition says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.domain.decimals import LARGEST, MOST_DECIMALS, read_decimal, show_decimal
from kadflow.domain.indicators import WHOLE, achieved

steps = st.integers(-LARGEST, LARGEST)
places = st.integers(0, MOST_DECIMALS)
values = st.integers(-(10**6), 10**6)
directions = st.sampled_from(["higher", "lower"])


@given(steps, places, st.sampled_from([".", ","]))
def test_a_value_is_read_as_it_was_written(value: int, decimals: int, mark: str):
    written = f"{Decimal(value).scaleb(-decimals):f}".replace(".", mark)
    try:
        assert read_decimal(written, decimals) == value
    except ValueError as error:
        assert str(error) == "ambiguous"  # noqa: PT017 - only these are, and they are refused
        assert len(written.lstrip("-").partition(mark)[2]) == 3


@given(steps, places, st.sampled_from(["id", "en"]))
def test_a_value_that_is_shown_is_the_value(value: int, decimals: int, language: str):
    shown = show_decimal(value, decimals, language)
    thousands, point = (".", ",") if language == "id" else (",", ".")
    plain = shown.replace(thousands, "").replace(point, ".")
    assert Decimal(plain) == Decimal(value).scaleb(-decimals)


@pytest.mark.parametrize(
    ("typed", "decimals", "value"),
    [
        ("1.250.000", 0, 1_250_000),
        ("1,250,000", 0, 1_250_000),
        ("1.250,5", 1, 12505),
        ("1,250.5", 1, 12505),
        ("0,125", 3, 125),
        ("\N{MINUS SIGN}3", 1, -30),
        ("12,50", 1, 125),
    ],
)
def test_separators_are_understood_where_they_mean_one_thing(
    typed: str, decimals: int, value: int
):
    assert read_decimal(typed, decimals) == value


@pytest.mark.parametrize(
    ("typed", "why"),
    [("1.250", "ambiguous"), ("1,250", "ambiguous"), ("12,5", "decimals"), ("", "number"),
     ("1e3", "number"), ("NaN", "number"), ("9" * 17, "size"), ("1.25.000", "number")],
)  # fmt: skip
def test_what_is_no_value_is_refused(typed: str, why: str):
    with pytest.raises(ValueError, match=why):
        read_decimal(typed, 0)


@given(directions, st.integers(1, 10**6), values, st.none() | values)
def test_above_zero_it_is_the_ratio_to_the_target(direction, target, value, baseline):
    found = achieved(direction, target, value, baseline)
    assert found is not None
    reached = (
        Fraction(value, target) if direction == "higher" else Fraction(2 * target - value, target)
    )
    exact = max(Fraction(0), reached * WHOLE)
    assert abs(found.points - exact) <= Fraction(1, 2)
    assert found.how == "ratio"


@given(directions, values, values, values, st.none() | values)
def test_a_better_value_never_counts_less(direction, target, value, other, baseline):
    better, worse = max(value, other), min(value, other)
    if direction == "lower":
        better, worse = worse, better
    first = achieved(direction, target, better, baseline)
    second = achieved(direction, target, worse, baseline)
    assert first is not None
    assert second is not None
    assert first.points >= second.points >= 0


@given(directions, values, st.none() | values)
def test_the_target_itself_is_a_hundred_percent(direction, target, baseline):
    found = achieved(direction, target, target, baseline)
    assert found is not None
    assert found.points == WHOLE


@given(directions, values, values, st.none() | values, st.integers(1, 3))
def test_more_decimals_change_nothing(direction, target, value, baseline, more):
    scale = 10**more
    wider = None if baseline is None else baseline * scale
    assert achieved(direction, target, value, baseline) == achieved(
        direction, target * scale, value * scale, wider
    )


@pytest.mark.parametrize(
    ("direction", "target", "value", "baseline", "points", "how"),
    [
        ("lower", 0, 25, 100, 7500, "way"),  # deaths from 100 to 25, none is the target
        ("lower", 0, 120, 100, 0, "way"),
        ("lower", 0, 0, None, 10000, "met"),
        ("lower", 0, 1, None, 0, "met"),
        ("higher", 0, -50, -100, 5000, "way"),  # a loss that halved
        ("higher", -10, -10, -10, 10000, "met"),
        ("lower", 100, 250, None, 0, "ratio"),
    ],
)
def test_a_target_of_zero_or_less_has_a_definition(
    direction, target, value, baseline, points, how
):
    assert achieved(direction, target, value, baseline) == (points, how)


@given(directions, st.none() | values, st.none() | values, st.none() | values)
def test_unknown_stays_unknown(direction, target, value, baseline):
    found = achieved(direction, target, value, baseline)
    assert (found is None) == (target is None or value is None)
