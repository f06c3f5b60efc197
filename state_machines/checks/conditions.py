"""Rules on guards: readable, about facts that exist, neither empty nor overlapping.

What sampling finds is shown with an example. What it does not find may still be so: the rules
here refuse what is surely wrong and warn of what is probably meant otherwise.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from state_machines.checks.findings import Faults, error, warning
from state_machines.checks.samples import sample_facts
from state_machines.errors import Fault, GuardSyntaxError
from state_machines.guards import Condition, Truth
from state_machines.guards.kinds import Record
from state_machines.guards.type_check import check_types
from state_machines.template import Guard, Template, Transition, Trigger
from state_machines.vocabulary import BUDGET_CHECKS, fact_table


def check_guards(template: Template) -> Faults:
    """Every rule on guards; those that sample look only at guards that can be asked."""
    faults, sound = _read(template)
    yield from faults
    if any(fault.severity == "error" for fault in faults):
        return
    used = _used(template)
    for name, condition in sound.items():
        if name not in used:
            yield warning(
                "guard-unused",
                f"guards.{name}",
                f"Nothing asks the guard '{name}'.",
                "Name it under 'when' or 'where', or remove it.",
                pesan=f"Syarat '{name}' tidak dipakai di mana pun.",
                saran="Sebutkan di bawah 'when' atau 'where', atau hapus.",
            )
        yield from _one_guard(template, name, condition)
    yield from _openings(template, sound)
    yield from _overlaps(template, sound)


def _read(template: Template) -> tuple[list[Fault], dict[str, Condition]]:
    faults: list[Fault] = []
    sound: dict[str, Condition] = {}
    for name, guard in template.guards.items():
        where = f"guards.{name}.when"
        unknown_checks = list(_unknown_checks(name, guard))
        if unknown_checks:
            faults.extend(unknown_checks)
            continue
        try:
            condition = Condition.parse(guard.condition)
        except GuardSyntaxError as problem:
            faults.append(
                error(
                    "guard-syntax",
                    where,
                    str(problem),
                    problem.hint,
                    pesan=problem.pesan,
                    saran=problem.saran,
                )
            )
            continue
        table = fact_table(template, each_party=guard.each == "party")
        wrong = check_types(condition.tree, table)
        faults.extend(
            error(each.code, where, each.message, each.hint, pesan=each.pesan, saran=each.saran)
            for each in wrong
        )
        if not wrong:
            sound[name] = condition
    return faults, sound


def _unknown_checks(name: str, guard: Guard) -> Faults:
    """Checks of the budget that do not exist."""
    for check in guard.checks:
        if check in BUDGET_CHECKS:
            continue
        near = difflib.get_close_matches(check, BUDGET_CHECKS, 1, 0.5)
        known = ", ".join(BUDGET_CHECKS)
        yield error(
            "unknown-check",
            f"guards.{name}.checks",
            f"There is no check of the budget '{check}'.",
            f"Did you mean '{near[0]}'?" if near else f"There are: {known}.",
            pesan=f"Tidak ada pemeriksaan anggaran '{check}'.",
            saran=f"Apakah maksudnya '{near[0]}'?" if near else f"Yang ada: {known}.",
        )


def _used(template: Template) -> set[str]:
    steps = {name for each in template.transitions.values() for name in each.when}
    gates = {name for each in template.gates.values() for name in (*each.opens.when, each.where)}
    return steps | {name for name in gates if name}


def _one_guard(template: Template, name: str, condition: Condition) -> Faults:
    """A guard that is never true, or never false, decides nothing."""
    table = _table(template, (name,))
    answers = {condition.truth(facts) for facts in sample_facts([condition], table)}
    where = f"guards.{name}.when"
    if Truth.TRUE not in answers:
        yield warning(
            "guard-never-true",
            where,
            f"'{condition.text}' is never true.",
            "Look for a contradiction, or && where || is meant.",
            pesan=f"'{condition.text}' tidak pernah terpenuhi.",
            saran="Periksa apakah ada yang bertentangan, atau && tertulis padahal yang dimaksud "
            "||.",
        )
    elif answers == {Truth.TRUE}:
        yield warning(
            "guard-always-true",
            where,
            f"'{condition.text}' is always true.",
            "Remove it, or look for || where && is meant.",
            pesan=f"'{condition.text}' selalu terpenuhi.",
            saran="Hapus, atau periksa apakah || tertulis padahal yang dimaksud &&.",
        )


def _openings(template: Template, sound: Mapping[str, Condition]) -> Faults:
    """Nobody can be asked about a missing fact when a gate opens by itself."""
    for name, gate in template.gates.items():
        condition = sound.get(gate.where or "")
        if not gate.opens.on_entry or condition is None:
            continue
        if condition.truth({}) is Truth.UNKNOWN:
            missing = ", ".join(condition.explain({"party": {}}).missing)
            yield warning(
                "where-may-be-unknown",
                f"gates.{name}.where",
                f"'{name}' opens by itself, but who is asked depends on {missing}, "
                "which may not be stated.",
                "Let a person open it with 'by' and 'as', or need those terms before.",
                pesan=f"'{name}' dibuka dengan sendirinya, padahal siapa yang diminta "
                "bergantung pada "
                f"{missing}, yang mungkin belum diisi.",
                saran="Biarkan seseorang membukanya dengan 'by' dan 'as', atau wajibkan isian itu "
                "lebih dahulu.",
            )


def _overlaps(template: Template, sound: Mapping[str, Condition]) -> Faults:
    """What one cause sets off is one step: never two, and seldom none."""
    for state, _, names in _rivals(template):
        transitions = [template.transitions[name] for name in names]
        if any(not transition.when for transition in transitions):
            if len(names) > 1:
                yield _overlap(names, state, _UNGUARDED, ("", ""))
            continue
        if any(guard not in sound for each in transitions for guard in each.when):
            continue
        yield from _sampled(template, sound, state, names)


def _rivals(template: Template) -> Iterator[tuple[str, Trigger, list[str]]]:
    groups: dict[tuple[str, str], tuple[Trigger, list[str]]] = {}
    for name, transition in template.transitions.items():
        if transition.on is not None:
            for state in transition.from_:
                key = (state, transition.on.model_dump_json())
                groups.setdefault(key, (transition.on, []))[1].append(name)
    for (state, _), (trigger, names) in groups.items():
        yield state, trigger, names


def _sampled(
    template: Template, sound: Mapping[str, Condition], state: str, names: list[str]
) -> Faults:
    used = list(dict.fromkeys(g for name in names for g in template.transitions[name].when))
    conditions = [sound[guard] for guard in used]
    table = _table(template, used)
    for facts in sample_facts(conditions, table):
        open_ = [n for n in names if _passes(template.transitions[n], sound, facts)]
        if len(open_) > 1:
            yield _overlap(open_, state, _TOGETHER, (_shown(facts), _shown(facts, "id")))
            return
    for facts in sample_facts(conditions, table):
        if any(condition.truth(facts) is Truth.UNKNOWN for condition in conditions):
            continue
        if not any(_passes(template.transitions[n], sound, facts) for n in names):
            yield warning(
                "nothing-follows",
                f"transitions.{names[0]}.when",
                f"In '{state}' no guard of {' or '.join(names)} is true{_shown(facts)}; "
                "then nothing follows.",
                "Add a transition for that case, if something should follow.",
                pesan=f"Pada '{state}' tidak ada syarat dari {' atau '.join(names)} yang "
                f"terpenuhi{_shown(facts, 'id')}; maka tidak ada yang terjadi.",
                saran="Tambahkan langkah untuk keadaan itu, bila seharusnya ada yang terjadi.",
            )
            return


def _passes(transition: Transition, sound: Mapping[str, Condition], facts: dict[str, Any]) -> bool:
    return all(sound[guard].truth(facts) is Truth.TRUE for guard in transition.when)


_UNGUARDED = ("one of them has no guard", "salah satunya tidak bersyarat")
_TOGETHER = (
    "their guards can be true together",
    "syarat keduanya dapat terpenuhi bersamaan",
)


def _overlap(
    names: list[str], state: str, reason: tuple[str, str], shown: tuple[str, str]
) -> Fault:
    (why, mengapa), (example, contoh) = reason, shown
    return error(
        "overlapping-guards",
        f"transitions.{names[1]}",
        f"In '{state}' the same cause leads to {' and to '.join(names)}: {why}{example}.",
        f"Give '{names[1]}' a guard that excludes '{names[0]}', for example with ! before it.",
        pesan=f"Pada '{state}' satu sebab menimbulkan {' dan '.join(names)}: {mengapa}{contoh}.",
        saran=f"Beri '{names[1]}' syarat yang tidak berlaku bersama '{names[0]}', misalnya "
        "dengan ! di depannya.",
    )


def _table(template: Template, guards: tuple[str, ...] | list[str]) -> Record:
    each = any(template.guards[name].each for name in guards if name in template.guards)
    return fact_table(template, each_party=each)


def _shown(facts: Mapping[str, Any], language: str = "en") -> str:
    parts: list[str] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, Mapping):
            for key, inner in list(value.items())[:8]:
                walk(inner, f"{path}.{key}" if path else str(key))
        elif path != "year":
            parts.append(f"{path} = {str(value).lower() if isinstance(value, bool) else value}")

    walk(facts, "")
    such = "misalnya bila" if language == "id" else "for example when"
    return f" ({such} {', '.join(parts[:4])})" if parts else ""
