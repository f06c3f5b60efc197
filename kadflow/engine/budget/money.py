"""What the checks look at: the money of one agreement in figures, beside few facts of its record.

It is plain, small and made once: the sweep keeps it in a row, so that a new day asks the checks
again without reading record and chapter, and a step or a term without reading the chapter
(`moved`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from kadflow.domain.agreements import AgreementRecord, PartyRecord, TermValue
from kadflow.domain.budget import (
    PUBLIC_SOURCES,
    WITHOUT_AMOUNTS,
    Budget,
    BudgetLine,
)
from state_machines.template import BudgetRule
from state_machines.workflow import Workflow

REGIONS = frozenset({"province", "regency", "city"})
AID_TERM = "aid"
"""Name of the term by which templates ask about central and regional aid."""


class Year(msgspec.Struct, array_like=True, gc=False):
    """The public spending of one party in one fiscal year.

    Attributes:
        party: Its place in `Money.parties`.
        free: It bears its own cost or needs no money that year.
    """

    party: int
    year: int
    planned: int = 0
    appropriated: int = 0
    committed: int = 0
    realised: int = 0
    free: bool = False


class Above(msgspec.Struct, array_like=True, gc=False):
    """A year of a parent's ceiling beside what all agreements under it need."""

    year: int
    ceiling: int
    together: int
    own: int


class Family(msgspec.Struct, frozen=True):
    """What an agreement's parent says of money.

    Attributes:
        aid: Its template's rule on aid.
        ceilings: Its shared ceilings by year.
        others: What the other agreements under it need, by year.
    """

    aid: str | None = None
    ceilings: dict[int, int] = {}
    others: dict[int, int] = {}


ALONE = Family()
_USUAL = BudgetRule()


class Money(msgspec.Struct, array_like=True, gc=False):
    """The money of one agreement, as the checks see it.

    Attributes:
        running: In force, neither suspended nor terminated.
        open: Not over.
        first: First year of its term; 0 while it is unknown.
        last: Last year of its term; 0 while it is unknown.
        parties: Ids of those that have not left.
        years: Of spending, in the order of year and party.
        statuses: Stated budget statuses: place of the party, year, status.
        sharing: Places of the parties that have a share in a ceiling.
        ceilings: Year, ceiling, sum of the shares.
        aid: Lines that no aid may stand on here: place of the party, year, rupiah.
        above: The parent's ceilings.
        late_month: From which month on realisation must have come some way.
        least: How far, in percent of the appropriation.
        noted: Keys of the findings that the history has.
        aid_forbidden: Whether ``aid`` was looked for.
        needs: Of an agreement under another one: what it needs of a ceiling, by year; None where
            nobody above it was known.
    """

    running: bool
    open: bool
    first: int
    last: int
    parties: list[str]
    years: list[Year]
    statuses: list[tuple[int, int, str]]
    sharing: list[int]
    ceilings: list[tuple[int, int, int]]
    aid: list[tuple[int, int, int]]
    above: list[Above]
    late_month: int
    least: int
    noted: list[str]
    aid_forbidden: bool = False
    needs: list[tuple[int, int]] | None = None


class Stated(msgspec.Struct, gc=False):
    """Of a term only what it says, as `kadflow.domain.agreements.TermValue` has it."""

    value: Any = None
    held: bool = True


class Glance(msgspec.Struct, gc=False):
    """Of a record only what the checks look at; the sweep reads no more of it."""

    id: str
    template: str
    state: str
    standing: str = "active"
    parent: str | None = None
    parties: list[PartyRecord] = []
    terms: dict[str, Stated] = {}


def money_of(
    record: AgreementRecord | Glance, workflow: Workflow, budget: Budget, family: Family = ALONE
) -> Money:
    """The money of an agreement in figures."""
    parties = _parties(record)
    places = {party.id: place for place, party in enumerate(parties)}
    spending = [
        line for line in budget.lines.values() if line.party in places and not line.is_income
    ]
    forbidden = _forbids_aid(workflow, family)
    needs = sorted(need_of(spending).items()) if record.parent is not None else None
    return Money(
        **_recorded(record, workflow, places),
        parties=list(places),
        years=_spending(spending, places),
        sharing=sorted(
            {
                places[party]
                for ceiling in budget.ceilings.values()
                for party, share in ceiling.shares.items()
                if share and party in places
            }
        ),
        ceilings=[
            (each.year, each.amount, sum(each.shares.values()))
            for each in budget.ceilings.values()
            if each.shares
        ],
        aid=_aid(spending, parties, places) if forbidden else [],
        above=_above(needs or (), family),
        noted=list(budget.findings),
        aid_forbidden=forbidden,
        needs=needs,
    )


def moved(
    kept: Money, record: AgreementRecord | Glance, workflow: Workflow, family: Family = ALONE
) -> Money | None:
    """The same as `money_of`, from figures that were kept, where the chapter is as it was then.

    What comes from record and family is worked out anew. What comes from the chapter also depends
    on who the parties are, on whether aid is looked for, and on whether the agreement stands under
    another one.

    Args:
        kept: Made by `money_of` of the chapter that still holds, with whatever record and family.
        record: As it is now.
        workflow: Of the record's template.
        family: As it is now.

    Returns:
        None where one of these is another than before: then the chapter must be read.
    """
    places = {party.id: place for place, party in enumerate(_parties(record))}
    if (
        list(places) != kept.parties
        or _forbids_aid(workflow, family) is not kept.aid_forbidden
        or (record.parent is None) is not (kept.needs is None)
    ):
        return None
    return msgspec.structs.replace(
        kept, **_recorded(record, workflow, places), above=_above(kept.needs or (), family)
    )


@lru_cache(maxsize=64)
def next_turn(late_month: int, day: str) -> str:
    """The next day on which time alone changes what the checks say.

    A new year, or the month from which on realisation is looked at.
    """
    year = int(day[:4])
    turns = (f"{year}-{late_month:02}-01", f"{year + 1}-01-01")
    return min(turn for turn in turns if turn > day)


def need_of(lines: Sequence[BudgetLine]) -> dict[int, int]:
    """What lines need of a ceiling, by year: what is appropriated, else what is planned."""
    need: dict[int, int] = {}
    for line in lines:
        totals = line.totals()
        amount = totals["appropriated"] or totals["planned"]
        need[line.year] = need.get(line.year, 0) + amount
    return need


def _parties(record: AgreementRecord | Glance) -> list[PartyRecord]:
    return [party for party in record.parties if party.left_on is None]


def _recorded(
    record: AgreementRecord | Glance, workflow: Workflow, places: dict[str, int]
) -> dict[str, Any]:
    """What the record says, and its template, whatever the chapter says."""
    rule = workflow.template.budget or _USUAL
    state = workflow.template.states[record.state]
    first, last = _years(record.terms.get(workflow.period or ""))
    return {
        "running": state.in_force and record.standing == "active",
        "open": state.final is None and record.standing != "terminated",
        "first": first,
        "last": last,
        "statuses": _statuses(record, workflow.budget_statuses, places),
        "late_month": rule.late_from_month,
        "least": rule.least_realised,
    }


def _years(stated: TermValue | Stated | None) -> tuple[int, int]:
    if stated is None or not stated.held:
        return 0, 0
    starts, ends = stated.value.get("starts_on"), stated.value.get("ends_on")
    years = stated.value.get("years")
    if not ends and starts and years:
        ends = _after(date.fromisoformat(starts), years).isoformat()
    return int(starts[:4]) if starts else 0, int(ends[:4]) if ends else 0


def _after(starts: date, years: int) -> date:
    try:
        end = starts.replace(year=starts.year + years)
    except ValueError:  # 29 February
        end = starts.replace(year=starts.year + years, day=28)
    return end - timedelta(days=1)


def _spending(lines: Sequence[BudgetLine], places: dict[str, int]) -> list[Year]:
    found: dict[tuple[int, int], Year] = {}
    for line in lines:
        key = (line.year, places[line.party])
        free = line.basis in WITHOUT_AMOUNTS
        if not free and line.source not in PUBLIC_SOURCES:
            continue
        year = found.get(key)
        if year is None:
            year = found[key] = Year(party=key[1], year=key[0])
        year.free = year.free or free
        for entry in line.entries:
            match entry.kind:
                case "planned":
                    year.planned += entry.amount
                case "appropriated":
                    year.appropriated += entry.amount
                case "committed":
                    year.committed += entry.amount
                case _:
                    year.realised += entry.amount
    return [found[key] for key in sorted(found)]


def _statuses(
    record: AgreementRecord | Glance, names: frozenset[str], places: dict[str, int]
) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    if not names:
        return found
    for path, stated in record.terms.items():
        name, _, rest = path.partition(".")
        if name in names and stated.held:
            party, _, year = rest.partition(".")
            if party in places:
                found.append((places[party], int(year), str(stated.value)))
    return sorted(found)


def _forbids_aid(workflow: Workflow, family: Family) -> bool:
    """Whether no aid may be received, by its own template or by that of the parent."""
    rule = workflow.template.budget or _USUAL
    return (family.aid if rule.aid == "as_parent" else rule.aid) == "forbidden"


def _aid(
    lines: Sequence[BudgetLine],
    parties: Sequence[PartyRecord],
    places: dict[str, int],
) -> list[tuple[int, int, int]]:
    """Aid on lines of regions, where none may be received (PP 28/2018 art 12).

    Money of a region that comes from the national budget is central aid; what a regency has from
    a province's budget, or a province from a regency's, is aid of another region. Aid between
    regions of one level cannot be told by its source: the term of the template asks for it.
    """
    kinds = {party.id: party.kind for party in parties}
    found: dict[tuple[int, int], int] = {}
    for line in lines:
        kind = kinds[line.party]
        foreign = (
            line.source == "apbn"
            or (line.source == "apbd_province" and kind != "province")
            or (line.source == "apbd_regency" and kind == "province")
        )
        amount = max(line.totals().values(), default=0)
        if kind in REGIONS and foreign and amount > 0:
            key = (line.year, places[line.party])
            found[key] = found.get(key, 0) + amount
    return [(party, year, amount) for (year, party), amount in sorted(found.items())]


def _above(needs: Sequence[tuple[int, int]], family: Family) -> list[Above]:
    if not family.ceilings:
        return []
    own = dict(needs)
    return [
        Above(year, ceiling, own.get(year, 0) + family.others.get(year, 0), own.get(year, 0))
        for year, ceiling in sorted(family.ceilings.items())
    ]
