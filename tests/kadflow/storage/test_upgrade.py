"""An older database is brought up with what is in it, and the record stays byte for byte."""

from __future__ import annotations

import json

import psycopg
import pytest

from kadflow.errors import StorageUnavailableError
from kadflow.storage import schema
from kadflow.storage.sessions import sqlite_path

SILENCE = {
    "deadline": "d1", "name": "councils", "effect": "silence", "subject": "p1",
    "due_on": "2026-03-12", "due_at": "2026-03-12T16:00:00.000000Z", "counted_from": "2026-01-05",
    "zone": "Asia/Makassar", "n": 45, "unit": "working_days", "skipped": [],
    "calendar": "nasional 0.109", "source": "Permendagri 25/2020 art 17", "verified": True,
}  # fmt: skip
ENDED = {
    "deadline": "d2", "name": "term_end", "effect": "transition", "subject": None,
    "due_on": "2026-01-20", "due_at": "2026-01-20T17:00:00.000000Z", "skipped": [],
    "calendar": "", "source": None, "verified": False,
}  # fmt: skip
TEMPLATE = {"deadlines": {"term_end": {"at": "term", "remind_days": [-30, 0]}}}
OLD_ROWS = (
    (
        ("INSERT INTO template (digest, key, version, title_id, title_en, source, document, "
        "published_at, status) VALUES ('t', 'uji', 1, 'Uji', 'Trial', '', %s, %s, 'published')"),
        (json.dumps(TEMPLATE).encode(), "2026-01-05T02:00:00.000000Z"),
    ),
    (
        ("INSERT INTO agreement (id, number, title, template, state, stage, standing, version, "
        "provenance, created_at, record) VALUES ('a', 'KSD-1', 'Uji', 't', 's', '', 'active', 1, "
        "'created', %s, %s)"),
        ("2026-01-05T02:00:00.000000Z", b"{}"),
    ),
    *(
        (
            ("INSERT INTO deadline (id, agreement, name, subject, due_at, effect, explanation, "
            "calendar, fired_at) VALUES (%s, 'a', %s, %s, %s, %s, %s, %s, %s)"),
            (d["deadline"], d["name"], d["subject"], d["due_at"], d["effect"],
             json.dumps(d).encode(), d["calendar"], fired),
        )
        for d, fired in ((SILENCE, None), (ENDED, "2026-01-22T02:00:00.000001Z"))
    ),
)  # fmt: skip


def ask(url: str, sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    if url.startswith("sqlite"):
        import sqlite3  # noqa: PLC0415

        with sqlite3.connect(sqlite_path(url)) as connection:
            return connection.execute(sql.replace("%s", "?"), values).fetchall()
    with psycopg.connect(url) as connection:
        cursor = connection.execute(sql.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def old_url(empty_url: str) -> str:
    """A database as the first schema made it, with two deadlines in it."""
    with schema.upgrading(empty_url, "0001_initial"):
        pass
    for sql, values in OLD_ROWS:
        ask(empty_url, sql, values)
    return empty_url


def test_an_older_database_is_refused_with_the_command_that_helps(old_url: str):
    with pytest.raises(StorageUnavailableError, match="0001_initial") as refused:
        schema.check_revision(old_url)

    assert "kadflow upgrade" in refused.value.hint
    assert "kadflow upgrade" in refused.value.said("id")[1]


def test_an_upgrade_keeps_every_deadline_and_tells_its_day_zone_and_reminders(old_url: str):
    schema.migrate(old_url)

    assert schema.current_revision(old_url) == schema.HEAD
    rows = ask(
        old_url,
        "SELECT id, subject, due_on, zone, revision, verified, remind_days, tells, paused_on, "
        "fired_at, settled_at FROM deadline ORDER BY id",
    )
    assert [(*row[:5], bool(row[5]), json.loads(str(row[6])), *row[7:]) for row in rows] == [
        ("d1", "p1", "2026-03-12", "Asia/Makassar", 1, True, [], '["coordinator"]', None, None,
         None),
        ("d2", None, "2026-01-20", "Asia/Jakarta", 1, False, [-30, 0], '["coordinator"]', None,
         "2026-01-22T02:00:00.000001Z", "2026-01-22T02:00:00.000001Z"),
    ]  # fmt: skip
    spans = ask(old_url, "SELECT deadline, authority, first_on, last_on FROM deadline_calendar")
    assert spans == [("d1", "", "2026-01-05", "2026-03-12")]
    schema.migrate(old_url)
    assert len(ask(old_url, "SELECT id FROM deadline")) == 2


OLD_NOTICE = (
    "INSERT INTO notice (id, kind, occasion, office, channel, agreement, fields, written_at, "
    "superseded_by) VALUES ('n1', 'state_entered', 'o1', 'f1', 'inbox', 'a', %s, %s, NULL)"
)
OPEN_TERM = ENDED | {
    "deadline": "d3",
    "due_on": "2027-12-31",
    "due_at": "2027-12-31T17:00:00.000000Z",
}


def test_an_upgrade_sends_nobody_the_news_of_before(old_url: str):
    written = "2026-01-05T02:00:00.000000Z"
    ask(old_url, OLD_NOTICE, (b'{"number": "KSD-1"}', written))
    sql, values = OLD_ROWS[-1]
    open_term = (OPEN_TERM["deadline"], "term_end", None, OPEN_TERM["due_at"], "transition",
                 json.dumps(OPEN_TERM).encode(), "", None)  # fmt: skip
    assert len(values) == len(open_term)
    ask(old_url, sql, open_term)

    schema.migrate(old_url)

    assert ask(old_url, "SELECT id, kind, occasion, office, planned_at FROM notice") == [
        ("n1", "state_entered", "o1", "f1", written)
    ]
    ladders = dict(ask(old_url, "SELECT id, remind_at = reminded_at FROM deadline"))
    # a ladder begins with the upgrade; what has none, or is settled, reminds nobody
    assert ladders == {"d1": None, "d2": None, "d3": True}
    (begun,) = ask(old_url, "SELECT reminded_at FROM deadline WHERE id = 'd3'")[0]
    assert len(str(begun)) == len(written)
    assert str(begun) > written


def test_an_upgrade_finds_what_was_owed_before_anybody_could_meet_it(old_url: str):
    owed = {"id": "o1", "gate": "g", "party": "p1", "number": 7, "part": "text"}
    record = {"obligations": [owed, owed | {"id": "o2", "met_on": "2026-01-05"}]}
    ask(old_url, "UPDATE agreement SET record = %s WHERE id = 'a'", (json.dumps(record).encode(),))

    schema.migrate(old_url)

    rows = ask(old_url, "SELECT id, party, number, due_on, agreed, is_open FROM obligation")
    assert [(*row[:4], bool(row[4]), bool(row[5])) for row in sorted(rows)] == [
        ("o1", "p1", 7, None, False, True),
        ("o2", "p1", 7, None, False, False),
    ]
