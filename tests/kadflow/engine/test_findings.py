"""What a paper says of itself, and what makes a finding about it good again."""

from __future__ import annotations

import pytest

from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    MandateLackingError,
    NotFoundError,
    NotPermittedError,
)
from tests.scenarios.staging import Exercise

LETTER = "ab" * 32
CURE = "cd" * 32
PAPER = {"evidence": LETTER, "letter_number": "800/117", "letter_date": "2026-01-30"}


def signed_by_a_plt(exercise: Exercise) -> str:
    """Bantul signed on paper; the paper says that a Plt. did."""
    number = exercise.signing()
    exercise.day("2026-02-09")
    exercise.by("bantul.coordinator", "bantul/head").sign(number, capacity="plt", **PAPER)
    return number


def finding(exercise: Exercise, number: str) -> int:
    (found,) = exercise.record(number).findings
    return found.number


def test_the_capacity_that_the_paper_states_is_judged_not_the_one_of_the_holder(
    exercise: Exercise,
):
    number = signed_by_a_plt(exercise)

    given = exercise.last_event(number, "answer.given")
    assert given.actor.capacity == "plt"
    raised = exercise.last_event(number, "finding.raised")
    assert raised.data["rule"] == "capacity.plt"
    assert raised.data["party"] == exercise.party(number, "bantul")
    assert raised.data["gate"] == "signatures"
    assert raised.facts[0].name == "capacity.stated"


def test_number_and_date_of_the_letter_stand_beside_the_entry_and_in_its_line(exercise: Exercise):
    number = signed_by_a_plt(exercise)

    (entry,) = [e for e in exercise.kadflow.history.show(number)
                if e.kind == "answer.given" and e.data["gate"] == "signatures"]  # fmt: skip

    said = entry.who.sentence("id")
    assert "pelaksana tugas (Plt.)" in said
    assert said.endswith("atas dasar surat Kabupaten Bantul No. 800/117 tanggal 30 Januari 2026")
    assert entry.who.sentence("en").endswith(
        "on the basis of the letter of Kabupaten Bantul No. 800/117 of 30 January 2026"
    )


def test_a_stated_capacity_that_nobody_held_that_day_is_a_finding_of_its_own(exercise: Exercise):
    exercise.appoint("bantul/head", "bantul.deputy_head", "pj", "2026-02-01", "2026-02-28")
    (holding,) = [h for h in exercise.kadflow.organisations.holders(exercise.office("bantul/head"))
                  if h.capacity == "definitive"]  # fmt: skip
    exercise.kadflow.organisations.dismiss(
        exercise.kadflow.operator(), holding.id, to_on="2026-01-31"
    )
    number = exercise.signing()
    exercise.day("2026-02-09")

    exercise.by("bantul.coordinator", "bantul/head").sign(number, capacity="definitive", **PAPER)

    assert [f.rule for f in exercise.record(number).findings] == ["capacity.unconfirmed"]


def test_what_a_paper_cannot_say_is_refused_in_both_languages(exercise: Exercise):
    number = exercise.signing()
    by = exercise.by("bantul.coordinator", "bantul/head")

    for wrong, why in (
        ({"evidence": LETTER, "capacity": "raja"}, "raja"),
        ({"evidence": LETTER, "letter_date": "2030-01-01"}, "2030-01-01"),
        ({"evidence": LETTER, "letter_date": "kemarin"}, "kemarin"),
    ):
        with pytest.raises(InvalidInputError, match=why) as refused:
            by.sign(number, **wrong)  # type: ignore[arg-type]
        assert why in refused.value.pesan
        assert refused.value.saran
    with pytest.raises(InvalidInputError, match="paper"):
        exercise.by("bantul.head").sign(number, letter_number="1")  # nothing was on paper
    assert exercise.record(number).rounds["signatures"].electors[1].answer is None


def test_the_definitive_head_ratifies_and_the_finding_stays_with_its_cure(exercise: Exercise):
    number = signed_by_a_plt(exercise)

    exercise.by("bantul.head").cure(number, finding(exercise, number), "ratification")

    (found,) = exercise.record(number).findings
    cured = exercise.last_event(number, "finding.cured")
    assert (found.cured_by, found.cure) == (cured.number, "ratification")
    assert cured.actor.person == exercise.person("bantul.head")
    assert (cured.facts[0].stream, cured.facts[0].number) == (cured.stream, found.number)
    flaw = exercise.kadflow.agreements.explain(
        number, exercise.by("sleman.coordinator").envelope()
    ).findings[0]
    assert "pengesahan oleh kepala definitif" in flaw.cured
    assert flaw.curable == ""
    exercise.kadflow.history.verify(rows=True).raise_if_broken()


def test_a_new_kuasa_is_recorded_from_its_paper_by_the_secretariat_concerned(exercise: Exercise):
    number = signed_by_a_plt(exercise)
    place = finding(exercise, number)

    with pytest.raises(InvalidInputError, match="paper") as without:
        exercise.by("bantul.head").cure(number, place, "new_mandate")
    assert "suratnya tidak disertakan" in without.value.pesan
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.coordinator").cure(number, place, "new_mandate", evidence=CURE)
    exercise.by("bantul.coordinator").cure(
        number, place, "new_mandate", evidence=CURE, letter_number="SKU 5"
    )

    cured = exercise.last_event(number, "finding.cured")
    assert cured.actor.authenticated == "paper"
    assert cured.actor.instrument == CURE
    assert exercise.part(cured.stream, cured.number, "letter") == {"number": "SKU 5"}


def test_only_the_definitive_head_of_the_party_concerned_ratifies(exercise: Exercise):
    exercise.appoint("bantul/head", "bantul.deputy_head", "plt", "2026-02-01", "2026-02-28")
    number = signed_by_a_plt(exercise)
    place = finding(exercise, number)

    with pytest.raises(NotPermittedError, match="Kabupaten Bantul"):
        exercise.by("sleman.head").cure(number, place, "ratification")
    with pytest.raises(MandateLackingError, match="definitive") as acting:
        exercise.by("bantul.deputy_head", "bantul/head").cure(number, place, "ratification")
    assert "kepala definitif" in acting.value.pesan
    with pytest.raises(NotPermittedError):
        exercise.by("bantul.coordinator").cure(number, place, "ratification")


def test_a_finding_is_cured_once_and_an_unknown_one_never(exercise: Exercise):
    number = signed_by_a_plt(exercise)
    place = finding(exercise, number)
    head = exercise.by("bantul.head")
    head.cure(number, place, "ratification")

    with pytest.raises(GateNotMetError, match="already cured"):
        head.cure(number, place, "ratification")
    with pytest.raises(NotFoundError):
        head.cure(number, 1, "ratification")


def test_a_request_without_a_paper_is_still_the_same_request(exercise: Exercise):
    """Keys used before a paper could say anything still answer with the first answer."""
    number = exercise.negotiating()
    coordinator = exercise.by("sleman.coordinator")

    coordinator.edit(number, {"title": "Baru"}, key="sekali")

    assert coordinator.edit(number, {"title": "Baru"}, key="sekali").replayed
