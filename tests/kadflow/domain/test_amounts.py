"""Numbers as people write and say them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kadflow.domain.wording.amounts import (
    MOST,
    number_text,
    number_words,
    percent_text,
    rupiah_text,
    rupiah_words,
)

amounts = st.integers(-MOST, MOST)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (1_250_000_000, "satu miliar dua ratus lima puluh juta"),
        (10**12, "satu triliun"),
        (10**15, "satu kuadriliun"),
        (10**18, "satu kuintiliun"),
        (-5, "minus lima"),
    ],
)
def test_indonesian_says_numbers_as_officials_write_them(number: int, said: str):
    assert number_words(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (21, "twenty-one"),
        (1_250_000_000, "one billion two hundred fifty million"),
        (1_000_001, "one million one"),
    ],
)
def test_english_says_numbers_too(number: int, said: str):
    assert number_words(number, "en") == said


def test_an_amount_in_words_ends_with_its_currency():
    assert rupiah_words(56_300_000) == "lima puluh enam juta tiga ratus ribu rupiah"


_UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_SCALES = {"juta": 6, "miliar": 9, "triliun": 12, "kuadriliun": 15, "kuintiliun": 18}


def read(words: str) -> int:
    """The number that Indonesian words say, by another way than the one that wrote them."""
    parts = words.removeprefix("minus ").replace("seribu", "satu ribu")
    parts = parts.replace("seratus", "satu ratus").replace("sepuluh", "satu puluh")
    whole = thousands = part = 0
    for word in parts.replace("sebelas", "satu belas").split():
        if word in _UNITS:
            part += _UNITS.index(word)
        elif word == "belas":
            part += 10
        elif word in ("puluh", "ratus"):
            factor = 10 if word == "puluh" else 100
            unit = part % 10
            part += unit * (factor - 1)
        elif word == "ribu":
            thousands, part = part * 1000, 0
        else:
            whole, thousands, part = whole + (thousands + part) * 10 ** _SCALES[word], 0, 0
    total = whole + thousands + part
    return -total if words.startswith("minus ") else total


@given(amounts)
@example(10**18)
@example(-(10**18))
@example(999_999_999_999_999_999)
def test_what_is_said_is_the_number_again(number: int):
    assert read(number_words(number)) == number


@given(amounts)
def test_no_number_is_said_with_satu_where_indonesian_says_se(number: int):
    said = f" {number_words(number)} "
    assert not any(f" satu {word} " in said for word in ("puluh", "belas", "ratus"))
    assert " seribu " in said or abs(number) // 1000 % 1000 != 1


@given(amounts)
def test_two_numbers_are_never_said_alike_in_english(number: int):
    assert number_words(number, "en") != number_words(number + (1 if number < 0 else -1), "en")


@pytest.mark.parametrize("number", [MOST + 1, -MOST - 1])
def test_larger_numbers_have_no_words(number: int):
    with pytest.raises(ValueError, match="no words"):
        number_words(number)


def test_rupiah_have_dots_and_no_space():
    assert rupiah_text(1_250_000_000) == "Rp1.250.000.000"
    assert rupiah_text(-500) == "-Rp500"
    assert rupiah_text(1_250_000, "en") == "Rp1,250,000"


@given(amounts, st.sampled_from(["id", "en"]))
def test_the_digits_of_an_amount_are_its_digits(amount: int, language: str):
    digits = "".join(letter for letter in rupiah_text(amount, language) if letter.isdigit())
    assert int(digits) == abs(amount)


def test_decimals_have_a_comma():
    assert number_text(125_050, "id", 2) == "1.250,50"
    assert number_text(-5, "id", 1) == "-0,5"
    assert number_text(5, "en", 3) == "0.005"


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (10_000, "100%"),
        (8750, "87,5%"),
        (5, "0,05%"),
        (0, "0%"),
        (-25, "-0,25%"),
        (3333, "33,33%"),
    ],
)
def test_percentages_have_no_more_decimals_than_they_need(points: int, said: str):
    assert percent_text(points) == said
