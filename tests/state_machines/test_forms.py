"""The form of a competition is read like a template, with faults that name their line."""

from __future__ import annotations

import pytest

from state_machines.errors import TemplateError
from state_machines.forms import read_form
from state_machines.reading import read_template
from tests.state_machines.samples import shipped

FORM = """\
kind: competition-form
language: 1
scale: [1, 3]
anchors:
  - {id: Kurang, en: Poor}
  - {id: Cukup, en: Fair}
  - {id: Baik, en: Good}
criteria:
  reach:
    title: {id: Jangkauan, en: Reach}
    weight: 60
    asks: {id: Berapa orang yang terlayani, en: How many people are served}
  thrift: {title: {id: Kehematan, en: Thrift}, weight: 40, comment: ends}
aggregate: median
score_days: 10
remind_days: [-2, 0]
"""


def test_a_form_says_what_the_form_of_a_workflow_says_of_sheets():
    found = read_form(FORM, source="lomba.yaml")
    assert (found.rules.scale, found.rules.aggregate, found.rules.score_days) == (
        (1, 3), "median", 10,
    )  # fmt: skip
    assert [(key, str(each.weight)) for key, each in found.rules.criteria.items()] == [
        ("reach", "60"), ("thrift", "40"),
    ]  # fmt: skip
    assert [anchor.id for anchor in found.rules.anchors] == ["Kurang", "Cukup", "Baik"]


def test_the_digest_is_of_what_is_said_and_not_of_how_it_is_written():
    same = FORM.replace("scale: [1, 3]", "scale:\n  - 1\n  - 3  # tiga angka")
    assert read_form(same).digest == read_form(FORM).digest
    assert read_form(FORM.replace("weight: 60", "weight: 50")).digest != read_form(FORM).digest


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("weight: 60", "weight: banyak", 11, "criteria.reach.weight"),
        ("score_days: 10", "score_day: 10", 15, "score_days"),
        ("score_days: 10", "panel_weight: 1/4", 15, "panel_weight"),
        ("  - {id: Baik, en: Good}\n", "", 4, "2 are explained"),
        ("scale: [1, 3]", "scale: [3, 1]", 3, "does not rise"),
        ("en: Reach}", "de: Reichweite}", 10, "English"),
        ("kind: competition-form", "kind: workflow-template", 1, "competition-form"),
    ],
)
def test_a_fault_names_its_line_and_what_to_change(old: str, new: str, line: int, said: str):
    assert FORM.count(old) == 1
    with pytest.raises(TemplateError) as refused:
        read_form(FORM.replace(old, new))
    faults = [f for f in refused.value.faults if f.line == line]
    assert faults, refused.value.faults
    assert any(said in f"{f.where} {f.message} {f.hint}" for f in faults)
    assert all(fault.hint and fault.pesan and fault.saran for fault in faults)


def test_a_workflow_is_no_form():
    with pytest.raises(TemplateError):
        read_form(shipped("standar").text)
    with pytest.raises(TemplateError):
        read_template(FORM)


def test_what_a_form_must_begin_with_is_told_whole():
    with pytest.raises(TemplateError) as caught:
        read_form("scale: [1, 5]\ncriteria: {a: {title: {id: A, en: A}, weight: 1}}\n")

    said = [(fault.hint, fault.saran) for fault in caught.value.faults]
    assert ("Add 'kind: competition-form'.", "Tambahkan 'kind: competition-form'.") in said
    assert ("Add 'language: 1'.", "Tambahkan 'language: 1'.") in said
