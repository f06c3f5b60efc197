"""Evaluations: opened once a period, blind until closed, one result whoever sums it up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

import pytest

from flows.deadlines import FIRED
from kadflow.domain.evaluations import Evaluation, Evaluations, Evaluator, Result, Sheet
from kadflow.domain.events import SYSTEM, Event, LegalDate
from kadflow.engine.chapters.evaluations import fold_evaluations
from kadflow.errors import (
    GateNotMetError,
    InvalidInputError,
    KadflowError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    SeparationOfDutiesError,
    TransitionRefusedError,
)
from kadflow.services.history.showing import PartShown
from kadflow.storage import chapters
from tests.scenarios.staging import REGIONS, Exercise

GOOD = {"results": 5, "duties": 4, "benefits": 4}
POOR = {"results": 2, "duties": 3, "benefits": 2}
TERM = {"starts_on": "2026-02-01", "ends_on": "2029-12-31"}


def running(exercise: Exercise) -> str:
    """An agreement in force whose first evaluation is due on 5 January 2027."""
    return exercise.in_force(terms={"term": TERM})


def due(exercise: Exercise, day: str = "2027-01-06") -> str:
    """An agreement whose periodic evaluation has just been opened."""
    number = running(exercise)
    exercise.day(day)
    exercise.kadflow.apply_due()
    return number


def held(exercise: Exercise, number: str) -> list[Evaluation]:
    return list(exercise.kadflow.agreements.chapter(number, Evaluations).held.values())


def name(exercise: Exercise, number: str, *offices: str) -> None:
    """Let each party's secretariat name offices such as ``sleman/unit``."""
    for office in offices:
        short = office.partition("/")[0]
        exercise.by(f"{short}.coordinator").evaluation.name(
            number, REGIONS[short], office=exercise.office(office)
        )


def score(exercise: Exercise, number: str, handle: str, scores: dict[str, int]) -> None:
    """Declare no conflict, and hand in a sheet."""
    own = exercise.by(handle).evaluation
    own.declare(number, conflict=False)
    own.score(number, scores, recommendation="continue")


def test_two_parties_score_and_the_result_is_their_mean(either: Exercise) -> None:
    number = due(either)
    name(either, number, "sleman/unit", "bantul/unit")
    score(either, number, "sleman.unit", GOOD)
    score(either, number, "bantul.unit", POOR)

    either.by("sleman.coordinator").evaluation.close(number)

    (evaluation,) = held(either, number)
    assert evaluation.result is not None
    assert evaluation.result.criteria["results"].value == "7/2"
    assert evaluation.result.total == "67/20"
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


# ------------------------------------------------------------------ opening and lapsing


def test_the_evaluation_of_a_period_is_opened_once_whoever_looks_first(exercise: Exercise) -> None:
    number = running(exercise)
    exercise.day("2027-03-01")
    name_it = exercise.by("sleman.coordinator").evaluation.name
    name_it(number, REGIONS["sleman"], office=exercise.office("sleman/unit"))
    exercise.kadflow.apply_due()

    (evaluation,) = held(exercise, number)
    assert (evaluation.kind, evaluation.opened_on) == ("periodic", "2027-01-06")
    assert (evaluation.since, evaluation.until) == ("2026-01-05", "2027-01-05")


def test_an_evaluation_nobody_closed_lapses_with_the_next_and_its_sheets_stay_shut(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    score(exercise, number, "sleman.unit", GOOD)
    exercise.day("2028-01-06")
    exercise.kadflow.apply_due()

    first, second = held(exercise, number)
    assert (first.lapsed > 0, first.result, first.is_open) == (True, None, False)
    assert (second.since, second.is_open) == ("2027-01-06", True)
    assert [part.withheld for part in sheets(exercise, number)] == [True]
    assert exercise.kadflow.history.rebuild(number).ok


def test_the_deadline_is_outstanding_until_its_evaluation_is_closed(exercise: Exercise) -> None:
    number = due(exercise)
    assert [d.name for d in exercise.record(number).overdue] == ["evaluation"]
    name(exercise, number, "sleman/unit")
    score(exercise, number, "sleman.unit", GOOD)
    assert [d.name for d in exercise.record(number).overdue] == ["evaluation"]

    exercise.by("sleman.coordinator").evaluation.close(number)

    assert exercise.record(number).overdue == []


def test_none_is_opened_while_the_agreement_is_suspended(exercise: Exercise) -> None:
    number = running(exercise)
    exercise.by("sleman.coordinator").stand(number, "suspend", ground="dispute")
    exercise.approve(number, "sleman.head", "bantul.head", gate="suspension")
    assert exercise.record(number).standing == "suspended"

    exercise.day("2027-01-06")
    exercise.kadflow.apply_due()

    assert held(exercise, number) == []
    assert exercise.record(number).overdue == []
    assert "evaluation_due" not in {kind for kind, _ in exercise.notices()}


def test_a_final_one_belongs_to_the_evaluation_stage(exercise: Exercise) -> None:
    number = running(exercise)
    opening = exercise.by("bantul.coordinator").evaluation
    with pytest.raises(TransitionRefusedError, match="final evaluation"):
        opening.open(number, "final")
    opening.open(number, "extra")
    with pytest.raises(GateNotMetError, match="open already"):
        opening.open(number, "extra")
    exercise.by("sleman.coordinator").act(number, "finish", reason="Selesai")

    opening.open(number, "final")

    assert [each.kind for each in held(exercise, number)] == ["extra", "final"]
    with pytest.raises(InvalidInputError, match="Several evaluations"):
        opening.close(number)


# ------------------------------------------------------------------ who evaluates


def test_each_secretariat_names_its_own_and_the_initiator_the_panel(exercise: Exercise) -> None:
    number = due(exercise)
    with pytest.raises(NotPermittedError, match="its own secretariat"):
        exercise.by("sleman.coordinator").evaluation.name(
            number, REGIONS["bantul"], office=exercise.office("bantul/unit")
        )
    panel = {"organisation": REGIONS["kupang"], "office": exercise.office("kupang/legal")}
    with pytest.raises(NotPermittedError, match="panel"):
        exercise.by("bantul.coordinator").evaluation.name(number, **panel)
    with pytest.raises(InvalidInputError, match="does not belong"):
        exercise.by("sleman.coordinator").evaluation.name(
            number, REGIONS["sleman"], office=exercise.office("bantul/unit")
        )

    exercise.by("sleman.coordinator").evaluation.name(number, **panel)

    (evaluator,) = held(exercise, number)[0].evaluators.values()
    assert evaluator.party is None
    assert [t["kind"] for t in exercise.kadflow.inbox("kupang.legal")] == ["evaluate"]
    assert ("evaluation_asked", evaluator.office) in exercise.notices()


def test_an_office_is_named_once(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    with pytest.raises(InvalidInputError, match="already"):
        name(exercise, number, "sleman/unit")


def test_whoever_is_not_named_may_not_score(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    with pytest.raises(NotPermittedError, match="none of them"):
        score(exercise, number, "bantul.unit", GOOD)


def test_only_the_named_holder_scores_where_one_is_named(exercise: Exercise) -> None:
    number = due(exercise)
    exercise.by("sleman.coordinator").evaluation.name(
        number, REGIONS["sleman"], office=exercise.office("sleman/unit"), person="sleman.unit"
    )
    exercise.appoint("sleman/unit", "sleman.legal", "plt", "2027-01-01", "2027-12-31")
    with pytest.raises(NotPermittedError):
        score(exercise, number, "sleman.legal", GOOD)

    score(exercise, number, "sleman.unit", GOOD)


# ------------------------------------------------------------------ the panel and the others


def with_panel(exercise: Exercise, *shorts: str) -> str:
    """An evaluation whose parties scored low and whose panel, of Kupang, scored high."""
    wanted = shorts or ("sleman", "bantul")
    number = exercise.in_force(*wanted, terms={"term": TERM})
    exercise.day("2027-01-06")
    exercise.kadflow.apply_due()
    name(exercise, number, *(f"{short}/unit" for short in wanted))
    exercise.by("sleman.coordinator").evaluation.name(
        number, REGIONS["kupang"], office=exercise.office("kupang/legal")
    )
    for short in wanted:
        score(exercise, number, f"{short}.unit", POOR)
    score(exercise, number, "kupang.legal", GOOD)
    return number


def panel(exercise: Exercise, number: str, short: str, *, consents: bool, **how: object) -> None:
    exercise.by(f"{short}.coordinator").evaluation.panel(number, consents=consents, **how)  # type: ignore[arg-type]


def result_of(exercise: Exercise, number: str) -> Result:
    (evaluation,) = held(exercise, number)
    assert evaluation.result is not None
    return evaluation.result


def test_a_panel_counts_once_every_other_party_consents(either: Exercise) -> None:
    number = with_panel(either, "sleman", "bantul", "ambon")
    asked = [t["kind"] for t in either.kadflow.inbox("bantul.coordinator")]
    assert "answer_panel" in asked
    assert ("panel_asked", either.office("ambon/coordinator")) in either.notices()
    assert ("panel_asked", either.office("sleman/coordinator")) not in either.notices()
    panel(either, number, "bantul", consents=True)
    assert ("evaluation_complete", either.office("sleman/coordinator")) not in either.notices()
    panel(either, number, "ambon", consents=True)
    assert ("evaluation_complete", either.office("sleman/coordinator")) in either.notices()
    assert [t["kind"] for t in either.kadflow.inbox("bantul.coordinator")] == ["close_evaluation"]

    either.by("sleman.coordinator").evaluation.close(number)

    result = result_of(either, number)
    assert (result.sheets, result.voices, result.criteria["results"].value) == (4, 4, "11/4")
    assert result.panel is not None
    assert set(result.panel.consented) == {
        either.party(number, "bantul"), either.party(number, "ambon"),
    }  # fmt: skip
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_while_one_party_objects_the_panel_has_no_voice_and_nobody_waits_for_it(
    either: Exercise,
) -> None:
    number = with_panel(either)
    either.by("sleman.coordinator").evaluation.name(
        number, REGIONS["kupang"], office=either.office("kupang/unit")
    )
    with pytest.raises(ReasonRequiredError):
        panel(either, number, "bantul", consents=False)
    assert [t["kind"] for t in either.kadflow.inbox("kupang.unit")] == ["evaluate"]

    panel(either, number, "bantul", consents=False, reason="Penasihat Sleman")

    (evaluation,) = held(either, number)
    assert evaluation.answers[either.party(number, "bantul")].reason == "Penasihat Sleman"
    assert ("panel_answered", either.office("sleman/coordinator")) in either.notices()
    assert either.kadflow.inbox("kupang.unit") == []
    assert "Penasihat" not in str(either.last_event(number, "evaluation.panel_answered").data)
    either.by("sleman.coordinator").evaluation.close(number)
    result = result_of(either, number)
    assert (result.sheets, result.missing, result.criteria["results"].value) == (2, 0, "2")
    assert result.panel is not None
    assert result.panel.objected == (either.party(number, "bantul"),)
    assert either.kadflow.history.rebuild(number).ok


def test_an_objection_is_taken_back_by_the_party_that_made_it(exercise: Exercise) -> None:
    number = with_panel(exercise)
    panel(exercise, number, "bantul", consents=False, reason="Penasihat Sleman")
    with pytest.raises(NotPermittedError, match="named the panel itself"):
        panel(exercise, number, "sleman", consents=True)

    panel(exercise, number, "bantul", consents=True)

    with pytest.raises(InvalidInputError, match="already"):
        panel(exercise, number, "bantul", consents=True)
    exercise.by("sleman.coordinator").evaluation.close(number)
    assert result_of(exercise, number).sheets == 3


def test_silence_is_no_consent_and_closing_over_it_needs_a_reason(exercise: Exercise) -> None:
    number = with_panel(exercise)
    close = exercise.by("sleman.coordinator").evaluation.close
    with pytest.raises(ReasonRequiredError, match="panel has no voice"):
        close(number)

    close(number, reason="Bantul tidak menjawab")

    result = result_of(exercise, number)
    assert (result.sheets, result.criteria["results"].value) == (2, "2")
    assert result.panel is not None
    assert result.panel.silent == (exercise.party(number, "bantul"),)


def test_a_consent_covers_who_was_in_the_panel_and_nobody_named_later(
    exercise: Exercise,
) -> None:
    number = with_panel(exercise)
    panel(exercise, number, "bantul", consents=True)
    own = exercise.by("sleman.coordinator").evaluation
    unit = {"organisation": REGIONS["kupang"], "office": exercise.office("kupang/unit")}
    own.name(number, **unit)
    asked = [t["kind"] for t in exercise.kadflow.inbox("bantul.coordinator")]
    assert "answer_panel" in asked

    own.dismiss(number, **unit, reason="Keliru")

    own.close(number)
    assert result_of(exercise, number).sheets == 3


def test_a_panel_alone_gives_no_result_without_consent(exercise: Exercise) -> None:
    number = due(exercise)
    with pytest.raises(TransitionRefusedError, match="no panel"):
        panel(exercise, number, "bantul", consents=True)
    exercise.by("sleman.coordinator").evaluation.name(
        number, REGIONS["kupang"], office=exercise.office("kupang/legal")
    )
    score(exercise, number, "kupang.legal", GOOD)
    with pytest.raises(GateNotMetError, match="no voice"):
        exercise.by("sleman.coordinator").evaluation.close(number, reason="x")


def test_the_letter_of_a_party_on_paper_consents_for_it(exercise: Exercise) -> None:
    number = with_panel(exercise)
    exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "paper")
    scan = exercise.kadflow.store_content(exercise.record(number).id, b"surat")

    exercise.by("sleman.coordinator").evaluation.panel(
        number, consents=True, party=REGIONS["bantul"], evidence=scan, letter_number="7/2027"
    )

    event = exercise.last_event(number, "evaluation.panel_answered")
    assert (event.actor.authenticated, event.actor.instrument) == ("paper", scan)
    assert event.actor.organisation == exercise.organisation("bantul")
    exercise.by("sleman.coordinator").evaluation.close(number)
    assert result_of(exercise, number).sheets == 3


def test_the_sheets_of_a_panel_without_voice_stay_shut_where_offices_are_shown(
    exercise: Exercise,
) -> None:
    revised(exercise, ("  score_days: 14", "  shows: offices\n  score_days: 14"))
    number = with_panel(exercise)
    panel(exercise, number, "bantul", consents=False, reason="Penasihat Sleman")

    exercise.by("sleman.coordinator").evaluation.close(number)

    assert [part.withheld for part in sheets(exercise, number)] == [False, False, True]


def test_an_evaluation_opened_before_the_parties_were_asked_keeps_its_rule() -> None:
    opened = Event(
        format=1, stream="a", number=1, kind="evaluation.opened", version=1, agreement="a",
        actor=SYSTEM, effective_on=LegalDate("2026-01-06"), recorded_at="", previous="", facts=(),
        template=None, rules=3, changes=(), parts=(),
        data={
            "evaluation": "e", "kind": "periodic", "since": "2025-01-06", "until": "2026-01-05",
            "deadline": None, "score_by": None, "form": {"questions": []},
        },
    )  # fmt: skip
    evaluations = Evaluations()

    fold_evaluations(evaluations, opened, {})

    old = evaluations.held["e"]
    old.evaluators["k"] = Evaluator(id="k", number=2, organisation="o", scored=3)
    assert old.panel_standing(["bantul"]) is None
    assert old.voters(["bantul"]) == [old.evaluators["k"]]
    assert old.is_complete(["bantul"])


# ------------------------------------------------------------------ named by mistake, or ill


def dismiss(exercise: Exercise, number: str, office: str, reason: str | None = "Sakit") -> None:
    short = office.partition("/")[0]
    exercise.by(f"{short}.coordinator").evaluation.dismiss(
        number, REGIONS[short], office=exercise.office(office), reason=reason
    )


def test_an_evaluator_is_replaced_and_the_sheet_of_the_first_counts_no_more(
    either: Exercise,
) -> None:
    number = due(either)
    name(either, number, "sleman/unit", "bantul/unit")
    score(either, number, "sleman.unit", POOR)
    with pytest.raises(ReasonRequiredError):
        dismiss(either, number, "sleman/unit", reason=None)
    dismiss(either, number, "sleman/unit")
    name(either, number, "sleman/legal")
    assert ("evaluator_dismissed", either.office("sleman/unit")) in either.notices()
    assert [t["kind"] for t in either.kadflow.inbox("sleman.legal")] == ["evaluate"]
    with pytest.raises(NotPermittedError, match="none of them"):
        score(either, number, "sleman.unit", GOOD)
    for handle in ("sleman.legal", "bantul.unit"):
        score(either, number, handle, GOOD)

    either.by("sleman.coordinator").evaluation.close(number)

    (evaluation,) = held(either, number)
    assert evaluation.result is not None
    assert (evaluation.result.sheets, evaluation.result.dismissed) == (2, 1)
    assert (evaluation.result.missing, evaluation.result.criteria["results"].value) == (0, "5")
    assert "Sakit" not in str(either.last_event(number, "evaluation.evaluator_dismissed").data)
    (entry,) = [
        each
        for each in either.kadflow.history.show(number)
        if each.kind == "evaluation.evaluator_dismissed"
    ]
    assert [part.text for part in entry.parts] == ["Sakit"]
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_whoever_was_the_last_awaited_is_dismissed_and_the_secretariats_may_close(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit", "bantul/legal")
    score(exercise, number, "sleman.unit", GOOD)
    score(exercise, number, "bantul.unit", GOOD)
    assert "evaluation_complete" not in {kind for kind, _ in exercise.notices()}

    dismiss(exercise, number, "bantul/legal")

    assert exercise.kadflow.inbox("bantul.legal") == []
    assert ("evaluation_complete", exercise.office("sleman/coordinator")) in exercise.notices()


def test_only_whoever_names_takes_a_naming_back_and_only_while_sheets_are_shut(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    with pytest.raises(NotPermittedError, match="its own secretariat"):
        exercise.by("bantul.coordinator").evaluation.dismiss(
            number, REGIONS["sleman"], office=exercise.office("sleman/unit"), reason="Sakit"
        )
    with pytest.raises(NotFoundError):
        dismiss(exercise, number, "sleman/legal")
    score(exercise, number, "sleman.unit", GOOD)
    exercise.by("sleman.coordinator").evaluation.close(number, reason="Bantul tidak sempat")
    with pytest.raises(NotFoundError, match="open"):
        dismiss(exercise, number, "sleman/unit")


def test_whoever_declared_a_conflict_stays_excused_and_is_not_dismissed(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    exercise.by("sleman.unit").evaluation.declare(number, conflict=True, reason="Saudara")
    with pytest.raises(TransitionRefusedError, match="excused"):
        dismiss(exercise, number, "sleman/unit")


def test_the_sheet_of_a_dismissed_evaluator_stays_shut_where_offices_are_shown(
    exercise: Exercise,
) -> None:
    revised(exercise, ("  score_days: 14", "  shows: offices\n  score_days: 14"))
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    score(exercise, number, "sleman.unit", POOR)
    dismiss(exercise, number, "sleman/unit")
    score(exercise, number, "bantul.unit", GOOD)

    exercise.by("sleman.coordinator").evaluation.close(number)

    assert [part.withheld for part in sheets(exercise, number)] == [True, False]
    assert len(held(exercise, number)[0].sheets) == 1


# ------------------------------------------------------------------ conflicts of interest


def test_nobody_scores_before_declaring(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    with pytest.raises(TransitionRefusedError, match="declares"):
        exercise.by("sleman.unit").evaluation.score(number, GOOD, recommendation="continue")


def test_whoever_declares_a_conflict_scores_no_more_and_holds_nobody_up(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    own = exercise.by("sleman.unit").evaluation
    with pytest.raises(ReasonRequiredError):
        own.declare(number, conflict=True)
    score(exercise, number, "sleman.unit", POOR)
    own.declare(number, conflict=True, reason="Saudara menjadi penyedia")
    with pytest.raises(TransitionRefusedError, match="may not score"):
        own.score(number, GOOD, recommendation="continue")
    with pytest.raises(TransitionRefusedError, match="not taken back"):
        own.declare(number, conflict=False)
    score(exercise, number, "bantul.unit", GOOD)

    exercise.by("sleman.coordinator").evaluation.close(number)

    result = held(exercise, number)[0].result
    assert result is not None
    assert (result.sheets, result.recused, result.missing) == (1, 1, 0)
    assert result.criteria["results"].value == "5"


# ------------------------------------------------------------------ blind


def sheets(exercise: Exercise, number: str) -> list[PartShown]:
    """The sheets as the history shows them."""
    return [
        part
        for entry in exercise.kadflow.history.show(number)
        for part in entry.parts
        if part.name == "sheet"
    ]


def test_no_face_of_the_program_shows_a_number_before_closing(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    own = exercise.by("sleman.unit").evaluation
    own.declare(number, conflict=False)
    own.score(number, GOOD, comments={"results": "rahasia"}, recommendation="end")

    assert [(part.text, part.withheld, part.sealed) for part in sheets(exercise, number)] == [
        (None, True, False)
    ]
    with exercise.kadflow.database.read() as tx:
        stored = chapters.get_chapter(tx, exercise.record(number).id, "evaluations")
    assert stored is not None
    assert b"rahasia" not in stored
    assert b'"results":5' not in stored
    told = exercise.kadflow.evaluations.own_sheets(number, exercise.person("bantul.unit"))
    assert told == {}


def test_after_closing_only_the_sum_is_shown_unless_the_form_shows_offices(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    score(exercise, number, "sleman.unit", GOOD)
    own = exercise.by("bantul.unit").evaluation
    own.declare(number, conflict=False)
    own.score(number, POOR, comments={"results": "Kurang"}, recommendation="amend")

    exercise.by("sleman.coordinator").evaluation.close(number)

    (evaluation,) = held(exercise, number)
    assert evaluation.sheets == {}
    assert evaluation.remarks == {"results": ["Kurang"]}
    assert [part.withheld for part in sheets(exercise, number)] == [True, True]
    assert exercise.kadflow.evaluations.own_sheets(number, exercise.person("bantul.unit")) == {
        evaluation.id: Sheet(scores=POOR, comments={"results": "Kurang"}, recommendation="amend")
    }


def test_a_score_is_changed_before_closing_and_never_after(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    score(exercise, number, "sleman.unit", POOR)
    own = exercise.by("sleman.unit").evaluation
    own.score(number, GOOD, recommendation="continue")
    exercise.by("sleman.coordinator").evaluation.close(number)

    result = held(exercise, number)[0].result
    assert result is not None
    assert result.criteria["results"].value == "5"
    with pytest.raises(TransitionRefusedError, match="is over"):
        own.score(number, POOR, recommendation="continue", evaluation=1)


def test_nobody_counts_twice_by_holding_two_offices(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "sleman/legal")
    exercise.appoint("sleman/legal", "sleman.unit", "plt", "2027-01-01", "2027-12-31")
    for_unit = exercise.by("sleman.unit", "sleman/unit").evaluation
    for_unit.declare(number, conflict=False)
    for_unit.score(number, GOOD, recommendation="continue")
    with pytest.raises(SeparationOfDutiesError, match="twice"):
        exercise.by("sleman.unit", "sleman/legal").evaluation.declare(number, conflict=False)


# ------------------------------------------------------------------ on paper


def test_a_sheet_on_paper_is_recorded_by_somebody_who_does_not_evaluate(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "paper")
    exercise.by("sleman.coordinator").evaluation.name(number, REGIONS["bantul"])
    name(exercise, number, "sleman/unit", "sleman/coordinator")
    paper = {"evidence": exercise.kadflow.store_content(exercise.record(number).id, b"scan")}
    recorder = exercise.kadflow.acting("sleman.coordinator", on_behalf_of=REGIONS["bantul"])
    with pytest.raises(SeparationOfDutiesError, match="evaluate here yourself"):
        recorder.evaluation.declare(number, conflict=False, **paper)


def test_a_sheet_on_paper_counts_and_says_who_recorded_it(exercise: Exercise) -> None:
    number = due(exercise)
    exercise.by("bantul.coordinator").participate(number, REGIONS["bantul"], "paper")
    exercise.by("sleman.coordinator").evaluation.name(number, REGIONS["bantul"])
    digest = exercise.kadflow.store_content(exercise.record(number).id, b"scan")
    recorder = exercise.kadflow.acting("sleman.coordinator", on_behalf_of=REGIONS["bantul"])
    how = {"evidence": digest, "letter_number": "700/12"}
    recorder.evaluation.declare(number, conflict=False, **how)
    recorder.evaluation.score(number, GOOD, recommendation="continue", **how)

    event = exercise.last_event(number, "evaluation.scored")
    assert event.actor.authenticated == "paper"
    assert (event.actor.instrument, event.actor.person) == (digest, None)
    assert event.actor.recorder == exercise.person("sleman.coordinator")
    assert held(exercise, number)[0].is_complete
    own = exercise.by("bantul.coordinator")
    own.participate(number, REGIONS["bantul"], "uses")
    own.review(number, event.number, "disputed", reason="Bukan lembar kami")
    assert exercise.record(number).reviewed == {str(event.number): "disputed"}
    exercise.appoint("sleman/unit", "sleman.coordinator", "plt", "2027-01-01", "2027-12-31")
    name(exercise, number, "sleman/unit")
    with pytest.raises(SeparationOfDutiesError, match="seen it"):
        exercise.by("sleman.coordinator", "sleman/unit").evaluation.declare(number, conflict=False)


# ------------------------------------------------------------------ the sheet


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"results": 5, "duties": 4}, "benefits"),
        (GOOD | {"results": 6}, "from 1 to 5"),
        (GOOD | {"colour": 3}, "colour"),
    ],
)
def test_a_sheet_answers_the_form(exercise: Exercise, scores: dict[str, int], said: str) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    own = exercise.by("sleman.unit").evaluation
    own.declare(number, conflict=False)
    before = exercise.record(number).version
    with pytest.raises(InvalidInputError, match=said):
        own.score(number, scores, recommendation="continue")
    with pytest.raises(InvalidInputError, match="what should follow"):
        own.score(number, GOOD)
    assert exercise.record(number).version == before


# ------------------------------------------------------------------ closing and what follows


def test_closing_needs_a_sheet_and_a_reason_while_somebody_is_awaited(exercise: Exercise) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    closing = exercise.by("bantul.coordinator").evaluation
    with pytest.raises(GateNotMetError, match="Nobody has scored"):
        closing.close(number, reason="Sudah lama")
    score(exercise, number, "sleman.unit", GOOD)
    with pytest.raises(ReasonRequiredError, match="1 of 2"):
        closing.close(number)

    closing.close(number, reason="Bantul tidak menilai sampai batasnya")

    result = held(exercise, number)[0].result
    assert result is not None
    assert result.missing == 1
    assert exercise.kadflow.inbox("bantul.unit") == []


def test_secretariats_learn_that_all_have_scored_and_everybody_the_result(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    score(exercise, number, "sleman.unit", GOOD)
    score(exercise, number, "bantul.unit", GOOD)
    told = exercise.notices()
    assert ("evaluation_complete", exercise.office("bantul/coordinator")) in told
    waiting = [task["kind"] for task in exercise.kadflow.inbox("bantul.coordinator")]
    assert waiting == ["close_evaluation"]

    exercise.by("sleman.coordinator").evaluation.close(number)

    told = exercise.notices()
    for office in ("sleman/unit", "bantul/unit", "sleman/coordinator", "bantul/coordinator"):
        assert ("evaluation_closed", exercise.office(office)) in told


def closed(exercise: Exercise, *said: str) -> str:
    """An agreement whose evaluators recommended these, its evaluation closed."""
    number = due(exercise)
    for place, recommendation in enumerate(said):
        office = f"{('sleman', 'bantul')[place]}/unit"
        name(exercise, number, office)
        own = exercise.by(office.replace("/", ".")).evaluation
        own.declare(number, conflict=False)
        own.score(number, GOOD, recommendation=recommendation)  # type: ignore[arg-type]
    exercise.by("sleman.coordinator").evaluation.close(number)
    return number


def test_a_recommended_extension_opens_the_addendum_in_one_command(either: Exercise) -> None:
    number = closed(either, "extend", "extend")
    outcome = either.by("sleman.coordinator").evaluation.follow(
        number,
        "extend",
        changes={"term": TERM | {"ends_on": "2031-12-31"}},
        terms={"title": "Perpanjangan"},
    )

    assert outcome.child is not None
    assert outcome.events[:1] == ("evaluation.followed",)
    assert either.kadflow.agreements.get(outcome.child).purpose == "extend"
    assert held(either, number)[0].followed == ["extend"]
    assert either.kadflow.history.rebuild().ok


def test_a_recommended_end_asks_to_terminate_and_ends_nothing_by_itself(
    exercise: Exercise,
) -> None:
    number = closed(exercise, "end", "end")
    before = exercise.record(number)
    assert (before.standing, before.asked) == ("active", {})

    exercise.by("sleman.coordinator").evaluation.follow(number, "end", ground=ground(exercise))

    record = exercise.record(number)
    assert [asked.command for asked in record.asked.values()] == ["terminate"]
    assert record.standing == "active"


def ground(exercise: Exercise) -> str:
    """A ground on which the standard workflow ends."""
    rules = exercise.kadflow.templates.get("standar")[1].standing_commands
    return next(iter(next(r for n, r in rules.items() if n.value == "terminate").grounds))


def test_something_else_than_most_recommend_needs_a_reason(exercise: Exercise) -> None:
    number = closed(exercise, "end", "end")
    follow = exercise.by("sleman.coordinator").evaluation.follow
    with pytest.raises(ReasonRequiredError, match="something else"):
        follow(number, "continue")

    follow(number, "continue", reason="Kekurangannya sudah diperbaiki")

    assert held(exercise, number)[0].followed == ["continue"]


def test_only_a_closed_evaluation_is_followed(exercise: Exercise) -> None:
    number = due(exercise)
    with pytest.raises(TransitionRefusedError, match="closed evaluation"):
        exercise.by("sleman.coordinator").evaluation.follow(number, "continue")


# ------------------------------------------------------------------ reminders and guards


def test_reminders_reach_evaluators_who_have_not_scored_and_nobody_else(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    score(exercise, number, "sleman.unit", GOOD)
    assert held(exercise, number)[0].score_by == "2027-01-20"
    exercise.day("2027-01-18")

    exercise.kadflow.reminders.plan()

    reminded = [office for kind, office in exercise.notices() if kind == "deadline_near"]
    assert set(reminded) == {exercise.office("bantul/unit")}
    exercise.day("2027-01-21")
    assert exercise.kadflow.due(effects=FIRED) == [exercise.record(number).id]
    exercise.kadflow.apply_due()
    assert ("scoring_over", exercise.office("sleman/coordinator")) in exercise.notices()
    assert "evaluation_scoring" in [d.name for d in exercise.record(number).overdue]
    (line,) = [
        each
        for each in exercise.kadflow.deadlines.upcoming(agreement=number)
        if each.name == "evaluation_scoring"
    ]
    assert line.whose == ""  # of all parties, however it is kept
    score(exercise, number, "bantul.unit", GOOD)
    exercise.by("sleman.coordinator").evaluation.close(number)
    assert exercise.record(number).overdue == []
    with pytest.raises(NotFoundError):
        exercise.by("sleman.coordinator").pause_deadline(
            number, "evaluation_scoring", reason="Libur"
        )


def revised(exercise: Exercise, *changes: tuple[str, str]) -> None:
    """Publish the standard workflow with some texts replaced."""
    _, _, text = exercise.kadflow.templates.get("standar")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    exercise.kadflow.templates.publish(text, envelope=exercise.kadflow.operator())


def test_a_workflow_may_want_the_final_evaluation_before_it_closes(exercise: Exercise) -> None:
    judged = (
        "  judged:\n    when: agreement.finally_evaluated\n    message: "
        "{id: Evaluasi akhir belum ditutup, en: The final evaluation is not closed}\n"
    )
    needs = "    needs: {documents: [final_report]}\n    reason: required\n"
    when = "    when: judged\n    reason: required\n"
    revised(exercise, ("guards:\n", f"guards:\n{judged}"), (needs, when))
    number = running(exercise)
    initiator = exercise.by("sleman.coordinator")
    initiator.act(number, "finish", reason="Selesai")
    initiator.evaluation.open(number, "final")
    with pytest.raises(TransitionRefusedError, match="final evaluation"):
        initiator.act(number, "close_without_answer", reason="Tidak dijawab")
    name(exercise, number, "sleman/unit")
    score(exercise, number, "sleman.unit", GOOD)
    initiator.evaluation.close(number)

    initiator.act(number, "close_without_answer", reason="Tidak dijawab")

    taken = exercise.last_event(number, "transition.taken")
    closed_at = exercise.last_event(number, "evaluation.closed").number
    assert ("agreement.finally_evaluated", closed_at) in [(f.name, f.number) for f in taken.facts]


def test_with_the_agreement_its_open_evaluation_ends_without_a_result(exercise: Exercise) -> None:
    revised(exercise, ("    needs: {documents: [final_report]}\n    reason", "    reason"))
    number = running(exercise)
    initiator = exercise.by("sleman.coordinator")
    initiator.act(number, "finish", reason="Selesai")
    initiator.evaluation.open(number, "final")
    initiator.act(number, "close_without_answer", reason="Tidak dijawab")

    (evaluation,) = held(exercise, number)
    assert evaluation.lapsed > 0
    assert exercise.record(number).evaluating == {}
    assert exercise.kadflow.history.rebuild(number).ok


def test_an_extension_without_an_evaluation_needs_a_reason_where_the_form_says_so(
    exercise: Exercise,
) -> None:
    revised(exercise, ("  score_days: 14\n", "  score_days: 14\n  before_extension: warned\n"))
    number = running(exercise)
    longer = {"term": TERM | {"ends_on": "2031-12-31"}}
    with pytest.raises(ReasonRequiredError, match="No evaluation"):
        exercise.addendum(number, longer, purpose="extend")

    exercise.addendum(number, longer, purpose="extend", reason="Evaluasi menyusul")

    exercise.day("2027-01-06")
    exercise.kadflow.apply_due()
    name(exercise, number, "sleman/unit")
    score(exercise, number, "sleman.unit", GOOD)
    exercise.by("sleman.coordinator").evaluation.close(number)
    exercise.addendum(number, longer, purpose="extend")


def test_offices_are_shown_where_the_form_says_so(exercise: Exercise) -> None:
    revised(exercise, ("  score_days: 14\n", "  shows: offices\n"))
    number = due(exercise)
    name(exercise, number, "sleman/unit")
    score(exercise, number, "sleman.unit", GOOD)
    assert [part.withheld for part in sheets(exercise, number)] == [True]
    exercise.by("sleman.coordinator").evaluation.close(number)

    (evaluation,) = held(exercise, number)
    assert [sheet.scores for sheet in evaluation.sheets.values()] == [GOOD]
    assert [part.withheld for part in sheets(exercise, number)] == [False]
    assert evaluation.score_by is None


# ------------------------------------------------------------------ any sequence


@pytest.mark.parametrize("seed", range(4))
def test_rows_equal_their_replay_whatever_happened(exercise: Exercise, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    number = due(exercise)
    offices = ["sleman/unit", "sleman/legal", "bantul/unit", "bantul/legal"]
    moves: list[Callable[[], object]] = [
        *(partial(name, exercise, number, office) for office in offices),
        *(partial(dismiss, exercise, number, office) for office in offices[::2]),
        *(
            partial(
                exercise.by(o.replace("/", ".")).evaluation.declare, number, conflict=c, reason="x"
            )
            for o in offices
            for c in (False, random.random() < 0.3)
        ),
        *(
            partial(
                exercise.by(o.replace("/", ".")).evaluation.score,
                number,
                {key: random.randint(1, 5) for key in GOOD},
                recommendation=random.choice(["continue", "end"]),
            )
            for o in offices * 2
        ),
    ]
    close = partial(exercise.by("sleman.coordinator").evaluation.close, number, reason="x")
    done = 0
    name(exercise, number, *random.sample(offices, 2))
    for place in range(70):
        before = exercise.record(number).version
        try:
            random.choice([*moves, close] if place > 50 else moves)()
            done += 1
        except KadflowError:
            assert exercise.record(number).version == before
    assert done > 5
    assert exercise.kadflow.history.rebuild().ok
    assert exercise.kadflow.history.verify().ok


def test_the_report_of_an_agreement_prints_a_result_and_nothing_of_an_open_one(
    exercise: Exercise,
) -> None:
    number = due(exercise)
    name(exercise, number, "sleman/unit", "bantul/unit")
    score(exercise, number, "sleman.unit", GOOD)
    score(exercise, number, "bantul.unit", POOR)
    assert "Belum ada evaluasi yang selesai" in printed(exercise, number)

    exercise.by("sleman.coordinator").evaluation.close(number)

    report = printed(exercise, number)
    for text in ("Hasil yang dicapai", "3,35", "3,50", "2/2", "dilanjutkan"):
        assert text in report, text


def printed(exercise: Exercise, number: str) -> str:
    """The evaluation report of an agreement as a page."""
    built = exercise.kadflow.reports.build(
        exercise.by("sleman.coordinator").envelope(),
        "evaluasi",
        period="2027-S1",
        agreement=exercise.kadflow.find(number),
        formats=("html",),
    )
    return exercise.kadflow.reports.file(built.record.id, "html").decode()
