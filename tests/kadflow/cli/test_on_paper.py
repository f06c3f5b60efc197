"""A neighbour on paper by command line: named as such, answered for on evidence, and it says so."""

from __future__ import annotations

from pathlib import Path

from tests.kadflow.cli.console import Console

OPEN = (
    "agreement", "create", "standar", "--party", "34.04", "--party", "34.01",
    "--set", "title=Jembatan", "--set", "purpose=Satu jembatan", "--as", "sleman.coordinator",
)  # fmt: skip


def test_the_liaison_records_what_a_neighbour_on_paper_answers(console: Console, tmp_path: Path):
    scan = tmp_path / "surat.pdf"
    scan.write_bytes(b"contoh surat")
    number = console.ok(*OPEN, "--on-paper", "34.01", "--json").json["outcome"]["number"]
    console.ok("agreement", "act", number, "submit_proposal", "--as", "sleman.coordinator")
    console.ok("agreement", "decide", number, "approve", "--as", "sleman.head")
    console.ok(
        "agreement", "edit", number, "--set", "clauses.1=Jembatan dipakai bersama.",
        "--as", "sleman.coordinator",
    )  # fmt: skip
    console.ok("agreement", "act", number, "submit_text", "--as", "sleman.coordinator")
    console.ok(
        "agreement", "decide", number, "approve", "--gate", "text_agreed",
        "--on-behalf-of", "34.01", "--evidence", scan, "--as", "sleman.coordinator",
    )  # fmt: skip

    entries = console.ok("history", "show", number, "--json").json["entries"]

    paper = [entry for entry in entries if entry["who"]["authenticated"] == "paper"]
    assert len(paper) == 1
    assert paper[0]["who"]["recorder"]


def test_only_a_party_can_take_part_on_paper(console: Console):
    console.refuse(2, *OPEN, "--on-paper", "34.03")
