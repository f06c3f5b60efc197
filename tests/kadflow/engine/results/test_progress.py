"""Progress reports: drafted within a party, submitted, returned or accepted, reopened in part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kadflow.domain.agreements import ReportRecord
from kadflow.domain.progress import Progress, ProgressReport
from kadflow.engine.deliberation import Deliberation
from kadflow.errors import (
    FactMissingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    ReasonRequiredError,
    TransitionRefusedError,
)
from kadflow.storage import chapters
from tests.scenarios.checking import check
from tests.scenarios.staging import Exercise

PERIOD = "2026-S1"


def kept(exercise: Exercise, number: str) -> ProgressReport:
    (report,) = exercise.kadflow.agreements.chapter(number, Progress).entries.values()
    return report


def tasks(exercise: Exercise, *shorts: str) -> list[list[str]]:
    """What each secretariat has to do, by kind."""
    return [
        [task["kind"] for task in exercise.kadflow.inbox(f"{short}.coordinator")]
        for short in shorts or ("sleman", "bantul")
    ]


def submitted(exercise: Exercise, *shorts: str) -> str:
    number = exercise.in_force(*shorts)
    exercise.by("sleman.unit").progress.draft(
        number, PERIOD, {"progress": "Dua truk", "funding": "Rp10 juta"}
    )
    exercise.by("sleman.coordinator").progress.submit(number, "34.04", PERIOD)
    return number


def test_a_draft_is_seen_by_its_own_party_only_until_it_is_submitted(either: Exercise):
    number = either.in_force()
    either.by("sleman.unit").progress.draft(number, PERIOD, {"progress": "Dua truk"})
    either.by("sleman.coordinator").progress.draft(number, PERIOD, {"funding": "Rp10 juta"})
    results = either.kadflow.results

    (draft,) = results.drafts(number, either.by("sleman.head").envelope())

    assert draft.sections == {"progress": "Dua truk", "funding": "Rp10 juta"}
    assert results.drafts(number, either.by("bantul.coordinator").envelope()) == []
    assert results.progress(number) == []
    assert "progress.drafted" not in {e.kind for e in either.events(either.record(number).id)}

    either.by("sleman.coordinator").progress.submit(number, "34.04", PERIOD)

    (line,) = results.progress(number)
    assert [(each.name, each.text) for each in line.sections] == [
        ("progress", "Dua truk"),
        ("funding", "Rp10 juta"),
    ]
    assert results.drafts(number, either.by("sleman.head").envelope()) == []
    told = either.notices()
    assert ("progress_submitted", either.office("bantul/coordinator")) in told
    assert ("progress_submitted", either.office("sleman/coordinator")) not in told
    assert either.kadflow.history.rebuild(number).ok
    assert either.kadflow.history.verify().ok


def test_a_report_returned_in_part_keeps_the_rest_and_every_version(exercise: Exercise):
    number = submitted(exercise)
    sleman, bantul = exercise.by("sleman.coordinator"), exercise.by("bantul.coordinator")
    with pytest.raises(NotPermittedError, match="its own report"):
        sleman.progress.review(number, "34.04", PERIOD, "accepted")
    with pytest.raises(ReasonRequiredError):
        bantul.progress.review(number, "34.04", PERIOD, "returned")
    with pytest.raises(TransitionRefusedError):
        sleman.progress.draft(number, PERIOD, {"funding": "Rp12 juta"})

    bantul.progress.review(
        number, "34.04", PERIOD, "returned", sections=["funding"], reason="Salah jumlah"
    )

    assert ("progress_returned", exercise.office("sleman/coordinator")) in exercise.notices()
    with pytest.raises(TransitionRefusedError, match="Only these sections"):
        sleman.progress.draft(number, PERIOD, {"progress": "Tiga truk"})
    with pytest.raises(FactMissingError):
        sleman.progress.submit(number, "34.04", PERIOD)
    sleman.progress.submit(number, "34.04", PERIOD, sections={"funding": "Rp12 juta"})
    bantul.progress.review(number, "34.04", PERIOD, "accepted")

    report = kept(exercise, number)
    assert report.status == "accepted"
    assert [each.version for each in report.versions] == [1, 2]
    (line,) = exercise.kadflow.results.progress(number)
    assert [(s.text, s.version) for s in line.sections] == [("Dua truk", 1), ("Rp12 juta", 2)]
    first = report.versions[0].sections["funding"]
    assert exercise.kadflow.history.rebuild(number).ok
    assert first == report.versions[0].number


def test_what_was_accepted_is_reopened_by_another_party(exercise: Exercise):
    number = submitted(exercise)
    sleman, bantul = exercise.by("sleman.coordinator"), exercise.by("bantul.coordinator")
    with pytest.raises(TransitionRefusedError):
        bantul.progress.review(number, "34.04", PERIOD, "reopened", reason="Baru tahu")
    bantul.progress.review(number, "34.04", PERIOD, "accepted")
    with pytest.raises(TransitionRefusedError):
        bantul.progress.review(number, "34.04", PERIOD, "returned", reason="Baru tahu")
    bantul.progress.review(number, "34.04", PERIOD, "reopened", reason="Baru tahu")
    assert (kept(exercise, number).status, len(kept(exercise, number).anew)) == ("reopened", 5)
    sleman.progress.draft(number, PERIOD, {"progress": "Satu truk"})
    sleman.progress.submit(number, "34.04", PERIOD)
    assert kept(exercise, number).latest.version == 2
    assert exercise.kadflow.history.rebuild(number).ok


def test_what_makes_no_report_is_refused(exercise: Exercise):
    number = exercise.in_force()
    sleman = exercise.by("sleman.coordinator").progress
    for period in ("2027-S1", "semester 1", "2026-S3"):
        with pytest.raises(InvalidInputError):
            sleman.draft(number, period, {"progress": "x"})
    with pytest.raises(InvalidInputError, match="no section"):
        sleman.draft(number, PERIOD, {"weather": "x"})
    with pytest.raises(FactMissingError):
        sleman.submit(number, "34.04", PERIOD)
    with pytest.raises(FactMissingError, match="lacks"):
        sleman.submit(number, "34.04", PERIOD, sections={"funding": "x"})
    with pytest.raises(NotPermittedError):
        exercise.by("sleman.finance").progress.draft(number, PERIOD, {"progress": "x"})
    with pytest.raises(NotPermittedError, match="Sleman"):
        exercise.by("bantul.coordinator").progress.submit(
            number, "34.04", PERIOD, sections={"progress": "x"}
        )
    with pytest.raises(NotFoundError):
        exercise.by("bantul.coordinator").progress.review(number, "34.04", PERIOD, "accepted")
    assert exercise.kadflow.agreements.chapter(number, Progress) == Progress()


def test_the_report_of_a_party_on_paper_is_recorded_and_reviewed(
    exercise: Exercise, tmp_path: Path
):
    number = exercise.in_force()
    exercise.by("bantul.coordinator").participate(number, "34.02", "paper")
    letter = exercise.kadflow.store_content(exercise.record(number).id, b"Laporan Bantul")
    scan = tmp_path / "laporan.pdf"
    scan.write_bytes(b"%PDF-1.7 laporan")
    sleman = exercise.by("sleman.coordinator")

    sleman.progress.submit(number, "34.02", PERIOD, file=scan, evidence=letter)

    assert kept(exercise, number).latest.file is not None
    event = exercise.last_event(number, "progress.submitted")
    assert (event.actor.authenticated, event.actor.recorder) == (
        "paper",
        exercise.person("sleman.coordinator"),
    )
    sleman.progress.review(number, "34.02", PERIOD, "accepted")
    assert kept(exercise, number).status == "accepted"
    sleman.progress.submit(number, "34.04", PERIOD, sections={"progress": "Dua truk"})
    sleman.progress.review(
        number, "34.04", PERIOD, "returned", reviewer="34.02", reason="Kurang", evidence=letter
    )
    assert exercise.kadflow.history.rebuild(number).ok


def test_a_sealed_section_of_a_draft_is_not_submitted(exercise: Exercise):
    number = exercise.in_force()
    exercise.by("sleman.unit").progress.draft(number, PERIOD, {"progress": "NIK 3404..."})
    party = exercise.party(number, "sleman")
    drafted = exercise.events(party)[-1]
    exercise.kadflow.history.seal(
        party,
        drafted.number,
        "progress",
        envelope=exercise.kadflow.operator(),
        reason="Data pribadi",
    )
    with pytest.raises(FactMissingError, match="sealed"):
        exercise.by("sleman.coordinator").progress.submit(number, "34.04", PERIOD)


def test_a_report_is_a_task_of_whoever_is_to_do_something_about_it(either: Exercise):
    number = submitted(either, "sleman", "bantul", "kupang")
    everybody = ("sleman", "bantul", "kupang")
    bantul, kupang = either.by("bantul.coordinator"), either.by("kupang.coordinator")
    assert tasks(either, *everybody) == [[], ["review_progress"], ["review_progress"]]

    bantul.progress.review(number, "34.04", PERIOD, "returned", reason="Kurang")
    assert tasks(either, *everybody) == [["mend_progress"], [], []]

    either.by("sleman.coordinator").progress.submit(
        number, "34.04", PERIOD, sections={"progress": "Tiga truk"}
    )
    assert tasks(either, *everybody) == [[], ["review_progress"], ["review_progress"]]

    kupang.progress.review(number, "34.04", PERIOD, "accepted")
    assert tasks(either, *everybody) == [[], [], []]
    assert either.record(number).reporting == {}

    bantul.progress.review(number, "34.04", PERIOD, "reopened", reason="Baru tahu")
    assert tasks(either, *everybody) == [["mend_progress"], [], []]
    check(either.kadflow)


def test_two_reports_are_two_tasks_and_one_review_leaves_the_other(exercise: Exercise):
    number = submitted(exercise)
    sleman, bantul = exercise.by("sleman.coordinator"), exercise.by("bantul.coordinator")
    sleman.progress.submit(number, "34.04", "2026-Q1", sections={"progress": "Satu truk"})
    bantul.progress.submit(number, "34.02", PERIOD, sections={"progress": "Membayar"})
    assert tasks(exercise) == [["review_progress"], ["review_progress"] * 2]

    bantul.progress.review(number, "34.04", PERIOD, "accepted")

    assert tasks(exercise) == [["review_progress"], ["review_progress"]]
    left = [each.period for each in exercise.record(number).reporting.values()]
    assert left == ["2026-Q1", PERIOD]


def test_a_party_on_paper_has_no_task_and_one_that_joins_finds_it(exercise: Exercise):
    number = exercise.in_force()
    bantul = exercise.by("bantul.coordinator")
    bantul.participate(number, "34.02", "paper")
    sleman = exercise.by("sleman.coordinator")
    sleman.progress.submit(number, "34.04", PERIOD, sections={"progress": "Dua truk"})
    assert tasks(exercise) == [[], []]

    bantul.participate(number, "34.02", "uses")

    assert tasks(exercise) == [[], ["review_progress"]]
    check(exercise.kadflow)


def test_a_report_of_before_tasks_is_one_from_its_next_step_on(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
):
    emit = Deliberation.emit

    def as_before(self: Deliberation, kind: str, data: dict[str, Any], **more: Any) -> Any:
        if kind.startswith("progress."):
            data = {name: data[name] for name in data if name != "awaits"}
        return emit(self, kind, data, **more)

    monkeypatch.setattr(Deliberation, "emit", as_before)
    number = submitted(exercise)
    monkeypatch.undo()
    assert (tasks(exercise), exercise.record(number).reporting) == ([[], []], {})
    check(exercise.kadflow)

    exercise.by("bantul.coordinator").progress.review(
        number, "34.04", PERIOD, "returned", reason="Kurang"
    )

    (waiting,) = exercise.record(number).reporting.values()
    sleman = exercise.party(number, "sleman")
    assert waiting == ReportRecord(party=sleman, period=PERIOD, awaits="mending")
    assert tasks(exercise) == [["mend_progress"], []]
    check(exercise.kadflow)


def test_a_command_on_something_else_reads_no_report(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
):
    number = submitted(exercise)
    read: list[str] = []
    get = chapters.get_chapter

    def noted(tx: Any, agreement: str, name: str) -> bytes | None:
        read.append(name)
        return get(tx, agreement, name)

    monkeypatch.setattr(chapters, "get_chapter", noted)
    exercise.by("sleman.coordinator").obligations.add(number, "34.04", "Menyediakan truk")
    assert tasks(exercise) == [[], ["review_progress"]]
    assert "progress" not in read
    exercise.by("bantul.coordinator").progress.review(number, "34.04", PERIOD, "accepted")
    assert "progress" in read
