"""By when parties report, where a workflow says so: one deadline of each for each period."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

import state_machines
from kadflow.domain.agreements import DeadlineRecord
from kadflow.errors import NotPermittedError
from kadflow.storage import chapters
from tests.scenarios.checking import check
from tests.scenarios.staging import Exercise

UNVERIFIED = "{ref: 'Kebiasaan kantor', verified: false}"
LONG = {"starts_on": "2026-02-01", "ends_on": "2030-12-31"}
S1, S2 = "progress.2026-S1", "progress.2026-S2"


def reporting(
    exercise: Exercise,
    *shorts: str,
    every: str = "semester",
    within: str = "{n: 10, unit: working_days}",
    source: str = UNVERIFIED,
) -> str:
    """An agreement that is carried out under the plain workflow with reports."""
    plain = Path(state_machines.__file__).parent / "templates" / "standar.yaml"
    text = plain.read_text("utf-8") + (
        f"progress:\n  every: {every}\n  within: {within}\n  calendars: parties\n"
        f"  remind_days: [-7, 0, 7]\n  source: {source}\n"
    )
    exercise.kadflow.templates.publish(text, envelope=exercise.kadflow.operator())
    return exercise.in_force(*shorts, terms={"term": LONG})


def runs(exercise: Exercise, number: str, short: str) -> DeadlineRecord:
    """The report of a region that runs."""
    party, record = exercise.party(number, short), exercise.record(number)
    (found,) = [
        d for d in record.deadlines if d.subject == party and d.name.startswith("progress.")
    ]
    return found


def overdue(exercise: Exercise, number: str, short: str) -> list[str]:
    party = exercise.party(number, short)
    return [d.name for d in exercise.record(number).overdue if d.subject == party]


def hand_in(exercise: Exercise, number: str, short: str, period: str, **how: Any) -> None:
    code = {"sleman": "34.04", "bantul": "34.02", "kupang": "53.01"}[short]
    exercise.by(f"{short}.coordinator").progress.submit(
        number, code, period, sections={"progress": "Berjalan"}, **how
    )


def to_do(exercise: Exercise, short: str) -> list[tuple[str, str]]:
    tasks = exercise.kadflow.inbox(f"{short}.coordinator")
    return [(task["kind"], task["gate"]) for task in tasks]


def test_each_party_has_a_deadline_of_its_own_that_explains_itself(either: Exercise):
    number = reporting(either, "sleman", "kupang")

    assert (runs(either, number, "sleman").due_at, runs(either, number, "kupang").due_at) == (
        "2026-07-14T17:00:00.000000Z",
        "2026-07-14T16:00:00.000000Z",
    )
    other, own = either.kadflow.deadlines.explain(number, S1)
    assert (own.whose, other.whose) == ("Kabupaten Sleman", "Kabupaten Kupang")
    assert own.title[0] == "Laporan perkembangan Semester I Tahun 2026"
    counted = own.counted
    assert (counted["counted_from"], counted["n"], counted["unit"]) == (
        "2026-06-30",
        10,
        "working_days",
    )
    assert (own.source, own.verified, own.agreed) == ("Kebiasaan kantor", False, False)
    check(either.kadflow)


def test_handing_the_report_in_settles_it_and_the_next_period_begins(either: Exercise):
    number = reporting(either)
    either.day("2026-07-05")

    hand_in(either, number, "sleman", "2026-S1")

    assert runs(either, number, "sleman").name == S2
    assert runs(either, number, "sleman").due_on == "2027-01-18"
    assert runs(either, number, "bantul").name == S1
    either.day("2026-07-20")
    either.kadflow.apply_due()
    assert overdue(either, number, "sleman") == []
    assert overdue(either, number, "bantul") == [S1]
    check(either.kadflow)


def test_a_report_on_another_period_settles_nothing(exercise: Exercise):
    number = reporting(exercise)
    exercise.day("2026-07-05")

    hand_in(exercise, number, "sleman", "2026-Q2")

    assert runs(exercise, number, "sleman").name == S1


def test_what_has_passed_is_a_task_until_it_is_handed_in(either: Exercise):
    number = reporting(either)
    either.day("2026-07-15", "00:00")
    either.kadflow.apply_due()

    assert to_do(either, "sleman") == [("submit_progress", S1)]
    assert ("deadline_reached", either.office("sleman/coordinator")) in either.notices()
    assert runs(either, number, "sleman").name == S2
    (line,) = [
        line
        for line in either.kadflow.deadlines.upcoming(agreement=number)
        if line.name == S1 and line.whose == "Kabupaten Sleman"
    ]
    assert (line.state, line.verified) == ("overdue", False)

    hand_in(either, number, "sleman", "2026-S1")

    assert overdue(either, number, "sleman") == []
    assert to_do(either, "sleman") == []
    assert to_do(either, "bantul")[0] == ("submit_progress", S1)
    assert "review_progress" in [kind for kind, _ in to_do(either, "bantul")]
    assert runs(either, number, "sleman").name == S2
    check(either.kadflow)


def test_a_report_that_came_back_is_owed_by_no_deadline(exercise: Exercise):
    number = reporting(exercise)
    exercise.day("2026-07-05")
    hand_in(exercise, number, "sleman", "2026-S1")
    exercise.by("bantul.coordinator").progress.review(
        number, "34.04", "2026-S1", "returned", reason="Kurang"
    )
    exercise.day("2026-07-20")
    exercise.kadflow.apply_due()

    assert overdue(exercise, number, "sleman") == []
    assert [kind for kind, _ in to_do(exercise, "sleman")] == ["mend_progress"]


def test_by_a_verified_rule_the_party_is_late(exercise: Exercise):
    number = reporting(exercise, source="{ref: 'Perbup 1/2026', verified: true}")
    exercise.day("2026-07-20")
    exercise.kadflow.apply_due()
    assert all(d.verified for d in exercise.record(number).overdue)
    exercise.kadflow.reminders.plan()
    told = exercise.kadflow.told("sleman.coordinator")
    assert told[0]["headline"].startswith("Terlambat 6 hari: Laporan perkembangan Semester I")


def test_the_secretariat_of_the_party_is_reminded_and_nobody_else(exercise: Exercise):
    number = reporting(exercise)
    hand_in(exercise, number, "bantul", "2026-S1")
    exercise.day("2026-07-07", "08:00")
    exercise.kadflow.reminders.plan()

    near = [office for kind, office in exercise.notices() if kind == "deadline_near"]
    assert near == [exercise.office("sleman/coordinator")]


def test_a_period_that_was_reported_on_early_is_passed_over(exercise: Exercise):
    number = reporting(exercise, every="month", within="{n: 20, unit: days}")
    exercise.day("2026-02-10")
    hand_in(exercise, number, "sleman", "2026-02")
    assert runs(exercise, number, "sleman").name == "progress.2026-01"

    hand_in(exercise, number, "sleman", "2026-01")

    assert runs(exercise, number, "sleman").name == "progress.2026-03"
    check(exercise.kadflow)


def test_a_party_on_paper_has_none_and_one_that_comes_back_begins_anew(exercise: Exercise):
    number = reporting(exercise)
    exercise.day("2026-07-20")
    exercise.kadflow.apply_due()
    bantul = exercise.by("bantul.coordinator")

    bantul.participate(number, "34.02", "paper")

    subjects = {d.subject for d in [*exercise.record(number).deadlines,
                                    *exercise.record(number).overdue]}  # fmt: skip
    assert exercise.party(number, "bantul") not in subjects
    exercise.day("2027-02-20")
    bantul.participate(number, "34.02", "uses")
    assert runs(exercise, number, "bantul").name == "progress.2027-S1"
    assert overdue(exercise, number, "bantul") == []
    check(exercise.kadflow)


def test_while_an_agreement_is_suspended_no_report_begins(exercise: Exercise):
    number = reporting(exercise)
    heads = ("sleman.head", "bantul.head")
    exercise.by("bantul.coordinator").stand(number, "suspend", ground="force_majeure")
    exercise.approve(number, *heads, gate="suspension")
    exercise.day("2027-03-01")
    exercise.kadflow.apply_due()
    record = exercise.record(number)
    assert [d.name for d in record.deadlines if d.name.startswith("progress.")] == []
    assert overdue(exercise, number, "sleman") == [S1]

    exercise.by("bantul.coordinator").stand(number, "resume")
    exercise.approve(number, *heads, gate="resumption")

    assert runs(exercise, number, "sleman").name == "progress.2027-S1"
    check(exercise.kadflow)


def test_with_the_end_nobody_is_asked_any_more(exercise: Exercise):
    number = reporting(exercise)
    exercise.day("2026-07-20")
    exercise.kadflow.apply_due()
    exercise.by("bantul.coordinator").terminate(number, ground="purpose_reached")
    exercise.approve(number, "sleman.head", "bantul.head")

    record = exercise.record(number)
    assert (record.standing, record.overdue) == ("terminated", [])
    assert to_do(exercise, "sleman") == []
    check(exercise.kadflow)


def test_what_nobody_hands_in_is_asked_for_a_year_and_the_record_stays_small(exercise: Exercise):
    number = reporting(exercise, every="month")
    exercise.day("2029-01-20")
    exercise.kadflow.apply_due()

    left = overdue(exercise, number, "sleman")
    assert (left[0], left[-1], len(left)) == ("progress.2028-01", "progress.2028-12", 12)
    record = exercise.record(number)
    assert len([key for key in record.reached if key.startswith("progress.")]) == 2
    assert [name for name in record.fired if name.startswith("progress.")] == ["progress."]
    check(exercise.kadflow)


def test_the_clock_is_paused_and_goes_on_as_any_other(exercise: Exercise):
    number = reporting(exercise)
    sleman = exercise.by("sleman.coordinator")
    exercise.day("2026-07-06")
    with pytest.raises(NotPermittedError, match="own"):
        sleman.pause_deadline(number, S1, party="34.02", reason="Banjir")
    sleman.pause_deadline(number, S1, party="34.04", reason="Banjir")
    exercise.day("2026-07-20")
    exercise.kadflow.apply_due()
    assert overdue(exercise, number, "sleman") == []
    sleman.resume_deadline(number, S1, party="34.04", reason="Surut")
    assert runs(exercise, number, "sleman").due_on == "2026-07-28"
    check(exercise.kadflow)


def test_a_decree_moves_the_day_of_the_region_that_it_concerns(either: Exercise):
    number = reporting(either)
    rows = (
        "tanggal,sampai,jenis,nama,daerah,keputusan,tanggal keputusan\n"
        "2026-07-13,,libur,Hari Jadi,34.02,SK 12/2026,2026-01-05\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kalender.csv"
        path.write_text(rows, "utf-8")
        either.kadflow.import_calendar(either.kadflow.operator(), path)

    assert runs(either, number, "bantul").due_on == "2026-07-15"
    assert runs(either, number, "sleman").due_on == "2026-07-14"
    assert ("deadline_moved", either.office("bantul/coordinator")) in either.notices()
    check(either.kadflow)


def test_the_reports_are_read_only_when_a_next_one_is_looked_for(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
):
    number = reporting(exercise)
    read: list[str] = []
    get = chapters.get_chapter

    def noted(tx: Any, agreement: str, name: str) -> bytes | None:
        read.append(name)
        return get(tx, agreement, name)

    monkeypatch.setattr(chapters, "get_chapter", noted)
    exercise.by("sleman.coordinator").obligations.add(number, "34.04", "Menyediakan truk")
    assert "progress" not in read
    exercise.day("2026-07-20")
    exercise.kadflow.apply_due()
    assert "progress" in read
