"""Rules on references: whatever is named is declared."""

from __future__ import annotations

from collections.abc import Iterable

from state_machines.checks.findings import Faults, error, unknown
from state_machines.template import Gate, Needs, StandingName, Template, TermType

WHOLE_TERMS = "all"
"""In ``covers``: every bound path."""
DOCUMENTS = "documents"
"""Root of the paths of documents in ``covers``."""
CHANGES = "changes"
"""Root of the paths under which an addendum holds its parent's future values."""


def check_transitions(template: Template) -> Faults:
    """From, to, guards, needs and triggers of every transition."""
    for name, transition in template.transitions.items():
        where = f"transitions.{name}"
        if not transition.from_:
            yield error(
                "empty",
                f"{where}.from",
                "No state is named.",
                "Name the state it leaves.",
                pesan="Tidak ada tahap yang disebut.",
                saran="Sebutkan tahap yang ditinggalkan.",
            )
        yield from _states(template, f"{where}.from", transition.from_)
        yield from _states(template, f"{where}.to", (transition.to,))
        yield from _guards(template, f"{where}.when", transition.when)
        yield from _needs(template, f"{where}.needs", transition.needs)
        on = transition.on
        if on is None:
            continue
        if on.gate is not None and on.gate not in template.gates:
            yield unknown("gate", f"{where}.on.gate", on.gate, template.gates)
        if on.deadline is not None and on.deadline not in template.deadlines:
            yield unknown("deadline", f"{where}.on.deadline", on.deadline, template.deadlines)
        if on.command and StandingName.TERMINATE not in template.standing_commands:
            yield error(
                "unknown-command",
                f"{where}.on.command",
                "Nobody may terminate: the command is not declared.",
                "Add 'terminate' under 'standing_commands', or remove this transition.",
                pesan="Kerja sama tidak dapat diakhiri: perintahnya belum disebut.",
                saran="Tambahkan 'terminate' di bawah 'standing_commands', atau hapus langkah "
                "ini.",
            )


def check_gates(template: Template) -> Faults:
    """States, guards, terms and documents that gates name."""
    for name, gate in template.gates.items():
        where = f"gates.{name}"
        yield from _states(template, f"{where}.in", gate.in_)
        yield from _guards(template, f"{where}.opens.when", gate.opens.when)
        yield from _needs(template, f"{where}.opens.needs", gate.opens.needs)
        if gate.body is not None and gate.body not in template.bodies:
            yield unknown("body", f"{where}.body", gate.body, template.bodies)
        if gate.where is not None:
            yield from _guards(template, f"{where}.where", (gate.where,))
            guard = template.guards.get(gate.where)
            if guard is not None and guard.each is None:
                yield error(
                    "guard-not-per-party",
                    f"{where}.where",
                    f"'{gate.where}' does not ask about each party.",
                    f"Add 'each: party' to the guard '{gate.where}'.",
                    pesan=f"Syarat '{gate.where}' tidak berlaku untuk setiap pihak.",
                    saran=f"Tambahkan 'each: party' pada syarat '{gate.where}'.",
                )
        for capacity, verdict in gate.capacity.items():
            if verdict.document is not None and verdict.document not in template.documents:
                place = f"{where}.capacity.{capacity}.document"
                yield unknown("document", place, verdict.document, template.documents)
        yield from _covers(template, where, gate)
        yield from _blocks(template, where, gate)


def check_needed_from(template: Template) -> Faults:
    """States that terms and documents are needed from."""
    for kind, parts in (("terms", template.terms), ("documents", template.documents)):
        for name, part in parts.items():
            state = part.required_from
            if state is not None:
                yield from _states(template, f"{kind}.{name}.required_from", (state,))


def check_standing(template: Template) -> Faults:
    """States and gates of standing commands, children and deadlines."""
    for called, command in template.standing_commands.items():
        where = f"standing_commands.{called}"
        yield from _states(template, f"{where}.in", command.in_)
        if command.gate is not None and command.gate not in template.gates:
            yield unknown("gate", f"{where}.gate", command.gate, template.gates)
    for place, child in enumerate(template.children):
        yield from _states(template, f"children.{place}.in", child.in_)
    for name, deadline in template.deadlines.items():
        if deadline.after_state is not None:
            yield from _states(template, f"deadlines.{name}.after_state", (deadline.after_state,))
        yield from _states(template, f"deadlines.{name}.in", deadline.in_)
        for field in ("after_gate", "after_obligation"):
            gate = getattr(deadline, field)
            if gate is not None and gate not in template.gates:
                yield unknown("gate", f"deadlines.{name}.{field}", gate, template.gates)


def is_term_path(template: Template, path: str) -> bool:
    """Whether a path names a term, a field of a group, an article, or a future value."""
    root, *rest = path.split(".")
    if root == CHANGES:
        return True
    term = template.terms.get(root)
    if term is None:
        return False
    if term.type is TermType.GROUP:
        return not rest or (len(rest) == 1 and rest[0] in term.fields)
    return not rest or term.type is TermType.CLAUSES or bool(term.per)


def term_paths(template: Template) -> list[str]:
    """Every path that may be named, for hints."""
    fields = [f"{name}.{field}" for name, term in template.terms.items() for field in term.fields]
    return [*template.terms, *fields]


def _states(template: Template, where: str, names: Iterable[str]) -> Faults:
    for name in names:
        if name not in template.states:
            yield unknown("state", where, name, template.states)


def _guards(template: Template, where: str, names: Iterable[str]) -> Faults:
    for name in names:
        if name not in template.guards:
            yield unknown("guard", where, name, template.guards)


def _needs(template: Template, where: str, needs: Needs) -> Faults:
    for path in needs.terms:
        if not is_term_path(template, path):
            yield unknown("term", f"{where}.terms", path, term_paths(template))
    for name in needs.documents:
        if name not in template.documents:
            yield unknown("document", f"{where}.documents", name, template.documents)


def _covers(template: Template, where: str, gate: Gate) -> Faults:
    by_role = gate.covers.items() if isinstance(gate.covers, dict) else ((None, gate.covers),)
    asked = {role for step in gate.chain for role in step} | {gate.office}
    for role, paths in by_role:
        place = f"{where}.covers.{role}" if role else f"{where}.covers"
        if role not in (None, "else") and role not in asked:
            yield error(
                "role-not-asked",
                place,
                f"'{role}' is not asked by this gate.",
                "Name a role of its chain, or 'else'.",
                pesan=f"'{role}' tidak diminta dalam persetujuan ini.",
                saran="Sebutkan jabatan dari paraf berjenjangnya, atau 'else'.",
            )
        for path in paths:
            root, _, kind = path.partition(".")
            if root == DOCUMENTS and kind:
                yield from _covered_document(template, place, kind)
            elif path != WHOLE_TERMS and not is_term_path(template, path):
                yield unknown("term", place, path, term_paths(template))


def _covered_document(template: Template, place: str, kind: str) -> Faults:
    document = template.documents.get(kind)
    if document is None:
        yield unknown("document", place, kind, template.documents)
    elif not document.bound:
        yield error(
            "covers-unbound",
            place,
            f"The document '{kind}' is not bound, so no approval can cover it.",
            f"Take 'bound: false' out of the document '{kind}', or out of 'covers'.",
            pesan=f"Dokumen '{kind}' tidak mengikat, sehingga tidak dapat dicakup persetujuan.",
            saran=f"Hapus 'bound: false' pada dokumen '{kind}', atau keluarkan dari 'covers'.",
        )


def _blocks(template: Template, where: str, gate: Gate) -> Faults:
    children = {child.template for child in template.children}
    known = {str(name) for name in StandingName} | children
    for name in gate.blocks:
        if name not in known and name.replace("_", "-") not in known:
            yield unknown("command", f"{where}.blocks", name, known)
