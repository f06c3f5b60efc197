"""Rows made again from history, compared with what stands there, and rewritten where asked.

The row of an agreement and those of its parties must equal their replay byte for byte. Index
rows (rounds, decisions, documents, findings, deadlines, money) are compared by what their events say;
whose turn it is (tasks) depends on who holds which office today and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget
from kadflow.domain.events import Event
from kadflow.errors import NotFoundError
from kadflow.services.budget_rows import expected_rows, rewrite_rows
from kadflow.services.evaluation_rows import evaluation_row
from kadflow.services.history.reading import (
    StoredEntry,
    entries_of,
    fold_all,
    fold_chapters,
    fold_track_all,
)
from kadflow.services.recording import columns_of
from kadflow.services.result_rows import obligation_rows
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as rows
from kadflow.storage import budget, chapters
from kadflow.storage import history_index as index
from kadflow.storage.transactions import Transaction
from state_machines.template import TermType

_COLUMNS = (
    "title", "state", "stage", "standing", "version", "parent", "signed_on", "ends_on", "record",
)  # fmt: skip
_FIXED = ("number", "template", "provenance")
_SHOWN = 200
_OF_MONEY = frozenset({"budget_line", "budget_finding"})


class RowDifference(msgspec.Struct, frozen=True):
    """A value in a row that its history does not say.

    Attributes:
        agreement: Id of the agreement.
        row: ``agreement``, ``party <id>`` or the name of an index table.
        column: The column; empty where a whole row is missing or too many.
        expected: From the replay.
        found: In the row.
    """

    agreement: str
    row: str
    column: str
    expected: str
    found: str


class RebuildReport(msgspec.Struct, frozen=True):
    """What rebuilding compared.

    Attributes:
        agreements: How many.
        differences: The first hundred; ``count`` counts all.
        fixed: Agreements of which a row was rewritten.
    """

    agreements: int
    differences: tuple[RowDifference, ...] = ()
    count: int = 0
    fixed: int = 0

    @property
    def ok(self) -> bool:
        """Whether every row equalled its replay."""
        return self.count == 0


class Replay(msgspec.Struct, frozen=True):
    """What an agreement's rows must be."""

    agreement: str
    columns: dict[str, Any]
    fixed: dict[str, Any]
    parties: dict[str, dict[str, Any]]
    chapters: dict[str, bytes]
    index: dict[str, set[tuple[Any, ...]]]
    record: AgreementRecord
    budget: Budget | None


def replay(tx: Transaction, agreement: str, templates: TemplateService) -> Replay:
    """Fold an agreement from its streams.

    Raises:
        NotFoundError: There is no history of that id.
        HistoryBrokenError: An entry cannot be read.
    """
    shared = list(entries_of(tx, agreement))
    record = fold_all(shared)
    if record is None:
        raise NotFoundError(
            f"There is no history of an agreement {agreement!r}.",
            hint="List them: kadflow agreement list.",
            pesan="Kerja sama ini tidak mempunyai riwayat.",
            saran="Lihat daftarnya dengan: kadflow agreement list.",
        )
    names = {party.id: party.name for party in record.parties}
    expected: dict[str, dict[str, Any]] = {}
    inner: list[StoredEntry] = []
    for party in record.parties:
        private = list(entries_of(tx, party.id))
        inner += private
        track = fold_track_all(party.id, private)
        expected[party.id] = {
            "id": party.id,
            "organisation": party.organisation,
            "position": party.position,
            "printed_name": names[party.id],
            "participation": party.participation,
            "left_on": party.left_on,
            "version": track.version,
            "record": rows.encode_record(track),
        }
    folded = fold_chapters(shared)
    return Replay(
        agreement=agreement,
        columns=columns_of(record, _period(tx, record, templates)),
        fixed={
            "number": record.number,
            "template": record.template,
            "provenance": record.provenance,
        },
        parties=expected,
        chapters={name: chapters.encode_chapter(chapter) for name, chapter in folded.items()},
        index=_index_rows([*shared, *inner])
        | {"obligation": _owed(record)}
        | expected_rows(record, folded.get("budget")),
        record=record,
        budget=folded.get("budget"),
    )


def _period(tx: Transaction, record: AgreementRecord, templates: TemplateService) -> str | None:
    terms = templates.workflow(tx, record.template).template.terms
    return next((name for name, term in terms.items() if term.type is TermType.PERIOD), None)


def _index_rows(entries: Iterable[StoredEntry]) -> dict[str, set[tuple[Any, ...]]]:
    """What the index tables must hold because of these entries."""
    gates, decisions, documents, findings = set(), set(), set(), set()
    evaluations: dict[str, dict[str, Any]] = {}
    indicators, measurements = set(), set()
    deadlines: dict[str, dict[str, Any]] = {}
    for entry in entries:
        event, data = entry.event, entry.event.data
        place = (event.stream, event.number)
        match event.kind:
            case "gate.opened":
                gates.add((data["round_id"], data["gate"], data["round"], event.recorded_at))
            case "answer.given" | "decision.made":
                day, office = event.effective_on.date, event.actor.office
                decisions.add((*place, data["answer"], day, office))
            case "document.added":
                named = (data["document"], data["kind"], data["version"], data["digest"])
                documents.add((*named, *place))
            case "finding.raised":
                findings.add((data["finding"], data["rule"], *place))
            case "indicator.added":
                said = (data["indicator"], data["party"], data["every"])
                indicators.add((*said, event.effective_on.date))
            case "indicator.measured":
                measurements.add((data["indicator"], data["period"]))
            case _ if event.kind.startswith("deadline."):
                deadlines = with_deadline(deadlines, event)
            case "evaluation.opened":
                evaluations[data["evaluation"]] = evaluation_row("", event)
            case "evaluation.closed" | "evaluation.lapsed":
                result = data.get("result", {})
                evaluations[data["evaluation"]] |= {
                    "ended_on": event.effective_on.date,
                    "total": result.get("total"),
                    "sheets": result.get("sheets"),
                }
            case _:
                pass
    return {
        "gate": gates,
        "decision": decisions,
        "document": documents,
        "finding": findings,
        "deadline": {tuple(row.values()) for row in deadlines.values()},
        "evaluation": {
            tuple(value for name, value in row.items() if name != "agreement")
            for row in evaluations.values()
        },
        "indicator": indicators,
        "measurement": measurements,
    }


def _owed(record: AgreementRecord) -> set[tuple[Any, ...]]:
    """The rows of obligations, columns as in the index; a condition falls with its answer."""
    columns = index.INDEX_COLUMNS["obligation"]
    return {tuple(row[name] for name in columns) for row in obligation_rows(record)}


def with_deadline(rows: dict[str, dict[str, Any]], event: Event) -> dict[str, dict[str, Any]]:
    """The rows of deadlines after one more event, columns as in the index."""
    data, key = event.data, event.data["deadline"]
    if event.kind == "deadline.set":
        row = {"id": key} | {name: data[name] for name in ("name", "subject", "effect")}
        row |= {"due_at": data["due_at"], "due_on": data["due_on"], "revision": 1}
        return rows | {key: row | dict.fromkeys(("paused_on", "fired_at", "settled_at"))}
    if event.kind == "deadline.withdrawn":
        return {each: row for each, row in rows.items() if each != key}
    changed: dict[str, Any] = {}
    match event.kind:
        case "deadline.moved" | "deadline.resumed":
            changed = {name: data[name] for name in ("due_at", "due_on", "revision")}
            changed["paused_on"] = None
        case "deadline.paused":
            changed["paused_on"] = event.effective_on.date
        case "deadline.reached":
            at = event.recorded_at
            changed = {"fired_at": at, "settled_at": None if data.get("outstanding") else at}
        case "deadline.settled":
            changed["settled_at"] = event.recorded_at
        case _:
            pass
    return rows | {key: rows[key] | changed} if key in rows else rows


def rebuild_one(
    tx: Transaction, agreement: str, templates: TemplateService, *, fix: bool = False
) -> tuple[RowDifference, ...]:
    """Compare the rows of one agreement with their replay.

    Args:
        tx: A writing where ``fix``.
        agreement: Its id.
        templates: For the name of the term that says until when.
        fix: Rewrite the agreement's and the parties' rows that differ.

    Returns:
        What differed, before any rewriting.
    """
    wanted = replay(tx, agreement, templates)
    found = rows.agreement_row(tx, agreement)
    if found is None:
        return (RowDifference(agreement, "agreement", "", "a row", "none"),)
    fixed = index.fixed_columns(tx, agreement) or ()
    differences = [
        *_compare(agreement, "agreement", wanted.columns, dict(zip(_COLUMNS, found, strict=True))),
        *_compare(agreement, "agreement", wanted.fixed, dict(zip(_FIXED, fixed, strict=True))),
    ]
    if differences and fix:
        rows.update_agreement(tx, {**wanted.columns, "key": agreement})
        index.set_fixed_columns(tx, agreement, **wanted.fixed)
    stored = {row["id"]: row for row in index.party_rows(tx, agreement)}
    for party, row in wanted.parties.items():
        if party not in stored:
            differences.append(RowDifference(agreement, f"party {party}", "", "a row", "none"))
            if fix:
                rows.insert_parties(tx, [{**row, "agreement": agreement}])
            continue
        wrong = _compare(agreement, f"party {party}", row, stored[party])
        if wrong and fix:
            index.set_party(tx, {**{k: v for k, v in row.items() if k != "id"}, "key": party})
        differences += wrong
    for party in sorted(stored.keys() - wanted.parties.keys()):
        differences.append(RowDifference(agreement, f"party {party}", "", "none", "a row"))
    differences += _compare_chapters(tx, agreement, wanted.chapters, fix=fix)
    wrong_money = False
    for table, expected in wanted.index.items():
        present = index.index_rows(tx, table, agreement)
        wrong_money = wrong_money or (table in _OF_MONEY and present != expected)
        for missing in sorted(map(repr, expected - present)):
            differences.append(RowDifference(agreement, table, "", missing[:_SHOWN], "none"))
        for extra in sorted(map(repr, present - expected)):
            differences.append(RowDifference(agreement, table, "", "none", extra[:_SHOWN]))
    if wrong_money and fix:
        rewrite_rows(tx, wanted.record, wanted.budget)
    if differences and fix:
        budget.distrust(tx, agreement)  # what its checks looked at came of the wrong rows
    return tuple(differences)


def _compare_chapters(
    tx: Transaction, agreement: str, expected: dict[str, bytes], *, fix: bool
) -> list[RowDifference]:
    stored = chapters.chapters_of(tx, agreement)
    differences = []
    for name in sorted(expected.keys() | stored.keys()):
        wanted, found = expected.get(name), stored.get(name)
        if wanted == found:
            continue
        row = f"chapter {name}"
        differences.append(RowDifference(agreement, row, "record", _show(wanted), _show(found)))
        if fix and wanted is not None:
            version = msgspec.json.decode(wanted)["version"]
            chapters.put_chapter(
                tx, agreement=agreement, name=name, version=version, record=wanted
            )
    return differences


def _compare(
    agreement: str, row: str, expected: dict[str, Any], found: dict[str, Any]
) -> list[RowDifference]:
    return [
        RowDifference(agreement, row, column, _show(value), _show(found[column]))
        for column, value in expected.items()
        if found[column] != value
    ]


def _show(value: Any) -> str:
    """A value in a message; of a record only what tells it apart, since it may be long."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes: {value[:_SHOWN].decode(errors='replace')}"
    return repr(value)[:_SHOWN]
