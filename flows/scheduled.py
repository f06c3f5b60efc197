"""The Prefect flows, one per sweep. Their schedules and limits are in `prefect.yaml`.

Async, since Prefect joins a sleeping heartbeat thread after each flow that is not. Parameters
are ids and instants only: Prefect stores and shows them.
"""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from flows.deadlines import FIRE_DEADLINES
from flows.history import VERIFY_HISTORY
from flows.orchestration import carry_out, note_crash
from flows.sweeping import SHARD, Asked

HOUR = 3600.0


@flow(
    name=FIRE_DEADLINES.title.name,
    flow_run_name=FIRE_DEADLINES.title.name,
    description="\n\n".join(FIRE_DEADLINES.about),
    retries=2,
    retry_delay_seconds=30,
    timeout_seconds=HOUR,
    persist_result=False,
    on_crashed=[note_crash],
)
async def fire_deadlines(
    at: datetime | None = None, agreement: str | None = None, shard_size: int = SHARD
) -> str:
    """Let everything that has fallen due happen."""
    return await carry_out(FIRE_DEADLINES, Asked(at, agreement, shard_size))


@flow(
    name=VERIFY_HISTORY.title.name,
    flow_run_name=VERIFY_HISTORY.title.name,
    description="\n\n".join(VERIFY_HISTORY.about),
    timeout_seconds=6 * HOUR,
    persist_result=False,
    on_crashed=[note_crash],
)
async def verify_history(agreement: str | None = None) -> str:
    """Verify the whole record and make a checkpoint; or verify that of one agreement.

    Never tried again as a whole: what does not hold is told at once.
    """
    return await carry_out(VERIFY_HISTORY, Asked(agreement=agreement))
