"""Whole registers, first of all the real one."""

from __future__ import annotations

import csv
import subprocess
import sys
import tracemalloc

import pytest

from kadflow.errors import InvalidInputError
from kadflow.intake.agreements import assess_file, sample_register
from tests.kadflow.intake.registers import cells, csv_file


@pytest.fixture(scope="module")
def sample():
    with sample_register() as path:
        return {report.ref: report for report in assess_file(path)}


@pytest.fixture(scope="module")
def sample_rows():
    with sample_register() as path, path.open(encoding="utf-8", newline="") as stream:
        return {row["ref"]: row for row in csv.DictReader(stream)}


def codes(report):
    return {reason.code for reason in report.reasons}


def test_all_110_real_agreements_can_be_kept(sample):
    assert len(sample) == 110
    assert [report.ref for report in sample.values() if report.verdict == "refused"] == []


def test_every_party_with_a_code_in_the_source_is_recognised_as_that_region(sample, sample_rows):
    for ref, row in sample_rows.items():
        wanted = [code or None for code in row["party_codes"].split(";")]
        assert [party.region for party in sample[ref].record.parties] == wanted, ref
        for party, code in zip(sample[ref].record.parties, wanted, strict=True):
            assert party.certainty == ("exact" if code else "none"), ref


def test_every_party_without_a_code_has_a_kind(sample):
    others = {
        party.kind
        for report in sample.values()
        for party in report.record.parties
        if party.region is None
    }

    assert others == {
        "central",
        "company",
        "university",
        "hospital",
        "foreign",
        "village",
        "unspecified",
    }


def test_nothing_is_invented_for_what_the_source_leaves_blank(sample, sample_rows):
    for ref, row in sample_rows.items():
        record = sample[ref].record
        assert (record.signed_on or "") == row["signed_on"]
        assert record.ends_on is None or row["ends_on"] or "anggaran" in row["term_text"]
        assert (record.value is None) == (row["value_idr"] == "")
        assert [number.text for number in record.numbers] == [
            " ".join(text.split()) for text in row["document_numbers"].split(";") if text
        ]


def test_only_those_with_something_to_look_at_carry_warnings(sample, sample_rows):
    inferred = {ref for ref, row in sample_rows.items() if "candidate" in row["regime_basis"]}
    by_code = {}
    for ref, report in sample.items():
        for code in codes(report):
            by_code.setdefault(code, set()).add(ref)

    assert by_code.pop("regime-candidate") == inferred
    assert by_code == {
        "numbers-not-aligned": {
            "AGR-013",
            "AGR-038",
            "AGR-105",
            "AGR-115",
            "AGR-151",
            "AGR-152",
        },
        "number-incomplete": {"AGR-151", "AGR-152"},
        "parties-not-listed": {"AGR-054", "AGR-076", "AGR-137", "AGR-138"},
        "status-unclear": {"AGR-111", "AGR-115", "AGR-122"},
        "status-weak": {"AGR-081", "AGR-104", "AGR-105", "AGR-106", "AGR-139"},
        "term-unresolved": {"AGR-088", "AGR-124"},
        "village-party": {"AGR-149"},
    }


def test_eleven_numbers_belong_to_eleven_parties(sample):
    numbers = sample["AGR-103"].record.numbers

    assert [number.party for number in numbers] == list(range(11))


def test_trees_of_the_sample_hang_together(sample, sample_rows):
    children = [report.record for report in sample.values() if report.record.parent_ref]

    assert {record.ref for record in children} == {
        ref for ref, row in sample_rows.items() if row["parent_ref"]
    }
    assert all(record.parent_known for record in children)
    assert {record.ref for record in children if record.template == "addendum"} == {
        "AGR-015",
        "AGR-038",
    }


def test_a_parent_may_stand_below_its_child(tmp_path):
    path = csv_file(tmp_path, cells(ref="B", parent_ref="A", title="x"), cells(ref="A"))

    child, parent = assess_file(path)

    assert child.verdict == parent.verdict == "accepted"
    assert child.record.parent_known


def test_a_parent_outside_the_file_is_noted_and_can_be_linked_later(tmp_path):
    (report,) = assess_file(csv_file(tmp_path, cells(parent_ref="elsewhere")))

    assert codes(report) == {"parent-missing"}
    assert report.record.parent_ref == "elsewhere"
    assert not report.record.parent_known


def test_a_cycle_is_refused_and_what_hangs_below_it_is_told(tmp_path):
    path = csv_file(
        tmp_path,
        cells(ref="A", parent_ref="C", title="a"),
        cells(ref="B", parent_ref="A", title="b"),
        cells(ref="C", parent_ref="B", title="c"),
        cells(ref="D", parent_ref="C", title="d"),
        cells(ref="E", parent_ref="D", title="e"),
    )

    found = {report.ref: codes(report) for report in assess_file(path)}

    assert found == {
        "A": {"parent-cycle"},
        "B": {"parent-cycle"},
        "C": {"parent-cycle"},
        "D": {"parent-refused"},
        "E": set(),
    }


def test_a_very_deep_tree_is_no_cycle(tmp_path):
    rows = [
        cells(ref=f"A-{at}", parent_ref=f"A-{at - 1}", title=f"t{at}") for at in range(1, 3_000)
    ]
    path = csv_file(tmp_path, cells(ref="A-0"), *rows)

    assert {report.verdict for report in assess_file(path)} == {"accepted"}


def test_one_bad_row_never_stops_the_others(tmp_path):
    rows = [cells(ref=f"A-{at}", title=f"t{at}") for at in range(500)]
    rows[100]["kind"] = "?"
    rows[200]["parties"] = "Kab. Sleman"
    rows[300]["ends_on"] = "1999-01-01"

    reports = list(assess_file(csv_file(tmp_path, *rows)))

    assert [report.row for report in reports if report.verdict == "refused"] == [102, 202, 302]
    assert len(reports) == 500


def test_a_row_that_cannot_be_read_is_reported_and_known_to_those_below_it(tmp_path):
    path = csv_file(
        tmp_path, cells(ref="A", notes="x\x00"), cells(ref="B", parent_ref="A", title="b")
    )

    damaged, child = assess_file(path)

    assert (damaged.ref, damaged.verdict, codes(damaged)) == ("A", "refused", {"nul-byte"})
    assert (child.verdict, codes(child)) == ("accepted_with_warnings", {"parent-refused"})


def test_a_broken_file_is_refused_before_the_first_report(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(InvalidInputError):
        next(assess_file(path))


def test_reports_are_the_same_on_every_reading(sample):
    with sample_register() as path:
        assert {report.ref: report for report in assess_file(path)} == sample


def test_a_large_register_is_judged_with_bounded_memory(tmp_path):
    rows = (cells(ref=f"A-{at}", title=f"t{at}", notes="x" * 500) for at in range(8_000))
    path = csv_file(tmp_path, *rows)
    tracemalloc.start()
    count = sum(1 for _ in assess_file(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 8_000
    assert peak < 700 * count


def test_reading_this_room_loads_no_spreadsheet_library():
    script = "import sys, kadflow.intake.agreements; print('openpyxl' in sys.modules)"

    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"
