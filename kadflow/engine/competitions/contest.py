"""The room in which one command on a competition is decided: as `Deliberation`, but smaller."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kadflow.domain.commands import Envelope
from kadflow.domain.competitions import Competition
from kadflow.domain.events import Actor, EventDraft, LegalDate, Sealed
from kadflow.domain.people import Holding
from kadflow.engine.competitions.folding import fold_competition
from kadflow.engine.deliberation import Ledger, Notice


class Contest:
    """One command being decided; every event is linked and folded at once.

    Attributes:
        stream: Id of the competition.
        holdings: What the acting person holds on the day of the act.
        effective_on: The act's legal date.
        organisers: Offices that run the secretariat of the organisation that runs it.
    """

    def __init__(
        self,
        stream: str,
        record: Competition | None,
        *,
        envelope: Envelope,
        holdings: Sequence[Holding],
        effective_on: LegalDate,
        organisers: Sequence[str],
        ledger: Ledger,
        new_id: Callable[[], str],
        read_part: Callable[[int, str], bytes | None],
    ) -> None:
        self.stream = stream
        self._record = record
        self.envelope = envelope
        self.holdings = holdings
        self.effective_on = effective_on
        self.organisers = organisers
        self.new_id = new_id
        self.read_part = read_part
        self.events: list[Sealed] = []
        self.notices: list[Notice] = []
        self._ledger = ledger

    @property
    def record(self) -> Competition:
        """The competition as it stands now."""
        if self._record is None:
            message = "the competition has not been opened yet"
            raise RuntimeError(message)
        return self._record

    def emit(
        self,
        kind: str,
        data: Mapping[str, Any],
        *,
        actor: Actor,
        parts: Mapping[str, Any] | None = None,
        effective_on: LegalDate | None = None,
    ) -> Sealed:
        """Decide one fact, on the act's date unless another is given."""
        sealed = self._ledger.append(
            EventDraft(stream=self.stream, kind=kind, data=dict(data), parts=dict(parts or {})),
            actor=actor,
            effective_on=effective_on or self.effective_on,
            template=self._record.template if self._record else data.get("template"),
        )
        self.events.append(sealed)
        contents = {part.name: part.content for part in sealed.parts}
        self._record = fold_competition(self._record, sealed.event, contents)
        return sealed

    def notify(self, kind: str, office: str, occasion: Sealed, **fields: Any) -> None:
        """Have an office told."""
        fields = {"competition": self.stream, "code": self.record.code, **fields}
        self.notices.append(Notice(kind, occasion.digest, office, fields))
