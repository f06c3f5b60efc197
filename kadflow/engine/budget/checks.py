"""The checks of a budget: pure, quick, and each with the figures that explain it.

Rules, in order:

1. What is spent from a public budget may be committed up to its appropriation, and realised up to
   what is committed; where nothing is committed, up to the appropriation (small purchases have no
   contract).
2. While an agreement is in force each party that bears public money has an appropriation in the
   running year, unless it states that it needs none or bears its own cost.
3. A need that is stated not to be in the budget of the running year goes to the council
   (PP 28/2018 art 6(2)), or waits for the amended budget.
4. A status that contradicts the figures is told; neither is changed by itself.
5. Money of third parties and gifts in kind has no budget document, and is not asked for one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kadflow.domain.budget import Severity
from kadflow.domain.wording.budget import status_figure
from kadflow.engine.budget.money import Money, Year

SEVERITIES: Final[dict[str, Severity]] = {
    "unfunded_year": "warning",
    "commitment_above_appropriation": "serious",
    "realisation_above_commitment": "serious",
    "low_realisation": "warning",
    "outside_budget": "warning",
    "status_behind": "warning",
    "term_beyond_funding": "note",
    "above_parent_ceiling": "serious",
    "aid_not_allowed": "serious",
    "shares_do_not_sum": "warning",
}
"""How grave each finding is; a note is shown where it is looked for, and nobody is told of it."""


class Found(NamedTuple):
    """What a check found.

    Attributes:
        party: Id of whom it concerns; None where it is about all.
        figures: Rupiah, years and the like, by name.
    """

    rule: str
    party: str | None
    year: int | None
    figures: dict[str, int]

    @property
    def key(self) -> str:
        """What tells findings of one agreement apart."""
        return f"{self.rule}:{self.party or ''}:{self.year or ''}"

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return SEVERITIES[self.rule]


def check(money: Money, day: str) -> list[Found]:
    """Everything that the checks find on a day, as known now.

    Args:
        money: Of one agreement.
        day: ISO date; what depends on time is asked for this day.
    """
    found: list[Found] = []
    if not money.open:
        return found
    year, month = int(day[:4]), int(day[5:7])
    late = money.running and month >= money.late_month
    parties = money.parties
    bearing: dict[int, int] = dict.fromkeys(money.sharing, 0)  # the last year with money
    present: dict[int, Year] = {}
    for each in money.years:
        appropriated, committed, realised = each.appropriated, each.committed, each.realised
        if committed > appropriated:
            figures = {
                "committed": committed,
                "appropriated": appropriated,
                "excess": committed - appropriated,
            }
            party = parties[each.party]
            found.append(Found("commitment_above_appropriation", party, each.year, figures))
        if realised > (committed or appropriated):
            figures = {
                "realised": realised,
                "committed": committed,
                "appropriated": appropriated,
                "excess": realised - (committed or appropriated),
            }
            party = parties[each.party]
            found.append(Found("realisation_above_commitment", party, each.year, figures))
        if each.year == year:
            present[each.party] = each
            if late and appropriated and realised * 100 < money.least * appropriated:
                figures = {
                    "realised": realised,
                    "appropriated": appropriated,
                    "percent": realised * 100 // appropriated,
                    "least": money.least,
                    "month": money.late_month,
                }
                party = parties[each.party]
                found.append(Found("low_realisation", party, year, figures))
        if appropriated or each.planned or (each.free and each.party in bearing):
            bearing[each.party] = each.year  # years come in their order
    if money.statuses or bearing:
        _of_year(money, year, bearing, present, found)
    for place, last in bearing.items():
        if 0 < last < money.last:
            figures = {"last_funded": last, "last_year": money.last}
            found.append(Found("term_beyond_funding", parties[place], None, figures))
    _of_all(money, found)
    return found


def _of_year(
    money: Money,
    year: int,
    bearing: dict[int, int],
    present: dict[int, Year],
    found: list[Found],
) -> None:
    """What is asked about the running year, and about statuses of years to come."""
    said = {(party, of): status for party, of, status in money.statuses if of >= year}
    figures_of = {(each.party, each.year): each for each in money.years if each.year >= year}
    for (place, of), status in said.items():
        each = figures_of.get((place, of)) or Year(party=place, year=of)
        contradicts = (status == "not_yet" and each.appropriated > 0) or (
            status == "no_cost"
            and (each.planned or each.appropriated or each.committed or each.realised)
        )
        if contradicts:
            found.append(Found("status_behind", money.parties[place], of, _columns(each, status)))
        elif status == "not_yet" and of == year:
            figures = {"planned": each.planned, "appropriated": each.appropriated}
            found.append(Found("outside_budget", money.parties[place], of, figures))
    if not money.running or (money.first and year < money.first):
        return
    if money.last and year > money.last:
        return
    for place in bearing:
        now = present.get(place) or Year(party=place, year=year)
        status = said.get((place, year), "")
        if not (now.appropriated or now.free) and status not in {"no_cost", "not_yet"}:
            found.append(Found("unfunded_year", money.parties[place], year, _columns(now, status)))


def _columns(each: Year, status: str) -> dict[str, int]:
    return {
        "planned": each.planned,
        "appropriated": each.appropriated,
        "committed": each.committed,
        "realised": each.realised,
        "status": status_figure(status),
    }


def _of_all(money: Money, found: list[Found]) -> None:
    """What does not depend on the day."""
    for each in money.above:
        if each.own and each.together > each.ceiling:
            figures = {
                "own": each.own,
                "together": each.together,
                "ceiling": each.ceiling,
                "excess": each.together - each.ceiling,
            }
            found.append(Found("above_parent_ceiling", None, each.year, figures))
    for place, year, amount in money.aid:
        found.append(Found("aid_not_allowed", money.parties[place], year, {"amount": amount}))
    for year, ceiling, shares in money.ceilings:
        if shares != ceiling:
            figures = {"ceiling": ceiling, "shares": shares, "difference": ceiling - shares}
            found.append(Found("shares_do_not_sum", None, year, figures))
