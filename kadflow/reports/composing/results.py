"""Sections about what one agreement achieves: measured, owed, at risk, evaluated, met about."""

from __future__ import annotations

from collections.abc import Iterator

from kadflow.domain.periods import read_period
from kadflow.reports.composing.context import Context, nothing
from kadflow.reports.content import (
    Block,
    Chart,
    Column,
    Day,
    Fact,
    Facts,
    Percent,
    Quantity,
    Series,
    Table,
    Text,
    Unknown,
    Value,
    Whole,
)
from kadflow.reports.facts import AgreementFacts, IndicatorFacts
from kadflow.reports.tables import Row


def indicators(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """Targets beside what was measured, and the trend of each."""
    say = context.say
    if not agreement.indicators:
        yield nothing(context, ("Belum ada indikator.", "No indicators yet."))
        return
    for indicator in agreement.indicators:
        yield _indicator_table(context, agreement, indicator)
        measured = [m for m in indicator.measures if m.actual is not None]
        if len(measured) > 1:
            yield Chart(
                kind="trend",
                title=indicator.title,
                categories=tuple(say(read_period(m.period).words) for m in indicator.measures),
                category_name=say(("Periode", "Period")),
                series=(
                    Series(
                        say(("Capaian", "Measured")),
                        tuple(m.actual for m in indicator.measures),
                    ),
                    Series(
                        say(("Target", "Target")),
                        tuple(m.target for m in indicator.measures),
                        "target",
                    ),
                ),
                values="quantity",
                decimals=indicator.decimals,
                unit=indicator.unit,
            )


def _indicator_table(
    context: Context, agreement: AgreementFacts, indicator: IndicatorFacts
) -> Table:
    say = context.say

    def cell(scaled: int | None, *entries: int) -> Value:
        if scaled is None:
            return Unknown(ask=indicator.responsible)
        source = context.source(agreement, *entries) if entries else None
        return Quantity(scaled, indicator.decimals, indicator.unit, source)

    rows: list[Row] = []
    for measure in indicator.measures:
        if measure.actual is None:
            what = (
                f"{indicator.title}, capaian {measure.period}",
                f"{indicator.title}, measured in {measure.period}",
            )
            context.unknown(what, agreement, indicator.responsible)
        reached = Unknown() if measure.achieved is None else Percent(measure.achieved)
        rows.append(
            (
                Text(say(read_period(measure.period).words)),
                cell(measure.target),
                cell(measure.actual, *measure.entries),
                reached,
            )
        )
    baseline = cell(indicator.baseline)
    note = (
        say(("Nilai awal belum diketahui.", "The baseline is unknown."))
        if isinstance(baseline, Unknown)
        else ""
    )
    return Table(
        title=indicator.title,
        columns=(
            Column("period", say(("Periode", "Period"))),
            Column("target", say(("Target", "Target")), "quantity", "", indicator.unit,
                   indicator.decimals),
            Column("actual", say(("Capaian", "Measured")), "quantity", "", indicator.unit,
                   indicator.decimals),
            Column("reached", say(("Tercapai", "Reached")), "percent"),
        ),
        rows=tuple(rows),
        note=note,
    )  # fmt: skip


def duties(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """What parties owe, and what they did."""
    say = context.say
    if not agreement.duties:
        yield nothing(context, ("Tidak ada kewajiban yang tercatat.", "No obligations on record."))
        return
    rows: list[Row] = []
    for duty in agreement.duties:
        party = agreement.party(duty.party)
        sealed = say(("isi disegel", "sealed"))
        rows.append(
            (
                Text(duty.text or sealed, context.source(agreement, duty.entry)),
                Text(party.name if party else ""),
                Day(duty.due_on) if duty.due_on else Text(say(("tidak ditentukan", "not set"))),
                Day(duty.met_on) if duty.met_on else Text(say(("belum dipenuhi", "not met yet"))),
            )
        )
    yield Table(
        title=say(("Kewajiban dan tindak lanjut", "Obligations and action items")),
        columns=(
            Column("text", say(("Kewajiban", "Obligation"))),
            Column("party", say(("Pihak", "Party"))),
            Column("due", say(("Batas waktu", "Due")), "date"),
            Column("met", say(("Dipenuhi", "Met")), "date"),
        ),
        rows=tuple(rows),
    )


def risks(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """What may go wrong, and what is done about it."""
    say = context.say
    if not agreement.risks:
        yield nothing(context, ("Belum ada risiko yang tercatat.", "No risks on record yet."))
        return
    yield Table(
        title=say(("Risiko dan mitigasi", "Risks and mitigation")),
        columns=(
            Column("title", say(("Risiko", "Risk"))),
            Column("likelihood", say(("Kemungkinan", "Likelihood"))),
            Column("impact", say(("Dampak", "Impact"))),
            Column("mitigation", say(("Mitigasi", "Mitigation"))),
            Column("status", say(("Keadaan", "Status"))),
        ),
        rows=tuple(
            (
                Text(risk.title, context.source(agreement, risk.entry)),
                Text(say(risk.likelihood)),
                Text(say(risk.impact)),
                Text(risk.mitigation),
                Text(say(risk.status)),
            )
            for risk in agreement.risks
        ),
    )


def evaluations(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """The results of the evaluations that were closed."""
    say = context.say
    if not agreement.evaluations:
        yield nothing(
            context, ("Belum ada evaluasi yang selesai.", "No evaluation was closed yet.")
        )
        return
    for held in agreement.evaluations:
        period = say(held.period or ("akhir", "final"))
        rows: list[Row] = [
            (
                Text(say(criterion.title)),
                Whole(criterion.weight),
                Unknown() if criterion.score is None else Quantity(criterion.score, 2),
                Unknown() if criterion.spread is None else Quantity(criterion.spread, 2),
            )
            for criterion in held.criteria
        ]
        total = Unknown() if held.total is None else Quantity(held.total, 2)
        facts = [
            Fact(say(("Nilai tertimbang", "Weighted score")), total),
            Fact(say(("Penilai", "Evaluators")), Text(f"{held.scored}/{held.asked}")),
        ]
        if held.recommendation is not None:
            facts.append(
                Fact(say(("Rekomendasi", "Recommendation")), Text(say(held.recommendation)))
            )
        yield Facts(tuple(facts), title=say(("Evaluasi", "Evaluation")) + f" {period}")
        yield Table(
            title=say(("Nilai menurut kriteria", "Score by criterion")) + f", {period}",
            columns=(
                Column("criterion", say(("Kriteria", "Criterion"))),
                Column("weight", say(("Bobot", "Weight")), "whole"),
                Column("score", say(("Nilai", "Score")), "quantity", decimals=2),
                Column("spread", say(("Rentang", "Spread")), "quantity", decimals=2),
            ),
            rows=tuple(rows),
            source=context.source(agreement, *held.entries),
        )


def meetings(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """The meetings on record, with what they concluded."""
    say = context.say
    if not agreement.meetings:
        yield nothing(context, ("Belum ada rapat yang dicatat.", "No meetings on record."))
        return
    yield Table(
        title=say(("Rapat", "Meetings")),
        columns=(
            Column("kind", say(("Rapat", "Meeting"))),
            Column("on", say(("Tanggal", "Held on")), "date"),
            Column("parties", say(("Hadir", "Attended"))),
            Column("conclusions", say(("Kesimpulan", "Conclusions"))),
            Column("minutes", say(("Berita acara", "Signed minutes"))),
        ),
        rows=tuple(
            (
                Text(say(meeting.kind), context.source(agreement, meeting.entry)),
                Day(meeting.on),
                Text("; ".join(meeting.parties)),
                Text("\n".join(meeting.conclusions) or say(("belum diisi", "not written yet"))),
                Text(
                    say(("ditandatangani", "signed"))
                    if meeting.signed
                    else say(("belum ada", "none yet"))
                ),
            )
            for meeting in agreement.meetings
        ),
    )


def feedback(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """What partners and the public said, and whether it was answered; never who, by name."""
    say = context.say
    if not agreement.feedback:
        yield nothing(context, ("Belum ada umpan balik.", "No feedback yet."))
        return
    yield Table(
        title=say(("Umpan balik", "Feedback")),
        columns=(
            Column("giver", say(("Dari", "From"))),
            Column("about", say(("Mengenai", "About"))),
            Column("on", say(("Diterima", "Received")), "date"),
            Column("text", say(("Isi", "Words"))),
            Column("answered", say(("Dijawab", "Answered")), "date"),
        ),
        rows=tuple(
            (
                Text(say(each.giver), context.source(agreement, each.entry)),
                Text(say(each.about)),
                Day(each.on),
                Text(each.text or say(("isi disegel", "sealed"))),
                Day(each.answered_on)
                if each.answered_on
                else Text(say(("belum dijawab", "not yet"))),
            )
            for each in agreement.feedback
        ),
    )
