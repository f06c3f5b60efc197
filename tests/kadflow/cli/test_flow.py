"""`kadflow flow`: what runs by itself, run by hand, and how it fared."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.kadflow.cli.console import Console


def test_the_list_says_what_each_flow_does_and_when(console: Console):
    shown = console.ok("flow", "list").shown

    assert "fire_deadlines" in shown
    assert "setiap 10 menit" in shown
    flows = {each["name"]: each for each in console.ok("flow", "list", "--json").json["flows"]}
    assert flows["verify_history"]["cron"] == "0 2 * * *"


def test_a_flow_runs_here_and_now_and_is_found_in_the_status(console: Console):
    before = console.ok("flow", "status").shown
    assert "belum pernah dijalankan" in before
    assert "Tidak ada proses yang menjalankan jadwal" in before
    assert "Belum ada yang diberi tahu" in before
    console.ok("organisation", "add-office", "34.04", "administrator")
    assert "Belum ada yang diberi tahu" not in console.ok("flow", "status").shown

    ran = console.ok("flow", "run", "verify_history")

    assert "Pemeriksaan keaslian riwayat" in ran.out
    assert "catatan riwayat sesuai" in ran.out
    assert "LATIHAN" in ran.out
    status = {each["flow"]: each for each in console.ok("flow", "status", "--json").json["flows"]}
    assert status["verify_history"]["last"]["outcome"] == "done"
    assert status["verify_history"]["last"]["way"] == "in_process"
    assert status["fire_deadlines"]["last"] is None


def test_in_an_exercise_a_time_to_come_is_acted_at(console: Console, agreement: str):
    assert agreement
    console.at = "2028-01-01"

    said = console.ok("flow", "run", "fire-deadlines", "--json").json["said"]

    assert said["en"] == "Nothing had to be done."


def test_an_unknown_flow_and_an_unknown_agreement_are_not_found(console: Console):
    assert "fire_deadlines, send_reminders" in console.refuse(3, "flow", "run", "lunch").said
    console.refuse(3, "flow", "run", "verify_history", "--agreement", "KSD-2026-999999")


def test_a_time_to_come_is_refused_outside_of_an_exercise(tmp_path: Path):
    console = Console(tmp_path / "sungguhan")
    console.ok("init")
    console.at = "2999-01-01"

    assert "folder latihan" in console.refuse(2, "flow", "run", "fire_deadlines").said


def test_a_failed_run_says_why_and_stays_in_the_status(console: Console, agreement: str):
    with sqlite3.connect(console.data / "kadflow.db") as intruder:
        intruder.execute("DROP TRIGGER event_refuses_update")
        intruder.execute("UPDATE event SET kind = 'x' WHERE kind = 'agreement.created'")

    failed = console.refuse(6, "flow", "run", "verify_history", "--agreement", agreement)

    assert failed.said.startswith("Riwayat rusak")
    assert "GAGAL" in console.ok("flow", "status").shown


def test_deploying_needs_a_server_that_answers(console: Console):
    nowhere = ("--server", "http://127.0.0.1:9/api")

    assert "127.0.0.1:9" in console.refuse(7, "flow", "deploy", *nowhere).said
    assert "127.0.0.1:9" in console.refuse(7, "flow", "serve", *nowhere).said
