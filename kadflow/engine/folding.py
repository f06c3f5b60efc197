"""What each shared event does to the record of its agreement.

`fold` is the only writer of `AgreementRecord`: a command's effect and a rebuild from history run
through the same lines, so that a row always equals its replay. It believes the event: whether
something was allowed is decided before, never here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kadflow.domain.agreements import (
    AgreementRecord,
    AnswerRecord,
    AskedRecord,
    ChildRecord,
    DeadlineRecord,
    DocumentRecord,
    ElectorRecord,
    FindingRecord,
    ObligationRecord,
    PartyRecord,
    ReachedRecord,
    ReportRecord,
    RoundRecord,
    binding_of,
    deadline_key,
)
from kadflow.domain.agreements import TermValue as Term
from kadflow.domain.events import Event
from kadflow.engine.naming import series_of

HELD_BYTES = 400
"""Term values of at most this many canonical bytes are held in the row; longer ones are read
from their part."""

Parts = Mapping[str, bytes | None]


def fold(record: AgreementRecord | None, event: Event, parts: Parts) -> AgreementRecord:
    """Bring the record one event further.

    Args:
        record: The record so far; None before the first event.
        event: The next event of the shared stream.
        parts: Contents by name; None or absent for sealed ones.

    Returns:
        The same record, changed in place, or a new one for the first event.
    """
    if event.kind in {"agreement.created", "agreement.registered"}:
        record = _begin(event, parts)
    elif record is not None:
        handler = _HANDLERS.get(event.kind)
        if handler is not None:
            handler(record, event, parts)
    else:
        message = f"the history of {event.stream} does not begin with its creation"
        raise ValueError(message)
    record.version = event.number
    return record


def _begin(event: Event, parts: Parts) -> AgreementRecord:
    data = event.data
    record = AgreementRecord(
        id=event.stream,
        number=data["number"],
        template=event.template or "",
        template_key=data["template_key"],
        state=data["state"],
        stage=data["stage"],
        provenance="created" if event.kind == "agreement.created" else "registered",
        parent=data.get("parent"),
        purpose=data.get("purpose"),
        joining=data.get("joining"),
        ground=data.get("ground"),
        created_on=event.effective_on.date,
        state_since=event.effective_on.date,
        signed_on=data.get("signed_on"),
        numbers=dict(data.get("numbers", {})),
        parties=[_party(entry, parts) for entry in data["parties"]],
    )
    _set_terms(record, event, parts)
    return record


def _party(entry: Mapping[str, Any], parts: Parts) -> PartyRecord:
    name = parts.get(f"party.{entry['id']}.name")
    return PartyRecord(
        id=entry["id"],
        organisation=entry["organisation"],
        position=entry["position"],
        name=name.decode() if name is not None else "",
        kind=entry["kind"],
        level=entry["level"],
        zone=entry["zone"],
        initiating=entry["initiating"],
        accepted=entry["initiating"] or entry.get("accepted", False),
        participation=entry["participation"],
    )


def _set_terms(record: AgreementRecord, event: Event, parts: Parts) -> None:
    drafter = event.actor.person or event.actor.principal
    for change in event.changes:
        if change.new is None:
            record.terms.pop(change.path, None)
            continue
        content = parts.get(change.path)
        held = content is not None and len(content) <= HELD_BYTES
        value = msgspec.json.decode(content)["value"] if held and content is not None else None
        record.terms[change.path] = Term(
            digest=change.new, number=event.number, value=value, held=held, drafter=drafter
        )


def _document(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.documents[data["kind"]] = DocumentRecord(
        id=data["document"], version=data["version"], digest=data["digest"], number=event.number
    )
    record.compared.pop(data["kind"], None)


def _document_numbered(record: AgreementRecord, event: Event, parts: Parts) -> None:
    data, number = event.data, parts.get("number")
    numbers = record.document_numbers.setdefault(data["kind"], {})
    numbers[data["party"]] = number.decode() if number is not None else ""


def _document_compared(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.compared.setdefault(data["kind"], {})[data["party"]] = data["result"]


def _gate_opened(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    previous = record.rounds.get(data["gate"])
    carried = set(data["carried"])
    if previous is not None and previous.outcome != "approved":
        for elector in previous.electors:
            if elector.party not in carried:
                _drop_conditions(record, data["gate"], elector)
    electors = []
    for entry in data["electors"]:
        elector = ElectorRecord(
            party=entry["party"],
            office=entry["office"],
            chain=entry["chain"],
            weight=entry["weight"],
        )
        before = previous.elector(entry["party"]) if previous else None
        if before is not None and entry["party"] in carried:
            elector.answer = before.answer
        electors.append(elector)
    record.rounds[data["gate"]] = RoundRecord(
        id=data["round_id"],
        gate=data["gate"],
        round=data["round"],
        opened_on=event.effective_on,
        opened_at=event.recorded_at,
        number=event.number,
        electors=electors,
        cause=data["cause"],
        reconfirming=data["reconfirming"],
    )


def _elector(record: AgreementRecord, data: Mapping[str, Any]) -> ElectorRecord:
    elector = record.rounds[data["gate"]].elector(data["party"])
    if elector is None:
        message = f"party {data['party']} is not asked at gate {data['gate']}"
        raise ValueError(message)
    return elector


def _answer_given(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    _elector(record, data).answer = AnswerRecord(
        answer=data["answer"],
        number=event.number,
        effective_on=event.effective_on.date,
        office=event.actor.office,
        person=event.actor.person,
        capacity=event.actor.capacity,
        binding=binding_of(data["covers"]),
        deemed=data["deemed"],
    )
    party = record.party(data["party"])
    if party is not None and data["answer"] in {"approve", "approve_with_conditions"}:
        party.accepted = True


def _answer_voided(record: AgreementRecord, event: Event, _: Parts) -> None:
    elector = _elector(record, event.data)
    if elector.answer is not None:
        _drop_conditions(record, event.data["gate"], elector)
        elector.answer.valid = False


def _answer_withdrawn(record: AgreementRecord, event: Event, _: Parts) -> None:
    elector = _elector(record, event.data)
    _drop_conditions(record, event.data["gate"], elector)
    elector.answer = None


def _drop_conditions(record: AgreementRecord, gate: str, elector: ElectorRecord) -> None:
    """The conditions of an answer bind as long as it stands; the next answer brings its own."""
    given = elector.answer.number if elector.answer is not None else 0
    record.obligations = [
        o
        for o in record.obligations
        if (o.gate, o.party) != (gate, elector.party)
        or o.number < given
        or o.met_on is not None
        or o.outcome is not None
    ]


def _receipt(record: AgreementRecord, event: Event, _: Parts) -> None:
    _elector(record, event.data).received_on = event.effective_on.date


def _gate_closed(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.rounds[event.data["gate"]].outcome = event.data["outcome"]


def _transition(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.state = data["to"]
    record.stage = data["stage"]
    record.state_since = event.effective_on.date
    for found in record.rounds.values():
        found.settled = found.settled or found.outcome is not None
    if data["in_force"] and record.signed_on is None:
        record.signed_on = event.effective_on.date


def _standing(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.standing = event.data["to"]


def _asked(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.asked[data["gate"]] = AskedRecord(
        command=data["command"], party=data["party"], ground=data["ground"]
    )


def _obligation(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.obligations.append(
        ObligationRecord(
            id=data["obligation"],
            gate=data["gate"],
            party=data["party"],
            number=event.number,
            part="text",
            added_on=data.get("added_on", ""),
            origin=data.get("origin", "condition"),
            due_on=data.get("due_on"),
            agreed=data.get("agreed", False),
            office=data.get("office"),
            clause=data.get("clause"),
            meeting=data.get("meeting"),
        )
    )


def _obligation_changed(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    owed = next(o for o in record.obligations if o.id == data["obligation"])
    match event.kind:
        case "obligation.accepted":
            owed.agreed = True
        case "obligation.scheduled":
            owed.due_on, owed.agreed = data["due_on"], data["agreed"]
        case "obligation.met":
            owed.met_on, owed.claim = event.effective_on.date, event.number
            owed.confirmed_by, owed.disputed_by = [], []
        case "obligation.confirmed":
            owed.disputed_by = [each for each in owed.disputed_by if each != data["by"]]
            owed.confirmed_by = [*owed.confirmed_by, data["by"]]
        case "obligation.disputed":
            owed.confirmed_by = [each for each in owed.confirmed_by if each != data["by"]]
            owed.disputed_by = [*owed.disputed_by, data["by"]]
        case "obligation.ended":
            owed.outcome, owed.ended = data["outcome"], event.number
        case _:
            pass


def _finding(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.findings.append(
        FindingRecord(
            id=data["finding"],
            rule=data["rule"],
            number=event.number,
            party=data.get("party"),
            gate=data.get("gate"),
        )
    )


def _cured(record: AgreementRecord, event: Event, _: Parts) -> None:
    for finding in record.findings:
        if finding.id == event.data["finding"]:
            finding.cured_by, finding.cure = event.number, event.data["by"]


def _participation(record: AgreementRecord, event: Event, _: Parts) -> None:
    party = record.party(event.data["party"])
    if party is not None:
        party.participation = event.data["to"]


def _reviewed(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.reviewed[str(event.data["entry"])] = event.data["recorded"]


def _deadline_set(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.deadlines = [d for d in record.deadlines if d.id != data["deadline"]]
    made = DeadlineRecord(
        id=data["deadline"],
        name=data["name"],
        effect=data["effect"],
        due_on=data["due_on"],
        due_at=data["due_at"],
        subject=data["subject"],
    )
    if (
        "start" in data
    ):  # what older entries lack stays out of the record, so a row equals its replay
        made.start = data["start"]
        made.calendar = data["calendar"]
        made.verified = data["verified"] or data["agreed"]
    record.deadlines.append(made)


def _deadline_gone(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.deadlines = [d for d in record.deadlines if d.id != event.data["deadline"]]


def _deadline(record: AgreementRecord, event: Event) -> DeadlineRecord:
    found = next((d for d in record.deadlines if d.id == event.data["deadline"]), None)
    if found is None:
        message = f"there is no open deadline {event.data['deadline']}"
        raise ValueError(message)
    return found


def _deadline_moved(record: AgreementRecord, event: Event, _: Parts) -> None:
    data, moved = event.data, _deadline(record, event)
    moved.due_on = data["due_on"]
    moved.due_at = data["due_at"]
    moved.calendar = data["calendar"]
    moved.revision += 1


def _deadline_paused(record: AgreementRecord, event: Event, _: Parts) -> None:
    _deadline(record, event).paused_on = event.effective_on.date


def _deadline_resumed(record: AgreementRecord, event: Event, parts: Parts) -> None:
    resumed = _deadline(record, event)
    resumed.pauses = [*resumed.pauses, (resumed.paused_on or "", event.effective_on.date)]
    resumed.paused_on = None
    _deadline_moved(record, event, parts)


def _deadline_settled(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.overdue = [d for d in record.overdue if d.id != event.data["deadline"]]


def _deadline_flagged(record: AgreementRecord, event: Event, _: Parts) -> None:
    for passed in record.reached.values():
        if passed.id == event.data["deadline"]:
            passed.flagged = event.data["would_be"]


def _asked_decided(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.asked.pop(event.data["gate"], None)
    if event.data["command"] == "terminate" and event.data["approved"]:
        record.standing = "terminated"


def _deadline_reached(record: AgreementRecord, event: Event, parts: Parts) -> None:
    data = event.data
    passed = next((d for d in record.deadlines if d.id == data["deadline"]), None)
    _deadline_gone(record, event, parts)
    series = series_of(data["name"])
    record.fired[series] = data["due_on"]
    if passed is None or not passed.start:
        return
    record.reached[deadline_key(series, passed.subject)] = ReachedRecord(
        id=passed.id,
        name=passed.name,
        start=passed.start,
        due_on=passed.due_on,
        effect=passed.effect,
        subject=passed.subject,
        calendar=passed.calendar,
        pauses=passed.pauses,
    )
    record.overdue = [d for d in record.overdue if d.key != passed.key]
    if data.get("outstanding"):
        record.overdue.append(passed)


def _child_opened(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    record.children.append(
        ChildRecord(id=data["child"], template=data["template_key"], purpose=data["purpose"])
    )


def _parent_linked(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.parent = event.data["parent"]


def _child_closed(record: AgreementRecord, event: Event, _: Parts) -> None:
    for child in record.children:
        if child.id == event.data["child"]:
            child.open = False
            child.concluded = event.data["concluded"]


def _party_joined(record: AgreementRecord, event: Event, parts: Parts) -> None:
    record.parties.append(_party(event.data, parts))


def _party_registered(record: AgreementRecord, event: Event, parts: Parts) -> None:
    """More parties of a registered agreement than its first event can name."""
    record.parties.extend(_party(entry, parts) for entry in event.data["parties"])
    record.numbers.update(event.data["numbers"])


def _party_left(record: AgreementRecord, event: Event, _: Parts) -> None:
    party = record.party(event.data["party"])
    if party is not None:
        party.left_on = event.effective_on.date


def _evaluation_opened(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.evaluating[event.data["evaluation"]] = event.data["kind"]


def _evaluation_closed(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.evaluating.pop(event.data["evaluation"], None)
    record.evaluated[event.data["kind"]] = event.number


def _evaluation_lapsed(record: AgreementRecord, event: Event, _: Parts) -> None:
    record.evaluating.pop(event.data["evaluation"], None)


def _progress(record: AgreementRecord, event: Event, _: Parts) -> None:
    data = event.data
    if "awaits" not in data:  # of before it was noted: rows of then hold nothing of reports
        return
    record.reporting.pop(data["report"], None)
    if data["awaits"] is not None:
        record.reporting[data["report"]] = ReportRecord(
            party=data["party"], period=data["period"], awaits=data["awaits"]
        )


_HANDLERS: dict[str, Callable[[AgreementRecord, Event, Parts], None]] = {
    "terms.edited": _set_terms,
    "agreement.amended": _set_terms,
    "document.added": _document,
    "document.numbered": _document_numbered,
    "document.compared": _document_compared,
    "gate.opened": _gate_opened,
    "gate.closed": _gate_closed,
    "answer.given": _answer_given,
    "answer.voided": _answer_voided,
    "answer.withdrawn": _answer_withdrawn,
    "receipt.recorded": _receipt,
    "transition.taken": _transition,
    "standing.asked": _asked,
    "standing.decided": _asked_decided,
    "standing.changed": _standing,
    "obligation.added": _obligation,
    "obligation.accepted": _obligation_changed,
    "obligation.scheduled": _obligation_changed,
    "obligation.met": _obligation_changed,
    "obligation.confirmed": _obligation_changed,
    "obligation.disputed": _obligation_changed,
    "obligation.ended": _obligation_changed,
    "finding.raised": _finding,
    "finding.cured": _cured,
    "deadline.set": _deadline_set,
    "deadline.withdrawn": _deadline_gone,
    "deadline.reached": _deadline_reached,
    "deadline.moved": _deadline_moved,
    "deadline.paused": _deadline_paused,
    "deadline.resumed": _deadline_resumed,
    "deadline.settled": _deadline_settled,
    "deadline.flagged": _deadline_flagged,
    "child.opened": _child_opened,
    "child.linked": _child_opened,
    "parent.linked": _parent_linked,
    "child.closed": _child_closed,
    "party.joined": _party_joined,
    "party.registered": _party_registered,
    "party.left": _party_left,
    "participation.changed": _participation,
    "entry.reviewed": _reviewed,
    "evaluation.opened": _evaluation_opened,
    "evaluation.closed": _evaluation_closed,
    "evaluation.lapsed": _evaluation_lapsed,
    "progress.submitted": _progress,
    "progress.accepted": _progress,
    "progress.returned": _progress,
    "progress.reopened": _progress,
}
