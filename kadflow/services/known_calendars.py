"""The calendars that something is counted by, from rows and from what is published."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kadflow.audit.chain import decode_event
from kadflow.domain.calendars import NATIONAL, Calendar, CalendarRecord, Calendars
from kadflow.engine.calendars import fold_calendar
from kadflow.intake.published_days import edition, published_days
from kadflow.storage import calendars as rows
from kadflow.storage import history, people
from kadflow.storage.transactions import Transaction


@lru_cache(maxsize=1024)
def _decoded(record: bytes) -> CalendarRecord:
    return rows.decode_calendar(record)


def calendars_of(
    tx: Transaction, organisations: Sequence[str] = (), *, every: bool = True
) -> Calendars:
    """The national calendar together with those of some organisations.

    Args:
        tx: Any transaction.
        organisations: Ids; none for the national calendar alone.
        every: See `kadflow.domain.calendars.Calendars`.
    """
    wanted = sorted(set(organisations))
    found = rows.calendar_rows(tx, ["", *wanted])
    names = people.organisations(tx, wanted) if wanted else {}

    def calendar(authority: str, name: str) -> Calendar:
        row = found.get(authority)
        record = _decoded(row.record) if row is not None else CalendarRecord()
        return Calendar(authority, name, row.version if row is not None else "", record)

    return Calendars(
        published_days,
        edition(),
        calendar("", NATIONAL),
        [calendar(id_, names[id_].name) for id_ in wanted if id_ in names],
        every=every,
    )


def differing_calendars(tx: Transaction, installation: str, *, fix: bool = False) -> list[str]:
    """Authorities whose calendar row is not what their stream says; empty for the nation.

    Args:
        tx: A writing where ``fix``.
        installation: Id of the installation's stream.
        fix: Put the right calendar there.
    """
    body = history.EVENT_COLUMNS.index("body")
    wrong = []
    for row in rows.all_calendars(tx):
        stream = row.authority or installation
        record = CalendarRecord()
        for entry in history.events_of(tx, stream):
            record = fold_calendar(record, decode_event(entry[body]))
        if record != rows.decode_calendar(row.record) or record.version != row.version:
            wrong.append(row.authority)
            if fix:
                rows.set_calendar(tx, row.authority, record, stream=stream)
    return wrong
