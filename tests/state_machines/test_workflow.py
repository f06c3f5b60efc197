"""Where from here: steps, refusals with their reasons, gates, deadlines, pools."""

from __future__ import annotations

import threading
import timeit

import pytest

from state_machines import Truth, WorkflowCache, compile_template, read_template
from state_machines.errors import (
    GuardEvaluationError,
    TransitionNotAllowedError,
    UnknownEventError,
    UnknownStateError,
)
from state_machines.vocabulary import BUDGET_CHECKS
from tests.state_machines.samples import SHIPPED, SMALL, shipped, workflow_of

TITLED = {"terms": {"title": "x"}}


def test_a_step_tells_both_states_and_what_its_guards_said():
    step = workflow_of().fire("draft", "begin", TITLED)
    assert (step.event, step.from_state, step.to_state) == ("begin", "draft", "talks")
    assert [(each.name, each.truth, each.party) for each in step.guards] == [
        ("has_title", Truth.TRUE, None)
    ]


def test_a_refused_step_names_the_guard_and_explains_it():
    with pytest.raises(TransitionNotAllowedError) as refused:
        workflow_of().fire("running", "lapse", {})
    assert refused.value.refused_by == ("extending",)
    (result,) = refused.value.results
    assert result.truth is Truth.UNKNOWN
    assert result.missing == ("agreement.extension_open",)
    assert list(result.explanation.lines()) == ["agreement.extension_open = unknown"]


def test_a_step_from_elsewhere_is_refused_without_any_guard():
    with pytest.raises(TransitionNotAllowedError) as refused:
        workflow_of().fire("draft", "close", {})
    assert refused.value.refused_by == ()


def test_every_guard_is_asked_even_when_the_first_refuses():
    text = SMALL.replace("when: has_title", "when: [has_title, extending]")
    with pytest.raises(TransitionNotAllowedError) as refused:
        workflow_of(text).fire("draft", "begin", {})
    assert refused.value.refused_by == ("has_title", "extending")


def test_unknown_states_and_events_have_errors_of_their_own():
    with pytest.raises(UnknownStateError):
        workflow_of().fire("nowhere", "begin", {})
    with pytest.raises(UnknownEventError):
        workflow_of().fire("draft", "fly", {})
    with pytest.raises(UnknownStateError):
        workflow_of().is_final("nowhere")


def test_opening_a_gate_is_an_event_that_stays_where_it_is():
    workflow = workflow_of()
    assert workflow.fire("talks", "submit", {}).to_state == "talks"
    assert workflow.gate_opened_by("submit") == "consent"
    assert workflow.gate_opened_by("begin") is None
    with pytest.raises(TransitionNotAllowedError):
        workflow.fire("draft", "submit", {})


def test_a_guard_about_each_party_must_be_true_for_every_party():
    workflow = workflow_of(SMALL.replace("when: has_title", "when: burdened"))
    two = [{"burden": True}, {"money": {2026: "not_yet"}, "burden": False}]
    assert workflow.fire("draft", "begin", {"year": 2026, "parties": two}).to_state == "talks"
    two[1]["money"] = {2026: "budgeted"}
    with pytest.raises(TransitionNotAllowedError) as refused:
        workflow.fire("draft", "begin", {"year": 2026, "parties": two})
    assert [(each.party, each.truth) for each in refused.value.results] == [
        (0, Truth.TRUE),
        (1, Truth.FALSE),
    ]


def test_a_guard_about_each_party_is_unknown_while_no_party_is_on_record():
    (result,) = workflow_of().evaluate("burdened", {"parties": []})
    assert (result.truth, result.missing) == (Truth.UNKNOWN, ("parties",))


def test_the_parties_that_a_gate_asks_are_told_apart():
    parties = [{"name": "A", "burden": True}, {"name": "B", "burden": False}, {"name": "C"}]
    chosen = workflow_of().parties_where("burdened", {"year": 2026, "parties": parties})
    assert [(party["name"], result.truth) for party, result in chosen] == [
        ("A", Truth.TRUE),
        ("B", Truth.UNKNOWN),
        ("C", Truth.UNKNOWN),
    ]
    assert chosen[1][1].missing == ("party.money[2026]",)


def test_causes_are_translated_to_events():
    workflow = workflow_of()
    assert workflow.event_for_gate("talks", "consent", "approved") == ("conclude",)
    assert workflow.event_for_gate("talks", "consent", "returned") == ()
    assert workflow.event_for_gate("draft", "consent", "approved") == ()
    assert workflow.event_for_deadline("running", "end") == ("lapse", "expire")
    assert workflow.event_for_command("running", "terminate") == ()
    assert workflow.events_by_person("talks") == ("stop", "submit")
    extending = {"agreement": {"extension_open": True}}
    assert workflow.first_allowed("running", ("lapse", "expire"), extending) == "lapse"
    assert workflow.first_allowed("running", ("lapse", "expire"), {}) is None
    assert (workflow.is_final("ended"), workflow.is_final("talks")) == (True, False)


def test_what_would_happen_is_told_without_doing_it():
    assert [each.truth for each in workflow_of().would("draft", "begin", {})] == [Truth.FALSE]
    assert workflow_of().would("talks", "submit", {}) == ()


def test_a_failing_guard_is_an_error_and_spoils_no_later_call():
    workflow = workflow_of()
    for _ in range(20):
        with pytest.raises(GuardEvaluationError):
            workflow.fire("running", "lapse", {"agreement": {"extension_open": "yes"}})
        step = workflow.fire("running", "lapse", {"agreement": {"extension_open": True}})
        assert step.to_state == "waiting"


def test_many_threads_share_one_workflow_without_mixing_their_agreements():
    workflow, wrong = workflow_of(), []

    def work(number):
        state, event, target = (
            ("draft", "begin", "talks"),
            ("talks", "conclude", "running"),
            ("waiting", "close", "ended"),
            ("talks", "submit", "talks"),
        )[number % 4]
        for _ in range(150):
            step = workflow.fire(state, event, TITLED)
            if (step.from_state, step.to_state) != (state, target):
                wrong.append(step)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_pinned_template_is_compiled_once_and_the_oldest_is_forgotten():
    kept, loads = WorkflowCache(size=2), []
    template = read_template(SMALL).template

    def load(digest):
        loads.append(digest)
        return template

    for digest in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(digest, lambda digest=digest: load(digest)).digest == digest
    assert loads == ["a", "b", "c", "b"]
    assert len(kept) == 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_step_can_be_taken_from_every_state_it_names(path):
    reading = shipped(path.stem)
    template = reading.template.model_copy(
        update={
            "transitions": {
                name: each.model_copy(update={"when": ()})
                for name, each in reading.template.transitions.items()
            }
        }
    )
    workflow = compile_template(template, reading.digest)
    for name, transition in template.transitions.items():
        for state in transition.from_:
            assert workflow.fire(state, name, {}).to_state == transition.to


def test_a_step_takes_a_fraction_of_a_durable_commit():
    workflow = workflow_of()
    best = min(
        timeit.repeat(lambda: workflow.fire("draft", "begin", TITLED), number=200, repeat=5)
    )
    assert best / 200 < 1e-3  # about 0.1 milliseconds on an idle machine


def test_a_guard_may_stand_on_checks_of_the_budget_alone_or_beside_its_condition():
    text = SMALL.replace(
        "has_title: {when: 'has(terms.title)',",
        "has_title: {when: 'has(terms.title)', checks: [unfunded_year],",
    )
    workflow = compile_template(read_template(text).template, "0" * 64)
    assert workflow.asks_checks
    assert not compile_template(read_template(SMALL).template, "0" * 64).asks_checks
    quiet = dict.fromkeys(BUDGET_CHECKS, False)
    for title, checks, truth in (
        ({"title": "x"}, quiet, Truth.TRUE),
        ({}, quiet, Truth.FALSE),
        ({"title": "x"}, quiet | {"unfunded_year": True}, Truth.FALSE),
        ({"title": "x"}, quiet | {"low_realisation": True}, Truth.TRUE),
    ):
        (result,) = workflow.evaluate("has_title", {"terms": title, "checks": checks})
        assert result.truth is truth
