"""A form of a ministry is filled as it is: by its own look, sums and pictures."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from kadflow.errors import InvalidInputError
from kadflow.reports.content import Day, Percent, Quantity, Rupiah, Text, Unknown, Whole
from kadflow.reports.forms import FormMapping, check_mapping, fill_form
from kadflow.reports.forms.references import Growth, copied_down, copied_right, grown_formula

SHEET = "Rekap KSDD"
MAPPING = FormMapping(
    SHEET,
    7,
    9,
    {"B": "judul", "C": "pihak", "D": "akhir", "E": "nilai", "F": "serapan"},
    {"C3": "daerah", "C14": "pejabat"},
)


def form() -> bytes:
    """Titles merged, three ready rows with numbers and a share, sums, a signature, a second sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"] = "REKAPITULASI KERJA SAMA DAERAH"
    sheet.merge_cells("A1:G1")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A3"] = "Daerah"
    for column, text in enumerate(
        ("No.", "Judul", "Pihak", "Berakhir", "Nilai (Rp)", "Serapan", "Per bulan"), start=1
    ):
        sheet.cell(6, column, text).fill = PatternFill("solid", fgColor="DDDDDD")
    for row in (7, 8, 9):
        sheet.cell(row, 1, f"=ROW()-{6}")
        sheet.cell(row, 4).number_format = "dd/mm/yyyy"
        sheet.cell(row, 5).number_format = "#,##0"
        sheet.cell(row, 6).number_format = "0.0%"
        sheet.cell(row, 7, f"=E{row}/12*$E$12")
        sheet.cell(row, 2).font = Font(italic=True)
    sheet["A10"] = "Jumlah"
    sheet.merge_cells("A10:D10")
    sheet["E10"] = "=SUM(E7:E9)"
    sheet["G10"] = '=IF(E10=0,"E9 kosong",E10/COUNT(E7:E9))'
    sheet["E12"] = 1
    sheet["A14"] = "Pejabat"
    sheet.print_title_rows = "6:6"
    sheet.print_area = "A1:G14"
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = "A7"
    other = book.create_sheet("Ringkasan")
    other["A1"] = f"='{SHEET}'!E10"
    other["A2"] = "=E10"
    book.defined_names["Jumlah"] = DefinedName("Jumlah", attr_text=f"'{SHEET}'!$E$10")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(number: int, **changes: object) -> dict:
    made = {
        "judul": Text(f"Kerja sama {number} <&>"),
        "pihak": Text("Kabupaten Sleman"),
        "akhir": Day(date(2030, 12, 31)),
        "nilai": Rupiah(1_000_000 * number),
        "serapan": Percent(8750),
    }
    return {**made, **changes}


CELLS = {"daerah": Text("Kabupaten Sleman"), "pejabat": Unknown("Bagian Kerja Sama")}


def filled(count: int) -> tuple:
    done = fill_form(form(), MAPPING, [row(n) for n in range(1, count + 1)], CELLS)
    return load_workbook(io.BytesIO(done.data)), done


def test_rows_and_cells_stand_where_the_mapping_says_in_the_look_of_the_form():
    book, _ = filled(2)
    sheet = book[SHEET]
    assert sheet["B7"].value == "Kerja sama 1 <&>"
    assert sheet["B7"].font.italic
    assert sheet["D8"].value == datetime(2030, 12, 31)  # noqa: DTZ001 - spreadsheets have no zone
    assert (sheet["E8"].value, sheet["E8"].number_format) == (2_000_000, "#,##0")
    assert sheet["F8"].value == 0.875
    assert sheet["C3"].value == "Kabupaten Sleman"
    assert sheet["B9"].value is None
    assert sheet["E10"].value == "=SUM(E7:E9)"


def test_more_rows_than_the_form_has_are_added_in_its_look_and_the_sums_grow():
    book, done = filled(5)
    sheet = book[SHEET]
    assert done.added_rows == 2
    assert [sheet[f"E{r}"].value for r in range(7, 12)] == [n * 1_000_000 for n in range(1, 6)]
    assert sheet["B11"].font.italic
    assert sheet["A11"].value == "=ROW()-6"
    assert sheet["G11"].value == "=E11/12*$E$14"
    assert sheet["E12"].value == "=SUM(E7:E11)"
    assert sheet["G12"].value == '=IF(E12=0,"E9 kosong",E12/COUNT(E7:E11))'
    assert {str(m) for m in sheet.merged_cells.ranges} == {"A1:G1", "A12:D12"}
    assert sheet.print_area == f"'{SHEET}'!$A$1:$G$16"
    assert sheet.print_title_rows == "$6:$6"
    assert sheet["C16"].value == "-"
    assert book["Ringkasan"]["A1"].value == f"='{SHEET}'!E12"
    assert book["Ringkasan"]["A2"].value == "=E10"
    assert book.defined_names["Jumlah"].attr_text == f"'{SHEET}'!$E$12"


def test_what_is_unknown_is_listed_with_whom_to_ask_and_never_written_as_zero():
    rows = [row(1, nilai=Unknown("BPKAD Sleman"))]
    done = fill_form(form(), MAPPING, rows, CELLS, unknown="belum diketahui")
    sheet = load_workbook(io.BytesIO(done.data))[SHEET]
    assert sheet["E7"].value == "belum diketahui"
    assert [(gap.cell, gap.ask) for gap in done.gaps] == [
        ("E7", "BPKAD Sleman"),
        ("C14", "Bagian Kerja Sama"),
    ]


def test_a_date_in_a_cell_that_shows_no_dates_is_written_in_words():
    rows = [row(1, pihak=Day(date(2026, 3, 12)), judul=Percent(8750))]
    sheet = load_workbook(io.BytesIO(fill_form(form(), MAPPING, rows, CELLS).data))[SHEET]
    assert (sheet["C7"].value, sheet["B7"].value) == ("12 Maret 2026", "87,5%")


def test_everything_else_in_the_file_is_handed_on_byte_for_byte():
    logo = b"\x89PNG logo"
    before = form()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/logo.png", logo)
    done = fill_form(out.getvalue(), MAPPING, [row(1)], CELLS)
    with (
        zipfile.ZipFile(io.BytesIO(out.getvalue())) as old,
        zipfile.ZipFile(io.BytesIO(done.data)) as new,
    ):
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert changed - {"xl/workbook.xml"} == {"xl/worksheets/sheet1.xml"}


def test_the_same_form_and_rows_give_the_same_bytes():
    blank, rows = form(), [row(n) for n in range(5)]
    once, again = (fill_form(blank, MAPPING, rows, CELLS).data for _ in range(2))
    assert once == again


def test_no_program_shows_an_old_sum():
    with zipfile.ZipFile(io.BytesIO(filled(2)[1].data)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
        assert 'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml").decode()
    assert re.search(r"<c r=\"E10\"[^>]*><f>SUM\(E7:E9\)</f></c>", text)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sheet": "Lain"}, "no sheet 'Lain'.*Rekap KSDD, Ringkasan"),
        ({"cells": {"B1": "daerah"}}, "B1: the cell is part of the merged cells A1:G1"),
        ({"columns": {"A": "judul"}}, r"formula =ROW\(\)-6"),
        ({"last_row": 10}, "merged cells A10:D10"),
        ({"last_row": 5}, "no rows of a sheet"),
        ({"columns": {"5": "judul"}}, "no column or cell"),
        ({"cells": {"ZZZZ1": "daerah"}}, "no column or cell"),
        ({"cells": {"B8": "daerah"}}, "within the rows"),
    ],
)
def test_a_mapping_that_does_not_fit_the_form_is_refused(changes: dict, said: str):
    mapping = msgspec.structs.replace(MAPPING, **changes)
    with pytest.raises(InvalidInputError) as refused:
        check_mapping(form(), mapping)
    assert re.search(said, str(refused.value))
    assert refused.value.pesan


def test_a_field_that_the_report_does_not_have_is_named():
    with pytest.raises(InvalidInputError, match="'nilai' that the report does not have"):
        fill_form(form(), MAPPING, [{k: v for k, v in row(1).items() if k != "nilai"}], CELLS)


@pytest.mark.parametrize("data", [b"", b"no zip", form()[:2000]])
def test_what_is_no_workbook_is_refused(data: bytes):
    with pytest.raises(InvalidInputError, match="not a readable XLSX"):
        check_mapping(data, MAPPING)


def test_a_document_type_in_a_part_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data
            new.writestr(name, data)
    with pytest.raises(InvalidInputError, match="not a readable XLSX"):
        check_mapping(out.getvalue(), MAPPING)


def test_quantities_keep_their_decimals_and_counts_stay_whole():
    rows = [row(1, nilai=Quantity(-1250, 2, "ton")), row(2, nilai=Whole(7))]
    sheet = load_workbook(io.BytesIO(fill_form(form(), MAPPING, rows, CELLS).data))[SHEET]
    assert (sheet["E7"].value, sheet["E8"].value) == (-12.5, 7)


@pytest.mark.parametrize(
    ("formula", "grown"),
    [
        ("SUM(E7:E9)", "SUM(E7:E11)"),
        ("SUM($E$7:$E$9)+E10", "SUM($E$7:$E$11)+E12"),
        ("E9", "E9"),
        ("E10", "E12"),
        ('"E10"&E10', '"E10"&E12'),
        ("Lain!E10+Data!E10", "Lain!E10+Data!E12"),
        ("LOG10(E10)+TARIF_E10+ABCD10", "LOG10(E12)+TARIF_E10+ABCD10"),
        ("'Data'!E10:E20", "'Data'!E12:E22"),
    ],
)
def test_references_grow_with_the_rows(formula: str, grown: str):
    assert grown_formula(formula, "Data", Growth("Data", 9, 2)) == grown


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 300), st.integers(1, 100))
def test_a_range_never_loses_a_row_when_rows_are_added(
    first: int, size: int, after: int, added: int
):
    last = first + size
    made = grown_formula(f"SUM(A{first}:A{last})", "X", Growth("X", after, added))
    top, bottom = (int(n) for n in re.findall(r"\d+", made))
    inside = first <= after <= last
    assert bottom - top == size + (added if inside else 0)


def test_formulas_are_copied_as_a_spreadsheet_copies_them():
    assert copied_down("$A$1+A$1+$A1+A1", 3) == "$A$1+A$1+$A4+A4"
    assert copied_right("$A1+A1+Z1", 1) == "$A1+B1+AA1"


def test_a_form_whose_parts_carry_prefixes_is_filled_too():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("latin-1")
            if name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
                data = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", data).replace(
                    ' xmlns="', ' xmlns:x="'
                )
            new.writestr(name, data.encode("latin-1"))
    done = fill_form(out.getvalue(), MAPPING, [row(n) for n in range(1, 6)], CELLS)
    sheet = load_workbook(io.BytesIO(done.data))[SHEET]
    assert sheet["E12"].value == "=SUM(E7:E11)"
    assert sheet["B11"].value == "Kerja sama 5 <&>"
    assert sheet.merged_cells.ranges


def test_pictures_below_the_data_move_along():
    drawing = "<xdr:from><xdr:row>{}</xdr:row></xdr:from><xdr:to><xdr:row>{}</xdr:row></xdr:to>"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
        new.writestr("xl/drawings/drawing1.xml", drawing.format(0, 12))
    done = fill_form(out.getvalue(), MAPPING, [row(n) for n in range(1, 6)], CELLS)
    with zipfile.ZipFile(io.BytesIO(done.data)) as archive:
        assert archive.read("xl/drawings/drawing1.xml").decode() == drawing.format(0, 14)


def with_chart() -> bytes:
    """The form with a chart on its second sheet, and rules that name rows and what stands below."""
    book = load_workbook(io.BytesIO(form()))
    chart = BarChart()
    chart.add_data(Reference(book[SHEET], min_col=5, min_row=6, max_row=9), titles_from_data=True)
    chart.set_categories(Reference(book[SHEET], min_col=2, min_row=7, max_row=9))
    book["Ringkasan"].add_chart(chart, "C3")
    listed = DataValidation(type="list", formula1="$E$12:$E$12")
    book[SHEET].add_data_validation(listed)
    listed.add("C7")
    elsewhere = DataValidation(type="list", formula1=f"'{SHEET}'!$B$7:$B$9")
    book["Ringkasan"].add_data_validation(elsewhere)
    elsewhere.add("B5")
    high = FormulaRule(formula=["$E7>$E$12"], fill=PatternFill("solid", fgColor="FF0000"))
    book[SHEET].conditional_formatting.add("E7:E9", high)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_chart_and_rules_of_the_form_follow_the_rows_that_are_added():
    values = {"daerah": Text("Sleman"), "pejabat": Text("Sekda")}
    done = fill_form(with_chart(), MAPPING, [row(n) for n in range(1, 6)], values)

    assert done.added_rows == 2
    with zipfile.ZipFile(io.BytesIO(done.data)) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<(?:c:)?f>([^<]*)</", drawn) == [
        f"'{SHEET}'!E6",
        f"'{SHEET}'!$B$7:$B$11",
        f"'{SHEET}'!$E$7:$E$11",
    ]
    book = load_workbook(io.BytesIO(done.data))
    (listed,) = book[SHEET].data_validations.dataValidation
    (elsewhere,) = book["Ringkasan"].data_validations.dataValidation
    assert (listed.formula1, elsewhere.formula1) == ("$E$14:$E$14", f"'{SHEET}'!$B$7:$B$11")
    ((area, rules),) = book[SHEET].conditional_formatting._cf_rules.items()
    assert (str(area.sqref), rules[0].formula) == ("E7:E11", ["$E7>$E$14"])
