"""Competitions: blind judging of many agreements, and ranks that explain themselves."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.deadlines import FIRED
from kadflow.domain.competitions import Competition
from kadflow.domain.evaluations import Measure, Result
from kadflow.engine.competitions.ranking import rank
from kadflow.errors import (
    ConcurrentChangeError,
    GateNotMetError,
    InvalidInputError,
    InvalidTemplateError,
    KeyReusedError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    SeparationOfDutiesError,
    TransitionRefusedError,
)
from kadflow.storage import agreements, deadlines
from kadflow.storage import competitions as rows
from state_machines.forms import read_form
from tests.scenarios.staging import REGIONS, Exercise
from tests.state_machines.test_forms import FORM

CODE = "LOMBA-2026"
HIGH = {"results": 5, "duties": 4, "benefits": 4}
LOW = {"results": 2, "duties": 3, "benefits": 2}


def opened(exercise: Exercise, **changed: object) -> tuple[str, str]:
    """A competition run by Kupang between two agreements; the jury is of Kupang and Ambon."""
    entries = (
        exercise.opened("standar", "sleman", "bantul").number,
        exercise.opened("standar", "bantul", "sleman").number,
    )
    runner = exercise.by("kupang.coordinator").competition
    runner.open(
        CODE,
        REGIONS["kupang"],
        "Kerja sama terbaik",
        **{"template": "standar", "tie_breaks": ("results",), **changed},  # type: ignore[arg-type]
    )
    for number in entries:
        exercise.by("sleman.coordinator").competition.enter(CODE, number)
    for office in ("kupang/legal", "ambon/legal"):
        short, _, role = office.partition("/")
        runner.jury(CODE, f"{REGIONS[short]}/{role}")
    return entries


def judge(
    exercise: Exercise, handle: str, entry: str, scores: dict[str, int], **more: object
) -> None:
    own = exercise.by(handle).competition
    own.recuse(CODE, conflict=False, entry=entry)
    own.judge(CODE, entry, scores, **more)  # type: ignore[arg-type]


def waiting(exercise: Exercise, handle: str) -> list[tuple[str, int]]:
    """What competitions ask of a person: the kind, and how many entries are left."""
    return [
        (task["kind"], task.get("entries", 0))
        for task in exercise.kadflow.inbox(handle)
        if "competition" in task
    ]


def told(exercise: Exercise, kind: str) -> list[str]:
    """The offices that were told of something, in order."""
    return [office for each, office in exercise.notices() if each == kind]


def known(exercise: Exercise) -> Competition:
    return exercise.kadflow.competitions.get(CODE)


def test_entries_are_judged_blind_and_ranked(either: Exercise) -> None:
    first, second = opened(either)
    for juror in ("kupang.legal", "ambon.legal"):
        judge(either, juror, first, LOW, comments={"results": "rahasia"})
        judge(either, juror, second, HIGH)
    stream = known(either).id
    with either.kadflow.database.read() as tx:
        (row,) = rows.competition_rows(tx)
    assert b"rahasia" not in row["record"]
    parts = [part for e in either.kadflow.history.show_stream(stream) for part in e.parts]
    assert [part.text for part in parts if part.name == "sheet"] == [None] * 4
    assert either.kadflow.competitions.own_sheets(CODE, either.person("sleman.legal")) == {}

    either.by("kupang.coordinator").competition.rank(CODE)

    ranked = known(either)
    labels = {entry.id: entry.label for entry in ranked.entries.values()}
    assert [(labels[each.entry], each.rank) for each in ranked.ranking] == [
        (second, 1), (first, 2),
    ]  # fmt: skip
    behind = ranked.ranking[1].behind
    assert behind is not None
    assert (behind.by, behind.ours, behind.theirs) == ("total", "23/10", "22/5")
    assert next(iter(ranked.remarks.values())) == {"results": ["rahasia", "rahasia"]}
    assert ("competition_ranked", either.office("bantul/coordinator")) in either.notices()
    assert either.kadflow.history.rebuild().ok
    assert either.kadflow.history.verify(rows=True).ok


def test_a_row_that_was_edited_is_found_and_mended(exercise: Exercise) -> None:
    opened(exercise)
    wrong = known(exercise)
    wrong.title = "Lain"
    exercise.kadflow.database.write(lambda tx: rows.update_competition(tx, wrong))

    report = exercise.kadflow.history.rebuild(fix=True)

    assert [found.row.partition(" ")[0] for found in report.differences] == ["competition"]
    assert exercise.kadflow.history.rebuild().ok
    assert known(exercise).title == "Kerja sama terbaik"


def test_nobody_judges_what_binds_the_own_organisation(exercise: Exercise) -> None:
    first, _ = opened(exercise)
    exercise.by("kupang.coordinator").competition.jury(CODE, f"{REGIONS['sleman']}/legal")
    with pytest.raises(TransitionRefusedError, match="interest"):
        judge(exercise, "sleman.legal", first, HIGH)


def test_a_conflict_is_declared_for_one_entry_and_others_go_on(exercise: Exercise) -> None:
    first, second = opened(exercise)
    own = exercise.by("kupang.legal").competition
    with pytest.raises(ReasonRequiredError):
        own.recuse(CODE, conflict=True)
    own.recuse(CODE, conflict=True, entry=first, reason="Konsultannya")
    with pytest.raises(TransitionRefusedError, match="not taken back"):
        own.recuse(CODE, conflict=False, entry=first)
    own.recuse(CODE, conflict=False)
    with pytest.raises(TransitionRefusedError, match="may not judge"):
        own.judge(CODE, first, HIGH)
    own.judge(CODE, second, HIGH)
    for entry in (first, second):
        judge(exercise, "ambon.legal", entry, LOW)

    exercise.by("kupang.coordinator").competition.rank(CODE)

    by_entry = {known(exercise).entries[r.entry].label: r for r in known(exercise).ranking}
    assert (by_entry[first].sheets, by_entry[first].recused) == (1, 1)
    assert by_entry[second].sheets == 2


def test_ranking_waits_for_sheets_or_says_why_not(exercise: Exercise) -> None:
    first, second = opened(exercise)
    runner = exercise.by("kupang.coordinator").competition
    judge(exercise, "kupang.legal", first, HIGH)
    with pytest.raises(GateNotMetError, match=second):
        runner.rank(CODE, reason="Waktu habis")
    judge(exercise, "kupang.legal", second, HIGH)
    with pytest.raises(ReasonRequiredError, match="2 sheets"):
        runner.rank(CODE)
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.coordinator").competition.rank(CODE, reason="Waktu habis")
    assert waiting(exercise, "ambon.legal") == [("judge", 2)]

    runner.rank(CODE, reason="Waktu habis")

    assert [each.rank for each in known(exercise).ranking] == [1, 1]
    with pytest.raises(TransitionRefusedError, match="is ranked"):
        judge(exercise, "ambon.legal", first, LOW)


def test_a_juror_replaces_a_sheet_and_nobody_counts_twice(exercise: Exercise) -> None:
    first, _ = opened(exercise)
    judge(exercise, "kupang.legal", first, LOW)
    exercise.by("kupang.legal").competition.judge(CODE, first, HIGH)
    exercise.by("kupang.coordinator").competition.jury(CODE, f"{REGIONS['kupang']}/unit")
    exercise.appoint("kupang/unit", "kupang.legal", "plt", "2026-01-01", "2026-12-31")
    with pytest.raises(SeparationOfDutiesError, match="twice"):
        exercise.by("kupang.legal", "kupang/unit").competition.recuse(CODE, conflict=False)
    sheet = exercise.kadflow.competitions.own_sheets(CODE, exercise.person("kupang.legal"))
    assert [each.scores for each in sheet.values()] == [HIGH]


def test_a_sheet_on_paper_is_recorded_by_somebody_who_does_not_judge(exercise: Exercise) -> None:
    first, _ = opened(exercise)
    digest = exercise.kadflow.store_content(known(exercise).id, b"scan")
    paper = exercise.by("kupang.coordinator", "ambon/legal").competition
    paper.recuse(CODE, conflict=False, evidence=digest)
    paper.judge(CODE, first, HIGH, evidence=digest)

    (event,) = [e for e in exercise.events(known(exercise).id) if e.kind == "competition.judged"]
    assert (event.actor.authenticated, event.actor.instrument) == ("paper", digest)
    assert known(exercise).recorders == [exercise.person("kupang.coordinator")]
    exercise.by("kupang.coordinator").competition.jury(CODE, f"{REGIONS['kupang']}/coordinator")
    with pytest.raises(SeparationOfDutiesError, match="judge here yourself"):
        paper.recuse(CODE, conflict=False, evidence=digest)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"tie_breaks": ("colour",)}, "colour"), ({"aggregate": "guess"}, "guess")],
)
def test_what_the_form_does_not_know_is_refused_beforehand(
    exercise: Exercise, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        opened(exercise, **changed)
    assert exercise.kadflow.competitions.all() == []


def test_a_code_and_an_entry_exist_once(exercise: Exercise) -> None:
    first, _ = opened(exercise)
    with pytest.raises(InvalidInputError, match="taken"):
        opened(exercise)
    with pytest.raises(InvalidInputError, match="already"):
        exercise.by("bantul.coordinator").competition.enter(CODE, first)
    with pytest.raises(NotPermittedError):
        exercise.by("ambon.coordinator").competition.enter(CODE, exercise.opened().number)


# ------------------------------------------------------------------ a form of its own


def test_a_competition_states_its_own_form_and_its_result_is_traced_to_it(
    either: Exercise,
) -> None:
    entries = opened(either, template=None, form=FORM, tie_breaks=("thrift",))
    competition = known(either)
    assert (competition.template, competition.own_form) == (None, read_form(FORM).digest)
    assert competition.form.scale == (1, 3)
    assert either.kadflow.competitions.form(CODE).text == FORM
    (line,) = either.kadflow.deadlines.upcoming(agreement=CODE)
    assert line.due_on == "2026-01-15"
    with pytest.raises(InvalidInputError, match="It asks for: reach, thrift"):
        judge(either, "ambon.legal", entries[0], HIGH)
    for juror in ("kupang.legal", "ambon.legal"):
        for entry, numbers in zip(entries, ((3, 2), (2, 2)), strict=True):
            judge(either, juror, entry, dict(zip(("reach", "thrift"), numbers, strict=True)))

    either.by("kupang.coordinator").competition.rank(CODE)

    assert [each.total for each in known(either).ranking] == ["13/5", "2"]
    first = either.event(competition.id, 1)
    assert first.data["own_form"] == competition.own_form
    assert "Jangkauan" not in str(first.data)
    assert either.kadflow.history.rebuild().ok
    assert either.kadflow.history.verify().ok


def test_a_faulty_form_is_refused_with_its_file_line_and_remedy(exercise: Exercise) -> None:
    with pytest.raises(InvalidTemplateError, match=r"lomba\.yaml, line 11: ") as refused:
        opened(
            exercise,
            template=None,
            form=FORM.replace("weight: 60", "weight: banyak"),
            form_name="lomba.yaml",
        )
    assert refused.value.hint
    assert refused.value.details["faults"][0]["where"] == "criteria.reach.weight"
    assert exercise.kadflow.competitions.all() == []


@pytest.mark.parametrize("given", [{"template": None}, {"form": FORM}])
def test_there_is_one_form(exercise: Exercise, given: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError, match="one form"):
        opened(exercise, **given)


def test_a_sealed_form_leaves_the_ranking_possible(exercise: Exercise) -> None:
    entries = opened(exercise, template=None, form=FORM, tie_breaks=())
    exercise.kadflow.history.seal(
        known(exercise).id, 1, "form", envelope=exercise.kadflow.operator(), reason="PDP"
    )
    for entry in entries:
        judge(exercise, "kupang.legal", entry, {"reach": 2, "thrift": 2})

    exercise.by("kupang.coordinator").competition.rank(CODE, reason="Juri kedua sakit")

    assert exercise.kadflow.competitions.form(CODE) == (None, None)
    assert exercise.kadflow.history.rebuild().ok


# ------------------------------------------------------------------ named by mistake, or ill


def test_a_juror_is_replaced_and_the_sheets_of_the_first_count_no_more(either: Exercise) -> None:
    entries = opened(either)
    runner = either.by("kupang.coordinator").competition
    ambon = f"{REGIONS['ambon']}/legal"
    judge(either, "ambon.legal", entries[0], LOW)
    for entry in entries:
        judge(either, "kupang.legal", entry, HIGH)
    with pytest.raises(ReasonRequiredError):
        runner.unseat(CODE, ambon)
    with pytest.raises(NotPermittedError):
        either.by("sleman.coordinator").competition.unseat(CODE, ambon, reason="Sakit")

    runner.unseat(CODE, ambon, reason="Sakit")

    assert told(either, "juror_dismissed") == [either.office("ambon/legal")]
    assert told(either, "judging_complete") == [either.office("kupang/coordinator")]
    assert waiting(either, "ambon.legal") == []
    with pytest.raises(NotPermittedError):
        judge(either, "ambon.legal", entries[1], LOW)
    with pytest.raises(NotFoundError):
        runner.unseat(CODE, ambon, reason="Sakit")
    runner.jury(CODE, f"{REGIONS['ambon']}/unit")
    assert waiting(either, "ambon.unit") == [("judge", 2)]
    for entry in entries:
        judge(either, "ambon.unit", entry, HIGH)
    runner.rank(CODE)
    assert [(r.total, r.sheets, r.missing) for r in known(either).ranking] == [("22/5", 2, 0)] * 2
    assert either.kadflow.history.rebuild().ok
    assert either.kadflow.history.verify().ok


def test_naming_an_office_again_does_not_end_its_conflict(exercise: Exercise) -> None:
    first, second = opened(exercise)
    runner, ambon = exercise.by("kupang.coordinator").competition, f"{REGIONS['ambon']}/legal"
    own = exercise.by("ambon.legal").competition
    own.recuse(CODE, conflict=True, entry=first, reason="Konsultannya")
    runner.unseat(CODE, ambon, reason="Keliru")
    runner.jury(CODE, ambon)

    with pytest.raises(TransitionRefusedError, match="not taken back"):
        own.recuse(CODE, conflict=False, entry=first)
    judge(exercise, "ambon.legal", second, HIGH)
    assert waiting(exercise, "ambon.legal") == []
    assert exercise.kadflow.history.rebuild().ok


# ------------------------------------------------------------------ tasks and the last day


def test_jurors_find_what_to_judge_and_whoever_runs_it_the_ranking(either: Exercise) -> None:
    first, second = opened(either)
    assert told(either, "competition_asked") == [
        either.office("kupang/legal"), either.office("ambon/legal"),
    ]  # fmt: skip
    assert waiting(either, "ambon.legal") == [("judge", 2)]
    judge(either, "ambon.legal", first, HIGH)
    assert waiting(either, "ambon.legal") == [("judge", 1)]
    own = either.by("ambon.legal").competition
    own.recuse(CODE, conflict=True, entry=second, reason="Konsultannya")
    assert waiting(either, "ambon.legal") == []
    assert waiting(either, "kupang.coordinator") == []

    for entry in (first, second):
        judge(either, "kupang.legal", entry, LOW)

    assert waiting(either, "kupang.legal") == []
    assert waiting(either, "kupang.coordinator") == [("rank_entries", 0)]
    either.by("kupang.legal").competition.judge(CODE, first, HIGH)
    assert told(either, "judging_complete") == [either.office("kupang/coordinator")]
    assert either.kadflow.history.rebuild().ok

    either.by("kupang.coordinator").competition.rank(CODE)

    assert waiting(either, "kupang.coordinator") == []
    assert either.kadflow.history.rebuild().ok


def test_an_entry_that_comes_late_is_asked_of_jurors_who_had_finished(exercise: Exercise) -> None:
    for entry in opened(exercise):
        judge(exercise, "kupang.legal", entry, HIGH)
    assert waiting(exercise, "kupang.legal") == []

    late = exercise.opened("standar", "sleman", "bantul").number
    exercise.by("sleman.coordinator").competition.enter(CODE, late)

    assert waiting(exercise, "kupang.legal") == [("judge", 1)]


def test_jurors_who_have_not_judged_are_reminded_before_the_last_day_and_on_it(
    either: Exercise,
) -> None:
    entries = opened(either)
    for entry in entries:
        judge(either, "kupang.legal", entry, HIGH)
    kadflow, ambon = either.kadflow, either.office("ambon/legal")
    (line,) = kadflow.deadlines.upcoming(agreement=CODE)
    assert (line.number, line.name, line.due_on) == (CODE, "evaluation_scoring", "2026-01-19")
    assert (line.state, line.verified) == ("open", False)
    assert kadflow.reminders.plan().made == 0

    for day in ("2026-01-12", "2026-01-16", "2026-01-19"):
        either.day(day)
        assert kadflow.reminders.plan().made == 1
        assert kadflow.reminders.plan().made == 0

    assert told(either, "deadline_near") == [ambon, ambon, ambon]
    headlines = [each["headline"] for each in kadflow.told("ambon.legal")]
    assert f"Hari ini: Batas penilaian {CODE}" in headlines
    judge(either, "ambon.legal", entries[0], LOW)
    assert kadflow.due() == []


def test_after_an_outage_only_the_latest_reminder_leaves(exercise: Exercise) -> None:
    opened(exercise)
    exercise.day("2026-01-19")

    report = exercise.kadflow.reminders.plan()

    assert (report.made, report.superseded) == (2, 4)
    assert [n["headline"] for n in exercise.kadflow.told("ambon.legal")] == [
        f"Hari ini: Batas penilaian {CODE}", f"Anda diminta menjadi juri {CODE}",
    ]  # fmt: skip


def test_who_runs_it_is_told_once_that_the_day_has_passed(either: Exercise) -> None:
    entries = opened(either)
    either.day("2026-01-20")
    assert either.kadflow.due(effects=FIRED) == [known(either).id]
    assert either.kadflow.agreements.due() == []

    assert either.kadflow.apply_due() == 1
    assert either.kadflow.apply_due() == 0

    assert told(either, "judging_over") == [either.office("kupang/coordinator")]
    assert waiting(either, "kupang.coordinator") == [("rank_entries", 0)]
    reached = next(e for e in either.events(known(either).id) if e.kind == "deadline.reached")
    assert (reached.effective_on.date, reached.actor.principal) == ("2026-01-20", "system")
    (line,) = either.kadflow.deadlines.upcoming(organisation=either.organisation("ambon"))
    assert line.state == "overdue"
    assert either.kadflow.history.rebuild().ok
    for juror in ("kupang.legal", "ambon.legal"):
        for entry in entries:
            judge(either, juror, entry, HIGH)
    either.by("kupang.coordinator").competition.rank(CODE)
    assert either.kadflow.deadlines.upcoming(agreement=CODE) == []
    (explained,) = either.kadflow.deadlines.explain(CODE, "evaluation_scoring")
    assert (explained.state, [step.kind for step in explained.steps]) == (
        "passed", ["deadline.reached", "deadline.settled"],
    )  # fmt: skip
    assert either.kadflow.history.rebuild().ok
    assert either.kadflow.history.verify().ok


def test_whoever_looks_first_lets_the_last_day_pass(exercise: Exercise) -> None:
    first, _ = opened(exercise)
    exercise.day("2026-01-25")

    judge(exercise, "kupang.legal", first, HIGH)

    kinds = [event.kind for event in exercise.events(known(exercise).id)]
    assert kinds.index("deadline.reached") < kinds.index("competition.judged")
    assert exercise.kadflow.apply_due() == 0


def test_with_the_ranking_nobody_is_reminded_any_more(exercise: Exercise) -> None:
    for entry in opened(exercise):
        judge(exercise, "kupang.legal", entry, HIGH)
    exercise.by("kupang.coordinator").competition.rank(CODE, reason="Juri kedua sakit")
    exercise.day("2026-01-19")

    assert exercise.kadflow.reminders.plan().made == 0
    assert exercise.kadflow.due() == []
    (explained,) = exercise.kadflow.deadlines.explain(CODE, "evaluation_scoring")
    assert explained.state == "withdrawn"
    assert (explained.counted["n"], explained.counted["unit"]) == (14, "days")


def test_a_juror_acknowledges_the_last_day_and_others_do_not(exercise: Exercise) -> None:
    opened(exercise)
    seen = exercise.kadflow.deadlines.acknowledge
    seen(exercise.by("ambon.legal").envelope(), CODE, "evaluation_scoring")
    with pytest.raises(NotPermittedError):
        seen(exercise.by("sleman.legal").envelope(), CODE, "evaluation_scoring")
    exercise.day("2026-01-16")

    assert exercise.kadflow.reminders.plan().made == 1

    assert set(told(exercise, "deadline_near")) == {exercise.office("kupang/legal")}


def test_the_last_day_stands_in_the_calendars_of_those_who_run_it_or_judge(
    exercise: Exercise,
) -> None:
    opened(exercise)
    feed = exercise.kadflow.calendar_feed
    for handle in ("ambon.legal", "kupang.coordinator"):
        assert f"Batas penilaian: {CODE}" in feed(handle).decode()
    assert CODE not in feed("sleman.legal").decode()


def test_a_task_or_a_day_that_was_edited_away_is_found(exercise: Exercise) -> None:
    opened(exercise)
    exercise.kadflow.database.write(
        lambda tx: agreements.delete_tasks(
            tx,
            [
                {"agreement": known(exercise).id, "office": office, "gate": gate, "kind": kind}
                for office, gate, kind in rows.tasks_in(tx, known(exercise).id)
            ],
        )
    )
    exercise.kadflow.database.write(
        lambda tx: deadlines.delete_deadline(tx, known(exercise).last_day.deadline)  # type: ignore[union-attr]
    )

    found = exercise.kadflow.history.rebuild().differences

    assert sorted(each.column for each in found) == ["deadline", "task"]
    exercise.kadflow.history.rebuild(fix=True)
    assert waiting(exercise, "ambon.legal") == [("judge", 2)]
    assert exercise.kadflow.history.rebuild().ok


# ------------------------------------------------------------------ ranks

fractions = st.fractions(min_value=1, max_value=5, max_denominator=4)


@st.composite
def results(draw: st.DrawFn) -> dict[str, Result]:
    return {
        name: Result(
            total=str(draw(fractions)),
            criteria={key: Measure(str(draw(fractions)), 1, 5, "0") for key in ("a", "b")},
            sheets=1,
            voices=1,
        )
        for name in draw(st.lists(st.sampled_from("klmnopqr"), min_size=1, unique=True))
    }


def decides(result: Result, ties: tuple[str, ...]) -> tuple[Fraction, ...]:
    return (Fraction(result.total), *(Fraction(result.criteria[key].value) for key in ties))


@given(results(), st.sampled_from([(), ("a",), ("a", "b"), ("b", "a")]))
def test_ranks_are_a_total_preorder_that_agrees_with_the_values(found, ties):
    ranking = rank(found, ties)
    assert {each.entry for each in ranking} == found.keys()
    values = {name: decides(result, ties) for name, result in found.items()}
    place = {each.entry: each.rank for each in ranking}
    for one in found:
        for other in found:
            assert (place[one] < place[other]) == (values[one] > values[other])
        assert place[one] == 1 + sum(values[other] > values[one] for other in found)


@given(results(), st.sampled_from([(), ("a",), ("a", "b")]), st.randoms())
def test_no_order_of_the_entries_changes_a_rank(found, ties, random):
    names = list(found)
    random.shuffle(names)
    shuffled = {name: found[name] for name in names}
    assert rank(shuffled, ties) == rank(found, ties)


@given(results(), st.sampled_from([(), ("a",), ("a", "b")]))
def test_every_rank_says_what_held_it_below_the_one_above(found, ties):
    ranking = rank(found, ties)
    assert ranking[0].behind is None
    for above, each in pairwise(ranking):
        if each.rank == above.rank:
            assert each.behind == above.behind
            continue
        assert each.behind is not None
        assert Fraction(each.behind.ours) < Fraction(each.behind.theirs)
        assert next(r for r in ranking if r.entry == each.behind.entry).rank < each.rank


def test_equal_ones_share_a_rank_and_the_next_is_as_many_lower():
    def result(total: str, a: str) -> Result:
        return Result(total=total, criteria={"a": Measure(a, 1, 5, "0")}, sheets=1, voices=1)

    found = {"k": result("4", "3"), "l": result("3", "5"), "m": result("3", "5"),
             "n": result("3", "1")}  # fmt: skip
    assert [each.rank for each in rank(found, ("a",))] == [1, 2, 2, 4]
    assert [each.rank for each in rank(found, ())] == [1, 2, 2, 2]
    last = rank(found, ("a",))[-1].behind
    assert last is not None
    assert (last.by, last.ours, last.theirs) == ("a", "1", "5")


# ------------------------------------------------------------------ keys, versions, sealing


def test_the_same_request_under_one_key_is_carried_out_once(exercise: Exercise) -> None:
    first, _ = opened(exercise)
    own = exercise.by("kupang.legal").competition
    own.recuse(CODE, conflict=False, key="a")
    before = known(exercise).version
    assert own.recuse(CODE, conflict=False, key="a").version == before
    with pytest.raises(KeyReusedError):
        own.recuse(CODE, conflict=True, entry=first, reason="x", key="a")
    with pytest.raises(ConcurrentChangeError):
        own.judge(CODE, first, HIGH, if_version=before - 1)
    assert known(exercise).version == before


def test_a_sealed_remark_leaves_the_ranking_and_its_row(exercise: Exercise) -> None:
    for entry in opened(exercise):
        judge(exercise, "kupang.legal", entry, HIGH, comments={"results": "nama orang"})
    exercise.by("kupang.coordinator").competition.rank(CODE, reason="Waktu habis")
    ranked = known(exercise)

    for part in ("remarks", "ranking"):
        exercise.kadflow.history.seal(
            ranked.id, ranked.ranked, part, envelope=exercise.kadflow.operator(), reason="PDP"
        )

    assert known(exercise).remarks == {}
    assert [(r.rank, r.total) for r in known(exercise).ranking] == [(1, "22/5"), (1, "22/5")]
    assert exercise.kadflow.history.rebuild().ok
    assert exercise.kadflow.history.verify().ok
