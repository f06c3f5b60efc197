"""What has fallen due happens: the sweep that only makes it happen sooner."""

from __future__ import annotations

from prefect import flow

from kadflow.app import Kadflow
from kadflow.settings import Settings


@flow(name="fire-deadlines", log_prints=True)
async def fire_deadlines() -> int:
    """Apply every effect that is due; returns how many agreements were concerned.

    Whatever the sweep misses is applied by the next command on the agreement itself, so the
    outcome never depends on when, or whether, this ran.
    """
    settings = Settings()
    with Kadflow.open(settings.data, database_url=settings.database_url) as kadflow:
        return kadflow.apply_due()
