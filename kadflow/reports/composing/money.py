"""Sums of budgets as reports tell them: unknown where nothing was entered, never 0."""

from __future__ import annotations

from typing import Final

from kadflow.reports.composing.context import Context
from kadflow.reports.facts import AgreementFacts, MoneyFacts, Pair, PartyFacts
from kadflow.reports.values import Rupiah, Text, Value

STEPS: Final[dict[str, Pair]] = {
    "planned": ("Rencana", "Planned"),
    "appropriated": ("Pagu (DPA)", "Appropriated"),
    "committed": ("Kontrak", "Committed"),
    "realised": ("Realisasi", "Realised"),
}
"""The four columns of a budget (practice 25)."""

NO_COST: Final = ("tidak memerlukan biaya", "needs no money")


def spending(agreement: AgreementFacts) -> list[MoneyFacts]:
    """The lines from which money is spent; income stands by itself."""
    return [line for line in agreement.money if not line.income]


def amount_of(line: MoneyFacts, step: str) -> int | None:
    """What a line's journal adds up to in one column; None where nothing was entered."""
    found: int | None = getattr(line, step)
    return found


def sum_of_year(context: Context, agreement: AgreementFacts, step: str, year: int) -> Value:
    """What all parties have in one column and year."""
    lines = [line for line in spending(agreement) if line.year == year]
    return _sum(context, agreement, lines, step, year, agreement.parties)


def sum_of_party(
    context: Context, agreement: AgreementFacts, party: PartyFacts, step: str, year: int
) -> Value:
    """What one party has in one column and year."""
    lines = [line for line in spending(agreement) if line.year == year and line.party == party.id]
    return _sum(context, agreement, lines, step, year, (party,))


def _sum(
    context: Context,
    agreement: AgreementFacts,
    lines: list[MoneyFacts],
    step: str,
    year: int,
    parties: tuple[PartyFacts, ...],
) -> Value:
    amounts = [amount for line in lines if (amount := amount_of(line, step)) is not None]
    if amounts:
        entries = {entry for line in lines for entry in line.entries}
        return Rupiah(sum(amounts), context.source(agreement, *entries))
    stated = {s.party: s.status for s in agreement.statuses if s.year == year}
    if all(stated.get(party.id) == "no_cost" for party in parties):
        return Text(context.say(NO_COST))
    silent = next((p for p in parties if stated.get(p.id) != "no_cost"), parties[0])
    what = (f"{STEPS[step][0]} {year}", f"{STEPS[step][1]} {year}")
    return context.unknown(what, agreement, context.office("finance", silent))
