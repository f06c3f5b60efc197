"""Agreements on the screen and by command: cards, reasons, keys, versions, paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console

LIAISON = ("--as", "sleman.coordinator")


def _to_signing(console: Console, number: str) -> None:
    console.ok("agreement", "act", number, "submit_proposal", *LIAISON)
    console.ok("agreement", "decide", number, "approve", "--as", "sleman.head")
    console.ok("agreement", "edit", number, "--set", "clauses.1=Sepakat", *LIAISON)
    console.ok("agreement", "act", number, "submit_text", *LIAISON)
    for short in ("sleman", "bantul"):
        console.ok("agreement", "decide", number, "approve", "--as", f"{short}.legal")


def _to_force(console: Console, number: str) -> None:
    _to_signing(console, number)
    for short in ("sleman", "bantul"):
        console.ok("agreement", "sign", number, "--as", f"{short}.head")


# ------------------------------------------------------------------ writing


def test_terms_come_from_a_file_and_settings_win(console: Console, tmp_path: Path):
    terms = tmp_path / "pokok.yaml"
    terms.write_text("title: Dari berkas\npurpose: Tujuan\nsigning_day: 2026-01-04\n", "utf-8")
    number = console.ok(
        "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--terms", terms, "--set", "title=Dari baris", *LIAISON, "--json",
    ).json["outcome"]["number"]  # fmt: skip
    found = console.ok("agreement", "show", number, "--json").json["agreement"]["terms"]
    assert found["title"]["value"] == "Dari baris"
    assert found["signing_day"]["value"] == "2026-01-04"


def test_values_are_json_where_they_parse_and_text_elsewhere(console: Console, agreement: str):
    console.ok(
        "agreement", "edit", agreement, "--set", 'subjects=["sampah", "air"]',
        "--set", "purpose=12 bulan kerja", *LIAISON,
    )  # fmt: skip
    found = console.ok("agreement", "show", agreement, "--json").json["agreement"]["terms"]
    assert found["subjects"]["value"] == ["sampah", "air"]
    assert found["purpose"]["value"] == "12 bulan kerja"
    console.ok("agreement", "edit", agreement, "--set", "purpose=null", *LIAISON)
    found = console.ok("agreement", "show", agreement, "--json").json["agreement"]["terms"]
    assert "purpose" not in found


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("title", "--set 'title'"),
        ('term={"starts_on": ', "JSON"),
        ("term=soon", "Jangka waktu"),
        ("nothing=1", "'nothing'"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(
    console: Console, agreement: str, setting: str, said: str
):
    assert (
        said in console.refuse(2, "agreement", "edit", agreement, "--set", setting, *LIAISON).said
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "title: [x"),
        ("a.json", "{"),
        ("a.yaml", "- a\n- b"),
        ("a.yaml", "x: 2026-02-31"),
    ],
)
def test_a_broken_terms_file_is_invalid_input(
    console: Console, agreement: str, tmp_path: Path, name: str, text: str
):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    console.refuse(2, "agreement", "edit", agreement, "--terms", file, *LIAISON)


def test_a_missing_terms_file_is_not_found(console: Console, agreement: str):
    console.refuse(3, "agreement", "edit", agreement, "--terms", "none.yaml", *LIAISON)


def test_nothing_to_write_is_said(console: Console, agreement: str):
    console.refuse(2, "agreement", "edit", agreement, *LIAISON)


def test_who_acts_must_be_said(console: Console, agreement: str):
    assert "--as" in console.refuse(2, "agreement", "act", agreement, "submit_proposal").said


def test_the_same_key_does_it_once_and_another_request_under_it_is_refused(
    console: Console, agreement: str
):
    line = ("agreement", "edit", agreement, *LIAISON, "--key", "k1", "--set")
    first = console.ok(*line, "purpose=Satu", "--json").json["outcome"]
    again = console.ok(*line, "purpose=Satu", "--json").json["outcome"]
    assert (again["replayed"], again["version"]) == (True, first["version"])
    assert "sudah dilakukan sebelumnya" in console.ok(*line, "purpose=Satu").shown
    assert console.refuse(2, *line, "purpose=Dua", "--json").problem["code"] == "key-reused"


def test_a_doubtful_party_name_is_refused_with_the_candidates(console: Console):
    answer = console.refuse(
        2, "agreement", "create", "standar", "--party", "34.04", "--party", "Bandung", *LIAISON
    )
    assert "32.04" in answer.said
    assert "32.73" in answer.said


def test_an_organ_given_as_party_leads_to_its_government(console: Console):
    answer = console.ok(
        "agreement", "create", "standar", "--party", "34.04",
        "--party", "Dinas Lingkungan Hidup Kabupaten Bantul", "--set", "title=Sampah", *LIAISON,
    )  # fmt: skip
    assert "= Kabupaten Bantul (34.02)" in answer.said


# ------------------------------------------------------------------ looking


def test_the_card_says_everything_that_matters(console: Console, agreement: str):
    _to_signing(console, agreement)
    card = console.ok("agreement", "show", agreement).shown
    for said in (
        f"{agreement} Pengelolaan sampah",
        "Tahap Penandatanganan",
        "Sejak 5 Januari 2026",
        "1. Kabupaten Sleman pemrakarsa, ikut serta",
        "menunggu Kabupaten Bantul sejak 5 Januari 2026",
        "Jangka waktu 1 Maret 2026 s.d. 31 Desember 2026",
        "Pasal 1 Sepakat",
        "[reopen_text]",
    ):
        assert said in card


def test_screens_are_complete_in_english(console: Console, agreement: str):
    _to_force(console, agreement)
    console.english = True
    for at in ("2026-01-05", "2027-01-02"):
        console.at = at
        for verb in ("show", "explain"):
            said = console.ok("agreement", verb, agreement).shown
            for word in (
                "belum",
                "menunggu",
                "sejak",
                "syarat",
                "Sekretariat",
                "Tahap",
                "terjadi",
            ):
                assert word not in said, said


def test_explain_tells_who_is_next_and_what_is_missing(console: Console, agreement: str):
    _to_force(console, agreement)
    console.at = "2027-01-02"
    said = console.ok("agreement", "explain", agreement).shown
    assert "belum ada dokumen: Laporan akhir" in said
    assert "oleh Sekretariat TKKSD" in said
    programs = console.ok("agreement", "explain", agreement, "--json").json["explanation"]
    assert programs["state"] == "evaluation"


def test_what_must_be_typed_follows_its_title_in_brackets(
    console: Console, agreement: str, tmp_path: Path
):
    said = console.ok("agreement", "explain", agreement).shown
    assert "Minta: Persetujuan usulan [submit_proposal] (oleh" in said
    file = tmp_path / "naskah.txt"
    file.write_text("naskah", "utf-8")
    console.ok("agreement", "add-document", agreement, "draft_text", file, *LIAISON)
    _to_signing(console, agreement)
    card = console.ok("agreement", "show", agreement).shown
    assert "Rancangan naskah [draft_text]" in card
    assert "Persetujuan naskah [text_agreed] disetujui." in card
    assert "[signatures]: menunggu Kabupaten Sleman" in card
    assert "[signatures]" in console.ok("inbox", "--as", "bantul.head").shown
    for short in ("sleman", "bantul"):
        console.ok("agreement", "sign", agreement, "--as", f"{short}.head")
    console.at = "2027-01-02"
    said = console.ok("agreement", "explain", agreement).shown
    assert "belum ada dokumen: Laporan akhir [final_report]" in said


def test_an_answer_that_fell_is_awaited_as_one_to_be_confirmed_again(
    console: Console, agreement: str
):
    console.ok("agreement", "act", agreement, "submit_proposal", *LIAISON)
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.head")
    console.ok("agreement", "edit", agreement, "--set", "clauses.1=Sepakat", *LIAISON)
    console.ok("agreement", "act", agreement, "submit_text", *LIAISON)
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.legal")
    told = console.ok("agreement", "edit", agreement, "--set", "clauses.1=Lain", *LIAISON).shown
    assert "jawaban pihak perlu dikonfirmasi ulang" in told
    for language, words in (("id", "perlu dikonfirmasi ulang"), ("en", "to be confirmed again")):
        console.english = language == "en"
        said = console.ok("agreement", "explain", agreement).shown
        assert said.count(words) == 1
        assert f"Kabupaten Sleman: {words}" in console.ok("agreement", "show", agreement).shown


def test_programs_are_told_in_the_language_asked_for(console: Console, agreement: str):
    own = console.ok("agreement", "explain", agreement, "--json").json["explanation"]
    console.english = True
    other = console.ok("agreement", "explain", agreement, "--json").json["explanation"]
    assert (own["state"], own["state_title"]) == ("draft", "Persiapan")
    assert (other["state"], other["state_title"]) == ("draft", "Preparation")


def test_inner_steps_are_shown_to_the_own_party_only(console: Console):
    number = console.ok(
        "agreement", "create", "ksdd-sukarela", "--party", "34.04", "--party", "34.02",
        "--set", "title=Sampah", *LIAISON, "--json",
    ).json["outcome"]["number"]  # fmt: skip
    own = console.ok("agreement", "explain", number, *LIAISON).code
    other = console.ok("agreement", "explain", number, "--as", "bantul.unit").shown
    assert own == 0
    assert "Sekretaris Daerah)" not in other


def test_what_falls_due_is_listed_and_applied(console: Console, agreement: str):
    _to_force(console, agreement)
    assert "Tidak ada" in console.ok("agreement", "due").shown
    console.at = "2027-01-02"
    assert [row["number"] for row in console.ok("agreement", "due", "--json").json["due"]] == [
        agreement
    ]
    console.ok("agreement", "due", "--apply")
    assert console.ok("agreement", "due", "--json").json["due"] == []


def test_a_list_is_filtered_and_says_when_there_is_more(console: Console, agreement: str):
    for number in range(3):
        console.ok(
            "agreement", "create", "standar", "--party", "34.04", "--party", "34.01",
            "--set", f"title=Air {number}", *LIAISON,
        )  # fmt: skip
    assert len(console.ok("agreement", "list", "air", "--json").json["agreements"]) == 3
    with_bantul = console.ok("agreement", "list", "--party", "34.02", "--json").json
    assert [row["number"] for row in with_bantul["agreements"]] == [agreement]
    page = console.ok("agreement", "list", "--most", "2", "--json").json
    assert (len(page["agreements"]), page["more"]) == (2, True)
    assert "--most" in console.ok("agreement", "list", "--most", "2").shown
    console.refuse(2, "agreement", "list", "--stage", "somewhere")


def test_the_past_is_shown_from_history(console: Console, agreement: str):
    console.at = "2026-02-01"
    console.ok("agreement", "edit", agreement, "--set", "purpose=Baru", *LIAISON)
    then = console.ok("agreement", "show", agreement, "--as-of", "2026-01-31", "--json").json
    now = console.ok("agreement", "show", agreement, "--as-of", "2026-02-01", "--json").json
    assert then["agreement"]["terms"]["purpose"]["value"] == "Mengurangi sampah"
    assert now["agreement"]["terms"]["purpose"]["value"] == "Baru"
    assert (
        "Keadaan yang diketahui per 31 Januari 2026"
        in console.ok("agreement", "show", agreement, "--as-of", "2026-01-31").shown
    )
    console.refuse(3, "agreement", "show", agreement, "--as-of", "2025-12-31")
    console.refuse(3, "agreement", "show", agreement, "--in-force-at", "2025-12-31")
    console.refuse(2, "agreement", "show", agreement, "--as-of", "x")
    console.refuse(
        2, "agreement", "show", agreement, "--as-of", "2026-01-31", "--in-force-at", "2026-01-31"
    )


def test_what_was_recorded_late_makes_the_two_pasts_differ(console: Console, agreement: str):
    console.at = "2026-02-10"
    console.ok(
        "agreement", "edit", agreement, "--set", "purpose=Terlambat",
        "--effective-on", "2026-01-20", *LIAISON,
    )  # fmt: skip
    line = ("agreement", "show", agreement, "--as-of", "2026-01-31")
    assert "berbeda: Maksud dan tujuan (--in-force-at)" in console.ok(*line).shown
    in_force = console.ok("agreement", "show", agreement, "--in-force-at", "2026-01-31", "--json")
    assert in_force.json["agreement"]["terms"]["purpose"]["value"] == "Terlambat"


def test_an_inbox_says_what_to_do_for_which_office(console: Console, agreement: str):
    _to_signing(console, agreement)
    said = console.ok("inbox", "--as", "bantul.head").shown
    assert agreement in said
    assert "menandatangani (agreement sign)" in said
    assert "Kepala" in said
    assert "Tidak ada." in console.ok("inbox", "--as", "bantul.unit").shown
    told = console.ok("inbox", "--as", "bantul.head", "--told", "--json").json["notices"]
    assert told
    assert told[0]["headline"] in console.ok("inbox", "--as", "bantul.head", "--told").shown
    console.refuse(2, "inbox")
    console.refuse(3, "inbox", "--as", "nobody")


# ------------------------------------------------------------------ moving


def test_a_return_needs_its_reason(console: Console, agreement: str):
    console.ok("agreement", "act", agreement, "submit_proposal", *LIAISON)
    line = ("agreement", "decide", agreement, "return", "--as", "sleman.head")
    assert console.refuse(5, *line, "--json").problem["code"] == "reason-required"
    console.ok(*line, "--reason", "Biaya belum jelas.")
    assert "Biaya belum jelas." in console.ok("history", "show", agreement, *LIAISON).shown


def test_the_card_says_why_a_party_returned_it(console: Console, agreement: str):
    console.ok("agreement", "act", agreement, "submit_proposal", *LIAISON)
    console.ok(
        "agreement", "decide", agreement, "return", "--as", "sleman.head",
        "--reason", "Tujuannya belum jelas.",
    )  # fmt: skip
    card = console.ok("agreement", "show", agreement).shown
    assert "dikembalikan untuk diperbaiki 5 Januari 2026, alasan: Tujuannya belum jelas." in card


def test_a_step_that_does_not_exist_is_answered_with_those_to_type(
    console: Console, agreement: str
):
    told = console.refuse(5, "agreement", "act", agreement, "submit", *LIAISON).said
    assert "(submit_proposal)" in told


def test_a_party_in_a_path_is_told_as_it_is_typed(console: Console):
    number = console.ok(
        "agreement", "create", "ksdd-sukarela", "--party", "34.04", "--party", "34.02",
        "--set", "title=Sampah", *LIAISON, "--json",
    ).json["outcome"]["number"]  # fmt: skip
    for path in ("budget_status.sleman.2026", "budget_status.34.04.2026"):
        told = console.refuse(2, "agreement", "edit", number, "--set", f"{path}=x", *LIAISON)
        assert "@1 (Kabupaten Sleman), @2 (Kabupaten Bantul)" in told.said


def test_a_term_with_a_day_that_does_not_exist_names_it(console: Console, agreement: str):
    wrong = 'term={"starts_on": "31/02/2026"}'
    told = console.refuse(2, "agreement", "edit", agreement, "--set", wrong, *LIAISON).said
    assert "'31/02/2026' pada 'Jangka waktu' bukan tanggal." in told


def test_a_day_to_come_is_not_told_as_known(console: Console, agreement: str):
    told = console.ok("agreement", "show", agreement, "--as-of", "2030-01-01").shown
    assert "1 Januari 2030, sejauh diketahui sekarang: hari itu belum tiba" in told


def test_an_empty_reason_is_none(console: Console, agreement: str):
    console.ok("agreement", "act", agreement, "submit_proposal", *LIAISON)
    bare = ("agreement", "decide", agreement, "return", "--as", "sleman.head", "--reason", "  ")
    assert "memerlukan alasan" in console.refuse(5, *bare).said


def test_an_empty_condition_binds_nobody(console: Console, agreement: str):
    console.ok("agreement", "act", agreement, "submit_proposal", *LIAISON)
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.head")
    console.ok("agreement", "edit", agreement, "--set", "clauses.1=Sepakat", *LIAISON)
    console.ok("agreement", "act", agreement, "submit_text", *LIAISON)
    bare = (
        "agreement", "decide", agreement, "approve_with_conditions", "--condition", " ",
        "--as", "sleman.legal",
    )  # fmt: skip
    assert "Ada syarat yang kosong" in console.refuse(2, *bare).said
    assert "Kewajiban" not in console.ok("agreement", "show", agreement).shown


def test_an_empty_file_is_no_document(console: Console, agreement: str, tmp_path: Path):
    file = tmp_path / "kosong.pdf"
    file.touch()
    add = ("agreement", "add-document", agreement, "signed_text", file, *LIAISON)
    assert "Berkas ini kosong" in console.refuse(2, *add).said
    assert "Dokumen" not in console.ok("agreement", "show", agreement).shown


def test_a_letter_is_not_of_a_day_to_come(console: Console, agreement: str, tmp_path: Path):
    file = tmp_path / "surat.pdf"
    file.write_bytes(b"contoh")
    add = (
        "agreement", "add-document", agreement, "signed_text", file,
        "--letter-number", "1", *LIAISON, "--letter-date",
    )  # fmt: skip
    slip = console.refuse(2, *add, "2062-01-05").said
    assert "tidak mungkin bertanggal 5 Januari 2062: hari itu belum tiba" in slip
    console.ok(*add, "2026-01-05")


def test_an_answer_can_be_withdrawn_while_the_round_is_open(console: Console, agreement: str):
    _to_signing(console, agreement)
    console.ok("agreement", "sign", agreement, "--as", "sleman.head")
    console.ok(
        "agreement", "withdraw", agreement, "signatures", "--as", "sleman.head",
        "--reason", "Salah klik",
    )  # fmt: skip
    waiting = console.ok("agreement", "explain", agreement, "--json").json["explanation"][
        "waiting"
    ]
    assert len(waiting) == 2


def test_what_was_signed_on_paper_is_recorded_with_its_evidence(
    console: Console, agreement: str, tmp_path: Path
):
    _to_signing(console, agreement)
    scan = tmp_path / "ttd.pdf"
    scan.write_bytes(b"contoh")
    console.at = "2026-01-12"
    console.ok(
        "agreement", "sign", agreement, "--on-behalf-of", "34.02/head", "--evidence", scan,
        "--effective-on", "2026-01-08", "--as", "bantul.coordinator",
    )  # fmt: skip
    entries = console.ok("history", "show", agreement, "--json").json["entries"]
    signed = next(e for e in entries if e["who"]["authenticated"] == "paper")
    assert signed["effective_on"] == "2026-01-08"
    assert signed["who"]["recorder"]
    console.refuse(
        2, "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--evidence", scan, *LIAISON,
    )  # fmt: skip


def test_an_addendum_extends_when_it_is_concluded(console: Console, agreement: str):
    _to_force(console, agreement)
    opened = console.ok(
        "agreement", "extend", agreement, "--until", "2027-12-31", "--title", "Perpanjangan",
        "--reason", "Belum selesai.", *LIAISON, "--json",
    ).json["outcome"]  # fmt: skip
    child = console.ok("agreement", "show", opened["child_number"], "--json").json["agreement"]
    assert child["purpose"] == "extend"
    assert child["terms"]["changes.term"]["value"] == {
        "starts_on": "2026-03-01",
        "ends_on": "2027-12-31",
    }
    console.refuse(2, "agreement", "extend", agreement, *LIAISON)


def test_an_addendum_without_a_title_is_told_the_option_that_its_command_has(
    console: Console, agreement: str
):
    _to_force(console, agreement)
    bare = ("agreement", "extend", agreement, "--until", "2028-12-31", *LIAISON)
    assert "--title" in console.refuse(5, *bare).said
    console.ok(*bare, "--title", "Perpanjangan")
    new = ("agreement", "create", "standar", "--party", "34.04", "--party", "34.02", *LIAISON)
    assert "--set title=" in console.refuse(5, *new).said


def test_termination_asks_for_a_ground_and_then_for_the_parties(console: Console, agreement: str):
    _to_force(console, agreement)
    without = console.refuse(5, "agreement", "terminate", agreement, *LIAISON, "--json").problem
    ground = without["details"]["grounds"][0]
    console.ok(
        "agreement", "terminate", agreement, "--ground", ground, "--reason", "Sepakat.", *LIAISON
    )
    said = console.ok("agreement", "explain", agreement).shown
    assert "menunggu Kabupaten Bantul" in said


def test_titles_cannot_steer_the_terminal(console: Console):
    number = console.ok(
        "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--set", "title=\x1b[31m<script>alert(1)</script>", *LIAISON, "--json",
    ).json["outcome"]["number"]  # fmt: skip
    for line in (
        ("agreement", "show", number),
        ("agreement", "list"),
        ("history", "show", number),
    ):
        out = console.ok(*line).out
        assert "\x1b" not in out
        assert "script" in out


def test_the_clock_of_a_real_folder_cannot_be_moved(tmp_path: Path):
    real = Console(tmp_path / "real")
    real.ok("init")
    assert "LATIHAN" not in real.ok("agreement", "list").out
    real.at = "2026-01-05"
    assert "--exercise" in real.refuse(2, "agreement", "list").said
    real.at = None
    real.refuse(2, "init")


def test_json_answers_are_one_document(console: Console, agreement: str):
    for line in (
        ("agreement", "list"),
        ("agreement", "show", agreement),
        ("agreement", "explain", agreement),
        ("history", "show", agreement),
        ("inbox", "--as", "sleman.head"),
    ):
        assert json.loads(console.ok(*line, "--json").out)["exercise"] is True
