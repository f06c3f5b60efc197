"""From deadlines to reminders: the latest rung of each ladder that is due, written once.

The occasion of a reminder is the deadline, the revision of its day and the rung. What fell due
during an outage is written too, as superseded by the one that leaves, so that the ledger says what
nobody was sent and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

import msgspec

from kadflow.domain.clock import Clock, IdSource, civil_date, stamp
from kadflow.domain.deliveries import PlanReport
from kadflow.domain.evaluations import Evaluations
from kadflow.domain.wording import day_words, weekday_words
from kadflow.engine.chapters import chapter_for
from kadflow.engine.evaluations.finding import others_of
from kadflow.engine.ladder import Rung, rungs_between
from kadflow.engine.naming import RISK, SCORING, SCORING_WORDS, Naming
from kadflow.services.deadlines import FAR, concerns
from kadflow.services.history.installation import installation_facts
from kadflow.services.notices import INBOX
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements, chapters, competitions, notices
from kadflow.storage import reminders as rows
from kadflow.storage.reminders import DueRow
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction
from notifications import check
from notifications.calendar import Entry, calendar, calendar_uid

AT_ONCE = 1000
"""Deadlines looked at in one transaction."""

NEAR, PASSED, REVIEW = "deadline_near", "deadline_passed", "risk_review_due"


class ReminderService:
    """Plans reminders; any number may run at once, each rung is written once."""

    def __init__(
        self, database: Database, clock: Clock, ids: IdSource, templates: TemplateService
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._templates = templates

    def plan(self, at: datetime | None = None, *, limit: int = 100_000) -> PlanReport:
        """Write the reminders that are due.

        Args:
            at: What counts as due; now by default.
            limit: Deadlines at most.

        Returns:
            ``planned`` deadlines looked at, ``made`` notices, ``superseded`` rungs that will not
            leave; ``held`` after a restore that nobody released.
        """
        report = PlanReport()
        while report.planned < limit:
            most = min(AT_ONCE, limit - report.planned)
            done = self._database.write(partial(self._plan_some, at=at, most=most))
            report += done
            if not done.more:
                break
        return report

    def feed(self, organisations: Sequence[str], *, name: str, language: str = "id") -> bytes:
        """A calendar of what runs for some organisations, for a calendar program to read again.

        Deadlines of other parties alone are left out; last days of judging are there for those who
        run the competition or judge in it.

        Args:
            organisations: Ids.
            name: Of the calendar.
            language: Of its entries.
        """
        place = 0 if language == "id" else 1
        entries = []
        with self._database.read() as tx:
            found = rows.open_of(tx, organisations)
            parties = rows.parties_of(tx, sorted({each.agreement for each in found}))
            titles = notices.titles(tx, sorted({each.agreement for each in found}))
            for each in found:
                present = dict(parties.get(each.agreement, ()))
                owner = each.subject and self._owner(tx, each, set(present))
                if owner and present.get(owner) not in organisations:
                    continue
                title = self._title(tx, each)[place]
                entries.append(
                    Entry(
                        uid=calendar_uid(each.id),
                        on=date.fromisoformat(each.due_on),
                        revision=each.revision,
                        summary=f"{title}: {each.number}",
                        description=", ".join(titles[each.agreement]),
                    )
                )
            entries += [
                Entry(
                    uid=calendar_uid(row["id"]),
                    on=date.fromisoformat(row["due_on"]),
                    revision=row["revision"],
                    summary=f"{SCORING_WORDS[place]}: {each.code}",
                    description=f"{each.code}, {each.title}",
                )
                for each, row in competitions.last_days(tx, until=FAR)
                if row["fired_at"] is None and any(concerns(each, one) for one in organisations)
            ]
        return calendar(entries, at=self._clock.now(), name=name)

    def _title(self, tx: Transaction, each: DueRow) -> tuple[str, str]:
        if each.template is None:
            return SCORING_WORDS  # a competition has no other deadline
        template = self._templates.workflow(tx, each.template).template
        return Naming(template, None).deadline(each.name)

    def _plan_some(self, tx: Transaction, *, at: datetime | None, most: int) -> PlanReport:
        if installation_facts(tx).held:
            return PlanReport(held=True)
        now = at or self._clock.now()
        until, written_at = stamp(now), stamp(self._clock.now())
        due = rows.due(tx, until, most)
        found = {
            each.id: rungs_between(
                each.due_on, each.zone, each.remind_days, since=each.reminded_at or "", until=until
            )
            for each in due
        }
        telling = [each for each in due if found[each.id].overdue]
        offices = self._offices(tx, telling)
        put_off, seen = rows.stilled(
            tx, [each.id for each in telling], civil_date(now, "Asia/Jakarta").date
        )
        titles: dict[tuple[str | None, str], tuple[str, str]] = {}
        written: list[dict[str, Any]] = []
        superseded = 0
        for each in telling:
            title = titles.get((each.template, each.name))
            if title is None:
                title = titles[each.template, each.name] = self._title(tx, each)
            said = _said(each, title, now)
            rungs = found[each.id].overdue
            # having seen a date is not having met it: on its last day, and later, it is said again
            stilled = put_off | seen if rungs[-1].day < 0 else put_off
            for office in offices[each.id]:
                if (each.id, each.revision, office) not in stilled:
                    written += self._rows(each, said, rungs, office, written_at)
                    superseded += len(rungs) - 1
        rows.write(tx, written)
        rows.advance(tx, {each.id: found[each.id].next_at for each in due}, until)
        return PlanReport(
            planned=len(due),
            made=len(written) - superseded,
            superseded=superseded,
            more=len(due) == most,
        )

    def _rows(
        self,
        each: DueRow,
        said: tuple[str, bytes],
        rungs: Sequence[Rung],
        office: str,
        written_at: str,
    ) -> list[dict[str, Any]]:
        """The notice that leaves, and those before it, superseded by it."""
        *older, latest = rungs
        *earlier, leaves = [self._ids.new() for _ in rungs]
        common = {
            "kind": said[0],
            "office": office,
            "channel": INBOX,
            "agreement": each.agreement if each.template is not None else None,
            "fields": said[1],
            "written_at": written_at,
            "not_before": None,
        }
        occasion = f"{each.id}:{each.revision}:"
        return [
            {
                "id": identity,
                "occasion": f"{occasion}{rung.day}",
                "superseded_by": leaves,
                "planned_at": written_at,
                **common,
            }
            for identity, rung in zip(earlier, older, strict=True)
        ] + [
            {
                "id": leaves,
                "occasion": f"{occasion}{latest.day}",
                "superseded_by": None,
                "planned_at": None,
                **common,
            }
        ]

    def _offices(self, tx: Transaction, due: Sequence[DueRow]) -> dict[str, list[str]]:
        """Whom each deadline reminds: offices of its own party, or of all that use Kadflow."""
        parties = rows.parties_of(tx, sorted({each.agreement for each in due}))
        organisations = sorted({org for some in parties.values() for _, org in some})
        known = rows.offices_of(tx, organisations)
        found: dict[str, list[str]] = {}
        for each in due:
            if each.template is None:
                found[each.id] = self._jurors(tx, each)
                continue
            if each.name == SCORING:
                found[each.id] = self._evaluators(tx, each)
                continue
            concerned = parties.get(each.agreement, [])
            owner = each.subject and self._owner(tx, each, {party for party, _ in concerned})
            found[each.id] = [
                office
                for party, organisation in concerned
                if not owner or party == owner
                for role in _roles(each.tells)
                for office in known.get((organisation, role), ())
            ]
        return found

    def _evaluators(self, tx: Transaction, each: DueRow) -> list[str]:
        """The offices whose sheet is still awaited; whoever scored is left alone."""
        chapter = chapter_for(Evaluations)
        held = chapter.read(chapters.get_chapter(tx, each.agreement, chapter.name)).held
        found, record = held.get(each.subject or ""), agreements.get_agreement(tx, each.agreement)
        if found is None or record is None or not found.is_open:
            return []
        awaited = found.awaited(others_of(record))
        return [e.office for e in awaited if e.office is not None]

    def _jurors(self, tx: Transaction, each: DueRow) -> list[str]:
        """The offices that have an entry left to judge."""
        found = competitions.get_competition(tx, each.agreement)
        if found is None:
            return []
        return [juror.office for juror in found.jurors.values() if found.left_of(juror)]

    def _owner(self, tx: Transaction, each: DueRow, parties: set[str]) -> str | None:
        """The party whose own deadline it is; an obligation's is its debtor's."""
        if each.subject in parties:
            return each.subject
        record = agreements.get_agreement(tx, each.agreement)
        if record is None:
            return None
        owner = record.whose(each.subject)  # on paper, or gone: nobody here is reminded
        return owner.id if owner is not None else None


@lru_cache(maxsize=1024)
def _roles(tells: str) -> tuple[str, ...]:
    """The office roles that a deadline reminds; few deadlines differ in them."""
    return msgspec.json.decode(tells, type=tuple[str, ...])


@lru_cache(maxsize=4096)
def _day(due_on: str, today: str) -> tuple[str, str, int]:
    """A last day in words of both languages, and how many days it is away."""
    last = date.fromisoformat(due_on)
    weekday, day = weekday_words(last), day_words(due_on)
    days = (last - date.fromisoformat(today)).days
    return f"{weekday[0]}, {day[0]}", f"{weekday[1]}, {day[1]}", days


def _said(each: DueRow, title: tuple[str, str], now: datetime) -> tuple[str, bytes]:
    """Kind and fields of a reminder, as things stand when it is written."""
    due_id, due_en, days = _day(each.due_on, civil_date(now, each.zone).date)
    kind = NEAR if days >= 0 else PASSED
    if each.name.startswith(RISK):
        kind = REVIEW
    about = (
        {"agreement": each.agreement}
        if each.template is not None
        else {"competition": each.agreement, "code": each.number}
    )
    fields = {
        **about,
        "number": each.number,
        "deadline": each.name,
        "deadline_id": title[0],
        "deadline_en": title[1],
        "due_on": each.due_on,
        "due_id": due_id,
        "due_en": due_en,
        "days": abs(days),
        "late": bool(each.verified) and days < 0,
        "entry": {
            "deadline": each.id,
            "on": each.due_on,
            "revision": each.revision,
            "cancelled": False,
        },
    }
    check(kind, fields)
    return kind, msgspec.json.encode(fields)
