from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import kadflow
from tests.docs.pages import ROOT

HEAVY = ("prefect", "fastapi", "starlette", "sqlmodel", "sqlalchemy", "statemachine", "alembic")


def test_importing_kadflow_loads_no_framework_and_no_database():
    program = f"import sys, kadflow; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_catching_an_error_of_kadflow_loads_no_framework_and_no_database():
    program = (
        "import sys\nfrom kadflow import KadflowError, PartySpec, LegalDate, Envelope\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_opening_an_installation_loads_neither_the_orchestrator_nor_the_web():
    program = (
        "import sys\nfrom kadflow import Kadflow\n"
        "print([m for m in ('prefect', 'fastapi', 'starlette') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_every_public_name_exists_is_explained_and_can_be_listed():
    assert len(kadflow.__all__) <= 25
    assert kadflow.__all__ == sorted(kadflow.__all__)
    for name in kadflow.__all__:
        found = getattr(kadflow, name)
        assert inspect.getdoc(found), name
        assert name in dir(kadflow)


def test_a_name_that_is_not_public_is_said_to_be_missing():
    assert not hasattr(kadflow, "AgreementService")
    message = ""
    try:
        kadflow.AgreementService  # noqa: B018 - asking for it is the test
    except AttributeError as error:
        message = str(error)
    assert message == "module 'kadflow' has no attribute 'AgreementService'"


def test_what_type_checkers_see_is_what_a_program_gets():
    source = inspect.getsource(kadflow)
    typed = source.partition("if TYPE_CHECKING:")[2].partition("__all__")[0]
    for name in kadflow.__all__:
        home = getattr(kadflow, name).__module__
        if name in {"Acting", "Kadflow", "Outcome"}:  # told by the composition root
            continue
        assert f"from {home} import" in typed, name
        assert name in typed


@pytest.mark.slow
def test_a_type_checker_knows_the_public_names(tmp_path: Path):
    program = tmp_path / "user.py"
    program.write_text(
        "from kadflow import Kadflow, LegalDate, Outcome, PartySpec\n"
        "with Kadflow.open('folder') as opened:\n"
        "    reveal_type(opened.acting('a').act('b', 'c'))\n"
        "reveal_type(PartySpec('34.04').name)\n"
        "reveal_type(LegalDate('2026-01-31').zone)\n"
        "def told(outcome: Outcome) -> int:\n"
        "    return outcome.state\n",
        "utf-8",
    )
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            f"--cache-dir={tmp_path}",
            "--follow-imports=silent",
            program,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line.partition(": ")[2] for line in run.stdout.splitlines() if "user.py" in line]
    assert told == [
        'note: Revealed type is "kadflow.services.agreements.Outcome"',
        'note: Revealed type is "str | None"',
        'note: Revealed type is "str"',
        'error: Incompatible return value type (got "str", expected "int")  [return-value]',
    ]
