"""Deadlines as people look at them: what is due, how it was reached, and what became of it.

Everything told here comes from the rows and from the events of the agreement; nothing is counted
again, so that an explanation says what was decided and not what would be decided today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import Clock, IdSource, civil_date, end_of_day, parse_stamp, stamp
from kadflow.domain.wording import Pair
from kadflow.engine.naming import Naming
from kadflow.errors import NotFoundError
from kadflow.services.agreements import AgreementService
from kadflow.services.history.reading import StoredEntry, entries_of
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as agreement_rows
from kadflow.storage import deadlines as rows
from kadflow.storage import people
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

FAR = "9999-12-31T23:59:59.999999Z"
"""An instant after every other."""


class DeadlineLine(msgspec.Struct, frozen=True):
    """One deadline in a list.

    Attributes:
        title: Indonesian and English.
        whose: Name of the party whose own it is; empty for a joint one.
        days: Until its last day in its zone; negative once that has passed.
        verified: Its rule was verified or agreed on: only then somebody may be called late.
        state: ``open``, ``paused`` or ``overdue``.
    """

    id: str
    agreement: str
    number: str
    agreement_title: str
    name: str
    title: tuple[str, str]
    whose: str
    due_on: str
    zone: str
    days: int
    effect: str
    verified: bool
    state: str
    paused_on: str | None
    revision: int


class DeadlineStep(msgspec.Struct, frozen=True):
    """Something that happened to a deadline.

    Attributes:
        kind: Of the event, as ``deadline.moved``.
        on: When it took effect.
        data: What the event says.
        reason: Of a pause, or its end; None where none was given or it was sealed.
    """

    kind: str
    on: str
    data: dict[str, Any]
    reason: str | None = None


class DeadlineExplained(msgspec.Struct, frozen=True):
    """A deadline from its beginning.

    Attributes:
        state: ``open``, ``paused``, ``overdue``, ``passed`` (its effect happened) or ``withdrawn``.
        counted: How its present day was reached, as the last event that gave it one says.
        source: The rule behind it; None where the template names none.
        agreed: All parties agreed on the date, since it is one of their terms.
        steps: What happened to it since it was set.
        snoozes: (title of the office in both languages, until, reason) of offices that want no reminder.
        seen: (title of the office in both languages, day, reason) of offices that acknowledged it for its present day.
    """

    id: str
    agreement: str
    number: str
    name: str
    title: tuple[str, str]
    whose: str
    effect: str
    due_on: str
    due_at: str
    zone: str
    state: str
    counted: dict[str, Any]
    source: str | None
    verified: bool
    agreed: bool
    remind_days: tuple[int, ...]
    steps: tuple[DeadlineStep, ...]
    snoozes: tuple[tuple[Pair, str, str | None], ...] = ()
    seen: tuple[tuple[Pair, str, str | None], ...] = ()


class DeadlineQuestions:
    """Lists and explanations."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ids: IdSource,
        agreements: AgreementService,
        templates: TemplateService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._agreements = agreements
        self._templates = templates

    def upcoming(
        self,
        *,
        agreement: str = "",
        organisation: str = "",
        within_days: int | None = None,
        most: int = 200,
    ) -> list[DeadlineLine]:
        """What is open, the nearest first, then what has passed and is outstanding.

        Args:
            agreement: Number or id.
            organisation: Id; only agreements in which it is a party.
            within_days: Only what is due within so many days, today included, or has passed.
            most: At most so many.
        """
        now = self._clock.now()
        until = FAR
        if within_days is not None:
            today = date.fromisoformat(civil_date(now, "Asia/Jakarta").date)
            until = stamp(end_of_day(today + timedelta(days=within_days), "Asia/Jakarta"))
        with self._database.read() as tx:
            wanted = self._agreements.find(tx, agreement) if agreement else ""
            found = rows.list_deadlines(
                tx, until=until, agreement=wanted, organisation=organisation, most=most
            )
            records = {row["agreement"]: self._record(tx, row["agreement"]) for row in found}
            return [self._line(tx, row, records[row["agreement"]]) for row in found]

    def explain(
        self, agreement: str, name: str | None = None, party: str | None = None
    ) -> list[DeadlineExplained]:
        """The deadlines of an agreement from their beginning, the open ones first.

        Args:
            agreement: Number or id.
            name: Of the deadline; all of the open and outstanding ones when None.
            party: Id of an organisation; only its own and the joint ones.

        Raises:
            NotFoundError: No such agreement, or it never had a deadline of that name.
        """
        with self._database.read() as tx:
            wanted = self._agreements.find(tx, agreement)
            record = self._record(tx, wanted)
            told = self._told(tx, record, list(entries_of(tx, wanted)))
        if party is not None:
            own = {p.id for p in record.parties if p.organisation == party}
            owed = {o.id for o in record.obligations if o.party in own}
            subjects = own | owed
            told = [(s, d) for s, d in told if s is None or s in subjects]
        shown = [d for _, d in told if name in {None, d.name}]
        if name is None:
            shown = [d for d in shown if d.state in {"open", "paused", "overdue"}]
        elif not shown:
            known = sorted({d.name for _, d in told})
            raise NotFoundError(
                f"{record.number} has no deadline {name!r}.",
                hint=f"It has: {', '.join(known) or 'none'}.",
                pesan=f"{record.number} tidak mempunyai batas waktu {name!r}.",
                saran=f"Yang ada: {', '.join(known) or 'tidak ada'}.",
            )
        order = {"open": 0, "paused": 1, "overdue": 2, "passed": 3, "withdrawn": 4}
        return sorted(shown, key=lambda d: (order[d.state], d.due_at, d.id))

    # -------------------------------------------------------------- inside a transaction

    def _record(self, tx: Transaction, agreement: str) -> AgreementRecord:
        record = agreement_rows.get_agreement(tx, agreement)
        if record is None:
            raise NotFoundError(
                f"There is no agreement {agreement!r}.",
                pesan="Kerja sama ini tidak ditemukan.",
            )
        return record

    def _naming(self, tx: Transaction, record: AgreementRecord) -> Naming:
        return Naming(self._templates.workflow(tx, record.template).template, record)

    def _line(
        self, tx: Transaction, row: Mapping[str, Any], record: AgreementRecord
    ) -> DeadlineLine:
        today = date.fromisoformat(civil_date(self._clock.now(), row["zone"]).date)
        naming = self._naming(tx, record)
        state = "paused" if row["paused_on"] else "overdue" if row["fired_at"] else "open"
        return DeadlineLine(
            id=row["id"],
            agreement=row["agreement"],
            number=row["number"],
            agreement_title=row["title"],
            name=row["name"],
            title=naming.deadline(row["name"]),
            whose=_whose(record, row["subject"], naming),
            due_on=row["due_on"],
            zone=row["zone"],
            days=(date.fromisoformat(row["due_on"]) - today).days,
            effect=row["effect"],
            verified=bool(row["verified"]),
            state=state,
            paused_on=row["paused_on"],
            revision=row["revision"],
        )

    def _told(
        self, tx: Transaction, record: AgreementRecord, entries: Sequence[StoredEntry]
    ) -> list[tuple[str | None, DeadlineExplained]]:
        naming = self._naming(tx, record)
        begun: dict[str, dict[str, Any]] = {}
        steps: dict[str, list[DeadlineStep]] = {}
        for entry in entries:
            event = entry.event
            if event.kind == "deadline.set":
                begun[event.data["deadline"]] = event.data
                steps[event.data["deadline"]] = []
            elif event.kind.startswith("deadline."):
                reason = entry.parts.get("reason")
                steps.setdefault(event.data["deadline"], []).append(
                    DeadlineStep(
                        kind=event.kind,
                        on=event.effective_on.date,
                        data=event.data,
                        reason=reason.decode() if reason is not None else None,
                    )
                )
        overdue = {d.id for d in record.overdue}
        told = []
        for key, data in begun.items():
            counted = data
            for step in steps[key]:
                if step.kind in {"deadline.moved", "deadline.resumed"}:
                    counted = step.data
            subject = data["subject"]
            told.append(
                (
                    subject,
                    DeadlineExplained(
                        id=key,
                        agreement=record.id,
                        number=record.number,
                        name=data["name"],
                        title=naming.deadline(data["name"]),
                        whose=_whose(record, subject, naming),
                        effect=data["effect"],
                        due_on=counted["due_on"],
                        due_at=counted["due_at"],
                        zone=counted.get("zone", ""),
                        state=_state(steps[key], outstanding=key in overdue),
                        counted=counted,
                        source=data["source"],
                        verified=data["verified"],
                        agreed=data.get("agreed", False),
                        remind_days=tuple(data.get("remind_days", ())),
                        steps=tuple(steps[key]),
                        snoozes=tuple(self._snoozes(tx, key)),
                        seen=tuple(self._seen(tx, key, counted)),
                    ),
                )
            )
        return told

    def _seen(
        self, tx: Transaction, deadline: str, counted: Mapping[str, Any]
    ) -> list[tuple[Pair, str, str | None]]:
        return [
            (
                self._title_of(tx, row["office"]),
                civil_date(parse_stamp(row["written_at"]), counted["zone"]).date,
                row["reason"],
            )
            for row in rows.acknowledgements_of(tx, deadline)
            if row["revision"] == counted.get("revision", 1)
        ]

    def _snoozes(self, tx: Transaction, deadline: str) -> list[tuple[Pair, str, str | None]]:
        return [
            (self._title_of(tx, row["office"]), row["until_on"], row["reason"])
            for row in rows.snoozes_of(tx, deadline)
        ]

    def _title_of(self, tx: Transaction, office: str) -> Pair:
        found = people.get_office(tx, office)
        return found.titles if found is not None else (office, office)


def _whose(record: AgreementRecord, subject: str | None, naming: Naming) -> str:
    """Whose own a deadline is: a party, who owes an obligation, or an outside body."""
    if subject is None:
        return ""
    owed = next((o.party for o in record.obligations if o.id == subject), subject)
    return naming.elector(owed)[0]


def _state(steps: Sequence[DeadlineStep], *, outstanding: bool) -> str:
    kinds = [step.kind for step in steps]
    if "deadline.withdrawn" in kinds:
        return "withdrawn"
    if "deadline.reached" in kinds:
        return "overdue" if outstanding else "passed"
    clock = [kind for kind in kinds if kind in {"deadline.paused", "deadline.resumed"}]
    return "paused" if clock and clock[-1] == "deadline.paused" else "open"
