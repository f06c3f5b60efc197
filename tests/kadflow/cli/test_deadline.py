"""Deadlines by command line: listed, explained, paused, resumed, and their reminders put off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console
from tests.scenarios import templates

AS = ("--as", "sleman.coordinator")


@pytest.fixture
def silent(console: Console, tmp_path: Path) -> str:
    """Number of an agreement on which Bantul's silence counts until 12 March 2026."""
    file = tmp_path / "uji.yaml"
    text = next(text for text in templates.ALL if "key: uji-silence\n" in text)
    file.write_text(text, "utf-8")
    console.ok("template", "publish", file)
    number: str = console.ok(
        "agreement", "create", "uji-silence", "--party", "34.04", "--party", "34.02",
        "--set", "title=Uji", *AS, "--json",
    ).json["outcome"]["number"]  # fmt: skip
    console.ok("agreement", "act", number, "ask", *AS)
    console.ok("agreement", "receipt", number, "consent", "--party", "34.02", *AS)
    return number


def test_what_falls_due_is_listed_with_the_days_that_are_left(console: Console, silent: str):
    shown = console.ok("deadline", "list").shown
    assert silent in shown
    assert "12 Maret 2026" in shown
    assert "66 hari lagi" in shown
    assert "Tidak ada batas waktu." in console.ok("deadline", "list", "--due-within", "7d").shown
    console.at = "2026-03-10"
    assert "2 hari lagi" in console.ok("deadline", "list", "--due-within", "7d", *AS).shown
    console.refuse(2, "deadline", "list", "--due-within", "sebentar")
    (line,) = console.ok("deadline", "list", "--agreement", silent, "--json").json["deadlines"]
    assert (line["name"], line["due_on"], line["state"]) == ("consent", "2026-03-12", "open")


def test_a_deadline_explains_its_day_its_rule_and_its_source(console: Console, silent: str):
    shown = console.ok("deadline", "explain", silent, "consent").shown

    assert "Berakhir pukul 24.00 WIB" in shown
    assert "45 hari kerja setelah 5 Januari 2026; hari pertama tidak dihitung." in shown
    assert "16 Februari 2026: Cuti Bersama Tahun Baru Imlek (nasional)" in shown
    assert "belum terverifikasi: tidak ada yang disebut terlambat" in shown
    assert "diam dianggap jawaban" in shown
    console.refuse(3, "deadline", "explain", silent, "apa")
    console.refuse(3, "deadline", "explain", "KSD-1999-000001")


def test_a_clock_is_stopped_and_goes_on_with_reasons_that_are_told(console: Console, silent: str):
    console.at = "2026-01-12"
    console.refuse(5, "deadline", "pause", silent, "consent", *AS)
    console.refuse(
        4, "deadline", "pause", silent, "consent", "--as", "bantul.coordinator", "--reason", "x"
    )
    console.ok("deadline", "pause", silent, "consent", *AS, "--reason", "Menunggu lampiran")
    assert "dihentikan sementara" in console.ok("deadline", "list").shown
    console.at = "2026-01-20"
    console.ok("deadline", "resume", silent, "consent", "--party", "34.02", *AS, "--reason", "Ada")

    shown = console.ok("deadline", "explain", silent).shown
    assert "12 Maret 2026 \N{RIGHTWARDS ARROW} 26 Maret 2026. Ada" in shown
    assert "berhenti: 8 hari" in shown


def test_reminders_are_put_off_and_the_day_stays(console: Console, silent: str):
    snooze = ("deadline", "snooze", silent, "consent", "--as", "bantul.coordinator", "--until")

    assert "hari terakhirnya tetap 12 Maret 2026" in console.ok(*snooze, "2026-02-01").shown
    assert "ditunda sampai 1 Februari 2026" in console.ok("deadline", "explain", silent).shown
    console.refuse(2, *snooze, "2026-03-13")
    console.refuse(2, *snooze, "besok")


def test_a_deadline_is_acknowledged_once_and_says_which_reminders_still_come(
    console: Console, silent: str
):
    seen = ("deadline", "acknowledge", silent, "consent", "--as", "bantul.coordinator")

    shown = console.ok(*seen).shown
    assert "sebelum hari terakhirnya, 12 Maret 2026, tidak dikirim lagi" in shown
    console.ok(*seen)
    shown = console.ok("deadline", "explain", silent).shown
    assert shown.count("Sudah dibaca") == 1
    console.refuse(3, "deadline", "acknowledge", silent, "apa", "--as", "bantul.coordinator")


def test_who_is_waited_for_is_told_with_the_working_days_that_have_passed(
    console: Console, silent: str
):
    console.at = "2026-03-09"

    shown = console.ok("agreement", "explain", silent).shown

    assert "menunggu Kabupaten Bantul sejak 5 Januari 2026 (42 hari kerja)" in shown
    assert "terlambat" not in shown
