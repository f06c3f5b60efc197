"""What must hold of a record whatever happened: chains verify, rows are what history says."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlmodel import col, select

from kadflow.app import Kadflow
from kadflow.audit.chain import decode_event
from kadflow.domain.agreements import AgreementRecord, PartyTrack
from kadflow.domain.commands import Envelope
from kadflow.domain.events import LegalDate
from kadflow.engine.deliberation import Deliberation
from kadflow.engine.folding import fold
from kadflow.engine.tracks import fold_track
from kadflow.services.directory import Directory, Rosters
from kadflow.services.ledger import Ledger
from kadflow.services.recording import tasks
from kadflow.storage import agreements as rows
from kadflow.storage import chapters, history
from kadflow.storage.statements import Statement
from kadflow.storage.tables.agreements import Agreement, Decision, Document, Gate, Party, Task
from kadflow.storage.tables.deadlines import Deadline
from kadflow.storage.tables.history import Event, Part, Receipt, Stream
from kadflow.storage.tables.notices import Notice
from kadflow.storage.transactions import Transaction

_BODY = history.EVENT_COLUMNS.index("body")
_RECORDS = Statement(select(col(Agreement.id), col(Agreement.record)), name="test.records")
_TRACKS = Statement(
    select(col(Party.agreement), col(Party.id), col(Party.record)), name="test.tracks"
)
_TASKS = Statement(
    select(col(Task.agreement), col(Task.party), col(Task.office), col(Task.gate), col(Task.kind)),
    name="test.tasks",
)
_GATES = Statement(
    select(col(Gate.agreement), col(Gate.id), col(Gate.name), col(Gate.round), col(Gate.outcome),
           col(Gate.closed_at)),
    name="test.gates",
)  # fmt: skip
_TABLES = {
    table: Statement(select(table), name=f"test.all.{table.__name__.lower()}")
    for table in (Agreement, Decision, Document, Gate, Party, Task, Deadline, Notice, Receipt,
                  Event, Part, Stream)
}  # fmt: skip


def fingerprint(kadflow: Kadflow) -> str:
    """A digest of every row that a command on an agreement may write."""
    digest = sha256()
    with kadflow.database.read() as tx:
        for statement in _TABLES.values():
            for row in sorted(map(repr, tx.all(statement))):
                digest.update(row.encode())
    return digest.hexdigest()


def replayed(tx: Transaction, stream: str, step: Any) -> Any:
    """A stream folded from nothing."""
    parts = history.parts_of(tx, stream)
    value = None
    for row in list(history.events_of(tx, stream)):
        event = decode_event(row[_BODY])
        contents = {name: part[1] for name, part in parts.get(event.number, {}).items()}
        value = step(value, event, contents)
    return value


def check(kadflow: Kadflow) -> int:
    """Assert everything that must hold; returns how many agreements there are."""
    assert kadflow.history.verify().ok, str(kadflow.history.verify())
    report = kadflow.history.rebuild()
    assert report.ok, report.differences[:3]
    with kadflow.database.read() as tx:
        records = tx.all(_RECORDS)
        tracks: dict[str, dict[str, PartyTrack]] = {}
        for agreement, party, stored in tx.all(_TRACKS):
            track = replayed(tx, party, fold_track) or PartyTrack(party=party)
            assert rows.encode_record(track) == bytes(stored)
            tracks.setdefault(agreement, {})[party] = track
        expected, gates = set(), []
        for agreement, stored in records:
            record: AgreementRecord = replayed(tx, agreement, fold)
            assert rows.encode_record(record) == bytes(stored)
            expected |= _tasks(kadflow, tx, record, tracks.get(agreement, {}))
            _check_state(kadflow, record)
            gates += [
                (agreement, f.id, f.gate, f.round, f.outcome) for f in record.rounds.values()
            ]
        assert {tuple(row) for row in tx.all(_TASKS)} == expected
        _check_gates([tuple(row) for row in tx.all(_GATES)], gates)
    return len(records)


def _tasks(
    kadflow: Kadflow, tx: Transaction, record: AgreementRecord, tracks: dict[str, PartyTrack]
) -> set[tuple[str | None, ...]]:
    deliberation = Deliberation(
        workflow=kadflow.templates.workflow(tx, record.template),
        record=record,
        tracks=tracks,
        directory=Directory(tx, Rosters()),
        ledger=Ledger(kadflow.clock.now()),
        envelope=Envelope(principal="system"),
        effective_on=LegalDate("2026-01-01"),
        now=kadflow.clock.now(),
        new_id=kadflow.ids.new,
        read_chapter=lambda name: chapters.get_chapter(tx, record.id, name),
    )
    return {(record.id, party or None, *key) for party, *key in tasks(deliberation)}


def _check_state(kadflow: Kadflow, record: AgreementRecord) -> None:
    template = kadflow.templates.get(record.template)[1]
    state = template.states[record.state]
    assert record.stage == (state.stage.value if state.stage else "")
    for name, found in record.rounds.items():
        assert not (found.is_open and state.final), f"{name} is open after the end"
        parties = {p.id for p in record.parties}
        assert {e.party for e in found.electors} <= parties | template.bodies.keys()


def _check_gates(stored: list[tuple[Any, ...]], latest: list[tuple[Any, ...]]) -> None:
    """The row of the latest round says its outcome; every earlier one is closed."""
    last = {(agreement, name): id_ for agreement, id_, name, _, _ in latest}
    assert {row[:5] for row in stored if last[row[0], row[2]] == row[1]} == set(latest)
    assert [row for row in stored if last[row[0], row[2]] != row[1] and row[5] is None] == []
