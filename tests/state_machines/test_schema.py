"""The schema beside the documentation is the one of the program."""

from __future__ import annotations

import json

from state_machines.schema import PATH, schema_text


def test_the_written_schema_is_up_to_date():
    assert PATH.read_text(encoding="utf-8") == schema_text(), "run python -m state_machines.schema"


def test_the_schema_knows_every_part_by_the_name_that_people_write():
    schema = json.loads(schema_text())
    assert {"states", "transitions", "gates", "guards"} <= set(schema["properties"])
    assert {"from", "to", "on"} <= set(schema["$defs"]["Transition"]["properties"])
    assert schema["additionalProperties"] is False
