"""Budgets from and to spreadsheets: row by row, twice without effect, and back again whole."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kadflow.domain.commands import Shown
from kadflow.errors import InvalidInputError
from kadflow.services.budget.report import BudgetImport
from tests.kadflow.engine.budget.test_journal import line_of
from tests.scenarios.staging import Exercise

LONG = ("Pihak", "Tahun", "Sumber", "Kode Rekening", "Uraian", "Jenis", "Jumlah", "Tanggal")
WIDE = ("Pihak", "Tahun", "Sumber", "Kode Rekening", "Uraian", "Rencana", "Pagu (DPA)", "Kontrak",
        "Realisasi")  # fmt: skip
LINE = ("Kabupaten Sleman", "2026", "APBD", "5.1.02", "Angkutan")


def write(place: Path, header: Sequence[str], *rows: Sequence[Any]) -> Path:
    with place.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, *rows])
    return place


def take(exercise: Exercise, number: str, file: Path, **more: Any) -> BudgetImport:
    return exercise.by("sleman.finance").budget.import_file(file, agreement=number, **more)


def outcomes(report: BudgetImport) -> list[str]:
    return [row.outcome for row in report.rows]


def totals(exercise: Exercise, number: str) -> list[dict[str, int]]:
    return [dict(line.totals()) for line in exercise.kadflow.budgets.get(number).lines.values()]


def test_the_same_payment_twice_is_two_entries_and_a_second_run_adds_none(
    either: Exercise, tmp_path: Path
) -> None:
    number = either.opened().number
    paid = (*LINE, "realisasi", "Rp1.000.000,00", "5 Januari 2026")
    file = write(tmp_path / "dua.csv", LONG, paid, paid)
    assert outcomes(take(either, number, file)) == ["entered", "entered"]
    version = either.record(number).version
    assert outcomes(take(either, number, file)) == ["unchanged", "unchanged"]
    assert either.record(number).version == version
    assert totals(either, number)[0]["realised"] == 2_000_000

    third = write(tmp_path / "tiga.csv", LONG, paid, paid, paid)
    assert outcomes(take(either, number, third)) == ["unchanged", "unchanged", "entered"]
    assert either.kadflow.history.rebuild(number).ok


def test_a_row_of_totals_enters_what_is_missing_to_them(
    exercise: Exercise, tmp_path: Path
) -> None:
    number = exercise.opened().number
    first = write(tmp_path / "a.csv", WIDE, (*LINE, "300", "250", "", "-"))
    assert outcomes(take(exercise, number, first)) == ["entered"]
    more = write(tmp_path / "b.csv", WIDE, (*LINE, "300", "280", "100", ""))
    assert outcomes(take(exercise, number, more)) == ["entered"]
    assert totals(exercise, number) == [
        {"planned": 300, "appropriated": 280, "committed": 100, "realised": 0}
    ]
    assert outcomes(take(exercise, number, more)) == ["unchanged"]
    (line,) = exercise.kadflow.budgets.get(number).lines.values()
    assert [entry.amount for entry in line.entries] == [300, 250, 30, 100]


def test_a_dry_run_sees_what_rows_before_would_have_made_and_writes_nothing(
    either: Exercise, tmp_path: Path
) -> None:
    number = either.opened().number
    file = write(
        tmp_path / "coba.csv", LONG,
        (*LINE, "pagu", "100", "2026-01-05"),
        (*LINE, "pagu", "-150", "2026-01-05"),
        (*LINE, "pagu", "-40", "2026-01-05"),
        (*LINE, "pagu", "5", "2026-02-01"),
        ("Kabupaten Bantul", *LINE[1:], "pagu", "5", "2026-01-05"),
        ("Kabupaten Sleman", "2026", "APBD", "99", "Lain", "pagu", "5", "2026-01-05"),
    )  # fmt: skip
    before = either.record(number).version
    dry = take(either, number, file, dry_run=True)
    assert outcomes(dry) == ["entered", "refused", "entered", "refused", "refused", "entered"]
    assert [row.warned for row in dry.rows] == [False] * 5 + [True]
    assert either.record(number).version == before
    assert either.kadflow.budgets.get(number).lines == {}
    done = take(either, number, file)
    assert outcomes(done) == outcomes(dry)
    assert [row.reasons for row in done.rows] == [row.reasons for row in dry.rows]
    assert totals(either, number)[0]["appropriated"] == 60


def test_refused_rows_come_back_in_the_same_form_and_are_read_again(
    exercise: Exercise, tmp_path: Path
) -> None:
    number = exercise.opened().number
    file = write(
        tmp_path / "salah.csv", LONG,
        (*LINE, "pagu", "dua ratus", "2026-01-05"),
        ("", "20x6", "kas", "5.1", "x", "nanti", "1,5", "kapan-kapan"),
    )  # fmt: skip
    report = take(exercise, number, file)
    assert report.count("refused") == 2
    assert report.refused_file == str(tmp_path / "salah-ditolak.csv")
    why = report.rows[1].reasons[0][0]
    for column in ("pihak", "tahun", "sumber dana", "jenis", "jumlah", "tanggal"):
        assert column.split()[0] in why.lower(), column
    again = take(exercise, number, Path(report.refused_file))
    assert again.count("refused") == 2
    with Path(again.refused_file or "").open(encoding="utf-8-sig") as stream:
        header = next(csv.reader(stream, delimiter=";"))
    assert header == [*LONG, "Alasan ditolak"]


def test_every_kind_of_line_survives_going_out_and_coming_in(
    exercise: Exercise, tmp_path: Path
) -> None:
    from fractions import Fraction  # noqa: PLC0415

    number = exercise.opened().number
    finance = exercise.by("sleman.finance").budget
    plain = line_of(exercise, number, executor="Dinas LH", title="=1+1")
    finance.enter(number, plain, "appropriated", 5_000, shown=Shown("DPA 1", "2026-01-02"))
    finance.enter(number, plain, "appropriated", 5_000, shown=Shown("DPA 1", "2026-01-02"))
    finance.correct(number, str(exercise.last_event(number, "budget.entered").number), 4_000)
    ton = line_of(exercise, number, basis="tariff", price=75_000, unit="ton")
    finance.enter(number, ton, "planned", quantity=Fraction(25, 2))
    usd = line_of(exercise, number, basis="currency", currency="USD", source="third_party")
    finance.enter(
        number, usd, "planned", minor=12_345, rate=Fraction(1_585_025, 100), rate_on="2026-01-02"
    )
    line_of(exercise, number, basis="own_cost", title="Rapat")
    before = totals(exercise, number)

    copy = exercise.opened().number
    for ending in (".csv", ".xlsx"):
        file = tmp_path / f"jurnal{ending}"
        assert exercise.kadflow.budgets.export([number], file, entries=True) == 6
        assert set(outcomes(take(exercise, number, file))) == {"unchanged"}
    text = (tmp_path / "jurnal.csv").read_text("utf-8-sig").replace(number, copy)
    (tmp_path / "salinan.csv").write_text(text, "utf-8")
    assert set(outcomes(take(exercise, copy, tmp_path / "salinan.csv"))) == {"entered"}
    assert totals(exercise, copy) == before
    assert next(iter(exercise.kadflow.budgets.get(copy).lines.values())).title == "=1+1"

    sheet = load_workbook(tmp_path / "jurnal.xlsx").active
    assert sheet is not None
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")
    assert sheet["Q2"].value == 5_000
    assert "'=1+1" in (tmp_path / "jurnal.csv").read_text("utf-8-sig")

    lines = tmp_path / "baris.xlsx"
    assert exercise.kadflow.budgets.export([number], lines) == 4
    assert set(outcomes(take(exercise, number, lines))) == {"unchanged"}


def test_a_file_without_its_columns_and_another_format_are_refused_whole(
    exercise: Exercise, tmp_path: Path
) -> None:
    number = exercise.opened().number
    with pytest.raises(InvalidInputError, match="no header"):
        take(exercise, number, write(tmp_path / "x.csv", ("Nama", "Alamat"), ("a", "b")))
    with pytest.raises(InvalidInputError, match="neither CSV nor XLSX"):
        exercise.kadflow.budgets.export([number], tmp_path / "x.pdf")
    rows = write(tmp_path / "tanpa.csv", LONG, (*LINE, "pagu", "5", "2026-01-05"))
    report = exercise.by("sleman.finance").budget.import_file(rows)
    assert outcomes(report) == ["refused"]
    assert "tidak menyebut kerja samanya" in report.rows[0].reasons[0][0]
