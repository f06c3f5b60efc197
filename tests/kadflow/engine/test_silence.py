"""Silence counts from recorded receipt, and what it decides does not depend on who looks first."""

from __future__ import annotations

import pytest

from kadflow.errors import GateNotMetError, InvalidInputError, NotPermittedError
from tests.scenarios.staging import Exercise

LAST_DAY = "2026-03-12"
"""45 working days after Monday 5 January 2026: no weekend, Isra Mikraj (16 January), Imlek with
its joint leave (16 and 17 February)."""


def asked(exercise: Exercise, key: str = "uji-silence", *shorts: str) -> str:
    number = exercise.opened(key, *shorts, terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")
    return number


def received(exercise: Exercise, number: str, short: str, **how: str) -> None:
    exercise.by("sleman.coordinator").record_receipt(
        number, "consent", exercise.organisation(short), **how
    )


def answer_of(exercise: Exercise, number: str, place: int):
    return exercise.record(number).rounds["consent"].electors[place].answer


def due(exercise: Exercise, number: str) -> list[tuple[str | None, str, str]]:
    return [(d.subject, d.due_on, d.due_at) for d in exercise.record(number).deadlines]


def test_without_a_recorded_receipt_silence_never_speaks(exercise: Exercise):
    number = asked(exercise)
    exercise.approve(number, "sleman.head")

    exercise.day("2027-12-31")

    assert exercise.kadflow.apply_due() == 0
    assert exercise.record(number).state == "draft"


def test_forty_five_working_days_are_counted_from_the_receipt_without_holidays(
    exercise: Exercise,
):
    number = asked(exercise)

    received(exercise, number, "bantul")

    assert due(exercise, number) == [
        (exercise.party(number, "bantul"), LAST_DAY, "2026-03-12T17:00:00.000000Z")
    ]


def test_a_receipt_that_is_entered_late_counts_from_its_own_day(exercise: Exercise):
    number = asked(exercise)
    exercise.day("2026-01-20")

    received(exercise, number, "bantul", effective_on="2026-01-05")

    assert due(exercise, number)[0][1] == LAST_DAY


def test_a_receipt_before_the_question_was_asked_is_refused(exercise: Exercise):
    number = asked(exercise)

    with pytest.raises(InvalidInputError, match="cannot have received"):
        received(exercise, number, "bantul", effective_on="2025-10-01")


def test_a_receipt_is_recorded_once_by_a_secretariat_for_a_party_that_is_asked(
    exercise: Exercise,
):
    number = asked(exercise)
    received(exercise, number, "bantul")

    with pytest.raises(GateNotMetError, match="already recorded"):
        received(exercise, number, "bantul")
    with pytest.raises(GateNotMetError, match="not asked"):
        received(exercise, number, "kupang")
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.head").record_receipt(
            number, "consent", exercise.organisation("sleman")
        )


def test_the_last_day_ends_with_the_day_of_the_party_that_is_asked(exercise: Exercise):
    number = asked(exercise, "uji-silence", "sleman", "ambon")
    received(exercise, number, "ambon")

    assert due(exercise, number)[0][2] == "2026-03-12T15:00:00.000000Z"


def test_silence_approves_once_the_last_day_is_over_and_says_so(exercise: Exercise):
    number = asked(exercise)
    received(exercise, number, "bantul")
    exercise.approve(number, "sleman.head")

    exercise.day(LAST_DAY, "23:59")
    assert exercise.kadflow.apply_due() == 0
    exercise.day("2026-03-13", "00:00")
    assert exercise.kadflow.apply_due() == 1

    answer = answer_of(exercise, number, 1)
    assert (answer.answer, answer.deemed, answer.person) == ("approve", True, None)
    assert answer.effective_on == "2026-03-13"
    assert exercise.record(number).state == "running"


def test_an_answer_on_the_last_day_is_in_time_and_stops_the_clock(exercise: Exercise):
    number = asked(exercise)
    received(exercise, number, "bantul")

    exercise.day(LAST_DAY, "23:59")
    exercise.by("bantul.head").decide(number, "reject", reason="Tidak.")

    assert exercise.record(number).state == "stopped"
    assert due(exercise, number) == []


def test_a_rejection_after_the_last_day_but_before_the_sweep_is_too_late_and_told_so(
    exercise: Exercise,
):
    number = asked(exercise)
    received(exercise, number, "bantul")
    exercise.day("2026-03-16")

    with pytest.raises(GateNotMetError, match=r"since 2026-03-13.*too late"):
        exercise.by("bantul.head").decide(number, "reject", reason="Terlambat.")

    assert answer_of(exercise, number, 1) is None
    exercise.approve(number, "sleman.head")
    assert answer_of(exercise, number, 1).deemed
    assert exercise.record(number).state == "running"


def test_silence_decides_the_round_and_a_late_rejection_is_told_the_same(exercise: Exercise):
    number = asked(exercise)
    received(exercise, number, "bantul")
    exercise.approve(number, "sleman.head")
    exercise.day("2026-03-16")

    with pytest.raises(GateNotMetError, match=r"since 2026-03-13.*too late"):
        exercise.by("bantul.head").decide(number, "reject", reason="Terlambat.")


def test_silence_speaks_on_the_day_after_the_last_in_the_zone_of_the_silent_party(
    exercise: Exercise,
):
    number = asked(exercise, "uji-silence", "sleman", "bantul", "ambon")
    received(exercise, number, "ambon")

    exercise.day(LAST_DAY, "23:30")
    exercise.approve(number, "sleman.head")

    assert answer_of(exercise, number, 2).effective_on == "2026-03-13"


def test_what_silence_decided_cannot_be_taken_back(exercise: Exercise):
    number = asked(exercise)
    received(exercise, number, "bantul")
    exercise.day("2026-03-16")
    exercise.kadflow.apply_due()

    with pytest.raises(GateNotMetError, match="silent until"):
        exercise.by("bantul.head").withdraw(number, "consent")


def test_who_takes_an_answer_back_is_under_the_same_clock_again(exercise: Exercise):
    number = asked(exercise)
    received(exercise, number, "bantul")
    exercise.approve(number, "bantul.head")
    assert due(exercise, number) == []

    exercise.day("2026-01-12")
    exercise.by("bantul.head").withdraw(number, "consent")

    assert due(exercise, number)[0][1] == LAST_DAY


def test_an_inner_rejection_that_nobody_let_out_does_not_stop_the_clock(exercise: Exercise):
    number = asked(exercise, "uji-silence-chain")
    received(exercise, number, "bantul")
    exercise.by("bantul.unit").decide(number, "reject", reason="Tidak.")
    exercise.day("2026-03-16")

    with pytest.raises(GateNotMetError, match="too late"):
        exercise.by("bantul.coordinator").release(number, "consent", "reject", reason="Tidak.")

    exercise.kadflow.apply_due()
    assert answer_of(exercise, number, 1).deemed


def test_a_released_answer_stops_the_clock(exercise: Exercise):
    number = asked(exercise, "uji-silence-chain-share", "sleman", "bantul", "kupang")
    received(exercise, number, "bantul")
    exercise.by("bantul.unit").decide(number, "reject", reason="Tidak.")

    exercise.by("bantul.coordinator").release(number, "consent", "reject", reason="Tidak.")

    assert exercise.record(number).rounds["consent"].is_open
    assert due(exercise, number) == []


def test_a_change_of_the_text_voids_what_silence_approved(exercise: Exercise):
    for key in ("uji-silence", "uji-silence-chain"):
        exercise.day("2026-01-05")
        number = asked(exercise, key)
        received(exercise, number, "bantul")
        exercise.day("2026-03-16")
        exercise.kadflow.apply_due()

        exercise.by("sleman.coordinator").edit(number, {"clauses.1": "Berbeda."})

        assert not answer_of(exercise, number, 1).valid


def test_the_council_abroad_is_deemed_to_approve_after_forty_five_working_days(
    exercise: Exercise,
):
    council = exercise.kadflow.templates.get("luar-negeri")[1].gates["councils"]

    assert council.silence is not None
    assert (council.silence.within.n, council.silence.within.unit) == (45, "working_days")
    assert council.silence.starts == "receipt"
