"""The workbook: real numbers, formulas that carry their results, charts that read cells."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from kadflow.reports import Report, render
from kadflow.reports.content import Column, Quantity, Rupiah, Table, Text, Total, Unknown
from tests.kadflow.reports import sample
from tests.kadflow.reports.programs import office

AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(sample.report(), "xlsx")


@pytest.fixture(scope="module")
def formulas(made: bytes) -> Workbook:
    return load_workbook(io.BytesIO(made))


@pytest.fixture(scope="module")
def results(made: bytes) -> Workbook:
    return load_workbook(io.BytesIO(made), data_only=True)


def test_there_is_a_sheet_per_table_and_chart(formulas: Workbook):
    assert formulas.sheetnames == [
        "Ringkasan", "Gambar 1", "Gambar 2", "Tabel 1", "Gambar 3", "Gambar 4", "Tabel 2",
        "Gambar 5", "Gambar 6", "Asal angka",
    ]  # fmt: skip


def test_amounts_are_numbers_and_totals_are_formulas_with_their_result(
    formulas: Workbook, results: Workbook
):
    sheet, shown = formulas["Tabel 1"], results["Tabel 1"]
    assert sheet["B6"].value == 1_250_000_000
    assert '"Rp"#,##0' in sheet["B6"].number_format
    assert sheet["C11"].value == '=IF(COUNT(C6:C10)=0,"-",SUM(C6:C10))'
    assert shown["C11"].value == 4_455_000_000
    assert sheet["F6"].value == '=IFERROR(ROUND(E6/C6,4),"-")'
    assert shown["F6"].value == 0.582


def test_what_is_unknown_is_text_and_no_zero(results: Workbook):
    sheet = results["Tabel 1"]
    assert [sheet.cell(8, column).value for column in (3, 4, 5)] == ["-"] * 3
    assert sheet["E9"].value == 0
    assert sheet["A11"].value == "Jumlah lima daerah (tanpa 3 yang belum diketahui)"


def test_dates_are_dates(results: Workbook):
    sheet = results["Tabel 2"]
    assert sheet["C6"].value == datetime(2030, 12, 31)  # noqa: DTZ001 - spreadsheets have no zone
    assert sheet["C6"].is_date


def test_sums_of_groups_are_not_summed_twice(formulas: Workbook, results: Workbook):
    sheet = formulas["Tabel 2"]
    last = next(
        r for r in range(5, 30) if str(sheet.cell(r, 1).value).startswith("Jumlah seluruh")
    )
    assert sheet.cell(last, 4).value == (
        '=IF(COUNT(D6:D8,D11:D11,D14:D14)=0,"-",SUM(D6:D8,D11:D11,D14:D14))'
    )
    assert results["Tabel 2"].cell(last, 4).value == 18_230_000_000
    assert results["Tabel 2"].cell(15, 4).value == "-"


def test_a_gap_of_a_chart_is_an_empty_cell_since_a_chart_draws_text_as_zero(results: Workbook):
    sheet = results["Gambar 4"]
    assert [sheet.cell(row, 2).value for row in range(5, 11)] == [
        125, 148.5, None, 172, 189, 210.5,
    ]  # fmt: skip


def test_charts_stand_beside_their_figures(formulas: Workbook, made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        dates = {entry.date_time for entry in archive.infolist()}
    assert sum(name.startswith("xl/charts/chart") for name in names) == 5
    assert len(dates) == 1
    assert formulas["Tabel 1"].freeze_panes == "B6"
    assert formulas["Tabel 1"].auto_filter.ref == "A5:F10"


def test_every_figure_with_a_source_is_listed_with_its_cell(results: Workbook):
    listed = [[cell.value for cell in row] for row in results["Asal angka"].iter_rows(min_row=2)]
    assert ["Tabel 1", "B6", "Riwayat KSD-2026-000001, catatan 10"] in listed
    assert ["Tabel 1", "E10", "Riwayat KSD-2026-000001, catatan 44"] in listed


def one(kind: str, *cells: object) -> Workbook:
    table = Table(
        "=1+1",
        (Column("a", "=2+2"), Column("b", "B", kind, decimals=2 if kind == "quantity" else 0)),
        tuple((Text("=cmd|' /C calc'!A0"), cell) for cell in cells),
        totals=(Total("Jumlah", ("b",)),),
    )
    return load_workbook(io.BytesIO(render(Report("=3+3", AT, (table,)), "xlsx")))


def test_text_that_looks_like_a_formula_stays_text():
    sheet = one("rupiah", Rupiah(1))["Tabel 1"]
    assert [sheet[c].data_type for c in ("A1", "A4", "A5")] == ["s"] * 3
    assert sheet["A5"].value == "=cmd|' /C calc'!A0"


def test_amounts_beyond_what_spreadsheets_can_hold_are_text_and_not_rounded():
    assert one("rupiah", Rupiah(10**15 + 1))["Tabel 1"]["B5"].value == "Rp1.000.000.000.000.001"


def test_quantities_keep_their_decimals():
    sheet = one("quantity", Quantity(1250, 2), Unknown())["Tabel 1"]
    assert sheet["B5"].value == 12.5
    assert sheet["B5"].number_format.endswith("#,##0.00")


@pytest.mark.slow
def test_libreoffice_works_out_the_same_totals(made: bytes, tmp_path: Path):
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(made)
    csv = office(path, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,4",
                 tmp_path)  # fmt: skip
    text = csv.with_name("laporan-Tabel 1.csv") if not csv.exists() else csv
    assert ";4455000000;" in text.read_text(encoding="utf-8")
