"""What changed between two versions of a template, told by meaning and not by line.

Parts are compared by name and field by field; guards by what they say, so that spaces and
brackets without effect are no difference. A state that disappeared while one with the same title
and stage appeared was renamed. Each difference names the states whose agreements it can touch,
which is where a preview of moving running agreements begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from state_machines.errors import GuardSyntaxError
from state_machines.guards import Condition
from state_machines.template import Template, Words


@dataclass(frozen=True, slots=True)
class Difference:
    """One change.

    Attributes:
        kind: Stable name: ``<part>-added``, ``-removed``, ``-renamed``, ``source-changed``,
            ``title-changed``, or ``<part>-<field>-changed`` such as ``gate-rule-changed``.
        where: Path in the newer document, in the older one for what was removed.
        words: One sentence for a person, in both languages.
        affects: States whose agreements the change can touch.
    """

    kind: str
    where: str
    words: Words
    affects: frozenset[str]


_NOUNS: Final[dict[str, tuple[str, str, str]]] = {
    "states": ("state", "Status", "State"),
    "transitions": ("transition", "Langkah", "Step"),
    "gates": ("gate", "Persetujuan", "Gate"),
    "bodies": ("body", "Lembaga luar", "Outside body"),
    "guards": ("guard", "Syarat", "Guard"),
    "terms": ("term", "Ketentuan", "Term"),
    "documents": ("document", "Dokumen", "Document"),
    "deadlines": ("deadline", "Batas waktu", "Deadline"),
    "standing_commands": ("command", "Perintah", "Standing command"),
}
_FIELDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("judul", "title"),
    "source": ("dasar aturan", "source"),
    "to": ("tujuan", "target"),
    "from": ("asal", "origin"),
    "by": ("pelaku", "actor"),
    "on": ("pemicu", "trigger"),
    "when": ("syarat", "condition"),
    "needs": ("kelengkapan", "what must be on file"),
    "rule": ("aturan keputusan", "rule"),
    "answers": ("pilihan jawaban", "answers"),
    "covers": ("cakupan", "what approval covers"),
    "capacity": ("kewenangan pejabat", "capacities"),
    "chain": ("rantai paraf", "chain"),
    "office": ("jabatan", "office"),
    "body": ("lembaga luar", "outside body"),
    "bound": ("keterikatan", "being bound"),
    "number_per_party": ("nomor setiap pihak", "number of each party"),
    "ask": ("siapa ditanya", "who is asked"),
    "in": ("status berlakunya", "states where it holds"),
    "opens": ("cara dibuka", "how it opens"),
    "silence": ("arti diam", "meaning of silence"),
    "stage": ("tahap", "stage"),
    "edits": ("perubahan isi", "editing"),
    "final": ("akhir", "end"),
    "initial": ("awal", "beginning"),
    "in_force": ("keberlakuan", "being in force"),
    "message": ("pesan", "message"),
    "within": ("lama", "length"),
    "at": ("tanggal acuan", "date it hangs on"),
    "remind_days": ("pengingat", "reminders"),
    "grounds": ("alasan hukum", "legal grounds"),
    "type": ("jenis", "type"),
    "parties": ("para pihak", "parties"),
    "children": ("turunan", "children"),
    "checks": ("pemeriksaan anggaran", "checks of the budget"),
    "budget": ("aturan anggaran", "budget rule"),
    "evaluation": ("formulir evaluasi", "evaluation form"),
    "report": ("pelaporan", "reporting"),
    "progress": ("laporan para pihak", "reports of the parties"),
    "legal_basis": ("dasar hukum", "legal basis"),
    "under": ("induk", "parents"),
    "instrument": ("bentuk naskah", "instrument"),
    "summary": ("ringkasan", "summary"),
}
_SPECIAL_KINDS: Final = {
    ("transitions", "to"): "transition-retargeted",
    ("guards", "when"): "guard-changed",
}
_LONGEST = 90


def diff_templates(old: Template, new: Template) -> list[Difference]:
    """Every difference in meaning, in the order of the newer template.

    Args:
        old: The version that agreements run on.
        new: The version that may follow it.

    Returns:
        An empty list when both say the same.
    """
    return [*_whole(old, new), *(each for part in _NOUNS for each in _part(part, old, new))]


def _whole(old: Template, new: Template) -> Iterator[Difference]:
    every = frozenset(old.states) | frozenset(new.states)
    for name in type(new).model_fields:
        if name in _NOUNS or name in ("kind", "language"):
            continue
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        affects = (
            every
            if name in ("parties", "under", "budget", "evaluation", "report", "progress")
            else frozenset()
        )
        if name == "children":
            affects = frozenset(s for child in (*before, *after) for s in child.in_)
        kind = "source-changed" if name == "legal_basis" else f"{name.replace('_', '-')}-changed"
        yield Difference(
            kind, name, _changed(("Template", "Template"), "", name, before, after), affects
        )


def _part(part: str, old: Template, new: Template) -> Iterator[Difference]:
    noun, in_id, in_en = _NOUNS[part]
    before: Mapping[str, Any] = {str(k): v for k, v in getattr(old, part).items()}
    after: Mapping[str, Any] = {str(k): v for k, v in getattr(new, part).items()}
    renamed = _renamed(before, after) if part == "states" else {}
    for name in before:
        if name in after:
            continue
        where, affects = f"{part}.{name}", _touched(part, name, old)
        if name in renamed:
            now = renamed[name]
            words = Words(
                id=f"{in_id} '{name}' kini bernama '{now}'.",
                en=f"{in_en} '{name}' is now called '{now}'.",
            )
            yield Difference(f"{noun}-renamed", f"{part}.{now}", words, affects | {now})
            continue
        words = Words(id=f"{in_id} '{name}' dihapus.", en=f"{in_en} '{name}' was removed.")
        yield Difference(f"{noun}-removed", where, words, affects)
    for name, value in after.items():
        where = f"{part}.{name}"
        if name in before:
            affects = _touched(part, name, old) | _touched(part, name, new)
            yield from _fields(part, name, (before[name], value), affects)
        elif name not in renamed.values():
            words = Words(id=f"{in_id} '{name}' ditambahkan.", en=f"{in_en} '{name}' was added.")
            yield Difference(f"{noun}-added", where, words, _touched(part, name, new))


def _renamed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    found: dict[str, str] = {}
    for name in gone:
        twins = [n for n in come if n not in found.values() and after[n] == before[name]]
        if len(twins) == 1:
            found[name] = twins[0]
    return found


def _fields(
    part: str, name: str, versions: tuple[BaseModel, BaseModel], affects: frozenset[str]
) -> Iterator[Difference]:
    noun, in_id, in_en = _NOUNS[part]
    old, new = versions
    for attribute, field in type(new).model_fields.items():
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before == after or (part == "guards" and attribute == "when" and _same(before, after)):
            continue
        written = field.alias or attribute
        kind = _SPECIAL_KINDS.get((part, written), f"{noun}-{written.replace('_', '-')}-changed")
        if written in ("title", "source"):
            kind = f"{written}-changed"
        words = _changed((in_id, in_en), name, written, before, after)
        yield Difference(kind, f"{part}.{name}.{written}", words, affects)


def _same(before: str | None, after: str | None) -> bool:
    if before is None or after is None:
        return before == after
    try:
        return Condition.parse(before).tree == Condition.parse(after).tree
    except GuardSyntaxError:
        return False


# -------------------------------------------------------------------- words
def _changed(nouns: tuple[str, str], name: str, written: str, before: Any, after: Any) -> Words:
    in_id, in_en = _FIELDS.get(written, (written, written))
    called = f" '{name}'" if name else ""
    return Words(
        id=f"{nouns[0]}{called}: {in_id} berubah dari {_shown(before, 'id')} menjadi {_shown(after, 'id')}.",
        en=f"{nouns[1]}{called}: {in_en} changed from {_shown(before, 'en')} to {_shown(after, 'en')}.",
    )


def _shown(value: Any, language: str) -> str:
    text = _plain(value, language)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


def _plain(value: Any, language: str) -> str:
    match value:
        case None | () | {}:
            return "tidak ada" if language == "id" else "nothing"
        case bool():
            return {"id": ("tidak", "ya"), "en": ("no", "yes")}[language][value]
        case Words():
            return f"'{value.id if language == 'id' else value.en}'"
        case tuple():
            return ", ".join(_plain(item, language) for item in value)
        case dict():
            return "; ".join(f"{key}: {_plain(item, language)}" for key, item in value.items())
        case BaseModel():
            told = {n: getattr(value, n) for n in type(value).model_fields}
            used = {n: v for n, v in told.items() if v not in (None, (), {}, False)}
            return f"({_plain(used, language)})"
        case _:
            return f"'{value}'"


# -------------------------------------------------------------------- states concerned
def _touched(part: str, name: str, template: Template) -> frozenset[str]:
    """States whose agreements a part of a template can touch; empty when the part is not there."""
    match part:
        case "states":
            return frozenset({name} & set(template.states))
        case "transitions" if name in template.transitions:
            transition = template.transitions[name]
            return frozenset({*transition.from_, transition.to})
        case "gates" if name in template.gates:
            return frozenset(template.gates[name].in_)
        case "bodies":
            asked = (gate for gate in template.gates.values() if gate.body == name)
            return frozenset(state for gate in asked for state in gate.in_)
        case "guards":
            return _guarded(name, template)
        case "terms" | "documents":
            return _needing(name, template)
        case "deadlines" if name in template.deadlines:
            deadline = template.deadlines[name]
            caused = {
                state
                for each in template.transitions.values()
                if each.on and each.on.deadline == name
                for state in each.from_
            }
            return frozenset(caused | ({deadline.after_state} if deadline.after_state else set()))
        case "standing_commands":
            commands = {str(key): each for key, each in template.standing_commands.items()}
            command = commands.get(name)
            in_force = tuple(key for key, state in template.states.items() if state.in_force)
            return frozenset((command.in_ or in_force) if command else ())
        case _:
            return frozenset()


def _guarded(name: str, template: Template) -> frozenset[str]:
    steps = {s for each in template.transitions.values() if name in each.when for s in each.from_}
    gates = {
        state
        for gate in template.gates.values()
        if name in (*gate.opens.when, gate.where)
        for state in gate.in_
    }
    return frozenset(steps | gates)


def _needing(name: str, template: Template) -> frozenset[str]:
    """States of the steps and gates that need or cover a term or a document."""
    found: set[str] = set()
    for transition in template.transitions.values():
        needed = {*(p.split(".")[0] for p in transition.needs.terms), *transition.needs.documents}
        if name in needed:
            found.update(transition.from_)
    for gate in template.gates.values():
        covers = gate.covers.values() if isinstance(gate.covers, dict) else (gate.covers,)
        paths = {path.removeprefix("documents.").split(".")[0] for each in covers for path in each}
        needs = {p.split(".")[0] for p in gate.opens.needs.terms} | set(gate.opens.needs.documents)
        if name in paths | needs or "all" in paths:
            found.update(gate.in_)
    part = template.terms.get(name) or template.documents.get(name)
    if part is not None and part.required_from:
        found.add(part.required_from)
    return frozenset(found)
