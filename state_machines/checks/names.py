"""Rules on names: none reserved, none used for two events, every text filled in."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from state_machines.checks.findings import Faults, error
from state_machines.errors import Fault
from state_machines.template import Template, Words
from state_machines.vocabulary import PARTY_FACTS

RESERVED = frozenset(
    {
        *("configuration", "done", "error", "event", "events", "machine", "model", "send"),
        *("state", "states", "source", "target", "transition", "transitions", "open", "none"),
    }
)
"""Words that the machine, the record or a gate's outcome already use."""
CEL_WORDS = frozenset(
    {
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import"),
        *("in", "let", "loop", "namespace", "null", "package", "return", "true", "var", "void"),
        *("while", "has", "size", "all", "exists", "date", "days_between", "years_between"),
    }
)
"""Words of the guard language, which could not be written as the name of a fact."""


def check_reserved(template: Template) -> Faults:
    """Names that already mean something else."""
    for kind, names, taken in (
        ("states", template.states, RESERVED),
        ("transitions", template.transitions, RESERVED),
        ("gates", template.gates, RESERVED | CEL_WORDS),
        ("guards", template.guards, RESERVED),
        ("documents", template.documents, CEL_WORDS),
        ("terms", template.terms, CEL_WORDS | {"all", "changes", "documents"}),
        ("deadlines", template.deadlines, RESERVED),
    ):
        for name in names:
            if name in taken:
                yield _reserved(f"{kind}.{name}", name)
    for name, gate in template.gates.items():
        if gate.opens.as_ in RESERVED:
            yield _reserved(f"gates.{name}.opens.as", str(gate.opens.as_))
    for name, term in template.terms.items():
        for field in term.fields:
            if field in CEL_WORDS:
                yield _reserved(f"terms.{name}.fields.{field}", field)
        if "party" in term.per and name in PARTY_FACTS:
            yield _reserved(f"terms.{name}", name)


def _reserved(where: str, name: str) -> Fault:
    return error(
        "reserved-word",
        where,
        f"'{name}' is a reserved word.",
        f"Choose another name, for example '{name}_step' or '{name}_of_agreement'.",
        pesan=f"'{name}' adalah kata yang sudah dipakai program.",
        saran=f"Pilih nama lain, misalnya '{name}_step' atau '{name}_of_agreement'.",
    )


def check_events(template: Template) -> Faults:
    """One name, one event: transitions and gate openings share their names."""
    seen: dict[str, tuple[str, str]] = {}
    for name, gate in template.gates.items():
        event = gate.opens.as_
        if event is None:
            continue
        step = (f"transition '{event}'", f"langkah '{event}'")
        found = step if event in template.transitions else seen.get(event)
        if found:
            other, lain = found
            yield error(
                "event-twice",
                f"gates.{name}.opens.as",
                f"'{event}' already names the {other}.",
                "Give this opening a name of its own.",
                pesan=f"Nama '{event}' sudah dipakai oleh {lain}.",
                saran="Beri pembukaan ini nama tersendiri.",
            )
        seen[event] = (f"opening of gate '{name}'", f"pembukaan persetujuan '{name}'")


def check_words(template: Template) -> Faults:
    """Both languages are written, not left blank."""
    for where, words in _all_words(template, ""):
        for language, text in (("id", words.id), ("en", words.en)):
            if not text.strip():
                yield error(
                    "missing-translation",
                    f"{where}.{language}",
                    f"The {'Indonesian' if language == 'id' else 'English'} text is blank.",
                    "Write it in both languages.",
                    pesan=f"Teks bahasa {'Indonesia' if language == 'id' else 'Inggris'} kosong.",
                    saran="Tulis dalam kedua bahasa.",
                )


def _all_words(part: object, where: str) -> Iterator[tuple[str, Words]]:
    if isinstance(part, Words):
        yield where, part
    elif isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from _all_words(getattr(part, name), _join(where, field.alias or name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _all_words(value, _join(where, str(key)))
    elif isinstance(part, tuple):
        for place, value in enumerate(part):
            yield from _all_words(value, _join(where, str(place)))


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
