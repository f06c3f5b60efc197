"""An evaluation by command line: named, declared, scored blind, closed, and followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console

GOOD = ("--score", "results=5", "--score", "duties=4", "--score", "benefits=4")
POOR = ("--score", "results=2", "--score", "duties=3", "--score", "benefits=2")


@pytest.fixture
def number(console: Console, agreement: str) -> str:
    """An agreement in force, with an extra evaluation open and an evaluator of each party."""
    console.ok("agreement", "edit", agreement, "--set", "clauses.1=Bersama.", "--as",
               "sleman.coordinator")  # fmt: skip
    console.ok("agreement", "act", agreement, "submit_proposal", "--as", "sleman.coordinator")
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.head")
    console.ok("agreement", "act", agreement, "submit_text", "--as", "sleman.coordinator")
    for short in ("sleman", "bantul"):
        console.ok("agreement", "decide", agreement, "approve", "--as", f"{short}.legal")
    for short in ("sleman", "bantul"):
        console.ok("agreement", "sign", agreement, "--as", f"{short}.head")
    console.ok("evaluation", "open", agreement, "extra", "--as", "sleman.coordinator")
    for code, short in (("34.04", "sleman"), ("34.02", "bantul")):
        console.ok("evaluation", "name", agreement, f"{code}/unit", "--as", f"{short}.coordinator")
    return agreement


def score(console: Console, number: str, who: str, *sheet: str) -> None:
    console.ok("evaluation", "declare", number, "none", "--as", who)
    console.ok("evaluation", "score", number, *sheet, "--as", who)


def test_a_result_is_shown_only_once_it_is_closed(console: Console, number: str) -> None:
    words = "Armada baru dipakai"
    score(console, number, "sleman.unit", *GOOD, "--comment", f"results={words}",
          "--recommend", "extend")  # fmt: skip
    for face in (
        ("evaluation", "show", number),
        ("evaluation", "show", number, "--json"),
        ("evaluation", "show", number, "--as", "bantul.unit", "--json"),
        ("history", "show", number),
        ("history", "show", number, "--as", "bantul.unit", "--json"),
        ("agreement", "show", number, "--json"),
        ("evaluation", "list", "--json"),
    ):
        answer = console.ok(*face)
        assert words not in answer.out, face
        assert '"results": 5' not in answer.out, face
    assert words in console.ok("evaluation", "show", number, "--as", "sleman.unit").out
    score(console, number, "bantul.unit", *POOR, "--recommend", "extend")

    console.ok("evaluation", "close", number, "--as", "bantul.coordinator")

    shown = console.ok("evaluation", "show", number).shown
    assert "Nilai akhir 3,35 (skala 1-5)" in shown
    assert "Hasil yang dicapai 40 3,50 2-5 1,50" in shown
    assert "diperpanjang (2)" in shown
    assert words in shown
    (row,) = console.ok("evaluation", "list", "--ended", "--json").json["evaluations"]
    assert (row["total"], row["sheets"]) == ("67/20", 2)
    console.ok("history", "rebuild", number)


def test_the_inbox_asks_evaluators_and_then_the_secretariats(
    console: Console, number: str
) -> None:
    assert "menilai" in console.ok("inbox", "--as", "bantul.unit").shown
    score(console, number, "sleman.unit", *GOOD, "--recommend", "continue")
    score(console, number, "bantul.unit", *POOR, "--recommend", "continue")
    assert "Tidak ada." in console.ok("inbox", "--as", "bantul.unit").shown
    assert "menutup evaluasi" in console.ok("inbox", "--as", "bantul.coordinator").shown
    told = console.ok("inbox", "--as", "bantul.unit", "--told").shown
    assert "Anda diminta menilai" in told


def test_an_evaluator_is_replaced_and_one_with_a_conflict_is_shown_as_excused(
    console: Console, number: str
) -> None:
    score(console, number, "sleman.unit", *GOOD, "--recommend", "continue")
    dismiss = ("evaluation", "dismiss", number, "34.04/unit", "--as", "sleman.coordinator")
    assert "alasan" in console.refuse(5, *dismiss).said
    console.ok(*dismiss, "--reason", "Sakit")
    console.ok("evaluation", "name", number, "34.04/legal", "--as", "sleman.coordinator")
    console.ok("evaluation", "declare", number, "conflict", "--reason", "Saudara", "--as",
               "bantul.unit")  # fmt: skip

    shown = console.ok("evaluation", "show", number).shown
    known = console.ok("evaluation", "show", number, "--json").json["evaluations"][0]

    assert "penunjukan dicabut, lembarnya tidak dihitung" in shown
    assert "dibebaskan karena benturan kepentingan" in shown
    assert len(known["excused"]) == len(known["awaited"]) == 1
    score(console, number, "sleman.legal", *GOOD, "--recommend", "continue")
    console.ok("evaluation", "close", number, "--as", "sleman.coordinator")
    after = console.ok("evaluation", "show", number).shown
    assert "1; tidak menilai 0, benturan kepentingan 1, tidak dihitung" in after


def test_the_other_party_objects_to_the_panel_and_takes_it_back(
    console: Console, number: str
) -> None:
    console.staff("34.01", "kulonprogo")
    console.ok("evaluation", "name", number, "34.01/legal", "--as", "sleman.coordinator")
    assert "menjawab tentang panel" in console.ok("inbox", "--as", "bantul.coordinator").shown
    answer = ("evaluation", "panel", number)
    assert "alasan" in console.refuse(5, *answer, "object", "--as", "bantul.coordinator").said
    console.ok(*answer, "object", "--reason", "Pernah dibayar Sleman", "--as",
               "bantul.coordinator")  # fmt: skip
    shown = console.ok("evaluation", "show", number).shown
    assert "Kabupaten Bantul: keberatan" in shown
    assert "Pernah dibayar Sleman" in shown
    console.ok(*answer, "consent", "--as", "bantul.coordinator")
    for who, sheet in (("sleman.unit", POOR), ("bantul.unit", POOR), ("kulonprogo.legal", GOOD)):
        score(console, number, who, *sheet, "--recommend", "continue")

    console.ok("evaluation", "close", number, "--as", "bantul.coordinator")

    shown = console.ok("evaluation", "show", number).shown
    assert "Panel: penilaiannya dihitung." in shown
    assert "Kabupaten Bantul: setuju" in shown
    (known,) = console.ok("evaluation", "show", number, "--json").json["evaluations"]
    assert len(known["panel"]["consented"]) == 1


def test_the_recommended_extension_opens_its_addendum(console: Console, number: str) -> None:
    score(console, number, "sleman.unit", *GOOD, "--recommend", "extend")
    console.refuse(5, "evaluation", "close", number, "--as", "sleman.coordinator")
    console.ok("evaluation", "close", number, "--reason", "Bantul menyusul", "--as",
               "sleman.coordinator")  # fmt: skip
    refused = console.refuse(
        5, "evaluation", "recommend", number, "continue", "--as", "sleman.coordinator"
    )
    assert "diperpanjang" in refused.said

    outcome = console.ok(
        "evaluation", "recommend", number, "extend", "--until", "2028-12-31", "--title",
        "Perpanjangan", "--as", "sleman.coordinator", "--json",
    ).json["outcome"]  # fmt: skip

    assert outcome["events"][0] == "evaluation.followed"
    child = console.ok("agreement", "show", outcome["child_number"], "--json").json
    assert child["agreement"]["purpose"] == "extend"


def test_a_sheet_comes_from_a_file(console: Console, number: str, tmp_path: Path) -> None:
    sheet = tmp_path / "lembar.yaml"
    sheet.write_text("results: 4\nduties: 4\nbenefits: 4\n", encoding="utf-8")
    score(console, number, "sleman.unit", "--sheet", str(sheet), "--recommend", "continue")
    console.refuse(2, "evaluation", "score", number, "--score", "results=baik", "--as",
                   "sleman.unit")  # fmt: skip
    console.refuse(2, "evaluation", "score", number, "--comment", "tanpa", "--as", "sleman.unit")
    console.refuse(3, "evaluation", "show", number, "--evaluation", "7")
