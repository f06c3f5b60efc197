"""The gazetteer."""

from __future__ import annotations

from collections import Counter

from kadflow.intake.regions import load_aliases, load_regions, region_by_code


def test_there_are_38_provinces_and_514_regencies_and_cities():
    levels = Counter(region.level for region in load_regions())

    assert levels["province"] == 38
    assert levels["regency"] + levels["city"] == 514
    assert levels["city"] == 98


def test_codes_are_official_and_unique():
    codes = [region.code for region in load_regions()]

    assert len(set(codes)) == 552
    assert region_by_code("34.04").name == "Kabupaten Sleman"
    assert region_by_code("3404") is region_by_code("34.04")
    assert region_by_code(" 11 ").name == "Aceh"


def test_every_regency_lies_in_a_province_that_exists():
    for region in load_regions():
        if region.level == "province":
            assert region.parent is None
        else:
            assert region_by_code(region.parent).level == "province"
            assert region.code.startswith(region.parent)


def test_the_civil_day_follows_the_zone_of_the_region():
    zones = {code: region_by_code(code).zone for code in ("34.04", "51.71", "82.71")}

    assert zones == {
        "34.04": "Asia/Jakarta",
        "51.71": "Asia/Makassar",
        "82.71": "Asia/Jayapura",
    }


def test_only_the_six_areas_of_jakarta_have_no_government_of_their_own():
    administrative = {region.code for region in load_regions() if not region.autonomous}

    assert administrative == {"31.01", "31.71", "31.72", "31.73", "31.74", "31.75"}


def test_the_papua_provinces_of_2022_know_where_they_came_from():
    south = region_by_code("93")

    assert south.valid_from == "2022-07-25"
    assert south.changes[0].legal_basis == "UU 14/2022"
    assert south.changes[0].former_code == "91"
    assert not south.changes[0].verified
    assert region_by_code("91").successors == ("93", "94", "95")
    assert region_by_code("92").successors == ("96",)


def test_a_former_code_finds_the_region_of_today():
    assert region_by_code("91.01").name == "Kabupaten Merauke"
    assert region_by_code("92.71").name == "Kota Sorong"


def test_a_code_that_never_was_is_nobody():
    assert region_by_code("99.99") is None
    assert region_by_code("") is None
    assert region_by_code("34.4") is None


def test_every_alias_leads_to_a_region_or_says_that_it_is_none():
    for alias in load_aliases():
        if alias.kind == "none":
            assert alias.code is None
        else:
            assert region_by_code(alias.code) is not None, alias


def test_a_government_is_named_as_documents_name_it():
    names = [region_by_code(code).government for code in ("32", "34", "11", "34.04", "32.73")]

    assert names == [
        "Pemerintah Provinsi Jawa Barat",
        "Pemerintah Daerah Daerah Istimewa Yogyakarta",
        "Pemerintah Aceh",
        "Pemerintah Kabupaten Sleman",
        "Pemerintah Kota Bandung",
    ]
