"""Rules on states and transitions as a graph.

1. At most 200 states and 500 transitions.
2. Exactly one initial state, which is not final; at least one final state.
3. A state has a stage or is final, never both.
4. Every state can be reached from the initial one.
5. Every state that is not final has a way out, and a path to a final state; a final one has none.

Edges are transitions as written: whether a guard ever lets somebody pass is for `conditions`.
"""

from __future__ import annotations

from collections.abc import Mapping

from state_machines.checks.findings import Faults, error
from state_machines.template import Template

MAX_STATES = 200
MAX_TRANSITIONS = 500


def check_size(template: Template) -> Faults:
    """Nobody can read a larger workflow, and the machine's cost grows faster than its size."""
    for kind, count, limit in (
        ("states", len(template.states), MAX_STATES),
        ("transitions", len(template.transitions), MAX_TRANSITIONS),
    ):
        if count > limit:
            yield error(
                "too-many",
                kind,
                f"There are {count} {kind}; at most {limit} are allowed.",
                "Split the workflow: a child template can carry a part of it.",
                pesan=f"Bagian '{kind}' memuat {count} isian; paling banyak {limit}.",
                saran="Bagi alur ini: sebagian dapat menjadi alur turunan.",
            )


def check_ends(template: Template) -> Faults:
    """One beginning, at least one end."""
    initial = [name for name, state in template.states.items() if state.initial]
    if not initial:
        yield error(
            "no-initial",
            "states",
            "No state is the initial one.",
            "Write 'initial: true' in the state where an agreement begins.",
            pesan="Tidak ada tahap awal.",
            saran="Tulis 'initial: true' pada tahap tempat kerja sama bermula.",
        )
    for name in initial[1:]:
        yield error(
            "several-initial",
            f"states.{name}.initial",
            f"'{initial[0]}' already is the initial state.",
            "Keep 'initial: true' in one state only.",
            pesan=f"'{initial[0]}' sudah menjadi tahap awal.",
            saran="Cukup satu tahap yang memuat 'initial: true'.",
        )
    for name in initial:
        if template.states[name].final:
            yield error(
                "initial-final",
                f"states.{name}.final",
                f"'{name}' is the initial state and final at once.",
                "Remove one of the two.",
                pesan=f"'{name}' menjadi tahap awal sekaligus tahap akhir.",
                saran="Hapus salah satunya.",
            )
    if not any(state.final for state in template.states.values()):
        yield error(
            "no-final",
            "states",
            "No state is final, so an agreement would never be over.",
            "Add a state with 'final: completed'.",
            pesan="Tidak ada tahap akhir, sehingga kerja sama tidak pernah selesai.",
            saran="Tambahkan tahap dengan 'final: completed'.",
        )


def check_stages(template: Template) -> Faults:
    """Each state belongs to one of the five stages or is final."""
    for name, state in template.states.items():
        if state.final is None and state.stage is None:
            yield error(
                "missing-stage",
                f"states.{name}",
                f"'{name}' belongs to no stage.",
                "Add 'stage:' with proposal, negotiation, signing, implementation or evaluation.",
                pesan=f"'{name}' tidak termasuk tahapan mana pun.",
                saran="Tambahkan 'stage:' dengan proposal, negotiation, signing, implementation, "
                "atau evaluation.",
            )
        if state.final is not None and state.stage is not None:
            yield error(
                "final-in-stage",
                f"states.{name}.stage",
                f"'{name}' is final and belongs to a stage as well.",
                "Remove 'stage' from a final state.",
                pesan=f"'{name}' adalah tahap akhir, tetapi juga termasuk suatu tahapan.",
                saran="Hapus 'stage' dari tahap akhir.",
            )


def check_reachable(template: Template) -> Faults:
    """A state that nothing leads to is a mistake or a leftover."""
    initial = [name for name, state in template.states.items() if state.initial]
    if not initial:
        return
    reached = _closure(initial[0], _edges(template))
    for name in template.states:
        if name not in reached:
            yield error(
                "unreachable",
                f"states.{name}",
                f"No path leads from '{initial[0]}' to '{name}'.",
                f"Add a transition with 'to: {name}', or remove the state.",
                pesan=f"Tidak ada jalan dari '{initial[0]}' ke '{name}'.",
                saran=f"Tambahkan langkah dengan 'to: {name}', atau hapus tahap itu.",
            )


def check_way_out(template: Template) -> Faults:
    """No agreement may get stuck."""
    forth = _edges(template)
    back: dict[str, set[str]] = {name: set() for name in template.states}
    for source, targets in forth.items():
        for target in targets:
            back[target].add(source)
    finals = [name for name, state in template.states.items() if state.final]
    ending = set().union(*(_closure(name, back) for name in finals)) if finals else set()
    for name, state in template.states.items():
        out = forth[name] - {name}
        if state.final and forth[name]:
            yield error(
                "final-left",
                f"states.{name}.final",
                f"'{name}' is final, but transitions lead out of it.",
                f"Take '{name}' out of their 'from', or remove 'final'.",
                pesan=f"'{name}' adalah tahap akhir, tetapi ada langkah yang keluar darinya.",
                saran=f"Keluarkan '{name}' dari 'from' langkah itu, atau hapus 'final'.",
            )
        elif not state.final and not out:
            yield error(
                "dead-end",
                f"states.{name}",
                f"Nothing leads out of '{name}'.",
                f"Add a transition with 'from: {name}', or make the state final.",
                pesan=f"Tidak ada langkah yang keluar dari '{name}'.",
                saran=f"Tambahkan langkah dengan 'from: {name}', atau jadikan tahap akhir.",
            )
        elif not state.final and finals and name not in ending:
            yield error(
                "no-path-to-end",
                f"states.{name}",
                f"From '{name}' no final state can be reached.",
                "Add a transition that leads towards a final state.",
                pesan=f"Dari '{name}' tidak ada jalan ke tahap akhir.",
                saran="Tambahkan langkah yang menuju tahap akhir.",
            )


def _edges(template: Template) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {name: set() for name in template.states}
    for transition in template.transitions.values():
        for source in transition.from_:
            if source in edges and transition.to in edges:
                edges[source].add(transition.to)
    return edges


def _closure(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for target in edges[waiting.pop()] - reached:
            reached.add(target)
            waiting.append(target)
    return reached
