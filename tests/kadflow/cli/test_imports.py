"""Registers by command line: rehearsed, registered, repeated, broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from kadflow.intake.agreements import sample_register
from tests.kadflow.cli.console import Console


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The first rows of the packaged register, one of them spoilt."""
    file = tmp_path / "daftar.csv"
    with sample_register() as path:
        lines = path.read_text("utf-8").splitlines()[:9]
    lines[3] = "RUSAK" + "," * lines[0].count(",")
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def test_a_rehearsal_judges_every_row_and_writes_nothing(console: Console, register: Path):
    told = console.ok("import", "agreements", register, "--dry-run", "--json").json
    assert told["rows"] == len(told["reports"])
    assert told["verdicts"]["refused"] >= 1
    shown = console.ok("import", "agreements", register, "--dry-run").shown
    assert "Belum ada yang disimpan" in shown
    assert "(100)" in shown
    assert console.ok("agreement", "list", "--json").json["agreements"] == []


def test_an_import_registers_the_good_rows_and_tells_of_the_bad(console: Console, register: Path):
    answer = console.ok("import", "agreements", register)
    assert "Ditolak" in answer.out
    assert "tidak dicatat" in answer.shown
    listed = console.ok("agreement", "list", "--json").json["agreements"]
    assert len(listed) >= 5
    assert {row["provenance"] for row in listed} == {"registered"}
    again = console.ok("import", "agreements", register, "--json").json["report"]
    assert again["registered"] == 0
    assert again["unchanged"] == len(listed)


def test_columns_that_are_not_read_are_named(console: Console, register: Path):
    lines = register.read_text("utf-8").splitlines()
    register.write_text("\n".join([lines[0] + ",start_date", *(f"{x}," for x in lines[1:])]))
    for way in (("--dry-run",), ()):
        told = console.ok("import", "agreements", register, *way).said
        assert "isinya tidak dicatat: start_date." in told


def test_a_file_without_the_columns_is_told_which_there_are(console: Console, tmp_path: Path):
    file = tmp_path / "daftar.csv"
    file.write_text("No,Judul\n1,Sampah\n")
    told = console.refuse(2, "import", "agreements", file).said
    assert "signed_on, starts_on, ends_on" in told


def test_a_broken_file_changes_nothing(console: Console, tmp_path: Path):
    broken = tmp_path / "daftar.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    console.refuse(2, "import", "agreements", broken)
    console.refuse(2, "import", "agreements", broken, "--dry-run")
    console.refuse(3, "import", "agreements", tmp_path / "none.csv")
    console.refuse(2, "import", "agreements", tmp_path)
    assert console.ok("agreement", "list", "--json").json["agreements"] == []
