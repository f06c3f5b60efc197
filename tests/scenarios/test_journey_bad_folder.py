"""Journey G: the wrong folder, a broken file, somebody else at the same time: one clear sentence."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kadflow.app import Kadflow
from kadflow.storage.schema import migrate
from tests.kadflow.cli.console import PROGRAM, Answer, Console

ASK = ("agreement", "list")


def said_once(answer: Answer, *words: str) -> None:
    """One message of one or two sentences, without a trace of the machinery."""
    assert answer.said.count("Tidak tersedia:") + answer.said.count("Masukan") <= 1
    assert "Traceback" not in answer.err
    assert "sqlite3" not in answer.err
    for word in words:
        assert word in answer.said


def test_a_folder_without_data_is_told_with_the_command_that_makes_one(tmp_path: Path):
    said_once(
        Console(tmp_path / "tidak-ada").refuse(3, *ASK),
        "tidak berisi data Kadflow",
        "kadflow init",
    )
    assert not (tmp_path / "tidak-ada").exists()


@pytest.mark.parametrize("words", [ASK, ("init",)])
@pytest.mark.parametrize("below", ["", "di-bawahnya"])
def test_a_data_folder_that_is_a_file_is_told_so(
    tmp_path: Path, words: tuple[str, ...], below: str
):
    file = tmp_path / "catatan.txt"
    file.write_text("bukan folder")

    answer = Console(file / below).refuse(2, *words)

    said_once(answer, "adalah berkas, bukan folder", "--data")
    assert file.read_text() == "bukan folder"


def test_a_file_that_is_no_database_is_told_so_and_left_alone(tmp_path: Path):
    file = tmp_path / "kadflow.db"
    file.write_text("Ini surat, bukan basis data. " * 200)
    before = file.read_bytes()

    for words in (ASK, ("init",), ("history", "verify")):
        said_once(Console(tmp_path).refuse(7, *words), "bukan basis data Kadflow")
    assert file.read_bytes() == before


def test_a_database_of_another_program_is_told_so_and_left_alone(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "kadflow.db")
    other.execute("CREATE TABLE surat (nomor TEXT)")
    other.commit()
    other.close()

    said_once(Console(tmp_path).refuse(7, *ASK), "tidak berisi data Kadflow", "--data")
    Console(tmp_path).refuse(2, "init")


def test_an_empty_database_file_is_no_installation_and_init_makes_one_of_it(tmp_path: Path):
    (tmp_path / "kadflow.db").touch()

    said_once(Console(tmp_path).refuse(3, *ASK), "tidak berisi data Kadflow", "kadflow init")
    Console(tmp_path).ok("init")
    Console(tmp_path).ok(*ASK)


def test_an_init_that_broke_off_after_its_tables_is_finished_by_the_next(tmp_path: Path):
    migrate(f"sqlite:///{tmp_path / 'kadflow.db'}")

    said_once(Console(tmp_path).refuse(3, *ASK), "belum disiapkan")
    Console(tmp_path).ok("init")
    assert Console(tmp_path).ok("history", "verify", "--all", "--json").json["ok"] is True
    said_once(Console(tmp_path).refuse(2, "init"), "sudah berisi data Kadflow")


def test_of_two_inits_at_once_one_makes_the_installation_and_the_other_is_told(tmp_path: Path):
    line = [*PROGRAM, "init", "--data", str(tmp_path / "data")]
    running = [
        subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ends = [(each.communicate()[1], each.returncode) for each in running]

    assert sorted(code for _, code in ends) == [0, 2]
    told = next(err for err, code in ends if code == 2)
    assert "sudah" in told
    assert "Traceback" not in told
    with Kadflow.open(tmp_path / "data") as kadflow:
        assert kadflow.history.verify().ok


@pytest.fixture
def copied(built_sqlite: Path, tmp_path: Path) -> Path:
    """A copy of the staffed exercise, closed."""
    folder = tmp_path / "data"
    shutil.copytree(built_sqlite, folder)
    return folder


def test_half_a_database_is_told_to_be_damaged_with_the_way_back(copied: Path):
    file = copied / "kadflow.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    for words in (ASK, ("history", "verify", "--all")):
        said_once(Console(copied).refuse(7, *words), "rusak", "kadflow restore")


def test_a_database_of_a_newer_program_is_told_so(copied: Path):
    with sqlite3.connect(copied / "kadflow.db") as other:
        other.execute("UPDATE alembic_version SET version_num = '0099_later'")

    said_once(Console(copied).refuse(7, *ASK), "0099_later", "Gunakan Kadflow yang membuatnya")


def test_a_locked_database_can_be_read_and_writing_waits_then_says_who_is_in_the_way(
    copied: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("kadflow.storage.sqlite.LOCK_SECONDS", 0.2)
    other = sqlite3.connect(copied / "kadflow.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    Console(copied).ok(*ASK)
    add = ("organisation", "add-office", "34.71", "head")
    said_once(Console(copied).refuse(7, *add), "sedang dipakai program lain")
    other.execute("ROLLBACK")
    other.close()
    Console(copied).ok(*add)


def test_a_full_disk_is_one_sentence_and_nothing_is_half_done(copied: Path, tmp_path: Path):
    console = Console(copied, at="2026-01-05")
    long = tmp_path / "panjang.yaml"
    clause = "Pasal yang panjang sekali. " * 2_000
    long.write_text("".join(f"clauses.{n}: {clause}\n" for n in range(1, 9)), "utf-8")
    number = console.ok(
        "agreement", "create", "standar", "--party", "34.04", "--party", "34.02",
        "--set", "title=Sampah", "--set", "purpose=Contoh", "--as", "sleman.coordinator", "--json",
    ).json["outcome"]["number"]  # fmt: skip
    most = 100_000  # bytes that any file may have: the log cannot take the edit
    edit = ["agreement", "edit", number, "--terms", str(long), "--as", "sleman.coordinator"]
    line = [*edit, "--data", str(copied), "--at", "2026-01-05"]
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"

    done = subprocess.run(
        [sys.executable, "-c", f"{limit}{PROGRAM[2]}", *line],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 7, done.stderr
    said_once(Answer(done.returncode, done.stdout, done.stderr), "Tidak ada yang berubah")
    record = console.ok("agreement", "show", number, "--json").json["agreement"]
    assert "clauses.1" not in record["terms"]
    assert console.ok("history", "verify", "--rows", "--json").json["ok"] is True
    console.ok(*edit)
