"""Agreements walk through the shipped templates: the plain way, and the ways that go wrong."""

from __future__ import annotations

import pytest

from state_machines.errors import TransitionNotAllowedError
from tests.state_machines.templates.shipped import KEYS, Walk, facts, party, template


def to_kb_signed(key: str = "ksdd-sukarela") -> Walk:
    walk = Walk(key)
    if key == "ksdd-wajib":
        walk.gate("proposal").gate("technical_coordination")
    else:
        walk.gate("proposal").gate("offer_sent").gate("offer_answered")
    return walk.gate("text_agreed").gate("kb_signatures")


def to_in_force(key: str) -> Walk:
    """The plain way from the beginning into force."""
    walk = Walk(key)
    if key in {"ksdd-sukarela", "ksdd-wajib"}:
        return to_kb_signed(key).gate("councils", "not_asked")
    if key == "standar":
        return walk.gate("proposal").gate("text_agreed").gate("signatures")
    if key == "pks":
        return walk.gate("text_agreed").gate("councils", "not_asked").gate("signatures")
    if key == "sinergi":
        walk.gate("proposal").gate("invitation_answered")
        return walk.gate("text_agreed").gate("signatures")
    if key == "ksdpk":
        to_contract = to_kb_signed(key).gate("councils", "not_asked")
        return to_contract.gate("contract_agreed").gate("contract_signatures")
    walk.gate("proposal").act("offer_intent").gate("intent_signatures").gate("plan_agreed")
    walk.gate("councils").act("governor_forwards").gate("plan_verified").act("begin_discussion")
    return walk.gate("text_agreed").gate("minister_consent").gate("signatures")


RUNNING = [key for key in KEYS if key != "addendum"]


@pytest.mark.parametrize("key", RUNNING)
def test_the_plain_way_ends_completed(key: str) -> None:
    walk = to_in_force(key)
    assert template(key).states[walk.state].in_force
    walk.deadline("term_end").gate("closing")
    assert template(key).states[walk.state].final == "completed"


@pytest.mark.parametrize("key", RUNNING)
def test_the_plain_way_passes_all_five_stages_but_those_of_the_parent(key: str) -> None:
    walk = to_in_force(key).deadline("term_end")
    stages = {template(key).states[name].stage for name in walk.path}
    assert len(stages) == (4 if key == "pks" else 5)


@pytest.mark.parametrize("key", RUNNING)
def test_a_term_that_ends_while_an_extension_is_on_a_desk_is_neither_in_force_nor_closed(
    key: str,
) -> None:
    walk = to_in_force(key)
    running = walk.state
    walk.facts["agreement"] |= {"extension_open": True, "term_over": True}
    walk.deadline("term_end")
    state = template(key).states[walk.state]
    assert (walk.state, state.in_force, state.final) == ("lapsed_extending", False, None)
    with pytest.raises(TransitionNotAllowedError):
        walk.act("carry_on")
    walk.facts["agreement"] |= {"extension_open": False, "term_over": False}
    assert walk.act("carry_on").state == running


@pytest.mark.parametrize("key", RUNNING)
def test_the_parties_can_end_it_before_its_term(key: str) -> None:
    walk = to_in_force(key)
    walk.gate("termination")
    assert template(key).states[walk.state].stage == "evaluation"


def test_an_addendum_is_concluded_by_the_signatures() -> None:
    walk = Walk("addendum").gate("text_agreed").gate("councils", "not_asked").gate("signatures")
    assert walk.path == ["drafting", "clearing", "signing", "concluded"]


@pytest.mark.parametrize(
    ("gate", "outcome", "state"),
    [
        ("approved", "approved", "carried_out"),
        ("not asked", "not_asked", "carried_out"),
        ("refused", "rejected", "council_objection"),
        ("returned", "returned", "council_objection"),
    ],
)
def test_every_answer_of_a_council_leads_on(gate: str, outcome: str, state: str) -> None:
    assert to_kb_signed().gate("councils", outcome).state == state, gate


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("renegotiate", "negotiating"),
        ("wait_for_budget", "awaiting_budget"),
        ("ask_council_again", "kb_signed"),
    ],
)
def test_after_a_council_said_no_the_parties_choose_what_follows(event: str, state: str) -> None:
    walk = to_kb_signed().gate("councils", "rejected")
    assert walk.act(event).state == state


def test_a_kb_that_waits_for_the_amended_budget_is_checked_again() -> None:
    walk = to_kb_signed().act("wait_for_budget").act("budget_settled")
    assert walk.gate("councils", "not_asked").state == "carried_out"


def test_one_refusal_of_an_offer_does_not_kill_it() -> None:
    walk = Walk("ksdd-sukarela").gate("proposal").gate("offer_sent")
    walk.gate("offer_answered", "rejected")
    assert walk.state == "offer_incomplete"
    assert walk.gate("continue_without").state == "negotiating"


def test_going_on_without_the_refusing_party_needs_one_that_accepted() -> None:
    known = facts(party(initiating=True), party(accepted=False), party(accepted=False))
    walk = Walk("ksdd-sukarela", known).gate("proposal").gate("offer_sent").act("note_no_answer")
    with pytest.raises(TransitionNotAllowedError) as refused:
        walk.act("propose_continuing")
    assert refused.value.refused_by == ("enough_parties",)


def test_foreign_plans_pass_the_governor_or_go_direct_when_he_is_silent() -> None:
    walk = Walk("luar-negeri").gate("proposal").act("offer_intent")
    walk.gate("intent_signatures").gate("plan_agreed").gate("councils")
    assert walk.state == "with_governor"
    with pytest.raises(TransitionNotAllowedError):
        walk.act("send_as_province")
    assert walk.deadline("governor_forwarding").state == "verification"


def test_a_letter_of_intent_lapses_after_a_year_of_planning() -> None:
    walk = Walk("luar-negeri").gate("proposal").act("offer_intent").gate("intent_signatures")
    assert walk.deadline("intent_valid").state == "exploration"


def test_a_taken_over_cooperation_can_be_given_back() -> None:
    walk = to_in_force("ksdd-wajib").act("record_takeover")
    assert template("ksdd-wajib").states[walk.state].in_force
    assert walk.act("end_takeover").state == "carried_out"
