"""Whose turn it is to sign a report off is told to that office."""

from __future__ import annotations

from kadflow.domain.clock import Clock, IdSource, stamp
from kadflow.domain.events import Sealed
from kadflow.domain.people import Roster
from kadflow.domain.periods import read_period
from kadflow.domain.reports import ReportRecord
from kadflow.engine.deliberation import Notice
from kadflow.reports.composing.outline import Outline
from kadflow.services.notices import write_notices
from kadflow.storage import people
from kadflow.storage.transactions import Transaction


def tell_next(
    tx: Transaction,
    clock: Clock,
    ids: IdSource,
    record: ReportRecord,
    plan: Outline,
    occasion: Sealed,
) -> None:
    """Write the notice to the office whose turn it is; to nobody where none is left."""
    step = record.next_step()
    if step is None or record.state != "built":
        return
    roster = people.rosters(tx, [record.organisation]).get(record.organisation, Roster())
    period = read_period(record.period).words
    fields = {
        "title_id": plan.title.id,
        "title_en": plan.title.en,
        "period_id": period[0],
        "period_en": period[1],
        "version": record.version,
        "missing": record.missing,
    }
    write_notices(
        tx,
        record.about or None,
        [
            Notice("report_to_sign", occasion.digest, office.id, fields)
            for office in roster.doing(step.role)[:1]
        ],
        written_at=stamp(clock.now()),
        new_id=ids.new,
    )
