"""Shipped templates with one to three random slips: always an answer, never a crash."""

from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from state_machines import (
    TemplateError,
    check_template,
    compile_template,
    diff_templates,
    read_template,
    to_mermaid,
    to_svg,
)
from state_machines.errors import GuardEvaluationError, StateMachineError
from tests.state_machines.samples import SHIPPED, SMALL, shipped

DOCUMENTS = [read_template(SMALL).document, *(shipped(path.stem).document for path in SHIPPED)]


def paths_in(data, path=()):
    yield path
    parts = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in parts:
        yield from paths_in(value, (*path, key))


def at(data, path):
    for key in path:
        data = data[key]
    return data


@st.composite
def slips(draw):
    """A document with a part removed, moved, doubled, or under another name."""
    original = draw(st.sampled_from(DOCUMENTS))
    document = copy.deepcopy(dict(original))
    for _ in range(draw(st.integers(1, 3))):
        places = [path for path in paths_in(document) if path]
        path = draw(st.sampled_from(places))
        holder, key = at(document, path[:-1]), path[-1]
        kind = draw(st.sampled_from(["remove", "copy", "rename", "odd"]))
        if kind == "remove":
            del holder[key]
        elif kind == "copy":
            holder[key] = copy.deepcopy(at(document, draw(st.sampled_from(places))))
        elif kind == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from(["send", "ended", "party", "all", "x"]))] = holder.pop(key)
        else:
            holder[key] = draw(st.sampled_from([None, "", "x", 0, -1, True, [], {}, ["x"]]))
    return original, document


@given(slips())
@settings(max_examples=300, deadline=None)
def test_a_slip_is_told_or_harmless_and_never_a_crash(slip):
    original, document = slip
    try:
        reading = read_template(json.dumps(document))
    except TemplateError as error:
        told = error.faults
    else:
        told = check_template(reading.template, lines=reading.lines)
        assert (
            diff_templates(read_template(json.dumps(original)).template, reading.template)
            is not None
        )
        to_mermaid(reading.template)
        to_svg(reading.template)
        try:
            workflow = compile_template(reading.template, reading.digest)
        except TemplateError:
            assert [fault for fault in told if fault.severity == "error"]
        else:
            fire_everything(workflow)
    assert all(fault.message and str(fault) for fault in told)


def fire_everything(workflow):
    for state in workflow.template.states:
        for event in workflow.events_by_person(state):
            try:
                workflow.fire(state, event, {})
            except StateMachineError as error:
                refused = error
                assert not isinstance(refused, GuardEvaluationError)
