"""Subjects are fields of government: taken by any usual name, kept under that of the law."""

from __future__ import annotations

import pytest

from kadflow.domain.commands import PartySpec, Register
from kadflow.errors import InvalidInputError
from tests.scenarios.staging import REGIONS, Exercise

TERMS = {"title": "KB", "planning_basis": "in_plan"}
PARTIES = [REGIONS["sleman"], REGIONS["bantul"]]


def opened(exercise: Exercise, *subjects: str) -> str:
    """An agreement whose template takes fields of government."""
    return (
        exercise.by("sleman.coordinator")
        .create("ksdd-sukarela", PARTIES, {**TERMS, "subjects": list(subjects)})
        .number
    )


def subjects(exercise: Exercise, number: str) -> list[str]:
    value: list[str] = exercise.record(number).terms["subjects"].value
    return value


def test_codes_and_short_names_are_kept_under_the_name_of_the_law_each_once(
    either: Exercise,
) -> None:
    number = opened(either, "2.11", "Kominfo", "DLH", "pangan")

    assert subjects(either, number) == [
        "lingkungan hidup",
        "komunikasi dan informatika",
        "pangan",
    ]
    either.kadflow.history.verify(rows=True).raise_if_broken()


def test_an_unknown_one_is_refused_with_the_nearest_and_nothing_is_opened(
    exercise: Exercise,
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        opened(exercise, "pangan", "lingkungan hidop")

    assert "'lingkungan hidop'" in refused.value.message
    assert "lingkungan hidup (2.11)" in refused.value.saran
    assert "environment (2.11)" in refused.value.hint
    assert refused.value.details["near"][0] == "lingkungan hidup"
    assert exercise.kadflow.agreements.page() == []


def test_where_nothing_is_near_all_of_them_are_named(exercise: Exercise) -> None:
    with pytest.raises(InvalidInputError) as refused:
        opened(exercise, "xyzzy")

    assert refused.value.saran.count("(") == 32


def test_what_stands_on_record_may_stay_when_others_are_added(exercise: Exercise) -> None:
    reported = {**TERMS, "subjects": ["energi terbarukan"]}
    command = Register(
        template="ksdd-sukarela",
        parties=tuple(PartySpec(exercise.organisation(s)) for s in ("sleman", "bantul")),
        state="preparation",
        reference="AGR-1",
        terms=reported,
    )
    number = exercise.kadflow.agreements.run(exercise.kadflow.operator(), command).number
    liaison = exercise.by("sleman.coordinator")
    liaison.participate(number, exercise.organisation("sleman"), "uses")

    liaison.edit(number, {"subjects": ["energi terbarukan", "ESDM"]})

    assert subjects(exercise, number) == ["energi terbarukan", "energi dan sumber daya mineral"]
    with pytest.raises(InvalidInputError):
        liaison.edit(number, {"subjects": ["energi terbarukan", "energi surya dan angin"]})
