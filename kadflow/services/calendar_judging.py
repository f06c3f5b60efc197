"""Judging the rows of a calendar file: whose they are, whether they can be, what is new in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import msgspec

from kadflow.domain.calendars import NATIONAL, Calendars, Day, ShortHours, WorkWeek
from kadflow.domain.people import Organisation
from kadflow.engine.calendars import WEEKS, days_of, source_of
from kadflow.engine.terms import is_iso_date
from kadflow.errors import InvalidInputError
from kadflow.intake.calendar_rows import COLUMNS, CalendarRow
from kadflow.intake.rows import Fault
from kadflow.intake.wording import Said
from kadflow.storage import people
from kadflow.storage.transactions import Transaction


class Judged(msgspec.Struct, frozen=True):
    """A row with whose it is and what becomes of it.

    Attributes:
        authority: Id of the organisation; empty for the nation.
        whose: Its name.
        reasons: Why it is refused.
    """

    row: int
    on: str
    until: str | None
    kind: str
    name: str
    authority: str
    whose: str
    decree: str
    decree_on: str
    outcome: Literal["new", "unchanged", "refused"]
    reasons: tuple[Fault, ...] = ()


class Judging:
    """Judges the rows of one file.

    Args:
        tx: Where organisations and calendars are read.
        calendars_of: The national calendar together with those of some organisations.
        region: For rows that name none; None makes them national.
        today: A decree of a later day does not exist yet.

    Raises:
        InvalidInputError: ``region`` names no organisation.
    """

    def __init__(
        self,
        tx: Transaction,
        calendars_of: Callable[[Transaction, Sequence[str]], Calendars],
        *,
        region: str | None,
        today: str,
    ) -> None:
        self._tx = tx
        self._calendars_of = calendars_of
        self._today = today
        self._known: dict[str, Organisation | None] = {}
        self._calendars: dict[str, Calendars] = {}
        self._default = region or ""
        if region and self._organisation(region) is None:
            raise InvalidInputError(
                f"There is no region {region!r}.",
                hint="Find its code with: kadflow region find NAME.",
                pesan=f"Tidak ada daerah {region!r}.",
                saran="Cari kodenya dengan: kadflow region find NAMA.",
            )

    def judge(self, read: Sequence[CalendarRow], *, decree: str, decree_on: str) -> list[Judged]:
        """Every row, in the order of the file."""
        if decree_on and not is_iso_date(decree_on):
            raise InvalidInputError(
                f"{decree_on!r} is not a date.",
                hint="Give the date of the decree like 2026-01-31.",
                pesan=f"{decree_on!r} bukan tanggal.",
                saran="Isi tanggal keputusan seperti 2026-01-31.",
            )
        taken: dict[tuple[str, str], int] = {}
        return [
            self._one(row, row.decree or decree, row.decree_on or decree_on, taken) for row in read
        ]

    def _organisation(self, wanted: str) -> Organisation | None:
        if wanted not in self._known:
            found = people.organisation_by_code(self._tx, wanted)
            self._known[wanted] = found or people.organisation_by_name(self._tx, wanted)
        return self._known[wanted]

    def _of(self, authority: str) -> Calendars:
        if authority not in self._calendars:
            self._calendars[authority] = self._calendars_of(
                self._tx, [authority] if authority else []
            )
        return self._calendars[authority]

    def _one(
        self,
        row: CalendarRow,
        decree: str,
        decree_on: str,
        taken: dict[tuple[str, str], int],
    ) -> Judged:
        faults = list(row.faults)
        wanted = row.region or self._default
        organisation = self._organisation(wanted) if wanted else None
        if wanted and organisation is None:
            faults.append(_unknown(wanted))
        faults += self._source(decree, decree_on)
        authority = organisation.id if organisation is not None else ""
        if not faults:
            faults += self._possible(row, authority, taken)
        outcome: Literal["new", "unchanged", "refused"] = "refused" if faults else "new"
        if not faults and self._is_known(row, authority, decree, decree_on):
            outcome = "unchanged"
        return Judged(
            row=row.row,
            on=row.on,
            until=row.until,
            kind=row.kind,
            name=row.name,
            authority=authority,
            whose=organisation.name if organisation is not None else NATIONAL,
            decree=decree,
            decree_on=decree_on,
            outcome=outcome,
            reasons=tuple(faults),
        )

    def _source(self, decree: str, decree_on: str) -> list[Fault]:
        if not decree or not decree_on:
            return [
                _fault(
                    "decree-missing",
                    "decree",
                    "nomor atau tanggal keputusannya belum disebut; isi kolomnya, atau sebutkan "
                    "dengan --decree dan --decree-date",
                    "the number or the date of the decree is missing; fill the columns in, or give "
                    "--decree and --decree-date",
                )
            ]
        if decree_on > self._today:
            return [
                _fault(
                    "decree-to-come",
                    "decree_on",
                    f"keputusan tanggal {decree_on} belum ada; periksa tanggalnya",
                    f"a decree of {decree_on} does not exist yet; check its date",
                )
            ]
        return []

    def _possible(
        self, row: CalendarRow, authority: str, taken: dict[tuple[str, str], int]
    ) -> list[Fault]:
        if row.kind in WEEKS and not authority:
            return [
                _fault(
                    "week-without-region",
                    "region",
                    "jumlah hari kerja seminggu ditetapkan tiap daerah; sebutkan daerahnya",
                    "the working week is set by each region; name the region",
                )
            ]
        group = "week" if row.kind in WEEKS else "hours" if row.kind == "short_hours" else ""
        days = [row.on] if group else days_of(row.on, row.until)
        for on in days:
            before = taken.setdefault((f"{authority}{group}", on), row.row)
            if before != row.row:
                return [
                    _fault(
                        "duplicate",
                        "on",
                        f"{on} sudah disebut pada baris {before}; cukup satu baris",
                        f"{on} stands in row {before} already; keep one of the two",
                    )
                ]
        if row.kind == "workday" and authority:
            return self._not_national(days)
        return []

    def _not_national(self, days: Sequence[str]) -> list[Fault]:
        national = self._of("")
        for on in days:
            reason = national.off(date.fromisoformat(on))
            if reason is not None and not reason.weekend:
                return [
                    _fault(
                        "national-day",
                        "kind",
                        f"{on} libur nasional ({reason.why}) dan tidak dapat dibatalkan daerah; "
                        "hapus barisnya",
                        f"{on} is a national day off ({reason.why}), which no region takes back; "
                        "remove the row",
                    )
                ]
        return []

    def _is_known(self, row: CalendarRow, authority: str, decree: str, decree_on: str) -> bool:
        calendars = self._of(authority)
        record = (calendars.regions[0] if authority else calendars.national).record
        source = source_of({"decree": decree, "decree_on": decree_on})
        if row.kind in WEEKS:
            return WorkWeek(WEEKS[row.kind], row.on, row.until, source) in record.weeks
        if row.kind == "short_hours":
            hours = ShortHours(row.on, row.until or row.on, row.name, source)
            return hours in record.hours
        day = Day(row.kind, row.name, source)  # type: ignore[arg-type]  # weeks and hours are above
        return all(record.days.get(on) == day for on in days_of(row.on, row.until))


def _unknown(wanted: str) -> Fault:
    return _fault(
        "region-unknown",
        "region",
        f"tidak ada daerah '{wanted[:60]}'; cari kodenya dengan: kadflow region find",
        f"there is no region '{wanted[:60]}'; find its code with: kadflow region find",
    )


def _fault(code: str, column: str, indonesian: str, english: str) -> Fault:
    names = COLUMNS[column]
    said = Said(f"Kolom {names[0]}: {indonesian}.", f"Column {names[1]}: {english}.")
    return Fault(code, said, names[0])
