"""Reports, risks and feedback by command line."""

from __future__ import annotations

from pathlib import Path

import state_machines
from tests.kadflow.cli.console import Console

SLEMAN = ("--as", "sleman.coordinator")
BANTUL = ("--as", "bantul.coordinator")


def test_a_report_is_drafted_submitted_returned_and_accepted(
    console: Console, agreement: str, tmp_path: Path
):
    text = tmp_path / "hasil.txt"
    text.write_text("Dua truk beroperasi.\n", "utf-8")
    draft = ("progress", "draft", agreement, "2026-S1")
    console.refuse(2, *draft, "--section", "progress", *SLEMAN)
    console.refuse(3, *draft, "--section", "progress=@tidak-ada.txt", *SLEMAN)
    console.ok(*draft, "--section", f"progress=@{text}", "--as", "sleman.unit")
    assert "Dua truk" in console.ok("progress", "show", agreement, *SLEMAN).shown
    assert "Belum ada laporan." in console.ok("progress", "show", agreement, *BANTUL).shown
    console.ok("progress", "submit", agreement, "2026-S1", "--party", "34.04", *SLEMAN)

    review = ("progress", "review", agreement, "2026-S1")
    console.refuse(4, *review, "accepted", "--party", "34.04", *SLEMAN)
    assert (
        "menunggu tinjauan Anda"
        in console.ok("notice", "list", "--as", "bantul.coordinator").shown
    )
    shown = console.ok("inbox", *BANTUL).shown
    assert "meninjau: Laporan" in shown
    assert "[2026-S1]" in shown
    console.ok(
        *review, "returned", "--party", "34.04", "--only", "funding", "--reason", "Biaya belum ada",
        *BANTUL,
    )  # fmt: skip
    shown = console.ok("progress", "show", agreement).shown
    assert "dikembalikan untuk diperbaiki oleh Kabupaten Bantul" in shown
    assert "Ditulis ulang Pembiayaan" in shown
    assert "Biaya belum ada" in shown
    assert "Tidak ada." in console.ok("inbox", *BANTUL).shown
    assert "mend: Progress" in console.ok("inbox", "--language", "en", *SLEMAN).shown
    (task,) = console.ok("inbox", "--json", *SLEMAN).json["tasks"]
    assert task["kind"] == "mend_progress"
    console.ok(
        "progress", "submit", agreement, "2026-S1", "--party", "34.04",
        "--section", "funding=Rp10 juta", *SLEMAN,
    )  # fmt: skip
    console.ok(*review, "accepted", "--party", "34.04", *BANTUL)
    (told,) = console.ok("progress", "show", agreement, "2026-S1", "--json").json["reports"]
    assert told["report"]["status"] == "accepted"
    assert [each["version"] for each in told["sections"]] == [1, 2]


def test_risks_are_shown_the_gravest_first(console: Console, agreement: str):
    assert "Praktik kantor" in console.ok("risk", "catalogue").shown
    add = ("risk", "add", agreement)
    console.ok(
        *add, "regulation", "--party", "34.04", "--likelihood", "1", "--impact", "2", *SLEMAN
    )
    console.ok(
        *add, "budget", "--party", "34.04", "--likelihood", "4", "--impact", "4",
        "--mitigation", "Usulan APBD-P", "--review-on", "2026-01-05", *SLEMAN,
    )  # fmt: skip
    console.refuse(
        2, *add, "other", "--party", "34.04", "--likelihood", "1", "--impact", "1", *SLEMAN
    )
    first, second = console.ok("risk", "show", agreement, "--json").json["risks"]
    assert (first["level"], second["level"]) == ("extreme", "low")
    shown = console.ok("risk", "show", agreement).shown
    assert "sangat tinggi (4 x 4 = 16)" in shown
    assert "5 Januari 2026 (sudah waktunya)" in shown
    number = str(first["risk"]["number"])
    console.refuse(5, "risk", "assess", agreement, number, "--status", "closed", *SLEMAN)
    console.ok("risk", "assess", agreement, number, "--likelihood", "1", *SLEMAN)
    assert "sedang (1 x 4 = 4)" not in console.ok("risk", "show", agreement).shown
    assert "rendah (1 x 4 = 4)" in console.ok("risk", "show", agreement).shown


def test_the_day_on_which_a_risk_is_looked_at_again_is_told_by_the_sweep(
    console: Console, agreement: str
):
    console.ok(
        "risk", "add", agreement, "budget", "--party", "34.04", "--likelihood", "4",
        "--impact", "4", "--review-on", "2026-02-10", *SLEMAN,
    )  # fmt: skip
    (first,) = console.ok("risk", "show", agreement, "--json").json["risks"]
    number = str(first["risk"]["number"])
    name = f"risk.{number}"
    assert f"[{name}]" in console.ok("deadline", "list").shown
    assert "risiko ditinjau lagi" in console.ok("deadline", "explain", agreement, name).shown
    console.at = "2026-02-11"
    console.ok("flow", "run", "fire_deadlines")
    console.ok("flow", "run", "send_reminders")
    told = console.ok("inbox", "--told", *SLEMAN).shown
    assert f"Tinjauan risiko no. {number} pada {agreement}: Selasa, 10 Februari 2026" in told
    assert "terlambat" not in console.ok("deadline", "list").shown.lower()
    assert "(sudah waktunya)" in console.ok("risk", "show", agreement).shown
    console.ok("risk", "assess", agreement, number, "--review-on", "2026-05-01", *SLEMAN)
    listed = console.ok("deadline", "list", "--json").json["deadlines"]
    assert [each["due_on"] for each in listed if each["name"] == name] == ["2026-05-01"]
    assert console.ok("history", "rebuild", agreement, "--json").json["report"]["count"] == 0


def test_feedback_is_put_on_record_and_answered(console: Console, agreement: str):
    console.ok(
        "feedback", "add", agreement, "Truk terlambat", "--from", "public", "--party", "34.04",
        "--as", "sleman.unit",
    )  # fmt: skip
    assert "belum dijawab" in console.ok("feedback", "show", agreement).shown
    (told,) = console.ok("feedback", "show", agreement, "--json").json["feedback"]
    number = str(told["feedback"]["number"])
    console.refuse(4, "feedback", "answer", agreement, number, "Maaf", *BANTUL)
    console.ok("feedback", "answer", agreement, number, "Jadwal ditambah", *SLEMAN)
    shown = console.ok("feedback", "show", agreement, number).shown
    assert "masyarakat" in shown
    assert "Jadwal ditambah" in shown


def test_a_workflow_says_by_when_reports_are_handed_in(console: Console, tmp_path: Path):
    plain = (Path(state_machines.__file__).parent / "templates" / "standar.yaml").read_text(
        "utf-8"
    )
    file = tmp_path / "standar.yaml"
    file.write_text(plain + "progress: {every: monthly, within: {n: 0, unit: weeks}}\n", "utf-8")
    refused = console.refuse(2, "template", "check", file)
    line = len(plain.splitlines()) + 1
    assert f"baris {line}" in " ".join(refused.err.split())
    assert refused.err.count(f"- {line}: progress.") == 2
    assert "'month'" in refused.err
    assert "paling sedikit 1" in refused.err
    assert "working_days" in refused.err
    file.write_text(
        plain + "progress: {every: month, within: {n: 10, unit: days}, remind_days: [0]}\n",
        "utf-8",
    )
    console.ok("template", "check", file)
    console.ok("template", "publish", file)
    number = console.ok(
        "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--set", "title=Air bersih", "--set", "purpose=Berbagi air", "--set", "clauses.1=Air.",
        "--set", 'term={"starts_on": "2026-01-01", "ends_on": "2026-12-31"}', *SLEMAN, "--json",
    ).json["outcome"]["number"]  # fmt: skip
    console.ok("agreement", "act", number, "submit_proposal", *SLEMAN)
    console.ok("agreement", "decide", number, "approve", "--as", "sleman.head")
    console.ok("agreement", "act", number, "submit_text", *SLEMAN)
    for short in ("sleman", "bantul"):
        console.ok("agreement", "decide", number, "approve", "--as", f"{short}.legal")
    for short in ("sleman", "bantul"):
        console.ok("agreement", "sign", number, "--as", f"{short}.head")

    listed = console.ok("deadline", "list", "--agreement", number).shown
    assert listed.count("[progress.2026-01]") == 2
    explained = console.ok("deadline", "explain", number, "progress.2026-01", "--party", "34.04")
    assert "10 hari setelah 31 Januari 2026" in explained.shown
    console.at = "2026-02-15"
    console.ok("flow", "run", "fire_deadlines")
    shown = console.ok("inbox", *SLEMAN).shown
    assert "menyampaikan: Laporan" in shown
    assert "[progress.2026-01]" in shown
    late = console.ok("deadline", "list", "--agreement", number).shown
    assert "hari berjalan: 5 hari" in late.lower()
    assert "terlambat" not in late.lower()
    console.ok(
        "progress", "submit", number, "2026-01", "--party", "34.04",
        "--section", "progress=Pipa terpasang", *SLEMAN,
    )  # fmt: skip
    assert "menyampaikan" not in console.ok("inbox", *SLEMAN).shown
    assert console.ok("history", "rebuild", number, "--json").json["report"]["count"] == 0
