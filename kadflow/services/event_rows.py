"""The index row that one event of an agreement amounts to, table by table.

A command writes it in the event's own commit (`kadflow.services.recording`); a rebuild makes it
again from history (`kadflow.services.history.index_rows`). Deadlines, evaluations, obligations and
money have theirs in modules of their own.
"""

from __future__ import annotations

from typing import Any

from kadflow.domain.events import Event


def gate_row(agreement: str, event: Event) -> dict[str, Any]:
    """The row of a round that was just opened."""
    data = event.data
    return {
        "id": data["round_id"],
        "agreement": agreement,
        "name": data["gate"],
        "round": data["round"],
        "opened_at": event.recorded_at,
        "closed_at": None,
        "outcome": None,
    }


def decision_row(agreement: str, event: Event, *, identity: str, gate: str) -> dict[str, Any]:
    """The row of an answer, or of a decision on a step of a chain.

    Args:
        agreement: To which it belongs.
        event: ``answer.given`` or ``decision.made``.
        identity: Of the row; no event has it.
        gate: Id of the round.
    """
    data = event.data
    return {
        "id": identity,
        "gate": gate,
        "agreement": agreement,
        "party": data.get("party") or event.stream,
        "office": event.actor.office,
        "answer": data["answer"],
        "effective_on": event.effective_on.date,
        "valid": True,
        "stream": event.stream,
        "number": event.number,
    }


def document_row(
    agreement: str, event: Event, *, filename: str, letter: bytes | None
) -> dict[str, Any]:
    """The row of a version of a document.

    Args:
        agreement: To which it belongs.
        event: ``document.added``.
        filename: As its part says, or that it was sealed.
        letter: What the part says of the letter that it is, if it is one.
    """
    data = event.data
    return {
        "id": data["document"],
        "agreement": agreement,
        "party": None,
        "kind": data["kind"],
        "version": data["version"],
        "digest": data["digest"],
        "filename": filename,
        "media_type": data["media_type"],
        "size": data["size"],
        "letter": letter,
        "stream": event.stream,
        "number": event.number,
    }


def finding_row(agreement: str, event: Event) -> dict[str, Any]:
    """The row of a rule that was broken elsewhere."""
    return {
        "id": event.data["finding"],
        "agreement": agreement,
        "rule": event.data["rule"],
        "severity": "warning",
        "stream": event.stream,
        "number": event.number,
        "cured": None,
    }


def indicator_row(agreement: str, event: Event) -> dict[str, Any]:
    """The row of an indicator."""
    return {
        "id": event.data["indicator"],
        "agreement": agreement,
        "party": event.data["party"],
        "every": event.data["every"],
        "since": event.effective_on.date,
    }
