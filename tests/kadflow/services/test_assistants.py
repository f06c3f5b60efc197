"""Assistants see the inbox of their office and get copies of its notices, while they assist it."""

from __future__ import annotations

from kadflow.domain.deliveries import Preference
from tests.kadflow.engine.test_assistants import assistant
from tests.kadflow.services.test_deliveries import made, mailbox, posted, proposed, run
from tests.scenarios.staging import Exercise, built_postgres, built_sqlite, either, exercise

__all__ = ["built_postgres", "built_sqlite", "either", "exercise"]


def test_an_assistant_gets_a_copy_that_says_so(either: Exercise):
    head = mailbox(either, "sleman.head")
    aide = assistant(either, "sleman/head")
    address = mailbox(either, aide)
    with posted(either) as post:
        number = proposed(either)
        for _ in range(2):
            run(either)
        (copy,) = post.to(address)
        assert len(post.to(head)) == 1
    assert copy["Subject"].startswith("Tembusan: ")
    assert number in copy["Subject"]
    text = copy.get_body(("plain",)).get_content()
    assert "Untuk: Kepala, Kabupaten Sleman" in text
    assert "Tembusan, sebagai staf pendamping Kepala, Kabupaten Sleman." in text
    delivery = next(each for each in made(either) if each.recipient == either.person(aide))
    (told,) = [
        each
        for each in either.kadflow.deliveries.show(delivery.id, "en").deliveries
        if each.delivery.id == delivery.id
    ]
    assert told.why == ("Copy, as assistant of Head, Kabupaten Sleman.",)


def test_who_stopped_assisting_gets_no_copy_that_waited(exercise: Exercise):
    mailbox(exercise, "sleman.head")
    aide = assistant(exercise, "sleman/head")
    address = mailbox(exercise, aide)
    exercise.kadflow.contacts.set_preference(
        exercise.kadflow.operator(),
        exercise.person(aide),
        Preference(quiet_from="06:00", quiet_to="20:00"),
    )
    with posted(exercise) as post:
        proposed(exercise)
        run(exercise)
        home = exercise.organisation("sleman")
        (known,) = exercise.kadflow.organisations.assistants(home)
        exercise.kadflow.organisations.end_assistant(
            exercise.kadflow.operator(),
            known.id,
            organisation=home,
            to_on=exercise.clock.now().date().isoformat(),
        )
        exercise.clock.advance(days=1, hours=14)
        run(exercise)
        run(exercise)
        assert post.to(address) == []
    states = {each.recipient: each.state for each in made(exercise)}
    assert states[exercise.person(aide)] == "withdrawn"
    assert states[exercise.person("sleman.head")] == "sent"


def test_a_copy_is_handed_over_by_hand_only_to_who_wants_it_so(exercise: Exercise):
    aide = assistant(exercise, "sleman/head")
    mailbox(exercise, aide, "628123456789", "hand")
    proposed(exercise)
    exercise.kadflow.deliveries.plan()
    assert made(exercise) == []


def test_the_inbox_of_an_office_is_seen_by_its_assistants_and_marked(either: Exercise):
    aide = assistant(either, "sleman/head")
    number = proposed(either)

    (task,) = either.kadflow.inbox(aide)
    assert (task["number"], task["assists"]) == (number, True)
    (own,) = either.kadflow.inbox("sleman.head")
    assert own["assists"] is False
    assert [each["id"] for each in either.kadflow.told(aide)] == [
        each["id"] for each in either.kadflow.told("sleman.head")
    ]


def test_an_assistant_of_the_secretariat_sees_the_messages_that_it_hands_over(exercise: Exercise):
    aide = assistant(exercise, "sleman/coordinator")
    assert exercise.kadflow.secretariats(aide) == [exercise.organisation("sleman")]
    assert exercise.kadflow.secretariats("sleman.legal") == []
