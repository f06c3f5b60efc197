"""A calendar file is read row by row, and every fault says its line and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kadflow.errors import InvalidInputError
from kadflow.intake.calendar_rows import read_calendar_rows

HEAD = "tanggal,sampai,jenis,nama,daerah,keputusan,tanggal keputusan\n"


def read(tmp_path: Path, text: str, encoding: str = "utf-8"):
    file = tmp_path / "kalender.csv"
    file.write_bytes(text.encode(encoding))
    return read_calendar_rows(file)


def codes(tmp_path: Path, row: str) -> list[str]:
    return [fault.code for found in read(tmp_path, HEAD + row) for fault in found.faults]


def test_dates_kinds_and_spans_are_read_as_people_write_them(tmp_path: Path):
    rows = read(
        tmp_path,
        HEAD
        + '"19 Maret 2026",,libur,Nyepi,,SKB 1/2025,2025-09-01\n'
        + "2026-03-20,24/03/2026,Cuti Bersama,Lebaran,34.02,SKB 1/2025,2025-09-01\n"
        + "\n2026-01-01,,6 hari kerja,,34.02,Perbup 3/2025,2025-12-01\n",
    )

    assert [(r.row, r.on, r.until, r.kind, r.region) for r in rows] == [
        (2, "2026-03-19", None, "holiday", ""),
        (3, "2026-03-20", "2026-03-24", "joint_leave", "34.02"),
        (5, "2026-01-01", None, "six_days", "34.02"),
    ]
    assert not any(row.faults for row in rows)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_titles_above_english_headings_and_any_separator_are_understood(
    tmp_path: Path, separator: str
):
    lines = ["Hari libur 2026", separator.join(["Date", "Kind", "Name"]),
             separator.join(["2026-05-01", "holiday", "Hari Buruh"])]  # fmt: skip

    (row,) = read(tmp_path, "\n".join(lines), "utf-8-sig")

    assert (row.row, row.on, row.kind, row.name) == (3, "2026-05-01", "holiday", "Hari Buruh")


def test_a_workbook_is_read_with_its_dates_as_days(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["Kalender Kabupaten Bantul"])
    book.active.append(["Tanggal", "Jenis", "Nama"])
    book.active.append([date(2026, 7, 20), "libur", "Hari Jadi"])
    file = tmp_path / "kalender.xlsx"
    book.save(file)

    (row,) = read_calendar_rows(file)

    assert (row.row, row.on, row.kind, row.name) == (3, "2026-07-20", "holiday", "Hari Jadi")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-02-30,,libur,Nyepi,,S,2025-09-01", "date-unreadable"),
        ("Maret 2026,,libur,Nyepi,,S,2025-09-01", "date-unreadable"),
        (",,libur,Nyepi,,S,2025-09-01", "date-missing"),
        ("2026-03-19,,pesta,Nyepi,,S,2025-09-01", "kind-unknown"),
        ("2026-03-19,,libur,,,S,2025-09-01", "name-missing"),
        (f"2026-03-19,,libur,{'x' * 121},,S,2025-09-01", "name-too-long"),
        ("2026-03-19,2026-03-18,libur,Nyepi,,S,2025-09-01", "until-before-date"),
        ("2026-03-19,2027-12-31,libur,Nyepi,,S,2025-09-01", "span-too-long"),
        ("2026-03-19,,libur,Nyepi,,S,kemarin", "date-unreadable"),
    ],
)
def test_what_cannot_be_a_day_off_is_told_with_its_reason(tmp_path: Path, row: str, code: str):
    assert codes(tmp_path, row) == [code]


def test_every_fault_says_the_column_and_the_remedy_in_both_languages(tmp_path: Path):
    (row,) = read(tmp_path, HEAD + "2026-02-30,,libur,Nyepi,,S,2025-09-01")

    (fault,) = row.faults
    assert (row.row, fault.column) == (2, "tanggal")
    assert "'2026-02-30' bukan tanggal; tulis seperti" in fault.said.id
    assert "'2026-02-30' is no date; write it like" in fault.said.en


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "no header"),
        (b'tanggal,jenis\n"2026-01-01,libur\n', "Line 2 .* cannot be read as CSV"),
        (b"PK\x03\x04broken", "not a readable XLSX"),
        (b"%PDF-1.7", "is a PDF"),
        (b"tanggal,jenis\n" + b"2026-01-01,libur\n" * 2001, "more than 2000 rows"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, message: str
):
    file = tmp_path / "berkas.csv"
    file.write_bytes(content)

    with pytest.raises(InvalidInputError, match=message):
        read_calendar_rows(file)
