"""A neighbour on paper joins Kadflow, and says of each entry whether it stands by it."""

from __future__ import annotations

import pytest

from kadflow.domain.commands import PartySpec
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
)
from tests.scenarios.staging import EXAMPLE, REGIONS, Exercise

LETTER = "ab" * 32


def with_bantul_on_paper(exercise: Exercise) -> str:
    """Sleman recorded that Bantul agreed to the text; both are asked to sign."""
    liaison = exercise.by("sleman.coordinator")
    specs = [PartySpec("34.04"), PartySpec("34.02", participation="paper")]
    number = liaison.create("standar", specs, EXAMPLE).number
    liaison.act(number, "submit_proposal")
    exercise.by("sleman.head").decide(number, "approve")
    liaison.act(number, "submit_text")
    exercise.by("sleman.legal").decide(number, "approve")
    liaison.decide(number, "approve", evidence=LETTER, letter_number="130/17")
    return number


def recorded(exercise: Exercise, number: str) -> int:
    return exercise.last_event(number, "answer.given").number


def test_a_party_that_joins_answers_itself_from_then_on(exercise: Exercise):
    number = with_bantul_on_paper(exercise)

    exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "uses")

    party = exercise.record(number).party(exercise.party(number, "bantul"))
    assert party is not None
    assert party.participation == "uses"
    with pytest.raises(NotPermittedError, match="takes part in Kadflow itself"):
        exercise.kadflow.acting(
            "sleman.coordinator", on_behalf_of=exercise.office("bantul/head")
        ).sign(number, evidence=LETTER)
    exercise.by("bantul.head").sign(number)
    exercise.by("sleman.head").sign(number)
    assert exercise.record(number).state == "in_force"
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_what_a_party_answered_on_paper_stands_when_it_joins_in_an_open_round(exercise: Exercise):
    number = with_bantul_on_paper(exercise)
    exercise.by("sleman.coordinator").sign(number, evidence=LETTER)

    exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "uses")

    signatures = exercise.record(number).rounds["signatures"]
    assert signatures.is_open
    assert signatures.electors[1].answer is not None
    exercise.by("sleman.head").sign(number)
    assert exercise.record(number).state == "in_force"


def test_joining_is_said_by_the_own_secretariat_and_leaving_to_paper_may_be_recorded(
    exercise: Exercise,
):
    number = with_bantul_on_paper(exercise)

    with pytest.raises(NotPermittedError, match="own secretariat") as refused:
        exercise.by("sleman.coordinator").participate(number, REGIONS["bantul"], "uses")
    assert "sekretariatnya sendiri" in refused.value.pesan
    with pytest.raises(InvalidInputError, match="already"):
        exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "paper")
    exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "uses")
    exercise.by("sleman.coordinator").participate(
        number, REGIONS["bantul"], "paper", evidence=LETTER
    )
    changed = exercise.last_event(number, "participation.changed")
    assert changed.actor.authenticated == "paper"
    with pytest.raises(NotFoundError):
        exercise.by("bantul.coordinator").participate(number, REGIONS["kupang"], "uses")


def test_an_entry_is_disputed_told_to_everybody_and_never_erased(exercise: Exercise):
    number = with_bantul_on_paper(exercise)
    place = recorded(exercise, number)
    bantul = exercise.by("bantul.coordinator")

    with pytest.raises(ReasonRequiredError) as refused:
        bantul.review(number, place, "disputed")
    assert "keliru" in refused.value.pesan
    bantul.review(number, place, "disputed", reason="Surat itu bukan dari kami.")

    record = exercise.record(number)
    assert record.reviewed == {str(place): "disputed"}
    assert record.rounds["text_agreed"].electors[1].answer is not None
    told = {office for kind, office in exercise.notices() if kind == "entry_disputed"}
    assert exercise.office("sleman/coordinator") in told
    made = exercise.last_event(number, "entry.reviewed")
    assert (made.facts[0].stream, made.facts[0].number) == (record.id, place)
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_a_dispute_may_be_settled_by_confirming(exercise: Exercise):
    number = with_bantul_on_paper(exercise)
    place = recorded(exercise, number)
    bantul = exercise.by("bantul.coordinator")
    bantul.review(number, place, "disputed", reason="Belum ditemukan.")

    bantul.review(number, place, "confirmed")

    assert exercise.record(number).reviewed[str(place)] == "confirmed"
    with pytest.raises(GateNotMetError, match="already"):
        bantul.review(number, place, "confirmed")


def test_only_the_party_in_whose_name_it_was_recorded_reviews_an_entry(exercise: Exercise):
    number = with_bantul_on_paper(exercise)
    place = recorded(exercise, number)

    with pytest.raises(NotPermittedError, match="Kabupaten Sleman") as refused:
        exercise.by("sleman.coordinator").review(number, place, "confirmed")
    assert "bukan atas nama" in refused.value.pesan
    with pytest.raises(NotFoundError, match="not recorded from paper"):
        exercise.by("bantul.coordinator").review(number, 1, "confirmed")
