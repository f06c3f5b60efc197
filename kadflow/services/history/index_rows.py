"""The index rows that the events of one agreement amount to, whole and by table.

The command path writes the same rows event by event; here they are made at once from history, for
comparing and for writing anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget
from kadflow.domain.events import Event
from kadflow.domain.wording import SEALED
from kadflow.services.budget_rows import expected_rows
from kadflow.services.deadline_rows import deadline_row, span_rows
from kadflow.services.document_numbers import Issuers, bears_number, number_rows, numbers_in
from kadflow.services.evaluation_rows import evaluation_row
from kadflow.services.event_rows import (
    decision_row,
    document_row,
    finding_row,
    gate_row,
    indicator_row,
)
from kadflow.services.history.reading import StoredEntry
from kadflow.services.result_rows import obligation_rows
from kadflow.storage.index_tables import IndexRow

_json = msgspec.json.encode
_ANSWERED = frozenset({"answer.given", "decision.made"})
_FALLEN = frozenset({"answer.voided", "answer.withdrawn", "decision.voided", "decision.withdrawn"})


def index_rows(
    record: AgreementRecord,
    shared: Iterable[StoredEntry],
    private: Iterable[StoredEntry],
    budget: Budget | None,
) -> dict[str, list[IndexRow]]:
    """What the index tables must hold for an agreement.

    Args:
        record: As all its shared entries make it.
        shared: Entries of the shared stream, in order.
        private: Entries of its parties' streams, each in order.
        budget: The chapter of money, where it was begun.
    """
    gathered = _Gathered(record.id)
    for entry in shared:
        gathered.take(entry)
        gathered.number(entry)
    for entry in private:
        gathered.take(entry)
    return {
        **gathered.rows(),
        "obligation": obligation_rows(record),
        **expected_rows(record, budget),
    }


def numbers_index(agreement: str, shared: Iterable[StoredEntry]) -> list[IndexRow]:
    """The rows of the numbers that documents of an agreement bear."""
    gathered = _Gathered(agreement)
    for entry in shared:
        gathered.number(entry)
    return gathered.rows()["document_number"]


def deadline_index(owner: str, entries: Iterable[StoredEntry]) -> dict[str, list[IndexRow]]:
    """The rows of deadlines that stand in another stream than an agreement's."""
    gathered = _Gathered(owner)
    for entry in entries:
        if entry.event.kind.startswith("deadline."):
            gathered.take(entry)
    rows = gathered.rows()
    return {name: rows[name] for name in ("deadline", "deadline_calendar")}


def made_id(agreement: str, *names: object) -> str:
    """An id for a row whose own was drawn at random and is in no event."""
    return str(uuid5(UUID(agreement), "/".join(str(name) for name in names)))


class _Gathered:
    """The rows so far, by what names them."""

    def __init__(self, agreement: str) -> None:
        self._agreement = agreement
        self._rounds: dict[tuple[str, int], IndexRow] = {}
        self._decisions: list[IndexRow] = []
        self._gate_names: dict[str, str] = {}
        self._documents: list[IndexRow] = []
        self._blobs: dict[str, IndexRow] = {}
        self._issuers = Issuers()
        self._numbers: dict[str, IndexRow] = {}
        self._findings: list[IndexRow] = []
        self._deadlines: dict[str, IndexRow] = {}
        self._spans: dict[str, list[IndexRow]] = {}
        self._evaluations: dict[str, IndexRow] = {}
        self._indicators: list[IndexRow] = []
        self._measurements: dict[tuple[str, str], IndexRow] = {}

    def rows(self) -> dict[str, list[IndexRow]]:
        """All of them, by table."""
        return {
            "gate": list(self._rounds.values()),
            "decision": self._decisions,
            "document": self._documents,
            "document_number": list(self._numbers.values()),
            "blob": list(self._blobs.values()),
            "finding": self._findings,
            "deadline": list(self._deadlines.values()),
            "deadline_calendar": [row for rows in self._spans.values() for row in rows],
            "evaluation": list(self._evaluations.values()),
            "indicator": self._indicators,
            "measurement": list(self._measurements.values()),
        }

    def take(self, entry: StoredEntry) -> None:
        """Bring the rows one entry further."""
        event, data = entry.event, entry.event.data
        if data.get("file") is not None:
            self._content(data["file"]["digest"], data["file"]["size"])
        match event.kind:
            case "gate.opened" | "gate.closed":
                self._gate(event)
            case kind if kind in _ANSWERED:
                self._answer(event)
            case kind if kind in _FALLEN:
                self._fall(event)
            case "document.added":
                self._content(data["digest"], data["size"])
                self._documents.append(_document(self._agreement, entry))
            case "document.sealed":
                self._blobs[data["digest"]]["sealed_by"] = f"{event.stream}:{event.number}"
            case "finding.raised":
                self._findings.append(finding_row(self._agreement, event))
            case "indicator.added" | "indicator.measured":
                self._indicator(event)
            case kind if kind.startswith("deadline."):
                self._deadline(event)
            case kind if kind.startswith("evaluation."):
                self._evaluation(event)
            case _:
                pass

    def number(self, entry: StoredEntry) -> None:
        """Take in the numbers of documents that a shared entry states."""
        self._issuers.learn(entry.event, entry.parts)
        if bears_number(entry.event):
            uses = numbers_in(entry.event, entry.parts, self._issuers)
            for row in number_rows(self._agreement, uses):
                self._numbers[row["place"]] = row

    def _content(self, digest: str, size: int) -> None:
        row = {"owner": self._agreement, "digest": digest, "size": size, "sealed_by": None}
        self._blobs.setdefault(digest, row)

    def _gate(self, event: Event) -> None:
        data = event.data
        place = (data["gate"], data["round"])
        if event.kind == "gate.closed":
            self._rounds[place] |= {"closed_at": event.recorded_at, "outcome": data["outcome"]}
            return
        self._gate_names[data["round_id"]] = data["gate"]
        self._rounds[place] = gate_row(self._agreement, event)

    def _answer(self, event: Event) -> None:
        data = event.data
        self._decisions.append(
            decision_row(
                self._agreement,
                event,
                identity=made_id(self._agreement, event.stream, event.number),
                gate=self._rounds[data["gate"], data["round"]]["id"],
            )
        )

    def _fall(self, event: Event) -> None:
        """The last decision of a party or office at a gate no longer stands, with its round's."""
        data = event.data
        concerned = [
            row
            for row in self._decisions
            if row["stream"] == event.stream
            and row["party"] == (data.get("party") or event.stream)
            and self._gate_names[row["gate"]] == data["gate"]
            and data.get("office") in {None, row["office"]}
        ]
        for row in concerned:
            if row["gate"] == concerned[-1]["gate"]:
                row["valid"] = False

    def _indicator(self, event: Event) -> None:
        data = event.data
        if event.kind == "indicator.added":
            self._indicators.append(indicator_row(self._agreement, event))
        else:
            self._measurements[data["indicator"], data["period"]] = {
                "indicator": data["indicator"],
                "period": data["period"],
                "agreement": self._agreement,
            }

    def _deadline(self, event: Event) -> None:
        data, key = event.data, event.data["deadline"]
        if event.kind == "deadline.set":
            self._deadlines[key] = deadline_row(self._agreement, event)
            self._spans[key] = span_rows(self._agreement, data)
            return
        if event.kind == "deadline.withdrawn":
            self._deadlines.pop(key, None)
            self._spans.pop(key, None)
            return
        row = self._deadlines.get(key)
        if row is None:
            return
        at = event.recorded_at
        match event.kind:
            case "deadline.moved" | "deadline.resumed":
                row |= {name: data[name] for name in ("due_at", "due_on", "zone", "revision")}
                row |= {"calendar": data["calendar"] or None, "explanation": _json(data)}
                row |= {"paused_on": None, "remind_at": at, "reminded_at": at}
                self._spans[key] = span_rows(self._agreement, data)
            case "deadline.paused":
                row |= {"paused_on": event.effective_on.date, "remind_at": None}
            case "deadline.reached" if data.get("outstanding"):
                row |= {"fired_at": at, "settled_at": None}
            case "deadline.reached":
                row |= {"fired_at": at, "settled_at": at, "remind_at": None}
            case "deadline.settled":
                row |= {"settled_at": at, "remind_at": None}
            case _:
                pass

    def _evaluation(self, event: Event) -> None:
        data = event.data
        if event.kind == "evaluation.opened":
            self._evaluations[data["evaluation"]] = evaluation_row(self._agreement, event)
        elif event.kind in {"evaluation.closed", "evaluation.lapsed"}:
            result: dict[str, Any] = data.get("result") or {}
            self._evaluations[data["evaluation"]] |= {
                "ended_on": event.effective_on.date,
                "total": result.get("total"),
                "sheets": result.get("sheets"),
            }


def _document(agreement: str, entry: StoredEntry) -> IndexRow:
    filename = entry.parts.get("filename")
    return document_row(
        agreement,
        entry.event,
        filename=SEALED[0] if filename is None else filename.decode(),
        letter=entry.parts.get("letter"),
    )
