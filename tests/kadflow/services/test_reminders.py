"""Reminders: each rung once, after an outage only the latest, and none of what no longer stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from kadflow.domain.clock import parse_stamp, stamp
from kadflow.engine.ladder import rungs_between, rungs_of
from kadflow.errors import NotFoundError, NotPermittedError
from kadflow.storage.statements import Statement
from kadflow.storage.tables.deadlines import Deadline
from kadflow.storage.tables.notices import Notice
from tests.kadflow.services.test_deliveries import mailbox, posted, run, wishes
from tests.notifications.test_calendar import read
from tests.scenarios.staging import Exercise, at, built_postgres, built_sqlite, either, exercise

__all__ = ["built_postgres", "built_sqlite", "either", "exercise"]

DEADLINES = Statement(select(col(Deadline.settled_at), col(Deadline.remind_at)))
REMINDERS = Statement(
    select(col(Notice.occasion), col(Notice.office), col(Notice.superseded_by))
    .where(col(Notice.kind).in_(["deadline_near", "deadline_passed"]))
    .order_by(col(Notice.id))
)


def reminders(exercise: Exercise) -> list[tuple[int, str, bool]]:
    """Rung, office and whether it left, in the order in which they were written."""
    with exercise.kadflow.database.read() as tx:
        found = tx.all(REMINDERS)
    return [
        (int(occasion.rpartition(":")[2]), office, by is None) for occasion, office, by in found
    ]


def sweep(exercise: Exercise, day: str, clock: str = "08:00") -> None:
    """What the schedules do on a day."""
    exercise.clock.move_to(at(day, clock))
    exercise.kadflow.apply_due()
    exercise.kadflow.reminders.plan()
    run(exercise)


def left(exercise: Exercise) -> list[int]:
    return [rung for rung, _, leaves in reminders(exercise) if leaves]


def test_each_rung_reminds_every_office_once_however_often_it_is_planned(either: Exercise):
    number = either.in_force()
    heads = [mailbox(either, "sleman.head"), mailbox(either, "bantul.head")]
    with posted(either) as post:
        sweep(either, "2026-10-01")
        assert reminders(either) == []
        for clock in ("08:00", "08:00", "12:00"):
            sweep(either, "2026-10-02", clock)
        # secretariats and heads of both parties
        assert left(either) == [-90] * 4
        letters = [letter for head in heads for letter in post.to(head)
                   if "akhir masa berlaku" in letter["Subject"].lower()]  # fmt: skip
        assert len(letters) == 2
        assert letters[0]["Subject"].startswith("90 hari lagi: ")
        assert number in letters[0]["Subject"]
        text = letters[0].get_body(("plain",)).get_content()
        assert "Batas waktu: Kamis, 31 Desember 2026" in text
        sweep(either, "2026-11-01")
        assert left(either) == [-90] * 4 + [-60] * 4


def test_working_days_are_counted_when_the_day_is_close(exercise: Exercise):
    exercise.in_force()
    address = mailbox(exercise, "sleman.head")
    with posted(exercise) as post:
        sweep(exercise, "2026-12-24")
        (letter,) = [each for each in post.to(address) if "hari lagi" in each["Subject"]]
    text = letter.get_body(("plain",)).get_content()
    assert "31 Desember 2026 (" in text
    assert "hari kerja lagi)" in text


def test_after_an_outage_only_the_latest_rung_leaves_and_the_others_are_on_record(
    either: Exercise,
):
    either.in_force()
    address = mailbox(either, "sleman.head")
    with posted(either) as post:
        sweep(either, "2026-12-26")  # nobody was there since before the 90 days
        by_office: dict[str, list[tuple[int, bool]]] = {}
        for rung, office, leaves in reminders(either):
            by_office.setdefault(office, []).append((rung, leaves))
        assert set(map(tuple, by_office.values())) == {
            ((-90, False), (-60, False), (-30, False), (-7, True))
        }
        (letter,) = [each for each in post.to(address) if "hari lagi" in each["Subject"]]
        assert letter["Subject"].startswith("5 hari lagi")  # as it is, not as the rung says


def test_reminders_that_waited_for_a_mail_server_give_way_to_the_latest(either: Exercise):
    either.in_force()
    address = mailbox(either, "sleman.head")
    with posted(either) as post:
        sweep(either, "2026-09-30")  # the news of before
        before = len(post.to(address))
        post.refuse = lambda _: "451 4.3.0 Down"
        for day in ("2026-10-02", "2026-10-03", "2026-11-01", "2026-12-01"):
            sweep(either, day)
        post.refuse = lambda _: None
        sweep(either, "2026-12-02")
        fresh = post.to(address)[before:]
        assert [each["Subject"][:12] for each in fresh] == ["30 hari lagi"]
    listed = either.kadflow.deliveries.recent(most=100)
    states = [
        each.state
        for several in either.kadflow.deliveries.states(listed).values()
        for each in several
        if each.kind == "deadline_near"
    ]
    assert sorted(states) == ["sent", "superseded", "superseded"]


def test_a_reminder_of_a_deadline_that_no_longer_stands_does_not_leave(either: Exercise):
    number = either.in_force()
    address = mailbox(either, "sleman.head")
    wishes(either, "sleman.head", quiet_from="06:00", quiet_to="20:00")
    with posted(either) as post:
        sweep(either, "2026-10-02")
        either.by("sleman.coordinator").terminate(number, ground="purpose_reached")
        either.approve(number, "sleman.head", "bantul.head", gate="termination")
        sweep(either, "2026-10-02", "21:00")
        assert not [each for each in post.to(address) if "hari lagi" in each["Subject"]]


def test_a_reminder_brings_the_day_into_the_calendar_and_the_feed_has_the_same_entry(
    exercise: Exercise,
):
    exercise.in_force()
    address = mailbox(exercise, "sleman.head")
    with posted(exercise) as post:
        sweep(exercise, "2026-12-01")
        (letter,) = [each for each in post.to(address) if "hari lagi" in each["Subject"]]
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    (mailed,) = read(attached.get_content().encode())
    feed = read(exercise.kadflow.calendar_feed("sleman.head"))
    assert mailed["on"] == date(2026, 12, 31)
    assert {key: mailed[key] for key in ("uid", "on", "sequence")} in [
        {key: each[key] for key in ("uid", "on", "sequence")} for each in feed
    ]


def test_no_sweep_looks_again_at_what_is_settled(either: Exercise):
    either.in_force()
    sweep(either, "2027-01-02")
    for day in ("2027-02-01", "2028-02-01", "2029-02-01"):
        sweep(either, day)
    with either.kadflow.database.read() as tx:
        rows = tx.all(DEADLINES)
    assert any(settled_at is not None for settled_at, _ in rows)
    assert all(remind_at is None for settled_at, remind_at in rows if settled_at is not None)


def test_a_restored_backup_reminds_nobody_until_it_is_released(exercise: Exercise, tmp_path):
    exercise.in_force()
    exercise.kadflow.keeping.backup(tmp_path / "backup.tar.gz")
    exercise.clock.move_to(at("2026-10-02", "08:00"))
    type(exercise.kadflow).restore(
        tmp_path / "backup.tar.gz", tmp_path / "again", clock=exercise.clock
    )
    with type(exercise.kadflow).open(tmp_path / "again", clock=exercise.clock) as again:
        assert again.reminders.plan().held
        again.keeping.release(again.operator())
        assert again.reminders.plan().made == 4


# ------------------------------------------------------------------ the ladder

DAYS = st.lists(st.integers(-120, 60), max_size=10)
ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


@given(
    due=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    zone=ZONES,
    days=DAYS,
    cuts=st.lists(st.integers(-130, 70), min_size=1, max_size=6),
)
def test_however_the_sweeps_are_spread_each_rung_falls_into_exactly_one(due, zone, days, cuts):
    ladder = str(days)
    sweeps = sorted(stamp(datetime(due.year, due.month, due.day, 3, tzinfo=UTC)
                          + timedelta(days=cut)) for cut in cuts)  # fmt: skip
    seen, since = [], ""
    for until in sweeps:
        found = rungs_between(due.isoformat(), zone, ladder, since=since, until=until)
        seen += found.overdue
        assert found.next_at is None or found.next_at > until
        since = until
    expected = [rung for rung in rungs_of(due.isoformat(), zone, ladder) if rung.at <= sweeps[-1]]
    assert seen == expected


@pytest.mark.parametrize(
    ("due", "day", "zone", "local"),
    [
        ("2028-03-01", -1, "Asia/Jakarta", "2028-02-29T00:00:00.000000Z"),
        ("2027-01-01", -1, "Asia/Jayapura", "2026-12-30T22:00:00.000000Z"),
        ("2026-12-31", 1, "Asia/Makassar", "2026-12-31T23:00:00.000000Z"),
    ],
)
def test_a_rung_is_at_seven_in_the_morning_where_the_deadline_is_counted(due, day, zone, local):
    (rung,) = rungs_of(due, zone, f"[{day}]")
    assert rung.at == local
    assert parse_stamp(rung.at).tzinfo is not None


def test_an_acknowledged_deadline_reminds_that_office_on_its_last_day_and_after_but_not_before(
    either: Exercise,
):
    number = either.in_force()
    sweep(either, "2026-10-02")
    liaison = either.by("sleman.coordinator").envelope(reason="Sudah dijadwalkan.")
    line = either.kadflow.deadlines.acknowledge(liaison, number, "term_end")
    either.kadflow.deadlines.acknowledge(liaison, number, "term_end")
    assert line.due_on == "2026-12-31"
    (told,) = either.kadflow.deadlines.explain(number, "term_end")
    assert [(on, why) for _, on, why in told.seen] == [("2026-10-02", "Sudah dijadwalkan.")]
    for day in ("2026-11-01", "2026-12-01", "2026-12-24", "2026-12-30"):
        sweep(either, day)
    mine = [rung for rung, office, leaves in reminders(either)
            if leaves and office == either.office("sleman/coordinator")]  # fmt: skip
    assert mine == [-90]
    assert left(either).count(-30) == 3  # the other three offices
    sweep(either, "2026-12-31")
    mine = [rung for rung, office, leaves in reminders(either)
            if leaves and office == either.office("sleman/coordinator")]  # fmt: skip
    assert mine == [-90, 0]
    told_of = either.kadflow.told("sleman.coordinator")
    assert [each["acknowledged"] for each in told_of if "acknowledged" in each] == [True, True]


def test_only_an_office_that_is_reminded_acknowledges(exercise: Exercise):
    number = exercise.in_force()
    deadlines = exercise.kadflow.deadlines
    stranger = exercise.by("kupang.coordinator").envelope()
    with pytest.raises(NotPermittedError):
        deadlines.acknowledge(stranger, number, "term_end")
    liaison = exercise.by("sleman.coordinator").envelope()
    with pytest.raises(NotFoundError):
        deadlines.acknowledge(liaison, number, "apa")
    (told,) = deadlines.explain(number, "term_end")
    assert told.seen == ()
