"""In which capacity somebody may sign, judged on the day of the signature."""

from __future__ import annotations

import pytest

from kadflow.errors import (
    GateNotMetError,
    MandateLackingError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from tests.scenarios.staging import Exercise

HEAD = "bantul/head"


def capacity(exercise: Exercise, number: str) -> str | None:
    answer = exercise.record(number).rounds["signatures"].electors[1].answer
    return answer.capacity if answer else None


def test_the_definitive_holder_signs(exercise: Exercise):
    number = exercise.signing()

    exercise.by("bantul.head").sign(number)

    assert capacity(exercise, number) == "definitive"
    assert exercise.record(number).findings == []


def signing(exercise: Exercise) -> str:
    """An agreement to be signed, with the letters that show a capacity on file."""
    number = exercise.signing()
    for kind in ("absence_letter", "appointment_decree", "power_of_attorney"):
        exercise.by("bantul.coordinator").add_document(number, kind, b"surat", filename="s.pdf")
    return number


@pytest.mark.parametrize("word", ["deputy_for_head", "pj"])
def test_a_capacity_that_the_law_allows_signs_without_more(exercise: Exercise, word: str):
    exercise.appoint(HEAD, "bantul.deputy_head", word, "2026-01-01", "2026-01-31")
    number = signing(exercise)

    exercise.by("bantul.deputy_head", HEAD).sign(number)

    assert capacity(exercise, number) == word
    assert exercise.record(number).findings == []


def test_an_allowed_capacity_whose_letter_is_not_on_file_is_doubtful(exercise: Exercise):
    exercise.appoint(HEAD, "bantul.deputy_head", "deputy_for_head", "2026-01-01", "2026-01-31")
    number = exercise.signing()

    with pytest.raises(ReasonRequiredError, match="Letter showing temporary absence"):
        exercise.by("bantul.deputy_head", HEAD).sign(number)


@pytest.mark.parametrize("word", ["deputy_daily", "plt"])
def test_a_doubtful_capacity_needs_a_reason_and_leaves_a_finding(exercise: Exercise, word: str):
    exercise.appoint(HEAD, "bantul.deputy_head", word, "2026-01-01", "2026-01-31")
    number = exercise.signing()

    with pytest.raises(ReasonRequiredError, match="doubtful"):
        exercise.by("bantul.deputy_head", HEAD).sign(number)
    exercise.by("bantul.deputy_head", HEAD).sign(number, reason="Bupati cuti.")

    assert capacity(exercise, number) == word
    assert [f.rule for f in exercise.record(number).findings] == [f"capacity.{word}"]


def test_a_plh_is_refused_with_the_article(exercise: Exercise):
    exercise.appoint(HEAD, "bantul.secretary", "plh", "2026-01-01", "2026-01-31")
    number = exercise.signing()

    with pytest.raises(MandateLackingError, match="UU 23/2014 art 65") as refused:
        exercise.by("bantul.secretary", HEAD).sign(number, reason="Mendesak.")
    assert refused.value.details["capacity"] == "plh"
    assert capacity(exercise, number) is None


def test_the_best_of_two_capacities_counts(exercise: Exercise):
    exercise.appoint(HEAD, "bantul.deputy_head", "plh", "2026-01-01", "2026-01-31")
    exercise.appoint(HEAD, "bantul.deputy_head", "deputy_for_head", "2026-01-01", "2026-01-31")
    number = signing(exercise)

    exercise.by("bantul.deputy_head", HEAD).sign(number)

    assert capacity(exercise, number) == "deputy_for_head"


def test_who_neither_holds_the_office_nor_its_mandate_is_told_the_office_and_the_day(
    exercise: Exercise,
):
    number = exercise.signing()

    with pytest.raises(MandateLackingError, match="do not hold Head on 2026-01-05"):
        exercise.by("bantul.legal", HEAD).sign(number)


# ------------------------------------------------------------------ surat kuasa


@pytest.mark.parametrize("scope", ["", "standar", "number"])
def test_a_mandate_within_its_scope_lets_sign_with_a_reason(exercise: Exercise, scope: str):
    number = exercise.signing()
    named = {"": (), "number": (number,)}.get(scope, (scope,))
    exercise.mandate(HEAD, "bantul.secretary", "2026-01-01", None, *named)

    with pytest.raises(ReasonRequiredError):
        exercise.by("bantul.secretary", HEAD).sign(number)
    exercise.by("bantul.secretary", HEAD).sign(number, reason="Surat kuasa.")

    assert capacity(exercise, number) == "kuasa"


def test_a_mandate_for_another_workflow_does_not_reach_here(exercise: Exercise):
    exercise.mandate(HEAD, "bantul.secretary", "2026-01-01", None, "pks")
    number = exercise.signing()

    with pytest.raises(MandateLackingError):
        exercise.by("bantul.secretary", HEAD).sign(number, reason="Surat kuasa.")


@pytest.mark.parametrize("days", [("2026-01-06", None), ("2025-01-01", "2026-01-04")])
def test_a_mandate_before_its_first_or_after_its_last_day_is_none(exercise: Exercise, days):
    exercise.mandate(HEAD, "bantul.secretary", *days)
    number = exercise.signing()

    with pytest.raises((MandateLackingError, GateNotMetError)):
        exercise.by("bantul.secretary", HEAD).sign(number, reason="Surat kuasa.")


def test_a_mandate_counts_on_its_first_and_on_its_last_day(exercise: Exercise):
    exercise.mandate(HEAD, "bantul.secretary", "2026-01-05", "2026-01-05")
    number = exercise.signing()

    exercise.by("bantul.secretary", HEAD).sign(number, reason="Surat kuasa.")

    assert capacity(exercise, number) == "kuasa"


def test_a_signature_is_judged_on_its_own_day_although_the_mandate_is_over_when_recorded(
    exercise: Exercise,
):
    exercise.mandate(HEAD, "bantul.secretary", "2026-01-05", "2026-01-08")
    number = exercise.signing()
    exercise.day("2026-02-02")
    deputy = exercise.by("bantul.secretary", HEAD)

    with pytest.raises(MandateLackingError, match="2026-02-02"):
        deputy.sign(number, reason="Surat kuasa.")
    deputy.sign(number, reason="Surat kuasa.", effective_on="2026-01-08")

    assert exercise.last_event(number, "answer.given").effective_on.date == "2026-01-08"


def test_a_mandate_given_after_the_signing_day_does_not_reach_back(exercise: Exercise):
    number = exercise.signing()
    exercise.day("2026-01-12")
    exercise.mandate(HEAD, "bantul.secretary", "2026-01-12")

    with pytest.raises(MandateLackingError, match="2026-01-08"):
        exercise.by("bantul.secretary", HEAD).sign(
            number, reason="Surat kuasa.", effective_on="2026-01-08"
        )


def test_a_mandate_that_was_revoked_is_over(exercise: Exercise):
    mandate = exercise.mandate(HEAD, "bantul.secretary", "2026-01-01")
    exercise.kadflow.organisations.revoke_mandate(
        exercise.kadflow.operator(),
        mandate,
        organisation=exercise.organisation("bantul"),
        to_on="2026-01-04",
        letter="SKU 2",
    )
    number = exercise.signing()

    with pytest.raises(MandateLackingError):
        exercise.by("bantul.secretary", HEAD).sign(number, reason="Surat kuasa.")


def test_the_event_of_a_signature_names_capacity_office_and_where_it_comes_from(
    exercise: Exercise,
):
    exercise.appoint(HEAD, "bantul.deputy_head", "deputy_for_head", "2026-01-01", "2026-01-31")
    number = signing(exercise)

    exercise.by("bantul.deputy_head", HEAD).sign(number)

    signed = exercise.last_event(number, "answer.given")
    assert signed.actor.office == exercise.office(HEAD)
    assert signed.actor.person == exercise.person("bantul.deputy_head")
    (fact,) = signed.facts
    assert (fact.name, fact.value) == ("capacity", "deputy_for_head")
    assert fact.stream == exercise.organisation("bantul")
    assert exercise.event(fact.stream, fact.number).kind == "holder.appointed"


def test_somebody_who_does_not_exist_does_not_act(exercise: Exercise):
    with pytest.raises(NotFoundError, match="siapa"):
        exercise.by("siapa")


# ------------------------------------------------------------------ leaders change, agreements not


def test_a_change_of_leader_never_changes_the_agreement(exercise: Exercise):
    number = exercise.in_force()
    waiting = exercise.signing()
    before = exercise.record(number), exercise.record(waiting)

    exercise.replace_head("bantul", "kepala.baru", "2026-01-06")
    exercise.day("2026-01-07")
    exercise.kadflow.apply_due()

    assert (exercise.record(number), exercise.record(waiting)) == before
    exercise.by("kepala.baru").sign(waiting)
    assert capacity(exercise, waiting) == "definitive"


def test_a_head_who_left_does_not_sign_but_one_who_signed_stays_signed(exercise: Exercise):
    number = exercise.signing()
    exercise.by("bantul.head").sign(number)
    other = exercise.signing()
    exercise.replace_head("bantul", "kepala.baru", "2026-01-06")
    exercise.day("2026-01-07")

    with pytest.raises(GateNotMetError):
        exercise.by("bantul.head").sign(other)
    exercise.by("sleman.head").sign(number)

    assert exercise.record(number).state == "in_force"


def test_a_mandate_serves_for_answers_and_not_for_the_steps_of_an_office(exercise: Exercise):
    number = exercise.negotiating()
    exercise.mandate("sleman/coordinator", "sleman.secretary", "2026-01-01")
    hand = exercise.by("sleman.secretary")

    for refused in (
        lambda: hand.act(number, "submit_text"),
        lambda: hand.edit(number, {"purpose": "Lain"}),
        lambda: hand.add_document(number, "draft_text", b"x", filename="x.pdf"),
    ):
        with pytest.raises(NotPermittedError, match="answers and signatures only") as told:
            refused()
        assert "hanya berlaku untuk memberi jawaban dan menandatangani" in told.value.pesan
        assert told.value.saran
    with pytest.raises(NotPermittedError, match="answers and signatures only"):
        hand.create("standar", ["34.04", "34.02"], {"title": "Baru", "purpose": "Baru"})
    assert exercise.record(number).terms["purpose"].value != "Lain"


def test_a_capacity_that_is_allowed_asks_only_for_the_document_that_shows_it(exercise: Exercise):
    number = exercise.signing()
    exercise.appoint(
        "bantul/head", "bantul.deputy_head", "deputy_for_head", "2026-01-01", "2026-01-31"
    )
    hand = exercise.by("bantul.deputy_head", "bantul/head")

    with pytest.raises(ReasonRequiredError, match="not on file") as refused:
        hand.sign(number)

    assert "dapat melakukannya" in refused.value.pesan
    assert "diragukan" not in refused.value.pesan
    exercise.by("bantul.coordinator").add_document(
        number, "absence_letter", b"surat", filename="surat.pdf"
    )
    hand.sign(number)
