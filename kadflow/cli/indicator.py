"""`kadflow indicator`: what is measured, what is to be reached, and how far that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadflow.cli import words
from kadflow.cli.agreement.outcomes import print_outcome
from kadflow.cli.commands import command
from kadflow.cli.desk import Desk
from kadflow.cli.given import AGREEMENT, FILE, PARTY, UNIT, existing, pairs
from kadflow.cli.nouns import group
from kadflow.cli.parties import organisation
from kadflow.cli.values import day
from kadflow.domain.decimals import show_decimal
from kadflow.domain.periods import Length, read_period
from kadflow.domain.wording import UNKNOWN
from kadflow.domain.wording.results import ACHIEVED_WORDS, DIRECTION_WORDS, LENGTH_WORDS

if TYPE_CHECKING:
    from kadflow.domain.agreements import AgreementRecord
    from kadflow.domain.indicators import Direction, Indicator, PeriodResult

app = group("What is measured: state, aim, measure, show how far it is.")

INDICATOR = Annotated[
    str, typer.Argument(metavar="INDICATOR", help="Its number, as in: indicator show.")
]
TARGET = Annotated[
    list[str] | None,
    typer.Option("--target", metavar="PERIOD=VALUE", help="As 2026-S1=150; repeatable."),
]
ON = Annotated[
    str | None, typer.Option("--baseline-on", metavar="DATE", help="The day of the baseline.")
]


@command(app, "add", acts=True)
def add(
    desk: Desk,
    agreement: AGREEMENT,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is measured.")],
    party: PARTY,
    unit: Annotated[
        str, typer.Option("--unit", metavar="TEXT", help="Of measure, as 'ton per hari'.")
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="Where the values come from.")
    ],
    every: Annotated[
        Length, typer.Option("--every", help="For which periods it is measured.")
    ] = "semester",
    lower: Annotated[
        bool, typer.Option("--lower-is-better", help="Lower values are better, not higher ones.")
    ] = False,
    decimals: Annotated[int, typer.Option("--decimals", min=0, help="Of every value.")] = 0,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="VALUE", help="Where it began; unknown if left out."),
    ] = None,
    baseline_on: ON = None,
    target: TARGET = None,
    office: UNIT = None,
) -> None:
    """State an indicator of a party: unit, direction, baseline, targets, source of the values.

    Example: kadflow indicator add KSD-2026-000001 "Sampah terolah" --party 34.04 --unit "ton per hari" --source "Timbangan TPA" --baseline 120 --baseline-on 2025-12-31 --target 2026-S1=150 --as sleman.coordinator
    """
    direction: Direction = "lower" if lower else "higher"
    outcome = desk.acting.indicators.add(
        agreement,
        organisation(desk, party).id,
        title,
        unit=unit,
        source=source,
        every=every,
        direction=direction,
        decimals=decimals,
        baseline=baseline,
        baseline_on=day(baseline_on, "--baseline-on") if baseline_on else None,
        targets=pairs(target, "--target"),
        office=office,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "aim", acts=True)
def aim(desk: Desk, agreement: AGREEMENT, indicator: INDICATOR, target: TARGET = None) -> None:
    """Set targets by period; what was set before stays in the history.

    Example: kadflow indicator aim KSD-2026-000001 14 --target 2027-S1=200 --as sleman.coordinator
    """
    outcome = desk.acting.indicators.aim(
        agreement, indicator, pairs(target, "--target"), **desk.how(agreement)
    )
    print_outcome(desk, outcome)


@command(app, "base", acts=True)
def base(
    desk: Desk,
    agreement: AGREEMENT,
    indicator: INDICATOR,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="Where it began; ? takes it back.")
    ],
    baseline_on: ON = None,
) -> None:
    """State the baseline of an indicator, which was not known or was wrong.

    Example: kadflow indicator base KSD-2026-000001 14 118,5 --baseline-on 2025-12-31 --as sleman.coordinator
    """
    outcome = desk.acting.indicators.base(
        agreement,
        indicator,
        value,
        on=day(baseline_on, "--baseline-on") if baseline_on else None,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "measure", acts=True)
def measure(
    desk: Desk,
    agreement: AGREEMENT,
    indicator: INDICATOR,
    period: Annotated[
        str, typer.Argument(metavar="PERIOD", help="2026, 2026-S1, 2026-Q3 or 2026-07.")
    ],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="As 135 or 12,5; ? where nobody knows.")
    ],
    corrects: Annotated[
        str | None,
        typer.Option("--corrects", metavar="N", help="Number of the measurement it corrects."),
    ] = None,
    file: FILE = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="What explains the value.")
    ] = None,
) -> None:
    """State what was measured for a period; what is wrong is corrected, never changed.

    Example: kadflow indicator measure KSD-2026-000001 14 2026-S1 135 --file timbangan.pdf --as sleman.unit
    """
    outcome = desk.acting.indicators.measure(
        agreement,
        indicator,
        period,
        value,
        corrects=corrects,
        file=existing(file),
        note=note,
        **desk.how(agreement),
    )
    print_outcome(desk, outcome)


@command(app, "missing", asks=True)
def missing(
    desk: Desk,
    period: Annotated[
        str, typer.Argument(metavar="PERIOD", help="2026, 2026-S1, 2026-Q3 or 2026-07.")
    ],
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many.")] = 50,
) -> None:
    """List indicators of all agreements that nobody measured for a period.

    With --as only those that the person's own organisation answers for.

    Example: kadflow indicator missing 2026-S1 --as sleman.coordinator
    """
    asked = read_period(period)
    own = desk.kadflow.organisations.person(desk.wishes.person)[1] if desk.wishes.person else ""
    found = desk.kadflow.results.unmeasured(asked, own, most=most)
    if desk.screen.document(
        period=asked.name,
        indicators=[{"agreement": number, "indicator": each} for number, each in found],
    ):
        return
    if not found:
        desk.screen.line(desk.say("Semua indikator sudah diisi.", "Every indicator is measured."))
    desk.screen.bullets(
        f"{number}: {each.number}. {each.title} ({each.unit})" for number, each in found
    )


@command(app, "show")
def show(
    desk: Desk,
    agreement: AGREEMENT,
    indicator: Annotated[
        str | None,
        typer.Argument(metavar="INDICATOR", help="One, by its number; all if left out."),
    ] = None,
) -> None:
    """Show indicators with targets, what was measured, and how far each target was reached.

    What nobody knows is shown as unknown and never as 0. 100 % is the target exactly. Where lower
    is better it is (2 x target - value) / target; where a target is zero or less, the part of the
    way from the baseline to it, or reached or not.

    Example: kadflow indicator show KSD-2026-000001
    """
    record = desk.kadflow.agreements.get(agreement)
    found = desk.kadflow.results.indicators(agreement, indicator)
    if desk.screen.document(
        agreement=record.number,
        indicators=[
            {"indicator": each, "results": [_told(r) for r in each.results()]} for each in found
        ],
    ):
        return
    if not found:
        desk.screen.line(desk.say("Belum ada indikator.", "No indicators yet."))
    for each in found:
        _show(desk, record, each)


def _told(result: PeriodResult) -> dict[str, Any]:
    achieved = result.achieved
    return {
        "period": result.period,
        "target": result.target,
        "value": result.measurement.value if result.measurement else None,
        "measurement": result.measurement,
        "corrected": result.corrected,
        "basis_points": achieved.points if achieved else None,
        "counted": achieved.how if achieved else None,
    }


def _show(desk: Desk, record: AgreementRecord, indicator: Indicator) -> None:
    say, language = desk.say, desk.language
    party = record.party(indicator.party)
    unknown = say(*UNKNOWN)

    def value(steps: int | None) -> str:
        return unknown if steps is None else show_decimal(steps, indicator.decimals, language)

    desk.screen.heading(f"{indicator.number}. {indicator.title} ({indicator.unit})")
    began = value(indicator.baseline)
    if indicator.baseline_on:
        began += f", {words.long_date(indicator.baseline_on, language)}"
    desk.screen.pairs(
        [
            (say("Penanggung jawab", "Answers for it"), party.name if party else ""),
            (say("Arah", "Direction"), words.pick(DIRECTION_WORDS, indicator.direction, language)),
            (say("Diukur tiap", "Measured every"),
             words.pick(LENGTH_WORDS, indicator.every, language)),
            (say("Nilai awal", "Baseline"), began),
            (say("Sumber data", "Source"), indicator.source),
        ]
    )  # fmt: skip
    results = list(indicator.results())
    if not results:
        return
    columns = (
        ("Periode", "Target", "Capaian", "Tercapai", "Isian")
        if language == "id"
        else ("Period", "Target", "Value", "Achieved", "Entry")
    )
    desk.screen.table(columns, [_row(desk, result, value) for result in results])
    odd = {r.achieved.how for r in results if r.achieved} - {"ratio"}
    desk.screen.bullets(say(*ACHIEVED_WORDS[how]) for how in sorted(odd))


def _row(desk: Desk, result: PeriodResult, value: Any) -> tuple[str, ...]:
    measured = result.measurement
    entry = f"{measured.number}" if measured else ""
    if result.corrected:
        entry += desk.say(" (dikoreksi)", " (corrected)")
    reached = desk.say(*UNKNOWN)
    if result.achieved is not None:
        reached = f"{show_decimal(result.achieved.points, 2, desk.language)} %"
        if result.achieved.how != "ratio":
            reached += " *"
    return (
        desk.say(*read_period(result.period).words),
        value(result.target),
        value(measured.value) if measured else desk.say("belum diisi", "not measured yet"),
        reached,
        entry,
    )
