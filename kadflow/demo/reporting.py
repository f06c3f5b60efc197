"""Money, indicators and a risk of the five-region agreement, and the semester report at the end."""

from __future__ import annotations

from collections.abc import Sequence

from kadflow.demo.stage import Stage
from kadflow.domain.budget import Budget
from kadflow.domain.indicators import Indicators

PERIOD = "2026-S2"
_FORMATS = ("pdf", "docx", "xlsx", "html")

_PLANNED = (2_400_000_000, 1_850_000_000, 1_600_000_000, 1_750_000_000, 900_000_000)
_APPROPRIATED = (2_400_000_000, 1_800_000_000, 1_600_000_000, 1_500_000_000, 900_000_000)
_COMMITTED = (2_310_000_000, 1_790_000_000, 1_585_000_000, 1_480_000_000, 860_000_000)
_REALISED = (2_287_500_000, 1_744_250_000, 1_510_000_000, 980_000_000, 845_900_000)


def money_begins(stage: Stage, number: str, shorts: Sequence[str], codes: Sequence[str]) -> None:
    """The finance offices state what they planned and have, the first party what it aims at."""
    stage.day("2026-07-06")
    for place, (short, code) in enumerate(zip(shorts, codes, strict=True)):
        money = stage.by(f"{short}.finance").budget
        money.add_line(
            number,
            code,
            year=2026,
            source="apbd_regency",
            account="5.1.02.01.01",
            title="Operasi jaringan air minum regional (contoh)",
        )
        line = _line(stage, number, short)
        money.enter(number, line, "planned", _PLANNED[place])
        money.enter(number, line, "appropriated", _APPROPRIATED[place])
    stage.say("✓", "Kelima badan keuangan mengisi rencana dan pagu (DPA) 2026")
    first = stage.by(f"{shorts[0]}.coordinator")
    for title, unit, baseline, target, direction in (
        ("Cakupan layanan air minum", "persen", "61.5", "65.0", "higher"),
        ("Kehilangan air", "persen", "34.2", "31.0", "lower"),
    ):
        first.indicators.add(
            number,
            codes[0],
            title,
            unit=unit,
            source="Laporan PDAM (contoh)",
            every="semester",
            direction="lower" if direction == "lower" else "higher",
            decimals=1,
            baseline=baseline,
            baseline_on="2025-12-31",
            targets={PERIOD: target, "2027-S1": target},
        )
    first.risks.add(
        number,
        codes[0],
        "budget",
        "Anggaran tahun kedua belum tersedia di semua kabupaten (contoh).",
        likelihood=3,
        impact=4,
        mitigation="Status anggaran ditanyakan kembali setiap Januari.",
    )
    stage.say("✓", "Dua indikator dan satu risiko ditetapkan")


def money_ends(stage: Stage, number: str, shorts: Sequence[str]) -> None:
    """The year is over: contracts, realisation, measurements."""
    for place, short in enumerate(shorts):
        money = stage.by(f"{short}.finance").budget
        line = _line(stage, number, short)
        for kind, amounts in (("committed", _COMMITTED), ("realised", _REALISED)):
            money.enter(
                number,
                line,
                "realised" if kind == "realised" else "committed",
                amounts[place],
                effective_on="2026-12-31",
            )
    indicators = stage.by(f"{shorts[0]}.coordinator").indicators
    for place, value in enumerate(("64.2", "31.8")):
        entry = _indicator(stage, number, place)
        indicators.measure(number, entry, PERIOD, value, effective_on="2026-12-31")
    stage.say("✓", "Kontrak, realisasi, dan capaian 2026 dicatat sampai 31 Desember 2026")


def semester_report(stage: Stage, number: str, short: str) -> None:
    """Build the semester report in every format, have it signed off, and say where it lies."""
    kadflow = stage.kadflow
    built = kadflow.reports.build(
        stage.by(f"{short}.finance").envelope(),
        "evaluasi",
        period=PERIOD,
        agreement=kadflow.find(number),
        formats=_FORMATS,
    )
    folder = kadflow.folder.path / "laporan"
    folder.mkdir(exist_ok=True)
    stage.say(
        "✓",
        f"Laporan Semester II 2026 atas {number} disusun; {built.record.missing} hal belum "
        "diketahui, terdaftar di dalamnya",
    )
    for step in built.record.steps:
        kadflow.reports.sign_off.answer(
            stage.by(f"{short}.{step.role}").envelope(), built.record.id, "approve"
        )
    stage.say("✓", "Sekretariat TKKSD lalu Bupati mengesahkannya")
    for form in _FORMATS:
        path = folder / f"evaluasi-{PERIOD}-{number}.{form}"
        path.write_bytes(built.files[form])
        stage.say("·", f"Laporan: {path}")


def _line(stage: Stage, number: str, short: str) -> str:
    record = stage.kadflow.agreements.get(number)
    own = stage.kadflow.organisations.person(f"{short}.finance")[1]
    party = record.party_of(own)
    budget = stage.kadflow.agreements.chapter(number, Budget)
    return next(k for k, line in budget.lines.items() if party and line.party == party.id)


def _indicator(stage: Stage, number: str, place: int) -> str:
    entries = stage.kadflow.agreements.chapter(number, Indicators).entries
    return list(entries)[place]
