"""The schema beside the documentation is the one of the program."""

from __future__ import annotations

import json

import jsonschema
import pytest

from state_machines import read_template
from state_machines.schema import PATH, schema_text
from tests.state_machines.samples import SHIPPED, SMALL, shipped


def test_the_written_schema_is_up_to_date():
    assert PATH.read_text(encoding="utf-8") == schema_text(), "run python -m state_machines.schema"


def test_the_schema_knows_every_part_by_the_name_that_people_write():
    schema = json.loads(schema_text())
    assert {"states", "transitions", "gates", "guards"} <= set(schema["properties"])
    assert {"from", "to", "on"} <= set(schema["$defs"]["Transition"]["properties"])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", ["", *(path.stem for path in SHIPPED)])
def test_an_editor_that_knows_the_schema_accepts_what_the_program_accepts(name):
    document = shipped(name).document if name else read_template(SMALL).document
    checker = jsonschema.Draft202012Validator(json.loads(schema_text()))
    assert [error.message for error in checker.iter_errors(document)] == []
    assert not checker.is_valid(document | {"stats": {}})
    assert not checker.is_valid({key: part for key, part in document.items() if key != "states"})
