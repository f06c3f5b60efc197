"""A rule is called verified only where its article was read in the law itself."""

from __future__ import annotations

import re

import pytest

from tests.state_machines.templates.shipped import KEYS, sources, template

READ: dict[str, set[str]] = {
    "PP 28/2018": {
        *("2(1)", "2(2)", "3", "4", "5", "5(1)", "5(2)-(3)", "6(2)", "7", "9(1)", "9(2)", "10"),
        *("10-11", "11", "11(1)", "11(2)", "11(3)", "12", "13(1)", "13(2)", "14", "15", "17"),
        *(
            "17-18",
            "18",
            "19(1)",
            "19(2)",
            "20",
            "21",
            "22(2)",
            "30",
            "31",
            "31-33",
            "46",
            "48",
            "49",
        ),
        *(f"6(1){letter}" for letter in "abcdefghij"),
    },
    "UU 23/2014": {
        "65(4)",
        "65(5)-(6)",
        "88",
        "101(1)g",
        "364",
        "365",
        "366(2)",
        "366(3)",
        "368",
        "370",
    },
    "Permendagri 25/2020": {
        *("1", "9", "13", "17", "18", "20", "25", "26", "32", "33", "35", "35-36", "36", "37"),
        *("38", "39"),
    },
    "Permendagri 22/2020": {"7"},
}
"""Articles whose text was read (or, for Permendagri 22/2020, is quoted by a cited manual)."""

_ARTICLE = re.compile(r"(?:(PP|UU|Permendagri) (\d+/\d+) )?(?:article|art) ([0-9()a-z-]+)")


def articles(ref: str) -> list[tuple[str, str]]:
    """Laws and articles that a reference names; an article without its law follows the one before."""
    found, law = [], ""
    for kind, number, article in _ARTICLE.findall(ref):
        law = f"{kind} {number}" if kind else law
        found.append((law, article))
    return found


def whole_articles(law: str) -> set[int]:
    """Numbers of the articles of a law of which at least a part was read."""
    found: set[int] = set()
    for article in READ[law]:
        first, _, last = re.sub(r"\(.*", "", article).partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("key", KEYS)
def test_verified_rules_cite_articles_that_were_read(key: str) -> None:
    for where, source in sources(template(key)):
        if not source.verified:
            continue
        cited = articles(source.ref)
        assert cited, f"{where}: {source.ref} names no article"
        for law, article in cited:
            assert article in READ.get(law, set()), f"{where}: {source.ref}"


@pytest.mark.parametrize("key", KEYS)
def test_office_practice_is_never_called_verified(key: str) -> None:
    for where, source in sources(template(key)):
        if "practice" in source.ref.lower():
            assert not source.verified, where


@pytest.mark.parametrize("key", KEYS)
def test_the_verified_legal_basis_was_read(key: str) -> None:
    for law in template(key).legal_basis:
        if law.verified:
            assert {int(article) for article in law.articles} <= whole_articles(law.ref), law.ref


def test_every_gate_and_guard_names_its_source() -> None:
    for key in KEYS:
        rules = template(key)
        assert [name for name, gate in rules.gates.items() if gate.source is None] == []
        assert [name for name, guard in rules.guards.items() if guard.source is None] == []
        assert [name for name, rule in rules.standing_commands.items() if not rule.source] == []


def test_the_reference_reader_sees_laws_and_articles() -> None:
    assert articles("PP 28/2018 art 19(1) with art 6(1)f") == [
        ("PP 28/2018", "19(1)"),
        ("PP 28/2018", "6(1)f"),
    ]
