"""Whose turn it is, made again from an agreement's record and the offices that there are today."""

from __future__ import annotations

from datetime import datetime

from kadflow.domain.clock import IdSource, civil_date
from kadflow.domain.commands import Envelope
from kadflow.engine.deliberation import Deliberation
from kadflow.services.directory import Directory, Rosters
from kadflow.services.history.index_rows import made_id
from kadflow.services.history.rebuilding import (
    Replay,
    RowDifference,
    compared,
    remove_unknown,
    write_differing,
)
from kadflow.services.ledger import Ledger
from kadflow.services.recording import tasks
from kadflow.services.templates import TemplateService
from kadflow.storage.index_tables import TASKS, IndexRow
from kadflow.storage.transactions import Transaction

_HOME = "Asia/Jakarta"


def mend_tasks(
    tx: Transaction,
    wanted: Replay,
    templates: TemplateService,
    rosters: Rosters,
    ids: IdSource,
    now: datetime,
    *,
    fix: bool,
) -> list[RowDifference]:
    """Compare the tasks of an agreement with what its record asks of the offices of today.

    Args:
        tx: A writing where ``fix``.
        wanted: The agreement as its history makes it.
        fix: Write what is missing, take away what nobody has to do.

    Returns:
        What differed, before any rewriting.
    """
    expected = task_rows(tx, wanted, templates, rosters, ids, now)
    found = TASKS.of(tx, wanted.agreement)
    differences = compared(wanted.agreement, "task", TASKS, expected, found)
    if differences and fix:
        remove_unknown(tx, TASKS, expected, found)
        write_differing(tx, TASKS, expected, found)
    return differences


def task_rows(
    tx: Transaction,
    wanted: Replay,
    templates: TemplateService,
    rosters: Rosters,
    ids: IdSource,
    now: datetime,
) -> list[IndexRow]:
    """What offices have to do; since when is the opening of the round, else the last entry."""
    deliberation = Deliberation(
        workflow=templates.workflow(tx, wanted.record.template),
        record=wanted.record,
        tracks=wanted.tracks,
        directory=Directory(tx, rosters),
        ledger=Ledger(now),
        envelope=Envelope(principal="system"),
        effective_on=civil_date(now, _HOME),
        now=now,
        new_id=ids.new,
        read_chapter=wanted.chapters.get,
    )
    rounds = wanted.record.rounds
    return [
        {
            "id": made_id(wanted.agreement, office, gate, kind),
            "agreement": wanted.agreement,
            "party": party or None,
            "office": office,
            "kind": kind,
            "gate": gate,
            "since": rounds[gate].opened_at if gate in rounds else wanted.last_at,
            "due_at": None,
        }
        for party, office, gate, kind in sorted(tasks(deliberation))
    ]
