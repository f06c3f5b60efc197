"""How a round is decided: unanimity, one, n of m, a share, weights, and abstentions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kadflow.domain.agreements import AnswerRecord, ElectorRecord, RoundRecord
from kadflow.domain.events import LegalDate
from kadflow.engine.rounds import outcome_of
from kadflow.errors import FactMissingError, GateNotMetError
from state_machines.reading import read_template
from state_machines.template import Gate
from tests.scenarios.staging import Exercise
from tests.scenarios.templates import RULES, template

FOUR = ("sleman", "bantul", "kupang", "ambon")
WEIGHTS = {"weight.@1": 4, "weight.@2": 2, "weight.@3": 1, "weight.@4": 1}


def asked(exercise: Exercise, key: str) -> str:
    terms = WEIGHTS if key == "uji-weighted" else {}
    number = exercise.opened(key, *FOUR, terms=terms).number
    exercise.by("sleman.coordinator").act(number, "ask")
    return number


@pytest.mark.parametrize(
    ("key", "answers", "state"),
    [
        ("uji-all", "approve approve approve", "draft"),
        ("uji-all", "approve approve approve approve", "running"),
        ("uji-all", "approve reject", "stopped"),
        ("uji-all", "approve abstain approve approve", "running"),
        ("uji-all", "abstain abstain abstain abstain", "stopped"),
        ("uji-any", "approve", "running"),
        ("uji-any", "reject reject reject", "draft"),
        ("uji-any", "reject reject reject reject", "stopped"),
        ("uji-any", "abstain reject abstain approve", "running"),
        ("uji-two", "approve", "draft"),
        ("uji-two", "approve reject approve", "running"),
        ("uji-two", "reject reject approve", "draft"),
        ("uji-two", "reject reject reject", "stopped"),
        ("uji-two", "abstain abstain approve abstain", "stopped"),
        ("uji-share", "approve approve", "draft"),
        ("uji-share", "approve approve approve", "running"),
        ("uji-share", "approve reject reject", "stopped"),
        ("uji-share", "approve approve reject abstain", "running"),
        ("uji-weighted", "approve", "running"),
        ("uji-weighted", "reject", "draft"),
        ("uji-weighted", "reject approve approve", "draft"),
        ("uji-weighted", "reject approve approve approve", "running"),
        ("uji-weighted", "reject reject", "stopped"),
        ("uji-weighted", "abstain approve", "running"),
    ],
)
def test_a_rule_is_counted_over_the_answers_in_the_order_they_come(
    exercise: Exercise, key: str, answers: str, state: str
):
    number = asked(exercise, key)

    for short, answer in zip(FOUR, answers.split(), strict=False):
        exercise.by(f"{short}.head").decide(number, answer, reason="Sebab.")  # type: ignore[arg-type]

    assert exercise.record(number).state == state


@pytest.mark.parametrize("key", RULES)
def test_a_return_closes_the_round_at_once_whatever_the_rule(exercise: Exercise, key: str):
    number = asked(exercise, key)

    exercise.by("ambon.head").decide(number, "return", reason="Perbaiki Pasal 1.")

    assert exercise.record(number).rounds["consent"].outcome == "returned"
    assert exercise.record(number).state == "draft"


def test_a_weight_that_nobody_stated_keeps_the_round_from_opening(exercise: Exercise):
    number = exercise.opened("uji-weighted", terms={"weight.@1": 1}).number

    with pytest.raises(FactMissingError, match="Kabupaten Bantul") as refused:
        exercise.by("sleman.coordinator").act(number, "ask")
    assert refused.value.details["path"] == f"weight.{exercise.party(number, 'bantul')}"


def test_a_round_keeps_the_weights_with_which_it_opened(exercise: Exercise):
    number = asked(exercise, "uji-weighted")

    exercise.by("bantul.coordinator").edit(number, {"weight.@2": 100})
    exercise.by("bantul.head").decide(number, "approve")

    assert exercise.record(number).state == "draft"


def test_a_gate_that_is_open_is_not_opened_again(exercise: Exercise):
    number = asked(exercise, "uji-all")

    with pytest.raises(GateNotMetError, match="already asked, since 2026-01-05"):
        exercise.by("sleman.coordinator").act(number, "ask")


def test_a_party_without_the_office_that_is_asked_is_told(exercise: Exercise):
    number = exercise.by("sleman.coordinator").create(
        "uji-all", ["34.04", "34.01"], {"title": "Tanpa kepala"}
    ).number  # fmt: skip

    with pytest.raises(GateNotMetError, match="Kulon Progo has no office") as refused:
        exercise.by("sleman.coordinator").act(number, "ask")
    assert "administrator" in refused.value.hint


# ------------------------------------------------------------------ the rule itself

GATES = {
    key: read_template(template(key, rule=rule)).template.gates["consent"]
    for key, rule in RULES.items()
}
ANSWERS = st.sampled_from(["approve", "approve_with_conditions", "reject", "abstain"])


def outcome(gate: Gate, answers: list[str | None], weights: list[int]) -> str | None:
    electors = [
        ElectorRecord(
            party=str(place),
            weight=weight if gate.rule.kind == "weighted" else 1,
            answer=None if answer is None else AnswerRecord(answer, 1, "2026-01-01"),
        )
        for place, (answer, weight) in enumerate(zip(answers, weights, strict=True))
    ]
    found = outcome_of(
        gate,
        RoundRecord("r", "consent", 1, LegalDate("2026-01-01"), "2026-01-01", 1, electors),
    )
    return None if found is None else found.value


@settings(max_examples=150, deadline=None)
@given(
    gate=st.sampled_from(list(GATES.values())),
    given_=st.lists(st.tuples(ANSWERS, st.integers(1, 9)), min_size=2, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_what_is_decided_early_is_what_all_the_answers_would_have_decided_in_any_order(
    gate: Gate, given_: list[tuple[str, int]], order
):
    answers, weights = [a for a, _ in given_], [w for _, w in given_]
    final = outcome(gate, list(answers), weights)
    places = list(range(len(answers)))
    order.shuffle(places)

    so_far: list[str | None] = [None] * len(answers)
    seen = []
    for place in places:
        so_far[place] = answers[place]
        seen.append(outcome(gate, so_far, weights))

    assert final is not None
    assert seen[-1] == final
    decided = list(itertools.dropwhile(lambda each: each is None, seen))
    assert set(decided) == {final}


@settings(max_examples=100, deadline=None)
@given(
    gate=st.sampled_from(list(GATES.values())),
    given_=st.lists(
        st.tuples(st.one_of(st.none(), ANSWERS), st.integers(1, 9)), min_size=2, max_size=5
    ),
    data=st.data(),
)
def test_a_no_that_becomes_a_yes_never_makes_an_outcome_worse(gate: Gate, given_, data):
    answers, weights = [a for a, _ in given_], [w for _, w in given_]
    place = data.draw(st.sampled_from(range(len(answers))))
    rank = {"rejected": 0, None: 1, "approved": 2}

    worse, better = list(answers), list(answers)
    worse[place], better[place] = "reject", "approve"

    assert rank[outcome(gate, worse, weights)] <= rank[outcome(gate, better, weights)]
