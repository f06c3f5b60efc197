"""Decrees are facts with a source; they move open deadlines, and what has passed they flag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from kadflow.errors import InvalidInputError, NotFoundError, NotPermittedError
from kadflow.services.calendars import CalendarReport
from kadflow.storage.statements import Statement
from kadflow.storage.tables.calendars import Calendar, Recount
from tests.conftest import BOTH
from tests.scenarios.checking import check
from tests.scenarios.staging import (
    Exercise,
    built_postgres,
    built_sqlite,
    either,
    exercise,
)

__all__ = ["BOTH", "Iterator", "built_postgres", "built_sqlite", "either", "exercise"]

HEAD = "tanggal,sampai,jenis,nama,daerah,keputusan,tanggal keputusan\n"
ELECTION = "2026-02-10,,libur,Pemilihan,,Keppres 1/2026,2026-01-02\n"
RECOUNTS = Statement(select(col(Recount.agreement)), name="test.recounts")
CALENDARS = Statement(
    select(col(Calendar.authority), col(Calendar.version)), name="test.calendars"
)


def file(exercise: Exercise, rows: str) -> Path:
    path = exercise.folder.parent / "kalender.csv"
    path.write_text(HEAD + rows, "utf-8")
    return path


def take(exercise: Exercise, rows: str, **how: object) -> CalendarReport:
    operator = exercise.kadflow.operator()
    report: CalendarReport = exercise.kadflow.import_calendar(
        operator, file(exercise, rows), **how
    )
    return report


def asked(exercise: Exercise, *shorts: str) -> str:
    """An agreement on which Bantul's silence counts until 12 March 2026."""
    number = exercise.opened("uji-silence", *shorts, terms={"clauses.2": None}).number
    exercise.by("sleman.coordinator").act(number, "ask")
    exercise.by("sleman.coordinator").record_receipt(
        number, "consent", exercise.organisation("bantul")
    )
    return number


def last_day(exercise: Exercise, number: str) -> str:
    (deadline,) = exercise.record(number).deadlines
    return deadline.due_on


def kinds(exercise: Exercise, number: str) -> list[str]:
    return [event.kind for event in exercise.events(exercise.record(number).id)]


# ------------------------------------------------------------------ taking over


def test_an_import_is_an_event_of_its_authority_with_the_decree_as_its_source(either: Exercise):
    report = take(either, ELECTION + "2026-07-20,,libur,Hari Jadi,34.02,SK 12/2026,2026-01-05\n")

    assert (report.new, report.refused) == (2, 0)
    (own,) = [e for e in either.events(either.organisation("bantul"))
              if e.kind == "calendar.imported"]  # fmt: skip
    assert own.data["decree"] == "SK 12/2026"
    assert own.data["entries"] == [
        {"on": "2026-07-20", "until": None, "kind": "holiday", "name": "Hari Jadi"}
    ]
    shown = either.kadflow.calendars.show(2026, [either.organisation("bantul")])
    said = {on: (whose, source) for on, _, whose, source in shown.days}
    assert said["2026-02-10"] == ("nasional", "Keppres 1/2026, 2026-01-02")
    assert said["2026-07-20"] == ("Kabupaten Bantul", "SK 12/2026, 2026-01-05")
    assert "2026-07-20" not in {on for on, *_ in either.kadflow.calendars.show(2026).days}


def test_the_same_file_again_changes_nothing(exercise: Exercise):
    take(exercise, ELECTION)
    before = exercise.kadflow.calendars.show(2026).version

    report = take(exercise, ELECTION)

    assert (report.new, report.unchanged, report.calendars) == (0, 1, ())
    assert exercise.kadflow.calendars.show(2026).version == before


def test_a_dry_run_judges_and_writes_nothing(exercise: Exercise):
    report = take(exercise, ELECTION, dry_run=True)

    assert (report.new, report.dry_run) == (1, True)
    assert take(exercise, ELECTION).new == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-02-30,,libur,Nyepi,,S,2025-09-01\n", "date-unreadable"),
        ("2026-07-20,,libur,Hari Jadi,99.99,S,2025-09-01\n", "region-unknown"),
        ("2026-02-10,,libur,Lagi,,S,2025-09-01\n", "duplicate"),
        ("2026-02-09,2026-02-11,libur,Lagi,,S,2025-09-01\n", "duplicate"),
        ("2026-07-20,,libur,Hari Jadi,34.02,,\n", "decree-missing"),
        ("2026-07-20,,libur,Hari Jadi,34.02,S,2026-12-01\n", "decree-to-come"),
        ("2026-01-01,,enam hari kerja,,,S,2025-09-01\n", "week-without-region"),
        ("2026-03-19,,hari kerja,Masuk,34.02,S,2025-09-01\n", "national-day"),
    ],
)
def test_one_faulty_row_and_nothing_of_the_file_is_taken(exercise: Exercise, row: str, code: str):
    report = take(exercise, ELECTION + row)

    (refused,) = [judged for judged in report.rows if judged.outcome == "refused"]
    assert (refused.row, [reason.code for reason in refused.reasons]) == (3, [code])
    assert exercise.kadflow.calendars.show(2026).version == "nasional 0.109"


def test_what_a_row_leaves_out_is_said_once_for_the_file(exercise: Exercise):
    report = take(
        exercise,
        "2026-07-20,,libur,Hari Jadi,,,\n",
        region="34.02",
        decree="SK 12/2026",
        decree_on="2026-01-05",
    )

    (row,) = report.rows
    assert (row.whose, row.decree, row.outcome) == ("Kabupaten Bantul", "SK 12/2026", "new")
    with pytest.raises(InvalidInputError, match="no region"):
        take(exercise, ELECTION, region="Atlantis")
    with pytest.raises(InvalidInputError, match="not a date"):
        take(exercise, ELECTION, decree_on="kemarin")


def test_a_region_keeps_its_own_calendar_and_no_other(exercise: Exercise):
    path = file(exercise, "2026-07-20,,libur,Hari Jadi,34.02,SK 12/2026,2026-01-05\n")
    service = exercise.kadflow.calendars

    with pytest.raises(NotPermittedError, match="own administrator"):
        service.import_file(exercise.by("sleman.coordinator").envelope(), path)

    assert service.import_file(exercise.by("bantul.coordinator").envelope(), path).new == 1


def test_a_calendar_row_is_a_cache_that_its_stream_makes_again(exercise: Exercise):
    take(exercise, ELECTION)
    assert exercise.kadflow.history.rebuild().ok
    with exercise.kadflow.database.read() as tx:
        (known,) = tx.all(CALENDARS)
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(exercise.folder / "kadflow.db") as connection:
        connection.execute("UPDATE calendar SET record = '{}', version = ''")

    report = exercise.kadflow.history.rebuild(fix=True)

    assert [(d.row, d.column) for d in report.differences] == [("calendar nasional", "record")]
    assert exercise.kadflow.history.rebuild().ok
    with exercise.kadflow.database.read() as tx:
        assert tx.all(CALENDARS) == [known]


def test_counting_far_beyond_every_calendar_is_refused_in_words(exercise: Exercise):
    from datetime import date  # noqa: PLC0415

    from state_machines.template import Period  # noqa: PLC0415

    with pytest.raises(InvalidInputError, match="last day that a calendar has"):
        exercise.kadflow.calendars.count(date(9999, 12, 1), Period(n=60, unit="days"))


# ------------------------------------------------------------------ what a decree does


def test_a_decree_moves_the_open_deadlines_that_it_touches_and_tells_why(either: Exercise):
    touched, untouched = asked(either), either.in_force()
    before = len(kinds(either, untouched))

    report = take(either, ELECTION)

    assert (report.agreements, report.moved) == (1, 1)
    assert last_day(either, touched) == "2026-03-13"
    moved = either.last_event(touched, "deadline.moved")
    assert (moved.data["from"], moved.data["due_on"]) == ("2026-03-12", "2026-03-13")
    assert moved.data["decrees"] == ["Keppres 1/2026, 2026-01-02"]
    assert moved.data["revision"] == 2
    told = [n["headline"] for n in either.kadflow.told("bantul.coordinator")]
    assert "Persetujuan pada KSD-2026-000001 bergeser dari 12 Maret 2026 ke 13 Maret 2026" in told
    assert len(kinds(either, untouched)) == before
    assert check(either.kadflow) == 2


def test_a_decree_on_days_outside_touches_nothing(exercise: Exercise):
    number = asked(exercise)

    report = take(exercise, "2026-06-10,,libur,Pemilihan,,Keppres 1/2026,2026-01-02\n")

    assert report.agreements == 0
    assert last_day(exercise, number) == "2026-03-12"


def test_a_day_of_one_region_moves_only_what_is_counted_by_its_calendar(exercise: Exercise):
    number = asked(exercise)  # counted by the national calendar alone

    report = take(exercise, "2026-02-10,,libur,Hari Jadi,34.02,SK 1/2026,2026-01-02\n")

    assert (report.new, report.agreements) == (1, 0)
    assert last_day(exercise, number) == "2026-03-12"


def test_a_holiday_that_is_taken_back_makes_a_deadline_earlier_but_never_past(exercise: Exercise):
    number = asked(exercise)
    exercise.day("2026-03-12")

    take(exercise, "2026-02-16,,hari kerja,Cuti dibatalkan,,SKB 2/2026,2026-01-05\n")

    assert last_day(exercise, number) == "2026-03-12"
    exercise.day("2026-01-05")
    other = asked(exercise)
    assert last_day(exercise, other) == "2026-03-11"


def test_a_decree_that_comes_after_the_day_flags_what_has_passed_and_undoes_nothing(
    either: Exercise,
):
    number = asked(either)
    either.approve(number, "sleman.head")
    either.day("2026-03-13")
    either.kadflow.apply_due()
    assert either.record(number).state == "running"

    report = take(either, ELECTION)

    assert report.flagged == 1
    assert either.record(number).state == "running"
    flagged = either.last_event(number, "deadline.flagged")
    assert (flagged.data["due_on"], flagged.data["would_be"]) == ("2026-03-12", "2026-03-13")
    assert "deadline_flagged" in [n["kind"] for n in either.kadflow.told("bantul.coordinator")]
    assert take(either, "2026-02-11,,libur,Cuti,,Keppres 2/2026,2026-01-02\n").flagged == 1
    assert take(either, "2026-08-11,,libur,Cuti,,Keppres 3/2026,2026-01-02\n").flagged == 0
    assert check(either.kadflow) == 1


def test_a_decree_is_heard_before_the_deadline_even_if_nobody_carried_it_through(
    exercise: Exercise,
):
    """The process may end between the import and the counting anew."""
    number = asked(exercise)
    exercise.day("2026-03-13", "08:00")
    service = exercise.kadflow.calendars
    service.import_file(exercise.kadflow.operator(), file(exercise, ELECTION))
    with exercise.kadflow.database.read() as tx:
        assert len(tx.all(RECOUNTS)) == 1

    exercise.by("bantul.head").decide(number, "reject", reason="Masih dalam waktunya.")

    assert exercise.record(number).state == "stopped"
    assert "deadline.moved" in kinds(exercise, number)
    exercise.kadflow.apply_due()
    with exercise.kadflow.database.read() as tx:
        assert tx.all(RECOUNTS) == []


def test_a_decree_while_a_clock_stands_still_counts_when_it_goes_on(exercise: Exercise):
    number = asked(exercise)
    liaison = exercise.by("sleman.coordinator")
    exercise.day("2026-01-12")
    liaison.pause_deadline(number, "consent", reason="Lampiran kurang.")

    assert take(exercise, ELECTION).moved == 0
    liaison.resume_deadline(number, "consent", reason="Lampiran ada.")

    assert last_day(exercise, number) == "2026-03-13"


# ------------------------------------------------------------------ lists and snoozes


def test_what_is_due_within_days_is_listed_the_earliest_first_for_the_own_parties(
    exercise: Exercise,
):
    near, far = asked(exercise), exercise.in_force()
    exercise.opened("uji-silence", "kupang", "ambon", terms={"clauses.2": None})
    exercise.day("2026-03-10")
    deadlines = exercise.kadflow.deadlines

    assert [d.number for d in deadlines.upcoming(within_days=7)] == [near]
    every = deadlines.upcoming(organisation=exercise.organisation("bantul"))
    assert [d.number for d in every] == [near, far, far]
    assert every[0].days == 2
    assert deadlines.upcoming(organisation=exercise.organisation("ambon")) == []


def test_a_snooze_stills_the_reminders_of_one_office_and_moves_no_day(exercise: Exercise):
    number = asked(exercise)
    deadlines, liaison = exercise.kadflow.deadlines, exercise.by("bantul.coordinator")

    line = deadlines.snooze(
        liaison.envelope(reason="Menunggu rapat."), number, "consent", until_on="2026-02-01"
    )

    assert line.due_on == last_day(exercise, number) == "2026-03-12"
    (told,) = deadlines.explain(number, "consent")
    assert [(until, why) for _, until, why in told.snoozes] == [("2026-02-01", "Menunggu rapat.")]


def test_reminders_are_not_put_off_beyond_the_last_day_nor_by_strangers(exercise: Exercise):
    number = asked(exercise)
    deadlines, liaison = exercise.kadflow.deadlines, exercise.by("bantul.coordinator").envelope()

    for day in ("2026-03-13", "2026-01-05", "2025-01-01"):
        with pytest.raises(InvalidInputError, match="cannot be put off"):
            deadlines.snooze(liaison, number, "consent", until_on=day)
    stranger = exercise.by("kupang.coordinator").envelope()
    with pytest.raises(NotPermittedError):
        deadlines.snooze(stranger, number, "consent", until_on="2026-02-01")
    with pytest.raises(NotFoundError, match="No deadline"):
        deadlines.snooze(liaison, number, "apa", until_on="2026-02-01")
    with pytest.raises(NotFoundError, match="no deadline 'apa'"):
        deadlines.explain(number, "apa")


def test_a_deadline_explains_itself_from_its_first_day_to_its_last(exercise: Exercise):
    number = asked(exercise)

    (told,) = exercise.kadflow.deadlines.explain(number)

    assert (told.due_on, told.state, told.whose) == ("2026-03-12", "open", "Kabupaten Bantul")
    assert (told.counted["counted_from"], told.counted["n"]) == ("2026-01-05", 45)
    assert [entry[0] for entry in told.counted["skipped"]] == [
        "2026-01-16", "2026-02-16", "2026-02-17",
    ]  # fmt: skip
    assert told.counted["weekends"] == 18
    exercise.approve(number, "bantul.head")
    assert exercise.kadflow.deadlines.explain(number) == []
    (gone,) = exercise.kadflow.deadlines.explain(number, "consent")
    assert gone.state == "withdrawn"
