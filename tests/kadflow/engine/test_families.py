"""A PKS under its KB, an addendum that changes its parent, and the two in one commit."""

from __future__ import annotations

import pytest

from kadflow.app import Acting
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from tests.kadflow.engine.test_steps import PLAN, REGIME
from tests.scenarios.staging import CHAIN, REGIONS, Exercise

TERM = {"starts_on": "2026-02-01", "ends_on": "2027-12-31"}


def signed_kb(exercise: Exercise) -> str:
    """A signed voluntary KB whose councils are not yet cleared."""
    liaison = exercise.by("sleman.coordinator")
    number = liaison.create(
        "ksdd-sukarela",
        [REGIONS["sleman"], REGIONS["bantul"]],
        {
            "title": "KB", "subjects": ["lingkungan hidup"], "planning_basis": "in_plan",
            "term": TERM, "clauses.1": "Bekerja sama.", **PLAN, **REGIME,
        },
    ).number  # fmt: skip
    for kind in ("kak", "draft_kb", "offer"):
        liaison.add_document(number, kind, b"x", filename="x.pdf")
    liaison.act(number, "submit_proposal")
    exercise.approve(number, "sleman.unit", "sleman.secretary")
    liaison.act(number, "submit_offer")
    exercise.approve(number, "sleman.head")
    exercise.approve(number, "bantul.unit", "bantul.secretary", "bantul.head")
    liaison.act(number, "submit_text")
    exercise.chain(number, "sleman", "bantul")
    for short in ("sleman", "bantul"):
        exercise.by(f"{short}.head").sign(number)
    return number


def state_budgets(exercise: Exercise, number: str, *statuses: str) -> None:
    for place, (short, status) in enumerate(zip(("sleman", "bantul"), statuses, strict=True), 1):
        exercise.by(f"{short}.finance").edit(
            number, {f"budget_status.@{place}.2026": status, f"burdens_public.@{place}": False}
        )


def cleared_kb(exercise: Exercise) -> str:
    """A KB under which PKS may be opened: no council must be asked."""
    number = signed_kb(exercise)
    state_budgets(exercise, number, "budgeted", "no_cost")
    exercise.by("sleman.coordinator").act(number, "check_councils")
    return number


def pks(liaison: Acting, number: str, **how: object):
    terms = {"title": "PKS", "subjects": ["lingkungan hidup"], **how.pop("terms", {})}  # type: ignore[dict-item]
    return liaison.open_child(number, "pks", terms, **how)  # type: ignore[arg-type]


# ------------------------------------------------------------------ children


def test_a_pks_waits_for_the_councils_of_its_kb(exercise: Exercise):
    number = signed_kb(exercise)

    with pytest.raises(GateNotMetError, match="'Approval of the councils'"):
        pks(exercise.by("sleman.coordinator"), number)

    state_budgets(exercise, number, "budgeted", "not_yet")
    exercise.by("sleman.coordinator").act(number, "check_councils")
    with pytest.raises((GateNotMetError, TransitionRefusedError)):
        pks(exercise.by("sleman.coordinator"), number)
    exercise.by("bantul.council").decide(number, "approve", gate="councils")

    opened = pks(exercise.by("sleman.coordinator"), number)
    assert exercise.record(opened.child_number or "").parent == exercise.record(number).id


def test_a_council_that_need_not_be_asked_is_not(exercise: Exercise):
    number = cleared_kb(exercise)

    assert exercise.record(number).rounds["councils"].outcome == "not_asked"
    assert exercise.kadflow.inbox("bantul.council") == []


def test_the_parent_and_its_child_say_so_in_both_records(exercise: Exercise):
    number = cleared_kb(exercise)

    opened = pks(exercise.by("bantul.coordinator"), number)

    parent, child = exercise.record(number), exercise.record(opened.child_number or "")
    assert [(c.id, c.template, c.open) for c in parent.children] == [(child.id, "pks", True)]
    assert [p.name for p in child.parties] == ["Kabupaten Bantul", "Kabupaten Sleman"]
    assert child.parties[0].initiating


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"term": {"ends_on": "2028-01-01"}}, "outlasts-parent"),
        ({"subjects": ["kesehatan"]}, "outside-subjects"),
    ],
)
def test_a_limit_of_the_parent_warns_and_needs_a_reason(exercise: Exercise, terms, code):
    number = cleared_kb(exercise)
    liaison = exercise.by("sleman.coordinator")

    with pytest.raises(ReasonRequiredError) as refused:
        pks(liaison, number, terms=terms)
    assert refused.value.details["warnings"] == [code]
    opened = pks(liaison, number, terms=terms, reason="Kontrak dua tahun.")

    created = exercise.last_event(opened.child_number or "", "agreement.created")
    assert created.data["warnings"] == [code]
    assert "reason" in {part.name for part in created.parts}


def test_a_party_outside_the_parent_warns(exercise: Exercise):
    number = cleared_kb(exercise)

    with pytest.raises(ReasonRequiredError, match="not a party"):
        pks(
            exercise.by("sleman.coordinator"),
            number,
            parties=[REGIONS["sleman"], REGIONS["kupang"]],
        )


def test_only_children_that_the_template_names_are_opened_by_its_parties(exercise: Exercise):
    number = cleared_kb(exercise)

    with pytest.raises(InvalidInputError, match="no 'Standard cooperation workflow' is opened"):
        exercise.by("sleman.coordinator").open_child(number, "standar", {"title": "?"})
    with pytest.raises(NotPermittedError):
        pks(exercise.by("kupang.coordinator"), number)


# ------------------------------------------------------------------ addenda


def test_a_concluded_addendum_changes_its_parent_in_the_same_commit(exercise: Exercise):
    number = exercise.in_force()
    child = exercise.addendum(number, {"clauses.2": "Biaya dibagi dua."})
    assert exercise.record(number).terms["clauses.2"].value == "Biaya ditanggung masing-masing."

    last = exercise.conclude(child)

    parent = exercise.record(number)
    assert last.state == "concluded"
    assert "agreement.amended" in last.events
    assert parent.terms["clauses.2"].value == "Biaya dibagi dua."
    assert parent.terms["clauses.1"].value == "Para pihak bekerja sama."
    assert [(c.open, c.concluded) for c in parent.children] == [(False, True)]


def test_an_addendum_carries_a_long_text_whole(exercise: Exercise):
    number = exercise.in_force()
    long = "Pasal yang sangat panjang. " * 100
    child = exercise.addendum(number, {"clauses.2": long})

    exercise.conclude(child)

    again = exercise.addendum(number, {"clauses.1": "Lagi."})
    term = exercise.record(number).terms["clauses.2"]
    assert not term.held
    assert exercise.part(exercise.record(number).id, term.number, "clauses.2") == {"value": long}
    assert again


def test_an_addendum_that_is_stopped_changes_nothing(exercise: Exercise):
    number = exercise.in_force()
    child = exercise.addendum(number, {"clauses.2": "Lain."})
    before = exercise.record(number).terms

    exercise.by("sleman.coordinator").act(child, "stop", reason="Batal.")

    parent = exercise.record(number)
    assert parent.terms == before
    assert [(c.open, c.concluded) for c in parent.children] == [(False, False)]


def test_what_an_addendum_changes_is_edited_under_the_rules_of_its_parent(exercise: Exercise):
    number = exercise.in_force()
    child = exercise.addendum(number, {"clauses.2": "Lain."})
    liaison = exercise.by("bantul.coordinator")

    with pytest.raises(InvalidInputError, match="'clausess'"):
        liaison.edit(child, {"changes.clausess": "?"})
    with pytest.raises(InvalidInputError, match="term of time"):
        liaison.edit(child, {"changes.term": "selamanya"})
    liaison.edit(child, {"changes.clauses.2": "Lain lagi."})
    exercise.conclude(child)

    assert exercise.record(number).terms["clauses.2"].value == "Lain lagi."


def test_a_change_of_what_an_addendum_carries_voids_its_approvals(exercise: Exercise):
    child = exercise.addendum(exercise.in_force(), {"clauses.2": "Lain."})
    exercise.by("sleman.coordinator").act(child, "submit_text")
    exercise.approve(child, *(f"sleman.{role}" for role in CHAIN))

    events = exercise.by("bantul.coordinator").edit(child, {"changes.clauses.2": "Beda."}).events

    assert events.count("decision.voided") == 4


def test_an_addendum_says_what_it_changes_and_in_a_purpose_that_exists(exercise: Exercise):
    number = exercise.in_force()

    with pytest.raises(InvalidInputError, match="what changes"):
        exercise.addendum(number)
    with pytest.raises(InvalidInputError, match="'clausess'"):
        exercise.addendum(number, {"clausess.2": "?"})
    with pytest.raises(InvalidInputError, match="who is to join"):
        exercise.addendum(number, purpose="join")
    with pytest.raises(TransitionRefusedError):
        exercise.addendum(exercise.signing(), {"clauses.2": "?"})


def test_a_party_joins_with_the_consent_of_all_and_has_its_own_track(exercise: Exercise):
    number = exercise.in_force()
    child = exercise.addendum(number, purpose="join", organisation=REGIONS["kupang"])

    exercise.conclude(child, "sleman", "bantul", "kupang")

    joined = exercise.record(number).parties[-1]
    assert (joined.name, joined.position, joined.accepted) == ("Kabupaten Kupang", 2, True)
    exercise.by("kupang.coordinator").stand(number, "suspend", ground="dispute")
    exercise.approve(number, "sleman.head", "bantul.head", gate="suspension")
    assert exercise.record(number).standing == "active"
    exercise.approve(number, "kupang.head", gate="suspension")
    assert exercise.record(number).standing == "suspended"


def test_who_is_a_party_already_does_not_join_and_who_is_none_does_not_leave(
    exercise: Exercise,
):
    number = exercise.in_force()

    with pytest.raises(InvalidInputError, match="is a party already"):
        exercise.addendum(number, purpose="join", organisation=REGIONS["bantul"])
    with pytest.raises(InvalidInputError, match="no party"):
        exercise.addendum(
            number, purpose="leave", organisation=REGIONS["kupang"], ground="own_wish"
        )


def test_nobody_joins_whom_the_workflow_of_the_parent_does_not_bind(exercise: Exercise):
    number = cleared_kb(exercise)
    company = exercise.kadflow.organisations.add(
        exercise.kadflow.operator(), kind="company", name="PT Contoh", zone="Asia/Jakarta",
        autonomous=True,
    )  # fmt: skip

    with pytest.raises(InvalidInputError, match="PT Contoh is a company"):
        exercise.addendum(number, purpose="join", organisation=company)


def test_a_party_leaves_on_a_ground_and_the_others_go_on(exercise: Exercise):
    number = exercise.in_force("sleman", "bantul", "kupang")
    with pytest.raises(ReasonRequiredError, match="grounds"):
        exercise.addendum(number, purpose="leave", organisation=REGIONS["kupang"])
    child = exercise.addendum(
        number, purpose="leave", organisation=REGIONS["kupang"], ground="own_wish"
    )

    exercise.conclude(child, "sleman", "bantul", "kupang")

    record = exercise.record(number)
    assert [p.name for p in record.active_parties] == ["Kabupaten Sleman", "Kabupaten Bantul"]
    assert record.parties[2].left_on == "2026-01-05"
    with pytest.raises(NotPermittedError):
        exercise.by("kupang.coordinator").stand(number, "suspend", ground="dispute")


def test_too_few_would_be_left_is_told_before_anybody_is_asked(exercise: Exercise):
    number = exercise.in_force()

    with pytest.raises(InvalidInputError, match="at least 2"):
        exercise.addendum(
            number, purpose="leave", organisation=REGIONS["bantul"], ground="own_wish"
        )


def test_a_round_that_is_open_when_a_party_leaves_goes_on_without_it(exercise: Exercise):
    number = exercise.in_force("sleman", "bantul", "kupang")
    child = exercise.addendum(
        number, purpose="leave", organisation=REGIONS["kupang"], ground="own_wish"
    )
    exercise.by("sleman.coordinator").terminate(number, ground="purpose_reached")
    exercise.approve(number, "sleman.head", gate="termination")

    exercise.conclude(child, "sleman", "bantul", "kupang")

    assert exercise.kadflow.inbox("kupang.head") == []
    assert [e.answer is not None for e in exercise.record(number).rounds["termination"].electors] == [
        True, False,
    ]  # fmt: skip
    exercise.approve(number, "bantul.head", gate="termination")
    assert exercise.record(number).standing == "terminated"


# ------------------------------------------------------------------ the end of the term


def test_until_31_december_is_that_whole_day(exercise: Exercise):
    number = exercise.in_force()

    exercise.day("2026-12-31", "23:59")
    assert exercise.kadflow.apply_due() == 0
    exercise.day("2027-01-01", "00:00")
    assert exercise.kadflow.apply_due() == 1

    record = exercise.record(number)
    assert (record.state, record.state_since) == ("evaluation", "2027-01-01")


def test_a_joint_term_ends_when_the_day_is_over_for_the_westernmost_party(exercise: Exercise):
    number = exercise.in_force("ambon", "kupang", "sleman")

    exercise.day("2027-01-01", "01:59", "Asia/Jayapura")
    assert exercise.kadflow.apply_due() == 0
    exercise.day("2027-01-01", "02:00", "Asia/Jayapura")
    assert exercise.kadflow.apply_due() == 1

    assert exercise.record(number).state == "evaluation"


def test_the_end_of_the_term_happens_before_a_later_command_although_nothing_swept(
    exercise: Exercise,
):
    number = exercise.in_force()
    exercise.day("2027-01-04")

    with pytest.raises(TransitionRefusedError, match="'Evaluation and reporting'"):
        exercise.by("sleman.coordinator").stand(number, "suspend", ground="dispute")
    with pytest.raises(TransitionRefusedError):
        exercise.addendum(number, {"clauses.1": "?"})


def test_an_extension_on_the_desk_keeps_a_lapsed_agreement_open(exercise: Exercise):
    number = exercise.in_force()
    exercise.day("2026-12-01")
    child = exercise.addendum(
        number, {"term": {"starts_on": "2026-02-01", "ends_on": "2028-12-31"}}, purpose="extend"
    )
    exercise.day("2027-01-04")
    exercise.kadflow.apply_due()
    assert exercise.record(number).state == "lapsed_extending"

    exercise.conclude(child)
    exercise.by("sleman.coordinator").act(number, "carry_on")

    record = exercise.record(number)
    assert record.state == "in_force"
    ends = [d.due_on for d in record.deadlines if d.name == "term_end"]
    assert ends == ["2028-12-31"]


def test_an_extension_before_the_end_moves_the_end(exercise: Exercise):
    number = exercise.in_force()
    child = exercise.addendum(
        number, {"term": {"starts_on": "2026-02-01", "ends_on": "2028-12-31"}}, purpose="extend"
    )
    exercise.conclude(child)

    exercise.day("2027-01-04")

    assert exercise.kadflow.apply_due() == 0
    assert exercise.record(number).state == "in_force"


def test_an_addendum_may_remove_a_clause(exercise: Exercise):
    number = exercise.in_force()
    child = exercise.addendum(number, {"clauses.2": None, "clauses.9": None})

    exercise.conclude(child)

    assert [path for path in exercise.record(number).terms if path.startswith("clauses.")] == [
        "clauses.1"
    ]
