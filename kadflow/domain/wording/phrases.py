"""Phrases made of words: lists, dates, sources, offices; each in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from kadflow.domain.people import ASSISTANT, ASSISTANT_WORDS, CAPACITY_WORDS, ROLE_WORDS
from kadflow.domain.wording.vocabulary import ACTOR_WORDS, Pair

_PRACTICE: Final = "Office practice"
MONTH_WORDS: Final[tuple[Pair, ...]] = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)


_WEEKDAYS: Final[tuple[Pair, ...]] = (
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
)


def words_for(table: Mapping[str, Pair], name: str) -> Pair:
    """The words of a name, or the name itself twice."""
    return table.get(name, (name, name))


def role_words(role: str) -> Pair:
    """An office role, as ``head``."""
    return words_for(ROLE_WORDS, role)


def capacity_words(capacity: str) -> Pair:
    """A capacity, as ``plt``; or that somebody only assists."""
    return ASSISTANT_WORDS if capacity == ASSISTANT else words_for(CAPACITY_WORDS, capacity)


RULE_WORDS: dict[str, Pair] = {
    "capacity.nobody": (
        "pada hari itu tidak ada pejabat yang tercatat memegang jabatannya",
        "nobody is on record as holder of the office on that day",
    ),
    "capacity.unconfirmed": (
        "kedudukan yang disebut dalam surat tidak sesuai dengan catatan pejabat pada hari itu",
        "the capacity that the paper states is not the one on record for that day",
    ),
    "term.gap": (
        "ada hari tanpa dasar antara akhir masa berlaku dan perpanjangannya",
        "days without a basis between the end of the term and its extension",
    ),
    "term.backdated": (
        "perpanjangan ditandatangani sesudah masa berlaku habis dan berlaku surut",
        "the extension was signed after the term was over and reaches back",
    ),
}
"""What findings other than a doubtful capacity are about."""


def rule_words(rule: str) -> Pair:
    """What a finding is about: ``capacity.plt`` is the basis on which somebody acted."""
    kind, _, capacity = rule.partition(".")
    if rule in RULE_WORDS:
        return RULE_WORDS[rule]
    if kind != "capacity":
        return rule, rule
    words = capacity_words(capacity)
    return f"dasar kewenangan {words[0]}", f"basis of authority of {words[1]}"


def actor_words(actor: str) -> Pair:
    """Who takes a step: an office role, or one of the initiating party only."""
    return ACTOR_WORDS.get(actor) or role_words(actor)


def listed(pairs: Iterable[Pair], nothing: Pair = ("tidak ada", "none")) -> Pair:
    """Many words as one list, in both languages.

    Args:
        pairs: What to list, in order.
        nothing: What to say of an empty list.
    """
    found = list(pairs)
    if not found:
        return nothing
    return ", ".join(pair[0] for pair in found), ", ".join(pair[1] for pair in found)


def day_words(day: str) -> Pair:
    """A civil date as people write it: ``2026-12-31`` is 31 Desember 2026; other texts stay."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day)
    if not found or not 1 <= int(found[2]) <= len(MONTH_WORDS):
        return day, day
    month = MONTH_WORDS[int(found[2]) - 1]
    return f"{int(found[3])} {month[0]} {found[1]}", f"{int(found[3])} {month[1]} {found[1]}"


def span_words(first: str, last: str) -> Pair:
    """From one civil date to another, both days included."""
    begin, end = day_words(first), day_words(last)
    return f"{begin[0]} s.d. {end[0]}", f"{begin[1]} to {end[1]}"


def weekday_words(day: date) -> Pair:
    """The day of the week of a date."""
    return _WEEKDAYS[day.weekday()]


def source_words(ref: str | None) -> Pair:
    """Where a rule comes from, in brackets after the sentence: `` (UU 23/2014 pasal 65)``.

    Args:
        ref: As templates write it, with ``art`` for pasal; None and practice say little.
    """
    if ref is None:
        return "", ""
    if ref.startswith(_PRACTICE):
        return " (kebiasaan kerja)", f" ({ref})"
    said = re.sub(r"\barts?\b\.?", "pasal", ref).replace(" with pasal", " jo. pasal")
    return f" ({said})", f" ({ref})"


def choices(table: Mapping[str, Pair], names: Iterable[str] | None = None) -> Pair:
    """What may be typed, each with its meaning: ``Kepala (head)``.

    Args:
        table: The words of each name.
        names: Which of them; all when None.
    """
    named = ((words_for(table, name), name) for name in (table if names is None else names))
    return listed((f"{words[0]} ({name})", f"{words[1]} ({name})") for words, name in named)
