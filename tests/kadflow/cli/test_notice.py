"""Notices by command line: who was told, why, and what is left to do by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console
from tests.mail import SENDER, mail_server


def negotiating(console: Console, agreement: str) -> None:
    """Have the head of Sleman asked."""
    console.ok("agreement", "act", agreement, "submit_proposal", "--as", "sleman.coordinator")


def test_without_a_mail_server_messages_are_handed_over_by_the_secretariat(
    console: Console, agreement: str
):
    console.ok("notice", "address", "sleman.head", "hand", "0812-3456-7890")
    negotiating(console, agreement)
    console.ok("notice", "send")

    inbox = console.ok("inbox", "--as", "sleman.coordinator")
    assert "siap disampaikan" in inbox.shown
    ready = console.ok("notice", "ready", "--as", "sleman.coordinator")
    assert "+6281234567890" in ready.shown
    assert "https://wa.me/6281234567890?text=" in ready.out.replace("\n", "").replace(" ", "")
    (message,) = console.ok("notice", "ready", "--as", "sleman.coordinator", "--json").json[
        "messages"
    ]
    assert agreement in message["text"]
    stranger = console.refuse(
        4, "notice", "hand-over", message["id"], "--as", "bantul.coordinator"
    )
    assert "Sekretariatnya sendiri" in stranger.said
    console.refuse(4, "notice", "hand-over", message["id"], "--as", "sleman.legal")
    console.ok(
        "notice", "hand-over", message["id"], "--as", "sleman.coordinator", "--how", "telepon"
    )
    shown = console.ok("notice", "show", message["id"])
    assert "terkirim" in shown.shown
    assert "disampaikan: telepon" in shown.shown
    console.refuse(5, "notice", "hand-over", message["id"], "--as", "sleman.coordinator")


def test_a_request_that_was_answered_is_not_handed_over_any_more(console: Console, agreement: str):
    console.ok("notice", "address", "sleman.head", "hand", "0812-3456-7890")
    console.ok("agreement", "act", agreement, "submit_proposal", "--as", "sleman.coordinator")
    console.ok("notice", "send")
    ready = ("notice", "ready", "--as", "sleman.coordinator")
    assert "Persetujuan usulan" in console.ok(*ready).shown
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.head")
    assert "Tidak ada pesan siap kirim." in console.ok(*ready).shown
    assert "Pesan yang perlu diurus" not in console.ok("inbox", "--as", "sleman.coordinator").out


def test_a_mail_server_that_is_away_is_told_and_its_messages_wait(
    console: Console, agreement: str, monkeypatch: pytest.MonkeyPatch
):
    console.ok("notice", "address", "sleman.head", "mail", "bupati@sleman.test")
    console.ok("agreement", "act", agreement, "submit_proposal", "--as", "sleman.coordinator")
    monkeypatch.setenv("KADFLOW_SMTP_URL", "smtp://127.0.0.1:1?security=none")
    monkeypatch.setenv("KADFLOW_MAIL_FROM", f"Kadflow <{SENDER}>")
    told = console.ok("notice", "send").shown
    assert "Dicoba lagi nanti 1" in told
    assert "Jalur surel sedang bermasalah; pesannya tetap menunggu." in told


def test_whoever_has_no_mail_server_is_told_that_mail_waits_and_what_else_can_be_done(
    console: Console, agreement: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("KADFLOW_SMTP_URL", raising=False)
    console.ok("notice", "address", "sleman.head", "mail", "bupati@sleman.test")
    console.ok("agreement", "act", agreement, "submit_proposal", "--as", "sleman.coordinator")
    told = console.ok("notice", "send").shown
    assert "Surel belum disiapkan (KADFLOW_SMTP_URL); pesannya menunggu." in told
    assert "kadflow notice address SEBUTAN hand NOMOR" in told


def test_mail_leaves_by_command_and_says_why_it_came(
    console: Console, agreement: str, monkeypatch: pytest.MonkeyPatch
):
    console.ok("notice", "address", "sleman.head", "mail", "bupati@sleman.test")
    negotiating(console, agreement)
    with mail_server() as post:
        monkeypatch.setenv("KADFLOW_SMTP_URL", f"smtp://127.0.0.1:{post.port}?security=none")
        monkeypatch.setenv("KADFLOW_MAIL_FROM", f"Kadflow <{SENDER}>")
        monkeypatch.setenv("KADFLOW_PUBLIC_URL", "https://kadflow.test/")
        for _ in range(2):
            console.ok("notice", "send")
        ((to, letter),) = post.letters
    assert to == "bupati@sleman.test"
    assert (
        f"https://kadflow.test/agreements/{agreement}" in letter.get_body(("plain",)).get_content()
    )
    listed = console.ok(
        "notice", "list", "--agreement", agreement, "--as", "sleman.head", "--json"
    )
    (notice,) = listed.json["notices"]
    assert [each["state"] for each in notice["deliveries"]] == ["sent"]
    why = console.ok("notice", "why", notice["id"][:18])
    assert "Anda menjabat Kepala, Kabupaten Sleman." in why.shown
    assert "surel" in why.shown


def test_a_letter_that_did_not_arrive_is_seen_and_sent_again(
    console: Console, agreement: str, monkeypatch: pytest.MonkeyPatch
):
    console.ok("notice", "address", "sleman.head", "mail", "salah@sleman.test")
    negotiating(console, agreement)
    with mail_server() as post:
        post.refuse = lambda address: "550 No such user" if "salah" in address else None
        monkeypatch.setenv("KADFLOW_SMTP_URL", f"smtp://127.0.0.1:{post.port}?security=none")
        monkeypatch.setenv("KADFLOW_MAIL_FROM", SENDER)
        assert console.ok("notice", "send", "--json").json["delivered"]["dead"] == 1
        inbox = console.ok("inbox", "--as", "sleman.coordinator", "--json").json
        (lost,) = inbox["messages"]
        assert (lost["state"], lost["to"]) == ("dead", "sleman.head")
        assert "sleman.head" in inbox["unreachable"]
        wished = console.ok("notice", "prefer", "sleman.head")
        assert "No such user" in wished.shown
        console.ok("notice", "address", "sleman.head", "mail", "benar@sleman.test")
        console.ok("notice", "resend", lost["id"], "--as", "sleman.coordinator")
        console.ok("notice", "send")
        assert [to for to, _ in post.letters] == ["benar@sleman.test"]


@pytest.mark.parametrize(
    ("url", "sender"),
    [("http://x", SENDER), ("smtp://u:rahasia@mail.test?security=none", SENDER), ("smtp://x", ""),
     ("smtp://x", "bukan alamat")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_told_without_its_password(
    console: Console, monkeypatch: pytest.MonkeyPatch, url: str, sender: str
):
    monkeypatch.setenv("KADFLOW_SMTP_URL", url)
    monkeypatch.setenv("KADFLOW_MAIL_FROM", sender)
    answer = console.refuse(2, "notice", "send")
    assert "KADFLOW_" in answer.said
    assert "rahasia" not in answer.err


def test_how_a_person_wants_to_be_told_is_kept_and_what_is_left_out_stays(console: Console):
    console.ok("notice", "prefer", "sleman.head", "--digest", "daily", "--quiet", "18.00-7:00")
    console.ok("notice", "prefer", "sleman.head", "--channels", "hand, mail", "--working-days")
    wished = console.ok("notice", "prefer", "sleman.head", "--json").json["preference"]
    assert wished == {
        "language": "id", "channels": ["hand", "mail"], "digest": "daily",
        "quiet_from": "18:00", "quiet_to": "07:00", "working_days": True,
    }  # fmt: skip
    assert "rangkuman harian" in console.ok("notice", "prefer", "sleman.head").shown
    for wrong in (("--quiet", "malam"), ("--quiet", "25:00-07:00"), ("--channels", "merpati")):
        console.refuse(2, "notice", "prefer", "sleman.head", *wrong)
    console.refuse(3, "notice", "prefer", "siapa.ini", "--digest", "daily")


def test_a_bounce_that_came_by_mail_is_entered_and_taken_back(console: Console):
    console.ok("notice", "address", "sleman.head", "mail", "bupati@sleman.test")
    console.ok("notice", "address", "sleman.head", "mail", "--refused", "550 mailbox full")
    assert "mailbox full" in console.ok("notice", "prefer", "sleman.head").shown
    assert "sleman.head" in console.ok("inbox", "--as", "sleman.coordinator").shown
    console.ok("notice", "address", "sleman.head", "mail", "--mend")
    assert "mailbox full" not in console.ok("notice", "prefer", "sleman.head").shown
    console.refuse(3, "notice", "address", "sleman.legal", "mail", "--refused", "x")
    console.ok("notice", "address", "sleman.head", "mail")


def test_own_words_are_tried_before_they_are_kept(console: Console, tmp_path: Path):
    assert "gate_id" in console.ok("notice", "kinds").shown
    file = tmp_path / "kata.txt"
    file.write_text("Mohon pendapat: {{ gate_id }}\n\nPada {{ number }}.", "utf-8")
    tried = console.ok("notice", "wording", "decision_requested", "--file", file)
    assert "Mohon pendapat: persetujuan naskah" in tried.shown
    kept = console.ok("notice", "wording", "decision_requested", "--file", file, "--for", "34.04")
    assert "Tersimpan" in kept.shown
    file.write_text("Halo {{ nama }}", "utf-8")
    wrong = console.refuse(2, "notice", "wording", "decision_requested", "--file", file)
    assert "'nama'" in wrong.said
    assert "gate_id" in wrong.said
    console.refuse(2, "notice", "wording", "pigeon")
    console.refuse(2, "notice", "wording", "decision_requested", "--for", "34.04")


def test_deadlines_are_written_as_a_calendar(console: Console, agreement: str, tmp_path: Path):
    negotiating(console, agreement)
    file = tmp_path / "batas.ics"
    written = console.ok("notice", "calendar", "--as", "sleman.head", "--output", file)
    assert "batas waktu ditulis" in written.shown
    assert file.read_text("utf-8").startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VCALENDAR" in console.ok("notice", "calendar", "--as", "sleman.head").out
    console.refuse(2, "notice", "calendar")
    console.refuse(
        7, "notice", "calendar", "--as", "sleman.head", "--output", tmp_path / "x" / "y"
    )


def test_every_listed_notice_can_be_shown_by_the_code_that_is_listed(
    console: Console, agreement: str
):
    other = console.ok(
        "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--set", "title=Jalan", "--set", "purpose=Ringkas", "--as", "sleman.coordinator", "--json",
    ).json["outcome"]["number"]  # fmt: skip
    for number in (agreement, other):  # the clock stands still, so that the ids begin alike
        console.ok("agreement", "act", number, "submit_proposal", "--as", "sleman.coordinator")
    ids = [each["id"] for each in console.ok("notice", "list", "--json").json["notices"]]
    listed = console.ok("notice", "list").out
    codes = [next(word for word in listed.split() if each.startswith(word)) for each in ids]
    assert len(codes) > 1
    for code in codes:
        console.ok("notice", "show", code)


def test_what_does_not_exist_is_told(console: Console):
    console.refuse(3, "notice", "show", "019b8be1-0000")
    console.refuse(3, "notice", "why", "x")
    console.refuse(3, "notice", "resend", "019b8be1-0000")
    console.refuse(2, "notice", "ready")
    console.refuse(4, "notice", "ready", "--as", "sleman.legal")
    console.refuse(2, "notice", "address", "sleman.head", "mail", "bukan alamat")
    console.refuse(3, "notice", "address", "sleman.head", "mail")
    assert "Belum ada" in console.ok("notice", "list").shown
