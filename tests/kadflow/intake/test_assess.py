"""The verdict on single rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.intake.agreements import FileContext, assess_row
from kadflow.intake.rows import COLUMNS, RawRow
from tests.kadflow.intake.registers import cells, raw


def judged(context=None, **changes):
    return assess_row(raw(**changes), context)


def codes(report):
    return {reason.code for reason in report.reasons}


def test_a_plain_row_is_accepted_with_its_meaning():
    report = judged(subject_field="lingkungan hidup", value_idr="Rp1.250.000.000")
    record = report.record

    assert report.verdict == "accepted"
    assert [party.region for party in record.parties] == ["34.04", "34.02"]
    assert {party.certainty for party in record.parties} == {"exact"}
    assert (record.signed_on, record.ends_on, record.value) == ("2024-05-06", None, 1_250_000_000)
    assert record.subjects == ("lingkungan hidup",)
    assert record.status.stage == "in_force"


def test_unknown_stays_unknown():
    record = judged(signed_on="").record

    assert record.signed_on is record.starts_on is record.ends_on is record.term is None
    assert record.value is record.parent_ref is None
    assert record.numbers == record.subjects == ()


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"ref": ""}, "ref-missing", "ref"),
        ({"ref": "x" * 101}, "ref-too-long", "ref"),
        ({"title": ""}, "title-missing", "title"),
        ({"title": "x" * 2001}, "title-too-long", "title"),
        ({"kind": "kontrak"}, "kind-unknown", "kind"),
        ({"kind": ""}, "kind-unknown", "kind"),
        ({"regime": "sukarela"}, "regime-unknown", "regime"),
        ({"parties": "", "party_codes": ""}, "too-few-parties", "parties"),
        ({"parties": "Kab. Sleman", "party_codes": "34.04"}, "too-few-parties", "parties"),
        ({"parties": ";".join(["Kab. Sleman"] * 601)}, "too-many-parties", "parties"),
        ({"parties": "PT A;PT B", "party_codes": ";"}, "no-government", "parties"),
        ({"parties": "Desa A;PT B", "party_codes": ";"}, "no-government", "parties"),
        ({"ends_on": "2024-05-05"}, "ends-before-start", "ends_on"),
        ({"parent_ref": "A-1"}, "parent-cycle", "parent_ref"),
    ],
)
def test_what_cannot_be_kept_honestly_is_refused_with_its_column(changes, code, column):
    report = judged(**changes)
    refusals = {(r.code, r.column) for r in report.reasons if r.severity == "refusal"}

    assert report.verdict == "refused"
    assert report.record is None
    assert (code, column) in refusals


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signed_on": "2024-02-30"}, "date-unreadable"),
        ({"signed_on": "Mei 2024"}, "date-unreadable"),
        ({"term_text": "sampai minggu ketiga Februari 2025"}, "term-unresolved"),
        ({"term_text": "s.d. 31 Desember 2027", "ends_on": "2027-06-30"}, "term-and-end-differ"),
        ({"document_numbers": "12/KB/2024"}, "numbers-not-aligned"),
        ({"document_numbers": "12/KB/2024;/ /KB/2024"}, "number-incomplete"),
        ({"document_numbers": "12/KB/2024;......"}, "number-incomplete"),
        ({"value_idr": "56,3 miliar"}, "value-unreadable"),
        ({"party_codes": "34.04"}, "codes-not-aligned"),
        ({"party_codes": "34.04;99.99"}, "code-unknown"),
        ({"party_codes": "34.04;34.01"}, "code-name-conflict"),
        ({"parties": "Kab. Sleman;Bandung", "party_codes": ""}, "party-unsure"),
        ({"parties": "Kab. Sleman;bantul", "party_codes": ""}, "party-likely"),
        ({"parties": "Kab. Sleman;Dinas Kesehatan Kabupaten Bantul"}, "unit-as-party"),
        ({"parties": "Kab. Sleman;Pemerintah Desa Sriharjo", "party_codes": ""}, "village-party"),
        ({"parties": "Kab. Sleman;16 kabupaten lain", "party_codes": ""}, "parties-not-listed"),
        ({"parties": "Kab. Sleman;PT A", "party_codes": "34.04;34.02"}, "code-name-conflict"),
        ({"party_count": "3"}, "party-count-differs"),
        ({"parties": "Kab. Sleman;Kab. Sleman;PT A", "party_codes": ""}, "party-repeated"),
        ({"status_reported": "entah"}, "status-unclear"),
        ({"status_reported": "dirujuk sebagai dasar"}, "status-weak"),
        ({"parent_ref": "A-99"}, "parent-missing"),
        ({"regime_basis": "inferred_candidate: x"}, "regime-candidate"),
        ({"notes": "=cmd|' /C calc'!A0"}, "formula-text"),
    ],
)
def test_what_a_person_should_look_at_is_accepted_with_a_warning(changes, code):
    report = judged(**changes)

    assert report.verdict == "accepted_with_warnings"
    assert codes(report) == {code}
    assert all(reason.said.id and reason.said.en for reason in report.reasons)
    assert report.record.warnings == report.reasons


def test_an_unreadable_date_is_never_rounded():
    assert judged(signed_on="Mei 2024").record.signed_on is None


def test_the_text_of_the_term_can_fix_the_end():
    record = judged(term_text="satu tahun anggaran 2026").record

    assert (record.starts_on, record.ends_on) == ("2026-01-01", "2026-12-31")


def test_a_period_alone_never_becomes_an_end():
    record = judged(term_text="5 (lima) tahun").record

    assert record.ends_on is None
    assert (record.term.length, record.term.unit) == (5, "year")


def test_numbers_belong_to_their_parties_when_their_count_fits():
    numbers = judged(document_numbers="480 A Tahun 2013;PKS/46/2021").record.numbers

    assert [(number.text, number.party) for number in numbers] == [
        ("480 A Tahun 2013", 0),
        ("PKS/46/2021", 1),
    ]


def test_a_blank_slot_is_a_number_not_known():
    numbers = judged(document_numbers=";PKS/46/2021").record.numbers

    assert [(number.text, number.party) for number in numbers] == [("PKS/46/2021", 1)]


def test_a_single_number_of_two_parties_belongs_to_nobody_yet():
    (number,) = judged(document_numbers="Nomor 44 Tahun 2004").record.numbers

    assert number.party is None


def test_a_code_settles_a_name_that_several_regions_bear():
    report = judged(parties="Kab. Sleman;Bandung", party_codes="34.04;32.73")

    assert report.record.parties[1].region == "32.73"
    assert report.record.parties[1].certainty == "likely"


def test_a_code_against_a_clear_name_settles_nothing():
    party = judged(party_codes="34.04;34.01").record.parties[1]

    assert party.region is None
    assert party.candidates == ("34.02", "34.01")


def test_the_name_stays_as_printed():
    party = judged(parties="Pemkab. SLEMAN;Dinas Kesehatan Kabupaten Bantul").record.parties

    assert party[0].name == "Pemkab. SLEMAN"
    assert (party[1].name, party[1].unit) == ("Dinas Kesehatan Kabupaten Bantul",) * 2
    assert party[1].region == "34.02"


def test_an_administrative_area_with_its_own_code_leads_to_the_province():
    record = judged(
        parties="Kab. Sleman;Kota Administrasi Jakarta Selatan", party_codes="34.04;31.74"
    ).record

    assert record.parties[1].region == "31"


def test_a_region_that_did_not_exist_on_signing_day_is_doubted():
    report = judged(
        parties="Provinsi Papua;Provinsi Papua Selatan", party_codes="", signed_on="2019-01-01"
    )

    assert "party-unsure" in codes(report)
    assert report.record.parties[1].region is None


def test_a_signing_day_after_today_is_refused_when_today_is_known():
    assert judged(FileContext(today="2024-05-06")).verdict == "accepted"
    assert codes(judged(FileContext(today="2024-05-05"))) == {"signed-in-future"}


@pytest.mark.parametrize(
    ("regime", "kind", "title", "parent", "template"),
    [
        ("ksdd_sukarela", "KB", "x", "", "ksdd-sukarela"),
        ("ksdd_sukarela", "LoI", "x", "", "ksdd-sukarela"),
        ("ksdd_wajib", "other", "x", "", "ksdd-wajib"),
        ("ksdd_wajib", "PKS", "x", "", "pks"),
        ("ksdd_sukarela", "PKS", "x", "B", "pks"),
        ("ksdpk", "PKS", "x", "", "ksdpk"),
        ("sinergi", "PKS", "x", "", "sinergi"),
        ("luar_negeri", "PKS", "x", "", "luar-negeri"),
        ("ksdd_sukarela", "KB", "Adendum Kesepakatan Bersama", "B", "addendum"),
        ("ksdpk", "PKS", "Perubahan ketiga PKS", "B", "addendum"),
        ("ksdd_wajib", "PKS", "Perubahan PKS", "", "pks"),
    ],
)
def test_the_template_follows_regime_kind_and_title(regime, kind, title, parent, template):
    record = judged(regime=regime, kind=kind, title=title, parent_ref=parent).record

    assert record.template == template


def test_quality_is_the_sum_of_parts_that_explain_themselves():
    quality = judged().record.quality
    full = judged(
        ends_on="2029-05-05",
        document_numbers="1/KB/2024;2/KB/2024",
        subject_field="pangan",
        value_idr="1",
        source_url="https://example.org",
        confidence="high",
    ).record.quality

    assert full.score == 100
    assert quality.score < full.score
    assert {part.name for part in quality.parts if part.points < part.of} == {
        "term",
        "numbers",
        "subjects",
        "value",
        "source_url",
    }
    assert all(part.said.id and part.said.en for part in quality.parts)


def test_the_second_row_of_the_same_ref_is_refused():
    context = FileContext()

    assert judged(context, row=2).verdict == "accepted"
    assert codes(judged(context, row=3, title="Lain")) == {"ref-repeated"}


def test_a_mended_copy_below_a_refused_row_is_taken():
    context = FileContext()

    assert judged(context, row=2, kind="?").verdict == "refused"
    assert judged(context, row=3).verdict == "accepted"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "PENGELOLAAN  sampah bersama."},
        {"parties": "Kab. Bantul;Kab. Sleman", "party_codes": ""},
    ],
)
def test_the_same_parties_title_and_day_are_a_likely_duplicate(changes):
    context = FileContext()
    judged(context, row=7)

    report = judged(context, row=8, ref="A-2", **changes)

    assert codes(report) == {"likely-duplicate"}
    assert report.duplicate_of == 7


def test_the_same_number_of_the_same_party_is_a_likely_duplicate():
    context = FileContext()
    judged(context, row=7, document_numbers="415/12/KB/2024;x1")

    report = judged(context, row=8, ref="A-2", title="Lain", document_numbers="415-12-kb-2024;y2")

    assert report.duplicate_of == 7


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Pengelolaan air bersama"},
        {"signed_on": "2024-05-07"},
        {"parties": "Kab. Sleman;Kab. Klaten", "party_codes": "34.04;33.10"},
    ],
)
def test_another_title_day_or_party_is_another_agreement(changes):
    context = FileContext()
    judged(context, row=7, document_numbers="19 Tahun 2016;")

    report = judged(context, row=8, ref="A-2", document_numbers=";19 Tahun 2016", **changes)

    assert report.verdict == "accepted"


ANY_TEXT = st.one_of(st.text(max_size=40), st.sampled_from(list(cells().values())))


@given(st.dictionaries(st.sampled_from(COLUMNS), ANY_TEXT))
def test_any_row_gets_a_verdict_that_explains_itself(given_cells):
    report = assess_row(RawRow(2, {k: v.strip() for k, v in (cells() | given_cells).items()}))

    assert (report.record is None) == (report.verdict == "refused")
    assert (report.verdict == "accepted") == (not report.reasons)
    assert all(reason.said.id and reason.said.en for reason in report.reasons)
    assert report.record is None or 0 <= report.record.quality.score <= 100
