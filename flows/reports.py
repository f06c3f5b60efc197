"""`report_evaluations`: the reports of the period that has just ended are there, to be signed off."""

from __future__ import annotations

from flows.summary import Line, Part
from flows.sweeping import Asked, Plan, Shard, Sweep, each, shards_of
from kadflow.app import FlowTitle, Kadflow, ReportDue
from kadflow.errors import ConcurrentChangeError

REPORTS = 20
"""Reports of one shard: each takes some tenths of a second."""

FORMATS = ("pdf", "xlsx")
"""What is stored of each; the other formats are made from the stored content when asked for."""

_BETWEEN = "|"


def plan(kadflow: Kadflow, asked: Asked) -> Plan:
    """Reports that are due and that nobody built yet, by organisation, outline, subject, period."""
    if kadflow.keeping.held():
        return Plan(held=True)
    only = kadflow.find(asked.agreement) if asked.agreement is not None else ""
    due = [_BETWEEN.join(report) for report in kadflow.reports.due(only)]
    return Plan(shards_of(due, min(asked.shard_size, REPORTS)))


def build(kadflow: Kadflow, shard: Shard) -> Part:
    """Build one report after the other; one that somebody else built meanwhile is left alone."""

    def one(item: str) -> Part:
        due = ReportDue(*item.split(_BETWEEN))
        if not kadflow.reports.is_due(due):
            return Part()
        try:
            built = kadflow.reports.build(
                kadflow.system(),
                due.outline,
                period=due.period,
                agreement=due.about,
                organisation=due.organisation,
                formats=FORMATS,
            )
        except ConcurrentChangeError:
            return Part()
        missing = built.record.missing
        name = kadflow.report_subject(built.record)
        line = Line(
            name,
            f"{due.outline} {due.period}, {missing} hal belum diketahui",
            f"{due.outline} {due.period}, {missing} things unknown",
        )
        return Part(done=1, lines=(line,))

    return each(shard, one)


REPORT_EVALUATIONS = Sweep(
    title=FlowTitle("report_evaluations", "Laporan berkala", "Periodic reports"),
    about=(
        "Menyusun laporan periode yang baru berakhir, lalu meminta pengesahannya.",
        "Builds the reports of the period that has just ended, and has them signed off.",
    ),
    plan=plan,
    do=build,
    counted=("laporan", "reports"),
)
