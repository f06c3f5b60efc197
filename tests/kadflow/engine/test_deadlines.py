"""Deadlines as a template states them: from when, for whom, by whose calendar, and what follows."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from kadflow.engine.policies import policies_of
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from state_machines import compile_template, read_template
from tests.scenarios.checking import check
from tests.scenarios.staging import Exercise
from tests.scenarios.templates import template

TERM = {"starts_on": "2026-02-01", "ends_on": "2026-12-31"}


def publish(
    exercise: Exercise, deadlines: str, *, more: str = "", who: str = "office: head"
) -> str:
    """A template with one gate and these deadlines; returns its key."""
    text = template("uji-waktu", more=more, who=who) + "\ndeadlines:\n" + deadlines
    exercise.kadflow.templates.publish(text, envelope=exercise.kadflow.operator())
    return "uji-waktu"


def opened(exercise: Exercise, deadlines: str, *shorts: str, **how: Any) -> str:
    key = publish(
        exercise, deadlines, more=how.pop("more", ""), who=how.pop("who", "office: head")
    )
    return exercise.opened(key, *shorts, terms={"clauses.2": None, **how}).number


def asked(exercise: Exercise, deadlines: str, *shorts: str, **how: Any) -> str:
    number = opened(exercise, deadlines, *shorts, **how)
    exercise.by(f"{(shorts or ('sleman',))[0]}.coordinator").act(number, "ask")
    return number


def running(exercise: Exercise, deadlines: str, *shorts: str, **how: Any) -> str:
    number = asked(exercise, deadlines, *shorts, **how)
    exercise.approve(number, *(f"{short}.head" for short in shorts or ("sleman", "bantul")))
    return number


def due(exercise: Exercise, number: str, name: str) -> list[tuple[str, str]]:
    return [(d.due_on, d.due_at) for d in exercise.record(number).deadlines if d.name == name]


def said(exercise: Exercise, person: str) -> list[str]:
    return [notice["kind"] for notice in exercise.kadflow.told(person)]


ANSWER = """\
  reply:
    title: {id: Batas jawaban, en: Last day to answer}
    after_gate: consent
    within: {n: 5, unit: working_days}
    of: party
    calendars: parties
    effect: escalate
    source: {ref: 'Perbup 1/2026', verified: true}
"""


# ------------------------------------------------------------------ from when, for whom


def test_each_asked_party_has_its_own_deadline_that_ends_with_its_day(exercise: Exercise):
    number = asked(exercise, ANSWER, "sleman", "kupang", "ambon")

    assert [at for _, at in due(exercise, number, "reply")] == [
        "2026-01-12T17:00:00.000000Z",
        "2026-01-12T16:00:00.000000Z",
        "2026-01-12T15:00:00.000000Z",
    ]

    exercise.approve(number, "kupang.head")

    assert len(due(exercise, number, "reply")) == 2


def test_a_joint_deadline_ends_when_the_day_has_ended_for_the_westernmost_party(
    exercise: Exercise,
):
    joint = ANSWER.replace("    of: party\n", "")

    east = asked(exercise, joint, "kupang", "ambon")

    assert due(exercise, east, "reply") == [("2026-01-12", "2026-01-12T16:00:00.000000Z")]


def test_a_date_formula_counts_back_from_the_end_of_the_term(exercise: Exercise):
    number = running(
        exercise,
        """\
  renewal:
    title: {id: Batas perpanjangan, en: Last day to extend}
    at: term
    before: {n: 90, unit: days}
    effect: renew
""",
    )

    assert due(exercise, number, "renewal") == [("2026-10-02", "2026-10-02T17:00:00.000000Z")]


def test_until_the_thirty_first_of_december_is_that_whole_day(exercise: Exercise):
    number = exercise.in_force()

    exercise.day("2026-12-31", "23:59")
    exercise.kadflow.apply_due()
    assert exercise.record(number).state == "in_force"

    exercise.day("2027-01-01", "00:00")
    exercise.kadflow.apply_due()
    record = exercise.record(number)
    assert (record.state, record.state_since) == ("evaluation", "2027-01-01")


def test_a_last_day_on_a_holiday_moves_as_the_rule_says(exercise: Exercise):
    rolled = """\
  report:
    title: {id: Laporan, en: Report}
    yearly: '12-25'
    in: [running]
    roll: previous
"""
    number = running(exercise, rolled)

    assert due(exercise, number, "report")[0][0] == "2026-12-23"


def test_the_leap_day_of_each_year_is_the_last_day_of_february(exercise: Exercise):
    number = running(
        exercise,
        """\
  report:
    title: {id: Laporan, en: Report}
    yearly: '02-29'
    in: [running]
""",
    )
    assert due(exercise, number, "report")[0][0] == "2026-02-28"

    exercise.day("2028-01-10")
    exercise.kadflow.apply_due()

    assert due(exercise, number, "report")[0][0] == "2028-02-29"
    reached = [
        e for e in exercise.events(exercise.record(number).id) if e.kind == "deadline.reached"
    ]
    assert [e.data["due_on"] for e in reached] == ["2026-02-28", "2027-02-28"]
    assert [e.effective_on.date for e in reached] == ["2026-03-01", "2027-03-01"]


def test_a_condition_that_became_an_obligation_has_the_deadline_of_its_party(exercise: Exercise):
    number = asked(
        exercise,
        """\
  condition:
    title: {id: Batas pemenuhan syarat, en: Last day to meet the condition}
    after_obligation: consent
    within: {n: 1, unit: months}
""",
        "sleman",
        "ambon",
    )
    exercise.by("ambon.head").decide(
        number, "approve_with_conditions", conditions=["Laporan triwulan."]
    )
    exercise.approve(number, "sleman.head")

    (obligation,) = exercise.record(number).obligations
    (deadline,) = [d for d in exercise.record(number).deadlines if d.name == "condition"]
    assert deadline.subject == obligation.id
    assert (deadline.due_on, deadline.due_at) == ("2026-02-05", "2026-02-05T15:00:00.000000Z")


def test_a_step_without_a_number_has_no_deadline_and_calls_nobody_late(exercise: Exercise):
    number = asked(
        exercise,
        """\
  days:
    title: {id: Hari menunggu, en: Days waiting}
    after_gate: consent
    within: null
    of: party
""",
    )
    exercise.day("2026-03-09")

    explained = exercise.kadflow.agreements.explain(number, exercise.kadflow.operator())

    assert exercise.record(number).deadlines == []
    assert {w.working_days for w in explained.waiting} == {42}
    assert [(w.due_on, w.late) for w in explained.waiting] == [(None, False), (None, False)]


# ------------------------------------------------------------------ what follows


def test_what_is_late_goes_to_the_superior_inside_the_party_and_never_across(exercise: Exercise):
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()
    bantul = exercise.organisation("bantul")
    boss = exercise.office("bantul/secretary")
    office = organisations.add_office(operator, bantul, role="planning", superior=boss)
    person = organisations.add_person(operator, bantul, handle="bawah", name="Bawahan")
    organisations.appoint(
        operator, office=office, person=person, capacity="definitive", from_on="2025-01-01",
        letter="SK 1", first_setup=True,
    )  # fmt: skip
    organisations.set_chain(
        operator, bantul, template_key="uji-waktu", gate="consent", groups=[["planning"]]
    )
    number = asked(exercise, ANSWER, who="chain: [[unit]]")
    exercise.approve(number, "sleman.unit")

    exercise.day("2026-01-13", "00:00")
    exercise.kadflow.apply_due()

    assert "deadline_escalated" in said(exercise, "bantul.secretary")
    for other in ("sleman.head", "sleman.secretary", "sleman.coordinator", "bantul.head"):
        assert "deadline_escalated" not in said(exercise, other)
    escalated = [e for e in exercise.events(exercise.party(number, "bantul"))
                 if e.kind == "deadline.escalated"]  # fmt: skip
    assert [e.data["to"] for e in escalated] == [boss]
    shared = [e.kind for e in exercise.events(exercise.record(number).id)]
    assert "deadline.escalated" not in shared


def test_a_superior_of_another_organisation_is_not_told_the_own_secretariat_is(exercise: Exercise):
    organisations, operator = exercise.kadflow.organisations, exercise.kadflow.operator()
    bantul = exercise.organisation("bantul")
    office = organisations.add_office(
        operator, bantul, role="planning", superior=exercise.office("sleman/head")
    )
    person = organisations.add_person(operator, bantul, handle="silang", name="Silang")
    organisations.appoint(
        operator, office=office, person=person, capacity="definitive", from_on="2025-01-01",
        letter="SK 1", first_setup=True,
    )  # fmt: skip
    publish(exercise, ANSWER, who="chain: [[planning]]")
    sleman = organisations.add_office(operator, exercise.organisation("sleman"), role="planning")
    assert sleman
    number = exercise.opened("uji-waktu", terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")

    exercise.day("2026-01-13")
    exercise.kadflow.apply_due()

    assert "deadline_escalated" not in said(exercise, "sleman.head")
    assert "deadline_escalated" in said(exercise, "bantul.coordinator")


def test_who_is_late_by_a_verified_rule_is_called_so_until_it_answers(exercise: Exercise):
    number = asked(exercise, ANSWER)
    exercise.day("2026-01-20")
    exercise.kadflow.apply_due()

    def waiting() -> list[tuple[str | None, bool]]:
        found = exercise.kadflow.agreements.explain(number, exercise.kadflow.operator())
        return [(w.due_on, w.late) for w in found.waiting]

    assert waiting() == [("2026-01-12", True)] * 2
    assert [d.state for d in exercise.kadflow.deadlines.upcoming()] == ["overdue", "overdue"]

    exercise.approve(number, "sleman.head", "bantul.head")

    assert exercise.record(number).overdue == []
    assert [d for d in exercise.kadflow.deadlines.upcoming() if d.name == "reply"] == []
    assert check(exercise.kadflow) == 1


def test_an_unverified_rule_reminds_and_calls_nobody_late(exercise: Exercise):
    number = asked(exercise, ANSWER.replace("verified: true", "verified: false"))
    exercise.day("2026-01-20")
    exercise.kadflow.apply_due()

    found = exercise.kadflow.agreements.explain(number, exercise.kadflow.operator())

    assert {w.late for w in found.waiting} == {False}


def test_the_term_passes_while_an_extension_is_on_a_desk_and_heads_and_secretariats_are_told(
    exercise: Exercise,
):
    number = exercise.in_force()
    exercise.day("2026-12-01")
    child = exercise.addendum(
        number, {"term": {"starts_on": "2026-02-01", "ends_on": "2028-12-31"}}, purpose="extend"
    )
    exercise.day("2027-01-01")
    exercise.kadflow.apply_due()

    for who in ("sleman.head", "bantul.head", "sleman.coordinator", "bantul.coordinator"):
        assert said(exercise, who).count("term_over") == 1
    (line,) = [d for d in exercise.kadflow.deadlines.upcoming(agreement=number)
               if d.name == "term_end"]  # fmt: skip
    assert (line.state, line.due_on) == ("overdue", "2026-12-31")
    (told,) = exercise.kadflow.deadlines.explain(number, "term_end")
    assert {7, 14, 21, 364} <= set(told.remind_days)

    exercise.conclude(child)
    exercise.by("sleman.coordinator").act(number, "carry_on")

    (line,) = [d for d in exercise.kadflow.deadlines.upcoming(agreement=number)
               if d.name == "term_end"]  # fmt: skip
    assert (line.state, line.due_on) == ("open", "2028-12-31")
    assert check(exercise.kadflow) == 2


def test_a_term_that_ends_without_an_extension_leaves_nothing_outstanding(exercise: Exercise):
    number = exercise.in_force()
    exercise.day("2027-01-01")
    exercise.kadflow.apply_due()

    assert exercise.record(number).overdue == []
    assert "term_over" not in said(exercise, "sleman.head")


def test_an_agreement_under_amendment_still_has_its_end(exercise: Exercise):
    number = exercise.in_force()
    exercise.addendum(number, {"clauses.1": "Berbeda."})

    assert due(exercise, number, "term_end")[0][0] == "2026-12-31"


def test_an_unknown_end_is_asked_for_every_january_until_it_is_stated(exercise: Exercise):
    number = exercise.in_force(terms={"term": {"starts_on": "2026-02-01"}})
    assert due(exercise, number, "end_unknown")[0][0] == "2026-01-31"

    exercise.day("2027-02-05")
    exercise.kadflow.apply_due()

    assert said(exercise, "bantul.coordinator").count("end_unknown") == 2
    overdue = [d.due_on for d in exercise.record(number).overdue if d.name == "end_unknown"]
    assert overdue == ["2027-01-31"]
    listed = exercise.kadflow.deadlines.upcoming(agreement=number)
    assert [d.due_on for d in listed if d.name == "end_unknown"] == ["2028-01-31", "2027-01-31"]
    asked = [t["kind"] for t in exercise.kadflow.inbox("bantul.coordinator")]
    assert sorted(asked) == ["complete_term", "name_evaluator"]

    child = exercise.addendum(number, {"term": TERM | {"ends_on": "2029-12-31"}})
    exercise.conclude(child)

    record = exercise.record(number)
    assert [d.name for d in [*record.overdue, *record.deadlines]].count("end_unknown") == 0
    left = [t["kind"] for t in exercise.kadflow.inbox("bantul.coordinator")]
    assert left == ["name_evaluator"]
    assert check(exercise.kadflow) == 2


def test_an_evaluation_is_opened_once_a_period_since_the_signature(exercise: Exercise):
    number = exercise.in_force(terms={"term": TERM | {"ends_on": "2029-12-31"}})
    assert due(exercise, number, "evaluation")[0][0] == "2027-01-05"

    exercise.day("2028-06-01")
    exercise.kadflow.apply_due()

    assert said(exercise, "sleman.coordinator").count("evaluation_due") == 2
    assert due(exercise, number, "evaluation")[0][0] == "2029-01-05"


RENEWAL = """\
  renewal:
    title: {id: Batas perpanjangan, en: Last day to extend}
    at: term
    before: {n: 6, unit: months}
    effect: renew
    in: [in_force]
"""


def test_an_extension_is_asked_for_unless_one_is_on_its_way(exercise: Exercise):
    _, _, text = exercise.kadflow.templates.get("standar")
    head, tail = text.split("deadlines:\n")
    exercise.kadflow.templates.publish(
        f"{head}deadlines:\n{RENEWAL}{tail}", envelope=exercise.kadflow.operator()
    )
    quiet, busy = exercise.in_force(), exercise.in_force()
    assert due(exercise, quiet, "renewal")[0][0] == "2026-06-30"
    exercise.day("2026-06-01")
    exercise.addendum(busy, {"term": TERM | {"ends_on": "2028-12-31"}}, purpose="extend")
    assert due(exercise, busy, "renewal") == []

    exercise.day("2026-07-01")
    exercise.kadflow.apply_due()

    asked_for = [n for n in exercise.kadflow.told("sleman.head") if n["kind"] == "renewal_due"]
    assert asked_for == []
    told = [n for n in exercise.kadflow.told("bantul.coordinator") if n["kind"] == "renewal_due"]
    assert [n["agreement"] for n in told] == [exercise.record(quiet).id]


def test_the_foreign_rule_asks_for_the_extension_letter_six_months_before_the_end(
    exercise: Exercise,
):
    foreign = exercise.kadflow.templates.get("luar-negeri")[1]

    letter = foreign.deadlines["extension_letter"]
    assert letter.before is not None
    assert (letter.at, letter.before.n, letter.before.unit) == ("term", 6, "months")
    assert (letter.effect, letter.source.verified) == ("renew", True)


# ------------------------------------------------------------------ a clock that stands still

WAIT = """\
  lapse:
    title: {id: Batas persiapan, en: Last day to prepare}
    after_state: draft
    within: {n: 10, unit: working_days}
"""


def test_a_paused_clock_does_not_run_and_gets_the_days_that_were_left(exercise: Exercise):
    number = opened(exercise, WAIT)
    assert due(exercise, number, "lapse")[0][0] == "2026-01-20"
    liaison = exercise.by("bantul.coordinator")

    exercise.day("2026-01-12")
    liaison.pause_deadline(number, "lapse", reason="Menunggu APBD Perubahan.")
    exercise.day("2026-02-20")
    assert exercise.kadflow.apply_due() == 0
    liaison.resume_deadline(number, "lapse", reason="APBD-P ditetapkan.")

    (deadline,) = exercise.record(number).deadlines
    assert (deadline.due_on, deadline.revision) == ("2026-02-27", 2)
    (told,) = exercise.kadflow.deadlines.explain(number, "lapse")
    assert [(s.kind, s.reason) for s in told.steps] == [
        ("deadline.paused", "Menunggu APBD Perubahan."),
        ("deadline.resumed", "APBD-P ditetapkan."),
    ]
    assert check(exercise.kadflow) == 1


def test_a_pause_that_is_entered_late_counts_from_its_own_day(exercise: Exercise):
    number = opened(exercise, WAIT)
    exercise.day("2026-01-19")
    liaison = exercise.by("sleman.coordinator")

    liaison.pause_deadline(number, "lapse", reason="Surat.", effective_on="2026-01-12")
    liaison.resume_deadline(number, "lapse", reason="Surat.", effective_on="2026-01-14")

    assert due(exercise, number, "lapse")[0][0] == "2026-01-22"


def test_a_pause_needs_a_reason_a_running_clock_and_a_day_that_can_be(exercise: Exercise):
    number = opened(exercise, WAIT)
    liaison = exercise.by("sleman.coordinator")

    with pytest.raises(ReasonRequiredError):
        liaison.pause_deadline(number, "lapse")
    with pytest.raises(InvalidInputError, match="lies before"):
        liaison.pause_deadline(number, "lapse", reason="x", effective_on="2025-12-01")
    with pytest.raises(TransitionRefusedError, match="does not stand still"):
        liaison.resume_deadline(number, "lapse", reason="x")
    with pytest.raises(NotFoundError, match="No deadline"):
        liaison.pause_deadline(number, "apa", reason="x")
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.head").pause_deadline(number, "lapse", reason="x")
    liaison.pause_deadline(number, "lapse", reason="x")
    with pytest.raises(TransitionRefusedError, match="stands still since"):
        liaison.pause_deadline(number, "lapse", reason="x")


def test_an_agreed_date_is_no_clock(exercise: Exercise):
    number = exercise.in_force()

    with pytest.raises(TransitionRefusedError, match="a date, not a clock"):
        exercise.by("sleman.coordinator").pause_deadline(number, "term_end", reason="x")


def test_nobody_stops_the_clock_of_the_own_silence(exercise: Exercise):
    number = exercise.opened("uji-silence", terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")
    exercise.by("sleman.coordinator").record_receipt(
        number, "consent", exercise.organisation("bantul")
    )

    with pytest.raises(NotPermittedError, match="its own silence"):
        exercise.by("bantul.coordinator").pause_deadline(number, "consent", reason="x")
    exercise.by("sleman.coordinator").pause_deadline(number, "consent", reason="Lampiran kurang.")

    exercise.day("2026-06-01")
    assert exercise.kadflow.apply_due() == 0
    exercise.approve(number, "sleman.head")
    exercise.by("bantul.head").decide(number, "reject", reason="Tidak.")
    assert exercise.record(number).state == "stopped"


def test_an_own_deadline_is_paused_by_its_party_and_not_by_another(exercise: Exercise):
    number = asked(exercise, ANSWER)

    with pytest.raises(InvalidInputError, match="several parties"):
        exercise.by("sleman.coordinator").pause_deadline(number, "reply", reason="x")
    with pytest.raises(NotPermittedError, match="own"):
        exercise.by("sleman.coordinator").pause_deadline(
            number, "reply", party="34.02", reason="x"
        )
    exercise.by("bantul.coordinator").pause_deadline(number, "reply", party="34.02", reason="x")


# ------------------------------------------------------------------ after the last day


def test_an_answer_after_the_last_day_of_a_reminder_still_counts(exercise: Exercise):
    number = asked(exercise, ANSWER)
    exercise.day("2026-03-01")

    exercise.approve(number, "sleman.head", "bantul.head")

    assert exercise.record(number).state == "running"


def test_a_rejection_after_the_last_day_but_before_the_nightly_run_is_too_late_with_silence(
    exercise: Exercise,
):
    number = exercise.opened("uji-silence", terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")
    exercise.by("sleman.coordinator").record_receipt(
        number, "consent", exercise.organisation("bantul")
    )
    exercise.day("2026-03-13", "08:00")

    with pytest.raises(GateNotMetError, match="too late"):
        exercise.by("bantul.head").decide(number, "reject", reason="Terlambat.")


def short_addendum(exercise: Exercise) -> None:
    """Publish an addendum that lapses after 20 working days of drafting."""
    _, _, text = exercise.kadflow.templates.get("addendum")
    step = (
        "  lapse_text: {title: {id: Gugur, en: Lapse}, from: drafting, to: stopped, "
        "on: {deadline: text_days}}\n"
    )
    text = text.replace("transitions:\n", "transitions:\n" + step, 1)
    text = text.replace("    within: null\n", "    within: {n: 20, unit: working_days}\n", 1)
    exercise.kadflow.templates.publish(text, envelope=exercise.kadflow.operator())


@pytest.mark.parametrize("sweeps", [False, True])
def test_an_extension_that_lapsed_before_the_term_keeps_nothing_open_whoever_looks_first(
    exercise: Exercise, sweeps: bool
):
    short_addendum(exercise)
    number = exercise.in_force()
    exercise.day("2026-11-02")
    child = exercise.addendum(number, {"term": TERM | {"ends_on": "2028-12-31"}}, purpose="extend")
    for day in ("2026-12-02", "2026-12-15") if sweeps else ():
        exercise.day(day)
        exercise.kadflow.apply_due()
    exercise.day("2027-01-15")
    if not sweeps:
        seen = exercise.kadflow.agreements.explain(number, exercise.kadflow.operator())
        assert seen.state == "evaluation"

    exercise.by("sleman.coordinator").add_document(
        number, "final_report", b"isi", filename="akhir.pdf"
    )

    assert exercise.record(child).state == "stopped"
    record = exercise.record(number)
    assert (record.state, record.state_since) == ("evaluation", "2027-01-01")
    closed = exercise.last_event(number, "child.closed")
    assert (closed.data["concluded"], closed.effective_on.date) == (False, "2026-12-01")
    assert check(exercise.kadflow) == 2


def test_a_deadline_that_counts_no_working_days_asks_no_calendar(exercise: Exercise):
    number = exercise.in_force()

    (told,) = exercise.kadflow.deadlines.explain(number, "term_end")

    assert (told.counted["calendar"], told.counted["authorities"]) == ("", [])
    assert told.agreed


def test_the_deadlines_of_a_workflow_are_forgotten_with_it():
    workflow = compile_template(read_template(template("uji-lupa")).template, "0" * 64)
    assert policies_of(workflow) == ()
    gone = weakref.ref(workflow)

    del workflow
    gc.collect()

    assert gone() is None
