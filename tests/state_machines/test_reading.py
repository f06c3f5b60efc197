"""From text to template: what is understood, and what is refused before anything is believed."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from state_machines import TemplateError, read_template
from state_machines.documents import canonical_bytes, read_document
from tests.state_machines.samples import SHIPPED, SMALL, spoiled


def refused(text):
    with pytest.raises(TemplateError) as error:
        read_template(text, source="kecil.yaml")
    return error.value


def test_yaml_and_json_of_one_document_have_one_digest():
    written = read_template(SMALL)
    as_json = read_template(json.dumps(written.document, indent=1))
    assert as_json.digest == written.digest
    assert as_json.template == written.template
    assert as_json.lines["states.draft"] > 1


def test_the_digest_is_over_what_was_written_and_not_over_defaults():
    spelt_out = spoiled("    rule: all\n", "")
    assert read_template(spelt_out).template == read_template(SMALL).template
    assert read_template(spelt_out).digest != read_template(SMALL).digest
    reading = read_template(SMALL)
    assert reading.digest == hashlib.sha256(canonical_bytes(reading.document)).hexdigest()


def test_comments_and_order_do_not_change_the_digest():
    lines = SMALL.splitlines()
    shuffled = "\n".join(["# a comment", lines[1], lines[0], *lines[2:]])
    assert read_template(shuffled).digest == read_template(SMALL).digest


def test_every_path_knows_its_line():
    lines = read_template(SMALL).lines
    assert SMALL.splitlines()[lines["transitions.close.to"] - 1].lstrip().startswith("close:")
    assert SMALL.splitlines()[lines["gates.consent.chain.1.0"] - 1].lstrip().startswith("chain:")


def test_the_words_on_yes_and_no_are_words():
    data = read_document(
        "on: yes\nno: off\nday: 2026-01-31\ntext: 'true'\nflag: true\nnone: null\n"
    ).data
    assert data == {
        "on": "yes",
        "no": "off",
        "day": "2026-01-31",
        "text": "true",
        "flag": True,
        "none": None,
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", None),
        ("a: 1\na: 2\n", "duplicate-key", 2),
        ('{"a": 1,\n "a": 2}', "duplicate-key", 2),
        ("a: &x 1\nb: *x\n", "alias", 1),
        ("a: *x\n", "alias", 1),
        ("a: !!python/object:os.system 1\n", "tag", 1),
        ("a: 1\n---\nb: 2\n", "several-documents", 2),
        ("a: 1e3\n", "fraction", 1),
        ('{"a": 1.0}', "fraction", 1),
        ('{"a": NaN}', "fraction", None),
        ("a: 99999999999999999999\n", "number", 1),
        ("? [a]\n: b\n", "key", 1),
        ("a:\n  b: 1\n c: 2\n", "syntax", 3),
        ("a: 'x\n", "syntax", 2),
        ('{"a": }', "syntax", 1),
        ("a:\n\tb: 1\n", "tab", 2),
        ("[" * 100_000, "too-deep", 1),
        ("a: " + "[" * 50 + "]" * 50, "too-deep", 1),
        ("a: '" + "x" * 1_048_577 + "'", "too-large", None),
        ("a: \ud800", "not-text", None),
        ("- a\n", "not-a-template", 1),
        ("just words", "not-a-template", 1),
    ],
)
def test_what_is_no_plain_document_is_refused_with_its_line(text, code, line):
    (fault,) = refused(text).faults
    assert (fault.code, fault.line) == (code, line)
    assert fault.hint


def test_all_faults_of_a_text_are_told_at_once_with_the_source():
    error = refused(SMALL.replace("stage: negotiation", "stag: x").replace("min: 2", "min: '2'"))
    assert error.source == "kecil.yaml"
    assert {fault.code for fault in error.faults} == {"unknown-field", "wrong-type"}
    assert "line" in str(error)


def test_a_bomb_of_aliases_is_refused_at_once():
    layers = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert refused("l0: &l0 [x]\n" + layers).faults[0].code == "alias"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_text_reads_as_a_yaml_reader_reads_it(path):
    text = path.read_text(encoding="utf-8")
    ours = read_document(text).data
    theirs = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    assert as_texts(ours) == theirs


def as_texts(data):
    if isinstance(data, dict):
        return {key: as_texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_texts(value) for value in data]
    if data is None:
        return "null"
    return str(data).lower() if isinstance(data, bool) else str(data)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.sampled_from("abz_-1"), max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abcxyz"), PLAIN, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_canonical_bytes_are_those_of_rfc_8785(data):
    assert canonical_bytes(data) == rfc8785.dumps(data)
    assert read_document(canonical_bytes(data).decode()).data == data
