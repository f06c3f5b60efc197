"""What changed between two versions, in words and with the states concerned."""

from __future__ import annotations

import pytest

from state_machines import diff_templates, read_template
from tests.state_machines.samples import SHIPPED, SMALL, shipped, spoiled


def differences(old, new):
    return diff_templates(read_template(SMALL).template, read_template(spoiled(old, new)).template)


CHANGES = {
    "a new way": ("  close: {", "  again: {title: {id: Ulang, en: Again}, from: waiting, to: talks, by: [head]}\n  close: {", "transition-added", "transitions.again", {"waiting", "talks"}),
    "another target": ("from: waiting, to: ended", "from: waiting, to: stopped", "transition-retargeted", "transitions.close.to", {"waiting", "ended", "stopped"}),
    "another origin": ("from: [draft, talks]", "from: draft", "transition-from-changed", "transitions.stop.from", {"draft", "talks", "stopped"}),
    "another rule": ("rule: all", "rule: any", "gate-rule-changed", "gates.consent.rule", {"talks"}),
    "another chain": ("[[unit], [legal, finance], [secretary]]", "[[unit], [secretary]]", "gate-chain-changed", "gates.consent.chain", {"talks"}),
    "another guard": ("'has(terms.title)'", "'has(terms.aid)'", "guard-changed", "guards.has_title.when", {"draft"}),
    "a check of the budget": ("has_title: {when: 'has(terms.title)',", "has_title: {when: 'has(terms.title)', checks: unfunded_year,", "guard-checks-changed", "guards.has_title.checks", {"draft"}),
    "another condition of a step": (", when: not_extending", ", when: extending", "transition-when-changed", "transitions.expire.when", {"running", "ended"}),
    "another title": ("en: Talks}", "en: Negotiation}", "title-changed", "states.talks.title", {"talks"}),
    "a source": ("{when: 'agreement.extension_open',", "{source: {ref: UU, verified: true}, when: 'agreement.extension_open',", "source-changed", "guards.extending.source", {"running"}),
    "another length": ("n: 14", "n: 10", "deadline-within-changed", "deadlines.answer.within", {"talks"}),
    "another term type": ("type: yes_no", "type: number", "term-type-changed", "terms.burden.type", set()),
    "more parties": ("min: 2", "min: 3", "parties-changed", "parties", {"draft", "talks", "running", "waiting", "ended", "stopped"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_by_its_kind_place_and_states(name):
    old, new, kind, where, affects = CHANGES[name]
    (found,) = differences(old, new)
    assert (found.kind, found.where, found.affects) == (kind, where, affects)
    assert found.words.id != found.words.en


def test_what_the_words_say_is_what_changed():
    (found,) = differences("from: waiting, to: ended", "from: waiting, to: stopped")
    assert found.words.en == "Step 'close': target changed from 'ended' to 'stopped'."
    assert found.words.id == "Langkah 'close': tujuan berubah dari 'ended' menjadi 'stopped'."


def test_added_is_the_mirror_of_removed():
    new = read_template(
        spoiled(
            "  close: {",
            "  again: {title: {id: U, en: A}, from: waiting, to: talks, by: [head]}\n  close: {",
        )
    ).template
    (found,) = diff_templates(new, read_template(SMALL).template)
    assert (found.kind, found.affects) == ("transition-removed", {"waiting", "talks"})


def test_a_renamed_state_is_not_one_removed_and_one_added():
    text = SMALL.replace("waiting", "pending")
    found = diff_templates(read_template(SMALL).template, read_template(text).template)
    renamed = [each for each in found if each.where.startswith("states.")]
    assert [(each.kind, each.affects) for each in renamed] == [
        ("state-renamed", {"waiting", "pending"})
    ]
    assert {each.kind for each in found} == {
        "state-renamed",
        "transition-retargeted",
        "transition-from-changed",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "'party.burden || party.money[year] == \"not_yet\"'",
            "'(party.burden) ||  (party.money[year]  == \"not_yet\")'",
        ),
        ("    rule: all\n", ""),
        ("in: talks", "in: [talks]"),
        ("  close: {", "  # a remark\n  close: {"),
    ],
)
def test_another_way_of_writing_the_same_is_no_difference(old, new):
    assert differences(old, new) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_template_differs_from_the_small_one_and_not_from_itself(path):
    template = shipped(path.stem).template
    assert diff_templates(template, template) == []
    found = diff_templates(read_template(SMALL).template, template)
    assert found
    assert all(each.words.id and each.words.en for each in found)
