"""Each check on figures made by hand: what it finds, what it leaves alone, and in which words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.domain.budget import BASES, SOURCES
from kadflow.domain.wording.budget import (
    BASIS_WORDS,
    CHECK_WORDS,
    REMEDY_WORDS,
    SOURCE_WORDS,
    finding_words,
)
from kadflow.engine.budget.checks import SEVERITIES, Found, check
from kadflow.engine.budget.money import Above, Money, Year, next_turn
from state_machines.vocabulary import BUDGET_CHECKS

S, B = "sleman", "bantul"


def money(*years: Year, **more: Any) -> Money:
    """The money of two parties in an agreement that runs from 2025 to 2027."""
    usual: dict[str, Any] = {
        "running": True,
        "open": True,
        "first": 2025,
        "last": 2027,
        "parties": [S, B],
        "years": sorted(years, key=lambda each: (each.year, each.party)),
        "statuses": [],
        "sharing": [],
        "ceilings": [],
        "aid": [],
        "above": [],
        "late_month": 10,
        "least": 50,
        "noted": [],
    }
    return Money(**(usual | more))


def rules(found: list[Found]) -> list[str]:
    return [each.rule for each in found]


def year(party: int = 0, of: int = 2026, **amounts: Any) -> Year:
    return Year(party=party, year=of, **amounts)


FUNDED = year(planned=100, appropriated=100, committed=80, realised=60)
AHEAD = year(of=2027, planned=100)


def test_every_check_has_its_words_its_severity_and_its_remedy() -> None:
    assert set(BUDGET_CHECKS) == set(SEVERITIES) == set(CHECK_WORDS) == set(REMEDY_WORDS)
    assert set(SOURCES) == set(SOURCE_WORDS)
    assert set(BASES) == set(BASIS_WORDS)


def test_money_in_order_is_left_alone() -> None:
    assert check(money(FUNDED, AHEAD), "2026-11-30") == []


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        (money(year(appropriated=100, committed=120), AHEAD), "2026-05-01",
         ["commitment_above_appropriation"]),
        (money(year(appropriated=100, committed=50, realised=60), AHEAD), "2026-05-01",
         ["realisation_above_commitment"]),
        (money(year(appropriated=100, realised=90), AHEAD), "2026-05-01", []),
        (money(year(appropriated=100, realised=110), AHEAD), "2026-05-01",
         ["realisation_above_commitment"]),
        (money(year(appropriated=100, realised=49), AHEAD), "2026-09-30", []),
        (money(year(appropriated=100, realised=49), AHEAD), "2026-10-01", ["low_realisation"]),
        (money(year(appropriated=100, realised=50), AHEAD), "2026-12-31", []),
        (money(year(appropriated=100, realised=49), AHEAD, running=False), "2026-12-31", []),
        (money(year(planned=100), AHEAD), "2026-05-01", ["unfunded_year"]),
        (money(year(planned=100), AHEAD, running=False), "2026-05-01", []),
        (money(year(planned=100), AHEAD), "2024-05-01", []),
        (money(year(planned=100, free=True), AHEAD), "2026-05-01", []),
        (money(AHEAD, year(free=True)), "2026-05-01", []),
        (money(AHEAD), "2026-05-01", ["unfunded_year"]),
        (money(AHEAD, statuses=[(0, 2026, "no_cost")]), "2026-05-01", []),
        (money(AHEAD, statuses=[(0, 2026, "not_yet")]), "2026-05-01", ["outside_budget"]),
        (money(FUNDED, AHEAD, statuses=[(0, 2026, "not_yet")]), "2026-05-01", ["status_behind"]),
        (money(FUNDED, AHEAD, statuses=[(0, 2026, "no_cost")]), "2026-05-01", ["status_behind"]),
        (money(FUNDED, AHEAD, statuses=[(0, 2025, "no_cost")]), "2026-05-01", []),
        (money(FUNDED), "2026-05-01", ["term_beyond_funding"]),
        (money(FUNDED, last=0), "2026-05-01", []),
        (money(FUNDED, AHEAD, above=[Above(2026, 500, 600, 100)]), "2026-05-01",
         ["above_parent_ceiling"]),
        (money(FUNDED, AHEAD, above=[Above(2026, 500, 600, 0)]), "2026-05-01", []),
        (money(FUNDED, AHEAD, aid=[(0, 2026, 5)]), "2026-05-01", ["aid_not_allowed"]),
        (money(ceilings=[(2026, 100, 90)]), "2026-05-01", ["shares_do_not_sum"]),
        (money(ceilings=[(2026, 100, 100)]), "2026-05-01", []),
        (money(sharing=[1]), "2026-05-01", ["unfunded_year"]),
        (money(year(appropriated=1, committed=9), open=False), "2026-05-01", []),
    ],
)  # fmt: skip
def test_what_a_check_finds(given: Money, day: str, expected: list[str]) -> None:
    assert rules(check(given, day)) == expected


def test_a_finding_concerns_its_party_and_explains_itself_with_its_figures() -> None:
    (found,) = check(
        money(AHEAD, year(party=1, appropriated=250, committed=300), year(1, 2027, planned=1),
              year(appropriated=100)),
        "2026-05-01",
    )  # fmt: skip
    assert (found.party, found.year, found.severity) == (B, 2026, "serious")
    assert found.figures == {"committed": 300, "appropriated": 250, "excess": 50}
    assert finding_words(found.rule, found.figures, party="Kabupaten Bantul", year=2026) == (
        "Kabupaten Bantul, 2026: kontrak Rp300 melebihi pagu Rp250 sebesar Rp50.",
        "Kabupaten Bantul, 2026: Rp300 committed, Rp50 above the appropriation of Rp250.",
    )


def test_time_alone_changes_an_answer_with_a_new_year_and_late_in_the_year() -> None:
    assert next_turn(10, "2026-01-01") == "2026-10-01"
    assert next_turn(10, "2026-09-30") == "2026-10-01"
    assert next_turn(10, "2026-10-01") == "2027-01-01"
    assert next_turn(1, "2026-01-01") == "2027-01-01"


amounts = st.integers(min_value=0, max_value=10**13)
some_year = st.builds(
    Year,
    party=st.integers(min_value=0, max_value=1),
    year=st.integers(min_value=2024, max_value=2028),
    planned=amounts,
    appropriated=amounts,
    committed=amounts,
    realised=amounts,
    free=st.booleans(),
)
some_money = st.builds(
    lambda years, statuses, running, open_, ceilings: money(
        *{(each.year, each.party): each for each in years}.values(),
        statuses=sorted(statuses),
        running=running,
        open=open_,
        ceilings=ceilings,
    ),
    st.lists(some_year, max_size=8),
    st.sets(
        st.tuples(
            st.integers(0, 1),
            st.integers(2024, 2028),
            st.sampled_from(["no_cost", "budgeted", "not_yet", "unknown"]),
        ),
        max_size=4,
    ),
    st.booleans(),
    st.booleans(),
    st.lists(
        st.tuples(st.integers(2024, 2028), amounts, amounts), max_size=2, unique_by=lambda c: c[0]
    ),
)
days = st.dates(min_value=dt.date(2024, 1, 1),
                max_value=dt.date(2028, 12, 31)).map(str)  # fmt: skip


@given(some_money, days)
def test_whatever_is_found_has_one_key_each_and_words_in_both_languages(
    given: Money, day: str
) -> None:
    found = check(given, day)
    assert len({each.key for each in found}) == len(found)
    for each in found:
        indonesian, english = finding_words(each.rule, each.figures, party="P", year=each.year)
        assert indonesian != english
        assert "{" not in indonesian + english


@given(some_money, days)
def test_between_two_turns_the_day_changes_nothing(given: Money, day: str) -> None:
    """What the sweep relies on: kept figures are asked again only on the days of `next_turn`."""
    turn = next_turn(given.late_month, day)

    last = (dt.date.fromisoformat(turn) - dt.timedelta(days=1)).isoformat()
    assert check(given, day) == check(given, last)
