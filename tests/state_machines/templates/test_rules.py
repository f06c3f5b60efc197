"""What the shipped guards, gates and capacities decide, on facts of real cases."""

from __future__ import annotations

from typing import Any

import pytest

from state_machines.guards import Truth
from state_machines.template import Answer, Capacity, Source, StandingName
from tests.state_machines.templates.shipped import facts, party, template, workflow


def asked(key: str, *parties: dict[str, Any], guard: str = "council_needed") -> list[Truth]:
    """What a guard that asks about each party says of them."""
    return [result.truth for result in workflow(key).evaluate(guard, facts(*parties))]


def truth(key: str, guard: str, **terms: Any) -> Truth:
    """What a guard says of an agreement of two regencies."""
    (result,) = workflow(key).evaluate(guard, facts(**terms))
    return result.truth


WITH_COUNCIL = ["ksdd-sukarela", "ksdd-wajib", "ksdpk"]


@pytest.mark.parametrize("key", WITH_COUNCIL)
def test_a_council_is_asked_only_where_the_law_wants_it(key: str) -> None:
    assert asked(
        key,
        party(),
        party(budget_status={2026: "budgeted"}),
        party(budget_status={2026: "not_yet"}),
        party(burdens_public=True),
    ) == [Truth.FALSE, Truth.FALSE, Truth.TRUE, Truth.TRUE]


@pytest.mark.parametrize("key", WITH_COUNCIL)
def test_the_budget_of_another_year_does_not_answer_for_this_one(key: str) -> None:
    assert asked(key, party(budget_status={2025: "budgeted"})) == [Truth.UNKNOWN]


@pytest.mark.parametrize("key", ["ksdd-sukarela", "ksdd-wajib", "ksdpk"])
def test_a_budget_stated_as_unknown_counts_neither_as_yes_nor_as_no(key: str) -> None:
    (said,) = asked(key, party(budget_status={2026: "unknown"}), guard="budget_stated")
    assert said is Truth.FALSE
    assert "budget_stated" in template(key).gates["councils"].opens.when


def test_a_third_party_has_no_council() -> None:
    company = {"id": "c", "name": "PT Contoh", "kind": "company"}
    assert asked("ksdpk", party(), company) == [Truth.FALSE, Truth.FALSE]
    assert asked("ksdpk", party(), company, guard="budget_stated") == [Truth.TRUE, Truth.TRUE]


def test_a_council_that_approved_under_the_umbrella_is_not_asked_again_for_the_pks() -> None:
    poor: dict[str, Any] = {"budget_status": {2026: "not_yet"}}
    assert asked("pks", party(**poor), party(**poor, council_approved_before=False)) == [
        Truth.FALSE,
        Truth.TRUE,
    ]


def test_an_addendum_asks_a_council_only_where_it_changes_money() -> None:
    poor: dict[str, Any] = {"budget_status": {2026: "not_yet"}}
    assert asked("addendum", party(**poor), party(**poor, changes_money=True)) == [
        Truth.FALSE,
        Truth.TRUE,
    ]


def test_foreign_cooperation_always_asks_the_council_of_a_region() -> None:
    foreign = party("foreign_government")
    assert asked("luar-negeri", party(), foreign, guard="council_of_region") == [
        Truth.TRUE,
        Truth.FALSE,
    ]


def test_only_the_foreign_rule_takes_a_councils_silence_for_consent() -> None:
    silence = template("luar-negeri").gates["councils"].silence
    assert silence is not None
    assert (silence.within.n, silence.within.unit) == (45, "working_days")
    assert (silence.starts, silence.answer) == ("receipt", Answer.APPROVE)


def test_neighbours_say_why_their_cooperation_is_voluntary() -> None:
    guard = ("ksdd-sukarela", "regime_answered")
    assert truth(*guard, bordering=False) is Truth.TRUE
    assert truth(*guard, bordering=True, regime_reason="sudah ada KB wajib") is Truth.TRUE
    assert truth(*guard, bordering=True, regime_reason=None) is Truth.FALSE
    assert truth(*guard, bordering=None, regime_reason=None) is Truth.UNKNOWN


def test_mandatory_cooperation_needs_all_three_conditions() -> None:
    for term in ("bordering", "cross_border_effect", "cheaper_together"):
        for value, said in ((False, Truth.FALSE), (None, Truth.UNKNOWN)):
            stated: dict[str, Any] = {term: value}
            assert truth("ksdd-wajib", "mandatory_conditions", **stated) is said
    assert truth("ksdd-wajib", "mandatory_conditions") is Truth.TRUE


SECRETARIAT = ("secretariat_continuous", "secretariat_complex", "secretariat_long")


def test_without_a_joint_secretariat_nothing_is_asked_about_it() -> None:
    for guard in SECRETARIAT:
        assert truth("ksdd-wajib", guard, joint_secretariat=False) is Truth.TRUE


def test_a_joint_secretariat_is_continuous_and_complex_and_long() -> None:
    known = facts(joint_secretariat=True, continuous=True, subjects=["a", "b", "c"])
    flow = workflow("ksdd-wajib")
    assert [flow.evaluate(guard, known)[0].truth for guard in SECRETARIAT] == [Truth.TRUE] * 3
    known["terms"] |= {"continuous": False, "subjects": ["a", "b"]}
    known["agreement"] |= {"term_years": 4}
    assert [flow.evaluate(guard, known)[0].truth for guard in SECRETARIAT] == [Truth.FALSE] * 3
    known["agreement"] |= {"parties": 5}
    assert flow.evaluate("secretariat_complex", known)[0].truth is Truth.TRUE


def test_aid_is_for_mandatory_cooperation_only() -> None:
    assert truth("ksdd-sukarela", "no_aid") is Truth.TRUE
    assert truth("ksdd-sukarela", "no_aid", aid="none") is Truth.TRUE
    assert truth("ksdd-sukarela", "no_aid", aid="central") is Truth.FALSE
    assert "no_aid" not in template("ksdd-wajib").guards


def test_an_initiative_of_a_third_party_meets_three_criteria() -> None:
    meets: dict[str, Any] = {"fits_master_plan": True, "is_sound": True, "proposer_can_pay": True}
    guard = ("ksdpk", "third_party_criteria")
    assert truth(*guard, initiative="region") is Truth.TRUE
    assert truth(*guard, initiative="third_party", **meets) is Truth.TRUE
    assert truth(*guard, initiative="third_party", **meets | {"is_sound": False}) is Truth.FALSE


def test_use_of_assets_names_its_own_rules() -> None:
    guard = ("ksdpk", "own_rules_named")
    assert truth(*guard, cooperation_kind="asset_use", own_rules=None) is Truth.FALSE
    assert (
        truth(*guard, cooperation_kind="asset_use", own_rules="Permendagri 19/2016") is Truth.TRUE
    )


@pytest.mark.parametrize(
    ("years", "days", "said"),
    [(5, 1826, Truth.TRUE), (5, 1900, Truth.FALSE), (6, 2192, Truth.FALSE), (3, None, Truth.TRUE)],
)
def test_foreign_cooperation_lasts_five_years_at_most(
    years: int, days: int | None, said: Truth
) -> None:
    known = facts()
    known["agreement"] |= {"term_years": years, "term_days": days}
    (result,) = workflow("luar-negeri").evaluate("term_within_five_years", known)
    assert result.truth is said


@pytest.mark.parametrize("key", ["ksdd-sukarela", "ksdd-wajib", "ksdpk"])
def test_who_may_sign_a_kb(key: str) -> None:
    table = template(key).gates["kb_signatures"].capacity
    said = {capacity.value: verdict.verdict for capacity, verdict in table.items()}
    assert said == {
        "definitive": "allowed",
        "deputy_for_head": "allowed",
        "deputy_daily": "warned",
        "plt": "warned",
        "plh": "refused",
        "pj": "allowed",
        "kuasa": "warned",
    }
    assert table[Capacity.PLH].source == Source(ref="UU 23/2014 art 65(5)-(6)", verified=True)
    assert table[Capacity.DEPUTY_FOR_HEAD].document == "absence_letter"


def test_an_official_signs_a_pks_with_a_power_of_attorney() -> None:
    kuasa = template("pks").gates["signatures"].capacity[Capacity.KUASA]
    assert (kuasa.verdict, kuasa.document) == ("allowed", "power_of_attorney")
    assert kuasa.source == Source(ref="PP 28/2018 art 2(2)", verified=True)


def test_ending_names_one_of_five_grounds_and_with_a_third_party_of_seven() -> None:
    five = {"term_over", "purpose_reached", "parties_agree", "law_changed", "object_lost"}
    for key, grounds in {
        "ksdd-sukarela": five,
        "ksdd-wajib": five,
        "pks": five,
        "ksdpk": five | {"court_ruling", "bankruptcy"},
    }.items():
        rule = template(key).standing_commands[StandingName.TERMINATE]
        assert set(rule.grounds) == grounds
        assert all(ground.source and ground.source.verified for ground in rule.grounds.values())


def test_a_pks_waits_for_the_councils_of_its_umbrella() -> None:
    for key in ("ksdd-sukarela", "ksdd-wajib"):
        rules = template(key)
        states = next(child.in_ for child in rules.children if child.template == "pks")
        assert "kb_signed" in states
        assert rules.gates["councils"].blocks == ("pks",)
        assert rules.gates["councils"].in_ == ("kb_signed",)


def test_once_the_councils_are_clear_no_undecided_gate_holds_a_pks_back() -> None:
    for key in ("ksdd-sukarela", "ksdd-wajib"):
        for gate in template(key).gates.values():
            assert "carried_out" not in gate.in_ or gate.blocks == ()


def test_legal_and_finance_answer_only_for_their_own_part() -> None:
    covers = template("ksdd-sukarela").gates["text_agreed"].covers
    assert isinstance(covers, dict)
    said = {str(role): paths for role, paths in covers.items()}
    assert said == {
        "legal": ("clauses", "documents.kb"),
        "finance": ("plan.funding", "funding_arrangement"),
        "else": ("all", "documents.kb"),
    }
