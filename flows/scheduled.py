"""The Prefect flows, one per sweep. Their schedules and limits are in `prefect.yaml`.

Async, since Prefect joins a sleeping heartbeat thread after each flow that is not. Parameters
are ids and instants only: Prefect stores and shows them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow

from flows.budgets import CHECK_BUDGETS
from flows.deadlines import ESCALATE_OVERDUE, FIRE_DEADLINES, RENEW_AGREEMENTS
from flows.deliveries import DELIVER_NOTICES
from flows.history import VERIFY_HISTORY
from flows.orchestration import carry_out, note_crash
from flows.reminders import SEND_REMINDERS
from flows.reports import REPORT_EVALUATIONS
from flows.sweeping import SHARD, Asked, Sweep

HOUR = 3600.0


def _as(sweep: Sweep, **more: Any) -> dict[str, Any]:
    """What a flow says of itself, and how it is tried again.

    A refusal is not tried again by the task that met it, and the next schedule is never far.
    """
    common = {
        "name": sweep.title.name,
        "flow_run_name": sweep.title.name,
        "description": "\n\n".join(sweep.about),
        "retries": 2,
        "retry_delay_seconds": 30,
        "timeout_seconds": HOUR,
        "persist_result": False,
        "on_crashed": [note_crash],
    }
    return common | more


@flow(**_as(FIRE_DEADLINES))
async def fire_deadlines(
    at: datetime | None = None, agreement: str | None = None, shard_size: int = SHARD
) -> str:
    """Let everything that has fallen due happen."""
    return await carry_out(FIRE_DEADLINES, Asked(at, agreement, shard_size))


@flow(**_as(SEND_REMINDERS))
async def send_reminders(at: datetime | None = None) -> str:
    """Write the reminders that are due."""
    return await carry_out(SEND_REMINDERS, Asked(at))


@flow(**_as(DELIVER_NOTICES))
async def deliver_notices(at: datetime | None = None) -> str:
    """Send what was written, by the ways that its readers chose."""
    return await carry_out(DELIVER_NOTICES, Asked(at))


@flow(**_as(ESCALATE_OVERDUE))
async def escalate_overdue(
    at: datetime | None = None, agreement: str | None = None, shard_size: int = SHARD
) -> str:
    """Hand what is late to the superior office of the same party."""
    return await carry_out(ESCALATE_OVERDUE, Asked(at, agreement, shard_size))


@flow(**_as(RENEW_AGREEMENTS))
async def renew_agreements(
    at: datetime | None = None, agreement: str | None = None, shard_size: int = SHARD
) -> str:
    """Ask for the decision on extending, and for last days that are unknown."""
    return await carry_out(RENEW_AGREEMENTS, Asked(at, agreement, shard_size))


@flow(**_as(CHECK_BUDGETS))
async def check_budgets(
    at: datetime | None = None, agreement: str | None = None, shard_size: int = SHARD
) -> str:
    """Check the money of agreements where something changed, or time went on."""
    return await carry_out(CHECK_BUDGETS, Asked(at, agreement, shard_size))


@flow(**_as(REPORT_EVALUATIONS, timeout_seconds=6 * HOUR))
async def report_evaluations(at: datetime | None = None, agreement: str | None = None) -> str:
    """Build the reports of the period that has just ended."""
    return await carry_out(REPORT_EVALUATIONS, Asked(at, agreement))


@flow(**_as(VERIFY_HISTORY, retries=0, timeout_seconds=6 * HOUR))
async def verify_history(agreement: str | None = None) -> str:
    """Verify the whole record and make a checkpoint; or verify that of one agreement.

    Never tried again as a whole: what does not hold is told at once.
    """
    return await carry_out(VERIFY_HISTORY, Asked(agreement=agreement))
