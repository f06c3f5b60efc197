"""Looking for a region."""

from __future__ import annotations

import pytest

from kadflow.intake.region_search import find_regions
from kadflow.intake.regions import load_regions


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sleman", "34.04"),
        ("jabar", "32"),
        ("3404", "34.04"),
        ("34", "34"),
        ("limapuluh", "13.07"),
        ("mamuju utara", "76.01"),
        ("kepulauan seribu", "31.01"),
        ("Pemkot Malang", "35.73"),
    ],
)
def test_looking_for_a_region_puts_the_likeliest_first(query, first):
    assert find_regions(query)[0].region.code == first


def test_looking_for_part_of_a_name_lists_all_that_bear_it():
    codes = [candidate.region.code for candidate in find_regions("bandung")]

    assert codes[:3] == ["32.04", "32.73", "32.17"]
    assert len(find_regions("a", limit=3)) == 3
    assert find_regions("") == ()


@pytest.mark.parametrize("region", load_regions(), ids=lambda region: region.code)
def test_every_region_is_found_by_code_and_first_by_full_name(region):
    assert find_regions(region.code)[0].region == region
    assert find_regions(region.full_name)[0].region == region
