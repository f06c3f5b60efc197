"""What hangs on a competition beside its own row: its deadline, and what it asks of offices.

Tasks and deadlines of competitions stand in the same tables as those of agreements, under the id
of the competition, so that inbox, reminders and sweeps are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from kadflow.domain.competitions import Competition
from kadflow.domain.events import Sealed
from kadflow.services.additions import Additions
from kadflow.services.deadline_rows import project_deadline
from kadflow.storage import agreements
from kadflow.storage import competitions as rows
from kadflow.storage.transactions import Transaction

JUDGES: Final = "judge"
"""Kind of the task of a juror: one for all entries that are left, whose gate is the juror's id."""

RANKS: Final = "rank_entries"
"""Kind of the task of who runs it, whose gate is the competition's id."""

TaskKey = tuple[str, str, str]
"""Office, gate, kind."""


def judging_tasks(competition: Competition) -> set[TaskKey]:
    """What jurors have to do; told by the stream alone."""
    if competition.ranked:
        return set()
    return {
        (juror.office, juror.id, JUDGES)
        for juror in competition.jurors.values()
        if competition.left_of(juror)
    }


def competition_tasks(competition: Competition, organisers: Iterable[str]) -> set[TaskKey]:
    """What jurors and organisers have to do.

    Who runs it ranks once nobody is awaited, and decides what to do once the last day has passed.
    """
    found = judging_tasks(competition)
    last = competition.last_day
    if not competition.ranked and (competition.is_complete or (last is not None and last.reached)):
        found |= {(office, competition.id, RANKS) for office in organisers}
    return found


def write_hanging(
    tx: Transaction,
    competition: Competition,
    events: Sequence[Sealed],
    *,
    organisers: Iterable[str],
    written_at: str,
    new_id: Callable[[], str],
) -> None:
    """Bring deadline and tasks in line with a competition as it stands now."""
    added = Additions(tx)
    for sealed in events:
        if sealed.event.kind.startswith("deadline."):
            project_deadline(tx, added, competition.id, sealed.event)
    added.write()
    put_tasks(
        tx,
        competition.id,
        rows.tasks_in(tx, competition.id),
        competition_tasks(competition, organisers),
        written_at=written_at,
        new_id=new_id,
    )


def put_tasks(
    tx: Transaction,
    competition: str,
    before: set[TaskKey],
    after: set[TaskKey],
    *,
    written_at: str,
    new_id: Callable[[], str],
) -> None:
    """Write the tasks that are new, and take away those that ended."""
    if before - after:
        agreements.delete_tasks(
            tx,
            [
                {"agreement": competition, "office": office, "gate": gate, "kind": kind}
                for office, gate, kind in sorted(before - after)
            ],
        )
    agreements.insert_tasks(
        tx,
        [
            task_row(competition, task, identity=new_id(), since=written_at)
            for task in sorted(after - before)
        ],
    )


def task_row(competition: str, task: TaskKey, *, identity: str, since: str) -> dict[str, Any]:
    """The row of something that an office has to do in a competition."""
    office, gate, kind = task
    return {
        "id": identity,
        "agreement": competition,
        "party": None,
        "office": office,
        "kind": kind,
        "gate": gate,
        "since": since,
        "due_at": None,
    }
