"""Writes what was decided: events, rows, tasks and notices, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord, PartyRecord, PartyTrack
from kadflow.domain.events import Sealed
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.naming import OWED
from kadflow.engine.rounds import offices_asked
from kadflow.services.additions import Additions
from kadflow.services.budget_rows import write_budget
from kadflow.services.deadline_rows import project_deadline
from kadflow.services.document_numbers import number_rows, numbers_of
from kadflow.services.evaluation_rows import evaluation_tasks, project_evaluation
from kadflow.services.event_rows import decision_row, document_row, finding_row, gate_row
from kadflow.services.ledger import Ledger
from kadflow.services.notices import notice_rows
from kadflow.services.progress_rows import progress_tasks
from kadflow.services.result_rows import (
    moves_obligations,
    obligation_rows,
    project_indicator,
)
from kadflow.storage import agreements as rows
from kadflow.storage import chapters, document_numbers, history
from kadflow.storage import notices as outbox
from kadflow.storage import results as result_rows
from kadflow.storage.transactions import Transaction

MAX_TITLE = 300

TaskKey = tuple[str, str, str, str]
"""Party, office, gate or deadline or evaluation or report, kind."""

ASKING_EFFECTS = frozenset({"renew", "complete_term"})
"""Effects of deadlines that leave something to do until it is done."""

PLACE = ("stage", "parent", "ends_on")
Place = tuple[str, str | None, str | None]
"""The columns of an agreement's row that have indexes and may change."""

_OF_PARTY_ROW = frozenset({"party.left", "participation.changed"})
"""Kinds of events that change a party's row beside its track."""

_json = msgspec.json.encode


def write_streams(tx: Transaction, ledger: Ledger) -> None:
    """Write the ledger's events and move the ends of its streams."""
    if ledger.kinds:
        history.insert_streams(tx, _begun(ledger))
    history.advance_streams(
        tx,
        [
            {
                "key": head.stream,
                "length": head.number,
                "head": head.digest,
                "recorded_at": head.recorded_at,
            }
            for head in ledger.heads()
            if head.stream in ledger.before
        ],
    )
    if ledger.events:
        history.insert_events(tx, ledger.events)


def _begun(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "id": head.stream,
            "kind": ledger.kinds[head.stream],
            "length": head.number,
            "head": head.digest,
            "recorded_at": head.recorded_at or None,
        }
        for head in ledger.heads()
        if head.stream not in ledger.before
    ]


def tasks(deliberation: Deliberation) -> set[TaskKey]:
    """What offices have to do because of the record as it stands now."""
    found: set[TaskKey] = set()
    for name, opened in deliberation.record.rounds.items():
        if not opened.is_open:
            continue
        for elector in opened.electors:
            if elector.answer is not None and elector.answer.valid:
                continue
            voided = elector.answer is not None
            for office in offices_asked(deliberation, name, elector):
                found.add((elector.party, office, name, "reconfirm" if voided else "decide"))
    if deliberation.record.evaluating:
        found |= evaluation_tasks(deliberation)
    if deliberation.record.reporting or deliberation.record.overdue:
        found |= progress_tasks(deliberation)
    for passed in deliberation.record.overdue:
        if passed.effect in ASKING_EFFECTS:
            for party in deliberation.record.active_parties:
                if passed.subject in {None, party.id}:
                    for office in deliberation.coordinators(party):
                        found.add((party.id, office, passed.name, passed.effect))
    return found | _owed(deliberation)


def _owed(deliberation: Deliberation) -> set[TaskKey]:
    """What secretariats have to do about obligations: agree, or meet what is overdue or disputed."""
    record = deliberation.record
    overdue = {passed.subject for passed in record.overdue}
    found: set[TaskKey] = set()
    for owed in record.obligations:
        party = record.party(owed.party)
        if party is None or party.left_on is not None or not owed.is_open:
            continue
        if owed.origin != "condition" and not owed.agreed:
            kind = "accept_obligation"
        elif owed.disputed_by or owed.id in overdue:
            kind = "meet_obligation"
        else:
            continue
        for office in deliberation.coordinators(party):
            found.add((party.id, office, f"{OWED}{owed.number}", kind))
    return found


def write_agreement(
    tx: Transaction,
    deliberation: Deliberation,
    *,
    created: bool,
    tasks_before: set[TaskKey],
    tracks_before: dict[str, int],
    places_before: Place | None,
    new_id: Callable[[], str],
    source_ref: str | None = None,
) -> None:
    """Write an agreement's row and everything that hangs on it."""
    record = deliberation.record
    if created:
        rows.insert_agreement(
            tx,
            {
                **columns(deliberation),
                "id": record.id,
                "number": record.number,
                "template": record.template,
                "provenance": record.provenance,
                "source_ref": source_ref,
                "created_at": deliberation.stamp,
            },
        )
        _insert_parties(tx, deliberation, record.parties)
    else:
        if any(sealed.event.stream == record.id for sealed in deliberation.events):
            _update_row(tx, deliberation, places_before)
        _update_parties(tx, deliberation, tracks_before)
    added = Additions(tx)
    for sealed in deliberation.events:
        _project(tx, added, deliberation, sealed, new_id)
    if any(moves_obligations(sealed.event.kind) for sealed in deliberation.events):
        result_rows.put_obligations(tx, record.id, obligation_rows(record))
    for name, chapter in deliberation.turned.items():
        chapters.put_chapter(
            tx,
            agreement=record.id,
            name=name,
            version=chapter.version,
            record=chapters.encode_chapter(chapter),
        )
    write_budget(tx, deliberation)
    _change_tasks(tx, added, deliberation, tasks_before, new_id)
    _tell(added, deliberation, new_id)
    added.write()


def write_new_agreements(
    tx: Transaction,
    cases: Sequence[tuple[Deliberation, Ledger, str | None]],
    new_id: Callable[[], str],
) -> None:
    """Write many new agreements at once: the same rows as `write_agreement` and `write_streams`.

    Args:
        tx: The caller's transaction.
        cases: Each with the ledger that holds only its own streams, all begun in it, and with
            the reference of its source; parents before their children.
        new_id: Gives ids for the rows that hang on them.
    """
    rows.insert_agreements(
        tx,
        [
            {
                **columns(deliberation),
                "id": deliberation.record.id,
                "number": deliberation.record.number,
                "template": deliberation.record.template,
                "provenance": deliberation.record.provenance,
                "source_ref": source_ref,
                "created_at": deliberation.stamp,
            }
            for deliberation, _, source_ref in cases
        ],
    )
    rows.insert_parties(
        tx, [row for case, _, _ in cases for row in _party_rows(case, case.record.parties)]
    )
    added = Additions(tx)
    for deliberation, _, _ in cases:
        for sealed in deliberation.events:
            _project(tx, added, deliberation, sealed, new_id)
        _change_tasks(tx, added, deliberation, set(), new_id)
        _tell(added, deliberation, new_id)
    added.write()
    history.insert_streams(tx, [row for _, ledger, _ in cases for row in _begun(ledger)])
    history.insert_events(tx, [event for _, ledger, _ in cases for event in ledger.events])


def _update_row(tx: Transaction, deliberation: Deliberation, places_before: Place | None) -> None:
    """Write the row anew; only events of the shared stream change what it says."""
    row = {**columns(deliberation), "key": deliberation.record.id}
    if place(deliberation) == places_before:
        for name in PLACE:
            del row[name]
        rows.update_in_place(tx, row)
    else:
        rows.update_agreement(tx, row)


def columns(deliberation: Deliberation) -> dict[str, Any]:
    """The searchable columns of an agreement, all derived from its record."""
    return columns_of(deliberation.record, deliberation.workflow.period)


def place(deliberation: Deliberation) -> Place:
    """Where the lists find an agreement: the columns `PLACE`."""
    record = deliberation.record
    return record.stage, record.parent, _ends_on(record, deliberation.workflow.period)


def _ends_on(record: AgreementRecord, period: str | None) -> str | None:
    stated = record.terms.get(period) if period else None
    ends_on: str | None = None
    if stated is not None and stated.held:
        ends_on = stated.value.get("ends_on")
    return ends_on


def columns_of(record: AgreementRecord, period: str | None) -> dict[str, Any]:
    """The searchable columns of a record.

    Args:
        record: As folded.
        period: Name of the template's term of time, if it has one.
    """
    title = record.terms.get("title")
    text = title.value if title is not None and title.held else None
    return {
        "title": str(text or record.number)[:MAX_TITLE],
        "state": record.state,
        "stage": record.stage,
        "standing": record.standing,
        "version": record.version,
        "parent": record.parent,
        "signed_on": record.signed_on,
        "ends_on": _ends_on(record, period) or None,
        "record": rows.encode_record(record),
    }


def _insert_parties(
    tx: Transaction, deliberation: Deliberation, parties: Iterable[PartyRecord]
) -> None:
    rows.insert_parties(tx, _party_rows(deliberation, parties))


def _party_rows(
    deliberation: Deliberation, parties: Iterable[PartyRecord]
) -> list[dict[str, Any]]:
    return [
        {
            "id": party.id,
            "agreement": deliberation.record.id,
            "organisation": party.organisation,
            "position": party.position,
            "printed_name": party.name,
            "participation": party.participation,
            "left_on": party.left_on,
            "version": track.version,
            "record": rows.encode_record(track),
        }
        for party in parties
        for track in (deliberation.tracks.get(party.id) or PartyTrack(party=party.id),)
    ]


def _update_parties(
    tx: Transaction, deliberation: Deliberation, tracks_before: dict[str, int]
) -> None:
    changed = {
        s.event.data.get("party") for s in deliberation.events if s.event.kind in _OF_PARTY_ROW
    }
    joined = [p for p in deliberation.record.parties if p.id not in tracks_before]
    if joined:
        _insert_parties(tx, deliberation, joined)
    for party in deliberation.record.parties:
        track = deliberation.tracks.get(party.id)
        if track is None or party.id not in tracks_before:
            continue
        if track.version != tracks_before[party.id] or party.id in changed:
            rows.update_party(
                tx,
                {
                    "key": party.id,
                    "left_on": party.left_on,
                    "participation": party.participation,
                    "version": track.version,
                    "record": rows.encode_record(track),
                },
            )


def _tell(added: Additions, deliberation: Deliberation, new_id: Callable[[], str]) -> None:
    added.add(
        outbox.insert_notices,
        notice_rows(
            deliberation.record.id,
            deliberation.notices,
            written_at=deliberation.stamp,
            new_id=new_id,
        ),
    )


def _change_tasks(
    tx: Transaction,
    added: Additions,
    deliberation: Deliberation,
    before: set[TaskKey],
    new_id: Callable[[], str],
) -> None:
    after = tasks(deliberation)
    agreement = deliberation.record.id
    if before - after:
        rows.delete_tasks(
            tx,
            [
                {"agreement": agreement, "office": office, "gate": gate, "kind": kind}
                for _party, office, gate, kind in sorted(before - after)
            ],
        )
    added.add(
        rows.insert_tasks,
        [
            {
                "id": new_id(),
                "agreement": agreement,
                "party": party or None,
                "office": office,
                "kind": kind,
                "gate": gate,
                "since": deliberation.stamp,
                "due_at": None,
            }
            for party, office, gate, kind in sorted(after - before)
        ],
    )


# ------------------------------------------------------------------ one event, its rows


def _project(
    tx: Transaction,
    added: Additions,
    deliberation: Deliberation,
    sealed: Sealed,
    new_id: Callable[[], str],
) -> None:
    """Bring the index rows in line with one event."""
    record, event, data = deliberation.record, sealed.event, sealed.event.data
    found = deliberation.round_ids.get(sealed.digest, "")
    file = data.get("file")
    if file is not None:
        rows.insert_blob(tx, record.id, file["digest"], file["size"])
    stated = numbers_of(record, sealed)
    if stated:
        added.add(document_numbers.put_numbers, number_rows(record.id, stated))
    match event.kind:
        case "gate.opened":
            added.add(rows.insert_gates, [gate_row(record.id, event)])
        case "gate.closed":
            added.write()
            rows.close_gate(tx, found, event.recorded_at, data["outcome"])
        case "answer.given" | "decision.made":
            row = decision_row(record.id, event, identity=new_id(), gate=found)
            added.add(rows.insert_decisions, [row])
        case "answer.voided" | "answer.withdrawn" | "decision.voided" | "decision.withdrawn":
            party = data.get("party") or event.stream
            added.write()
            rows.void_decision(
                tx,
                record.id,
                data["gate"],
                party,
                stream=event.stream,
                office=data.get("office"),
            )
        case "document.added":
            parts = {part.name: part.content for part in sealed.parts}
            rows.insert_blob(tx, record.id, data["digest"], data["size"])
            row = document_row(
                record.id,
                event,
                filename=parts["filename"].decode(),
                letter=parts.get("letter"),
            )
            added.add(rows.insert_documents, [row])
        case "finding.raised":
            added.add(rows.insert_findings, [finding_row(record.id, event)])
        case "indicator.added" | "indicator.measured":
            project_indicator(tx, record.id, event)
        case _ if event.kind.startswith("deadline."):
            project_deadline(tx, added, record.id, event)
        case _ if event.kind.startswith("evaluation."):
            project_evaluation(tx, added, record.id, event)
        case _:
            pass
