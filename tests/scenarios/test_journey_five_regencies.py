"""Journey B: a mandatory cooperation of four, then five regions, over its five years and beyond."""

from __future__ import annotations

from typing import Any

import pytest

from kadflow.demo.stage import ROLES
from kadflow.errors import (
    FactMissingError,
    GateNotMetError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from tests.scenarios import staging
from tests.scenarios.staging import CHAIN, Exercise

FOUR = ("sleman", "bantul", "kupang", "ambon")
LATE = "gunungkidul"
FIVE = (*FOUR, LATE)
PLAN = ("background", "purpose", "location", "scope", "duration", "benefits", "impact", "funding")
TERM = {"starts_on": "2026-03-01", "ends_on": "2031-02-28"}


@pytest.fixture
def five(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """The staffed exercise with a fifth region."""
    monkeypatch.setitem(staging.REGIONS, LATE, "34.03")
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()
    region = organisations.get("34.03")
    for role in ROLES:
        office = organisations.add_office(operator, region.id, role=role)
        person = organisations.add_person(
            operator, region.id, handle=f"{LATE}.{role}", name=f"Pejabat contoh {LATE}.{role}"
        )
        organisations.appoint(
            operator, office=office, person=person, capacity="definitive",
            from_on="2025-02-20", letter="SK 1", first_setup=True,
        )  # fmt: skip
    return exercise


def coordinated(five: Exercise, terms: dict[str, Any] | None = None) -> str:
    """Mapped, planned, and agreed by the heads in the technical coordination."""
    liaison = five.by("sleman.coordinator")
    number = liaison.create(
        "ksdd-wajib",
        [staging.REGIONS[short] for short in FOUR],
        {
            "title": "Air minum regional", "subjects": ["pekerjaan umum dan penataan ruang"],
            "planning_basis": "in_plan", "bordering": True, "cross_border_effect": True,
            "cheaper_together": True, "joint_secretariat": True, "continuous": True, "term": TERM,
            "cost_shares.@1": 40, "cost_shares.@2": 30, "cost_shares.@3": 20, "cost_shares.@4": 10,
            **{f"plan.{field}": f"Contoh {field}" for field in PLAN}, **(terms or {}),
        },
    ).number  # fmt: skip
    liaison.add_document(number, "mapping", b"pemetaan", filename="pemetaan.pdf")
    liaison.act(number, "submit_proposal")
    five.approve(number, "sleman.unit", "sleman.secretary", "sleman.head")
    with pytest.raises(FactMissingError, match="coordination"):
        liaison.act(number, "submit_coordination")
    liaison.add_document(number, "coordination_result", b"berita acara", filename="ba.pdf")
    liaison.act(number, "submit_coordination")
    five.approve(number, *(f"{short}.head" for short in FOUR), gate="technical_coordination")
    liaison.edit(number, {"clauses.1": "Air dikelola bersama.", "clauses.2": "Biaya dibagi."})
    return number


def agreed(five: Exercise, number: str) -> None:
    """The chains of all four agree with the text; offices whose approval stands are not asked."""
    five.by("sleman.coordinator").act(number, "submit_text")
    for short in FOUR:
        for role in CHAIN:
            if any(
                task["gate"] == "text_agreed" for task in five.kadflow.inbox(f"{short}.{role}")
            ):
                five.approve(number, f"{short}.{role}", gate="text_agreed")


def sign(five: Exercise, number: str, *shorts: str) -> None:
    for short in shorts:
        five.by(f"{short}.head").sign(number)


def states(five: Exercise, number: str, year: str, *shorts: str, **others: str) -> None:
    """Each finance office states the budget of a year."""
    for short in shorts:
        party = five.party(number, short)
        five.by(f"{short}.finance").edit(
            number,
            {f"budget_status.{party}.{year}": others.get(short, "budgeted"),
             f"burdens_public.{party}": False},
        )  # fmt: skip


def in_force(five: Exercise) -> str:
    """Signed by four; every region has budgeted."""
    five.day("2026-01-12")
    number = coordinated(five)
    agreed(five, number)
    five.day("2026-02-16")
    sign(five, number, *FOUR)
    states(five, number, "2026", *FOUR)
    five.by("sleman.coordinator").act(number, "check_councils")
    assert five.record(number).state == "carried_out"
    return number


@pytest.mark.parametrize(
    ("terms", "condition"),
    [
        ({"continuous": False}, "continuous"),
        ({"term": {"starts_on": "2026-03-01", "ends_on": "2030-12-31"}}, "five years"),
    ],
)
def test_the_joint_secretariat_is_refused_for_each_condition_with_the_article(
    five: Exercise, terms: dict[str, Any], condition: str
):
    number = coordinated(five, terms)

    with pytest.raises(TransitionRefusedError, match=condition) as refused:
        five.by("sleman.coordinator").act(number, "submit_text")

    assert "PP 28/2018" in str(refused.value)
    five.by("sleman.coordinator").edit(number, {"joint_secretariat": False})
    five.by("sleman.coordinator").act(number, "submit_text")


def test_a_joint_secretariat_of_two_regions_for_one_subject_is_not_complex(five: Exercise):
    liaison = five.by("sleman.coordinator")
    number = liaison.create(
        "ksdd-wajib", ["34.04", "34.02"],
        {
            "title": "Air", "subjects": ["pekerjaan umum dan penataan ruang"], "bordering": True,
            "planning_basis": "in_plan", "cross_border_effect": True, "cheaper_together": True,
            "joint_secretariat": True, "continuous": True, "term": TERM,
            **{f"plan.{field}": f"Contoh {field}" for field in PLAN},
        },
    ).number  # fmt: skip
    for kind in ("mapping", "coordination_result"):
        liaison.add_document(number, kind, b"x", filename="x.pdf")
    liaison.act(number, "submit_proposal")
    five.approve(number, "sleman.unit", "sleman.secretary", "sleman.head")
    liaison.act(number, "submit_coordination")
    five.approve(number, "sleman.head", "bantul.head")
    liaison.edit(number, {"clauses.1": "Air dikelola bersama."})

    with pytest.raises(TransitionRefusedError, match="complex") as refused:
        liaison.act(number, "submit_text")
    assert "PP 28/2018" in str(refused.value)


def test_a_council_says_no_and_only_the_named_clause_is_agreed_and_signed_again(five: Exercise):
    five.day("2026-01-12")
    number = coordinated(five)
    agreed(five, number)
    sign(five, number, *FOUR)
    states(five, number, "2026", *FOUR, bantul="not_yet")
    liaison = five.by("sleman.coordinator")
    liaison.act(number, "check_councils")
    (asked,) = five.record(number).rounds["councils"].electors
    assert asked.party == five.party(number, "bantul")
    five.by("bantul.council").decide(number, "reject", reason="Pasal 2 membebani APBD.")
    assert five.record(number).state == "council_objection"

    with pytest.raises(ReasonRequiredError):
        liaison.act(number, "renegotiate")
    liaison.act(number, "renegotiate", reason="Pasal 2 dirundingkan kembali.")
    liaison.edit(number, {"clauses.2": "Biaya dibagi; Bantul mulai 2027."})
    liaison.act(number, "submit_text")
    asked_again = {
        role
        for short in FOUR
        for role in CHAIN
        if any(t["gate"] == "text_agreed" for t in five.kadflow.inbox(f"{short}.{role}"))
    }
    assert asked_again
    for short in FOUR:
        for role in CHAIN:
            if any(t["gate"] == "text_agreed" for t in five.kadflow.inbox(f"{short}.{role}")):
                five.approve(number, f"{short}.{role}", gate="text_agreed")
    assert five.record(number).state == "kb_signing"
    sign(five, number, *FOUR)
    liaison.act(number, "check_councils")
    five.by("bantul.council").decide(number, "approve")

    assert five.record(number).state == "carried_out"
    five.kadflow.history.verify(number, rows=True).raise_if_broken()


def test_one_joins_late_and_one_leaves_on_a_ground_that_it_is_asked_for(five: Exercise):
    number = in_force(five)
    five.day("2026-09-07")
    child = five.addendum(number, purpose="join", organisation="34.03")
    five.conclude(child, *FIVE)
    assert len(five.record(number).active_parties) == 5

    five.day("2027-09-06")
    with pytest.raises(ReasonRequiredError) as refused:
        five.addendum(number, purpose="leave", organisation="81.71", by="ambon.coordinator")
    assert refused.value.details["grounds"]
    child = five.addendum(
        number, purpose="leave", organisation="81.71", ground="no_longer_able",
        by="ambon.coordinator",
    )  # fmt: skip
    five.conclude(child, *FIVE)

    left = five.record(number).party(five.record(number).parties[3].id)
    assert left is not None
    assert left.left_on == "2027-09-06"
    assert five.last_event(number, "party.left").data["ground"] == "no_longer_able"


def test_an_addendum_changes_the_shares(five: Exercise):
    number = in_force(five)
    shares = {f"cost_shares.{five.party(number, 'sleman')}": 50,
              f"cost_shares.{five.party(number, 'bantul')}": 20}  # fmt: skip

    with pytest.raises(TransitionRefusedError, match="addendum"):
        five.by("sleman.coordinator").edit(number, {"plan.scope": "Lebih luas."})
    child = five.addendum(number, shares)
    assert five.record(number).terms[f"cost_shares.{five.party(number, 'sleman')}"].value == 40
    five.conclude(child, *FOUR)

    assert five.record(number).terms[f"cost_shares.{five.party(number, 'sleman')}"].value == 50
    assert five.record(number).state == "carried_out"


def test_each_january_asks_for_the_budget_again_and_names_who_has_not_stated_it(five: Exercise):
    number = in_force(five)
    liaison = five.by("sleman.coordinator")
    five.day("2027-01-11")
    with pytest.raises(FactMissingError, match="Budget status") as refused:
        liaison.act(number, "check_councils_of_year")
    assert "Kabupaten Sleman" in refused.value.hint
    assert "Finance agency can state it" in refused.value.hint
    states(five, number, "2027", *FOUR)
    liaison.act(number, "check_councils_of_year")
    assert five.record(number).state == "carried_out"

    five.day("2028-01-10")
    states(five, number, "2028", *FOUR, kupang="not_yet")
    with pytest.raises(NotPermittedError):
        liaison.edit(number, {f"budget_status.{five.party(number, 'kupang')}.2028": "budgeted"})
    liaison.act(number, "check_councils_of_year")
    (asked,) = five.record(number).rounds["councils_yearly"].electors
    assert asked.party == five.party(number, "kupang")
    five.by("kupang.council").decide(number, "reject", reason="Tidak ada dalam APBD 2028.")
    assert five.record(number).state == "council_objection"
    liaison.act(number, "wait_for_budget", reason="APBD Perubahan, September.")
    five.day("2028-09-18")
    states(five, number, "2028", "kupang")
    five.by("kupang.finance").act(number, "budget_settled")
    liaison.act(number, "check_councils")
    assert five.record(number).state == "carried_out"


def test_the_term_ends_while_the_extension_is_on_a_desk_and_the_gap_is_a_finding(five: Exercise):
    number = in_force(five)
    liaison = five.by("sleman.coordinator")
    five.day("2031-02-03")
    child = five.addendum(
        number,
        {"term": {"starts_on": "2026-03-01", "ends_on": "2034-02-28"}},
        purpose="extend",
        reason="Evaluasi disusun bersama perpanjangan.",
    )
    five.day("2031-03-01", "09:00")
    five.kadflow.apply_due()

    record = five.record(number)
    assert record.state == "lapsed_extending"
    assert record.standing == "active"
    with pytest.raises((TransitionRefusedError, GateNotMetError)):
        liaison.open_child(number, "pks", {"title": "PKS"})
    with pytest.raises(TransitionRefusedError, match="term is not over"):
        liaison.act(number, "carry_on")
    told = {office for kind, office in five.notices() if kind == "state_entered"}
    assert {five.office(f"{short}/coordinator") for short in FOUR} <= told
    five.day("2031-03-13")
    five.conclude(child, *FOUR)
    liaison.act(number, "carry_on")

    record = five.record(number)
    assert record.state == "carried_out"
    assert [finding.rule for finding in record.findings] == ["term.gap"]
    raised = five.last_event(number, "finding.raised")
    assert raised.data["days"] == 12
    assert (raised.data["from"], raised.data["to"]) == ("2031-03-01", "2031-03-12")
    five.kadflow.history.verify(rows=True).raise_if_broken()


def test_why_no_council_was_asked_names_the_budget_of_that_year_and_who_stated_it(five: Exercise):
    number = in_force(five)

    opened = five.last_event(number, "gate.opened")

    assert (opened.data["gate"], opened.data["where"]) == ("councils", "council_needed")
    facts = {fact.name: fact for fact in opened.facts}
    for short in FOUR:
        fact = facts[f"party.{five.party(number, short)}.budget_status[2026]"]
        assert fact.value == "budgeted"
        stated = five.event(five.record(number).id, fact.number)
        assert stated.actor.person == five.person(f"{short}.finance")
