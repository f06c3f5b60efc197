"""What has to be confirmed again because it changed: which parts, and how they read before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kadflow.domain.wording import ANSWERING_WORDS

if TYPE_CHECKING:
    from kadflow.app import Entry
    from kadflow.cli.agreement.reasons import Reasons
    from kadflow.cli.desk import Desk
    from kadflow.engine.explaining import Explanation

_LONG = 300


def changed_lines(desk: Desk, explanation: Explanation, reasons: Reasons) -> list[str]:
    """One line per part whose change put an answer in question that is still awaited.

    Args:
        explanation: Whose waiting lines say who has to confirm again.
        reasons: Titles for the parts.
    """
    asked = {
        (found.gate, found.party)
        for found in explanation.waiting
        if found.why in ANSWERING_WORDS["voided"]
    }
    if not asked:
        return []
    entries = desk.kadflow.history.show(explanation.agreement)
    paths: dict[str, None] = {}
    for entry in entries:
        if entry.kind == "answer.voided" and (entry.data["gate"], entry.data["party"]) in asked:
            paths |= dict.fromkeys(entry.data["paths"])
    return [_line(desk, path, entries, reasons) for path in paths]


def _line(desk: Desk, path: str, entries: list[Entry], reasons: Reasons) -> str:
    texts = [
        part.text
        for entry in entries
        if path in entry.changes
        for part in entry.parts
        if part.name == path
    ]
    shown = [_value(path, text, reasons) for text in texts[-2:]]
    if not shown:  # a file, or a part that was taken out
        return reasons.path(path)
    before = shown[0] if len(shown) > 1 else desk.say("belum ada", "nothing")
    return f"{reasons.path(path)}: " + desk.say(
        f"semula {before}; menjadi {shown[-1]}", f"before {before}; now {shown[-1]}"
    )


def _value(path: str, text: str | None, reasons: Reasons) -> str:
    if text is None:
        return reasons.say("(disegel)", "(sealed)")
    said = reasons.value(path, json.loads(text)["value"])
    return f"'{said[:_LONG]}'" + (" ..." if len(said) > _LONG else "")
