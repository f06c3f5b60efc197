"""docs/commands.md says what the program does."""

from __future__ import annotations

from pathlib import Path

from kadflow.cli.reference import reference

COMMANDS = Path(__file__).parents[3] / "docs" / "commands.md"


def test_the_reference_is_current():
    assert COMMANDS.read_text("utf-8") == reference(), (
        "Write it anew: python -m kadflow.cli.reference > docs/commands.md"
    )


def test_every_command_has_a_paragraph_and_an_example():
    sections = reference().split("\n### ")[1:]
    assert len(sections) >= 40
    for section in sections:
        title, _, text = section.partition("\n")
        assert "```\nkadflow " in text, title
