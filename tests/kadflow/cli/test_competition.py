"""A competition by command line: opened, entered, judged blind, ranked with reasons."""

from __future__ import annotations

import json
from pathlib import Path

from tests.kadflow.cli.console import Console
from tests.state_machines.test_forms import FORM

CREATE = (
    "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
    "--set", "purpose=Contoh", "--as", "sleman.coordinator", "--json",
)  # fmt: skip


def test_the_jury_sees_the_form_that_a_competition_states_itself(
    console: Console, tmp_path: Path
) -> None:
    file = tmp_path / "lomba.yaml"
    compete = (
        "evaluation", "compete", "LOMBA-2027", "--title", "Jangkauan terluas", "--runs", "34.04",
        "--form", file, "--as", "sleman.coordinator",
    )  # fmt: skip
    file.write_text(FORM.replace("score_days", "score_day"), encoding="utf-8")
    refused = console.refuse(2, *compete)
    assert "lomba.yaml, baris 15: score_day" in refused.said
    assert "score_days" in refused.said
    file.write_text(FORM, encoding="utf-8")
    console.ok(*compete)

    shown = console.ok("evaluation", "form", "LOMBA-2027").shown
    known = console.ok("evaluation", "form", "LOMBA-2027", "--json").json

    assert "reach Jangkauan 60 boleh Berapa orang yang terlayani" in shown
    assert "3: Baik" in shown
    assert (known["text"], known["template"]) == (FORM, None)
    listed = console.ok("evaluation", "ranking", "LOMBA-2027", "--json").json["competition"]
    assert listed["own_form"] == known["own_form"]
    console.refuse(2, *compete, "--template", "standar")


def test_agreements_compete_before_a_jury_of_a_third_region(
    console: Console, tmp_path: Path
) -> None:
    console.staff("34.01", "kulonprogo")
    entries = [
        console.ok(*CREATE, "--set", f"title=Kerja sama {place}").json["outcome"]["number"]
        for place in (1, 2, 3)
    ]
    console.ok(
        "evaluation", "compete", "LOMBA-2026", "--title", "Kerja sama terbaik",
        "--runs", "34.01", "--template", "standar", "--aggregate", "trimmed",
        "--tie-break", "benefits", "--as", "kulonprogo.coordinator",
    )  # fmt: skip
    for entry in entries:
        console.ok("evaluation", "enter", "LOMBA-2026", entry, "--as", "bantul.coordinator")
    console.ok("evaluation", "jury", "LOMBA-2026", "34.01/legal", "--as", "kulonprogo.coordinator")
    assert "3 peserta sebagai juri" in console.ok("inbox", "--as", "kulonprogo.legal").shown
    console.ok("evaluation", "jury", "LOMBA-2026", "34.01/unit", "--as", "kulonprogo.coordinator")
    console.ok("evaluation", "unseat", "LOMBA-2026", "34.01/unit", "--reason", "Keliru", "--as",
               "kulonprogo.coordinator")  # fmt: skip
    assert "Tidak ada." in console.ok("inbox", "--as", "kulonprogo.unit").shown
    console.ok("evaluation", "recuse", "LOMBA-2026", "none", "--as", "kulonprogo.legal")
    sheets = ((4, 4, 4), (4, 4, 4), (5, 4, 4))
    for entry, numbers in zip(entries, sheets, strict=True):
        sheet = tmp_path / "lembar.json"
        answers = dict(zip(("results", "duties", "benefits"), numbers, strict=True))
        sheet.write_text(json.dumps(answers), encoding="utf-8")
        console.ok("evaluation", "judge", "LOMBA-2026", entry, "--sheet", sheet,
                   "--comment", "results=belum boleh terlihat", "--as", "kulonprogo.legal")  # fmt: skip
    before = console.ok("evaluation", "ranking", "LOMBA-2026")
    assert "belum boleh terlihat" not in before.out
    assert "1 juri, 0 lembar ditunggu" in before.shown
    assert "penunjukan dicabut, 0 lembarnya tidak dihitung" in before.shown
    assert "Dinilai sampai" in before.shown
    assert "menetapkan peringkat" in console.ok("inbox", "--as", "kulonprogo.coordinator").shown
    listed = console.ok("deadline", "list", "--as", "kulonprogo.legal").shown
    assert "LOMBA-2026 Batas penilaian [evaluation_scoring] bersama" in listed
    explained = console.ok("deadline", "explain", "LOMBA-2026").shown
    assert "Akibat penilaian juri berakhir" in explained

    shown = console.ok("evaluation", "rank", "LOMBA-2026", "--as", "kulonprogo.coordinator").shown

    assert f"1 {entries[2]} 4,40 1 nilai tertinggi" in shown
    assert f"2 {entries[0]} 4,00 1 sama dengan {entries[1]}; nilai akhir 4,00" in shown
    known = console.ok("evaluation", "ranking", "LOMBA-2026", "--json").json["competition"]
    assert [each["rank"] for each in known["ranking"]] == [1, 2, 2]
    assert "peringkat ditetapkan" in console.ok("evaluation", "ranking").shown
    console.refuse(3, "evaluation", "ranking", "LOMBA-1999")
    assert "results Hasil yang dicapai 40" in console.ok("evaluation", "form", "LOMBA-2026").shown
    console.ok("history", "rebuild")
    console.ok("history", "verify")
