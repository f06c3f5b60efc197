"""Every family of errors leaves with its own code, as a paragraph or as problem details."""

from __future__ import annotations

import ast
import errno
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import kadflow.cli
import kadflow.errors
from kadflow.cli import errors
from kadflow.errors import HistoryBrokenError, KadflowError, UnavailableError
from tests.kadflow.cli.console import Console


def _all_errors() -> Iterator[type[KadflowError]]:
    for _, kind in inspect.getmembers(kadflow.errors, inspect.isclass):
        if issubclass(kind, KadflowError) and kind is not KadflowError:
            yield kind


@pytest.mark.parametrize("kind", list(_all_errors()))
def test_every_error_belongs_to_a_family_with_an_exit_code(kind: type[KadflowError]):
    assert errors.family_of(kind("It is wrong.")).exit_code in range(2, 8)


def test_each_family_has_its_own_exit_code():
    assert sorted(family.exit_code for family in errors.FAMILIES) == [2, 3, 4, 5, 6, 7]


def test_invalid_input_is_two(console: Console, agreement: str):
    answer = console.refuse(
        2, "agreement", "edit", agreement, "--set", "titel=x", "--as", "sleman.coordinator"
    )
    assert answer.said.startswith("Masukan tidak sesuai: ")
    assert "'title'" in answer.said


def test_not_found_is_three_and_says_where_to_look(console: Console):
    answer = console.refuse(3, "agreement", "show", "KSD-2026-999999")
    assert answer.said.startswith("Tidak ditemukan: ")
    assert "kadflow agreement list" in answer.said


def test_a_folder_without_installation_is_three(tmp_path: Path):
    answer = Console(tmp_path / "none").refuse(3, "agreement", "list")
    assert "kadflow init" in answer.said


def test_not_permitted_is_four(console: Console, agreement: str):
    answer = console.refuse(4, "agreement", "act", agreement, "submit_proposal", "--as",
                            "bantul.legal")  # fmt: skip
    assert answer.said.startswith("Tidak berwenang: ")


def test_a_refusal_by_the_rules_is_five_with_its_details(console: Console, agreement: str):
    line = ("agreement", "sign", agreement, "--as", "sleman.head", "--json")
    problem = console.refuse(5, *line).problem
    assert problem["title"] == "Belum dapat dilakukan"
    assert problem["exit_code"] == 5
    assert problem["type"] == f"urn:kadflow:error:{problem['code']}"
    assert problem["hint"]


def test_a_stale_version_is_five_and_says_which_is_present(console: Console, agreement: str):
    problem = console.refuse(
        5, "agreement", "edit", agreement, "--set", "purpose=x", "--if-version", "1",
        "--as", "sleman.coordinator", "--json",
    ).problem  # fmt: skip
    assert problem["code"] == "concurrent-change"
    assert problem["details"]["version"] == 2


def test_a_broken_history_is_six(capsys: pytest.CaptureFixture[str]):
    error = HistoryBrokenError("Entry 3 was changed.", hint="Restore it.", number=3)
    assert errors.fail(error, as_json=False, language="en") == 6
    said = capsys.readouterr().err.strip()
    assert said == "History broken: Entry 3 was changed. Restore it."


def test_what_is_unavailable_is_seven(console: Console):
    console.refuse(
        7, "template", "diagram", "standar", "--output", console.data / "none" / "x.mmd"
    )
    assert errors.family_of(UnavailableError("x")).exit_code == 7


def test_errors_have_their_titles_in_both_languages(console: Console):
    console.english = True
    assert console.refuse(3, "agreement", "show", "X").said.startswith("Not found: ")
    assert console.refuse(3, "agreement", "show", "X", "--json").problem["title"] == "Not found"


def test_a_full_disk_is_told_in_the_readers_language(capsys: pytest.CaptureFixture[str]):
    error = errors.of_system(OSError(errno.ENOSPC, "No space left on device", "laporan.pdf"))
    errors.fail(error, as_json=False, language="id")
    assert "laporan.pdf: ruang penyimpanan habis." in capsys.readouterr().err
    errors.fail(error, as_json=False, language="en")
    assert "laporan.pdf: No space left on device." in capsys.readouterr().err


def test_an_error_fits_a_narrow_terminal(console: Console, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "60")
    answer = console.refuse(3, "agreement", "show", "KSD-2026-999999")
    assert max(map(len, answer.err.splitlines())) <= 60


def test_standard_output_stays_empty_when_a_command_fails(console: Console):
    answer = console.process("agreement", "show", "KSD-2026-999999")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("Tidak ditemukan: ")


def test_hostile_texts_in_errors_cannot_steer_the_terminal(console: Console):
    answer = console.refuse(3, "agreement", "show", "\x1b[31mred")
    assert "\x1b" not in answer.err


def test_a_folder_below_a_file_is_told_to_be_a_file(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("")
    answer = Console(file / "latihan").refuse(2, "init", "--exercise")
    assert str(file) in answer.err.replace("\n", "")


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path):
    (tmp_path / "kadflow.db").write_bytes(b"no database" * 500)
    Console(tmp_path).refuse(7, "agreement", "list")


def test_every_error_of_the_command_line_is_said_in_both_languages():
    silent = []
    for file in Path(kadflow.cli.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
                continue
            words = {keyword.arg for keyword in node.exc.keywords}
            if "hint" in words and not {"pesan", "saran"} <= words:
                silent.append(f"{file.name}:{node.lineno}")
    assert silent == []


def test_an_error_is_said_in_the_language_of_the_reader(console: Console):
    line = ("inbox",)
    assert "Sebutkan orangnya dengan --as" in console.refuse(2, *line).said
    assert console.refuse(2, *line, "--json").problem["detail"].startswith("Tugas siapa?")
    console.english = True
    assert "Name the person with --as" in console.refuse(2, *line).said
