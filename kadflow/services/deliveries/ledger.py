"""Lines of the ledger that are no attempts to send, and what a restore holds back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kadflow.domain.clock import IdSource
from kadflow.domain.deliveries import Attempt, Delivery, State
from kadflow.services.history.ledger_days import line_ids
from kadflow.storage import attempts, deliveries
from kadflow.storage.transactions import Transaction

PLANNER = "planner"
KEEP_AT_ONCE = 500


def line(
    delivery: Delivery,
    outcome: str,
    detail: str,
    new_id: Callable[[], str],
    at: str,
    worker: str = PLANNER,
) -> Attempt:
    """A line about something that was not an attempt to send.

    Args:
        delivery: What it is about.
        outcome: See `kadflow.domain.deliveries.Attempt`.
        detail: In words.
        new_id: As `kadflow.services.history.ledger_days.line_ids` gives it.
        at: Stamp.
        worker: Who did it.
    """
    return Attempt(
        id=new_id(),
        delivery=delivery.id,
        fence=delivery.fence,
        at=at,
        outcome=outcome,
        detail=detail,
        worker=worker,
    )


def end(
    tx: Transaction, ended: Sequence[Delivery], state: State, why: str, ids: IdSource, at: str
) -> None:
    """Take deliveries out of the run, each with its line."""
    new_id = line_ids(tx, ids)
    for each in ended:
        deliveries.change(tx, each.id, old=each.state, new=state)
    attempts.note(tx, [line(each, state, why, new_id, at) for each in ended])


def keep_back(tx: Transaction, restored_at: str | None, ids: IdSource, at: str) -> int:
    """What waited when a backup was made may have left since: it waits for a decision."""
    if restored_at is None:
        return 0
    kept = 0
    while old := deliveries.made_before(tx, restored_at, KEEP_AT_ONCE):
        end(tx, old, "kept", "restored", ids, at)
        kept += len(old)
    return kept
