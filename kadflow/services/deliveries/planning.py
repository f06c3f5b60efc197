"""From notices to deliveries: who holds the office now, by which way, and when it may leave.

One notice to an office becomes one delivery per person and channel. A person who is told of the
same occasion through several offices gets one. What a restored backup still had to send is kept
back, since it may have left before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from kadflow.domain.calendars import Calendars
from kadflow.domain.clock import Clock, IdSource, civil_date, stamp
from kadflow.domain.deliveries import (
    CHANNELS,
    Address,
    Delivery,
    PlanReport,
    Preference,
    Reason,
    State,
)
from kadflow.domain.people import ASSISTANT, Assistant
from kadflow.services.deliveries.ledger import end, line
from kadflow.services.deliveries.timing import DayOff, digest_at, leaves_at
from kadflow.services.history.installation import installation_facts
from kadflow.services.history.ledger_days import line_ids
from kadflow.services.known_calendars import calendars_of
from kadflow.storage import attempts, contacts, deliveries, notices
from kadflow.storage.assistants import assistants_of
from kadflow.storage.contacts import HolderRow
from kadflow.storage.notices import NoticeRow
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import KINDS

AT_ONCE = 500
"""Notices planned in one transaction."""

_ORDINARY = Preference()


class _Recipient(NamedTuple):
    """Somebody who hears of one occasion, with every reason."""

    person: str
    organisation: str
    reasons: tuple[Reason, ...]

    @property
    def only_copied(self) -> bool:
        """Whether nothing is asked of him: he assists the offices that are told."""
        return all(reason.capacity == ASSISTANT for reason in self.reasons)


class Planner:
    """Plans what is written; any number may run at once, each notice is planned once."""

    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def plan(self, at: datetime | None = None, *, limit: int = 10_000) -> PlanReport:
        """Make the deliveries of notices, and close the digests that are due.

        Args:
            at: What counts as due; now by default.
            limit: Notices at most.

        Returns:
            How many; all zero with ``held`` after a restore that nobody released.
        """
        report = PlanReport()
        while report.planned < limit:
            most = min(AT_ONCE, limit - report.planned)
            done = self._database.write(partial(self._plan_some, at=at, most=most))
            report += done
            if done.held or not done.planned:
                break
        if not report.held:
            report += self._database.write(lambda tx: self._close_digests(tx, at))
        return report

    # -------------------------------------------------------------- notices

    def _plan_some(self, tx: Transaction, *, at: datetime | None, most: int) -> PlanReport:
        facts = installation_facts(tx)
        if facts.held:
            return PlanReport(held=True)
        now = at or self._clock.now()
        found = notices.unplanned(tx, stamp(now), most)
        if not found:
            return PlanReport()
        readers = Readers.of(tx, found, now)
        made: list[Delivery] = []
        latest = _latest(found)
        superseded = len(found) - len(latest)
        notices.supersede(tx, _replaced(found, latest))
        unreached = 0
        for group in _by_occasion(latest):
            recipients = readers.recipients(group)
            unreached += all(each.only_copied for each in recipients)
            first = group[0]
            if KINDS[first.kind].reminds:
                superseded += self._supersede(tx, first, now)
            for recipient in recipients:
                made += self._deliveries(first, recipient, readers, now, facts.restored_at)
            made += self._endpoints(group, readers, now, facts.restored_at)
        deliveries.make_deliveries(tx, made)
        notices.mark_planned(tx, [each.id for each in found], stamp(self._clock.now()))
        return PlanReport(
            planned=len(found),
            made=len(made),
            superseded=superseded,
            unreached=unreached,
            more=len(found) == most,
        )

    def _deliveries(
        self,
        notice: NoticeRow,
        recipient: _Recipient,
        readers: Readers,
        now: datetime,
        restored_at: str | None,
    ) -> list[Delivery]:
        preference = readers.preferences.get(recipient.person, _ORDINARY)
        zone, off = readers.zone(recipient.organisation), readers.off(recipient.organisation)
        asks = KINDS[notice.kind].asks and not recipient.only_copied
        made = []
        for channel in channels_for(
            preference, readers.addresses.get(recipient.person, ()), asks=asks
        ):
            state: State = "waiting"
            then: datetime | None = leaves_at(now, zone, preference, off)
            if preference.digest != "none":
                state, then = "gathered", digest_at(now, zone, preference, off)
            elif channel == "hand":
                state, then = "by_hand", None
            if restored_at is not None and notice.written_at < restored_at:
                state, then = "kept", None
            made.append(self._delivery(notice, recipient, channel, state=state, then=then))
        return made

    def _endpoints(
        self,
        group: Sequence[NoticeRow],
        readers: Readers,
        now: datetime,
        restored_at: str | None,
    ) -> list[Delivery]:
        """One delivery per organisation with a webhook whose offices are told."""
        made = []
        for organisation in sorted({each.organisation for each in group}):
            if not any(
                address.channel == "webhook" and address.broken_at is None
                for address in readers.addresses.get(organisation, ())
            ):
                continue
            reasons = tuple(
                Reason(each.id, each.office, "endpoint")
                for each in group
                if each.organisation == organisation
            )
            old = restored_at is not None and group[0].written_at < restored_at
            made.append(
                self._delivery(
                    group[0],
                    _Recipient(organisation, organisation, reasons),
                    "webhook",
                    state="kept" if old else "waiting",
                    then=None if old else now,
                )
            )
        return made

    def _delivery(
        self,
        notice: NoticeRow,
        recipient: _Recipient,
        channel: str,
        *,
        state: State,
        then: datetime | None,
    ) -> Delivery:
        return Delivery(
            id=self._ids.new(),
            kind=notice.kind,
            occasion=notice.occasion,
            recipient=recipient.person,
            organisation=recipient.organisation,
            channel=channel,
            reasons=recipient.reasons,
            made_at=stamp(self._clock.now()),
            state=state,
            next_at=None if then is None else stamp(then),
        )

    def _supersede(self, tx: Transaction, notice: NoticeRow, now: datetime) -> int:
        """Earlier reminders of the same deadline that have not left give way to this one."""
        deadline = notice.occasion.partition(":")[0]
        older = [
            each
            for each in deliveries.pending_of_deadline(tx, deadline)
            if each.occasion != notice.occasion
        ]
        end(tx, older, "superseded", notice.occasion, self._ids, stamp(now))
        return len(older)

    # -------------------------------------------------------------- digests

    def _close_digests(self, tx: Transaction, at: datetime | None) -> PlanReport:
        """Freeze the list of each digest that is due; from then on it is one message."""
        if installation_facts(tx).held:
            return PlanReport(held=True)
        now = at or self._clock.now()
        due = deliveries.gathered(tx, stamp(now), AT_ONCE)
        new_id = line_ids(tx, self._ids)
        made = []
        for recipient, channel in dict.fromkeys((each.recipient, each.channel) for each in due):
            carried = deliveries.gathered_of(tx, recipient, channel, stamp(now))
            if not carried:
                continue
            digest = Delivery(
                id=self._ids.new(),
                kind="digest",
                occasion=f"digest:{carried[0].next_at}:{carried[0].id}",
                recipient=recipient,
                organisation=carried[0].organisation,
                channel=channel,
                reasons=tuple(reason for each in carried for reason in each.reasons),
                made_at=stamp(self._clock.now()),
                state="by_hand" if channel == "hand" else "waiting",
                next_at=None if channel == "hand" else stamp(now),
            )
            deliveries.make_deliveries(tx, [digest])
            deliveries.carry(tx, [each.id for each in carried], digest.id)
            attempts.note(
                tx,
                [line(each, "carried", digest.id, new_id, stamp(now)) for each in carried],
            )
            made.append(digest)
        return PlanReport(made=len(made), more=len(due) == AT_ONCE)


class Readers:
    """Who holds the offices of some notices today, and how each of them is reached."""

    def __init__(
        self,
        holders: Mapping[str, list[HolderRow]],
        assistants: Mapping[str, list[Assistant]],
        secretariats: Mapping[str, list[str]],
        zones: Mapping[str, str],
        addresses: Mapping[str, Sequence[Address]],
        preferences: Mapping[str, Preference],
        calendars: Mapping[str, Calendars],
    ) -> None:
        self._calendars = calendars
        self._holders = holders
        self._assistants = assistants
        self._secretariats = secretariats
        self._zones = zones
        self.addresses = addresses
        self.preferences = preferences

    @classmethod
    def of(cls, tx: Transaction, found: Sequence[NoticeRow], now: datetime) -> Readers:
        """Read everything that planning these notices needs, in few questions."""
        zones = {each.organisation: each.zone for each in found}
        today = {zone: civil_date(now, zone).date for zone in {*zones.values(), "Asia/Jakarta"}}
        organisations = sorted(zones)
        secretariats = contacts.secretariats(tx, organisations)
        offices = {each.office for each in found}
        homes = {each.office: each.organisation for each in found}
        for organisation, several in secretariats.items():
            offices |= set(several)
            homes |= dict.fromkeys(several, organisation)
        holders: dict[str, list[HolderRow]] = {}
        days = sorted(today.values())
        for row in contacts.holders_on(tx, sorted(offices), earliest=days[0], latest=days[-1]):
            day = today[zones[homes[row.office]]]
            if row.from_on <= day and (row.to_on is None or row.to_on >= day):
                holders.setdefault(row.office, []).append(row)
        assistants: dict[str, list[Assistant]] = {}
        told = sorted({each.office for each in found})
        for each in assistants_of(tx, told, earliest=days[0], latest=days[-1]):
            day = today[zones[homes[each.office]]]
            if each.from_on <= day and (each.to_on is None or each.to_on >= day):
                assistants.setdefault(each.office, []).append(each)
        persons = sorted(
            {row.person for rows in holders.values() for row in rows}
            | {each.person for several in assistants.values() for each in several}
        )
        preferences = contacts.preferences(tx, persons)
        wanted = any(each.working_days for each in preferences.values())
        return cls(
            holders,
            assistants,
            secretariats,
            zones,
            contacts.addresses(tx, [*persons, *organisations]),
            preferences,
            {each: calendars_of(tx, [each]) for each in organisations} if wanted else {},
        )

    def zone(self, organisation: str) -> str:
        """The zone in which an organisation's days are counted."""
        return self._zones.get(organisation, "Asia/Jakarta")

    def off(self, organisation: str) -> DayOff:
        """Which days are no working days there; none where nobody asked for working days."""
        calendars = self._calendars.get(organisation)
        return calendars.off if calendars is not None else _never

    def recipients(self, group: Iterable[NoticeRow]) -> list[_Recipient]:
        """Everybody who hears of one occasion, each once.

        A vacant office means its secretariat; whoever assists an office gets a copy.
        """
        reasons: dict[str, list[Reason]] = {}
        homes: dict[str, str] = {}
        for notice in group:
            present = [(row, row.capacity) for row in self._holders.get(notice.office, ())]
            if not present:
                present = [
                    (row, "vacant")
                    for office in self._secretariats.get(notice.organisation, ())
                    for row in self._holders.get(office, ())
                ]
            for row, capacity in present:
                homes.setdefault(row.person, notice.organisation)
                reasons.setdefault(row.person, []).append(
                    Reason(notice.id, notice.office, capacity, row.to_on)
                )
            for each in self._assistants.get(notice.office, ()):
                homes.setdefault(each.person, notice.organisation)
                reasons.setdefault(each.person, []).append(
                    Reason(notice.id, notice.office, ASSISTANT, each.to_on)
                )
        return [_Recipient(person, homes[person], tuple(why)) for person, why in reasons.items()]


def channels_for(preference: Preference, addresses: Sequence[Address], *, asks: bool) -> list[str]:
    """By which ways somebody is told: all stated ones that work, else the first that does.

    A message that only informs is not handed over by hand unless the person wants it so: the
    secretariat would have to send it, and it stands in the inbox anyway.
    """
    working = {each.channel for each in addresses if each.broken_at is None}
    if preference.channels == ("inbox",):
        return []
    chosen = [each for each in preference.channels if each in working]
    if chosen:
        return chosen
    first = next((each for each in CHANNELS if each in working), None)
    return [first] if first is not None and (asks or first != "hand") else []


def _never(day: date) -> None:
    del day


def _by_occasion(found: Sequence[NoticeRow]) -> list[list[NoticeRow]]:
    groups: dict[tuple[str, str], list[NoticeRow]] = {}
    for each in found:
        groups.setdefault((each.kind, each.occasion), []).append(each)
    return list(groups.values())


def _deadline_of(notice: NoticeRow) -> tuple[str, str] | None:
    """Deadline and office of a reminder; None for other notices."""
    if not KINDS[notice.kind].reminds:
        return None
    return notice.occasion.partition(":")[0], notice.office


def _latest(found: Sequence[NoticeRow]) -> list[NoticeRow]:
    """All notices, but of the reminders of one deadline to one office only the last."""
    last = {key: each.id for each in found if (key := _deadline_of(each)) is not None}
    return [each for each in found if last.get(_deadline_of(each) or ("", ""), each.id) == each.id]


def _replaced(found: Sequence[NoticeRow], latest: Sequence[NoticeRow]) -> list[tuple[str, str]]:
    """Reminders that say less than a later one, each with that one."""
    by = {key: each.id for each in latest if (key := _deadline_of(each)) is not None}
    stay = {each.id for each in latest}
    return [
        (each.id, by[key])
        for each in found
        if each.id not in stay and (key := _deadline_of(each)) is not None
    ]
