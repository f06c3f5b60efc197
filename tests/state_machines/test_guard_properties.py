"""Laws of the guard language, on expressions and facts that nobody thought of."""

from __future__ import annotations

import datetime as dt

import cel
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from state_machines import Condition, Truth
from state_machines.errors import GuardEvaluationError, GuardSyntaxError
from state_machines.guards.parser import parse
from state_machines.guards.syntax import Literal, to_text

INTS, TEXTS, BOOLS = ("i", "j"), ("s", "t"), ("b", "c")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


def quoted(text):
    return to_text(Literal(text))


def conditions(depth=3):
    numbers = st.one_of(
        st.sampled_from([f"f.{n}" for n in INTS]),
        st.integers(-9, 9).map(str),
        st.just("size(f.l)"),
    )
    texts = st.one_of(st.sampled_from([f"f.{n}" for n in TEXTS]), words.map(quoted))
    leaves = st.one_of(
        st.sampled_from(["true", "false", "f.b", "f.c", "has(f.b)", "has(f.i)", "has(f.s)"]),
        st.builds(
            "{} {} {}".format,
            numbers,
            st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
            numbers,
        ),
        st.builds("{} {} {}".format, texts, st.sampled_from(["==", "!="]), texts),
        st.builds("{} in [{}, {}]".format, numbers, numbers, numbers),
        st.builds("{} in f.l".format, texts),
        st.builds("f.l.{}(x, x == {} || f.b)".format, st.sampled_from(["all", "exists"]), texts),
    )
    if not depth:
        return leaves
    inner = conditions(depth - 1)
    return st.one_of(
        leaves,
        inner.map("!({})".format),
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["&&", "||"]), inner),
        st.builds("{} && {} || {}".format, leaves, leaves, leaves),
    )


def facts(*, unknown=True):
    def maybe(strategy):
        return st.one_of(st.none(), strategy) if unknown else strategy

    fields = dict.fromkeys(INTS, maybe(st.integers(-9, 9)))
    fields |= dict.fromkeys(TEXTS, maybe(words))
    fields |= dict.fromkeys(BOOLS, maybe(st.booleans()))
    fields |= {"l": maybe(st.lists(words, max_size=3))}
    return st.fixed_dictionaries(fields).map(lambda known: {"f": known})


@given(conditions(), facts(unknown=False))
@settings(max_examples=300, deadline=None)
def test_over_known_facts_a_guard_answers_as_cel_does(text, known):
    answer = Condition.parse(text).truth(known)
    assert answer is not Truth.UNKNOWN
    assert (answer is Truth.TRUE) == cel.evaluate(text, known)


@given(conditions())
@settings(max_examples=300, deadline=None)
def test_printing_and_reading_again_gives_the_same_tree(text):
    tree = parse(text)
    printed = to_text(tree)
    assert parse(printed) == tree
    assert to_text(parse(printed)) == printed


@given(conditions(), facts())
@settings(max_examples=300, deadline=None)
def test_the_explanation_agrees_with_the_answer(text, partly):
    condition = Condition.parse(text)
    answer, explanation = condition.truth(partly), condition.explain(partly)
    assert answer is Truth.of(value=explanation.value)
    assert bool(explanation.missing) == (answer is Truth.UNKNOWN)


@given(conditions(), facts(), facts(unknown=False))
@settings(max_examples=300, deadline=None)
def test_learning_more_never_turns_an_answer_round_unless_the_guard_asks_has(text, partly, full):
    if "has(" in text:
        return
    known = {"f": {k: full["f"][k] if v is None else v for k, v in partly["f"].items()}}
    before = Condition.parse(text).truth(partly)
    assert before is Truth.UNKNOWN or Condition.parse(text).truth(known) is before


@given(conditions(2), conditions(2), conditions(1), facts())
@settings(max_examples=200, deadline=None)
def test_and_or_not_keep_kleenes_laws(a, b, c, partly):
    def truth(text):
        return Condition.parse(text).truth(partly)

    assert truth(f"({a}) && ({b})") is truth(f"({b}) && ({a})")
    assert truth(f"({a}) || ({b})") is truth(f"({b}) || ({a})")
    assert truth(f"!(({a}) && ({b}))") is truth(f"!({a}) || !({b})")
    assert truth(f"!(!({a}))") is truth(a)
    assert truth(f"({a}) && (({b}) || ({c}))") is truth(f"(({a}) && ({b})) || (({a}) && ({c}))")
    assert truth(f"({a}) && ({a})") is truth(a)
    assert truth(f"({a}) && false") is Truth.FALSE
    assert truth(f"({a}) || true") is Truth.TRUE


@pytest.mark.parametrize("sign", ["&&", "||"])
def test_the_truth_tables_are_kleenes(sign):
    order = [Truth.FALSE, Truth.UNKNOWN, Truth.TRUE]
    value = {Truth.FALSE: False, Truth.UNKNOWN: None, Truth.TRUE: True}
    for left in order:
        for right in order:
            wanted = (min if sign == "&&" else max)(left, right, key=order.index)
            known = {"a": value[left], "b": value[right]}
            assert Condition.parse(f"a {sign} b").truth(known) is wanted
            assert Condition.parse("!a").truth(known) is left.negated()


@given(st.text(max_size=60))
@example("a" * 600)
@example("((((((((((((((((((((((((((((((")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_with_a_position(text):
    try:
        Condition.parse(text)
    except GuardSyntaxError as refused:
        error = refused
    else:
        return
    assert 0 <= error.position <= len(text)
    assert str(error)


@given(
    st.text(st.sampled_from("ab.()[]!&|=<>\"', 0123x"), max_size=40),
    st.dictionaries(st.sampled_from("abx"), st.one_of(st.booleans(), st.integers(), st.text())),
)
@settings(max_examples=400, deadline=None)
def test_whatever_can_be_read_answers_or_names_a_wrong_fact(text, known):
    try:
        condition = Condition.parse(text)
    except GuardSyntaxError:
        return
    try:
        assert condition.truth(known) in set(Truth)
    except GuardEvaluationError as refused:
        wrong = str(refused)
    else:
        return
    assert wrong


@given(st.dates(), st.dates())
def test_years_between_counts_anniversaries(first, second):
    condition = Condition.parse("years_between(a, b) >= 0")
    days = Condition.parse("days_between(a, b) >= 0")
    known = {"a": first, "b": second}
    assert days.truth(known) is Truth.of(value=first <= second)
    if first <= second:
        assert condition.truth(known) is Truth.TRUE
    if (first.month, first.day) != (2, 29) and first.year < dt.MAXYEAR:
        later = first.replace(year=first.year + 1)
        assert (
            Condition.parse("years_between(a, b) == 1").truth({"a": first, "b": later})
            is Truth.TRUE
        )
