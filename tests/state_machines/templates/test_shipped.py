"""Every shipped template may be published and is complete."""

from __future__ import annotations

import pytest

from state_machines.checks import check_template
from state_machines.template import Answer, Capacity, Gate, Outcome, Stage, Template
from tests.state_machines.templates.shipped import (
    FOLDER,
    KEYS,
    reading,
    template,
    texts,
    workflow,
)

SIBLINGS = {key: template(key) for key in KEYS}
every = pytest.mark.parametrize("key", KEYS)


def outcomes(gate: Gate) -> set[Outcome]:
    """Outcomes that a gate can have by its answers."""
    found = {Outcome.APPROVED}
    if Answer.RETURN in gate.answers:
        found.add(Outcome.RETURNED)
    if Answer.REJECT in gate.answers:
        found.add(Outcome.REJECTED)
    if gate.where is not None:
        found.add(Outcome.NOT_ASKED)
    return found


def reached_from(rules: Template, state: str) -> set[str]:
    """States that can follow, near or far."""
    seen, waiting = set[str](), [state]
    while waiting:
        here = waiting.pop()
        for step in rules.transitions.values():
            if here in step.from_ and step.to not in seen:
                seen.add(step.to)
                waiting.append(step.to)
    return seen


def test_the_folder_holds_the_eight_templates_and_nothing_else() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(KEYS)


@every
def test_it_is_named_as_its_file_and_may_be_published(key: str) -> None:
    read = reading(key)
    assert read.template.key == key
    found = check_template(read.template, lines=read.lines, siblings=SIBLINGS)
    assert [str(fault) for fault in found if fault.severity == "error"] == []


@every
def test_its_header_says_what_it_carries_out_and_what_is_unverified(key: str) -> None:
    header = reading(key).text.partition("kind: workflow-template")[0]
    assert header.startswith("# ")
    assert "Carries out" in header or "PP 28/2018" in header
    assert "nverified" in header or "Verified" in header


@every
def test_every_outcome_of_a_gate_leads_somewhere_in_every_state_it_may_close_in(key: str) -> None:
    flow = workflow(key)
    for name, gate in flow.template.gates.items():
        if gate.opens.command is not None:
            continue
        for state in gate.in_:
            for outcome in outcomes(gate):
                assert flow.event_for_gate(state, name, outcome), f"{name} {outcome} in {state}"


@every
def test_a_refused_standing_command_changes_no_state_and_termination_does(key: str) -> None:
    flow = workflow(key)
    for name, gate in flow.template.gates.items():
        if gate.opens.command is None:
            continue
        for state in gate.in_:
            assert flow.event_for_gate(state, name, "rejected") == ()
            moves = bool(flow.event_for_gate(state, name, "approved"))
            assert moves == (gate.opens.command == "terminate")


@every
def test_from_every_state_it_can_be_completed_or_stopped_by_people(key: str) -> None:
    rules = template(key)
    final = {name for name, state in rules.states.items() if state.final}
    for name, state in rules.states.items():
        if state.final is None:
            assert reached_from(rules, name) & final, name


@every
def test_before_it_is_in_force_a_person_can_stop_it_and_must_say_why(key: str) -> None:
    rules = template(key)
    stop = rules.transitions["stop"]
    assert stop.reason == "required"
    ending = rules.gates["termination"].in_ if "termination" in rules.gates else ()
    for name, state in rules.states.items():
        if state.stage in {Stage.PROPOSAL, Stage.NEGOTIATION, Stage.SIGNING}:
            assert name in stop.from_ or name in ending, name


@every
def test_the_text_changes_only_by_an_addendum_once_it_is_in_force(key: str) -> None:
    for name, state in template(key).states.items():
        if state.in_force or state.final:
            assert state.edits == "closed", name
        elif state.stage is Stage.SIGNING and "signing" in name:
            assert state.edits == "reconfirm", name


@every
def test_what_was_offered_does_not_change_unnoticed(key: str) -> None:
    rules = template(key)
    for name in ("recommended", "offered", "offer_incomplete", "invited", "coordination"):
        assert name not in rules.states or rules.states[name].edits == "reconfirm"


@every
def test_every_signing_gate_speaks_of_every_capacity(key: str) -> None:
    signing = [gate for gate in template(key).gates.values() if gate.signs]
    assert signing
    for gate in signing:
        assert set(gate.capacity) == set(Capacity)
        assert gate.capacity[Capacity.DEFINITIVE].verdict == "allowed"
        assert Answer.APPROVE_WITH_CONDITIONS not in gate.answers
        for capacity, verdict in gate.capacity.items():
            assert capacity is Capacity.DEFINITIVE or verdict.source is not None


@every
def test_a_signature_stands_for_what_every_party_had_approved(key: str) -> None:
    gates = template(key).gates
    pairs = {
        "text_agreed": ("kb_signatures", "signatures"),
        "contract_agreed": ("contract_signatures",),
    }
    for agreed, signed in pairs.items():
        for name in signed:
            if agreed in gates and name in gates:
                covers = gates[agreed].covers
                assert gates[name].covers == (
                    covers["else"] if isinstance(covers, dict) else covers
                )


@every
def test_days_signatories_and_signed_scans_are_never_bound(key: str) -> None:
    rules = template(key)
    for name, term in rules.terms.items():
        if term.type == "date" or name in {"signing_place", "originals", "budget_status"}:
            assert not term.bound, name
    for name, document in rules.documents.items():
        if name.startswith("signed_"):
            assert not document.bound, name


@every
def test_no_office_is_asked_to_approve_what_it_states_itself(key: str) -> None:
    rules = template(key)
    asked = {role for gate in rules.gates.values() for group in gate.chain for role in group}
    asked |= {gate.office for gate in rules.gates.values() if gate.office}
    for name, term in rules.terms.items():
        assert not (term.bound and term.stated_by in asked), name


@every
def test_a_number_of_days_is_given_only_where_a_law_has_it(key: str) -> None:
    rules = template(key)
    for name, deadline in rules.deadlines.items():
        if deadline.within is not None:
            assert deadline.source is not None, name
            assert deadline.source.verified, name
    for name, gate in rules.gates.items():
        assert gate.silence is None or (key, name) == ("luar-negeri", "councils")


@every
def test_every_text_is_there_in_two_different_languages(key: str) -> None:
    for where, words in texts(template(key)):
        assert words.id != words.en or words.id == "Addendum", where


@every
def test_indonesian_texts_use_the_words_of_officials(key: str) -> None:
    banned = {"kerjasama", "gerbang", "templat", "penjaga", "walikota", "dewan", "deadline"}
    for where, words in texts(template(key)):
        assert not banned & set(words.id.lower().replace(",", " ").split()), where


@every
def test_the_weights_of_an_evaluation_make_a_hundred(key: str) -> None:
    form = template(key).evaluation
    if key == "addendum":
        assert form is None
    else:
        assert form is not None
        assert sum(criterion.weight for criterion in form.criteria.values()) == 100


def test_families_agree_about_parents_and_children() -> None:
    for key, rules in SIBLINGS.items():
        for child in rules.children:
            assert key in SIBLINGS[child.template].under
        for parent in rules.under:
            assert key in {child.template for child in SIBLINGS[parent].children}
