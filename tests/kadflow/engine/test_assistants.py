"""Assistants prepare for an office, and never decide for it (practice 2)."""

from __future__ import annotations

import pytest

from kadflow.errors import GateNotMetError, InvalidInputError, NotFoundError, NotPermittedError
from tests.scenarios.staging import Exercise


def assistant(
    exercise: Exercise, office: str, since: str = "2026-01-01", until: str | None = None
) -> str:
    """Somebody new who assists an office; the handle."""
    short, _, role = office.partition("/")
    handle = f"{short}.staf.{role}"
    organisations = exercise.kadflow.organisations
    person = organisations.add_person(
        exercise.kadflow.operator(), exercise.organisation(short), handle=handle, name="Staf"
    )
    organisations.add_assistant(
        exercise.kadflow.operator(),
        office=exercise.office(office),
        person=person,
        from_on=since,
        to_on=until,
    )
    return handle


def test_an_assistant_cannot_decide_and_is_told_why(either: Exercise):
    aide = assistant(either, "bantul/head")
    number = either.opened("standar").number
    either.by("sleman.coordinator").act(number, "submit_proposal")
    mine = assistant(either, "sleman/head")

    with pytest.raises(NotPermittedError, match="prepares, and never decides or signs"):
        either.by(mine).decide(number, "approve")
    with pytest.raises(NotPermittedError, match="prepares, and never decides or signs") as refused:
        either.by(mine, "sleman/head").decide(number, "approve")
    assert "staf pendamping" in refused.value.pesan
    with pytest.raises(GateNotMetError):  # nobody of his office is asked
        either.by(aide).decide(number, "approve")


def test_an_assistant_cannot_sign(exercise: Exercise):
    aide = assistant(exercise, "bantul/head")
    number = exercise.signing()

    with pytest.raises(NotPermittedError, match="never decides or signs"):
        exercise.by(aide).sign(number, reason="Bupati di luar kota.")
    assert exercise.record(number).rounds["signatures"].electors[1].answer is None


def test_an_assistant_cannot_decide_in_an_internal_chain(exercise: Exercise):
    number = exercise.negotiating()
    exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Para pihak sepakat."})
    exercise.by("sleman.coordinator").act(number, "submit_text")
    aide = assistant(exercise, "sleman/legal")

    with pytest.raises(NotPermittedError, match="never decides or signs"):
        exercise.by(aide).decide(number, "approve")


def test_an_assistant_of_the_secretariat_writes_texts_and_files_but_takes_no_step(
    either: Exercise,
):
    number = either.opened("standar").number
    aide = assistant(either, "sleman/coordinator")

    either.by(aide).edit(number, {"purpose": "Mengurangi timbulan sampah"})
    either.by(aide).add_document(number, "draft_text", b"naskah", filename="naskah.pdf")
    written = either.last_event(number, "terms.edited")
    assert written.actor.capacity == "assistant"
    assert written.actor.office == either.office("sleman/coordinator")
    with pytest.raises(NotPermittedError, match="never decides or signs"):
        either.by(aide).act(number, "submit_proposal")
    shown = either.kadflow.history.show(number)[-1].who.sentence("id")
    assert "staf pendamping" in shown


def test_an_assistant_of_another_office_writes_nothing(exercise: Exercise):
    number = exercise.opened("standar").number
    aide = assistant(exercise, "sleman/head")

    with pytest.raises(NotPermittedError, match="not yours to do"):
        exercise.by(aide).edit(number, {"purpose": "Lain"})


def test_an_assistant_records_what_his_office_decided_on_paper(either: Exercise):
    number = either.opened("standar").number
    either.by("sleman.coordinator").act(number, "submit_proposal")
    aide = assistant(either, "sleman/head")
    paper = either.kadflow.store_content(either.kadflow.find(number), b"disposisi")

    either.by(aide, "sleman/head").decide(number, "approve", evidence=paper)

    answer = either.last_event(number, "answer.given")
    assert answer.actor.authenticated == "paper"
    assert answer.actor.recorder == either.person(aide)
    assert answer.actor.capacity == "definitive"


def test_an_assistant_does_not_record_the_paper_of_another_office(exercise: Exercise):
    number = exercise.opened("standar").number
    exercise.by("sleman.coordinator").act(number, "submit_proposal")
    aide = assistant(exercise, "sleman/legal")
    paper = exercise.kadflow.store_content(exercise.kadflow.find(number), b"disposisi")

    with pytest.raises(NotPermittedError):
        exercise.by(aide, "sleman/head").decide(number, "approve", evidence=paper)


def test_an_assistant_is_one_from_his_first_to_his_last_day(exercise: Exercise):
    number = exercise.opened("standar").number
    aide = assistant(exercise, "sleman/coordinator", "2026-01-01", "2026-01-20")
    exercise.by(aide).edit(number, {"purpose": "Mengurangi timbulan sampah"})
    exercise.day("2026-01-21")

    with pytest.raises(NotPermittedError, match="not yours to do"):
        exercise.by(aide).edit(number, {"purpose": "Lain"})


def test_assistants_come_from_the_organisation_of_the_office_and_once(either: Exercise):
    organisations, operator = either.kadflow.organisations, either.kadflow.operator()
    aide = assistant(either, "sleman/head")
    office = either.office("sleman/head")

    def named(handle: str, since: str) -> str:
        person = either.person(handle)
        return organisations.add_assistant(operator, office=office, person=person, from_on=since)

    with pytest.raises(InvalidInputError, match="not of the organisation"):
        named("bantul.legal", "2026-01-01")
    with pytest.raises(InvalidInputError, match="already"):
        named(aide, "2026-06-01")
    with pytest.raises(InvalidInputError, match="not a date"):
        named("sleman.legal", "besok")
    (known,) = organisations.assistants(either.organisation("sleman"))
    home = either.organisation("sleman")
    with pytest.raises(NotFoundError):
        organisations.end_assistant(
            operator, known.id, organisation=either.organisation("bantul"), to_on="2026-02-01"
        )
    organisations.end_assistant(operator, known.id, organisation=home, to_on="2026-02-01")
    named(aide, "2026-03-01")
    kinds = [event.kind for event in either.events(home)[-3:]]
    assert kinds == ["assistant.named", "assistant.ended", "assistant.named"]
