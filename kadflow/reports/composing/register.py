"""Sections about many agreements: how many, where they stand, money, growth, map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from statistics import median_low
from typing import Final

from kadflow.domain.wording import stage_words
from kadflow.reports.composing.context import Context
from kadflow.reports.composing.fields import FIELDS
from kadflow.reports.composing.money import STEPS, amount_of, spending
from kadflow.reports.composing.outline import Section
from kadflow.reports.content import (
    Block,
    Chart,
    Column,
    Fact,
    Facts,
    Paragraph,
    Ratio,
    RegionCount,
    RegionMap,
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
from kadflow.reports.facts import AgreementFacts
from kadflow.reports.regimes import REGIMES
from kadflow.reports.tables import Group, Row

ENDING_DAYS = 90
"""An agreement that ends within so many days is told in advance, as reminders begin."""

PLACE = "no"
"""Key of the column that counts the agreements of a list."""

Agreements = Sequence[AgreementFacts]
Compose = Callable[[Context, Agreements, Section], Iterator[Block]]


def chosen(context: Context, agreements: Agreements, section: Section) -> list[AgreementFacts]:
    """The agreements that a section is about."""
    found = [a for a in agreements if not section.regimes or a.regime in section.regimes]
    match section.within:
        case "signed":
            return [a for a in found if a.signed_on and context.period.contains(a.signed_on)]
        case "reported":
            return [a for a in found if not _over_before(a, context.period.first)]
        case _:
            return found


def _over_before(agreement: AgreementFacts, day: date) -> bool:
    return not agreement.stage and agreement.since < day


def summary(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """The figures that a head of office asks for first."""
    found, say, period = chosen(context, agreements, section), context.say, context.period
    signed = sum(1 for a in found if a.signed_on and period.contains(a.signed_on))
    running = sum(1 for a in found if a.stage == "implementation")
    ending = len(_ending(context, found))
    facts = [
        Fact(say(("Kerja sama yang tercatat", "Agreements on record")), Whole(len(found))),
        Fact(say(("Ditandatangani dalam periode ini", "Signed in this period")), Whole(signed)),
        Fact(say(("Sedang dilaksanakan", "Being carried out")), Whole(running)),
        Fact(
            say((f"Berakhir dalam {ENDING_DAYS} hari", f"Ending within {ENDING_DAYS} days")),
            Whole(ending),
        ),
    ]
    by_regime = Counter(a.regime for a in found)
    facts += [Fact(say(words), Whole(by_regime[key])) for key, words in REGIMES.items()]
    yield Facts(tuple(facts))


def funnel(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """How many stand in each stage."""
    found = chosen(context, agreements, section)
    by_stage = Counter(a.stage for a in found)
    words = {**stage_words(), "": ("Selesai", "Over")}
    yield Chart(
        kind="funnel",
        title=context.say(("Kerja sama menurut tahapan", "Agreements by stage")),
        categories=tuple(context.say(pair) for pair in words.values()),
        category_name=context.say(("Tahapan", "Stage")),
        series=(
            Series(
                context.say(("Kerja sama", "Agreements")), tuple(by_stage[key] for key in words)
            ),
        ),
    )


def time_in_stage(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """How long agreements stayed in each stage, of the stays that are over."""
    found = chosen(context, agreements, section)
    lengths: dict[str, list[int]] = {key: [] for key in stage_words()}
    for agreement in found:
        if agreement.provenance == "registered":
            continue  # nobody knows how long it took where Kadflow was not there
        for stage, days in _stage_days(agreement).items():
            lengths.setdefault(stage, []).append(days)
    known = {key: days for key, days in lengths.items() if key in stage_words()}
    if not any(known.values()):
        yield Paragraph(
            context.say(
                (
                    "Belum ada tahapan yang selesai dijalani di Kadflow.",
                    "No stage was completed in Kadflow yet.",
                )
            )
        )
        return
    words = stage_words()
    yield Chart(
        kind="bars",
        title=context.say(("Lama di setiap tahapan", "Time in each stage")),
        categories=tuple(context.say(words[key]) for key in known),
        category_name=context.say(("Tahapan", "Stage")),
        series=(
            Series(
                context.say(("Median hari", "Median days")),
                tuple(median_low(days) if days else None for days in known.values()),
            ),
        ),
        unit=context.say(("hari", "days")),
        note=context.say(
            (
                "Hanya tahapan yang sudah selesai dan yang dijalani di Kadflow.",
                "Only stages that are over and were passed in Kadflow.",
            )
        ),
    )


def _stage_days(agreement: AgreementFacts) -> dict[str, int]:
    days: dict[str, int] = {}
    unfinished = {stay.stage for stay in agreement.stays if stay.until is None}
    for stay in agreement.stays:
        if stay.until is not None and stay.stage not in unfinished:
            days[stay.stage] = days.get(stay.stage, 0) + (stay.until - stay.since).days
    return days


def agreements_list(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """The agreements one by one, in the columns that the outline names."""
    found = chosen(context, agreements, section)
    say = context.say
    title = section.heading.pair if section.heading else ("Daftar kerja sama", "Agreements")
    if not found:
        yield Paragraph(say(("Nihil.", "None.")))
        return
    columns = [Column(PLACE, say(("No.", "No.")), "whole")]
    for column in section.columns:
        field = FIELDS[column.field]
        words = say(column.title.pair if column.title else field.title)
        columns.append(Column(column.field, words, field.kind))
    summed = tuple(key for key in section.total if any(c.field == key for c in section.columns))
    total = (Total(say(("Jumlah", "Total")), summed),) if summed else ()
    place = count(1)
    grouped = {
        heading: tuple(
            (
                Whole(next(place)),
                *(FIELDS[column.field].read(context, agreement) for column in section.columns),
            )
            for agreement in own
        )
        for heading, own in _grouped(context, found, section.group_by).items()
    }
    groups = tuple(Group(heading, own, total) for heading, own in grouped.items() if heading)
    yield Table(
        title=say(title),
        columns=tuple(columns),
        rows=() if groups else grouped[""],
        groups=groups,
        totals=total,
    )


def _grouped(
    context: Context, found: list[AgreementFacts], by: str
) -> dict[str, list[AgreementFacts]]:
    """Agreements under the headings of their groups; under none where they are not grouped."""
    grouped: dict[str, list[AgreementFacts]] = {}
    for agreement in found:
        match by:
            case "regime":
                words = REGIMES[agreement.regime]
            case "stage":
                words = stage_words().get(agreement.stage, ("Selesai", "Over"))
            case "instrument":
                words = agreement.instrument
            case _:
                words = ("", "")
        grouped.setdefault(context.say(words), []).append(agreement)
    return grouped


def money_by_party(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """What each party has in the budgets of the period's year, over all its agreements."""
    year, say = context.period.first.year, context.say
    sums: dict[str, dict[str, int]] = {}
    for agreement in chosen(context, agreements, section):
        for line in spending(agreement):
            party = agreement.party(line.party)
            if line.year != year or party is None:
                continue
            own = sums.setdefault(party.name, {})
            for step in STEPS:
                amount = amount_of(line, step)
                if amount is not None:
                    own[step] = own.get(step, 0) + amount
    if not sums:
        yield Paragraph(
            say(
                (
                    f"Belum ada anggaran tahun {year} yang dicatat.",
                    f"No budget of {year} was entered yet.",
                )
            )
        )
        return
    rows: list[Row] = []
    for name in sorted(sums):
        cells: dict[str, Value] = {
            step: Rupiah(sums[name][step]) if step in sums[name] else Unknown() for step in STEPS
        }
        rows.append((Text(name), *cells.values(), share(cells["realised"], cells["appropriated"])))
    yield Table(
        title=say((f"Anggaran tahun {year} menurut pihak", f"Budget of {year} by party")),
        columns=(
            Column("party", say(("Pihak", "Party"))),
            *(Column(step, say(words), "rupiah") for step, words in STEPS.items()),
            Column("share", say(("Serapan", "Realised")), "percent"),
        ),
        rows=tuple(rows),
        totals=(Total(say(("Jumlah", "Total")), tuple(STEPS)),),
        ratios=(Ratio("share", "realised", "appropriated"),),
    )
    yield Chart(
        kind="grouped_bars",
        title=say((f"Rencana dan realisasi anggaran {year}", f"Plan and realisation {year}")),
        categories=tuple(sorted(sums)),
        category_name=say(("Pihak", "Party")),
        series=tuple(
            Series(say(words), tuple(sums[name].get(step) for name in sorted(sums)))
            for step, words in STEPS.items()
        ),
        values="rupiah",
    )


def growth(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """How many were signed in each year, and how many in all by then."""
    signed = Counter(
        a.signed_on.year for a in chosen(context, agreements, section) if a.signed_on is not None
    )
    if not signed:
        yield Paragraph(
            context.say(
                (
                    "Belum ada tanggal penandatanganan yang diketahui.",
                    "No signing dates are known.",
                )
            )
        )
        return
    years = list(range(min(signed), context.period.last.year + 1))
    total, running = 0, []
    for year in years:
        total += signed[year]
        running.append(total)
    yield Chart(
        kind="growth",
        title=context.say(("Pertumbuhan kerja sama", "Growth of cooperation")),
        categories=tuple(str(year) for year in years),
        category_name=context.say(("Tahun", "Year")),
        series=(
            Series(context.say(("Ditandatangani", "Signed")), tuple(signed[y] for y in years)),
            Series(context.say(("Seluruhnya", "In all")), tuple(running)),
        ),
    )


def region_map(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """In how many cooperations each region has part."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for agreement in chosen(context, agreements, section):
        for party in agreement.parties:
            if party.code:
                names[party.code] = party.name
                counts[party.code] += 1
    yield RegionMap(
        title=context.say(("Kerja sama menurut daerah", "Cooperation by region")),
        regions=tuple(RegionCount(code, names[code], counts[code]) for code in sorted(counts)),
        count_name=context.say(("kerja sama", "agreements")),
    )


def _ending(context: Context, found: list[AgreementFacts]) -> list[AgreementFacts]:
    today = context.as_of.date()
    until = today + timedelta(days=ENDING_DAYS)
    soon = [a for a in found if a.stage and a.ends_on is not None and today <= a.ends_on <= until]
    return sorted(soon, key=lambda a: (a.ends_on or today, a.number))


def ending_soon(context: Context, agreements: Agreements, section: Section) -> Iterator[Block]:
    """What ends within ninety days."""
    found = _ending(context, chosen(context, agreements, section))
    if not found:
        yield Paragraph(context.say(("Nihil.", "None.")))
        return
    keys = ("number", "title", "parties", "ends_on")
    yield Table(
        title=context.say(
            (f"Berakhir dalam {ENDING_DAYS} hari", f"Ending within {ENDING_DAYS} days")
        ),
        columns=tuple(
            Column(key, context.say(FIELDS[key].title), FIELDS[key].kind) for key in keys
        ),
        rows=tuple(tuple(FIELDS[key].read(context, a) for key in keys) for a in found),
    )


SECTIONS: Final[dict[str, Compose]] = {
    "summary": summary,
    "funnel": funnel,
    "time_in_stage": time_in_stage,
    "agreements": agreements_list,
    "money_by_party": money_by_party,
    "growth": growth,
    "map": region_map,
    "ending_soon": ending_soon,
}
"""What a section about many agreements may hold."""
