"""What each private event does to a party's own track; the counterpart of `folding`."""

from __future__ import annotations

from kadflow.domain.agreements import ChainRecord, PartyTrack, StepRecord, binding_of
from kadflow.domain.events import Event
from kadflow.engine.folding import Parts


def fold_track(track: PartyTrack | None, event: Event, parts: Parts) -> PartyTrack:
    """Bring a party's track one event further.

    Args:
        track: The track so far; None before the first event.
        event: The next event of the party's private stream.
        parts: Contents by name; None or absent for sealed ones.
    """
    if track is None:
        track = PartyTrack(party=event.stream)
    data = event.data
    if event.kind == "chain.started":
        _start(track, event)
    elif event.kind == "decision.made":
        step = _step(track, data["gate"], data["office"], data["role"])
        step.answer = data["answer"]
        step.person = event.actor.person
        step.number = event.number
        step.binding = binding_of(data["covers"])
        step.conditions = [
            content.decode()
            for name, content in sorted(parts.items())
            if name.startswith("condition.") and content is not None
        ]
        step.valid = True
    elif event.kind == "decision.voided":
        _step(track, data["gate"], data["office"], data["role"]).valid = False
    elif event.kind in {"decision.withdrawn", "chain.resumed"}:
        step = _step(track, data["gate"], data["office"], data["role"])
        step.answer = None
        step.person = None
        step.number = None
        step.binding = ""
        step.conditions = []
    elif event.kind == "progress.drafted":
        draft = track.drafts.setdefault(data["period"], {})
        draft.update(dict.fromkeys(data["sections"], event.number))
    elif event.kind == "progress.sent":
        track.drafts.pop(data["period"], None)
    track.version = event.number
    return track


def _start(track: PartyTrack, event: Event) -> None:
    data = event.data
    before = track.chains.get(data["gate"])
    steps = {
        (step.role, step.office): step
        for group in (before.groups if before else [])
        for step in group
    }
    groups = [
        [
            steps[entry["role"], entry["office"]]
            if entry["kept"]
            else StepRecord(role=entry["role"], office=entry["office"])
            for entry in group
        ]
        for group in data["groups"]
    ]
    track.chains[data["gate"]] = ChainRecord(
        gate=data["gate"], round=data["round"], groups=groups, version=data["chain"]
    )


def _step(track: PartyTrack, gate: str, office: str, role: str) -> StepRecord:
    for group in track.chains[gate].groups:
        for step in group:
            if step.office == office and step.role == role:
                return step
    message = f"office {office} has no step as {role} in the chain of gate {gate}"
    raise ValueError(message)
