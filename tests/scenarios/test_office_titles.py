"""An office may bear a title in English too; it is what English readers see everywhere."""

from __future__ import annotations

import pytest

from kadflow.errors import InvalidInputError, NotFoundError
from tests.scenarios.staging import Exercise

TITLES = ("Dinas Lingkungan Hidup", "Environment Office")


def title(exercise: Exercise, office: str, **titles: str) -> str:
    """Say what an office is called; its id."""
    found = exercise.office(office)
    exercise.kadflow.organisations.title_office(exercise.kadflow.operator(), found, **titles)
    return found


def titles_of(exercise: Exercise, office: str) -> tuple[str, str]:
    organisation = exercise.organisation("sleman")
    (found,) = [o for o in exercise.kadflow.organisations.offices(organisation) if o.id == office]
    return found.titles


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("Perangkat daerah pelaksana", "Executing unit")),
        ({"title": TITLES[0]}, (TITLES[0], TITLES[0])),
        ({"title": TITLES[0], "title_en": TITLES[1]}, TITLES),
        ({"title_en": TITLES[1]}, ("Perangkat daerah pelaksana", TITLES[1])),
    ],
)
def test_a_role_has_its_usual_english_title_and_a_local_name_is_not_translated(
    exercise: Exercise, given: dict[str, str], expected: tuple[str, str]
) -> None:
    added = exercise.kadflow.organisations.add_office(
        exercise.kadflow.operator(), exercise.organisation("sleman"), role="unit", **given
    )

    assert titles_of(exercise, added) == expected


def test_a_title_that_is_stated_later_is_an_event_and_shows_in_both_languages(
    either: Exercise,
) -> None:
    number = either.opened().number
    office = title(either, "sleman/coordinator", title_en="Cooperation Desk of Sleman")

    assert titles_of(either, office) == ("Sekretariat TKKSD", "Cooperation Desk of Sleman")
    event = either.events(either.organisation("sleman"))[-1]
    assert (event.kind, event.data) == (
        "office.titled",
        {
            "office": office,
            "title_id": "Sekretariat TKKSD",
            "title_en": "Cooperation Desk of Sleman",
        },
    )
    opened = either.kadflow.history.show(number)[0]
    assert "Sekretariat TKKSD, Kabupaten Sleman" in opened.sentence("id")
    assert "Cooperation Desk of Sleman, Kabupaten Sleman" in opened.sentence("en")
    either.kadflow.history.verify().raise_if_broken()


def test_who_is_awaited_and_a_refusal_name_the_office_in_the_readers_language(
    exercise: Exercise,
) -> None:
    title(exercise, "sleman/head", title="Bupati Sleman", title_en="Regent of Sleman")
    number = exercise.opened().number
    exercise.by("sleman.coordinator").act(number, "submit_proposal")

    explained = exercise.kadflow.agreements.explain(
        number, exercise.by("sleman.coordinator").envelope()
    )

    assert explained.waiting[0].inner == (("Bupati Sleman", "Regent of Sleman"),)


def test_notices_and_signatures_bear_the_title_of_their_language(exercise: Exercise) -> None:
    title(exercise, "sleman/head", title="Bupati Sleman", title_en="Regent of Sleman")
    kadflow = exercise.kadflow
    kadflow.contacts.set_address(
        kadflow.operator(), exercise.person("sleman.head"), "mail", "bupati@example.go.id"
    )
    number = exercise.opened().number
    exercise.by("sleman.coordinator").act(number, "submit_proposal")
    built = {
        language: kadflow.reports.build(
            exercise.by("sleman.coordinator").envelope(),
            "evaluasi",
            period="2026-S1",
            agreement=kadflow.find(number),
            formats=("html",),
            language=language,
        )
        .files["html"]
        .decode()
        for language in ("id", "en")
    }

    assert "Bupati Sleman" in built["id"]
    assert "Regent of Sleman" in built["en"]
    assert "Regent of Sleman" not in built["id"]

    kadflow.deliveries.plan()
    asked = kadflow.deliveries.recent(by="office", of=exercise.office("sleman/head"))[0]
    english, indonesian = (kadflow.deliveries.show(asked.id, each) for each in ("en", "id"))
    assert "Regent of Sleman" in str(english.deliveries)
    assert "Regent of Sleman" not in str(indonesian.deliveries)


def test_a_title_needs_an_office_and_words(exercise: Exercise) -> None:
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()

    with pytest.raises(InvalidInputError, match="Neither title") as nothing:
        organisations.title_office(operator, exercise.office("sleman/head"))
    assert nothing.value.pesan == "Nama jabatannya belum disebutkan."
    with pytest.raises(NotFoundError):
        organisations.title_office(operator, "nobody", title="Camat")
