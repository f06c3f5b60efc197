"""Opening an agreement, stating its terms, putting documents on file."""

from __future__ import annotations

from typing import Any

import pytest

from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    TransitionRefusedError,
)
from kadflow.services.agreements import Outcome
from tests.scenarios.staging import EXAMPLE, REGIONS, Exercise

TWO = [REGIONS["sleman"], REGIONS["bantul"]]


def test_an_agreement_begins_in_the_initial_state_with_its_parties_in_order(exercise: Exercise):
    opened = exercise.opened("standar", "bantul", "sleman")

    record = exercise.record(opened.number)
    assert (opened.state, opened.stage, opened.standing) == ("draft", "proposal", "active")
    assert [party.name for party in record.parties] == ["Kabupaten Bantul", "Kabupaten Sleman"]
    assert [party.initiating for party in record.parties] == [True, False]


def test_numbers_rise_within_the_year_and_a_taken_one_is_refused(exercise: Exercise):
    first, second = exercise.opened(), exercise.opened()

    assert (first.number, second.number) == ("KSD-2026-000001", "KSD-2026-000002")
    with pytest.raises(InvalidInputError, match="taken"):
        exercise.by("sleman.coordinator").create("standar", TWO, EXAMPLE, number=first.number)


def test_one_party_alone_is_too_few(exercise: Exercise):
    with pytest.raises(InvalidInputError, match=r"at least 2 .* not 1"):
        exercise.by("sleman.coordinator").create("standar", TWO[:1], EXAMPLE)


def test_more_parties_than_the_template_binds_are_refused(exercise: Exercise):
    codes = [*REGIONS.values(), "34.01", "34.03"]

    with pytest.raises(InvalidInputError, match="at most 5 parties, not 6"):
        exercise.by("sleman.coordinator").create("uji-all", codes, {"title": "Enam"})


def test_a_kind_of_party_that_the_template_does_not_bind_is_named(exercise: Exercise):
    company = exercise.kadflow.organisations.add(
        exercise.kadflow.operator(), kind="company", name="PT Contoh", zone="Asia/Jakarta",
        autonomous=True,
    )  # fmt: skip

    with pytest.raises(InvalidInputError, match="PT Contoh is a company") as refused:
        exercise.by("sleman.coordinator").create("ksdd-sukarela", [TWO[0], company], EXAMPLE)
    assert "regency" in refused.value.hint


def test_an_administrative_city_of_jakarta_leads_to_its_province(exercise: Exercise):
    with pytest.raises(InvalidInputError, match="administrative area") as refused:
        exercise.by("sleman.coordinator").create("standar", [TWO[0], "31.71"], EXAMPLE)
    assert "province" in refused.value.hint


def test_the_same_organisation_twice_is_refused(exercise: Exercise):
    with pytest.raises(InvalidInputError, match="named twice"):
        exercise.by("sleman.coordinator").create("standar", [TWO[0], TWO[0]], EXAMPLE)


@pytest.mark.parametrize("handle", ["sleman.head", "bantul.coordinator", "sleman.finance"])
def test_only_the_secretariat_of_the_first_party_opens_an_agreement(
    exercise: Exercise, handle: str
):
    with pytest.raises(NotPermittedError, match="secretariat of its first party"):
        exercise.by(handle).create("standar", TWO, EXAMPLE)


def test_a_required_term_that_is_missing_is_named(exercise: Exercise):
    with pytest.raises(FactMissingError, match="Title") as refused:
        exercise.by("sleman.coordinator").create("standar", TWO, {"purpose": "Tanpa judul"})
    assert refused.value.details["missing"] == ["title"]


def test_an_unknown_template_or_organisation_is_not_found(exercise: Exercise):
    with pytest.raises(NotFoundError, match="tidak-ada"):
        exercise.by("sleman.coordinator").create("tidak-ada", TWO, EXAMPLE)
    with pytest.raises(NotFoundError, match=r"99\.99"):
        exercise.by("sleman.coordinator").create("standar", [TWO[0], "99.99"], EXAMPLE)


def test_a_region_that_ended_enters_no_new_agreement(exercise: Exercise):
    bantul = exercise.organisation("bantul")
    exercise.kadflow.organisations.end(
        exercise.kadflow.operator(),
        bantul,
        to_on="2026-01-01",
        successor=None,
        basis="UU contoh",
    )

    with pytest.raises(InvalidInputError, match="ended on 2026-01-01") as refused:
        exercise.by("sleman.coordinator").create("standar", [TWO[0], bantul], EXAMPLE)
    assert "successor" in refused.value.hint


# ------------------------------------------------------------------ terms


def test_terms_change_freely_while_the_state_says_so(exercise: Exercise):
    number = exercise.opened().number

    exercise.by("bantul.coordinator").edit(number, {"purpose": "Diubah.", "clauses.2": None})

    record = exercise.record(number)
    assert record.terms["purpose"].value == "Diubah."
    assert "clauses.2" not in record.terms


def test_a_value_that_does_not_change_is_no_event(exercise: Exercise):
    opened = exercise.opened()

    again = exercise.by("sleman.coordinator").edit(
        opened.number, {"purpose": EXAMPLE["purpose"], "subjects": None}
    )

    assert again.events == ()
    assert again.version == exercise.record(opened.number).version == opened.version


def test_a_long_value_that_does_not_change_is_no_event_either(exercise: Exercise):
    long = "Panjang sekali. " * 60
    opened = exercise.opened(terms={"purpose": long})

    again = exercise.by("sleman.coordinator").edit(opened.number, {"purpose": long})

    assert again.events == ()


def test_an_unknown_path_is_refused_with_the_nearest_name(exercise: Exercise):
    number = exercise.opened().number

    with pytest.raises(InvalidInputError, match="purpos") as refused:
        exercise.by("sleman.coordinator").edit(number, {"purpos": "?"})
    assert "purpose" in refused.value.hint


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", 5),
        ("title", "   "),
        ("title", "x" * 301),
        ("subjects", "bukan daftar"),
        ("subjects", []),
        ("term", {"starts_on": "2026-02-30"}),
        ("term", {"starts_on": "2027-01-01", "ends_on": "2026-01-01"}),
        ("term", "setahun"),
        ("term", {"years": 0}),
        ("term", {"years": True}),
        ("signing_day", "5 Januari"),
        ("clauses", "tanpa nomor"),
        ("clauses.0", "nomor nol"),
        ("clauses.satu", "bukan nomor"),
        ("title.id", "bukan bagian"),
        ("", "kosong"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_changes(
    exercise: Exercise, path: str, value: object
):
    opened = exercise.opened()

    with pytest.raises(InvalidInputError) as refused:
        exercise.by("sleman.coordinator").edit(opened.number, {"purpose": "Baru", path: value})

    assert refused.value.hint
    assert exercise.record(opened.number).version == opened.version


def test_in_force_the_agreed_terms_are_closed_and_an_addendum_is_the_way(exercise: Exercise):
    number = exercise.in_force()

    with pytest.raises(TransitionRefusedError, match="closed: Article 1") as refused:
        exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Lain."})
    assert "amend" in refused.value.hint


def test_a_day_or_number_may_be_filled_in_although_the_terms_are_closed(exercise: Exercise):
    number = exercise.in_force()

    exercise.by("sleman.coordinator").edit(number, {"signing_day": "2026-01-04"})

    assert exercise.record(number).terms["signing_day"].value == "2026-01-04"


def test_nobody_edits_after_the_end(exercise: Exercise):
    number = exercise.opened().number
    exercise.by("sleman.coordinator").act(number, "stop", reason="Batal.")

    with pytest.raises(TransitionRefusedError, match="ended"):
        exercise.by("sleman.coordinator").edit(number, {"purpose": "Terlambat"})


@pytest.mark.parametrize("handle", ["sleman.unit", "sleman.legal", "kupang.coordinator"])
def test_who_does_not_coordinate_for_a_party_edits_nothing(exercise: Exercise, handle: str):
    number = exercise.opened().number

    with pytest.raises(NotPermittedError, match="not yours"):
        exercise.by(handle).edit(number, {"purpose": "Orang lain"})


def test_the_finance_office_states_its_regions_money_but_never_the_shared_text(
    exercise: Exercise,
):
    number = opened_pks(exercise).number

    exercise.by("sleman.finance").edit(number, {"budget_status.@1.2026": "budgeted"})
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.finance").edit(number, {"clauses.1": "Ditulis Badan Keuangan."})


def opened_pks(exercise: Exercise, **terms: Any) -> Outcome:
    return exercise.by("sleman.coordinator").create(
        "pks", TWO, {"title": "PKS", "clauses.1": "Diangkut.", **terms}
    )


def test_a_party_states_its_own_budget_and_nobody_elses(exercise: Exercise):
    number = opened_pks(exercise).number

    with pytest.raises(NotPermittedError, match="Kabupaten Bantul itself"):
        exercise.by("sleman.coordinator").edit(number, {"budget_status.@2.2026": "budgeted"})


def test_a_path_names_a_party_that_exists(exercise: Exercise):
    with pytest.raises(InvalidInputError, match="does not exist"):
        opened_pks(exercise, **{"burdens_public.@7": True})


def test_the_values_of_an_addendum_belong_to_an_addendum_only(exercise: Exercise):
    number = exercise.opened().number

    with pytest.raises(InvalidInputError):
        exercise.by("sleman.coordinator").edit(number, {"changes.title": "Diselundupkan"})


# ------------------------------------------------------------------ documents


def test_a_document_gets_its_next_version_and_keeps_its_letter(exercise: Exercise):
    number = exercise.opened().number
    liaison = exercise.by("sleman.coordinator")

    liaison.add_document(number, "draft_text", b"satu", filename="satu.docx")
    liaison.add_document(
        number, "draft_text", b"dua", filename="dua.docx", letter={"number": "130/7"}
    )

    assert exercise.record(number).documents["draft_text"].version == 2


def test_a_document_kind_that_the_template_lacks_is_refused_with_those_it_has(
    exercise: Exercise,
):
    number = exercise.opened().number

    with pytest.raises(InvalidInputError, match="surat_cinta") as refused:
        exercise.by("sleman.coordinator").add_document(
            number, "surat_cinta", b"x", filename="x.pdf"
        )
    assert "draft_text" in refused.value.hint


def test_only_a_secretariat_of_a_party_puts_documents_on_file(exercise: Exercise):
    number = exercise.opened().number

    with pytest.raises(NotPermittedError):
        exercise.by("sleman.head").add_document(number, "draft_text", b"x", filename="x.pdf")


def test_a_term_called_reason_and_the_reason_of_its_edit_are_two_things(exercise: Exercise):
    child = exercise.addendum(exercise.in_force(), {"clauses.2": "Lain."})

    exercise.by("sleman.coordinator").edit(
        child, {"reason": "Alasan baru."}, reason="Salah ketik."
    )

    assert exercise.record(child).terms["reason"].value == "Alasan baru."


def test_the_finance_office_states_the_budget_and_the_liaison_cannot(exercise: Exercise):
    number = exercise.by("sleman.coordinator").create(
        "ksdd-sukarela", [REGIONS["sleman"], REGIONS["bantul"]], {"title": "KB"}
    ).number  # fmt: skip

    with pytest.raises(NotPermittedError, match="is stated by: Finance agency") as refused:
        exercise.by("sleman.coordinator").edit(number, {"budget_status.@1.2026": "no_cost"})
    assert "dinyatakan oleh Badan Keuangan" in refused.value.pesan
    exercise.by("sleman.finance").edit(number, {"budget_status.@1.2026": "no_cost"})

    party = exercise.party(number, "sleman")
    assert exercise.record(number).terms[f"budget_status.{party}.2026"].value == "no_cost"
