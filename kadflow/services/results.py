"""Results as people and programs look at them: read from the chapters, never counted again."""

from __future__ import annotations

from kadflow.domain.clock import Clock
from kadflow.domain.indicators import Indicator, Indicators
from kadflow.errors import NotFoundError
from kadflow.services.agreements import AgreementService
from kadflow.storage.sessions import Database


class ResultService:
    """What an agreement has reached, owes and risks."""

    def __init__(self, database: Database, clock: Clock, agreements: AgreementService) -> None:
        self._database = database
        self._clock = clock
        self._agreements = agreements

    def indicators(self, agreement: str, wanted: str | None = None) -> list[Indicator]:
        """The indicators of an agreement in the order in which they were stated.

        Args:
            agreement: Number or id.
            wanted: One of them, by its number in the history or its id.

        Raises:
            NotFoundError: There is no such agreement or indicator.
        """
        found = list(self._agreements.chapter(agreement, Indicators).entries.values())
        if wanted is None:
            return found
        chosen = [each for each in found if wanted in {str(each.number), each.id}]
        if not chosen:
            raise NotFoundError(
                f"There is no indicator {wanted!r}.",
                hint="See their numbers with: kadflow indicator show.",
                pesan=f"Tidak ada indikator {wanted!r}.",
                saran="Lihat nomornya dengan: kadflow indicator show.",
            )
        return chosen
