"""What each event about progress reports does to that chapter."""

from __future__ import annotations

from collections.abc import Mapping

from kadflow.domain.events import Event
from kadflow.domain.progress import (
    SECTIONS,
    Progress,
    ProgressReport,
    ReportVerdict,
    ReportVersion,
)


def fold_progress(chapter: Progress, event: Event, _: Mapping[str, bytes | None]) -> None:
    """Change the chapter by one event; it believes the event, as all folding does."""
    data = event.data
    if event.kind == "progress.submitted":
        _submitted(chapter, event)
        return
    report = chapter.entries[data["report"]]
    report.verdicts.append(
        ReportVerdict(
            number=event.number,
            version=data["version"],
            by=data["by"],
            verdict=event.kind.partition(".")[2],
            on=event.effective_on.date,
            sections=list(data["sections"]),
        )
    )
    match event.kind:
        case "progress.accepted":
            report.status, report.anew = "accepted", []
        case "progress.returned":
            report.status, report.anew = "returned", data["sections"] or list(SECTIONS)
        case "progress.reopened":
            report.status, report.anew = "reopened", data["sections"] or list(SECTIONS)
        case _:
            pass


def _submitted(chapter: Progress, event: Event) -> None:
    data, file = event.data, event.data["file"]
    report = chapter.entries.get(data["report"])
    if report is None:
        report = chapter.entries[data["report"]] = ProgressReport(
            id=data["report"],
            number=event.number,
            party=data["party"],
            period=data["period"],
            status="submitted",
        )
    before = report.versions[-1] if report.versions else None
    sections = dict(before.sections) if before is not None else {}
    sections |= dict.fromkeys(data["sections"], event.number)
    report.versions.append(
        ReportVersion(
            version=data["version"],
            number=event.number,
            on=event.effective_on.date,
            sections=sections,
            file=file["digest"] if file is not None else before.file if before else None,
        )
    )
    report.status, report.anew = "submitted", []
