"""Registers in CSV, whole and broken."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kadflow.errors import InvalidInputError
from kadflow.intake.agreements import read_rows
from kadflow.intake.rows import COLUMNS, REQUIRED
from tests.kadflow.intake.registers import cells, csv_file, csv_text


def numbered(count, **changes):
    return [cells(ref=f"A-{at}", **changes) for at in range(count)]


def test_rows_come_in_file_order_with_the_line_where_they_begin(tmp_path):
    path = csv_file(tmp_path, cells(ref="A", notes="two\nlines"), cells(ref="B"))

    assert [(row.row, row.cells["ref"]) for row in read_rows(path)] == [(2, "A"), (4, "B")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_usual_encodings_and_delimiters_are_recognised(tmp_path, encoding, delimiter):
    path = csv_file(tmp_path, cells(title="Kafé \u2013 é"), encoding=encoding, delimiter=delimiter)

    (row,) = read_rows(path)

    assert row.cells["title"] == "Kafé \u2013 é"
    assert row.cells["parties"] == cells()["parties"]


def test_titles_above_the_header_and_empty_rows_are_passed_over(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("REKAP KERJA SAMA\n\n" + csv_text(cells()) + "\n,,,\n", encoding="utf-8")

    assert [row.row for row in read_rows(path)] == [4]


@pytest.mark.parametrize("title", ['"REKAP KERJA SAMA', 'REKAP,"tahun', '"REKAP" 2024', '""'])
def test_a_quote_in_a_title_above_never_swallows_the_header(tmp_path, title):
    path = tmp_path / "register.csv"
    path.write_text(f"{title}\n{csv_text(cells(notes='a, b'))}", encoding="utf-8")

    assert [(row.row, row.fault) for row in read_rows(path)] == [(3, None)]


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path):
    columns = ["Keterangan", *reversed(REQUIRED)]
    path = tmp_path / "register.csv"
    path.write_text(
        ",".join(columns).upper()
        + "\nbebas,"
        + ",".join(f"v-{name}" for name in reversed(REQUIRED)),
        encoding="utf-8",
    )

    (row,) = read_rows(path)

    assert row.cells == {name: f"v-{name}" for name in REQUIRED}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"No,Judul\n1,x\n", "found no, judul; missing ref, title, kind"),
        (b"\n\n\n", "found nothing"),
        (",".join((*COLUMNS, "title")).encode(), "names title more than once"),
        (",".join(COLUMNS).encode("utf-16"), "UTF-16"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\xd0\xcf\x11\xe0....", "XLS"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_one_sentence(tmp_path, content, said):
    path = tmp_path / "register.csv"
    path.write_bytes(content)

    with pytest.raises(InvalidInputError) as refused:
        list(read_rows(path))

    assert said in refused.value.message
    assert "register.csv" in refused.value.message or "header" in refused.value.message
    assert refused.value.hint


def test_a_missing_file_and_a_directory_are_refused_at_once(tmp_path):
    with pytest.raises(InvalidInputError, match="There is no file"):
        read_rows(tmp_path / "none.csv")
    with pytest.raises(InvalidInputError, match="is a directory"):
        read_rows(tmp_path)
    with pytest.raises(InvalidInputError, match="no ordinary file"):
        read_rows(Path("/dev/null"))


def test_three_bad_rows_among_500_are_refused_alone(tmp_path):
    lines = csv_text(*numbered(500)).splitlines()
    lines[100] += ",one,two"
    lines[200] = lines[200].replace("A-199", "A-199\x00")
    lines[300] = "A-299,only two"
    path = tmp_path / "register.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    rows = list(read_rows(path))

    assert len(rows) == 500
    assert {row.row: row.fault.code for row in rows if row.fault} == {
        101: "ragged-row",
        201: "nul-byte",
        301: "ragged-row",
    }


@pytest.mark.parametrize("at", [50, 499, 500])
def test_a_quote_that_is_never_closed_costs_its_own_row_only(tmp_path, at):
    lines = csv_text(*numbered(500)).splitlines()
    lines[at] = lines[at].replace("Pengelolaan", '"Pengelolaan')
    path = tmp_path / "register.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    rows = list(read_rows(path))

    assert [row.row for row in rows if row.fault] == [at + 1]
    assert len(rows) == 500


def test_a_quote_that_closes_rows_later_swallows_no_row_between(tmp_path):
    lines = csv_text(*numbered(50)).splitlines()
    for at in (10, 20):
        lines[at] = lines[at].replace("A-", '"A-', 1)
    path = tmp_path / "register.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    rows = list(read_rows(path))

    assert len(rows) == 50
    assert [row.row for row in rows if row.fault] == [11, 21]


@pytest.mark.parametrize("size", [100_001, 200_000, 1_000_000])
@pytest.mark.parametrize("quoted", ["{}", '"{}"'])
def test_a_huge_cell_is_refused_alone(tmp_path, size, quoted):
    lines = csv_text(*numbered(5)).splitlines()
    lines[3] = lines[3].replace("Pengelolaan sampah bersama", quoted.format("x" * size))
    path = tmp_path / "register.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    rows = list(read_rows(path))

    assert [row.fault.code if row.fault else None for row in rows] == [
        None,
        None,
        "cell-too-long",
        None,
        None,
    ]


def test_a_file_cut_within_a_character_loses_only_its_last_row(tmp_path):
    whole = csv_text(cells(), cells(ref="A-2", confidence="é"), columns=COLUMNS).encode()
    path = tmp_path / "register.csv"
    path.write_bytes(whole.rstrip(b"\n")[:-1])

    rows = list(read_rows(path))

    assert [row.fault.code if row.fault else None for row in rows] == [None, "bad-encoding"]


def test_one_damaged_character_among_many_good_ones_refuses_its_row(tmp_path):
    whole = csv_text(*numbered(20, notes="é")).encode()
    path = tmp_path / "register.csv"
    path.write_bytes(whole.replace("é".encode(), b"\xc3", 1))

    rows = list(read_rows(path))

    assert [row.fault.code for row in rows if row.fault] == ["bad-encoding"]
    assert rows[1].cells["notes"] == "é"


def test_characters_on_the_edge_of_a_block_are_no_damage(tmp_path):
    path = csv_file(tmp_path, *numbered(3_000, notes="é" * 99))

    assert all(row.fault is None for row in read_rows(path))


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = csv_file(tmp_path, *numbered(20_000, notes="x" * 200))
    tracemalloc.start()
    for _ in read_rows(path):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert path.stat().st_size > 6_000_000
    assert peak < 3_000_000


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_below_a_good_header_never_stop_the_reading(tmp_path_factory, noise):
    path = tmp_path_factory.mktemp("noise") / "register.csv"
    path.write_bytes(csv_text(cells(ref="first")).encode() + noise + b"\n")

    rows = list(read_rows(path))

    assert rows[0].cells.get("ref", "first") == "first"
