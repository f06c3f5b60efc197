"""Reports, risks and feedback by command line."""

from __future__ import annotations

from pathlib import Path

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
