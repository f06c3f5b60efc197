"""The JSON Schema of the template language, for editors: ``python -m state_machines.schema``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from state_machines.template import Template

PATH = Path(__file__).parent.parent / "docs" / "template.schema.json"


_SHORT_PARTS: Final = {
    "Verdict": ("verdict", None),
    "Rule": ("kind", ("all", "any")),
    "Opens": (None, ("on_entry",)),
}
"""Parts that may be written as one word: by which field it is told, or the words themselves."""
_SHORT_LISTS: Final = {
    "Transition": ("from", "when"),
    "Guard": ("checks",),
    "Gate": ("in", "covers"),
    "Deadline": ("in",),
}
"""Lists that may be written as their only item."""


def schema_text() -> str:
    """The schema as it is written to ``docs/template.schema.json``, short forms included."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Template.model_json_schema(by_alias=True),
    }
    parts = schema["$defs"]
    for name, fields in _SHORT_LISTS.items():
        for field in fields:
            long = parts[name]["properties"][field]
            forms = long.pop("anyOf", None) or [{"type": "array", "items": long.pop("items")}]
            long.pop("type", None)
            long["anyOf"] = [forms[0]["items"], *forms]
    for name, (told_by, words) in _SHORT_PARTS.items():
        allowed = words or parts[name]["properties"][told_by]["enum"]
        parts[name] = {"anyOf": [{"enum": list(allowed)}, parts[name]]}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema beside the documentation."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(schema_text(), encoding="utf-8")
    sys.stdout.write(f"{PATH}\n")


if __name__ == "__main__":
    main()
