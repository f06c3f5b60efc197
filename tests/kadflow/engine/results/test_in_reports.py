"""What was reached, owed and risked stands in the report of its agreement."""

from __future__ import annotations

from tests.scenarios.staging import Exercise


def test_the_report_of_an_agreement_prints_indicators_duties_and_risks(either: Exercise):
    number = either.in_force()
    sleman = either.by("sleman.coordinator")
    sleman.indicators.add(
        number, "34.04", "Sampah terolah", unit="ton", source="TPA", every="semester",
        targets={"2026-S1": "150"},
    )  # fmt: skip
    sleman.obligations.add(number, "34.04", "Menyediakan dua truk", due_on="2026-03-31")
    owed = either.record(number).obligations[0].number
    sleman.risks.add(
        number, "34.04", "budget", "Dana kurang", likelihood=3, impact=4, mitigation="APBD-P"
    )
    either.day("2026-07-02")
    indicator = either.kadflow.results.indicators(number)[0].number
    sleman.indicators.measure(number, indicator, "2026-S1", "135")
    sleman.obligations.meet(number, owed, note="BAST", effective_on="2026-03-20")

    built = either.kadflow.reports.build(
        sleman.envelope(),
        "evaluasi",
        period="2026-S1",
        agreement=either.kadflow.find(number),
        formats=("html",),
    )

    stored = either.kadflow.reports.file(built.record.id, "html").decode()
    for text in ("Sampah terolah", "90", "Menyediakan dua truk", "Dana kurang", "APBD-P"):
        assert text in stored, text
    either.by("bantul.coordinator").obligations.judge(number, owed, "disputed", reason="Satu")
    again = either.kadflow.reports.build(
        sleman.envelope(),
        "evaluasi",
        period="2026-S1",
        agreement=either.kadflow.find(number),
        formats=("html",),
    )
    assert "belum dipenuhi" in either.kadflow.reports.file(again.record.id, "html").decode()
