"""What is asked about evaluations: those of an agreement, one's own sheet, and which are open."""

from __future__ import annotations

import msgspec

from kadflow.domain.evaluations import Evaluation, Evaluations, Sheet
from kadflow.services.agreements import AgreementService
from kadflow.storage import evaluations as rows
from kadflow.storage import history
from kadflow.storage.evaluations import EvaluationRow
from kadflow.storage.sessions import Database


class EvaluationService:
    """Questions about evaluations; commands go through `AgreementService`."""

    def __init__(self, database: Database, agreements: AgreementService) -> None:
        self._database = database
        self._agreements = agreements

    def of(self, agreement: str) -> list[Evaluation]:
        """The evaluations of an agreement in the order of opening; open ones hold no numbers."""
        return list(self._agreements.chapter(agreement, Evaluations).held.values())

    def own_sheets(self, agreement: str, person: str) -> dict[str, Sheet]:
        """The sheets that a person wrote, by evaluation; nobody else's are ever read here."""
        found: dict[str, Sheet] = {}
        with self._database.read() as tx:
            wanted = self._agreements.find(tx, agreement)
            for evaluation in self.of(wanted):
                for each in evaluation.evaluators.values():
                    if each.by != person or not each.scored:
                        continue
                    part = history.get_part(tx, wanted, each.scored, "sheet")
                    if part is not None and part[1] is not None:
                        found[evaluation.id] = msgspec.json.decode(part[1], type=Sheet)
        return found

    def all(self, *, ended: bool = False, most: int = 200) -> list[EvaluationRow]:
        """Evaluations of all agreements in the order of opening.

        Args:
            ended: Also those that were closed or lapsed.
            most: At most so many.
        """
        with self._database.read() as tx:
            return rows.list_evaluations(tx, every=ended, most=most)
