"""The record by command line: read, verified, proved broken, mended, sealed, kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.kadflow.cli.console import Console

LIAISON = ("--as", "sleman.coordinator")


def _tamper(console: Console, statement: str) -> None:
    with sqlite3.connect(console.data / "kadflow.db") as database:
        names = [
            row[0]
            for row in database.execute("select name from sqlite_master where type = 'trigger'")
        ]
        kept = [
            row[0]
            for row in database.execute("select sql from sqlite_master where type='trigger'")
        ]
        for name in names:
            database.execute(f'drop trigger "{name}"')
        assert database.execute(statement).rowcount == 1
        for sql in kept:
            database.execute(sql)
    database.close()


def test_entries_say_who_did_what_when(console: Console, agreement: str):
    shown = console.ok("history", "show", agreement).shown
    assert "1. Kerja sama dibuka" in shown
    assert "Judul Pengelolaan sampah" in shown
    console.refuse(2, "history", "show")
    console.refuse(3, "history", "show", "KSD-2030-000001")


def test_entries_speak_of_steps_approvals_and_documents_by_their_titles(
    console: Console, agreement: str, tmp_path: Path
):
    file = tmp_path / "naskah.txt"
    file.write_text("naskah", "utf-8")
    console.ok("agreement", "add-document", agreement, "draft_text", file, *LIAISON)
    console.ok("agreement", "act", agreement, "submit_proposal", *LIAISON)
    console.ok("agreement", "decide", agreement, "approve", "--as", "sleman.head")
    shown = console.ok("history", "show", agreement).shown
    for line in (
        "Dokumen ditambahkan (Rancangan naskah)",
        "Jawaban pihak diberikan (Persetujuan usulan): setuju",
        "Persetujuan selesai (Persetujuan usulan: disetujui)",
        "Langkah dijalankan (Persiapan → Pembahasan)",
    ):
        assert line in shown
    console.english = True
    shown = console.ok("history", "show", agreement).shown
    assert "Approval settled (Approval of the proposal: approved)" in shown
    assert "Step taken (Preparation → Negotiation)" in shown


def test_what_to_seal_may_be_named_as_it_is_shown(console: Console, agreement: str):
    shown = console.ok("history", "show", agreement).shown
    assert "Maksud dan tujuan Mengurangi sampah" in shown
    console.ok("history", "seal", agreement, "2", "maksud dan tujuan", "--reason", "Uji", *LIAISON)
    assert "Maksud dan tujuan (disegel)" in console.ok("history", "show", agreement).shown


def test_the_stream_of_an_organisation_is_shown(console: Console):
    assert "sleman.head" in console.ok("history", "show", "--organisation", "34.04").shown


def test_an_untouched_record_holds(console: Console, agreement: str):
    report = console.ok("history", "verify", "--all", "--rows", "--contents", "--json").json
    assert report["ok"] is True
    assert "utuh" in console.ok("history", "verify", agreement).shown


def test_a_changed_entry_is_named_with_exit_code_six(console: Console, agreement: str):
    _tamper(
        console,
        "update event set kind = 'terms.editeD' where kind = 'terms.edited' and number = 2",
    )
    answer = console.refuse(6, "history", "verify", "--json")
    assert answer.json["ok"] is False
    assert answer.problem["details"]["number"] == 2
    broken = console.refuse(6, "history", "verify", agreement)
    assert broken.said.startswith("Riwayat rusak: Rangkaian ")
    assert "Seharusnya" in broken.said
    assert "Biarkan basis data apa adanya" in broken.said


def test_a_row_that_differs_from_its_history_is_found_and_mended(console: Console, agreement: str):
    _tamper(console, f"update agreement set state = 'signing' where number = '{agreement}'")
    console.refuse(6, "history", "rebuild", "--all")
    assert console.ok("history", "rebuild", "--fix", "--json").json["report"]["fixed"] == 1
    assert console.ok("history", "rebuild").code == 0


def test_a_checkpoint_proves_against_a_copy_kept_elsewhere(
    console: Console, agreement: str, tmp_path: Path
):
    note = tmp_path / "segel.txt"
    console.ok("history", "checkpoint", "--output", note)
    key = console.ok("history", "checkpoint", "--key", "--json").json["verifier_key"]
    console.ok("agreement", "edit", agreement, "--set", "purpose=Lain", *LIAISON)
    assert (
        "Sesuai dengan segel"
        in console.ok("history", "verify", "--against", note, "--key", key).shown
    )
    note.write_text(note.read_text("utf-8").replace("\n", "\n1", 1), "utf-8")
    assert console("history", "verify", "--against", note).code in {2, 6}
    console.refuse(3, "history", "verify", "--against", tmp_path / "none.txt")


def test_a_sealed_text_is_gone_and_everything_still_verifies(console: Console, agreement: str):
    console.ok("agreement", "edit", agreement, "--set", "purpose=Rahasia sekali", *LIAISON)
    console.ok("history", "seal", agreement, "3", "purpose", "--reason", "Data pribadi", *LIAISON)
    shown = console.ok("history", "show", agreement).shown
    assert "Rahasia sekali" not in shown
    assert "(disegel)" in shown
    assert console.ok("history", "verify", "--all", "--json").json["ok"] is True
    console.refuse(2, "history", "seal", agreement, *LIAISON)
    console.refuse(5, "history", "seal", agreement, "2", "purpose", *LIAISON)


def test_a_backup_comes_back_into_an_empty_folder(
    console: Console, agreement: str, tmp_path: Path
):
    file = tmp_path / "cadangan.tar"
    console.ok("backup", file)
    console.refuse(2, "backup", file)
    back = Console(tmp_path / "pulih")
    report = back.ok("restore", file, "--json").json
    assert report["ok"] is True
    assert report["restored"]["epoch"] == 2
    assert agreement in back.ok("agreement", "list").out
    back.refuse(2, "restore", file)
    back.ok("restore", "--release")
    back.refuse(2, "restore", "--release")
    back.refuse(2, "restore")


def test_a_backup_older_than_the_checkpoint_says_so_and_where_it_is_held(
    console: Console, agreement: str, tmp_path: Path
):
    file, note = tmp_path / "cadangan.tar", tmp_path / "segel.txt"
    console.ok("backup", file)
    console.ok("agreement", "edit", agreement, "--set", "purpose=Lain", *LIAISON)
    console.ok("history", "checkpoint", "--output", note)
    back = Console(tmp_path / "pulih")
    told = back.refuse(6, "restore", file, "--against", note)
    assert "Cadangan ini utuh, tetapi lebih tua daripada segel: 1 catatan" in told.said
    assert str(tmp_path / "pulih") in told.said
    assert "kadflow restore --release" in told.said
    later = back.refuse(6, "history", "verify", "--all", "--against", note)
    assert "segel riwayat mencakup catatan yang tidak ada di sini" in later.said
    back.ok("restore", "--release")


def test_whoever_restores_is_told_that_what_falls_due_is_held(console: Console, tmp_path: Path):
    file = tmp_path / "cadangan.tar"
    console.ok("backup", file)
    told = Console(tmp_path / "pulih").ok("restore", file).shown
    assert "ditahan" in told
    assert f"kadflow restore --release --data {tmp_path / 'pulih'}" in told


def test_a_checkpoint_of_a_stranger_is_named_in_indonesian(console: Console, tmp_path: Path):
    note = tmp_path / "segel.txt"
    console.ok("history", "checkpoint", "--output", note)
    text = note.read_text("utf-8")
    note.write_text(text.replace("kadflow/", "kadflow/x"), "utf-8")
    told = console.refuse(6, "history", "verify", "--against", note).said
    assert "bukan dengan kunci yang dikenal di sini" in told
    assert "known" not in told
    note.write_text(text.replace("epoch 1", "epoch 2"), "utf-8")
    told = console.refuse(6, "history", "verify", "--against", note).said
    assert "segel riwayat diubah sesudah ditandatangani; tanda tangan" in told


def test_a_damaged_backup_is_refused(console: Console, tmp_path: Path):
    file = tmp_path / "cadangan.tar"
    console.ok("backup", file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    Console(tmp_path / "pulih").refuse(6, "restore", file)
    Console(tmp_path / "lain").refuse(3, "restore", tmp_path / "none.tar")
