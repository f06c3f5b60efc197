"""Results as people and programs look at them: what the record and its chapters say, with texts.

Nothing here decides or counts anew: an obligation is late where its day was agreed on and has
passed, which the record says as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

import msgspec

from kadflow.domain.agreements import AgreementRecord, ObligationRecord
from kadflow.domain.clock import Clock, civil_date
from kadflow.domain.commands import Envelope
from kadflow.domain.feedback import Feedback, FeedbackBook
from kadflow.domain.indicators import Indicator, Indicators
from kadflow.domain.meetings import Meeting, Meetings
from kadflow.domain.periods import Period
from kadflow.domain.progress import SECTIONS, Progress, ProgressReport
from kadflow.domain.risks import WATCHED, Risk, Risks
from kadflow.domain.wording import Pair
from kadflow.engine.naming import RISK
from kadflow.errors import NotFoundError
from kadflow.services.agreements import AgreementService
from kadflow.storage import agreements as rows
from kadflow.storage import history, people
from kadflow.storage import results as result_rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction


class Entry(Protocol):
    """Something that people name by its number in the history."""

    id: str
    number: int


E = TypeVar("E", bound=Entry)


class ObligationLine(msgspec.Struct, frozen=True):
    """One obligation as it stands today.

    Attributes:
        text: What is to be done; None where it was sealed.
        party: Name of the party that owes it.
        state: ``open``, ``met``, ``disputed``, ``unmet`` or ``withdrawn``.
        days: Until its last day in the zone of its party; None where it has none or is done.
        late: Its day was agreed on and has passed, and it is still to be done.
        shown: What was said to show that it was met; the files are named in the history.
    """

    obligation: ObligationRecord
    text: str | None
    party: str
    state: str
    days: int | None
    late: bool
    shown: str | None


class MeetingLine(msgspec.Struct, frozen=True):
    """One meeting with its texts.

    Attributes:
        attended: Titles of offices with their party, and parties that attended as a whole; both
            languages.
        work: Numbers of the obligations that came from it.
    """

    meeting: Meeting
    place: str | None
    agenda: str | None
    attended: tuple[Pair, ...]
    conclusions: tuple[str | None, ...]
    minutes: str | None
    work: tuple[int, ...]


class SectionText(msgspec.Struct, frozen=True):
    """A section of a report: its text, None where it was sealed, and the version that wrote it."""

    name: str
    text: str | None
    version: int


class ReportLine(msgspec.Struct, frozen=True):
    """One progress report with the texts of its latest version.

    Attributes:
        party: Name of the party.
        reason: Of the last verdict, where one was given.
        by: Name of the party that gave the last verdict.
    """

    report: ProgressReport
    party: str
    sections: tuple[SectionText, ...]
    by: str
    reason: str | None


class DraftLine(msgspec.Struct, frozen=True):
    """A draft of a party's own report, which only that party sees."""

    party: str
    period: str
    sections: dict[str, str | None]


class RiskLine(msgspec.Struct, frozen=True):
    """One risk with its texts.

    Attributes:
        review_due: The day on which it was to be looked at again has come, and nobody did.
    """

    risk: Risk
    party: str
    score: int
    level: str
    text: str | None
    mitigation: str | None
    review_due: bool


class FeedbackLine(msgspec.Struct, frozen=True):
    """One piece of feedback with its words, and those of its answers."""

    feedback: Feedback
    party: str
    text: str | None
    name: str | None
    answers: tuple[str | None, ...]


class ResultService:
    """What an agreement has reached, owes and risks."""

    def __init__(self, database: Database, clock: Clock, agreements: AgreementService) -> None:
        self._database = database
        self._clock = clock
        self._agreements = agreements

    def indicators(self, agreement: str, wanted: str | None = None) -> list[Indicator]:
        """The indicators of an agreement in the order in which they were stated.

        Args:
            agreement: Number or id.
            wanted: One of them, by its number in the history or its id.

        Raises:
            NotFoundError: There is no such agreement or indicator.
        """
        found = self._agreements.chapter(agreement, Indicators).entries.values()
        return chosen(found, wanted, ("indikator", "indicator"), "kadflow indicator show")

    def obligations(
        self, agreement: str, wanted: str | None = None, *, only_open: bool = False
    ) -> list[ObligationLine]:
        """What the parties of an agreement owe, in the order in which it was written down."""
        record = self._agreements.get(agreement)
        words = ("kewajiban", "obligation")
        found = chosen(record.obligations, wanted, words, "kadflow obligation show")
        with self._database.read() as tx:
            return [
                self._obligation(tx, record, owed)
                for owed in found
                if owed.is_open or not only_open
            ]

    def owed(
        self, organisation: str = "", *, within_days: int | None = None, most: int = 200
    ) -> list[tuple[str, ObligationLine]]:
        """What is still to be done under any agreement, with the agreement's number.

        Args:
            organisation: Id; only what it owes. Everybody's where empty.
            within_days: Only what is due within so many days, or has passed.
            most: At most so many.
        """
        until = ""
        if within_days is not None:
            today = date.fromisoformat(civil_date(self._clock.now(), "Asia/Jakarta").date)
            until = (today + timedelta(days=within_days)).isoformat()
        with self._database.read() as tx:
            found = result_rows.open_obligations(
                tx, organisation=organisation, until=until, most=most
            )
            records = {each.agreement: rows.get_agreement(tx, each.agreement) for each in found}
            return [
                (each.number, self._obligation(tx, record, owed))
                for each in found
                if (record := records[each.agreement]) is not None
                for owed in record.obligations
                if owed.id == each.entry
            ]

    def unmeasured(
        self, period: Period, organisation: str = "", *, most: int = 200
    ) -> list[tuple[str, Indicator]]:
        """Indicators that nobody measured for a period, with their agreement's number.

        Args:
            period: Those of its length are asked about, if they were stated before its end.
            organisation: Id; only those that it answers for. Everybody's where empty.
            most: At most so many.
        """
        with self._database.read() as tx:
            found = result_rows.unmeasured(
                tx,
                period=period.name,
                every=period.length,
                last=period.last.isoformat(),
                organisation=organisation,
                most=most,
            )
        return [
            (each.number, self._agreements.chapter(each.agreement, Indicators).entries[each.entry])
            for each in found
        ]

    def meetings(self, agreement: str, wanted: str | None = None) -> list[MeetingLine]:
        """The meetings of an agreement in the order in which they were put on record."""
        record = self._agreements.get(agreement)
        entries = self._agreements.chapter(record.id, Meetings).entries.values()
        found = chosen(entries, wanted, ("rapat", "meeting"), "kadflow meeting show")
        with self._database.read() as tx:
            return [self._meeting(tx, record, meeting) for meeting in found]

    def progress(self, agreement: str, period: str | None = None) -> list[ReportLine]:
        """The progress reports of an agreement, by period.

        Args:
            agreement: Number or id.
            period: Only those on it, ``2026-S1``.
        """
        record = self._agreements.get(agreement)
        entries = self._agreements.chapter(record.id, Progress).entries.values()
        found = sorted(entries, key=lambda report: (report.period, report.number))
        with self._database.read() as tx:
            return [
                self._report(tx, record, report)
                for report in found
                if period in {None, report.period}
            ]

    def drafts(self, agreement: str, envelope: Envelope) -> list[DraftLine]:
        """The drafts of the organisations in which the asking person holds an office."""
        record = self._agreements.get(agreement)
        found = []
        with self._database.read() as tx:
            today = civil_date(self._clock.now(), "Asia/Jakarta").date
            held = people.holdings(tx, envelope.person or "", today)
            own = {
                p.id: p.name
                for p in record.parties
                if any(h.organisation == p.organisation for h in held)
            }
            tracks = rows.tracks_of(tx, record.id)[0] if own else {}
            for party, (track, _) in tracks.items():
                if party in own:
                    for period, sections in track.drafts.items():
                        texts = {
                            name: text_of(tx, party, number, name)
                            for name, number in sections.items()
                        }
                        found.append(DraftLine(own[party], period, texts))
        return found

    def risks(self, agreement: str, wanted: str | None = None) -> list[RiskLine]:
        """The risks of an agreement, the gravest first."""
        record = self._agreements.get(agreement)
        entries = self._agreements.chapter(record.id, Risks).entries.values()
        found = chosen(entries, wanted, ("risiko", "risk"), "kadflow risk show")
        today = civil_date(self._clock.now(), "Asia/Jakarta").date
        awaited = {deadline.name for deadline in (*record.deadlines, *record.overdue)}
        with self._database.read() as tx:
            return [
                RiskLine(
                    risk=risk,
                    party=_name(record, risk.party),
                    score=risk.score,
                    level=risk.level,
                    text=text_of(tx, record.id, risk.number, "text"),
                    mitigation=None
                    if risk.mitigation is None
                    else text_of(tx, record.id, risk.mitigation, "mitigation"),
                    review_due=risk.status in WATCHED
                    and risk.review_on is not None
                    and risk.review_on <= today
                    and (f"{RISK}{risk.number}" in awaited or risk.assessed_on < risk.review_on),
                )
                for risk in sorted(found, key=lambda each: (-each.score, each.number))
            ]

    def feedback(self, agreement: str, wanted: str | None = None) -> list[FeedbackLine]:
        """What partners and the public said, in the order in which it was put on record."""
        record = self._agreements.get(agreement)
        entries = self._agreements.chapter(record.id, FeedbackBook).entries.values()
        found = chosen(entries, wanted, ("umpan balik", "feedback"), "kadflow feedback show")
        with self._database.read() as tx:
            return [
                FeedbackLine(
                    feedback=each,
                    party=_name(record, each.party),
                    text=text_of(tx, record.id, each.number, "text"),
                    name=text_of(tx, record.id, each.number, "name"),
                    answers=tuple(text_of(tx, record.id, n, "text") for n in each.answers),
                )
                for each in found
            ]

    # -------------------------------------------------------------- inside a transaction

    def _report(
        self, tx: Transaction, record: AgreementRecord, report: ProgressReport
    ) -> ReportLine:
        version_of = {each.number: each.version for each in report.versions}
        last = report.verdicts[-1] if report.verdicts else None
        return ReportLine(
            report=report,
            party=_name(record, report.party),
            sections=tuple(
                SectionText(name, text_of(tx, record.id, number, name), version_of[number])
                for name in SECTIONS
                if (number := report.latest.sections.get(name)) is not None
            ),
            by=_name(record, last.by) if last is not None else "",
            reason=text_of(tx, record.id, last.number, "reason") if last is not None else None,
        )

    def _obligation(
        self, tx: Transaction, record: AgreementRecord, owed: ObligationRecord
    ) -> ObligationLine:
        party = record.party(owed.party)
        days = None
        if owed.is_open and owed.due_on is not None:
            zone = party.zone if party is not None else "Asia/Jakarta"
            today = date.fromisoformat(civil_date(self._clock.now(), zone).date)
            days = (date.fromisoformat(owed.due_on) - today).days
        return ObligationLine(
            obligation=owed,
            text=text_of(tx, record.id, owed.number, owed.part),
            party=_name(record, owed.party),
            state=owed.state,
            days=days,
            late=owed.agreed and days is not None and days < 0,
            shown=None if owed.claim is None else text_of(tx, record.id, owed.claim, "note"),
        )

    def _meeting(self, tx: Transaction, record: AgreementRecord, meeting: Meeting) -> MeetingLine:
        offices = [people.get_office(tx, office) for office in meeting.offices]
        known = [office for office in offices if office is not None]
        names = {party.organisation: party.name for party in record.parties}
        named = {office.organisation for office in known}
        whole = [
            (party.name, party.name)
            for party in record.parties
            if party.id in meeting.parties and party.organisation not in named
        ]
        minutes = meeting.minutes
        return MeetingLine(
            meeting=meeting,
            place=text_of(tx, record.id, meeting.number, "place"),
            agenda=text_of(tx, record.id, meeting.number, "agenda"),
            attended=(
                *(
                    (
                        f"{o.title}, {names[o.organisation]}",
                        f"{o.title_en}, {names[o.organisation]}",
                    )
                    for o in known
                ),
                *whole,
            ),
            conclusions=tuple(
                text_of(tx, record.id, number, name) for number, name in meeting.conclusions
            ),
            minutes=None if minutes is None else text_of(tx, record.id, minutes, "minutes"),
            work=tuple(o.number for o in record.obligations if o.meeting == meeting.id),
        )


def _name(record: AgreementRecord, party: str) -> str:
    """The name of a party; what was given where it is none."""
    found = record.party(party)
    return found.name if found is not None else party


def text_of(tx: Transaction, stream: str, number: int, name: str) -> str | None:
    """A text beside an entry; None where there is none or it was sealed."""
    found = history.get_part(tx, stream, number, name)
    return None if found is None or found[1] is None else found[1].decode()


def chosen(entries: Iterable[E], wanted: str | None, words: Pair, see: str) -> list[E]:
    """All entries, or the one that a number in the history or an id names.

    Raises:
        NotFoundError: There is none.
    """
    found = list(entries)
    if wanted is None:
        return found
    found = [each for each in found if wanted in {str(each.number), each.id}]
    if not found:
        raise NotFoundError(
            f"There is no {words[1]} {wanted!r}.",
            hint=f"See their numbers with: {see}.",
            pesan=f"Tidak ada {words[0]} {wanted!r}.",
            saran=f"Lihat nomornya dengan: {see}.",
        )
    return found
