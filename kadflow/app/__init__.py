"""The composition root: the facade that the command line, the web, flows and other programs use."""

from __future__ import annotations

from kadflow.app.acting import Acting
from kadflow.app.facade import Kadflow
from kadflow.app.folder import Folder
from kadflow.domain.reports import ReportRecord
from kadflow.services.agreements import Outcome
from kadflow.services.announcements import Announcement
from kadflow.services.flow_runs import FlowRun, FlowStatus, FlowTitle, Said, said_of
from kadflow.services.history.showing import Entry
from kadflow.services.keeping import RestoreReport
from kadflow.services.reports.building import Built
from kadflow.services.reports.service import ReportDue

__all__ = [
    "Acting",
    "Announcement",
    "Built",
    "Entry",
    "FlowRun",
    "FlowStatus",
    "FlowTitle",
    "Folder",
    "Kadflow",
    "Outcome",
    "ReportDue",
    "ReportRecord",
    "RestoreReport",
    "Said",
    "said_of",
]
