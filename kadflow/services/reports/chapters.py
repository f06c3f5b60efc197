"""Facts of money and results from the chapters of an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import floor, lcm
from typing import Any

from kadflow.domain.agreements import AgreementRecord
from kadflow.domain.budget import Budget, BudgetLine, EntryKind
from kadflow.domain.evaluations import Evaluation, Evaluations, Result
from kadflow.domain.feedback import FeedbackBook
from kadflow.domain.indicators import Indicators, PeriodResult
from kadflow.domain.meetings import Meetings
from kadflow.domain.risks import Risks
from kadflow.domain.wording import RECOMMENDATION_WORDS, Pair, listed, span_words
from kadflow.domain.wording.budget import finding_words
from kadflow.domain.wording.results import (
    ABOUT_WORDS,
    GIVER_WORDS,
    IMPACT_WORDS,
    LIKELIHOOD_WORDS,
    MEETING_WORDS,
    RISK_WORDS,
)
from kadflow.reports.facts import (
    CriterionFacts,
    DutyFacts,
    EvaluationFacts,
    FeedbackFacts,
    FindingFacts,
    IndicatorFacts,
    MeasureFacts,
    MeetingFacts,
    MoneyFacts,
    RiskFacts,
    StatusFacts,
)
from state_machines.template import Template

_STATUS = "budget_status"


def money_facts(chapters: Mapping[str, Any]) -> tuple[MoneyFacts, ...]:
    """The budget lines with what their journals add up to."""
    budget = chapters.get("budget")
    if not isinstance(budget, Budget):
        return ()
    return tuple(
        MoneyFacts(
            party=line.party,
            year=line.year,
            source=line.source,
            account=line.account,
            title=line.title,
            income=line.is_income,
            planned=_stated(line, "planned"),
            appropriated=_stated(line, "appropriated"),
            committed=_stated(line, "committed"),
            realised=_stated(line, "realised"),
            entries=(line.number, *(entry.number for entry in line.entries)),
        )
        for line in budget.lines.values()
    )


def _stated(line: BudgetLine, kind: EntryKind) -> int | None:
    """What was entered; None where nothing ever was, which is not the same as nothing left."""
    return line.total(kind) if any(entry.kind == kind for entry in line.entries) else None


def budget_findings(
    record: AgreementRecord, chapters: Mapping[str, Any]
) -> tuple[FindingFacts, ...]:
    """What the checks of the budget found, those that are gone after those that stand."""
    budget = chapters.get("budget")
    if not isinstance(budget, Budget):
        return ()
    found = []
    for noted in (*budget.findings.values(), *budget.cleared):
        if noted.cleared_on == noted.since:
            continue  # it stood while somebody was still typing
        party = record.party(noted.party) if noted.party else None
        name = party.name if party is not None else ""
        found.append(
            FindingFacts(
                text=finding_words(noted.rule, noted.figures, party=name, year=noted.year),
                since=date.fromisoformat(noted.since),
                cured=noted.cleared is not None,
                entry=noted.number,
                party=noted.party,
            )
        )
    return tuple(found)


def status_facts(record: AgreementRecord) -> tuple[StatusFacts, ...]:
    """What each party stated about its budget, by year."""
    found = []
    for path, term in record.terms.items():
        name, _, rest = path.partition(".")
        party, _, year = rest.partition(".")
        if name == _STATUS and year.isdigit() and term.held:
            found.append(
                StatusFacts(party=party, year=int(year), status=term.value, entry=term.number)
            )
    return tuple(found)


def duty_facts(
    record: AgreementRecord, texts: Mapping[tuple[str, int, str], bytes]
) -> tuple[DutyFacts, ...]:
    """What parties owe; what was withdrawn is owed no more, what is disputed is not met yet."""
    due = {deadline.subject: deadline.due_on for deadline in record.deadlines}
    found = []
    for duty in record.obligations:
        if duty.outcome == "withdrawn":
            continue
        due_on = duty.due_on or due.get(duty.id)
        met_on = duty.met_on if duty.state == "met" else None
        found.append(
            DutyFacts(
                party=duty.party,
                text=_text(texts, record, duty.number, duty.part) or None,
                due_on=date.fromisoformat(due_on) if due_on else None,
                met_on=date.fromisoformat(met_on) if met_on else None,
                entry=duty.number,
            )
        )
    return tuple(found)


def indicator_facts(
    record: AgreementRecord, chapters: Mapping[str, Any]
) -> tuple[IndicatorFacts, ...]:
    """What is measured, with each period that has a target or a measurement."""
    chapter = chapters.get("indicators")
    if not isinstance(chapter, Indicators):
        return ()
    found = []
    for indicator in chapter.entries.values():
        party = record.party(indicator.party)
        found.append(
            IndicatorFacts(
                title=indicator.title,
                unit=indicator.unit,
                decimals=indicator.decimals,
                baseline=indicator.baseline,
                responsible=party.name if party is not None else "",
                measures=tuple(_measure(result) for result in indicator.results()),
            )
        )
    return tuple(found)


def _measure(result: PeriodResult) -> MeasureFacts:
    measured = result.measurement
    return MeasureFacts(
        period=result.period,
        target=result.target,
        actual=measured.value if measured is not None else None,
        achieved=result.achieved.points if result.achieved is not None else None,
        entries=(measured.number,) if measured is not None else (),
    )


def risk_facts(
    record: AgreementRecord,
    chapters: Mapping[str, Any],
    texts: Mapping[tuple[str, int, str], bytes],
) -> tuple[RiskFacts, ...]:
    """What may go wrong, the gravest first."""
    chapter = chapters.get("risks")
    if not isinstance(chapter, Risks):
        return ()
    ordered = sorted(chapter.entries.values(), key=lambda risk: (-risk.score, risk.number))
    return tuple(
        RiskFacts(
            title=_text(texts, record, risk.number, "text"),
            likelihood=LIKELIHOOD_WORDS[risk.likelihood],
            impact=IMPACT_WORDS[risk.impact],
            mitigation=""
            if risk.mitigation is None
            else _text(texts, record, risk.mitigation, "mitigation"),
            status=RISK_WORDS[risk.status],
            entry=risk.number,
        )
        for risk in ordered
    )


def meeting_facts(
    record: AgreementRecord,
    chapters: Mapping[str, Any],
    texts: Mapping[tuple[str, int, str], bytes],
) -> tuple[MeetingFacts, ...]:
    """The meetings on record, in order of their days."""
    chapter = chapters.get("meetings")
    if not isinstance(chapter, Meetings):
        return ()
    names = {party.id: party.name for party in record.parties}
    return tuple(
        MeetingFacts(
            kind=MEETING_WORDS[meeting.kind],
            on=date.fromisoformat(meeting.on),
            parties=tuple(names[party] for party in meeting.parties if party in names),
            conclusions=tuple(
                said
                for number, name in meeting.conclusions
                if (said := _text(texts, record, number, name))
            ),
            signed=meeting.signed is not None,
            entry=meeting.number,
        )
        for meeting in sorted(chapter.entries.values(), key=lambda each: (each.on, each.number))
    )


def feedback_facts(
    record: AgreementRecord,
    chapters: Mapping[str, Any],
    texts: Mapping[tuple[str, int, str], bytes],
) -> tuple[FeedbackFacts, ...]:
    """What partners and the public said, in order of its days."""
    chapter = chapters.get("feedback")
    if not isinstance(chapter, FeedbackBook):
        return ()
    return tuple(
        FeedbackFacts(
            giver=GIVER_WORDS[each.giver],
            about=ABOUT_WORDS[each.about],
            on=date.fromisoformat(each.on),
            text=_text(texts, record, each.number, "text"),
            answered_on=date.fromisoformat(each.answered_on) if each.answered_on else None,
            entry=each.number,
        )
        for each in sorted(chapter.entries.values(), key=lambda each: (each.on, each.number))
    )


def _text(
    texts: Mapping[tuple[str, int, str], bytes], record: AgreementRecord, number: int, name: str
) -> str:
    """A text beside an entry; empty where it was sealed."""
    content = texts.get((record.id, number, name))
    return content.decode() if content is not None else ""


def evaluation_facts(
    chapters: Mapping[str, Any], template: Template
) -> tuple[EvaluationFacts, ...]:
    """The evaluations that were closed; of an open one nothing is known that could be printed."""
    evaluations = chapters.get("evaluations")
    if not isinstance(evaluations, Evaluations):
        return ()
    form = template.evaluation
    titles = {key: (c.title.id, c.title.en) for key, c in form.criteria.items()} if form else {}
    return tuple(
        _evaluation(each, each.result, titles)
        for each in evaluations.held.values()
        if each.result is not None
    )


def _evaluation(
    evaluation: Evaluation, result: Result, titles: Mapping[str, Pair]
) -> EvaluationFacts:
    weights = [Fraction(question.weight) for question in evaluation.form.questions]
    whole = lcm(*(weight.denominator for weight in weights))
    said = listed(RECOMMENDATION_WORDS[name] for name in result.leading)
    return EvaluationFacts(
        period=None
        if evaluation.kind == "final"
        else span_words(evaluation.since, evaluation.until),
        closed_on=date.fromisoformat(evaluation.closed_on) if evaluation.closed_on else None,
        total=_hundredths(result.total),
        scale=evaluation.form.scale,
        scored=result.sheets,
        asked=result.sheets + result.missing,
        criteria=tuple(
            CriterionFacts(
                title=titles.get(question.key, (question.key, question.key)),
                weight=int(weight * whole),
                score=_hundredths(measure.value),
                spread=(measure.highest - measure.lowest) * 100,
            )
            for question, weight in zip(evaluation.form.questions, weights, strict=True)
            for measure in (result.criteria[question.key],)
        ),
        recommendation=said if result.leading else None,
        entries=(evaluation.number, evaluation.closed),
    )


def _hundredths(exact: str) -> int:
    """An exact result to the nearest hundredth, halves up."""
    return floor(Fraction(exact) * 100 + Fraction(1, 2))
