from __future__ import annotations

import msgspec
import pytest

from kadflow.errors import InvalidInputError
from kadflow.reports import content_bytes, content_hash, missing, read_content
from kadflow.reports.content import (
    Chart,
    Column,
    Percent,
    Ratio,
    Rupiah,
    Series,
    Table,
    Text,
    Total,
    Unknown,
    share,
)
from kadflow.reports.lines import table_lines
from tests.kadflow.reports import sample


def test_a_stored_content_model_is_read_back_as_it_was():
    report = sample.report()
    assert read_content(content_bytes(report)) == report


def test_the_same_content_has_the_same_hash_and_another_letter_another():
    assert content_hash(sample.report()) == content_hash(sample.report())
    assert content_hash(sample.report("A")) != content_hash(sample.report("B"))


@pytest.mark.parametrize("data", [b"", b"[]", b'{"title":"x"}', b"\xff", b'{"blocks":[1]}'])
def test_what_is_no_content_model_is_refused(data: bytes):
    with pytest.raises(InvalidInputError, match="no content model"):
        read_content(data)


def test_a_changed_model_that_contradicts_itself_is_refused_on_reading():
    data = content_bytes(sample.report()).replace(b'"basis_points":5224', b'"basis_points":5225')
    with pytest.raises(InvalidInputError, match="another share"):
        read_content(data)


def money(*rows: int | None) -> Table:
    return Table(
        "Anggaran",
        (Column("pihak", "Pihak"), Column("pagu", "Pagu", "rupiah")),
        tuple((Text("X"), Unknown() if r is None else Rupiah(r)) for r in rows),
        totals=(Total("Jumlah", ("pagu",)),),
    )


def total(table: Table) -> tuple[str, object]:
    *_, line = table_lines(table, "id")
    return line.text, line.cells[1]


def test_a_total_sums_what_is_known_and_says_what_it_leaves_out():
    assert total(money(5, None, 7)) == ("Jumlah (tanpa 1 yang belum diketahui)", Rupiah(12))


def test_a_total_of_nothing_known_is_unknown_and_not_zero():
    assert total(money(None, None))[1] == Unknown()


def test_a_total_of_no_rows_is_zero():
    assert total(money())[1] == Rupiah(0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows": ((Text("X"),),)}, "1 cells for 2 columns"),
        ({"rows": ((Text("X"), Percent(1)),)}, "Percent in the column 'Pagu'"),
        ({"totals": (Total("Jumlah", ("pihak",)),)}, "cannot sum the column 'pihak'"),
        ({"totals": (Total("Jumlah", ("lain",)),)}, "cannot sum the column 'lain'"),
        (
            {
                "columns": (Column("n", "No", "whole"), Column("pagu", "Pagu", "rupiah")),
                "rows": (),
                "totals": (Total("Jumlah", ("n",)),),
            },
            "cannot sum the column 'n'",
        ),
        ({"ratios": (Ratio("pagu", "pagu", "pagu"),)}, "no percentages"),
        ({"columns": (Column("pagu", "A"), Column("pagu", "B"))}, "keys that differ"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(changes: dict, said: str):
    with pytest.raises(InvalidInputError, match=said):
        Table(**{**msgspec.structs.asdict(money(1)), **changes})


def test_a_chart_needs_one_figure_per_category():
    with pytest.raises(InvalidInputError, match="2 values for 1 categories"):
        Chart("bars", "X", ("a",), (Series("s", (1, 2)),))


@pytest.mark.parametrize(
    ("part", "of", "points"), [(1, 3, 3333), (2, 3, 6667), (-1, 3, -3333), (0, 5, 0), (1, 8, 1250)]
)
def test_a_share_is_rounded_to_the_nearest_basis_point(part: int, of: int, points: int):
    assert share(Rupiah(part), Rupiah(of)) == Percent(points)


def test_there_is_no_share_of_nothing_or_of_what_is_unknown():
    assert share(Rupiah(1), Rupiah(0)) == share(Unknown(), Rupiah(1)) == Unknown()


def test_what_is_missing_is_listed_beforehand_with_whom_to_ask():
    listed = missing(sample.report())
    facts = ("", "Penerima manfaat", "Dinas Lingkungan Hidup Kabupaten Sleman")
    budget = "Anggaran per pihak, tahun anggaran 2026"
    asked = "BPKAD Kabupaten Kulon Progo"
    said = [(each.where, each.what, each.ask) for each in listed]
    assert said[0] == facts
    assert (budget, "Kabupaten Kulon Progo: Pagu (DPA)", asked) in said
    assert not any("Serapan" in what for _, what, _ in said)
    assert ("Sampah terolah dibanding target", "2027-S1: Terolah", "") in said
