"""Calendars: what the nation and each region say about working days, and counting by it.

A decree that an administrator imports is an event in the stream of its region, or of the
installation where it is national; the calendar row is folded from it and can be made again. In
the same commit the agreements whose deadlines it may move are noted, found by index; they are
counted anew one by one afterwards (`AgreementService.recount`), and before anything falls due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from kadflow.domain.calendars import CalendarRecord
from kadflow.domain.clock import Clock, civil_date, stamp
from kadflow.domain.commands import Envelope
from kadflow.domain.events import Actor, EventDraft
from kadflow.engine.calendars import IMPORTED, fold_calendar, source_of
from kadflow.engine.counting import Count, Roll, count
from kadflow.errors import InvalidInputError, NotFoundError, NotPermittedError
from kadflow.intake.calendar_rows import CalendarRow, read_calendar_rows
from kadflow.services.calendar_judging import Judged, Judging
from kadflow.services.known_calendars import calendars_of
from kadflow.services.ledger import Ledger
from kadflow.services.recording import write_streams
from kadflow.storage import calendars as rows
from kadflow.storage import history, people
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from state_machines.template import Period

FOREVER = "9999-12-31"
_PER_EVENT = 150
"""Entries in one event; it stays below 64 KiB whatever the days are called."""


class CalendarReport(msgspec.Struct, frozen=True):
    """What became of a file.

    Attributes:
        rows: Each row with what it says and, where it is refused, why.
        refused: How many; where there is one, nothing of the file was taken.
        calendars: Name and new version of each calendar that changed, or would change.
        agreements: On how many agreements deadlines were counted anew.
        moved: How many deadlines got another day.
        flagged: How many had passed on a day that the decree would have changed.
    """

    rows: tuple[Judged, ...]
    new: int
    unchanged: int
    refused: int
    dry_run: bool
    calendars: tuple[tuple[str, str], ...] = ()
    agreements: int = 0
    moved: int = 0
    flagged: int = 0


class Shown(msgspec.Struct, frozen=True):
    """A year as some calendars have it.

    Attributes:
        days: (ISO date, name, whose, source) of every day off that is no weekend.
        weeks: (whose, working days a week, source) at the end of the year.
        hours: (first, last, name, whose) of shortened hours.
        working_days: How many days of the year are working days for all of them.
        joint_leave: Whether the year's joint leave is published.
    """

    year: int
    days: tuple[tuple[str, str, str, str], ...]
    weeks: tuple[tuple[str, int, str], ...]
    hours: tuple[tuple[str, str, str, str], ...]
    working_days: int
    joint_leave: bool
    version: str


class CalendarService:
    """Imports decrees, shows a year, counts."""

    def __init__(
        self, database: Database, clock: Clock, installation: Callable[[Transaction], str]
    ) -> None:
        self._database = database
        self._clock = clock
        self._installation = installation

    # -------------------------------------------------------------- asking

    def count(
        self,
        start: date,
        period: Period,
        organisations: Sequence[str] = (),
        *,
        roll: Roll = "none",
        every: bool = True,
    ) -> Count:
        """The last day of a period by the calendars of some organisations; explains itself."""
        with self._database.read() as tx:
            calendars = calendars_of(tx, organisations, every=every)
        try:
            return count(start, period, calendars, roll=roll)
        except OverflowError as error:
            raise InvalidInputError(
                "The period ends after the last day that a calendar has.",
                hint="Count fewer days.",
                pesan="Jangka waktunya melampaui kalender.",
                saran="Hitung lebih sedikit hari.",
            ) from error

    def show(self, year: int, organisations: Sequence[str] = ()) -> Shown:
        """The days off of a year, by whose calendar and by which decree."""
        with self._database.read() as tx:
            calendars = calendars_of(tx, organisations)
        first, last = date(year, 1, 1), date(year, 12, 31)
        days, working = [], 0
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            reason = calendars.off(day)
            working += reason is None
            if reason is not None and not reason.weekend:
                days.append((day.isoformat(), reason.why, reason.whose, reason.source))
        weeks = []
        for region in calendars.regions:
            held = [w for w in region.record.weeks if w.holds_on(last.isoformat())]
            week = held[-1] if held else None
            weeks.append(
                (region.name, week.days if week else 5, week.source if week is not None else "")
            )
        return Shown(
            year=year,
            days=tuple(days),
            weeks=tuple(weeks),
            hours=tuple(
                (hours.from_on, hours.until, hours.name, whose)
                for hours, whose in calendars.short_hours(first, last)
            ),
            working_days=working,
            joint_leave=calendars.has_joint_leave(year),
            version=calendars.version,
        )

    # -------------------------------------------------------------- taking over

    def import_file(
        self,
        envelope: Envelope,
        path: Path,
        *,
        region: str | None = None,
        decree: str = "",
        decree_on: str = "",
        dry_run: bool = False,
    ) -> CalendarReport:
        """Take over a file of days off, all of it or nothing.

        Args:
            envelope: Who imports; a person changes the calendar of the own region only.
            path: CSV or XLSX; see `kadflow.intake.calendar_rows`.
            region: Code or name for rows that name none; without it those are national.
            decree: Number of the decree for rows that name none.
            decree_on: Its date, ISO.
            dry_run: Only judge.

        Raises:
            InvalidInputError: The file cannot be read as a calendar. Faults of single rows are
                in the report, and then nothing was taken.
            NotPermittedError: The calendar of another region.
        """
        read = read_calendar_rows(path)
        if dry_run:
            with self._database.read() as tx:
                return self._take(tx, envelope, read, region, decree, decree_on, dry_run=True)
        return self._database.write(
            lambda tx: self._take(tx, envelope, read, region, decree, decree_on, dry_run=False)
        )

    def _take(
        self,
        tx: Transaction,
        envelope: Envelope,
        read: Sequence[CalendarRow],
        region: str | None,
        decree: str,
        decree_on: str,
        *,
        dry_run: bool,
    ) -> CalendarReport:
        today = civil_date(self._clock.now(), "Asia/Jakarta").date
        judging = Judging(tx, calendars_of, region=region, today=today)
        judged = judging.judge(read, decree=decree, decree_on=decree_on)
        refused = sum(row.outcome == "refused" for row in judged)
        new = [row for row in judged if row.outcome == "new"]
        report = CalendarReport(
            rows=tuple(judged),
            new=len(new),
            unchanged=len(judged) - refused - len(new),
            refused=refused,
            dry_run=dry_run,
        )
        if refused or dry_run or not new:
            return report
        self._check_owner(tx, envelope, {row.authority for row in new})
        changed = self._write(tx, envelope, new)
        return msgspec.structs.replace(report, calendars=changed)

    def _check_owner(self, tx: Transaction, envelope: Envelope, authorities: set[str]) -> None:
        person = people.get_person(tx, envelope.person) if envelope.person else None
        for authority in sorted(authorities):
            if person is not None and authority and person[1] != authority:
                raise NotPermittedError(
                    "The calendar of a region is kept by its own administrator.",
                    hint="Leave out the rows of other regions.",
                    pesan="Kalender suatu daerah diisi oleh administrator daerah itu sendiri.",
                    saran="Keluarkan baris milik daerah lain.",
                )

    def _write(
        self, tx: Transaction, envelope: Envelope, new: Sequence[Judged]
    ) -> tuple[tuple[str, str], ...]:
        now = self._clock.now()
        ledger = Ledger(now)
        actor = Actor(
            principal=envelope.principal,
            authenticated=envelope.authenticated,
            person=envelope.person,
        )
        changed = []
        for authority in sorted({row.authority for row in new}):
            own = [row for row in new if row.authority == authority]
            stream = authority or self._installation(tx)
            head = history.lock_stream(tx, stream)
            if head is None:
                raise NotFoundError(
                    f"{own[0].whose} has no stream.",
                    hint="Run: kadflow history verify.",
                    pesan=f"{own[0].whose} tidak mempunyai riwayat.",
                    saran="Periksa keaslian riwayat dengan: kadflow history verify.",
                )
            ledger.hold(head, agreement=None)
            stored = rows.calendar_rows(tx, [authority]).get(authority)
            record = rows.decode_calendar(stored.record) if stored else CalendarRecord()
            for entries, named, on in _decrees(own):
                sealed = ledger.append(
                    EventDraft(
                        stream=stream,
                        kind=IMPORTED,
                        data={"decree": named, "decree_on": on, "entries": entries},
                    ),
                    actor=actor,
                    effective_on=civil_date(now, "Asia/Jakarta"),
                    template=None,
                )
                record = fold_calendar(record, sealed.event)
            rows.set_calendar(tx, authority, record, stream=stream)
            changed.append((own[0].whose, record.version))
            for row in own:
                rows.ask_recounts(
                    tx,
                    authority,
                    row.on,
                    _last(row),
                    decree=source_of({"decree": row.decree, "decree_on": row.decree_on}),
                    asked_at=stamp(now),
                )
        write_streams(tx, ledger)
        return tuple(changed)


def _decrees(
    new: Iterable[Judged],
) -> Iterable[tuple[list[dict[str, Any]], str, str]]:
    """The entries of each decree, in the order of the file, in events of bounded size."""
    sources: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in new:
        sources.setdefault((row.decree, row.decree_on), []).append(
            {"on": row.on, "until": row.until, "kind": row.kind, "name": row.name}
        )
    for (decree, decree_on), entries in sources.items():
        for begin in range(0, len(entries), _PER_EVENT):
            yield entries[begin : begin + _PER_EVENT], decree, decree_on


def _last(row: Judged) -> str:
    """The last day that a row can change."""
    endless = row.kind in {"five_days", "six_days"} and row.until is None
    return FOREVER if endless else row.until or row.on
