"""Every kind of notice: who it is for, the fields it needs, and its one line in both languages.

A notice is written in the same commit as its occasion, so a kind that lacks a field must fail
there and then, not when a mail is rendered at night: `check` is called before the row is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

Language = Literal["id", "en"]


class NoticeError(Exception):
    """A notice of an unknown kind, or without a field that its words need."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    Attributes:
        name: Past participle of what happened.
        fields: Names that its words use; each must be given.
        asks: Whether somebody has to do something because of it.
        headline: One line by language, Jinja2.
    """

    name: str
    fields: tuple[str, ...]
    asks: bool
    headline: Mapping[Language, str]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "agreement_opened",
            ("number",),
            asks=False,
            headline={
                "id": "Kerja sama {{ number }} dibuka",
                "en": "Agreement {{ number }} was opened",
            },
        ),
        Kind(
            "decision_requested",
            ("number", "gate_id", "gate_en"),
            asks=True,
            headline={
                "id": "Menunggu persetujuan Anda: {{ gate_id }} pada {{ number }}",
                "en": "Your decision is awaited: {{ gate_en }} of {{ number }}",
            },
        ),
        Kind(
            "chain_stopped",
            ("number", "gate_id", "gate_en"),
            asks=True,
            headline={
                "id": "Paraf berjenjang terhenti: {{ gate_id }} pada {{ number }}",
                "en": "The internal chain has stopped: {{ gate_en }} of {{ number }}",
            },
        ),
        Kind(
            "gate_closed",
            ("number", "gate_id", "gate_en", "outcome_id", "outcome_en"),
            asks=False,
            headline={
                "id": "Persetujuan {{ gate_id }} pada {{ number }} selesai: {{ outcome_id }}",
                "en": "The gate {{ gate_en }} of {{ number }} closed: {{ outcome_en }}",
            },
        ),
        Kind(
            "entry_disputed",
            ("number", "entry", "party"),
            asks=True,
            headline={
                "id": "{{ party }} menyanggah catatan no. {{ entry }} pada {{ number }}",
                "en": "{{ party }} disputes entry no. {{ entry }} of {{ number }}",
            },
        ),
        Kind(
            "state_entered",
            ("number", "state_id", "state_en"),
            asks=False,
            headline={
                "id": "{{ number }} kini: {{ state_id }}",
                "en": "{{ number }} is now: {{ state_en }}",
            },
        ),
    )
}

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
_TEMPLATES = {
    (kind.name, language): _ENVIRONMENT.from_string(text)
    for kind in KINDS.values()
    for language, text in kind.headline.items()
}


def check(kind: str, fields: Mapping[str, Any]) -> Kind:
    """The kind of a notice, after making sure that its words can be rendered.

    Raises:
        NoticeError: An unknown kind, or a missing field.
    """
    known = KINDS.get(kind)
    if known is None:
        message = f"There is no kind of notice {kind!r}; there are: {', '.join(KINDS)}."
        raise NoticeError(message)
    missing = [name for name in known.fields if name not in fields]
    if missing:
        message = f"A notice {kind!r} needs the fields {', '.join(missing)}."
        raise NoticeError(message)
    return known


def headline(kind: str, fields: Mapping[str, Any], language: Language = "id") -> str:
    """The one line of a notice, as plain text.

    Raises:
        NoticeError: As `check` says.
    """
    check(kind, fields)
    return _TEMPLATES[kind, language].render(**fields)
