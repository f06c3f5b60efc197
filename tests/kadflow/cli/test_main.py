"""The entry: help, options on both sides, languages, interruption, faults of the program."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kadflow.cli import errors
from kadflow.cli.main import run
from kadflow.cli.nouns import NOUNS
from tests.kadflow.cli.console import PROGRAM, Console

HEAVY = (
    "sqlalchemy",
    "sqlmodel",
    "pydantic",
    "statemachine",
    "prefect",
    "rich",
    "yaml",
    "msgspec",
)


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom kadflow.cli.main import run\nrun(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert all(name in done.stdout for name in NOUNS)


def test_a_line_without_words_shows_the_help(capsys: pytest.CaptureFixture[str]):
    assert run([]) == 0
    assert "agreement" in capsys.readouterr().out


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_help_in_a_process_of_its_own_words(
    noun: str, capsys: pytest.CaptureFixture[str]
):
    assert run([noun, "--help"]) == 0
    assert "Usage: kadflow " + noun in capsys.readouterr().out


def test_the_options_of_every_command_may_stand_before_or_after_it(staffed_folder: Path):
    folder = str(staffed_folder)
    before = subprocess.run(
        [*PROGRAM, "--json", "--data", folder, "template", "list"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    after = subprocess.run(
        [*PROGRAM, "template", "list", "--data", folder, "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(before.stdout) == json.loads(after.stdout)


def test_the_environment_names_the_data_folder(
    staffed_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("KADFLOW_DATA", str(staffed_folder))
    assert run(["template", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["exercise"] is True


def test_every_screen_of_an_exercise_says_so_in_both_languages(console: Console):
    for english, word in ((False, "bukan kerja sama sungguhan"), (True, "no real agreements")):
        console.english = english
        for line in (["template", "list"], ["agreement", "list"], ["organisation", "people"]):
            assert console.ok(*line).out.startswith("[LATIHAN")
            assert word in console.ok(*line).out


def test_a_misspelt_command_is_invalid_input_and_names_the_likely_one(console: Console):
    answer = console.refuse(2, "agreement", "lst")
    assert "'list'" in answer.said
    assert answer.out == ""


def test_a_misspelt_command_is_a_problem_document_with_json(console: Console):
    problem = console.refuse(2, "agreement", "lst", "--json").problem
    assert (problem["code"], problem["exit_code"]) == ("invalid-usage", 2)


@pytest.mark.parametrize(
    ("line", "indonesian", "english"),
    [
        ("agrement list", "Mungkin maksudnya 'agreement'.", "Perhaps you mean 'agreement'."),
        ("agreement show", "Isian AGREEMENT belum ada.", "AGREEMENT is missing."),
        (
            "evaluation open KSD-1",
            "Isian kind belum ada. Pilih salah satu: final, extra.",
            "kind is missing. It is one of: final, extra.",
        ),
        (
            "agreement decide KSD-1 setuju",
            "Isian answer: 'setuju' tidak dikenal; pilih salah satu: approve,",
            "answer: 'setuju' is unknown; it is one of: approve,",
        ),
        ("agreement list --stag x", "Tidak ada pilihan --stag.", "There is no option --stag."),
        ("agreement list --most x", "harus bilangan bulat.", "it must be a whole number."),
        (
            "agreement list --most 0",
            "Isian --most: paling sedikit 1.",
            "--most: it is at least 1.",
        ),
        ("agreement list a b", "Terlalu banyak kata: b.", "Too many words: b."),
        ("agreement list --json=1", "--json tidak memerlukan isi.", "--json takes no value."),
    ],
)
def test_a_line_that_is_wrong_is_told_in_the_language_of_the_reader(
    console: Console, line: str, indonesian: str, english: str
):
    words = line.split()

    assert indonesian in console.refuse(2, "--language", "id", *words).said
    assert english in console.refuse(2, "--language", "en", *words).said


def test_a_fault_of_the_program_is_one_sentence_and_a_file(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setitem(NOUNS, "region", NOUNS["region"]._replace(module="gone"))
    answer = console("region", "find", "sleman")
    assert answer.code == errors.UNEXPECTED
    written = next(tmp_path.glob("kadflow-*.txt"))
    assert written.name in answer.err
    assert "Traceback" not in answer.err
    assert "ModuleNotFoundError" in written.read_text()


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, console: Console):
    monkeypatch.setitem(NOUNS, "region", NOUNS["region"]._replace(module="gone"))
    monkeypatch.setenv("KADFLOW_DEBUG", "1")
    answer = console("region", "find", "sleman")
    assert answer.code == errors.UNEXPECTED
    assert "Traceback" in answer.err


def test_an_interruption_ends_with_one_word(tmp_path: Path):
    fifo = tmp_path / "terms.yaml"
    subprocess.run(["mkfifo", str(fifo)], check=True)
    child = subprocess.Popen(
        [*PROGRAM, "template", "diff", str(fifo), str(fifo)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        # whoever runs the tests in the background has them ignore interruptions
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )  # fmt: skip
    with child, fifo.open("w"):  # opens only once the command reads the file
        try:
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=120)
        finally:
            child.kill()  # a failure leaves nothing for the next test to stumble over
    assert (child.returncode, out, err.strip()) == (errors.INTERRUPTED, "", "Dihentikan.")


def test_a_reader_that_goes_away_is_no_fault(staffed_folder: Path):
    line = f"{sys.executable} -c 'from kadflow.cli.main import main; main()'"
    done = subprocess.run(
        [
            "bash",
            "-o",
            "pipefail",
            "-c",
            f"{line} region find a --data {staffed_folder} | head -1",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Kode" in done.stdout
    assert done.stderr == ""
