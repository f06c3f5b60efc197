"""Rows of reports compared with the streams of their organisations, and rewritten where asked."""

from __future__ import annotations

from kadflow.domain.reports import ReportRecord
from kadflow.engine.reporting import fold_report
from kadflow.services.history.reading import entries_of
from kadflow.storage import reports as rows
from kadflow.storage.transactions import Transaction


def differing_reports(tx: Transaction, *, fix: bool = False) -> list[tuple[str, str, str]]:
    """Reports whose row is not what their stream says.

    Args:
        tx: A writing where ``fix``.
        fix: Write the row as it must be; one that no stream knows is only told.

    Returns:
        Id, what the stream says and what the row says, each as version and state.
    """
    stored = {record.id: record for record in rows.every_report(tx)}
    expected: dict[str, ReportRecord] = {}
    built_at: dict[str, str] = {}
    for stream in rows.reporting_streams(tx):
        for entry in entries_of(tx, stream):
            event = entry.event
            if not event.kind.startswith("report."):
                continue
            report = event.data["report"]
            expected[report] = fold_report(expected.get(report), event, entry.parts)
            built_at.setdefault(report, event.recorded_at)
    wrong = []
    for report in sorted(stored.keys() | expected.keys()):
        wanted, found = expected.get(report), stored.get(report)
        if wanted == found:
            continue
        wrong.append((report, _told(wanted), _told(found)))
        if fix and wanted is not None:
            if found is None:
                rows.insert_report(tx, wanted, built_at[report])
            else:
                rows.update_report(tx, wanted)
    return wrong


def _told(record: ReportRecord | None) -> str:
    return "none" if record is None else f"version {record.version}, {record.state}"
