"""What both pictures show: columns of states, and the steps that leave each state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from state_machines.template import Stage, Template, Transition, Words

Language: TypeAlias = Literal["id", "en"]
Cause: TypeAlias = Literal["person", "gate", "deadline", "command"]

STAGE_WORDS: Final[dict[str, Words]] = {
    Stage.PROPOSAL: Words(id="Persiapan dan Penawaran", en="Preparation and Offer"),
    Stage.NEGOTIATION: Words(id="Pembahasan", en="Negotiation"),
    Stage.SIGNING: Words(id="Penandatanganan", en="Signing"),
    Stage.IMPLEMENTATION: Words(id="Pelaksanaan", en="Implementation"),
    Stage.EVALUATION: Words(id="Evaluasi dan Pelaporan", en="Evaluation and Reporting"),
    "final": Words(id="Akhir", en="End"),
}
CAUSE_WORDS: Final[dict[Cause, Words]] = {
    "person": Words(id="oleh petugas", en="by a person"),
    "gate": Words(id="oleh hasil persetujuan", en="by the outcome of a gate"),
    "deadline": Words(id="oleh waktu", en="by time"),
    "command": Words(id="oleh perintah khusus", en="by a standing command"),
}


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """One way out of a state, as a person reads it."""

    event: str
    label: str
    target: str
    cause: Cause


def say(words: Words, language: Language) -> str:
    """The text in one language."""
    return words.id if language == "id" else words.en


def columns(template: Template) -> dict[str, list[str]]:
    """States by stage in the order of an agreement's life, final ones last; none empty."""
    found: dict[str, list[str]] = {name: [] for name in STAGE_WORDS}
    for name, state in template.states.items():
        found["final" if state.final or state.stage is None else state.stage].append(name)
    return {name: states for name, states in found.items() if states}


def steps_from(template: Template, state: str, language: Language) -> list[DrawnStep]:
    """The steps that leave a state, in the order of the template."""
    return [
        DrawnStep(name, say(each.title, language), each.to, _cause(each))
        for name, each in template.transitions.items()
        if state in each.from_
    ]


def _cause(transition: Transition) -> Cause:
    on = transition.on
    if on is None:
        return "person"
    if on.gate is not None:
        return "gate"
    return "deadline" if on.deadline is not None else "command"
