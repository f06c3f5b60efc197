"""Who a party is, from the name as somebody wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.names import match_party
from kadflow.intake.regions import load_regions

PREFIXES = {
    "province": (
        "Pemprov ",
        "Pemrov ",
        "PROV. ",
        "Provinsi ",
        "Propinsi ",
        "Pemerintah Provinsi ",
        "Pemerintah Daerah Provinsi ",
        "Gubernur ",
    ),
    "regency": (
        "Kab. ",
        "Kab ",
        "Pemkab ",
        "Kabupaten ",
        "Pemerintah Kabupaten ",
        "Pemda Kabupaten ",
        "Bupati ",
    ),
    "city": (
        "Kota ",
        "Pemkot ",
        "Pemerintah Kota ",
        "Pemerintah Daerah Kota ",
        "Kotamadya ",
        "Wali Kota ",
        "Walikota ",
    ),
}
SHARED_WITH_A_CITY = {"15", "17", "75"}  # Jambi, Bengkulu, Gorontalo: bare, nobody can know


def leads_to(region):
    return region.code if region.autonomous else region.parent


def spellings(prefix, name):
    yield f"{prefix}{name}"
    yield f"{prefix}{name}".upper()
    yield f"{prefix}{name}".lower()
    yield f"  {prefix} {name.replace(' ', '  ')} "
    yield f"{prefix}{name.replace(' ', '')}"
    yield f"{prefix}{name.replace(' ', '-')}"


def code_of(text, **kwargs):
    match = match_party(text, **kwargs)
    return match.region.code if match.region else None


@pytest.mark.parametrize("region", load_regions(), ids=lambda region: region.code)
def test_every_region_is_found_under_its_own_name(region):
    official = region.full_name if region.code in SHARED_WITH_A_CITY else region.name

    assert code_of(official) == leads_to(region)
    assert match_party(official).certainty == "exact"


@pytest.mark.parametrize("level", PREFIXES)
def test_every_region_is_found_behind_every_prefix_in_any_case_and_spacing(level):
    missed = [
        (text, match_party(text))
        for region in load_regions()
        if region.level == level
        for prefix in PREFIXES[level]
        for text in spellings(prefix, region.short_name)
        if code_of(text) != leads_to(region)
    ]
    assert missed == []


@given(st.sampled_from(load_regions()), st.data())
def test_letter_case_and_spaces_never_change_the_answer(region, data):
    name = region.full_name
    cased = "".join(
        char.upper() if data.draw(st.booleans()) else char.lower() for char in name
    ).replace(" ", data.draw(st.sampled_from([" ", "  ", "\t", " . ", "\u00a0"])))

    assert code_of(cased) == leads_to(region)


@given(st.sampled_from(load_regions()), st.data())
def test_one_letter_more_is_found_or_left_to_a_person_but_never_another_region(region, data):
    name = region.full_name
    at = data.draw(st.integers(len(name) - 3, len(name)))
    letter = data.draw(st.sampled_from("aeghklnrstu"))

    found = code_of(name[:at] + letter + name[at:])

    assert found in {None, leads_to(region)}


@given(st.text(max_size=400))
def test_any_text_gets_an_answer_with_a_reason_in_both_languages(text):
    match = match_party(text)

    assert 0 <= match.score <= 100
    assert match.reason.id
    assert match.reason.en
    assert (match.region is not None) == (match.certainty in {"exact", "likely"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pemrov Jabar", "32"),
        ("Kab. Batang Hari", "15.04"),
        ("Batanghari", "15.04"),
        ("Pemkab Limapuluh Kota", "13.07"),
        ("Kabupaten 50 Kota", "13.07"),
        ("Kab Sleman", "34.04"),
        ("Kota Jogja", "34.71"),
        ("Pemkot Solo", "33.72"),
        ("bantul", "34.02"),
        ("DIY", "34"),
        ("Pemda D.I. Yogyakarta", "34"),
        ("DKI", "31"),
        ("Pemprov Daerah Khusus Jakarta", "31"),
        ("Sumatra Barat", "13"),
        ("Kep. Bangka Belitung", "19"),
        ("Kepri", "21"),
        ("NTT", "53"),
        ("Kota Tual", "81.72"),
        ("Sleman (Kab.)", "34.04"),
        ("Kabupaten Banjar, Kalimantan Selatan", "63.03"),
        ("Kota Bandung Provinsi Jawa Barat", "32.73"),
        ("Kabupaten Kota Waringin Barat", "62.01"),
        ("Kota Mobagu", "71.74"),
        ("Kab Bantull", "34.02"),
        ("Sleman Regency", "34.04"),
        ("West Java Province", "32"),
        ("Pemprov DKI Jakarta (Pihak Kesatu)", "31"),
        ("Pemerintah Provinsi Jawa Barat (Jabar)", "32"),
        ("Pemerintah Kabupten Sleman", "34.04"),
    ],
)
def test_names_as_people_write_them_are_found(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bandung", {"32.04", "32.73"}),
        ("Gorontalo", {"75", "75.01", "75.71"}),
        ("Yogyakarta", {"34", "34.71"}),
        ("Provinsi Bandung", {"32.04", "32.73"}),
    ],
)
def test_a_name_that_several_regions_bear_is_left_to_a_person(text, codes):
    match = match_party(text)

    assert match.certainty == "unsure"
    assert match.region is None
    assert {candidate.region.code for candidate in match.candidates} == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bandung Barat dan Cimahi", {"32.17", "32.77"}),
        ("Jateng-Jatim", {"33", "35"}),
        ("Pemkab dan Pemkot Bogor", {"32.01", "32.71"}),
        ("Kabupaten/Kota Malang", {"35.07", "35.73"}),
    ],
)
def test_two_regions_in_one_name_are_named_and_not_chosen(text, codes):
    match = match_party(text)

    assert match.region is None
    assert {candidate.region.code for candidate in match.candidates} == codes


def test_a_province_behind_the_name_decides_or_contradicts():
    assert code_of("Kota Bandung, Jawa Barat") == "32.73"

    contradicted = match_party("Kota Bandung, Jawa Timur")

    assert contradicted.region is None
    assert "Jawa Timur" in contradicted.reason.en


def test_a_level_that_does_not_exist_is_likely_and_says_so():
    match = match_party("Kota Sleman")

    assert match.region.code == "34.04"
    assert match.certainty == "likely"
    assert "level" in match.reason.en


def test_a_direction_is_a_name_and_no_typing_error():
    match = match_party("Kabupaten Lampung Barta")

    assert match.region is None
    assert "18.04" in {candidate.region.code for candidate in match.candidates}


@pytest.mark.parametrize(
    ("text", "code", "head"),
    [
        ("Dinas Kesehatan Kabupaten Sleman", "34.04", "Kepala Dinas"),
        ("Dinkes Bantul", "34.02", "Kepala Dinas"),
        ("Kepala Dinas Kesehatan Kabupaten Sleman", "34.04", "Kepala Dinas"),
        ("RSUD Kota Bandung", "32.73", "Direktur RSUD"),
        ("Rumah Sakit Umum Daerah Kabupaten Klaten", "33.10", "Direktur RSUD"),
        ("UPTD Pengelolaan Sampah Provinsi Jawa Barat", "32", "Kepala UPTD"),
        ("Badan Penanggulangan Bencana Daerah Kab. Klaten", "33.10", "Kepala Badan"),
        ("Kecamatan Depok, Kabupaten Sleman", "34.04", "Camat"),
        ("Kecamatan Depok, Kabupaten Sleman, DIY", "34.04", "Camat"),
        ("Kecamatan Kota Sumenep, Kabupaten Sumenep", "35.29", "Camat"),
        ("Camat Ngaglik Kabupaten Sleman", "34.04", "Camat"),
        ("Kelurahan Menteng Kota Administrasi Jakarta Pusat", "31", "Lurah"),
    ],
)
def test_an_organ_given_as_party_leads_to_its_government(text, code, head):
    match = match_party(text)

    assert match.kind == "unit"
    assert match.region.code == code
    assert match.unit == text
    assert match.reason.id == (
        f"Pihaknya {match.region.government}, ditandatangani oleh {head} atas kuasa."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Pemerintah Kabupaten Sleman c.q. Dinas Kesehatan",
        "Pemkab Sleman cq Dinas Kesehatan",
        "Pemerintah Kabupaten Sleman melalui Dinas Kesehatan",
        "Pemerintah Kabupaten Sleman (dalam hal ini Dinas Kesehatan)",
        "Pemkab Sleman (Dinas Kesehatan)",
    ],
)
def test_an_organ_behind_its_government_is_kept_as_the_one_that_carries_out(text):
    match = match_party(text)

    assert (match.kind, match.certainty) == ("region", "exact")
    assert (match.region.code, match.unit) == ("34.04", "Dinas Kesehatan")


def test_an_organ_without_its_government_asks_for_it():
    match = match_party("Kecamatan Depok")

    assert (match.kind, match.region, match.certainty) == ("unit", None, "none")
    assert "kabupaten" in match.reason.id


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Dinas Kesehatan Kabupaten Slemna", {"34.04"}),
        ("Dinas Ketahanan Pangan Jateng-Jatim", {"33", "35"}),
    ],
)
def test_an_organ_of_a_misspelt_or_double_government_is_left_to_a_person(text, codes):
    match = match_party(text)

    assert (match.kind, match.region, match.certainty) == ("unit", None, "unsure")
    assert {candidate.region.code for candidate in match.candidates} == codes


def test_an_organ_of_an_ambiguous_government_returns_both():
    match = match_party("Dinas Pendidikan Bandung")

    assert match.certainty == "unsure"
    assert {candidate.region.code for candidate in match.candidates} == {"32.04", "32.73"}


@pytest.mark.parametrize(
    "text", ["Kota Administrasi Jakarta Selatan", "Jaksel", "Kepulauan Seribu"]
)
def test_an_administrative_area_of_jakarta_leads_to_the_province(text):
    match = match_party(text)

    assert match.kind == "administrative_area"
    assert match.region.code == "31"
    assert "bukan daerah otonom" in match.reason.id


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kementerian Perhubungan", "central"),
        ("Kemendagri", "central"),
        ("Direktorat Jenderal Pajak", "central"),
        ("Otorita Ibu Kota Nusantara", "central"),
        ("Badan Pusat Statistik Kabupaten Sleman", "central"),
        ("Badan Informasi Geospasial", "central"),
        ("Kantor Pertanahan Kabupaten Bantul", "central"),
        ("PT PLN (Persero) UP3 Magelang", "company"),
        ("CV Maju", "company"),
        ("Perumda Air Minum Kota Bandung", "company"),
        ("BUMD Kabupaten Sleman", "company"),
        ("Universitas Sebelas Maret", "university"),
        ("Politeknik Negeri Bandung", "university"),
        ("Rumah Sakit Islam Al Karomah", "hospital"),
        ("RS Mitra Plumbon", "hospital"),
        ("Ehime Prefecture (Japan)", "foreign"),
        ("Shah Alam City Council (Malaysia)", "foreign"),
        ("Kabupaten Nanjing, Zhangzhou, Fujian (Tiongkok)", "foreign"),
        ("Pemerintah Desa Randuboto", "village"),
        ("Desa Sleman", "village"),
        ("Nagari Sungai Pua", "village"),
        ("Forum Merapi", "association"),
        ("Sekretariat Bersama Kartamantul", "association"),
    ],
)
def test_other_bodies_are_recognised_and_lead_to_no_region(text, kind):
    match = match_party(text)

    assert match.kind == kind
    assert match.region is None


def test_a_village_is_out_of_scope_with_the_reason():
    reason = match_party("Pemerintah Desa Randuboto").reason

    assert "di luar cakupan" in reason.id
    assert "outside Kadflow" in reason.en


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("16 kabupaten/kota lain (tidak dirinci sumber)", 16),
        ("107 pemerintah daerah lain (tidak dirinci sumber)", 107),
        ("Pemerintah provinsi se-Sumatera (tidak dirinci sumber)", None),
    ],
)
def test_parties_that_nobody_listed_are_counted_and_not_invented(text, count):
    match = match_party(text)

    assert match.kind == "unspecified"
    assert match.count == count


@pytest.mark.parametrize(
    "text", ["Kalselteng", "Wilayah Kalselteng", "Malang Raya", "Kedungsepur"]
)
def test_an_area_of_several_regions_is_no_region(text):
    assert match_party(text).region is None


def test_a_former_name_finds_the_region_of_today():
    assert code_of("Kabupaten Mamuju Utara") == "76.01"
    assert code_of("Irian Jaya") == "91"
    assert code_of("Pontianak") == "61.71"
    assert code_of("Kabupaten Pontianak") == "61.02"


def test_a_region_is_doubted_before_it_was_formed():
    before = match_party("Provinsi Papua Selatan", on="2020-01-01")

    assert before.region is None
    assert before.certainty == "unsure"
    assert "UU 14/2022" in before.reason.en
    assert code_of("Provinsi Papua Selatan", on="2023-01-01") == "93"


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "x" * 10_000, "asdf qwer", "Pemerintah Kabupaten", "Bupati", "Kota"]
)
def test_what_is_no_name_is_nobody(text):
    match = match_party(text)

    assert match.certainty == "none"
    assert match.region is None
