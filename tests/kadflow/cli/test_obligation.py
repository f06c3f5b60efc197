"""Obligations and meetings by command line."""

from __future__ import annotations

from pathlib import Path

from tests.kadflow.cli.console import Console

SLEMAN = ("--as", "sleman.coordinator")
BANTUL = ("--as", "bantul.coordinator")


def _numbers(console: Console, agreement: str) -> list[str]:
    told = console.ok("obligation", "show", agreement, "--json").json["obligations"]
    return [str(each["obligation"]["number"]) for each in told]


def _tasks(console: Console) -> list[tuple[str, str]]:
    found = console.ok("inbox", *BANTUL, "--json").json["tasks"]
    return [(task["kind"], task["gate"]) for task in found]


def test_an_obligation_is_written_down_met_disputed_and_shown(
    console: Console, agreement: str, tmp_path: Path
):
    console.ok(
        "obligation", "add", agreement, "Menyediakan dua truk", "--party", "34.04",
        "--due", "2026-02-01", *SLEMAN,
    )  # fmt: skip
    (number,) = _numbers(console, agreement)
    assert "27 hari lagi" in console.ok("obligation", "show", agreement).shown
    assert f"Kewajiban no. {number}" in console.ok("deadline", "list").shown
    console.at = "2026-02-10"
    assert "terlambat 9 hari" in console.ok("obligation", "show", agreement, "--open").shown
    assert "terlambat 9 hari" in console.ok("deadline", "list").shown.lower()

    proof = tmp_path / "bast.pdf"
    proof.write_bytes(b"%PDF-1.7")
    console.refuse(3, "obligation", "meet", agreement, number, "--file", "tidak-ada.pdf", *SLEMAN)
    console.ok(
        "obligation", "meet", agreement, number, "--file", proof, "--note", "BAST 12",
        "--effective-on", "2026-01-30", "--as", "sleman.unit",
    )  # fmt: skip
    console.refuse(5, "obligation", "judge", agreement, number, "disputed", *BANTUL)
    console.ok(
        "obligation", "judge", agreement, number, "disputed", "--reason", "Satu truk", *BANTUL
    )

    shown = console.ok("obligation", "show", agreement, number).shown
    assert "pemenuhannya disanggah (30 Januari 2026)" in shown
    assert "disanggah oleh Kabupaten Bantul" in shown
    assert "BAST 12" in shown
    assert "ditetapkan sendiri" in console.ok("agreement", "show", agreement).shown
    console.ok("obligation", "judge", agreement, number, "confirmed", *BANTUL)
    assert "Tidak ada kewajiban." in console.ok("obligation", "show", agreement, "--open").shown
    assert console.ok("history", "rebuild", agreement, "--json").json["report"]["count"] == 0


def test_what_is_to_be_agreed_to_or_met_stands_in_the_inbox(console: Console, agreement: str):
    console.ok("agreement", "edit", agreement, "--set", "clauses.2=Bantul membayar.", *SLEMAN)
    console.ok(
        "obligation", "add", agreement, "Membayar", "--party", "34.02", "--clause", "2",
        "--due", "2026-02-01", *SLEMAN,
    )  # fmt: skip
    (number,) = _numbers(console, agreement)
    assert "menyetujui: Kewajiban" in console.ok("inbox", *BANTUL).shown
    assert _tasks(console) == [("accept_obligation", f"obligation.{number}")]
    assert "Membayar" in console.ok("obligation", "list", *BANTUL).shown
    assert "Tidak ada kewajiban." in console.ok("obligation", "list", *SLEMAN).shown
    assert "Tidak ada" in console.ok("obligation", "list", "--due-within", "7d").shown
    console.ok("obligation", "accept", agreement, number, *BANTUL)
    assert _tasks(console) == []
    console.at = "2026-02-05"
    console.ok("flow", "run", "fire_deadlines")
    assert _tasks(console) == [("meet_obligation", f"obligation.{number}")]
    console.ok("obligation", "meet", agreement, number, "--note", "Bukti setor", *BANTUL)
    assert _tasks(console) == []


def test_a_meeting_gives_work_and_its_signed_minutes_make_it_agreed(
    console: Console, agreement: str, tmp_path: Path
):
    console.refuse(
        2, "meeting", "add", agreement, "tkksd", "--place", "A", "--agenda", "B",
        "--party", "34.02", "--action", "34.02|besok", *SLEMAN,
    )  # fmt: skip
    console.ok(
        "meeting", "add", agreement, "coordination", "--place", "Kantor Bupati",
        "--agenda", "Jadwal", "--office", "34.04/unit", "--party", "34.02",
        "--conclusion", "Jadwal mingguan", "--action", "34.02|2026-02-10|Menyusun jadwal",
        "--effective-on", "2026-01-03", *SLEMAN,
    )  # fmt: skip
    shown = console.ok("obligation", "show", agreement).shown
    assert "belum disetujui pihak itu" in shown
    (told,) = console.ok("meeting", "show", agreement, "--json").json["meetings"]
    scan = tmp_path / "ba.pdf"
    scan.write_bytes(b"%PDF-1.7")
    console.ok(
        "meeting", "minute", agreement, str(told["meeting"]["number"]), "--signed", scan, *SLEMAN
    )

    assert "belum disetujui" not in console.ok("obligation", "show", agreement).shown
    shown = console.ok("meeting", "show", agreement).shown
    assert "Rapat koordinasi teknis, 3 Januari 2026" in shown
    assert "Kabupaten Bantul" in shown
    assert "Jadwal mingguan" in shown
    assert "tindak lanjut rapat" in console.ok("obligation", "show", agreement).shown
    console.refuse(3, "meeting", "show", agreement, "999")


def test_a_meeting_decides_an_approval(console: Console, agreement: str, tmp_path: Path):
    console.ok("agreement", "act", agreement, "submit_proposal", *SLEMAN)
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.head")
    console.ok("agreement", "edit", agreement, "--set", "clauses.1=Bekerja sama.", *SLEMAN)
    console.ok("agreement", "act", agreement, "submit_text", *SLEMAN)
    scan = tmp_path / "ba.pdf"
    scan.write_bytes(b"%PDF-1.7")
    console.ok(
        "meeting", "add", agreement, "discussion", "--place", "A", "--agenda", "Naskah",
        "--office", "34.04/legal", "--office", "34.02/legal", *SLEMAN,
    )  # fmt: skip
    (told,) = console.ok("meeting", "show", agreement, "--json").json["meetings"]
    number = str(told["meeting"]["number"])
    console.refuse(5, "meeting", "decide", agreement, number, "text_agreed", *SLEMAN)
    console.ok("meeting", "minute", agreement, number, "--signed", scan, *SLEMAN)
    said = console.ok("meeting", "decide", agreement, number, "text_agreed", *SLEMAN).shown
    assert "keputusan rapat dicatat" in said
    assert "Penandatanganan" in said
    assert "Persetujuan Anda dicatat dari rapat" in " ".join(
        console.ok("notice", "list", "--as", "bantul.legal", "--json").out.split()
    )
