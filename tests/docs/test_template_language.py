"""The reference of the language is complete: every field, word, fact and code of the program."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import state_machines
from state_machines import fact_table, read_template, template
from state_machines.guards.kinds import paths_of
from state_machines.template import Template
from tests.docs.pages import DOCS, prose

PAGE = prose(DOCS / "template-language.md")
WORDS = {
    word for quoted in re.findall(r"`([^`\n]+)`", PAGE) for word in re.findall(r"[\w-]+", quoted)
}
CODES = {
    code
    for line in PAGE.partition("## 8.")[2].splitlines()
    if line.startswith("| `")
    for code in re.findall(r"`([a-z-]+)`", line.split("|")[1])
}


def parts() -> list[type[BaseModel]]:
    """Every model of the language."""
    found: dict[str, type[BaseModel]] = {}

    def walk(annotation: Any) -> None:
        for inner in get_args(annotation):
            walk(inner)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation.__name__ in found:
                return
            found[annotation.__name__] = annotation
            for field in annotation.model_fields.values():
                walk(field.annotation)

    walk(Template)
    return list(found.values())


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.__name__)
def test_every_field_of_the_language_is_in_the_reference(part: type[BaseModel]):
    names = {field.alias or name for name, field in part.model_fields.items()}
    assert names - WORDS == set()


def test_every_word_of_a_fixed_list_is_in_the_reference():
    lists = [each for each in vars(template).values() if isinstance(each, type)]
    for each in lists:
        if issubclass(each, Enum) and each.__module__ == template.__name__:
            for member in each:
                assert f"`{member.value}`" in PAGE or str(member.value) in WORDS, member


def test_every_fact_is_in_the_reference():
    text = (Path(state_machines.__file__).parent / "templates" / "standar.yaml").read_text("utf-8")
    table = fact_table(read_template(text).template, each_party=True)
    for path in paths_of(table):
        root = path.partition(".")[0]
        if "checks" in path.split("."):
            assert path.rpartition(".")[2] in WORDS, path
        elif root in {"terms", "documents", "gates"} or "[]" in path or path == "agreement":
            assert root in WORDS or root.removesuffix("[]") in WORDS
        else:
            assert f"`{path}`" in PAGE or path == "party", path


def codes() -> Iterator[str]:
    """Every code that reading and checking can give, from the source of the rules."""
    for file in sorted(Path(state_machines.__file__).parent.rglob("*.py")):
        if file.name in {"parser.py", "lexer.py", "compiler.py"}:
            continue  # a guard's faults are posted as guard-syntax; a machine's after publishing
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                yield from _codes_of(node.func.id, node.args[0])
    yield from ("unknown-fact", "unknown-value", "guard-type")
    yield from (f"{much}-{part}" for much in ("no", "useless") for part in ("choices", "fields"))


def _codes_of(function: str, first: ast.expr) -> Iterator[str]:
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return
    if function in {"error", "warning", "Fault", "_fail"}:
        yield first.value
    elif function == "unknown":
        yield f"unknown-{first.value}"


def test_the_reference_names_every_code_of_the_check_and_no_other():
    assert set(codes()) == CODES
