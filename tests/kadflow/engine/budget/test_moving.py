"""Figures that were kept, moved by record and family alone, are those that would be made anew."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kadflow.domain.agreements import AgreementRecord, PartyRecord, TermValue
from kadflow.domain.budget import (
    BASES,
    ENTRY_KINDS,
    SOURCES,
    Budget,
    BudgetEntry,
    BudgetLine,
    Ceiling,
    NotedFinding,
)
from kadflow.engine.budget.money import Family, Money, money_of, moved
from tests.state_machines.templates.shipped import workflow

WORKFLOWS = {key: workflow(key) for key in ("ksdd-wajib", "ksdd-sukarela", "pks", "addendum")}
PARTIES = {"a": "province", "b": "regency", "c": "city", "d": "ministry"}
YEARS = range(2026, 2030)
AMOUNTS = st.integers(min_value=-50, max_value=100)


def entry(kind: Any, amount: int) -> BudgetEntry:
    return BudgetEntry(id="e", number=1, kind=kind, amount=amount, on="2026-01-05")


ENTRIES = st.builds(entry, st.sampled_from(ENTRY_KINDS), AMOUNTS)
LINES = st.builds(
    BudgetLine,
    id=st.just(""),
    number=st.just(1),
    party=st.sampled_from(list(PARTIES)),
    year=st.sampled_from(YEARS),
    source=st.sampled_from(SOURCES),
    basis=st.sampled_from(BASES),
    account=st.sampled_from(["", "4.1", "5.1.02"]),
    entries=st.lists(ENTRIES, max_size=4),
)
CEILINGS = st.builds(
    Ceiling,
    year=st.sampled_from(YEARS),
    amount=st.integers(1, 300),
    number=st.just(1),
    shares=st.dictionaries(st.sampled_from(list(PARTIES)), st.integers(0, 100), max_size=3),
)
FAMILIES = st.builds(
    Family,
    aid=st.sampled_from([None, "allowed", "forbidden"]),
    ceilings=st.dictionaries(st.sampled_from(YEARS), st.integers(1, 300), max_size=3),
    others=st.dictionaries(st.sampled_from(YEARS), st.integers(0, 300), max_size=3),
)


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    lines = draw(st.lists(LINES, max_size=6))
    noted = draw(st.sampled_from([[], ["unfunded_year:a:2026"]]))
    return Budget(
        version=1,
        lines={str(place): line for place, line in enumerate(lines)},
        ceilings={str(each.year): each for each in draw(st.lists(CEILINGS, max_size=2))},
        findings={key: NotedFinding(key, "unfunded_year", "warning", 1, "") for key in noted},
    )


def stated(value: Any, *, held: bool = True) -> TermValue:
    return TermValue(digest="", number=1, value=value, held=held)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, Any]:
    """What a command may make of an agreement, its family, or its money."""
    what = draw(
        st.sampled_from(
            ["state", "standing", "term", "status", "left", "joined", "parent", "family", "money"]
        )
    )
    match what:
        case "state":
            return what, draw(st.integers(0, 50))
        case "standing":
            return what, draw(st.sampled_from(["active", "suspended", "terminated"]))
        case "term":
            years = sorted(draw(st.tuples(st.sampled_from(YEARS), st.sampled_from(YEARS))))
            term = {"starts_on": f"{years[0]}-02-01"}
            term |= draw(
                st.sampled_from([{}, {"ends_on": f"{years[1]}-12-31"}, {"years": 2}])  # type: ignore[arg-type]
            )
            return what, stated(term, held=draw(st.booleans()))
        case "status":
            party, year = draw(st.sampled_from(list(PARTIES))), draw(st.sampled_from(YEARS))
            said = draw(st.sampled_from(["no_cost", "budgeted", "not_yet"]))
            return what, (party, year, stated(said, held=draw(st.booleans())))
        case "left" | "joined":
            return what, draw(st.sampled_from(list(PARTIES)))
        case "parent":
            return what, draw(st.sampled_from([None, "parent"]))
        case "family":
            return what, draw(FAMILIES)
        case _:
            return what, draw(budgets())


class Scene:
    """An agreement, its family and its money as they stand, and what was kept of them."""

    def __init__(self, key: str, budget: Budget, family: Family, parent: str | None) -> None:
        self.workflow = WORKFLOWS[key]
        self.record = AgreementRecord(
            id="x",
            number="",
            template="",
            template_key=key,
            state=next(iter(self.workflow.template.states)),
            stage="",
            parent=parent,
            parties=[_party(each) for each in list(PARTIES)[:3]],
        )
        self.budget, self.family = budget, family

    def change(self, what: str, said: Any) -> None:
        record = self.record
        match what:
            case "state":
                states = list(self.workflow.template.states)
                record.state = states[said % len(states)]
            case "standing":
                record.standing = said
            case "term":
                record.terms[self.workflow.period or "term"] = said
            case "status":
                party, year, term = said
                for name in self.workflow.budget_statuses or {"none"}:
                    record.terms[f"{name}.{party}.{year}"] = term
            case "left":
                for each in record.parties:
                    each.left_on = "2026-03-01" if each.id == said else each.left_on
            case "joined":
                if record.party(said) is None:
                    record.parties.append(_party(said))
            case "parent":
                record.parent = said
            case "family":
                self.family = said
            case _:
                self.budget = said

    @property
    def within(self) -> Family:
        """What is said above it, where anybody is."""
        return self.family if self.record.parent is not None else Family()

    def anew(self) -> Money:
        return money_of(self.record, self.workflow, self.budget, self.within)


def _party(identity: str) -> PartyRecord:
    kind = PARTIES[identity]
    return PartyRecord(identity, identity, 0, identity, kind, kind, "Asia/Jakarta")


def stored(money: Money) -> Money:
    """As it comes back from its row."""
    return msgspec.json.decode(msgspec.json.encode(money), type=Money)


@settings(max_examples=300)
@given(
    st.sampled_from(list(WORKFLOWS)),
    budgets(),
    FAMILIES,
    st.sampled_from([None, "parent"]),
    st.lists(changes(), min_size=1, max_size=8),
)
def test_after_any_changes_the_moved_figures_are_those_that_would_be_made_anew(
    key: str, budget: Budget, family: Family, parent: str | None, several: list[tuple[str, Any]]
) -> None:
    scene = Scene(key, budget, family, parent)
    kept = stored(scene.anew())
    for what, said in several:
        scene.change(what, deepcopy(said))
        found = (
            None if what == "money" else moved(kept, scene.record, scene.workflow, scene.within)
        )
        expected = stored(scene.anew())
        if found is not None:
            assert stored(found) == expected
        kept = expected if found is None else stored(found)


def line_of(party: str, amount: int) -> BudgetLine:
    return BudgetLine(
        id="1",
        number=1,
        party=party,
        year=2026,
        source="apbn",
        basis="amount",
        entries=[entry("planned", amount)],
    )


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("state", -1),  # the last one, in which it is over
        ("standing", "terminated"),
        ("term", stated({"starts_on": "2026-02-01", "ends_on": "2029-12-31"})),
        ("status", ("a", 2026, stated("not_yet"))),
        ("family", Family(ceilings={2026: 50}, others={2026: 40})),
    ],
)
def test_a_step_a_term_and_the_family_need_no_look_at_the_chapter(what: str, said: Any) -> None:
    scene = Scene("ksdd-wajib", Budget(lines={"1": line_of("a", 20)}), Family(), "parent")
    before = scene.anew()
    scene.change(what, said)
    found = moved(before, scene.record, scene.workflow, scene.within)
    assert found == scene.anew()
    assert found != before


@pytest.mark.parametrize(("what", "said"), [("left", "a"), ("joined", "d"), ("parent", "parent")])
def test_other_parties_or_another_parent_need_the_chapter(what: str, said: Any) -> None:
    scene = Scene("ksdd-wajib", Budget(lines={"1": line_of("a", 20)}), Family(), None)
    before = scene.anew()
    scene.change(what, said)
    assert moved(before, scene.record, scene.workflow, scene.within) is None


def test_another_rule_on_aid_needs_the_chapter() -> None:
    scene = Scene("pks", Budget(lines={"1": line_of("b", 20)}), Family(), "parent")
    before = scene.anew()
    scene.change("family", Family(aid="forbidden"))
    assert (before.aid, scene.anew().aid) == ([], [(1, 2026, 20)])
    assert moved(before, scene.record, scene.workflow, scene.within) is None
