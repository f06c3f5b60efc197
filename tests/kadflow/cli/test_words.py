"""One vocabulary: the words of practice 25, each table once, a word for everything that happens."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kadflow
from kadflow.cli import words
from kadflow.domain import wording
from state_machines.diagrams.steps import STAGE_WORDS
from state_machines.template import Stage

ROOM = Path(kadflow.__file__).parent
FILES = {path.relative_to(ROOM).as_posix(): path for path in sorted(ROOM.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}
FOREIGN = re.compile(
    r"\b(gerbang|penjaga|peristiwa|templat|template|titik periksa|dewan|kerjasama|checkpoint|"
    r"gate|event|deadline|stage|party|standing|finding)\b",
    re.IGNORECASE,
)
"""Literal translations and English words that no official uses."""


def _pair(node: ast.expr | None) -> tuple[str, str] | None:
    """A pair of texts that is written out."""
    if not isinstance(node, ast.Tuple) or len(node.elts) != 2:
        return None
    texts = [each.value for each in node.elts if isinstance(each, ast.Constant)]
    return (texts[0], texts[1]) if [type(t) for t in texts] == [str, str] else None


def _tables() -> dict[str, dict[str, tuple[str, str]]]:
    """Every dictionary of pairs that is written out in the program, by its place."""
    found = {}
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Dict):
                continue
            table = {
                key.value: pair
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and (pair := _pair(value)) is not None
            }
            if len(table) > 1:
                found[f"{name}:{node.lineno}"] = table
    return found


TABLES = _tables()


def _said() -> Iterator[tuple[str, str]]:
    """Indonesian of the tables of words, and whatever the command line says in Indonesian."""
    for place, table in TABLES.items():
        if place.startswith(("cli/", "domain/")):
            yield from ((f"{place} {key}", pair[0]) for key, pair in table.items())
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if (
                name.startswith("cli/")
                and isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute | ast.Name)
                and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) == "say"
            ):
                texts = [
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                ]
                yield f"{name}:{node.lineno}", " ".join(texts)


def test_the_words_are_found():
    """Were the search broken, the tests below would pass over nothing."""
    assert len(TABLES) > 12
    assert len(list(_said())) > 250


# ------------------------------------------------------------------ the words of officials


def test_decisions_are_called_as_officials_call_them():
    assert {key: wording.ANSWER_WORDS[key][0] for key in wording.GIVEN_WORDS} == {
        "approve": "setujui",
        "approve_with_conditions": "setujui dengan syarat",
        "return": "kembalikan untuk diperbaiki",
        "reject": "tolak",
        "abstain": "tidak memberi pendapat",
    }
    assert wording.GIVEN_WORDS["abstain"][0] == "tidak memberi pendapat"
    assert wording.GIVEN_WORDS["return"] == wording.OUTCOME_WORDS["returned"]


def test_stages_are_those_of_the_law_and_come_from_the_templates_package():
    assert [pair[0] for pair in wording.stage_words().values()] == [
        "Persiapan dan Penawaran",
        "Pembahasan",
        "Penandatanganan",
        "Pelaksanaan",
        "Evaluasi dan Pelaporan",
    ]
    assert wording.stage_words() == {
        stage.value: (STAGE_WORDS[stage].id, STAGE_WORDS[stage].en) for stage in Stage
    }


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (wording.KIND_WORDS["gate.opened"], "persetujuan"),
        (wording.KIND_WORDS["chain.started"], "paraf berjenjang"),
        (wording.KIND_WORDS["answer.voided"], "perlu dikonfirmasi ulang"),
        (wording.KIND_WORDS["decision.voided"], "perlu dikonfirmasi ulang"),
        (wording.ANSWERING_WORDS["voided"], "perlu dikonfirmasi ulang"),
        (wording.ANSWERING_WORDS["deemed"], "dianggap menyetujui"),
        (wording.KIND_WORDS["party.joined"], "pihak"),
        (wording.KIND_WORDS["terms.edited"], "pokok kerja sama"),
        (wording.KIND_WORDS["holder.appointed"], "pejabat"),
        (wording.KIND_WORDS["mandate.given"], "surat kuasa"),
        (wording.KIND_WORDS["deadline.set"], "batas waktu"),
        (wording.KIND_WORDS["obligation.added"], "kewajiban"),
        (wording.KIND_WORDS["finding.raised"], "temuan"),
        (wording.KIND_WORDS["template.published"], "alur kerja sama diberlakukan"),
        (wording.KIND_WORDS["key.introduced"], "segel riwayat"),
        (wording.FINDING_WORDS["lost"], "segel riwayat"),
        (wording.role_words("coordinator"), "sekretariat tkksd"),
        (wording.role_words("unit"), "perangkat daerah pelaksana"),
        (wording.role_words("council"), "dprd"),
        (wording.actor_words("head of the initiating party"), "pemrakarsa"),
        (wording.rule_words("capacity.plt"), "dasar kewenangan"),
    ],
)
def test_the_words_of_practice_are_used(said: tuple[str, str], word: str):
    assert word in said[0].lower()


def test_no_literal_translation_and_no_english_word_is_shown():
    assert not {place: text for place, text in _said() if FOREIGN.search(text)}


def test_every_word_stands_in_both_languages():
    assert not [
        f"{place} {key}"
        for place, table in TABLES.items()
        for key, pair in table.items()
        if not all(text.strip() for text in pair)
    ]


# ------------------------------------------------------------------ once


def test_no_table_is_repeated():
    repeated = [
        (one, other, sorted(alike))
        for (one, left), (other, right) in itertools.combinations(TABLES.items(), 2)
        if len(
            alike := {key for key in left.keys() & right.keys() if left[key][0] == right[key][0]}
        )
        > 1
    ]
    assert not repeated


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Februari", {"domain/wording/phrases.py"}),
        ("Persiapan dan Penawaran", set()),
        ("provinsi", {"domain/wording/vocabulary.py"}),
        ("belum dianggarkan", {"domain/wording/vocabulary.py"}),
    ],
)
def test_months_stages_levels_and_budgets_stand_in_one_place(text: str, places: set[str]):
    pairs = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if (pair := _pair(node if isinstance(node, ast.expr) else None)) and pair[0] == text
    }
    assert pairs == places


# ------------------------------------------------------------------ everything has a word


def _kinds() -> set[str]:
    """Every kind of event that the program can write."""
    found = set()
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            given = [k.value for k in node.keywords if k.arg == "kind"]
            given += node.args[:1] if called == "emit" else []
            for value in given if name.startswith(("engine/", "services/")) else ():
                if isinstance(value, ast.Constant) and re.fullmatch(
                    r"[a-z]+\.[a-z]+", str(value.value)
                ):
                    found.add(str(value.value))
    return found


def test_everything_that_can_happen_has_its_line():
    kinds = _kinds()
    assert len(kinds) > 30
    assert not kinds - wording.KIND_WORDS.keys()


def test_a_line_tells_things_by_their_titles():
    data = {"gate": "legal", "outcome": "approved"}
    titles = {"legal": ("Persetujuan hukum", "Legal approval")} | wording.OUTCOME_WORDS
    assert wording.title_words("gate.closed", data, lambda key: titles.get(key, (key, key))) == (
        "Persetujuan selesai (Persetujuan hukum: disetujui)",
        "Approval settled (Legal approval: approved)",
    )
    assert wording.title_words("gate.closed", data)[1] == "Approval settled (legal: approved)"
    assert wording.title_words("terms.edited", {}) == wording.KIND_WORDS["terms.edited"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-08-05", "5 Agustus 2026"),
        ("2026-08-05T20:00:00.000000Z", "6 Agustus 2026"),
        ("segera sesudahnya", "segera sesudahnya"),
        (None, ""),
    ],
)
def test_days_are_written_as_people_write_them(text: str | None, said: str):
    assert words.long_date(text, "id") == said
