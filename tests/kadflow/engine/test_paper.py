"""What happened on paper is recorded as it was, and what was wrong with it becomes a finding."""

from __future__ import annotations

import pytest

from kadflow.domain.commands import PartySpec
from kadflow.errors import GateNotMetError, InvalidInputError, MandateLackingError
from tests.scenarios.staging import EXAMPLE, Exercise

LETTER = "ab" * 32
PAPER = "34.71"  # Kota Yogyakarta: no office of it is on record
OTHER = "34.03"  # Kabupaten Gunungkidul: nor of it


def with_paper(exercise: Exercise, *codes: str) -> str:
    """A plain agreement of Sleman with parties on paper, its text asked for."""
    liaison = exercise.by("sleman.coordinator")
    specs = [PartySpec("34.04"), *(PartySpec(code, participation="paper") for code in codes)]
    number = liaison.create("standar", specs, EXAMPLE).number
    liaison.act(number, "submit_proposal")
    exercise.by("sleman.head").decide(number, "approve")
    liaison.act(number, "submit_text")
    exercise.by("sleman.legal").decide(number, "approve")
    return number


def test_a_party_on_paper_answers_once_for_its_whole_chain_and_needs_no_office(
    exercise: Exercise,
):
    number = with_paper(exercise, PAPER)

    exercise.by("sleman.coordinator").decide(number, "approve", evidence=LETTER)

    given = exercise.last_event(number, "answer.given")
    assert given.actor.authenticated == "paper"
    assert given.actor.person is None
    assert given.actor.office is None
    assert given.actor.capacity is None
    assert given.actor.organisation == exercise.kadflow.organisations.get(PAPER).id
    assert given.actor.instrument == LETTER
    assert given.actor.recorder == exercise.person("sleman.coordinator")
    assert exercise.record(number).state == "signing"


def test_a_signature_of_a_party_without_offices_is_recorded_without_claiming_a_capacity(
    exercise: Exercise,
):
    number = with_paper(exercise, PAPER)
    exercise.by("sleman.coordinator").decide(number, "approve", evidence=LETTER)

    exercise.by("sleman.coordinator").sign(number, evidence=LETTER)
    exercise.by("sleman.head").sign(number)

    record = exercise.record(number)
    assert record.state == "in_force"
    assert record.rounds["signatures"].electors[1].answer.capacity is None  # type: ignore[union-attr]
    assert record.findings == []


def test_of_two_parties_on_paper_the_one_that_answered_is_named(exercise: Exercise):
    number = with_paper(exercise, PAPER, OTHER)

    with pytest.raises(InvalidInputError, match="Kabupaten Gunungkidul") as refused:
        exercise.by("sleman.coordinator").decide(number, "approve", evidence=LETTER)
    assert "--on-behalf-of" in refused.value.hint
    liaison = exercise.kadflow.acting("sleman.coordinator", on_behalf_of=OTHER)
    liaison.decide(number, "return", evidence=LETTER, reason="Pasal 2 diperbaiki.")

    first, second = exercise.record(number).rounds["text_agreed"].electors[1:]
    assert first.answer is None
    assert second.answer is not None


def test_a_party_that_uses_kadflow_is_not_answered_for_by_naming_it(exercise: Exercise):
    number = exercise.signing()
    liaison = exercise.kadflow.acting("sleman.coordinator", on_behalf_of="34.02")

    with pytest.raises(GateNotMetError, match="could be recorded"):
        liaison.sign(number, evidence=LETTER)


def test_a_paper_signature_by_a_plh_is_recorded_with_the_article_as_a_finding(
    exercise: Exercise,
):
    exercise.appoint("bantul/head", "bantul.secretary", "plh", "2026-02-01", "2026-02-28")
    (holding,) = exercise.kadflow.organisations.holders(exercise.office("bantul/head"))[:1]
    exercise.kadflow.organisations.dismiss(
        exercise.kadflow.operator(), holding.id, to_on="2026-01-31"
    )
    number = exercise.signing()
    exercise.day("2026-02-09")

    with pytest.raises(MandateLackingError):
        exercise.by("bantul.secretary", "bantul/head").sign(number)
    exercise.by("bantul.coordinator", "bantul/head").sign(number, evidence=LETTER)

    raised = exercise.last_event(number, "finding.raised")
    assert raised.data["rule"] == "capacity.plh"
    assert raised.data["source"] == "UU 23/2014 art 65(5)-(6)"
    assert raised.facts[0].value == "plh"


def test_a_paper_signature_after_the_holder_left_is_recorded_with_a_finding(exercise: Exercise):
    organisations = exercise.kadflow.organisations
    (holding,) = organisations.holders(exercise.office("bantul/head"))
    organisations.dismiss(exercise.kadflow.operator(), holding.id, to_on="2026-01-31")
    number = exercise.signing()
    exercise.day("2026-02-09")

    with pytest.raises((MandateLackingError, GateNotMetError)):
        exercise.by("bantul.head").sign(number)
    exercise.by("bantul.coordinator", "bantul/head").sign(number, evidence=LETTER)

    raised = exercise.last_event(number, "finding.raised")
    assert raised.data["rule"] == "capacity.nobody"
    assert (raised.facts[0].name, raised.facts[0].value) == ("holder.until", "2026-01-31")
    given = exercise.last_event(number, "answer.given")
    assert given.actor.capacity is None


def test_whoever_records_paper_needs_the_right_today_and_not_on_the_day_of_the_act(
    exercise: Exercise,
):
    number = exercise.signing()
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()
    new = organisations.add_person(
        operator, exercise.organisation("bantul"), handle="bantul.new", name="Baru"
    )
    organisations.appoint(
        operator, office=exercise.office("bantul/coordinator"), person=new,
        capacity="plt", from_on="2026-03-02", to_on="2026-06-30",
        letter="SK 7",
    )  # fmt: skip
    exercise.day("2026-03-02")

    exercise.by("bantul.new", "bantul/head").sign(
        number, evidence=LETTER, effective_on="2026-01-20"
    )

    assert exercise.last_event(number, "answer.given").effective_on.date == "2026-01-20"
