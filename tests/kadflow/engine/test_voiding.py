"""A change voids exactly the answers that stood for what changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kadflow.errors import GateNotMetError
from kadflow.storage.agreements import tracks_of
from tests.scenarios.staging import CHAIN, REGIONS, Exercise

TERMS = {
    "title": "PKS",
    "subjects": ["lingkungan hidup"],
    "clauses.1": "Sampah diangkut.",
    "clauses.2": "Tiap hari.",
    "funding_arrangement": "own_cost",
    "contents.payment": "Bulanan.",
}
COVERS = {
    "unit": set(TERMS),
    "legal": {"clauses.1", "clauses.2"},
    "finance": {"funding_arrangement", "contents.payment"},
    "secretary": set(TERMS),
}


def asked(exercise: Exercise, *shorts: str) -> str:
    """A PKS of its own whose text is being read by every chain."""
    wanted = shorts or ("sleman", "bantul")
    number = exercise.by(f"{wanted[0]}.coordinator").create(
        "pks", [REGIONS[short] for short in wanted], TERMS
    ).number  # fmt: skip
    exercise.by(f"{wanted[0]}.coordinator").act(number, "submit_text")
    return number


def edit(exercise: Exercise, number: str, **values: Any) -> tuple[str, ...]:
    paths = {path.replace("__", "."): value for path, value in values.items()}
    return exercise.by("sleman.coordinator").edit(number, paths).events


def waiting(exercise: Exercise, *shorts: str) -> set[str]:
    """Who has something to do."""
    return {
        f"{short}.{role}"
        for short in shorts or ("sleman", "bantul")
        for role in (*CHAIN, "head")
        if exercise.kadflow.inbox(f"{short}.{role}")
    }


def test_in_an_open_round_only_those_whose_paths_changed_are_asked_again(exercise: Exercise):
    number = asked(exercise)
    exercise.chain(number, "sleman")

    events = edit(exercise, number, funding_arrangement="shared")

    assert events.count("decision.voided") == 3
    assert events.count("answer.voided") == 1
    exercise.approve(number, "sleman.unit")
    assert waiting(exercise) == {"sleman.finance", "bantul.unit"}


def test_a_new_clause_falls_under_the_clauses_that_were_approved(exercise: Exercise):
    number = asked(exercise)
    exercise.chain(number, "sleman")

    events = edit(exercise, number, clauses__3="Baru.")

    assert events.count("decision.voided") == 3
    exercise.approve(number, "sleman.unit", "sleman.legal", "sleman.secretary")
    assert exercise.record(number).rounds["text_agreed"].electors[0].answer.valid


def test_removing_a_clause_voids_like_changing_it(exercise: Exercise):
    number = asked(exercise)
    exercise.chain(number, "sleman")

    assert "answer.voided" in edit(exercise, number, clauses__2=None)


def test_the_same_value_again_voids_nothing(exercise: Exercise):
    number = asked(exercise)
    exercise.chain(number, "sleman")

    assert edit(exercise, number, clauses__2=TERMS["clauses.2"]) == ()


def test_numbers_days_and_places_void_nothing(exercise: Exercise):
    number = asked(exercise)
    exercise.chain(number, "sleman")

    events = edit(exercise, number, signing_day="2026-03-01", signing_place="Sleman", originals=4)

    assert events == ("terms.edited",)


def test_a_partys_own_statement_voids_nobodys_approval(exercise: Exercise):
    number = asked(exercise)
    exercise.chain(number, "sleman")

    events = (
        exercise.by("sleman.finance").edit(number, {"budget_status.@1.2026": "budgeted"}).events
    )

    assert events == ("terms.edited",)


def test_a_round_after_a_return_carries_only_what_is_unchanged(exercise: Exercise):
    number = asked(exercise, "sleman", "bantul", "kupang")
    exercise.chain(number, "sleman", "kupang")
    exercise.approve(number, "bantul.unit")
    exercise.by("bantul.finance").decide(number, "return", reason="Biaya tidak jelas.")
    exercise.by("bantul.coordinator").release(number, "text_agreed", "return", reason="Biaya.")
    assert exercise.record(number).rounds["text_agreed"].outcome == "returned"

    edit(exercise, number, funding_arrangement="shared")
    exercise.by("sleman.coordinator").act(number, "submit_text")

    assert waiting(exercise, "sleman", "bantul", "kupang") == {
        "sleman.unit", "bantul.unit", "kupang.unit",
    }  # fmt: skip
    exercise.approve(number, "sleman.unit", "sleman.finance", "sleman.secretary")
    assert exercise.record(number).rounds["text_agreed"].electors[0].answer.valid


def test_a_round_after_a_return_without_a_change_asks_only_who_had_not_approved(
    exercise: Exercise,
):
    number = asked(exercise)
    exercise.chain(number, "sleman")
    exercise.by("bantul.unit").decide(number, "return", reason="Mohon dijelaskan.")
    exercise.by("bantul.coordinator").release(number, "text_agreed", "return", reason="Jelaskan.")

    exercise.by("sleman.coordinator").act(number, "submit_text")

    assert waiting(exercise) == {"bantul.unit"}


# ------------------------------------------------------------------ after approval


def test_a_change_before_signing_is_reconfirmed_and_holds_the_signing_back(exercise: Exercise):
    number = exercise.signing()
    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Diubah sebelum ditandatangani."})

    exercise.by("sleman.head").sign(number)
    exercise.by("bantul.head").sign(number)
    assert exercise.record(number).state == "signing"
    assert exercise.record(number).rounds["signatures"].outcome == "approved"

    exercise.approve(number, "sleman.legal", "bantul.legal", gate="text_agreed")
    assert exercise.record(number).state == "in_force"


def test_a_signature_given_before_the_change_is_given_again(exercise: Exercise):
    number = exercise.signing()
    exercise.by("sleman.head").sign(number)

    events = exercise.by("bantul.coordinator").edit(number, {"clauses.1": "Diubah."}).events

    assert "answer.voided" in events
    exercise.by("bantul.head").sign(number)
    exercise.approve(number, "sleman.legal", "bantul.legal")
    assert exercise.record(number).state == "signing"
    exercise.by("sleman.head").sign(number)
    assert exercise.record(number).state == "in_force"


def test_the_signing_day_may_be_filled_in_without_asking_anybody(exercise: Exercise):
    number = exercise.signing()
    exercise.by("sleman.head").sign(number)

    exercise.by("sleman.coordinator").edit(number, {"signing_day": "2026-01-06"})
    exercise.by("bantul.head").sign(number)

    assert exercise.record(number).state == "in_force"


def test_only_the_approvals_that_covered_the_path_are_reconfirmed(exercise: Exercise):
    number = exercise.signing()

    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Diubah."})

    rounds = exercise.record(number).rounds
    assert rounds["proposal"].round == 1
    assert (rounds["text_agreed"].round, rounds["text_agreed"].reconfirming) == (2, True)


def test_a_return_instead_of_a_reconfirmation_holds_until_the_text_is_mended(exercise: Exercise):
    number = exercise.signing()
    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Diubah."})
    exercise.by("bantul.legal").decide(
        number, "return", gate="text_agreed", reason="Tidak sesuai pembahasan."
    )
    exercise.approve_signatures(number)
    assert exercise.record(number).state == "signing"

    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Para pihak bekerja sama."})
    exercise.approve(number, "sleman.legal", "bantul.legal", gate="text_agreed")
    exercise.approve_signatures(number)

    assert exercise.record(number).state == "in_force"


def test_after_going_back_the_voided_approval_can_still_be_given(exercise: Exercise):
    number = exercise.signing()
    exercise.by("sleman.coordinator").edit(number, {"title": "Judul lain"})
    exercise.by("sleman.coordinator").act(number, "reopen_text", reason="Judul berubah.")

    exercise.approve(number, "sleman.legal", "bantul.legal", gate="text_agreed")
    assert exercise.record(number).state == "negotiation"
    exercise.approve(number, "sleman.head", gate="proposal")

    assert exercise.record(number).state == "signing"


def test_what_was_returned_from_signing_is_signed_again_only_where_the_text_changed(
    exercise: Exercise,
):
    number = exercise.signing("sleman", "bantul", "kupang")
    exercise.by("sleman.head").sign(number)
    exercise.by("bantul.head").decide(number, "return", reason="Salah ketik.")
    assert exercise.record(number).state == "negotiation"

    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Tanpa salah ketik."})
    exercise.by("sleman.coordinator").act(number, "submit_text")
    exercise.approve(number, *(f"{s}.legal" for s in ("sleman", "bantul", "kupang")))

    with pytest.raises(GateNotMetError):
        exercise.by("sleman.legal").decide(number, "approve")
    assert waiting(exercise, "sleman", "bantul", "kupang") == {
        "sleman.head", "bantul.head", "kupang.head",
    }  # fmt: skip


# ------------------------------------------------------------------ exactly the touched ones


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.integers(0, 4),
    changes=st.dictionaries(
        st.sampled_from([*sorted(TERMS), "signing_place", "clauses.3"]), st.uuids(), max_size=3
    ),
)
def test_a_change_voids_the_steps_that_it_touches_and_no_other(
    exercise: Exercise, steps: int, changes: dict[str, Any]
):
    number = asked(exercise)
    exercise.approve(number, *(f"sleman.{role}" for role in CHAIN[:steps]), gate="text_agreed")
    values: dict[str, Any] = {path: str(value) for path, value in changes.items()}
    if "funding_arrangement" in values:
        values["funding_arrangement"] = "shared"
    if "subjects" in values:
        values["subjects"] = ["kesehatan"]  # one of the 32 fields, and not the present one

    if values:
        exercise.by("sleman.coordinator").edit(number, values)

    bound = set(values) - {"signing_place"}
    touched = {
        role
        for role in CHAIN[:steps]
        if bound & COVERS[role] or ("clauses.3" in bound and role != "finance")
    }
    with exercise.kadflow.database.read() as tx:
        tracks, _ = tracks_of(tx, exercise.record(number).id)
    chain = tracks[exercise.party(number, "sleman")][0].chains["text_agreed"]
    lost = {
        step.role for group in chain.groups for step in group if step.answer and not step.valid
    }
    assert lost == touched
