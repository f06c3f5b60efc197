"""What the pages for developers name is there, and the numbers in them are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kadflow.audit.chain import SALT_BYTES
from kadflow.engine import steps
from kadflow.storage import postgres, sqlite
from state_machines import documents
from state_machines.checks import graph
from state_machines.guards import lexer, parser
from tests.docs.pages import DOCS, PAGES, ROOT, prose

HOMES = (ROOT, ROOT / "kadflow", DOCS)
NAMED = [
    (page, name)
    for page in PAGES
    if page.name not in {"plan.md", "event-format.md", "commands.md", "performance.md"}
    for name in sorted(
        set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.[a-z]+)?|[a-z_]+\.py)[:`]", prose(page)))
    )
    if not name.startswith(("demo/", "keys/", "blobs/"))
]


@pytest.mark.parametrize(
    ("page", "name"), NAMED, ids=[f"{page.name}-{name}" for page, name in NAMED]
)
def test_every_file_that_a_page_names_is_there(page: Path, name: str):
    assert page.exists()
    assert any((home / name).exists() for home in HOMES), name


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (
            "architecture.md",
            f"until\n{sqlite.GROUP_COMMANDS} ran or {sqlite.GROUP_SECONDS * 1000:.0f} ms",
        ),
        ("architecture.md", f"{postgres.MOST_CONNECTIONS} connections"),
        (
            "template-language.md",
            f"more than {graph.MAX_STATES} states or {graph.MAX_TRANSITIONS} tran",
        ),
        (
            "template-language.md",
            f"{documents.MAX_BYTES // 2**20} MiB and {documents.MAX_DEPTH} levels",
        ),
        ("template-language.md", f"{lexer.MAX_LENGTH} characters and {parser.MAX_DEPTH} levels"),
        ("decisions/0002-values-are-parts-with-salts.md", f"{SALT_BYTES}-byte salt"),
        ("decisions/0004-outcomes-that-wait.md", f"At most {steps._MOST_STEPS} steps"),
    ],
)
def test_a_number_in_a_page_is_the_number_in_the_program(page: str, sentence: str):
    assert sentence in (DOCS / page).read_text("utf-8")


def test_every_decision_is_in_the_list_and_says_what_it_weighed():
    folder = DOCS / "decisions"
    notes = sorted(folder.glob("0*.md"))
    assert [f"{number:04d}" for number in range(1, len(notes) + 1)] == [n.name[:4] for n in notes]
    listed = (folder / "README.md").read_text("utf-8")
    for note in notes:
        text = note.read_text("utf-8")
        assert note.name in listed
        heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert heads == ["Context", "Options", "Decision", "Consequences"]
