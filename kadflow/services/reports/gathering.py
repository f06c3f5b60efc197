"""Gathers what a report is composed from, as it was known at one instant.

An agreement whose stream has not moved since the instant is taken from its rows, which equal
their replay; any other is folded from its history up to the instant. So a report as of a day in
the past says what was known then, whoever builds it and whenever, and one as of now costs no
replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import msgspec

from kadflow.audit.chain import decode_event
from kadflow.audit.versions import upcast
from kadflow.domain.agreements import AgreementRecord, PartyRecord
from kadflow.domain.events import Event
from kadflow.domain.people import Organisation
from kadflow.domain.wording import rule_words
from kadflow.engine.chapters import CHAPTERS
from kadflow.engine.naming import Naming
from kadflow.reports.facts import AgreementFacts, DueFacts, FindingFacts, PartyFacts, Stay
from kadflow.reports.regimes import regime_of
from kadflow.services.history.reading import entries_of, fold_all, fold_chapters
from kadflow.services.reports.chapters import (
    budget_findings,
    duty_facts,
    evaluation_facts,
    feedback_facts,
    indicator_facts,
    meeting_facts,
    money_facts,
    risk_facts,
    status_facts,
)
from kadflow.services.templates import TemplateService
from kadflow.storage import known_agreements as rows
from kadflow.storage import people
from kadflow.storage.transactions import Transaction
from state_machines.diagrams import to_svg
from state_machines.template import Template, TermType

BATCH = 200
"""Agreements that are read with one question each for chapters, steps and texts."""

TOLD = ("title", "purpose", "object", "scope", "plan", "report_contents")
"""Terms whose texts reports print; long ones stand in parts and are read from there."""


BESIDE = {"text", "mitigation", *(f"conclusion.{place:02d}" for place in range(1, 100))}
"""Texts beside entries that reports print."""


class Known(NamedTuple):
    """An agreement as it was known: record and chapters."""

    record: AgreementRecord
    chapters: dict[str, Any]


class Gatherer:
    """Gathers facts inside one reading.

    Args:
        tx: A reading: all facts of one report come from one moment of the database.
        templates: For titles and stages.
        instant: Until which entries count, as `kadflow.domain.clock.stamp` writes it.
        language: Of the workflow's picture.
    """

    def __init__(
        self, tx: Transaction, templates: TemplateService, instant: str, language: str = "id"
    ) -> None:
        self._tx = tx
        self._templates = templates
        self._instant = instant
        self._language = language
        self._organisations: dict[str, Organisation] = {}
        self._regimes: dict[str, str] = {}

    def one(self, agreement: str) -> AgreementFacts | None:
        """One agreement with its whole course; None where it was not on record yet."""
        known = rows.known_agreement(self._tx, agreement, self._instant)
        if known is None:
            return None
        return next(self._facts([known], drawn=True))

    def all(self, organisation: str = "") -> Iterator[AgreementFacts]:
        """Every agreement on record, or those of one organisation, in the order of entering."""
        batch: list[rows.KnownAgreement] = []
        for known in rows.known_agreements(self._tx, self._instant, organisation=organisation):
            batch.append(known)
            if len(batch) == BATCH:
                yield from self._facts(batch)
                batch = []
        if batch:
            yield from self._facts(batch)

    # -------------------------------------------------------------- one batch

    def _known(self, batch: Sequence[rows.KnownAgreement]) -> list[Known]:
        still = [each.id for each in batch if each.moved_at <= self._instant]
        stored = rows.chapters_of_many(self._tx, still) if still else {}
        found = []
        for each in batch:
            if each.moved_at <= self._instant:
                own = stored.get(each.id, {})
                chapters = {c.name: c.read(own[c.name]) for c in CHAPTERS if c.name in own}
                found.append(Known(each.record, chapters))
                continue
            entries = [
                entry
                for entry in entries_of(self._tx, each.id)
                if entry.event.recorded_at <= self._instant
            ]
            record = fold_all(entries)
            if record is not None:
                found.append(Known(record, fold_chapters(entries)))
        return found

    def _facts(
        self, batch: Sequence[rows.KnownAgreement], *, drawn: bool = False
    ) -> Iterator[AgreementFacts]:
        known = self._known(batch)
        ids = [each.record.id for each in known]
        course = rows.course_of_many(self._tx, ids, self._instant)
        names = {
            path
            for each in known
            for path, term in each.record.terms.items()
            if not term.held and path.partition(".")[0] in TOLD
        }
        texts = rows.texts_of_many(self._tx, ids, sorted(names | BESIDE)) if ids else {}
        self._learn(each.record.parties for each in known)
        for each in known:
            events = [upcast(decode_event(body)) for body in course.get(each.record.id, ())]
            found = self._agreement(each, events, texts)
            yield self._drawn(each.record, found) if drawn else found

    def _drawn(self, record: AgreementRecord, found: AgreementFacts) -> AgreementFacts:
        """With the picture of its workflow; only a report about one agreement shows it."""
        language: Literal["id", "en"] = "en" if self._language == "en" else "id"
        picture = to_svg(self._template(record), language, current=record.state)
        return msgspec.structs.replace(found, diagram=picture)

    def _learn(self, parties: Iterable[Sequence[PartyRecord]]) -> None:
        wanted = {party.organisation for group in parties for party in group}
        missing = sorted(wanted - self._organisations.keys())
        if missing:
            self._organisations |= people.organisations(self._tx, missing)

    def _template(self, record: AgreementRecord) -> Template:
        return self._templates.workflow(self._tx, record.template).template

    def _agreement(
        self, known: Known, events: Sequence[Event], texts: dict[tuple[str, int, str], bytes]
    ) -> AgreementFacts:
        record = known.record
        template = self._template(record)
        named = Naming(template, record)
        state = template.states[record.state]
        terms = _terms(record, texts)
        period = (
            next(
                (terms.get(n) for n, t in template.terms.items() if t.type is TermType.PERIOD),
                None,
            )
            or {}
        )
        title = terms.get("title")
        return AgreementFacts(
            id=record.id,
            number=record.number,
            title=str(title) if title else None,
            template_key=record.template_key,
            regime=self._regime(record),
            workflow=named.template(),
            instrument=(template.instrument.id, template.instrument.en),
            parties=tuple(self._party(record, party) for party in record.parties),
            state=named.state(record.state),
            stage="" if state.final is not None else record.stage,
            legal_step=(state.step.id, state.step.en) if state.step else None,
            standing=record.standing,
            provenance=record.provenance,
            version=record.version,
            created_on=date.fromisoformat(record.created_on),
            since=date.fromisoformat(record.state_since),
            signed_on=_day(record.signed_on),
            starts_on=_day(period.get("starts_on")),
            ends_on=_day(period.get("ends_on")),
            parent=record.parent,
            document_numbers=_numbers(record),
            terms=terms,
            stays=_stays(events, named),
            money=money_facts(known.chapters),
            statuses=status_facts(record),
            indicators=indicator_facts(record, known.chapters),
            evaluations=evaluation_facts(known.chapters, template),
            duties=duty_facts(record, texts),
            risks=risk_facts(record, known.chapters, texts),
            meetings=meeting_facts(record, known.chapters, texts),
            feedback=feedback_facts(record, known.chapters, texts),
            findings=(*_findings(record, events), *budget_findings(record, known.chapters)),
            due=tuple(
                DueFacts(
                    title=named.deadline(deadline.name),
                    due_on=date.fromisoformat(deadline.due_on),
                    party=owner.id if owner is not None else None,
                )
                for deadline in record.deadlines
                for owner in (record.whose(deadline.subject),)
            ),
        )

    def _party(self, record: AgreementRecord, party: PartyRecord) -> PartyFacts:
        organisation = self._organisations.get(party.organisation)
        numbers = (
            by_party[party.id]
            for by_party in record.document_numbers.values()
            if by_party.get(party.id)
        )
        units = record.terms.get(f"executing_units.{party.id}")
        return PartyFacts(
            id=party.id,
            organisation=party.organisation,
            code=organisation.code if organisation else None,
            name=party.name or (organisation.name if organisation else ""),
            level=party.level,
            kind=party.kind,
            initiating=party.initiating,
            paper=party.participation == "paper",
            units=tuple(units.value or ()) if units is not None and units.held else (),
            numbers=tuple(numbers),
        )

    def _regime(self, record: AgreementRecord) -> str:
        """Its regime; that of the agreement above for one that cannot tell by itself."""
        own = regime_of(record.template_key, [party.kind for party in record.parties])
        if own is not None or record.parent is None:
            return own or "ksdd"
        if record.parent not in self._regimes:
            parent = rows.known_agreement(self._tx, record.parent, self._instant)
            self._regimes[record.parent] = (
                "ksdd" if parent is None else self._regime(parent.record)
            )
        return self._regimes[record.parent]


def _terms(record: AgreementRecord, texts: dict[tuple[str, int, str], bytes]) -> dict[str, Any]:
    """Values by path: what the row holds, and the long texts that reports print."""
    found: dict[str, Any] = {}
    for path, term in record.terms.items():
        if term.held:
            found[path] = term.value
        elif content := texts.get((record.id, term.number, path)):
            found[path] = msgspec.json.decode(content)["value"]
    return found


def _numbers(record: AgreementRecord) -> tuple[str, ...]:
    """Every number that its documents bear, each once, in the order of the parties."""
    given = [
        number for by_party in record.document_numbers.values() for number in by_party.values()
    ]
    ordered = [record.numbers[place] for place in sorted(record.numbers, key=_place)]
    return tuple(dict.fromkeys(number for number in (*given, *ordered) if number))


def _place(position: str) -> tuple[int, str]:
    return (int(position), "") if position.isdigit() else (0, position)


def _stays(events: Sequence[Event], named: Naming) -> tuple[Stay, ...]:
    moves = [event for event in events if event.kind != "finding.raised"]
    found = []
    for place, event in enumerate(moves):
        data = event.data
        following = moves[place + 1] if place + 1 < len(moves) else None
        found.append(
            Stay(
                stage=data["stage"],
                state=named.state(data["to"] if "to" in data else data["state"]),
                since=date.fromisoformat(event.effective_on.date),
                until=date.fromisoformat(following.effective_on.date) if following else None,
                entry=event.number,
            )
        )
    return tuple(found)


def _findings(record: AgreementRecord, events: Sequence[Event]) -> tuple[FindingFacts, ...]:
    raised = {event.number: event for event in events if event.kind == "finding.raised"}
    return tuple(
        FindingFacts(
            text=rule_words(finding.rule),
            since=date.fromisoformat(raised[finding.number].effective_on.date),
            cured=finding.cured_by is not None,
            entry=finding.number,
            party=finding.party,
        )
        for finding in record.findings
        if finding.number in raised
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
