"""Whatever happens to whichever template, an agreement stands in a legal state."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from state_machines import Truth, Workflow, check_template, compile_template, read_template
from state_machines.errors import TransitionNotAllowedError, UnknownEventError
from tests.state_machines.samples import SHIPPED, SMALL, shipped

TEMPLATES = ["", *(path.stem for path in SHIPPED)]
BUILT: dict[str, Workflow] = {}


def built(name):
    if name not in BUILT:
        reading = shipped(name) if name else read_template(SMALL)
        BUILT[name] = compile_template(reading.template, reading.digest)
    return BUILT[name]


maybe = st.one_of(st.none(), st.booleans())
FACTS = st.fixed_dictionaries(
    {
        "agreement": st.fixed_dictionaries(
            {"extension_open": maybe, "term_over": maybe, "has_parent": maybe}
        ),
        "terms": st.fixed_dictionaries({"title": st.sampled_from([None, "x"])}),
        "year": st.just(2026),
        "parties": st.lists(
            st.fixed_dictionaries({"accepted": maybe, "initiating": maybe}), max_size=3
        ),
    }
)


@given(st.sampled_from(TEMPLATES), st.data())
@settings(max_examples=150, deadline=None)
def test_any_sequence_of_events_leaves_a_legal_state(name, data):
    workflow = built(name)
    template = workflow.template
    events = st.one_of(st.sampled_from(sorted(workflow.events)), st.text(max_size=8))
    state = template.initial_state
    for event, facts in data.draw(st.lists(st.tuples(events, FACTS), max_size=25)):
        try:
            step = workflow.fire(state, event, facts)
        except UnknownEventError:
            assert event not in workflow.events
            continue
        except TransitionNotAllowedError as error:
            refused_by = error.refused_by
        else:
            refused_by = None
        if refused_by is not None:
            known = template.transitions.get(event)
            leaves = known is not None and state in known.from_
            assert not leaves or refused_by
            continue
        assert all(result.truth is Truth.TRUE for result in step.guards)
        if event in template.transitions:
            transition = template.transitions[event]
            assert state in transition.from_
            assert step.to_state == transition.to
        else:
            assert step.to_state == state in template.gates[workflow.gate_opened_by(event)].in_
        assert not workflow.is_final(state)
        state = step.to_state
        assert state in template.states


@st.composite
def graphs(draw):
    """Small templates with states and steps at random."""
    names = [f"s{number}" for number in range(draw(st.integers(2, 6)))]
    words = "{id: A, en: A}"
    lines = ["kind: workflow-template", "language: 1", "key: acak", f"title: {words}"]
    lines += [f"instrument: {words}", "parties: {who: [city]}", "states:"]
    for place, name in enumerate(names):
        kind = "stage: proposal" if draw(st.booleans()) else "final: completed"
        first = ", initial: true" if place == 0 else ""
        lines.append(f"  {name}: {{title: {words}, {kind}{first}}}")
    lines.append("transitions:")
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    for place, (source, target) in enumerate(draw(st.lists(pairs, min_size=1, max_size=9))):
        step = f"title: {words}, from: {source}, to: {target}, by: [head]"
        lines.append(f"  t{place}: {{{step}}}")
    return "\n".join(lines)


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_whatever_passes_the_checks_compiles_and_reaches_its_end(text):
    template = read_template(text).template
    if any(fault.severity == "error" for fault in check_template(template)):
        return
    workflow = compile_template(template, "0" * 64)
    reached = {template.initial_state}
    for _ in template.states:
        for state in tuple(reached):
            for event in workflow.events_by_person(state):
                reached.add(workflow.fire(state, event, {}).to_state)
    assert reached == set(template.states)
    assert any(workflow.is_final(state) for state in reached)
