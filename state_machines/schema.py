"""The JSON Schema of the template language, for editors: ``python -m state_machines.schema``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from state_machines.template import Template

PATH = Path(__file__).parent.parent / "docs" / "template.schema.json"


def schema_text() -> str:
    """The schema as it is written to ``docs/template.schema.json``."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Template.model_json_schema(by_alias=True),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema beside the documentation."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(schema_text(), encoding="utf-8")
    sys.stdout.write(f"{PATH}\n")


if __name__ == "__main__":
    main()
