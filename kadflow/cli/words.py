"""Values, dates and places as people read them; the words themselves are `kadflow.domain.wording`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from kadflow.domain.wording import BUDGET_WORDS, Pair, day_words, stage_words

ROW_WORDS: dict[str, Pair] = {
    "new": ("baru", "new"),
    "entered": ("diterima", "accepted"),
    "unchanged": ("sudah ada", "known"),
    "refused": ("ditolak", "refused"),
}
"""What became of a row of a file."""

_MONEY_TYPES = frozenset({"money"})


def pick(words: Mapping[str, Pair], name: str, language: str) -> str:
    """The words of a name; the name itself where there are none."""
    pair = words.get(name)
    return name if pair is None else pair[0 if language == "id" else 1]


def place(stage: str, state: str, language: str) -> str:
    """Stage and state in one phrase; final states are in no stage."""
    staged = pick(stage_words(), stage, language)
    return state if not staged or staged.lower() == state.lower() else f"{staged} - {state}"


def inside(sentence: str) -> str:
    """A line as it stands inside another: it begins small."""
    return sentence[:1].lower() + sentence[1:]


def sentence(line: str) -> str:
    """A line as it begins a sentence."""
    return line[:1].upper() + line[1:]


def long_date(text: str | None, language: str) -> str:
    """An ISO date, or the day (WIB) of an instant, as people write it; empty for None."""
    if not text:
        return ""
    day = text
    if len(text) > len("2026-01-31"):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        day = moment.astimezone(ZoneInfo("Asia/Jakarta")).date().isoformat()
    return day_words(day)[0 if language == "id" else 1]


def value_text(value: Any, kind: str, language: str, choices: Any = None) -> str:
    """A term's value as people read it."""
    if isinstance(value, bool):
        return ("ya" if value else "tidak") if language == "id" else ("yes" if value else "no")
    if isinstance(value, int):
        dotted = f"{value:,}".replace(",", ".") if language == "id" else f"{value:,}"
        return f"Rp{dotted}" if kind in _MONEY_TYPES else dotted
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, dict):
        return _period(value, language)
    if kind == "budget_status":
        return pick(BUDGET_WORDS, str(value), language)
    if kind == "date":
        return long_date(str(value), language)
    if choices and value in choices:
        words = choices[value]
        return str(words.id if language == "id" else words.en)
    return str(value)


def decimal(exact: str, language: str) -> str:
    """An exact fraction such as ``17/5`` with two decimals, as people read it."""
    hundredths = floor(Fraction(exact) * 100 + Fraction(1, 2))
    text = f"{hundredths // 100}.{hundredths % 100:02d}"
    return text.replace(".", ",") if language == "id" else text


def _period(value: dict[str, Any], language: str) -> str:
    start, end = (long_date(value.get(name), language) for name in ("starts_on", "ends_on"))
    to = "s.d." if language == "id" else "to"
    length = value.get("years")
    years = f"{length} tahun" if language == "id" else f"{length} years"
    said = " ".join(part for part in (start, to if end else "", end) if part)
    return ", ".join(part for part in (said, years if length else "", value.get("text")) if part)


def letter_text(text: str, language: str) -> str:
    """What stands beside an entry about its letter, as people read it; other texts stay."""
    if not text.startswith("{"):
        return text
    said = json.loads(text)
    indonesian = language == "id"
    found = [
        f"No. {said['number']}" if "number" in said else "",
        (f"tanggal {long_date(said['date'], language)}" if indonesian else
         f"of {long_date(said['date'], language)}") if "date" in said else "",
        f"{'dari' if indonesian else 'from'} {said['sender']}" if "sender" in said else "",
        f"{'kepada' if indonesian else 'to'} {', '.join(said['addressees'])}"
        if "addressees" in said else "",
        f"{'tembusan' if indonesian else 'copies to'} {', '.join(said['copies'])}"
        if "copies" in said else "",
    ]  # fmt: skip
    return " ".join(part for part in found if part)
