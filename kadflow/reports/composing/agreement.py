"""Sections about one agreement: who, how it went, money, results, what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from kadflow.domain.wording import BUDGET_WORDS, STANDING_WORDS, stage_words
from kadflow.domain.wording.amounts import Language, rupiah_text, rupiah_words
from kadflow.domain.wording.budget import SOURCE_WORDS
from kadflow.domain.wording.results import SECTION_WORDS
from kadflow.reports.composing import results
from kadflow.reports.composing.context import Context, nothing
from kadflow.reports.composing.fields import FIELDS
from kadflow.reports.composing.money import (
    STEPS,
    amount_of,
    spending,
    sum_of_party,
    sum_of_year,
)
from kadflow.reports.content import (
    Block,
    Chart,
    Column,
    Day,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Ratio,
    Rupiah,
    Series,
    Table,
    Text,
    Total,
    Unknown,
    Value,
    Whole,
    share,
)
from kadflow.reports.facts import AgreementFacts, MoneyFacts, Pair
from kadflow.reports.tables import Group, Row
from kadflow.reports.values import number_of

_SOURCES: Final[dict[str, Pair]] = {
    source: (id_[:1].upper() + id_[1:], en[:1].upper() + en[1:])
    for source, (id_, en) in SOURCE_WORDS.items()
}

REGISTERED: Final = (
    "Dicatat dari luar; langkah sebelum pencatatan tidak diproses di Kadflow.",
    "Registered from elsewhere; steps before that were not processed in Kadflow.",
)

Compose = Callable[[Context, AgreementFacts], Iterator[Block]]


def identity(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """What the agreement is, one fact under the other."""
    say = context.say
    named = (
        "number", "document_numbers", "instrument", "workflow", "parties", "subjects", "signed_on",
        "starts_on", "ends_on", "stage",
    )  # fmt: skip
    facts = [
        Fact(say(FIELDS[name].title), FIELDS[name].read(context, agreement)) for name in named
    ]
    if agreement.legal_step is not None:
        facts.append(Fact(say(("Langkah", "Legal step")), Text(say(agreement.legal_step))))
    facts.append(Fact(say(("Sejak", "Since")), Day(agreement.since)))
    standing = say(STANDING_WORDS[agreement.standing])
    facts.append(Fact(say(("Kedudukan", "Standing")), Text(standing)))
    yield Facts(tuple(facts))
    purpose = agreement.terms.get("purpose") or agreement.terms.get("plan.purpose")
    if isinstance(purpose, str):
        yield Paragraph(purpose)
    if agreement.provenance == "registered":
        yield Paragraph(say(REGISTERED))


def course(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """The states that it passed through, with a picture of its workflow."""
    say = context.say
    stages = stage_words()
    rows: list[Row] = []
    for stay in agreement.stays:
        days = _days(stay.since, stay.until or context.as_of.date())
        rows.append(
            (
                Text(say(stages[stay.stage]) if stay.stage in stages else ""),
                Text(say(stay.state)),
                Day(stay.since, context.source(agreement, stay.entry)),
                Day(stay.until) if stay.until else Text(say(("masih berlangsung", "still there"))),
                Whole(days),
            )
        )
    title = say(("Perjalanan kerja sama", "Course of the agreement"))
    table = Table(
        title=title,
        columns=(
            Column("stage", say(("Tahapan", "Stage"))),
            Column("state", say(("Keadaan", "State"))),
            Column("since", say(("Sejak", "From")), "date"),
            Column("until", say(("Sampai", "To")), "date"),
            Column("days", say(("Hari", "Days")), "whole"),
        ),
        rows=tuple(rows),
    )
    if agreement.diagram:
        yield Figure(
            svg=agreement.diagram,
            title=say(("Alur kerja sama dan keadaannya sekarang", "Workflow and present state")),
            description=_course_in_words(context, agreement),
            twin=table,
        )
    else:
        yield table


def _course_in_words(context: Context, agreement: AgreementFacts) -> str:
    passed = len(agreement.stays)
    indonesian = f"Keadaan sekarang: {agreement.state[0]}, setelah melalui {passed} keadaan."
    english = f"Present state: {agreement.state[1]}, after passing through {passed} states."
    return context.say((indonesian, english))


def _days(since: date, until: date) -> int:
    return max(0, (until - since).days)


def parties(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """Who takes part, and how."""
    say = context.say
    rows: list[Row] = []
    for party in agreement.parties:
        if party.units:
            units: Value = Text("; ".join(party.units))
        else:
            ask = context.office("coordinator", party)
            units = context.unknown(FIELDS["units"].title, agreement, ask)
        way = ("lewat surat", "on paper") if party.paper else ("di Kadflow", "in Kadflow")
        first = ("pemrakarsa", "initiator") if party.initiating else ("mitra", "partner")
        rows.append((Text(party.name), Text(say(first)), Text(say(way)), units))
    yield Table(
        title=say(("Para pihak", "Parties")),
        columns=(
            Column("name", say(("Pihak", "Party"))),
            Column("role", say(("Sebagai", "As"))),
            Column("way", say(("Ikut serta", "Takes part"))),
            Column("units", say(FIELDS["units"].title)),
        ),
        rows=tuple(rows),
    )


def money(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """The budget of the period's year by party, its lines, and how it stands beside the plan."""
    year = context.period.first.year
    yield _money_by_party(context, agreement, year)
    yield from _money_in_words(context, agreement, year)
    spent = [line for line in spending(agreement) if line.year == year]
    if spent:
        yield _money_chart(context, agreement, year)
        title = context.say((f"Baris anggaran {year}", f"Budget lines of {year}"))
        yield _money_lines(context, agreement, spent, title)
    income = [line for line in agreement.money if line.year == year and line.income]
    if income:
        title = context.say((f"Pendapatan {year}", f"Income of {year}"))
        yield _money_lines(context, agreement, income, title)


def _money_in_words(context: Context, agreement: AgreementFacts, year: int) -> Iterator[Block]:
    """The sums of the year as documents state them, in figures and in words."""
    language: Language = "id" if context.language == "id" else "en"
    facts = []
    for step, words in STEPS.items():
        total = sum_of_year(context, agreement, step, year)
        if isinstance(total, Rupiah):
            said = (
                f"{rupiah_text(total.amount, language)} ({rupiah_words(total.amount, language)})"
            )
            silent = [
                party.name
                for party in agreement.parties
                if isinstance(sum_of_party(context, agreement, party, step, year), Unknown)
            ]
            if silent:
                names = ", ".join(silent)
                said += context.say((f"; belum termasuk {names}", f"; without {names}"))
            facts.append(Fact(context.say(words), Text(said, total.source)))
    if facts:
        yield Facts(tuple(facts), title=context.say((f"Jumlah tahun {year}", f"Sums of {year}")))


def _money_by_party(context: Context, agreement: AgreementFacts, year: int) -> Table:
    say = context.say
    rows: list[Row] = []
    stated = {s.party: s for s in agreement.statuses if s.year == year}
    for party in agreement.parties:
        known = stated.get(party.id)
        if known is None or known.status is None or known.status == "unknown":
            what = (f"Status anggaran {year}", f"Budget status {year}")
            ask = context.office("finance", party)
            status: Value = context.unknown(what, agreement, ask)
        else:
            status = Text(say(BUDGET_WORDS[known.status]))
        amounts = {step: sum_of_party(context, agreement, party, step, year) for step in STEPS}
        reached = share(amounts["realised"], amounts["appropriated"])
        rows.append((Text(party.name), status, *amounts.values(), reached))
    return Table(
        title=say((f"Anggaran tahun {year} menurut pihak", f"Budget of {year} by party")),
        columns=(
            Column("party", say(("Pihak", "Party"))),
            Column("status", say(("Status anggaran", "Budget status"))),
            *(Column(step, say(words), "rupiah") for step, words in STEPS.items()),
            Column("share", say(("Serapan", "Realised")), "percent"),
        ),
        rows=tuple(rows),
        totals=(Total(say(("Jumlah semua pihak", "All parties")), tuple(STEPS)),),
        ratios=(Ratio("share", "realised", "appropriated"),),
        note=say(
            (
                "Serapan adalah realisasi dibagi pagu.",
                "Realised is the realisation as a share of what was appropriated.",
            )
        ),
    )


def _money_chart(context: Context, agreement: AgreementFacts, year: int) -> Chart:
    say = context.say
    series = []
    for step, words in STEPS.items():
        amounts = [sum_of_party(context, agreement, p, step, year) for p in agreement.parties]
        series.append(Series(say(words), tuple(number_of(amount) for amount in amounts)))
    entries = {entry for line in agreement.money if line.year == year for entry in line.entries}
    return Chart(
        kind="grouped_bars",
        title=say((f"Rencana dan realisasi anggaran {year}", f"Plan and realisation {year}")),
        categories=tuple(party.name for party in agreement.parties),
        category_name=say(("Pihak", "Party")),
        series=tuple(series),
        values="rupiah",
        source=context.source(agreement, *entries),
    )


def _money_lines(
    context: Context, agreement: AgreementFacts, lines: list[MoneyFacts], title: str
) -> Table:
    say = context.say
    groups = []
    for party in agreement.parties:
        own = [line for line in lines if line.party == party.id]
        if own:
            rows = tuple(_money_line(context, agreement, line) for line in own)
            label = say(("Jumlah", "Total")) + f" {party.name}"
            groups.append(Group(party.name, rows, (Total(label, tuple(STEPS)),)))
    return Table(
        title=title,
        columns=(
            Column("title", say(("Uraian", "What for"))),
            Column("source", say(("Sumber", "Source"))),
            Column("account", say(("Kode rekening", "Account"))),
            *(Column(step, say(words), "rupiah") for step, words in STEPS.items()),
        ),
        groups=tuple(groups),
        totals=(Total(say(("Jumlah seluruhnya", "Grand total")), tuple(STEPS)),),
    )


def _money_line(context: Context, agreement: AgreementFacts, line: MoneyFacts) -> Row:
    cells: list[Value] = []
    for step in STEPS:
        amount = amount_of(line, step)
        entries = context.source(agreement, *line.entries)
        cells.append(Unknown() if amount is None else Rupiah(amount, entries))
    source = _SOURCES.get(line.source, (line.source, line.source))
    return Text(line.title), Text(context.say(source)), Text(line.account), *cells


def findings(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """Rules that were broken, and whether that was made good."""
    say = context.say
    if not agreement.findings:
        yield nothing(context, ("Tidak ada temuan.", "No findings."))
        return
    rows: list[Row] = []
    for finding in agreement.findings:
        party = agreement.party(finding.party) if finding.party else None
        state = ("selesai", "settled") if finding.cured else ("terbuka", "open")
        rows.append(
            (
                Text(say(finding.text), context.source(agreement, finding.entry)),
                Text(party.name if party else ""),
                Day(finding.since),
                Text(say(state)),
            )
        )
    yield Table(
        title=say(("Temuan", "Findings")),
        columns=(
            Column("finding", say(("Temuan", "Finding"))),
            Column("party", say(("Pihak", "Party"))),
            Column("since", say(("Sejak", "Since")), "date"),
            Column("state", say(("Keadaan", "State"))),
        ),
        rows=tuple(rows),
    )


def deadlines(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """What falls due next."""
    say = context.say
    if not agreement.due:
        yield nothing(context, ("Tidak ada batas waktu yang terbuka.", "No open deadlines."))
        return
    rows: list[Row] = []
    for due in sorted(agreement.due, key=lambda each: each.due_on):
        party = agreement.party(due.party) if due.party else None
        whose = party.name if party else say(("bersama", "joint"))
        rows.append((Text(say(due.title)), Text(whose), Day(due.due_on)))
    yield Table(
        title=say(("Batas waktu yang terbuka", "Open deadlines")),
        columns=(
            Column("title", say(("Batas waktu", "Deadline"))),
            Column("party", say(("Pihak", "Party"))),
            Column("due", say(("Hari terakhir", "Last day")), "date"),
        ),
        rows=tuple(rows),
    )


def report_contents(context: Context, agreement: AgreementFacts) -> Iterator[Block]:
    """The nine fields of the report on cooperation abroad (Permendagri 25/2020 art 37)."""
    facts = [Fact(context.say(FIELDS["title"].title), FIELDS["title"].read(context, agreement))]
    for name, title in NINE_FIELDS.items():
        text = agreement.terms.get(f"report_contents.{name}")
        if isinstance(text, str) and text:
            value: Value = Text(text)
        else:
            value = context.unknown(title, agreement, context.secretariat(agreement))
        facts.append(Fact(context.say(title), value))
    yield Facts(tuple(facts))


NINE_FIELDS: Final[dict[str, Pair]] = {
    "background": ("Latar belakang", "Background"),
    "purpose": ("Maksud dan sasaran", "Purpose and target"),
    "scope": ("Ruang lingkup", "Scope"),
    **SECTION_WORDS,
}
"""Beside the title: what Permendagri 25/2020 art 37 asks for."""


SECTIONS: Final[dict[str, Compose]] = {
    "identity": identity,
    "course": course,
    "parties": parties,
    "money": money,
    "indicators": results.indicators,
    "duties": results.duties,
    "risks": results.risks,
    "evaluations": results.evaluations,
    "meetings": results.meetings,
    "feedback": results.feedback,
    "findings": findings,
    "deadlines": deadlines,
    "report_contents": report_contents,
}
"""What a section about one agreement may hold."""
