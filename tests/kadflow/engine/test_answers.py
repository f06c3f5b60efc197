"""Answering a gate: whose turn it is, what stays inside a party, what goes out."""

from __future__ import annotations

import pytest

from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    SeparationOfDutiesError,
)
from tests.scenarios.staging import Exercise


def asked(exercise: Exercise, template: str = "uji-chain", *shorts: str) -> str:
    """An agreement whose consent has just been asked."""
    number = exercise.opened(template, *shorts, terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")
    return number


def tasks(exercise: Exercise, handle: str) -> list[str]:
    """What a person has to do."""
    return [task["kind"] for task in exercise.kadflow.inbox(handle)]


# ------------------------------------------------------------------ whose turn it is


def test_an_office_answers_when_it_is_asked_and_only_once(exercise: Exercise):
    number = asked(exercise, "uji-all")

    exercise.by("sleman.head").decide(number, "approve")

    with pytest.raises(GateNotMetError, match="not asked now") as refused:
        exercise.by("sleman.head").decide(number, "approve")
    assert "Kabupaten Bantul" in refused.value.hint


def test_an_answer_before_the_gate_is_open_is_refused(exercise: Exercise):
    number = exercise.opened("uji-all").number

    with pytest.raises(GateNotMetError, match="No approval is open"):
        exercise.by("sleman.head").decide(number, "approve")
    with pytest.raises(GateNotMetError, match="'Consent' is not open"):
        exercise.by("sleman.head").decide(number, "approve", gate="consent")


def test_a_gate_that_does_not_exist_is_answered_with_those_that_do(exercise: Exercise):
    number = asked(exercise, "uji-all")

    with pytest.raises(InvalidInputError, match="gerbang") as refused:
        exercise.by("sleman.head").decide(number, "approve", gate="gerbang")
    assert "consent" in refused.value.details["gates"]


def test_an_answer_that_the_gate_does_not_take_is_refused(exercise: Exercise):
    number = asked(exercise, "uji-all")

    with pytest.raises(InvalidInputError, match="no answer") as refused:
        exercise.by("sleman.head").decide(number, "maybe")  # type: ignore[arg-type]
    assert "abstain" in refused.value.hint


@pytest.mark.parametrize("answer", ["return", "reject"])
def test_a_return_or_rejection_needs_its_reason(exercise: Exercise, answer):
    number = asked(exercise, "uji-all")

    with pytest.raises(ReasonRequiredError, match=answer):
        exercise.by("sleman.head").decide(number, answer)


def test_conditions_and_the_answer_with_conditions_belong_together(exercise: Exercise):
    number = asked(exercise, "uji-all")

    with pytest.raises(InvalidInputError, match="at least one"):
        exercise.by("sleman.head").decide(number, "approve_with_conditions")
    with pytest.raises(InvalidInputError, match="belong to"):
        exercise.by("sleman.head").decide(number, "approve", conditions=["Laporan bulanan."])


def test_a_signature_is_signed_and_an_approval_is_decided(exercise: Exercise):
    number = exercise.signing()
    approval = exercise.negotiating()
    exercise.by("sleman.coordinator").act(approval, "submit_text")

    with pytest.raises(GateNotMetError, match="Sign instead"):
        exercise.by("sleman.head").decide(number, "approve")
    with pytest.raises(GateNotMetError, match="not a signature"):
        exercise.by("sleman.legal").sign(approval)


def test_nobody_answers_for_another_region(exercise: Exercise):
    number = asked(exercise, "uji-all")

    with pytest.raises(GateNotMetError, match="not asked now"):
        exercise.by("kupang.head").decide(number, "approve")


# ------------------------------------------------------------------ inside a party


def test_a_chain_goes_group_by_group_and_side_by_side_within_a_group(exercise: Exercise):
    number = asked(exercise)

    with pytest.raises(GateNotMetError):
        exercise.by("sleman.legal").decide(number, "approve")
    exercise.approve(number, "sleman.unit")
    assert tasks(exercise, "sleman.legal") == tasks(exercise, "sleman.finance") == ["decide"]
    exercise.approve(number, "sleman.finance")
    with pytest.raises(GateNotMetError):
        exercise.by("sleman.secretary").decide(number, "approve")
    exercise.approve(number, "sleman.legal", "sleman.secretary")

    answers = [e.answer.answer if e.answer else None for e in electors(exercise, number)]
    assert answers == ["approve", None]


def electors(exercise: Exercise, number: str):
    return exercise.record(number).rounds["consent"].electors


def test_parties_go_through_their_chains_independently(exercise: Exercise):
    number = asked(exercise)

    exercise.approve(number, "bantul.unit", "bantul.legal", "sleman.unit")

    assert tasks(exercise, "bantul.finance") == ["decide"]
    assert tasks(exercise, "sleman.legal") == ["decide"]


def test_an_organisation_may_have_its_own_chain_which_open_rounds_do_not_feel(exercise: Exercise):
    before = asked(exercise)
    exercise.kadflow.organisations.set_chain(
        exercise.kadflow.operator(),
        exercise.organisation("sleman"),
        template_key="uji-chain",
        gate="consent",
        groups=[["legal"], ["head"]],
    )
    after = asked(exercise)

    exercise.approve(after, "sleman.legal", "sleman.head")
    with pytest.raises(GateNotMetError):
        exercise.by("sleman.legal").decide(before, "approve")

    assert [e.chain for e in electors(exercise, after)] == [1, 0]
    assert electors(exercise, after)[0].answer is not None


@pytest.mark.parametrize("answer", ["return", "reject"])
def test_an_inner_no_stays_inside_until_the_secretariat_lets_it_out(exercise: Exercise, answer):
    number = asked(exercise)
    exercise.approve(number, "bantul.unit")
    version = exercise.record(number).version

    exercise.by("bantul.legal").decide(number, answer, reason="Pasal 1 kabur.")

    assert exercise.record(number).version == version
    assert exercise.record(number).rounds["consent"].is_open
    assert tasks(exercise, "bantul.coordinator") == ["decide"]
    with pytest.raises(GateNotMetError):
        exercise.by("bantul.finance").decide(number, "approve")

    released = exercise.by("bantul.coordinator").release(
        number, "consent", answer, reason="Tanggapan resmi."
    )
    assert released.state == {"return": "draft", "reject": "stopped"}[answer]


def test_the_secretariat_may_ask_the_step_that_stopped_once_more(exercise: Exercise):
    number = asked(exercise)
    exercise.approve(number, "bantul.unit")
    exercise.by("bantul.legal").decide(number, "return", reason="Pasal 1 kabur.")

    exercise.by("bantul.coordinator").release(number, "consent", "resume")
    exercise.approve(number, "bantul.legal", "bantul.finance", "bantul.secretary")

    assert electors(exercise, number)[1].answer is not None


def test_release_is_refused_when_nothing_stopped_or_by_another_region(exercise: Exercise):
    number = asked(exercise)

    with pytest.raises(GateNotMetError, match="nothing to release"):
        exercise.by("bantul.coordinator").release(number, "consent", "return", reason="?")
    exercise.by("bantul.unit").decide(number, "return", reason="Belum siap.")
    with pytest.raises(GateNotMetError, match="Kabupaten Sleman"):
        exercise.by("sleman.coordinator").release(number, "consent", "return", reason="?")
    with pytest.raises(NotPermittedError):
        exercise.by("kupang.coordinator").release(number, "consent", "return", reason="?")
    with pytest.raises(NotPermittedError):
        exercise.by("bantul.legal").release(number, "consent", "return", reason="?")
    with pytest.raises(ReasonRequiredError):
        exercise.by("bantul.coordinator").release(number, "consent", "return")
    with pytest.raises(InvalidInputError):
        exercise.by("bantul.coordinator").release(number, "consent", "approve", reason="?")


def test_what_is_released_is_an_answer_that_the_gate_takes(exercise: Exercise):
    number = exercise.opened("uji-firm", terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")
    exercise.by("bantul.unit").decide(number, "reject", reason="Tidak.")

    with pytest.raises(InvalidInputError, match="'return for correction'") as refused:
        exercise.by("bantul.coordinator").release(
            number, "consent", "return", reason="Mohon ubah."
        )

    assert "reject" in refused.value.hint
    assert exercise.record(number).rounds["consent"].is_open


# ------------------------------------------------------------------ conditions


def test_a_condition_becomes_an_obligation_only_when_the_answer_goes_out(exercise: Exercise):
    number = asked(exercise)
    exercise.by("sleman.unit").decide(
        number, "approve_with_conditions", conditions=["Truk ditutup.", "Laporan bulanan."]
    )
    assert exercise.record(number).obligations == []

    exercise.approve(number, "sleman.legal", "sleman.finance", "sleman.secretary")

    record = exercise.record(number)
    assert electors(exercise, number)[0].answer.answer == "approve_with_conditions"
    assert [o.party for o in record.obligations] == [exercise.party(number, "sleman")] * 2


def test_a_condition_is_one_obligation_however_often_the_answer_is_confirmed(exercise: Exercise):
    number = asked(exercise)
    exercise.by("sleman.unit").decide(
        number, "approve_with_conditions", conditions=["Truk ditutup."]
    )
    exercise.approve(number, "sleman.legal", "sleman.finance", "sleman.secretary")

    exercise.by("sleman.secretary").withdraw(number, "consent")
    assert exercise.record(number).obligations == []
    exercise.approve(number, "sleman.secretary")

    assert len(exercise.record(number).obligations) == 1


# ------------------------------------------------------------------ taking back


def test_an_own_answer_can_be_taken_back_while_the_round_is_open(exercise: Exercise):
    number = asked(exercise, "uji-all")
    exercise.approve(number, "sleman.head")

    exercise.by("sleman.head").withdraw(number, "consent")

    assert electors(exercise, number)[0].answer is None
    assert tasks(exercise, "sleman.head") == ["decide"]
    exercise.approve(number, "sleman.head", "bantul.head")
    assert exercise.record(number).state == "running"


def test_after_the_round_closed_or_by_another_nothing_is_taken_back(exercise: Exercise):
    number = asked(exercise, "uji-all")

    with pytest.raises(GateNotMetError, match="no answer of yours"):
        exercise.by("sleman.head").withdraw(number, "consent")
    exercise.approve(number, "sleman.head")
    with pytest.raises(GateNotMetError):
        exercise.by("sleman.legal").withdraw(number, "consent")
    exercise.approve(number, "bantul.head")
    with pytest.raises(GateNotMetError, match="not open"):
        exercise.by("sleman.head").withdraw(number, "consent")


def test_taking_back_an_inner_decision_takes_back_what_went_out_because_of_it(exercise: Exercise):
    number = asked(exercise)
    exercise.approve(number, *(f"sleman.{r}" for r in ("unit", "legal", "finance", "secretary")))

    exercise.by("sleman.finance").withdraw(number, "consent")

    assert electors(exercise, number)[0].answer is None
    assert tasks(exercise, "sleman.finance") == ["decide"]
    exercise.approve(number, "sleman.finance")
    assert electors(exercise, number)[0].answer is not None


# ------------------------------------------------------------------ separation of duties


def test_nobody_approves_what_he_drafted_himself(exercise: Exercise):
    exercise.appoint("sleman/legal", "sleman.coordinator", "plt", "2026-01-01", "2026-12-31")
    number = exercise.negotiating()
    exercise.by("sleman.coordinator").act(number, "submit_text")

    with pytest.raises(SeparationOfDutiesError, match=r"drafted .*Article"):
        exercise.by("sleman.coordinator", "sleman/legal").decide(number, "approve")


def test_one_person_decides_one_step_of_a_chain(exercise: Exercise):
    exercise.appoint("sleman/legal", "sleman.unit", "plt", "2026-01-01", "2026-12-31")
    number = asked(exercise)
    exercise.by("sleman.unit", "sleman/unit").decide(number, "approve")

    with pytest.raises(SeparationOfDutiesError, match="already decided"):
        exercise.by("sleman.unit", "sleman/legal").decide(number, "approve")
    exercise.approve(number, "sleman.legal")


def test_who_is_asked_in_two_places_names_one(exercise: Exercise):
    exercise.appoint("sleman/finance", "sleman.legal", "plt", "2026-01-01", "2026-12-31")
    number = asked(exercise)
    exercise.approve(number, "sleman.unit")

    with pytest.raises(InvalidInputError, match="more than one place") as refused:
        exercise.by("sleman.legal").decide(number, "approve")
    assert "--on-behalf-of" in refused.value.hint
    exercise.by("sleman.legal", "sleman/legal").decide(number, "approve")


# ------------------------------------------------------------------ on paper


def test_a_signature_on_paper_is_recorded_by_a_secretariat_on_evidence(exercise: Exercise):
    number = exercise.signing()

    exercise.by("bantul.coordinator", "bantul/head").sign(number, evidence="ab" * 32)

    answer = exercise.record(number).rounds["signatures"].electors[1].answer
    assert answer is not None
    assert answer.person is None
    assert answer.office == exercise.office("bantul/head")


def test_nobody_records_paper_for_a_party_that_works_in_kadflow_itself(exercise: Exercise):
    number = exercise.signing()

    with pytest.raises(NotPermittedError, match="its own secretariat"):
        exercise.by("sleman.coordinator", "bantul/head").sign(number, evidence="ab" * 32)


def test_nobody_answers_in_kadflow_before_he_was_asked(exercise: Exercise):
    number = exercise.signing()

    with pytest.raises(InvalidInputError, match="older than its question"):
        exercise.by("bantul.head").sign(number, effective_on="2025-12-01")
