"""Indicators: stated, measured, corrected; the chapter equals its replay on both databases."""

from __future__ import annotations

from pathlib import Path

from kadflow.domain.indicators import Indicator, Indicators
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
