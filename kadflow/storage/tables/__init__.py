"""The tables: one per noun, named by it; ``metadata`` knows them all.

Rows classes carry capitals (`Agreement`); the Core tables that statements are built from are
their lower-case twins (`agreement`).
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table

from kadflow.storage.tables import (
    agreements,
    budget,
    calendars,
    deadlines,
    evaluations,
    history,
    notices,
    operations,
    people,
    reports,
    results,
    templates,
)
from kadflow.storage.tables.base import Row

metadata = Row.metadata


def _table(row: type[Row]) -> Table:
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


stream = _table(history.Stream)
event = _table(history.Event)
part = _table(history.Part)
leaf = _table(history.Leaf)
checkpoint = _table(history.Checkpoint)
receipt = _table(history.Receipt)
organisation = _table(people.Organisation)
bordering = _table(people.Bordering)
person = _table(people.Person)
office = _table(people.Office)
holder = _table(people.Holder)
mandate = _table(people.Mandate)
assistant = _table(people.Assistant)
chain = _table(people.Chain)
template = _table(templates.Template)
agreement = _table(agreements.Agreement)
party = _table(agreements.Party)
document = _table(agreements.Document)
document_number = _table(agreements.DocumentNumber)
blob = _table(agreements.Blob)
gate = _table(agreements.Gate)
decision = _table(agreements.Decision)
task = _table(agreements.Task)
finding = _table(agreements.Finding)
deadline = _table(deadlines.Deadline)
evaluation = _table(evaluations.Evaluation)
competition = _table(evaluations.Competition)
snooze = _table(deadlines.Snooze)
acknowledgement = _table(deadlines.Acknowledgement)
calendar = _table(calendars.Calendar)
deadline_calendar = _table(calendars.DeadlineCalendar)
recount = _table(calendars.Recount)
budget_line = _table(budget.BudgetLine)
budget_finding = _table(budget.BudgetFinding)
budget_check = _table(budget.BudgetCheck)
notice = _table(notices.Notice)
address = _table(notices.Address)
preference = _table(notices.Preference)
delivery = _table(notices.Delivery)
message = _table(notices.Message)
attempt = _table(notices.Attempt)
wording = _table(notices.Wording)
report = _table(reports.Report)
report_outline = _table(reports.ReportOutline)
obligation = _table(results.Obligation)
indicator = _table(results.Indicator)
measurement = _table(results.Measurement)
flow_run = _table(operations.FlowRun)
announcement = _table(operations.Announcement)
