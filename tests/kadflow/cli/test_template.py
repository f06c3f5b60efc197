"""Workflows from the first draft to the published version."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from tests.kadflow.cli.console import Console

STANDARD = (resources.files("state_machines") / "templates" / "standar.yaml").read_text("utf-8")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "baru.yaml"
    changed = STANDARD.replace("max: 300", "max: 200")
    assert changed != STANDARD
    file.write_text(changed, "utf-8")
    return file


def test_the_shipped_workflows_are_listed_and_shown_in_both_languages(console: Console):
    keys = {row["key"] for row in console.ok("template", "list", "--json").json["templates"]}
    assert keys >= {"standar", "pks", "ksdd-sukarela"}
    assert "Alur kerja sama standar (standar@1)" in console.ok("template", "show", "standar").out
    console.english = True
    assert "Standard cooperation workflow" in console.ok("template", "show", "standar").out
    assert console.ok("template", "show", "standar", "--source").out.strip() == STANDARD.strip()
    console.refuse(3, "template", "show", "none")


def test_a_good_file_may_be_published_and_becomes_the_next_version(console: Console, draft: Path):
    assert "dapat diberlakukan" in console.ok("template", "check", draft).shown
    assert console.ok("template", "publish", draft, "--json").json["template"]["version"] == 2
    assert console.ok("template", "publish", draft, "--json").json["template"]["version"] == 2


def test_a_wrong_file_is_refused_with_line_and_remedy(console: Console, draft: Path):
    draft.write_text(STANDARD.replace("to: negotiation", "to: negotation", 1), "utf-8")
    answer = console("template", "check", draft)
    assert answer.code == 2
    assert "negotation" in answer.out + answer.err
    published = console.refuse(2, "template", "publish", draft, "--json").problem
    assert published["code"] == "invalid-template"
    fault = published["details"]["faults"][0]
    assert fault["line"]
    assert fault["hint"]


@pytest.mark.parametrize("installed", [True, False])
def test_faults_are_told_in_the_language_of_the_reader(
    console: Console, draft: Path, tmp_path: Path, installed: bool
):
    here = console if installed else Console(tmp_path / "none")
    draft.write_text(STANDARD.replace("to: negotiation", "to: negotation", 1), "utf-8")
    own, other = "Tidak ada tahap 'negotation'.", "There is no state 'negotation'."
    said = here("template", "check", draft).shown
    assert own in said
    assert other not in said
    here.english = True
    said = here("template", "check", draft).shown
    assert other in said
    assert own not in said


@pytest.mark.parametrize("installed", [True, False])
def test_what_cannot_be_read_is_told_in_the_language_of_the_reader(
    console: Console, draft: Path, tmp_path: Path, installed: bool
):
    here = console if installed else Console(tmp_path / "none")
    draft.write_text(STANDARD.replace("max: 300", "max: x", 1), "utf-8")
    said = here.refuse(2, "template", "check", draft).said
    assert f"{draft}, baris 25: terms.title.max: 'x' bukan bilangan bulat." in said
    here.english = True
    said = here.refuse(2, "template", "check", draft).said
    assert f"{draft}, line 25: terms.title.max: 'x' is not a whole number." in said


def test_publishing_tells_every_fault_in_the_language_of_the_reader(console: Console, draft: Path):
    draft.write_text(STANDARD.replace("to: negotiation", "to: negotation"), "utf-8")
    said = console.refuse(2, "template", "publish", draft).said
    assert said.count("Tidak ada tahap 'negotation'.") > 1
    assert "There is no state" not in said
    console.english = True
    said = console.refuse(2, "template", "publish", draft).said
    assert said.count("There is no state 'negotation'.") > 1
    assert "Tidak ada" not in said


def test_a_note_that_forbids_nothing_is_told_in_the_language_of_the_reader(
    console: Console, draft: Path
):
    unused = "  unused:\n    when: year > 2020\n    message: {id: Sudah lewat., en: It is past.}\n"
    draft.write_text(STANDARD.replace("\nguards:\n", f"\nguards:\n{unused}", 1), "utf-8")
    said = console.ok("template", "check", draft).shown
    assert "Catatan baris 76 guards.unused: Syarat 'unused' tidak dipakai di mana pun." in said
    console.english = True
    said = console.ok("template", "check", draft).shown
    assert "Note line 76 guards.unused: Nothing asks the guard 'unused'." in said


def test_a_file_that_is_no_workflow_is_refused(console: Console, draft: Path):
    draft.write_text("a: [", "utf-8")
    console.refuse(2, "template", "check", draft)
    draft.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in console.refuse(2, "template", "check", draft).said
    console.refuse(3, "template", "check", draft.with_name("none.yaml"))
    console.refuse(2, "template", "check", draft.parent)


def test_a_workflow_is_drawn(console: Console, draft: Path, tmp_path: Path):
    assert "flowchart" in console.ok("template", "diagram", "standar").out
    picture = tmp_path / "standar.svg"
    console.ok("template", "diagram", draft, "--format", "svg", "--output", picture)
    assert picture.read_text("utf-8").lstrip().startswith("<svg")


def test_two_workflows_are_compared_by_meaning(console: Console, draft: Path):
    told = console.ok("template", "diff", "standar", draft, "--json").json["differences"]
    assert any("title" in difference["where"] for difference in told)
    assert "Tidak ada perbedaan" in console.ok("template", "diff", "standar", "standar@1").shown
    draft.write_text("a: [", "utf-8")
    console.refuse(2, "template", "diff", "standar", draft)


def test_a_file_is_checked_without_an_installation(draft: Path, tmp_path: Path):
    nowhere = Console(tmp_path / "none")
    assert nowhere.ok("template", "check", draft, "--json").json["publishable"] is True
    draft.write_text(STANDARD.replace("to: negotiation", "to: negotation", 1), "utf-8")
    assert nowhere("template", "check", draft).code == 2
