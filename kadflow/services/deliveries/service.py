"""Deliveries as the facade offers them: plan, deliver, and whatever the desk can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from kadflow.domain.clock import Clock, IdSource
from kadflow.domain.deliveries import DeliveryReport, PlanReport
from kadflow.services.deliveries.delivering import LEASE, Deliverer
from kadflow.services.deliveries.desk import DeliveryDesk
from kadflow.services.deliveries.planning import Planner
from kadflow.storage.sessions import Database
from notifications.channels import Channel

Channels = Mapping[str, Channel]


class DeliveryService(DeliveryDesk):
    """Tells people what is written, and answers what became of it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        channels: Callable[[], Channels],
        links: str = "",
    ) -> None:
        super().__init__(database, clock, ids, links)
        self._open_channels = channels

    @cached_property
    def channels(self) -> Channels:
        """The ways out that this installation has, by name."""
        return self._open_channels()

    def plan(self, at: datetime | None = None, *, limit: int = 10_000) -> PlanReport:
        """Make the deliveries of notices that nobody planned, and close digests that are due.

        Any number of workers may plan at once: each notice is planned by one of them.

        Args:
            at: What counts as due; now by default.
            limit: Notices at most.
        """
        return Planner(self._database, self._clock, self._ids).plan(at, limit=limit)

    def deliver(
        self, limit: int = 200, worker: str = "deliverer", *, lease: timedelta = LEASE
    ) -> DeliveryReport:
        """Send what is due; any number of workers may do so at once.

        Args:
            limit: Deliveries at most.
            worker: Who does it, for the ledger.
            lease: How long a claimed delivery is left alone by others.
        """
        return Deliverer(
            self._database, self._clock, self._ids, self.channels, self._links
        ).deliver(limit=limit, worker=worker, lease=lease)
