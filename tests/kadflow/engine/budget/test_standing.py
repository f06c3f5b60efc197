"""Findings enter the history once, tell those concerned once, and go once; guards heed them."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import text, update

from flows.budgets import CHECK_BUDGETS
from flows.sweeping import Asked, run_here
from kadflow.domain.commands import Shown
from kadflow.errors import TransitionRefusedError
from kadflow.services.recording import columns_of
from kadflow.storage import agreements, budget
from kadflow.storage.statements import Statement
from kadflow.storage.tables.agreements import Chapter
from kadflow.storage.tables.budget import BudgetLine
from kadflow.storage.transactions import Transaction
from tests.kadflow.engine.budget.test_journal import line_of
from tests.scenarios.staging import REGIONS, Exercise
from tests.scenarios.templates import template

GUARDED = """
guards:
  within_budget:
    each: party
    checks: [commitment_above_appropriation]
    message:
      id: '{party}: kontrak harus ada pagunya.'
      en: '{party}: what is committed must be appropriated.'
    supplied_by: finance
    source: {ref: 'Perbup 1/2026', verified: true}
"""


def found(exercise: Exercise, number: str) -> dict[str, str]:
    """Keys and days of what stands, without ids of parties."""
    budget = exercise.kadflow.budgets.get(number)
    return {f"{each.rule}:{each.year or ''}": each.since for each in budget.findings.values()}


def kinds(exercise: Exercise, number: str) -> list[str]:
    return [event.kind for event in exercise.events(exercise.record(number).id)]


def told(exercise: Exercise, kind: str) -> list[str]:
    return [office for each, office in exercise.notices() if each == kind]


def sweep(exercise: Exercise) -> int:
    return run_here(exercise.kadflow, CHECK_BUDGETS, Asked()).whole.done


def test_what_is_found_is_noted_once_told_to_its_party_and_cleared_once(either: Exercise) -> None:
    number = either.opened().number
    line = line_of(either, number)
    finance = either.by("sleman.finance").budget
    finance.enter(number, line, "appropriated", 100, shown=Shown(number="DPA 1"))
    finance.enter(number, line, "committed", 120)
    finance.enter(number, line, "committed", 30)  # worse, and still the same finding

    assert found(either, number) == {"commitment_above_appropriation:2026": "2026-01-05"}
    assert kinds(either, number).count("budget.warned") == 1
    assert sorted(told(either, "budget_warned")) == sorted(
        [either.office("sleman/finance"), either.office("sleman/coordinator")]
    )
    (shown,) = either.kadflow.budgets.findings(number)
    assert shown.figures["excess"] == 50  # of today, not of the day when it was noted
    assert sweep(either) == 0

    finance.enter(number, line, "appropriated", 50, shown=Shown(number="DPPA 1"))
    assert found(either, number) == {}
    cleared = either.last_event(number, "budget.cleared")
    entered = either.last_event(number, "budget.entered")
    assert cleared.data["by"] == entered.number
    assert len(told(either, "budget_cleared")) == 2
    assert either.kadflow.budgets.get(number).cleared[0].cleared == cleared.number
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify(number).ok


def test_time_alone_brings_a_finding_and_takes_it_away(either: Exercise) -> None:
    number = either.in_force("sleman", "bantul", terms={"term": _until(2027)})
    finance = either.by("sleman.finance").budget
    line = line_of(either, number)
    later = line_of(either, number, year=2027)
    finance.enter(number, line, "appropriated", 100)
    finance.enter(number, later, "planned", 100)
    assert found(either, number) == {}
    assert sweep(either) == 0

    either.day("2026-10-01", "08:00")
    assert [sweep(either) for _ in range(3)] == [1, 0, 0]
    assert found(either, number) == {"low_realisation:2026": "2026-10-01"}
    either.day("2026-11-15", "08:00")
    assert sweep(either) == 0

    either.day("2027-01-01", "08:00")
    assert [sweep(either) for _ in range(2)] == [1, 0]
    assert found(either, number) == {"unfunded_year:2027": "2027-01-01"}
    assert kinds(either, number).count("budget.warned") == 3  # with the note of the first day
    assert either.kadflow.history.rebuild(number).ok


def _until(year: int) -> dict[str, str]:
    return {"starts_on": "2026-02-01", "ends_on": f"{year}-12-31"}


def test_a_step_that_brings_an_agreement_into_force_is_seen_by_the_sweep(
    exercise: Exercise,
) -> None:
    number = exercise.signing()
    line = line_of(exercise, number)
    exercise.by("sleman.finance").budget.enter(number, line, "planned", 100)
    assert found(exercise, number) == {}
    for short in ("sleman", "bantul"):
        exercise.by(f"{short}.head").sign(number)
    assert [sweep(exercise) for _ in range(2)] == [1, 0]
    assert found(exercise, number) == {"unfunded_year:2026": "2026-01-05"}


def test_a_note_is_kept_and_nobody_is_told_of_it(exercise: Exercise) -> None:
    number = exercise.in_force("sleman", "bantul", terms={"term": _until(2030)})
    line = line_of(exercise, number)
    exercise.by("sleman.finance").budget.enter(number, line, "appropriated", 100)
    assert found(exercise, number) == {"term_beyond_funding:": "2026-01-05"}
    assert told(exercise, "budget_warned") == []


def test_a_guard_that_names_a_check_holds_back_with_the_words_of_the_check(
    exercise: Exercise,
) -> None:
    source = template("uji-anggaran").replace(
        "opens: {by: [coordinator], as: ask}",
        "opens: {by: [coordinator], as: ask, when: [within_budget]}",
    )
    exercise.kadflow.templates.publish(source + GUARDED, envelope=exercise.kadflow.operator())
    number = exercise.opened("uji-anggaran").number
    line = line_of(exercise, number)
    finance = exercise.by("sleman.finance").budget
    finance.enter(number, line, "appropriated", 250)
    finance.enter(number, line, "committed", 300)
    (shown,) = exercise.kadflow.budgets.findings(number)

    with pytest.raises(TransitionRefusedError) as refused:
        exercise.by("sleman.coordinator").act(number, "ask")
    assert "Kabupaten Sleman: kontrak harus ada pagunya." in refused.value.pesan
    for place, said in enumerate((refused.value.pesan, refused.value.message)):
        assert shown.says[place].rstrip(".") in said
    assert [held.name for held in shown.holds] == ["ask"]
    explained = exercise.kadflow.agreements.explain(number, exercise.kadflow.operator())
    (ask,) = [each for each in explained.possibilities if each.event == "ask"]
    assert shown.says[0] in ask.reasons[0]

    finance.correct(number, str(exercise.last_event(number, "budget.entered").number), 250)
    opened = exercise.by("sleman.coordinator").act(number, "ask")
    assert "gate.opened" in opened.events
    used = exercise.last_event(number, "gate.opened").facts
    assert isinstance(used, tuple | list)


def test_aid_stops_a_voluntary_cooperation_with_the_article(exercise: Exercise) -> None:
    number = _plain(exercise, "ksdd-sukarela")
    line = line_of(exercise, number, source="apbn", account="")
    exercise.by("sleman.finance").budget.enter(number, line, "planned", 100)
    (shown,) = exercise.kadflow.budgets.findings(number)
    assert shown.rule == "aid_not_allowed"
    assert "PP 28/2018 pasal 12" in shown.says[0]
    assert [held.name for held in shown.holds] == ["submit_text"]
    wajib = _plain(exercise, "ksdd-wajib")
    other = line_of(exercise, wajib, source="apbn", account="")
    exercise.by("sleman.finance").budget.enter(wajib, other, "planned", 100)
    assert exercise.kadflow.budgets.findings(wajib) == ()


def _plain(exercise: Exercise, workflow: str) -> str:
    parties = [REGIONS["sleman"], REGIONS["bantul"]]
    opened = exercise.by("sleman.coordinator").create(workflow, parties, {"title": "Contoh"})
    return opened.number


def test_agreements_under_one_parent_share_its_ceiling(either: Exercise) -> None:
    parent = either.in_force()
    finance = either.by("sleman.finance").budget
    finance.set_ceiling(parent, 2026, 1_000, {REGIONS["sleman"]: 600, REGIONS["bantul"]: 400})
    children = [either.addendum(parent, {"purpose": f"Tujuan {n}"}) for n in range(2)]
    lines = [line_of(either, child) for child in children]
    finance.enter(children[0], lines[0], "planned", 700)
    assert found(either, children[0]) == {}
    finance.enter(children[1], lines[1], "planned", 400)

    assert found(either, children[1]) == {"above_parent_ceiling:2026": "2026-01-05"}
    (shown,) = either.kadflow.budgets.findings(children[1])
    assert (shown.figures["together"], shown.figures["own"], shown.figures["excess"]) == (
        1_100, 400, 100,
    )  # fmt: skip
    assert found(either, children[0]) == {}  # its own command was before
    assert [sweep(either) for _ in range(2)] == [1, 0]
    assert found(either, children[0]) == {"above_parent_ceiling:2026": "2026-01-05"}

    finance.set_ceiling(parent, 2026, 1_200, {REGIONS["sleman"]: 600, REGIONS["bantul"]: 500})
    assert "shares_do_not_sum:2026" in found(either, parent)
    assert [sweep(either) for _ in range(2)] == [2, 0]
    assert found(either, children[0]) == found(either, children[1]) == {}
    for number in (parent, *children):
        assert either.kadflow.history.rebuild(number).ok


def test_a_sweep_that_finds_nothing_new_writes_no_history(exercise: Exercise) -> None:
    numbers = [exercise.opened().number for _ in range(3)]
    for number in numbers:
        line = line_of(exercise, number)
        exercise.by("sleman.finance").budget.enter(number, line, "committed", 5)
    before = [exercise.record(number).version for number in numbers]
    exercise.kadflow.budgets.mark_all()
    sifted = exercise.kadflow.budgets.sift()
    assert (sifted.checked, sifted.changed) == (3, ())
    assert exercise.kadflow.budgets.sift().checked == 0
    assert sweep(exercise) == 0
    assert [exercise.record(number).version for number in numbers] == before


def test_a_term_alone_is_checked_without_reading_the_money_chapter(either: Exercise) -> None:
    number = either.in_force("sleman", "bantul", terms={"term": _until(2026)})
    line = line_of(either, number)
    either.by("sleman.finance").budget.enter(number, line, "appropriated", 100)
    unreadable = Statement(update(Chapter).values(record=b"unreadable"), name="test.tamper")
    term = _until(2028)

    def change(tx: Transaction) -> None:
        record = agreements.get_agreement(tx, either.record(number).id)
        assert record is not None
        record.terms["term"].value = term
        agreements.update_agreement(tx, {**columns_of(record, "term"), "key": record.id})
        budget.mark(tx, record.id)
        tx.run(unreadable)

    assert found(either, number) == {}
    either.kadflow.database.write(change)
    sifted = either.kadflow.budgets.sift()  # no longer funded until its end
    assert (sifted.checked, sifted.changed) == (1, (either.record(number).id,))
    either.kadflow.budgets.mark_all()
    with pytest.raises(msgspec.DecodeError):  # now nothing that was kept is trusted
        either.kadflow.budgets.sift()


def test_a_mended_chapter_is_read_again_by_the_next_check(either: Exercise) -> None:
    number = either.opened().number
    line = line_of(either, number)
    either.by("sleman.finance").budget.enter(number, line, "committed", 5)
    emptied = Statement(update(Chapter).values(record=b"{}"), name="test.tamper")
    either.kadflow.database.write(lambda tx: tx.run(emptied))
    either.kadflow.history.rebuild(number, fix=True)
    assert either.kadflow.history.rebuild(number).ok
    assert [either.kadflow.budgets.sift().checked for _ in range(2)] == [1, 0]


def test_what_is_marked_is_found_by_its_index(exercise: Exercise) -> None:
    asked = budget._DIRTY.prepare("sqlite", {"after": "", "most": 5})[0]
    with exercise.kadflow.database.read() as tx:
        plan = tx.all(Statement(text(f"EXPLAIN QUERY PLAN {asked.sql.replace('?', '5')}")))
    assert "ix_budget_check_dirty" in str(plan)


def test_rows_of_money_that_were_tampered_with_are_found_and_mended(either: Exercise) -> None:
    number = either.opened().number
    line = line_of(either, number)
    either.by("sleman.finance").budget.enter(number, line, "committed", 5)
    either.kadflow.database.write(
        lambda tx: tx.run(Statement(update(BudgetLine).values(committed=7), name="test.tamper"))
    )
    report = either.kadflow.history.rebuild(number)
    assert {each.table for each in report.differences} == {"budget_line"}
    either.kadflow.history.rebuild(number, fix=True)
    assert either.kadflow.history.rebuild(number).ok
