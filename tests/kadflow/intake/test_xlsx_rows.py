"""Registers in XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kadflow.errors import InvalidInputError
from kadflow.intake.agreements import assess_file, read_rows, sample_register
from kadflow.intake.rows import COLUMNS
from tests.kadflow.intake.registers import cells, csv_file


def workbook(tmp_path, *sheets, name="register.xlsx"):
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / name
    book.save(path)
    return path


def table(*rows):
    return [list(COLUMNS), *[[row.get(column) for column in COLUMNS] for row in rows]]


def test_the_sample_as_a_workbook_is_judged_like_the_sample(tmp_path):
    with sample_register() as sample:
        with sample.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        expected = list(assess_file(sample))
    path = workbook(tmp_path, ("Register", table(*rows)))

    found = list(assess_file(path))

    assert [report.record for report in found] == [report.record for report in expected]
    assert {report.sheet for report in found} == {"Register"}


def test_cells_that_are_dates_and_numbers_become_plain_text(tmp_path):
    row = cells(signed_on=datetime(2024, 5, 6), ends_on=date(2025, 1, 1), value_idr=1.5e9)  # noqa: DTZ001
    path = workbook(tmp_path, ("R", table(row)))

    (report,) = assess_file(path)

    assert report.record.signed_on == "2024-05-06"
    assert report.record.ends_on == "2025-01-01"
    assert report.record.value == 1_500_000_000


def test_a_code_that_the_spreadsheet_cut_is_understood(tmp_path):
    row = cells(parties="Pemerintah Kabupaten Klaten;Pemerintah Kota Surakarta", party_codes=33.1)
    lines = table(row, cells(ref="B", parties="Kab. Klaten", party_codes=33.1))
    path = workbook(tmp_path, ("R", lines))

    first, second = assess_file(path)

    assert "codes-not-aligned" in {reason.code for reason in first.reasons}
    assert "code-name-conflict" not in {reason.code for reason in second.reasons}


def test_every_sheet_with_the_header_is_read_and_others_passed_over(tmp_path):
    path = workbook(
        tmp_path,
        ("Sampul", [["REKAP"], ["2024"]]),
        ("2023", [["Daftar 2023"], [], *table(cells(ref="A"))]),
        ("2024", table(cells(ref="B"))),
    )

    assert [(row.sheet, row.row, row.cells["ref"]) for row in read_rows(path)] == [
        ("2023", 4, "A"),
        ("2024", 2, "B"),
    ]


def test_the_same_ref_in_the_same_row_of_two_sheets_is_a_repeat(tmp_path):
    path = workbook(tmp_path, ("2023", table(cells())), ("2024", table(cells())))

    assert [report.verdict for report in assess_file(path)] == ["accepted", "refused"]


def test_a_formula_is_kept_as_text_and_never_run(tmp_path):
    path = workbook(tmp_path, ("R", table(cells(title='=HYPERLINK("http://x.example","y")'))))

    (report,) = assess_file(path)

    assert report.record.title == '=HYPERLINK("http://x.example","y")'
    assert "formula-text" in {reason.code for reason in report.reasons}


def test_the_content_decides_and_not_the_name(tmp_path):
    path = workbook(tmp_path, ("R", table(cells())), name="register.csv")

    assert [row.cells["ref"] for row in read_rows(path)] == ["A-1"]


def test_a_workbook_without_the_header_says_what_it_found(tmp_path):
    path = workbook(tmp_path, ("R", [["No", "Judul", "Parties"], [1, "x", "y"]]))

    with pytest.raises(InvalidInputError) as refused:
        list(read_rows(path))

    assert "found no, judul, parties; missing ref" in refused.value.message


def test_a_workbook_that_is_no_zip_is_refused(tmp_path):
    path = csv_file(tmp_path, cells(), name="register.xlsx")

    with pytest.raises(InvalidInputError, match=r"register\.xlsx is not a readable XLSX"):
        list(read_rows(path))


def test_a_workbook_that_was_cut_is_refused_before_any_report(tmp_path):
    path = workbook(tmp_path, ("R", table(*[cells(ref=f"A-{at}") for at in range(200)])))
    path.write_bytes(path.read_bytes()[:-500])

    with pytest.raises(InvalidInputError, match="not a readable XLSX"):
        next(assess_file(path))


def test_a_damaged_part_inside_the_workbook_is_refused_before_any_report(tmp_path):
    path = workbook(tmp_path, ("R", table(*[cells(ref=f"A-{at}") for at in range(500)])))
    content = bytearray(path.read_bytes())
    at = len(content) // 3
    content[at : at + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))

    with pytest.raises(InvalidInputError, match="not a readable XLSX"):
        next(assess_file(path))


def test_another_zip_is_no_workbook(tmp_path):
    path = tmp_path / "register.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(InvalidInputError, match="not a readable XLSX"):
        list(read_rows(path))


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path):
    path = workbook(tmp_path, ("R", table(cells())))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    path.write_bytes(bytes(content))

    with pytest.raises(InvalidInputError, match="unpacks to more than 1024 MiB"):
        list(read_rows(path))


def test_a_row_number_beyond_any_sheet_is_damage_and_no_endless_loop(tmp_path):
    path = tmp_path / "register.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content.replace(b'<row r="3"', b'<row r="99999999999"'))

    with pytest.raises(InvalidInputError, match="not a readable XLSX"):
        list(read_rows(path))


def parts_of_a_workbook():
    book = Workbook()
    for line in table(cells(), cells(ref="B")):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = parts_of_a_workbook()


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(PARTS)),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from(b'<>"/09aZ =-\x00\xff')), min_size=1
    ),
)
def test_a_workbook_damaged_anywhere_is_read_or_refused_in_one_sentence(
    tmp_path_factory, name, damage
):
    part = bytearray(PARTS[name])
    for at, byte in damage:
        part[at % len(part)] = byte
    path = tmp_path_factory.mktemp("damaged") / "register.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for other, content in (PARTS | {name: bytes(part)}).items():
            archive.writestr(other, content)

    try:
        rows = list(read_rows(path))
    except InvalidInputError as refused:
        assert refused.hint  # noqa: PT017 - being read is as good
    else:
        assert len(rows) <= 2
