"""From sheets to one result: exact, the same in any order, never outside what was given."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadflow.domain.evaluations import Evaluator, Form, Question, Sheet
from kadflow.engine.evaluations.aggregation import Counted, aggregate, combine, remarks_of

QUESTIONS = (Question("a", "3"), Question("b", "1/2"), Question("c", "10"))
LOW, HIGH = 1, 5

numbers = st.integers(LOW, HIGH)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    return Form(
        questions=QUESTIONS,
        recommendations=("continue", "end"),
        counts=draw(st.sampled_from(["party", "evaluator"])),
        aggregate=draw(st.sampled_from(["mean", "trimmed", "median"])),
        trim=draw(st.integers(1, 3)),
        panel_weight=draw(st.sampled_from([None, "1/4", "2/3"])),
        far_from=draw(st.sampled_from([None, 1, 3])),
    )


@st.composite
def handed_in(draw: st.DrawFn) -> list[Counted]:
    parties = draw(st.lists(st.sampled_from(["p1", "p2", "p3", None]), min_size=1, max_size=9))
    return [
        Counted(
            Evaluator(id=f"e{place}", number=place, organisation="o", party=party),
            Sheet(
                scores={q.key: draw(numbers) for q in QUESTIONS},
                comments={"a": draw(st.sampled_from(["baik", "kurang"]))},
                recommendation=draw(st.sampled_from(["continue", "end"])),
            ),
        )
        for place, party in enumerate(parties)
    ]


@given(forms(), handed_in(), st.randoms())
def test_no_order_of_the_evaluators_changes_the_result(form, counted, random):
    shuffled = list(counted)
    random.shuffle(shuffled)
    assert aggregate(form, shuffled) == aggregate(form, counted)
    assert remarks_of(form, shuffled) == remarks_of(form, counted)


@given(forms(), handed_in())
def test_a_result_lies_between_the_lowest_and_the_highest_number(form, counted):
    result = aggregate(form, counted)
    for measure in result.criteria.values():
        assert LOW <= measure.lowest <= Fraction(measure.value) <= measure.highest <= HIGH
        assert 0 <= Fraction(measure.apart) <= HIGH - LOW
    assert LOW <= Fraction(result.total) <= HIGH
    assert sum(result.recommendations.values()) == result.sheets == len(counted)


@given(forms(), handed_in(), st.data())
def test_a_better_number_never_makes_the_result_worse(form, counted, data):
    place = data.draw(st.integers(0, len(counted) - 1))
    old = counted[place]
    key = data.draw(st.sampled_from([q.key for q in QUESTIONS]))
    if old.sheet.scores[key] == HIGH:
        return
    scores = old.sheet.scores | {key: old.sheet.scores[key] + 1}
    better = list(counted)
    better[place] = Counted(old.evaluator, Sheet(scores, old.sheet.comments, "end"))
    before, after = aggregate(form, counted), aggregate(form, better)
    assert Fraction(after.criteria[key].value) >= Fraction(before.criteria[key].value)
    assert Fraction(after.total) >= Fraction(before.total)


@given(forms(), st.integers(LOW, HIGH), st.integers(1, 6))
def test_those_who_agree_give_what_they_agree_on(form, number, many):
    sheet = Sheet(scores=dict.fromkeys(("a", "b", "c"), number), recommendation="continue")
    counted = [
        Counted(Evaluator(id=str(n), number=n, organisation="o", party=f"p{n % 3}"), sheet)
        for n in range(many)
    ]
    result = aggregate(form, counted)
    assert Fraction(result.total) == number
    assert {measure.apart for measure in result.criteria.values()} == {"0"}
    assert result.far == ()


def made(party: str | None, number: int, *, name: str = "") -> Counted:
    return Counted(
        Evaluator(id=name or f"{party}{number}", number=1, organisation="o", party=party),
        Sheet(scores={"a": number}, recommendation="continue"),
    )


def form(**changed: object) -> Form:
    return Form(**{"questions": (Question("a", "1"),), **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "value", "voices"),
    [
        ({}, "3", 3),  # (mean(1, 2, 3) + 5 + mean(1, 3)) / 3
        ({"counts": "evaluator"}, "5/2", 6),
        ({"panel_weight": "1/2"}, "11/4", 3),  # half of (2 + 5) / 2, half of 2
        ({"aggregate": "median"}, "2", 3),
        ({"aggregate": "trimmed"}, "2", 3),
        ({"aggregate": "trimmed", "trim": 9, "counts": "evaluator"}, "5/2", 6),
    ],
)
def test_what_a_voice_is_and_how_voices_become_one(changed, value, voices):
    counted = [
        made("p1", 1), made("p1", 2), made("p1", 3), made("p2", 5), made(None, 1), made(None, 3),
    ]  # fmt: skip
    result = aggregate(form(**changed), counted)
    assert (result.criteria["a"].value, result.voices) == (value, voices)


def test_trimming_says_how_many_voices_it_left_out():
    counted = [made(f"p{n}", n) for n in (1, 2, 3, 5)]
    assert aggregate(form(aggregate="trimmed"), counted).dropped == 1
    assert combine(form(aggregate="trimmed"), [Fraction(n) for n in (1, 2, 3, 5)]) == Fraction(
        5, 2
    )
    assert aggregate(form(aggregate="trimmed"), counted[:2]).dropped == 0


def test_whoever_is_far_from_the_others_is_named_only_where_the_form_says_so():
    counted = [made("p1", 5, name="x"), made("p2", 1, name="y"), made("p3", 1, name="z")]
    assert aggregate(form(), counted).far == ()
    assert aggregate(form(far_from=3), counted).far == (("x", "a"),)
