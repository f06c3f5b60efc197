"""The journal always adds up to what was stated last, whatever was corrected in which order."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kadflow.domain.amounts import by_rate, read_exact, rupiah, shown_exact, stored, to_rupiah
from kadflow.domain.budget import Budget, BudgetLine
from kadflow.domain.commands import Shown
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from tests.scenarios.staging import REGIONS, Exercise


def line_of(exercise: Exercise, number: str, by: str = "sleman", **more: Any) -> str:
    """A new line of a region's own budget; its id."""
    wanted = {"year": 2026, "source": "apbd_regency", "account": "5.1.02", "title": "Angkutan"}
    exercise.by(f"{by}.finance").budget.add_line(number, REGIONS[by], **(wanted | more))
    return list(exercise.kadflow.budgets.get(number).lines)[-1]


def kept(exercise: Exercise, number: str, line: str) -> BudgetLine:
    return exercise.kadflow.budgets.get(number).lines[line]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_order_of_corrections_loses_a_rupiah(exercise: Exercise, data: st.DataObject) -> None:
    number = exercise.opened().number
    line = line_of(exercise, number)
    finance = exercise.by("sleman.finance").budget
    amounts = st.integers(min_value=1, max_value=10**12)
    roots = data.draw(st.lists(amounts, min_size=1, max_size=3))
    for amount in roots:
        finance.enter(number, line, "planned", amount)
    # what each entry, and everything that corrects it, should come to: an independent account
    means = {entry.id: place for place, entry in enumerate(kept(exercise, number, line).entries)}
    stands = dict(enumerate(roots))
    for _ in range(data.draw(st.integers(min_value=1, max_value=6))):
        entry = data.draw(st.sampled_from(sorted(means)))
        to = data.draw(st.integers(min_value=0, max_value=10**12))
        if to == stands[means[entry]]:
            continue
        finance.correct(number, entry, to)
        stands[means[entry]] = to
        means[kept(exercise, number, line).entries[-1].id] = means[entry]

        found = kept(exercise, number, line)
        assert found.total("planned") == sum(stands.values())
        for each in found.entries:
            assert found.standing(found.root(each)) == stands[means[each.id]]
    assert exercise.kadflow.history.rebuild(number).ok
    assert exercise.kadflow.budgets.sums()[0]["planned"] >= sum(stands.values())


def test_the_corrected_entry_stays_and_says_by_what(either: Exercise) -> None:
    number = either.opened().number
    line = line_of(either, number)
    finance = either.by("sleman.finance").budget
    finance.enter(number, line, "committed", 300, shown=Shown(number="SPK 1", date="2026-01-02"))
    first = kept(either, number, line).entries[0]
    finance.correct(number, first.id, 250, reason="Salah ketik")
    second = kept(either, number, line).entries[1]
    finance.correct(number, str(second.number), 0)  # a correction of the correction

    found = kept(either, number, line)
    assert [(e.amount, e.corrects, e.to) for e in found.entries] == [
        (300, None, None),
        (-50, first.id, 250),
        (-250, second.id, 0),
    ]
    assert (first.letter, first.letter_on) == ("SPK 1", "2026-01-02")
    assert found.corrected() == {first.id, second.id}
    assert found.total("committed") == 0
    with pytest.raises(InvalidInputError, match="stands at Rp0 already"):
        finance.correct(number, first.id, 0)
    assert "reason" in {
        part.name for part in either.event(either.record(number).id, second.number).parts
    }
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify(number).ok


def test_what_makes_no_sense_is_refused_and_leaves_nothing(exercise: Exercise) -> None:
    number = exercise.opened().number
    line = line_of(exercise, number)
    finance = exercise.by("sleman.finance").budget
    before = exercise.record(number).version
    for amount in (0, 10**15 + 1, -1):
        with pytest.raises(InvalidInputError):
            finance.enter(number, line, "planned", amount)
    with pytest.raises(InvalidInputError):
        finance.enter(number, line, "planned", quantity=3)
    with pytest.raises(NotFoundError):
        finance.correct(number, "9999", 5)
    with pytest.raises(InvalidInputError, match="has this line already"):
        line_of(exercise, number)
    for wrong in (
        {"year": 1999}, {"source": "dari mana"}, {"account": "lima"}, {"title": "x" * 301},
        {"basis": "tariff"}, {"basis": "currency", "currency": "XXX"}, {"price": 5},
        {"basis": "tariff", "price": 5, "unit": "sekeranjang"},
    ):  # fmt: skip
        with pytest.raises(InvalidInputError):
            line_of(exercise, number, **wrong)
    with pytest.raises(NotPermittedError, match="Sleman"):
        exercise.by("bantul.finance").budget.enter(number, line, "planned", 5)
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.coordinator").budget.enter(number, line, "planned", 5)
    assert exercise.record(number).version == before


def test_own_cost_and_no_money_are_kinds_of_lines_not_words(exercise: Exercise) -> None:
    number = exercise.opened().number
    for basis in ("own_cost", "non_monetary"):
        line = line_of(exercise, number, basis=basis)
        assert kept(exercise, number, line).basis == basis
        with pytest.raises(InvalidInputError, match="has no amounts"):
            exercise.by("sleman.finance").budget.enter(number, line, "planned", 5)


def test_a_tariff_and_another_currency_are_worked_out_exactly_and_kept(exercise: Exercise) -> None:
    number = exercise.opened().number
    finance = exercise.by("sleman.finance").budget
    ton = line_of(exercise, number, basis="tariff", price=75_333, unit="ton")
    finance.enter(number, ton, "planned", quantity=Fraction(2401, 2))
    (entry,) = kept(exercise, number, ton).entries
    assert entry.amount == 90_437_267  # 90,437,266.5: half up
    assert entry.worked is not None
    assert entry.worked.quantity == "2401/2"
    finance.correct(number, entry.id, quantity=1200)
    assert kept(exercise, number, ton).total("planned") == 75_333 * 1200

    usd = line_of(
        exercise, number, basis="currency", currency="USD", source="third_party", account=""
    )
    with pytest.raises(InvalidInputError, match="rate"):
        finance.enter(number, usd, "planned", minor=1_250_000)
    finance.enter(
        number, usd, "planned",
        minor=1_250_000, rate=Fraction(1_585_025, 100), rate_on="2026-01-02",
    )  # fmt: skip
    (entry,) = kept(exercise, number, usd).entries
    assert entry.amount == 198_128_125
    assert entry.worked is not None
    assert (entry.worked.minor, entry.worked.rate) == (1_250_000, "63401/4")
    event = exercise.last_event(number, "budget.entered")
    assert event.data["rounding"] == "half_up"
    assert exercise.kadflow.history.rebuild(number).ok


def test_a_party_on_paper_has_its_budget_recorded_from_its_paper(exercise: Exercise) -> None:
    number = exercise.opened().number
    exercise.by("bantul.coordinator").participate(
        number, REGIONS["bantul"], "paper", reason="Belum memakai"
    )
    recording = exercise.by("sleman.finance").budget
    recording.add_line(
        number, REGIONS["bantul"], year=2026, source="apbd_regency", title="Angkutan"
    )
    line = next(iter(exercise.kadflow.budgets.get(number).lines))
    with pytest.raises(FactMissingError, match="on paper"):
        recording.enter(number, line, "appropriated", 5)
    recording.enter(
        number, line, "appropriated", 5, shown=Shown(number="900/12", date="2026-01-04")
    )
    event = exercise.last_event(number, "budget.entered")
    assert event.actor.authenticated == "paper"
    assert event.actor.organisation == exercise.organisation("bantul")
    assert event.actor.recorder == exercise.person("sleman.finance")


def test_a_doubtful_account_code_is_taken_and_told(exercise: Exercise) -> None:
    number = exercise.opened().number
    told = {}
    for source, account in (
        ("apbd_regency", "5.1.02.02.01.0001"), ("apbd_regency", "9.1"), ("apbn", "521211"),
        ("apbn", "5.1.02"), ("third_party", "77"),
    ):  # fmt: skip
        outcome = exercise.by("sleman.finance").budget.add_line(
            number, REGIONS["sleman"], year=2026, source=source, account=account
        )
        told[source, account] = bool(outcome.warnings)
    assert [key for key, doubted in told.items() if doubted] == [
        ("apbd_regency", "9.1"), ("apbn", "5.1.02"),
    ]  # fmt: skip


@given(
    numerator=st.integers(min_value=-(10**15), max_value=10**15),
    denominator=st.integers(min_value=1, max_value=10**6),
)
def test_exact_numbers_survive_their_stored_form_and_round_to_the_nearest(
    numerator: int, denominator: int
) -> None:
    value = Fraction(numerator, denominator)
    assert read_exact(stored(value)) == value
    shown = shown_exact(value)
    if "/" not in shown and len(shown.partition(",")[2]) <= 9:
        assert read_exact(shown) == value
    assert abs(to_rupiah(value) - value) <= Fraction(1, 2)
    assert to_rupiah(-value) == -to_rupiah(value)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**5))
def test_money_of_a_currency_adds_up_within_half_a_rupiah(minor: int, rate: int) -> None:
    exact = Fraction(minor, 100) * rate
    assert abs(by_rate(minor, "USD", Fraction(rate)) - exact) <= Fraction(1, 2)
    assert rupiah(-1_250_000) == "-Rp1.250.000"


def test_totals_of_lines_are_what_their_entries_say(exercise: Exercise) -> None:
    number = exercise.opened().number
    finance = exercise.by("sleman.finance").budget
    lines = [line_of(exercise, number, title=f"Baris {place}") for place in range(3)]
    expected = 0
    for step, line in zip(range(9), itertools.cycle(lines), strict=False):
        finance.enter(number, line, "realised", 10**step)
        expected += 10**step
    budget: Budget = exercise.kadflow.budgets.get(number)
    assert sum(line.total("realised") for line in budget.lines.values()) == expected
    (sums,) = exercise.kadflow.budgets.sums(organisation=exercise.organisation("sleman"))
    assert sums["realised"] == expected
