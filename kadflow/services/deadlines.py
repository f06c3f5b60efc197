"""Deadlines as people look at them: what is due, how it was reached, and what became of it.

Everything told here comes from the rows and from the events of the agreement; nothing is counted
again, so that an explanation says what was decided and not what would be decided today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.clock import Clock, IdSource, civil_date, end_of_day, parse_stamp, stamp
from kadflow.domain.competitions import Competition
from kadflow.domain.wording import Pair
from kadflow.engine.naming import SCORING_WORDS, Naming
from kadflow.errors import NotFoundError
from kadflow.services.agreements import AgreementService
from kadflow.services.history.reading import StoredEntry, entries_of
from kadflow.services.templates import TemplateService
from kadflow.storage import agreements as agreement_rows
from kadflow.storage import competitions, people
from kadflow.storage import deadlines as rows
from kadflow.storage.sessions import Database
from kadflow.storage.transactions import Transaction

FAR = "9999-12-31T23:59:59.999999Z"
"""An instant after every other."""


class DeadlineLine(msgspec.Struct, frozen=True):
    """One deadline in a list.

    Attributes:
        agreement: Id of the agreement, or of the competition, that it belongs to.
        number: The human number, or the code.
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
        agreement: Id of the agreement, or of the competition, that it belongs to.
        number: The human number, or the code.
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


class Matter(NamedTuple):
    """What a deadline belongs to, as far as lists and explanations need it.

    Attributes:
        number: Human number of an agreement, or code of a competition.
        titled: What a deadline is called, by its name.
        whose: Name of whom a deadline is about, by its subject.
        overdue: Ids of the deadlines that passed and are not settled.
    """

    id: str
    number: str
    titled: Callable[[str], Pair]
    whose: Callable[[str | None], str]
    overdue: frozenset[str]


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
            agreement: Number or id of an agreement, or of a competition.
            organisation: Id; only agreements in which it is a party, and competitions that it
                runs or judges.
            within_days: Only what is due within so many days, today included, or has passed.
            most: At most so many.
        """
        now = self._clock.now()
        until = FAR
        if within_days is not None:
            today = date.fromisoformat(civil_date(now, "Asia/Jakarta").date)
            until = stamp(end_of_day(today + timedelta(days=within_days), "Asia/Jakarta"))
        with self._database.read() as tx:
            wanted = self._find(tx, agreement) if agreement else ""
            found = rows.list_deadlines(
                tx, until=until, agreement=wanted, organisation=organisation, most=most
            )
            matters = {
                each: self._matter(self._record(tx, each), tx)
                for each in dict.fromkeys(row["agreement"] for row in found)
            }
            judged = [
                (matter_of(competition), row | {"title": competition.title})
                for competition, row in competitions.last_days(tx, until=until)
                if wanted in {"", competition.id}
                and (not organisation or concerns(competition, organisation))
            ]
        lines = [(matters[row["agreement"]], row) for row in found] + judged
        lines.sort(key=lambda each: (bool(each[1]["fired_at"]), each[1]["due_at"], each[1]["id"]))
        return [self._line(row, matter) for matter, row in lines[:most]]

    def explain(
        self, agreement: str, name: str | None = None, party: str | None = None
    ) -> list[DeadlineExplained]:
        """The deadlines of an agreement from their beginning, the open ones first.

        Args:
            agreement: Number or id of an agreement, or of a competition.
            name: Of the deadline; all of the open and outstanding ones when None.
            party: Id of an organisation; only its own and the joint ones.

        Raises:
            NotFoundError: No such agreement, or it never had a deadline of that name.
        """
        with self._database.read() as tx:
            wanted = self._find(tx, agreement)
            competition = competitions.get_competition(tx, wanted)
            if competition is not None:
                record, matter = None, matter_of(competition)
            else:
                record = self._record(tx, wanted)
                matter = self._matter(record, tx)
            told = self._told(tx, matter, list(entries_of(tx, wanted)))
        if party is not None and record is not None:
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
                f"{matter.number} has no deadline {name!r}.",
                hint=f"It has: {', '.join(known) or 'none'}.",
                pesan=f"{matter.number} tidak mempunyai batas waktu {name!r}.",
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

    def _find(self, tx: Transaction, wanted: str) -> str:
        """The id of an agreement, or else of a competition."""
        try:
            return self._agreements.find(tx, wanted)
        except NotFoundError:
            found = competitions.find_competition(tx, wanted)
            if found is None:
                raise
            return found

    def _matter(self, record: AgreementRecord, tx: Transaction) -> Matter:
        naming = self._naming(tx, record)
        return Matter(
            id=record.id,
            number=record.number,
            titled=naming.deadline,
            whose=lambda subject: _whose(record, subject, naming),
            overdue=frozenset(d.id for d in record.overdue),
        )

    def _line(self, row: Mapping[str, Any], matter: Matter) -> DeadlineLine:
        today = date.fromisoformat(civil_date(self._clock.now(), row["zone"]).date)
        state = "paused" if row["paused_on"] else "overdue" if row["fired_at"] else "open"
        return DeadlineLine(
            id=row["id"],
            agreement=row["agreement"],
            number=matter.number,
            agreement_title=row["title"],
            name=row["name"],
            title=matter.titled(row["name"]),
            whose=matter.whose(row["subject"]),
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
        self, tx: Transaction, matter: Matter, entries: Sequence[StoredEntry]
    ) -> list[tuple[str | None, DeadlineExplained]]:
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
                        agreement=matter.id,
                        number=matter.number,
                        name=data["name"],
                        title=matter.titled(data["name"]),
                        whose=matter.whose(subject),
                        effect=data["effect"],
                        due_on=counted["due_on"],
                        due_at=counted["due_at"],
                        zone=counted.get("zone", ""),
                        state=_state(steps[key], outstanding=key in matter.overdue),
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


def matter_of(competition: Competition) -> Matter:
    """A competition as what its last day of judging belongs to."""
    last = competition.last_day
    return Matter(
        id=competition.id,
        number=competition.code,
        titled=lambda _: SCORING_WORDS,  # it has no other deadline
        whose=lambda _: "",
        overdue=frozenset({last.deadline} if last is not None and last.reached else ()),
    )


def concerns(competition: Competition, organisation: str) -> bool:
    """Whether an organisation runs a competition or judges in it."""
    jurors = {juror.organisation for juror in competition.jurors.values()}
    return organisation in {competition.organisation, *jurors}


def _whose(record: AgreementRecord, subject: str | None, naming: Naming) -> str:
    """Whose own a deadline is: a party, who owes an obligation, or an outside body.

    Empty for what concerns all of them: also the scoring of an evaluation, which is its subject.
    """
    if subject is None:
        return ""
    owed = next((o.party for o in record.obligations if o.id == subject), subject)
    found = naming.elector(owed)[0]
    return found if found != owed else ""


def _state(steps: Sequence[DeadlineStep], *, outstanding: bool) -> str:
    kinds = [step.kind for step in steps]
    if "deadline.withdrawn" in kinds:
        return "withdrawn"
    if "deadline.reached" in kinds:
        return "overdue" if outstanding else "passed"
    clock = [kind for kind in kinds if kind in {"deadline.paused", "deadline.resumed"}]
    return "paused" if clock and clock[-1] == "deadline.paused" else "open"
