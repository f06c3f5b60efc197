"""Indicators: stated, measured, corrected; the chapter equals its replay on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from kadflow.domain.indicators import Indicator, Indicators
from kadflow.domain.periods import read_period
from kadflow.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.scenarios.staging import Exercise


def stated(exercise: Exercise, number: str, **changed: object) -> Indicator:
    said = {
        "unit": "ton per hari",
        "source": "Timbangan TPA",
        "every": "semester",
        "decimals": 1,
        "baseline": "120,5",
        "baseline_on": "2025-12-31",
        "targets": {"2026-S1": "150", "2026-S2": "180"},
    } | changed
    exercise.by("sleman.coordinator").indicators.add(
        number,
        "34.04",
        "Sampah terolah",
        **said,  # type: ignore[arg-type]
    )
    entries = exercise.kadflow.agreements.chapter(number, Indicators).entries
    return list(entries.values())[-1]


def kept(exercise: Exercise, number: str) -> Indicator:
    return next(iter(exercise.kadflow.agreements.chapter(number, Indicators).entries.values()))


def test_a_measurement_shows_how_far_a_target_was_reached(either: Exercise, tmp_path: Path):
    number = either.opened().number
    indicator = stated(either, number)
    proof = tmp_path / "timbangan.csv"
    proof.write_bytes(b"Januari;135\n")
    either.day("2026-07-02")

    either.by("sleman.unit").indicators.measure(
        number, indicator.number, "2026-S1", "135", file=proof, note="Tanpa bulan Juni"
    )

    first, second = kept(either, number).results()
    assert first.achieved is not None
    assert (first.target, first.achieved.points, first.achieved.how) == (1500, 9000, "ratio")
    assert first.measurement is not None
    assert (first.measurement.value, first.measurement.on) == (1350, "2026-07-02")
    assert (second.period, second.measurement, second.achieved) == ("2026-S2", None, None)
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok
    event = either.last_event(number, "indicator.measured")
    assert "Tanpa" not in str(event.data)
    assert first.measurement.file == event.data["file"]["digest"]


def test_a_value_is_exact_and_what_nobody_knows_is_never_zero(exercise: Exercise):
    number = exercise.opened().number
    indicator = stated(exercise, number, baseline=None, baseline_on=None)
    exercise.day("2026-07-02")
    measure = exercise.by("sleman.coordinator").indicators.measure
    with pytest.raises(InvalidInputError, match="decimals"):
        measure(number, indicator.number, "2026-S1", "135,55")
    with pytest.raises(InvalidInputError, match="two numbers"):
        measure(number, indicator.number, "2026-S1", "1.250")
    measure(number, indicator.number, "2026-S1", "unknown")
    (first, _) = kept(exercise, number).results()
    assert first.measurement is not None
    assert (first.measurement.value, first.achieved) == (None, None)


def test_a_correction_names_the_one_that_stands(exercise: Exercise):
    number = exercise.opened().number
    indicator = stated(exercise, number)
    exercise.day("2026-07-02")
    sleman = exercise.by("sleman.coordinator").indicators
    sleman.measure(number, indicator.number, "2026-S1", "135")
    first = kept(exercise, number).measurements[0].number
    with pytest.raises(InvalidInputError, match="measured already"):
        sleman.measure(number, indicator.number, "2026-S1", "140")
    exercise.day("2027-01-02")
    with pytest.raises(InvalidInputError, match="2026-S1, not of 2026-S2"):
        sleman.measure(number, indicator.number, "2026-S2", "140", corrects=first)
    sleman.measure(number, indicator.number, "2026-S1", "140", corrects=first)
    with pytest.raises(InvalidInputError, match="corrected already"):
        sleman.measure(number, indicator.number, "2026-S1", "150", corrects=first)
    with pytest.raises(NotFoundError):
        sleman.measure(number, indicator.number, "2026-S1", "150", corrects=1)
    result = next(iter(kept(exercise, number).results()))
    assert result.measurement is not None
    assert (result.measurement.value, result.corrected) == (1400, 1)


def test_who_does_not_answer_for_it_neither_states_nor_measures(exercise: Exercise):
    number = exercise.opened().number
    with pytest.raises(NotPermittedError, match="Sleman"):
        exercise.by("bantul.coordinator").indicators.add(
            number, "34.04", "Sampah", unit="ton", source="TPA", every="year"
        )
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.unit").indicators.add(
            number, "34.04", "Sampah", unit="ton", source="TPA", every="year"
        )
    indicator = stated(exercise, number)
    with pytest.raises(NotPermittedError):
        exercise.by("bantul.unit").indicators.measure(number, indicator.number, "2026-S1", "1")
    with pytest.raises(InvalidInputError, match="this indicator already"):
        stated(exercise, number)
    assert len(exercise.kadflow.agreements.chapter(number, Indicators).entries) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"every": "week"},
        {"direction": "sideways"},
        {"decimals": 7},
        {"targets": {"2026-Q1": "1"}},
        {"targets": {"2026-S1": "banyak"}},
        {"baseline": None},
        {"baseline_on": "2026-02-30"},
        {"unit": " "},
        {"office": "34.02/unit"},
    ],
)
def test_what_makes_no_indicator_is_refused_and_leaves_nothing(
    exercise: Exercise, changed: dict[str, object]
):
    number = exercise.opened().number
    with pytest.raises(InvalidInputError):
        stated(exercise, number, **changed)
    assert exercise.kadflow.agreements.chapter(number, Indicators) == Indicators()


def test_a_target_and_a_baseline_are_changed_by_entries_that_keep_what_was(exercise: Exercise):
    number = exercise.opened().number
    indicator = stated(exercise, number)
    sleman = exercise.by("sleman.coordinator").indicators
    sleman.aim(number, indicator.number, {"2026-S1": "160", "2027-S1": "200"}, reason="Revisi")
    sleman.base(number, indicator.number, "118", on="2025-12-30")
    now = kept(exercise, number)
    assert {p: t.value for p, t in now.targets.items()} == {
        "2026-S1": 1600,
        "2026-S2": 1800,
        "2027-S1": 2000,
    }
    assert (now.baseline, now.baseline_on) == (1180, "2025-12-30")
    assert exercise.kadflow.history.rebuild(number).ok


def test_the_file_of_a_measurement_can_be_sealed(exercise: Exercise, tmp_path: Path):
    number = exercise.opened().number
    indicator = stated(exercise, number)
    exercise.day("2026-07-02")
    proof = tmp_path / "pasien.csv"
    proof.write_bytes(b"NIK;nama\n")
    exercise.by("sleman.unit").indicators.measure(
        number, indicator.number, "2026-S1", "135", file=proof
    )
    entry = exercise.last_event(number, "indicator.measured")
    agreement = exercise.record(number).id
    digest = entry.data["file"]["digest"]
    assert exercise.kadflow.blobs.has(agreement, digest)

    exercise.kadflow.history.seal_document(
        number, str(entry.number), envelope=exercise.kadflow.operator(), reason="Data pribadi"
    )

    assert exercise.kadflow.history.verify().ok
    assert not exercise.kadflow.blobs.has(agreement, digest)


def test_indicators_that_nobody_measured_are_found_across_agreements(either: Exercise):
    first, second = either.opened().number, either.opened().number
    stated(either, first)
    indicator = stated(either, second)
    either.day("2026-07-02")
    results, period = either.kadflow.results, read_period("2026-S1")
    assert [number for number, _ in results.unmeasured(period)] == [first, second]

    either.by("sleman.unit").indicators.measure(second, indicator.number, "2026-S1", None)

    assert [number for number, _ in results.unmeasured(period)] == [first]
    assert results.unmeasured(period, either.organisation("bantul")) == []
    assert results.unmeasured(read_period("2025-S2")) == []
    assert results.unmeasured(read_period("2026-Q1")) == []
    assert either.kadflow.history.rebuild().ok
