"""Taking a step: which exist, who takes it, what it needs, what follows."""

from __future__ import annotations

import pytest

from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from tests.scenarios.staging import REGIONS, Exercise

PLAN = {
    f"plan.{field}": "Uraian."
    for field in (
        "background", "purpose", "location", "scope", "duration", "benefits", "impact", "funding",
    )
}  # fmt: skip


def umbrella(exercise: Exercise, **terms: object) -> str:
    """A voluntary KB in preparation, with its plan and its terms of reference."""
    liaison = exercise.by("sleman.coordinator")
    values = {
        "title": "KB",
        "subjects": ["lingkungan hidup"],
        "planning_basis": "in_plan",
        **PLAN,
        **{path.replace("__", "."): value for path, value in terms.items()},
    }
    number = liaison.create(
        "ksdd-sukarela", [REGIONS["sleman"], REGIONS["bantul"]], values
    ).number  # fmt: skip
    liaison.add_document(number, "kak", b"kak", filename="kak.pdf")
    return number


REGIME = {
    "bordering": True,
    "cross_border_effect": True,
    "cheaper_together": False,
    "regime_reason": "Tidak lebih murah.",
}


def test_an_event_that_the_template_lacks_is_answered_with_those_possible(exercise: Exercise):
    number = exercise.opened().number

    with pytest.raises(TransitionRefusedError, match="terbang") as refused:
        exercise.by("sleman.coordinator").act(number, "terbang")
    assert "submit_proposal" in refused.value.details["possible"]


def test_an_event_of_another_state_or_of_the_system_is_no_step(exercise: Exercise):
    number = exercise.opened().number

    for event in ("carry_on", "settle", "expire", "conclude_signing"):
        with pytest.raises(TransitionRefusedError, match="not a step that a person can take"):
            exercise.by("sleman.coordinator").act(number, event)


@pytest.mark.parametrize("handle", ["bantul.coordinator", "sleman.head", "kupang.coordinator"])
def test_a_step_of_the_initiating_secretariat_is_nobody_elses(exercise: Exercise, handle: str):
    number = exercise.opened().number

    with pytest.raises(NotPermittedError, match="not yours") as refused:
        exercise.by(handle).act(number, "submit_proposal")
    assert "pemrakarsa" in refused.value.said("id")[1]


def test_a_step_that_needs_a_reason_is_refused_without_one(exercise: Exercise):
    number = exercise.opened().number

    with pytest.raises(ReasonRequiredError, match="'Stop' needs a reason"):
        exercise.by("sleman.coordinator").act(number, "stop")
    assert (
        exercise.by("sleman.coordinator").act(number, "stop", reason="Batal.").state == "stopped"
    )


def test_terms_and_documents_that_a_step_needs_are_named_all_at_once(exercise: Exercise):
    number = exercise.by("sleman.coordinator").create(
        "ksdd-sukarela", [REGIONS["sleman"], REGIONS["bantul"]], {"title": "KB"}
    ).number  # fmt: skip

    with pytest.raises(FactMissingError) as refused:
        exercise.by("sleman.coordinator").act(number, "submit_proposal")

    assert refused.value.details["documents"] == ["kak"]
    assert {"plan.background", "plan.funding", "subjects", "planning_basis"} <= set(
        refused.value.details["missing"]
    )


def test_a_fact_that_nobody_stated_is_named_with_who_can_state_it(exercise: Exercise):
    number = umbrella(exercise)

    with pytest.raises(FactMissingError, match="border each other") as refused:
        exercise.by("sleman.coordinator").act(number, "submit_proposal")

    assert refused.value.details["truth"] == "unknown"
    assert "Sekretariat TKKSD" in refused.value.said("id")[1]


def test_a_condition_that_says_no_is_told_in_its_own_words(exercise: Exercise):
    number = exercise.in_force()
    exercise.addendum(number, {"term": {"starts_on": "2026-02-01", "ends_on": "2028-12-31"}},
                      purpose="extend")  # fmt: skip
    exercise.day("2027-01-05")
    exercise.kadflow.apply_due()
    assert exercise.record(number).state == "lapsed_extending"

    with pytest.raises(TransitionRefusedError, match="held back by a condition") as refused:
        exercise.by("sleman.coordinator").act(number, "carry_on")

    assert "Jangka waktu belum berakhir" in refused.value.said("id")[0]
    assert refused.value.details["truth"] == "false"
    assert refused.value.details["says"]["en"].startswith("The term is not over")


def test_stating_the_missing_fact_lets_the_step_through(exercise: Exercise):
    number = umbrella(exercise, **REGIME)

    exercise.by("sleman.coordinator").act(number, "submit_proposal")

    assert exercise.record(number).rounds["proposal"].is_open


def test_the_facts_on_which_a_step_stood_are_in_its_event(exercise: Exercise):
    number = exercise.in_force()
    exercise.day("2027-01-05")
    exercise.kadflow.apply_due()

    taken = exercise.last_event(number, "transition.taken")

    assert taken.data["event"] == "expire"
    assert ["no_extension_pending", "true"] in taken.data["guards"]
    assert {fact.name: fact.value for fact in taken.facts} == {"agreement.extension_open": False}


def test_entering_a_state_opens_the_gates_that_belong_to_it(exercise: Exercise):
    number = exercise.signing()

    found = exercise.record(number).rounds["signatures"]
    assert found.is_open
    assert found.cause == "entry"


def test_leaving_a_state_closes_the_rounds_that_belong_to_it(exercise: Exercise):
    number = exercise.signing()
    exercise.by("sleman.head").sign(number)

    exercise.by("bantul.coordinator").act(number, "reopen_text", reason="Salah pasal.")

    record = exercise.record(number)
    assert record.state == "negotiation"
    assert record.rounds["signatures"].outcome == "superseded"
    assert exercise.kadflow.inbox("bantul.head") == []


def test_the_agreement_is_signed_on_the_day_of_the_last_signature_whichever_is_entered_last(
    exercise: Exercise,
):
    number = exercise.signing()
    exercise.day("2026-02-20")

    exercise.by("sleman.head").sign(number, effective_on="2026-02-10")
    exercise.by("bantul.head").sign(number, effective_on="2026-02-03")

    assert exercise.record(number).signed_on == "2026-02-10"


def test_what_is_to_happen_tomorrow_cannot_have_happened(exercise: Exercise):
    number = exercise.signing()

    with pytest.raises(InvalidInputError, match="has not come"):
        exercise.by("sleman.head").sign(number, effective_on="2026-01-06")


def test_today_is_the_day_in_the_zone_of_who_acts(exercise: Exercise):
    number = exercise.signing("sleman", "ambon")
    exercise.day("2026-01-05", "23:00")

    with pytest.raises(InvalidInputError):
        exercise.by("sleman.head").sign(number, effective_on="2026-01-06")
    exercise.by("ambon.head").sign(number, effective_on="2026-01-06")


@pytest.mark.parametrize(
    "day", ["kemarin", "2026-02-30", "2025-1-5", "", "20250101", "2025-W01-1"]
)
def test_a_day_that_is_no_date_is_refused_as_such(exercise: Exercise, day: str):
    number = exercise.opened().number

    with pytest.raises(InvalidInputError, match="not a date"):
        exercise.by("sleman.coordinator").edit(number, {"purpose": "?"}, effective_on=day)


def test_a_step_entered_late_is_judged_by_its_own_day_and_recorded_today(exercise: Exercise):
    number = exercise.opened().number
    exercise.day("2026-01-20")

    exercise.by("sleman.coordinator").act(number, "stop", reason="?", effective_on="2026-01-06")

    taken = exercise.last_event(number, "transition.taken")
    assert taken.effective_on.date == "2026-01-06"
    assert taken.recorded_at.startswith("2026-01-20")
    assert exercise.record(number).state_since == "2026-01-06"
