"""One test per known surprise of python-statemachine 3.2: each is unreachable through our face.

The numbers are those of the project's notes on the library. Where a surprise needs something that
no template can say, the test shows that a template which tries is refused.
"""

from __future__ import annotations

import gc
import gettext
import os
import pickle
import subprocess
import sys
import threading
import time
import weakref

import pytest
from statemachine import registry

from state_machines import TemplateError, check_template, compile_template, read_template
from state_machines.compiler import CLASS_NAME
from state_machines.errors import (
    GuardEvaluationError,
    GuardSyntaxError,
    TransitionNotAllowedError,
    UnknownEventError,
    UnknownStateError,
)
from tests.state_machines.samples import SMALL, faults_of, spoiled, workflow_of

TITLED = {"terms": {"title": "x"}}


def errors_of(text):
    return {fault.code for fault in faults_of(text) if fault.severity == "error"}


def test_01_one_template_compiles_any_number_of_times():
    reading = read_template(SMALL)
    before = reading.template.model_dump()
    for _ in range(3):
        workflow = compile_template(reading.template, reading.digest)
        assert workflow.fire("draft", "begin", TITLED).to_state == "talks"
    assert reading.template.model_dump() == before


def test_02_many_compilations_leave_one_class_behind():
    for number in range(50):
        workflow_of(SMALL.replace("key: kecil", f"key: kecil-{number}"))
    gc.collect()
    ours = [name for name in registry._REGISTRY if name.endswith(CLASS_NAME)]
    assert len(ours) == 1


def test_02_a_workflow_that_nobody_needs_is_given_back():
    workflow = workflow_of()
    workflow.fire("draft", "begin", TITLED)
    gone = weakref.ref(workflow)
    del workflow
    gc.collect()
    assert gone() is None


def test_03_an_unknown_event_raises_and_so_does_a_guard_that_fails():
    with pytest.raises(UnknownEventError):
        workflow_of().fire("draft", "nothing_of_the_kind", {})
    with pytest.raises(GuardEvaluationError):
        workflow_of().fire("running", "lapse", {"agreement": {"extension_open": 1}})


def test_04_a_stored_final_state_is_known_to_be_final_and_refuses_every_event():
    workflow = workflow_of()
    assert workflow.is_final("ended")
    for event in workflow.events:
        with pytest.raises(TransitionNotAllowedError):
            workflow.fire("ended", event, TITLED)


def test_05_a_stored_state_is_taken_up_without_entering_anything_again():
    workflow = workflow_of()
    step = workflow.fire("waiting", "close", {})
    assert (step.from_state, step.to_state, step.guards) == ("waiting", "ended", ())


def test_06_an_unknown_stored_state_is_an_error_at_once():
    for state in ("", "at_draft", "Draft", "draft ", "states"):
        with pytest.raises(UnknownStateError):
            workflow_of().fire(state, "begin", TITLED)


@pytest.mark.parametrize("state", [["draft"], {"draft"}, ("draft", "talks"), None])
def test_07_08_a_state_is_one_text_and_never_a_set_of_states(state):
    with pytest.raises((UnknownStateError, TypeError)):
        workflow_of().fire(state, "begin", TITLED)


@pytest.mark.parametrize("field", ["parallel: true", "states: {}", "history: {}", "enter: delete"])
def test_08_09_no_template_can_say_parallel_compound_or_history(field):
    assert "unknown-field" in errors_of(
        spoiled("stage: negotiation", f"stage: negotiation, {field}")
    )


@pytest.mark.parametrize("field", ["invoke: x", "delay: 5", "timeout: 5", "after: x", "cond: x"])
def test_10_11_no_template_can_say_invoke_delay_or_a_callback(field):
    assert "unknown-field" in errors_of(
        spoiled("from: waiting, to: ended", f"from: waiting, to: ended, {field}")
    )


def test_11_facts_named_like_the_librarys_arguments_neither_delay_nor_break_anything():
    facts = TITLED | {
        "delay": 60_000,
        "machine": 1,
        "send_id": "x",
        "event": "stop",
        "internal": True,
    }
    began = time.monotonic()
    assert workflow_of().fire("draft", "begin", facts).to_state == "talks"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "event",
    [
        "done.state.talks",
        "done.state.at_talks",
        "error.execution",
        "__initial__",
        "*",
        "begin stop",
        "do_begin",
    ],
)
def test_12_events_of_the_library_are_not_events_of_a_template(event):
    for state in workflow_of().template.states:
        with pytest.raises(UnknownEventError):
            workflow_of().fire(state, event, TITLED)


@pytest.mark.parametrize("name", ["done.state.talks", "begin stop", "*", "Begin", "1st", "_x"])
def test_12_16_no_event_can_be_named_like_one_of_the_librarys(name):
    assert "bad-name" in errors_of(spoiled("  begin: {", f"  '{name}': {{"))


def test_13_each_call_has_a_machine_of_its_own():
    workflow, outcomes = workflow_of(), []
    ready = threading.Barrier(8)

    def work(number):
        ready.wait()
        for _ in range(60):
            if number % 2:
                outcomes.append(workflow.fire("draft", "begin", TITLED).to_state == "talks")
            else:
                try:
                    workflow.fire("waiting", "begin", TITLED)
                except TransitionNotAllowedError:
                    outcomes.append(True)
                else:
                    outcomes.append(False)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [True] * 480


def test_14_a_workflow_stores_nothing_so_no_update_can_be_lost_in_it():
    workflow = workflow_of()
    first, second = (workflow.fire("draft", event, TITLED) for event in ("begin", "stop"))
    assert (first.to_state, second.to_state) == ("talks", "stopped")
    assert workflow.fire("draft", "begin", TITLED) == first


def test_15_nothing_runs_after_the_state_has_changed_that_could_fail():
    workflow = workflow_of()

    class Facts(dict):
        asked = 0

        def get(self, key, default=None):
            Facts.asked += 1
            return super().get(key, default)

    workflow.fire("draft", "begin", Facts(TITLED))
    assert Facts.asked == 1  # by the guard, before the step; by nobody after it


@pytest.mark.parametrize(
    "name",
    [
        "model",
        "states",
        "send",
        "events",
        "configuration",
        "name",
        "id",
        "initial_state",
        "allowed_events",
        "is_terminated",
    ],
)
def test_16_names_of_the_library_are_refused_or_harmless(name):
    text = spoiled("  talks: {", f"  {name}: {{").replace("to: talks", f"to: {name}")
    text = text.replace("from: talks", f"from: {name}").replace(
        "[draft, talks]", f"[draft, {name}]"
    )
    text = text.replace("in: talks", f"in: {name}").replace(
        "after_state: talks", f"after_state: {name}"
    )
    text = text.replace("  begin: {", f"  {name}: {{")
    if "reserved-word" in errors_of(text):
        return
    assert errors_of(text) == set()
    assert workflow_of(text).fire("draft", name, TITLED).to_state == name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to: talks", "to: nowhere"),
        ("when: has_title", "when: no_such_guard"),
        ("in: talks", "in: nowhere"),
    ],
)
def test_17_an_unknown_name_is_a_template_error_even_when_nobody_checked(old, new):
    with pytest.raises(TemplateError):
        workflow_of(spoiled(old, new))


def test_18_an_unreachable_state_is_refused_by_the_checks_and_by_the_compiler():
    text = spoiled(
        "  ended: {title", "  lost: {title: {id: A, en: A}, final: stopped}\n  ended: {title"
    )
    assert "unreachable" in errors_of(text)
    with pytest.raises(TemplateError, match="no machine"):
        workflow_of(text)


def test_19_no_transition_happens_without_a_cause():
    assert "contradiction" in errors_of(spoiled(", by: [coordinator], when: has_title", ""))


def test_20_workflows_of_two_versions_do_not_meet():
    one = workflow_of()
    two = workflow_of(
        SMALL.replace("from: draft, to: talks", "from: draft, to: waiting")
        .replace("from: talks, to", "from: waiting, to")
        .replace("in: talks", "in: waiting")
        .replace("  talks: {", "  other: {")
        .replace("[draft, talks]", "[draft, other]")
        .replace("after_state: talks", "after_state: draft")
        .replace("from: waiting, to: ended", "from: [waiting, draft], to: other")
        .replace(
            "  refuse:",
            "  other_way: {title: {id: A, en: A}, from: other, to: waiting, by: [coordinator]}\n  refuse:",
        )
    )
    assert one.fire("draft", "begin", TITLED).to_state == "talks"
    assert two.fire("draft", "begin", TITLED).to_state == "waiting"
    assert one.fire("draft", "begin", TITLED).to_state == "talks"


def test_21_compiling_does_not_move_the_process_to_another_folder():
    before = os.getcwd()  # noqa: PTH109
    workflow_of()
    assert os.getcwd() == before  # noqa: PTH109


def test_22_reading_templates_does_not_load_the_library_and_texts_come_from_the_template():
    code = "import sys; import state_machines.reading; sys.exit('statemachine' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(TransitionNotAllowedError, match="begin from talks: no transition"):
        workflow_of().fire("talks", "begin", TITLED)
    assert gettext.gettext("draft") == "draft"


def test_23_what_passes_between_processes_is_the_template_and_never_a_machine():
    reading = read_template(SMALL)
    copy = pickle.loads(pickle.dumps(reading.template))  # noqa: S301
    assert (
        compile_template(copy, reading.digest).fire("draft", "begin", TITLED).to_state == "talks"
    )
    step = workflow_of().fire("draft", "begin", TITLED)
    assert pickle.loads(pickle.dumps(step)) == step  # noqa: S301


def test_23_a_refusal_keeps_its_reasons_on_the_way_to_another_process():
    with pytest.raises(TransitionNotAllowedError) as refused:
        workflow_of().fire("running", "lapse", {})
    copy = pickle.loads(pickle.dumps(refused.value))  # noqa: S301
    assert (str(copy), copy.refused_by) == (str(refused.value), ("extending",))
    assert copy.results[0].missing == ("agreement.extension_open",)
    for raised in (
        TemplateError(faults_of("a: &x 1"), "source.yaml"),
        GuardSyntaxError("message", "a = b", 2, "hint"),
    ):
        copy = pickle.loads(pickle.dumps(raised))  # noqa: S301
        assert (str(copy), vars(copy)) == (str(raised), vars(raised))


@pytest.mark.parametrize(
    "expression", ["x y v z", "a v b", "a ^ b", "not a", "metadata", "model_dump"]
)
def test_conditions_never_reach_the_librarys_own_language(expression):
    text = spoiled("'has(terms.title)'", f"'{expression}'")
    assert errors_of(text) & {"guard-syntax", "unknown-fact"}


def test_a_guard_may_hold_a_text_that_the_library_would_have_rewritten():
    workflow = workflow_of(spoiled("'has(terms.title)'", "'terms.title == \"a v b ^ !c\"'"))
    facts = {"terms": {"title": "a v b ^ !c"}}
    assert workflow.fire("draft", "begin", facts).to_state == "talks"
    assert check_template(workflow.template) == []
