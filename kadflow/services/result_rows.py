"""What obligations and indicators make of the rows by which they are found across agreements."""

from __future__ import annotations

from typing import Any

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.events import Event
from kadflow.services.event_rows import indicator_row
from kadflow.storage import results as rows
from kadflow.storage.transactions import Transaction

_DROPPING = frozenset({"answer.voided", "answer.withdrawn", "gate.opened"})
"""With an answer fall the conditions that came with it."""


def moves_obligations(kind: str) -> bool:
    """Whether an event of a kind may change what is owed."""
    return kind in _DROPPING or kind.startswith("obligation.")


def obligation_rows(record: AgreementRecord) -> list[dict[str, Any]]:
    """The rows of everything that is or was owed under an agreement."""
    return [
        {
            "id": owed.id,
            "agreement": record.id,
            "party": owed.party,
            "number": owed.number,
            "due_on": owed.due_on,
            "agreed": owed.agreed,
            "is_open": owed.is_open,
        }
        for owed in record.obligations
    ]


def project_indicator(tx: Transaction, agreement: str, event: Event) -> None:
    """Bring the rows in line with one event of an indicator."""
    data = event.data
    if event.kind == "indicator.added":
        rows.insert_indicator(tx, indicator_row(agreement, event))
    else:
        rows.insert_measurement(
            tx, indicator=data["indicator"], period=data["period"], agreement=agreement
        )
